"""The command line: everything that the app does, in a terminal.

Heavy imports stand inside the commands, so that ``--help`` answers at once. Exit codes: 0 found, 1 none, 2 bad input,
3 refused.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store
    from graph.view import View
    from loaders.report import Report

FOUND, NONE, BAD_INPUT, REFUSED = 0, 1, 2, 3

app = typer.Typer(
    name="champions",
    help="Find who can introduce you to whoever must say yes at a council, with the evidence of every step.",
    epilog="Begin with `champions demo`, then `champions app`. Every command shows examples with --help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

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
OverOption = Annotated[
    str, typer.Option("--over", help="`neighbours` reads only what is near; `snapshot` reads the whole store first.")
]


@app.command(epilog="Example: champions routes Brightgrit 'Northmoor City Council' --theme winter-maintenance")
def routes(
    asker: Annotated[str, typer.Argument(help="You: a person or a firm, by name or id.")],
    target: Annotated[str, typer.Argument(help="Whom to reach: a person, or a council (then give --theme).")],
    theme: Annotated[
        str | None, typer.Option(help="Theme; for a council, whoever holds its budget is the target.")
    ] = None,
    without_incumbents: Annotated[
        bool, typer.Option(help="Leave out people of firms that supply them already.")
    ] = False,
    better: Annotated[bool, typer.Option(help="Also list meetings that would make a better route.")] = False,
    over: OverOption = "neighbours",
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who can introduce me to this person, or to whoever must say yes at this council?"""
    from queries import warm_routes
    from ui import terminal

    with _view(store, viewer, as_at, today) as view:
        you = view.directory.resolve(asker, "person", "organisation").id
        whom = view.directory.resolve(target, "person", "organisation").id
        answer = warm_routes.ask(
            view, you, whom, theme=theme, over=over, without_incumbents=without_incumbents, better=better
        )
    terminal.show(answer, as_json, terminal.routes)
    raise typer.Exit(FOUND if answer.routes else NONE)


