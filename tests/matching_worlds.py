"""Invented people as several files would write them, with who is who, from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import combinations

import pyarrow as pa

COLUMNS = ("id", "name", "email", "organisation_id", "title", "source")

# given names and surnames, the more common first; drawn by 1/rank, as names are
GIVEN = """
David John Sarah Susan Paul Michael Andrew Emma Karen Mark Peter Claire Robert Christine Stephen Helen James Richard
Julie Jane Elizabeth Margaret Thomas William Nicola Joanne Rachel Matthew Daniel Jennifer Christopher Patricia
Anthony Kevin Rebecca Samantha Alexander Victoria Katherine Deborah Mohammed Gillian Philip Timothy Nicholas
Benjamin Samuel Joseph Ann Anne Pamela Amina Kwame Siân Niamh Gareth Rhiannon Zoë Ngozi Harpreet Yusuf Fiona Eilidh
Callum Aoife Tomasz Agnieszka Xiulan Priya Imran Farida Olu Blessing Dilwyn Tadhg Morwenna Bronagh Anjali Emeka
Catriona Hamish Petra Verity Solomon Leila
""".split()
SURNAMES = """
Smith Jones Taylor Brown Williams Wilson Davies Evans Thomas Johnson Roberts Walker Wright Robinson Thompson White
Hughes Edwards Green Hall Wood Harris Lewis Martin Jackson Clarke Clark Patel Khan Scott Turner Hill Moore Cooper
Ward Morris King Watson Baker Harrison Morgan Allen Young Begum Ali O'Neill O'Brien McDonald Singh Kaur Hussain Shah
Murphy Lloyd-Jones Fitzgerald
""".split()
BEGINS = """
Ash Black Brad Burn Cold Dal Den Dun Farn Glen Gran Hart Haw Hol Horn Kirk Lang Mal Mel Nor Oak Pem Rad Sed Stan Sut
""".split()
ENDS = """
acre bank beck bourne brook by combe croft dale field ford gate ham hurst land ley low mere more ridge shaw stead
ton well
""".split()
TITLES = (
    """
Head of Highways|Highways Engineer|Planning Officer|Senior Planning Officer|Social Worker|Senior Social Worker
Director of Place|Director of Adult Social Care|Chief Digital Officer|Head of IT|ICT Operations Manager
Innovation Manager|Head of Transformation|Category Manager|Head of Procurement|Finance Manager|Director of Finance
Accountant|Solicitor|Head of Legal Services|Data Protection Officer|Information Governance Manager|Councillor
Cabinet Member for Housing|Housing Officer|Housing Options Manager|Environmental Health Officer
Waste Services Manager|Parking Manager|Parks Manager|Chief Executive|Programme Manager|Project Officer
Business Partner|Policy Officer|Head of Policy|Communications Manager|HR Adviser|Customer Services Manager
Library Manager|Benefits Officer|Revenues Manager|Climate Change Officer|Head of Economic Development
Service Designer|Product Manager|Data Analyst|Enterprise Architect|Commissioning Manager|Public Health Consultant
Traffic Engineer|Street Lighting Engineer|Licensing Officer|Building Control Surveyor
""".strip()
    .replace("\n", "|")
    .split("|")
)
PROMOTED = {
    "Manager": "Senior Manager",
    "Officer": "Senior Officer",
    "Head of": "Assistant Director of",
    "Engineer": "Principal Engineer",
}
SHORT = {
    "David": "Dave", "Robert": "Bob", "Andrew": "Andy", "Michael": "Mike", "Stephen": "Steve", "James": "Jim",
    "Richard": "Rick", "Thomas": "Tom", "William": "Bill", "Matthew": "Matt", "Daniel": "Dan",
    "Jennifer": "Jenny", "Christopher": "Chris", "Elizabeth": "Liz", "Katherine": "Kate", "Deborah": "Debbie",
    "Nicholas": "Nick", "Samantha": "Sam", "Benjamin": "Ben",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person in one post."""

    number: int
    given: str
    surname: str
    employer: str
    title: str
    address: str


@dataclass
class World:
    """Rows of two tables, and who each id is."""

    chance: random.Random
    people: list[Somebody] = field(default_factory=list)
    rows: dict[str, list[tuple[str | None, ...]]] = field(default_factory=lambda: {"new": [], "known": []})
    who: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)  # who got an address as it is; namesakes get a number

    def table(self, side: str) -> pa.Table:
        columns = zip(*self.rows[side], strict=True) if self.rows[side] else [()] * len(COLUMNS)
        return pa.table({name: pa.array(column, pa.string()) for name, column in zip(COLUMNS, columns, strict=True)})

    @property
    def true_pairs(self) -> set[tuple[str, str]]:
        """Pairs of ids of one person, at least one of them new."""
        ids: dict[int, list[str]] = {}
        for id_, number in self.who.items():
            ids.setdefault(number, []).append(id_)
        return {
            pair
            for those in ids.values()
            for pair in combinations(sorted(those), 2)
            if any(id_.startswith("new") for id_ in pair)
        }


