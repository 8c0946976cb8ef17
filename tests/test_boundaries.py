import gzip
import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from shapely.geometry import MultiPolygon, Polygon, box

from analysis.boundaries import packaged
from analysis.boundaries.build import CODES, SNAPSHOT, build, build_report, write_units
from analysis.errors import SourceError
from analysis.gazetteer.build import PACKAGED
from analysis.gazetteer.snapshots import FOLDER
from analysis.geometry import coverage
from analysis.geometry.simplify import DETAILS


@pytest.fixture(scope="module")
def built(root):
    return build(root / FOLDER / SNAPSHOT, root / FOLDER / CODES)


# the build


@pytest.mark.parametrize("detail", DETAILS)
def test_packaged_units_are_what_the_snapshot_gives(built, detail):
    assert_geodataframe_equal(
        packaged.units(detail),
        built.units[detail],
        check_less_precise=True,
        normalize=True,
    )


def test_the_committed_report_is_that_of_the_snapshot(built, root):
    committed = root / FOLDER / "boundary_report.md"
    assert build_report(built, root) == committed.read_text("utf-8")


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
NORTH_WARD = ("011029", "ward", "北区", "011002")


SQUARES = [box(141 + n / 10, 43, 141.1 + n / 10, 43.1) for n in range(4)]


def test_parts_become_a_municipality_and_wards_stay(tmp_path):
    features = [
        _feature("0110100", SQUARES[0]),
        _feature("0120201", SQUARES[1]),
        _feature("0120202", SQUARES[2]),
        _feature("hoppo", box(147.0, 44, 147.1, 44.1)),
    ]
    paths = _write(tmp_path, features, [HOKKAIDO, SAPPORO, WARD, HAKODATE])
    units = build(*paths).units["full"]
    expected = pd.DataFrame(
        [
            ("01101", "ward", "01100", "01", "中央区"),
            ("01202", "municipality", None, "01", "函館市"),
            (None, "undetermined", None, "01", "北方領土"),
        ],
        columns=list(packaged.UNIT_COLUMNS[:-1]),
        dtype="str",
    )
    pd.testing.assert_frame_equal(
        pd.DataFrame(units.drop(columns="geometry")), expected
    )
    assert units.geometry[1].equals(SQUARES[1] | SQUARES[2])


def test_units_are_written_when_they_change_and_only_then(tmp_path):
    (tmp_path / FOLDER).mkdir(parents=True)
    features = [_feature("0110000", SQUARES[0]), _feature("0120200", SQUARES[1])]
    _write(tmp_path / FOLDER, features, [HOKKAIDO, SAPPORO, HAKODATE])
    names = [path.name for path in write_units(tmp_path)]
    files = ["units.parquet", "units_medium.parquet", "units_coarse.parquet"]
    assert names == [*files, "units.sha256", "boundary_report.md"]
    assert write_units(tmp_path) == []
    (tmp_path / PACKAGED / "units_coarse.parquet").unlink()
    assert [path.name for path in write_units(tmp_path)] == ["units_coarse.parquet"]


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


@pytest.mark.parametrize(
    ("areas", "named"),
    [
        pytest.param(["0110100"], "01102 北区", id="a ward is missing"),
        pytest.param(
            ["0110100", "0110200", "0110001"], "01100 札幌市", id="a part is no ward"
        ),
    ],
)
def test_build_refuses_a_city_that_is_half_in_wards(tmp_path, areas, named):
    features = [_feature(*pair) for pair in zip(areas, SQUARES, strict=False)]
    paths = _write(tmp_path, features, [HOKKAIDO, SAPPORO, WARD, NORTH_WARD])
    with pytest.raises(SourceError, match=f"not all of it: {named};"):
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
    polygons = gpd.GeoSeries([crossed], index=["a"], crs=packaged.CRS)
    mended = coverage.mend(polygons)
    assert polygons["a"] is crossed
    assert mended.index.tolist() == ["a"]
    assert mended.crs == packaged.CRS


@pytest.mark.parametrize(
    ("width", "closed"), [(0.5 * coverage.GAP_WIDTH, True), (0.01, False)]
)
def test_cleaning_closes_slivers_and_keeps_water(width, closed):
    bay = box(0.5, 0.4, 0.5 + width, 0.6)
    halves = [box(0, 0, 0.5, 1), box(0.5, 0, 1, 1) - bay]
    cleaned = coverage.clean(gpd.GeoSeries(halves, crs=packaged.CRS))
    assert shapely.coverage_is_valid(cleaned.array)
    assert coverage.enclosed_gaps(cleaned).empty == closed


def test_cleaning_gives_an_overlap_to_one_neighbour():
    pair = gpd.GeoSeries([box(0, 0, 1.1, 1), box(1, -1, 3, 2)])
    cleaned = coverage.clean(pair)
    assert shapely.coverage_is_valid(cleaned.array)
    assert cleaned.area.sum() == pytest.approx(1 + 6)
