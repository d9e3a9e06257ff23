"""Who wrote to whom on LinkedIn, and when; never what.

Between the member and each other side stands one thread, dated on the last message of the two. In a group, whoever
wrote and whoever read have a thread, two readers have none. What is no conversation (spam, drafts, circulars) is none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import InputError
from graph.identity import normalise
from loaders.columns import Cells, flat, key_of
from loaders.draft import Draft
from loaders.formats.linkedin import profile
from loaders.formats.table import TableFormat, mark
from loaders.reading import Ask, NeededError

MOST_READERS = 10  # assumption: what goes to more at once is a circular
_SPAM = "This message lies in the folder for spam.", "Nothing to mend."
_DRAFT = "This message was never sent.", "Nothing to mend."
_HIDDEN = "LinkedIn hides who this is: a side of the message has no name or no profile.", "Nothing to mend."
_UNEVEN = "TO and RECIPIENT PROFILE URLS name different numbers of people.", "Nothing to mend."
_CIRCULAR = f"Sent to more than {MOST_READERS} people at once: a circular is no conversation.", "Nothing to mend."
_OTHERS = "Neither from the member whose messages these are, nor to him or her.", "Say whose they are: --whose."
_YES = pa.array(["yes", "true"])


class _Sides(NamedTuple):
    """Who wrote a message and who reads it, by profile; readers flat, each with the place of its row."""

    writer: Cells
    writer_name: Cells
    reader: Cells
    reader_name: Cells
    place: np.ndarray


def _messages(draft: Draft) -> None:
    """Each row is a message: it makes a thread with the other side, or only repeats that there is one."""
    holder = draft.holder()
    draft.source = f"LinkedIn messages of {holder}"
    draft.reject(pc.equal(pc.utf8_lower(draft.text("FOLDER")), "spam"), "FOLDER", None, _SPAM)
    draft.reject(pc.is_in(pc.utf8_lower(draft.text("IS MESSAGE DRAFT")), value_set=_YES), None, None, _DRAFT)
    on = draft.day("DATE", required=True)
    sides = _sides(draft)
    me = _member(draft, sides)
    mine = pc.equal(sides.writer, me)
    to_me = np.zeros(draft.size, bool)
    to_me[sides.place[_true(pc.equal(sides.reader, me))]] = True
    draft.reject(~_true(mine) & ~to_me, "FROM", sides.writer_name, _OTHERS)
    _add_threads(draft, holder, on, *_others(draft, sides, me, _true(mine)))


def _sides(draft: Draft) -> _Sides:
    writer, name = profile(draft.text("SENDER PROFILE URL")), draft.text("FROM")
    urls, names = draft.text("RECIPIENT PROFILE URLS"), draft.text("TO")
    different = flat(urls).dictionary_encode()  # a conversation has many messages
    count = pc.count_substring_regex(different.dictionary, r"[^,\s]+").take(different.indices)
    alone = pc.equal(count, 1)  # a name may hold a comma
    names = pc.if_else(alone, pc.replace_substring(names, ",", "\x1f"), names)
    several = pc.split_pattern(pc.utf8_trim(urls, ", "), ","), pc.split_pattern(pc.utf8_trim(names, ", "), ",")
    hidden = pc.or_kleene(pc.is_null(writer), pc.or_(pc.is_null(name), pc.or_(pc.is_null(urls), pc.is_null(names))))
    draft.reject(hidden, None, None, _HIDDEN)
    uneven = pc.not_equal(pc.list_value_length(several[0]), pc.list_value_length(several[1]))
    draft.reject(uneven, "TO", None, _UNEVEN)
    draft.reject(pc.greater(count, MOST_READERS), "TO", None, _CIRCULAR)
    good = pa.array(np.flatnonzero(draft.good()))
    lists = several[0].take(good)
    place = good.to_numpy()[pc.list_parent_indices(lists).to_numpy()]
    readers = pc.replace_substring(pc.list_flatten(several[1].take(good)), "\x1f", ",")
    return _Sides(
        writer, name, profile(pc.utf8_trim_whitespace(pc.list_flatten(lists))), pc.utf8_trim_whitespace(readers), place
    )


def _others(draft: Draft, sides: _Sides, me: str, mine: np.ndarray) -> tuple[np.ndarray, Cells, Cells]:
    """The other sides of all messages: place of the message, profile and name."""
    out = mine[sides.place] & ~_true(pc.equal(sides.reader, me))
    into = np.flatnonzero(~mine & draft.good())
    places = np.concatenate([sides.place[out], into])
    mask, taken = pa.array(out), pa.array(into)
    profiles = pa.concat_arrays([sides.reader.filter(mask), flat(sides.writer).take(taken)])
    names = pa.concat_arrays([sides.reader_name.filter(mask), flat(sides.writer_name).take(taken)])
    told = pc.and_(pc.is_valid(profiles), pc.greater(pc.utf8_length(names), 0))
    return places[_true(told)], profiles.filter(told), names.filter(told)


def _add_threads(draft: Draft, holder: str, on: Cells, places: np.ndarray, profiles: Cells, names: Cells) -> None:
    """One person and one thread for each other side, of the last message between the two."""
    days = flat(on).take(pa.array(places, pa.int64()))
    different = profiles.dictionary_encode()
    order = np.lexsort((places, _ranks(days)))
    last = np.zeros(len(different.dictionary), np.int64)
    last[different.indices.to_numpy()[order]] = order  # the last one stays
    taken = pa.array(last)
    person = key_of("linkedin", profiles.take(taken))
    draft.add("people", places=places[last], person_id=person, name=names.take(taken))
    draft.add(
        "contacts",
        places=places[last],
        person_a=holder,
        person_b=person,
        kind="thread",
        on=days.take(taken),
        said_by=holder,
    )
    repeats = np.zeros(draft.size, bool)
    repeats[places] = True
    draft.said(repeats)


def _ranks(days: Cells) -> np.ndarray:
    """The place of each day among all that there are; no day comes first."""
    encoded = pc.fill_null(days, "").dictionary_encode()
    return np.unique(encoded.dictionary.to_pylist(), return_inverse=True)[1][encoded.indices.to_numpy()]


def _member(draft: Draft, sides: _Sides) -> str:
    """The profile of the member whose messages these are: by name, else who is in every conversation."""
    good = np.flatnonzero(draft.good())
    taken = pa.array(good)
    profiles = pa.concat_arrays([sides.reader, flat(sides.writer).take(taken)])
    names = pa.concat_arrays([sides.reader_name, flat(sides.writer_name).take(taken)])
    talks = pc.fill_null(draft.text("CONVERSATION ID"), "")
    places = pa.array(np.concatenate([sides.place, good]))
    table = pa.table({"profile": profiles, "name": names, "talk": flat(talks).take(places)})
    total = pc.count_distinct(table.column("talk")).as_py()
    seen = table.group_by("profile").aggregate([("talk", "count_distinct")])
    always = seen.filter(pc.equal(seen.column("talk_count_distinct"), total)).column("profile").drop_null()
    return _settled(draft, table.select(["profile", "name"]), always.to_pylist())


def _settled(draft: Draft, sides: pa.Table, always: list[str]) -> str:
    """``sides``: profile and name of everybody on a side of a message. ``always``: who is in every conversation."""
    told = draft.told.holder_name
    if sides.column("profile").null_count == len(sides):
        return ""
    name = normalise(told) if told else ""
    if len(always) == 1:
        called = _called(sides, always)[always[0]]
        if told and not any(set(name.split()) & set(normalise(one).split()) for one in called):
            raise InputError(
                f"{draft.file} holds the messages of {called[0]}, and --whose says {told}. Say whose they are, or have "
                "the person's name on record as LinkedIn has it."
            )
        return always[0]
    same = [one for one, names in _called(sides, always).items() if told and name in map(normalise, names)]
    if len(same) == 1:
        return same[0]
    may = " or ".join(sorted(one for names in _called(sides, always).values() for one in names)[:4]) if always else ""
    problem = f"{draft.file} does not show whose messages these are ({may or 'nobody is in every conversation'})."
    if draft.told.holder is None or told:
        raise NeededError(Ask("holder", draft.file, f"{problem} Say it: --whose, with the name as LinkedIn has it."))
    raise InputError(f"{problem} Load the person {draft.told.holder} with that name first, then this file.")


def _called(sides: pa.Table, profiles: list[str]) -> dict[str, list[str]]:
    """The names that each of these profiles goes by, in order; of every profile if there are none."""
    profile = sides.column("profile")
    asked = sides.filter(pc.is_in(profile, value_set=pa.array(profiles)) if profiles else pc.is_valid(profile))
    called: dict[str, list[str]] = {}
    for one in asked.group_by(["profile", "name"]).aggregate([]).sort_by("name").to_pylist():
        called.setdefault(one["profile"], []).append(one["name"])
    return called


def _true(which: Cells) -> np.ndarray:
    return np.asarray(pc.fill_null(which, False).to_numpy(zero_copy_only=False), bool)


FORMATS = (
    TableFormat(
        "linkedin_messages",
        "LinkedIn messages",
        (mark("CONVERSATION ID", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE"),),
        _messages,
        (r"conversation title|subject|content|attachments?|.*\b(text|body)\b.*",),
    ),
)
