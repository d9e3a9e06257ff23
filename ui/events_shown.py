"""What the page Events shows of a plan, of tickets, of people who should meet, and of what came of an event."""

from __future__ import annotations

from markupsafe import Markup

from graph.definitions import strength_word
from queries.event_after import EventAfter
from queries.events import EventPlan, Invited
from queries.should_meet import ShouldMeet
from queries.tickets import Tickets
from ui import tables, words


def guests(one: Invited, caption: str, *, linked: bool = True) -> Markup:
    """Whom to invite, with post and place."""
    rows = (
        (tables.link(who.name, who.id) if linked else who.name, who.title or "no post on record", who.organisation)
        for who in one.people
    )
    return tables.table(caption, ("Guest", "Post", "Place"), rows)


def lists(plan: EventPlan) -> Markup:
    """The best lists beside the most central people and a random list."""
    found = ["Best list" if plan.method == "exact" else "Best found", "Second", "Third"]
    ordinal = ["Your list", *found] if plan.own else found
    rows: list[tuple[object, ...]] = [
        (name, _names(one), f"{one.value:.2f}", f"{one.joint_rise:.2f}")
        for name, one in zip(ordinal, plan.best, strict=False)
    ]
    if plan.central:
        one = plan.central
        rows.append(("Those with most warm ties", _names(one), f"{one.value:.2f}", f"{one.joint_rise:.2f}"))
    which = "all lists" if plan.method == "exact" else f"{plan.mean_of:,} random lists"
    rows.append(("A random list", f"mean of {which} under the same rules", f"{plan.mean_of_lists:.2f}", ""))
    return tables.table("Lists and what they are worth", ("List", "Who", "Value", "Joint rise"), rows)


def _names(one: Invited) -> str:
    return ", ".join(who.name for who in one.people)


def costs(plan: EventPlan) -> Markup:
    """What each rule costs."""
    rows = ((cost.rule, f"{cost.cost:.2f}", cost.method) for cost in plan.costs)
    return tables.table("What each rule costs", ("Rule", "The best list without it is worth more by", "Found"), rows)


def swaps(plan: EventPlan, out: str) -> Markup:
    """Who could have one seat, with the change."""
    rows = ((tables.person(swap.come), f"{swap.change:+.2f}") for swap in plan.swaps if swap.out.id == out)
    return tables.table("Who could have this seat", ("Instead", "Change of the value"), rows)


def missed(plan: EventPlan) -> Markup:
    """Who relevant is not reached, and why."""
    rows = ((one.firm, one.council, words.theme(one.theme), one.why) for one in plan.missed)
    caption = f"Not reached: {len(plan.missed)} of {plan.missed_in_all} useful triples without a warm route then"
    return tables.table(caption, ("Firm", "Council", "Theme", "Why"), rows)


def pairs(plan: EventPlan, most: int = 20) -> Markup:
    """Which meetings are worth most."""
    rows = ((tables.person(pair.one), tables.person(pair.other), f"{pair.value:.2f}") for pair in plan.pairs[:most])
    return tables.table("Meetings that would open most", ("Who", "And", "Value"), rows)


def matches(found: ShouldMeet) -> Markup:
    """Who should meet, and through whom they are close."""
    rows = (
        (tables.person(pair.one), tables.person(pair.other), f"{pair.score:.2f}", pair.words) for pair in found.pairs
    )
    return tables.table("People who should meet", ("Who", "And", "Closeness", "Why"), rows)


def tickets(found: Tickets) -> Markup:
    """Events by useful people a pound."""
    rows = (
        (
            one.name,
            words.day(one.on) if one.on else "not known",
            f"{one.expected:.1f}",
            "not known" if one.price is None else "free" if not one.price else f"£{one.price:,.0f}",
            "" if one.per_pound is None else f"{100 * one.per_pound:.1f}",
            Markup("<br>").join(tables.person(known.person) for known in one.useful[:5]),
            words.listed([*one.incumbents]) or "none on record",
        )
        for one in found.tickets
    )
    head = ("Event", "Last held", "Useful people expected", "Ticket", "Per £100", "Who", "Sponsors that are incumbents")
    return tables.table("Events worth a ticket, most for the money first", head, rows)


def measured(found: EventAfter) -> Markup:
    """Predicted beside measured."""
    rows = (
        ("Useful triples", found.useful_before, "", found.useful),
        ("Of them with a warm route", found.warm_before, f"{found.warm_if_met} if all had met", found.warm),
        ("Sum of P*", f"{found.base_before:.2f}", _predicted(found), f"{found.base:.2f}"),
    )
    return tables.table("Predicted beside measured", ("", "The day before", "Predicted", "Measured"), rows)


def _predicted(found: EventAfter) -> str:
    """The joint rise, which can be measured, beside the value of the list, by which it was planned."""
    return f"+{found.predicted_joint:.2f} (value of the list {found.predicted:.2f})"


def ties(found: EventAfter) -> Markup:
    """Ties between guests since."""
    rows = (
        (tables.person(tie.one), tables.person(tie.other), tables.chip(strength_word(tie.strength), tie.strength))
        for tie in found.ties
    )
    return tables.table("Warm ties between guests since", ("Guest", "Guest", "Strength"), rows)
