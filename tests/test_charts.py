import datetime as dt
import string
from itertools import combinations

import geopandas as gpd
import matplotlib
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from matplotlib.patches import Rectangle
from n03_archives import units_of, write_archive
from seen import assert_tidy, said, texts

import analysis
from analysis import charts
from analysis.boundaries.stored import store
from analysis.breakdown import breakdown
from analysis.charts import insets, labels, style, wording
from analysis.charts.phrases import PHRASES
from analysis.charts.places import boundary_lines
from analysis.charts.projection import albers
from analysis.errors import SchemaError
from analysis.gazetteer.register import register
from analysis.locate import locate
from analysis.normalize import normalize

DAY = dt.date(2020, 8, 21)
NORTH = ["032069", "032158", "040002", "152251", "212172", "222160"]
SOUTH = ["242161", "313840", "343072", "353442", "392014", "465011"]
TWELVE = [*NORTH, *SOUTH]  # of the first real list, design.md §1
HIEZU, NAKATANE, KAMIGYO = "313840", "465011", "261025"
LENT = ["011029", "011061"]  # wards of Sapporo, of which the packaged set has none
ISLANDS = {  # the body, and the frame that shows it
    "134210": insets.OGASAWARA,
    "473821": insets.NANSEI,  # Yonaguni, the westernmost
    "473570": insets.NANSEI,  # Minamidaitō, the easternmost of Okinawa
    "462225": insets.NANSEI,  # Amami
    "465011": insets.MAIN,
    "134015": insets.MAIN,  # Hachijō
    "015199": insets.MAIN,  # Rishiri
}
READ = [  # columns of the register that an entity table carries
    *("lg_code", "entity_type", "prefecture_code", "prefecture_ja", "prefecture_en"),
    *("region", "name_ja", "name_kana", "name_en", "latitude", "longitude"),
]
CHARTS = {
    "distribution_map": None,
    "region_counts": "region",
    "type_counts": "entity_type",
    "region_type_heatmap": ("region", "entity_type"),
}


def located(codes, *, lost=0) -> gpd.GeoDataFrame:
    """The entity table of some bodies, the last `lost` of them not resolved."""
    bodies = register(DAY).set_index("lg_code", drop=False).loc[list(codes)]
    table = bodies[READ].reset_index(drop=True)
    table["status"] = "resolved"
    if lost:
        known = np.arange(len(table)) < len(table) - lost
        table = table.where(pd.Series(known))
        table["status"] = np.where(known, "resolved", "ambiguous")
    table["as_of"], table["note"] = DAY.isoformat(), ""
    return locate(table, boundaries="packaged")


@pytest.fixture(scope="module")
def everybody() -> gpd.GeoDataFrame:
    return located(analysis.boundaries("municipality")["lg_code"])


@pytest.fixture(scope="module")
def twelve() -> gpd.GeoDataFrame:
    return located(TWELVE)


def draw(chart: str, entities, lang="en"):
    """Draw any chart of a list of bodies on a figure that pyplot does not know."""
    if chart == "locator_maps":
        return charts.locator_maps(entities, charts.quiet_figure(), lang=lang)
    function, ax = getattr(charts, chart), charts.blank(chart)
    if CHARTS[chart] is None:
        return function(entities, ax, lang=lang)
    table = breakdown(entities, by=CHARTS[chart])
    return function(table, ax, lang=lang, as_of=DAY)


def markers(ax: Axes) -> np.ndarray:
    """Where the bodies are marked, in kilometres on the sheet."""
    return np.vstack(
        [np.empty((0, 2))]
        + [
            collection.get_offsets()
            for collection in ax.collections
            if isinstance(collection, PathCollection) and len(collection.get_sizes())
        ]
    )


ALL_CHARTS = [*CHARTS, "locator_maps"]


