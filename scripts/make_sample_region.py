"""Make the invented sample region in sample_data/region: same ingredients, same bytes; no network.

Run it in the project's folder: ``python scripts/make_sample_region.py [another folder]``. Councils, firms, names, the
planted people and the planted pilots are written by hand in sample_data/ingredients; the rest is drawn with a fixed
seed. What is planted, and where, stands in sample_data/README.md; tests/test_sample_region.py pins it.

Invariants: nothing that happened is dated after ``AS_AT``. Nobody outside Pennywold or Ardcarrow has a tie into it.
Tarnholt, Mossgarth and Brackenshaw have outside ties through one, one and two people. In the three pockets innovators
and the rest do not know each other, but for one connection. So every tie (contacts, pilot roles, reports,
introductions, endorsements by a person) is asked of ``may_meet`` first.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, count
from pathlib import Path
from typing import Any, Final

SEED: Final = 20260601
AS_AT: Final = date(2026, 6, 1)
DAYS_A_MONTH: Final = 30.4375
FOLDER: Final = Path(__file__).parents[1] / "sample_data" / "region"
INGREDIENTS: Final = FOLDER.parent / "ingredients"
LICENCE: Final = "invented, CC0-1.0"

COLUMNS: Final = {
    "organisations": "organisation_id name kind council_kind aliases nation region website size_band legal_form"
    " founded_on starts ends replaced_by",
    "departments": "department_id organisation_id name function",
    "people": "person_id name email",
    "posts": "person_id organisation_id department_id title function level budget_for starts ends",
    "contacts": "person_a person_b kind strength on said_by",
    "endorsements": "person_id from_organisation_id from_person_id on",
    "events": "event_id name format on organiser_id sponsor_ids themes price_gbp region",
    "attendance": "event_id person_id role",
    "pilots": "pilot_id name council_id supplier_ids themes starts ends outcome route_to_buy programme_id follows"
    " known_missing stall_reason",
    "pilot_people": "pilot_id person_id role on",
    "introductions": "asker_id introducer_id target_id asked_on outcome tracked",
    "offers": "organisation_id theme",
    "challenges": "challenge_id organisation_id theme statement owner_id starts ends url",
    "programmes": "programme_id name funder_id themes opens closes max_suppliers",
    "phases": "programme_id name number max_suppliers months",
    "frameworks": "framework_id name operator_id starts ends joinable",
    "framework_members": "framework_id organisation_id role starts ends",
    "objections": "person_id scope on",
}
COMMON: Final = "source visibility audience shared_until owner class licence"  # of these, a file has those in use

Row = dict[str, str]


def _ingredients(name: str) -> list[Row]:
    with (INGREDIENTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COUNCILS: Final = _ingredients("councils")
FIRMS: Final = _ingredients("firms")
BODIES: Final = _ingredients("bodies")
DEPARTMENTS: Final = {row["key"]: row for row in _ingredients("departments")}
THEMES: Final = {row["theme"]: row["statements"].split("|") for row in _ingredients("themes")}
PLANTED: Final = {row["key"]: row for row in _ingredients("planted")}
WHO: Final = {key: row["id"] for key, row in PLANTED.items()}

SEALED: Final = ("pennywold", "ardcarrow")
DOORS: Final = {  # who alone has ties outside the council
    "tarnholt": (WHO["only_door"],),
    "mossgarth": (WHO["only_door_small"],),
    "brackenshaw": (WHO["first_bridge"], WHO["second_bridge"]),
}
POCKETS: Final = ("quillbrook", "larkhaven", "strathkellick")
CONNECTED: Final = ("hollowmere", "ambermoor", "kestrelby", "orrisfield")
OTHERS: Final = ("dyffryn-arlais", "fellgarrow", "corrindale", "wickenmarsh", "greater-marrowdale")
OPEN: Final = (*CONNECTED, *OTHERS)
UNLABELLED: Final = ("orrisfield", "dyffryn-arlais")  # their departments carry no function: titles decide
REGULARS: Final = tuple(id_ for key, id_ in WHO.items() if key.startswith("regular_"))
IDLE: Final = tuple(id_ for key, id_ in WHO.items() if key.startswith("idle_"))
NOTHING_ON_RECORD: Final = frozenset({*REGULARS, *IDLE})

TITLES_ELSEWHERE: Final = {
    "sme": ("Founder", "Sales Director", "Co-founder and Managing Director", "Business Development Manager"),
    "large_supplier": ("Account Director, Local Government", "Business Partner", "Client Partner"),
    "ecosystem_body": ("Director of Programmes", "Network Manager", "Community Manager"),
    "funder": ("Programme Manager", "Grants Manager"),
    "buying_body": ("Category Manager", "Head of Frameworks"),
    "public_partner": ("Innovation Manager", "Head of Partnerships"),
    "community": ("Coordinator",),
    "central_government": ("Deputy Director, Local Digital", "Policy Adviser"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the generator remembers them; ``organisation`` is empty for who has no post."""

    id: str
    name: str
    organisation: str = ""
    department: str = ""  # key of DEPARTMENTS
    level: str = ""
    budget: tuple[str, ...] = ()


