"""Who leads digital and innovation, what a title says, and what teaching a phrase would change."""

from __future__ import annotations

from datetime import date

import pytest

from graph.definitions import NEAREST
from graph.errors import InputError
from graph.view import view
from graph.vocabulary import FUNCTIONS
from queries import leads, titles
from tests.worlds import acceptance, in_memory, row

DAY = date(2026, 6, 1)


def council(*posts, viewer=None, taught=(), **cells):
    """The view of a council in which p1, p2 ... hold these posts: a title, or cells."""
    rows = [row("organisations", organisation_id="c", name="Northmoor", kind="council", **cells)]
    for number, post in enumerate(posts, 1):
        told = {"title": post} if isinstance(post, str) else post
        rows.append(row("people", person_id=f"p{number}", name=f"Person {number}"))
        rows.append(row("posts", person_id=f"p{number}", organisation_id="c", at=number, **told))
    return view(in_memory([*rows, *taught]), viewer, DAY)


def led(view, wanted):
    (line,) = leads.ask(view).councils
    (found,) = (one for one in line.led if one.wanted == wanted)
    return [lead.person.id for lead in found.leads], found.function, found.rule


def test_the_highest_level_of_the_function_leads():
    there = council("Digital Officer", "Head of Digital", "Digital Manager", "Director of Highways")
    assert led(there, "digital") == (["p2"], "digital", "In digital the highest level is head.")


def test_all_of_one_level_are_named_by_id_and_a_person_once():
    posts = ("Head of Digital", "Head of ICT", {"title": "Head of IT", "person_id": "p1"})
    there = council(*posts[:2])
    assert led(there, "digital")[0] == ["p1", "p2"]
    rows = [row("posts", person_id="p1", organisation_id="c", title="Head of IT", at=9)]
    assert led(council(*posts[:2], taught=rows), "digital")[0] == ["p1", "p2"]


def test_without_the_function_the_nearest_leads_and_the_rule_says_so():
    there = council("Head of ICT", "Chief Executive", "Head of Highways")
    found, function, rule = led(there, "innovation")
    assert (found, function) == (["p1"], "digital")
    assert rule.startswith("No officer in innovation is on record. Nearest is digital: ") and rule.endswith("is head.")
    there = council("Chief Executive", "Head of Highways")
    assert led(there, "digital")[:2] == (["p1"], "executive")
    assert led(there, "digital")[2].startswith("No officer in digital, innovation or data governance is on record.")


def test_what_is_not_near_leads_nothing():
    assert led(council("Head of Highways", "Finance Manager"), "digital") == (
        [],
        None,
        "Not known: no officer in digital, innovation, data governance or executive is on record.",
    )


def test_an_unknown_level_comes_last_and_is_said():
    there = council("Enterprise Architect", "Digital Officer")
    assert led(there, "digital")[0] == ["p2"]
    alone = council("Enterprise Architect")
    assert led(alone, "digital") == (["p1"], "digital", "In digital no level is known.")


def test_who_has_left_or_is_elected_leads_nothing():
    gone = {"title": "Chief Digital Officer", "ends": "2026-05-31"}
    assert led(council(gone, "Cabinet Member for Digital", "Digital Officer"), "digital")[0] == ["p3"]


def test_a_lead_says_whether_the_title_was_read_and_by_which_words():
    own = {"title": "Wizard", "function": "digital", "level": "head"}
    (line,) = leads.ask(council(own)).councils
    assert (line.led[1].leads[0].words, line.led[1].leads[0].inferred) == (
        "digital as the post says; head as the post says",
        False,
    )
    (line,) = leads.ask(council("Deputy Director of IMT, CTO")).councils
    lead = line.led[1].leads[0]
    assert lead.words == 'digital from the title ("imt"); director from the title ("deputy director")'
    assert lead.inferred and lead.post.cells["title"] == "Deputy Director of IMT, CTO"


def test_titles_that_are_not_sure_are_counted_the_most_frequent_first():
    there = council("STaR Manager", "Zookeeper", "STaR Manager", "Head of ICT", {"title": "X", "function": "legal"})
    found = leads.ask(there)
    assert [(one.title, one.posts, one.lacks) for one in found.unsure] == [
        ("STaR Manager", 2, ("function",)),
        ("X", 1, ("level",)),
        ("Zookeeper", 1, ("function", "level")),
    ]
    (line,) = found.councils
    assert (line.officer_posts, line.without_function, line.without_level) == (5, 3, 2)


