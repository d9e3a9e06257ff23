"""`champions find`: which officers open doors, and how do we know?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, theme_of, view_of

if TYPE_CHECKING:
    from queries.champion_sets import PeopleSet
    from queries.champions import Champions, Officer
    from queries.officers import Card


commands = typer.Typer()


@commands.command(epilog="Example: champions find --council 'Northmoor City Council' --theme winter-maintenance")
def find(
    council: Annotated[str | None, typer.Option(help="Only officers of this council, by name or id.")] = None,
    theme: Annotated[str | None, typer.Option(help="Only officers who have to do with this theme.")] = None,
    region: Annotated[str | None, typer.Option(help="Only officers of councils in this region.")] = None,
    function: Annotated[str | None, typer.Option(help="Only officers of this function, such as operations.")] = None,
    officer: Annotated[
        str | None, typer.Option(help="One officer, by name or id: all parts with the rows behind them.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="The k of the share of resamples in the top k.")] = 10,
    without_level: Annotated[bool, typer.Option(help="Leave the level of the post out of the score.")] = False,
    connectors: Annotated[
        bool | None,
        typer.Option(help="Count through whom the best routes run. Default: where that is exact."),
    ] = None,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which officers open doors for small firms, and how do we know?"""
    from queries import champions, officers
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        if officer is not None:
            who = view.directory.resolve(officer, "person").id
            terminal.show(officers.ask(view, who, with_level=not without_level), as_json, _show_card)
            return
        where = view.directory.resolve(council, "organisation").id if council else None
        answer = champions.ask(
            view,
            council=where,
            theme=theme_of(view, theme),
            region=region,
            function=function,
            top=top,
            with_level=not without_level,
            with_connectors=connectors,
        )
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.ranked_count else NONE)


def _show(answer: Champions) -> None:
    """The list, those with too little on record, the sets."""
    from ui import terminal

    terminal.say(answer.summary)
    if answer.ranked:
        terminal.say(f"\nRanked, with the range over {answer.resamples}:")
        head = ("rank", "who", "post", "score", "range", f"in the first {answer.top}", "grade", "why", "connects")
        terminal.table(head, [_ranked(one) for one in answer.ranked])
    if answer.too_little:
        terminal.say(f"\nToo little on record for a rank ({answer.too_little_count:,}):")
        rows = [(one.person.name, _post(one), str(one.evidence), _grade(one), one.why) for one in answer.too_little]
        terminal.table(("who", "post", "pieces", "grade", "why"), rows)
    for title, found in (("Covers every yes", answer.champion_set), ("Whom to brief", answer.to_brief)):
        if found:
            _set(title, found)
    if answer.connectors.words:
        terminal.say(f"\n{answer.connectors.words}")


def _ranked(one: Officer) -> Sequence[str]:
    connects = "" if one.connects is None else f"{one.connects:.0f}"
    between = f"{one.first} to {one.last}"
    share = f"{one.in_top:.0%}" if one.in_top is not None else ""
    return (
        str(one.rank),
        one.person.name,
        _post(one),
        f"{one.score:.2f}",
        between,
        share,
        _grade(one),
        one.why,
        connects,
    )


def _post(one: Officer) -> str:
    return f"{one.person.title}, {one.person.organisation}"


def _grade(one: Officer | Card) -> str:
    told = one.grade or "none"
    told += " (provisional)" if one.provisional else ""
    return told + (", gatekeeper" if one.gatekeeper else "")


def _set(title: str, found: PeopleSet) -> None:
    from ui import terminal

    names = ", ".join(member.person.name for member in found.members) or "nobody"
    terminal.say(f"\n{title}: {names}. {found.words}")


def _show_card(card: Card) -> None:
    """One officer: tests, parts with their rows, what is not known."""
    from ui import terminal

    terminal.say(card.summary)
    terminal.table(
        ("test", "", "why"),
        [
            ("can move a decision", card.moves_decision.outcome, card.moves_decision.reason),
            ("opens doors", card.opens_doors.outcome, card.opens_doors.reason),
            *((f"gains from {theme}", test.outcome, test.reason) for theme, test in card.gains),
        ],
    )
    for part in card.parts:
        terminal.say(f"\n{part.plain}: {part.value:+.3f}")
        rows = [
            (
                row.words,
                ", ".join(f"{letter} {amount:g}" for letter, amount in row.amounts.items()),
                row.on or "no date",
                "; ".join(dict.fromkeys(f"{one.source}, row {one.row} of {one.kind}" for one in row.statements)),
            )
            for row in part.rows
        ]
        if rows:
            terminal.table(("row", "counts as", "date", "sources"), rows, indent=3)
            terminal.say(f"   {part.formula}")
    terminal.say("\nNot known:")
    for sentence in card.not_known:
        terminal.say(f"   {sentence}")
