import datetime as dt
import gzip
import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from shapely.geometry import MultiPolygon, Polygon, box

from analysis import boundaries
from analysis.boundaries.build import CODES, SNAPSHOT, VILLAGES_WITHOUT_POLYGON, build
from analysis.errors import SourceError
from analysis.gazetteer.register import eligible, register
from analysis.geometry import coverage

COLUMNS = ["lg_code", "prefecture_code", "name_ja", "area_km2", "geometry"]
TODAY = dt.date(2025, 3, 10)

# Surveyed areas, km²: 全国都道府県市区町村別面積調, Geospatial Information Authority of
# Japan, 2020-10-01. Polygons are generalized, which tells most on small islands.
SURVEYED = [
    pytest.param("163210", 3.47, 0.06, id="Funahashi, the smallest"),
    pytest.param("313840", 4.20, 0.05, id="Hiezu"),
    pytest.param("152056", 442.03, 0.01, id="Kashiwazaki, around an enclave"),
    pytest.param("155047", 26.27, 0.05, id="Kariwa, the enclave"),
    pytest.param("212032", 2177.61, 0.01, id="Takayama, the largest"),
    pytest.param("341002", 906.69, 0.01, id="Hiroshima, of its wards"),
    pytest.param("261009", 827.83, 0.01, id="Kyoto, of its wards"),
    pytest.param("041009", 786.35, 0.01, id="Sendai, of two parts"),
    pytest.param("134210", 106.88, 0.10, id="Ogasawara"),
    pytest.param("473812", 334.40, 0.05, id="Taketomi, Okinawa"),
    pytest.param("473821", 28.96, 0.05, id="Yonaguni, the westernmost"),
    pytest.param("010006", 83424.44, 0.005, id="Hokkaido, northern isles included"),
    pytest.param("130001", 2194.03, 0.02, id="Tokyo"),
    pytest.param("250007", 4017.38, 0.005, id="Shiga with its lake"),
    pytest.param("370002", 1876.80, 0.02, id="Kagawa, the smallest prefecture"),
    pytest.param("470007", 2282.59, 0.02, id="Okinawa"),
]


@pytest.fixture(scope="module")
def municipalities():
    return boundaries.municipalities()


@pytest.fixture(scope="module")
def prefectures():
    return boundaries.prefectures()


@pytest.fixture(scope="module")
def reference(root):
    return root / "data" / "raw" / "reference"


@pytest.fixture(scope="module")
def built(reference):
    return build(reference / SNAPSHOT, reference / CODES)


# the packaged layers


def test_every_municipality_and_prefecture_has_one_polygon(municipalities, prefectures):
    bodies = eligible(TODAY).set_index("lg_code")
    both = pd.concat([municipalities, prefectures])
    assert (len(municipalities), len(prefectures)) == (1741, 47)
    assert set(prefectures["lg_code"]) == {
        code for code, kind in bodies["entity_type"].items() if kind == "prefecture"
    }
    assert both["lg_code"].is_unique
    assert set(both["lg_code"]) == set(bodies.index)


@pytest.mark.parametrize("column", ["name_ja", "prefecture_code"])
def test_layers_say_what_the_register_says(municipalities, prefectures, column):
    both = pd.concat([municipalities, prefectures]).set_index("lg_code")[column]
    said = register(TODAY).set_index("lg_code")[column].loc[both.index]
    assert both.tolist() == said.tolist()


def test_only_wards_and_the_six_villages_have_no_polygon(municipalities, prefectures):
    bodies = register(TODAY)
    known = pd.concat([municipalities, prefectures])["lg_code"]
    without = bodies[~bodies["lg_code"].isin(known)]
    villages = without[without["entity_type"] != "ward"]
    assert villages["lg_code"].tolist() == list(VILLAGES_WITHOUT_POLYGON)
    assert not villages["has_government"].any()


@pytest.mark.parametrize("layer", ["municipalities", "prefectures"])
def test_layers_are_clean_coverages(layer):
    polygons = getattr(boundaries, layer)()
    assert list(polygons.columns) == COLUMNS
    assert polygons.crs == "EPSG:6668"
    assert polygons["lg_code"].is_monotonic_increasing
    assert polygons.is_valid.all()
    assert not polygons.is_empty.any()
    assert set(polygons.geom_type) <= {"Polygon", "MultiPolygon"}
    assert shapely.coverage_is_valid(polygons.geometry.array)


def test_no_gap_lies_between_two_municipalities(municipalities):
    gaps = coverage.enclosed_gaps(municipalities.geometry)
    assert gaps["neighbours"].str.len().eq(1).all()


