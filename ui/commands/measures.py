"""`champions measures`: how is this network built, and who stands where in it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from queries.measures import Measures


commands = typer.Typer()


@commands.command(epilog="Example: champions measures --council 'Northmoor City Council' --by pagerank --top 10")
def measures(
    council: Annotated[str | None, typer.Option(help="List only people in post here, by name or id.")] = None,
    by: Annotated[
        str, typer.Option(help="Order by this measure: degree, strength, betweenness, constraint, …")
    ] = "betweenness",
    top: Annotated[int, typer.Option(min=1, help="How many people to list.")] = 20,
    sources: Annotated[
        int | None,
        typer.Option(min=2, help="People from whom ways are followed for betweenness; fewer is quicker and less sure."),
    ] = None,
    engine: Annotated[
        str, typer.Option(help="`gds` runs betweenness, PageRank and communities in Neo4j's Graph Data Science.")
    ] = "arrays",
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """How is this network built, and who stands where in it? (betweenness, PageRank, constraint, cores, roles)"""
    from queries import measures as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        where = view.directory.resolve(council, "organisation").id if council else None
        answer = question.ask(view, council=where, by=by, top=top, sources=sources, engine=engine)
    terminal.show(answer, as_json, _show)
    raise typer.Exit(FOUND if answer.whole.ties else NONE)


def _show(answer: Measures) -> None:
    """The network in a few figures, then its people."""
    from queries.measures import MEASURES
    from ui import terminal

    terminal.say(answer.summary)
    whole = answer.whole
    terminal.table(
        ("the whole network", ""),
        [
            ("density", _figure(whole.density)),
            ("parts that no tie joins (components)", f"{whole.components:,}"),
            ("two contacts of one person know each other (transitivity)", _figure(whole.transitivity)),
            ("people who alone join parts (cut points)", f"{whole.cut_points:,}"),
            ("ties that alone join parts (bridges)", f"{whole.bridges:,}"),
            (f"teams that behave as one (communities, {answer.method})", f"{whole.communities:,}"),
            ("modularity of these", _figure(whole.modularity)),
            ("between organisations, -1 to 1 (E-I index)", _figure(whole.ei)),
            ("the same if ties fell by chance", _figure(whole.ei_expected)),
        ],
    )
    if answer.people:
        terminal.say(f"\nBy {answer.by} ({MEASURES[answer.by]}):")
        terminal.table(
            ("who", "where", "between", "PageRank", "near", "constraint", "contacts that add", "core", "spread", "why"),
            [
                (
                    one.person.name,
                    one.person.organisation,
                    _figure(one.betweenness),
                    _figure(one.pagerank),
                    f"{one.harmonic_closeness:.1f}",
                    _figure(one.constraint),
                    _figure(one.effective_size),
                    str(one.core_number),
                    _figure(one.participation),
                    one.words + ("; the only link to some (articulation point)" if one.only_link else ""),
                )
                for one in answer.people
            ],
        )
    if answer.sample:
        sampled = "Closeness is" if answer.engine == "gds" else "Betweenness and closeness are"
        terminal.say(
            f"{sampled} sampled: from {answer.sample.sources:,} people, seed {answer.sample.seed}. "
            f"Two halves of the sample agree on {answer.sample.stability:.0%} of the first 50."
        )


def _figure(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"
