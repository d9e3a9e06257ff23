"""Files of different programs name the same people: sure ones are one at once, doubtful ones asked, all taken back.

All people are invented.
"""

from __future__ import annotations

from datetime import date

import pytest

from graph.errors import InputError
from graph.sqlite_store import SqliteStore
from graph.store import Load, fingerprint
from graph.view import view
from loaders.matching import found_again, keep
from loaders.plan import Plan, plan
from loaders.reading import Defaults, EventTold, InputFile
from queries import review, warm_routes
from ui import judging

DAY = date(2026, 6, 1)
CONNECTIONS = InputFile(
    "Connections.csv",
    b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    b"Kate,Sample,https://linkedin.com/in/kate-s,,Leeds City Council,Head of Highways,12 Mar 2026\n"
    b"Jo,Banks,https://linkedin.com/in/jo-b,,Leeds City Council,Engineer,12 Mar 2026\n",
)
CHART = InputFile(
    "chart.csv",
    b"OrganisationLabel,OrganisationURI,EffectiveDate,Level,JobTitle,Name,Grade,Directorate,Service,ContractType,"
    b"SharedPost,ContactDetails,SalaryBand,MaximumSalary,Vacancy,Comments\n"
    b"Leeds City Council,,2026-04-01,4,Winter Service Manager,Dr Pat Moor,,City Development,Highways,,,,,,,\n"
    b"Leeds City Council,,2026-04-01,3,Head of Highways,Kate Sample,,City Development,Highways,,,,,,,\n"
    b"Leeds City Council,,2026-04-01,3,Head of Licensing,Jo Banks,,City Development,Licensing,,,,,,,\n",
)
OWN = InputFile("people.csv", b"person_id,name,visibility\nann,Ann Example,open\n")
TOLD = Defaults("open", holder="ann", events={"": EventTold("Showcase", date(2026, 5, 1), "showcase")})


@pytest.fixture
def store():
    """Give a store where Ann is on record."""
    made = SqliteStore(":memory:")
    plan([OWN], made, Defaults(), today=DAY).commit()
    return made


def load(store: SqliteStore, *files: InputFile) -> Plan:
    made = plan(files, store, TOLD, today=DAY)
    made.commit()
    return made


def verdicts(made: Plan) -> dict[frozenset[str], str]:
    return {
        frozenset((line["one_name"], line["other_name"])): line["verdict"] for one in made.found for line in one.lines()
    }


@pytest.mark.parametrize("together", [True, False], ids=["dropped together", "one after the other"])
def test_one_name_in_one_post_is_one_person_and_one_name_in_two_posts_is_asked(store, together):
    made = load(store, CONNECTIONS, CHART) if together else (load(store, CONNECTIONS), load(store, CHART))[1]
    assert verdicts(made) == {frozenset({"Kate Sample"}): "same", frozenset({"Jo Banks"}): "open"}
    told = view(store, None, DAY)
    names = told.whole.scene.things("people").column("name").to_pylist()
    assert sorted(names) == ["Ann Example", "Dr Pat Moor", "Jo Banks", "Jo Banks", "Kate Sample"]


def test_a_route_goes_over_what_two_files_say_of_one_person(store):
    load(store, CONNECTIONS, CHART)
    told = view(store, None, DAY)
    pat = told.directory.resolve("Dr Pat Moor", "person").id
    [route] = warm_routes.ask(told, "ann", pat).routes
    kinds = [{row.kind for row in hop.evidence} for hop in route.hops]
    assert kinds == [{"connection"}, {"team"}]  # LinkedIn, then the chart


def test_the_same_files_again_change_nothing_and_the_undo_leaves_no_trace(store):
    before = fingerprint(store)
    load(store, CONNECTIONS, CHART)
    assert plan([CONNECTIONS, CHART], store, TOLD, today=date(2026, 7, 1)).report.loaded == 0
    store.undo(store.loads()[-1].id)
    assert fingerprint(store) == before


