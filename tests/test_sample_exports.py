"""The invented exports dropped together on the sample region: evidence of each kind, nobody merged wrongly, undone."""

from __future__ import annotations

from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from graph.store import fingerprint
from graph.view import view
from loaders.plan import plan
from loaders.reading import Defaults, EventTold
from queries import review, warm_routes
from sample_data import EXPORTS, REGION
from ui import joining

DAY = date(2026, 6, 1)
FILES = [EXPORTS, EXPORTS / "notices"]


@pytest.fixture(scope="module")
def walk():
    """Give the store before and after the drop: as a fingerprint, and with what the drop reported."""
    store = SqliteStore(":memory:")
    plan([REGION], store, Defaults()).commit()
    before = fingerprint(store)
    ann = joining.join(store, "Ann Example", "Director", "Paleharbour Ltd", "sme", DAY)
    event = {"": EventTold("Roads showcase", date(2026, 4, 20), "showcase")}
    told = Defaults("closed", ann.organisation, holder=ann.person, holder_name="Ann Example", events=event)
    dropped = plan(FILES, store, told, today=DAY)
    report = dropped.commit()
    return store, before, ann, told, report, view(store, ann.organisation, DAY)


def test_every_row_is_counted_and_each_file_gives_its_kind_of_evidence(walk):
    report = walk[4]
    counts = {f.file: (f.kind, f.read, f.loaded, f.merged, f.rejected, f.evidence) for f in report.files}
    assert counts == {
        "Connections.csv": ("linkedin_connections", 6, 5, 0, 1, ("connection",)),
        "attendees.csv": ("eventbrite_attendees", 4, 3, 0, 1, ("event",)),
        "organisation_structure.csv": ("organisation_structure", 4, 4, 0, 0, ("team",)),
        "notice-1.json": ("ocds", 1, 1, 0, 0, ()),
        "notice-2.json": ("ocds", 1, 1, 0, 0, ()),
        "who is who": ("matches", counts["who is who"][1], counts["who is who"][2], 0, 0, ()),
    }


def test_routes_go_over_people_whom_the_files_and_the_region_know_under_different_ids(walk):
    told, ann = walk[5], walk[2]
    kinds = {}
    for name in ("Desmond Fairlamb", "Solveig Hartwell-Price"):
        route = warm_routes.ask(told, ann.person, told.directory.resolve(name, "person").id).routes[0]
        kinds[name] = [{row.kind for row in hop.evidence} for hop in route.hops]
    assert kinds["Desmond Fairlamb"] == [{"connection", "event"}]  # by the work address in three places
    assert kinds["Solveig Hartwell-Price"] == [{"connection", "event"}, {"team"}]  # over Odile, whom the chart names


def test_a_notice_about_a_council_on_record_is_an_award_of_that_council(walk):
    awards = walk[5].scene("awards").rows["awards"]
    assert set(awards.column("buyer_id").to_pylist()) >= {"ambermoor"}
    assert "Gritting of footways (invented sample data)" in awards.column("title").to_pylist()


def test_what_is_doubtful_is_asked_and_only_that(walk):
    questions = review.ask(walk[5]).questions
    names = {(question.one.name, question.other.name) for question in questions}
    assert names == {("Hollowmere City Council", "Hollowmere"), ("Nerys Calloway", "Nerys Calloway")}


def test_dropped_again_nothing_changes_and_undone_everything_is_as_before(walk):
    store, before, _, told, _, _ = walk
    assert plan(FILES, store, told, today=DAY).report.loaded == 0
    for load in reversed(store.loads()[1:]):
        store.undo(load.id)
    assert fingerprint(store) == before
