"""How answers look in a terminal: a sentence, then tables. Names are text, so nothing in them is ever markup."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from queries.answer import ShownRoute, to_dict

if TYPE_CHECKING:
    from graph.directory import Entry
    from graph.store import Load
    from loaders.report import Report
    from queries.warm_routes import WarmRoutes
    from queries.who_decides import WhoDecides
    from ui.doctor import Check

SHOWN_REJECTIONS = 20
WIDE = 160  # columns, where nobody's terminal says how many there are
_out = Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else WIDE)


def show(answer: Any, as_json: bool, words: Callable[[Any], None]) -> None:
    """An answer as JSON, or in words."""
    if as_json:
        plain = answer.to_dict() if hasattr(answer, "to_dict") else to_dict(answer)
        sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2, default=str) + "\n")
    else:
        words(answer)


def say(text: str) -> None:
    """One paragraph; control characters in it are shown, not obeyed."""
    _out.print(_plain(text), soft_wrap=not _out.is_terminal)


@dataclass(frozen=True, slots=True)
class Working:
    """How a long piece of work says where it is."""

    bar: Progress
    task: TaskID

    def step(self, what: str) -> None:
        """The next step begins; how long it is, is not known yet."""
        self.bar.update(self.task, description=what, completed=0, total=None)

    def told(self, done: int, total: int) -> None:
        """So many rows of so many are done."""
        self.bar.update(self.task, completed=done, total=total)


@contextmanager
def working(what: str) -> Iterator[Working]:
    """A bar on standard error that says what goes on and how far it is, where somebody is looking."""
    console = Console(stderr=True, highlight=False, markup=False)
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        yield Working(bar, bar.add_task(what, total=None))


def routes(answer: WarmRoutes) -> None:
    """Routes hop by hop, then what else is known."""
    say(answer.summary)
    for number, route in enumerate(answer.routes, 1):
        say(f"\n{number}  {route.words}   {route.band}, odds {route.odds:.2f}")
        _hops(route)
        say(f"   {route.strengthen}")
    if len(answer.routes) > 1:
        say(f"\nThat any of these works: {answer.any_works:.2f}.")
    if answer.warm_route:
        say(f"Along ties of at least 0.1 alone the best route is {answer.warm_route}.")
    if answer.closest_miss:
        say(f"Closest miss: {answer.closest_miss.words} ({answer.closest_miss.odds:.2f}); {answer.closest_miss.why}.")
    elif not answer.routes:
        say("Closest miss: none, for not even a tie below the warm line leads there.")
    if answer.new_ties:
        say(
            "\nOne meeting that would make a route:"
            if not answer.routes
            else "\nOne meeting that would make a better one:"
        )
        _table(
            ("who meets whom", "route it gives", "odds", "band"),
            [
                (f"{tie.tie[0].name} and {tie.tie[1].name}", tie.route, f"{tie.odds:.2f}", tie.band)
                for tie in answer.new_ties
            ],
        )
    if answer.leads:
        names = ", ".join(lead.person.name for lead in answer.leads[:5])
        more = f" and {len(answer.leads) - 5} more" if len(answer.leads) > 5 else ""
        say(f"\nLeads, not introductions (at the same events, no more is known): {names}{more}.")
    for note in (answer.incumbents, answer.asked.note):
        if note:
            say(note)


def who_decides(answer: WhoDecides) -> None:
    """The five yeses with the route to each holder."""
    say(answer.summary)
    rows = []
    for yes in answer.yeses:
        for held in yes.holders:
            route = held.route
            way = f"{route.words} ({route.band}, {route.odds:.2f})" if route else "no warm route" if answer.firm else ""
            mark = " (from the title)" if held.inferred else ""
            rows.append((yes.name, held.holder.name, held.post, held.reason + mark, way))
        if not yes.holders:
            rows.append((yes.name, "not known", "", "", ""))
    _table(("yes", "who", "post", "why", "route"), rows)
    if answer.asked.note:
        say(answer.asked.note)


def entries(found: Sequence[Entry]) -> None:
    """Names with their ids."""
    if not found:
        say("Nothing on record has a name like this.")
        return
    _table(("name", "id", "what", "detail"), [(e.name, e.id, e.thing, e.detail) for e in found])


def loads(known: Sequence[Load]) -> None:
    """Loads, oldest first."""
    if not known:
        say("Nothing has been loaded yet.")
        return
    _table(
        ("id", "when (UTC)", "what", "added", "known already"),
        [(load.id, load.at[:16].replace("T", " "), load.title, str(load.added), str(load.known)) for load in known],
    )


def report(answer: Report) -> None:
    """What a load did, problems first."""
    say(answer.words())
    shown = answer.rejections[:SHOWN_REJECTIONS]
    for rejection in shown:
        say(f"  {rejection}")
    if len(answer.rejections) > len(shown):
        say(
            f"  … and {len(answer.rejections) - len(shown)} more. --rejected FOLDER writes them all with their reasons."
        )


def undone(answer: dict[str, Any]) -> None:
    """How many statements an undo took away."""
    say(f"Undone: {answer['statements_gone']} statements are gone.")


def copied(answer: dict[str, Any]) -> None:
    """Whether a copy is equal."""
    verdict = "equal" if answer["equal"] else "NOT equal: the target holds more, or less, than the source"
    say(f"{answer['loads']} loads copied. Fingerprints {answer['from']} and {answer['to']}: {verdict}.")


def checks(found: Sequence[Check]) -> None:
    """What was looked at, and how to mend it."""
    _table(
        ("", "what", "seen", "how to mend it"),
        [("ok" if c.ok else "!!", c.name, c.seen, "" if c.ok else c.remedy) for c in found],
    )


def _hops(route: ShownRoute) -> None:
    rows = []
    for place, hop in enumerate(route.hops):
        sources = "; ".join(sorted({s.source for row in hop.evidence for s in row.statements})) or "not known"
        mark = "weakest" if place == route.weakest_hop and len(route.hops) > 1 else ""
        step = f"{hop.from_person.name} {hop.step} {hop.to_person.name}"
        tie = f"{hop.strength_word} ({hop.strength:.2f})"
        rows.append((step, tie, f"{hop.odds:.2f}", hop.freshness, sources, mark))
    _table(("step", "tie", "odds", "evidence", "sources", ""), rows, indent=3)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], *, indent: int = 0) -> None:
    table = Table(*header, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    _out.print(table if not indent else _indented(table, indent))


def _indented(table: Table, by: int) -> Any:
    from rich.padding import Padding

    return Padding(table, (0, 0, 0, by))


def _plain(text: str) -> Text:
    """Text whose control characters, such as escapes that colour a terminal, are made visible."""
    return Text("".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text))