@dataclass(slots=True)
class Region:
    """All rows so far, and who is where."""

    rng: random.Random
    rows: dict[str, list[Row]] = field(default_factory=lambda: {kind: [] for kind in COLUMNS})
    people: dict[str, Person] = field(default_factory=dict)
    staff: dict[str, list[Person]] = field(default_factory=dict)  # organisation -> who is in post there now
    kinds: dict[str, str] = field(default_factory=dict)  # organisation -> kind
    names: list[str] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(101))  # planted people have SR001 to SR030
    declared: dict[str, set[str]] = field(default_factory=dict)  # who declares -> whom

    def add(self, kind_: str, source: str, /, **cells: object) -> None:
        """Add one row, open unless it says otherwise; cells that are no column of that file are left out."""
        common = {"source": f"invented sample data: {source}", "licence": LICENCE}
        cells.setdefault("visibility", "open")
        names = {*COLUMNS[kind_].split(), *COMMON.split()}
        told = {name.rstrip("_"): _text(value) for name, value in cells.items()}  # class_ is a column called class
        self.rows[kind_].append({name: value for name, value in told.items() if name in names} | common)

    def day(self, least: float, most: float) -> str:
        """A weekday between so many months before the as-at date, as text."""
        on = AS_AT - timedelta(days=round(self.rng.uniform(least, most) * DAYS_A_MONTH))
        return (on - timedelta(days=max(0, on.weekday() - 4))).isoformat()

    def at(self, organisation: str, *departments: str) -> list[Person]:
        """Who is in post there now, but for councillors; in these departments, if any are named."""
        there = [p for p in self.staff.get(organisation, []) if p.level != "political"]
        return [p for p in there if p.department in departments] if departments else there

    def some(self, people: Sequence[Person], most: int) -> list[Person]:
        """Some of them, drawn."""
        return self.rng.sample(people, min(most, len(people)))


def main() -> None:
    """Write the region into the folder named on the command line, else into sample_data/region."""
    write(make(), Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)


def make(seed: int = SEED) -> Region:
    """The whole region. The order of the steps matters: each draws from the same stream of random numbers."""
    region = Region(random.Random(seed))
    _organisations_and_posts(region)
    _who_knows_whom(region)
    _evidence(region)
    return region


def write(region: Region, folder: Path) -> None:
    """One CSV for each kind, rows in the order in which they were made."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, columns in COLUMNS.items():
        rows = region.rows[kind]
        used = {name for row in rows for name, value in row.items() if value}
        header = columns.split() + [name for name in COMMON.split() if name in used]
        with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    return "|".join(value) if isinstance(value, list | tuple) else str(value)


# --------------------------------------------------------------------------------- organisations, posts and people


def _organisations_and_posts(region: Region) -> None:
    region.names = _names(region.rng)
    councils(region)
    firms_and_bodies(region)
    planted_people(region)
    council_staff(region)
    former_council(region)
    people_elsewhere(region)
    councillors(region)
    leavers(region)


def _names(rng: random.Random) -> list[str]:
    """Full names, each once."""
    rows = _ingredients("names")
    firsts = [row["first"] for row in rows if row["first"]]
    names = [f"{first} {row['last']}" for row in rows if row["last"] for first in rng.sample(firsts, 4)]
    rng.shuffle(names)
    return names


def councils(region: Region) -> None:
    """Councils with their departments; Marrowdale District closed and Greater Marrowdale came in its place."""
    for row in COUNCILS:
        council = row["organisation_id"]
        region.kinds[council] = "council"
        website = f"https://{council}.example"
        region.add("organisations", "register of councils", **row, kind="council", website=website)
        for key in row["staff"].split()[::2]:
            region.add(
                "departments",
                "structure charts",
                department_id=f"{council}-{key}",
                organisation_id=council,
                name=region.rng.choice(DEPARTMENTS[key]["names"].split("|")),
                function="" if council in UNLABELLED else DEPARTMENTS[key]["function"],
            )


def firms_and_bodies(region: Region) -> None:
    """SMEs of every size, age and legal form, large suppliers, bodies, funders, buyers, partners, communities."""
    for row in [{**firm, "kind": "sme"} for firm in FIRMS] + BODIES:
        id_ = row["organisation_id"]
        region.kinds[id_] = row["kind"]
        region.add("organisations", "directory of firms", **row, website=f"https://{id_}.example")
        for theme in row["themes"].split():
            region.add("offers", "directory of firms", organisation_id=id_, theme=theme)


def hire(
    region: Region,
    organisation: str,
    title: str,
    *,
    department: str = "",
    level: str = "",
    say_level: bool = True,
    budget: Sequence[str] = (),
    planted: str | None = None,
    starts: str = "",
    ends: str = "",
) -> Person:
    """Put somebody in post: a planted person, else the next invented name."""
    id_ = WHO[planted] if planted else f"SR{next(region.numbers)}"
    name = PLANTED[planted]["name"] if planted else region.names.pop()
    person = Person(id_, name, organisation, department, level, tuple(budget))
    email = f"{name.lower().replace(' ', '.')}@{organisation}.example" if region.rng.random() < 0.7 else ""
    region.add("people", "staff directory", person_id=id_, name=name, email=email)
    post(region, person, title, say_level=say_level, starts=starts, ends=ends)
    return person


def post(
    region: Region,
    person: Person,
    title: str,
    *,
    say_level: bool = True,
    starts: str = "",
    ends: str = "",
    **cells: str,
) -> None:
    """One row of posts. About half of them leave the function to their department, or to their title."""
    organisation, key = person.organisation, person.department
    function = "" if organisation in UNLABELLED or not key else DEPARTMENTS[key]["function"]
    function = person.level if person.level == "political" else function if region.rng.random() < 0.5 else ""
    has_departments = region.kinds[organisation] == "council" and key and person.level != "political"
    region.add(
        "posts",
        "structure charts" if has_departments else "staff directory",
        person_id=person.id,
        organisation_id=organisation,
        department_id=f"{organisation}-{key}" if has_departments else "",
        title=title,
        function=function,
        level=person.level if say_level else "",
        budget_for=person.budget,
        starts=starts or region.day(20, 110),
        ends=ends,
        **cells,
    )
    region.people[person.id] = person
    if (not ends or ends >= AS_AT.isoformat()) and person not in region.staff.setdefault(organisation, []):
        region.staff[organisation].append(person)


def planted_people(region: Region) -> None:
    """Everybody planted at a council, and Mossgarth, which is so small that it has no departments on record."""
    for key, row in PLANTED.items():
        if region.kinds[row["organisation"]] == "council":
            place: dict[str, Any] = {name: row[name] for name in ("department", "level", "ends")}
            place |= {"budget": row["budget"].split(), "starts": region.day(60, 120)}
            hire(region, row["organisation"], row["title"], **place, planted=key)
    for title, *budget in (
        ("Head of Planning", "digital-planning"),
        ("Housing Repairs & Maintenance Manager", "damp-and-mould"),
        ("Waste & Recycling Manager", "waste-collection"),
        ("IT Manager",),
    ):
        hire(region, "mossgarth", title, budget=budget)


def council_staff(region: Region) -> None:
    """Fill the departments; budgets are named by theme, held by a director for `any`, or both."""
    for row in COUNCILS:
        words = row["staff"].split()
        for key, number in zip(words[::2], words[1::2], strict=True):
            if not row["ends"]:
                _fill(region, row["organisation_id"], key, int(number), row["budgets"])


def _fill(region: Region, council: str, key: str, number: int, budgets: str) -> None:
    ranks = [rank.split("=") for rank in DEPARTMENTS[key]["titles"].split(";")]
    there = region.at(council, key)
    if any(p.level in ("head", "director") for p in there) and ranks[0][1] in ("head", "director"):
        ranks = ranks[1:]  # the department has its head already
    held = {theme for p in there for theme in p.budget}
    left = [theme for theme in DEPARTMENTS[key]["themes"].split() if theme not in held]
    for n in range(number - len(there)):
        titles, level = ranks[min(n, len(ranks) - 1)]
        budget: list[str] = []
        if key == "executive" and level == "director" and budgets in ("mixed", "any"):
            budget = ["any"]
        elif level != "officer" and (budgets == "named" or (budgets == "mixed" and region.rng.random() < 0.7)):
            budget, left = (left[:2], left[2:]) if n == 0 else (left, [])
        title = region.rng.choice(titles.split("|"))
        if region.rng.random() < 0.06:
            title = f"{region.rng.choice(('Interim', 'Acting', 'Joint'))} {title}"
        starts = region.day(1, 13) if council == "greater-marrowdale" else ""
        say_level = region.rng.random() < 0.65
        hire(region, council, title, department=key, level=level, say_level=say_level, budget=budget, starts=starts)


def former_council(region: Region) -> None:
    """Marrowdale's officers: all posts ended with the council, four people have a new one at its successor."""
    for key, title, level, new_key, new_title, new_level in (
        ("executive", "Chief Executive", "chief_executive", "executive", "Assistant Chief Executive", "director"),
        ("planning", "Head of Planning", "head", "planning", "Head of Planning and Development", "head"),
        ("planning", "Planning Manager", "manager", "", "", ""),
        ("planning", "Planning Officer", "officer", "", "", ""),
        ("housing", "Head of Housing", "head", "housing", "Head of Homes and Repairs", "head"),
        ("housing", "Repairs Manager", "manager", "", "", ""),
        ("customer", "Customer Services Manager", "manager", "digital", "Digital Services Manager", "manager"),
    ):
        person = hire(region, "marrowdale", title, department=key, level=level, ends="2025-03-31")
        if title == "Planning Officer":
            region.rows["posts"][-1]["ends"] = ""  # as real files do: the post ended with its council all the same
        if new_key:
            budget = tuple(DEPARTMENTS[new_key]["themes"].split()[:1])
            moved = Person(person.id, person.name, "greater-marrowdale", new_key, new_level, budget)
            post(region, moved, new_title, starts="2025-04-01")


