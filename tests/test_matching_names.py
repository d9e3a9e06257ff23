"""Names as files write them, taken apart; which go together; which addresses can be made from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.matching import names
from graph.matching.letters import scripts, skeleton
from graph.matching.mailboxes import work_address
from graph.matching.name_likeness import compare
from graph.matching.names import parse

# text | given | middle | surname
PARTS = """
Jane Smith | jane | | smith
Smith, Jane (Cllr) | jane | | smith
Smith (Cllr), Jane | jane | | smith
Dr Jane O'Neill MBE | jane | | oneill
O’Brien, Seán | sean | | obrien
Cllr. Mrs Jane Smith OBE, DL | jane | | smith
Smith, Dr Jane, MBE | jane | | smith
Jane Smith, MBA, PhD | jane | | smith
Jane Smith, Head of Highways | jane | | smith
Jane Smith Ph.D. | jane | | smith
Jane Smith M.B.E. | jane | | smith
The Rt Hon. Jane Smith MP | jane | | smith
Cyng Siân Jones | sian | | jones
SMITH Jane | jane | | smith
JANE SMITH | jane | | smith
J. A. Smith | j | a | smith
JA Smith | j | a | smith
J.A.Smith | j | a | smith
JO SMITH | jo | | smith
Jane Alice Smith | jane | alice | smith
Ludwig van der Velde | ludwig | | vandervelde
Mohammed Al Fayed | mohammed | | alfayed
Vincent St. John | vincent | | stjohn
Mac Donald, Iain | iain | | macdonald
Anne-Marie Lloyd-Jones | annemarie | | lloydjones
Jane Smith Jones | jane | smith | jones
Yo Yo Ma | yo | yo | ma
YO YO MA | yo | yo | ma
Ngozi Obe | ngozi | | obe
Mayor Brown | mayor | | brown
Cllr Smith | | | smith
Jane | jane | |
Zoë Łukasiewicz | zoe | | lukasiewicz
jane.smith@example.gov.uk | jane | | smith
Jane Smith | Leeds | jane | | smith
Jane Smith – Leeds City Council | jane | | smith
Jane\u00a0Smith\u200b | jane | | smith
🌟 Jane Smith 🌟 | jane | | smith
… | | |
""".strip("\n")


@pytest.mark.parametrize("line", PARTS.splitlines())
def test_a_name_is_taken_apart(line):
    text, given_name, middle, surname = (part.strip() for part in line.rsplit("|", 3))
    name = parse(text)
    assert (name.given, " ".join(name.middle), name.family) == (given_name, middle, surname)


def test_brackets_and_quotes_give_nicknames_and_former_surnames_and_nothing_else():
    assert parse('Robert "Bob" Smith').nicknames == parse("Robert (Bob) Smith").nicknames == {"bob"}
    assert parse("Jane Brown (née Smith)").halves == parse("Jane Brown formerly Smith").halves == {"smith"}
    for label in ("Cllr", "she/her", "External", "MBE", "IT", "on leave"):
        name = parse(f"Jane Smith ({label})")
        assert not name.nicknames and not name.halves and name.family == "smith"


def test_generations_are_kept():
    assert [parse(text).generation for text in ("John Hay Jr", "Hay, Jr., John", "John Hay III", "John Hay")] == [
        "junior",
        "junior",
        "third",
        "",
    ]


@given(
    st.from_regex(r"[A-Z]?[a-z]{1,9} [A-Z]?[a-z]{1,9}", fullmatch=True)
    | st.sampled_from(["Dr Hay", "Jane Jr", "Born Free"])
)
def test_the_short_way_through_a_plain_name_ends_where_the_long_one_does(text):
    assert parse(text) == names._parse(text)


@given(st.text(max_size=80))
def test_any_text_is_a_name_or_none(text):
    name = parse(text)
    assert all(part.isalnum() for part in (name.given, *name.middle, name.family) if part)
    assert compare(name, name) is None or compare(name, name).level in ("one", "shorter")


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Bob Hay", "Robert Hay", "one"),
        ("Bob Hay", "Rob Hay", "one"),
        ("Alex Hay", "Alexandra Hay", "one"),
        ("Anne-Marie Hay", "Anne Marie Hay", "one"),
        ("Jane Smith-Jones", "Jane Smith Jones", "one"),
        ("Jane A Hay", "Jane Hay", "one"),
        ("J Hay", "Jane Hay", "shorter"),
        ("Cllr Hay", "Jane Hay", "shorter"),
        ("Ann Hay", "Anne Hay", "near"),
        ("Steven Hay", "Stephen Hay", "near"),
        ("Jane Hay", "Hay Jane", "near"),
        ("Jane Wright", "Jane Wrihgt", "misspelt"),
        ("Ngozi Hay", "Ngosi Hay", "near"),
        ("Jane Smith-Jones", "Jane Jones", "near"),
        ("Jane Brown (née Smith)", "Jane Smith", "near"),
        ("Jane Hay", "Jane Lee", "surname"),
        ("Alexander Hay", "Alexandra Hay", None),
        ("Samuel Hay", "Samantha Hay", None),
        ("Joan Hay", "John Hay", None),
        ("Joan Hay", "Jean Hay", None),
        ("Jane A Hay", "Jane B Hay", None),
        ("John Hay Jr", "John Hay Sr", None),
        ("J Hay", "Kate Hay", None),
        ("Jane", "Jane Hay", None),
    ],
)
def test_two_names_go_together_or_not(one, other, level):
    found = compare(parse(one), parse(other))
    assert (found.level if found else None) == level
    turned = compare(parse(other), parse(one))
    assert (turned.level if turned else None) == level


def test_letters_that_look_like_others_are_a_doubt():
    assert skeleton("jаnе") == "jane"  # the first has a Cyrillic а and е
    assert compare(parse("Jаne Hay"), parse("Jane Hay")).doubt
    assert compare(parse("J0hn Hay"), parse("John Hay")).doubt
    assert not compare(parse("Zoë Hay"), parse("Zoe Hay")).doubt
    assert not compare(parse("Иван Петров"), parse("Иван Петров")).doubt
    assert scripts("Zoë") == {"LATIN"}


@pytest.mark.parametrize(
    "text",
    ["info@x.gov.uk", "customer.services@x.gov.uk", "no-reply@x.gov.uk", "j@gmail.com", "jane", "@x.uk", "", "a@b"],
)
def test_a_role_a_private_mailbox_and_no_address_say_nothing(text):
    assert work_address(text) is None
