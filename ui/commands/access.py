"""`champions access`: who has a warm route to a budget for what it offers, who has none, how has that changed?"""

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
    from queries.access import Access
    from queries.access_change import AccessChange

commands = typer.Typer()


@commands.command(epilog="Example: champions access --theme winter-maintenance --since 2026-01-01")
def access(
    theme: Annotated[str | None, typer.Option(help="One theme alone, such as winter-maintenance.")] = None,
    since: Annotated[str | None, typer.Option(help="Beside what it was as at this day, from the same data.")] = None,
    change: Annotated[bool, typer.Option("--change", help="Which one meeting or event would open most.")] = False,
    top: Annotated[int, typer.Option(min=1, help="How many of a list to show; --json gives all.")] = 20,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which share of useful firm, council and theme has a warm route, and who is shut out?"""
    from graph.errors import InputError
    from queries import access as question
    from queries import access_change
    from ui import terminal

    if change and since:
        raise InputError("What would change most is asked of one day: leave out --since, or --change.")
    first = day_of(since, "--since") if since else None
    with view_of(store, viewer, as_at, today) as view:
        on = theme_of(view, theme)
        if change:
            better = access_change.ask(view, theme=on)
            terminal.show(better, as_json, _show_change)
            raise typer.Exit(FOUND if better.meetings else NONE)
        answer = question.ask(view, theme=on, since=first)
    terminal.show(answer, as_json, lambda told: _show(told, top))
    raise typer.Exit(FOUND if answer.triples else NONE)


def _show(answer: Access, top: int) -> None:
    """The headline, what it was, its splits, who is shut out, each triple."""
    from ui import terminal, words

    terminal.say(answer.summary)
    terminal.say(f"Made from these statements: {answer.fingerprint}")
    if answer.before:
        terminal.say(f"{answer.before.words} Then from these: {answer.before.fingerprint}")
    for name, groups in answer.splits.items():
        told = [(one.name, str(one.firms), f"{one.of.warm} of {one.of.useful}") for one in groups]
        if told:
            terminal.table((f"by {name}", "firms", "with a warm route"), told)
        else:
            terminal.say(f"By {name}: too few firms to tell them apart.")
    for kind, shut in (("firm", answer.firms_without), ("council", answer.councils_without)):
        if shut:
            rows = [(one.name, str(one.useful), one.why) for one in shut[:top]]
            terminal.table((f"{kind} without any route", "useful triples", "why"), rows)
    ways = [
        (
            one.firm,
            one.council,
            one.theme,
            f"{one.odds:.2f}",
            one.band or "none",
            words.way(who.name for who in one.way),
        )
        for one in answer.triples[:top]
    ]
    if ways:
        terminal.table(("firm", "council", "theme", "odds", "route", "way"), ways)
    terminal.more(len(answer.triples), top)


def _show_change(answer: AccessChange) -> None:
    """Meetings, then events held again."""
    from ui import terminal

    terminal.say(answer.summary)
    terminal.say(answer.weighed)
    if answer.meetings:
        terminal.table(
            ("if they met", "and", "worth"),
            [(one.one.name, one.other.name, f"{one.gain:.2f}") for one in answer.meetings],
        )
    if answer.events:
        terminal.table(
            ("held again", "last on", "guests", "worth"),
            [(one.name, one.on, str(one.guests), f"{one.gain:.2f}") for one in answer.events],
        )
