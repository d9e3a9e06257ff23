"""The command line: everything that the app does, in a terminal.

Exit codes: 0 found, 1 none, 2 bad input, 3 refused.
"""

from __future__ import annotations

import sys

import typer

from ui.commands import (
    access,
    begin,
    challenges,
    changing,
    correcting,
    establishment,
    events,
    exporting,
    find,
    mapping,
    measures,
    next_council,
    paid,
    pilot_check,
    programmes,
    requests,
    reviewing,
    routes,
    search,
    setup,
    silos,
    storing,
    teaching,
    upkeep,
    what_if,
    who_decides,
)
from ui.options import BAD_INPUT, FOUND, REFUSED

app = typer.Typer(
    name="champions",
    help="Find who can introduce you to whoever must say yes at a council, with the evidence of every step.",
    epilog="Begin with `champions demo`, then `champions app`. Every command shows examples with --help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for part in (
    routes,
    who_decides,
    establishment,
    paid,
    next_council,
    access,
    programmes,
    challenges,
    find,
    silos,
    what_if,
    pilot_check,
    events,
    requests,
    begin,
    reviewing,
    teaching,
    upkeep,
    changing,
    correcting,
    measures,
    search,
    storing,
    exporting,
    mapping,
    setup,
):
    app.add_typer(part.commands)


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
