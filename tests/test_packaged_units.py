"""The packaged set of boundaries as it is: whole, clean, in its place."""

import pandas as pd
import pytest
import shapely

from analysis.boundaries import levels, packaged
from analysis.boundaries.build import VILLAGES_WITHOUT_POLYGON
from analysis.boundaries.report.offices import TOLERANCE_M, check_offices
from analysis.gazetteer.register import eligible, register
from analysis.geometry import coverage
from analysis.geometry.simplify import DETAILS

# Surveyed areas, km²: 全国都道府県市区町村別面積調, Geospatial Information Authority of
# Japan, 2020-10-01. Polygons are generalized, which tells most on small islands.
SURVEYED = [
    pytest.param("16321", 3.47, 0.06, id="Funahashi, the smallest"),
    pytest.param("31384", 4.20, 0.05, id="Hiezu"),
    pytest.param("15205", 442.03, 0.01, id="Kashiwazaki, around an enclave"),
    pytest.param("15504", 26.27, 0.05, id="Kariwa, the enclave"),
    pytest.param("21203", 2177.61, 0.01, id="Takayama, the largest"),
    pytest.param("34100", 906.69, 0.01, id="Hiroshima, of its wards"),
    pytest.param("26100", 827.83, 0.01, id="Kyoto, of its wards"),
    pytest.param("04100", 786.35, 0.01, id="Sendai, of two parts"),
    pytest.param("13421", 106.88, 0.10, id="Ogasawara"),
    pytest.param("47381", 334.40, 0.05, id="Taketomi, Okinawa"),
    pytest.param("47382", 28.96, 0.05, id="Yonaguni, the westernmost"),
    pytest.param("01", 83424.44, 0.005, id="Hokkaido, northern isles included"),
    pytest.param("13", 2194.03, 0.02, id="Tokyo"),
    pytest.param("25", 4017.38, 0.005, id="Shiga with its lake"),
    pytest.param("37", 1876.80, 0.02, id="Kagawa, the smallest prefecture"),
    pytest.param("47", 2282.59, 0.02, id="Okinawa"),
]


@pytest.fixture(scope="module")
def units():
    return packaged.units()


@pytest.fixture(scope="module")
def polygons(units):
    both = [levels.dissolve(units, level) for level in ("municipality", "prefecture")]
    return pd.concat(both)


@pytest.mark.parametrize("detail", DETAILS)
def test_units_are_a_clean_coverage_in_order(detail):
    units = packaged.units(detail)
    assert tuple(units.columns) == packaged.UNIT_COLUMNS
    assert units.crs == packaged.CRS
    assert units["area_code"].iloc[:-1].is_monotonic_increasing
    assert units["area_code"].iloc[:-1].is_unique
    assert units["area_code"].isna().tolist()[-1:] == [True]
    assert units.is_valid.all()
    assert not units.is_empty.any()
    assert shapely.coverage_is_valid(units.geometry.array)


@pytest.mark.parametrize("detail", ["medium", "coarse"])
def test_a_detail_differs_in_the_geometry_alone(units, detail):
    simpler = packaged.units(detail)
    columns = list(packaged.UNIT_COLUMNS[:-1])
    pd.testing.assert_frame_equal(simpler[columns], units[columns])
    of_units, of_simpler = (
        shapely.get_num_geometries(u.geometry) for u in (units, simpler)
    )
    assert of_simpler.tolist() == of_units.tolist()
    error = coverage.area_km2(simpler.geometry) / coverage.area_km2(units.geometry) - 1
    assert error.abs().max() <= DETAILS[detail].most_error


def test_details_have_less_and_less_to_draw():
    full, medium, coarse = (
        shapely.get_num_coordinates(packaged.units(detail).geometry.array).sum()
        for detail in DETAILS
    )
    assert medium < 0.75 * full
    assert coarse < 0.25 * full


def test_the_files_are_small():
    assert packaged.size() < 3_000_000


def test_units_are_the_bodies_of_the_register(units):
    bodies = register(packaged.VINTAGE).set_index("area_code")
    coded = units.dropna(subset="area_code").set_index("area_code")
    said = bodies.loc[coded.index]
    assert coded["name_ja"].tolist() == said["name_ja"].tolist()
    assert coded["prefecture_code"].tolist() == said["prefecture_code"].tolist()
    assert coded["kind"].eq("ward").tolist() == said["entity_type"].eq("ward").tolist()
    city = said["parent_code"].str[:5]
    pd.testing.assert_series_equal(coded["city_code"], city, check_names=False)


