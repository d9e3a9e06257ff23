"""On which themes does a firm offer something?"""

from __future__ import annotations

from graph.scene import Scene


def themes_of(told: Scene, firm: str) -> tuple[str, ...]:
    """The themes of a firm's offers, sorted; the scene must hold offers."""
    offers = told.rows["offers"].select(["organisation_id", "theme"]).to_pylist()
    return tuple(sorted({row["theme"] for row in offers if row["organisation_id"] == firm}))
