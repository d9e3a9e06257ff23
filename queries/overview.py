"""What is on record here, and what does it say first?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from graph.posts import Posts, posts
from graph.routes import Route, between
from graph.scene import Scene
from graph.snapshot import Snapshot
from graph.tie_strength import leads
from graph.view import View
from graph.vocabulary import ORGANISATION_KINDS

INVENTED = "invented"  # how the licence and the sources of the sample begin
ASKERS, TARGETS = 20, 40  # how many are tried for the first example, so that its cost does not grow with the graph
HEADLINE_PEOPLE = 20_000  # with more on record the first page does not wait for the headline
_COUNTED = ("organisations", "people", "posts", "pilots", "events")


@dataclass(frozen=True, slots=True)
class FirstRoute:
    """One good route as an example: who asks, whom they reach, and through whom."""

    asker_id: str
    asker: str
    target_id: str
    target: str
    council_id: str
    council: str
    introducers: int
    band: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts, freshness, and one line for each of the three questions."""

    councils: int
    firms: int
    organisations: int
    people: int
    warm_ties: int
    pilots: int
    events: int
    oldest: str | None  # day of the oldest and the newest dated statement
    newest: str | None
    invented: bool
    first_route: FirstRoute | None
    councils_without_budget: int  # councils open now where no budget holder is on record
    hangs_on_one: bool  # the viewer's own council: one person alone has ties to anybody outside; told to nobody else
    lead_id: str | None  # somebody of the viewer's, else the asker of the first route
    lead_name: str
    leads: int  # people who were at the same events as that person and are not known to know them
    useful: int  # useful triples of firm, council and theme; 0 also where there are too many people to wait for them
    useful_warm: int  # of them with a warm route: the headline

    @property
    def empty(self) -> bool:
        """Whether nothing at all is on record for this viewer."""
        return not (self.organisations or self.people)


def ask(view: View) -> Overview:
    """Count and pick, in one pass over what the viewer sees. NotFoundError never: an empty store has an overview."""
    scene = view.scene(*_COUNTED, "contacts", "departments")
    small = len(scene.people) <= HEADLINE_PEOPLE
    useful = len(view.triples) if small else 0
    held, snapshot = posts(scene), view.snapshot
    kinds = scene.things("organisations").column("kind").to_pylist()
    dates = _dates(scene)
    open_now = _open_councils(scene)
    route = _first_route(scene, held, snapshot)
    someone = _someone(scene, held, route)
    return Overview(
        councils=int(open_now.sum()),
        firms=sum(kind in ("sme", "large_supplier") for kind in kinds),
        organisations=len(kinds),
        people=len(scene.people),
        warm_ties=snapshot.warm_ties,
        pilots=len(scene.things("pilots")),
        events=len(scene.things("events")),
        oldest=min(dates, default=None),
        newest=max(dates, default=None),
        invented=_invented(scene),
        first_route=route,
        councils_without_budget=int((open_now & ~_with_budget(scene, held)).sum()),
        hangs_on_one=_hangs_on_one(scene, held, snapshot, open_now),
        lead_id=someone,
        lead_name=snapshot.names[snapshot.number[someone]] if someone else "",
        leads=_count_leads(view, someone) if someone else 0,
        useful=useful,
        useful_warm=int(view.reached.warm.sum()) if useful else 0,
    )


def organisations(view: View) -> dict[str, str]:
    """Names of all organisations by id, in the order of names."""
    table = view.scene("organisations").things("organisations")
    pairs = zip(table.column("organisation_id").to_pylist(), table.column("name").to_pylist(), strict=True)
    return dict(sorted(pairs, key=lambda pair: (pair[1], pair[0])))


def is_invented(view: View) -> bool:
    """Whether any organisation on record comes from the made-up sample."""
    return _invented(view.scene("organisations"))


def _invented(scene: Scene) -> bool:
    table = scene.rows["organisations"]
    return any(
        pc.any(pc.starts_with(table.column(column), INVENTED).fill_null(False)).as_py() or False
        for column in ("licence", "source")
        if len(table)
    )


