import datetime as dt

import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from n03_archives import kumamoto, tottori, units_of, write_1920, write_archive
from shapely.geometry import Point

import analysis
from analysis.boundaries.stored import store
from analysis.errors import SchemaError, SourceError
from analysis.locate import sets_used


def test_every_body_of_the_list_has_its_polygon(located, entities):
    assert located.crs == "EPSG:6668"
    assert located.index.equals(entities.index)
    assert located["lg_code"].tolist() == entities["lg_code"].tolist()
    assert located.geometry.is_valid.all()
    assert not located.geometry.is_empty.any()


def test_offices_lie_in_their_polygons(located):
    for row in located.itertuples():
        assert row.geometry.covers(Point(row.longitude, row.latitude)), row.name_ja


@pytest.mark.parametrize(
    ("name", "area"),
    # Areas of the national survey of 2020, in km²; polygons are generalized.
    [("日吉津村", 4.20), ("飛騨市", 792.53), ("宮城県", 7282.29), ("平生町", 34.58)],
)
def test_areas_are_near_the_surveyed_ones(located, name, area):
    found = located.set_index("name_ja").loc[name, "area_km2"]
    assert found == pytest.approx(area, rel=0.05)


def _located(*names, as_of="2020-08-21", boundaries="auto"):
    text = "".join(f"{n} {name}\n" for n, name in enumerate(names, start=1))
    entities = analysis.normalize(analysis.read_announcement(text), as_of=as_of)
    return analysis.locate(entities, boundaries=boundaries)


def test_rows_without_a_body_stay():
    located = _located("Esashi Town, Hokkaido", "Iga City, Mie", "Kitakami, Aomori")
    assert located["number"].tolist() == [1, 2, 3]
    assert located.geometry.isna().tolist() == [True, False, True]
    assert located["boundary_of"].isna().tolist() == [True, False, True]
    assert located["point_source"].isna().tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("name", "boundary", "code", "said"),
    [
        pytest.param("伊賀市", "own", "242161", "", id="city"),
        pytest.param("三重県", "own", "240001", "", id="prefecture"),
        pytest.param("京都市北区", "own", "261017", "", id="ward with a polygon"),
        pytest.param(
            "札幌市中央区", "city", "011002", "札幌市, its city", id="ward without"
        ),
        pytest.param(
            "浜松市中区", "city", "221309", "浜松市, its city", id="abolished ward"
        ),
        pytest.param(
            *("東京都東京市下谷区", "successor", "131067", "台東区, which is in"),
            id="ward of a city that is gone",
        ),
        pytest.param(
            "臼田町", "successor", "202177", "佐久市, which is in", id="abolished"
        ),
        pytest.param(
            "芋井村", "successor", "202011", "長野市, which is in", id="no code"
        ),
        pytest.param("篠山市, 兵庫県", "own", "282219", "", id="renamed, same code"),
    ],
)
def test_every_body_is_shown_on_the_best_polygon_there_is(name, boundary, code, said):
    [row] = _located(name).itertuples()
    assert (row.boundary_of, row.boundary_lg_code) == (boundary, code)
    assert (row.boundary_source, row.boundary_vintage) == ("jma", "2025-03-10")
    assert row.note.endswith("boundaries of 2025, list of 2020")
    assert (f"on the polygon of {said}" in row.note) == bool(said)


def test_the_area_of_another_body_is_not_given():
    located = _located("臼田町", "札幌市中央区", "佐久市")
    assert located["area_km2"].isna().tolist() == [True, True, False]
    assert located.geometry.notna().all()


def test_abolished_bodies_stand_at_their_own_office():
    located = _located("臼田町", "佐久市")
    assert located.geometry[0].equals(located.geometry[1])
    offices = list(zip(located["longitude"], located["latitude"], strict=True))
    assert offices[0] != offices[1]
    assert located.geometry[0].covers(Point(offices[0]))
    assert located["point_source"].eq("office").all()


def test_a_body_that_no_set_has_is_located_by_its_office():
    [row] = _located("色丹村").itertuples()
    assert row.geometry is None
    assert pd.isna(row.boundary_of)
    assert row.point_source == "office"
    assert row.note.endswith("located by its office alone")


