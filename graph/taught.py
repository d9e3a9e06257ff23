"""What an installation taught about titles, as far as a viewer sees it: phrases that count over our own table.

Of several rows for one phrase one rules, as for any thing; of phrases with the same words the later load counts. A
phrase reads titles of any day: it says what words mean, which is no event.
"""

from __future__ import annotations

from graph.scene import Scene
from graph.titles import Phrase, TitleTable, ours_with, phrase_of, unusable
from graph.vocabulary import FUNCTIONS, LEVELS, TITLE_PLACES


def taught(scene: Scene) -> tuple[Phrase, ...]:
    """The phrases in the order in which they were loaded; rows that could read nothing are left out."""
    rows = sorted(scene.things("titles").to_pylist(), key=lambda row: (row["seq"], row["row"], row["id"]))
    return tuple(
        phrase_of(row["phrase"], _known(row["function"], FUNCTIONS), _known(row["level"], LEVELS), row["where"])
        for row in rows
        if row["where"] in TITLE_PLACES and not unusable(row["phrase"])
    )


def title_table(scene: Scene) -> TitleTable:
    """What reads the titles of this scene; the shared table where nothing was taught."""
    return ours_with(taught(scene))


def _known(word: str | None, words: tuple[str, ...]) -> str | None:
    return word if word in words else None
