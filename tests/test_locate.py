import pytest
from geopandas.testing import assert_geodataframe_equal
from shapely.geometry import Point

import analysis
from analysis.errors import SchemaError
from analysis.sources.text import parse_text


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


def test_rows_without_a_body_or_a_polygon_stay():
    text = "1 Esashi Town, Hokkaido\n2 Chuo Ward, Sapporo\n3 Iga City, Mie\n"
    located = analysis.locate(analysis.normalize(parse_text(text), as_of="2020-08-21"))
    assert located["number"].tolist() == [1, 2, 3]
    assert located.geometry.isna().tolist() == [True, True, False]
    assert located["latitude"].isna().tolist() == [True, False, False]
    assert "located by its office alone" in located.loc[1, "note"]


def test_locating_twice_is_locating_once(located):
    assert_geodataframe_equal(analysis.locate(located), located)


def test_codes_that_are_numbers_are_refused(entities):
    with pytest.raises(SchemaError, match="dtype=str"):
        analysis.locate(entities.assign(lg_code=32069))


def test_locate_names_what_is_missing(entities):
    with pytest.raises(SchemaError, match="lacks 'lg_code'"):
        analysis.locate(entities.drop(columns="lg_code"))
