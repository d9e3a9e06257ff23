"""Options that all commands share, and how a command comes to its store and its view."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store
    from graph.view import View
    from loaders.reading import Defaults

FOUND, NONE, BAD_INPUT, REFUSED = 0, 1, 2, 3

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", help="File or address (neo4j://…) of the store. Default: CHAMPIONS_STORE, else your own file."
    ),
]
ViewerOption = Annotated[str | None, typer.Option("--viewer", help="Organisation that looks. Default: the public.")]
AsAtOption = Annotated[str | None, typer.Option("--as-at", help="Answer as at this day (2026-06-01). Default: today.")]
TodayOption = Annotated[
    str | None, typer.Option("--today", help="Day of asking, for shares that expire. Default: today.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as JSON; keys are the fields of the result.")]
VisibilityOption = Annotated[
    str | None,
    typer.Option("--visibility", help="Who may see it: closed (the viewer alone) or open. Default: closed."),
]
OverOption = Annotated[
    str, typer.Option("--over", help="`neighbours` reads only what is near; `snapshot` reads the whole store first.")
]


def entry_of(viewer: str | None, visibility: str | None, audience: str | None = None) -> Defaults:
    """Who may see what a command enters: the viewer alone unless told; the public has nothing of its own.

    An audience alone means shared; InputError where it stands beside another visibility.
    """
    from graph.errors import InputError
    from loaders.reading import Defaults

    if audience and visibility not in (None, "shared"):
        raise InputError(f"What is {visibility} has no audience: leave out --audience, or say --visibility shared.")
    seen_by = visibility or ("shared" if audience else "closed" if viewer else "open")
    return Defaults(seen_by, viewer, tuple(audience.split("|")) if audience else ())


@contextmanager
def in_words() -> Iterator[None]:
    """Faults of files, said in words."""
    from graph.errors import InputError

    try:
        yield
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        raise InputError(f"{where}{fault.strerror or fault}. Nothing was changed.") from fault


@contextmanager
def store_at(address: str | None) -> Iterator[Store]:
    """The store at this address, for as long as a command runs."""
    from graph.addresses import open_store

    with in_words():
        opened = open_store(address)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def view_of(store: str | None, viewer: str | None, as_at: str | None, today: str | None) -> Iterator[View]:
    """The view that these options ask for; InputError if the store is empty or a day is none."""
    from graph.errors import InputError
    from graph.view import view

    asked = day_of(today, "--today") if today else date.today()
    day = day_of(as_at, "--as-at") if as_at else asked
    with store_at(store) as opened:
        if not opened.loads():
            raise InputError(
                f"The store {opened.address} is empty. Load your files with `champions load FOLDER`, "
                "or an invented region with `champions demo`."
            )
        if viewer is not None:
            everybody = view(opened, viewer, day, asked).directory
            viewer = everybody.resolve(viewer, "organisation").id
        yield view(opened, viewer, day, asked)


def theme_of(view: View, text: str | None) -> str | None:
    """The theme that is meant, however it is written; NotFoundError for one that is not on record."""
    return view.directory.theme(text) if text else None


def day_of(text: str, option: str) -> date:
    """A day from text; InputError if it is none."""
    from graph.errors import InputError

    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise InputError(f'{option}: "{text}" is no date. Write it as year-month-day, such as 2026-06-01.') from fault
