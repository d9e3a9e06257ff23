"""What do I write to whoever can introduce me, and is it easy to say no?

A draft is for the first introducer of a route and for nobody else. Whoever is sought stands in it by post and place,
never by name, until both have agreed; evidence is what everybody may see, and what the two of them share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from graph.derived import Derived
from graph.errors import InputError, NotFoundError
from graph.evidence import EvidenceRow, between
from graph.pilots import pilots
from graph.routes import Route, every_route
from graph.scene import Scene
from graph.statements import Batch, Statement
from graph.view import View
from queries.answer import Asked, Person, ShownRoute, people, shown
from queries.requests import Burden, burden, own

NO_IS_FINE = (
    "If you would rather not, that is fine: a short no is enough, you need give no reason, and I will not ask you "
    "about this again."
)
ASK_FIRST = "If you are willing, please ask them first; names can wait until both of you have said yes."


@dataclass(frozen=True, slots=True)
class Draft:
    """A text for the first introducer, in parts and whole; it is sent by nobody but the person who asks."""

    asked: Asked
    asker: Person
    introducer: Person
    target: Person
    theme: str
    route: ShownRoute
    subject: str
    purpose: str
    evidence: tuple[str, ...]
    why_you: tuple[str, ...]
    easy_to_decline: str
    text: str
    names_target: bool  # only once both have agreed
    load: Burden
    rows: tuple[Statement, ...]  # behind the evidence


def ask(
    view: View, asker: str, target: str, *, via: str | None = None, theme: str | None = None, over: str = "snapshot"
) -> Draft:
    """A draft for the first introducer of the best route between two people; ``via``: of the best that begins there.

    Without a ``theme`` the first is taken that the asker's firm offers and the target's organisation seeks. InputError
    if there is no such route, or none is needed; ``over`` as in ``warm_routes``.
    """
    asker, target = view.one("person", asker), view.one("person", target)
    first = via and view.one("person", via)
    snapshot = view.snapshot if over == "snapshot" else view.around([asker], [target])
    for id in (asker, target):
        if id not in snapshot.number:
            raise NotFoundError(f'No person with the id "{id}" is on record for this viewer.')
    names = dict(zip(snapshot.ids, snapshot.names, strict=True))
    routes = every_route(snapshot, asker, target)
    declined = _declined(view, asker, target, {route.ids[1] for route in routes} - {target})
    route = _route([one for one in routes if one.ids[1] not in declined], names, asker, target, first, declined)
    near = view.near(route.ids)
    who = people(near, route.ids)
    ends = who[asker], who[route.ids[1]], who[target]
    scene = view.scene("offers", "challenges", "pilots", "pilot_people")
    everybody = _everybody_sees(view, (asker, ends[1].id))
    about = theme or _theme(scene, ends[0], ends[2], everybody)
    wanted, done = _challenges(scene, ends[2], about, everybody), _pilots(scene, ends[0], about, everybody)
    evidence = (*map(_asks_for, wanted), *(_did(one, scene) for one in done))
    why = _why(between(near, asker, ends[1].id), who, route, everybody)
    agreed = _agreed(view, near, (asker, ends[1].id, target))
    purpose = _purpose(ends[0], ends[2], about, named=agreed)
    subject = f"Could you introduce me to {_sought(ends[2], named=agreed)}?"
    return Draft(
        asked=Asked.of(view.viewpoint),
        asker=ends[0],
        introducer=ends[1],
        target=ends[2],
        theme=about,
        route=shown(near, route, who),
        subject=subject,
        purpose=purpose,
        evidence=evidence,
        why_you=why,
        easy_to_decline=NO_IS_FINE,
        text=_text(ends, subject, purpose, evidence, why, agreed=agreed),
        names_target=agreed,
        load=burden(near, ends[1]),
        rows=(*wanted, *done),
    )


def _route(
    routes: list[Route], names: dict[str, str], asker: str, target: str, via: str | None, declined: set[str]
) -> Route:
    if via is None and any(len(route.ids) == 2 for route in routes):
        raise InputError(f"{names[asker]} knows {names[target]}: ask directly, no introduction is needed.")
    found = next((route for route in routes if len(route.ids) > 2 and via in (None, route.ids[1])), None)
    if found:
        return found
    begins = f" that begins with {names.get(via, via)}" if via else ""
    if asker == target:
        raise InputError("Who asks and who is sought are one person.")
    if asked := sorted(names[one] for one in declined if via in (None, one)):
        raise InputError(
            f"No warm route from {names[asker]} to {names[target]} is left: this was declined through "
            f"{', '.join(asked)}, and the text promises that nobody is asked about it twice."
        )
    raise InputError(
        f"No warm route from {names[asker]} to {names[target]}{begins} is on record. What would make one is told on "
        "the page Introductions, or by `champions routes`."
    )


def _agreed(view: View, near: Derived, three: tuple[str, str, str]) -> bool:
    """Whether a request of these three is on record in which both have agreed."""
    return any(one.may_be_told and one.three == three for one in own(view, near))


def _declined(view: View, asker: str, target: str, introducers: set[str]) -> set[str]:
    """Who of these was asked by this asker for this target, and it was declined."""
    near = view.near({asker, target, *introducers})
    asked = {one.three for one in own(view, near) if one.state == "declined"}
    return {one for one in introducers if (asker, one, target) in asked}


# what it is about


def _everybody_sees(view: View, two: tuple[str, str]) -> frozenset[str]:
    """Ids of the rows that everybody sees: all challenges and pilots, and what is around these two."""
    public = view.of_everybody()
    told = public.scene("challenges", "pilots").rows
    tables = (told["challenges"], told["pilots"], *public.near(two).scene.rows.values())
    return frozenset(id for table in tables for id in table.column("id").to_pylist())


def _theme(scene: Scene, asker: Person, target: Person, everybody: frozenset[str]) -> str:
    """What the firm offers and they ask for, else the first that it offers; "" if nothing is on record."""
    offers = scene.rows["offers"]
    mine = sorted(
        set(
            offers.filter(pc.equal(offers.column("organisation_id"), asker.organisation_id)).column("theme").to_pylist()
        )
    )
    sought = [theme for theme in mine if _challenges(scene, target, theme, everybody)]
    return next(iter(sought or mine), "")


def _challenges(scene: Scene, target: Person, theme: str, everybody: frozenset[str]) -> tuple[Statement, ...]:
    """Challenges on the theme that are open now, that everybody may see, with their words."""
    table, day = scene.things("challenges"), scene.viewpoint.day
    here = pc.and_(
        pc.equal(table.column("organisation_id"), target.organisation_id), pc.equal(table.column("theme"), theme)
    )
    still = pc.greater_equal(table.column("ends"), day).fill_null(True)
    found = Batch("challenges", table.filter(pc.and_(here, still).fill_null(False))).statements()
    return tuple(one for one in found if one.id in everybody and "statement" in one.cells)


def _pilots(scene: Scene, asker: Person, theme: str, everybody: frozenset[str]) -> tuple[Statement, ...]:
    """Pilots of the firm on the theme that became a contract or were completed."""
    run = pilots(scene)
    told = Batch("pilots", run.table.filter(pa.array(run.solved))).statements()
    return tuple(
        one
        for one in told
        if one.id in everybody
        and "name" in one.cells
        and asker.organisation_id in one.cells.get("supplier_ids", "").split("|")
        and (not theme or theme in one.cells.get("themes", "").split("|"))
    )


def _asks_for(challenge: Statement) -> str:
    return f"They ask for help with this: “{challenge.cells['statement']}”."


def _did(pilot: Statement, scene: Scene) -> str:
    councils = scene.things("organisations")
    place = pc.index(councils.column("organisation_id"), pilot.cells["council_id"]).as_py()
    became = "became a contract" if pilot.cells["outcome"] == "contract" else "was completed"
    return f"Our pilot “{pilot.cells['name']}” with {councils.column('name')[place].as_py()} {became}."


def _why(
    tie: tuple[EvidenceRow, ...], who: dict[str, Person], route: Route, everybody: frozenset[str]
) -> tuple[str, ...]:
    """What the two of them share, and that the introducer is nearer; nobody else is named."""
    target, following = who[route.ids[-1]], who[route.ids[2]]
    kinds = list(dict.fromkeys(_plain(row, everybody) for row in tie))
    known = f"We know each other ({'; '.join(kinds[:2])})."
    if following.organisation_id and following.organisation_id == target.organisation_id:
        return known, f"I believe that you know people at {target.organisation}."
    return known, "I believe that you know somebody who does."


def _plain(row: EvidenceRow, everybody: frozenset[str]) -> str:
    """A piece of evidence in words; the name of a group only where everybody may see it."""
    words = row.words if all(told.id in everybody for told in row.statements) else row.words.partition(":")[0]
    dated = next((date.fromisoformat(told.on) for told in row.statements if told.on), None)
    return f"{words}, {dated:%B %Y}" if dated else words


# how it reads


def _sought(target: Person, *, named: bool) -> str:
    """Whoever is sought: by post and place, and by name only once both have agreed."""
    place = f" at {target.organisation}" if target.organisation else ""
    if named:
        return f"{target.name}{place}"
    return f"the {target.title}{place}" if target.title else f"somebody{place}"


def _purpose(asker: Person, target: Person, theme: str, *, named: bool) -> str:
    about = f" about {theme.replace('-', ' ')}" if theme else ""
    return f"I would like to talk with {_sought(target, named=named)}{about}, for half an hour."


def _text(
    ends: tuple[Person, Person, Person],
    subject: str,
    purpose: str,
    evidence: tuple[str, ...],
    why: tuple[str, ...],
    *,
    agreed: bool,
) -> str:
    asker, introducer, _ = ends
    signed = f"{asker.name}, {asker.organisation}" if asker.organisation else asker.name
    paragraphs = [f"Dear {introducer.name},", f"May I ask you for an introduction? {purpose}"]
    paragraphs += [" ".join(evidence)] if evidence else []
    paragraphs += [f"Why I ask you: {' '.join(why)}"]
    paragraphs += (
        ["Thank you for asking them; I am glad that both of you agree."] if agreed else [NO_IS_FINE, ASK_FIRST]
    )
    return "\n\n".join([f"Subject: {subject}", *paragraphs, f"With thanks,\n{signed}\n"])