@app.command(epilog="Example: champions who-decides 'Northmoor City Council' winter-maintenance --firm Brightgrit")
def who_decides(
    council: Annotated[str, typer.Argument(help="A council, by name or id.")],
    theme: Annotated[str, typer.Argument(help="A theme, such as winter-maintenance.")],
    firm: Annotated[str | None, typer.Option(help="Firm whose people ask; gives the route to each.")] = None,
    over: OverOption = "neighbours",
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who must say yes at this council on this theme, and who can introduce this firm to them?"""
    from queries import who_decides as question
    from ui import terminal

    with _view(store, viewer, as_at, today) as view:
        where = view.directory.resolve(council, "organisation").id
        asking = view.directory.resolve(firm, "organisation").id if firm else None
        answer = question.ask(view, where, theme, firm=asking, over=over)
    terminal.show(answer, as_json, terminal.who_decides)
    raise typer.Exit(FOUND if any(yes.holders for yes in answer.yeses) else NONE)


@app.command(epilog="Example: champions search northmor")
def search(
    text: Annotated[str, typer.Argument(help="Part of a name, or an id.")],
    limit: Annotated[int, typer.Option(help="How many at most.")] = 10,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which people, organisations, pilots and events have a name like this?"""
    from ui import terminal

    with _view(store, viewer, as_at, today) as view:
        found = view.directory.search(text, limit=limit)
    terminal.show(found, as_json, terminal.entries)
    raise typer.Exit(FOUND if found else NONE)


@app.command(
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
    strict: Annotated[bool, typer.Option("--strict", help="Load nothing if any row is rejected.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    rejected: Annotated[Path | None, typer.Option(help="Folder for the rejected rows, to mend and load again.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load files; every row is loaded, known already, or rejected with its reason."""
    from graph.addresses import open_store
    from loaders.plan import plan
    from loaders.reading import Defaults
    from ui import terminal

    until = _day(shared_until, "--shared-until") if shared_until else None
    defaults = Defaults(visibility, owner, tuple(audience.split("|")) if audience else (), until, licence)
    with _words(), terminal.working("Reading and checking") as step:
        opened = open_store(store)
        planned = plan(files, opened, defaults)
        step("Storing")
        report = planned.report if dry_run else planned.commit(opened, strict=strict)
        opened.close()
    if rejected:
        _write_rejected(report, rejected)
    terminal.show(report, as_json, terminal.report)
    raise typer.Exit(BAD_INPUT if report.rejections else FOUND)


@app.command(epilog="Example: champions loads")
def loads(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """All loads, oldest first, with the id that `undo` takes."""
    from ui import terminal

    with _store(store) as opened:
        known = opened.loads()
    terminal.show(known, as_json, terminal.loads)
    raise typer.Exit(FOUND if known else NONE)


@app.command(epilog="Example: champions undo 3f2a…   (`champions loads` shows the ids)")
def undo(
    load_id: Annotated[str, typer.Argument(help="Id of a load, or its first letters.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a load back; what another load says too stays."""
    from graph.errors import NotFoundError
    from ui import terminal

    with _store(store) as opened:
        matching = [known.id for known in opened.loads() if known.id.startswith(load_id)]
        if len(matching) > 1:
            raise NotFoundError(
                f'"{load_id}" begins the ids of {len(matching)} loads. Give more letters.', tuple(matching)
            )
        with terminal.working("Undoing"):
            gone = opened.undo(matching[0] if matching else load_id)
    terminal.show({"load": matching[0], "statements_gone": gone}, as_json, terminal.undone)


@app.command(epilog="Example: champions copy --from champions.db --to neo4j://localhost:7687")
def copy(
    source: Annotated[str, typer.Option("--from", help="Store to copy from.")],
    target: Annotated[str, typer.Option("--to", help="Store to copy to.")],
    as_json: JsonOption = False,
) -> None:
    """Move everything from one store to another and compare fingerprints."""
    from graph import store as stores
    from ui import terminal

    with _store(source) as one, _store(target) as other, terminal.working("Copying") as step:
        count = stores.copy(one, other)
        step("Comparing fingerprints")
        prints = stores.fingerprint(one), stores.fingerprint(other)
    equal = prints[0] == prints[1]
    terminal.show({"loads": count, "from": prints[0], "to": prints[1], "equal": equal}, as_json, terminal.copied)
    raise typer.Exit(FOUND if equal else BAD_INPUT)


@app.command(epilog="Example: champions templates my-folder")
def templates(
    folder: Annotated[Path, typer.Argument(help="Folder to write them to; made if it is not there.")],
) -> None:
    """Write the empty CSV templates, one workbook with them all, the data dictionary and the Table Schema."""
    from loaders import docs
    from ui import terminal

    with _words():
        written = docs.write_templates(folder)
    terminal.say(f"{len(written)} files written to {folder}. Fill in what you have; every file is optional.")


@app.command(epilog="Example: champions doctor --store neo4j://localhost:7687")
def doctor(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Check this installation and the store, and say how to mend what is wrong."""
    from ui import doctor as checks
    from ui import terminal

    found = checks.examine(store)
    terminal.show(found, as_json, terminal.checks)
    raise typer.Exit(FOUND if all(check.ok for check in found) else BAD_INPUT)


@app.command(epilog="Example: champions demo")
def demo(
    example: Annotated[
        bool, typer.Option("--example", help="Load the small worked example instead of the region.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Load an invented region (made-up people, councils and firms) to try things with."""
    from loaders.plan import plan
    from loaders.reading import Defaults
    from sample_data import ACCEPTANCE, REGION
    from ui import terminal

    with _store(store) as opened, terminal.working("Loading invented data"):
        report = plan([ACCEPTANCE if example else REGION], opened, Defaults()).commit(opened, strict=True)
    terminal.show(report, False, terminal.report)
    terminal.say("These people, councils and firms are invented. Now run `champions app`.")


@app.command("app", epilog="Example: champions app --store champions.db")
def run_app(
    store: StoreOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8501,
) -> None:
    """Open the app in a browser on this machine; Ctrl-C ends it."""
    from ui import serve

    with _words():
        serve.run(store, port)


def main() -> None:
    """Run a command; a fault becomes a sentence and an exit code, never a traceback."""
    try:
        sys.exit(app(standalone_mode=False) or FOUND)  # a command that ends with an exit code returns it here
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("Stopped. The store is as it was before.\n")
        sys.exit(BAD_INPUT)
    except Exception as fault:
        sys.exit(_explain(fault))


def _explain(fault: Exception) -> int:
    """Print what a fault means for the user and return the exit code; an unknown one is raised again."""
    from graph.errors import ChampionFinderError, RefusedError

    if isinstance(fault, ChampionFinderError):
        sys.stderr.write(f"{fault}\n")
        return REFUSED if isinstance(fault, RefusedError) else BAD_INPUT
    if hasattr(fault, "format_message"):  # how the command line itself says that an option is wrong
        sys.stderr.write(f"{fault.format_message()} `champions --help` shows what there is.\n")
        return BAD_INPUT
    raise fault


@contextmanager
def _words() -> Iterator[None]:
    """Faults of files, said in words."""
    from graph.errors import InputError

    try:
        yield
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        raise InputError(f"{where}{fault.strerror or fault}. Nothing was changed.") from fault


@contextmanager
def _store(address: str | None) -> Iterator[Store]:
    from graph.addresses import open_store

    with _words():
        opened = open_store(address)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def _view(store: str | None, viewer: str | None, as_at: str | None, today: str | None) -> Iterator[View]:
    from graph.errors import InputError
    from graph.view import view

    asked = _day(today, "--today") if today else date.today()
    day = _day(as_at, "--as-at") if as_at else asked
    with _store(store) as opened:
        if not opened.loads():
            raise InputError(
                f"The store {opened.address} is empty. Load your files with `champions load FOLDER`, "
                "or an invented region with `champions demo`."
            )
        if viewer is not None:
            everybody = view(opened, viewer, day, asked).directory
            viewer = everybody.resolve(viewer, "organisation").id
        yield view(opened, viewer, day, asked)


def _day(text: str, option: str) -> date:
    from graph.errors import InputError

    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise InputError(f'{option}: "{text}" is no date. Write it as year-month-day, such as 2026-06-01.') from fault


def _write_rejected(report: Report, folder: Path) -> None:
    from loaders.report import rejected_files

    with _words():
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in rejected_files(report).items():
            (folder / Path(name).name).write_bytes(content)
