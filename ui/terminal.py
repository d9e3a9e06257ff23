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

from queries.answer import to_dict

if TYPE_CHECKING:
    from loaders.report import Report

SHOWN_REJECTIONS = 20
WIDE = 160  # columns, where nobody's terminal says how many there are
_out = Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else WIDE)


def show(answer: Any, as_json: bool, words: Callable[[Any], None]) -> None:
    """An answer as JSON, or in words, then what to bear in mind where the as-at date lies in the past."""
    if as_json:
        plain = answer.to_dict() if hasattr(answer, "to_dict") else to_dict(answer)
        sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2, default=str) + "\n")
    else:
        words(answer)
        if note := getattr(getattr(answer, "asked", None), "note", ""):
            say(f"\n{note}")


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


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, indent: int = 0) -> None:
    table = Table(*header, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    _out.print(table if not indent else _indented(table, indent))


def more(told: int, top: int) -> None:
    """Say how many of a list were not shown, if any."""
    if told > top:
        say(f"{told - top:,} more: --top shows them.")


def _indented(table: Table, by: int) -> Any:
    from rich.padding import Padding

    return Padding(table, (0, 0, 0, by))


def _plain(text: str) -> Text:
    """Text whose control characters, such as escapes that colour a terminal, are made visible."""
    return Text("".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text))