def people_elsewhere(region: Region) -> None:
    """People of firms and bodies; the planted ones first in their organisation."""
    planted = {row["organisation"]: key for key, row in PLANTED.items()}
    for row in [*FIRMS, *BODIES]:
        organisation = row["organisation_id"]
        titles = TITLES_ELSEWHERE[region.kinds[organisation]]
        for n in range(int(row["people"])):
            key = planted.get(organisation) if n == 0 else None
            hire(region, organisation, PLANTED[key]["title"] if key else region.rng.choice(titles), planted=key)


def councillors(region: Region) -> None:
    """Portfolio holders: political, never officers."""
    for council, title in (
        ("hollowmere", "Cabinet Member for Highways and Climate"),
        ("ambermoor", "Portfolio Holder for Adult Social Care"),
        ("kestrelby", "Cabinet Member for Housing"),
        ("quillbrook", "Leader of the Council"),
        ("tarnholt", "Portfolio Holder for Transport"),
        ("wickenmarsh", "Cabinet Member for Communities"),
    ):
        hire(region, council, title, level="political")


def leavers(region: Region) -> None:
    """People who left, one who changed sides, and three advisers without any post on record."""
    for council, key, title in (
        ("hollowmere", "digital", "Head of Digital Services"),
        ("orrisfield", "innovation", "Head of Transformation and Innovation"),
        ("wickenmarsh", "highways", "Head of Highways"),
        ("kestrelby", "planning", "Head of Planning"),
        ("quillbrook", "innovation", "Head of Change and Innovation"),
    ):
        hire(region, council, title, department=key, level="head", starts="2019-03-04", ends=region.day(3, 20))
    turned = hire(region, "orrisfield", "Head of IT", department="digital", level="head", ends=region.day(8, 12))
    post(region, Person(turned.id, turned.name, "civitrellis"), "Client Partner", starts=region.day(5, 7))
    for _ in range(3):
        adviser = Person(f"SR{next(region.numbers)}", region.names.pop())
        region.people[adviser.id] = adviser
        region.add("people", "delegate lists", person_id=adviser.id, name=adviser.name)


# ------------------------------------------------------------------------------------------------- who knows whom