def test_every_municipality_but_the_six_villages_is_there(units):
    found = levels.dissolve(units, "municipality").index
    wanted = eligible(packaged.VINTAGE).query("entity_type != 'prefecture'")
    assert set(found) == set(wanted["area_code"])
    assert not {code[:5] for code in VILLAGES_WITHOUT_POLYGON} & set(found)


def test_wards_are_those_of_two_cities(units):
    wards = units[units["kind"] == "ward"]
    assert wards["city_code"].value_counts().to_dict() == {"26100": 11, "34100": 8}


def test_the_northern_territories_are_one_area_of_hokkaido(units, polygons):
    [northern] = units[units["kind"] == "undetermined"].itertuples()
    assert (northern.name_ja, northern.prefecture_code) == ("北方領土", "01")
    etorofu, shikotan = shapely.Point(147.9, 45.0), shapely.Point(146.75, 43.8)
    for area in (northern.geometry, polygons["01"]):
        assert area.covers(etorofu)
        assert area.covers(shikotan)
    habomai = shapely.Point(145.92, 43.43)  # 水晶島, Suishō-tō
    assert polygons["01223"].covers(habomai)  # Nemuro's


def test_no_gap_lies_between_two_units(units):
    gaps = coverage.enclosed_gaps(units.geometry)
    assert gaps["neighbours"].str.len().eq(1).all()


@pytest.mark.parametrize(("code", "area", "tolerance"), SURVEYED)
def test_areas_are_near_the_surveyed_ones(polygons, code, area, tolerance):
    [found] = coverage.area_km2(polygons[[code]])
    assert found == pytest.approx(area, rel=tolerance)


def test_area_is_that_of_the_ellipsoid(units):
    geod = units.crs.get_geod()
    some = units.geometry.iloc[::100]
    for polygon, found in zip(some, coverage.area_km2(some), strict=True):
        area, _ = geod.geometry_area_perimeter(shapely.orient_polygons(polygon))
        assert found == pytest.approx(area / 1e6, rel=1e-4)


def test_offices_lie_in_their_polygon_or_it_is_said_why(units):
    offices = check_offices(units, register(packaged.VINTAGE))
    outside = offices[offices["m"] > 0]
    assert outside["why"].notna().all()
    beyond = outside.loc[outside["m"] > TOLERANCE_M, ["name_ja", "lies_in"]]
    assert dict(beyond.to_numpy()) == {
        "三島村": "46201",
        "十島村": "46201",
        "竹富町": "47207",
    }
    without = offices.loc[offices["m"].isna(), "lg_code"]
    assert without.tolist() == list(VILLAGES_WITHOUT_POLYGON)


def test_an_office_is_looked_for_in_the_polygon_of_the_ward_or_its_city(units):
    bodies = register(packaged.VINTAGE).set_index("name_ja", drop=False)
    some = bodies.loc[["札幌市", "厚別区", "東山区", "色丹村"]]
    found = check_offices(units, some)
    assert found["boundary_of"].tolist()[:3] == ["own", "city", "own"]
    assert pd.isna(found["boundary_of"][3])
    assert found["m"].tolist()[:3] == [0, 0, 0]


def test_an_office_in_the_wrong_place_stays_unexplained(units):
    body = register(packaged.VINTAGE).query("lg_code == '313840'")
    moved = body.assign(latitude=35.5011, longitude=134.2351)  # 鳥取市
    [found] = check_offices(units, moved).itertuples()
    assert found.m > 70_000
    assert found.lies_in == "31201"
    assert pd.isna(found.why)


def test_units_are_handed_out_as_copies():
    ours = packaged.units("coarse")
    ours.loc[0, "name_ja"] = "changed"
    ours["geometry"] = None
    assert packaged.units("coarse").loc[0, "name_ja"] == "札幌市"
    assert packaged.units("coarse").geometry.notna().all()


def test_an_unknown_detail_names_those_there_are():
    with pytest.raises(ValueError, match="want a detail of full, medium, coarse, got"):
        packaged.units("fine")
