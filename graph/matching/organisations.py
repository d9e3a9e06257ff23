"""Which organisations of new files are on record: sure pairs, and pairs that a person should look at.

In this order:

1. A text that names nobody ("Public", "Council", "Self-employed", "N/A", "Digital Services") matches nothing.
2. Equal company numbers are one company, whatever it is called now.
3. A council is one with a council of exactly that name, style and all, whose code is no other, and with nothing else:
   neither with a place, a trading arm, a pension fund, nor with anything that is merely alike. What a text means as a
   council is for ``loaders.councils`` to say, which knows them all.
4. Equal names without legal form, accents and "the" are one organisation if nothing speaks against it: other company
   numbers, other legal forms ("Ltd", "LLP"), other websites, another organisation of that name on one side,
   look-alike letters, a council on one side only, a school or a church without more. Then they are asked. The same
   goes for aliases.
5. Names that are near by letters, or one that begins the other, are asked, the likest first; never joined. A website
   that both have makes such a pair likelier.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

import pyarrow as pa
from rapidfuzz import fuzz

from graph import vocabulary as v
from graph.matching.candidates import nearest
from graph.matching.consistency import Judged, Place, holding_together
from graph.matching.organisation import Organisation, is_styled, organisations, stands_in_many_places
from graph.matching.pair import Pair, handful

_CODE = re.compile(r"[A-Z]\d{8}")  # of the Office for National Statistics: one for each council
_FIGURES = re.compile(r"[0-9]+")
_CROWD: Final = 50  # organisations of one name: nobody can tell which is meant
_NEAR: Final = 8  # nearest names that are looked at
_ALIKE: Final = 0.8  # likeness by letters from which a pair is asked; tried on misspelt names of firms
_HOST_ALIKE: Final = 0.55  # the same with one website


def match_organisations(new: pa.Table, known: pa.Table) -> list[Pair]:
    """Pairs of new organisations with known ones and with each other, by ids; equal ids are one already.

    Text columns ``id``, ``name``, ``kind``, ``aliases`` (separated by "|"), ``company_number``, ``website``,
    ``council_kind``; all but id and name may be null.
    """
    everyone = organisations(new, known)
    named = _by_name(everyone)
    pairs = {*_same_number(everyone), *_sharing(named), *_near_by_letters(everyone, named)}
    found = {
        (a, b): judged
        for a, b in sorted(pairs)
        if (everyone[a].is_new or everyone[b].is_new) and (judged := _judge(everyone[a], everyone[b], named, everyone))
    }
    return handful(holding_together(found, [one.lists for one in everyone], lambda i, j: False))


def _by_name(everyone: Sequence[Organisation]) -> dict[str, list[int]]:
    named: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(everyone):
        for name in one.names:
            named[name].append(place)
    return dict(named)


def _same_number(everyone: Sequence[Organisation]) -> Iterator[Place]:
    numbered: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(everyone):
        if one.number:
            numbered[one.number].append(place)
    for places in numbered.values():
        if len(places) <= _CROWD:
            yield from combinations(places, 2)


def _sharing(named: dict[str, list[int]]) -> Iterator[Place]:
    for places in named.values():
        if len(places) <= _CROWD:
            yield from combinations(places, 2)


def _numbered_apart(one: str, other: str) -> bool:
    """Whether both names hold figures, and not the same: "Depot 7" is not "Depot 8"."""
    ours, theirs = _FIGURES.findall(one), _FIGURES.findall(other)
    return bool(ours and theirs) and ours != theirs


def _near_by_letters(everyone: Sequence[Organisation], named: dict[str, list[int]]) -> Iterator[Place]:
    """Pairs of names that are near; councils are left out, since likeness says nothing about them."""
    names = [name for name, places in named.items() if not all(everyone[place].is_council for place in places)]
    left = [name for name in names if any(everyone[place].is_new for place in named[name])]
    near = nearest(left, names, top=_NEAR)
    for a, b in zip(near.left.tolist(), near.right.tolist(), strict=True):
        if (
            left[a] != names[b]
            and not _numbered_apart(left[a], names[b])
            and len(named[left[a]]) * len(named[names[b]]) <= _CROWD
        ):
            yield from (
                (min(one, other), max(one, other))
                for one in named[left[a]]
                for other in named[names[b]]
                if one != other
            )


def _judge(
    one: Organisation, other: Organisation, named: dict[str, list[int]], everyone: Sequence[Organisation]
) -> Judged | None:
    if one.number and one.number == other.number:
        return _judged(one, other, [f"Both have the company number {one.number}."], [], 1.0)
    shared = [name for name in one.names if name in other.names]
    if one.is_council or other.is_council:
        return _councils(one, other, shared)
    if not shared:
        return _alike(one, other)
    own = one.names[0] == other.names[0]
    against = [*_against(one, other), *_others_called_so(one, other, shared, named, everyone)]
    if not {one.names[0], other.names[0]} & set(shared):
        against.append("Neither goes by that name first.")
    for_ = ["Both have the same name." if own else f'A name of one is a name of the other: "{shared[0]}".']
    if one.host and one.host == other.host:
        for_.append(f"Both have the website {one.host}.")
    elif stands_in_many_places(shared[0]):
        against.append("Many places have one of that name.")
    return _judged(one, other, for_, against, 1.0 if own else 0.95)


def _judged(one: Organisation, other: Organisation, for_: list[str], against: list[str], worth: float) -> Judged:
    """Sure if nothing speaks against it; each reason against takes from the likeness."""
    likeness = round(max(worth - 0.1 * len(against), 0.0), 3)
    pair = Pair(one.id, other.id, "open" if against else "same", tuple(for_), tuple(against), likeness)
    return Judged(pair, bool(against))


def _councils(one: Organisation, other: Organisation, shared: list[str]) -> Judged | None:
    """Councils by their whole name alone; beside anything else an equal name is asked."""
    own = {*one.names[:1], *other.names[:1]}
    styled = [name for name in shared if name in own and is_styled(name)]
    if not styled:
        return None
    against = []
    if _CODE.fullmatch(one.id) and _CODE.fullmatch(other.id):
        against.append(f"They have two codes: {one.id} / {other.id}.")
    if not (one.is_council and other.is_council):
        against.append("Only one of them is on record as a council.")
    if one.council_kind and other.council_kind and one.council_kind != other.council_kind:
        against.append(f"They are councils of two kinds: {one.council_kind} / {other.council_kind}.")
    if one.letters != other.letters:
        against.append("One name is written with letters that only look like those of the other.")
    return _judged(one, other, [f'Both are called "{styled[0]}".'], against, 1.0)


def _against(one: Organisation, other: Organisation) -> Iterator[str]:
    """What speaks against two of one name."""
    if one.number and other.number:
        yield f"Their company numbers differ: {one.number} / {other.number}."
    if one.forms and other.forms and one.forms != other.forms:
        yield f"Their legal forms differ: {', '.join(sorted(one.forms))} / {', '.join(sorted(other.forms))}."
    if one.host and other.host and not _one_site(one.host, other.host):
        yield f"Their websites differ: {one.host} / {other.host}."
    if one.letters != other.letters:
        yield "One name is written with letters that only look like those of the other."
    if one.kind and other.kind and one.kind != other.kind and not {one.kind, other.kind} <= v.SUPPLIER_KINDS:
        yield f"They are of different kinds: {one.kind} / {other.kind}."


def _one_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _others_called_so(
    one: Organisation,
    other: Organisation,
    shared: list[str],
    named: dict[str, list[int]],
    everyone: Sequence[Organisation],
) -> list[str]:
    """Whether one side has another of that name: then which of them is meant is not sure."""
    places = {place for name in shared for place in named[name]}
    others = [everyone[place] for place in sorted(places) if everyone[place].id not in (one.id, other.id)]
    on_record = [third for third in others if third.is_known]
    if on_record and (one.is_known or other.is_known):
        return [f"Another organisation on record is called so: {on_record[0].text}."]
    return []


def _alike(one: Organisation, other: Organisation) -> Judged | None:
    """Near by letters: a question, or nothing."""
    likeness, ours, theirs = max(
        ((_likeness(a, b), a, b) for a in one.names for b in other.names), default=(0.0, "", "")
    )
    same_host = bool(one.host) and one.host == other.host
    if likeness < (_HOST_ALIKE if same_host else _ALIKE):
        return None
    for_ = [f'Their names are alike: "{ours}" / "{theirs}".']
    if same_host:
        for_.append(f"Both have the website {one.host}.")
    contradicting = list(_against(one, other))
    worth = min(0.9 * likeness + 0.15 * same_host, 0.95)
    judged = _judged(one, other, for_, ["Their names are not equal.", *contradicting], worth)
    return judged._replace(contradicted=bool(contradicting))


def _likeness(one: str, other: str) -> float:
    """0 to 1 by letters, in any order of words; a name that begins the other counts as alike."""
    by_letters = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other), fuzz.ratio(*map(_joined, (one, other))))
    short, long = sorted((one, other), key=len)
    begins = long.startswith(f"{short} ") and len(short) > 3 and "council" not in long.split()
    return max(by_letters / 100, 0.82 if begins else 0.0)


def _joined(name: str) -> str:
    return name.replace(" ", "")
