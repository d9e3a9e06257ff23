"""What somebody typed in the app, as files of ours: so that an entry is a load like any other, checked and undone.

An entry never changes a row. A pilot's row is entered whole with the new cells; it counts from then on, because among
rows of one class and one start the later load rules. Both rows stay, and pages show where they disagree.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from graph.definitions import NEW_TIE
from graph.history import ENTERED
from graph.statements import KINDS
from loaders.reading import InputFile

MARK = ENTERED  # how the source of every entry begins, and its title ends


def source(viewer: str, today: date) -> str:
    """Who entered it, and when: the time too, so that what is entered again after something else counts again."""
    return f"{MARK} by {viewer} on {today.isoformat()} at {datetime.now(UTC):%H:%M:%S} UTC"


def people(source: str, pilot: str, person: str, roles: Iterable[str], on: date) -> InputFile:
    """Somebody named in a pilot, in these roles since a day."""
    rows = [
        {"pilot_id": pilot, "person_id": person, "role": role, "on": on.isoformat(), "source": source} for role in roles
    ]
    return rows_as_file(f"pilot_people of {pilot}, {MARK}", rows)


def pilot(source: str, cells: Mapping[str, str], **new: str) -> InputFile:
    """The row of a pilot with some cells new; it keeps class and start of the row that ruled, or it would not rule."""
    own = [column.name for column in KINDS["pilots"].columns]
    row = {name: cells[name] for name in (*own, "class") if name in cells}
    return rows_as_file(f"pilots of {cells['pilot_id']}, {MARK}", [{**row, **new, "source": source}])


def own(
    source: str,
    person: str,
    name: str,
    title: str,
    organisation: str,
    new: tuple[str, str] | None,
    offers: Iterable[str] = (),
) -> list[InputFile]:
    """Somebody with a post at an organisation, which is described too where it is ``new`` (its name and kind).

    ``offers``: themes on which it offers something.
    """
    firm = [{"organisation_id": organisation, "name": new[0], "kind": new[1], "source": source}] if new else []
    post = {"person_id": person, "organisation_id": organisation, "title": title, "source": source}
    told = (
        ("organisations", firm),
        ("people", [{"person_id": person, "name": name, "source": source}]),
        ("posts", [post]),
        ("offers", [{"organisation_id": organisation, "theme": theme, "source": source} for theme in offers]),
    )
    return [rows_as_file(f"{kind} of {name}, {MARK}", rows) for kind, rows in told if rows]


def verdict(source: str, thing: str, one: str, other: str, verdict: str, by: str, why: str, on: date) -> InputFile:
    """What somebody judged of two people or two organisations; it rules over the matcher, and over what came before."""
    row = {
        f"{thing}_a": one,
        f"{thing}_b": other,
        "verdict": verdict,
        "judged_by": by,
        "on": on.isoformat(),
        "why": why,
    }
    return rows_as_file(
        f"{thing}_matches of {one} and {other}, {MARK}", [{**row, "class": "verified", "source": source}]
    )


def person(source: str, cells: Mapping[str, str]) -> InputFile:
    """The row of a person, whole, with what was corrected in it."""
    return rows_as_file(f"people of {cells['person_id']}, {MARK}", [{**cells, "source": source}])


def post(source: str, cells: Mapping[str, str]) -> InputFile:
    """A post of somebody: a new one, or one on record told again with its end."""
    return rows_as_file(f"posts of {cells['person_id']}, {MARK}", [{**cells, "source": source}])


def meeting(source: str, one: str, other: str, on: date) -> InputFile:
    """Two people who met, told by one of them; as strong as the what-if said that such a meeting would be."""
    told = {"person_a": one, "person_b": other, "kind": "contact", "strength": f"{NEW_TIE:g}", "on": on.isoformat()}
    return rows_as_file(f"contacts of a meeting, {MARK}", [{**told, "said_by": one, "source": source}])


def request(source: str, cells: Mapping[str, str]) -> InputFile:
    """A request for an introduction, told with its state; the title of the load names nobody."""
    return rows_as_file(f"introductions, {MARK}", [{**cells, "source": source}])


def phrase(source: str, cells: Mapping[str, str], on: date) -> InputFile:
    """A phrase of titles that was taught, with the class of the row that ruled it, if one did."""
    return rows_as_file(f"phrase of titles, {MARK}", [{**cells, "on": on.isoformat(), "source": source}])


def rows_as_file(name: str, rows: Sequence[Mapping[str, str]]) -> InputFile:
    """Rows with the same columns as a file of ours."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return InputFile(name, out.getvalue().encode())
