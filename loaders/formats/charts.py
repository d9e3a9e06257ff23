"""Organisation charts and senior salaries, of councils (LGA columns) and of central government (data.gov.uk).

Most posts have no name in them: "NA", "N/D". A post is a thing of its own (kind ``establishment``), whoever holds it; a
holder who is named becomes a person in that post. Nobody is made of a post without a name. What anybody is paid is
dropped at the door. Councils' charts do not say who reports to whom: the line is inferred from level and directorate,
where exactly one post fits, and marked as inferred.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import normalise
from loaders.columns import Cells, as_mask, each, flat, groups
from loaders.draft import Draft, Given
from loaders.formats.table import TableFormat, mark
from loaders.money import ONE_SPELLING, pence, pounds
from loaders.placeholders import named, says_vacant, told

_TEXT = pa.string()
_NOBODY, _SEVERAL = -1, -2  # in the place of a row
_YES = {"yes", "y", "true"}
_GONE = {"eliminated", "deleted", "closed"}
_NO_TITLE = "The post has no title.", "Add the title, or leave the row out."
_NO_PLACE = "The row does not say whose post it is.", "Add the organisation, or leave the row out."
_PAID = (
    r".*salary.*",
    r"pension.*",
    r"bonus.*",
    r"expense.*",
    r"lossof.*",
    r"benefits.*",
    r"actual pay.*",
    r"payscale.*",
)
_PRIVATE = (*_PAID, r"contact.*", r"comments", r"notes")


def _told(draft: Draft, *names: str) -> Cells:
    """A column in which "NA" and its like mean that nothing is said."""
    return told(draft.text(*names))


def _council(draft: Draft) -> None:
    """An organisation structure or a list of senior salaries in the columns of the LGA."""
    if not draft.has("Level"):
        draft.source = "Senior posts"  # a list beside the chart, with a day of its own
    body, title = draft.text("OrganisationLabel"), _told(draft, "JobTitle")
    directorate, service = _told(draft, "Directorate"), _told(draft, "Service")
    draft.reject(pc.is_null(title), "JobTitle", title, _NO_TITLE)
    draft.reject(pc.is_null(body), "OrganisationLabel", body, _NO_PLACE)
    place = each(body, normalise)
    both = pc.fill_null(pc.not_equal(service, directorate), False)
    full = pc.binary_join_element_wise(service, directorate, ", ")
    team = pc.if_else(both, full, pc.coalesce(directorate, service))
    department = pc.if_else(pc.is_valid(team), draft.key("department", place, team), None)
    post = draft.key("post", place, title, directorate, service, _nth(place, title, team))
    above = _line(draft, post, place, directorate, service)
    inferred = pc.if_else(pc.is_valid(above), "yes", None)
    name, vacancy = draft.text("Name"), draft.text("Vacancy")
    marked = pc.is_in(pc.utf8_lower(vacancy), value_set=pa.array(_YES))
    vacant = pc.or_(says_vacant(name), pc.or_(says_vacant(vacancy), marked))
    empty = pc.if_else(vacant, "yes", "no" if draft.has("Vacancy") else None)
    draft.add("departments", once=True, department_id=department, organisation_id=body, name=team)
    _posts(draft, post, body, department, title, named(name), empty, reports_to=above, reports_inferred=inferred)


def _senior(draft: Draft) -> None:
    """The senior posts of a central body. The top one reports to "XX"."""
    body, title, name = draft.text("Organisation"), _told(draft, "Job Title"), draft.text("Name")
    said = pc.utf8_lower(pc.fill_null(name, ""))
    gone = "The post does not exist any more.", "Nothing to mend."
    draft.reject(pc.is_in(said, value_set=pa.array(_GONE)), "Name", said, gone)
    draft.reject(pc.is_null(title), "Job Title", title, _NO_TITLE)
    draft.reject(pc.is_null(body), "Organisation", body, _NO_PLACE)
    place, number = each(body, normalise), _told(draft, "Post Unique Reference")
    post = draft.key("post", place, pc.coalesce(number, title))
    above = draft.key("post", place, _told(draft, "Reports to Senior Post"))
    usable = post.filter(pa.array(draft.good()))
    above = pc.if_else(pc.and_(pc.is_in(above, value_set=usable), pc.not_equal(above, post)), above, None)
    empty, department = pc.if_else(says_vacant(name), "yes", "no"), _unit(draft, body, place)
    _posts(draft, post, body, department, title, named(name), empty, reports_to=above, fte=_fte(draft, "FTE"))


def _junior(draft: Draft) -> None:
    """Posts in numbers: nobody is named, and none is one person's."""
    body, title = draft.text("Organisation"), _told(draft, "Generic Job Title")
    draft.reject(pc.is_null(title), "Generic Job Title", title, _NO_TITLE)
    draft.reject(pc.is_null(body), "Organisation", body, _NO_PLACE)
    place, group = each(body, normalise), draft.text("Professional/Occupational Group")
    whose, grade = draft.text("Reporting Senior Post"), draft.text("Grade")
    unit = draft.text("Unit")
    post = draft.key("post", place, title, unit, whose, grade, group, _nth(place, title, unit, whose, grade, group))
    _posts(draft, post, body, _unit(draft, body, place), title, None, None, fte=_fte(draft, "Number of Posts in FTE"))


