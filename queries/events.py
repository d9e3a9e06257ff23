"""Whom to invite, so that most useful routes open?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graph import definitions as d
from graph.errors import InputError
from graph.event_plan import GuestList, Lists, Planner, Rule
from graph.event_value import after_all_met, joint_rise, pair_values
from graph.triples import Reached, reached
from graph.view import View
from queries.answer import Asked, Person, count, people
from queries.event_days import warnings
from queries.event_guests import EventAsked, Guests, candidates
from queries.event_rules import incumbents, rules_of

SWAPS_SHOWN, PAIRS_SHOWN, MISSED_SHOWN = 5, 100, 100


@dataclass(frozen=True, slots=True)
class Invited:
    """A guest list, by id, and what it is worth."""

    people: tuple[Person, ...]
    value: float  # sum over its pairs of the rise in the sum of P*, times the chance that they talk
    joint_rise: float  # the same chance, times the rise if all its pairs had such ties at once


@dataclass(frozen=True, slots=True)
class Cost:
    """What a rule costs: how much more the best list would be worth without it."""

    rule: str
    cost: float
    method: str  # how the list without it was found


@dataclass(frozen=True, slots=True)
class Swap:
    """One seat given to somebody else, and by how much the value changes."""

    out: Person
    come: Person
    change: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates, and what it is worth if they meet, the chance that they talk included."""

    one: Person
    other: Person
    value: float


@dataclass(frozen=True, slots=True)
class Missed:
    """A useful triple without a warm route even if everybody on the list met, and why."""

    firm: str
    council: str
    theme: str
    why: str


@dataclass(frozen=True, slots=True)
class EventPlan:
    """The best lists, beside a random list and the most central people; without a list, why there is none."""

    asked: Asked
    event: EventAsked
    summary: str
    warnings: tuple[str, ...]
    useful: int  # useful triples
    warm: int  # of them with a warm route now
    base: float  # sum of P* now
    talk: float  # the chance that two guests talk
    candidates: int
    narrowed: str  # how candidates were chosen, where there were too many
    lists_all: int
    lists_allowed: int | None  # None: not counted
    method: str  # "exact", or how the lists were found
    best: tuple[Invited, ...]  # up to three, best first
    mean_of_lists: float  # of all lists that meet the rules, or of ``mean_of`` random ones
    mean_of: int
    central: Invited | None  # as many of those with most warm ties, whatever the rules
    warm_if_met: int  # triples with a warm route if all pairs of the best list met
    warm_if_central_met: int
    costs: tuple[Cost, ...]
    swaps: tuple[Swap, ...]  # for each seat of the best list, who could have it: best first
    pairs: tuple[Pair, ...]  # those that are worth most, of all candidates
    missed: tuple[Missed, ...]
    missed_in_all: int
    fails: str  # the first rule that nobody can meet, "" where there is a list
    own: bool  # the first of ``best`` is a list that somebody put together


def ask(view: View, event: EventAsked, *, guests: tuple[str, ...] = ()) -> EventPlan:
    """Plan an event; ``guests``: weigh this list in place of the best one.

    InputError for rules that say nothing. Exact where at most 20,000 lists meet the rules.
    """
    told = warnings(event.on, view.viewpoint.today.isoformat())
    if event.format not in d.EVENT_TALKS:
        raise InputError(f'"{event.format}" is no form of an event. Use one of {", ".join(d.EVENT_TALKS)}.')
    if event.seats < 1:
        raise InputError("An event needs at least one seat.")
    room, narrowed = candidates(view, event)
    talk = min(1.0, d.EVENT_TALKS[event.format] / (event.seats - 1)) if event.seats > 1 else 0.0
    rules = rules_of(room, event)
    told += _about_sponsors(view, room, event)
    plan = _Plan(view, event, room, talk, rules, told, narrowed)
    if len(room.people) < event.seats:
        seats, there = count(event.seats, "seat"), count(len(room.people), "candidate")
        return plan.without(f"{seats}, but only {there}")
    if failing := plan.planner.first_that_fails(rules):
        return plan.without(failing.words)
    return plan.made(guests)


def _about_sponsors(view: View, room: Guests, event: EventAsked) -> tuple[str, ...]:
    names = {e.id: e.name for e in view.directory.entries if e.thing == "organisation"}
    return tuple(
        f"The sponsor {names.get(firm, firm)} already supplies "
        f"{', '.join(names.get(council, council) for council in councils)}."
        for firm, councils in incumbents(room.supplies, room.triples, event.sponsors).items()
    )


