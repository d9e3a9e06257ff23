"""Addresses that are safe to use, and faults of the driver and the server in words, never with the password."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from neo4j import exceptions as faults

from graph.errors import ChampionFinderError, InputError, StoreError

_AWAY = (
    faults.ServiceUnavailable,
    faults.SessionExpired,
    faults.ConnectionAcquisitionTimeoutError,
    faults.IncompleteCommit,
)


def check_address(address: str) -> None:
    """InputError for an address that holds a password, or would send it in clear text beyond this machine."""
    try:
        parts = urlsplit(address)
        host, secret = parts.hostname or "", bool(parts.username or parts.password)
        _ = parts.port  # which is read only when it is asked for
    except ValueError as fault:
        raise InputError("This is no address of a database. Give one such as neo4j+s://graph.example.org.") from fault
    if secret:
        raise InputError("Leave user and password out of the address: set NEO4J_USER and NEO4J_PASSWORD.")
    if not host:
        raise InputError("This address names no host. Give one such as neo4j+s://graph.example.org.")
    if parts.scheme in ("bolt", "neo4j") and not _is_here(host) and os.environ.get("NEO4J_ALLOW_PLAIN") != "1":
        raise InputError(
            f"{parts.scheme}:// would send the password to {host} in clear text. "
            f"Use {parts.scheme}+s://, or set NEO4J_ALLOW_PLAIN=1 if the way there is safe."
        )


@contextmanager
def in_words(address: str) -> Iterator[None]:
    """Say a fault of the driver or the server in words. They take no text from the server, only its code."""
    try:
        yield
    except (faults.Neo4jError, faults.DriverError) as fault:
        raise _explain(fault, f"The database at {address}") from fault


def is_lock_timeout(fault: BaseException) -> bool:
    """Whether somebody else held the store for longer than the server lets one wait."""
    return isinstance(fault, faults.Neo4jError) and "LockAcquisitionTimeout" in (fault.code or "")


def _explain(fault: faults.Neo4jError | faults.DriverError, where: str) -> ChampionFinderError:
    code = (fault.code or "") if isinstance(fault, faults.Neo4jError) else type(fault).__name__
    if "AuthenticationRateLimit" in code:
        return InputError(f"{where} refuses to listen after too many wrong passwords. Wait a minute, then try again.")
    if isinstance(fault, (faults.AuthError, faults.AuthConfigurationError)) and "Forbidden" not in code:
        return InputError(f"{where} does not accept this user and password. Set NEO4J_USER and NEO4J_PASSWORD.")
    if "DatabaseNotFound" in code:
        return InputError(f"{where} is not there under the name that NEO4J_DATABASE says. Correct the name.")
    if isinstance(fault, faults.ConfigurationError):
        return InputError(f"{where} cannot be reached by such an address. See docs/neo4j.md for those that work.")
    if any(word in code for word in ("ReadOnly", "Forbidden", "AccessMode", "NotALeader")):
        return StoreError(f"{where} may only be read. Nothing was changed. Give a user and a database that may write.")
    if "too large to index" in str(fault):
        return InputError(
            f"{where} cannot look up an id or theme longer than 8,000 bytes. Nothing was changed. Shorten it."
        )
    if is_lock_timeout(fault):
        return StoreError(f"{where} is being written by another program. Nothing was changed. Try again after it.")
    if "Memory" in code:
        return StoreError(f"{where} has not enough memory for this. Nothing was changed. Give it more, then try again.")
    if "TransactionTimedOut" in code or "Terminated" in code:
        return StoreError(f"{where} stopped this, for it took too long. Nothing was changed. Try again later.")
    if isinstance(fault, _AWAY) or "DatabaseUnavailable" in code:
        return StoreError(
            f"We could not reach the database at {where.removeprefix('The database at ')}. Your data is safe. You can "
            "keep working with the built-in store (leave --store out), or start Neo4j and try again."
        )
    return StoreError(f"{where} could not do that ({code}). Nothing was changed.")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