def test_without_an_office_a_point_of_the_polygon_stands_in(entities):
    unknown = entities.head(2).assign(latitude=pd.NA, longitude=pd.NA)
    for row in analysis.locate(unknown).itertuples():
        assert row.point_source == "representative_point"
        assert row.geometry.covers(Point(row.longitude, row.latitude))


def test_a_list_of_the_year_of_the_boundaries_needs_no_remark():
    [row] = _located("伊賀市", as_of="2025-12-31").itertuples()
    assert row.note == ""


def test_bodies_of_another_time_are_found_by_their_office():
    """A town of 1990 has no polygon of 2025; what took its place has."""
    [row] = _located("臼田町, 長野県", as_of="1990-04-01").itertuples()
    assert (row.boundary_of, row.boundary_lg_code) == ("successor", "202177")
    assert row.note.endswith("boundaries of 2025, list of 1990")


# other boundaries than the packaged ones


@pytest.fixture
def imported(tmp_path, monkeypatch):
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    for prefecture, year, units in (
        ("31", 2020, tottori()),
        ("31", 2024, tottori()),
        ("43", 2021, kumamoto()),
    ):
        day = dt.date(year, 1, 1)
        path = write_archive(tmp_path, prefecture=prefecture, day=day, units=units)
        store.add(path, origin="test")


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(
    ("name", "as_of", "boundaries", "vintage", "remark"),
    [
        pytest.param(
            *("日吉津村", "2020-08-21", "auto", "2020-01-01", ""), id="of the year"
        ),
        pytest.param(
            *("日吉津村", "2023-09-01", "auto", "2024-01-01"),
            *("boundaries of 2024, list of 2023",),
            id="nearest",
        ),
        pytest.param(
            *("日吉津村", "2020-08-21", "packaged", "2025-03-10"),
            *("boundaries of 2025, list of 2020",),
            id="as asked for",
        ),
        pytest.param(
            *("日吉津村", "2020-08-21", "n03:2024", "2024-01-01"),
            *("boundaries of 2024, list of 2020",),
            id="by vintage",
        ),
        pytest.param(
            *("伊賀市", "2020-08-21", "auto", "2025-03-10"),
            *("boundaries of 2025, list of 2020",),
            id="of a prefecture that only the packaged set has",
        ),
        pytest.param(
            *("岩美町", "2020-08-21", "auto", "2025-03-10"),
            *("boundaries of 2025, list of 2020",),
            id="of a body that only the packaged set has",
        ),
        pytest.param(
            *("熊本市中央区", "2025-06-01", "auto", "2021-01-01"),
            *("boundaries of 2021, list of 2025",),
            id="own polygon goes before a nearer one of the city",
        ),
    ],
)
def test_each_row_takes_the_boundaries_nearest_in_time(
    name, as_of, boundaries, vintage, remark
):
    [row] = _located(name, as_of=as_of, boundaries=boundaries).itertuples()
    assert row.boundary_of == "own"
    assert row.boundary_vintage == vintage
    assert row.note == remark


def test_a_village_of_a_time_without_codes_is_shown_on_its_own_polygon(
    tmp_path, monkeypatch
):
    """Its office tells which of two villages of one name it is."""
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    store.add(write_1920(tmp_path), origin="test")
    entities = _located("鳥取県西伯郡大和村", as_of="1920-06-01", boundaries="packaged")
    for longitude, islet in ((133.15, True), (133.25, False)):
        moved = entities.assign(longitude=longitude, latitude=35.05)
        [row] = analysis.locate(moved, boundaries="n03:1920").itertuples()
        assert (row.boundary_of, row.boundary_vintage) == ("own", "1920-01-01")
        assert pd.isna(row.boundary_lg_code)
        assert (shapely.get_num_geometries(row.geometry) == 2) == islet
        assert row.area_km2 > 0
        assert row.note.count("boundaries of") == 0
    [row] = analysis.locate(
        entities.assign(longitude=133.45, latitude=35.05), boundaries="n03:1920"
    ).itertuples()
    assert row.boundary_of == "predecessor"
    assert "on the polygon of 逢坂村, which was where its office is" in row.note


