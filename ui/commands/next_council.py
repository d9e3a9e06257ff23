"""`champions next-council`: which council next for this firm, and what to show it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from queries.next_council import NextCouncil
    from queries.peer_evidence import PeerEvidence

commands = typer.Typer()


@commands.command(epilog="Example: champions next-council 'Brightgrit Ltd' --council 'Westfell Council'")
def next_council(
    firm: Annotated[str, typer.Argument(help="A small firm, by name or id.")],
    council: Annotated[
        str | None, typer.Option(help="What to show this council: who adopted it elsewhere, and how to buy.")
    ] = None,
    need: Annotated[float, typer.Option(help="Weight of the need, from 0 up.")] = 1,
    reach: Annotated[float, typer.Option(help="Weight of the best route there.")] = 1,
    readiness: Annotated[float, typer.Option(help="Weight of recent contracts, running pilots and frameworks.")] = 1,
    neighbourhood: Annotated[float, typer.Option(help="Weight of being like councils that adopted.")] = 1,
    top: Annotated[int, typer.Option(min=1, help="How many councils to show; --json gives all.")] = 20,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which council next for this firm: need, reach, readiness, neighbourhood? With --council, what to show it."""
    from queries import next_council as question
    from queries import peer_evidence
    from ui import terminal

    weights = (need, reach, readiness, neighbourhood)
    with view_of(store, viewer, as_at, today) as view:
        who = view.directory.resolve(firm, "organisation").id
        if council is not None:
            pack = peer_evidence.ask(view, who, view.directory.resolve(council, "organisation").id)
            terminal.show(pack, as_json, _show_pack)
            raise typer.Exit(FOUND if pack.peers or pack.to_buy or pack.route else NONE)
        answer = question.ask(view, who, weights=weights)
    terminal.show(answer, as_json, lambda told: _show(told, top))
    raise typer.Exit(FOUND if answer.councils else NONE)


def _show(answer: NextCouncil, top: int) -> None:
    """The first councils, each part with its number and its words."""
    from ui import terminal

    terminal.say(answer.summary)
    rows = [
        (
            str(place),
            one.name,
            f"{one.score:.2f}",
            *(f"{part.scaled:.2f} {part.words}" for part in one.parts),
        )
        for place, one in enumerate(answer.councils[:top], 1)
    ]
    if rows:
        terminal.table(("#", "council", "score", *answer.weights), rows)
    terminal.more(len(answer.councils), top)
    if answer.left_out:
        terminal.say(f"Left out, for a pilot or contract of the firm is on record: {', '.join(answer.left_out)}.")


def _show_pack(answer: PeerEvidence) -> None:
    """Who adopted, the way there, and how to buy."""
    from queries.solutions import when
    from ui import terminal

    terminal.say(f"{answer.firm} for {answer.council}: {answer.summary}")
    peers = [
        (
            peer.solution.line.name,
            peer.solution.line.council,
            peer.words,
            "the firm" if peer.by_the_firm else ", ".join(peer.solution.line.suppliers) or "not known",
            when(peer.solution.line),
            peer.solution.funding,
            peer.solution.route_to_buy,
            "; ".join(f"{role.person.name}, {' and '.join(role.roles)}" for role in peer.people),
        )
        for peer in answer.peers
    ]
    if peers:
        head = ("pilot", "council", "alike", "supplier", "came of it", "funding", "route to buy", "who")
        terminal.table(head, peers)
    if answer.route:
        terminal.say(f"The way there: {answer.route.words} ({answer.route.band}), for {answer.route_for}.")
    for pair in answer.acquainted:
        terminal.say(f"{pair.here.name} here and {pair.there.name}, {pair.there.organisation}, know each other.")
    bought = [
        (
            one.name,
            one.operator or "not known",
            "yes" if one.listed else "no",
            one.joined_on or "not known" if one.listed else "",
            one.serves_since or "not known",
            one.ends or "not known",
            {True: "yes", False: "no", None: "not known"}[one.joinable],
        )
        for one in answer.to_buy
    ]
    if bought:
        headings = (
            "route to buy",
            "operator",
            "lists the firm",
            "since",
            "serves the council since",
            "ends",
            "can be joined",
        )
        terminal.table(headings, bought)
    else:
        terminal.say("Route to buy: not known.")
