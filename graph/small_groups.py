"""Which groups are told as one, so that no figure is about fewer than five people (to outsiders), or firms?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from graph import definitions as d

Key = TypeVar("Key", bound=Any)  # can be sorted


def told_as_one(size: Mapping[Key, int], also: Collection[Key] = ()) -> set[Key]:
    """Groups of fewer than five and ``also``; while they are too few together, the smallest besides joins them.

    Equal ones go by key. Fewer than five in all stay too few: nothing may be told of them.
    """
    found = {key for key, many in size.items() if many < d.SMALL_GROUP or key in also}
    for key in sorted(size.keys() - found, key=lambda key: (size[key], key)):
        if found and sum(size[one] for one in found) < d.SMALL_GROUP:
            found.add(key)
    return found
