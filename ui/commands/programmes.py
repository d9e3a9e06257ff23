"""`champions programmes`: which programmes take bids, with which limits, and who could bid with whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import FOUND, NONE, AsAtOption, JsonOption, StoreOption, TodayOption, ViewerOption, view_of

if TYPE_CHECKING:
    from queries.programmes import Programme, Programmes

commands = typer.Typer()


@commands.command(epilog="Example: champions programmes 'Healthy Homes Challenge' --phase Feasibility --months 4")
def programmes(
    programme: Annotated[str | None, typer.Argument(help="One programme, by name or id: who could bid.")] = None,
    phase: Annotated[str | None, typer.Option(help="Hold suppliers and months to the limits of this phase.")] = None,
    supplier: Annotated[
        list[str] | None, typer.Option(help="A supplier of a bid, by name or id; may be given again.")
    ] = None,
    months: Annotated[int | None, typer.Option(help="How many months the bid takes.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many pairs to show; --json gives all.")] = 20,
    store: StoreOption = None,
    viewer: ViewerOption = None,
    as_at: AsAtOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which programmes take bids, with which limits, and which firm could bid with which council?"""
    from graph.errors import InputError
    from queries import programmes as question
    from ui import terminal

    with view_of(store, viewer, as_at, today) as view:
        if programme is None:
            if phase or supplier or months is not None:
                raise InputError("Limits are those of one programme: name it, before --phase, --supplier or --months.")
            answer = question.every(view)
        else:
            firms = [view.directory.resolve(name, "organisation").id for name in supplier or ()]
            which = question.named(view, programme)
            answer = question.ask(view, which, phase=phase, suppliers=firms, months=months)
    terminal.show(answer, as_json, lambda told: _show(told, top))
    raise typer.Exit(FOUND if answer.programmes else NONE)


def _show(answer: Programmes, top: int) -> None:
    from ui import terminal, words

    terminal.say(answer.summary)
    if answer.programmes:
        terminal.table(
            ("programme", "funder", "opens", "closes", "state", "suppliers", "phases"),
            [
                (
                    one.name,
                    one.funder or "not known",
                    one.opens or "not known",
                    one.closes or "not known",
                    one.state,
                    _places(one),
                    "; ".join(_limits(part.name, part.max_suppliers, part.months) for part in one.phases)
                    or "none on record",
                )
                for one in answer.programmes
            ],
        )
    if answer.chosen:
        terminal.say(f"Within the limits: {', '.join(answer.chosen)}.")
    rows = [
        (
            bid.firm,
            bid.council,
            bid.theme,
            bid.interest or "none on record",
            bid.sponsor.name,
            f"{bid.odds:.2f} {bid.band}".strip(),
            words.way(who.name for who in bid.way),
        )
        for bid in answer.bids[:top]
    ]
    if rows:
        terminal.table(("firm", "council", "theme", "interest", "sponsor", "odds", "way"), rows)
    terminal.more(len(answer.bids), top)


def _places(one: Programme) -> str:
    most = "no limit on record" if one.max_suppliers is None else f"of {one.max_suppliers}"
    return f"{len(one.suppliers)} {most}"


def _limits(name: str, suppliers: int | None, months: int | None) -> str:
    from ui import words

    most = "no limit of suppliers on record" if suppliers is None else f"at most {words.count(suppliers, 'supplier')}"
    return f"{name}: {most}, " + ("months not known" if months is None else f"at most {words.count(months, 'month')}")
