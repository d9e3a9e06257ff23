"""Data: choose files, check them, see who is who, load them, undo; and take rows away."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from markupsafe import Markup

from graph.errors import ChampionFinderError
from loaders import docs
from loaders.plan import Plan, plan
from loaders.reading import Ask, Defaults, InputFile, NeededError
from loaders.report import Report
from queries import overview
from sample_data import REGION
from ui import frame, load_asks, load_checked, load_mapping, session, tables, words
from ui.choosers import shared_with
from ui.export_section import export_section

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
    done_before()
    export_section(asked)
    begin(asked)


def done() -> None:
    """What the last load or undo did, with the way back."""
    report: Report | None = st.session_state.get("loaded")
    if said := st.session_state.pop("undone", None):
        st.success(said)
    if needed := st.session_state.pop("needed", None):
        st.warning(words.label(needed))
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
        tables.show(load_checked.by_file(report))


def done_before() -> None:
    """The way to what was done before, with the undo of each."""
    way = Markup('<a href="{}" target="_self">History</a>').format(session.link("history"))
    tables.show(Markup("<p>Whatever was loaded, judged or changed, and its undo, is on the page {}.</p>").format(way))


def choose(asked: session.Key) -> None:
    """The files, who may see rows that do not say so, and whatever else only the user knows."""
    st.header("1. Choose files")
    tables.say(
        "Drop them as they are, several at once: exports of contacts and messages, attendee lists, calendars, "
        "organisation charts, grants, spending, procurement notices, our own templates, or a zip of them."
    )
    load_asks.who_you_are(asked)
    files = st.file_uploader("Files to load", accept_multiple_files=True, key="files")
    left, right = st.columns(2)
    with left:
        seen = st.selectbox(
            "Who may see rows that do not say so?",
            list(VISIBILITY),
            format_func=VISIBILITY.__getitem__,
            key="visibility",
        )
    names = session.answer(asked, overview.organisations)
    st.session_state.setdefault("owner", asked.viewer if asked.viewer in names else None)
    with right:
        owner = st.selectbox(
            "Which organisation owns them?",
            [None, *names],
            format_func=lambda id: "Not said" if id is None else names.get(id, id),
            key="owner",
        )
    audience, until = shared_with(names) if seen == "shared" else ((), None)
    asks: tuple[Ask, ...] = st.session_state.get("asks", ())
    whose, told = load_asks.holder(asked, asks), load_asks.events(asks)
    if st.button("Check these files", type="primary", disabled=not files, key="check"):
        st.session_state.pop("loaded", None)
        st.session_state.pop("planned", None)
        given = [InputFile(file.name, file.getvalue()) for file in files]
        called = session.current_view(asked).directory.get("person", whose) if whose else None
        name = called.name if called else None
        defaults = Defaults(seen or None, owner, audience, until, holder=whose, holder_name=name, events=told)
        st.session_state["strangers"] = load_mapping.strangers(given, defaults)
        _plan(given, defaults)
    load_mapping.ask(asked)


def _plan(given: list[InputFile], defaults: Defaults) -> None:
    """Check without changing anything; what cannot be read at all is a sentence here, beside the files."""
    with st.status("Reading and checking", expanded=False) as said:
        try:
            planned = plan(given, session.store(), defaults)
            _ = planned.report
        except NeededError as needed:
            said.update(label="Something about these files only you know", state="error")
            unanswered = st.session_state.get("asks") != needed.asks
            st.session_state["asks"] = needed.asks
            if unanswered and any(ask.need in ("holder", "event") for ask in needed.asks):
                st.session_state["needed"] = str(needed)
                st.rerun()
            frame.sorry(needed, stay=True)
            return
        except ChampionFinderError as problem:
            said.update(label="These files cannot be loaded yet", state="error")
            frame.sorry(problem, stay=True)
            return
        said.update(label="Checked. Nothing is changed yet.", state="complete")
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
    load_checked.problems(report)
    tables.show(load_checked.by_file(report))
    load_checked.notes(report)
    load_checked.who_is_who(report)
    st.header("4. Load" if report.found else "3. Load")
    strict = report.rejected > 0 and st.checkbox("Load nothing while any row needs mending", key="strict")
    words_on_it = f"Load {words.count(report.loaded, 'row')}" if report.loaded else "Nothing new to load"
    with st.container(horizontal=True):
        if st.button(words_on_it, type="primary", disabled=not report.loaded, key="load"):
            _commit(planned, strict)
        st.button("Leave it", on_click=lambda: st.session_state.pop("planned", None), key="leave")


def _commit(planned: Plan, strict: bool) -> None:
    bar = st.progress(0.0, "Loading")

    def told(done: int, total: int) -> None:
        bar.progress(done / total, f"{done:,} of {words.count(total, 'row')}")

    st.session_state["loaded"] = planned.commit(session.store(), strict=strict, told=told)
    for name in ("planned", "asks", "strangers"):
        st.session_state.pop(name, None)
    st.rerun()


def _undo(load: str) -> None:
    gone = session.store().undo(load)
    st.session_state.pop("loaded", None)
    st.session_state["undone"] = f"Undone: {words.count(gone, 'row')} taken back."
    st.rerun()


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
        return load_checked.zipped({path.relative_to(folder).as_posix(): path.read_bytes() for path in written})


def _sample() -> None:
    store = session.store()
    st.session_state["loaded"] = plan([REGION], store, Defaults()).commit(store, strict=True)
    st.rerun()


page()
