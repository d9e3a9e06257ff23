"""The command line: what it prints, how it ends, and that nobody ever sees a traceback."""

import contextlib
import io
import json
import subprocess
import sys
from unittest import mock

import pytest

from sample_data import ACCEPTANCE
from ui import cli

DAY = ("--as-at", "2026-06-01", "--today", "2026-06-01")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "example.sqlite"
    assert run("load", str(ACCEPTANCE), "--store", str(path)).code == 0
    return str(path)


class Ran:
    """What a command printed, and its exit code."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


def run(*arguments):
    """Run a command in this process, as ``main`` does for the console script."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch("sys.argv", ["champions", *arguments]),
    ):
        try:
            cli.main()
            code = 0
        except SystemExit as done:
            code = done.code
    return Ran(code, out.getvalue(), err.getvalue())


def test_help_answers_at_once_since_it_reads_nothing_of_the_graph_and_no_heavy_package():
    heavy = {"graph", "loaders", "queries", "pandas", "numpy", "scipy", "networkx", "pyarrow", "neo4j", "streamlit"}
    code = "import atexit, sys; from ui.cli import main; atexit.register(lambda: print(*sys.modules)); main()"
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, check=True, encoding="utf-8")
    read = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert {"ui", "typer"} <= read
    assert not read & heavy


def test_help_shows_an_example_for_every_command():
    commands = [command for group in cli.app.registered_groups for command in group.typer_instance.registered_commands]
    assert len(commands) >= 11
    for command in commands:
        assert "Example" in (command.epilog or "") or (command.name is None and command.callback is None), command


def test_the_budget_holder_is_reached_as_in_walk_one(store):
    done = run(
        "routes",
        "Brightgrit",
        "Northmoor City Council",
        "--theme",
        "winter-maintenance",
        "--viewer",
        "brightgrit",
        "--store",
        store,
        *DAY,
    )
    assert done.code == 0
    assert "Ana Brook → Owen Price → Maya Reed → Tom Ashby   good, odds 0.38" in done.out
    assert "None of these routes uses MegaCivic plc" in done.out


def test_what_if_is_for_the_council_alone_and_names_the_best_new_tie_as_in_walk_three(store):
    ask = ("what-if", "northmoor", "--store", store, *DAY)
    done = run(*ask, "--viewer", "northmoor")
    assert done.code == 0
    assert "If Maya Reed left, 44 % of the ways from outside would be lost (5 of 15 warm pairs)." in done.out
    done = run(*ask, "--viewer", "northmoor", "--person", "Maya Reed")
    assert "Ruth Hale and Max Hill" in done.out and "every possible tie was tried: 60 of 60" in done.out
    answer = json.loads(run(*ask, "--viewer", "northmoor", "--person", "P01", "--json").out)
    assert answer["loss"]["before"] == pytest.approx(6.708475689011, abs=1e-9)
    done = run(*ask, "--viewer", "brightgrit")
    assert (done.code, done.out) == (3, "")
    assert "to the council itself and to nobody else" in done.err and "Maya" not in done.err


@pytest.mark.parametrize("over", ["neighbours", "snapshot"])
def test_json_has_the_keys_of_the_result_and_the_numbers_of_the_walk(store, over):
    done = run("routes", "P20", "P02", "--viewer", "brightgrit", "--store", store, "--json", "--over", over, *DAY)
    answer = json.loads(done.out)
    assert answer["best_odds"] == pytest.approx(0.380313442881, abs=1e-9)
    assert [route["ids"] for route in answer["routes"]] == [["P20", "P07", "P01", "P02"], ["P20", "P30", "P06", "P02"]]
    assert answer["routes"][0]["hops"][2]["evidence"][0]["statements"][0]["cells"]["source"] == "steering notes"


def test_no_route_is_an_answer_with_exit_code_one(store):
    done = run("routes", "Lou Park", "Tom Ashby", "--viewer", "gritworks", "--store", store, *DAY)
    assert done.code == 1
    assert "No warm route" in done.out and "Maya Reed and Lou Park" in done.out


@pytest.mark.parametrize(
    "asked", [("access",), ("movers",), ("quality",), ("who-decides", "westfell", "winter-maintenance")]
)
def test_every_answer_in_words_ends_with_what_has_no_date_where_the_day_is_past(store, asked):
    told = "budgets, routes to buy and strengths have no date of their own"
    then = run(*asked, "--as-at", "2026-05-01", "--today", "2026-06-01", "--store", store)
    assert then.out.count(told) == 1 and told in then.out.rstrip().splitlines()[-1]
    assert told not in run(*asked, "--as-at", "2026-06-01", "--today", "2026-06-01", "--store", store).out


