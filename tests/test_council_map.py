"""The map of councils: one hexagon each, always in the same place, and readable without colour."""

from __future__ import annotations

import csv
from collections import Counter
from xml.etree import ElementTree

import make_council_hexagons
import pytest

from loaders.councils import REGISTER
from queries.council_places import Place
from ui.council_map import Fill, svg
from ui.hexagons import layout

SVG = "{http://www.w3.org/2000/svg}"


def register() -> list[Place]:
    """The councils of the register that are open, as on record."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["ends"]]
    return [Place(r["organisation_id"], r["name"], r["council_kind"], r["nation"], r["region"]) for r in rows]


def invented(count: int, region: str = "North West") -> list[Place]:
    return [Place(f"c{n:02}", f"Council {n}", "unitary", "England", region) for n in range(count)]


def drawn(places: list[Place], fills: dict[str, Fill]) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg(places, fills, label="Scores")))


def test_every_council_has_a_hexagon_of_its_own():
    places = register()
    at = layout(places)
    assert len(places) == 396 and len(set(at.cells.values())) == 396
    assert {(x + y) % 2 for x, y in at.cells.values()} in ({0}, {1})  # no two overlap: all on one grid
    assert at.empty == frozenset()  # nobody is missing, so no hexagon is left over


def test_councils_stand_beside_those_of_their_own_region():
    places = [place for place in register() if place.kind != "combined"]
    at = layout(places).cells
    region = {at[place.id]: place.region for place in places}
    beside = ((2, 0), (-2, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))
    alike = sum(region.get((x + a, y + b)) == told for (x, y), told in region.items() for a, b in beside)
    others = sum((x + a, y + b) in region for x, y in region for a, b in beside) - alike
    assert alike > 3 * others  # where anybody stands anywhere it is one in nine


def test_the_north_is_above_and_the_east_is_right():
    at = layout(register()).cells
    leeds, norwich, cardiff, glasgow = (at[id] for id in ("E08000035", "E07000148", "W06000015", "S12000049"))
    assert glasgow[1] < leeds[1] < cardiff[1]
    assert cardiff[0] < leeds[0] < norwich[0]


def test_other_councils_stand_near_the_middle_of_their_region_always_in_the_same_place():
    places = [*invented(6), *(Place(f"w{n}", "", "unitary", "Wales", "Wales") for n in range(6))]
    at = layout(places)
    assert at == layout(places[::-1])
    assert len(set(at.cells.values())) == 12 and not at.empty
    mean = {letter: [cell for id, cell in at.cells.items() if id[0] == letter] for letter in "cw"}
    assert sum(y for _, y in mean["c"]) < sum(y for _, y in mean["w"])  # the North West is above Wales
    west, north, east, south = at.box
    assert (east - west) / 2 < 9 and south - north < 9  # and the grid is as small as twelve need


def test_beside_councils_of_the_register_others_take_no_place_of_theirs():
    known = register()[:5]
    at = layout([*known, *invented(3, "nowhere")])
    assert {at.cells[place.id] for place in known} & {at.cells[f"c{n:02}"] for n in range(3)} == set()
    assert len(at.empty) == 382 - 5  # the rest of the register is drawn as outlines


def test_how_much_is_said_by_the_fill_by_a_number_and_in_words():
    places = invented(3)
    fills = {"c00": Fill(0.5, "1", "score 0.50"), "c01": Fill(0.0, "2", "score 0.00")}
    picture = drawn(places, fills)
    titles = [title.text for title in picture.iter(f"{SVG}title")]
    assert titles == ["Council 0: score 0.50", "Council 1: score 0.00", "Council 2: not in this answer"]
    classes = Counter(shape.get("class") for shape in picture.iter(f"{SVG}polygon"))
    assert classes == {"edge": 2, "fill": 1, "edge out": 1}
    assert [text.text for text in picture.iter(f"{SVG}text")] == ["1", "0", "2", "1", "2"]  # marks, then names
    assert picture.get("role") == "img" and picture.get("aria-label") == "Scores"


@pytest.mark.parametrize(("share", "part"), [(0.5, 0.5), (1.0, 1.0), (2.0, 1.0)])
def test_the_fill_rises_from_below(share, part):
    picture = drawn(invented(1), {"c00": Fill(share, "", "")})
    edge, fill = (
        [
            float(point.split(",")[1])
            for point in picture.find(f".//{SVG}polygon[@class='{name}']").get("points").split()
        ]
        for name in ("edge", "fill")
    )
    assert max(fill) == max(edge)
    assert (max(fill) - min(fill)) / (max(edge) - min(edge)) == pytest.approx(part, abs=0.01)


def test_a_name_on_the_map_is_text():
    picture = drawn([Place("x", "<script>alert(1)</script>", "", "", "")], {"x": Fill(1, "<b>", '"')})
    assert not list(picture.iter(f"{SVG}script")) and not list(picture.iter("script"))
    assert "<script>alert(1)</script>" in [title.text.split(":")[0] for title in picture.iter(f"{SVG}title")]


@pytest.mark.skipif(not make_council_hexagons.SOURCE.exists(), reason="the source of the register is not there")
def test_the_places_are_those_that_the_script_makes():
    assert make_council_hexagons.TARGET.read_text("utf-8") == make_council_hexagons.text()