@dataclass
class _Plan:
    """All that one answer is made of."""

    view: View
    event: EventAsked
    room: Guests
    talk: float
    rules: tuple[Rule, ...]
    warnings: tuple[str, ...]
    narrowed: str

    def __post_init__(self) -> None:
        """Weigh every pair of candidates."""
        snapshot, triples = self.view.snapshot, self.room.triples
        all_of_them = len(triples) == len(self.view.triples)
        self.now = self.view.reached if all_of_them else reached(triples, snapshot)
        values = pair_values(snapshot, triples, self.now, self.room.people)
        self.planner = Planner(self.talk * values, self.event.seats)

    def without(self, fails: str) -> EventPlan:
        """There is no list."""
        summary = f"No list meets the rules. The first that fails: {fails}."
        return self._answer(summary, Lists((), "", 0, 0.0, 0), fails)

    def made(self, guests: tuple[str, ...]) -> EventPlan:
        """The best lists; ``guests`` in place of the best one, if they are named."""
        lists = self.planner.lists(self.rules)
        if guests:
            lists = replace(lists, best=(self._named(guests), *lists.best[: d.EVENT_SHOWN - 1]))
        answer = self._answer("", lists, "", own=bool(guests))
        return replace(answer, summary=self._summary(answer, guests))

    def _named(self, guests: tuple[str, ...]) -> GuestList:
        """A list that somebody put together; InputError if it breaks a rule."""
        mine = tuple(np.flatnonzero(self.room.named(guests)).tolist())
        if len(mine) != self.event.seats:
            there, seats = count(len(mine), "guest"), count(self.event.seats, "seat")
            raise InputError(
                f"The list has {there} among the candidates, and there are {seats}.{self._strangers(guests)}"
            )
        for rule in self.rules:
            if not self.planner.room((rule,)).meets(mine):
                raise InputError(f"The list breaks a rule: {rule.words}. Change the list, or leave the rule out.")
        return GuestList(mine, float(self.planner.weigh(np.array([mine]))[0]))

    def _strangers(self, guests: tuple[str, ...]) -> str:
        """Who of a list may not be invited, as a sentence."""
        known = {entry.id: entry.name for entry in self.view.directory.entries if entry.thing == "person"}
        names = [known.get(one, one) for one in guests if not self.room.named((one,)).any()]
        return f" No candidates: {', '.join(names)}." if names else ""

    def _answer(self, summary: str, lists: Lists, fails: str, *, own: bool = False) -> EventPlan:
        triples, planner = self.room.triples, self.planner
        central = self._central() if not fails else None
        first = lists.best[0] if lists.best else None
        met, central_met = (self._met(one) if one else self.now for one in (first, central))
        missed = np.flatnonzero(~met.warm) if first else np.zeros(0, np.int64)
        return EventPlan(
            asked=Asked.of(self.view.viewpoint),
            event=self.event,
            summary=summary,
            warnings=self.warnings,
            useful=len(triples),
            warm=int(self.now.warm.sum()),
            base=self.now.total_odds,
            talk=self.talk,
            candidates=len(self.room.people),
            narrowed=self.narrowed,
            lists_all=planner.lists_all,
            lists_allowed=lists.allowed,
            method=lists.method,
            best=tuple(self._invited(one, met if one == first else None) for one in lists.best),
            mean_of_lists=lists.mean,
            mean_of=lists.mean_of,
            central=self._invited(central, central_met) if central else None,
            warm_if_met=int(met.warm.sum()),
            warm_if_central_met=int(central_met.warm.sum()),
            costs=self._costs(lists.best[:2][-1] if own else first) if first else (),
            swaps=self._swaps(first) if first else (),
            pairs=self._pairs(),
            missed=self._missed(missed[:MISSED_SHOWN].tolist()),
            missed_in_all=len(missed),
            fails=fails,
            own=own,
        )

    def _met(self, one: GuestList) -> Reached:
        return after_all_met(self.view.snapshot, self.room.triples, self.room.people[list(one.guests)])

    def _summary(self, answer: EventPlan, guests: tuple[str, ...]) -> str:
        best = answer.best[0]
        names = ", ".join(who.name for who in best.people[:6])
        others = f" and {len(best.people) - 6} others" if len(best.people) > 6 else ""
        if not answer.useful:
            themes = " or ".join(theme.replace("-", " ") for theme in self.event.themes) or "a theme"
            return (
                f"No useful triple is on record: no firm offers {themes} where a council has a budget holder for it, "
                f"so no list is worth more than another. {'Your list' if guests else 'First by id'}: {names}{others}."
            )
        found = "Your list" if guests else "Invite"
        mean = f"{best.value:.2f}, beside {answer.mean_of_lists:.2f} for a random list under the same rules"
        if answer.method == "exact":
            how = f"the best of all {answer.lists_allowed:,} lists that meet the rules"
            if answer.lists_allowed == 1:
                how = "the one list that meets the rules"
        else:
            how = f"found by {answer.method}, so perhaps not the best"
        end = "" if guests else f" ({how})"
        warm = f"With everybody met, {answer.warm_if_met} of {answer.useful} useful triples would have a warm route"
        now = f"now {answer.warm} {'has' if answer.warm == 1 else 'have'} one"
        return f"{found}: {names}{others}. Value {mean}{end}. {warm}; {now}."

    def _invited(self, one: GuestList, met: Reached | None) -> Invited:
        """A list; ``met``: the routes if all on it had met, where they are known."""
        people = self.room.people[list(one.guests)]
        if met:
            rise = met.total_odds - self.now.total_odds
        else:
            rise = joint_rise(self.view.snapshot, self.room.triples, self.now, people)
        return Invited(self._people(one.guests), one.value, self.talk * rise)

    def _central(self) -> GuestList:
        degree = np.diff(self.view.snapshot.warm.ptr)[self.room.people]
        first = np.lexsort((np.arange(len(degree)), -degree))[: self.event.seats]
        guests = tuple(sorted(first.tolist()))
        return GuestList(guests, float(self.planner.weigh(np.array([guests]))[0]))

    def _costs(self, first: GuestList) -> tuple[Cost, ...]:
        """For each rule by how much the best list without it is worth more than the best list with it."""
        costs = []
        for place, rule in enumerate(self.rules):
            others = (*self.rules[:place], *self.rules[place + 1 :])
            free = self.planner.lists(others, also=first.guests, seeds=d.EVENT_COST_SEEDS)
            costs.append(Cost(rule.words, max(0.0, free.best[0].value - first.value), free.method))
        return tuple(costs)

    def _swaps(self, first: GuestList) -> tuple[Swap, ...]:
        change = self.planner.swaps(self.planner.room(self.rules), first.guests)
        found = []
        for row, out in enumerate(first.guests):
            order = np.lexsort((np.arange(change.shape[1]), -np.round(change[row], 12)))[:SWAPS_SHOWN]
            allowed = [int(come) for come in order if change[row, come] > -np.inf]
            found += [(out, come, float(change[row, come])) for come in allowed]
        who = self._who({place for out, come, _ in found for place in (out, come)})
        return tuple(Swap(who[out], who[come], change) for out, come, change in found)

    def _pairs(self) -> tuple[Pair, ...]:
        one, other = np.nonzero(np.triu(self.planner.value, 1) > d.TOLERANCE)
        value = self.planner.value[one, other]
        order = np.lexsort((other, one, -np.round(value, 12)))[:PAIRS_SHOWN]
        who = self._who({*one[order].tolist(), *other[order].tolist()})
        return tuple(Pair(who[int(one[n])], who[int(other[n])], float(value[n])) for n in order)

    def _missed(self, places: list[int]) -> tuple[Missed, ...]:
        triples = self.room.triples
        names = self.view.whole.scene.things("organisations").column("name").to_pylist()
        return tuple(
            Missed(names[triples.firm[n]], names[triples.council[n]], triples.themes[triples.theme[n]], self._why(n))
            for n in places
        )

    def _why(self, triple: int) -> str:
        """Why a triple stays without a warm route."""
        triples, candidates = self.room.triples, self.room.people
        staff = triples.staff.members(int(triples.firm[triple]))
        holders = triples.holders.members(int(triples.desk[triple]))
        if not len(staff):
            return "nobody of the firm is on record in a post now"
        if not np.isin(staff, candidates).any():
            return "nobody of the firm is among the candidates"
        snapshot = self.view.snapshot
        if not (snapshot.passes & ~snapshot.objected_suppliers)[holders].any():
            return "no budget holder there may be asked by a firm"
        if not np.isin(holders, candidates).any():
            return "no budget holder is among the candidates, and no way there is strong enough"
        return "the seats went where more routes open; no way is strong enough yet"

    def _who(self, places: set[int]) -> dict[int, Person]:
        ids = {place: self.view.snapshot.ids[self.room.people[place]] for place in places}
        found = people(self.view.whole, ids.values())
        return {place: found[id] for place, id in ids.items()}

    def _people(self, guests: tuple[int, ...]) -> tuple[Person, ...]:
        who = self._who(set(guests))
        return tuple(who[place] for place in guests)
