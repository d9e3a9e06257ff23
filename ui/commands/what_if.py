"""`champions what-if`: what is lost if somebody leaves, and which one new tie would guard against it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from queries.key_people import KeyPeople, WhatIf

commands = typer.Typer()


@commands.command(
    epilog="Examples: champions what-if northmoor --viewer northmoor · the same with --person 'Maya Reed'"
)
def what_if(
    council: Annotated[str, typer.Argument(help="Your own council, by name or id: nobody else is answered.")],
    person: Annotated[str | None, typer.Option(help="Who leaves, by name or id. Default: everybody is listed.")] = None,
    team: Annotated[str | None, typer.Option(help="Or which department leaves, by id.")] = None,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """What is lost to this council if somebody leaves, and which one new tie would guard against it?"""
    from queries import key_people
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        here = view.directory.resolve(council, "organisation").id
        if person is None and team is None:
            listed = key_people.ask(view, here)
            terminal.show(listed, as_json, _show_all)
            raise typer.Exit(FOUND if listed.people else NONE)
        who = view.directory.resolve(person, "person").id if person else None
        answer = key_people.what_if(view, here, person=who, team=team)
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.loss.lost > 0 else NONE)


def _show_all(answer: KeyPeople) -> None:
    """Everybody whose leaving would cost something, then the teams."""
    from ui import terminal

    terminal.say(answer.summary)
    if answer.people:
        terminal.table(
            ("who", "post", "share lost", "warm pairs lost", "R today", "R without", "only link"),
            [
                (
                    key.person.name,
                    f"{key.person.title}, {key.person.organisation}",
                    f"{100 * key.loss.share:.1f} %",
                    f"{key.loss.warm_lost} of {key.loss.warm_before}",
                    f"{key.loss.before:.3f}",
                    f"{key.loss.after:.3f}",
                    "yes" if key.only_link else "",
                )
                for key in answer.people
            ],
        )
    if answer.teams:
        terminal.say("\nIf a whole team left:")
        terminal.table(
            ("team", "people", "id", "what would be lost"),
            [(team.name, str(team.people), team.id, team.words) for team in answer.teams],
        )
    if answer.note:
        terminal.say(answer.note)


def _show(answer: WhatIf) -> None:
    """Before and after, then the bridges."""
    from ui import terminal

    terminal.say(answer.summary)
    if answer.changes:
        terminal.say(f"\nWays that would change ({answer.changed}), those that lose most first:")
        terminal.table(
            ("today", "odds", "then", "odds"),
            [
                (
                    change.before.words,
                    f"{change.before.odds:.2f}",
                    change.after.words if change.after else "none",
                    f"{change.after.odds:.2f}" if change.after else "",
                )
                for change in answer.changes
            ],
        )
    terminal.say(f"\nOne new tie that would guard against it ({answer.method}):")
    terminal.table(
        ("who meets whom", "what it does"),
        [(f"{bridge.inside.name} and {bridge.outside.name}", bridge.words) for bridge in answer.bridges]
        or [("none", "no single tie would add anything")],
    )
    if answer.note:
        terminal.say(answer.note)
