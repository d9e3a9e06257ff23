"""`champions silos`: which innovation teams are cut off from operations and budgets?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from queries.pockets import Pockets
    from queries.silos import Silos


commands = typer.Typer()


@commands.command(epilog="Example: champions silos 'Northmoor City Council' --viewer northmoor")
def silos(
    council: Annotated[str | None, typer.Argument(help="A council, by name or id. Default: all of them.")] = None,
    hide_names: Annotated[bool, typer.Option("--hide-names", help="Show functions in place of people.")] = False,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which innovation teams are cut off from operations and budgets?

    A council sees its own people by name; everybody else sees functions of at least five people.
    """
    from queries import pockets
    from queries import silos as question
    from queries.silo_words import NO_POCKET, POCKET
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        if council is None:
            everything = pockets.ask(view)
            terminal.show(everything, as_json, _show_all)
            raise typer.Exit(FOUND if everything.councils else NONE)
        where = view.directory.resolve(council, "organisation").id
        answer = question.ask(view, where, names=not hide_names)
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.verdict in (POCKET, NO_POCKET) else NONE)


def _show_all(answer: Pockets) -> None:
    from ui import terminal

    terminal.say(answer.summary)
    if answer.smaller:
        terminal.say(answer.smaller)
    if answer.councils:
        terminal.table(("council", "what is found"), [(line.name, line.words) for line in answer.councils])


def _show(answer: Silos) -> None:
    """Three sentences, the matrix, then what else this viewer may know."""
    from queries.silo_words import steps_in_words
    from ui import terminal, words

    for sentence in answer.sentences:
        terminal.say(sentence)
    if answer.matrix:
        cells = [(words.theme(c.a), words.theme(c.b), str(c.ties), f"{c.expected:.1f}") for c in answer.matrix]
        terminal.table(("function", "and", "ties", "expected by chance"), cells)
    if answer.ei is not None and answer.ei_by_chance is not None:
        terminal.say(f"E-I index {answer.ei:.2f}; by chance {answer.ei_by_chance:.2f}.")
    if answer.groups:
        outside = [(words.theme(g.name) or "not known", str(g.people), str(g.outside_ties)) for g in answer.groups]
        terminal.table(("function", "people", "ties outside"), outside)
    if answer.distances:
        terminal.table(("theme", "how far"), [(words.theme(one.theme), one.words) for one in answer.distances])
    if answer.bridges:
        meetings = [
            (
                bridge.innovator.name if bridge.innovator else bridge.functions[0],
                bridge.other.name if bridge.other else bridge.functions[1],
                steps_in_words(bridge.hops),
                str(bridge.closer),
            )
            for bridge in answer.bridges
        ]
        terminal.table(("a meeting of", "and", "today", "pairs brought closer"), meetings)