def test_a_closed_council_and_an_empty_store_have_no_leads():
    assert leads.ask(council("Head of ICT", ends="2026-05-31")).councils == ()
    assert leads.ask(view(in_memory([]), None, DAY)).summary == "No council is on record for this viewer."


def test_the_worked_example_has_its_leads():
    found = {line.council: line.led for line in leads.ask(view(in_memory(acceptance()), None, DAY)).councils}
    assert [lead.person.name for lead in found["northmoor"][0].leads] == ["Maya Reed"]  # Head of Innovation
    assert [lead.person.name for lead in found["eastvale"][1].leads] == ["Owen Price"]  # Deputy Director of IMT, CTO


def test_nearness_is_data_with_reasons():
    for wanted, order in NEAREST.items():
        assert all(function in FUNCTIONS and function != wanted and reason for function, reason in order)


# what a title says, and what teaching would change


def test_a_title_says_function_and_level_with_the_words_that_decided():
    read = titles.ask(council(), "Deputy Director of IMT, CTO")
    assert read.summary == (
        '"Deputy Director of IMT, CTO": function digital (from "imt"), level director (from "deputy director").'
    )
    assert read.function_by == read.level_by == "our table" and read.elsewhere is None
    assert titles.ask(council(), "Business Partner").elsewhere.function == "other"


def test_a_taught_word_is_told_as_taught_to_those_who_were_taught():
    mine = row("titles", phrase="star", function="procurement", where="both", visibility="closed", owner="c")
    assert titles.ask(council(taught=[mine], viewer="c"), "STaR Lead").function_by == "taught"
    assert titles.ask(council(taught=[mine]), "STaR Lead").function_by == ""


def test_teaching_tells_before_and_after_of_the_posts_that_are_read_by_title():
    there = council("STaR Manager", "STaR Manager", "STaR Lead", {"title": "STaR Manager", "function": "legal"})
    told = titles.if_taught(there, " STaR  ", "procurement", None)
    assert told.phrase == "star" and not told.known
    assert [(c.title, c.posts, c.before, c.after) for c in told.changes] == [
        ("STaR Manager", 2, (None, "manager"), ("procurement", "manager")),
        ("STaR Lead", 1, (None, "manager"), ("procurement", "manager")),
    ]
    assert told.summary == "3 posts with 2 titles would be read otherwise."
    after = council("STaR Manager", taught=[row("titles", phrase="star", function="procurement", where="both")])
    assert leads.ask(after).unsure == ()


def test_what_other_phrases_say_of_the_same_words_is_told():
    told = titles.if_taught(council("Transformation Officer"), "transformation", "digital", None)
    assert told.conflicts[0] == 'Our table reads "transformation" as innovation. What you teach now counts over it.'
    assert told.conflicts[1].startswith('Longer phrases keep their words: "business transformation" (innovation)')
    told = titles.if_taught(council(), "business partner", "finance", "head")
    assert '"business partner" as manager at councils.' in told.conflicts[1]
    told = titles.if_taught(council("Change Manager"), "change manager", "innovation", None)
    assert told.conflicts[-1].startswith('In these words the following says nothing any more: "manager" (manager)')
    assert told.changes[0].after == ("innovation", None)


def test_what_is_taught_already_changes_nothing():
    star = row("titles", phrase="star", function="procurement", where="both", klass="verified")
    told = titles.if_taught(council("STaR Manager", taught=[star]), "STaR", "procurement", None)
    assert told.known and not told.changes and told.rules.cells["class"] == "verified"
    assert not titles.if_taught(council("STaR Manager", taught=[star]), "STaR", "legal", None).known


@pytest.mark.parametrize(
    ("phrase", "function", "level", "words"),
    [
        ("star", "buying", None, '"buying" is no function. Use one of: innovation'),
        ("star", None, "boss", '"boss" is no level. Use one of: chief_executive'),
        ("interim", "legal", None, '"interim" changes nothing in a title.'),
    ],
)
def test_what_cannot_be_taught_is_refused_in_words(phrase, function, level, words):
    with pytest.raises(InputError, match=words):
        titles.if_taught(council(), phrase, function, level)
