"""Who must say yes at this council on this theme, and who can introduce this firm to them?"""

from __future__ import annotations

from dataclasses import dataclass

from graph.derived import Derived
from graph.holders import YESES, Holder, holders
from graph.routes import Route, between
from graph.view import View, current_people
from queries.answer import Asked, Person, ShownRoute, council_of, people, place_of, shown

PLAIN = {
    "budget": "Budget",
    "operations": "Operations",
    "procurement": "Procurement",
    "data_governance": "Data governance",
    "senior_sponsor": "Senior sponsor",
}


@dataclass(frozen=True, slots=True)
class HeldYes:
    """One officer who holds a yes, with the first route that any of the firm's people has."""

    holder: Person
    post: str
    reason: str
    inferred: bool  # the function or level was read from the title
    route: ShownRoute | None


@dataclass(frozen=True, slots=True)
class Yes:
    """One yes that is needed; no holders means not known, never that nobody must agree."""

    function: str
    name: str
    holders: tuple[HeldYes, ...]
    words: str


@dataclass(frozen=True, slots=True)
class WhoDecides:
    """The five yeses for a firm, a council and a theme."""

    asked: Asked
    firm: str | None
    council: str
    theme: str
    summary: str
    yeses: tuple[Yes, ...]


def ask(view: View, council: str, theme: str, *, firm: str | None = None, over: str = "snapshot") -> WhoDecides:
    """Answer for ids of a council and of a firm (None: no routes are looked for), and a theme as text.

    Holders go by level, then id. NotFoundError if the viewer does not see the council or the firm.
    """
    council, firm = view.one("organisation", council), firm and view.one("organisation", firm)
    there = view.council(council)
    council_of(there.scene, council)
    found = holders(there, council, theme)
    wanted = sorted({holder.person_id for held in found.values() for holder in held})
    askers: list[str] = []
    if firm is not None:
        home = view.council(firm)
        place_of(home.scene, firm)
        askers = current_people(home, firm)
    routes = _first_routes(view, askers, wanted, over)
    ids = {*wanted, *(i for route in routes.values() if route for i in route.ids)}
    behind = view.near(ids)
    who = people(behind, ids)
    yeses = tuple(
        Yes(
            yes, PLAIN[yes], tuple(_held(holder, routes, who, behind) for holder in found[yes]), _words(found[yes], who)
        )
        for yes in YESES
    )
    return WhoDecides(Asked.of(view.viewpoint), firm, council, theme, _summary(yeses, theme, firm is not None), yeses)


def _first_routes(view: View, askers: list[str], targets: list[str], over: str) -> dict[str, Route | None]:
    """For each target the first route that any asker has: direct ties first, then the order of routes."""
    if not askers or not targets:
        return {}
    snapshot = view.snapshot if over == "snapshot" else view.around(askers, targets)
    first = {}
    for target in targets:
        firsts = [found.listed[0] for asker in askers if (found := between(snapshot, asker, target)).listed]
        first[target] = min(firsts, key=lambda route: (len(route.ids) > 2, route.order), default=None)
    return first


def _held(holder: Holder, routes: dict[str, Route | None], who: dict[str, Person], behind: Derived) -> HeldYes:
    route = routes.get(holder.person_id)
    return HeldYes(
        who[holder.person_id],
        holder.title,
        holder.reason,
        holder.inferred,
        shown(behind, route, who) if route else None,
    )


def _words(held: tuple[Holder, ...], who: dict[str, Person]) -> str:
    if not held:
        return "not known"
    return "; ".join(
        f"{who[h.person_id].name}, {h.title}: {h.reason}" + (" (from the title)" if h.inferred else "") for h in held
    )


def _summary(yeses: tuple[Yes, ...], theme: str, routed: bool) -> str:
    known = [yes for yes in yeses if yes.holders]
    unknown = [yes.name.lower() for yes in yeses if not yes.holders]
    words = f"{len(known)} of {len(yeses)} who must say yes on {theme} are known"
    if routed:
        reached = [yes for yes in known if any(held.route for held in yes.holders)]
        words += f"; {len(reached)} can be reached by a warm route"
    return words + (f". Not known: {', '.join(unknown)}." if unknown else ".")