def test_prefectures_are_the_union_of_their_municipalities(municipalities, prefectures):
    union = municipalities.dissolve("prefecture_code", method="coverage")
    whole = prefectures.set_index("prefecture_code")
    same = whole.geometry.geom_equals(union.geometry)
    assert same[~same].index.tolist() == ["01"]
    total = municipalities.groupby("prefecture_code")["area_km2"].sum()
    surplus = whole["area_km2"] - total
    assert surplus.drop("01").abs().max() < 1e-6
    assert surplus["01"] == pytest.approx(5003, rel=0.02)  # Habomai is Nemuro's


def test_hokkaido_includes_the_northern_territories(prefectures):
    hokkaido = prefectures.set_index("lg_code").geometry["010006"]
    assert hokkaido.covers(shapely.Point(147.9, 45.0))  # 択捉島, Etorofu
    assert hokkaido.covers(shapely.Point(146.75, 43.8))  # 色丹島, Shikotan


@pytest.mark.parametrize(("code", "area", "tolerance"), SURVEYED)
def test_areas_are_near_the_surveyed_ones(code, area, tolerance):
    [found] = boundaries.polygons([code])["area_km2"]
    assert found == pytest.approx(area, rel=tolerance)


def test_area_is_that_of_the_ellipsoid(municipalities):
    geod = municipalities.crs.get_geod()
    for row in municipalities.iloc[::100].itertuples():
        area, _ = geod.geometry_area_perimeter(shapely.orient_polygons(row.geometry))
        assert row.area_km2 == pytest.approx(area / 1e6, rel=1e-4, abs=6e-4)


def test_offices_lie_in_or_near_their_municipality(municipalities):
    bodies = register(TODAY).set_index("lg_code").loc[municipalities["lg_code"]]
    offices = gpd.GeoSeries.from_xy(
        bodies["longitude"], bodies["latitude"], index=municipalities.index
    )
    away = municipalities.geometry.to_crs(coverage.EQUAL_AREA).distance(
        offices.set_crs(boundaries.CRS).to_crs(coverage.EQUAL_AREA)
    )
    # 三島村 and 十島村 are islands that have their offices in the city of Kagoshima.
    abroad = municipalities.loc[away > 10_000, "name_ja"]
    assert set(abroad) == {"三島村", "十島村"}
    assert (away < 1_000).mean() > 0.99


def test_layers_are_handed_out_as_copies():
    ours, theirs = boundaries.municipalities(), boundaries.prefectures()
    ours.loc[0, "name_ja"] = "changed"
    theirs["geometry"] = None
    assert boundaries.municipalities().loc[0, "name_ja"] == "札幌市"
    assert boundaries.prefectures().geometry.notna().all()


def test_polygons_gives_what_there_is():
    ward = "011011"
    found = boundaries.polygons(["313840", "310000", "313840", ward])
    assert found.set_index("lg_code")["name_ja"].to_dict() == {
        "310000": "鳥取県",
        "313840": "日吉津村",
    }
    assert found.crs == boundaries.CRS


# the build


@pytest.mark.parametrize("layer", ["municipalities", "prefectures"])
def test_packaged_layers_are_what_the_snapshot_gives(built, layer):
    assert_geodataframe_equal(
        getattr(boundaries, layer)(),
        getattr(built, layer),
        check_less_precise=True,
        normalize=True,
    )


def test_the_committed_report_is_that_of_the_snapshot(built, reference):
    assert built.report == (reference / "boundary_report.md").read_text("utf-8")


def _feature(code, *polygons):
    geometry = {"type": "MultiPolygon", "coordinates": []}
    geometry["coordinates"] = [[list(p.exterior.coords)] for p in polygons]
    properties = {"code": code, "name": f"area {code}", "enName": ""}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _write(folder, features, codes):
    snapshot, listed = folder / SNAPSHOT, folder / CODES
    collection = {"type": "FeatureCollection", "features": features}
    snapshot.write_bytes(gzip.compress(json.dumps(collection).encode()))
    rows = [",".join(row) for row in [("code", "type", "name", "parent_code"), *codes]]
    listed.write_text("\n".join(rows), encoding="utf-8")
    return snapshot, listed


HOKKAIDO = ("010006", "prefecture", "北海道", "")
SAPPORO = ("011002", "municipality", "札幌市", "010006")
HAKODATE = ("012025", "municipality", "函館市", "010006")
WARD = ("011011", "ward", "中央区", "011002")