@pytest.mark.parametrize(
    ("name", "boundary_of", "has_area"),
    [
        pytest.param("大阪府堺市", "own", True, id="same city, another code"),
        pytest.param("大阪府堺市堺区", "city", False, id="ward of such a city"),
        pytest.param("大阪府堺市美原区", "predecessor", False, id="a town then"),
    ],
)
def test_a_city_that_was_designated_later_is_the_same_city(
    tmp_path, monkeypatch, name, boundary_of, has_area
):
    """堺市 had the code 27201 until it became a designated city, 27140."""
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    shapes = {
        "27201": ("堺市", shapely.box(135.4, 34.55, 135.6, 34.6)),
        "27385": ("美原町", shapely.box(135.4, 34.5, 135.6, 34.55)),
    }
    path = write_archive(
        tmp_path,
        prefecture="27",
        day=dt.date(2000, 10, 1),
        units=units_of(shapes),
        prefecture_names={"27": "大阪府"},
    )
    store.add(path, origin="test")
    [row] = _located(name, as_of="2021-04-01", boundaries="n03:2000").itertuples()
    assert row.boundary_of == boundary_of
    assert pd.notna(row.area_km2) == has_area
    assert row.note.endswith("boundaries of 2000, list of 2021")


def test_a_ward_of_today_is_on_its_city_of_long_ago(tmp_path, monkeypatch):
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    box = shapely.box(141.2, 42.9, 141.5, 43.2)
    units = units_of({"01999": ("札幌市", box)}).assign(area_code="01000")
    path = write_archive(
        tmp_path, prefecture="01", day=dt.date(1950, 10, 1), units=units, prj=False
    )
    store.add(path, origin="test")
    [row] = _located("札幌市中央区", boundaries="n03:1950").itertuples()
    assert (row.boundary_of, row.boundary_vintage) == ("city", "1950-10-01")
    assert pd.isna(row.boundary_lg_code)


def test_days_may_be_dates(entities, located):
    days = entities.assign(as_of=dt.date(2020, 8, 21))
    assert analysis.locate(days)["note"].tolist() == located["note"].tolist()


def test_resolved_rows_without_a_day_are_refused(entities):
    with pytest.raises(SchemaError, match=r"row 1, column 'as_of'.*11 more rows"):
        analysis.locate(entities.assign(as_of=pd.NA))


@pytest.mark.usefixtures("imported")
def test_boundaries_that_hold_no_such_prefecture_leave_the_office():
    [row] = _located("伊賀市", boundaries="n03").itertuples()
    assert row.geometry is None
    assert row.note.endswith("located by its office alone")


@pytest.mark.usefixtures("imported")
def test_the_sets_that_were_used_are_told():
    located = _located("日吉津村", "伊賀市")
    used = [f"{each.source} {each.vintage}" for each in sets_used(located)]
    assert used == ["n03 2020-01-01", "jma 2025-03-10"]


def test_boundaries_that_are_not_there_are_an_error(entities):
    with pytest.raises(SourceError, match="there are: jma 2025-03-10"):
        analysis.locate(entities, boundaries="n03:2020")


def test_locating_anew_takes_back_what_was_said_before(located):
    stale = located.assign(note="boundaries of 1999, list of 2020")
    assert analysis.locate(stale)["note"].eq("boundaries of 2025, list of 2020").all()


def test_locating_twice_is_locating_once(located):
    assert_geodataframe_equal(analysis.locate(located), located)


def test_codes_that_are_numbers_are_refused(entities):
    with pytest.raises(SchemaError, match="codes are text with their zeros"):
        analysis.locate(entities.assign(lg_code=32069))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("lg_code", "03206"),
        ("prefecture_code", 3),
        ("status", "Resolved"),
        ("entity_type", "other"),
    ],
)
def test_what_no_entity_table_holds_is_refused(entities, column, value):
    with pytest.raises(SchemaError, match=f"row 1, column '{column}': {value!r} is"):
        analysis.locate(entities.assign(**{column: value}))


def test_an_empty_table_is_located_as_one(entities, located):
    nobody = analysis.locate(entities.head(0))
    assert nobody.columns.tolist() == located.columns.tolist()
    assert nobody["note"].dtype == located["note"].dtype


def test_locate_names_what_is_missing(entities):
    with pytest.raises(SchemaError, match="lacks 'lg_code'"):
        analysis.locate(entities.drop(columns="lg_code"))