@pytest.mark.parametrize("chart", ALL_CHARTS)
@pytest.mark.parametrize(
    ("codes", "lost"),
    [
        pytest.param(TWELVE[:1], 0, id="one body"),
        pytest.param(TWELVE, 2, id="two not resolved"),
        pytest.param(TWELVE, 12, id="none resolved"),
        pytest.param(["131016", "131024", "131032", "011002"], 0, id="special wards"),
    ],
)
def test_charts_of_odd_lists_are_tidy(chart, codes, lost):
    drawing = draw(chart, located(codes, lost=lost))
    assert_tidy(drawing)
    if lost:
        rows = "rows" if lost > 1 else "row"
        assert f"{lost} {rows} not resolved" in said(drawing)


@pytest.mark.parametrize("chart", ["distribution_map", "locator_maps"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_maps_of_an_empty_list_say_so(chart, lang, twelve):
    drawing = draw(chart, twelve.iloc[:0], lang)
    assert_tidy(drawing)
    assert wording.say(lang, "empty_title") in said(drawing)


@pytest.mark.parametrize(
    "chart", ["region_counts", "type_counts", "region_type_heatmap"]
)
def test_charts_take_an_empty_table(chart):
    by = CHARTS[chart]
    columns = [by] if isinstance(by, str) else list(by)
    table = pd.DataFrame(columns=[*columns, "count", "eligible"])
    drawing = getattr(charts, chart)(table, charts.blank(chart))
    assert_tidy(drawing)


@pytest.mark.parametrize("chart", ["distribution_map", "region_counts", "locator_maps"])
def test_equal_pictures_are_equal_bytes(chart, twelve, tmp_path):
    first = charts.save(draw(chart, twelve), tmp_path / "first.png")
    second = charts.save(draw(chart, twelve), tmp_path / "second.png")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("chart", ["region_counts", "type_counts"])
def test_bars_are_as_long_as_the_counts(chart):
    table = breakdown(located(TWELVE, lost=3), by=CHARTS[chart])
    ax = getattr(charts, chart)(table, charts.blank(chart))
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert [bar.get_width() for bar in bars] == table["count"].tolist()
    assert sum(bar.get_width() for bar in bars) == 12
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert len(names) == len(bars)
    assert names[-1] == "not resolved"


@pytest.mark.parametrize("chart", ["region_counts", "type_counts"])
def test_the_longest_name_of_a_bar_begins_where_the_headings_do(chart, twelve):
    apart = pd.DataFrame(
        {CHARTS[chart]: ["could not apply"], "count": 1, "eligible": 0}
    )
    table = pd.concat([breakdown(twelve, by=CHARTS[chart]), apart], ignore_index=True)
    ax = getattr(charts, chart)(table, charts.blank(chart))
    title = next(text for text in ax.texts if text.get_text() == ax.get_label())
    name = ax.get_yticklabels()[-1]
    assert name.get_text() == "could not apply"
    begin = title.get_window_extent().x0
    assert name.get_window_extent().x0 == pytest.approx(begin, abs=4)


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ["Tōhoku", "Chūbu", "Chūgoku", "Kyūshū"]),
        ("ja", ["東北", "中部", "中国", "九州"]),
    ],
)
def test_bars_name_regions_in_both_languages(lang, names, twelve):
    ax = draw("region_counts", twelve, lang)
    assert [label.get_text() for label in ax.get_yticklabels()][1::2] == names


def test_heatmap_cells_are_the_counts(twelve):
    table = breakdown(twelve, by=("region", "entity_type"))
    ax = charts.region_type_heatmap(table, charts.blank("region_type_heatmap"))
    (mesh,) = [c for c in ax.collections if isinstance(c, QuadMesh)]
    grid = mesh.get_array().reshape(8, -1)
    regions, types = list(wording.REGIONS), list(wording.TYPES)
    for region, entity_type, count in table[
        ["region", "entity_type", "count"]
    ].to_numpy():
        assert grid[regions.index(region), types.index(entity_type)] == count
    assert grid.sum() == 12


