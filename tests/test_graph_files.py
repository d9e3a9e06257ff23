"""Networks that other people drew: GEXF, GraphML, Kumu and Gephi. What the file says is loaded, nothing is guessed."""

from __future__ import annotations

import io
import json
from datetime import date

import networkx as nx
import openpyxl
import pytest

from graph.errors import InputError
from graph.sqlite_store import SqliteStore
from graph.view import view
from loaders.plan import plan
from loaders.reading import Defaults, InputFile, NeededError

OPEN = Defaults("open")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def loaded(*files, defaults=OPEN):
    """What a load of these texts does, and the scene that it makes."""
    store = SqliteStore(":memory:")
    given = [InputFile(name, text if isinstance(text, bytes) else text.encode()) for name, text in files]
    report = plan(given, store, defaults).commit(store)
    assert report.read == report.loaded + report.merged + report.rejected
    return report, view(store, None, date(2026, 6, 1)).scene()


def names(scene):
    return dict(zip(*(scene.rows["people"].column(c).to_pylist() for c in ("person_id", "name")), strict=True))


def pairs(scene):
    """Names of people who are connected."""
    of, rows = names(scene), scene.rows["contacts"]
    return {
        (of[a], of[b], kind)
        for a, b, kind in zip(*(rows.column(c).to_pylist() for c in ("person_a", "person_b", "kind")), strict=True)
    }


def posts(scene):
    of, rows = names(scene), scene.rows["posts"]
    columns = (rows.column(c).to_pylist() for c in ("person_id", "organisation_id", "title"))
    return {(of[person], organisation, title) for person, organisation, title in zip(*columns, strict=True)}


def drawn() -> nx.DiGraph:
    """Two people who know each other, one of whom works for a council, and a project."""
    network = nx.DiGraph()
    network.add_node("1", label="Ann Sample", type="Person", email="ann@leeds.example", notes="likes tea")
    network.add_node("2", label="Bo Sample", kind="individual", organisation="Acme Ltd", title="Founder")
    network.add_node("3", label="Leeds City Council", type="Council")
    network.add_node("4", label="Warm roads", type="Project")
    network.add_node("5", label="Nobody says what")
    network.add_edge("1", "2", label="met")
    network.add_edge("1", "3", relation="works for", title="Head of Highways")
    network.add_edge("2", "3", relation="advises")
    network.add_edge("2", "4")
    return network


def as_gexf():
    out = io.BytesIO()
    nx.write_gexf(drawn(), out)
    return ("map.gexf", out.getvalue())


def as_graphml():
    out = io.BytesIO()
    nx.write_graphml(drawn(), out)
    return ("map.graphml", out.getvalue())


def as_blueprint():
    elements = [{"id": id_, **cells} for id_, cells in drawn().nodes(data=True)]
    connections = [{"from": a, "to": b, **cells} for a, b, cells in drawn().edges(data=True)]
    return ("map.json", json.dumps({"elements": elements, "connections": connections}))


def rows_of(header, found):
    return [header, *([row.get(name.lower(), "") for name in header] for row in found)]


def _tables(first, second):
    nodes = [{"id": id_, **cells} for id_, cells in drawn().nodes(data=True)]
    edges = [{"source": a, "target": b, "from": a, "to": b, **cells} for a, b, cells in drawn().edges(data=True)]
    columns = ("Type", "Kind", "Email", "Organisation", "Title", "Notes")
    return rows_of((*first, *columns), nodes), rows_of((*second, "Relation", "Title"), edges)


def as_kumu_workbook():
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in zip(("Elements", "Connections"), _tables(("ID", "Label"), ("From", "To", "Label")), strict=True):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return ("map.xlsx", out.getvalue())


def as_gephi():
    tables = _tables(("Id", "Label"), ("Source", "Target", "Label"))
    return tuple(
        (name, "\n".join(";".join(row) for row in rows))
        for name, rows in zip(("map [Nodes].csv", "map [Edges].csv"), tables, strict=True)
    )


WAYS = {
    "GEXF": (as_gexf(),),
    "GraphML": (as_graphml(),),
    "Kumu's blueprint": (as_blueprint(),),
    "Kumu's workbook": (as_kumu_workbook(),),
    "Gephi's tables": as_gephi(),
}


def test_an_edge_that_says_nothing_between_a_person_and_an_organisation_is_told_what_to_say():
    elements = [{"label": "Ann Sample", "type": "Person"}, {"label": "Acme Ltd", "type": "Company"}]
    drawing = {"elements": elements, "connections": [{"from": "Ann Sample", "to": "Acme Ltd"}]}
    [rejection] = loaded(("kumu.json", json.dumps(drawing).encode()))[0].rejections
    assert (rejection.row, rejection.reason) == (3, "The edge does not say what the person is to the organisation.")


