"""Commands that fill, move and check a store. Heavy imports stand inside them, so that ``--help`` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import BAD_INPUT, FOUND, NONE, JsonOption, StoreOption, day_of, in_words, store_at

if TYPE_CHECKING:
    from loaders.report import Report

commands = typer.Typer()


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

    until = day_of(shared_until, "--shared-until") if shared_until else None
    defaults = Defaults(visibility, owner, tuple(audience.split("|")) if audience else (), until, licence)
    with in_words(), terminal.working("Reading and checking") as work:
        opened = open_store(store)
        planned = plan(files, opened, defaults)
        work.step("Storing rows")
        report = planned.report if dry_run else planned.commit(opened, strict=strict, told=work.told)
        opened.close()
    if rejected:
        _write_rejected(report, rejected)
    terminal.show(report, as_json, terminal.report)
    raise typer.Exit(BAD_INPUT if report.rejections else FOUND)


@commands.command(epilog="Example: champions loads")
def loads(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """All loads, oldest first, with the id that `undo` takes."""
    from ui import terminal

    with store_at(store) as opened:
        known = opened.loads()
    terminal.show(known, as_json, terminal.loads)
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
    terminal.show({"load": matching[0], "statements_gone": gone}, as_json, terminal.undone)


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
    terminal.show({"loads": count, "from": prints[0], "to": prints[1], "equal": equal}, as_json, terminal.copied)
    raise typer.Exit(FOUND if equal else BAD_INPUT)


@commands.command(epilog="Example: champions templates my-folder")
def templates(
    folder: Annotated[Path, typer.Argument(help="Folder to write them to; made if it is not there.")],
) -> None:
    """Write the empty CSV templates, one workbook with them all, the data dictionary and the Table Schema."""
    from loaders import docs
    from ui import terminal

    with in_words():
        written = docs.write_templates(folder)
    terminal.say(f"{len(written)} files written to {folder}. Fill in what you have; every file is optional.")


@commands.command(epilog="Example: champions doctor --store neo4j://localhost:7687")
def doctor(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Check this installation and the store, and say how to mend what is wrong."""
    from ui import doctor as checks
    from ui import terminal

    found = checks.examine(store)
    terminal.show(found, as_json, terminal.checks)
    raise typer.Exit(FOUND if all(check.ok for check in found) else BAD_INPUT)


@commands.command(epilog="Example: champions demo")
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

    with store_at(store) as opened, terminal.working("Loading invented data") as work:
        planned = plan([ACCEPTANCE if example else REGION], opened, Defaults())
        report = planned.commit(opened, strict=True, told=work.told)
    terminal.show(report, False, terminal.report)
    terminal.say("These people, councils and firms are invented. Now run `champions app`.")


@commands.command("app", epilog="Example: champions app --store champions.db")
def run_app(
    store: StoreOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8501,
) -> None:
    """Open the app in a browser on this machine; Ctrl-C ends it."""
    from ui import serve

    with in_words():
        serve.run(store, port)


def _write_rejected(report: Report, folder: Path) -> None:
    from loaders.report import rejected_files

    with in_words():
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in rejected_files(report).items():
            (folder / Path(name).name).write_bytes(content)