def test_numbers_of_the_heatmap_stand_out_on_their_cells(everybody):
    ax = draw("region_type_heatmap", everybody)
    ax.figure.canvas.draw()  # gives the cells their colours
    (mesh,) = [c for c in ax.collections if isinstance(c, QuadMesh)]
    shades = mesh.get_facecolor().reshape(8, -1, 4)
    inks = set()
    for text in ax.texts:
        column, row = np.floor(getattr(text, "xy", (99, 99))).astype(int)
        if row < 8 and column < shades.shape[1] and text.get_text() not in ("0", "–"):
            shade = float(shades[row, column, :3] @ (0.3, 0.59, 0.11))
            ink = float(np.array(to_rgb(text.get_color())) @ (0.3, 0.59, 0.11))
            assert abs(shade - ink) > 0.3, text.get_text()
            inks.add(text.get_color())
    assert {style.PAPER, style.INK} <= inks


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ([0, 3, 0, 3, 1, 3, 1, 1], "Tōhoku, Chūbu and Chūgoku lead with 3 bodies each"),
        ([0, 5, 0, 3, 1, 3, 1, 1], "Tōhoku leads with 5 of 14 bodies"),
        ([2, 2, 2, 2, 1, 0, 1, 1], "11 bodies in 7 of 8 regions"),
        ([0, 0, 1, 0, 0, 0, 0, 0], "One body: Kantō"),
        ([0, 0, 0, 0, 0, 0, 0, 0], "No body on the list is resolved"),
    ],
)
def test_title_says_the_finding(counts, title):
    table = pd.DataFrame(
        {"region": list(wording.REGIONS), "count": counts, "eligible": 100}
    )
    assert title in said(charts.region_counts(table, charts.blank("region_counts")))


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ([0, 3, 0, 0, 1, 5, 1, 1], "中国地方が最多、11団体中5団体"),
        ([3, 0, 0, 0, 1, 3, 1, 1], "北海道・中国地方が各3団体で最多"),
        ([0, 0, 0, 0, 0, 1, 0, 0], "1団体：中国地方"),
    ],
)
def test_chinese_region_cannot_be_taken_for_china(counts, title):
    table = pd.DataFrame(
        {"region": list(wording.REGIONS), "count": counts, "eligible": 100}
    )
    ax = charts.region_counts(table, charts.blank("region_counts"), lang="ja")
    assert title in said(ax).splitlines()


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_map_of_all_municipalities_colours_areas_and_marks_the_small(lang, everybody):
    ax = draw("distribution_map", everybody, lang)
    colours = fills(ax)
    for kind, number in everybody["entity_type"].value_counts().items():
        assert colours.count(to_rgb(style.TYPE_COLOURS[kind])) == number
    points = markers(ax)
    assert 100 < len(points) < 400
    assert (points >= insets.SHEET[:2]).all()
    assert (points <= insets.SHEET[2:]).all()
    words = said(ax)
    assert wording.say(lang, "not_on_map") not in words
    assert wording.say(lang, "unnamed", most=40) in words
    assert wording.say(lang, "every_prefecture", n=1741) in words
    assert "792" in words


@pytest.mark.parametrize(
    ("code", "marked"),
    [
        pytest.param("134210", True, id="Ogasawara, 104 km² on thirty islands"),
        pytest.param("473561", True, id="Tonaki, 4 km²"),
        pytest.param("473821", False, id="Yonaguni, 29 km²"),
    ],
)
def test_islands_too_small_to_see_are_marked_among_many(code, marked, everybody):
    rest = everybody[everybody["lg_code"] != code]
    without = len(markers(draw("distribution_map", rest)))
    assert len(markers(draw("distribution_map", everybody))) == without + marked


def test_a_body_without_an_area_of_its_own_is_marked_among_many(everybody):
    wards = pd.concat([everybody, located(LENT)], ignore_index=True)
    alone = len(markers(draw("distribution_map", everybody)))
    assert len(markers(draw("distribution_map", wards))) == alone + 2


def test_up_to_300_bodies_are_marked_each(everybody):
    assert len(markers(draw("distribution_map", everybody.head(300)))) == 300
    assert len(markers(draw("distribution_map", everybody.head(301)))) < 300


