"""What a mail address says about who somebody is.

An address at a work domain belongs to one person, unless it is a role's ("info@") or its domain is one where anybody
may have a mailbox; those say nothing. A local part either can be made from a person's name ("j.smith", "smithj") or
it cannot ("jane.smith2": there was a jane.smith already).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from graph.matching.names import PersonName, fold
from graph.matching.short_names import is_short_for

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_ROLES: Final = frozenset(
    "access admin accounts bookings business callcentre careers chiefexecutive clerk communications comms complaints "
    "contact contactcentre contactus council councillors customer customerservice customerservices data "
    "dataprotection democracy democraticservices digital enquiries enquiry events feedback finance foi general hello "
    "help helpdesk hi hr ict info information innovation invoices it jobs legal licensing mail marketing media "
    "members news newsletter no noreply office operations orders parking partnerships payments planning post "
    "postmaster press procurement projects reception recruitment reply sales secretary service services support team "
    "tenders theteam training web webmaster welcome".split()
)
_PRIVATE: Final = frozenset(
    "aol blueyonder btconnect btinternet btopenworld fastmail freeserve gmail gmx google googlemail hey hotmail "
    "icloud live mac mail me msn ntlworld orange outlook pm proton protonmail rocketmail sky talk21 talktalk tiscali "
    "tutanota virgin virginmedia yahoo yandex ymail zoho".split()
)


@lru_cache(maxsize=262_144)
def work_address(text: str) -> str | None:
    """The address in lower case if it can tell who somebody is; else None.

    >>> work_address("J.Smith@Leeds.gov.uk "), work_address("info@leeds.gov.uk"), work_address("js@gmail.com")
    ('j.smith@leeds.gov.uk', None, None)
    """
    address = text.strip().lower().removeprefix("mailto:")
    if not _ADDRESS.fullmatch(address):
        return None
    local, domain = address.rsplit("@", 1)
    local = local.split("+")[0]
    if domain.split(".")[0] in _PRIVATE or set(re.split(r"[._-]", local)) <= _ROLES:
        return None
    return f"{local}@{domain}"


@lru_cache(maxsize=262_144)
def fits(address: str, name: PersonName) -> bool:
    """Whether the local part can be made from the name: given name or initial, and surname, in either order.

    >>> from graph.matching.names import parse
    >>> [fits(f"{local}@x.gov.uk", parse("Jane Smith")) for local in ("j.smith", "smithj", "jane.smith2", "a.smith")]
    [True, True, False, False]
    """
    words = [fold(word) for word in re.split(r"[._-]+", address.split("@")[0]) if word]
    surnames = {name.family, *name.halves}
    if len(words) >= 2:
        joined = {"".join(words[1:]): words[0], "".join(words[:-1]): words[-1]}
        return any(surname in joined and _is_given(joined[surname], name) for surname in surnames)
    word = words[0] if words else ""
    rests = [word.removesuffix(s) for s in surnames if s and word.endswith(s)]
    rests += [word.removeprefix(s) for s in surnames if s and word.startswith(s)]
    return any(rest == "" or _is_given(rest, name) for rest in rests) or _is_given(word, name, whole=True)


def spelt_out(address: str, name: PersonName) -> PersonName:
    """The name with the given name that a local part such as "jane.smith" spells out where the name has an initial.

    >>> from graph.matching.names import parse
    >>> spelt_out("jane.smith@x.gov.uk", parse("J Smith")).given, spelt_out("a.smith@x.gov.uk", parse("J Smith")).given
    ('jane', 'j')
    """
    given, _, family = address.split("@")[0].partition(".")
    if len(name.given) == 1 and fold(family) == name.family and given.isalpha() and given[0] == name.given:
        return name._replace(given=fold(given))
    return name


def is_full_name(address: str, name: PersonName) -> bool:
    """Whether the local part holds given name and surname in full."""
    words = {fold(word) for word in re.split(r"[._-]+", address.split("@")[0])}
    return len(name.given) > 1 and {name.given, name.family} <= words


def _is_given(word: str, name: PersonName, *, whole: bool = False) -> bool:
    """A given name, a short form of it, or (unless ``whole``) its initial, perhaps with those of middle names."""
    initials = "".join(part[0] for part in (name.given, *name.middle) if part)
    if word in (name.given, *name.nicknames) or (len(name.given) > 1 and is_short_for(word, name.given)):
        return True
    if whole or not word:
        return False
    return word in (initials[:1], initials) or (len(name.given) == 1 and word[0] == name.given)