def test_a_misspelt_council_is_asked_about_and_never_guessed(store):
    done = run("who-decides", "Northmor", "winter-maintenance", "--store", store, *DAY)
    assert done.code == 2
    assert 'No organisation is called "Northmor". Did you mean Northmoor City Council (northmoor)?' in done.err


@pytest.mark.parametrize("name", ["City of Northmoor", "Northmoor CC", "northmoor city council", "northmoor"])
def test_other_names_of_a_council_are_known(store, name):
    assert run("who-decides", name, "winter-maintenance", "--store", store, *DAY).code == 0


def test_who_decides_says_not_known_at_westfell(store):
    done = run("who-decides", "westfell", "winter-maintenance", "--store", store, "--json", *DAY)
    held = {
        yes["function"]: [holder["holder"]["id"] for holder in yes["holders"]] for yes in json.loads(done.out)["yeses"]
    }
    assert held == {
        "budget": ["P12"],
        "operations": ["P12"],
        "procurement": [],
        "data_governance": [],
        "senior_sponsor": [],
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("routes", "Ana Brook", "Tom Ashby", "--as-at", "03/04/2026"), "is no date. Write it as year-month-day"),
        (("routes", "Ana Brook", "Northmoor City Council"), "say on which theme"),
        (("routes", "Ana Brook", "Tom Ashby", "--viewer", "nobody-here"), 'No organisation is called "nobody-here"'),
        (("undo", "zzzz"), 'There is no load "zzzz"'),
        (("routes", "Ana Brook"), "Missing argument"),
        (("load", "no-such-folder"), "no-such-folder"),
        (("frobnicate",), "No such command"),
    ],
)
def test_bad_input_is_a_sentence_with_exit_code_two(store, arguments, words):
    options = () if arguments[0] == "frobnicate" else ("--store", store)
    done = run(*arguments, *options)
    assert done.code == 2
    assert words in done.err


def test_the_installed_command_ends_with_the_same_code_and_without_a_traceback(store):
    arguments = [
        sys.executable,
        "-c",
        "from ui.cli import main; main()",
        "who-decides",
        "Northmor",
        "x",
        "--store",
        store,
    ]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "Did you mean" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["postgres://me:hidden-word@host/db", "NEO4J+S://me:hidden-word@host"])
def test_a_password_in_an_address_is_not_repeated(address):
    done = run("loads", "--store", address)
    assert done.code == 2 and "hidden-word" not in done.err + done.out


def test_an_empty_store_says_how_to_begin(tmp_path):
    done = run("routes", "a", "b", "--store", str(tmp_path / "new.sqlite"))
    assert done.code == 2 and "champions demo" in done.err


