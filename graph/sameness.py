"""Who is judged to be the same: verdicts on pairs of ids become groups that a view shows under one id.

A verdict is a statement like any other: never a merge of rows, so it can be taken back, and two viewers may see two
answers. Of several on one pair one stands: verified (a person judged) before inferred (found by the matcher), then the
later. Groups are made of the pairs that stand as ``same``, surest and oldest first; one that would join two ids that
stand as ``different`` is left out, for a wrong merge is worse than a question. A council is joined with names of
unknown kind alone: what only a council may see must not hang on a verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import pyarrow as pa

from graph.statements import DESCRIBES, KINDS
from graph.vocabulary import CLASSES

MATCHES: Final = {"person": "person_matches", "organisation": "organisation_matches"}  # thing -> kind of its verdicts
Pair = tuple[str, str]  # two ids, the smaller first


def standing(thing: str, judged: pa.Table) -> dict[Pair, int]:
    """For each pair the row whose verdict stands, the surest and oldest first; the table is as a store streams it."""
    one, other = (column.name for column in KINDS[MATCHES[thing]].columns[:2])
    columns = [judged.column(name).to_pylist() for name in (one, other, "class", "seq", "row", "id")]
    ranked: dict[Pair, tuple[tuple[int, int, int, str], int]] = {}
    for place, (a, b, known_by, seq, row, id_) in enumerate(zip(*columns, strict=True)):
        if a == b:
            continue
        rank = (CLASSES.index(known_by) if known_by in CLASSES else len(CLASSES), -seq, -row, id_)
        pair = (a, b) if a < b else (b, a)
        if pair not in ranked or rank < ranked[pair][0]:
            ranked[pair] = (rank, place)
    order = sorted(ranked, key=lambda pair: (ranked[pair][0][0], *(-n for n in ranked[pair][0][1:3]), pair))
    return {pair: ranked[pair][1] for pair in order}


def pairs_the_same(thing: str, judged: pa.Table) -> list[Pair]:
    """The pairs that stand as the same, the surest and oldest first."""
    verdicts = judged.column("verdict").to_pylist()
    return [pair for pair, place in standing(thing, judged).items() if verdicts[place] == "same"]


def groups(
    thing: str, judged: pa.Table, may_join: Callable[[set[str], set[str]], bool] = lambda one, other: True
) -> list[set[str]]:
    """Ids that are shown as one, in sets of two or more; sets that may not be joined stay apart whatever was judged."""
    verdicts = judged.column("verdict").to_pylist()
    stands = {pair: verdicts[place] for pair, place in standing(thing, judged).items()}
    apart: dict[str, set[str]] = defaultdict(set)
    for (a, b), verdict in stands.items():
        if verdict == "different":
            apart[a].add(b)
            apart[b].add(a)

    def may(one: set[str], other: set[str]) -> bool:
        return all(apart[member].isdisjoint(other) for member in one) and may_join(one, other)

    group = joined((pair for pair, verdict in stands.items() if verdict == "same"), may)
    return [members for members in {id(found): found for found in group.values()}.values() if len(members) > 1]


def asked_once(thing: str, judged: pa.Table) -> dict[Pair, int]:
    """The same, each open question once: not for another id of one person, nor where it was judged for another."""
    stands = standing(thing, judged)
    verdicts = judged.column("verdict").to_pylist()
    first_of = {id_: min(group) for group in groups(thing, judged) for id_ in group}

    def between(pair: Pair) -> frozenset[str]:
        return frozenset(first_of.get(id_, id_) for id_ in pair)

    answered = {between(pair) for pair, place in stands.items() if verdicts[place] != "open"}
    asked = dict[Pair, int]()
    for pair, place in stands.items():
        if verdicts[place] == "open":
            if between(pair) in answered:
                continue
            answered.add(between(pair))
        asked[pair] = place
    return asked


def joined(
    pairs: Iterable[Pair], may_join: Callable[[set[str], set[str]], bool] = lambda one, other: True
) -> dict[str, set[str]]:
    """For each id all that pairs join it to, over any number of steps, itself among them; earlier pairs come first."""
    group: dict[str, set[str]] = {}
    for a, b in pairs:
        one, other = group.setdefault(a, {a}), group.setdefault(b, {b})
        if one is not other and may_join(one, other):
            small, large = sorted((one, other), key=len)
            large |= small
            group.update(dict.fromkeys(small, large))
    return group


def councils_alone(kinds: Mapping[str, str], viewer: str | None) -> Callable[[set[str], set[str]], bool]:
    """Whether two sets of organisations may be one; ``kinds``: what each is, by its own rows.

    Not two councils; not a council and what is known to be something else, nor whoever looks and is no council.
    """
    not_unknown = {id_ for id_, kind in kinds.items() if kind not in ("council", "unknown")}

    def may_join(one: set[str], other: set[str]) -> bool:
        both = one | other
        councils = sum(kinds.get(id_) == "council" for id_ in both)
        others = any(id_ in not_unknown or (id_ == viewer and kinds.get(id_) != "council") for id_ in both)
        return councils == 0 or (councils == 1 and not others)

    return may_join


def closed_over(ids: Iterable[str], group: Mapping[str, set[str]]) -> set[str]:
    """These ids and all that are joined to them; ``group`` as ``joined`` makes it."""
    found = set(ids)
    return found.union(*(group[id_] for id_ in found if id_ in group))


def shown_as(thing: str, members: list[set[str]], described: pa.Table, first: str | None) -> Mapping[str, str]:
    """For each id of a group but one, the one under which all are shown.

    That is ``first`` where it is among them, else the id that the earliest load described, then the smallest.
    """
    since: dict[str, int] = {}
    wanted = {id_ for group in members for id_ in group}
    ids, seqs = (
        described.column(KINDS[DESCRIBES[thing]].columns[0].name).to_pylist(),
        described.column("seq").to_pylist(),
    )
    for id_, seq in zip(ids, seqs, strict=True):
        if id_ in wanted:
            since[id_] = min(since.get(id_, seq), seq)
    shown: dict[str, str] = {}
    for group in members:
        head = min(group, key=lambda id_: (id_ != first, since[id_], id_))
        shown |= {id_: head for id_ in group if id_ != head}
    return shown