@pytest.mark.parametrize("way", WAYS)
def test_people_organisations_and_what_ties_them_are_loaded_whoever_drew_them(way):
    report, scene = loaded(*WAYS[way])
    assert (report.read, report.rejected) == (10, 4)  # 5 nodes, 4 edges, and the row of Leeds in the register
    assert set(names(scene).values()) == {"Ann Sample", "Bo Sample"}
    assert pairs(scene) == {("Ann Sample", "Bo Sample", "connection")}
    acme = next(id_ for _, id_, title in posts(scene) if title == "Founder")
    assert posts(scene) == {("Ann Sample", "E08000035", "Head of Highways"), ("Bo Sample", acme, "Founder")}
    assert scene.rows["people"].column("email").to_pylist().count("ann@leeds.example") == 1
    reasons = {f"{found.reason} {found.remedy}" for found in report.rejections}
    begin = "Say in a column `type`: person, organisation, or one of council, sme,"
    assert any(r.startswith(f'"Project" is neither a person nor an organisation. {begin}') for r in reasons)
    assert any(r.startswith("Nothing says what this node is.") for r in reasons)
    assert any(r.startswith('"advises" does not tell what the person is to the organisation.') for r in reasons)
    assert any(r.startswith('"4" is no node that is used.') for r in reasons)
    assert "likes tea" not in str(report.rejected_rows)


@pytest.mark.parametrize("way", WAYS)
def test_the_same_network_again_is_0_changes(way):
    store = SqliteStore(":memory:")
    given = [InputFile(name, text if isinstance(text, bytes) else text.encode()) for name, text in WAYS[way]]
    plan(given, store, OPEN).commit(store)
    assert plan(given, store, OPEN).report.loaded == 0


def test_two_networks_never_make_two_people_one():
    """Both have a node 1 called Ann Sample; whether they are one person is asked in the review."""
    text = "Id,Label,Type\n1,Ann Sample,person\n"
    _, scene = loaded(("north nodes.csv", text), ("south nodes.csv", text))
    assert list(names(scene).values()) == ["Ann Sample", "Ann Sample"]
    store = SqliteStore(":memory:")
    for other in ("Bo", "Cy"):
        file = InputFile("nodes.csv", f"{text}2,{other} Sample,person\n".encode())
        plan([file], store, OPEN).commit(store)
    assert len(names(view(store, None, date(2026, 6, 1)).scene())) == 4


def test_edges_without_their_nodes_are_rejected_with_the_way_out():
    report, _ = loaded(("nodes.csv", "Id,Label,Type\n1,Ann Sample,person\n"), ("x.csv", "Source,Target\n1,9\n,1\n"))
    assert [found.reason for found in report.rejections] == [
        '"9" is no node that is used.',
        "This edge has one end or none.",
    ]
    report, _ = loaded(("edges.csv", "Source,Target\n1,2\n"))
    assert str(report.rejections[0]) == (
        "edges.csv, row 2: The nodes of this edge are not among the files. "
        "Load the table of nodes together with this one."
    )
    nodes = "Id,Label,Type\n1,Ann Sample,person\n2,Bo Sample,person\n"
    report, _ = loaded(("a nodes.csv", nodes), ("b nodes.csv", nodes), ("c edges.csv", "Source,Target\n1,2\n"))
    assert "Of several tables of nodes none is surely that of this edge." in str(report.rejections[0])
    report, scene = loaded(("a nodes.csv", nodes), ("b nodes.csv", nodes), ("b edges.csv", "Source,Target\n1,2\n"))
    assert report.rejected == 0
    assert len(scene.rows["contacts"]) == 1


def test_a_node_told_twice_is_rejected_and_a_name_that_two_nodes_have_is_no_end_of_an_edge():
    nodes = "Id,Label,Type\n1,Ann Sample,person\n1,Bo Sample,person\n2,Ann Sample,person\n3,Cy Sample,person\n"
    report, scene = loaded(
        ("nodes.csv", nodes), ("edges.csv", "Source,Target\nAnn Sample,Cy Sample\n1,Cy Sample\n3,3\n")
    )
    assert [found.reason for found in report.rejections] == [
        '"Ann Sample" is no node that is used.',
        "This edge leads from a node to itself.",
        'There is a node "1" already.',
    ]
    assert pairs(scene) == {("Ann Sample", "Cy Sample", "connection")}