@pytest.mark.parametrize("code", ISLANDS)
def test_islands_lie_in_their_frames(code):
    (point,) = markers(draw("distribution_map", located([code])))
    west, south, east, north = ISLANDS[code].box
    assert west < point[0] < east
    assert south < point[1] < north


def test_a_village_of_4_km2_shows_in_the_picture(tmp_path):
    ax = draw("distribution_map", located([HIEZU]))
    path = charts.save(ax, tmp_path / "map.png")
    (point,) = ax.transData.transform(markers(ax))
    picture = imread(path)
    pixel = picture[round(len(picture) - point[1]), round(point[0]), :3]
    assert pixel == pytest.approx(to_rgb(style.TYPE_COLOURS["village"]), abs=0.02)


def test_bodies_are_named_in_the_language_of_the_map(twelve):
    english = said(draw("distribution_map", twelve)).splitlines()
    assert {"Hiezu", "Hirao", "Miyagi", "Nakatane"} <= set(english)
    japanese = said(draw("distribution_map", twelve, "ja")).splitlines()
    assert {"日吉津村", "平生町", "宮城県", "中種子町"} <= set(japanese)


def test_map_counts_rows_that_it_cannot_show():
    entities = located([*TWELVE, "131016"], lost=2)
    entities.loc[0, ["latitude", "longitude"]] = [30.0, 152.0]
    entities.loc[1, ["latitude", "longitude"]] = None
    entities.loc[1, "geometry"] = None
    ax = draw("distribution_map", entities)
    words = said(ax)
    assert "not on the map  4" in words
    assert "Not on the map: 2 rows not resolved." in words
    assert "Not on the map: 1 row without a known place." in words
    assert "Not on the map: 1 row outside the frames." in words
    assert len(markers(ax)) == 9
    assert_tidy(ax)


def test_a_body_without_office_point_is_marked_inside_its_polygon():
    bare = located([NAKATANE]).assign(latitude=np.nan)
    entities = locate(pd.DataFrame(bare), boundaries="packaged")
    ax = draw("distribution_map", entities)
    (point,) = markers(ax)
    land = insets.land_on_sheet(entities.geometry)[0]
    assert gpd.points_from_xy(*point[:, None])[0].within(land)
    assert "1 body without known office, marked inside its area." in said(ax)


def test_a_crowded_map_counts_the_names_that_it_leaves_out():
    towns = analysis.boundaries("municipality").query("prefecture_code == '13'")
    tokyo = located(towns["lg_code"].head(40))
    ax = draw("distribution_map", tokyo)
    assert_tidy(ax)
    words = said(ax)
    names = {name.rsplit(" ", 1)[0] for name in tokyo["name_en"]}
    written = names & set(words.splitlines())
    assert 5 <= len(written) < 40
    assert f"Names left out for want of room: {40 - len(written)}." in words


def test_names_keep_apart_however_crowded():
    ax = charts.blank("distribution_map")
    ax.set(xlim=(0, 100), ylim=(0, 100))
    points = np.random.default_rng(0).normal(50, 20, (40, 2))
    names = [f"Name {'x' * (i % 9)}" for i in range(40)]
    written = labels.place(ax, points, names, clear=[(0, 0, 40, 40)])
    assert len(written) > 30
    boxes = [text.get_window_extent() for text in written]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    corner = ax.transData.transform((40, 40))
    assert all(box.x0 > corner[0] or box.y0 > corner[1] for box in boxes)


def test_names_that_find_no_room_are_left_out():
    ax = charts.blank("distribution_map")
    ax.set(xlim=(0, 100), ylim=(0, 100))
    written = labels.place(ax, np.array([[50, 50]]), ["Name"], clear=[(0, 0, 100, 100)])
    assert written == []


