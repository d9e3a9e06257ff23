"""Programmes: which take bids, with which limits, and which firm could bid with which council."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from graph.errors import InputError, NotFoundError
from queries import programmes
from queries.programmes import Bid, Phase, Programme, Programmes
from ui import actions, frame, report, session, tables, words
from ui.choosers import pick_one, pick_several

SHOWN = 200  # pairs on the page; files hold all


def page() -> None:
    """The whole page."""
    st.title("Programmes")
    asked = session.key()
    every = session.answer(asked, programmes.every)
    if not every.programmes:
        tables.say_answer(every)
        frame.lead_to_data(
            "Load programmes.csv (programme_id, name), with themes, the days on which it opens and closes, and "
            "max_suppliers; its phases in phases.csv."
        )
        return
    chosen = pick_one(
        "programme", "Programme", {"": "All programmes", **{one.id: one.name for one in every.programmes}}
    )
    if not chosen:
        tables.say_answer(every)
        offer(asked, "Programmes", every)
        tables.show(list_table(every.programmes))
    else:
        one(asked, next(told for told in every.programmes if told.id == chosen))
    how_we_work_this_out()


def one(asked: session.Key, programme: Programme) -> None:
    """One programme: its limits, who could bid with whom, and whether a bid fits."""
    try:
        found = session.answer(asked, programmes.ask, programme.id)
    except InputError as problem:
        st.warning(words.label(str(problem)))
        return
    tables.say_answer(found)
    offer(asked, programme.name, found)
    tables.show(list_table((programme,), linked=False))
    check(asked, programme)
    st.header("Who could bid with whom")
    if len(found.bids) > SHOWN:
        tables.say("The first {} of {:,}; the files hold all.", SHOWN, len(found.bids), kind="quiet")
    if found.bids:
        tables.show(bids_table(found.bids[:SHOWN]))
    else:
        tables.say("No firm on record offers its themes where a council is known to hold a budget.")


def check(asked: session.Key, programme: Programme) -> None:
    """Whether suppliers and months fit the limits; the choices are in the address."""
    st.header("Does a bid fit?")
    left, middle, right = st.columns([2, 3, 1])
    with left:
        parts = {part.name: part.name for part in programme.phases}
        phase = pick_one("phase", "Phase", {"": "The whole programme", **parts})
    with middle:
        firms = pick_several(asked, "suppliers", "Suppliers", ("organisation",), "Choose firms")
    with right:
        months = st.number_input("Months", 0, 120, step=1, **session.bound("months", 0, _months))
    if not firms and not months:
        tables.say("Choose suppliers or months, and the limits are checked.", kind="quiet")
        return
    how = {"phase": phase or None, "suppliers": firms, "months": int(months) or None}
    try:
        session.answer(asked, programmes.ask, programme.id, **how)
    except (InputError, NotFoundError) as problem:
        st.warning(words.label(str(problem)))
        return
    tables.say("This fits the limits on record.")


def _months(text: str) -> int:
    """Months of the address; 0 where they are none."""
    return min(int(text), 120) if text.isascii() and text.isdigit() else 0


def list_table(told: tuple[Programme, ...], *, linked: bool = True) -> Markup:
    """Programmes with their days and limits."""
    return tables.table(
        "Programmes, those that take bids first",
        ("Programme", "Funder", "Themes", "Opens", "Closes", "Now", "Suppliers in it", "Phases"),
        (
            (
                _to_one(one) if linked else one.name,
                one.funder or "not known",
                words.listed([words.theme(theme) for theme in one.themes]) or "any, or not known",
                words.day(one.opens) if one.opens else "not known",
                words.day(one.closes) if one.closes else "not known",
                one.state,
                _suppliers(one),
                Markup("<br>").join(limits(part) for part in one.phases) or "none on record",
            )
            for one in told
        ),
    )


def _to_one(one: Programme) -> Markup:
    address = session.link("programmes", programme=one.id)
    return Markup('<a href="{}" target="_self">{}</a>').format(address, one.name)


def _suppliers(one: Programme) -> Markup:
    most = "no limit on record" if one.max_suppliers is None else f"of at most {one.max_suppliers}"
    return Markup("{} {}<br><small>{}</small>").format(len(one.suppliers), most, words.listed([*one.suppliers]))


def limits(part: Phase) -> str:
    """A phase with its limits in words."""
    most, months = part.max_suppliers, part.months
    suppliers = "no limit of suppliers on record" if most is None else f"up to {words.count(most, 'supplier')}"
    return f"{part.name}: {suppliers}, " + (
        "months not known" if months is None else f"up to {words.count(months, 'month')}"
    )


def bids_table(bids: tuple[Bid, ...], *, linked: bool = True) -> Markup:
    """Firm and council, with interest, sponsor and route."""
    return tables.table(
        "Firm and council: those with interest, sponsor and a warm route first",
        ("Firm", "Council", "Theme", "All three", "Interest", "Sponsor", "Odds", "Way"),
        (
            (
                tables.link(bid.firm, bid.firm_id) if linked else bid.firm,
                tables.link(bid.council, bid.council_id) if linked else bid.council,
                words.theme(bid.theme),
                "yes" if bid.ready else "no",
                bid.interest or "none on record",
                tables.person(bid.sponsor) if linked else bid.sponsor.name,
                tables.chip(bid.band, bid.odds) if bid.band else "none",
                words.way(who.name for who in bid.way),
            )
            for bid in bids
        ),
    )


def offer(asked: session.Key, title: str, found: Programmes) -> None:
    """Link, print, files."""
    told: list[dict[str, str]] = [
        {
            "firm": bid.firm,
            "council": bid.council,
            "theme": bid.theme,
            "interest": bid.interest,
            "sponsor": bid.sponsor.name,
            "odds": f"{bid.odds:.6f}",
            "warm": "yes" if bid.warm else "no",
            "all_three": "yes" if bid.ready else "no",
            "way": " > ".join(who.name for who in bid.way),
        }
        for bid in found.bids
    ] or [
        {
            "programme": one.name,
            "funder": one.funder,
            "themes": "|".join(one.themes),
            "opens": one.opens or "",
            "closes": one.closes or "",
            "state": one.state,
            "suppliers": "; ".join(one.suppliers),
            "max_suppliers": "" if one.max_suppliers is None else str(one.max_suppliers),
            "phases": "; ".join(limits(part) for part in one.phases),
        }
        for one in found.programmes
    ]
    parts = [report.Section("Limits", tables=(list_table(found.programmes, linked=False),))]
    if found.bids:
        parts.append(report.Section("Who could bid with whom", tables=(bids_table(found.bids, linked=False),)))
    actions.offer("programmes", title, asked, found, parts, told)


def how_we_work_this_out() -> None:
    """The method in plain words."""
    with st.expander("How we work this out", key="how"):
        st.markdown(
            "* **Firm and council** go together where the firm offers one of the programme's themes and somebody at "
            "the council holds a budget for it. A programme without themes is open to any.\n"
            "* **Interest**: the council has an open challenge on the theme, or a pilot that runs or ended in the last "
            "36 months.\n"
            "* **Sponsor**: who holds that budget, at the end of the best route where there is one.\n"
            "* **All three**: interest, a sponsor and a warm route.\n"
            "* **Suppliers in it** are those of pilots that the programme paid for. They count towards its limit; a "
            "phase counts only the suppliers of the bid."
        )


page()