def test_what_was_judged_stands_when_the_files_come_again(store):
    load(store, CONNECTIONS, CHART)
    [question] = review.ask(view(store, None, DAY)).questions
    ids = question.one.id, question.other.id
    judging.judge(store, "person", *ids, "different", "Two people", Defaults("open"), DAY)
    store.undo(store.loads()[1].id)
    again = load(store, CONNECTIONS, CHART)
    assert verdicts(again) == {frozenset({"Kate Sample"}): "same"}
    assert review.ask(view(store, None, DAY)).counts["open"] == 0


def test_a_dry_run_says_who_is_who_and_stores_nothing(store):
    report = plan([CONNECTIONS, CHART], store, TOLD, today=DAY).report
    assert "People: 1 pair the same for sure, 1 pair to decide in Review." in report.words()
    assert len(store.loads()) == 1 and len(report.to_dict()["who_is_who"]) == 2


def test_a_bare_place_is_no_council_and_is_asked(store):
    at_leeds = InputFile(
        "Connections.csv", CONNECTIONS.content.replace(b"Leeds City Council,Engineer", b"Leeds,Engineer")
    )
    made = load(store, at_leeds)
    assert verdicts(made) == {frozenset({"Leeds", "Leeds City Council"}): "open"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("York", {"City of York Council"}),
        ("Coventry and Milton Keynes councils", {"Coventry City Council", "Milton Keynes Council"}),
    ],
)
def test_a_name_is_asked_about_though_no_council_that_it_may_mean_was_on_record(store, name, meant):
    at = InputFile("Connections.csv", CONNECTIONS.content.replace(b"Leeds City Council", name.encode()))
    assert verdicts(load(store, at)) == {frozenset({name, council}): "open" for council in meant}
    councils = [row["name"] for row in view(store, None, DAY).scene().things("organisations").to_pylist()]
    assert set(councils) == {name} | meant


def test_a_name_that_may_mean_two_councils_is_asked_though_one_of_them_came_on_record(store):
    # Newcastle (upon Tyne) or Newcastle-under-Lyme: the first load brings both
    at = InputFile("Connections.csv", CONNECTIONS.content.replace(b"Leeds City Council", b"Newcastle Council"))
    councils = {"Newcastle City Council", "Newcastle-under-Lyme Borough Council"}
    assert verdicts(load(store, at)) == {frozenset({"Newcastle Council", council}): "open" for council in councils}
    before = fingerprint(store)
    assert plan([at], store, TOLD, today=date(2026, 7, 1)).commit().loaded == 0 and fingerprint(store) == before


def test_a_name_of_two_councils_cannot_be_judged_to_be_both(store):
    at = InputFile(
        "Connections.csv", CONNECTIONS.content.replace(b"Leeds City Council", b"Coventry and Milton Keynes councils")
    )
    made = load(store, at)
    [coventry, milton_keynes] = [(line["one"], line["other"]) for one in made.found for line in one.lines()]
    assert judging.judge(store, "organisation", *coventry, "same", "", Defaults("open"), DAY).load
    with pytest.raises(
        InputError, match=r"Milton Keynes Council \(E06000042\) and Coventry City Council \(E08000026\) would"
    ):
        judging.judge(store, "organisation", *milton_keynes, "same", "", Defaults("open"), DAY)
    assert judging.judge(store, "organisation", *milton_keynes, "different", "", Defaults("open"), DAY).load
    store.undo(store.loads()[-1].id)
    store.undo(store.loads()[-1].id)
    assert judging.judge(store, "organisation", *milton_keynes, "same", "", Defaults("open"), DAY).load