def test_locator_maps_show_each_body_whole(twelve):
    figure = draw("locator_maps", twelve)
    _page, *maps = figure.axes
    assert len(maps) == 12
    for ax, (_, body) in zip(maps, twelve.iterrows(), strict=True):
        shape = gpd.GeoSeries([body.geometry]).get_coordinates().to_numpy()
        points = albers(*shape.T, meridian=body["longitude"])
        assert (points > [ax.get_xlim()[0], ax.get_ylim()[0]]).all()
        assert (points < [ax.get_xlim()[1], ax.get_ylim()[1]]).all()
        colour = to_rgb(style.TYPE_COLOURS[body["entity_type"]])
        fills = [c.get_facecolor()[:, :3] for c in ax.collections]
        assert any(len(f) and np.allclose(f, colour) for f in fills)
    words = said(figure).splitlines()
    assert {"Hirao", " 平生町", "Yamaguchi · town · 34 km²"} <= set(words)


@pytest.mark.parametrize("code", ["134210", "473570", "422096", "010006", "463043"])
def test_locator_maps_find_islands(code):
    entities = located([code])
    figure = draw("locator_maps", entities)
    _, ax = figure.axes
    meridian = entities["longitude"].iloc[0]
    shape = entities.get_coordinates().to_numpy()
    points = albers(*shape.T, meridian=meridian)
    west, east, south, north = *ax.get_xlim(), *ax.get_ylim()
    inside = (points > (west, south)) & (points < (east, north))
    assert inside.all(axis=1).mean() > 0.5  # Iwō is 280 km away from its office
    assert east - west < 1100  # Hokkaidō with the Northern Territories is the widest
    assert_tidy(figure)


def test_a_body_without_polygon_has_a_point_on_its_locator_map():
    ward = located(["131016"])
    ward["geometry"], ward["boundary_of"], ward["area_km2"] = None, None, np.nan
    figure = draw("locator_maps", ward)
    assert len(markers(figure.axes[1])) == 1
    assert_tidy(figure)


def fills(ax: Axes) -> list[tuple[float, ...]]:
    """The colours of all areas, a colour as often as it is used."""
    return [
        tuple(colour[:3])
        for collection in ax.collections
        if isinstance(collection, PathCollection) and not len(collection.get_sizes())
        for colour in collection.get_facecolor()
    ]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("chart", ["distribution_map", "locator_maps"])
def test_areas_that_are_not_the_bodies_own_are_paler_and_counted(chart, lang):
    drawing = draw(chart, located(LENT), lang)
    assert_tidy(drawing)
    ax = drawing if isinstance(drawing, Axes) else drawing.axes[1]
    ward = style.TYPE_COLOURS["ward"]
    assert style.pale(ward) in fills(ax)
    assert to_rgb(ward) not in fills(ax)
    assert len(markers(ax)) >= 1
    assert "Geoshape" in said(drawing)
    assert wording.say(lang, "on_city", n=2) in said(drawing)


def test_a_city_that_stands_for_two_wards_is_drawn_once():
    ax = draw("distribution_map", located(LENT))
    assert fills(ax).count(style.pale(style.TYPE_COLOURS["ward"])) == 1
    assert len(markers(ax)) == 2


def test_an_abolished_body_is_shown_on_the_area_of_the_body_in_its_place():
    published = analysis.read_announcement("1 Usuda Town, Nagano Prefecture\n")
    entities = locate(normalize(published, as_of=DAY), boundaries="packaged")
    for chart in ("distribution_map", "locator_maps"):
        words = said(draw(chart, entities))
        assert "1 body is shown on the area of the body in its place (paler)." in words


def test_a_ward_is_shown_among_the_wards_of_its_city():
    figure = draw("locator_maps", located([KAMIGYO]))
    _, ax = figure.axes
    assert ax.get_xlim()[1] - ax.get_xlim()[0] < 60  # km; the prefecture has 130
    assert fills(ax).count(to_rgb(style.TYPE_COLOURS["ward"])) == 1
    assert "on the area of" not in said(figure)


def test_a_ward_of_boundaries_that_are_not_there_is_shown_in_its_prefecture():
    moved = located([KAMIGYO]).assign(boundary_source="n03")
    _, ax = draw("locator_maps", moved).axes
    assert ax.get_xlim()[1] - ax.get_xlim()[0] > 100  # km
    assert fills(ax).count(to_rgb(style.TYPE_COLOURS["ward"])) == 1


