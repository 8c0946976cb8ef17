"""What the linked view holds: every row, its groups, polygons, and safe texts."""

import base64
import hashlib
import html
import json
import re

import numpy as np
import pytest
import shapely

import analysis
from analysis.boundaries import layers, sets
from analysis.charts import insets
from analysis.errors import SchemaError
from analysis.explorer import data, phrases, spec
from analysis.explorer.ground import UNIT_KM, encode, ground, lighter
from analysis.explorer.page import Fragment, document
from analysis.explorer.words import attribute, both
from analysis.resolve import METHODS

HARD = (
    "Kitakami City, Iwate Prefecture",
    "<script>alert(1)</script>",
    "=1+1",
    "Esashi Town, Hokkaido",
    "Kitakami City, Iwate",
    "Tokyo",
    "Ogasawara Village, Tokyo",
    "札幌市中央区",
    "宇城広域連合",
)


def located_names(names):
    announcement = analysis.read_announcement(list(names))
    entities = analysis.normalize(announcement, as_of="2020-08-21")
    return analysis.locate(entities, boundaries="packaged")


@pytest.fixture(scope="module")
def hard():
    return located_names(HARD)


@pytest.fixture(scope="module")
def explored(located):
    return analysis.explore(located)


def rows(content):
    return [dict(zip(content["columns"], row, strict=True)) for row in content["rows"]]


def decoded(parts):
    """Return an encoded polygon as one of shapely, in km."""
    rings = [
        [np.cumsum(np.reshape(ring, (-1, 2)), axis=0) * UNIT_KM for ring in part]
        for part in parts
    ]
    return shapely.MultiPolygon([(part[0], part[1:]) for part in rings])


def test_the_same_list_gives_the_same_bytes(located, explored):
    assert analysis.explore(located.copy()).html == explored.html


def test_the_page_of_twelve_rows_is_small(explored):
    assert len(explored.html.encode()) < 2_500_000


def test_the_page_names_no_host(explored):
    page = re.sub(r"<script>.*?</script>", "", explored.html, flags=re.DOTALL)
    hosts = set(re.findall(r"//([a-z.-]+)/", page))
    assert hosts == {"vega.github.io"}  # in $schema, which is a name and not fetched


def test_every_row_is_there_resolved_or_not(hard):
    content = data.content(hard)
    assert [row["published_name"] for row in rows(content)] == list(HARD)
    assert [row["entity_type"] for row in rows(content)] == [
        *("city", "unresolved", "unresolved", "unresolved", "city"),
        *("prefecture", "village", "ward", "unresolved"),
    ]


def test_rows_that_are_not_resolved_are_not_on_the_map(hard):
    placed = [row["point"] is not None for row in rows(data.content(hard))]
    assert placed == [True, False, False, False, True, True, True, True, False]


def test_groups_add_up_to_the_rows(hard):
    for column, groups in data.content(hard)["groups"].items():
        assert sum(group["total"] for group in groups) == len(hard), column


def test_groups_without_a_row_are_listed_all_the_same(located):
    groups = data.content(located)["groups"]
    assert [group["key"] for group in groups["entity_type"]] == [
        *("prefecture", "city", "special_ward", "town", "village")
    ]
    assert [group["total"] for group in groups["region"]] == [0, 3, 0, 3, 1, 3, 1, 1]


def test_a_body_listed_twice_has_one_polygon(hard):
    content = data.content(hard)
    first, _, _, _, again, *_ = rows(content)
    assert first["body"] == again["body"] == 0
    assert "0" in content["shapes"]
    assert "4" not in content["shapes"]


def test_the_polygon_of_a_city_is_not_that_of_its_ward(hard):
    *_, ward, _ = rows(data.content(hard))
    assert ward["own"] is False


def test_zooming_to_a_prefecture_leaves_its_far_islands_out(hard):
    tokyo, village = rows(data.content(hard))[5:7]
    _, _, frame = insets.FRAMES
    inside = shapely.box(*frame.box)
    assert not inside.intersects(shapely.box(*tokyo["box"]))
    assert inside.contains(shapely.box(*village["box"]))


def test_notes_say_what_is_not_on_the_map(hard):
    notes = data.content(hard)["notes"]
    assert "Not on the map: 4 rows not resolved." in notes["en"]
    assert "地図にない行：未特定4件。" in notes["ja"]


def test_polygons_survive_their_encoding(located):
    polygons = insets.land_on_sheet(located.geometry.array)
    for polygon, parts in zip(polygons, encode(polygons), strict=True):
        assert decoded(parts).hausdorff_distance(polygon) < UNIT_KM


def test_holes_run_against_their_outer_ring():
    square, hole = shapely.box(0, 0, 9, 9).exterior, shapely.box(3, 3, 6, 6).exterior
    assert square.is_ccw == hole.is_ccw
    [[[outer, inner]]] = encode(np.array([shapely.Polygon(square, [hole])]))
    turns = [
        shapely.LinearRing(np.cumsum(np.reshape(ring, (-1, 2)), axis=0)).is_ccw
        for ring in (outer, inner)
    ]
    assert sorted(turns) == [False, True]


