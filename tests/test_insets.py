from io import BytesIO

import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.text import Text

import analysis
from analysis import charts
from analysis.charts import insets, style
from analysis.charts.projection import albers
from analysis.gazetteer.register import register

STAY = {  # on this side of the straits
    "Nosappu": (145.817, 43.385),
    "Yururi": (145.6, 43.21),
    "Notsuke": (145.318, 43.584),
    "Shiretoko": (145.33, 44.34),
    "Rebun": (141.04, 45.4),
}
GO = {
    "Kaigara": (145.87, 43.42),
    "Suisho": (145.89, 43.43),
    "Shikotan": (146.75, 43.79),
    "Kerama, the west end of Kunashiri": (145.40, 43.655),
    "Etorofu": (147.9, 45.0),
    "the north end of Etorofu": (148.88, 45.55),
}


@pytest.fixture
def sheet():
    return charts.japan_map(charts.blank("japan_map"))


def texts(sheet) -> list[str]:
    return [t.get_text() for t in sheet.ax.findobj(Text) if t.get_text().strip()]


def polygons_on(sheet, polygons) -> list[int]:
    """How many points each polygon has on a sheet."""
    return [len(path.vertices) for path in sheet.draw(polygons).get_paths()]


@pytest.mark.parametrize("frame", [insets.NANSEI, insets.OGASAWARA])
def test_frames_do_not_cover_the_main_map(frame):
    land = analysis.boundaries("prefecture").geometry
    main = insets.land_on_sheet(land, (insets.MAIN,))
    assert not shapely.intersects(main, shapely.box(*frame.box)).any()


def test_map_is_true_to_area():
    land = analysis.boundaries("prefecture")
    drawn = gpd.GeoSeries(insets.land_on_sheet(land.geometry)).area
    # A sphere of 6,371 km stands in for the ellipsoid, and islets lie in no frame.
    assert drawn.to_numpy() == pytest.approx(land["area_km2"].to_numpy(), rel=0.005)


def test_projection_has_its_middle_and_its_mirror():
    assert albers(137.5, 36.0) == pytest.approx(np.zeros((1, 2)))
    west, east = albers([130, 145], [40, 40])
    assert west == pytest.approx(east * (-1, 1))


def test_every_municipality_is_on_the_sheet(sheet):
    assert min(polygons_on(sheet, analysis.boundaries("municipality").geometry)) > 0


def test_every_office_is_in_a_frame(sheet):
    bodies = register().dropna(subset="latitude")
    points, frames = sheet.points(bodies["longitude"], bodies["latitude"])
    assert (frames >= 0).all()
    low, high = insets.SHEET[:2], insets.SHEET[2:]
    assert ((points > low) & (points < high)).all()


def test_only_the_two_far_islets_lie_in_no_frame():
    land = analysis.boundaries("prefecture")
    strays = insets.has_stray_parts(land.geometry)
    assert land["name_ja"][strays].tolist() == ["東京都"]
    parts = shapely.get_parts(land.geometry[strays].array)
    lost = [part for part in parts if insets.has_stray_parts([part]).any()]
    assert sorted({round(part.centroid.x) for part in lost}) == [136, 154]


def test_sheet_names_the_frames_and_one_scale(sheet):
    assert texts(sheet) == [
        "Nansei Islands",
        "Ogasawara Islands",
        "200 km, in every frame",
    ]


def test_polygons_keep_their_colours_where_some_are_not_on_the_sheet(sheet):
    away, naha = shapely.box(2, 48, 3, 49), shapely.box(127.6, 26.1, 127.8, 26.3)
    drawn = sheet.draw([away, None, naha], facecolor=["red", "green", "blue"])
    assert isinstance(drawn, PathCollection)
    assert [len(path.vertices) for path in drawn.get_paths()] == [0, 0, 5]
    assert len(drawn.get_facecolor()) == 3
    sheet.ax.figure.savefig(BytesIO(), bbox_inches="tight")  # as a notebook does


def test_polygons_in_metres_are_refused(sheet):
    with pytest.raises(ValueError, match=r"want polygons in degrees.*to_crs"):
        sheet.draw(analysis.boundaries("prefecture").geometry.head(1).to_crs(6677))


