"""The statements that one viewer sees, as an export carries them: under the ids that their files gave.

Ids that the viewer may not see are blank, and each statement's id is made anew from what is left: the id that the store
knows is a hash of the hidden ids too, so it would let anybody try which id hides there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from graph.scene import Viewpoint, ruling_rows
from graph.statements import DESCRIBES, KINDS, identify
from graph.view import View


@dataclass(frozen=True)
class Visible:
    """Tables by kind, with the column ``id`` and all cells, sorted by id; and which rows rule the things they tell."""

    viewpoint: Viewpoint
    tables: Mapping[str, pa.Table] = field(repr=False)
    ruling: Mapping[str, frozenset[str]] = field(repr=False)  # kind -> ids of the rows that rule

    @property
    def title(self) -> str:
        """One line that says what this is."""
        who = self.viewpoint.viewer or "the public"
        return f"What {who} sees as at {self.viewpoint.day}, exported by Champion Finder."


def visible(view: View) -> Visible:
    """Everything that the viewer sees; reads the whole store."""
    scene = view.scene()
    rows = {**scene.as_stored, "objections": scene.objections}
    tables = {kind: _of_cells(kind, rows[kind]) for kind in KINDS if len(rows[kind])}
    ruling = {kind: _ids_of_ruling(kind, rows[kind]) for kind in DESCRIBES.values()}
    return Visible(view.viewpoint, tables, ruling)


def _ids_of_ruling(kind: str, rows: pa.Table) -> frozenset[str]:
    return frozenset(identify(kind, ruling_rows(KINDS[kind], rows)).to_pylist())


def _of_cells(kind: str, rows: pa.Table) -> pa.Table:
    """Cells and new ids, sorted by id, equal rows once."""
    cells = rows.select(KINDS[kind].cells).combine_chunks()
    ids = identify(kind, cells).to_numpy(zero_copy_only=False)
    _, first = np.unique(ids, return_index=True)
    return cells.add_column(0, "id", pa.array(ids, pa.string())).take(pa.array(first))