def test_borders_are_half_of_what_towns_have_beyond_their_prefecture():
    towns = layers.layer(sets.find("jma", None), "municipality")
    land = insets.land_on_sheet(towns.geometry.array)
    twice = shapely.length(land).sum()
    for rows_of in towns.groupby("prefecture_code").indices.values():
        twice -= shapely.length(shapely.coverage_union_all(land[rows_of]))
    lines = [
        shapely.LineString(np.cumsum(np.reshape(line, (-1, 2)), axis=0) * UNIT_KM)
        for line in ground()["borders"]
    ]
    assert shapely.length(lines).sum() == pytest.approx(twice / 2, rel=1e-4)


def test_packaged_polygons_are_drawn_as_they_are(located):
    polygons = insets.land_on_sheet(located.geometry.array)
    assert lighter(polygons) is polygons


def test_polygons_too_detailed_for_a_page_are_simplified():
    rough = shapely.Point(0, 0).buffer(50, quad_segs=100_000)  # 400,001 vertices
    [light] = lighter(np.array([rough]))
    assert shapely.get_num_coordinates(light) < 250_000
    assert light.area == pytest.approx(rough.area, rel=1e-3)


def test_a_name_cannot_leave_its_data(hard):
    page = analysis.explore(hard).html
    assert "<script>alert" not in page
    assert page.count("\\u003cscript>alert(1)\\u003c/script>") == 1


def test_control_characters_of_a_name_are_shown_as_escapes(hard):
    renamed = hard.assign(published_name="Iga\u202e City")
    assert rows(data.content(renamed))[0]["published_name"] == r"Iga\u202e City"


@pytest.mark.parametrize("column", ["published_name", "boundary_of", "geometry"])
def test_a_missing_column_is_named_with_the_remedy(located, column):
    with pytest.raises(SchemaError, match=rf"'{column}'.*analysis\.locate"):
        analysis.explore(located.drop(columns=column))


def test_another_language_is_refused(located):
    with pytest.raises(ValueError, match="'en' or 'ja', got 'fr'"):
        analysis.explore(located, lang="fr")


def test_an_empty_list_is_a_page_too(located):
    content = data.content(located.iloc[:0])
    assert content["rows"] == []
    assert analysis.explore(located.iloc[:0], lang="ja").html.startswith("<!DOCTYPE")


def test_the_index_of_the_table_does_not_matter(located):
    shuffled = located.set_axis(range(100, 112))
    assert data.content(shuffled) == data.content(located)


def test_a_notebook_gets_the_page_in_a_frame(explored):
    frame = explored._repr_html_()
    [page] = re.findall('srcdoc="([^"]*)"', frame)
    assert html.unescape(page) == explored.html
    assert re.search('<iframe title="[^"]+"', frame)


def test_a_saved_page_is_the_page(explored, tmp_path):
    path = explored.save(tmp_path / "list.html")
    assert path.read_bytes() == explored.html.encode()


def test_only_the_scripts_of_the_page_may_run(explored):
    scripts = re.findall(r"<script>(.*?)</script>", explored.html, flags=re.DOTALL)
    policy = re.search('Content-Security-Policy" content="([^"]*)"', explored.html)[1]
    hashes = re.findall("'sha256-([^']*)'", policy)
    wanted = [hashlib.sha256(script.encode()).digest() for script in scripts]
    assert len(scripts) == 4
    assert [base64.b64decode(each) for each in hashes] == wanted
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy


def test_ids_of_a_page_are_there_once(explored):
    page = re.sub(r"<script>.*?</script>", "", explored.html, flags=re.DOTALL)
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids)) > 10


def test_fragments_of_one_id_are_refused():
    part = Fragment(data={"numbers": [1]})
    with pytest.raises(ValueError, match="'numbers'"):
        document(("a", "b"), [part, part], lang="en")


def test_a_page_opens_with_the_title_of_its_language():
    page = document(("A & B", "甲と乙"), [], lang="en")
    assert "<title>A &amp; B</title>" in page
    assert "<title>甲と乙</title>" in document(("A & B", "甲と乙"), [], lang="ja")


def test_texts_in_two_languages_are_escaped():
    assert "<b>" not in both("<b>", '"<b>"') + attribute("title", '"<b>', "<b>")


def test_data_are_json_that_holds_what_was_given():
    value = {"text": "</script><!-- \u2028", "number": 1.5}
    page = document(("a", "b"), [Fragment(data={"x": value})], lang="en")
    [block] = re.findall(r'id="x">(.*?)</script>', page, flags=re.DOTALL)
    assert json.loads(block) == value


def test_every_method_has_a_name_in_both_languages():
    assert {*METHODS, "ambiguous", "unmatched"} == set(phrases.METHODS)


def test_phrases_have_the_same_gaps_in_both_languages():
    for key, text in phrases.SCRIPT.items():
        gaps = [sorted(re.findall(r"\{\w+\}", each)) for each in text]
        assert gaps[0] == gaps[1], key


def test_drawings_hold_no_data(located):
    groups = data.content(located)["groups"]
    for drawing in (spec.japan(), *map(spec.bars, groups.values())):
        assert "datasets" not in drawing
        assert len(json.dumps(drawing)) < 5_000