def test_a_question_about_a_name_in_a_closed_file_is_closed_too(store):
    at_york = InputFile("Connections.csv", CONNECTIONS.content.replace(b"Leeds City Council", b"York"))
    own = InputFile("organisations.csv", b"organisation_id,name,kind,visibility\nfirm,Firm Ltd,sme,open\n")
    plan([own], store, Defaults(), today=DAY).commit()
    plan([at_york], store, Defaults("closed", owner="firm", holder="ann"), today=DAY).commit()
    [statement] = next(iter(store.read(("organisation_matches",)))).statements()
    assert (statement.cells["visibility"], statement.cells["owner"]) == ("closed", "firm")
    newest = view(store, None, DAY).history(what=None, first=0, most=1).deeds[0]
    assert newest.verdicts == {}  # the public is told of no question that it may not see


def test_what_a_closed_address_book_says_of_two_people_of_open_files_is_told_to_its_owner_alone(store):
    # Kate Sample stands in two open files; the firm's own address book has two more of that name at the council
    header, kate, _ = CONNECTIONS.content.splitlines(keepends=True)
    two = [
        kate.replace(b"Sample", surname).replace(b"kate-s", url).replace(b"Head of Highways", title)
        for surname, url, title in ((b"Sample (Cllr)", b"c", b"Councillor"), (b"Sample", b"s", b"Solicitor"))
    ]
    book = InputFile("Connections.csv", header + b"".join(two))
    own = InputFile("organisations.csv", b"organisation_id,name,kind,visibility\nfirm,Firm Ltd,sme,open\n")
    plan([own], store, Defaults(), today=DAY).commit()
    alone = plan([CONNECTIONS, CHART], store, Defaults("open", owner="firm", holder="ann"), today=DAY)
    assert verdicts(alone)[frozenset({"Kate Sample"})] == "same"
    plan([book], store, Defaults("closed", owner="firm", holder="ann"), today=DAY).commit()
    plan([CONNECTIONS, CHART], store, Defaults("open", owner="firm", holder="ann"), today=DAY).commit()
    told = [s for made in store.read(("person_matches",)) for s in made.statements()]
    assert any("(Cllr)" in s.cells["why"] for s in told)
    assert {s.cells["visibility"] for s in told if "(Cllr)" in s.cells["why"]} == {"closed"}
    assert review.ask(view(store, None, DAY)).counts == {"same": 0, "different": 0, "later": 0, "open": 1}  # Jo Banks
    assert review.ask(view(store, "firm", DAY)).counts["open"] > 1


def test_a_council_s_old_name_used_before_and_after_its_end_means_the_same_when_the_file_comes_again(store):
    # Harrogate ended on 2023-03-31: Kate was met there before, Jo is said to be there after it
    text = CONNECTIONS.content.replace(b"Leeds City Council", b"Harrogate Borough Council")
    both = InputFile("Connections.csv", text.replace(b"Highways,12 Mar 2026", b"Highways,12 Mar 2019"))
    load(store, both)
    before = fingerprint(store)
    assert plan([both], store, TOLD, today=date(2026, 7, 1)).commit().loaded == 0
    assert fingerprint(store) == before  # and nobody has moved


def test_somebody_s_own_templates_are_never_second_guessed():
    store = SqliteStore(":memory:")
    twice = InputFile("people.csv", b"person_id,name,visibility\na,Ann Example,open\nb,Ann Example,open\n")
    assert not plan([twice], store, Defaults(), today=DAY).found


def test_loads_of_before_are_compared_again_when_asked(store):
    load(store, CONNECTIONS, CHART)
    pairs = found_again(store, None, DAY)
    assert pairs == []  # all was judged on loading
    judged = store.loads()[-1].id
    store.undo(judged)
    told = Defaults("open", holder="ann")
    for file in (CONNECTIONS, CHART):
        made = plan([file], store, told, today=DAY)
        store.add(Load(file.name, "2026-06-01T09:00:00+00:00", file.name), made.batches[: -len(made.found) or None])
    [found] = found_again(store, None, DAY)
    assert {pair.verdict for pair in found.pairs} == {"same", "open"}
    kept = keep(store, [found])
    assert kept and kept.added == 2 and found_again(store, None, DAY) == []
    store.undo(kept.id)
    assert len(found_again(store, None, DAY)[0].pairs) == 2
