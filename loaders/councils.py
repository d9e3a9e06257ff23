"""Which council a name in a file means: by code, exact name, alias or the margin rule, else it is asked.

A wrong match is worse than ten questions, so likeness alone never decides: it only orders the suggestions. The margin
rule matches "Croydon Council" to the London Borough of Croydon because the whole core of the name ("croydon") is the
core of exactly one council of that day, and the style ("council") does not speak against it. "Durham City Council" is
asked: the only Durham of the register is a county. So is a bare place ("Leeds"), a name with any other word in it
(a pension fund, a school, a parish), and a name that joins two councils.

A council that did not exist on the day given is asked too. Without a day, today decides between namesakes ("Somerset
Council" is today's, not the county council of before 2023), and a former council still answers to its exact name.
"""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from rapidfuzz import fuzz, process

from graph import vocabulary as v
from graph.errors import InputError
from graph.identity import CouncilName, normalise, split_council_name
from graph.statements import KINDS

REGISTER: Final = Path(__file__).with_name("councils_uk") / "councils.csv"
REGISTER_VARIABLE: Final = "CHAMPIONS_COUNCILS"  # environment: a newer register to use instead
ATTRIBUTION: Final = (
    "Councils: mySociety, UK local authority names and codes 1.6.1 (July 2025), CC BY 4.0, "
    "https://github.com/mysociety/uk_local_authority_names_and_codes. Changed by us: our columns and kinds of council, "
    "dates and regions mended, damaged and ambiguous aliases left out, Welsh names added. "
    "Contains public sector information licensed under the Open Government Licence v3.0."
)

How = Literal["code", "exact name", "alias", "margin rule", "asked", "none"]

_CODE = re.compile(r"[ENSW]\d{8}")
_SUGGESTED: Final = 5
# likeness of 100 from which a name is suggested (tried on the misspelt aliases of the source); it decides nothing
_NAMES_ALIKE: Final = 85.0
_CORES_ALIKE: Final = 70.0
_BEGINS_ALIKE: Final = 80.0  # "Kingston" for Kingston upon Thames
# words of bodies that are no principal council, whatever place they are named after
_OTHER_BODIES: Final = frozenset(
    "town parish community school schools academy academies college university nhs hospital police constabulary "
    "fire rescue ambulance trust ltd limited plc llp cic group pension fund charity church diocese association "
    "housing homes consortium board partnership museum theatre".split()
)
_SMALL: Final = frozenset({"and", "of", "the", "on", "upon"})
_INITIALS = re.compile(r"(.+?)\s*\(([A-Z]{2,7})\)")
_JOINS = re.compile(r"\band\b|&|\+|/|,")


@dataclass(frozen=True, slots=True)
class Match:
    """What a name was taken for, and why; with ``organisation_id`` None the user is asked, or nothing is near."""

    organisation_id: str | None
    how: How
    reason: str
    suggestions: tuple[tuple[str, str], ...] = ()  # (name, id), best first
    register_row: Mapping[str, str] | None = field(default=None, compare=False)  # cells of an organisations row


class OtherOrganisation(NamedTuple):
    """An organisation that is on record beside the register; ``aliases`` as a tuple."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """An organisation with all that its names say."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    starts: date | None
    ends: date | None
    replaced_by: tuple[str, ...]
    cores: frozenset[str]
    styles: frozenset[str]
    row: Mapping[str, str] | None

    def on_record(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)

    @property
    def years(self) -> str:
        since = f"since {self.starts}" if self.starts else ""
        return " ".join(filter(None, (since, f"until {self.ends}" if self.ends else "")))


