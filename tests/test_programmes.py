"""Programmes: who could bid with whom, and limits that hold. Expected numbers are those of walk 5."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from pytest import approx

from graph.errors import InputError, NotFoundError
from graph.sqlite_store import SqliteStore
from graph.view import View, view
from queries import programmes
from queries.programmes import Phase, Programmes
from tests.plain_reference import Row
from tests.worlds import acceptance, fill, in_memory, row
from ui import cli

DAY, FUND = date(2026, 6, 1), "innovation-fund"
WINTER = row(
    "programmes",
    programme_id="W",
    name="Winter Fund",
    funder_id=FUND,
    themes="winter-maintenance",
    opens="2026-05-01",
    closes="2026-09-30",
    max_suppliers="6",
)
PHASES = [
    row("phases", programme_id="W", name="Trial", number="2", max_suppliers="2", months="9"),
    row("phases", programme_id="W", name="Discovery", number="1", max_suppliers="6", months="3"),
]
FIRMS = [row("organisations", organisation_id=f"f{n}", name=f"Firm {n}", kind="sme") for n in range(7)]
SEVEN = [f"f{n}" for n in range(7)]


def seen(*more: Row, viewer: str = FUND) -> View:
    return view(in_memory([*acceptance(), WINTER, *PHASES, *FIRMS, *more]), viewer, DAY)


def asked(*more: Row, **how: Any) -> Programmes:
    return programmes.ask(seen(*more), "W", **how)


def test_who_could_bid_with_whom_for_winter_maintenance() -> None:
    found = asked()
    told = [(bid.firm_id, bid.council_id, bid.odds, bid.ready) for bid in found.bids]
    assert told == [
        ("brightgrit", "eastvale", approx(0.514421871980, abs=1e-9), True),
        ("brightgrit", "northmoor", approx(0.380313442881, abs=1e-9), True),
        ("brightgrit", "westfell", 0.0, False),
        ("gritworks", "eastvale", 0.0, False),
        ("gritworks", "northmoor", 0.0, False),
        ("gritworks", "westfell", 0.0, False),
    ]
    assert found.summary == (
        "Winter Fund takes bids. Of 6 pairs of firm and council on its themes 2 have all three: interest, a sponsor "
        "and a warm route (1 firm of 2)."
    )
    first, second, third = found.bids[:3]
    # PL3 ran at Eastvale; CH1 is Northmoor's, PL1 runs there and PL2 ended 26 months ago; CH3 is Westfell's
    assert [bid.interest for bid in (first, second, third)] == [
        "1 recent pilot",
        "1 open challenge and 2 recent pilots",
        "1 open challenge",
    ]
    assert (first.sponsor.name, second.sponsor.name, third.sponsor.name) == ("Iris Wood", "Tom Ashby", "Eve Stone")
    assert first.band == "good" and [who.id for who in first.way] == ["P20", "P07", "P08"]


def test_without_interest_a_warm_route_is_not_enough() -> None:
    rows = [r for r in acceptance() if r.kind not in ("challenges", "pilots", "pilot_people")]
    found = programmes.ask(view(in_memory([*rows, WINTER]), FUND, DAY), "W")
    assert any(bid.warm for bid in found.bids) and not any(bid.ready or bid.interest for bid in found.bids)


def test_a_seventh_supplier_where_six_are_allowed_is_refused_with_the_limit() -> None:
    assert asked(suppliers=SEVEN[:6]).chosen == tuple(f"Firm {n}" for n in range(6))
    with pytest.raises(InputError, match=r"Winter Fund takes at most 6 suppliers; these would be 7\. Leave out 1\."):
        asked(suppliers=SEVEN)
    assert asked(suppliers=["f0"] * 7).chosen == ("Firm 0",)  # one supplier named seven times is one


def test_whoever_is_in_the_programme_already_takes_a_place() -> None:
    pilot = row(
        "pilots", pilot_id="L", name="Salt", council_id="eastvale", programme_id="W", supplier_ids="f0|f1|f2|f3|f4"
    )
    assert asked(pilot, suppliers=["f5"]).programmes[0].suppliers == tuple(f"Firm {n}" for n in range(5))
    assert asked(pilot, suppliers=["f0", "f5"]).chosen == ("Firm 0", "Firm 5")  # f0 is in it: six together
    with pytest.raises(InputError, match=r"at most 6 suppliers; these would be 7\. 5 of them are in it already"):
        asked(pilot, suppliers=["f5", "f6"])


def test_a_phase_has_limits_of_its_own() -> None:
    [one] = asked().programmes
    assert one.phases == (Phase("Discovery", 6, 3), Phase("Trial", 2, 9))
    assert asked(phase="Trial", suppliers=SEVEN[:2], months=9).chosen == ("Firm 0", "Firm 1")
    with pytest.raises(InputError, match="Winter Fund, Trial, takes at most 2 suppliers; these would be 3"):
        asked(phase="Trial", suppliers=SEVEN[:3])
    with pytest.raises(InputError, match="Winter Fund, Discovery, lasts at most 3 months; 4 are too many"):
        asked(phase="Discovery", months=4)
    with pytest.raises(NotFoundError, match=r'no phase "Beta" on record\. On record: Discovery, Trial'):
        asked(phase="Beta", suppliers=["f0"])


def test_where_a_phase_has_no_limit_of_its_own_that_of_the_programme_holds() -> None:
    free = row("phases", programme_id="W", name="Scale", number="3")
    assert asked(free, phase="scale", suppliers=SEVEN[:6]).chosen == tuple(f"Firm {n}" for n in range(6))
    with pytest.raises(InputError, match="Winter Fund, Scale, takes at most 6 suppliers; these would be 7"):
        asked(free, phase="Scale", suppliers=SEVEN)


def test_a_programme_lasts_as_long_as_all_its_phases() -> None:
    assert asked(months=12).programmes  # Discovery 3 and Trial 9
    with pytest.raises(InputError, match="Winter Fund lasts at most 12 months; 13 are too many"):
        asked(months=13)
    with pytest.raises(InputError, match="at least 1 month"):
        asked(months=0)


def test_a_council_is_no_supplier_of_a_bid() -> None:
    with pytest.raises(InputError, match="Northmoor City Council is a council"):
        asked(suppliers=["northmoor"])


def test_where_no_limit_is_on_record_none_is_made_up() -> None:
    free = row("programmes", programme_id="F", name="Free Fund")
    assert len(programmes.ask(seen(free), "F", suppliers=SEVEN, months=99).chosen) == 7
    assert len(programmes.ask(seen(free), "F").bids) == 9  # without themes it is open to any


def test_a_programme_that_closes_before_it_opens_is_said() -> None:
    back = row("programmes", programme_id="B", name="Backward Fund", opens="2026-06-02", closes="2026-06-01")
    with pytest.raises(InputError, match="Backward Fund closes on 1 June 2026, before it opens on 2 June 2026"):
        programmes.ask(seen(back), "B")
    assert [(one.name, one.state) for one in programmes.every(seen(back)).programmes] == [
        ("Winter Fund", "open"),
        ("Backward Fund", "closes before it opens"),
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [
        ("2026-06-01", "2026-06-01", "open"),
        ("2026-06-02", None, "not open yet"),
        (None, "2026-05-31", "closed"),
        (None, None, "open"),
    ],
)
def test_first_and_last_day_count(opens: str | None, closes: str | None, state: str) -> None:
    one = row("programmes", programme_id="X", name="X", opens=opens, closes=closes)
    assert {p.id: p.state for p in programmes.every(seen(one)).programmes}["X"] == state


def test_the_command_line_answers_by_name(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(tmp_path / "town.sqlite")
    fill(made := SqliteStore(address), [*acceptance(), WINTER, *PHASES, *FIRMS])
    made.close()

    def run(*words: str) -> tuple[int, str, str]:
        where = ["--store", address, "--viewer", FUND, "--as-at", "2026-06-01"]
        monkeypatch.setattr("sys.argv", ["champions", "programmes", *words, *where])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out = capsys.readouterr()
        return int(ended.value.code or 0), out.out, out.err

    code, out, _ = run()
    assert code == 0 and "1 of 1 programme on record takes bids now." in out and "Discovery: at most 6" in out
    code, out, _ = run("winter fund", "--json")
    assert code == 0 and len(json.loads(out)["bids"]) == 6
    code, _, err = run("Winter Fund", *(word for firm in SEVEN for word in ("--supplier", firm)))
    assert code == 2 and "takes at most 6 suppliers; these would be 7" in err
    code, _, err = run("winter")
    assert code == 2 and 'No programme is called "winter". Did you mean Winter Fund (W)?' in err
    code, _, err = run("--months", "3")
    assert code == 2 and "name it" in err
    code, _, err = run("Summer Fund")
    assert code == 2 and "On record: Winter Fund." in err
