"""The tile grid: where its tiles lie, and what stands on them."""

import datetime as dt
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from seen import assert_tidy, said, texts

import analysis
from analysis import charts
from analysis.charts import style
from analysis.charts.areas import areas
from analysis.charts.tiles import CELLS
from analysis.errors import SchemaError
from analysis.gazetteer.regions import PREFECTURE_CODES
from analysis.gazetteer.register import eligible

DAY = dt.date(2020, 8, 21)
HOKKAIDO, IWATE, KAGOSHIMA, OKINAWA = "01", "03", "46", "47"


@pytest.fixture(scope="module")
def lists(entities) -> dict[str, pd.DataFrame]:
    """Entity tables: the packaged one, odd ones, and one of all municipalities."""
    bodies = eligible(DAY).assign(status="resolved", as_of=DAY.isoformat())
    towns = bodies[bodies["entity_type"] != "prefecture"]
    return {
        "twelve": entities,
        "one": towns.iloc[[700]],
        "none": towns.head(2).assign(status="unmatched"),
        "all": towns,
    }


@pytest.fixture(scope="module")
def borders() -> list[tuple[str, str]]:
    """The pairs of prefectures that share a border on land."""
    land = analysis.boundaries("prefecture", detail="coarse")
    codes, shapes = land["prefecture_code"].to_numpy(), land.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return [(codes[a], codes[b]) for a, b in zip(one, other, strict=True) if a < b]


def draw(rows: pd.DataFrame, **options):
    table = analysis.breakdown(rows, by="prefecture")
    return charts.tile_grid(table, charts.blank("tile_grid"), as_of=DAY, **options)


def tiles(ax) -> dict[str, Rectangle]:
    """The tiles by prefecture code: they are drawn in that order."""
    found = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return dict(zip(PREFECTURE_CODES, found, strict=True))


def lines_of(ax, code: str) -> list[str]:
    """The texts on a tile from top to bottom."""
    box = tiles(ax)[code].get_bbox()
    inside = [t for t in ax.texts if t.get_transform() == ax.transData]
    inside = [t for t in inside if box.contains(*t.get_position())]
    return [t.get_text() for t in sorted(inside, key=lambda t: t.get_position()[1])]


def away(one: str, other: str) -> tuple[int, int]:
    (x, y), (u, v) = CELLS[one], CELLS[other]
    return abs(x - u), abs(y - v)


def test_every_prefecture_has_a_cell_of_its_own():
    assert set(CELLS) == set(PREFECTURE_CODES)
    assert len(set(CELLS.values())) == 47


def test_most_neighbours_are_neighbours_on_the_grid(borders):
    assert len(borders) == 87
    sides = [pair for pair in borders if sum(away(*pair)) == 1]
    corners = [pair for pair in borders if away(*pair) == (1, 1)]
    assert len(sides) == 52
    assert len(corners) == 29


def test_neighbours_lie_in_their_direction_on_the_grid(borders):
    offices = eligible(DAY).query("entity_type == 'prefecture'")
    offices = offices.set_index("prefecture_code")[["longitude", "latitude"]]
    for one, other in borders:
        real = (offices.loc[other] - offices.loc[one]).to_numpy() * (0.81, 1)
        step = np.subtract(CELLS[other], CELLS[one]) * (1, -1)
        assert real @ step > 0, (one, other)


def test_the_ends_of_japan_are_the_ends_of_the_grid():
    columns, rows = np.transpose([CELLS[code] for code in PREFECTURE_CODES])
    assert CELLS[HOKKAIDO] == (columns.max(), rows.min())
    assert CELLS[OKINAWA] == (columns.min(), rows.max())
    main = [CELLS[code] for code in PREFECTURE_CODES if code != OKINAWA]
    assert CELLS[KAGOSHIMA][1] == max(row for _, row in main)


def test_okinawa_is_apart_and_no_tiles_overlap(lists):
    boxes = {
        code: shapely.box(*tile.get_bbox().extents)
        for code, tile in tiles(draw(lists["twelve"])).items()
    }
    others = [box for code, box in boxes.items() if code != OKINAWA]
    assert shapely.distance(boxes[OKINAWA], others).min() > 0.3
    for one, other in combinations(boxes.values(), 2):
        assert not one.intersects(other)


@pytest.mark.parametrize("value", ["rate", "count"])
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", ["twelve", "one", "none", "all"])
def test_tiles_are_tidy_and_hold_their_texts(name, lang, value, lists):
    ax = draw(lists[name], lang=lang, value=value)
    assert_tidy(ax)  # drawn for that: a missing glyph would be a warning
    boxes = [tile.get_window_extent() for tile in tiles(ax).values()]
    on_tiles = 0
    for text in texts(ax):
        extent = text.get_window_extent()
        middle = (extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2
        for box in boxes:
            if box.contains(*middle):
                on_tiles += 1
                assert box.x0 < extent.x0, text.get_text()
                assert extent.x1 < box.x1, text.get_text()
    assert on_tiles == 3 * 47


@pytest.mark.parametrize(
    ("lang", "value", "code", "lines"),
    [
        ("en", "rate", IWATE, ["Iwate", "5.9 %", "2 of 34"]),
        ("en", "count", IWATE, ["Iwate", "2", "5.9 %"]),
        ("ja", "rate", IWATE, ["岩手", "5.9 %", "2／34"]),
        ("ja", "count", IWATE, ["岩手", "2", "5.9 %"]),
        ("en", "rate", HOKKAIDO, ["Hokkaido", "0", "of 180"]),
        ("ja", "count", HOKKAIDO, ["北海道", "0", "／180"]),
    ],
)
def test_a_tile_has_name_rate_and_count(lang, value, code, lines, lists):
    assert lines_of(draw(lists["twelve"], lang=lang, value=value), code) == lines


def test_a_prefecture_without_bodies_that_could_apply_is_hatched(lists):
    table = analysis.breakdown(lists["twelve"], by="prefecture")
    table = table[table["prefecture_code"] != OKINAWA]
    ax = charts.tile_grid(table, charts.blank("tile_grid"))
    assert lines_of(ax, OKINAWA)[:2] == ["Okinawa", "–"]
    hatched = [code for code, tile in tiles(ax).items() if tile.get_hatch()]
    assert hatched == [OKINAWA]
    assert "none could apply" in said(ax)
    assert_tidy(ax)


def test_tiles_have_the_colours_of_their_classes(lists):
    table = analysis.breakdown(lists["twelve"], by="prefecture")
    shown = areas(table, "prefecture", "rate", "en")
    colours = {
        code: to_hex(tile.get_facecolor())
        for code, tile in tiles(draw(lists["twelve"])).items()
    }
    assert colours == {code: shown.shade_of(code).colour for code in colours}
    assert colours[HOKKAIDO] == style.ZERO
    assert colours[IWATE] == style.shades(6)[-1]  # 5 % or more


@pytest.mark.parametrize(
    ("lang", "phrases"),
    [
        ("en", ["12 of the 1,788 bodies", "2020-08-21", "%", "code list", "schematic"]),
        ("ja", ["1,788団体中の12団体", "2020年8月21日", "%", "コード", "模式的"]),
    ],
)
def test_tiles_name_unit_denominator_day_and_source(lang, phrases, lists):
    words = said(draw(lists["twelve"], lang=lang))
    for phrase in phrases:
        assert phrase in words


def test_a_table_of_regions_is_refused(lists):
    table = analysis.breakdown(lists["twelve"], by="region")
    with pytest.raises(SchemaError, match="lacks 'prefecture_code'"):
        charts.tile_grid(table, charts.blank("tile_grid"))