def test_a_ward_of_long_ago_is_shown_among_the_wards_of_its_time(tmp_path, monkeypatch):
    """The register does not know it: its city is what the set says."""
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    wards = {"27105": ("東区", shapely.box(135.50, 34.6, 135.55, 34.7))}
    wards |= {"27106": ("西区", shapely.box(135.45, 34.6, 135.50, 34.7))}
    units = units_of(wards).assign(kind="ward", city_code="27100")
    path = write_archive(
        tmp_path,
        prefecture="27",
        day=dt.date(1985, 10, 1),
        units=units,
        city_names={"27100": "大阪市"},
        prefecture_names={"27": "大阪府"},
    )
    store.add(path, origin="test")
    published = analysis.read_announcement("1 大阪府大阪市東区\n")
    entities = locate(normalize(published, as_of="1985-10-01"), boundaries="n03:1985")
    assert entities["boundary_of"].tolist() == ["own"]
    _, ax = draw("locator_maps", entities).axes
    assert fills(ax).count(to_rgb(style.TYPE_COLOURS["ward"])) == 1


def test_a_second_name_without_room_is_left_out():
    figure = draw("locator_maps", located(["261025", "261033", "341011", "011029"]))
    sizes = [text.get_fontsize() for text in texts(figure)]
    assert min(sizes) >= 6


@pytest.mark.parametrize(
    ("source", "vintage", "lines"),
    [
        pytest.param(
            "jma",
            "2020-03-10",
            [
                "Boundaries: Japan Meteorological Agency, areas of warnings, "
                "2020-03-10 (Public Data License 1.0, processed).",
                "Background: Japan Meteorological Agency, areas of warnings, "
                "2025-03-10 (Public Data License 1.0, processed).",
            ],
            id="same year",
        ),
        pytest.param(
            "n03",
            "2021-01-01",
            [
                "Boundaries: National Land Numerical Information N03 (administrative "
                "areas), MLIT, 2021-01-01, processed.",
                "Background: Japan Meteorological Agency, areas of warnings, "
                "2025-03-10 (Public Data License 1.0, processed).",
                "Boundaries of 2021, list of 2020.",
            ],
            id="n03",
        ),
    ],
)
def test_sources_are_those_of_the_polygons(source, vintage, lines, twelve):
    moved = twelve.assign(boundary_source=source, boundary_vintage=vintage)
    assert boundary_lines(moved, "en") == lines


def test_sources_of_several_sets_and_lists_are_all_named(twelve):
    mixed = twelve.copy()
    mixed.loc[:3, ["boundary_source", "boundary_vintage"]] = ["n03", "2020-01-01"]
    mixed.loc[10:, "as_of"] = ["2019-08-01", "2021-08-01"]
    assert boundary_lines(mixed, "ja") == [
        "境界：「国土数値情報（行政区域データ）」（国土交通省）2020年1月1日、加工して作成；",
        "気象庁の警報・注意報の区域、2025年3月10日（公共データ利用規約1.0、加工して作成）。",
        "境界は2025年、一覧は2019–2021年。",
    ]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_foot_of_many_lines_stays_in_the_picture(lang):
    entities = located([*LENT, *TWELVE, "134210"], lost=1)
    entities.loc[3:6, ["boundary_source", "boundary_vintage"]] = ["n03", "2021-01-01"]
    entities.loc[7:, "boundary_vintage"] = "2019-01-01"
    entities.loc[4, "boundary_of"] = "successor"
    entities.loc[5, "point_source"] = "representative_point"
    entities.loc[6, ["latitude", "longitude"]] = [30.0, 152.0]
    ax = charts.blank("distribution_map")
    charts.distribution_map(entities, ax, lang=lang, northern_territories=False)
    assert_tidy(ax)


def test_the_northern_territories_can_be_left_out():
    ax = charts.blank("distribution_map")
    nemuro = located(["012238"])
    charts.distribution_map(nemuro, ax, northern_territories=False)
    assert "The Northern Territories are not drawn." in said(ax)
    assert len(markers(ax)) == 1
    assert "not drawn" not in said(draw("distribution_map", nemuro))


