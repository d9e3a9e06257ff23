"""`champions map`: say once what the columns of a table of your own mean."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.options import BAD_INPUT, FOUND, JsonOption, StoreOption, in_words, store_at

if TYPE_CHECKING:
    from loaders.mapping import Proposal
    from loaders.sheet import Sheet

commands = typer.Typer()


@commands.command(
    name="map",
    epilog='Example: champions map people.xlsx --as people "Name=name" "Job title=title" "Council=employer"',
)
def map_columns(
    file: Annotated[Path, typer.Argument(help="A table: CSV, TSV or workbook.")],
    columns: Annotated[
        list[str] | None, typer.Argument(help='What columns mean, each "theirs=ours". None: a mapping is proposed.')
    ] = None,
    rows_are: Annotated[
        str | None, typer.Option("--as", help="What the rows are: contacts, people, attendance or pilots.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="What such a table is called. Default: the name of the file.")
    ] = None,
    days: Annotated[
        str | None, typer.Option(help="How 3/4/2026 is meant: day_first or month_first. Default: such days stay empty.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Which sheet of a workbook.")] = None,
    header_row: Annotated[
        int | None,
        typer.Option(min=1, help="Row of the header. Default: the first, or below a title where one stands."),
    ] = None,
    visibility: Annotated[
        str, typer.Option(help="Who may use the mapping: open, shared or closed. It holds names of columns alone.")
    ] = "open",
    owner: Annotated[str | None, typer.Option(help="Organisation id that owns the mapping.")] = None,
    audience: Annotated[str | None, typer.Option(help="Organisation ids with whom it is shared, parted by |.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the mapping that is proposed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what it gives and store nothing.")] = False,
    save: Annotated[Path | None, typer.Option(help="Write the mapping to this file too, to share it.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say once what the columns of your own table mean; tables with the same columns then load like any other."""
    from graph.errors import InputError
    from loaders.mapping import check, propose
    from loaders.plan import plan
    from loaders.reading import Defaults
    from ui import terminal

    with in_words():
        table = _table(file, sheet, header_row)
    proposed = None if columns else propose(table.header, rows_are)
    pairs = proposed.columns if proposed else _pairs(columns or [])
    if not (proposed or rows_are):
        raise InputError("Say what the rows are: --as contacts, people, attendance or pilots.")
    gives = proposed.gives if proposed else str(rows_are)
    if proposed and not proposed.columns:
        has = ", ".join(filter(None, table.header))
        terminal.say(
            f"No column could be told. {table.name} has: {has}. Say what they mean, such as --as contacts "
            '"Who=name", or where the header stands: --header-row 3.'
        )
        raise typer.Exit(BAD_INPUT)
    mapping = check(name or file.stem, table.header, gives, pairs, days)
    asks = proposed is not None and not (yes or (rows_are and proposed.certain))
    told = mapping.file(
        visibility=visibility,
        owner=owner,
        audience=audience,
        source=f"champions map on {datetime.now(UTC):%Y-%m-%d at %H:%M:%S} UTC",
    )
    answer = {"gives": gives, "name": mapping.name, "columns": _shown(table, mapping), "asks": asks}
    with store_at(store) as opened:
        planned = plan([told], opened, Defaults())
        if planned.report.rejections:
            raise InputError(str(planned.report.rejections[0]))
        load = None if dry_run or asks else planned.commit().load
    if save:
        with in_words():
            save.write_bytes(told.content)
    answer |= {"load": load.id if load else None, "proposed": _proposed(proposed)}
    terminal.show(answer, as_json, _show)
    raise typer.Exit(BAD_INPUT if asks else FOUND)


def _table(file: Path, title: str | None, header_row: int | None) -> Sheet:
    from graph.errors import InputError
    from loaders.inputs import opened
    from loaders.mapping import likely_header
    from loaders.tables import sheets

    unreadable: list[str] = []
    files = list(opened(file, unreadable))
    if unreadable or file.is_dir():
        raise InputError(" ".join(unreadable) or f"{file} is a folder. Give one table of it.")
    at = (lambda lines: min(header_row, len(lines)) - 1) if header_row else likely_header
    found = [one for given in files for one in sheets(given, at)]
    names = [one.name.rsplit(", sheet ", 1)[-1] for one in found]
    chosen = [one for one, called in zip(found, names, strict=True) if title in (None, called)]
    if len(chosen) != 1:
        raise InputError(f"{file.name} has the sheets {', '.join(names)}. Say which one: --sheet.")
    return chosen[0]


def _pairs(columns: list[str]) -> dict[str, str]:
    """Ours -> theirs, out of `theirs=ours`."""
    from graph.errors import InputError

    found: dict[str, str] = {}
    for told in columns:
        theirs, sign, ours = told.rpartition("=")
        if not sign or not theirs.strip() or not ours.strip():
            raise InputError(f'"{told}" does not say what a column means. Write it as "Job title=title".')
        if ours.strip() in found:
            raise InputError(
                f'"{ours.strip()}" is given twice: {found[ours.strip()]} and {theirs.strip()}. Choose one.'
            )
        found[ours.strip()] = theirs.strip()
    return found


def _shown(table: Sheet, mapping: Any) -> list[dict[str, Any]]:
    from loaders.mapping import preview

    return [{"ours": ours, "theirs": theirs, "first": first} for ours, theirs, first in preview(table, mapping)]


def _proposed(proposal: Proposal | None) -> dict[str, bool] | None:
    return None if proposal is None else {ours: ours in proposal.sure for ours in proposal.columns}


def _show(answer: dict[str, Any]) -> None:
    """What each column gives, and whether it is remembered."""
    from ui import terminal

    sure = answer["proposed"]
    rows = [
        (one["theirs"], one["ours"] + ("" if sure is None or sure[one["ours"]] else " (?)"), *one["first"])
        for one in answer["columns"]
    ]
    width = max(len(row) for row in rows)
    terminal.say(f"Rows of {answer['name']} are {answer['gives']}:")
    terminal.table(
        ("their column", "means", *(f"row {n}" for n in range(1, width - 1))),
        [(*row, *[""] * (width - len(row))) for row in rows],
    )
    if answer["load"]:
        undo = f"Undo it with `champions undo {answer['load'][:8]}`."
        terminal.say(f"Remembered: tables with these columns load with `champions load`. {undo}")
    elif answer["asks"]:
        pairs = " ".join(f'"{one["theirs"]}={one["ours"]}"' for one in answer["columns"])
        terminal.say(
            f"Nothing was stored: this mapping is only proposed, and what is marked (?) is a guess. Run again with "
            f"--yes to take it, or say it: --as {answer['gives']} {pairs}"
        )
    else:
        terminal.say("Nothing was stored.")
