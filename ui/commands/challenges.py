"""`champions challenges`: who has this problem, who has solved it, and with which funding and route to buy?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import (
    FOUND,
    NONE,
    AsAtOption,
    JsonOption,
    StoreOption,
    TodayOption,
    ViewerOption,
    day_of,
    theme_of,
    view_of,
)

if TYPE_CHECKING:
    from queries.challenges import Challenges, ThemeChallenges

commands = typer.Typer()


@commands.command(epilog="Example: champions challenges --firm 'Brightgrit Ltd' --since 2026-01-01")
def challenges(
    theme: Annotated[str | None, typer.Option(help="One theme, such as winter-maintenance.")] = None,
    council: Annotated[str | None, typer.Option(help="Problems of this council, and who else has them.")] = None,
    firm: Annotated[str | None, typer.Option(help="Only on themes on which this firm offers something.")] = None,
    since: Annotated[str | None, typer.Option(help="Only themes with a challenge that began on this day or later.")] = (
        None
    ),
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who has this problem, who has solved it, and with which funding and route to buy?"""
    from queries import challenges as question
    from ui import terminal

    first = day_of(since, "--since").isoformat() if since else None
    with view_of(store, viewer, as_at, today) as view:
        where, who = (name and view.directory.resolve(name, "organisation").id for name in (council, firm))
        about = theme_of(view, theme)
        answer = question.ask(view, theme=about, council=where, firm=who, since=first)
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.themes else NONE)


def _show(answer: Challenges) -> None:
    """Each theme with who has the problem, who tried, and who pays."""
    from ui import terminal

    terminal.say(answer.summary)
    for one in answer.themes:
        _theme(one)


def _theme(one: ThemeChallenges) -> None:
    from queries.solutions import when
    from ui import terminal, words

    terminal.say(f"\n{words.theme(one.theme).capitalize()}: {one.summary}")
    terminal.table(
        ("council", "in its own words", "owner", "since", "frameworks that list a firm"),
        [
            (
                has.council,
                has.statement,
                has.owner.name if has.owner else "not known",
                f"{has.since or 'not known'}{', new' if has.new else ''}",
                ", ".join(has.frameworks) or "not known",
            )
            for has in one.challenges
        ],
        indent=2,
    )
    tried = [
        (
            told.line.name,
            told.line.council,
            ", ".join(told.line.suppliers) or "not known",
            when(told.line),
            told.funding,
            told.route_to_buy,
        )
        for told in one.solutions
    ]
    if tried:
        terminal.table(("pilot", "council", "supplier", "came of it", "funding", "route to buy"), tried, indent=2)
    for paid in one.funding:
        terminal.say(
            f"  Takes bids until {paid.closes or 'a day not known'}: {paid.name}, {paid.funder or 'not known'}"
        )
    if one.firms:
        terminal.say(f"  Firms that offer something: {', '.join(one.firms)}")