class CouncilFinder:
    """Finds the council that a text means, in the register and among organisations already on record."""

    def __init__(self, register: Path | None = None, others: Iterable[OtherOrganisation] = ()) -> None:
        """``register``: a file like ours to use instead; else the one the environment names, else the shipped one."""
        councils = _register(register or Path(os.environ.get(REGISTER_VARIABLE) or REGISTER))
        own = {other.id: _other(other) for other in (OtherOrganisation(*one) for one in others)}
        self._known = {**councils, **{id_: _with_row(one, councils.get(id_)) for id_, one in own.items()}}
        self._on_record = frozenset(own)
        # a council of the register that is on record may have come with another name, so it goes before no other
        self._own = frozenset(own.keys() - councils.keys())
        self._codes: dict[str, str] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._cores: dict[str, set[str]] = defaultdict(set)
        self._made: dict[str, set[str]] = defaultdict(set)  # names of organisations that the register comes before
        self._search: dict[tuple[str, str], str] = {}  # (id, name) -> normalised name, to compare by likeness
        for one in sorted(self._known.values(), key=lambda one: one.kind == v.UNKNOWN_KIND):
            self._add(one)
        self._memo: dict[tuple[str, date | None, bool], Match] = {}

    def _add(self, one: _Known) -> None:
        if _CODE.fullmatch(one.id):
            self._codes[one.id] = one.id
        if one.row and one.row.get("gss_code"):
            self._codes.setdefault(one.row["gss_code"], one.id)
        made = one.kind == v.UNKNOWN_KIND and any(self._known[id_].row for id_ in self._may_mean(one.name))
        (self._made if made else self._names)[normalise(one.name)].add(one.id)
        self._search[(one.id, one.name)] = normalise(one.name)
        for alias in one.aliases:
            if _CODE.fullmatch(alias):  # a former code
                self._codes.setdefault(alias, one.id)
                continue
            if one.kind != "council" or split_council_name(alias).styles:  # a bare place is no council
                self._aliases[normalise(alias)].add(one.id)
            self._search[(one.id, alias)] = normalise(alias)
        for core in one.cores:
            self._cores[core].add(one.id)

    def row(self, organisation_id: str) -> Mapping[str, str] | None:
        """The register's row of a council, as cells of an organisations statement; None if it has none."""
        known = self._known.get(organisation_id)
        return known.row if known else None

    def successors(self, organisation_id: str) -> list[str]:
        """Ids of the councils that came after one, theirs too, as far as the register knows; [] for an open one."""
        found: list[str] = []
        left = [organisation_id]
        while left:
            known = self._known.get(left.pop())
            after = [id_ for id_ in known.replaced_by if id_ not in found] if known else []
            found += after
            left += after
        return found

    def day_decides(self, text: str) -> bool:
        """Whether what a text means may differ from day to day: something that it may mean began or ended on one."""
        parts = [text, *_halves(text)]
        if initials := _INITIALS.fullmatch(text.strip()):
            parts.append(initials[1])
        return any(self._known[id_].starts or self._known[id_].ends for part in parts for id_ in self._may_mean(part))

    def _may_mean(self, text: str) -> set[str]:
        name, whole = split_council_name(text), normalise(text)
        ids = self._names.get(whole, set()) | self._aliases.get(whole, set())
        if name.styles and (same_core := self._cores.get(name.core)):
            ids = ids | same_core | self._ids_of_longer(name)
        return ids

    def find(self, text: str, on: date | None = None, *, suggest: bool = True) -> Match:
        """What ``text`` means on that day (the day on which it was written; None: today).

        ``suggest=False`` leaves out what is merely alike, which takes most of the time, for names of any kind of body.
        """
        key = (text, on, suggest)
        if key not in self._memo:
            if len(self._memo) > 100_000:
                self._memo.clear()
            self._memo[key] = self._find(text.strip(), on, suggest=suggest)
        return self._memo[key]

    def _find(self, text: str, on: date | None, *, suggest: bool = False) -> Match:
        """Whoever files named without saying what it is answers to the name of a council where no council does.

        So a name that was asked about keeps its organisation when it comes again, and takes nobody else's.
        """
        match = self._find_described(text, on, suggest)
        made = self._made.get(normalise(text)) if match.organisation_id is None else None
        return self._choose(text, "exact name", made, on) if made else match

    def _find_described(self, text: str, on: date | None, suggest: bool) -> Match:
        name = normalise(text)
        if not name or name in ("na", "n a"):
            return Match(None, "none", "No name is given.")
        if _CODE.fullmatch(text.upper()):
            return self._by_code(text.upper())
        if text in self._on_record:
            return self._match(text, "code", f'"{text}" is an id on record.')
        if ids := self._names.get(name):
            return self._choose(text, "exact name", ids, on)
        if ids := self._aliases.get(name):
            return self._choose(text, "alias", ids, on)
        day = on or date.today()
        return (
            self._by_margin(text, day)
            or self._with_initials(text, on)
            or self._both_languages(text, on)
            or self._ask(text, day, suggest)
        )

    def _by_code(self, code: str) -> Match:
        id_ = self._codes.get(code)
        if id_ is None:
            return Match(None, "none", f"No council of the register has or had the code {code}.")
        former = "" if id_ == code else f", a former code of {self._known[id_].name}"
        return self._match(id_, "code", f"Code {code}{former}.")

    def _choose(self, text: str, how: How, ids: set[str], on: date | None) -> Match:
        """Among those of exactly this name: what is on record before the register, who existed that day, else ask."""
        day = on or date.today()
        called = sorted(ids & self._own or ids)
        alive = [id_ for id_ in called if self._known[id_].on_record(day)]
        if len(alive) > 1:
            return self._asked(f'More than one organisation is called "{text}".', alive)
        one = self._known[(alive or called)[0]]
        if alive or (on is None and len(called) == 1):
            former = "" if alive else f", a former council ({one.years})"
            kind = "an alias" if how == "alias" else "the exact name"
            return self._match(one.id, how, f'"{text}" is {kind} of {self._named(one.id)}{former}.')
        # nobody of that name existed that day: perhaps a council of that core did ("Somerset Council" in 2015)
        if (margin := self._by_margin(text, day)) and margin.organisation_id:
            return margin
        reason = f"{self._named(one.id)} did not exist on {day} ({one.years})."
        return self._asked(reason, [*called, *self._successors(one, day)])

    def _by_margin(self, text: str, day: date) -> Match | None:
        """The one council of that day whose core is the whole core of the text and whose styles do not disagree."""
        name = split_council_name(text)
        if not name.styles:
            return None
        same_core = [self._known[id_] for id_ in sorted(self._cores.get(name.core, ()))]
        fitting = [one for one in same_core if _styles_agree(name, one)]
        alive = [one for one in fitting if one.on_record(day)]
        own = [one for one in alive if one.id in self._own]
        if len(alive) == 1 and not own and (longer := self._longer(name, day)):
            return self._asked(f'"{text}" may mean more than one council.', [one.id for one in (*alive, *longer)])
        if len(own or alive) == 1:
            one = (own or alive)[0]
            reason = f'"{text}": {one.name} is the only council of {day} named after "{name.core}".'
            return self._match(one.id, "margin rule", reason)
        if alive:
            return self._asked(f'"{text}" may mean more than one council.', [one.id for one in alive])
        if fitting:
            after = [id_ for one in fitting for id_ in self._successors(one, day)]
            reason = f"{self._named(fitting[0].id)} did not exist on {day} ({fitting[0].years})."
            return self._asked(reason, [*(one.id for one in fitting), *after])
        if same_core:
            reason = f'"{text}" is not {same_core[0].name}: their styles differ.'
            return self._asked(reason, [one.id for one in same_core])
        return None

    def _longer(self, name: CouncilName, day: date) -> list[_Known]:
        """Others of that day for which it may be short: Newcastle-under-Lyme beside Newcastle (upon Tyne)."""
        longer = [self._known[id_] for id_ in sorted(self._ids_of_longer(name))]
        return [one for one in longer if one.on_record(day) and _styles_agree(name, one)]

    def _ids_of_longer(self, name: CouncilName) -> set[str]:
        starts = tuple(f"{name.core} {word} " for word in ("in", "on", "under"))
        ids = {id_ for core, those in self._cores.items() if core.startswith(starts) for id_ in those}
        return ids - self._cores.get(name.core, set())

    def _with_initials(self, text: str, on: date | None) -> Match | None:
        """ "Warwickshire County Council (WCC)": initials of the very name may follow it, nothing else."""
        if not (parts := _INITIALS.fullmatch(text)):
            return None
        name, initials = parts.groups()
        words = normalise(name).split()
        if initials.lower() not in ("".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SMALL)):
            return None
        found = self._find(name, on)
        return self._match(found.organisation_id, "margin rule", found.reason) if found.organisation_id else None

    def _both_languages(self, text: str, on: date | None) -> Match | None:
        """ "Cyngor Abertawe / Swansea Council": both halves must mean the same council."""
        halves = _halves(text)
        if len(halves) != 2:
            return None
        found = {self._find(half, on).organisation_id for half in halves}
        if len(found) == 1 and (id_ := found.pop()):
            return self._match(id_, "margin rule", f'Both halves of "{text}" mean {self._named(id_)}.')
        return None

    def _ask(self, text: str, day: date, suggest: bool) -> Match:
        name = split_council_name(text)
        words = set(normalise(text).split())
        if bare := self._cores.get(name.core):
            reason = f'"{text}" is a place, not a council: write the name of the council, or its code.'
            return self._asked(reason, sorted(bare, key=lambda id_: (not self._known[id_].on_record(day), id_)))
        if other := sorted(words & _OTHER_BODIES):
            reason = f'"{text}" is no principal council: "{other[0]}" says that it is another body.'
            return Match(None, "none", reason)
        if joined := self._joined(text):
            reason = f'"{text}" names more than one council: give one row to each.'
            return self._asked(reason, joined)
        suggested = self._alike(text, day) if suggest else []
        if suggested:
            names = " or ".join(f'"{self._known[id_].name}"' for id_ in suggested[:2])
            return self._asked(f'No council is called "{text}". Did you mean {names}?', suggested)
        return Match(None, "none", f'No council is called "{text}".')

    def _joined(self, text: str) -> list[str]:
        """Councils named one after the other: "Coventry and Milton Keynes councils"."""
        parts = [split_council_name(re.sub(r"(?i)\bcouncils\b", "council", part)) for part in _JOINS.split(text)]
        found = [sorted(self._cores.get(part.core, ())) for part in parts]
        if sum(map(bool, found)) < 2:
            return []
        return list(dict.fromkeys(id_ for ids in found for id_ in ids if self._known[id_].ends is None))

    def _alike(self, text: str, day: date) -> list[str]:
        """Ids of the nearest names, best first; those that existed that day before the others."""
        name, core = normalise(text), split_council_name(text).core
        best: dict[str, float] = defaultdict(float)
        for _, score, (id_, _name) in process.extract(
            name, self._search, scorer=fuzz.ratio, limit=25, score_cutoff=_NAMES_ALIKE
        ):
            best[id_] = max(score, best[id_])
        for known, score, _ in process.extract(
            core, list(self._cores), scorer=fuzz.ratio, limit=25, score_cutoff=_CORES_ALIKE
        ):
            for id_ in self._cores[known]:
                best[id_] = max(score, best[id_])
        for known, ids in self._cores.items():
            if known.startswith(f"{core} "):
                for id_ in ids:
                    best[id_] = max(_BEGINS_ALIKE, best[id_])
        for words in _beginnings(name):  # a department: "Suffolk County Council Passenger Transport"
            for id_ in self._names.get(words, ()):
                best[id_] = 100.0
        return sorted(best, key=lambda id_: (-round(best[id_], 6), not self._known[id_].on_record(day), id_))

    def _successors(self, one: _Known, day: date) -> list[str]:
        """Who followed it or shares its core, and existed that day."""
        near = {id_ for core in one.cores for id_ in self._cores[core]} | set(one.replaced_by)
        return [id_ for id_ in sorted(near - {one.id}) if id_ in self._known and self._known[id_].on_record(day)]

    def _asked(self, reason: str, ids: Iterable[str]) -> Match:
        unique = list(dict.fromkeys(ids))[:_SUGGESTED]
        return Match(None, "asked", reason, tuple((self._known[id_].name, id_) for id_ in unique))

    def _match(self, id_: str, how: How, reason: str) -> Match:
        return Match(id_, how, reason, (), self._known[id_].row)

    def _named(self, id_: str) -> str:
        return f"{self._known[id_].name} ({id_})"