def test_nothing_says_who_may_see_a_network_but_the_user():
    with pytest.raises(NeededError, match=r"map\.gexf does not say who may see its rows"):
        loaded(as_gexf(), defaults=Defaults())


_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
_NODE = '<node id="1"><data key="l">Ann</data></node>'
BAD = {
    "entities": ("x.graphml", f"{HEAD}{_LAUGHS}<graphml><graph><node id='&b;'/></graph></graphml>", "document type"),
    "a document type": ("x.gexf", f'{HEAD}<!DOCTYPE gexf SYSTEM "http://evil.example/x"><gexf/>', "document type"),
    "500 levels": ("x.gexf", f"{HEAD}<gexf>{'<a>' * 500}{'</a>' * 500}</gexf>", "nested more than 100 levels deep"),
    "cut short": ("x.graphml", f"{HEAD}<graphml><graph>{_NODE}<node id=", "is cut short or damaged"),
    "an unknown encoding": ("x.gexf", "<?xml version='1.0' encoding='klingon'?><gexf/>", "is cut short or damaged"),
    "no node": ("x.gexf", f"{HEAD}<gexf><graph/></gexf>", "there is no node in it"),
    "JSON cut short": ("x.json", '{"elements": [{"label": "A"}], "connections": [{"fr', "is cut short or no JSON"),
    "JSON 100,000 levels": ("x.json", f'{{"elements": {"[" * 100_000}, "connections": []', "nested hundreds of levels"),
    "no lists": ("x.json", '{"elements": 1, "connections": {}}', "has no lists called `elements` and `connections`"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_damaged_file_is_refused_in_words(case):
    name, text, sentence = BAD[case]
    with pytest.raises(InputError, match=sentence):
        loaded((name, text))


def test_json_500_levels_deep_is_words_or_rows_and_no_traceback():
    deep = "[" * 500 + '"x"' + "]" * 500
    text = f'{{"elements": [{{"label": "Ann", "type": "person", "deep": {deep}}}, 7, null], "connections": [[]]}}'
    try:
        report, _ = loaded(("x.json", text))
    except InputError as fault:
        assert "levels deep" in str(fault)
    else:
        assert report.read == 4


def test_unknown_types_and_undeclared_attributes_are_text():
    text = (
        f'{HEAD}<graphml><key id="l" for="node" attr.name="label" attr.type="hologram"/>'
        f'<key id="t" for="all" attr.name="type"/><graph>{_NODE.replace("</node>", "")}<data key="t">person</data>'
        '<data key="nowhere">007</data></node></graph></graphml>'
    )
    report, scene = loaded(("x.graphml", text))
    assert report.rejected == 0
    assert list(names(scene).values()) == ["Ann"]


def test_labels_that_yed_draws_are_names():
    drawn_by_yed = (
        '<data key="g"><y:ShapeNode xmlns:y="http://www.yworks.com/xml/graphml"><y:NodeLabel>Ann</y:NodeLabel>'
    )
    text = (
        f'{HEAD}<graphml><key id="t" for="node" attr.name="type"/><graph><node id="n0">{drawn_by_yed}</y:ShapeNode>'
        '</data><data key="t">person</data></node></graph></graphml>'
    )
    assert list(names(loaded(("x.graphml", text))[1]).values()) == ["Ann"]


def test_the_content_decides_and_not_the_name():
    for name, text in (as_gexf(), as_graphml(), as_blueprint()):
        report, _ = loaded((name.replace("map.", "holiday photos "), text))
        assert report.read == 10


def test_an_organisation_on_record_stays_the_one_that_it_is():
    """A drawing knows less of it than its own row: neither a second one nor another kind comes of it."""
    store = SqliteStore(":memory:")
    firms = "organisation_id,name,kind,visibility\nacme,Acme Ltd,sme,open\n"
    plan([InputFile("organisations.csv", firms.encode())], store, OPEN).commit(store)
    nodes = "Id,Label,Type\n1,Acme Ltd,company\n2,Ann Sample,person\n3,Beta Ltd,funder\n"
    files = [InputFile("nodes.csv", nodes.encode()), InputFile("edges.csv", b"From,To,Type\n2,1,works for\n")]
    report = plan(files, store, OPEN).commit(store)
    assert (report.loaded, report.merged, report.rejected) == (3, 1, 0)
    scene = view(store, None, date(2026, 6, 1)).scene()
    found = scene.rows["organisations"].select(["name", "kind"]).to_pylist()
    assert sorted(tuple(row.values()) for row in found) == [("Acme Ltd", "sme"), ("Beta Ltd", "funder")]
    assert posts(scene) == {("Ann Sample", "acme", "title not known")}
