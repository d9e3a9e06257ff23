"""The sample region is made of its ingredients, obeys the templates, and holds what its README says is planted."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import make_sample_region as maker
import pytest
from rapidfuzz import fuzz, process

import sample_data
from graph.statements import KINDS
from graph.vocabulary import EVENT_FORMATS, INTRODUCTION_OUTCOMES, PILOT_OUTCOMES

Rows = dict[str, list[dict[str, str]]]

REAL_COUNCILS = Path(__file__).parents[2] / "shared" / "data" / "councils_uk" / "uk_local_authorities.csv"
OF_USERS = {"titles", "mappings", "person_matches", "organisation_matches"}  # taught, mapped and judged: by no region
OF_PUBLISHERS = {"establishment", "grants", "payments"}  # read from what councils and funders publish
CSV_KINDS = {name for name, kind in KINDS.items() if kind.template} - OF_USERS - OF_PUBLISHERS
DESCRIBED_BY = {kind.describes: name for name, kind in KINDS.items() if kind.describes}
WHO = maker.WHO


def _read(folder: Path) -> Rows:
    rows = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows[path.stem] = list(csv.DictReader(file))
    return rows


@pytest.fixture(scope="module")
def region() -> Rows:
    return _read(sample_data.REGION)


@pytest.fixture(scope="module")
def tied(region: Rows) -> set[frozenset[str]]:
    """Every pair with evidence of a tie, however faint or old: all that is not co-attendance."""
    pairs = [(row["person_a"], row["person_b"]) for row in region["contacts"]]
    pairs += [(row["person_id"], row["from_person_id"]) for row in region["endorsements"] if row["from_person_id"]]
    for row in region["introductions"]:
        if row["outcome"] == "met":
            pairs += combinations((row["asker_id"], row["introducer_id"], row["target_id"]), 2)
    reports = {row["event_id"] for row in region["events"] if row["format"] == "report"}
    groups = defaultdict(set)
    for row in region["pilot_people"]:
        groups[row["pilot_id"]].add(row["person_id"])
    for row in region["attendance"]:
        if row["event_id"] in reports:
            groups[row["event_id"]].add(row["person_id"])
    for row in region["posts"]:
        if row["department_id"]:
            groups[row["department_id"]].add(row["person_id"])
    for members in groups.values():
        pairs += combinations(sorted(members), 2)
    return {frozenset(pair) for pair in pairs}


@pytest.fixture(scope="module")
def staff(region: Rows) -> dict[str, set[str]]:
    """Who holds or held a post where."""
    people = defaultdict(set)
    for row in region["posts"]:
        people[row["organisation_id"]].add(row["person_id"])
    return people


def _outside_ties(council: str, tied: set[frozenset[str]], staff: dict[str, set[str]]) -> Iterator[str]:
    """The end inside the council of each tie that leaves it."""
    for pair in tied:
        inside = pair & staff[council]
        if len(inside) == 1:
            yield from inside


# ------------------------------------------------------------------------------------------- made, and by the rules


def test_the_script_makes_the_files_that_are_here_byte_for_byte(tmp_path):
    maker.write(maker.make(), tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in sample_data.REGION.iterdir()}
    assert sum(map(len, made.values())) < 1_000_000


def test_it_is_as_large_as_promised(region):
    kinds = Counter(row["kind"] for row in region["organisations"])
    assert set(region) == CSV_KINDS
    assert kinds["council"] >= 15 and sum(kinds.values()) - kinds["council"] >= 80 and len(kinds) == 9
    assert len(region["people"]) >= 250 and len(region["events"]) >= 40 and len(region["pilots"]) >= 40
    assert len(region["contacts"]) >= 1_500


@pytest.mark.parametrize("folder", [sample_data.REGION, sample_data.ACCEPTANCE], ids=["region", "acceptance"])
def test_every_cell_obeys_its_column(folder):
    rows = _read(folder)
    known = {thing: {row[KINDS[kind].cells[0]] for row in rows.get(kind, [])} for thing, kind in DESCRIBED_BY.items()}
    for kind, table in rows.items():
        columns = {name: KINDS[kind].column(name) for name in table[0]}
        assert {column.name for column in KINDS[kind].columns if column.required} <= set(columns)
        assert len({tuple(row.values()) for row in table}) == len(table), f"equal rows in {kind}"
        if KINDS[kind].describes:
            assert len({row[KINDS[kind].cells[0]] for row in table}) == len(table), f"an id twice in {kind}"
        for number, row in enumerate(table, start=2):
            where = f"{kind}.csv, row {number}"
            assert None not in row and None not in row.values(), where
            for name, cell in row.items():
                column = columns[name]
                assert cell == cell.strip() and (cell or not column.required), f"{where}, {name}"
                parts = cell.split("|") if column.type in ("ids", "list", "choices") else [cell]
                for part in parts if cell else []:
                    assert not column.names or part in known[column.names], f"{where}, {name}: {part}"
                    assert not column.choices or part in column.choices, f"{where}, {name}: {part}"
                    assert column.type != "date" or date.fromisoformat(part).isoformat() == part, f"{where}, {name}"
                    assert column.type != "yes_no" or part in ("yes", "no"), f"{where}, {name}"
            assert not row.get("ends") or row.get("starts", "") <= row["ends"], where
            assert not row.get("strength") or 0 < float(row["strength"]) <= 0.8, where


def test_nothing_that_happened_is_dated_after_the_as_at_date(region):
    latest = maker.AS_AT.isoformat()
    assert maker.AS_AT == sample_data.AS_AT
    for kind, table in region.items():
        for name in ("on", "starts", "asked_on", "opens", "founded_on"):
            assert all(row.get(name, "") <= latest for row in table), f"{kind}, {name}"


def test_posts_lie_inside_the_life_of_their_council(region):
    ends = {row["organisation_id"]: row["ends"] for row in region["organisations"] if row["ends"]}
    starts = {row["organisation_id"]: row["starts"] for row in region["organisations"] if row["starts"]}
    for row in region["posts"]:
        assert row["starts"] >= starts.get(row["organisation_id"], "")
        assert row["ends"] <= ends.get(row["organisation_id"], "9")


def test_nobody_knows_themselves_and_nobody_is_twice_on_a_list(region):
    assert all(row["person_a"] != row["person_b"] for row in region["contacts"])
    assert max(Counter((row["event_id"], row["person_id"]) for row in region["attendance"]).values()) == 1
    for row in region["introductions"]:
        assert len({row["asker_id"], row["introducer_id"], row["target_id"]}) == 3


# ------------------------------------------------------------------------------------------------ marked as invented


def test_every_row_says_that_it_is_invented(region):
    for table in region.values():
        for row in table:
            assert row["source"].startswith("invented sample data: ") and "invented" in row["licence"]
    for row in region["organisations"]:
        assert row["website"].endswith(".example") and "sample" not in row["name"].lower()
    assert all(row["email"].endswith(".example") for row in region["people"] if row["email"])


@pytest.mark.skipif(not REAL_COUNCILS.exists(), reason="the list of real councils is not here")
def test_no_council_is_nearly_a_real_one(region):
    with REAL_COUNCILS.open(encoding="utf-8", newline="") as file:
        real = {row["nice-name"].lower() for row in csv.DictReader(file)}
    for row in region["organisations"]:
        if row["kind"] == "council":
            place = row["organisation_id"].replace("-", " ")
            match, likeness, _ = process.extractOne(place, sorted(real), scorer=fuzz.ratio)
            assert likeness < 75, f"{row['name']} is like {match}"


def test_names_of_people_and_organisations_are_unique(region):
    for kind in ("people", "organisations"):
        assert max(Counter(row["name"] for row in region[kind]).values()) == 1


def test_the_readme_names_everybody_and_everything_that_is_planted(region):
    readme = (sample_data.REGION.parent / "README.md").read_text(encoding="utf-8")
    assert sample_data.AS_AT.isoformat() in readme
    for planted in maker.PLANTED.values():
        assert planted["id"] in readme, planted["name"]
    people = {row["person_id"]: row["name"] for row in region["people"]}
    assert {id_: people[id_] for id_ in WHO.values()} == {row["id"]: row["name"] for row in maker.PLANTED.values()}


# ---------------------------------------------------------------------------------------------- what is planted


@pytest.mark.parametrize("council", maker.SEALED)
def test_nobody_outside_has_a_tie_into_an_unreachable_council(council, tied, staff, region):
    assert len(staff[council]) >= 5 and not list(_outside_ties(council, tied, staff))
    assert staff[council] & {row["person_id"] for row in region["attendance"]}, "leads, at least"


@pytest.mark.parametrize("council", maker.DOORS)
def test_all_outside_ties_go_through_one_or_two_people(council, tied, staff):
    doors = Counter(_outside_ties(council, tied, staff))
    assert set(doors) == set(maker.DOORS[council]) and min(doors.values()) >= 4


def test_who_is_the_only_door_knows_every_budget_holder(tied, region):
    for council in ("tarnholt", "mossgarth"):
        door = maker.DOORS[council][0]
        holders = {r["person_id"] for r in region["posts"] if r["organisation_id"] == council and r["budget_for"]}
        assert len(holders) >= 3 and all({door, holder} in tied for holder in holders - {door})


@pytest.mark.parametrize("council", maker.POCKETS)
def test_a_pocket_has_enough_on_record_and_no_way_from_innovation_to_the_rest(council, tied, staff, region):
    innovators = {r["person_id"] for r in region["posts"] if r["department_id"] == f"{council}-innovation"}
    others = staff[council] - innovators
    inside = [pair for pair in tied if pair <= staff[council]]
    across = [pair for pair in inside if pair & innovators and pair & others]
    assert len(innovators) >= 3 and len(others) >= 8 and len(inside) >= 10
    assert len(across) == 1 and WHO[f"pocket_{council}"] in across[0]
    assert set(_outside_ties(council, tied, staff)) & innovators, "outsiders know the innovators"


@pytest.mark.parametrize("council", maker.CONNECTED)
def test_innovators_of_connected_councils_know_operations(council, tied, region):
    posts = [row for row in region["posts"] if row["organisation_id"] == council]
    innovators = {row["person_id"] for row in posts if row["department_id"] == f"{council}-innovation"}
    holders = {row["person_id"] for row in posts if row["budget_for"]} - innovators
    assert sum({a, b} in tied for a in innovators for b in holders) >= 4


def test_regulars_are_everywhere_and_have_no_evidence(region):
    seen = Counter(row["person_id"] for row in region["attendance"])
    evidence = {row["person_id"] for row in region["pilot_people"]} | {r["person_id"] for r in region["endorsements"]}
    evidence |= {row["introducer_id"] for row in region["introductions"]}
    assert len(maker.REGULARS) == 4 and not evidence & set(maker.REGULARS)
    assert min(seen[person] for person in maker.REGULARS) >= 20
    assert max(count for person, count in seen.items() if person not in maker.REGULARS) < 20


def test_the_quiet_champion_has_every_kind_of_evidence_and_goes_nowhere(region):
    champion = WHO["quiet_champion"]
    led = {r["pilot_id"] for r in region["pilot_people"] if (r["person_id"], r["role"]) == (champion, "project_lead")}
    outcomes = Counter(row["outcome"] for row in region["pilots"] if row["pilot_id"] in led)
    smes = {row["organisation_id"] for row in region["organisations"] if row["kind"] == "sme"}
    endorsed = {r["from_organisation_id"] for r in region["endorsements"] if r["person_id"] == champion} & smes
    made = Counter(row["outcome"] for row in region["introductions"] if row["introducer_id"] == champion)
    assert outcomes == {"contract": 4, "completed": 1, "ongoing": 1} and len(endorsed) == 6 and made["met"] == 6
    assert champion not in {row["person_id"] for row in region["attendance"]}


def test_idle_directors_are_praised_by_large_suppliers_alone(region):
    kinds = {row["organisation_id"]: row["kind"] for row in region["organisations"]}
    for idle in maker.IDLE:
        praise = {kinds[r["from_organisation_id"]] for r in region["endorsements"] if r["person_id"] == idle}
        assert praise == {"large_supplier"}
        assert idle not in {row["person_id"] for row in region["pilot_people"]}


def test_the_demo_walk_has_two_strong_steps_and_no_direct_tie(tied, region):
    asker, champion, target = WHO["demo_asker"], WHO["quiet_champion"], WHO["winter_budget"]
    strong = {
        frozenset((row["person_a"], row["person_b"]))
        for row in region["contacts"]
        if float(row["strength"] or 0) >= 0.7 and row["visibility"] == "open" and row["on"] >= "2026-01-01"
    }
    hoarlight = {row["person_id"] for row in region["posts"] if row["organisation_id"] == "hoarlight"}
    assert {asker, champion} in strong and {champion, target} in strong
    assert not any({person, target} in tied for person in hoarlight)
    assert any(
        row["person_id"] == target and "winter-maintenance" in row["budget_for"].split("|") for row in region["posts"]
    )
    assert {"organisation_id": "hoarlight", "theme": "winter-maintenance"}.items() <= region["offers"][0].items()


def test_firms_that_are_shut_out_reach_nobody_but_one_another(tied, staff):
    firms = [row["organisation_id"] for row in maker.FIRMS if row["linked"] in ("shut", "nobody")]
    people = {person for firm in firms for person in staff[firm]}
    assert len(firms) >= 10 and WHO["shut_out"] in people
    assert all(pair <= people for pair in tied if pair & people)
    assert sum(not staff[firm] for firm in firms) == 3


def test_one_person_declares_more_than_thirty_contacts(region):
    declared = defaultdict(set)
    for row in region["contacts"]:
        if row["kind"] == "contact":
            declared[row["said_by"] or row["person_a"]].add(frozenset((row["person_a"], row["person_b"])))
    assert [person for person, pairs in declared.items() if len(pairs) > 30] == [WHO["convenor"]]
    assert {row["kind"] for row in region["contacts"]} == {"contact", "thread", "connection"}


def test_events_pilots_and_introductions_come_in_every_kind(region):
    assert {row["format"] for row in region["events"]} == set(EVENT_FORMATS)
    assert {row["outcome"] for row in region["pilots"]} >= set(PILOT_OUTCOMES)
    said_on_the_page = {"draft", "agreed", "said_no", "lapsed"}
    assert {row["outcome"] for row in region["introductions"]} == set(INTRODUCTION_OUTCOMES) - said_on_the_page
    assert [row["scope"] for row in region["objections"]] == ["suppliers", "introductions", "all"]
    assert any(row["sponsor_ids"] for row in region["events"]) and any(row["price_gbp"] for row in region["events"])
    assert any(row["route_to_buy"] == "none" for row in region["pilots"])
    assert sum("budget_holder" in row["known_missing"] and row["outcome"] == "ongoing" for row in region["pilots"]) >= 6


def test_a_pilot_that_follows_another_starts_after_it_at_the_same_council(region):
    pilots = {row["pilot_id"]: row for row in region["pilots"]}
    following = [(row, pilots[row["follows"]]) for row in region["pilots"] if row["follows"]]
    assert len(following) >= 4
    for later, earlier in following:
        assert later["starts"] > earlier["starts"] and later["council_id"] == earlier["council_id"]


def test_open_requests_are_recent_and_five_wait_with_one_introducer(region):
    waiting = [row for row in region["introductions"] if row["outcome"] == "open"]
    assert all((maker.AS_AT - date.fromisoformat(row["asked_on"])).days <= 90 for row in waiting)
    assert Counter(row["introducer_id"] for row in waiting).most_common(1) == [(WHO["overloaded"], 5)]


def test_the_first_phase_of_warm_roads_is_full(region):
    most = next(row["max_suppliers"] for row in region["programmes"] if row["programme_id"] == "PG-WINTER")
    firms = {row["supplier_ids"] for row in region["pilots"] if row["programme_id"] == "PG-WINTER"}
    assert len(firms) == int(most) == 6


def test_some_councils_have_nobody_known_in_procurement(region):
    known = {
        r["organisation_id"] for r in region["posts"] if "procurement" in (r["department_id"] + r["title"]).lower()
    }
    known |= {row["organisation_id"] for row in region["posts"] if row["function"] == "procurement"}
    assert not known & {"dyffryn-arlais", "fellgarrow", "mossgarth"}
    assert known >= set(maker.CONNECTED)


def test_a_closed_council_was_replaced_and_four_officers_moved(region, staff):
    closed = [row for row in region["organisations"] if row["replaced_by"]]
    assert [(row["organisation_id"], row["replaced_by"]) for row in closed] == [("marrowdale", "greater-marrowdale")]
    assert len(staff["marrowdale"] & staff["greater-marrowdale"]) == 4


def test_titles_must_decide_for_some_posts(region):
    functions = {row["department_id"]: row["function"] for row in region["departments"]}
    councils = {row["organisation_id"] for row in region["organisations"] if row["kind"] == "council"}
    posts = [row for row in region["posts"] if row["organisation_id"] in councils]
    unlabelled = [r for r in posts if not r["function"] and not functions.get(r["department_id"])]
    assert len(unlabelled) >= 20 and sum(not row["level"] for row in posts) >= 50
    assert any(row["budget_for"] == "any" for row in posts)


def test_every_theme_has_firms_that_offer_it_and_councils_that_hold_a_budget(region):
    smes = {row["organisation_id"] for row in region["organisations"] if row["kind"] == "sme"}
    offered = Counter(row["theme"] for row in region["offers"] if row["organisation_id"] in smes)
    held = Counter(theme for row in region["posts"] for theme in row["budget_for"].split("|"))
    assert set(offered) == set(maker.THEMES) and min(offered.values()) >= 3
    assert all(held[theme] >= 2 for theme in maker.THEMES)


def test_viewers_differ(region):
    seen = Counter((row["visibility"], row["owner"]) for row in region["contacts"])
    assert sum(n for (visibility, _), n in seen.items() if visibility == "open") > 0.9 * len(region["contacts"])
    assert seen["closed", "hoarlight"] == 1 and len({owner for v, owner in seen if v == "closed"}) >= 5
    until = {row["shared_until"] for row in region["contacts"] if row["visibility"] == "shared"}
    assert until == {"", "2026-03-31", "2027-12-31"}
    assert {row["visibility"] for row in region["posts"]} == {"open", "closed"}


def test_the_worked_example_ships_with_its_answers():
    assert set(_read(sample_data.ACCEPTANCE)) == CSV_KINDS - {"programmes", "phases", "objections"}
    assert json.loads(sample_data.EXPECTED.read_text(encoding="utf-8"))