@lru_cache(maxsize=1)
def finder() -> CouncilFinder:
    """A finder over the register alone, made once."""
    return CouncilFinder()


def _halves(text: str) -> list[str]:
    return [half.strip() for half in re.split(r"\s*[/|]\s*|\s+[-–—]\s+", text) if half.strip()]


def _beginnings(name: str) -> list[str]:
    words = name.split()
    return [" ".join(words[:n]) for n in range(len(words) - 1, 1, -1)]


def _styles_agree(name: CouncilName, one: _Known) -> bool:
    """Whether nothing in the styles of a text speaks against this council."""
    if one.kind != "council":
        return False
    is_combined = "combined" in one.styles
    if ("combined" in name.styles) != is_combined:
        return False
    special = set(name.special_styles) - {"combined"}
    if "cc" in special:
        special.remove("cc")
        if not one.styles & {"county", "city"}:
            return False
    return special <= one.styles


def _cores(names: Iterable[str]) -> frozenset[str]:
    """Cores by which the margin rule may find it; none for the Greater London Authority or the City Corporation.

    Their cores ("greater london", "london") would take the Greater London Council and every "London Council".
    """
    split = [split_council_name(name) for name in names]
    if not split[0].styles or "corporation" in split[0].styles:
        return frozenset()
    return frozenset(one.core for one in split)


