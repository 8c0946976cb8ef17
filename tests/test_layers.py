import warnings

import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from n03_archives import kumamoto, tottori, write_archive

import analysis
from analysis.boundaries import layers, sets
from analysis.boundaries.levels import LEVELS
from analysis.boundaries.stored import cache, store
from analysis.errors import SourceError
from analysis.gazetteer.regions import REGIONS, TELECOM_BUREAUS
from analysis.geometry import coverage

DETAILS = ("full", "medium", "coarse")
COLUMNS = [
    *("lg_code", "area_code", "name_ja", "name_en", "prefecture_code", "region"),
    *("telecom_bureau", "area_km2", "area_error", "vintage", "source", "attribution"),
    "geometry",
]
NUMBERS = dict(zip(LEVELS, (1741, 19, 47, 8, 11), strict=True))


def packaged(level, detail="full"):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the wards it does not have
        return analysis.boundaries(level, detail=detail)


@pytest.fixture
def imported(tmp_path, monkeypatch):
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    for prefecture, units in (("31", tottori()), ("43", kumamoto())):
        path = write_archive(tmp_path, prefecture=prefecture, units=units)
        store.add(path, origin="test")


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_a_clean_coverage_that_lost_nobody(level, detail):
    found = packaged(level, detail)
    assert list(found.columns) == COLUMNS
    assert len(found) == NUMBERS[level]
    assert found.crs == "EPSG:6668"
    assert found.is_valid.all()
    assert not found.is_empty.any()
    assert shapely.coverage_is_valid(found.geometry.array)


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("level", LEVELS)
def test_area_error_tells_how_far_a_polygon_is_off(level, detail):
    found = packaged(level, detail)
    area = coverage.area_km2(found.geometry)
    told = found["area_km2"] * (1 + found["area_error"])
    assert (area - told).abs().max() < 0.001
    most = {"full": 0.0, "medium": 0.01, "coarse": 0.1}[detail]
    assert found["area_error"].abs().max() <= most


@pytest.mark.parametrize(
    ("level", "expected"), [("region", REGIONS), ("telecom_bureau", TELECOM_BUREAUS)]
)
def test_groups_go_from_north_to_south(level, expected):
    assert tuple(packaged(level)[level]) == expected


def test_the_whole_is_as_large_as_japan():
    for level in ("prefecture", "region", "telecom_bureau"):
        assert packaged(level)["area_km2"].sum() == pytest.approx(377_975, rel=0.002)


def test_layers_are_handed_out_as_copies():
    ours = packaged("municipality")
    ours.loc[0, "name_ja"] = "changed"
    ours["geometry"] = None
    assert packaged("municipality").loc[0, "name_ja"] == "札幌市"
    assert packaged("municipality").geometry.notna().all()


def test_wards_that_the_source_lacks_are_told():
    with pytest.warns(UserWarning, match="152 wards of 札幌市, 仙台市"):
        wards = analysis.boundaries("ward")
    assert set(wards["name_ja"].str[:3]) == {"京都市", "広島市"}


@pytest.mark.usefixtures("imported")
def test_a_set_of_some_prefectures_gives_what_it_has_and_says_so():
    with pytest.warns(UserWarning, match="it holds prefectures 31, 43 only"):
        found = analysis.boundaries("prefecture", source="n03", vintage=2021)
    assert found["lg_code"].tolist() == ["310000", "430005"]
    assert set(found["vintage"]) == {"2021-01-01"}
    assert found["attribution"].str.contains("国土数値情報").all()
    with pytest.warns(UserWarning, match="it holds prefectures 31, 43 only"):
        cities = analysis.boundaries("municipality", vintage=2021, detail="coarse")
    assert cities["name_ja"].tolist() == [
        *("鳥取市", "米子市", "境港市", "日吉津村", "熊本市", "菊陽町")
    ]
    with pytest.warns(UserWarning, match="3 wards of 熊本市"):
        wards = analysis.boundaries("ward", vintage=2021)
    assert wards["name_ja"].tolist() == ["熊本市中央区", "熊本市東区"]


def test_a_level_that_a_set_has_nothing_of_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    store.add(write_archive(tmp_path, units=tottori()), origin="test")
    with pytest.raises(SourceError, match=r"n03 2021-01-01 .* has no ward"):
        analysis.boundaries("ward", vintage=2021)


@pytest.mark.usefixtures("imported")
def test_a_region_is_not_made_of_some_of_its_prefectures():
    with pytest.raises(SourceError, match="not all prefectures are there, only 31, 43"):
        analysis.boundaries("region", vintage=2021)


@pytest.mark.usefixtures("imported")
def test_layers_of_an_archive_are_made_once():
    chosen = sets.find("n03", 2021)
    first = layers.shapes(chosen, "prefecture", "medium")
    assert any((cache.folder() / "derived").iterdir())
    layers.shapes.cache_clear()
    again = layers.shapes(chosen, "prefecture", "medium")
    assert_geodataframe_equal(first, again)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"level": "town"}, "want a level of municipality, ward"),
        ({"level": "ward", "detail": "fine"}, "want a detail of full, medium, coarse"),
    ],
)
def test_an_unknown_choice_names_those_there_are(choice, message):
    with pytest.raises(ValueError, match=message):
        analysis.boundaries(**choice)
