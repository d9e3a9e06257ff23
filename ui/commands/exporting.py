"""`champions export`: everything that one viewer sees, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ui.options import FOUND, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, in_words, view_of

commands = typer.Typer()


@commands.command(
    epilog="Examples: champions export my-export --viewer example-ltd · champions export network.gexf --as gexf"
)
def export(
    target: Annotated[Path, typer.Argument(help="Folder, a file where the format is one file, or a file.zip.")],
    format: Annotated[
        str, typer.Option("--as", help="csv, xlsx, gexf, graphml, kumu, neo4j (its bulk import) or gephi.")
    ] = "csv",
    with_ties: Annotated[
        bool, typer.Option("--with-ties", help="Add how strong ties are; they are worked out and never loaded again.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace files of the same name.")] = False,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write all rows that the viewer may see, with source, date, class and licence; they load again unchanged."""
    from loaders import exports
    from ui import terminal

    chosen = exports.export_format(format)
    with view_of(store, viewer, as_at, today) as seen, in_words(), terminal.working("Writing"):
        written = exports.write_export(exports.export(seen, chosen, with_ties=with_ties), target, replace=replace)
    files = [{"file": str(path), "bytes": path.stat().st_size} for path in written]
    terminal.show({"format": format, "files": files}, as_json, _show)
    raise typer.Exit(FOUND)


def _show(answer: dict[str, Any]) -> None:
    """The files, with their sizes."""
    from ui import terminal

    terminal.say("Written. Each row carries who may see it: mind that when you hand a file on.")
    terminal.table(("file", "bytes"), [(file["file"], f"{file['bytes']:,}") for file in answer["files"]])