def _all_styles(names: Iterable[str], council_kind: str, code: str) -> frozenset[str]:
    """Styles by which a council may be called: those of its names, and what its kind adds."""
    styles = {style for name in names for style in split_council_name(name).styles} - {"cc"}
    if styles & {"metropolitan borough", "london borough", "royal borough"}:
        styles.add("borough")
    if council_kind == "district":
        styles.add("district")  # boroughs and cities among them are districts by law; parishes never are
    if code.startswith("E08"):
        styles |= {"metropolitan borough", "metropolitan district", "borough", "district"}
    if code.startswith("E09"):
        styles |= {"london borough", "borough"}
    return frozenset(styles)


def _known(row: Mapping[str, str], *, register_row: Mapping[str, str] | None) -> _Known:
    names = (row["name"], *filter(None, row.get("aliases", "").split("|")))
    code = row.get("gss_code", "")
    texts = [name for name in names if not _CODE.fullmatch(name)]
    return _Known(
        id=row["organisation_id"],
        name=row["name"],
        kind=row["kind"],
        aliases=names[1:],
        starts=_day(row.get("starts", "")),
        ends=_day(row.get("ends", "")),
        replaced_by=tuple(filter(None, row.get("replaced_by", "").split("|"))),
        cores=_cores(texts),
        styles=_all_styles(texts, row.get("council_kind", ""), code),
        row=register_row,
    )