def test_parts_and_wards_are_dissolved_into_their_city(tmp_path):
    features = [
        _feature("0110001", box(141.0, 43, 141.1, 43.1)),
        _feature("0110100", box(141.1, 43, 141.2, 43.1)),
        _feature("0120200", box(141.2, 43, 141.3, 43.1)),
        _feature("hoppo", box(147.0, 44, 147.1, 44.1)),
    ]
    paths = _write(tmp_path, features, [HOKKAIDO, SAPPORO, WARD, HAKODATE])
    built = build(*paths)
    found = built.municipalities.set_index("lg_code")
    assert found["name_ja"].to_dict() == {"011002": "札幌市", "012025": "函館市"}
    assert found.geometry["011002"].equals(box(141.0, 43, 141.2, 43.1))
    [hokkaido] = built.prefectures.geometry
    assert hokkaido.equals(box(141, 43, 141.3, 43.1) | box(147, 44, 147.1, 44.1))


def test_build_refuses_an_area_of_nobody(tmp_path):
    features = [_feature("9999900", box(141, 43, 142, 44))]
    paths = _write(tmp_path, features, [HOKKAIDO, SAPPORO])
    with pytest.raises(SourceError, match=r"lg_codes.csv has the area 9999900 area"):
        build(*paths)


def test_build_refuses_to_lose_a_municipality(tmp_path):
    features = [_feature("0110000", box(141, 43, 142, 44))]
    paths = _write(tmp_path, features, [HOKKAIDO, SAPPORO, HAKODATE])
    with pytest.raises(SourceError, match="has no area of 01202 函館市"):
        build(*paths)


def test_build_says_how_to_get_an_absent_snapshot(tmp_path):
    with pytest.raises(SourceError, match="run python -m analysis"):
        build(tmp_path / SNAPSHOT, tmp_path / CODES)


# mending and cleaning


def _clockwise(polygon):
    return Polygon(list(polygon.exterior.coords)[::-1])


def _anticlockwise(polygon):
    return shapely.orient_polygons(polygon)


LAND = _clockwise(_anticlockwise(box(0, 0, 4, 4)))


@pytest.mark.parametrize(
    ("drawn", "area"),
    [
        pytest.param([LAND], 16, id="valid as it is"),
        pytest.param([LAND, _anticlockwise(box(1, 1, 2, 2))], 15, id="hole as a part"),
        pytest.param(
            [LAND, _clockwise(_anticlockwise(box(3, 3, 5, 5)))], 19, id="parts overlap"
        ),
        pytest.param(
            [LAND, Polygon([(6, 6), (7, 7), (6, 6)])], 16, id="part without area"
        ),
        pytest.param(
            [Polygon([(0, 0), (0, 4), (4, 4), (6, 2), (6, 4), (4, 2), (4, 0)])],
            16 + 1 + 1,
            id="spit beyond a crossing",
        ),
        pytest.param(
            [Polygon([(0, 0), (0, 4), (1, 4), (3, 1), (1, 1), (3, 4), (4, 4), (4, 0)])],
            16 - 1.5 - 1.5,
            id="inlet beyond a crossing",
        ),
    ],
)
def test_mending_reads_shapes_as_they_were_meant(drawn, area):
    [mended] = coverage.mend(gpd.GeoSeries([MultiPolygon(drawn)]))
    assert mended.is_valid
    assert mended.area == pytest.approx(area)


def test_mending_leaves_its_input_as_it_was():
    crossed = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    polygons = gpd.GeoSeries([crossed], index=["a"], crs=boundaries.CRS)
    mended = coverage.mend(polygons)
    assert polygons["a"] is crossed
    assert mended.index.tolist() == ["a"]
    assert mended.crs == boundaries.CRS


@pytest.mark.parametrize(
    ("width", "closed"), [(0.5 * coverage.GAP_WIDTH, True), (0.01, False)]
)
def test_cleaning_closes_slivers_and_keeps_water(width, closed):
    bay = box(0.5, 0.4, 0.5 + width, 0.6)
    halves = [box(0, 0, 0.5, 1), box(0.5, 0, 1, 1) - bay]
    cleaned = coverage.clean(gpd.GeoSeries(halves, crs=boundaries.CRS))
    assert shapely.coverage_is_valid(cleaned.array)
    assert coverage.enclosed_gaps(cleaned).empty == closed


def test_cleaning_gives_an_overlap_to_one_neighbour():
    pair = gpd.GeoSeries([box(0, 0, 1.1, 1), box(1, -1, 3, 2)])
    cleaned = coverage.clean(pair)
    assert shapely.coverage_is_valid(cleaned.array)
    assert cleaned.area.sum() == pytest.approx(1 + 6)
