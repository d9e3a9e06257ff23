"""Data: choose files, check them, load them, undo; and what was loaded before."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from markupsafe import Markup

from graph.errors import ChampionFinderError
from loaders import docs
from loaders.plan import Plan, plan
from loaders.reading import Defaults, InputFile
from loaders.report import Report, rejected_files
from sample_data import REGION
from ui import frame, session, tables, words
from ui.choosers import shared_with

CELL_SHOWN = 200  # letters
PROBLEMS_SHOWN = 100
VISIBILITY = {
    "": "The files say so themselves",
    "closed": "Only the organisation that owns the rows",
    "shared": "The owner, and organisations that I name",
    "open": "Everybody",
}


def page() -> None:
    """The whole page."""
    st.title("Data")
    asked = session.key()
    done()
    choose(asked)
    planned: Plan | None = st.session_state.get("planned")
    if planned is not None:
        checked(planned)
    history(asked)
    begin(asked)


def done() -> None:
    """What the last load or undo did, with the way back."""
    report: Report | None = st.session_state.get("loaded")
    if said := st.session_state.pop("undone", None):
        st.success(said)
    if report is None:
        return
    if report.refused:
        st.warning(f"Nothing was loaded: {words.count(report.rejected, 'row')} cannot be used.")
        return
    told = f"{words.count(report.loaded, 'row')} added, {report.merged:,} known already, {report.rejected:,} to mend."
    if not report.loaded:
        st.info(f"0 changes. {told}")
        return
    st.success(told)
    if report.load and st.button("Undo", key="undo_last"):
        _undo(report.load.id)
    with st.expander("What changed", key="changed"):
        tables.show(by_file(report))


def choose(asked: session.Key) -> None:
    """The files, and who may see rows that do not say so."""
    st.header("1. Choose files")
    tables.say("CSV files, a workbook with a sheet for each file, a zip of them, or procurement notices (OCDS).")
    files = st.file_uploader("Files to load", accept_multiple_files=True, key="files")
    left, right = st.columns(2)
    with left:
        seen = st.selectbox(
            "Who may see rows that do not say so?",
            list(VISIBILITY),
            format_func=VISIBILITY.__getitem__,
            key="visibility",
        )
    names = {e.id: e.name for e in session.current_view(asked).directory.entries if e.thing == "organisation"}
    with right:
        owner = st.selectbox(
            "Which organisation owns them?",
            [None, *sorted(names, key=names.__getitem__)],
            format_func=lambda id: "Not said" if id is None else names.get(id, id),
            index=([None, *sorted(names, key=names.__getitem__)].index(asked.viewer) if asked.viewer in names else 0),
            key="owner",
        )
    audience, until = shared_with(names) if seen == "shared" else ((), None)
    if st.button("Check these files", type="primary", disabled=not files, key="check"):
        st.session_state.pop("loaded", None)
        st.session_state.pop("planned", None)
        given = [InputFile(file.name, file.getvalue()) for file in files]
        _plan(given, Defaults(seen or None, owner, audience, until))


def _plan(given: list[InputFile], defaults: Defaults) -> None:
    """Check without changing anything; what cannot be read at all is a sentence here, beside the files."""
    with st.status("Reading and checking", expanded=False) as told:
        try:
            planned = plan(given, session.store(), defaults)
            _ = planned.report
        except ChampionFinderError as problem:
            told.update(label="These files cannot be loaded yet", state="error")
            frame.sorry(problem, stay=True)
            return
        told.update(label="Checked. Nothing is changed yet.", state="complete")
    st.session_state["planned"] = planned


def checked(planned: Plan) -> None:
    """What would happen; problems first."""
    report = planned.report
    st.header("2. Check")
    tables.say(
        "This would add {}. {} known already, {} to mend, of {} read. Nothing is changed yet.",
        words.count(report.loaded, "row"),
        f"{report.merged:,}",
        f"{report.rejected:,}",
        f"{report.read:,}",
        kind="answer",
    )
    problems(report)
    tables.show(by_file(report))
    for file in report.files:
        for note in file.notes:
            tables.say("{}: {}", file.file, note, kind="quiet")
    st.header("3. Load")
    strict = report.rejected > 0 and st.checkbox("Load nothing while any row needs mending", key="strict")
    words_on_it = f"Load {words.count(report.loaded, 'row')}" if report.loaded else "Nothing new to load"
    with st.container(horizontal=True):
        if st.button(words_on_it, type="primary", disabled=not report.loaded, key="load"):
            _commit(planned, strict)
        st.button("Leave it", on_click=lambda: st.session_state.pop("planned", None), key="leave")


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


def by_file(report: Report) -> Markup:
    """Counts for each file."""
    head = ("File", "Taken for", "Read", "New", "Known already", "To mend", "Held back")
    rows = [(f.file, words.theme(f.kind), f.read, f.loaded, f.merged, f.rejected, f.held_back) for f in report.files]
    return tables.table("File by file", head, rows)


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


def _commit(planned: Plan, strict: bool) -> None:
    bar = st.progress(0.0, "Loading")

    def told(done: int, total: int) -> None:
        bar.progress(done / total, f"{done:,} of {words.count(total, 'row')}")

    st.session_state["loaded"] = planned.commit(session.store(), strict=strict, told=told)
    st.session_state.pop("planned")
    st.rerun()


def _undo(load: str) -> None:
    gone = session.store().undo(load)
    st.session_state.pop("loaded", None)
    st.session_state["undone"] = f"Undone: {words.count(gone, 'row')} taken back."
    st.rerun()


def history(asked: session.Key) -> None:
    """All loads, newest first, each with its undo."""
    st.header("What was loaded")
    loads = list(reversed(session.store().loads()))
    if not loads:
        tables.say("Nothing yet.")
        return
    rows = [(load.title, f"{words.day(load.at[:10])}, {load.at[11:16]} UTC", load.added, load.known) for load in loads]
    tables.show(tables.table("Loads, newest first", ("What", "When", "Rows added", "Known already"), rows))
    titles = {load.id: f"{load.title} ({load.at[:16].replace('T', ' ')})" for load in loads}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("A load to take back", list(titles), format_func=titles.__getitem__, key="to_undo")
        if st.button("Undo this load", key="undo_one"):
            _undo(chosen)


def begin(asked: session.Key) -> None:
    """Templates to fill in, and the sample to try."""
    st.header("Templates and sample")
    tables.say("Fill in what you have: every file is optional, and an empty cell means “not known”.")
    with st.container(horizontal=True):
        st.download_button(
            "Download the templates",
            templates(),
            "templates.zip",
            "application/zip",
            on_click="ignore",
            key="templates",
        )
        sampled = session.is_invented(asked.address, asked.version, asked.today)
        if not sampled and st.button("Load the made-up sample", key="sample"):
            _sample()


@st.cache_data(show_spinner=False)
def templates() -> bytes:
    """The empty files, a workbook with them all, and what each column means, in one archive."""
    with TemporaryDirectory() as folder:
        written = docs.write_templates(Path(folder))
        return zipped({path.relative_to(folder).as_posix(): path.read_bytes() for path in written})


def _sample() -> None:
    store = session.store()
    st.session_state["loaded"] = plan([REGION], store, Defaults()).commit(store, strict=True)
    st.rerun()


page()
