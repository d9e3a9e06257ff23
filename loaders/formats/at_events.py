"""People at an event, as ticket shops, groups and conference programmes list them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import normalise
from loaders.columns import Cells, as_mask, groups
from loaders.draft import Draft
from loaders.reading import EventTold

NAMELESS = "This row has no name.", "Complete it, or leave it out."
GONE = "The place was cancelled.", "Nothing to mend."


def hold(draft: Draft, told: EventTold) -> Cells:
    """The event as a statement, and its id for every row. Same name and day, same event, whoever lists it."""
    on = told.on.isoformat() if told.on else None
    event = draft.key("event", normalise(told.name) or told.name, on)
    draft.source = f"{draft.source} of {told.name}" + (f", {on}" if on else "")
    draft.add(
        "events",
        once=True,
        event_id=event,
        name=told.name,
        format=told.format,
        on=on,
        organiser_id=told.organiser,
    )
    return event


def own_addresses(draft: Draft, names: Cells, email: Cells) -> Cells:
    """The addresses without those that stand beside several names: a group order gives everybody the buyer's."""
    box, name = groups(email), groups(names)
    told = as_mask(pc.and_(pc.is_valid(email), pc.is_valid(names)))
    one_of = np.zeros(box.max(initial=-1) + 1, np.int64)  # of each address one of its names
    one_of[box[told]] = name[told]
    shared = np.zeros(len(one_of), bool)
    shared[box[told & (name != one_of[box])]] = True
    several = shared[box] & as_mask(pc.is_valid(email))
    if count := int(several.sum()):
        draft.notes.append(f"{count:,} addresses stand beside several names, as in a group order: they were left out.")
    return pc.if_else(pa.array(several), pa.scalar(None, pa.string()), email)