def _who_knows_whom(region: Region) -> None:
    colleagues(region)
    pockets(region)
    convening_bodies(region)
    linked_firms(region)
    firms_shut_out(region)
    demo_walk(region)
    incumbents(region)
    partners_and_funders(region)
    peers(region)
    regulars_know_everybody_a_little(region)
    convenor(region)
    bridging_bodies(region)
    rows_for_some(region)


def may_meet(region: Region, *people: str) -> bool:
    """Whether ties between all of them leave the planted structure as it is."""
    return all(_may_know(region.people[a], region.people[b]) for a, b in combinations(people, 2))


def _may_know(one: Person, other: Person) -> bool:
    if one.id == other.id:
        return False
    if one.organisation == other.organisation:
        return one.organisation not in POCKETS or (one.department == "innovation") == (other.department == "innovation")
    return _is_door(one) and _is_door(other)


def _is_door(person: Person) -> bool:
    """Whether somebody may have ties outside the own organisation."""
    council = person.organisation
    return council not in SEALED and (council not in DOORS or person.id in DOORS[council])


def know(
    region: Region,
    a: str,
    b: str,
    strength: float | None = None,
    *,
    kind: str = "contact",
    months: tuple[float, float] = (0, 12),
    source: str = "contact list",
    planted: bool = False,
    **cells: object,
) -> None:
    """One row of contacts, unless it would break the structure; only the convenor declares more than thirty."""
    if not planted and not may_meet(region, a, b):
        return
    declares = str(cells.get("said_by") or a)
    if kind == "contact":
        known = region.declared.setdefault(declares, set())
        known.add(b if declares == a else a)
        if len(known) > 30 and declares != WHO["convenor"]:
            known.discard(b if declares == a else a)
            return
    on = region.day(*months)
    region.add("contacts", source, person_a=a, person_b=b, kind=kind, strength=strength, on=on, **cells)


def acquaint(region: Region, a: Person, b: Person, strengths: Sequence[float], source: str) -> None:
    """A contact of one of these strengths, often with a thread beside it, now and then a connection."""
    rng = region.rng
    a, b = (a, b) if rng.random() < 0.5 else (b, a)
    know(region, a.id, b.id, rng.choice(strengths), months=(0, 14), source=source)
    if rng.random() < 0.3:
        know(region, b.id, a.id, kind="thread", months=(0, 8), source="message log, counts only")
    if rng.random() < 0.12:
        know(region, a.id, b.id, kind="connection", months=(2, 40), source="address book")


def colleagues(region: Region) -> None:
    """Colleagues of different departments; outside the pockets innovators know more of them than others do."""
    for council in [row["organisation_id"] for row in COUNCILS]:
        for one, other in combinations(region.at(council), 2):
            chance = 0.35 if one.department == other.department or council in POCKETS else 0.28
            if "innovation" in (one.department, other.department) and council not in POCKETS:
                chance += 0.10
            if region.rng.random() < chance and may_meet(region, one.id, other.id):
                acquaint(region, one, other, (0.3, 0.4, 0.4, 0.5, 0.6), "working groups")
    for council in ("tarnholt", "mossgarth"):
        door = DOORS[council][0]
        for holder in region.at(council):
            if holder.budget and holder.id != door:
                know(region, door, holder.id, 0.5, months=(0, 6), source="working groups")


def pockets(region: Region) -> None:
    """In each siloed council the head of innovation alone knows one who holds a budget, and only just."""
    for council in POCKETS:
        holder = region.rng.choice([p for p in region.at(council) if p.budget and p.department != "innovation"])
        book: dict[str, Any] = {"kind": "connection", "source": "address book", "planted": True}
        know(region, WHO[f"pocket_{council}"], holder.id, months=(10, 14), **book)


def doors(region: Region, council: str) -> list[Person]:
    """Who of a council meets people from outside: innovators, and in open councils some others too."""
    if council in DOORS:
        return [p for p in region.at(council) if p.id in DOORS[council]]
    others = () if council in POCKETS else ("digital", "procurement", "planning", "adults")
    return region.at(council, "innovation", *others)


def _bodies(region: Region) -> list[Person]:
    return [p for row in BODIES if row["kind"] == "ecosystem_body" for p in region.at(row["organisation_id"])]


def _of_firms(region: Region, *how: str) -> list[Person]:
    """People of SMEs that are linked, local or shut out."""
    return [p for row in FIRMS if row["linked"] in how for p in region.at(row["organisation_id"])]


def convening_bodies(region: Region) -> None:
    """People of ecosystem bodies know doors of the councils in their reach, and some of each other."""
    for row in BODIES:
        for person in region.at(row["organisation_id"]):
            for council in row["reach"].split():
                for door in region.some(doors(region, council), 3):
                    acquaint(region, person, door, (0.3, 0.4, 0.5, 0.5), "member lists")
    for one, other in combinations(_bodies(region), 2):
        if region.rng.random() < 0.18:
            acquaint(region, one, other, (0.3, 0.4, 0.5), "member lists")


def linked_firms(region: Region) -> None:
    """Linked firms know bodies and officers of open councils; local ones one council, and little else."""
    open_doors = [p for council in OPEN for p in doors(region, council)]
    for person in _of_firms(region, "linked"):
        for other in region.some(_bodies(region), region.rng.randint(2, 4)):
            acquaint(region, person, other, (0.3, 0.4, 0.5, 0.6), "member lists")
        for other in region.some(open_doors, region.rng.randint(1, 3)):
            acquaint(region, person, other, (0.3, 0.4, 0.5), "meeting notes")
    for person in _of_firms(region, "local"):
        council = region.rng.choice((*OTHERS, *POCKETS, "brackenshaw", "orrisfield"))
        for other in region.some(doors(region, council), 2):
            acquaint(region, person, other, (0.2, 0.3, 0.4), "meeting notes")
        if region.rng.random() < 0.5:
            other = region.rng.choice(_bodies(region))
            know(region, person.id, other.id, kind="connection", months=(3, 30), source="address book")
    for one, other in combinations(_of_firms(region, "linked", "local"), 2):
        if region.rng.random() < 0.04:
            acquaint(region, one, other, (0.2, 0.3, 0.4), "founders' group")