def _other(one: OtherOrganisation) -> _Known:
    return _Known(
        one.id,
        one.name,
        one.kind,
        one.aliases,
        one.starts,
        one.ends,
        (),
        _cores((one.name, *one.aliases)),
        _all_styles((one.name, *one.aliases), "", one.id),
        None,
    )


def _with_row(own: _Known, council: _Known | None) -> _Known:
    """An organisation on record that the register knows too keeps all names of both."""
    if council is None:
        return own
    extra = (own.name, *own.aliases) if own.name != council.name else own.aliases
    return _Known(
        council.id,
        council.name,
        council.kind,
        tuple(dict.fromkeys((*council.aliases, *extra))),
        council.starts,
        council.ends,
        council.replaced_by,
        council.cores | own.cores,
        council.styles | own.styles,
        council.row,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=4)
def _register(path: Path) -> dict[str, _Known]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise InputError(f"The register of councils cannot be read: {path.name}: {error.strerror}.") from error
    needed = {"organisation_id", "name", "kind"}
    if not rows or not needed <= rows[0].keys():
        raise InputError(f"{path.name} is no register of councils: it needs {', '.join(sorted(needed))} and a row.")
    cells = set(KINDS["organisations"].cells)
    known: dict[str, _Known] = {}
    for number, row in enumerate(rows, start=2):
        kept = {name: value for name, value in row.items() if name in cells and value}
        if kept.get("kind") not in v.ORGANISATION_KINDS or not kept.get("organisation_id") or not kept.get("name"):
            raise InputError(f"{path.name}, row {number}: id, name or kind is missing or unknown.")
        try:
            one = _known({**kept, "aliases": kept.get("aliases", "")}, register_row=kept)
        except ValueError as error:
            raise InputError(f"{path.name}, row {number}: {error}. Write dates as YYYY-MM-DD.") from error
        known[one.id] = one
    return known
