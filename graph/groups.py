"""Groups of people, such as an event's list: pairs inside a group, and groups that a pair shares.

Nobody projects a whole list onto pairs unless every pair of it counts: 388,000 attendances would make 27 million pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def distinct(keys: np.ndarray) -> np.ndarray:
    """The different values, sorted; many times faster than ``np.unique`` where there are millions."""
    keys = np.sort(keys)
    return keys[np.r_[True, keys[1:] != keys[:-1]]] if len(keys) else keys


@dataclass(frozen=True)
class Groups:
    """Who is in which group: members of group g are ``member[ptr[g]:ptr[g + 1]]``, sorted."""

    ptr: np.ndarray
    member: np.ndarray
    group: np.ndarray

    @staticmethod
    def of(group: np.ndarray, member: np.ndarray, *, groups: int | None = None, once: bool = True) -> Groups:
        """Lists from pairs, each pair once."""
        width = int(member.max(initial=0)) + 1
        keys = group.astype(np.int64) * width + member
        keys = distinct(keys) if once else np.sort(keys)
        of, member = keys // width, keys % width
        count = groups if groups is not None else int(of.max(initial=-1)) + 1
        return Groups(np.searchsorted(of, np.arange(count + 1)), member.astype(np.int32), of.astype(np.int32))

    @property
    def size(self) -> np.ndarray:
        return np.diff(self.ptr)

    def members(self, group: int) -> np.ndarray:
        return self.member[self.ptr[group] : self.ptr[group + 1]]

    def only(self, which: np.ndarray) -> Groups:
        """The same with all groups emptied but these."""
        keep = which[self.group]
        sizes = np.where(which, self.size, 0)
        return Groups(np.r_[0, np.cumsum(sizes)], self.member[keep], self.group[keep])

    def pairs(self, around: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Every pair inside a group, first < second, with its group; only pairs with an end marked in ``around``."""
        ones, others, groups = [], [], []
        for k in np.unique(self.size[self.size >= 2]):
            which = np.flatnonzero(self.size == k)
            block = self.member[self.ptr[which][:, None] + np.arange(k)]
            i, j = np.triu_indices(int(k), 1)
            one, other, group = block[:, i].ravel(), block[:, j].ravel(), np.repeat(which, len(i))
            if around is not None:
                near = around[one] | around[other]
                one, other, group = one[near], other[near], group[near]
            ones.append(one)
            others.append(other)
            groups.append(group)
        return _joined(ones), _joined(others), _joined(groups)

    def shared(self, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each pair the groups that hold both: places of the pairs, and the groups."""
        order = np.lexsort((self.group, self.member))
        member, group = self.member[order], self.group[order]
        low, high = np.searchsorted(member, a, "left"), np.searchsorted(member, a, "right")
        counts = high - low
        which = np.repeat(np.arange(len(a)), counts)
        offsets = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        groups = group[np.repeat(low, counts) + offsets]
        width = np.int64(max(len(self.ptr), 1))
        there = np.isin(b[which].astype(np.int64) * width + groups, member.astype(np.int64) * width + group)
        return which[there], groups[there]


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.zeros(0, np.int32), *parts]).astype(np.int32)