def firms_shut_out(region: Region) -> None:
    """Firms that know at most one another: no officer, no body, nobody who does."""
    shut = _of_firms(region, "shut")
    for one, other in zip(shut[::2], shut[1::2], strict=False):
        know(region, one.id, other.id, 0.5, source="founders' group")
    know(region, shut[1].id, shut[2].id, kind="thread", months=(0, 6), source="message log, counts only")


def demo_walk(region: Region) -> None:
    """Hoarlight to Ambermoor for winter maintenance: two strong steps, other ways, one that only Hoarlight sees."""
    asker, target, champion = WHO["demo_asker"], WHO["winter_budget"], WHO["quiet_champion"]
    body, head = WHO["convenor"], WHO["demo_second_door"]
    know(region, asker, champion, 0.7, months=(1, 2), source="meeting notes, frost survey", class_="verified")
    know(region, asker, champion, kind="thread", months=(0, 1), source="message log, counts only")
    know(region, champion, target, 0.7, months=(0, 1), source="working groups")
    know(region, asker, body, 0.6, months=(1, 3), source="member lists")
    know(region, head, body, 0.6, months=(1, 3), source="member lists")
    know(region, head, target, 0.5, months=(1, 3), source="working groups")
    colleague = next(p.id for p in region.at("ambermoor", "highways") if p.id not in (champion, target))
    know(region, asker, colleague, 0.5, months=(1, 2), source="own notes", visibility="closed", owner="hoarlight")
    know(region, colleague, target, 0.6, months=(1, 2), source="working groups")


def incumbents(region: Region) -> None:
    """Large suppliers know operations and procurement nearly everywhere; half of it only the councils see."""
    known = ("hollowmere", "ambermoor", "kestrelby", "orrisfield", "wickenmarsh", "corrindale", *POCKETS)
    for supplier in [row["organisation_id"] for row in BODIES if row["kind"] == "large_supplier"]:
        for person in region.at(supplier):
            for council in region.rng.sample(known, 4):
                for officer in region.some(region.at(council, "procurement", "highways", "housing", "adults"), 2):
                    hidden: dict[str, Any] = (
                        {"visibility": "closed", "owner": council} if region.rng.random() < 0.5 else {}
                    )
                    source = "contract review notes" if hidden else "supplier day list"
                    know(region, person.id, officer.id, region.rng.choice((0.3, 0.4, 0.5)), source=source, **hidden)
    know(region, WHO["incumbent"], WHO["winter_budget"], 0.6, source="contract review notes")


def partners_and_funders(region: Region) -> None:
    """Funders, buying bodies, public partners, communities and ministries, each with a few ties of their own."""
    for row in BODIES:
        if row["kind"] in ("large_supplier", "ecosystem_body"):
            continue
        for person in region.at(row["organisation_id"]):
            for body in region.some(_bodies(region), 2):
                acquaint(region, person, body, (0.3, 0.4, 0.5), "partner meetings")
            near = [council for council in OPEN if row["organisation_id"].startswith(council)]
            for council in near + region.rng.sample(OPEN, 2):
                for officer in region.some(doors(region, council), 2):
                    acquaint(region, person, officer, (0.2, 0.3, 0.4), "partner meetings")


def peers(region: Region) -> None:
    """Officers of open councils who know their opposite numbers; who has left is still remembered by some."""
    open_ = [p for council in OPEN for p in region.at(council)]
    for one, other in combinations(open_, 2):
        if one.organisation != other.organisation and one.department == other.department and region.rng.random() < 0.07:
            acquaint(region, one, other, (0.2, 0.3, 0.4), "professional network")
    in_post = {p.id for staff in region.staff.values() for p in staff}
    for person in [p for p in region.people.values() if p.id not in in_post]:
        for other in region.some(open_, 4):
            know(region, person.id, other.id, 0.3, months=(6, 26), source="professional network")


def regulars_know_everybody_a_little(region: Region) -> None:
    """The conference regulars have many weak ties, so that measures of position find them."""
    crowd = [p for council in (*OPEN, *POCKETS) for p in doors(region, council)]
    crowd += [p for row in BODIES if row["kind"] != "community" for p in region.at(row["organisation_id"])]
    for regular in REGULARS:
        for other in region.some(crowd, 18):
            know(region, regular, other.id, 0.2, months=(0, 8), source="business cards")


def convenor(region: Region) -> None:
    """One convenor declares 46 contacts, more than thirty: each of them counts for less."""
    centre = WHO["convenor"]
    pool = [p.id for council in (*OPEN, *POCKETS) for p in doors(region, council)]
    pool += [p.id for p in _of_firms(region, "linked")]
    region.rng.shuffle(pool)
    for other in pool:
        if len(region.declared.setdefault(centre, set())) < 46 and other not in region.declared[centre]:
            know(region, other, centre, 0.4, source="convenor's address list", said_by=centre)


def bridging_bodies(region: Region) -> None:
    """Two people of bodies join parts that nobody else joins: Scotland and Wales with England, the north with firms."""
    climate = [p for c in ("strathkellick", "dyffryn-arlais", "corrindale", "orrisfield") for p in doors(region, c)[:2]]
    climate += [region.at(body)[0] for body in ("caledrift", "gwennol", "lagganmoss")]
    north = [p for c in ("fellgarrow", "greater-marrowdale", "brackenshaw") for p in doors(region, c)[:2]]
    north += [p for firm in ("loftling", "caddyloop", "plotmoth", "ledgerleaf") for p in region.at(firm)]
    for key, people in (("bridge_rimefield", climate), ("bridge_ferrymans", north)):
        for other in people:
            know(region, WHO[key], other.id, 0.5, months=(0, 8), source="member lists")


