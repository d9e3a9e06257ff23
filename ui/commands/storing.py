"""`champions load`, `loads`, `undo`, `copy`: what goes into a store, and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.options import BAD_INPUT, FOUND, NONE, JsonOption, StoreOption, day_of, in_words, store_at

if TYPE_CHECKING:
    from graph.store import Load, Store
    from loaders.plan import Plan
    from loaders.reading import Defaults
    from loaders.report import Report
    from ui.joining import Joined


commands = typer.Typer()
ASKED_BY = {  # what only the user knows -> the option that says it
    "visibility": "--visibility",
    "owner": "--owner with the id of an organisation",
    "holder": "--whose with a name or an id (`champions me` puts you on record)",
    "event": "--event and --event-on",
}


@commands.command(
    epilog="Examples: champions load my-folder --visibility open · champions load notices.jsonl contacts.csv --dry-run"
)
def load(
    files: Annotated[list[Path], typer.Argument(help="Folders, CSV files, zips, workbooks or procurement notices.")],
    visibility: Annotated[
        str | None, typer.Option(help="Who may see rows of files without that column: open, shared or closed.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Organisation id that owns such rows.")] = None,
    audience: Annotated[
        str | None, typer.Option(help="Organisation ids, parted by |, with whom they are shared.")
    ] = None,
    shared_until: Annotated[str | None, typer.Option(help="Last day on which they are shared.")] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of such files.")] = None,
    whose: Annotated[
        str | None, typer.Option(help="Whose contacts, connections or messages these are: a person on record.")
    ] = None,
    event: Annotated[str | None, typer.Option(help="Name of the event of a list that does not name it.")] = None,
    event_on: Annotated[str | None, typer.Option(help="Day of that event.")] = None,
    event_format: Annotated[
        str | None,
        typer.Option(help="Its form, such as showcase, meeting or webinar: it decides what meeting there is worth."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Load nothing if any row is rejected.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    rejected: Annotated[Path | None, typer.Option(help="Folder for the rejected rows, to mend and load again.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load files; every row is loaded, known already, or rejected with its reason."""
    from graph.addresses import open_store
    from loaders.reading import Defaults, EventTold
    from ui import terminal

    until = day_of(shared_until, "--shared-until") if shared_until else None
    on = day_of(event_on, "--event-on") if event_on else None
    events = {"": EventTold(event, on, event_format)} if event else {}
    shared = tuple(audience.split("|")) if audience else ()
    with in_words(), terminal.working("Reading and checking") as work:
        opened = open_store(store)
        holder, name = _person(opened, owner, whose) if whose else (None, None)
        defaults = Defaults(visibility, owner, shared, until, licence, holder, name, events)
        planned = _planned(files, opened, defaults)
        work.step("Storing rows")
        report = planned.report if dry_run else planned.commit(opened, strict=strict, told=work.told)
        opened.close()
    if rejected:
        _write_rejected(report, rejected)
    terminal.show(report, as_json, terminal.report)
    raise typer.Exit(BAD_INPUT if report.rejections else FOUND)


