"""Asking for an introduction, on the worked example: the text, the states, who knows, what counts, the way back."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest
from pytest import approx

from graph.errors import InputError, NotFoundError, RefusedError
from graph.first_ties import first_ties
from graph.sqlite_store import SqliteStore
from graph.store import Load, fingerprint
from graph.triples import reached
from graph.view import view
from loaders.plan import plan
from loaders.reading import Defaults
from queries import cold_start, first_ask, officers, requests, warm_routes
from queries.answer import to_dict
from sample_data import AS_AT, REGION
from tests.market_worlds import market
from tests.test_acceptance_routes import WARM, agree
from tests.worlds import acceptance, batches, changed, fill, in_memory, row
from ui import asking, joining

DAY = date(2026, 6, 1)
ANA, OWEN, MAYA, TOM = "P20", "P07", "P01", "P02"
THREE = (ANA, OWEN, TOM)


class Town:
    """The worked example in a file, and Brightgrit, who asks."""

    def __init__(self, store):
        self.store = store

    def seen(self, viewer="brightgrit", as_at=DAY):
        return view(self.store, viewer, as_at)

    def say(self, state, *three, on=DAY, viewer="brightgrit", as_at=DAY, visibility="closed", audience=()):
        told = self.seen(viewer, as_at)
        step = requests.step(told, *(three or THREE), state, on)
        made = asking.record(self.store, told, step, Defaults(visibility, viewer, audience))
        assert made.load, made.rejections
        return made.load.id

    def only(self, viewer="brightgrit", as_at=DAY):
        (one,) = [r for r in requests.ask(self.seen(viewer, as_at)).requests if r.introducer.id == OWEN]
        return one

    def routes(self, viewer="brightgrit", as_at=DAY):
        return warm_routes.ask(self.seen(viewer, as_at), ANA, TOM)

    def objects(self, person, scope):
        told = [row("objections", person_id=person, scope=scope, visibility="closed", owner="northmoor")]
        self.store.add(Load.now("objection"), batches(told))


@pytest.fixture
def town(tmp_path):
    """Give the worked example in a store of its own."""
    store = SqliteStore(tmp_path / "town.sqlite")
    yield Town(fill(store, acceptance()))
    store.close()


def told(answer):
    return json.dumps(to_dict(answer))


# the text


def test_a_draft_says_what_for_what_was_done_why_you_and_that_no_is_fine(town):
    made = first_ask.ask(town.seen(), ANA, TOM, theme="winter-maintenance")
    assert made.introducer.id == OWEN  # of the route of 0.380313
    assert "the Highways Operations Manager at Northmoor City Council about winter maintenance" in made.purpose
    assert made.evidence == (
        "They ask for help with this: “Grit where frost is, not where the route map says”.",  # CH1
        "Our pilot “Gritting sensors, first winter” with Eastvale County Council was completed.",  # PL3
    )
    assert made.why_you[0] == "We know each other (declared contact, June 2026)."
    assert first_ask.NO_IS_FINE in made.text and made.text.endswith("With thanks,\nAna Brook, Brightgrit Ltd\n")


def test_a_draft_names_nobody_but_the_two_until_both_have_agreed(town):
    made = first_ask.ask(town.seen(), ANA, TOM)
    named = {name for name in ("Tom Ashby", "Maya Reed", "Ruth Hale", "Fay North") if name in made.text}
    assert not named and "Owen Price" in made.text and not made.names_target
    for state in ("draft", "asked", "agreed"):
        town.say(state)
    agreed = first_ask.ask(town.seen(), ANA, TOM, via=OWEN)
    assert agreed.names_target and "Tom Ashby at Northmoor City Council" in agreed.text and "Maya" not in agreed.text


def test_a_draft_for_somebody_else_begins_on_their_best_route(town):
    made = first_ask.ask(town.seen(), ANA, TOM, via="P30")
    assert made.introducer.name == "Fay North" and made.route.odds == approx(0.352389, abs=1e-6)  # Ana, Fay, Maya, Tom
    with pytest.raises(InputError, match="No warm route from Ana Brook to Tom Ashby that begins with Maya Reed"):
        first_ask.ask(town.seen(), ANA, TOM, via=MAYA)
    with pytest.raises(InputError, match="Ana Brook knows Owen Price: ask directly"):
        first_ask.ask(town.seen(), ANA, OWEN)
    with pytest.raises(InputError, match="are one person"):
        first_ask.ask(town.seen(), ANA, ANA)


def test_what_is_closed_is_in_no_text(town):
    rows = changed(acceptance(), "challenges", {"challenge_id": "CH1"}, visibility="closed", owner="brightgrit")
    rows = changed(rows, "pilots", {"pilot_id": "PL3"}, visibility="closed", owner="brightgrit")
    made = first_ask.ask(view(in_memory(rows), "brightgrit", DAY), ANA, TOM, theme="winter-maintenance")
    assert made.evidence == () and "Grit where frost is" not in made.text


def test_an_open_row_about_what_is_closed_is_in_no_text(town):
    """Brightgrit alone knows of Secretton; everybody sees no pilot there, though its row says open."""
    hidden = {"visibility": "closed", "owner": "brightgrit"}
    pilot = {"supplier_ids": "brightgrit", "themes": "winter-maintenance", "outcome": "contract", "visibility": "open"}
    more = [
        row("organisations", organisation_id="secretton", name="Secretton Council", kind="council", **hidden),
        row("pilots", pilot_id="X", name="Hidden", council_id="secretton", ends="2025-01-01", **pilot),
        row("pilots", pilot_id="Y", name="Runs on", council_id="northmoor", ends="2027-01-01", **pilot),
    ]
    made = first_ask.ask(view(in_memory(acceptance() + more), "brightgrit", DAY), ANA, TOM, theme="winter-maintenance")
    assert "Secretton" not in made.text
    assert "Runs on" not in made.text  # until its last day nothing has come of it (definitions, section 1)
    assert len(made.evidence) == 2  # CH1 and PL3, as ever


def test_the_name_of_a_closed_event_is_in_no_text(town):
    hidden = {"visibility": "closed", "owner": "brightgrit"}
    more = [row("events", event_id="E9", name="Secret supper", on="2026-05-20", format="roundtable", **hidden)]
    more += [row("attendance", event_id="E9", person_id=who, role="attended", visibility="open") for who in (ANA, OWEN)]
    made = first_ask.ask(view(in_memory(acceptance() + more), "brightgrit", DAY), ANA, TOM, via=OWEN)
    assert "at one event, May 2026" in made.text and "Secret supper" not in made.text


def test_both_ways_of_searching_write_the_same(town):
    one, other = (first_ask.ask(town.seen(), ANA, TOM, over=over) for over in ("snapshot", "neighbours"))
    assert told(one) == told(other)


# states and what they do to the odds


def test_a_draft_changes_no_number(town):
    before = told(town.routes()), told(officers.ask(town.seen(), OWEN))
    town.say("draft")
    assert (told(town.routes()), told(officers.ask(town.seen(), OWEN))) == before
    assert town.only().state == "draft" and town.only().follows == ("asked",)


def test_once_asked_the_load_is_in_the_odds_of_the_walk(town):
    town.say("draft")
    town.say("asked")
    found = {route.ids: route for route in town.routes().routes}
    agree([list(ids) for ids in found], [r["ids"] for r in WARM["Ana to Tom once Owen is asked"]["routes"]])
    assert town.routes().best_odds == approx(WARM["Ana to Tom once Owen is asked"]["P_star"], abs=1e-9)
    assert town.only().words == "asked today"
    assert requests.ask(town.seen()).introducers[0].words == "Owen Price has 1 open request on record; 3 are the limit."


def test_a_request_that_is_agreed_still_waits_and_one_that_is_over_does_not(town):
    def load():
        return int(town.seen().snapshot.load[town.seen().snapshot.number[OWEN]])

    assert load() == 0
    for state, waiting in (("asked", 1), ("agreed", 1), ("met", 0)):
        town.say(state)
        assert load() == waiting, state
    assert town.only().state == "met" and not town.only().follows


def test_a_meeting_ties_all_three_and_speaks_for_the_introducer(town):
    before = town.seen().snapshot
    town.say("asked")
    town.say("met")
    now = town.seen().snapshot
    number = now.number

    def tie(one, other):
        return now.all.strength_of(number[one], number[other])

    assert tie(ANA, OWEN) == approx(1 - 0.2 * 0.65, abs=1e-12)  # a contact of 0.8, and a meeting today of 0.35
    assert tie(OWEN, TOM) == approx(0.35, abs=1e-12)
    assert tie(ANA, TOM) == approx(1 - 0.65 * (1 - 0.30 / 11), abs=1e-12)  # both were at the expo of 12, too
    assert now.helpfulness[number[OWEN]] > before.helpfulness[number[OWEN]]
    assert town.routes().routes[0].ids == (ANA, TOM)
    (deed,) = [deed for deed in officers.ask(town.seen(), OWEN).deeds if "asked to introduce" in deed.words]
    assert deed.words == "asked to introduce Ana Brook to Tom Ashby: met (tracked)"


def test_a_no_lowers_nobodys_score_and_silence_counts_as_the_definitions_say(town):
    before = told(officers.ask(town.seen(), OWEN)), town.routes().best_odds
    town.say("asked")
    declined = town.say("declined")
    assert (told(officers.ask(town.seen(), OWEN)), town.routes().best_odds) == before
    assert town.only().state == "declined" and "lowers nobody's score" in town.only().words
    town.store.undo(declined)
    town.say("no reply")
    assert officers.ask(town.seen(), OWEN).evidence == 2  # an endorsement, and now a request that did not work


def test_what_is_taken_back_leaves_no_trace_in_any_number(town):
    before = fingerprint(town.store), told(town.routes()), told(officers.ask(town.seen(), OWEN))
    loads = [town.say(state) for state in ("draft", "asked", "agreed", "met")]
    assert told(town.routes()) != before[1]
    for load in reversed(loads):
        town.store.undo(load)
    assert (fingerprint(town.store), told(town.routes()), told(officers.ask(town.seen(), OWEN))) == before


def test_an_outcome_of_a_later_file_ends_the_load_of_an_earlier_one():
    cells = {"asker_id": ANA, "introducer_id": OWEN, "target_id": TOM, "asked_on": "2026-05-01", "tracked": "yes"}
    rows = [row("introductions", **cells, outcome="open"), row("introductions", load=2, **cells, outcome="met")]
    other_day = row("introductions", load=2, **{**cells, "asked_on": "2026-05-02"}, outcome="met")
    for told_later, waiting in ((rows[1], 0), (other_day, 1)):
        snapshot = view(in_memory([*acceptance(), rows[0], told_later]), "brightgrit", DAY).snapshot
        assert snapshot.load[snapshot.number[OWEN]] == waiting


# limits and order


def test_the_fourth_open_request_to_one_introducer_is_refused_with_the_limit(town):
    for target in (TOM, "P03", "P04"):
        town.say("asked", ANA, OWEN, target)
    with pytest.raises(InputError, match="Owen Price has 3 open requests on record; 3 are the limit: ask somebody"):
        town.say("asked", ANA, OWEN, "P05")
    town.say("draft", ANA, OWEN, "P05")  # writing is free
    assert requests.ask(town.seen()).introducers[0].room == 0
    assert {one.state for one in requests.ask(town.seen(), state="draft").requests} == {"draft"}


def test_after_90_days_a_request_lapses_and_an_answer_may_still_come(town):
    town.say("asked")
    for days, state in ((90, "asked"), (91, "lapsed")):
        later = DAY + timedelta(days)
        assert town.only(as_at=later).state == state
    later = DAY + timedelta(91)
    town.say("met", as_at=later)
    assert town.only(as_at=later).state == "met" and town.only(as_at=later).on == "2026-06-01"


def test_what_has_lapsed_may_be_asked_anew(town):
    town.say("asked")
    later = DAY + timedelta(91)
    town.say("asked", on=later, as_at=later)
    states = [(one.state, one.on) for one in requests.ask(town.seen(as_at=later)).requests if one.introducer.id == OWEN]
    assert states == [("asked", later.isoformat()), ("lapsed", DAY.isoformat())]


def test_whoever_was_asked_and_it_was_declined_is_not_written_to_again(town):
    before = first_ask.ask(town.seen(), ANA, TOM)
    town.say("asked", ANA, before.introducer.id, TOM)
    town.say("declined", ANA, before.introducer.id, TOM)
    assert first_ask.ask(town.seen(), ANA, TOM).introducer.id != before.introducer.id
    with pytest.raises(InputError, match=f"declined through {before.introducer.name}, and the text promises"):
        first_ask.ask(town.seen(), ANA, TOM, via=before.introducer.id)


@pytest.mark.parametrize(
    ("before", "state", "words"),
    [
        ((), "met", "It was never asked; next it may be draft or asked"),
        (("draft",), "agreed", "It is draft; next it may be asked"),
        (("asked",), "asked", "It is asked; next it may be agreed or met or declined or no reply or lapsed"),
        (("asked", "agreed"), "agreed", "It is agreed"),
        (("asked", "declined"), "met", "The last one is declined and over; next it may be draft or asked"),
        ((), "sent", "nothing that one can say of a request"),
    ],
)
def test_a_state_follows_only_what_it_can_follow(town, before, state, words):
    for one in before:
        town.say(one)
    with pytest.raises(InputError, match=words):
        town.say(state)


@pytest.mark.parametrize(
    ("three", "on", "words"),
    [
        ((ANA, OWEN, OWEN), DAY, "are three people"),
        ((ANA, OWEN, "P99"), DAY, 'No person with the id "P99"'),
        (THREE, date(2026, 6, 2), "2 June 2026 lies after the day you look at"),
    ],
)
def test_what_cannot_be_asked_is_said(town, three, on, words):
    with pytest.raises(InputError, match=words):
        town.say("asked", *three, on=on)


def test_one_may_ask_again_after_an_answer(town):
    town.say("asked")
    town.say("declined")
    town.say("draft")
    assert [one.state for one in requests.ask(town.seen()).requests] == ["draft", "declined"]


# who knows


def everything(town, viewer):
    """All that another viewer is told of the three, as text."""
    seen = town.seen(viewer)
    rows = {kind: table.column("id").to_pylist() for kind, table in seen.scene().rows.items()}
    return told([requests.ask(seen), town.routes(viewer), officers.ask(seen, OWEN), rows])


@pytest.mark.parametrize("viewer", ["northmoor", None])  # whose officer is sought, and the public
def test_nobody_else_learns_anything_before_both_agreed_nor_unless_told(town, viewer):
    before = everything(town, viewer)
    for state in ("draft", "asked", "agreed", "met"):
        town.say(state)
    assert everything(town, viewer) == before


def test_once_both_agreed_it_may_be_told_to_some_and_not_before(town):
    for state in ("draft", "asked"):
        with pytest.raises(InputError, match="told to nobody else before both have agreed"):
            town.say(state, visibility="shared", audience=("eastvale",))
    town.say("asked")
    before = everything(town, "northmoor")
    town.say("agreed", visibility="shared", audience=("eastvale",))
    assert len(town.seen("eastvale").scene("introductions").rows["introductions"]) == 2  # beside the open one of Jo
    assert everything(town, "northmoor") == before


def test_the_public_keeps_no_requests(town):
    with pytest.raises(RefusedError, match="choose whose data this is"):
        requests.step(town.seen(None), *THREE, "draft", DAY)
    assert not requests.ask(town.seen(None)).requests  # although Jo's request is open to everybody
    assert len(requests.ask(town.seen("caresense")).requests) == 1  # whose request it is


# an objection that comes later


@pytest.mark.parametrize("state", ["draft", "asked", "agreed"])
def test_an_objection_of_the_introducer_withdraws_the_request(town, state):
    for one in ("draft", "asked", "agreed")[: ("draft", "asked", "agreed").index(state) + 1]:
        town.say(one)
    town.objects(OWEN, "introductions")
    assert town.only().state == "withdrawn" and not town.only().follows
    with pytest.raises(InputError, match="begins with Owen Price"):
        first_ask.ask(town.seen(), ANA, TOM, via=OWEN)
    with pytest.raises(InputError, match="cannot be asked for"):
        town.say("asked")


@pytest.mark.parametrize("person", [OWEN, TOM])
@pytest.mark.parametrize("scope", ["suppliers", "all"])
def test_who_does_not_exist_for_a_firm_is_in_no_request_and_no_text_of_it(town, person, scope):
    town.say("draft")
    town.objects(person, scope)
    assert not requests.ask(town.seen()).requests
    with pytest.raises(InputError):
        first_ask.ask(town.seen(), ANA, TOM, via=OWEN)


def test_a_body_sees_that_a_request_for_a_firm_is_withdrawn(town):
    town.say("asked", viewer="civic-tech")
    town.objects(TOM, "suppliers")
    assert town.only("civic-tech").state == "withdrawn"  # Tom exists for a body, and no supplier reaches him


def test_a_meeting_that_was_stays_a_meeting_after_an_objection_to_introduce(town):
    town.say("asked")
    town.say("met")
    town.objects(OWEN, "introductions")
    assert town.only().state == "met"


# without contacts


def test_a_firm_without_contacts_is_told_the_first_tie_and_it_opens_what_was_said(town):
    """Lou Park knows nobody: Maya first, as among the ties of walk 1.8, and both councils come within reach."""
    gritworks = town.seen("gritworks")
    answer = cold_start.ask(gritworks, "gritworks")
    first = answer.first_ties[0]
    assert (answer.triples, answer.reached, answer.ties) == (3, 0, 0)
    assert (first.other.name, first.opened) == ("Maya Reed", 2)
    assert [one.meet.name for one in answer.conveners] == ["Fay North", "Max Hill"]
    assert (answer.occasions[0].name, answer.occasions[0].guests) == ("Winter Services Expo", 12)
    asking.met(town.store, gritworks, "P23", MAYA, DAY, Defaults("closed", "gritworks"))
    now = town.seen("gritworks")
    own = now.triples.of(firm="gritworks")
    assert now.reached.odds[own].sum() == approx(first.gain, abs=1e-9)  # what was said is what came
    assert warm_routes.ask(now, "P23", TOM).best_odds == approx(WARM["new ties for Lou to Tom"][0]["P"], abs=1e-9)


def test_first_ties_are_those_that_gain_and_gain_what_a_snapshot_with_them_says(town):
    for firm in ("gritworks", "brightgrit", "planwell"):
        seen = town.seen(firm)
        own = seen.triples.of(firm=firm)
        found = first_ties(seen.triples, seen.reached, seen.snapshot, np.flatnonzero(own))
        gains = dict(zip(found.other.tolist(), found.gain.tolist(), strict=True))
        (asker,) = np.flatnonzero(seen.whole.posts.at(seen.triples.organisations.index(firm))).tolist()
        for other in set(range(len(seen.snapshot.ids))) - {asker}:
            if seen.snapshot.warm.strength_of(asker, other) < 0.3:
                with_it = reached(seen.triples, seen.snapshot.with_tie(asker, other, 0.30))
                rise = (with_it.odds - seen.reached.odds)[own].sum()
                assert gains.pop(other, 0.0) == approx(rise, abs=1e-9)
        assert not gains


@pytest.mark.parametrize("seed", range(12))
def test_of_several_people_of_a_firm_the_tie_is_told_that_gains_most(seed):
    seen = view(in_memory(market(seed)), "body", DAY)
    triples, now, snapshot = seen.triples, seen.reached, seen.snapshot
    for firm in np.unique(triples.firm).tolist():
        own, staff = triples.firm == firm, triples.staff.members(firm)
        if np.isin(
            staff, triples.holders.only(np.isin(range(len(triples.holders.size)), triples.desk[own])).member
        ).any():
            continue  # who sells and buys is weighed as who sells
        found = first_ties(triples, now, snapshot, np.flatnonzero(own))
        gains = dict(zip(found.other.tolist(), found.gain.tolist(), strict=True))
        assert len(gains) == len(found)  # each once
        for other in np.setdiff1d(np.flatnonzero(snapshot.passes), staff).tolist():
            strangers = [one for one in staff.tolist() if snapshot.warm.strength_of(one, other) < 0.3 - 1e-12]
            worlds = [
                reached(triples, snapshot.with_tie(one, other, 0.30)) for one in strangers if snapshot.passes[one]
            ]
            rises = [float((world.odds - now.odds)[own].sum()) for world in worlds]
            assert gains.pop(other, 0.0) == approx(max(rises, default=0.0), abs=1e-9)
        assert not gains


def test_an_empty_cold_start_is_an_answer(town):
    rows = [told for told in acceptance() if told.kind != "contacts" and told["budget_for"] is None]
    answer = cold_start.ask(view(in_memory(rows), "gritworks", DAY), "gritworks")
    assert "Nobody on record holds a budget" in answer.summary and not answer.first_ties
    nobody = changed(acceptance(), "posts", {"person_id": "P23"}, ends="2026-05-01")
    with pytest.raises(NotFoundError, match="Put yourself on record first"):
        cold_start.ask(view(in_memory(nobody), "gritworks", DAY), "gritworks")


@pytest.mark.parametrize(
    ("ends", "on", "owner", "words"),
    [
        (("P23", "P23"), DAY, "gritworks", "between two people"),
        (("P23", MAYA), date(2026, 6, 2), "gritworks", "lies after the day"),
        (("P23", MAYA), DAY, None, "choose whose data this is"),
    ],
)
def test_a_meeting_that_cannot_have_been_is_refused(town, ends, on, owner, words):
    with pytest.raises(InputError, match=words):
        asking.met(town.store, town.seen("gritworks"), *ends, on, Defaults("closed", owner))


def test_a_meeting_told_twice_counts_once(town):
    """Pressed twice, Lou to Tom would rise above the 0.426118 of one meeting with Maya (walk 1.8)."""
    mine = Defaults("closed", "gritworks")
    asking.met(town.store, town.seen("gritworks"), "P23", MAYA, DAY, mine)
    with pytest.raises(InputError, match="on record already"):
        asking.met(town.store, town.seen("gritworks"), MAYA, "P23", DAY, mine)
    assert warm_routes.ask(town.seen("gritworks"), "P23", TOM).best_odds == approx(0.426118, abs=1e-6)
    another = date(2026, 5, 1)  # another day is another meeting
    assert asking.met(town.store, town.seen("gritworks"), "P23", MAYA, another, mine).load


# the whole walk of one firm


def test_a_firm_of_which_no_offer_is_known_is_asked_for_its_themes_before_it_is_told_where_to_begin(tmp_path):
    store = SqliteStore(tmp_path / "town.sqlite")
    fill(store, acceptance())
    joining.join(store, "Pip Newman", "Founder", "Newgrit Ltd", "sme", AS_AT)
    told = cold_start.ask(view(store, "newgrit-ltd", AS_AT), "newgrit-ltd")
    assert told.summary.startswith("What Newgrit Ltd offers is not known") and not told.first_ties
    joining.join(store, "Pip Newman", "Founder", "Newgrit Ltd", "sme", AS_AT, offers=["Pest control"])
    told = cold_start.ask(view(store, "newgrit-ltd", AS_AT), "newgrit-ltd")
    assert told.triples == 1  # Ruth's budget at Northmoor is for any theme
    joining.join(store, "Pip Newman", "Founder", "Newgrit Ltd", "sme", AS_AT, offers=["Winter maintenance"])
    told = cold_start.ask(view(store, "newgrit-ltd", AS_AT), "newgrit-ltd")
    assert told.triples == 4 and told.first_ties  # Northmoor, Eastvale and Westfell hold a budget for this one
    assert cold_start.ask(view(store, "gritworks", AS_AT), "gritworks").triples == 3  # and nobody else sees Newgrit's


def test_a_firm_that_nobody_knows_walks_from_no_contacts_to_a_meeting_and_back(tmp_path):
    """Lanternfish has nobody on record in the sample region; undone, every number is as before."""
    store = SqliteStore(tmp_path / "region.sqlite")
    plan([REGION], store, Defaults()).commit(strict=True)
    before = fingerprint(store)

    def seen():
        return view(store, "lanternfish", AS_AT)

    triples = int(seen().triples.of(firm="lanternfish").sum())
    assert triples and not seen().reached.odds[seen().triples.of(firm="lanternfish")].any()
    with pytest.raises(NotFoundError, match="Put yourself on record first"):
        cold_start.ask(seen(), "lanternfish")
    loads = [joining.join(store, "Pip Marlow", "Founder", "Lanternfish Columns Ltd", "sme", AS_AT)]
    pip = loads[0].person
    start = cold_start.ask(seen(), "lanternfish")
    assert start.triples == triples and start.reached == 0 and start.ties == 0
    first = start.first_ties[0]
    mine = Defaults("closed", "lanternfish")
    undo = [loads[0].load, asking.met(store, seen(), pip, first.other.id, AS_AT, mine).load.id]

    now = seen()
    own = np.flatnonzero(now.triples.of(firm="lanternfish"))
    assert now.reached.odds[own].sum() == approx(first.gain, abs=1e-9)
    routed = [now.reached.people(place) for place in own if len(now.reached.people(place)) > 2]
    target = now.whole.scene.people[routed[0][-1]]
    odds = [warm_routes.ask(now, pip, target).best_odds]
    draft = first_ask.ask(now, pip, target)
    assert draft.introducer.id == first.other.id and draft.target.name not in draft.text
    for state in ("draft", "asked", "agreed", "met"):
        step = requests.step(seen(), pip, draft.introducer.id, target, state, AS_AT)
        undo.append(asking.record(store, seen(), step, mine).load.id)
        odds.append(warm_routes.ask(seen(), pip, target).best_odds)
    assert odds[0] == odds[1] > odds[2] == odds[3] and odds[4] > odds[0]  # asked: the load; met: the ties
    for load in reversed(undo):
        store.undo(load)
    assert fingerprint(store) == before
    assert not seen().reached.odds[seen().triples.of(firm="lanternfish")].any()
    store.close()
