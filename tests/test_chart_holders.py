"""Next year's organisation chart: who it shows no longer in a post has left it. All people are invented."""

from __future__ import annotations

from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from graph.store import fingerprint
from graph.view import view
from loaders.councils import CouncilFinder
from loaders.plan import plan
from loaders.reading import Defaults, InputFile
from loaders.report import Report
from queries import establishment, movers, who_decides

HEADER = "OrganisationLabel,EffectiveDate,Level,JobTitle,Name,Directorate,Service,Vacancy"
TRAFFORD, REGISTER = "E08000009", CouncilFinder()
OPEN = Defaults("open")
DAY = date(2027, 6, 1)
CHIEF, PROCUREMENT, ADULTS = "Chief Executive", "Head of Procurement", "Director of Adults"
TEAMS = {CHIEF: "Corporate", PROCUREMENT: "Finance", ADULTS: "Adults"}


def chart(day: str, *posts: tuple[str, str], vacant: str = "") -> InputFile:
    """A chart of that day; posts are title and holder, and one title may be vacant."""
    rows = [
        f"Trafford Council,{day},,{title},{name},{TEAMS.get(title, 'Place')},,{'Y' if title == vacant else 'N'}"
        for title, name in posts
    ]
    return InputFile(f"{day.replace('/', '-')}.csv", "\n".join((HEADER, *rows, "")).encode())


LAST_YEAR = chart("01/04/2025", (CHIEF, "Ann Alder"), (PROCUREMENT, "Bea Birch"), (ADULTS, "Cy Cedar"))
THIS_YEAR = chart("01/04/2026", (CHIEF, "Dan Dogwood"), (PROCUREMENT, ""), (ADULTS, "Bea Birch"), vacant=PROCUREMENT)


def load(store: SqliteStore, *files: InputFile, defaults: Defaults = OPEN) -> Report:
    return plan(files, store, defaults, finder=REGISTER).commit()


def loaded(*charts: InputFile) -> SqliteStore:
    store = SqliteStore(":memory:")
    for one in charts:
        load(store, one)
    return store


def in_post(store: SqliteStore, day: date = DAY) -> list[tuple[str, str]]:
    """Title and name of whoever is in post on that day."""
    whole = view(store, None, day).whole
    people = whole.scene.things("people")
    names = dict(zip(people["person_id"].to_pylist(), people["name"].to_pylist(), strict=True))
    now = zip(whole.posts.table.to_pylist(), whole.posts.current.tolist(), strict=True)
    return sorted((row["title"], names[row["person_id"]]) for row, current in now if current)


NOW = [(CHIEF, "Dan Dogwood"), (ADULTS, "Bea Birch")]


def test_whoever_the_next_chart_shows_no_longer_in_a_post_has_left_it():
    store = loaded(LAST_YEAR, THIS_YEAR)
    assert in_post(store) == NOW
    assert (CHIEF, "Ann Alder") in in_post(store, date(2026, 3, 31))  # their last day
    seen = view(store, None, DAY)
    assert sorted((one.was.title, one.person.name, one.last_day) for one in movers.ask(seen).movers) == [
        (CHIEF, "Ann Alder", "2026-03-31"),
        (ADULTS, "Cy Cedar", "2026-03-31"),
        (PROCUREMENT, "Bea Birch", "2026-03-31"),
    ]
    assert establishment.ask(seen, TRAFFORD).summary.endswith(
        "3 senior posts of 3 on the chart; the holder of 2 is known, 1 is vacant, of 0 nobody is known."
    )


@pytest.mark.parametrize("loads", [[(THIS_YEAR,), (LAST_YEAR,)], [(LAST_YEAR, THIS_YEAR)], [(THIS_YEAR, LAST_YEAR)]])
def test_the_order_in_which_charts_are_loaded_does_not_matter(loads):
    store = SqliteStore(":memory:")
    for files in loads:
        load(store, *files)
    assert in_post(store) == NOW
    assert {one.id for one in posts(store)} == {one.id for one in posts(loaded(LAST_YEAR, THIS_YEAR))}


