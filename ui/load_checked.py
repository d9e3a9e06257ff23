"""What a load would do, or did: counts file by file, rows to mend, and who is whom."""

from __future__ import annotations

import io
import zipfile
import zlib

import streamlit as st
from markupsafe import Markup

from loaders.formats import TABLES
from loaders.report import Report, rejected_files
from ui import tables, words

CELL_SHOWN = 200  # letters
PROBLEMS_SHOWN = 100
PAIRS_SHOWN = 100
TITLES = {one.name: one.title for one in TABLES}  # of formats of other programs
VERDICTS = {"same": "the same, for sure", "open": "asked in Review"}


def by_file(report: Report) -> Markup:
    """Counts for each file."""
    head = ("File", "Taken for", "Evidence of ties", "Read", "New", "Known already", "To mend", "Held back")
    rows = [
        (
            file.file,
            TITLES.get(file.kind) or words.theme(file.kind).capitalize(),
            words.listed([words.theme(kind) for kind in file.evidence]) or "none",
            *(file.read, file.loaded, file.merged, file.rejected, file.held_back),
        )
        for file in report.files
    ]
    return tables.table("File by file", head, rows)


def notes(report: Report) -> None:
    """What was noticed in each file: what was dropped at the door, what a name was read as."""
    told = [(file.file, note) for file in report.files for note in file.notes]
    if not told:
        return
    with st.expander(f"What was noticed ({len(told)})", key="notes"):
        tables.show(tables.table("File by file, what was noticed", ("File", "What"), told))


def who_is_who(report: Report) -> None:
    """Pairs of ids that are the same for sure, and those that will be asked."""
    lines = [line for one in report.found for line in one.lines()]
    if not lines:
        return
    st.header("3. Match")
    for one in report.found:
        tables.say("{}", one.words())
    rows = [
        (line["one_name"], line["other_name"], VERDICTS[line["verdict"]], line["why"]) for line in lines[:PAIRS_SHOWN]
    ]
    with st.expander(f"Who is who ({len(lines)})", key="who_is_who"):
        tables.show(tables.table("Who is who", ("One", "The other", "Taken for", "Why"), rows))
        if len(lines) > PAIRS_SHOWN:
            tables.say("The first {} are shown; Review has them all.", PAIRS_SHOWN, kind="quiet")


def problems(report: Report) -> None:
    """Rows that cannot be used, with the reason and the remedy, and a file of them."""
    for sentence in (*report.unreadable, *report.left_out):
        tables.say("{}", sentence)
    if not report.rejections:
        return
    told = [(_to_row(r.file, r.row), r.column, r.value, r.reason, r.remedy) for r in report.rejections]
    caption = f"{words.count(report.rejected, 'row')} to mend"
    head = ("Where", "Column", "Value", "What is wrong", "How to mend it")
    tables.show(tables.table(caption, head, told[:PROBLEMS_SHOWN]))
    if len(told) > PROBLEMS_SHOWN:
        tables.say("The first {} are shown; the file holds all.", PROBLEMS_SHOWN, kind="quiet")
    with st.expander("These rows as they came", expanded=True):
        for markup in as_they_came(report):
            tables.show(markup)
    name, content, mime = _one_file(rejected_files(report))
    wanted = f"Download the {words.count(report.rejected, 'row')} with reasons"
    st.download_button(wanted, content, name, mime, on_click="ignore", key="rejected")


def as_they_came(report: Report) -> list[Markup]:
    """The first rows to mend with the cells they had, one table a file; problems link to them."""
    made, left = [], PROBLEMS_SHOWN
    for file, (header, *cells) in report.rejected_rows.items():
        numbers = sorted({r.row for r in report.rejections if r.file == file})
        rows = [(_anchored(file, n), *map(_short, row)) for n, row in zip(numbers[:left], cells, strict=False)]
        left -= len(rows)
        made += [tables.table(file, ("Row", *header), rows)] if rows else []
    return made


def _short(cell: str) -> str:
    return cell if len(cell) <= CELL_SHOWN else cell[:CELL_SHOWN] + "…"


def _to_row(file: str, row: int) -> Markup:
    return Markup('<a href="#{}" target="_self">{}, row {}</a>').format(_anchor(file, row), file, row)


def _anchored(file: str, row: int) -> Markup:
    return Markup('<span id="{}">{}</span>').format(_anchor(file, row), row)


def _anchor(file: str, row: int) -> str:
    """A name of our own: nothing of a file's name is part of it."""
    return f"row-{zlib.crc32(file.encode())}-{row}"


def _one_file(files: dict[str, bytes]) -> tuple[str, bytes, str]:
    if len(files) == 1:
        name, content = next(iter(files.items()))
        return name, content, "text/csv"
    return "rows-to-mend.zip", zipped(files), "application/zip"


def zipped(files: dict[str, bytes]) -> bytes:
    """Files in one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
