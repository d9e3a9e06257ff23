"""A made-up country of any size: councils and firms as communities, hubs, bridging people; the same for a seed.

Drawn in arrays, so that a million rows take seconds. Nothing in it is real, and nothing looks real.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from graph.statements import KINDS, Batch, of_cells

AS_AT = date(2026, 6, 1)
VIEWER = "ORG-00000"
SOURCE = "benchmark"

Cells = Mapping[str, pa.Array]


@dataclass(frozen=True)
class Region:
    """``size`` counts people and organisations together; about six ties for each, as in 1.2 million for 200,000."""

    size: int = 200_000
    contact_rows: int | None = None  # five for each of ``size`` unless given
    seed: int = 7

    @property
    def organisations(self) -> int:
        """One in twenty is an organisation, one in five hundred a council."""
        return max(self.size // 20, 10)

    @property
    def people(self) -> int:
        return self.size - self.organisations

    @cached_property
    def tables(self) -> dict[str, pa.Table]:
        """All cells of all kinds, as text, in the order in which files would be loaded."""
        return {kind: _whole(kind, cells) for kind, cells in _draw(self).items()}

    def batches(self) -> Iterator[Batch]:
        """The same as statements, for a store."""
        for kind, table in self.tables.items():
            yield of_cells(kind, table, pa.array(np.arange(2, len(table) + 2, dtype=np.int32)))

    def write(self, folder: Path) -> None:
        """The same as CSV files of the templates; columns that nobody fills are left out."""
        folder.mkdir(parents=True, exist_ok=True)
        for kind, table in self.tables.items():
            used = [name for name in table.column_names if table.column(name).null_count < len(table)]
            csv.write_csv(table.select(used), folder / f"{kind}.csv", write_options=_PLAIN)


_PLAIN = csv.WriteOptions(quoting_style="none", quoting_header="none")  # no cell here needs quotation marks


def _whole(kind: str, cells: Cells) -> pa.Table:
    size = len(next(iter(cells.values())))
    common = {"source": _same(SOURCE, size), "visibility": _same("open", size), "owner": _same(VIEWER, size)}
    empty = pa.nulls(size, pa.string())
    return pa.table({name: cells.get(name, common.get(name, empty)) for name in KINDS[kind].cells})


def _draw(region: Region) -> dict[str, Cells]:
    chance = np.random.default_rng(region.seed)
    place = _Places.draw(region, chance)
    return {
        "organisations": _organisations(place),
        "departments": _departments(place),
        "people": {
            "person_id": _ids("P", np.arange(region.people)),
            "name": _ids("Invented person ", np.arange(region.people)),
        },
        "posts": _posts(place, chance),
        "contacts": _contacts(region, place, chance),
        "endorsements": _endorsements(region, place, chance),
        **_events(region, place, chance),
        **_pilots(region, place, chance),
        "introductions": _introductions(region, chance),
        "objections": {
            "person_id": _ids("P", chance.choice(region.people, max(region.people // 2000, 1), replace=False)),
            "scope": _same("introductions", max(region.people // 2000, 1)),
        },
    }


@dataclass(frozen=True)
class _Places:
    """Where people work: councils have half of them, in departments of about ten; firms the others."""

    councils: int
    organisations: int
    organisation: np.ndarray  # of each person; people of one organisation stand together
    department: np.ndarray  # of each person at a council, counted through; -1 at firms
    home: np.ndarray  # of each department its council
    region: np.ndarray  # of each organisation
    liveliness: np.ndarray  # of each person, heavy-tailed: how many contacts

    @staticmethod
    def draw(region: Region, chance: np.random.Generator) -> _Places:
        councils = max(region.organisations // 25, 4)
        weight = chance.pareto(1.5, region.organisations) + 0.3
        weight[:councils] *= (region.organisations - councils) / councils * 0.8
        weight = np.minimum(weight, np.quantile(weight, 0.998))
        organisation = np.sort(chance.choice(region.organisations, region.people, p=weight / weight.sum()))
        starts = np.searchsorted(organisation, organisation)
        official = organisation < councils
        key = organisation * 1_000_000 + (np.arange(region.people) - starts) // 10
        found, department = np.unique(key[official], return_inverse=True)
        lively = np.minimum(chance.pareto(1.9, region.people) + 0.35, 40.0)
        hubs = chance.choice(region.people, max(region.people // 4000, 3), replace=False)
        lively[hubs] = chance.uniform(80, 200, len(hubs))
        return _Places(
            councils,
            region.organisations,
            organisation,
            np.r_[department, np.full((~official).sum(), -1)],
            found // 1_000_000,
            chance.integers(0, max(councils // 10, 2), region.organisations),
            lively,
        )


def _organisations(place: _Places) -> Cells:
    numbers = np.arange(place.organisations)
    kinds = np.array(["sme", "sme", "sme", "sme", "sme", "sme", "large_supplier", "ecosystem_body"])[numbers % 8]
    kinds[: place.councils] = "council"
    return {
        "organisation_id": _ids("ORG-", numbers),
        "name": _ids("Invented organisation ", numbers),
        "kind": pa.array(kinds),
    }


def _departments(place: _Places) -> Cells:
    numbers = np.arange(len(place.home))
    functions = np.array(["operations", "innovation", "digital", "procurement", "finance", "other"])
    return {
        "department_id": _ids("D", numbers),
        "organisation_id": _ids("ORG-", place.home),
        "name": _ids("Invented department ", numbers),
        "function": pa.array(functions[numbers % len(functions)]),
    }


def _posts(place: _Places, chance: np.random.Generator) -> Cells:
    people = np.arange(len(place.organisation))
    titles = np.array(["Head of Operations", "Project Manager", "Director of Place", "Engineer", "Data Analyst"])
    levels = np.array(["head", "manager", "director", "officer", "officer"])
    job = chance.integers(0, len(titles), len(people))
    ended = chance.random(len(people)) < 0.03
    return {
        "person_id": _ids("P", people),
        "organisation_id": _ids("ORG-", place.organisation),
        "department_id": _blank(_ids("D", np.maximum(place.department, 0)), place.department < 0),
        "title": pa.array(titles[job]),
        "level": pa.array(levels[job]),
        "budget_for": _blank(_same("any", len(people)), chance.random(len(people)) < 0.9),
        "starts": _days(chance, len(people), 4000, least=1200),
        "ends": _blank(_days(chance, len(people), 900), ~ended),
    }


def _contacts(region: Region, place: _Places, chance: np.random.Generator) -> Cells:
    """Most contacts are inside the organisation, some in the region, few anywhere: those people bridge."""
    rows = region.contact_rows if region.contact_rows is not None else 5 * region.size
    by_liveliness = np.cumsum(place.liveliness)
    a = np.searchsorted(by_liveliness, chance.random(rows) * by_liveliness[-1])
    circle = chance.random(rows)
    b = np.where(
        circle < 0.55,
        _somebody_of(place.organisation, place.organisation[a], place.liveliness, chance),
        np.where(
            circle < 0.85,
            _somebody_of(
                place.region[place.organisation], place.region[place.organisation[a]], place.liveliness, chance
            ),
            np.searchsorted(by_liveliness, chance.random(rows) * by_liveliness[-1]),
        ),
    )
    b = np.where(a == b, (a + 1) % region.people, b)
    quieter = place.liveliness[a] > place.liveliness[b]  # whoever has fewer contacts is the one to declare
    declarer, other = np.where(quieter, b, a), np.where(quieter, a, b)
    kind = np.array(["contact", "thread", "connection"])[chance.choice(3, rows, p=[0.5, 0.2, 0.3])]
    own = chance.random(rows) < 0.1
    return {
        "person_a": _ids("P", declarer),
        "person_b": _ids("P", other),
        "kind": pa.array(kind),
        "strength": _blank(_same("0.6", rows), ~(own & (kind == "contact"))),
        "on": _mixed(_days(chance, rows, 850), _days(chance, rows, 2500, least=1500), chance.random(rows) < 0.04),
        "said_by": _blank(_ids("P", declarer), chance.random(rows) < 0.5),
    }


def _somebody_of(group: np.ndarray, wanted: np.ndarray, weight: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """For each wanted group one of its people, the lively ones more often."""
    order = np.argsort(group, kind="stable")
    summed = np.r_[0.0, np.cumsum(weight[order])]
    low, high = np.searchsorted(group[order], wanted, "left"), np.searchsorted(group[order], wanted, "right")
    drawn = summed[low] + chance.random(len(wanted)) * (summed[high] - summed[low])
    return order[np.clip(np.searchsorted(summed, drawn, "right") - 1, low, high - 1)]


def _endorsements(region: Region, place: _Places, chance: np.random.Generator) -> Cells:
    rows = max(region.size // 40, 5)
    officers = np.flatnonzero(place.department >= 0)
    firms = np.flatnonzero(place.department < 0)
    who = chance.choice(firms, rows)
    return {
        "person_id": _ids("P", chance.choice(officers, rows)),
        "from_organisation_id": _ids("ORG-", place.organisation[who]),
        "from_person_id": _ids("P", who),
        "on": _days(chance, rows, 900),
    }


def _events(region: Region, place: _Places, chance: np.random.Generator) -> dict[str, Cells]:
    events = max(region.size // 100, 5)
    formats = np.array(["meeting", "conference", "roundtable", "webinar", "showcase"])
    size = np.minimum(5 + (chance.pareto(1.3, events) * 15).astype(int), 600)
    event = np.repeat(np.arange(events), size)
    summed = np.cumsum(place.liveliness)
    return {
        "events": {
            "event_id": _ids("E", np.arange(events)),
            "name": _ids("Invented event ", np.arange(events)),
            "format": pa.array(formats[np.arange(events) % len(formats)]),
            "on": _days(chance, events, 900),
        },
        "attendance": {
            "event_id": _ids("E", event),
            "person_id": _ids("P", np.searchsorted(summed, chance.random(len(event)) * summed[-1])),
            "role": pa.array(np.where(chance.random(len(event)) < 0.2, "registered", "attended")),
        },
    }


def _pilots(region: Region, place: _Places, chance: np.random.Generator) -> dict[str, Cells]:
    pilots = max(region.size // 100, 5)
    roles = np.array(["project_lead", "operational_owner", "budget_holder", "team", "team", "supplier_lead"])
    outcomes = np.array(["contract", "completed", "stopped", "ongoing"])
    pilot = np.repeat(np.arange(pilots), len(roles))
    council = np.arange(pilots) % place.councils
    officials = np.flatnonzero(place.department >= 0)
    who = _somebody_of(
        place.organisation[officials], np.repeat(council, len(roles)), place.liveliness[officials], chance
    )
    firms = np.flatnonzero(place.department < 0)
    supplies = np.tile(roles == "supplier_lead", pilots)
    return {
        "pilots": {
            "pilot_id": _ids("T", np.arange(pilots)),
            "name": _ids("Invented pilot ", np.arange(pilots)),
            "council_id": _ids("ORG-", council),
            "themes": _same("highways", pilots),
            "starts": _days(chance, pilots, 1800, least=900),
            "ends": _days(chance, pilots, 900),
            "outcome": pa.array(outcomes[chance.integers(0, len(outcomes), pilots)]),
        },
        "pilot_people": {
            "pilot_id": _ids("T", pilot),
            "person_id": _ids("P", np.where(supplies, chance.choice(firms, len(pilot)), officials[who])),
            "role": pa.array(np.tile(roles, pilots)),
        },
    }


def _introductions(region: Region, chance: np.random.Generator) -> Cells:
    rows = max(region.size // 40, 5)
    asker = chance.integers(0, region.people, rows)
    outcomes = np.array(["met", "declined", "no_reply", "open"])
    return {
        "asker_id": _ids("P", asker),
        "introducer_id": _ids("P", (asker + chance.integers(1, 50, rows)) % region.people),
        "target_id": _ids("P", (asker + chance.integers(50, region.people // 2, rows)) % region.people),
        "asked_on": _days(chance, rows, 500),
        "outcome": pa.array(outcomes[chance.integers(0, len(outcomes), rows)]),
        "tracked": _same("yes", rows),
    }


def _ids(prefix: str, numbers: np.ndarray) -> pa.Array:
    """Ids of equal width, so that their order as text is their order as numbers."""
    found, back = np.unique(numbers, return_inverse=True)
    texts = pa.array([f"{prefix}{n:05d}" if prefix == "ORG-" else f"{prefix}{n:06d}" for n in found.tolist()])
    return texts.take(pa.array(back.ravel()))


def _days(chance: np.random.Generator, rows: int, most: int, *, least: int = 1) -> pa.Array:
    """Days before the as-at date, as ISO text."""
    texts = pa.array([(AS_AT - timedelta(days=n)).isoformat() for n in range(least, most + 1)])
    return texts.take(pa.array(chance.integers(0, len(texts), rows)))


def _mixed(usual: pa.Array, others: pa.Array, where: np.ndarray) -> pa.Array:
    return pa.compute.if_else(pa.array(where), others, usual)


def _same(text: str, rows: int) -> pa.Array:
    return pa.array(np.full(rows, text))


def _blank(texts: pa.Array, where: np.ndarray) -> pa.Array:
    return pa.compute.if_else(pa.array(where), pa.scalar(None, pa.string()), texts)
