"""`champions demo`, `app`, `templates`, `doctor`: how to begin, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import BAD_INPUT, FOUND, JsonOption, StoreOption, in_words, store_at

if TYPE_CHECKING:
    from ui.doctor import Check


commands = typer.Typer()


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
    from sample_data import ACCEPTANCE, AS_AT, REGION
    from ui import terminal

    with store_at(store) as opened, terminal.working("Loading invented data") as work:
        planned = plan([ACCEPTANCE if example else REGION], opened, Defaults())
        report = planned.commit(opened, strict=True, told=work.told)
    terminal.show(report, False, terminal.report)
    terminal.say("These people, councils and firms are invented. Now run `champions app`.")
    terminal.say(
        f"It shows {AS_AT} unless another day is chosen; give commands `--as-at {AS_AT}` for the same numbers."
    )


@commands.command("app", epilog="Example: champions app --store champions.db")
def run_app(
    store: StoreOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8501,
) -> None:
    """Open the app in a browser on this machine; Ctrl-C ends it."""
    from ui import serve

    with in_words():
        serve.run(store, port)


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
    terminal.show(found, as_json, _show_checks)
    raise typer.Exit(FOUND if all(check.ok for check in found) else BAD_INPUT)


def _show_checks(found: Sequence[Check]) -> None:
    """What was looked at, and how to mend it."""
    from ui import terminal

    terminal.table(
        ("", "what", "seen", "how to mend it"),
        [("ok" if c.ok else "!!", c.name, c.seen, "" if c.ok else c.remedy) for c in found],
    )