def world(size: int, *, seed: int, employers: int | None = None, files: int = 2) -> World:
    """``size`` people, most of them on record and about half in each of some new files."""
    made = World(random.Random(seed))
    made.people = [_somebody(made.chance, n, employers or max(size // 25, 4)) for n in range(size)]
    for one in made.people:
        if made.chance.random() < 0.75:
            _write(made, one, "known", "")
        for file in range(files):
            if made.chance.random() < 0.5:
                _write(made, one, "new", f"file {file}")
    return made


def draw(chance: random.Random, names: list[str]) -> str:
    """One of the names, the nth 1/(n + 19) times as often."""
    return chance.choices(names, weights=[1 / (n + 20) for n in range(len(names))])[0]


def surname(chance: random.Random) -> str:
    """One of the common surnames in three cases of ten, else one put together."""
    return draw(chance, SURNAMES) if chance.random() < 0.3 else chance.choice(BEGINS) + chance.choice(ENDS)


def _somebody(chance: random.Random, number: int, employers: int) -> Somebody:
    given, family = draw(chance, GIVEN), surname(chance)
    employer = (
        f"org{min(int(chance.paretovariate(0.7)), employers)}"
        if chance.random() < 0.5
        else (f"org{chance.randrange(employers)}")
    )
    local = f"{given}.{family}" if sum(map(ord, employer)) % 2 else f"{given[0]}{family}"
    local = local.lower().replace("'", "").replace("ë", "e").replace("â", "a")
    return Somebody(number, given, family, employer, chance.choice(TITLES), f"{local}@{employer}.gov.uk")


def _write(made: World, one: Somebody, side: str, file: str) -> None:
    """A row as a file would have it."""
    chance = made.chance
    id_ = f"{side}-{len(made.rows[side]):06}"
    taken = made.first.setdefault(one.address, one.number) != one.number
    address: str | None = one.address.replace("@", f"{one.number}@") if taken else one.address
    employer: str | None = one.employer
    luck = chance.random()
    if luck > 0.45:
        address = None
    elif luck < 0.03:
        address = f"info@{one.employer}.gov.uk"
    elif luck < 0.08:
        address = f"{one.given}{one.number}@gmail.com".lower()
    title: str | None = one.title
    luck = chance.random()
    if luck < 0.05:
        title = None
    elif luck < 0.1:
        title = next((title.replace(a, b) for a, b in PROMOTED.items() if a in one.title), one.title)
    elif luck < 0.108:
        title, address = chance.choice(TITLES), None  # another post than before
    elif luck < 0.2:
        title = f"Interim {title}" if "of" in one.title else one.title.upper()
    if side == "new" and chance.random() < 0.004:
        employer, address = f"org{chance.randrange(9)}", None  # moved
    made.rows[side].append((id_, _written(one, chance, typed=side == "new"), address, employer, title, file))
    made.who[id_] = one.number


def _written(one: Somebody, chance: random.Random, *, typed: bool) -> str:
    """The name in one of its usual forms; a name that somebody typed has a misspelling or an initial now and then."""
    given, family = one.given, one.surname
    if chance.random() < 0.15:
        given = SHORT.get(given, given)
    luck = chance.random()
    if luck < 0.002:
        return f"{given} {surname(chance)}"  # married
    if typed and luck < 0.01:
        return f"{given} {misspelt(family, chance)}"
    if typed and luck < 0.02:
        return f"{given[0]} {family}"
    forms = ["{g} {f}"] * 10 + [
        "{f}, {g}",
        "{F} {g}",
        "Dr {g} {f}",
        "{g} {f} MBE",
        "Mrs {g} {f}",
        "{g} {m}. {f}",
        "{G} {F}",
    ]
    middle = "ABCDEFGHJKLM"[one.number % 12]  # always the same for one person
    form = chance.choice([*forms, "{f}, {g} (Cllr)"] if "Councillor" in one.title else forms)
    return form.format(g=given, f=family, G=given.upper(), F=family.upper(), m=middle)


def misspelt(word: str, chance: random.Random) -> str:
    """One letter dropped, doubled, swapped or changed, never the first."""
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + chance.choice("aeiourstn") + word[at + 1 :],
        ]
    )
