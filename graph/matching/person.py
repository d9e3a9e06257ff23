"""People of two tables as records to compare: names, work addresses, posts, and which lists they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from graph.matching.mailboxes import spelt_out, work_address
from graph.matching.names import PersonName, parse

KNOWN = "\0known"  # the list of all who were on record before; no source is called so


@dataclass(slots=True)
class Person:
    """One id with all its rows. Two ids of one list are two people, unless an address says otherwise."""

    id: str
    text: str  # the name as first written
    name: PersonName
    is_new: bool = False
    lists: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)  # work addresses that can tell who somebody is
    posts: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # employer -> titles


def people(new: pa.Table, known: pa.Table) -> list[Person]:
    """People by id; of several names for one id the longest counts, since it says most.

    ``new`` may have a column ``source``: rows of one source are one list. Without it the whole table is one.
    """
    found: dict[str, Person] = {}
    for table, is_new in ((known, False), (new, True)):
        for id_, name, email, employer, title, source in _rows(table):
            parsed = parse(name)
            person = found.get(id_)
            if person is None:
                person = found[id_] = Person(id_, name, parsed)
            elif len(parsed.joined) > len(person.name.joined):
                person.text, person.name = name, parsed
            person.is_new |= is_new
            person.lists.add(source if is_new else KNOWN)
            if address := work_address(email):
                person.addresses.add(address)
                person.name = spelt_out(address, person.name)
            if employer:
                titles = person.posts[employer]
                if title and title not in titles:
                    titles.append(title)
    return [found[id_] for id_ in sorted(found)]


def _rows(table: pa.Table) -> Iterator[tuple[str, ...]]:
    """Cells of each row; what is null, or a column that is not there, is empty."""
    empty = [""] * table.num_rows
    columns = [
        [cell or "" for cell in table.column(name).to_pylist()] if name in table.column_names else empty
        for name in ("id", "name", "email", "organisation_id", "title", "source")
    ]
    return zip(*columns, strict=True)
