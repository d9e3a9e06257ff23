"""Which organisations are one: labelled by hand, generated with a seed, and councils never by likeness."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pyarrow as pa
import pytest

from graph.identity import normalise
from graph.matching.legal_forms import split_firm_name
from graph.matching.organisation import company_number, host
from graph.matching.organisations import match_organisations
from loaders.councils import REGISTER
from tests.matching_worlds import misspelt

COLUMNS = ("id", "name", "kind", "aliases", "company_number", "website", "council_kind")
FIRMS = Path(__file__).parents[1] / "sample_data" / "ingredients" / "firms.csv"

# expected | new: name; kind; aliases; number; website || known, the same
BY_HAND = """
same | Saltwren Limited; sme || Saltwren Ltd; sme
same | Saltwren; || Saltwren Ltd.; sme
same | The Verge and Furrow Co. Ltd; sme || Verge & Furrow Ltd; sme
same | SALTWREN LTD; sme || Saltwren Ltd; large_supplier
same | Saltwren C.I.C.; || Saltwren Community Interest Company;
same | Caffi Môr Cyf; || Caffi Mor Limited;
same | Skylark; || Rowan Sky Ltd t/a Skylark;
same | Bright Grit; || BrightGrit Ltd; sme; Bright Grit
same | Quite Another Name Ltd; ; ; 01234567 || Saltwren Ltd; ; ; 1234567
same | Saltwren Ltd; ; ; ; https://www.saltwren.co.uk/about || Saltwren Ltd; ; ; ; saltwren.co.uk
same | Norfolk County Council; council || Norfolk County Council; council
same | Saltwren GmbH; || Saltwren;
open | Saltwren Ltd; ; ; 01234567 || Saltwren Ltd; ; ; 07654321
open | Saltwren LLP; || Saltwren Ltd;
open | Saltwren; ; ; ; saltwren.com || Saltwren; ; ; ; saltwren.org.uk
open | Saltwren (UK) Ltd; || Saltwren Ltd;
open | Saltwrenn Ltd; || Saltwren Ltd;
open | Salt Wren Ltd; || Saltwren Ltd;
open | Sensing Hoarlight Ltd; || Hoarlight Sensing Ltd;
open | Saltwren; funder || Saltwren; sme
open | Sаltwren Ltd; || Saltwren Ltd;
open | Saltwren Group plc; || Saltwren Ltd;
open | Norfolk County Council; sme || Norfolk County Council; council
open | Norfolk County Council; || Norfolk County Council; council
same | Digital Services Ltd; || Digital Services Limited;
same | St Mary's Church; ; ; ; stmarys.org || St Mary's Church; ; ; ; stmarys.org
open | St Mary's Primary School; || St Mary's Primary School;
no | Digital Services; || Digital Services;
no | Housing Association; || Housing Association;
open | Boston Spa; || Boston;
no | Leeds; || Leeds City Council; council; Leeds
no | Leeds City Council Trading Ltd; large_supplier || Leeds City Council; council
no | Leeds City Council Pension Fund; || Leeds City Council; council
no | Leeds City Counci; council || Leeds City Council; council
no | Coventry and Milton Keynes councils; council || Coventry City Council; council
no | Norfolk Parish Council; || Norfolk County Council; council
no | Norwich City Council; council || Norwich County Council; council
no | University of Leeds; public_partner || Leeds City Council; council
no | Public; || Public;
no | Council; council || Council; council
no | Self-employed; || Self Employed;
no | N/A; || n/a;
no | Member of the public; || Member of the Public;
no | Meadow Digital Ltd; || Harbour Digital Ltd;
no | Acme Ltd; || Apex Ltd;
"""
CASES = [tuple(part.strip() for part in line.split(" | ", 1)) for line in BY_HAND.strip().splitlines()]


def table(rows):
    filled = [(*row, *[None] * (len(COLUMNS) - len(row))) for row in rows]
    columns = zip(*filled, strict=True) if filled else [()] * len(COLUMNS)
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(COLUMNS, columns, strict=True)})


def row(id_, text):
    return (id_, *(part.strip() or None for part in text.split(";")))


@pytest.mark.parametrize(("expected", "text"), CASES, ids=[text for _, text in CASES])
def test_each_pair_labelled_by_hand_is_judged_so(expected, text):
    new, known = text.split("||")
    found = match_organisations(table([row("N", new)]), table([row("K", known)]))
    assert (found[0].verdict if found else "no") == expected, found
    for pair in found:
        assert (pair.one, pair.other) == ("K", "N") and pair.reasons_for
        assert all(reason.endswith(".") for reason in (*pair.reasons_for, *pair.reasons_against))
        assert bool(pair.reasons_against) == (pair.verdict == "open")


def known_organisations():
    """Invented firms, 700 of them put together from three words each, and all councils of the register."""
    with FIRMS.open(encoding="utf-8", newline="") as file:
        names = [firm["name"] for firm in csv.DictReader(file)]
    chance = random.Random(2)
    first = "Amber Beacon Cedar Drift Ember Fathom Granite Harbour Indigo Juniper Kestrel Lantern Meadow Nettle".split()
    second = (
        "Digital Sensing Robotics Analytics Networks Mobility Homes Energy Care Data Design Water Waste Labs".split()
    )
    third = "Ltd|Limited|LLP|plc|Group Ltd|Solutions Ltd|Systems Limited|Partners LLP|CIC|(UK) Ltd".split("|")
    while len(names) < 700:
        name = f"{chance.choice(first)}{chance.choice(['', 'wick', 'stone', 'field'])} {chance.choice(second)}"
        if all(not other.startswith(name) for other in names):
            names.append(f"{name} {chance.choice(third)}")
    with REGISTER.open(encoding="utf-8", newline="") as file:
        councils = list(csv.DictReader(file))
    rows = [(f"F{n:04}", name, "sme") for n, name in enumerate(names)]
    rows += [
        (one["organisation_id"], one["name"], "council", one["aliases"], None, None, one["council_kind"])
        for one in councils
    ]
    return rows


def varied(name, chance):
    """As people write it: form and case differ, a letter is wrong, words turn, "UK" comes or goes."""
    bare = split_firm_name(name).core.title()
    ways = [
        lambda: bare,
        lambda: f"{bare} Ltd.",
        lambda: name.upper(),
        lambda: f"The {name}",
        lambda: name.replace("&", "and").replace("Limited", "Ltd"),
        lambda: misspelt(bare, chance),
        lambda: misspelt(bare, chance) + " Limited",
        lambda: misspelt(misspelt(bare, chance), chance),
        lambda: " ".join(reversed(bare.split())),
        lambda: f"{bare} UK",
        lambda: bare.replace(" ", ""),
    ]
    return chance.choice(ways)()


def test_the_first_organisation_that_is_found_is_the_right_one():
    known, chance = known_organisations(), random.Random(4)
    firms = [one for one in known if one[0].startswith("F")]
    truth, new = {}, []
    for number in range(1_000):
        firm = chance.choice(firms)
        truth[f"N{number:04}"] = firm[0]
        new.append((f"N{number:04}", varied(firm[1], chance), None))
    first: dict[str, tuple] = {}
    wrong = sure = 0
    for pair in match_organisations(table(new), table(known)):
        ours, theirs = sorted((pair.one, pair.other), key=lambda id_: not id_.startswith("N"))
        if theirs.startswith("N"):
            continue
        rank = (pair.verdict != "same", -pair.likeness, theirs)
        first[ours] = min(first.get(ours, (True, 0.0, "~")), rank)
        sure += pair.verdict == "same"
        wrong += pair.verdict == "same" and truth[ours] != theirs
    recall = sum(first.get(id_, ("", "", ""))[2] == right for id_, right in truth.items()) / len(truth)
    print(
        f"\norganisations: {len(truth):,} names among {len(known):,}, recall@1 {recall:.3f}; sure {sure}, wrong {wrong}"
    )
    assert recall >= 0.96 and wrong == 0 and sure > len(truth) / 4


def test_no_council_is_joined_to_anything_but_a_council_of_its_name():
    known = [one for one in known_organisations() if not one[0].startswith("F")]
    endings = ["Trading Ltd", "Pension Fund", "Highways", "Schools", "and Partners", "Town Council", "Group"]
    new = [(f"N{n:04}", f"{one[1]} {endings[n % 7]}", None) for n, one in enumerate(known)]
    new += [(f"P{n:04}", one[1].split()[0], None) for n, one in enumerate(known)]
    misspellings = [misspelt(one[1], random.Random(n)) for n, one in enumerate(known)]
    new += [
        (f"M{n:04}", text, "council")
        for n, (text, one) in enumerate(zip(misspellings, known, strict=True))
        if normalise(text) != normalise(one[1])  # more than a hyphen
    ]
    assert len(new) > 1_350
    ids = {one[0] for one in known}
    assert [pair for pair in match_organisations(table(new), table(known)) if {pair.one, pair.other} & ids] == []


def test_councils_of_two_codes_or_of_one_ambiguous_alias_are_not_joined():
    county = ("E10000020", "Norfolk County Council", "council", "Norfolk CC")
    assert match_organisations(table([("N1", "Norfolk City Council", "council", "Norfolk CC")]), table([county])) == []
    [pair] = match_organisations(table([("E10000099", "Norfolk County Council", "council")]), table([county]))
    assert pair.verdict == "open" and pair.reasons_against == ("They have two codes: E10000020 / E10000099.",)


def test_an_alias_that_only_aliases_share_is_asked():
    new, known = ("N", "Harbour Homes", None, "Skylark"), ("K", "Rowan Energy", None, "Skylark")
    [pair] = match_organisations(table([new]), table([known]))
    assert pair.verdict == "open" and pair.reasons_against == ("Neither goes by that name first.",)


def test_two_known_of_one_name_are_asked():
    known = [("K1", "Saltwren Ltd", "sme", None, "01234567"), ("K2", "Saltwren Ltd", "sme", None, "07654321")]
    found = match_organisations(table([("N", "Saltwren", "sme")]), table(known))
    assert [(p.one, p.other, p.verdict) for p in found] == [("K1", "N", "open"), ("K2", "N", "open")]


def test_sure_pairs_that_would_join_two_companies_are_asked():
    """A name without a number is both; the numbers say that these are two."""
    new = [("N1", "Saltwren", "sme"), ("N2", "Saltwren Ltd", "sme", None, "01234567")]
    found = match_organisations(table(new), table([("K", "Saltwren Ltd", "sme", None, "07654321")]))
    assert {pair.verdict for pair in found} == {"open"} and len(found) == 3


def test_a_crowd_of_one_name_takes_no_time():
    crowd = [(f"P{n:05}", "Saltwren Ltd", "sme") for n in range(5_000)]
    assert match_organisations(table(crowd), table([])) == []
    assert match_organisations(table([]), table([])) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234567", "01234567"),
        ("SC 123456", "SC123456"),
        ("GB-COH-01234567", "01234567"),
        ("N/A", ""),
        ("0", ""),
        ("", ""),
    ],
)
def test_a_company_number_has_its_noughts(text, number):
    assert company_number(text) == number


def test_a_page_on_somebody_elses_host_is_no_website_of_theirs():
    assert host("https://uk.linkedin.com/company/x") == host("facebook.com/x") == host("not a site") == ""
    assert host("HTTPS://WWW.Saltwren.co.uk:443/a?b") == "saltwren.co.uk"