def rows_for_some(region: Region) -> None:
    """What only some see: budgets and logs of councils, lists for members, grant meetings, a share that has expired."""
    for council, key, theme in (
        ("hollowmere", "customer", "customer-contact"),
        ("ambermoor", "adults", "social-care-data"),
        ("wickenmarsh", "flood", "flood-warning"),
    ):
        person = region.at(council, key)[-1]
        region.add(
            "posts",
            "budget book",
            visibility="closed",
            person_id=person.id,
            organisation_id=council,
            department_id=f"{council}-{key}",
            title="Acting Budget Manager",
            budget_for=theme,
            starts=region.day(1, 6),
            owner=council,
        )
    for council in CONNECTED:
        hidden: dict[str, Any] = {"source": "message log, counts only", "visibility": "closed", "owner": council}
        for one, other in region.rng.sample(list(combinations(region.at(council), 2)), 10):
            know(region, one.id, other.id, kind="thread", **hidden)
    clubs = (
        ("openrill", "larkhaven kestrelby", "hoarlight kindlatch permitree dampfinch ringdove", "2027-12-31"),
        ("southering", "fellgarrow", "satchelway binwren", "2026-03-31"),
    )
    for body, councils_, members, until in clubs:
        people = [door for council in councils_.split() for door in doors(region, council)[:6]]
        shared: dict[str, Any] = {
            "visibility": "shared",
            "audience": members.split(),
            "shared_until": until,
            "owner": body,
        }
        for door in people:
            know(region, region.at(body)[-1].id, door.id, 0.6, months=(4, 9), source="members' list", **shared)
    fund: dict[str, Any] = {"visibility": "shared", "audience": CONNECTED, "owner": "lodestar"}
    for person in _of_firms(region, "linked")[:6]:
        know(region, region.at("lodestar")[0].id, person.id, 0.5, source="grant meetings", **fund)


# ------------------------------------------------------------------------------ pilots, buying, events and the rest


def _evidence(region: Region) -> None:
    frameworks_and_programmes(region)
    planted_pilots(region)
    drawn_pilots(region)
    endorsements(region)
    introductions(region)
    events(region)
    challenges(region)
    objections(region)


def frameworks_and_programmes(region: Region) -> None:
    """Seven frameworks, one expired, two that can be joined, one buyer that left; six programmes, one of them full."""
    for row in _ingredients("frameworks"):
        id_ = row["framework_id"]
        region.add("frameworks", "framework register", **row)
        for role in ("supplier", "buyer"):
            for member in row[f"{role}s"].split():
                left = "2026-03-31" if (id_, member) == ("FW-HOMES", "fellgarrow") else ""
                cells = {"framework_id": id_, "organisation_id": member, "role": role}
                region.add("framework_members", "framework register", **cells, starts=row["starts"], ends=left)
    for row in _ingredients("programmes"):
        region.add("programmes", "programme pages", **row)
    for row in _ingredients("phases"):
        region.add("phases", "programme pages", **row)


def pilot(region: Region, cells: Row, people: Iterable[tuple[str, str]], **see: str) -> str:
    """One pilot with its people, but for those who may not meet the ones named before. Returns its id."""
    id_ = f"PL{len(region.rows['pilots']) + 1:02}"
    region.add("pilots", "pilot register", **see, **{**cells, "pilot_id": id_})
    team: list[str] = []
    for person, role in people:
        if person in team or all(may_meet(region, person, other) for other in team):
            cells_ = {"pilot_id": id_, "person_id": person, "role": role, "on": cells["starts"]}
            region.add("pilot_people", "pilot register", **see, **cells_)
            team.append(person)
    return id_


def planted_pilots(region: Region) -> None:
    """Pilots written by hand: of the two champions, the stalled ones, those inside pockets, the six of Warm Roads."""
    ids: dict[str, str] = {}
    for row in _ingredients("pilots"):
        named = [word.split(":") for word in row["people"].split()]
        people = [(_find(region, who), role) for who, role in named]
        ids[row["known_as"] or row["name"]] = pilot(region, {**row, "follows": ids.get(row["follows"], "")}, people)


def _find(region: Region, who: str) -> str:
    """A planted person, the first of a firm, or the first of a department, before others one with a budget."""
    if who in WHO:
        return WHO[who]
    organisation, _, department = who.partition("/")
    there = region.at(organisation, *department.split()) or region.at(organisation)
    free = [p for p in there if p.id not in WHO.values()] or there
    return next((p.id for p in free if p.budget), free[0].id)


ROUTES: Final = (
    "below-threshold purchase",
    "open tender",
    "call-off: Healthy Homes Framework",
    "dynamic market: Digital Places Dynamic Market",
    "",
    "",
    "none",
)
OUTCOMES: Final = ("contract", "completed", "ongoing", "stopped", "contract", "completed", "ongoing", "unknown", "")