def test_a_file_that_is_no_store_is_refused(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear council,\n" * 100)
    done = run("loads", "--store", str(path))
    assert done.code == 2 and "no store of Champion Finder" in done.err


def test_a_second_load_changes_nothing_and_an_undo_gives_back_what_was_there(tmp_path):
    from graph.addresses import open_store
    from graph.store import fingerprint

    path = str(tmp_path / "s.sqlite")
    before = fingerprint(open_store(path))
    run("load", str(ACCEPTANCE), "--store", path)
    full = fingerprint(open_store(path))
    again = run("load", str(ACCEPTANCE), "--store", path, "--json")
    assert json.loads(again.out)["loaded"] == 0
    assert fingerprint(open_store(path)) == full
    [load] = json.loads(run("loads", "--store", path, "--json").out)
    assert run("undo", load["id"][:6], "--store", path).code == 0
    assert fingerprint(open_store(path)) == before


def test_copy_moves_everything_and_compares_fingerprints(store, tmp_path):
    done = run("copy", "--from", store, "--to", str(tmp_path / "other.sqlite"), "--json")
    assert done.code == 0 and json.loads(done.out)["equal"] is True


def test_an_escape_in_a_name_cannot_colour_the_terminal(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "people.csv").write_text("person_id,name,visibility\nX1,[red]Ann[/red] <script>,open\n")
    path = str(tmp_path / "s.sqlite")
    run("load", str(folder), "--store", path)
    assert "[red]Ann[/red] <script>" in run("search", "Ann", "--store", path).out


def test_the_doctor_finds_this_installation_sound(store):
    done = run("doctor", "--store", store, "--json")
    assert done.code == 0 and all(check["ok"] for check in json.loads(done.out))


def test_a_pilot_is_checked_by_name_for_its_council_and_by_role_for_others(store):
    asked = ("pilot-check", "Gritting sensors trial", "--store", store, *DAY)
    own, public = run(*asked, "--viewer", "Northmoor CC"), run(*asked)
    assert own.code == public.code == 0
    assert "Risk of stalling: high" in own.out and "Risk of stalling: high" in public.out
    assert "Maya Reed → Tom Ashby (good, odds 0.66)" in own.out
    assert "1 of 5 in sight" in public.out and not [name for name in ("Maya", "Tom", "Ruth") if name in public.out]


def test_pilots_are_listed_by_stall_risk_and_no_pilot_is_an_answer(store):
    found = run("pilot-check", "--council", "northmoor", "--json", "--store", store, *DAY)
    assert [line["id"] for line in json.loads(found.out)["pilots"]] == ["PL1", "PL2"]
    nothing = run("pilot-check", "--council", "southholme", "--theme", "Winter maintenance", "--store", store, *DAY)
    assert nothing.code == 1 and "No pilot like this is on record" in nothing.out
    misspelt = run("pilot-check", "Griting sensors trail", "--store", store, *DAY)
    assert misspelt.code == 2 and "Did you mean Gritting sensors trial (PL1)" in misspelt.err


def test_silos_are_told_to_the_council_by_name_and_to_others_by_team(store):
    own = run("silos", "northmoor", "--viewer", "northmoor", "--store", store, *DAY)
    assert own.code == 1 and own.out.startswith("Not enough on record")  # not enough is no answer to build on
    named = run("silos", "northmoor", "--viewer", "northmoor", "--store", store, "--json", *DAY)
    hidden = run("silos", "northmoor", "--viewer", "northmoor", "--hide-names", "--store", store, "--json", *DAY)
    others = run("silos", "northmoor", "--store", store, "--json", *DAY)
    assert "Maya Reed" in named.out and "Maya" not in hidden.out + others.out
    assert json.loads(named.out)["matrix"] == json.loads(hidden.out)["matrix"]
    everything = run("silos", "--store", store, *DAY)
    assert everything.code == 0 and "Westfell Council" in everything.out


def test_an_organisation_chart_is_loaded_and_told_post_by_post(tmp_path):
    chart, kept = tmp_path / "chart.csv", str(tmp_path / "kept.sqlite")
    header = "OrganisationLabel,EffectiveDate,Level,JobTitle,Name,Directorate,Service,Vacancy"
    rows = (
        "Leeds City Council,2026-01-01,1,Chief Executive,NA,NA,NA,NA",
        "Leeds City Council,2026-01-01,2,Director of Place,Kate Sample,Place,NA,NA",
        "Leeds City Council,2026-01-01,3,Head of Highways,NA,Place,Highways,Vacant",
    )
    chart.write_text("\n".join((header, *rows)))
    assert run("load", str(chart), "--store", kept, "--visibility", "open").code == 0
    done = run("establishment", "Leeds City Council", "--store", kept, *DAY)
    assert done.code == 0 and "3 senior posts of 3 on the chart; the holder of 1 is known, 1 is vacant" in done.out
    assert "Kate Sample" in done.out and "(inferred)" in done.out and "not known" in done.out and "NA" not in done.out


def test_an_export_loads_again_with_0_changes_and_replaces_nothing_unasked(store, tmp_path):
    day = ("--store", store, *DAY)
    done = run("export", str(tmp_path / "all.zip"), *day, "--viewer", "brightgrit")
    assert (done.code, done.err) == (0, "")
    assert "all.zip" in done.out
    again = run("load", str(tmp_path / "all.zip"), "--store", store, "--json")
    assert (again.code, json.loads(again.out)["loaded"], json.loads(again.out)["rejected"]) == (0, 0, 0)
    refused = run("export", str(tmp_path / "all.zip"), *day)
    assert (refused.code, refused.out) == (2, "")
    assert "already. Give another place, or say --replace." in refused.err
    assert run("export", str(tmp_path / "all.zip"), *day, "--as", "kumu", "--with-ties", "--replace").code == 0
    unknown = run("export", str(tmp_path / "x"), *day, "--as", "pdf")
    assert unknown.err == '"pdf" is no format of an export. Use one of: csv, xlsx, gexf, graphml, kumu, neo4j, gephi.\n'


def test_published_payments_are_loaded_and_told_supplier_by_supplier(tmp_path):
    spent, kept = tmp_path / "spent.csv", str(tmp_path / "kept.sqlite")
    rows = (f"Leeds City Council,Acme Grit Ltd,2026-03-0{n},10.50" for n in (1, 2))
    spent.write_text("\n".join(("Body Name,Supplier Name,Payment Date,Net Amount", *rows)))
    assert run("load", str(spent), "--store", kept, "--visibility", "open").code == 0
    done = run("paid", "Leeds City Council", "--store", kept, *DAY)
    assert done.code == 0 and "paid 1 supplier £21.00 in 2 payments" in done.out and "Acme Grit Ltd" in done.out


def test_the_sample_says_which_day_its_pages_show(tmp_path):
    """Pages show the sample as at the day on which it stands, commands as at today."""
    assert (
        "`--as-at 2026-06-01` for the same numbers" in run("demo", "--example", "--store", str(tmp_path / "s.db")).out
    )
