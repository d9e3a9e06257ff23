"""Review: pairs that may be one, both sides beside each other, decided with a reason and taken back with a click."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from graph.errors import ChampionFinderError
from loaders import matching
from loaders.reading import Defaults
from queries import review
from queries.review import PAGE, Question, Review, Side
from ui import actions, frame, judging, report, session, tables, words
from ui.choosers import pick_one, who_sees

VERDICTS = {
    "open": "Waiting for a decision",
    "later": "For later",
    "same": "Judged the same",
    "different": "Judged different",
}
THINGS = {"all": "People and organisations", "person": "People", "organisation": "Organisations"}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was judged last, and the load that said so."""

    load: str
    told: str


def page() -> None:
    """The whole page."""
    st.title("Review")
    asked = session.key()
    left, right = st.columns(2)
    with left:
        verdict = pick_one("verdict", "Show", VERDICTS)
    with right:
        thing = pick_one("of", "Of", THINGS)
    first = _first()
    found = session.answer(asked, review.ask, verdict=verdict, thing=None if thing == "all" else thing, first=first)
    tables.say_answer(found)
    done()
    if st.button("Compare everything on record again", key="compare"):
        compare(asked)
    if not found.questions:
        nothing(found)
        return
    offer(asked, found)
    defaults = who_sees(asked, "judged_seen")
    for question in found.questions:
        one(asked, question, defaults)
    _pages(found)
    how_we_work_this_out()


def done() -> None:
    """What was decided last, with the way back."""
    if said := st.session_state.pop("judged_undone", None):
        st.success(said)
    decided: Decided | None = st.session_state.get("decided")
    if decided is None:
        return
    st.success(words.label(decided.told))
    if st.button("Undo", key="undo_judged"):
        session.store().undo(decided.load)
        st.session_state.pop("decided")
        st.session_state["judged_undone"] = "Undone: the pair stands as before."
        st.rerun()


def compare(asked: session.Key) -> None:
    """Look for pairs among all that this viewer sees, and show how many were found."""
    with st.spinner("Comparing"):
        found = matching.found_again(session.store(), asked.viewer, asked.today)
        load = matching.keep(session.store(), found)
    if load is None:
        st.info("Nothing that was not judged before.")
        return
    st.session_state["decided"] = Decided(load.id, " ".join(one.words() for one in found))
    st.rerun()


def nothing(found: Review) -> None:
    """What to do where there is nothing of this kind."""
    if found.verdict == "open":
        tables.say(
            "When files name people or firms that may be on record already, the sure ones are put together and the "
            "others are asked here. Drop a second file on the Data page: contacts, an attendee list, an organisation "
            "chart."
        )
    else:
        tables.say("None.")


def one(asked: session.Key, question: Question, defaults: Defaults) -> None:
    """One pair: both sides, reasons, and the decision."""
    key = f"{question.one.id}|{question.other.id}"
    with st.container(border=True):
        tables.show(compared(question))
        if question.verdict != "open":
            tables.say("Judged by {} on {}.", question.judged_by, question.on or "a day not known", kind="quiet")
        tables.say("{}", question.would, kind="quiet")
        why = st.text_input("How you know (optional)", key=f"why_{key}")
        with st.container(horizontal=True):
            for verdict, label in (("same", "The same"), ("different", "Not the same"), ("later", "Later")):
                if st.button(label, key=f"{verdict}_{key}", disabled=verdict == question.verdict):
                    decide(asked, question, verdict, why, defaults)


def compared(question: Question) -> Markup:
    """Both sides as columns of a table, and what speaks for and against under them."""
    one, other = question.one, question.other
    rows = [
        ("Name", one.name, other.name),
        ("Known", _lines(one), _lines(other)),
        ("Source", words.listed([*one.sources]), words.listed([*other.sources])),
        ("Id", one.id, other.id),
    ]
    kind = {"person": "one person", "organisation": "one organisation"}[question.thing]
    table = tables.table(f"{one.name} and {other.name}: {kind}?", ("", "One", "The other"), rows)
    reasons = [("For", reason) for reason in question.reasons] + [("Against", reason) for reason in question.against]
    said = Markup("").join(Markup("<p><strong>{}:</strong> {}</p>").format(*line) for line in reasons)
    return Markup("{}{}").format(table, said)


def _lines(side: Side) -> Markup:
    return Markup("<br>").join(side.lines) if side.lines else Markup("nothing more")


def decide(asked: session.Key, question: Question, verdict: str, why: str, defaults: Defaults) -> None:
    """Store the judgement and show what it did."""
    one, other = question.one, question.other
    try:
        made = judging.judge(session.store(), question.thing, one.id, other.id, verdict, why, defaults, asked.today)
    except ChampionFinderError as problem:
        frame.sorry(problem, stay=True)
        return
    if made.load is None:
        st.info("This was judged already. Nothing was changed.")
        return
    st.session_state["decided"] = Decided(
        made.load.id, f"Judged: {one.name} and {other.name} are {judging.JUDGED[verdict]}."
    )
    st.rerun()


def _first() -> int:
    text = session.chosen("first")
    return int(text) if text.isdecimal() else 0


def _pages(found: Review) -> None:
    """The way to the pairs before and after."""
    of_kind = found.counts[found.verdict]
    if of_kind <= PAGE:
        return
    last = min(found.first + PAGE, of_kind)
    tables.say("{} to {} of {}.", found.first + 1, last, f"{of_kind:,}", kind="quiet")
    with st.container(horizontal=True):
        before, after = max(found.first - PAGE, 0), found.first + PAGE
        st.button(
            "Before", disabled=not found.first, on_click=session.choose, args=("first", str(before)), key="before"
        )
        st.button("Next", disabled=last >= of_kind, on_click=session.choose, args=("first", str(after)), key="after")


def offer(asked: session.Key, found: Review) -> None:
    """Link, print, files."""
    rows = [
        {
            "thing": question.thing,
            "one": question.one.id,
            "one_name": question.one.name,
            "other": question.other.id,
            "other_name": question.other.name,
            "verdict": question.verdict,
            "judged_by": question.judged_by,
            "on": question.on or "",
            "for": " ".join(question.reasons),
            "against": " ".join(question.against),
        }
        for question in found.questions
    ]
    parts = [report.Section(VERDICTS[found.verdict], tables=tuple(compared(question) for question in found.questions))]
    actions.offer("review", "Review", asked, found, parts, rows)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Sure** are a work address that both have, with names that go together, and one name at one employer "
            "where the titles do not differ and nobody else of that name is there. These are put together without "
            "asking.\n"
            "* **Asked** is whatever is nearly so: namesakes at one employer, another surname in the same post, a rare "
            "name at another council, letters that only look alike.\n"
            "* **Nothing is merged for good.** Each file keeps its own rows; a judgement is one more row, with who, "
            "when and why. It can be taken back here or on the page History.\n"
            "* **Your judgement rules** over ours, and the later over the earlier. It counts for those who may see it."
        )


page()