def _dates(scene: Scene) -> list[str]:
    """Oldest and newest day of the kinds that say when something was last true."""
    found = []
    for kind, column in (("contacts", "on"), ("events", "on"), ("posts", "starts"), ("pilots", "starts")):
        ends = pc.min_max(scene.rows[kind].column(column)).as_py()
        found += [ends["min"], ends["max"]] if ends["min"] and kind != "posts" else []
    return found


def _open_councils(scene: Scene) -> np.ndarray:
    table, day = scene.things("organisations"), scene.viewpoint.day
    council = pc.equal(table.column("kind"), "council").fill_null(False)
    started = pc.less_equal(table.column("starts"), day).fill_null(True)
    going = pc.greater_equal(table.column("ends"), day).fill_null(True)
    return np.asarray(pc.and_(council, pc.and_(started, going)).to_numpy(), bool)


def _with_budget(scene: Scene, held: Posts) -> np.ndarray:
    there = np.zeros(len(scene.things("organisations")), bool)
    there[held.organisation[held.with_budget]] = True
    return there


def _home(scene: Scene, held: Posts) -> np.ndarray:
    """Organisation where each person holds a post now, -1 without one."""
    home = np.full(len(scene.people), -1, np.int32)
    home[held.person[held.current]] = held.organisation[held.current]
    return home


def _hangs_on_one(scene: Scene, held: Posts, snapshot: Snapshot, open_now: np.ndarray) -> bool:
    """Whether the viewer is a council where exactly one person has a warm tie to somebody elsewhere.

    What a council lacks is for that council alone, so nobody else is told.
    """
    organisations = scene.things("organisations").column("organisation_id").to_pylist()
    viewer = scene.viewpoint.viewer
    if viewer not in organisations or not open_now[organisations.index(viewer)] or not len(snapshot.warm.neighbour):
        return False
    home = _home(scene, held)
    row = snapshot.warm.owners
    out = np.unique(row[home[row] != home[snapshot.warm.neighbour]])
    return int((home[out] == organisations.index(viewer)).sum()) == 1


def _first_route(scene: Scene, held: Posts, snapshot: Snapshot) -> FirstRoute | None:
    """The best route from the viewer's people, else from the first firms, to the first budget holders."""
    targets = np.unique(held.person[held.with_budget])[:TARGETS]
    tried: list[Route] = []
    for asker in _askers(scene, held):
        for target in targets:
            found = between(snapshot, scene.people[asker], scene.people[target]).listed if asker != target else ()
            tried += [route for route in found[:1] if len(route.ids) > 2]
    if not tried:
        return None
    best = min(tried, key=lambda route: route.order)
    organisation = int(_home(scene, held)[scene.number[best.ids[-1]]])
    where = scene.things("organisations").slice(organisation, 1).to_pylist()[0]
    names = [snapshot.names[snapshot.number[person]] for person in best.ids]
    return FirstRoute(
        best.ids[0],
        names[0],
        best.ids[-1],
        names[-1],
        where["organisation_id"],
        where["name"],
        len(best.ids) - 2,
        best.band,
    )


def _askers(scene: Scene, held: Posts) -> list[int]:
    organisations = scene.things("organisations").column("organisation_id").to_pylist()
    viewer = scene.viewpoint.viewer
    mine = held.current & (held.organisation == (organisations.index(viewer) if viewer in organisations else -2))
    if not mine.any():
        mine = held.current & (held.kind == ORGANISATION_KINDS.index("sme"))
    return [int(person) for person in np.unique(held.person[mine])[:ASKERS]]


def _someone(scene: Scene, held: Posts, route: FirstRoute | None) -> str | None:
    if route:
        return route.asker_id
    askers = _askers(scene, held)
    return scene.people[askers[0]] if askers else None


def _count_leads(view: View, person: str) -> int:
    near = view.near([person], whole_events=True)
    if person not in near.scene.number:
        return 0
    ties, _ = leads(near.scene, near.posts, near.pilots, near.scene.number[person])
    return len(ties.a)
