"""How is this network built, and who stands where in it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph import definitions as d
from graph.derived import Derived
from graph.errors import InputError
from graph.measures import ROLES, Measured, Sample, Whole, measure
from graph.view import View
from queries.answer import Asked, Person, people, place_of

SHOWN = 20
MEASURES: Mapping[str, str] = {  # as networkx names them, and in plain words
    "degree": "people they know",
    "strength": "people they know, by how well",
    "betweenness": "between others",
    "harmonic_closeness": "near to everybody",
    "pagerank": "known by those who are known",
    "constraint": "contacts who know each other anyway; low is a broker",
    "effective_size": "contacts who bring something of their own",
    "core_number": "among people who all know several of each other",
    "participation": "spread over organisations",
}
ENGINES = ("arrays", "gds")
LOWEST_FIRST = "constraint"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands. None where a figure is not defined: without a warm tie there is nothing to share out."""

    person: Person
    degree: int
    strength: float
    betweenness: float
    harmonic_closeness: float
    pagerank: float
    constraint: float | None
    effective_size: float | None
    core_number: int
    participation: float | None
    roles: Mapping[str, int]  # of Gould & Fernandez, between organisations; see graph.measures.ROLES
    community: int  # of those found together: a number, no name
    only_link: bool | None  # whether the network falls apart without them; None: told to their own organisation alone
    words: str


@dataclass(frozen=True, slots=True)
class Measures:
    """The network in figures, and its people by one measure."""

    asked: Asked
    council: str | None  # whose people are listed; the figures are of everybody all the same
    by: str
    summary: str
    whole: Whole
    engine: str  # "arrays", or "gds" for betweenness, PageRank and communities
    sample: Sample | None  # how betweenness (but by "gds") and closeness were sampled; None: they are exact
    method: str  # how communities were found
    seed: int
    roles: Mapping[str, str]  # what each role means
    people: tuple[Standing, ...]


def ask(
    view: View,
    *,
    council: str | None = None,
    by: str = "betweenness",
    top: int | None = SHOWN,
    sources: int | None = None,
    seed: int = d.MEASURES_SEED,
    engine: str = "arrays",
) -> Measures:
    """Measure everybody and list the first ``top`` by one of ``MEASURES`` (None: all), of one organisation if asked.

    Equal figures go by id, what is not defined comes last. Beyond 2,000 people with ties betweenness and closeness are
    sampled (``sources``, ``seed``; see graph.measures.path_measures): some 25 s for 20,000 people. ``engine`` "gds" has
    Neo4j's Graph Data Science make betweenness, PageRank and communities. InputError for an unknown measure or engine,
    NotFoundError for an organisation that the viewer does not see.
    """
    if engine not in ENGINES:
        raise InputError(f'There is no engine "{engine}". There are: {", ".join(ENGINES)}.')
    if by not in MEASURES:
        raise InputError(f'There is no measure "{by}". There are: {", ".join(MEASURES)}.')
    derived = view.whole
    other = view.data_science() if engine == "gds" else None
    found = measure(view.snapshot.warm, derived.posts, sources=sources, seed=seed, engine=other)
    listed = np.ones(len(derived.scene.people), bool)
    if council is not None:
        listed = derived.posts.at(place_of(derived.scene, derived.scene.one("organisation", council)))
    figures = _figures(found)
    first = _order(figures[by], by)[listed[_order(figures[by], by)]][:top]
    return Measures(
        asked=Asked.of(view.viewpoint),
        council=council,
        by=by,
        summary=_summary(found.whole),
        whole=found.whole,
        engine=engine,
        sample=found.paths.sample,
        method=found.communities.method,
        seed=seed,
        roles=dict(ROLES),
        people=_standings(derived, found, figures, first.tolist()),
    )


def _figures(found: Measured) -> dict[str, np.ndarray]:
    return {
        "degree": found.degree,
        "strength": found.strength,
        "betweenness": found.paths.betweenness,
        "harmonic_closeness": found.paths.harmonic_closeness,
        "pagerank": found.pagerank,
        "constraint": found.holes.constraint,
        "effective_size": found.holes.effective_size,
        "core_number": found.cohesion.core_number,
        "participation": found.participation,
    }


def _order(figure: np.ndarray, by: str) -> np.ndarray:
    """Positions, best first; positions go by id, and NaN is sorted last."""
    return np.argsort(np.round(figure if by == LOWEST_FIRST else -figure, 12), kind="stable")


def _standings(
    derived: Derived, found: Measured, figures: dict[str, np.ndarray], first: list[int]
) -> tuple[Standing, ...]:
    ids = derived.scene.people
    who = people(derived, [ids[place] for place in first])
    own = _in_post_at_viewer(derived)
    return tuple(
        Standing(
            person=who[ids[place]],
            **{name: _value(figure[place]) for name, figure in figures.items()},
            roles={role: int(count[place]) for role, count in found.roles.items()},
            community=int(found.communities.label[place]),
            only_link=bool(found.cohesion.cut_point[place]) if own[place] else None,
            words=_words(found, place),
        )
        for place in first
    )


def _in_post_at_viewer(derived: Derived) -> np.ndarray:
    """What is lost if somebody leaves is told to their own organisation alone (definitions, section 2)."""
    ids = derived.scene.things("organisations").column("organisation_id").to_pylist()
    viewer = derived.scene.viewpoint.viewer
    if viewer not in ids:
        return np.zeros(len(derived.scene.people), bool)
    return derived.posts.at(ids.index(viewer))


def _value(figure: np.generic) -> Any:
    """A plain number; None for what is not defined."""
    return None if np.isnan(figure) else figure.item()


def _words(found: Measured, place: int) -> str:
    ties = int(found.degree[place])
    if not ties:
        return "no warm tie on record"
    told = f"{ties} warm tie{'s' if ties > 1 else ''}, together {found.strength[place]:.2f} strong"
    share = found.paths.betweenness[place]
    told += (
        f"; on {share:.1%} of the shortest ways between two others" if share else "; on no shortest way between others"
    )
    spread = found.participation[place]
    if np.isnan(spread):
        return told
    return told + ("; contacts in one organisation" if spread < d.TOLERANCE else "; contacts in several organisations")


def _summary(whole: Whole) -> str:
    if not whole.people:
        return "Nobody is on record for this viewer."
    if not whole.ties:
        return f"{_people(whole.people)} on record, and no warm tie between any of them."
    alone = whole.people - whole.with_ties
    told = (
        f"{_people(whole.people)} on record with {whole.ties:,} warm tie{'s' if whole.ties > 1 else ''}, "
        f"{whole.mean_degree:.1f} each. The largest group that is joined by ties has {whole.largest_component:,} people"
    )
    told += f"; {_people(alone)} without a warm tie." if alone else "."
    if whole.ei is not None and whole.ei_expected is not None:
        more = "more" if whole.ei < whole.ei_expected else "fewer"
        told += f" {whole.internal:,} ties are inside an organisation, {more} than chance would give."
    return told


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count:,} people are"