@pytest.mark.parametrize("place", STAY)
def test_the_main_islands_stay_without_the_northern_territories(place):
    point = np.array([STAY[place]]).T
    _, frames = insets.on_sheet(*point, northern_territories=False)
    assert frames.tolist() == [0]


@pytest.mark.parametrize("place", GO)
def test_the_northern_territories_go(place):
    point = np.array([GO[place]]).T
    _, frames = insets.on_sheet(*point, northern_territories=False)
    assert frames.tolist() == [-1]


def test_without_the_northern_territories_no_other_land_is_lost():
    land = analysis.boundaries("prefecture")
    with_them = insets.land_on_sheet(land.geometry)
    without = insets.land_on_sheet(land.geometry, northern_territories=False)
    lost = shapely.area(with_them) - shapely.area(without)
    # 5,003 km², by the national survey
    assert lost[0] == pytest.approx(5003, rel=0.15)
    assert lost[1:] == pytest.approx(np.zeros(46))


def test_no_island_lies_across_the_line_through_the_straits():
    parts = shapely.get_parts(analysis.boundaries("prefecture").geometry.array)
    assert not shapely.intersects(parts, insets.NORTHERN_TERRITORIES.exterior).any()


@pytest.mark.parametrize(
    ("lang", "name", "scale"),
    [
        ("en", "Ogasawara Islands ×2", "200 km; Ogasawara Islands 100 km"),
        ("ja", "小笠原諸島 ×2", "200 km（小笠原諸島は100 km）"),
    ],
)
def test_an_enlarged_frame_says_so(lang, name, scale):
    ax = charts.blank("japan_map")
    sheet = charts.japan_map(ax, lang=lang, enlarge={"ogasawara": 2})
    assert {name, scale} <= set(texts(sheet))
    place = [142.19], [27.09]
    (plain,), _ = insets.on_sheet(*place)
    (large,), frame = sheet.points(*place)
    corner = np.array(insets.OGASAWARA.corner)
    assert large - corner == pytest.approx(2 * (plain - corner))
    assert sheet.frames[frame[0]].scale == 2


def test_texts_of_two_enlarged_frames_keep_clear_of_them():
    ax = charts.blank("japan_map")
    sheet = charts.japan_map(ax, enlarge={"nansei": 1.1, "ogasawara": 2})
    ogasawara = shapely.box(*sheet.frames[2].box)
    assert not shapely.box(*sheet.taken[2]).intersects(ogasawara)


@pytest.mark.parametrize(
    ("enlarge", "message"),
    [
        ({"ogasawara": 3}, r"'ogasawara' cannot be enlarged 3 times: from 1 to 2\.0"),
        ({"nansei": 2}, r"'nansei' cannot be enlarged 2 times: from 1 to 1\.1"),
        ({"ogasawara": 0.5}, r"cannot be enlarged 0\.5 times"),
        ({"ogasawara": float("nan")}, "cannot be enlarged nan times"),
        ({"okinawa": 2}, "no frame is called 'okinawa'; there are: nansei, ogasawara"),
        ({"main": 2}, "no frame is called 'main'"),
    ],
)
def test_a_factor_that_does_not_fit_is_refused(enlarge, message):
    with pytest.raises(ValueError, match=message):
        charts.japan_map(charts.blank("japan_map"), enlarge=enlarge)


def test_the_largest_factor_that_an_error_names_fits():
    land = analysis.boundaries("prefecture").geometry
    main = insets.land_on_sheet(land, (insets.MAIN,))
    frames = insets.enlarged({"ogasawara": 2.0, "nansei": 1.1}, main)
    boxes = [shapely.box(*frame.box) for frame in frames[1:]]
    assert not boxes[0].intersects(boxes[1])
    assert not shapely.intersects(main, shapely.union_all(boxes)).any()


def test_land_is_drawn_in_pale_grey(sheet):
    land = sheet.draw_land()
    assert len(land.get_paths()) == 47
    assert land.get_facecolor().tolist() == [list(to_rgba(style.LAND))]
