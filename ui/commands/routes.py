"""`champions routes`: who can introduce me, and how strong is each step?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import (
    FOUND,
    NONE,
    AsAtOption,
    JsonOption,
    OverOption,
    StoreOption,
    TodayOption,
    ViewerOption,
    theme_of,
    view_of,
)

if TYPE_CHECKING:
    from queries.answer import ShownRoute
    from queries.warm_routes import WarmRoutes


commands = typer.Typer()


@commands.command(epilog="Example: champions routes Brightgrit 'Northmoor City Council' --theme winter-maintenance")
def routes(
    asker: Annotated[str, typer.Argument(help="You: a person or a firm, by name or id.")],
    target: Annotated[str, typer.Argument(help="Whom to reach: a person, or a council (then give --theme).")],
    theme: Annotated[
        str | None, typer.Option(help="Theme; for a council, whoever holds its budget is the target.")
    ] = None,
    without_incumbents: Annotated[
        bool, typer.Option(help="Leave out people of firms that supply them already.")
    ] = False,
    better: Annotated[bool, typer.Option(help="Also list meetings that would make a better route.")] = False,
    over: OverOption = "neighbours",
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who can introduce me to this person, or to whoever must say yes at this council?"""
    from queries import warm_routes
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        you = view.directory.resolve(asker, "person", "organisation").id
        whom = view.directory.resolve(target, "person", "organisation").id
        answer = warm_routes.ask(
            view,
            you,
            whom,
            theme=theme_of(view, theme),
            over=over,
            without_incumbents=without_incumbents,
            better=better,
        )
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.routes else NONE)


def _show(answer: WarmRoutes) -> None:
    """Routes hop by hop, then what else is known."""
    from ui import terminal

    terminal.say(answer.summary)
    for number, route in enumerate(answer.routes, 1):
        terminal.say(f"\n{number}  {route.words}   {route.band}, odds {route.odds:.2f}")
        _hops(route)
        terminal.say(f"   {route.strengthen}")
    if len(answer.routes) > 1:
        terminal.say(f"\nThat any of these works: {answer.any_works:.2f}.")
    if answer.warm_route:
        terminal.say(f"Along ties of at least 0.1 alone the best route is {answer.warm_route}.")
    if answer.closest_miss:
        terminal.say(
            f"Closest miss: {answer.closest_miss.words} ({answer.closest_miss.odds:.2f}); {answer.closest_miss.why}."
        )
    elif not answer.routes:
        terminal.say("Closest miss: none, for not even a tie below the warm line leads there.")
    if answer.new_ties:
        terminal.say(
            "\nOne meeting that would make a route:"
            if not answer.routes
            else "\nOne meeting that would make a better one:"
        )
        terminal.table(
            ("who meets whom", "route it gives", "odds", "band"),
            [
                (f"{tie.tie[0].name} and {tie.tie[1].name}", tie.route, f"{tie.odds:.2f}", tie.band)
                for tie in answer.new_ties
            ],
        )
    if answer.leads:
        names = ", ".join(lead.person.name for lead in answer.leads[:5])
        more = f" and {len(answer.leads) - 5} more" if len(answer.leads) > 5 else ""
        terminal.say(f"\nLeads, not introductions (at the same events, no more is known): {names}{more}.")
    if answer.incumbents:
        terminal.say(answer.incumbents)


def _hops(route: ShownRoute) -> None:
    from ui import terminal, words

    rows = []
    for place, hop in enumerate(route.hops):
        sources = "; ".join(sorted({s.source for row in hop.evidence for s in row.statements})) or "not known"
        mark = "weakest" if place == route.weakest_hop and len(route.hops) > 1 else ""
        step = f"{hop.from_person.name} {words.step(hop.step, len(route.hops))} {hop.to_person.name}"
        tie = f"{hop.strength_word} ({hop.strength:.2f})"
        rows.append((step, tie, f"{hop.odds:.2f}", hop.freshness, sources, mark))
    terminal.table(("step", "tie", "odds", "evidence", "sources", ""), rows, indent=3)
