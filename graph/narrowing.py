"""Which officers have to do with a council, a theme, a region, a function?"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.derived import Derived
from graph.holders import officer_posts
from graph.scene import Scene
from graph.vocabulary import FUNCTIONS


def among(
    whole: Derived,
    told: Scene,
    *,
    council: str | None = None,
    theme: str | None = None,
    region: str | None = None,
    function: str | None = None,
) -> np.ndarray:
    """The officers whom all filters let pass, a mask; council, region and function may be those of different posts.

    ``told``: a scene of the same viewpoint that holds the challenges. What nobody has lets nobody pass.
    """
    posts, organisations = whole.posts, whole.scene.things("organisations")
    passing = posts.officers.copy()
    if council is not None:
        passing &= posts.anyone(officer_posts(whole, council))
    if region is not None:
        there = pc.equal(organisations.column("region"), region).fill_null(False).to_numpy()
        passing &= posts.anyone(posts.officer & there[posts.organisation])
    if function is not None:
        passing &= posts.anyone(posts.officer & (posts.function == FUNCTIONS.index(function)))
    if theme is not None:
        passing &= _on_theme(whole, told, theme)
    return passing


def _on_theme(whole: Derived, told: Scene, theme: str) -> np.ndarray:
    """Who has a budget for a theme or for any, a role in a pilot on it, or a challenge on it."""
    posts, pilots, challenges = whole.posts, whole.pilots, told.things("challenges")
    budget = _lists(posts.table.column("budget_for"), theme) | _lists(posts.table.column("budget_for"), "any")
    found = posts.anyone(posts.officer & budget)
    found[pilots.person[_lists(pilots.table.column("themes"), theme)[pilots.pilot]]] = True
    owners = whole.scene.numbers(challenges.filter(pc.equal(challenges.column("theme"), theme)).column("owner_id"))
    found[owners[owners >= 0]] = True
    return found


def _lists(column: pa.ChunkedArray, word: str) -> np.ndarray:
    joined = pc.binary_join_element_wise("", column, "", "|")
    return np.asarray(pc.match_substring(joined, f"|{word}|").fill_null(False).to_numpy(), bool)