def drawn_pilots(region: Region) -> None:
    """Thirty pilots of open councils: every outcome, lineages, roles filled, missing or not known; two are closed."""
    opens = {row["programme_id"]: row["opens"] for row in region.rows["programmes"]}
    paid = {"flood-warning": "PG-WINTER-2", "damp-and-mould": "PG-HOMES", "independent-living": "PG-CARE"}
    last: dict[tuple[str, str], tuple[str, str]] = {}  # council, theme -> start and id of the latest open pilot
    for n in range(30):
        council = (*OPEN, "brackenshaw")[n % 10]
        holders = [p for p in region.at(council) if p.budget and p.budget != ("any",) and p.id not in NOTHING_ON_RECORD]
        theme = region.rng.choice([theme for p in holders for theme in p.budget] or ["digital-planning"])
        # Hoarlight has none at Ambermoor: in the demo it does not yet know who holds the budget there.
        firms = [row for row in FIRMS if theme in row["themes"] and row["linked"] in ("linked", "local")]
        firm = region.rng.choice([row for row in firms if row["organisation_id"] != "hoarlight"])
        outcome = OUTCOMES[n % 9]
        starts, ends = _period(region, council, outcome)
        before, previous = last.get((council, theme), ("", ""))
        missing = "" if outcome == "contract" else {0: "budget_holder", 3: "route_to_buy"}.get(n % 6, "")
        route = region.rng.choice([text for text in ROUTES if text != "none" or outcome != "contract"])
        programme = paid.get(theme, "")
        hidden = n in (10, 21)
        cells = {
            "name": f"{_titled(theme)} with {firm['name'].rsplit(' ', 1)[0]}",
            "council_id": council,
            "supplier_ids": firm["organisation_id"],
            "themes": theme,
            "starts": starts,
            "ends": ends,
            "outcome": outcome,
            "route_to_buy": "none" if missing == "route_to_buy" else route,
            "programme_id": programme if programme and starts >= opens[programme] else "",
            "follows": previous if starts > before else "",
            "known_missing": missing,
            "stall_reason": "the service lost its manager" if outcome == "stopped" else "",
        }
        holder = next((p.id for p in holders if theme in p.budget), "")
        team = _team(region, council, firm["organisation_id"], "" if n % 3 == 0 else holder)
        see = {"visibility": "closed", "owner": council} if hidden else {}
        id_ = pilot(region, cells, team, **see)
        if not hidden and starts > before:
            last[council, theme] = starts, id_


def _period(region: Region, council: str, outcome: str) -> tuple[str, str]:
    if outcome in ("ongoing", ""):
        return region.day(1, 9), "2026-10-30" if outcome == "" else ""
    ends = region.day(1, 5 if council == "greater-marrowdale" else 30)
    starts = date.fromisoformat(ends) - timedelta(days=region.rng.randint(90, 200))
    return starts.isoformat(), ends


def _team(region: Region, council: str, firm: str, holder: str) -> list[tuple[str, str]]:
    """A lead and somebody of the firm, with a holder also an operational owner, and sometimes others."""
    kept = {*NOTHING_ON_RECORD, WHO["quiet_champion"], WHO["loud_champion"], WHO["objects_all"]}
    free = [p for p in region.at(council) if p.id not in kept]
    leads = [p for key in ("innovation", "digital", "planning", "highways") for p in free if p.department == key]
    lead = region.rng.choice([p for p in leads if p.department == leads[0].department])
    team = [(lead.id, "project_lead"), (region.at(firm)[0].id, "supplier_lead")]
    if holder:
        operations = [p for p in free if p.department and DEPARTMENTS[p.department]["function"] == "operations"]
        team += [(holder, "budget_holder"), (region.rng.choice(operations).id, "operational_owner")]
    for key, role in (("executive", "sponsor"), ("procurement", "procurement"), ("data", "data_governance")):
        who = [p.id for p in free if p.department == key]
        team += [(who[0], role)] if who and region.rng.random() < 0.3 else []
    return team


def _titled(theme: str) -> str:
    return theme.replace("-", " ").capitalize()


def endorsements(region: Region) -> None:
    """Six SMEs recommend the quiet champion; large suppliers recommend idle directors, which counts nothing."""
    spoken = {
        "quiet_champion": "verge-and-furrow gullyminder kindlatch lampwright weirkeepers brookpulse",
        "loud_champion": "kindlatch wallbreath carebobbin",
        "coach": "binwren ringdove",
        "idle_hollowmere": "grandbastion omnivale",
        "idle_wickenmarsh": "metroplinth",
    }
    for key, firms in spoken.items():
        for firm in firms.split():
            _endorse(region, WHO[key], firm, in_person=key == "coach" or firm in ("gullyminder", "lampwright"))
    leads = {row["person_id"] for row in region.rows["pilot_people"] if row["role"] == "project_lead"}
    linked = [row["organisation_id"] for row in FIRMS if row["linked"] == "linked"]
    for officer in region.rng.sample(sorted(leads - {WHO[key] for key in spoken}), 14):
        for firm in region.rng.sample(linked, region.rng.randint(1, 2)):
            _endorse(region, officer, firm, in_person=region.rng.random() < 0.3)


def _endorse(region: Region, officer: str, firm: str, *, in_person: bool) -> None:
    said = region.at(firm)[0].id
    cells = {"person_id": officer, "from_organisation_id": firm, "on": region.day(1, 16)}
    by = said if in_person and may_meet(region, officer, said) else ""
    region.add("endorsements", "supplier survey", **cells, from_person_id=by)


def introductions(region: Region) -> None:
    """Requests with every outcome; the open ones are recent, five of them wait with one introducer."""
    champion, coach = WHO["quiet_champion"], WHO["coach"]
    officers = [p.id for council in OPEN for p in region.at(council) if p.id not in NOTHING_ON_RECORD]
    ambermoor = [p.id for p in region.at("ambermoor", "adults", "flood", "school", "digital")]
    hollowmere = [p.id for p in region.at("hollowmere", "housing", "customer")]
    asks = [(champion, region.rng.choice(ambermoor), outcome) for outcome in ("met",) * 6 + ("declined",)]
    asks += [(coach, region.rng.choice(hollowmere), outcome) for outcome in ("met", "met", "met", "no_reply")]
    asks += [(WHO["overloaded"], region.rng.choice(officers), "open") for _ in range(5)]
    for outcome in ("met",) * 18 + ("declined",) * 9 + ("no_reply",) * 13 + ("open",) * 8:
        introducer = region.rng.choice(_bodies(region)).id if region.rng.random() < 0.6 else region.rng.choice(officers)
        asks.append((introducer, region.rng.choice([p for p in officers if p != introducer]), outcome))
    askers = [p.id for p in _of_firms(region, "linked") if p.organisation != "hoarlight"]
    for introducer, target, outcome in asks:
        asker = region.rng.choice(askers)
        tracked = outcome == "open" or introducer in (champion, coach) or region.rng.random() < 0.6
        if may_meet(region, asker, introducer, target):
            region.add(
                "introductions",
                "request log" if tracked else "from memory",
                asker_id=asker,
                introducer_id=introducer,
                target_id=target,
                asked_on=region.day(0.3, 2) if outcome == "open" else region.day(2.5, 20),
                outcome=outcome,
                tracked="yes" if tracked else "no",
            )


