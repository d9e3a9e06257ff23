"""What a page shows of something picked in a picture, and pictures made once for each view."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from graph.view import View
from queries import explore
from queries.answer import ShownRoute
from ui import network_view, session, tables, words


def neighbourhood(
    view: View, id: str, also: tuple[str, ...], most: int
) -> tuple[list[network_view.Dot], list[network_view.Line]]:
    """The picture around somebody, laid out."""
    known = explore.ask(view, id, also=also, most=most)
    dots, lines = network_view.spread(known.around)
    kind_at = kinds(view)
    homes = {node.id: kind_at.get(node.organisation_id, "") for node in known.around.nodes}
    return [network_view.of_kind(dot, homes.get(dot.id, "")) for dot in dots], lines


def kinds(view: View) -> dict[str, str]:
    """What somebody at each organisation is drawn as: its kind, and an officer at a council."""
    found = {e.id: e.detail.replace(" ", "_") for e in view.directory.entries if e.thing == "organisation"}
    return {id: "officer" if kind == "council" else kind for id, kind in found.items()}


def kinds_on(asked: session.Key, routes: Iterable[ShownRoute]) -> dict[str, str]:
    """What everybody on these routes is drawn as."""
    kind_at = session.answer(asked, kinds)
    people = (who for route in routes for hop in route.hops for who in (hop.from_person, hop.to_person))
    return {who.id: kind_at.get(who.organisation_id, "person") for who in people}


def picked(asked: session.Key, choice: network_view.Picked | None) -> None:
    """What is known of the node or tie that was picked."""
    if choice is None:
        tables.say("Select somebody or a tie in the picture to see the rows behind it.", kind="quiet")
        return
    if len(choice.ids) == 2:
        rows = session.answer(asked, explore.tie, *choice.ids)
        names = words.listed([name(asked, id) for id in choice.ids])
        if rows:
            tables.show(tables.evidence(rows, f"What stands behind {names}"))
        else:
            tables.say("{}: works there.", names)
        return
    known = session.answer(asked, explore.ask, choice.ids[0])
    tables.say("{}", known.summary)
    tables.show(Markup("<p>{}</p>").format(tables.link("All that is on record", choice.ids[0])))


def name(asked: session.Key, id: str) -> str:
    """The name of a person or organisation, else the id."""
    directory = session.current_view(asked).directory
    entry = directory.get("person", id) or directory.get("organisation", id)
    return entry.name if entry else id
