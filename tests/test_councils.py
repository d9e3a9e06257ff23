"""Which council a name means. A wrong match is the one thing that must never happen."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

import make_council_register
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from graph.identity import core_name, normalise, split_council_name
from graph.statements import KINDS, batch
from loaders.councils import ATTRIBUTION, REGISTER, CouncilFinder, OtherOrganisation, finder

SOURCE = Path(__file__).parents[2] / "shared" / "data" / "councils_uk"
needs_source = pytest.mark.skipif(not SOURCE.is_dir(), reason="The source (../shared/data/councils_uk) is not here.")
NORTHMOOR = OtherOrganisation("northmoor", "Northmoor City Council", "council", ("Northmoor CC", "City of Northmoor"))


def register():
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("London Borough of Croydon", "London Borough of Croydon"),
        ("Croydon Council", "London Borough of Croydon"),
        ("Harrow Council", "London Borough of Harrow"),
        ("Islington Council", "London Borough of Islington"),
        ("LB Croydon", "London Borough of Croydon"),
        ("Croydon LBC", "London Borough of Croydon"),
        ("Mayor and Burgesses of the London Borough of Croydon", "London Borough of Croydon"),
        ("Westminster City Council", "City of Westminster"),
        ("Luton Council", "Luton Borough Council"),
        ("East Herts Council", "East Hertfordshire District Council"),
        ("Cyngor Gwynedd", "Gwynedd Council"),
        ("Cyngor Sir Ceredigion County Council", "Ceredigion County Council"),
        ("Cyngor Abertawe / Swansea Council", "City and County of Swansea Council"),
        ("Cyngor Sir Ynys Mon", "Isle of Anglesey County Council"),
        ("  the TELFORD and  Wrekin council ", "Telford & Wrekin Council"),
        ("King’s Lynn & West Norfolk Borough Council", "Borough Council of Kings Lynn and West Norfolk"),
        ("Wigan MBC", "Wigan Metropolitan Borough Council"),
        ("Bedford BC", "Bedford Borough Council"),
        ("Norfolk CC", "Norfolk County Council"),
        ("Norwich CC", "Norwich City Council"),
        ("Mole Valley DC", "Mole Valley District Council"),
        ("RB Kensington and Chelsea", "Royal Borough of Kensington and Chelsea"),
        ("City of York", None),  # listed nowhere as the name of a council
        ("Warwickshire County Council (WCC)", "Warwickshire County Council"),
        ("Stratford upon Avon District Council", "Stratford-on-Avon District Council"),
        ("N. Yorkshire Council", "North Yorkshire Council"),
        ("BCP Council", "Bournemouth, Christchurch and Poole Council"),
        ("Comhairle nan Eilean Siar", "Comhairle nan Eilean Siar"),
        ("Greater Manchester Combined Authority", "Greater Manchester Combined Authority"),
        ("Northampton Borough Council", "Northampton Borough Council"),  # former, by its exact name
        ("E09000008", "London Borough of Croydon"),
        ("e07000097", "East Hertfordshire District Council"),  # a former code
    ],
)
def test_names_in_use_find_their_council(text, name):
    match = finder().find(text)
    found = match.register_row["name"] if match.register_row else None
    if name is None:
        assert match.organisation_id is None or found == "City of York Council"
    else:
        assert found == name, match


@pytest.mark.parametrize(
    "text",
    [
        "Norfolk",
        "Leeds",
        "City of Durham",
        "Durham City Council",  # the Durham of the register is a county
        "Lichfield City Council",  # a parish; the district is another body
        "Chichester City Council",
        "Salisbury City Council",
        "Biggleswade Town Council",
        "Swindon Parish Council",
        "Stratford-upon-Avon Town Council",
        "Cyngor Tref Conwy",
        "Lancing Parish Council",
        "Norse Group",
        "Leeds City Council Trading Ltd",
        "Croydon Council Pension Fund",
        "Norfolk County Council Schools",
        "Suffolk County Council Passenger Transport",
        "Public",
        "Council",
        "County Council",
        "London Council",
        "London Councils",
        "Greater London Council",
        "Coventry and Milton Keynes councils",
        "Adur and Worthing Councils",
        "Adur and Worthing Borough Council",
        "Babergh and Mid Suffolk District Councils",
        "Norfolk County Council and Suffolk County Council",
        "Lancashire Combined County Authority",
        "Devon and Torbay Combined County Authority",
        "West Midlands Council",
        "West Midlands County Council",
        "University of Leeds",
        "Kent Police",
        "Essex County Fire and Rescue Service",
        "Walsall Healthcare NHS Trust",
        "Harrow School",
        "Kingston Council",
        "Richmond Council",
        "Newcastle Borough Council",  # under Lyme; the register's Newcastle is upon Tyne
        "Newcastle Council",
        "Cornwall County Council",  # abolished in 2009, not the same as Cornwall Council
        "Bedfordshire County Council",
        "Northampton Council",
        "E99999999",
        "",
        "NA",
        "…",
    ],
)
def test_what_is_not_surely_a_council_is_asked_or_nothing(text):
    match = finder().find(text)
    assert match.organisation_id is None and match.register_row is None
    assert match.how in ("asked", "none") and match.reason.endswith((".", "?"))


def test_asking_names_the_nearest_first_and_another_council_before_a_former_one():
    assert finder().find("Leeds City Counci").suggestions[0] == ("Leeds City Council", "E08000035")
    assert finder().find("Norfolk").suggestions == (("Norfolk County Council", "E10000020"),)
    both = {id_ for _, id_ in finder().find("Adur and Worthing Councils").suggestions}
    assert both == {"E07000223", "E07000229"}
    assert finder().find("Suffolk County Council Passenger Transport").suggestions[0][1] == "E10000029"


def test_a_day_decides_between_councils_that_followed_each_other():
    found = finder().find
    assert found("Somerset Council").organisation_id == "E06000066"
    assert found("somerset council", date(2023, 4, 1)).organisation_id == "E06000066"
    assert found("Somerset Council", date(2023, 3, 31)).organisation_id == "E10000027"
    assert found("north yorkshire council", date(2020, 1, 1)).organisation_id == "E10000023"
    assert found("Northampton Borough Council", date(2019, 1, 1)).organisation_id == "E07000154"
    late = found("Northampton Borough Council", date(2024, 1, 1))
    assert late.organisation_id is None and late.suggestions[1] == ("West Northamptonshire Council", "E06000062")
    assert found("Wiltshire Council", date(2005, 1, 1)).how == "asked"


def test_organisations_on_record_are_found_beside_the_register():
    find = CouncilFinder(others=[NORTHMOOR, ("bg", "BrightGrit", "sme", ("Bright Grit Ltd",), None, None)]).find
    assert find("Northmoor City Council").organisation_id == "northmoor"
    assert find("northmoor cc").how == "alias"
    assert find("Northmoor Council").how == "margin rule"
    assert find("Bright Grit Ltd").organisation_id == "bg"
    assert find("northmoor").organisation_id == "northmoor"  # its id
    asked = find("Northmor")
    assert asked.organisation_id is None and asked.suggestions[0] == ("Northmoor City Council", "northmoor")
    assert find("Northmoor Borough Council").how == "asked"


def test_two_organisations_of_one_name_are_asked():
    twins = [("a", "Twin Council", "council", (), None, None), ("b", "Twin Council", "council", (), None, None)]
    match = CouncilFinder(others=twins).find("Twin Council")
    assert match.organisation_id is None and len(match.suggestions) == 2


def test_a_council_on_record_under_its_code_stays_one():
    own = OtherOrganisation("E09000008", "Croydon", "council", ("Croydon Digital Service",))
    match = CouncilFinder(others=[own]).find("Croydon Council")
    assert match.organisation_id == "E09000008" and match.register_row["name"] == "London Borough of Croydon"


def test_the_row_of_a_match_is_a_statement():
    row = finder().find("Croydon Council").register_row
    statement = next(iter(batch("organisations", [row]).statements()))
    assert statement.cells["kind"] == "council" and statement.cells["visibility"] == "open"
    assert statement.cells["licence"] == "CC BY 4.0" and "mySociety" in statement.source


OTHER_BODIES = """
{place} Town Council|{place} Parish Council|{place} Community Council|Cyngor Tref {place}|{place} Councils|{place}
{place} School|{place} NHS Trust|{place} Integrated Care Board|{place} Police|University of {place}|{place} College
{place} Fire and Rescue Service|{place} Joint Board|{place} Valuation Joint Board|{place} Joint Committee
{place} Charter Trustees|{place} Regional Council|{place} Association of Local Councils|{place} Leisure Trust
{name} Pension Fund|{name} Trading Ltd|{name} and Partners|{name} Highways|{name} Town Council|Friends of {name}
""".replace("|", "\n").split("\n")


@pytest.mark.parametrize("form", list(filter(None, OTHER_BODIES)))
def test_no_other_body_named_after_a_council_is_taken_for_it(form):
    for row in register():
        text = form.format(place=core_name(row["name"]).title(), name=row["name"])
        match = finder().find(text, suggest=False)
        assert match.organisation_id is None or normalise(text) == normalise(row["name"]), text


@needs_source
def test_no_alias_or_name_of_the_source_finds_a_wrong_council():
    with (SOURCE / "uk_local_authorities.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = {
            row["local-authority-code"]: row["gss-code"] or f"mysociety:{row['local-authority-code']}"
            for row in csv.DictReader(file)
        }
    with (SOURCE / "lookup_name_to_registry.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1774
    found = {row["la-name"]: finder().find(row["la-name"]).organisation_id for row in rows}
    wrong = [row for row in rows if found[row["la-name"]] not in (None, ids[row["local-authority-code"]])]
    assert not wrong
    asked = {name for name, id_ in found.items() if id_ is None and " council" in name.lower()}
    assert asked <= {"adur and worthing borough council", "glasgow city coucil"}  # two councils; misspelt


@needs_source
def test_every_code_of_the_source_finds_its_council():
    with (SOURCE / "uk_local_authorities.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = {row["local-authority-code"]: row["gss-code"] for row in csv.DictReader(file)}
    with (SOURCE / "lookup_gss_to_registry.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["gss-code"]:
                assert finder().find(row["gss-code"]).organisation_id == ids[row["local-authority-code"]]


@given(row=st.sampled_from(register()), seed=st.integers(0, 2**32), edits=st.integers(1, 2))
@settings(max_examples=600, deadline=None)
def test_a_misspelt_name_never_finds_another_council(row, seed, edits):
    names = [row["name"], *filter(None, row["aliases"].split("|"))]
    text = misspell(random.Random(seed).choice(names), edits, random.Random(seed))
    match = finder().find(text)
    if match.organisation_id not in (None, row["organisation_id"]):
        other = match.register_row  # only where the misspelling is, letter for letter, what another one is called
        called = [normalise(name) for name in (other["name"], *other.get("aliases", "").split("|"))]
        assert normalise(text) in called or split_council_name(text).core in {
            split_council_name(name).core for name in called
        }


def misspell(name, edits, chance):
    letters = list(name)
    for _ in range(edits):
        at = chance.randrange(len(letters))
        edit = chance.choice(["drop", "double", "swap", "change"])
        if edit == "drop" and len(letters) > 1:
            del letters[at]
        elif edit == "double":
            letters.insert(at, letters[at])
        elif edit == "swap" and at:
            letters[at - 1], letters[at] = letters[at], letters[at - 1]
        else:
            letters[at] = chance.choice("abcdefghijklmnopqrstuvwxyz ")
    return "".join(letters)


@needs_source
def test_the_shipped_register_is_what_the_script_makes(tmp_path):
    target = tmp_path / "councils.csv"
    make_council_register.main(SOURCE, target)
    assert target.read_bytes() == REGISTER.read_bytes()


def test_the_register_has_our_columns_and_keeps_its_promises():
    rows = register()
    own = [column.name for column in KINDS["organisations"].columns]
    assert list(rows[0])[: len(own)] == own and set(rows[0]) <= set(KINDS["organisations"].cells)
    ids = {row["organisation_id"] for row in rows}
    assert len(ids) == len(rows) == 470
    for row in rows:
        assert row["kind"] == "council" and row["council_kind"] and row["nation"] and row["region"], row["name"]
        assert set(filter(None, row["replaced_by"].split("|"))) <= ids
        assert not row["starts"].startswith("2005-0"), row["name"]
        assert row["ends"][5:] in ("", "03-31") or row["name"].startswith("North of Tyne")
        assert "ï" not in row["aliases"] and "�" not in row["aliases"]


def test_a_newer_register_can_take_its_place(tmp_path, monkeypatch):
    newer = tmp_path / "councils.csv"
    newer.write_text("organisation_id,name,kind\nE06000099,Greater Example Council,council\n", encoding="utf-8")
    assert CouncilFinder(newer).find("Greater Example Council").organisation_id == "E06000099"
    assert CouncilFinder(newer).find("Croydon Council").organisation_id is None
    monkeypatch.setenv("CHAMPIONS_COUNCILS", str(newer))
    assert CouncilFinder().find("E06000099").how == "code"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nCroydon\n", "is no register of councils"),
        ("organisation_id,name,kind\nX,Y,town\n", "row 2: id, name or kind"),
        ("organisation_id,name,kind,starts\nX,Y,council,1 April\n", "row 2: .*YYYY-MM-DD"),
    ],
)
def test_a_register_that_cannot_be_used_says_why(tmp_path, text, message):
    bad = tmp_path / "councils.csv"
    bad.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        CouncilFinder(bad)
    with pytest.raises(InputError, match="cannot be read"):
        CouncilFinder(tmp_path / "none.csv")


def test_the_attribution_says_what_the_licence_asks():
    readme = REGISTER.with_name("README.md").read_text(encoding="utf-8")
    for words in ("mySociety", "CC BY 4.0", "Contains public sector information licensed under the Open Government"):
        assert words in ATTRIBUTION and words in readme.replace("\n", " ")
