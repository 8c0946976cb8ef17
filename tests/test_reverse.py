"""Points → bodies: every point keeps its row, whatever it comes as."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from n03_archives import kumamoto, tottori, units_of, write_archive

import analysis
from analysis import reverse
from analysis.boundaries.stored import store
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


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"level": "county"}, "level of municipality, ward.*got 'county'"),
        ({"source": "osm"}, "source of jma, n03, got 'osm'"),
    ],
)
def test_an_unknown_level_or_source_is_refused(option, message):
    with pytest.raises(ValueError, match=message):
        reverse(PLACES, **option)


def test_a_level_with_gaps_is_warned_of():
    with pytest.warns(UserWarning, match="jma .* has not every ward, but 19 of 171"):
        found = reverse([(135.7681, 35.0116), SHINJUKU], level="ward")

    assert codes(found) == ["261041", None]


# By the map: on land beside a ward of 京都市 or 広島市, but in none.
@pytest.mark.filterwarnings("ignore:jma .* has not every ward")
@pytest.mark.parametrize(
    ("longitude", "latitude", "its_own"),
    [
        pytest.param(135.8546, 35.0045, "252018", id="大津市"),
        pytest.param(135.7998, 34.9100, "262048", id="宇治市"),
        pytest.param(132.5045, 34.3925, "343021", id="府中町, inside 広島市"),
    ],
)
def test_land_of_a_neighbour_is_in_no_ward(longitude, latitude, its_own):
    place = [(longitude, latitude)]

    found = reverse(place, level="ward", tolerance_m=20_000)

    assert codes(reverse(place)) == [its_own]
    assert codes(found) == [None]
    assert found["distance_m"].isna().all()


@pytest.mark.filterwarnings("ignore:jma .* has not every ward")
def test_a_place_at_sea_is_in_the_nearest_ward_unless_a_town_is_nearer():
    off_ujina, off_saka = (132.4550, 34.3450), (132.5000, 34.3330)

    found = reverse([off_ujina, off_saka], level="ward", tolerance_m=20_000)

    assert codes(reverse([off_ujina, off_saka])) == ["341002", "343099"]
    assert codes(found) == ["341037", None]


def test_land_known_to_be_of_no_one_body_gets_none():
    kunashiri = [(145.95, 44.2)]  # 北方領土 are one area in the packaged set

    assert codes(reverse(kunashiri, tolerance_m=100_000)) == [None]


@pytest.fixture
def imported(tmp_path, monkeypatch):
    """Return a function that imports units as N03 of 2021 into a cache of its own."""
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))

    def add(units, **options):
        archive = write_archive(tmp_path, units=units, **options)
        store.add(archive, origin="test")

    return add


# About the boxes of `tottori()`, whose borders are not those of 鳥取県; places and
# distances as of the packaged set.
@pytest.mark.filterwarnings("ignore:n03 .* holds prefectures 31 only")
@pytest.mark.parametrize(
    ("longitude", "latitude", "lg_code"),
    [
        pytest.param(133.195, 35.32, None, id="安来市, 島根県"),
        pytest.param(134.25, 35.195, None, id="美作市, 岡山県"),
        pytest.param(133.1592, 35.5624, None, id="at sea, nearer to 松江市, 島根県"),
        pytest.param(134.15, 35.605, "312011", id="at sea off 鳥取市"),
        pytest.param(134.305, 35.4, "312011", id="八頭町, 鳥取県, in no box"),
        pytest.param(134.15, 35.4, "312011", id="inside a box"),
    ],
)
def test_land_of_a_prefecture_that_is_not_held_has_no_body(
    imported, longitude, latitude, lg_code
):
    imported(tottori())

    found = reverse([(longitude, latitude)], source="n03")

    assert codes(found) == [lg_code]
    assert found["distance_m"].isna().tolist() == [lg_code is None]


@pytest.mark.filterwarnings("ignore:n03 .* holds prefectures 43 only")
def test_a_town_beside_a_city_is_in_no_ward_of_it(imported):
    imported(kumamoto(), prefecture="43")
    in_kikuyo, off_chuo, in_higashi = (
        (130.805, 32.75),
        (130.595, 32.75),
        (130.75, 32.75),
    )

    found = reverse([in_kikuyo, off_chuo, in_higashi], source="n03", level="ward")

    assert codes(found) == [None, "431010", "431028"]


@pytest.mark.filterwarnings("ignore:n03 .* holds prefectures 01, 04 only")
def test_land_of_a_region_that_is_not_whole_is_in_no_other(imported):
    hokkaido, miyagi = shapely.box(150, 41, 151, 42), shapely.box(150, 40, 151, 41)
    imported(units_of({"01202": ("函館市", hokkaido)}), prefecture="01")
    imported(units_of({"04202": ("石巻市", miyagi)}), prefecture="04")
    places = [(150.5, 40.995), (150.5, 41.5), (150.5, 42.005)]

    found = reverse(places, source="n03", level="region")

    assert found["name_en"].fillna("").tolist() == ["", "Hokkaidō", "Hokkaidō"]


@pytest.mark.filterwarnings("ignore:n03 .* holds prefectures 31 only")
@pytest.mark.parametrize("level", ["ward", "region", "telecom_bureau"])
def test_a_level_of_which_nothing_is_there_gives_no_body(imported, level):
    imported(tottori())

    found = reverse([(134.15, 35.4), PACIFIC], source="n03", level=level)

    assert found.loc[:, :"distance_m"].isna().all(axis=None)
    assert found.dtypes.equals(reverse(PLACES).dtypes)
    assert found["vintage"].tolist() == ["2021-01-01"] * 2
    assert found["source"].tolist() == ["n03"] * 2


@pytest.mark.parametrize(
    ("level", "message"),
    [
        ("municipality", "holds prefectures 31, 43 only: points elsewhere get no body"),
        (
            "telecom_bureau",
            "holds prefectures 31, 43 only: points elsewhere or in a telecom bureau "
            "that is not there as a whole get no body",
        ),
    ],
)
def test_one_warning_tells_the_caller_which_prefectures_there_are(
    imported, level, message
):
    imported(tottori())
    imported(kumamoto(), prefecture="43")

    with pytest.warns(UserWarning, match="n03") as told:
        reverse(PLACES, source="n03", level=level)

    assert [str(each.message) for each in told] == [f"n03 2021-01-01 {message}"]
    assert told[0].filename == __file__


def test_a_set_of_nearly_all_prefectures_tells_those_that_it_lacks(imported):
    names = analysis.boundaries("prefecture").set_index("prefecture_code")["name_ja"]
    boxes = {
        f"{code}201": (f"{name}市", shapely.box(150, 25 + n / 10, 151, 25.1 + n / 10))
        for n, (code, name) in enumerate(names.drop("47").items())
    }
    imported(units_of(boxes), prefecture=None, prefecture_names=names.to_dict())

    with pytest.warns(UserWarning, match="lacks prefectures 47: points there get no"):
        found = reverse([(127.6809, 26.2124)], source="n03")

    assert codes(found) == [None]
