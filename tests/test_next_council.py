"""Which council next: the worked example to 1e-9 on both stores, generated markets beside straight loops, and edges."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest
from pytest import approx

from graph.errors import InputError, NotFoundError
from graph.sqlite_store import SqliteStore
from graph.store import Store
from graph.view import view
from queries import cold_start, events, next_council, peer_evidence, tickets, who_decides
from queries.event_guests import EventAsked
from queries.next_council import NextCouncil
from queries.peer_evidence import PeerEvidence
from tests.market_worlds import market
from tests.plain_next_council import ranked
from tests.plain_reference import Row, world
from tests.test_acceptance_routes import ANSWERS, agree
from tests.worlds import acceptance, changed, fill, in_memory, row, said_in_title, without
from ui import cli

WANTED = ANSWERS["next_council"]
DAY = date(2026, 6, 1)
FUND = "innovation-fund"


def told(found: NextCouncil) -> list[dict[str, Any]]:
    """An answer in the shape of ``expected.json``."""
    return [
        {"council": one.id, "mean": one.score}
        | {part.name: part.value for part in one.parts}
        | {f"{part.name}_scaled": part.scaled for part in one.parts[2:]}
        for one in found.councils
    ]


def asked(
    firm: str = "brightgrit", *more: Row, rows: list[Row] | None = None, day: date = DAY, **how: Any
) -> NextCouncil:
    return next_council.ask(view(in_memory([*(rows or acceptance()), *more]), FUND, day), firm, **how)


def part(found: NextCouncil, council: str, name: str) -> next_council.Part:
    [one] = [one for one in found.councils if one.id == council]
    return one.parts[next_council.PARTS.index(name)]


def pack(council: str, *more: Row, rows: list[Row] | None = None, viewer: str = FUND, day: date = DAY) -> PeerEvidence:
    return peer_evidence.ask(view(in_memory([*(rows or acceptance()), *more]), viewer, day), "brightgrit", council)


@pytest.mark.parametrize("key", WANTED)
def test_every_number_of_walk_five(example: Store, key: str) -> None:
    weights = (1, 0, 0, 0) if key.endswith("need counts alone") else (1, 1, 1, 1)
    agree(told(next_council.ask(view(example, FUND, DAY), key.split(",")[0], weights=weights)), WANTED[key], key)


def test_straight_loops_give_the_same_numbers() -> None:
    plain = world(acceptance(), FUND, DAY, DAY, said_in_title)
    for firm in ("brightgrit", "planwell", "caresense", "gritworks"):
        agree(ranked(plain, firm), WANTED[firm], firm)


def pilots_and_more(seed: int) -> list[Row]:
    """A market with pilots, challenges, frameworks, contracts, regions and kinds of councils drawn at random."""
    chance = random.Random(seed)
    councils = [f"council{n}" for n in range(4)]
    rows = [r for r in market(seed, councils=4) if not (r.kind == "organisations" and r["organisation_id"] in councils)]

    def some(*values: str | None) -> str | None:
        return chance.choice(values)

    def a_day(*, ahead: bool = True) -> str | None:
        if chance.random() < 0.25:
            return None
        return (DAY + timedelta(days=chance.randint(-1500, 300 if ahead else 0))).isoformat()

    for council in councils:
        cells = {"region": some(None, "North", "South"), "council_kind": some(None, "county", "unitary")}
        ends = some(None, None, None, "2026-05-31", "2026-06-01")
        rows.append(row("organisations", organisation_id=council, name=council, kind="council", ends=ends, **cells))
    for n in range(8):
        cells = {"council_id": chance.choice(councils), "themes": some("gritting", "planning", "gritting|planning")}
        suppliers = some(None, "firm0", "firm1|big", "big")
        dates = {
            "starts": a_day(ahead=False),
            "ends": a_day(),
            "outcome": some(None, "contract", "completed", "stopped"),
        }
        rows.append(row("pilots", pilot_id=f"l{n}", name=f"Trial {n}", supplier_ids=suppliers, **cells, **dates))
    for n in range(3):
        cells = {"organisation_id": chance.choice(councils), "theme": chance.choice(("gritting", "planning"))}
        rows.append(row("challenges", challenge_id=f"c{n}", **cells, starts=a_day(ahead=False), ends=a_day()))
        rows.append(row("frameworks", framework_id=f"f{n}", name=f"Framework {n}", ends=a_day()))
        for who, role in (("firm0", "supplier"), *((c, "buyer") for c in chance.sample(councils, 2))):
            rows.append(row("framework_members", framework_id=f"f{n}", organisation_id=who, role=role, ends=a_day()))
    if chance.random() < 0.3:
        rows.append(row("notices", notice_id="n", buyer_id=councils[0], title="Salt"))
        rows.append(row("awards", notice_id="n", buyer_id=councils[0], supplier_id="firm0", title="Salt"))
    return rows


@pytest.mark.parametrize("part_of", range(2))
def test_generated_markets_give_what_straight_loops_give(part_of: int) -> None:
    for seed in range(8 * part_of, 8 * part_of + 8):
        rows, chance = pilots_and_more(seed), random.Random(seed)
        weights = tuple(chance.choice((0.0, 0.5, 1.0, 3.0)) for _ in range(3)) + (1.0,)
        for viewer in ("body", "firm0"):
            found = told(next_council.ask(view(in_memory(rows), viewer, DAY), "firm0", weights=weights))
            expected = ranked(world(rows, viewer, DAY, DAY, said_in_title), "firm0", weights)
            assert [one["council"] for one in found] == [one["council"] for one in expected], seed
            for one, wanted in zip(found, expected, strict=True):
                numbers = {name: number for name, number in wanted.items() if name != "council"}
                assert {name: one[name] for name in numbers} == approx(numbers, abs=1e-12), seed


# the parts and their rows


def test_first_does_not_mean_that_there_is_a_way_in() -> None:
    found = asked()
    assert found.summary == (
        "Westfell Council comes first for Brightgrit Ltd, with 0.50 of 1, above all for its need. That does not mean "
        "that there is a way in: no warm route leads to anybody who holds a budget there."
    )
    assert found.left_out == ("Eastvale County Council", "Northmoor City Council")


def test_each_part_stands_on_its_rows() -> None:
    found = asked()
    rows = {name: [one.cells for one in part(found, "westfell", name).rows] for name in next_council.PARTS}
    assert [cells["challenge_id"] for cells in rows["need"]] == ["CH3"]
    assert {cells.get("organisation_id", "") for cells in rows["readiness"]} == {"", "brightgrit", "westfell"}
    near = part(found, "riverton", "neighbourhood")
    assert near.words == "Eastvale County Council: same region (East), officers of the two know each other"
    assert [one.cells.get("pilot_id") or one.cells["organisation_id"] for one in near.rows] == [
        "PL3",
        "eastvale",
        "riverton",
    ]
    reach = part(asked("planwell"), "northmoor", "reach")
    assert reach.words == "Dev Nash → Maya Reed → Ruth Hale (good), for digital planning"


@pytest.mark.parametrize(
    ("ends", "counted"), [("2023-06-02", 1.0), ("2023-05-31", 0.0), (None, 0.0)], ids=["35.97", "36.01", "no date"]
)
def test_a_contract_counts_for_36_months_and_without_a_date_not(ends: str | None, counted: float) -> None:
    cells = {"supplier_ids": "megacivic", "outcome": "contract", "themes": "flooding", "ends": ends}
    old = row("pilots", pilot_id="P9", name="Old", council_id="riverton", starts="2022-01-01", **cells)
    assert part(asked("brightgrit", old), "riverton", "readiness").value == counted


@pytest.mark.parametrize("where", ["frameworks", "framework_members"])
def test_a_framework_counts_on_its_last_day_and_not_after(where: str) -> None:
    rows = changed(acceptance(), where, {"framework_id": "FW1"}, ends="2026-06-01")
    assert part(asked(rows=rows), "westfell", "readiness").value == 1
    assert part(asked(rows=rows, day=date(2026, 6, 2)), "westfell", "readiness").value == 0


def test_a_closed_council_is_no_candidate_and_still_a_neighbour() -> None:
    rows = changed(acceptance(), "organisations", {"organisation_id": "eastvale"}, ends="2026-05-31")
    found = asked(rows=rows)
    assert "eastvale" not in [one.id for one in found.councils]
    assert "Eastvale County Council" not in found.left_out
    assert part(found, "riverton", "neighbourhood").value == 1  # the region is the same; nobody is in post there


def test_a_contract_without_a_pilot_leaves_a_council_out() -> None:
    notice = row("notices", notice_id="n", buyer_id="westfell", title="Salt")
    won = row("awards", notice_id="n", buyer_id="westfell", supplier_id="brightgrit", title="Salt")
    assert [one.id for one in asked("brightgrit", notice, won).councils] == ["riverton", "southholme"]


def test_an_unknown_region_or_kind_is_never_the_same() -> None:
    rows = changed(acceptance(), "organisations", {"organisation_id": "eastvale"}, region="", council_kind="")
    rows = changed(rows, "organisations", {"organisation_id": "riverton"}, region="", council_kind="")
    rows = [Row(r.kind, {name: cell for name, cell in r.cells.items() if cell}, r.row, r.load) for r in rows]
    assert part(asked(rows=rows), "riverton", "neighbourhood").value == 1  # Owen knows Grace


def test_a_firm_without_themes_or_anybody_on_record_is_answered() -> None:
    rows = without(acceptance(), "offers", organisation_id="brightgrit")
    found = asked(rows=rows)
    assert [(one.id, one.score) for one in found.councils] == [
        ("riverton", 0.25),
        ("westfell", 0.25),
        ("southholme", 0),
    ]
    assert "No theme of Brightgrit Ltd is on record" in found.summary
    nobody = asked(rows=without(acceptance(), "posts", person_id="P20"))
    assert {one.parts[1].value for one in nobody.councils} == {0.0}


def test_weights_are_settable_and_all_zero_is_no_question() -> None:
    by_neighbours = asked(weights=(0, 0, 0, 2.5))
    assert (by_neighbours.councils[0].id, by_neighbours.councils[0].score) == ("riverton", 1.0)
    assert by_neighbours.weights == {"need": 0.0, "reach": 0.0, "readiness": 0.0, "neighbourhood": 2.5}
    for weights, words in (
        ((0, 0, 0, 0), "All four weights are 0"),
        ((1, 1, 1, -1), "from 0 up"),
        ((1, 1, 1), "one each"),
        ((1, 1, 1, float("nan")), "from 0 up"),
    ):
        with pytest.raises(InputError, match=words):
            asked(weights=weights)
    with pytest.raises(NotFoundError):
        asked("atlantis")


def test_a_council_is_no_firm_with_a_next_council() -> None:
    with pytest.raises(InputError, match="Northmoor City Council is a council"):
        asked(firm="northmoor")


@pytest.mark.parametrize(("kind", "told"), [("large_supplier", "its kind is large supplier"), ("", "is not known")])
def test_whoever_is_no_small_firm_is_told_that_useful_triples_are_of_these_alone(kind: str, told: str) -> None:
    rows = [
        row("organisations", organisation_id="bigco", name="Bigco", kind=kind or "unknown"),
        row("offers", organisation_id="bigco", theme="winter-maintenance"),
        row("posts", person_id="P23", organisation_id="bigco", title="Director"),
    ]
    seen = view(in_memory([*acceptance(), *rows]), FUND, DAY)
    answers = (cold_start.ask(seen, "bigco").summary, tickets.ask(seen, "bigco").summary)
    assert all("Bigco is not on record as one" in words and told in words for words in answers)
    assert told in part(next_council.ask(seen, "bigco"), "northmoor", "reach").words


def test_a_firm_in_place_of_a_council_is_refused() -> None:
    seen = view(in_memory(acceptance()), FUND, DAY)
    for asked in (
        lambda: peer_evidence.ask(seen, "brightgrit", "gritworks"),
        lambda: who_decides.ask(seen, "gritworks", "winter-maintenance"),
        lambda: events.ask(seen, EventAsked(2, at_least=("council:gritworks=1",))),
    ):
        with pytest.raises(InputError, match="Gritworks Ltd is no council"):
            asked()


def test_weights_count_by_their_shares_however_large_they_are() -> None:
    large, one = (asked(weights=(weight, weight, 0, 0)) for weight in (1e308, 1))
    assert told(large) == told(one)  # Westfell 0.5: need 1, reach 0


def test_a_closed_membership_counts_for_its_owner_alone() -> None:
    rows = without(acceptance(), "framework_members", organisation_id="westfell")
    cells = {"framework_id": "FW1", "organisation_id": "westfell", "role": "buyer"}
    closed = row("framework_members", **cells, visibility="closed", owner=FUND)
    assert part(asked("brightgrit", closed, rows=rows), "westfell", "readiness").value == 1
    seen = view(in_memory([*rows, closed]), "brightgrit", DAY)
    assert part(next_council.ask(seen, "brightgrit"), "westfell", "readiness").value == 0
    assert peer_evidence.ask(seen, "brightgrit", "westfell").to_buy == ()


# the pack


def test_the_pack_says_who_adopted_it_where_and_how_alike() -> None:
    found = pack("riverton", row("pilot_people", pilot_id="PL3", person_id="P08", role="operational_owner"))
    first, second = found.peers
    assert (first.solution.line.id, first.by_the_firm, first.solution.line.outcome) == ("PL3", True, "completed")
    assert first.words == "same region (East), officers of the two know each other"
    assert [(role.person.name, role.roles) for role in first.people] == [("Iris Wood", ("operational_owner",))]
    assert (second.solution.line.id, second.alike) == ("PL1", 0)
    [pair] = found.acquainted
    assert (pair.here.name, pair.there.name) == ("Grace Lowe", "Owen Price") and pair.evidence
    assert found.summary == (
        "2 pilots of Brightgrit Ltd elsewhere, 1 completed or with a contract, 1 of them at councils like Riverton "
        "Borough Council. Route to buy: not known."
    )


def test_the_pack_names_nobody_where_nothing_was_adopted() -> None:
    assert [peer.people for peer in pack("westfell").peers if not peer.solution.solved] == [()]  # PL1, with Maya


def test_pilots_of_others_are_told_on_the_same_themes_where_councils_are_alike() -> None:
    others = [peer.solution.line.id for peer in pack("westfell").peers if not peer.by_the_firm]
    assert others == ["PL2"]  # Northmoor and Westfell are both unitary
    assert not [peer for peer in pack("riverton").peers if not peer.by_the_firm]


def test_the_pack_shows_the_way_there_and_how_to_buy_with_the_days_of_joining() -> None:
    found = pack("northmoor", viewer="brightgrit")
    assert found.route is not None and found.route.odds == approx(0.380313, abs=5e-7)  # walk 1, step 1
    assert found.route_for == "winter-maintenance"
    [one] = found.to_buy
    assert (one.name, one.operator, one.listed) == ("Winter Technology Framework", "Civic Tech Network", True)
    assert (one.joined_on, one.serves_since, one.ends) == ("2025-04-01", "2025-04-01", "2029-03-31")
    assert one.joinable and len(one.rows) == 3


def test_a_framework_that_does_not_list_the_firm_is_told_and_is_no_route_to_buy() -> None:
    rows = [r for r in acceptance() if (r.kind, r["organisation_id"]) != ("framework_members", "brightgrit")]
    found = pack("westfell", rows=rows)
    assert [(one.listed, one.joined_on, one.joinable) for one in found.to_buy] == [(False, None, True)]
    assert found.summary.endswith("Route to buy: not known.")
    assert pack("riverton").to_buy == ()


def test_the_command_answers_as_data_and_in_words(tmp_path, capsys) -> None:
    address = str(tmp_path / "town.sqlite")
    made = SqliteStore(address)
    fill(made, acceptance())
    made.close()
    asks = ["next-council", "Brightgrit Ltd", "--store", address, "--as-at", "2026-06-01"]
    assert cli.app([*asks, "--json", "--need", "0"], standalone_mode=False) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in answer["councils"]] == ["riverton", "westfell", "southholme"]
    assert answer["weights"]["need"] == 0
    assert cli.app([*asks, "--top", "1"], standalone_mode=False) == 0
    said = capsys.readouterr().out
    assert "Westfell Council" in said and "2 more: --top shows them." in said and "Eastvale" in said
    assert cli.app([*asks, "--council", "westfell"], standalone_mode=False) == 0
    said = capsys.readouterr().out
    assert "Winter Technology Framework" in said and "2025-04-01" in said