@commands.command(
    epilog="Example: champions me 'Ann Example' --title Director --organisation 'Brightgrit Ltd' --kind sme"
)
def me(
    name: Annotated[str, typer.Argument(help="Your name.")],
    title: Annotated[str, typer.Option(help="Title of your post.")],
    organisation: Annotated[str, typer.Option(help="Name of your organisation.")],
    kind: Annotated[str, typer.Option(help="What it is, such as sme, council or ecosystem_body.")] = "sme",
    offers: Annotated[
        list[str] | None, typer.Option(help="A theme on which it offers something (may be repeated).")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put yourself on record, so that your contacts can be loaded as yours and seen by your organisation alone."""
    from datetime import date

    from ui import joining, terminal

    with store_at(store) as opened:
        joined = joining.join(opened, name, title, organisation, kind, date.today(), offers=offers or ())
    terminal.show(joined, as_json, _show_joined)


@commands.command(epilog="Example: champions loads")
def loads(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """All loads, oldest first, with the id that `undo` takes."""
    from ui import terminal

    with store_at(store) as opened:
        known = opened.loads()
    terminal.show(known, as_json, _show_loads)
    raise typer.Exit(FOUND if known else NONE)


@commands.command(epilog="Example: champions undo 3f2a…   (`champions loads` shows the ids)")
def undo(
    load_id: Annotated[str, typer.Argument(help="Id of a load, or its first letters.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a load back; what another load says too stays."""
    from graph.errors import NotFoundError
    from ui import terminal

    with store_at(store) as opened:
        matching = [known.id for known in opened.loads() if known.id.startswith(load_id)]
        if len(matching) > 1:
            raise NotFoundError(
                f'"{load_id}" begins the ids of {len(matching)} loads. Give more letters.', tuple(matching)
            )
        with terminal.working("Undoing"):
            gone = opened.undo(matching[0] if matching else load_id)
    terminal.show({"load": matching[0], "statements_gone": gone}, as_json, _show_undone)


@commands.command(epilog="Example: champions copy --from champions.db --to neo4j://localhost:7687")
def copy(
    source: Annotated[str, typer.Option("--from", help="Store to copy from.")],
    target: Annotated[str, typer.Option("--to", help="Store to copy to.")],
    as_json: JsonOption = False,
) -> None:
    """Move everything from one store to another and compare fingerprints."""
    from graph import store as stores
    from ui import terminal

    with store_at(source) as one, store_at(target) as other, terminal.working("Copying statements") as work:
        count = stores.copy(one, other, work.told)
        work.step("Comparing fingerprints")
        prints = stores.fingerprint(one), stores.fingerprint(other)
    equal = prints[0] == prints[1]
    terminal.show({"loads": count, "from": prints[0], "to": prints[1], "equal": equal}, as_json, _show_copied)
    raise typer.Exit(FOUND if equal else BAD_INPUT)


def _planned(files: list[Path], opened: Store, defaults: Defaults) -> Plan:
    """What a load would do; where only the user knows more, the options that say it."""
    from graph.errors import InputError
    from loaders.plan import plan
    from loaders.reading import NeededError

    try:
        return plan(files, opened, defaults)
    except NeededError as needed:
        options = " and ".join([ASKED_BY[need] for need in dict.fromkeys(ask.need for ask in needed.asks)])
        raise InputError(f"{needed} Add {options}.") from needed


def _person(opened: Store, viewer: str | None, whose: str) -> tuple[str, str | None]:
    """Id and name of somebody on record, by either; else as given, for the files themselves may bring the person."""
    from datetime import date

    from graph.errors import NotFoundError
    from graph.view import view

    try:
        found = view(opened, viewer, date.today()).directory.resolve(whose, "person")
    except NotFoundError as problem:
        if problem.suggestions and whose not in problem.suggestions:
            raise
        return whose, None
    return found.id, found.name


def _write_rejected(report: Report, folder: Path) -> None:
    from loaders.report import rejected_files

    with in_words():
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in rejected_files(report).items():
            (folder / Path(name).name).write_bytes(content)


def _show_joined(joined: Joined) -> None:
    """Who they are on record, and what to do next."""
    from ui import terminal

    terminal.say(f"You are {joined.person}, at {joined.organisation}.")
    told = f"--whose {joined.person} --owner {joined.organisation} --visibility closed"
    terminal.say(f"Now load your contacts: champions load Connections.csv {told}")
    if joined.load:
        terminal.say(f"`champions undo {joined.load[:8]}` takes it back.")


def _show_loads(known: Sequence[Load]) -> None:
    """Loads, oldest first."""
    from ui import terminal

    if not known:
        terminal.say("Nothing has been loaded yet.")
        return
    terminal.table(
        ("id", "when (UTC)", "what", "added", "known already"),
        [(load.id, load.at[:16].replace("T", " "), load.title, str(load.added), str(load.known)) for load in known],
    )


def _show_undone(answer: dict[str, Any]) -> None:
    """How many statements an undo took away."""
    from ui import terminal

    gone = answer["statements_gone"]
    terminal.say(f"Undone: {'1 statement is' if gone == 1 else f'{gone} statements are'} gone.")


def _show_copied(answer: dict[str, Any]) -> None:
    """Whether a copy is equal."""
    from ui import terminal

    verdict = "equal" if answer["equal"] else "NOT equal: the target holds more, or less, than the source"
    terminal.say(f"{answer['loads']} loads copied. Fingerprints {answer['from']} and {answer['to']}: {verdict}.")
