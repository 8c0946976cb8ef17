"""Points → bodies: every point keeps its row, whatever it comes as."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import analysis
from analysis import reverse
from analysis.errors import SchemaError, SourceError

SHINJUKU, OSAKA = (139.6917, 35.6896), (135.5199, 34.6863)
OFF_WAKKANAI = (141.95, 45.53)  # 920 m north of Cape Sōya
PACIFIC = (150.0, 30.0)
PLACES = np.array([SHINJUKU, PACIFIC, OSAKA])
ANSWERS = ["131041", None, "271004"]


def codes(found):
    column = found["lg_code"]
    return column.astype(object).where(column.notna(), None).tolist()


@pytest.mark.parametrize(
    ("longitude", "latitude", "lg_code", "name_ja"),  # offices, capes and islands
    [
        pytest.param(*SHINJUKU, "131041", "新宿区", id="special ward"),
        pytest.param(*OSAKA, "271004", "大阪市", id="designated city"),
        pytest.param(135.7681, 35.0116, "261009", "京都市", id="wards in the source"),
        pytest.param(127.6809, 26.2124, "472018", "那覇市", id="Okinawa"),
        pytest.param(133.3844, 35.4419, "313840", "日吉津村", id="small village"),
        pytest.param(142.1918, 27.0944, "134210", "小笠原村", id="Ogasawara"),
        pytest.param(123.0045, 24.4677, "473821", "与那国町", id="westernmost"),
        pytest.param(153.984, 24.285, "134210", "小笠原村", id="easternmost"),
        pytest.param(*OFF_WAKKANAI, "012149", "稚内市", id="at sea"),
    ],
)
def test_a_place_lies_in_its_body(longitude, latitude, lg_code, name_ja):
    found = reverse([(longitude, latitude)]).loc[0]

    assert (found["lg_code"], found["name_ja"]) == (lg_code, name_ja)
    assert found["prefecture_code"] == lg_code[:2]


def test_offices_of_the_programme_lie_in_their_own_municipalities(entities):
    own = entities[entities["entity_type"] != "prefecture"]

    found = reverse(own)

    assert found["lg_code"].tolist() == own["lg_code"].tolist()
    assert found["name_en"].tolist() == own["name_en"].tolist()


def test_the_table_has_its_columns_and_types_whatever_comes_in():
    full, empty = reverse(PLACES), reverse(np.empty((0, 2)))

    text = ["lg_code", "name_ja", "name_en", "prefecture_code"]
    assert list(full.columns) == [*text, "distance_m", "vintage", "source"]
    assert full.dtypes.drop("distance_m").eq("str").all()
    assert full["distance_m"].dtype == float
    pd.testing.assert_series_equal(full.dtypes, empty.dtypes)
    assert len(empty) == 0


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(PLACES, id="array"),
        pytest.param(PLACES.tolist(), id="list of pairs"),
        pytest.param(
            pd.DataFrame(PLACES, columns=["longitude", "latitude"]), id="table"
        ),
        pytest.param(
            pd.DataFrame(PLACES[:, ::-1], columns=["lat", "lon"]), id="short names"
        ),
        pytest.param(
            pd.DataFrame(PLACES, columns=["lon", "lat"], dtype="Float64"),
            id="nullable numbers",
        ),
        pytest.param(gpd.GeoSeries(shapely.points(PLACES), crs=6668), id="JGD2011"),
        pytest.param(gpd.GeoSeries(shapely.points(PLACES), crs=4326), id="WGS 84"),
        pytest.param(
            gpd.GeoSeries(shapely.points(PLACES), crs=4326).to_crs(3857), id="Mercator"
        ),
        pytest.param(
            gpd.GeoSeries(shapely.points(PLACES), crs=6668).to_crs(6677), id="zone IX"
        ),
        pytest.param(
            gpd.GeoDataFrame({"place": gpd.GeoSeries(shapely.points(PLACES))})
            .set_geometry("place", crs=6668)
            .assign(longitude=0.0, latitude=0.0),
            id="GeoDataFrame",
        ),
    ],
)
def test_points_of_all_kinds_give_the_same(points):
    assert codes(reverse(points)) == ANSWERS


@pytest.mark.parametrize(
    "index", [["c", "a", "b"], [7, 7, 7], pd.date_range("2020-08-21", periods=3)]
)
def test_index_and_order_are_kept(index):
    points = gpd.GeoSeries(shapely.points(PLACES), index=index, crs=6668)

    found = reverse(points)

    assert found.index.equals(points.index)
    assert codes(found) == ANSWERS


def test_points_without_a_place_keep_their_rows():
    points = [None, shapely.Point(), shapely.Point(np.nan, 35.0), shapely.Point(OSAKA)]

    found = reverse(gpd.GeoSeries(points, crs=6668))

    assert codes(found) == [None, None, None, "271004"]
    assert found["distance_m"].isna().tolist() == [True, True, True, False]


def test_missing_and_infinite_numbers_keep_their_rows():
    table = pd.DataFrame({"lon": [np.nan, np.inf, 135.5199], "lat": [35, 35, 34.6863]})

    assert codes(reverse(table)) == [None, None, "271004"]


@pytest.mark.parametrize(
    ("tolerance_m", "lg_code"), [(0, None), (900, None), (930, "012149")]
)
def test_a_point_at_sea_has_the_nearest_body_within_the_tolerance(tolerance_m, lg_code):
    found = reverse([OFF_WAKKANAI], tolerance_m=tolerance_m)

    assert codes(found) == [lg_code]


def test_the_distance_is_0_inside_and_metres_at_sea_and_missing_beyond():
    found = reverse([SHINJUKU, OFF_WAKKANAI, PACIFIC])["distance_m"]

    assert found[0] == 0
    assert found[1] == pytest.approx(920, abs=1)
    assert np.isnan(found[2])


def test_a_point_on_a_border_is_of_the_lowest_code():
    bodies = analysis.boundaries("municipality")
    vertices = shapely.get_coordinates(bodies.geometry.array)[::97]
    place, row = bodies.sindex.query(shapely.points(vertices), predicate="intersects")
    lowest = bodies["lg_code"].iloc[row].groupby(place).min()

    found = reverse(vertices, tolerance_m=0)

    assert pd.Series(place).duplicated().sum() > 100
    assert found["lg_code"].tolist() == lowest.tolist()


def test_every_row_names_the_boundaries_that_were_asked():
    found = reverse(PLACES)
    bodies = analysis.boundaries("municipality")

    assert found["vintage"].tolist() == [bodies["vintage"].iloc[0]] * 3
    assert found["source"].tolist() == ["jma"] * 3


def test_prefectures_are_found_too():
    found = reverse(PLACES, level="prefecture")

    assert codes(found) == ["130001", None, "270008"]


def test_what_comes_back_may_be_changed():
    found, bodies = reverse(PLACES), analysis.boundaries("municipality")
    found["lg_code"] = "000000"
    bodies["lg_code"] = "000000"
    bodies["geometry"] = shapely.Point(0, 0)

    assert codes(reverse(PLACES)) == ANSWERS


def test_the_points_are_left_as_they_were():
    points = gpd.GeoDataFrame(
        {"name": list("abc")}, geometry=shapely.points(PLACES), crs=4326
    )
    before = points.copy()

    reverse(points)

    pd.testing.assert_frame_equal(points, before)
    assert points.crs == before.crs


@pytest.mark.parametrize(
    ("points", "message"),
    [
        pytest.param(
            gpd.GeoSeries(shapely.points(PLACES)),
            r"no CRS.*set_crs\('EPSG:6668'\)",
            id="no CRS",
        ),
        pytest.param(
            PLACES[:, ::-1],
            "3 of 3 points.*swapped: longitude comes first",
            id="swapped",
        ),
        pytest.param(
            gpd.GeoSeries(shapely.points(PLACES[:, ::-1]), crs=6668),
            "are swapped",
            id="swapped geometry",
        ),
        pytest.param(
            [(-20_000.0, -35_000.0)], "1 of 1 points.*want degrees", id="metres"
        ),
        pytest.param(
            gpd.GeoSeries(
                {"a": shapely.Point(OSAKA), "b": shapely.box(0, 0, 1, 1)}, crs=6668
            ),
            "1 of 2 geometries are no points, the first is a Polygon at 'b'",
            id="polygon",
        ),
        pytest.param(
            gpd.GeoDataFrame({"name": ["a"]}), "no active geometry", id="no geometry"
        ),
        pytest.param(
            pd.DataFrame({"x": [139.0], "y": [35.0]}),
            "lacks the columns 'longitude' and 'latitude'.*has 'x', 'y'",
            id="other columns",
        ),
        pytest.param(
            pd.DataFrame({"lon": ["139"], "lat": ["35"]}),
            "'lon' holds str.*pandas.to_numeric",
            id="text",
        ),
        pytest.param(np.zeros((2, 3)), r"of shape \(2, 3\)", id="three columns"),
        pytest.param([139.0, 35.0], "got list", id="one pair"),
        pytest.param(["Osaka"], "array of numbers", id="names"),
    ],
)
def test_what_is_no_points_in_degrees_is_refused(points, message):
    with pytest.raises(SchemaError, match=message):
        reverse(points)


@pytest.mark.parametrize("tolerance_m", [-1, float("nan"), float("inf"), 100_001])
def test_a_tolerance_out_of_range_is_refused(tolerance_m):
    with pytest.raises(ValueError, match="tolerance_m of 0 to 100,000 metres"):
        reverse(PLACES, tolerance_m=tolerance_m)


def test_a_vintage_that_is_not_there_is_refused():
    with pytest.raises(SourceError, match="there are: jma"):
        reverse(PLACES, vintage="1999-01-01")


def test_a_level_with_gaps_is_warned_of():
    with pytest.warns(UserWarning, match="has not every ward"):
        found = reverse([(135.7681, 35.0116), SHINJUKU], level="ward")

    assert codes(found) == ["261041", None]