def posts(store: SqliteStore):
    return [one for batch in store.read(("posts",)) for one in batch.statements()]


def test_the_same_charts_again_change_nothing_and_undo_gives_back_what_was():
    store = loaded(LAST_YEAR)
    before = fingerprint(store)
    load(store, THIS_YEAR)
    after = fingerprint(store)
    for again in ((LAST_YEAR,), (THIS_YEAR,), (THIS_YEAR, LAST_YEAR)):
        assert load(store, *again).load is None
    assert fingerprint(store) == after and in_post(store) == NOW
    store.undo(store.loads()[-1].id)
    assert fingerprint(store) == before and (CHIEF, "Ann Alder") in in_post(store)


def test_whoever_comes_back_holds_the_post_anew():
    years = [chart(f"01/04/{year}", (CHIEF, name)) for year, name in ((2024, "Ann"), (2025, "Bea"), (2026, "Ann"))]
    for order in (years, years[::-1], [years[0], years[2], years[1]]):
        store = loaded(*order)
        assert in_post(store) == [(CHIEF, "Ann")]
        told = {(one.cells.get("starts"), one.cells.get("ends")) for one in posts(store) if one.cells.get("class")}
        assert told == {(None, "2025-03-31"), (None, "2026-03-31"), ("2026-04-01", None)}  # Ann, Bea, Ann again


def test_a_chart_between_two_that_came_before_ends_a_post_on_an_earlier_day():
    years = [chart(f"01/04/{year}", (CHIEF, name)) for year, name in ((2024, "Ann"), (2026, "Bea"), (2025, "Bea"))]
    assert in_post(loaded(*years), date(2026, 1, 1)) == [(CHIEF, "Bea")]


def test_posts_that_are_alike_may_come_in_another_order():
    ranger = "Head of Parks"
    first = chart("01/04/2025", (ranger, "Ann"), (ranger, "Bea"), (ranger, "Cy"))
    second = chart("01/04/2026", (ranger, "Bea"), (ranger, "Cy"))
    third = chart("01/04/2027", (ranger, "Cy"), (ranger, "Dan"))
    assert {name for _, name in in_post(loaded(first, second))} == {"Bea", "Cy"}
    assert {name for _, name in in_post(loaded(first, second, third))} == {"Cy", "Dan"}


@pytest.mark.parametrize(
    "later",
    [
        chart("01/04/2026", (CHIEF, "Redacted")),  # who holds it is not told
        chart("01/04/2025", (CHIEF, "Dan Dogwood")),  # of the same day
        chart("", (CHIEF, "Dan Dogwood")),  # of no day
        chart("01/04/2026", (CHIEF, "Ann Alder")),
        chart("01/04/2026", (ADULTS, "Dan Dogwood")),  # tells of another post
    ],
)
def test_what_does_not_say_that_somebody_left_ends_nothing(later):
    assert (CHIEF, "Ann Alder") in in_post(loaded(chart("01/04/2025", (CHIEF, "Ann Alder")), later))


@pytest.mark.parametrize("visibility", ["open", "closed"])
def test_a_chart_of_another_owner_or_for_other_eyes_ends_nothing(visibility):
    store = loaded(chart("01/04/2025", (CHIEF, "Ann Alder")))
    load(store, InputFile("organisations.csv", b"organisation_id,name,kind,visibility\nfirm,Firm,sme,open\n"))
    load(store, THIS_YEAR, defaults=Defaults(visibility, owner="firm"))
    assert (CHIEF, "Ann Alder") in in_post(store)


def test_who_must_say_yes_are_those_of_the_last_chart():
    found = who_decides.ask(view(loaded(LAST_YEAR, THIS_YEAR), None, DAY), TRAFFORD, "adult-care")
    assert "Ann Alder" not in str(found) and "Dan Dogwood" in str(found)
