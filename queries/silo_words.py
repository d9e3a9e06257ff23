"""What answers about silos have in common: the verdict, who may be told it, and the words for it. They blame nobody."""

from __future__ import annotations

from collections.abc import Sequence

from graph import definitions as d
from graph.errors import NotFoundError
from graph.pockets import Finding
from graph.view import View
from queries.answer import count, place_of

POCKET, NO_POCKET, NOT_ENOUGH, NOT_TOLD = "pocket", "no_pocket", "not_enough", "not_told"
_NOT_SHOWN = "The links on record do not show that innovation at {} is cut off from operations and budgets."
_PIECES = {
    POCKET: "Innovation at {} has fewer links to operations and budgets on record than chance would give.",
    NO_POCKET: _NOT_SHOWN,
    NOT_ENOUGH: "Not enough is on record to say whether innovation at {} is cut off.",
    NOT_TOLD: "Too few people are on record on one of the two sides at {} to say more to others than the council.",
}


def verdict(found: Finding) -> str:
    """What a finding comes to for the council itself; not enough on record is never "no silo"."""
    if not found.enough or not found.other_side:
        return NOT_ENOUGH
    return POCKET if found.pocket else NO_POCKET


def verdict_for_others(found: Finding) -> str:
    """The same where both sides are so many that it is about teams and not about a few people."""
    return verdict(found) if min(found.innovators, found.other_side) >= d.SMALL_GROUP else NOT_TOLD


def council_of(view: View, council: str) -> tuple[int, str]:
    """Number of a council among all that the viewer sees, and its name; NotFoundError if it is none of them."""
    organisations = view.whole.scene.things("organisations")
    place = place_of(view.whole.scene, council)
    if council not in view.silos.councils.ids:
        raise NotFoundError(f'"{council}" is not a council, so it has no innovation team to ask about.')
    return view.silos.councils.ids.index(council), organisations.column("name")[place].as_py()


def first_words(found: Finding, name: str) -> str:
    """The verdict for the council itself, with what is missing where it is not enough."""
    if not found.officers:
        return f"Not enough on record: no officer of {name} is known."
    if not found.enough:
        counts = (
            f"{count(found.innovators, 'innovator')} of at least {d.POCKET_INNOVATORS}",
            f"{count(found.officers - found.innovators, 'other')} of at least {d.POCKET_OTHERS}",
            f"{count(found.ties, 'tie')} of at least {d.POCKET_TIES}",
        )
        return f"Not enough on record to say whether innovation at {name} is cut off: {', '.join(counts)}."
    if not found.other_side:
        return f"Not enough on record: nobody at {name} is known to be in operations or to hold a budget."
    if found.pocket:
        return f"Innovation at {name} is a pocket: it has fewer links to operations and budgets than chance would give."
    if found.adjusted is not None and not d.reaches(found.adjusted, d.POCKET_P):
        return (
            f"Innovation at {name} has fewer links to operations and budgets than chance would give, but no pilot or "
            f"event of the last {d.POCKET_MONTHS} months names any of its people: it is not called a pocket."
        )
    return _NOT_SHOWN.format(name)


def words_for_others(told: str, name: str, officers: int) -> str:
    """The verdict for anybody else."""
    if officers < d.SMALL_GROUP:
        return f"Fewer than five officers of {name} are on record: too few to say anything by team."
    return _PIECES[told].format(name)


def numbers(found: Finding, tested: int) -> str:
    """Ties between the two sides beside chance, and how surely they are fewer."""
    if not found.innovators or not found.other_side:
        missing = "innovation" if not found.innovators else "operations or with a budget"
        return f"Nobody in {missing} is on record, so there are no links between the two sides to count."
    words = (
        f"{count(found.cross_ties, 'tie joins', 'ties join')} innovators to operations and budget holders; "
        f"{found.by_chance:.1f} would be expected by chance"
    )
    if found.p is None or found.per_innovator is None:
        return f"{words}."
    return (
        f"{words}. Without the best-connected innovator the others have {found.per_innovator:.2f} each; so few come up "
        f"by chance with p = {found.p:.3f} ({found.adjusted:.3f} allowing for {count(tested, 'council')} tested)."
    )


def group_words(group: Sequence[str]) -> str:
    """What the table by team holds."""
    if not group:
        return "No table is shown."
    if len(set(group)) == 1:
        return f"All {len(group)} officers on record are counted as one group, so that no few people stand out."
    named = f"{len(group)} officers in {len(set(group))} groups"
    return f"The table shows {named}; functions of fewer than five people are counted as other."


def steps_in_words(hops: int | None) -> str:
    """A distance among colleagues.

    >>> steps_in_words(0), steps_in_words(2), steps_in_words(None)
    ('one person is both', '1 colleague between', 'no way through colleagues on record')
    """
    if hops is None:
        return "no way through colleagues on record"
    if hops < 2:
        return ("one person is both", "they know each other")[hops]
    return f"{count(hops - 1, 'colleague')} between"
