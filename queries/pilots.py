"""What does this pilot lack before it stalls?"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.days import spoken
from graph.small_groups import told_as_one
from graph.stall import SIGHT, SIGHT_STATES, Stall, stall
from graph.statements import Statement
from graph.view import View
from queries.answer import Asked, count, pilot_row, place_of, told
from queries.pilot_inside import Check, Inside, Member, by_name
from queries.pilot_lines import MISSING, NOT_KNOWN, PLAIN, PRESENT, PilotLine, lines


@dataclass(frozen=True, slots=True)
class PilotList:
    """Pilots by how likely they stall; ended ones last."""

    asked: Asked
    summary: str
    pilots: tuple[PilotLine, ...]


@dataclass(frozen=True, slots=True)
class PilotCheck:
    """What a pilot has and lacks, and who is nearest to what it lacks."""

    asked: Asked
    pilot: PilotLine
    summary: str
    named: bool  # whether people are named: for the council itself alone
    count: float | None  # safeguards, one that is not known counting half; None: it has ended
    safeguards: tuple[Check, ...]  # none for ended pilots
    functions: tuple[Check, ...]
    team: tuple[Member, ...]
    stall_reason: str
    rows: tuple[Statement, ...] = field(repr=False)  # about the pilot, the one that rules first; for the council alone


def every(view: View, *, council: str | None = None, firm: str | None = None, theme: str | None = None) -> PilotList:
    """All pilots that the viewer sees: of a council, of a supplier, on a theme; by stall risk, then id.

    Names nobody, so anybody may ask. An id that is not on record has no pilots.
    """
    found = [
        line
        for line in lines(view.scene("pilots", "pilot_people", "posts", "departments"))
        if council in (None, line.council_id)
        and (firm is None or firm in line.supplier_ids)
        and (theme is None or theme in line.themes)
    ]
    found.sort(key=lambda line: (line.p is None, -round(line.p or 0, 12), line.id))
    return PilotList(Asked.of(view.viewpoint), _about_all(found), tuple(found))


def ask(view: View, pilot: str, *, named: bool = True, over: str = "snapshot") -> PilotCheck:
    """Check one pilot, by id; NotFoundError if the viewer does not see it.

    People are named, with the rows about them, to the council itself alone; others, and whoever sets ``named`` to
    False, get roles and functions, functions of fewer than five people as one. ``over`` as in ``warm_routes``.
    """
    council = pilot_row(view.scene("pilots"), pilot)["council_id"] or ""
    there = view.council(council)
    checks = stall(there.scene, there.posts, there.pilots)
    every_line = lines(there.scene, there.pilots, checks)
    place = next(n for n, line in enumerate(every_line) if line.id == pilot)
    inside = Inside(there, place, place_of(there.scene, council), every_line[place])
    safe = None if inside.line.level is None else float(checks.count[place])
    asked, summary = Asked.of(view.viewpoint), _about(inside)
    if not named or view.viewpoint.viewer != council:
        safeguards, functions = _unnamed(inside, checks)
        return PilotCheck(asked, inside.line, summary, False, safe, safeguards, functions, (), "", ())
    states = [SIGHT_STATES[state] for state in checks.sight[place]] if inside.line.level else []
    safeguards, functions, team = by_name(view, inside, dict(zip(SIGHT, states, strict=False)), over)
    ruling = pilot_row(there.scene, pilot)
    rows = told(there.scene, "pilots", pilot_id=pilot) + told(there.scene, "pilot_people", pilot_id=pilot)
    rows = tuple(sorted(rows, key=lambda one: one.id != ruling["id"]))
    reason = ruling["stall_reason"] or ""
    return PilotCheck(asked, inside.line, summary, True, safe, safeguards, functions, team, reason, rows)


def _about_all(found: list[PilotLine]) -> str:
    if not found:
        return "No pilot like this is on record for this viewer."
    going = [line for line in found if line.level is not None]
    told_of = f"{count(len(found), 'pilot')} on record, {len(going)} of them not ended"
    high = sum(line.level == "high" for line in going)
    unknown = sum(line.level == "not known" for line in going)
    parts = [f"{n} {words}" for n, words in ((high, "at high risk of stalling"), (unknown, "of unknown risk")) if n]
    return f"{told_of}: {' and '.join(parts)}." if parts else f"{told_of}."


# one pilot


def _unnamed(inside: Inside, checks: Stall) -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """Roles and functions without anybody's name; functions of fewer than five people are told as one."""
    if inside.line.level is None:
        return (), ()
    words = {PRESENT: "it is there", MISSING: "it is known to be missing", NOT_KNOWN: "no row says whether it is there"}
    safeguards = tuple(Check(name, PLAIN[name], state, words[state]) for name, state in inside.line.safeguards.items())
    states = [SIGHT_STATES[state] for state in checks.sight[inside.place]]
    merged = told_as_one(dict(enumerate(checks.officers[inside.place].tolist())))
    functions = [
        Check(name, PLAIN[name], state, "as a function, not by name")
        for place, (name, state) in enumerate(zip(SIGHT, states, strict=True))
        if place not in merged
    ]
    if merged:
        seen = f"{sum(states[place] == PRESENT for place in merged)} of {len(merged)} in sight"
        functions.append(Check("other", PLAIN["other"], seen, "told as one, so that nobody can be told from it"))
    return safeguards, tuple(functions)


def _about(inside: Inside) -> str:
    """The answer in a few words."""
    line = inside.line
    if line.state == "ended":
        came = "What came of it is not known." if line.outcome == "unknown" else f"What came of it: {line.outcome}."
        return f"{line.name} at {line.council} has ended. {came} No risk of stalling is shown for it."
    begun = "runs" if line.state == "running" else "has no dates on record"
    told_of = [f"{line.name} at {line.council} {begun}. Risk of stalling: {line.level}."]
    for state, words in ((MISSING, "Missing"), (NOT_KNOWN, "Not known")):
        told_of += [f"{words}: {', '.join(line.those(state))}."] if line.those(state) else []
    if len(line.those(PRESENT)) == len(line.safeguards):
        told_of.append("All four safeguards are there.")
    return " ".join([*told_of, *_closed(inside)])


def _closed(inside: Inside) -> list[str]:
    """What became of the council, if it is no more."""
    scene = inside.derived.scene
    table = scene.things("organisations").to_pylist()
    council = table[inside.council]
    if not council["ends"] or council["ends"] >= scene.viewpoint.day:
        return []
    ids = (council["replaced_by"] or "").split("|")
    after = " and ".join(row["name"] for row in table if row["organisation_id"] in ids)
    return [f"This council closed on {spoken(council['ends'])}" + (f"; {after} came after it." if after else ".")]