@pytest.mark.parametrize(
    ("lang", "title", "remark"),
    [
        (
            "en",
            "Where the first 24 of 1,741 bodies lie",
            "Shown are the first 24 of 1,741.",
        ),
        (
            "ja",
            "1,741団体のうち初めの24団体の位置",
            "1,741団体のうち初めの24団体を表示。",
        ),
    ],
)
def test_a_long_list_gets_its_first_locator_maps(lang, title, remark, everybody):
    figure = draw("locator_maps", everybody, lang)
    assert len(figure.axes) == 1 + 24
    words = said(figure)
    assert title in words
    assert remark in words


def test_a_list_of_24_gets_all_its_locator_maps(everybody):
    figure = draw("locator_maps", everybody.tail(24))
    assert len(figure.axes) == 1 + 24
    assert "Shown are" not in said(figure)


def test_charts_without_axes_make_a_pyplot_figure(twelve):
    table = breakdown(twelve, by="region")
    ax = charts.region_counts(table)
    figure = charts.locator_maps(twelve.head(1))
    opened = [pyplot.figure(number) for number in pyplot.get_fignums()]
    pyplot.close("all")
    assert opened == [ax.figure, figure]


def test_charts_draw_on_given_axes_and_leave_nothing_behind(twelve):
    before = matplotlib.rcParams.copy()
    for chart in CHARTS:
        ax = charts.blank(chart)
        data = twelve if CHARTS[chart] is None else breakdown(twelve, by=CHARTS[chart])
        assert getattr(charts, chart)(data, ax) is ax
    draw("locator_maps", twelve.head(1))
    assert pyplot.get_fignums() == []
    assert matplotlib.rcParams == before


@pytest.mark.parametrize("chart", ALL_CHARTS)
def test_charts_leave_their_table_as_it_was(chart, twelve):
    before = twelve.copy(deep=True)
    draw(chart, twelve)
    pd.testing.assert_frame_equal(pd.DataFrame(twelve), pd.DataFrame(before))


def test_a_missing_column_is_named(twelve):
    with pytest.raises(SchemaError, match="lacks 'latitude'"):
        charts.distribution_map(twelve.drop(columns="latitude"))
    for chart in ("distribution_map", "locator_maps"):
        before = twelve.drop(columns=["boundary_of", "point_source"])
        with pytest.raises(SchemaError, match="lacks 'boundary_of', 'point_source'"):
            draw(chart, before)
    with pytest.raises(SchemaError, match="lacks 'region', 'eligible'"):
        charts.region_counts(pd.DataFrame({"count": [1]}))


def test_another_language_is_refused(twelve):
    with pytest.raises(ValueError, match="'en' or 'ja'"):
        draw("region_counts", twelve, "fr")


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrases_have_the_same_gaps_in_both_languages(phrase):
    plural = {"bodies", "rows", "each", "bodies_are"}
    plural |= {
        "its_city",
        "its_place",
        "its_area",
    }  # English alone has two words for one and many
    gaps = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name} - plural
        for text in PHRASES[phrase]
    ]
    assert len(gaps) == 2
    assert gaps[0] == gaps[1]


def test_a_body_that_is_listed_again_is_drawn_once_and_said():
    twice = pd.concat([located(TWELVE), located(TWELVE).tail(2)], ignore_index=True)
    for name in ("distribution_map", "locator_maps"):
        words = said(draw(name, twice))
        assert "12 of the 1,788 bodies that could apply on 2020-08-21" in words
        assert "Not counted: 2 rows listed again." in words
        assert words.count("Nakatane") == 1


def test_look_puts_back_its_own_settings_and_no_others():
    before = dict(matplotlib.rcParams)
    with matplotlib.rc_context():
        with style.look("ja"):
            matplotlib.rcParams["interactive"] = True
        assert matplotlib.rcParams["interactive"]
        matplotlib.rcParams["interactive"] = before["interactive"]
        assert dict(matplotlib.rcParams) == before
