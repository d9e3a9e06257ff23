"""Procurement notices: all 90 real ones by eye, and what a file may do to us."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from graph.errors import InputError
from loaders.councils import CouncilFinder, OtherOrganisation, finder
from loaders.ocds import OcdsSource
from loaders.ocds_release import company_number
from loaders.reading import Defaults, InputFile

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "ocds_uk"
needs_notices = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="The real notices (../shared/data/ocds_uk) are not here."
)

# every buyer of the 90 notices, checked by eye -> code of the council that it is, or None
BUYERS = {
    "contracts_finder_2025.jsonl": {
        "Bath and North East Somerset Council": "E06000022",
        "Birmingham City Council": "E08000025",
        "Cabinet Office": None,
        "Cambridgeshire County Council": "E10000003",
        "City of Doncaster Council": "E08000017",
        "DESNZ": None,
        "Department for Education": None,
        "DfTc - Department for Transport": None,
        "Dixons Academies Charitable Trust Ltd": None,
        "East Herts Council": "E07000242",
        "East Suffolk and North Essex NHS Foundation Trust": None,
        "Food Standards Agency": None,
        "Hertsmere Borough Council": "E07000098",
        "Homes England (the name adopted by the Homes and Communities Agency)": None,
        "In-Tend e-Tendering": None,  # the portal; the buyer is not named
        "Kettering General Hospital NHS Foundation Trust": None,
        "LONDON & QUADRANT HOUSING TRUST": None,
        "Lancing Parish Council": None,
        "Leicester City Council": "E06000016",
        "Lincolnshire County Council": "E10000019",
        "London Borough of Enfield": "E09000010",
        "London Borough of Merton": "E09000024",
        "Luton Council": "E06000032",
        "Manchester City Council": "E08000003",
        "Mayor's Office for Policing and Crime": None,
        "Met Office": None,
        "Ministry of Defence": None,
        "Mole Valley District Council": "E07000210",
        "NHS Supply Chain": None,
        "North York Moors National Park Authority": None,
        "North Yorkshire Council": "E06000065",
        "Partners Procurement Service (PPS)": None,
        "Peabody Trust": None,
        "RICHMOND HOUSING PARTNERSHIP LIMITED": None,
        "Royal Holloway and Bedford New College": None,
        "Salix Homes Limited": None,
        "Sheffield City Council": "E08000019",
        "Skanska Infrastructure (Rail)": None,
        "Suffolk County Council Passenger Transport": None,  # a department: asked
        "THE GUINNESS PARTNERSHIP LIMITED": None,
        "UK Research & Innovation": None,
        "United Kingdom Atomic Energy Authority": None,
        "University Of Worcester": None,
        "Walsall Healthcare NHS Trust": None,
        "Warwickshire County Council (WCC)": "E10000031",
        "Welland Procurement Unit": None,
        "West Midlands Combined Authority": "E47000007",
        "West Northamptonshire Council": "E06000062",
        "Wirral Borough Council": "E08000015",
    },
    "public_contracts_scotland_2019.jsonl": {
        "Angus Council": "S12000041",
        "Argyll and Bute Council": "S12000035",
        "Centre for Process Innovation Limited": None,
        "Dumfries and Galloway Council": "S12000006",
        "Heriot Watt University": None,
        "Historic Environment Scotland": None,
        "North Lanarkshire Council": "S12000050",
        "Registers of Scotland": None,
        "Renfrewshire Council": "S12000038",
        "Scottish Government": None,
        "South Lanarkshire Council": "S12000029",
        "Strathclyde Partnership for Transport": None,
        "The City of Edinburgh Council": "S12000036",
        "University of Aberdeen": None,
    },
    "sell2wales_2025.jsonl": {
        "Blaenau Gwent County Borough Council": "W06000019",
        "Carmarthenshire County Council": "W06000010",
        "City & County of Swansea": "W06000011",
        "Pobl Group Ltd": None,
        "Police and Crime Commissioner for Dyfed-Powys": None,
        "Prifysgol Bangor / Bangor University": None,
        "Proactis Tenders Limited": None,  # a portal
        "South Wales Fire and Rescue Service": None,
        "Transport for Wales": None,
        "Trivallis": None,
        "University of South Wales": None,
        "Wales and West Housing Association Ltd": None,
        "Wrexham County Borough Council": "W06000006",
    },
}


def read(content, defaults=None, councils=None, name="notices.json"):
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    file = InputFile(name, content)
    source = OcdsSource(lambda: councils or finder())
    assert source.recognises(file)
    (reading,) = source.read(file, defaults or Defaults())
    return reading


def cells(reading, kind):
    return [s.cells for b in reading.batches if b.kind == kind for s in b.statements()]


def rows_with_statements(reading):
    return {s.row for b in reading.batches for s in b.statements()}


def release(ocid="ocds-b5fd17-1", buyer="Croydon Council", **more):
    return {
        "ocid": ocid,
        "id": "r1",
        "date": "2025-03-11T09:00:00Z",
        "tag": ["award"],
        "buyer": {"name": buyer},
        "tender": {"title": "Gritting"},
        **more,
    }


def award(id="a1", suppliers=("Grit Ltd",), **more):
    return {"id": id, "date": "2025-03-01", "suppliers": [{"name": name} for name in suppliers], **more}


@needs_notices
@pytest.mark.parametrize("name", BUYERS)
def test_every_real_buyer_is_the_council_it_is_or_none(name):
    content = (FOLDER / name).read_bytes()
    reading = read(content, name=name)
    releases = [json.loads(line) for line in content.decode().splitlines()]
    assert {one["buyer"]["name"] for one in releases} == set(BUYERS[name])
    told = {note.split('"')[1]: note for note in reading.notes if note.startswith("Buyer ")}
    assert set(told) == set(BUYERS[name])
    for buyer, code in BUYERS[name].items():
        assert (
            (f"({code})" in told[buyer] and " is no council" not in told[buyer])
            if code
            else (" is no council of the register" in told[buyer] or " is a portal" in told[buyer])
        )
    bought = {cell["notice_id"]: cell["buyer_id"] for cell in cells(reading, "notices")}
    for one in releases:
        code = BUYERS[name][one["buyer"]["name"]]
        assert bought[one["ocid"]] == code if code else not bought[one["ocid"]].startswith(("E", "W", "S1", "N0"))


@needs_notices
def test_all_90_real_notices_are_loaded_or_merged():
    readings = [read((FOLDER / name).read_bytes(), name=name) for name in BUYERS]
    assert [one.rows_read for one in readings] == [60, 15, 15]
    assert [len(rows_with_statements(one)) for one in readings] == [56, 15, 15]  # four pairs of one day each
    assert not [rejection for one in readings for rejection in one.rejections]


@needs_notices
def test_real_notices_keep_value_date_address_and_licence():
    contracts_finder = read((FOLDER / "contracts_finder_2025.jsonl").read_bytes())
    wirral = [cell for cell in cells(contracts_finder, "awards") if cell["buyer_id"] == "E08000015"]
    assert [cell["value"] for cell in wirral] == ["188487"]  # corrected six minutes later; not added to 18848731
    assert wirral[0]["on"] == "2025-01-31" and wirral[0]["currency"] == "GBP"
    assert (
        wirral[0]["source_url"]
        == "https://www.contractsfinder.service.gov.uk/Notice/7522f71d-1b46-41f9-87e7-749c8fe28f96"
    )
    for cell in (*cells(contracts_finder, "notices"), *cells(contracts_finder, "awards")):
        assert cell["source"] == "Contracts Finder" and cell["licence"] == "OGL v3" and cell["class"] == "verified"
        assert cell["visibility"] == "open" and cell["source_url"].startswith("https://www.contractsfinder")
    assert any("row 59 (2025-08-22, published 2025-03-11)" in note for note in contracts_finder.notes)
    by_id = {cell["organisation_id"]: cell for cell in cells(contracts_finder, "organisations")}
    assert by_id["GB-COH-07689604"]["kind"] == "sme" and by_id["GB-COH-OC325346"]["kind"] == "large_supplier"
    assert by_id["E08000015"]["name"] == "Wirral Borough Council"


@needs_notices
def test_no_person_comes_out_of_the_real_notices():
    for name in BUYERS:
        reading = read((FOLDER / name).read_bytes())
        assert {b.kind for b in reading.batches} <= {"organisations", "notices", "awards"}
        text = " ".join(str(s.cells) for b in reading.batches for s in b.statements())
        assert "named contact" not in text and "named.contact" not in text and "High Court" not in text
        assert any("contact points were left out" in note for note in reading.notes)


@needs_notices
def test_reading_twice_gives_the_same_statements():
    content = (FOLDER / "contracts_finder_2025.jsonl").read_bytes()
    first, second = read(content), read(content, name="other name.txt")
    for one, two in zip(first.batches, second.batches, strict=True):
        assert one.table.equals(two.table)


def test_packages_lists_lines_and_gzip_are_all_read():
    one, two = release("ocds-b5fd17-1"), release("ocds-b5fd17-2")
    package = {"uri": "u", "publisher": {"name": "P"}, "releases": [one, two]}
    records = {"records": [{"ocid": "x", "compiledRelease": one}, {"ocid": "y", "releases": [two]}]}
    lines = b"\n".join(json.dumps(r).encode() for r in (one, two))
    pretty = json.dumps(package, indent=2).encode()
    forms = [
        package,
        records,
        [one, two],
        lines,
        lines + b"\n\n",
        b"\xef\xbb\xbf" + lines,
        gzip.compress(lines),
        pretty,
    ]
    forms += [lines.decode().encode("utf-16"), lines.replace(b"\n", b"\r\n"), b"\n".join([pretty, b""])]
    forms += [b"\n".join(json.dumps(r, indent=1).encode() for r in (one, two))]
    for form in forms:
        reading = read(form)
        assert reading.rows_read == 2 and not reading.rejections, form[:60]
        assert [cell["notice_id"] for cell in cells(reading, "notices")] == ["ocds-b5fd17-1", "ocds-b5fd17-2"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,ocid\n",
        b"{}",
        b'{"type": "FeatureCollection"}',
        b"[1, 2]",
        b"\x1f\x8bnot gzip",
        b"PK\x03\x04",
        b"\xff\xfe",
    ],
)
def test_other_files_are_not_taken_for_notices(content):
    assert not OcdsSource().recognises(InputFile("notices.json", content))


def test_infinity_is_no_number_and_no_error():
    text = json.dumps(release()).replace('"Gritting"', '"Gritting", "value": {"amount": Infinity, "currency": "GBP"}')
    (notice,) = cells(read(text.encode()), "notices")
    assert "value" not in notice


def test_a_file_cut_short_keeps_what_stands_before_and_says_so():
    lines = b"\n".join(json.dumps(release(f"ocds-b5fd17-{n}")).encode() for n in range(3))
    package = json.dumps({"releases": [release(f"ocds-b5fd17-{n}") for n in range(3)]}).encode()
    zipped = gzip.compress(lines)
    for content, whole in ((lines[:-30], 2), (package[:-40], 2), (zipped[: len(zipped) - 12], None)):
        reading = read(content)
        if whole is None:
            assert "cut short" in reading.notes[0] and cells(reading, "notices")
        else:
            assert len(cells(reading, "notices")) == whole
            assert reading.rows_read == 3 and reading.rejections[0].row == 3
            assert "breaks off" in reading.rejections[0].reason


def test_a_broken_line_costs_only_itself_even_if_it_is_the_first():
    good = json.dumps(release())
    reading = read(f'{{"ocid": oops}}\n{good}\n{{"ocid": 1,\n{json.dumps(release("ocds-b5fd17-2"))}\n'.encode())
    assert [r.row for r in reading.rejections] == [1, 3] and len(cells(reading, "notices")) == 2
    assert reading.rejected_rows == (("release",), ('{"ocid": oops}',), ('{"ocid": 1,',))


@pytest.mark.parametrize(
    ("bad", "column", "reason"),
    [
        ({**release(), "ocid": ""}, "ocid", "no ocid"),
        ({**release(), "buyer": {}}, "buyer", "names no buyer"),
        ({**release(), "date": "11/03/2025"}, "date", '"11/03/2025" is no date'),
        ({**release(), "awards": [{"date": "soon", "suppliers": []}]}, "awards/1/date", '"soon" is no date'),
        (["ocid"], None, "no release"),
        ("text", None, "no release"),
    ],
)
def test_a_release_that_cannot_be_used_is_rejected_with_a_remedy(bad, column, reason):
    bad = {"releases": [bad, release()]}
    reading = read(bad)
    assert reading.rows_read == 2 and len(cells(reading, "notices")) == 1
    (rejection,) = reading.rejections
    assert (rejection.row, rejection.column) == (1, column) and reason in rejection.reason and rejection.remedy
    assert len(reading.rejected_rows) == 2


def test_a_record_of_links_alone_is_rejected():
    links = {"records": [{"ocid": "ocds-b5fd17-9", "releases": [{"url": "https://example.org/r"}]}]}
    (rejection,) = read(links).rejections
    assert "only links" in rejection.reason and rejection.value == "ocds-b5fd17-9"


def test_a_rejected_release_keeps_no_contact():
    bad = release(parties=[{"id": "1", "name": "A", "contactPoint": {"name": "Someone"}}], buyer="")
    assert "Someone" not in str(read({"releases": [bad, release()]}).rejected_rows)


def test_a_later_version_of_an_award_replaces_the_earlier_one():
    first = release(awards=[award("a1", value={"amount": 100, "currency": "GBP"})])
    later = release(
        date="2025-04-01T10:00:00Z", awards=[award("a2", ("Grit Ltd", "Salt Ltd"), value={"amount": 90.50})]
    )
    for order in ([first, later], [later, first]):
        reading = read(order)
        assert {(a["supplier_id"], a["value"]) for a in cells(reading, "awards")} == {
            ("contracts-finder:grit-ltd", "90.5"),
            ("contracts-finder:salt-ltd", "90.5"),
        }
        assert sorted(n["on"] for n in cells(reading, "notices")) == ["2025-03-11", "2025-04-01"]


def test_two_lots_are_two_awards():
    lots = release(awards=[award("lot1", ("Grit Ltd",)), award("lot2", ("Grit Ltd",))])
    other = release(date="2025-04-01", awards=[award("lot3", ("Salt Ltd",))])
    assert {a["award_id"] for a in cells(read([lots, other]), "awards")} == {"lot1", "lot2", "lot3"}


def test_one_ocid_with_two_buyers_stays_two_notices():
    reading = read([release(), release(buyer="Harrow Council")])
    assert {n["buyer_id"] for n in cells(reading, "notices")} == {"E09000008", "E09000015"}


def test_awards_that_came_to_nothing_and_suppliers_without_a_name_are_left_out():
    awards = [award(status="cancelled"), award("a2", status="unsuccessful"), award("a3", ("",))]
    reading = read(release(awards=awards))
    assert not cells(reading, "awards")
    assert any("2 awards are cancelled" in n for n in reading.notes) and any("no name" in n for n in reading.notes)


@pytest.mark.parametrize(
    ("identifier", "id_"),
    [
        ({"scheme": "GB-COH", "id": "7689604"}, "GB-COH-07689604"),
        ({"scheme": "GB-COH", "id": "sc 123456"}, "GB-COH-SC123456"),
        ({"scheme": "GB-COH", "id": "n/a"}, "contracts-finder:grit-ltd"),
        ({"scheme": "GB-PPON", "id": "PABC-1234-DEFG"}, "GB-PPON-PABC-1234-DEFG"),
        ({"scheme": "GB-CFS", "id": "312085"}, "contracts-finder:grit-ltd"),
        ({"legalName": "Grit Limited"}, "contracts-finder:grit-ltd"),
    ],
)
def test_a_supplier_has_a_stable_id(identifier, id_):
    party = {"id": "s1", "name": "Grit Limited", "identifier": identifier, "roles": ["supplier"]}
    one = release(parties=[party], awards=[{"id": "a1", "suppliers": [{"id": "s1", "name": "Grit Limited"}]}])
    (won,) = cells(read(one), "awards")
    assert won["supplier_id"] == id_
    (supplier,) = (c for c in cells(read(one), "organisations") if c["organisation_id"] == id_)
    assert supplier.get("company_number") == (id_.removeprefix("GB-COH-") if id_.startswith("GB-COH") else None)


@pytest.mark.parametrize("text", ["", "0", "00000000", "123456789", "ABC12345", "12 Main Street"])
def test_what_is_no_company_number_is_refused(text):
    assert company_number(text) is None


@pytest.mark.parametrize(
    ("buyer", "kind"),
    [
        ("Department for Education", "central_government"),
        ("HM Revenue & Customs", "central_government"),
        ("Welland Procurement Unit", "buying_body"),
        ("In-Tend e-Tendering", "buying_body"),
        ("Lancing Parish Council", "public_partner"),
        ("Leeds City Council Trading Ltd", "public_partner"),
        ("Kent Police", "public_partner"),
    ],
)
def test_a_buyer_that_is_no_council_has_a_kind(buyer, kind):
    (one,) = cells(read(release(buyer=buyer)), "organisations")
    assert (one["name"], one["kind"]) == (buyer, kind)


@pytest.mark.parametrize(
    ("name", "details", "kind", "size"),
    [
        ("Grit Ltd", {"scale": "sme"}, "sme", None),
        ("Grit Ltd", {"scale": "micro"}, "sme", "micro"),
        ("Grit Ltd", {"scale": "large"}, "large_supplier", "large"),
        ("Grit Ltd", {}, "sme", None),
        ("Croydon College", {"scale": "large"}, "public_partner", None),
    ],
)
def test_a_supplier_has_a_kind_and_a_size_where_known(name, details, kind, size):
    party = {"id": "s1", "name": name, "details": details, "roles": ["supplier"]}
    one = release(parties=[party], awards=[{"id": "a1", "suppliers": [{"id": "s1", "name": name}]}])
    reading = read(one)
    (supplier,) = (c for c in cells(reading, "organisations") if c["kind"] != "council")
    assert (supplier["kind"], supplier.get("size_band")) == (kind, size)
    assert any("taken for small firms" in note for note in reading.notes) == (not details)


def test_review_bodies_and_central_purchasing_are_no_relation():
    parties = [
        {"id": "r", "name": "High Court", "roles": ["reviewBody"]},
        {"id": "c", "name": "Hub", "roles": ["centralPurchasingBody"]},
    ]
    assert [c["name"] for c in cells(read(release(parties=parties)), "organisations")] == ["London Borough of Croydon"]


def test_the_user_says_who_may_see_notices_of_unknown_licence():
    foreign = release("ocds-xxxxxx-1")
    with pytest.raises(InputError, match="who may see it"):
        read(foreign)
    reading = read(foreign, Defaults(visibility="shared", audience=("a", "b"), owner="o", licence="own"))
    (notice,) = cells(reading, "notices")
    assert (notice["visibility"], notice["audience"], notice["owner"], notice["licence"]) == (
        "shared",
        "a|b",
        "o",
        "own",
    )
    assert notice["source"] == "notices.json"


def test_a_file_without_a_release_says_so():
    with pytest.raises(InputError, match="there is no release in it"):
        read(b'{"releases": [], "x": "ocds"}'.replace(b'"ocds"', b'"ocds-1"'))


def test_organisations_on_record_are_used_without_a_new_row():
    known = CouncilFinder(
        others=[OtherOrganisation("northmoor", "Northmoor City Council", "council", ("Northmoor CC",))]
    )
    reading = read(release(buyer="Northmoor CC"), councils=known)
    assert [n["buyer_id"] for n in cells(reading, "notices")] == ["northmoor"] and not cells(reading, "organisations")


def test_the_day_of_the_notice_decides_which_council_it_was():
    old = release(buyer="Somerset Council", date="2022-05-01T00:00:00+01:00")
    assert cells(read(old), "notices")[0]["buyer_id"] == "E10000027"
    assert cells(read(release(buyer="Somerset Council")), "notices")[0]["buyer_id"] == "E06000066"


def test_names_and_titles_are_text():
    one = release(buyer="Body &amp; <b>Soul</b>", tender={"title": "=1+1\n St Bede&apos;s"})
    reading = read(one)
    assert cells(reading, "organisations")[0]["name"] == "Body & <b>Soul</b>"
    assert cells(reading, "notices")[0]["title"] == "=1+1 St Bede's"


def test_a_gzip_bomb_is_refused():
    bomb = gzip.compress(b'{"ocid": "ocds-b5fd17-1", "x": "' + b" " * (80 << 20) + b'"}')
    with pytest.raises(InputError, match="grows more than"):
        read(bomb)


def test_deep_nesting_is_a_rejection_not_a_crash():
    deep = '{"ocid": "ocds-b5fd17-1", "x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    reading = read(f"{json.dumps(release())}\n{deep}\n".encode())
    assert len(reading.rejections) == 1 and len(cells(reading, "notices")) == 1
