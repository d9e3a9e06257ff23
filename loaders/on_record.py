"""Which ids stand for something: described in this load, in the store, or in the register of councils."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from graph.statements import DESCRIBES
from graph.store import Store
from loaders.parts import Part

_TEXT = pa.string()


class OnRecord:
    """What rows may name. The store is asked once for each id, and only for those that the load itself lacks."""

    def __init__(self, store: Store) -> None:
        """Nothing is described until ``look_at`` has seen the rows of the load."""
        self.register_rows = dict[str, Mapping[str, str]]()  # id of a council -> its row, which joins the load
        self._store = store
        self._here: dict[str, pa.Array] = {}
        self._stored: dict[str, set[str]] = {thing: set() for thing in DESCRIBES}
        self._asked: dict[str, set[str]] = {thing: set() for thing in DESCRIBES}

    def look_at(self, parts: Iterable[Part]) -> None:
        """Take what these rows describe for what the load describes; anew whenever rows were rejected."""
        described = [(part, part.describes) for part in parts]
        for thing in DESCRIBES:
            found = [part.cells.column(key[1]) for part, key in described if key and key[0] == thing]
            extra = pa.chunked_array([pa.array(list(self.register_rows) if thing == "organisation" else [], _TEXT)])
            chunks = [chunk for column in (*found, extra) for chunk in column.chunks]
            self._here[thing] = pc.unique(pa.chunked_array(chunks, _TEXT))

    def add(self, thing: str, ids: Iterable[str]) -> None:
        """The load describes these too."""
        self._here[thing] = pa.concat_arrays([self._here[thing], pa.array(sorted(ids), _TEXT)])

    def unknown(self, thing: str, ids: pa.Array) -> set[str]:
        """Those of these different ids that stand for nothing."""
        missing = ids.filter(pc.invert(pc.is_in(ids, value_set=self._here[thing])))
        return self._not_stored(thing, set(missing.to_pylist()))

    def has(self, thing: str, id: str) -> bool:
        """Whether the load or the store describes it."""
        return not self.unknown(thing, pa.array([id], _TEXT))

    def _not_stored(self, thing: str, ids: set[str]) -> set[str]:
        if asked := ids - self._asked[thing]:
            self._stored[thing] |= self._store.described(DESCRIBES[thing], asked)
            self._asked[thing] |= asked
        return ids - self._stored[thing]
