"""What was loaded, judged, taught and changed, by whom, and how is it taken back?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import InputError
from graph.history import DEEDS, ENTERED, Deed
from graph.requests import STATE
from graph.scene import Scene
from graph.statements import KINDS
from graph.view import View
from queries.answer import Asked, count

PAGE = 20
_WHO = re.compile(rf"{ENTERED} by (.+?)(?: on \d{{4}}-\d\d-\d\d at .*)?")
_VERDICTS = {"same": "are the same", "different": "are different", "later": "are left for later", "open": "may be one"}
_NOT_SEEN = "something that this viewer may not see"


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done, and the id by which it is undone."""

    load: str
    what: str  # loaded, judged, taught, mapped, edited
    words: str
    who: str  # "" where it is not told
    at: str  # ISO date and time, UTC
    rows: int  # statements that it brought and nobody had before
    known: int  # that it brought again


@dataclass(frozen=True, slots=True)
class History:
    """A page of everything that was done, newest first."""

    asked: Asked
    summary: str
    done: tuple[Done, ...]
    first: int  # place of the first one shown, from 0
    total: int
    counts: Mapping[str, int]  # what -> how many there are


def ask(view: View, *, what: str | None = None, first: int = 0, most: int = PAGE) -> History:
    """From place ``first`` on; ``what``: only loaded, judged, taught, mapped or edited. Reads the loads shown alone."""
    if what is not None and what not in DEEDS:
        raise InputError(f'"{what}" is nothing that is done. There are: {", ".join(DEEDS)}.')
    told = view.history(what=what, first=first, most=most)
    names = _Names(told.scene)
    done = tuple(_done(deed, names) for deed in told.deeds)
    return History(Asked.of(view.viewpoint), _summary(told.counts), done, first, told.total, told.counts)


def _summary(counts: Mapping[str, int]) -> str:
    parts = [f"{number} {what}" for what, number in counts.items() if number]
    return f"{', '.join(parts).capitalize()}. Each can be taken back." if parts else "Nothing has been done yet."


class _Names:
    """Names of what an entry names; an id that is not seen has none."""

    def __init__(self, scene: Scene) -> None:
        self._names: dict[str, dict[str, str]] = {}
        for thing, kind in (("person", "people"), ("organisation", "organisations"), ("pilot", "pilots")):
            table = scene.things_as_stored(kind)
            ids = table.column(KINDS[kind].columns[0].name).to_pylist()
            self._names[thing] = dict(zip(ids, table.column("name").to_pylist(), strict=True))

    def of(self, thing: str, id: str) -> str:
        """The name, else the id."""
        return self._names[thing].get(id, id)


def _done(deed: Deed, names: _Names) -> Done:
    load = deed.load
    return Done(load.id, deed.what, _words(deed, names), _who(deed, names), load.at, load.added, load.known)


def _who(deed: Deed, names: _Names) -> str:
    for told in deed.statements:
        said = told.cells.get("judged_by") or told.cells.get("taught_by")
        if not said and (found := _WHO.fullmatch(told.source)):
            said = found[1]
        if said:
            return names.of("organisation", said)
    return ""


def _words(deed: Deed, names: _Names) -> str:
    begin = f"{deed.what.capitalize()}: "
    if deed.what == "loaded":
        known = f", {deed.load.known:,} known already" if deed.load.known else ""
        return f"{begin}{deed.load.title}: {deed.load.added:,} rows{known}.{_compared(deed.verdicts)}"
    if not deed.statements:
        return f"{begin}{_NOT_SEEN}."
    said = [_SAY.get(told.kind, _row)(told.cells, names) for told in deed.statements]
    said += [_NOT_SEEN] if deed.hidden else []
    return begin + "; ".join(dict.fromkeys(said)) + "."


def _compared(verdicts: Mapping[str, int]) -> str:
    same, asked = verdicts.get("same", 0), verdicts.get("open", 0)
    told = [f"put together {count(same, 'pair')} of ids"] if same else []
    told += [f"asks about {count(asked, 'pair')}"] if asked else []
    return f" The matcher {' and '.join(told)}." if told else ""


def _judged(cells: Mapping[str, str], names: _Names) -> str:
    thing = "person" if "person_a" in cells else "organisation"
    one, other = (names.of(thing, cells[f"{thing}_{end}"]) for end in "ab")
    why = f", because: {cells['why'].rstrip('.')}" if "why" in cells else ""
    return f"{one} and {other} {_VERDICTS[cells['verdict']]}{why}"


def _taught(cells: Mapping[str, str], names: _Names) -> str:
    labels = " and ".join(cells[name].replace("_", " ") for name in ("function", "level") if name in cells)
    where = {"council": " at councils", "elsewhere": " outside councils"}.get(cells["where"], "")
    return f'"{cells["phrase"]}" means {labels or "nothing"}{where}'


def _mapped(cells: Mapping[str, str], names: _Names) -> str:
    return f"what the columns of {cells['name']} mean"


def _person(cells: Mapping[str, str], names: _Names) -> str:
    return cells["name"] + (f", {cells['email']}" if "email" in cells else "")


def _post(cells: Mapping[str, str], names: _Names) -> str:
    who, where = names.of("person", cells["person_id"]), names.of("organisation", cells["organisation_id"])
    period = [f"{word} {cells[name]}" for word, name in (("from", "starts"), ("until", "ends")) if name in cells]
    return " ".join([f"{who} as {cells['title']} at {where}", *period])


def _in_pilot(cells: Mapping[str, str], names: _Names) -> str:
    role = cells["role"].replace("_", " ")
    return f"{names.of('person', cells['person_id'])} as {role} of {names.of('pilot', cells['pilot_id'])}"


def _pilot(cells: Mapping[str, str], names: _Names) -> str:
    route = f", route to buy {cells['route_to_buy']}" if "route_to_buy" in cells else ""
    return f"the pilot {cells['name']}{route}"


def _request(cells: Mapping[str, str], names: _Names) -> str:
    three = [names.of("person", cells[end]) for end in ("asker_id", "introducer_id", "target_id")]
    state = STATE.get(cells.get("outcome", ""), "of unknown outcome")
    return f"{three[0]} asks {three[1]} to introduce {three[2]}: {state}"


def _met(cells: Mapping[str, str], names: _Names) -> str:
    return f"{names.of('person', cells['person_a'])} met {names.of('person', cells['person_b'])}"


def _row(cells: Mapping[str, str], names: _Names) -> str:
    return cells.get("name") or cells.get("title") or "a row"


_SAY = {
    "person_matches": _judged,
    "organisation_matches": _judged,
    "titles": _taught,
    "mappings": _mapped,
    "people": _person,
    "posts": _post,
    "pilot_people": _in_pilot,
    "pilots": _pilot,
    "introductions": _request,
    "contacts": _met,
}
