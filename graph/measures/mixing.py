"""Ties within and between groups: of everybody together (E-I index), and how widely each person's are spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from graph.posts import POLITICAL, Posts
from graph.snapshot import Adjacency
from graph.vocabulary import LEVELS

NO_GROUP = -1


@dataclass(frozen=True, slots=True)
class Mixing:
    """Ties between people who both have a group."""

    internal: int
    external: int
    ei: float | None  # -1: all inside groups, 1: all between them; None without such ties
    expected: float | None  # the same if ties fell at random on the people who have a group; None with fewer than two


def mixing(ties: Adjacency, group: np.ndarray) -> Mixing:
    """E-I index (Krackhardt & Stern 1988) beside its chance value ``1 - 2 sum n_g (n_g - 1) / (n (n - 1))``.

    ``group`` numbers the group of each person, ``NO_GROUP`` for none; the index says little without its chance value,
    which rises with the number of groups.
    """
    one, other = group[ties.owners], group[ties.neighbour]
    both = (one != NO_GROUP) & (other != NO_GROUP)
    internal = int((both & (one == other)).sum()) // 2
    external = int(both.sum()) // 2 - internal
    sizes = np.bincount(group[group != NO_GROUP])
    people = int(sizes.sum())
    expected = 1 - 2 * int((sizes * (sizes - 1)).sum()) / (people * (people - 1)) if people > 1 else None
    found = internal + external
    return Mixing(internal, external, (external - internal) / found if found else None, expected)


def participation(ties: Adjacency, group: np.ndarray) -> np.ndarray:
    """``1 - sum (s_o / s)^2`` over the groups of each person's contacts: 0 if all are of one group, near 1 if of many.

    Contacts without a group are left out of both sums; NaN if nobody is left. Guimerà & Amaral 2005.
    """
    owner, other = ties.owners, group[ties.neighbour]
    known = other != NO_GROUP
    shape = (len(group), int(group.max(initial=0)) + 1)
    into = csr_array((ties.strength[known], (owner[known], other[known])), shape=shape)  # equal places are summed
    into.sum_duplicates()
    whole = np.bincount(owner[known], ties.strength[known], minlength=len(group))
    of = np.repeat(np.arange(len(group)), np.diff(into.indptr))
    with np.errstate(invalid="ignore"):  # nobody left: 0 / 0
        return 1 - np.bincount(of, into.data**2, minlength=len(group)) / whole**2


def homes(posts: Posts) -> np.ndarray:
    """Position of the organisation of each person's highest current post, ``NO_GROUP`` without one.

    Equal levels go by the organisation's id; political and unknown come last, as in every order of levels.
    """
    home = np.full(posts.people, NO_GROUP, np.int32)
    held = np.flatnonzero(posts.current)
    last = LEVELS.index(POLITICAL)
    level = np.where(posts.level[held] < 0, last, posts.level[held])
    held = held[np.lexsort((posts.organisation[held], level))][::-1]
    home[posts.person[held]] = posts.organisation[held]  # of several, the last written stays: the highest
    return home
