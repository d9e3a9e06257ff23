"""What somebody typed in the app, as files of ours: so that an entry is a load like any other, checked and undone.

An entry never changes a row. A pilot's row is entered whole with the new cells; it counts from then on, because among
rows of one class and one start the later load rules. Both rows stay, and pages show where they disagree.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from graph.statements import KINDS
from loaders.reading import InputFile

MARK = "entered in the app"  # how the source of every entry begins


def source(viewer: str, today: date) -> str:
    """Who entered it, and when: the time too, so that what is entered again after something else counts again."""
    return f"{MARK} by {viewer} on {today.isoformat()} at {datetime.now(UTC):%H:%M:%S} UTC"


def people(source: str, pilot: str, person: str, roles: Iterable[str], on: date) -> InputFile:
    """Somebody named in a pilot, in these roles since a day."""
    rows = [
        {"pilot_id": pilot, "person_id": person, "role": role, "on": on.isoformat(), "source": source} for role in roles
    ]
    return _file(f"pilot_people of {pilot}, {MARK}", rows)


def pilot(source: str, cells: Mapping[str, str], **new: str) -> InputFile:
    """The row of a pilot with some cells new; it keeps class and start of the row that ruled, or it would not rule."""
    own = [column.name for column in KINDS["pilots"].columns]
    row = {name: cells[name] for name in (*own, "class") if name in cells}
    return _file(f"pilots of {cells['pilot_id']}, {MARK}", [{**row, **new, "source": source}])


def _file(name: str, rows: Sequence[Mapping[str, str]]) -> InputFile:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return InputFile(name, out.getvalue().encode())
