"""Which names are near which: our search for candidates beside all pairs by rapidfuzz, on one processor each."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process

from bench.figures import Figure, span
from bench.setting import Setting
from graph.matching.candidates import nearest
from graph.matching.people import match_people

NAMES = 20_000
_TOP = 10
_EMPLOYERS = 400
_T = TypeVar("_T")
_ROWS = 1_000  # of the matrix of rapidfuzz at a time
_GIVEN = (
    "ada alan amina andrew anjali ann aoife barbara bethan brian callum carol catriona chidi clare colin daniel david "
    "deborah derek dilwyn edward eilidh elaine emeka emma farida fergus fiona gareth george grace hamish harpreet "
    "helen ian imran isla ivana jacek james jane janet jason joan john joseph karen keith kevin kofi kwame laura "
    "leila linda lorcan louise lucy malcolm marcin margaret maria mark mary megan michael moira nadia naveen ngozi "
    "niamh nigel oliver oonagh orla osian pamela patricia paul peter petra philip piotr priya rachel rhiannon richard "
    "robert roisin ruth sally samina sanjeev sarah seren simon sorcha stephen sunita susan tadhg thomas tobias tomasz "
    "una verity wei wendy yasmin yetunde yusuf zainab zofia"
).split()
_BEGINS = (
    "ash ald bain bal bar beck bel bir black brad bram bren brom bur cal carl chad cold cram cul dal den der dun east "
    "elm farn fen gar glen gran hal hart haw hen hol horn kel kil kirk lang lin mac mal mar mel mid mor nor oak old "
    "pem pen quin rad red rock sal sed shel stan stock sut thorn tat up wal war west whit wil win wood wyn yar york"
).split()
_ENDS = (
    "acre bank beck bourne bridge brook burn bury by combe cote croft dale den don er field ford gate ham hill holme "
    "hurst land ley low man mere mond mouth over ridge rick shaw sley son stead sted stock stone ter thorpe ton vey "
    "wall ward well wick wood worth"
).split()


def matching(setting: Setting) -> Iterator[Figure]:
    """Time on the processor for as many names as ``setting.size``, at most 20,000, and how many find their own."""
    left, right = pairs_of_names(min(setting.size, NAMES))
    times, recalls = [], []
    for _ in range(min(setting.repeats, 3)):  # in turns, so that a busy machine slows both
        spent, recall = _timed(lambda: _found(left, right))
        yardstick, other_recall = _compared(left, right)
        times.append((spent, yardstick))
        recalls.append((recall, other_recall))
    ours, theirs = np.median(times, axis=0)
    recall, other_recall = recalls[0]
    cdist = f"rapidfuzz.process.cdist, {other_recall:.3f} in its {_TOP} best: {span(theirs)}"
    yield Figure(
        "matching",
        f"{len(left):,} names beside {len(right):,}: the {_TOP} nearest of each, {recall:.3f} of them find their own",
        span(ours),
        cdist,
        float(np.median([a / b for a, b in times])),
        0.5,
        note="processor time",
    )
    yield Figure("matching", "names that do not find their own", "", "", 100 * (1 - recall), 4, "%")
    new, known = _staff("new", left), _staff("known", right)
    whole, pairs = _timed(lambda: match_people(new, known))
    yield Figure(
        "matching",
        f"the same as people of {_EMPLOYERS} employers, judged with reasons: {len(pairs):,} sure or to be asked",
        span(whole),
        cdist,
        whole / theirs,
        note="processor time",
    )


def _staff(side: str, names: Sequence[str]) -> pa.Table:
    """People of these names, each at an employer; nothing else is known of them."""
    places = range(len(names))
    return pa.table(
        {
            "id": [f"{side}{place}" for place in places],
            "name": list(names),
            "organisation_id": [f"employer {place % _EMPLOYERS}" for place in places],
        }
    )


def pairs_of_names(count: int, *, seed: int = 5) -> tuple[list[str], list[str]]:
    """Distinct names on the right, and on the left the same ones as people write them.

    A fifth each: surname first, an initial for the given name, the same, one letter wrong, two letters wrong.
    """
    chance = random.Random(seed)
    names: dict[str, None] = {}
    while len(names) < count:
        surname = chance.choice(_BEGINS) + chance.choice(_ENDS)
        names[f"{chance.choice(_GIVEN)} {surname}"] = None
    return [_varied(name, place % 5, chance) for place, name in enumerate(names)], list(names)


def _varied(name: str, way: int, chance: random.Random) -> str:
    given, surname = name.split(" ")
    if way == 0:
        return f"{surname} {given}"
    if way == 1:
        return f"{given[0]} {surname}"
    for _ in range(way - 2):
        name = _misspelt(name, chance)
    return name


def _misspelt(name: str, chance: random.Random) -> str:
    """One letter dropped, doubled, swapped with the next or changed; never a space."""
    at = chance.choice([place for place in range(len(name) - 1) if " " not in name[place : place + 2]])
    before, letter, after = name[:at], name[at], name[at + 1 :]
    return chance.choice(
        [
            before + after,
            before + letter + letter + after,
            before + after[0] + letter + after[1:],
            before + chance.choice("abcdefghijklmnopqrstuvwxyz") + after,
        ]
    )


def _found(left: Sequence[str], right: Sequence[str]) -> float:
    near = nearest(left, right, top=_TOP)
    return float((near.left == near.right).sum()) / len(left)


def _compared(left: Sequence[str], right: Sequence[str]) -> tuple[float, float]:
    """Processor time of ``cdist`` alone, with words sorted beforehand, and its recall."""
    ours, theirs = ([" ".join(sorted(name.split())) for name in names] for names in (left, right))
    spent, found = 0.0, 0
    for at in range(0, len(ours), _ROWS):
        rows = ours[at : at + _ROWS]
        compare = partial(process.cdist, rows, theirs, scorer=fuzz.ratio, dtype=np.uint8, score_cutoff=60, workers=1)
        took, scores = _timed(compare)
        spent += took
        own = scores[np.arange(len(rows)), np.arange(at, at + len(rows))]
        better = (scores > own[:, None]).sum(axis=1)
        found += int(((own > 0) & (better < _TOP)).sum())
    return spent, found / len(left)


def _timed(act: Callable[[], _T]) -> tuple[float, _T]:
    start = time.process_time()
    result = act()
    return time.process_time() - start, result