def _posts(
    draft: Draft, post: Cells, body: Cells, department: Cells, title: Cells, holder: Given, vacant: Given, **more: Any
) -> None:
    """The posts, and who holds those whose holder is named: known by name and post, for a council may have two."""
    who = draft.key("holder", holder, post)
    day = draft.day("EffectiveDate", "Effective Date", day_first=True)  # councils write it so, as in spending
    shared: dict[str, Any] = {"organisation_id": body, "department_id": department, "title": title}
    draft.person(who, holder)
    draft.add("posts", person_id=who, **shared)
    draft.add("establishment", post_id=post, holder_id=who, vacant=vacant, on=day, **shared, **more)


def _unit(draft: Draft, body: Cells, place: Cells) -> Cells:
    unit = _told(draft, "Unit")
    department = pc.if_else(pc.is_valid(unit), draft.key("department", place, unit), None)
    draft.add("departments", once=True, department_id=department, organisation_id=body, name=unit)
    return department


def _fte(draft: Draft, column: str) -> Cells:
    """How many full-time posts; what is no number rejects its row."""
    cells = draft.text(column)
    usual = ONE_SPELLING
    made = each(cells, lambda text: None if (found := pence(text)) is None or found < 0 else pounds(found), usual=usual)
    wrong = pc.and_(pc.is_valid(cells), pc.is_null(made))
    draft.reject(wrong, column, cells, lambda text: (f'"{text}" is no number of posts.', "Write it as 1 or 0.5."))
    return made


def _nth(*cells: Cells) -> Cells:
    """Which of several equal rows each is: two posts of one title in one team are two."""
    alike = groups(*cells)
    return pc.cast(pa.array(pd.Series(alike).groupby(alike).cumcount() + 1), _TEXT)


def _line(draft: Draft, post: Cells, place: Cells, directorate: Cells, service: Cells) -> Cells:
    """The post one level up in the same directorate, and there in the same service if one is; None if several fit.

    There is one first level, whatever its directorate.
    """
    level = pc.if_else(pa.array(draft.good()), draft.text("Level"), None)
    up = each(level, lambda text: str(int(text) - 1) if text.isdecimal() and text.isascii() else None)
    levels = pa.concat_arrays([level, up])  # where each post is, and after that, where each looks for the one above
    parts = pc.if_else(pc.fill_null(pc.equal(levels, "1"), False), None, _twice(directorate))
    wide = groups(_twice(place), levels, parts)
    placed, in_team = as_mask(pc.is_valid(level)), as_mask(pc.is_valid(service))
    near = _one_at(groups(_twice(service), within=wide), placed & in_team)
    found = np.where(in_team & (near != _NOBODY), near, _one_at(wide, placed))
    return flat(post).take(pa.array(found, mask=found < 0))


def _twice(cells: Cells) -> Cells:
    return pa.concat_arrays([flat(cells), flat(cells)])


def _one_at(place: np.ndarray, placed: np.ndarray) -> np.ndarray:
    """For each post the row of the one that is where it looks, or ``_NOBODY``, or ``_SEVERAL``."""
    here, there = place[: len(placed)], place[len(placed) :]
    count = np.bincount(here[placed], minlength=place.max(initial=0) + 1)
    row = np.full(len(count), _NOBODY)
    row[here[placed]] = np.flatnonzero(placed)
    row[count > 1] = _SEVERAL
    return row[there]


FORMATS = (
    TableFormat(
        "organisation_structure",
        "Organisation structure",
        (
            mark("OrganisationLabel", "EffectiveDate", "Level", "JobTitle", "Name", "Directorate", "Service"),
            mark("OrganisationLabel", "EffectiveDate", "JobTitle", "Name", "Directorate", "Service"),
        ),
        _council,
        _PRIVATE,
    ),
    TableFormat(
        "organogram_senior",
        "Organogram, senior posts",
        (mark("Post Unique Reference", "Job Title", "Organisation", "Reports to Senior Post"),),
        _senior,
        _PRIVATE,
    ),
    TableFormat(
        "organogram_junior",
        "Organogram, junior posts",
        (mark("Organisation", "Reporting Senior Post", "Generic Job Title", "Number of Posts in FTE"),),
        _junior,
        _PRIVATE,
    ),
)
