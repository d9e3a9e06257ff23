"""What an installation teaches about titles: for whom it counts, over what, and until when."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from graph.taught import taught, title_table
from graph.titles import ours, ours_with, phrase_of
from graph.view import view
from graph.vocabulary import FUNCTIONS, LEVELS
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from tests.worlds import in_memory, row

DAY = date(2026, 6, 1)
TOWN = (
    row("organisations", organisation_id="c", name="Northmoor", kind="council"),
    row("people", person_id="ann", name="Ann"),
    row("posts", person_id="ann", organisation_id="c", title="STaR Manager"),
)
STAR = {"phrase": "star", "function": "procurement", "where": "both"}


def read_as(*rows, viewer=None, day=DAY):
    """Function and level of Ann's post, which must be the same over the whole store and over a neighbourhood."""
    seen = view(in_memory([*TOWN, *rows]), viewer, day)
    found = []
    for derived in (seen.whole, seen.near(["ann"])):
        function, level = derived.posts.function[0], derived.posts.level[0]
        found.append((FUNCTIONS[function] if function >= 0 else None, LEVELS[level] if level >= 0 else None))
    assert found[0] == found[1]
    return found[0]


def test_a_phrase_that_was_taught_reads_titles_from_then_on():
    assert read_as() == (None, "manager")
    assert read_as(row("titles", **STAR)) == ("procurement", "manager")


def test_it_reads_for_those_alone_who_may_see_it():
    mine = row("titles", **STAR, visibility="closed", owner="c")
    assert read_as(mine, viewer="c") == ("procurement", "manager")
    assert read_as(mine, viewer=None) == read_as(mine, viewer="somebody") == (None, "manager")


def test_it_reads_titles_of_before_it_was_taught():
    assert read_as(row("titles", **STAR, on="2026-05-30"), day=date(2024, 1, 1)) == ("procurement", "manager")


def test_the_later_load_counts_and_so_do_other_capitals():
    other = row("titles", phrase="Star", function="legal", where="both", load=2)
    assert read_as(other, row("titles", **STAR)) == ("legal", "manager")
    assert read_as(row("titles", **STAR, load=3), other) == ("procurement", "manager")


def test_a_row_that_is_surer_rules_its_phrase_whichever_came_later():
    sure = row("titles", **STAR, klass="verified")
    assert read_as(sure, row("titles", **{**STAR, "function": "legal"}, load=2)) == ("procurement", "manager")


def test_what_is_taught_counts_over_our_own_table_for_the_same_words():
    assert ours().classify("Business Partner").level == "manager"
    table = ours_with((phrase_of("=business partner", "finance", "head"),))  # ours says it for councils alone
    assert table.classify("Business Partner")[::2] == ("finance", "head")
    assert table.classify("HR Business Partner")[::2] == ("other", "manager")  # not a whole part


def test_words_can_be_taken_out_of_play_and_longer_phrases_keep_theirs():
    table = ours_with((phrase_of("transformation", None, None),))
    assert table.classify("Transformation Manager")[::2] == (None, "manager")
    assert table.classify("Digital Transformation Manager")[::2] == ("digital", "manager")


def test_a_political_phrase_makes_the_whole_title_political_by_either_label():
    for labels in (("political", None), (None, "political")):
        table = ours_with((phrase_of("convener", *labels),))
        assert table.classify("Convener of Finance")[::2] == ("political", "political")


def test_nothing_taught_means_the_shared_table():
    scene = view(in_memory(TOWN), None, DAY).whole.scene
    assert taught(scene) == () and title_table(scene) is ours()


def test_a_file_of_phrases_is_a_load_and_says_which_rows_can_read_nothing(tmp_path):
    store = SqliteStore(tmp_path / "town.sqlite")
    text = (
        "phrase,function,level,where\nSTaR,procurement,,both\ninterim,,head,both\nPA to the Leader,,,both\n"
        ",legal,,both\nzebra,stripes,,both\nyak,legal,,\n"
    )
    made = plan([InputFile("titles.csv", text.encode())], store, Defaults("open")).commit()
    assert [file.loaded for file in made.files] == [1]
    said = {rejection.row: rejection.reason for rejection in made.rejections}
    assert said == {
        3: '"interim" changes nothing in a title.',
        4: '"PA to the Leader" says whom a post serves, and that is never read in a title.',
        5: "This cell must be filled.",
        6: '"stripes" is none of the words for this column.',
        7: "This cell must be filled.",
    }
    assert [p.written for p in taught(view(store, None, DAY).whole.scene)] == ["STaR"]
    store.undo(made.load.id)
    assert not taught(view(store, None, DAY).whole.scene)


def test_a_file_that_is_older_than_a_kind_gets_room_for_it(tmp_path):
    path = tmp_path / "old.sqlite"
    SqliteStore(path).close()
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE titles")
    store = SqliteStore(path)
    assert (
        not plan([InputFile("titles.csv", b"phrase,where\nSTaR,both\n")], store, Defaults("open")).commit().rejections
    )
    assert store.neighbours({("titles", "where"): ["both"]})


@pytest.mark.parametrize("text", ["", "=", "interim", "Acting & Joint", "to the chief executive", "of the"])
def test_words_that_can_read_nothing_are_no_phrase(text):
    with pytest.raises(Exception, match=r"phrase is empty|changes nothing|serves"):
        phrase_of(text, "legal", None)