# format -> how many, fewest and most people, price, names
EVENTS: Final = {
    "conference": (7, 70, 95, "195 245 295 395 450", "Local Futures Conference|Connected Councils Expo|Places Summit"),
    "showcase": (8, 26, 38, "0 45", "Small Firms Showcase|Pilot Showcase|Demo Afternoon"),
    "roundtable": (11, 8, 11, "0", "Round Table|Problem Table"),
    "hackathon": (5, 14, 22, "0", "Hack Weekend|Build Day"),
    "meeting": (7, 6, 9, "", "Members' Meeting|Working Lunch"),
    "webinar": (6, 35, 50, "0", "Lunchtime Webinar|Show and Tell Online"),
    "report": (6, 3, 5, "", "State of Local Innovation|What We Learned"),
}


def events(region: Region) -> None:
    """Fifty events of all formats; the regulars are at every conference and half of the rest."""
    organisers = [row for row in BODIES if row["kind"] == "ecosystem_body"]
    sponsors = [row["organisation_id"] for row in BODIES if row["kind"] == "large_supplier"]
    for format_, (number, fewest, most, prices, names) in EVENTS.items():
        for n in range(number):
            id_ = f"EV{len(region.rows['events']) + 1:02}"
            organiser = region.rng.choice(organisers)
            theme = list(THEMES)[(n * 3 + len(format_)) % len(THEMES)]
            on = region.day(0.5, 3) if n == 0 else region.day(2, 34)
            region.add(
                "events",
                "event pages",
                event_id=id_,
                name=f"{region.rng.choice(names.split('|'))}: {_titled(theme).lower()} {on[:4]}",
                format=format_,
                on=on,
                organiser_id=organiser["organisation_id"],
                sponsor_ids=region.rng.sample(sponsors, 2) if format_ == "conference" else "",
                themes=theme,
                price_gbp=region.rng.choice(prices.split() or [""]),
                region="" if format_ in ("webinar", "report") else organiser["region"],
            )
            guests = _writers(region) if format_ == "report" else _guests(region, format_)
            for guest in guests[: region.rng.randint(fewest, most)]:
                source = "title page" if format_ == "report" else "delegate lists"
                role = "attended" if format_ == "report" else _role(region, guest)
                region.add("attendance", source, event_id=id_, person_id=guest, role=role)


def _guests(region: Region, format_: str) -> list[str]:
    """Regulars first, then mostly innovators, firms and bodies; at large events people of sealed councils too."""
    large = format_ in ("conference", "webinar", "showcase")
    everybody = [p for people in region.staff.values() for p in people if large or p.organisation not in SEALED]
    usual = ("sme", "ecosystem_body", "large_supplier", "funder")
    likely = [
        p for p in everybody if p.department in ("innovation", "digital") or region.kinds[p.organisation] in usual
    ]
    crowd = [p.id for p in region.rng.sample(likely, 60) + region.rng.sample(everybody, 40 if large else 15)]
    region.rng.shuffle(crowd)
    faces = [p for p in REGULARS if format_ == "conference" or region.rng.random() < 0.5]
    demo = [WHO["demo_asker"], WHO["winter_budget"]] if format_ == "showcase" else []
    quiet = {WHO["quiet_champion"], *REGULARS}
    return list(dict.fromkeys([*faces, *demo, *(p for p in crowd if p not in quiet)]))


def _writers(region: Region) -> list[str]:
    """Who writes reports: people of bodies and a university, and an officer or two of open councils."""
    staff = _bodies(region) + region.at("kestrelby-university") + region.at("lodestar")
    officers = [p for council in ("hollowmere", "kestrelby", "dyffryn-arlais") for p in doors(region, council)]
    people = region.rng.sample(staff, 3) + [p for p in region.rng.sample(officers, 2) if p.id not in REGULARS]
    return [p.id for p in people]


def _role(region: Region, guest: str) -> str:
    chance = region.rng.random()
    if guest in REGULARS:
        return "speaker" if chance < 0.6 else "attended"
    return "speaker" if chance < 0.05 else "registered" if chance > 0.85 else "attended"


def challenges(region: Region) -> None:
    """Problems that councils want solved, most with an owner, some closed, the same theme at several councils."""
    for council in [row["organisation_id"] for row in COUNCILS if not row["ends"]]:
        pairs = [(p, theme) for p in region.at(council) for theme in p.budget if theme != "any"]
        for person, theme in region.rng.sample(pairs, min(len(pairs), 3)):
            starts = region.day(0, 13 if council == "greater-marrowdale" else 20)
            region.add(
                "challenges",
                "challenge lists",
                challenge_id=f"CH{len(region.rows['challenges']) + 1:02}",
                organisation_id=council,
                theme=theme,
                statement=region.rng.choice(THEMES[theme]),
                owner_id=person.id if region.rng.random() < 0.8 else "",
                starts=starts,
                ends=region.day(0, 2) if starts < "2026-01-01" and region.rng.random() < 0.2 else "",
                url=f"https://{council}.example/challenges",
            )


def objections(region: Region) -> None:
    """One objection of each scope."""
    for scope in ("suppliers", "introductions", "all"):
        cells = {"person_id": WHO[f"objects_{scope}"], "scope": scope, "on": region.day(1, 6)}
        region.add("objections", "requests of people", **cells)


if __name__ == "__main__":
    main()
