import datetime as dt

import pytest
import shapely
from n03_archives import kumamoto, tottori, write_archive

from analysis.boundaries import sets, store
from analysis.errors import SourceError

OLD, NEW = dt.date(2021, 1, 1), dt.date(2024, 1, 1)


@pytest.fixture
def imported(tmp_path, monkeypatch):
    """Two prefectures of 2021 and one of 2024 in a cache of their own."""
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    for prefecture, day, units in (
        ("31", OLD, tottori()),
        ("43", OLD, kumamoto()),
        ("31", NEW, tottori()),
    ):
        path = write_archive(tmp_path, prefecture=prefecture, day=day, units=units)
        store.add(path, origin="test")


def test_the_packaged_set_is_always_there():
    [packaged] = sets.available()
    assert (packaged.source, str(packaged.vintage)) == ("jma", "2025-03-10")
    assert len(packaged.prefectures) == 47
    assert 0 < packaged.size < 3_000_000


@pytest.mark.usefixtures("imported")
def test_archives_of_one_vintage_are_one_set():
    there = {str(each) for each in sets.available()}
    assert there == {
        "jma 2025-03-10",
        "n03 2021-01-01 (prefectures 31, 43)",
        "n03 2024-01-01 (prefectures 31)",
    }
    units = sets.find("n03", 2021).units()
    assert units["area_code"].is_monotonic_increasing
    assert set(units["prefecture_code"]) == {"31", "43"}
    assert shapely.coverage_is_valid(units.geometry.array)


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(
    ("source", "vintage", "expected"),
    [
        pytest.param(None, None, "jma 2025-03-10", id="packaged, whatever is there"),
        pytest.param("n03", None, "n03 2024-01-01", id="newest of a source"),
        pytest.param("n03", 2021, "n03 2021-01-01", id="year"),
        pytest.param(None, "2021", "n03 2021-01-01", id="year as text"),
        pytest.param(None, "2021-01-01", "n03 2021-01-01", id="day as text"),
        pytest.param(None, OLD, "n03 2021-01-01", id="day"),
        pytest.param(None, 2025, "jma 2025-03-10", id="packaged by year"),
    ],
)
def test_a_set_is_found_by_source_and_vintage(source, vintage, expected):
    found = sets.find(source, vintage)
    assert f"{found.source} {found.vintage}" == expected


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(
    ("source", "vintage"), [(None, 2022), ("n03", 2025), ("jma", 2021)]
)
def test_another_vintage_is_never_given_instead(source, vintage):
    with pytest.raises(SourceError, match=r"there are: jma 2025-03-10; n03 2021-01-01"):
        sets.find(source, vintage)


def test_a_vintage_that_is_no_date_is_refused():
    with pytest.raises(ValueError, match="want a vintage such as 2021"):
        sets.find(None, "last year")


def test_a_source_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="want a source of jma, n03, got 'osm'"):
        sets.find("osm", None)


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(
    ("spec", "number"),
    [
        ("auto", 3),
        ("packaged", 1),
        ("jma", 1),
        ("n03", 2),
        ("n03:2021", 1),
        ("n03:2021-01-01", 1),
        ("2024", 1),
        ("2024-01-01", 1),
    ],
)
def test_a_specification_says_what_to_choose_from(spec, number):
    assert len(sets.parse(spec)) == number


@pytest.mark.parametrize("spec", ["moon", "n03", "n03:soon", "1999", ""])
def test_a_specification_of_nothing_names_what_is_there(spec):
    with pytest.raises(SourceError, match="there are: jma 2025-03-10"):
        sets.parse(spec)


def test_a_national_archive_makes_those_of_prefectures_needless(tmp_path, monkeypatch):
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    path = write_archive(tmp_path, prefecture="31", units=tottori())
    record = store.add(path, origin="test")
    national = record.__class__(
        **{**vars(record), "name": "N03-20210101_GML.zip", "national": True}
    )
    monkeypatch.setattr(store, "records", lambda: [record, national])
    [_, found] = sets.available()
    assert found.records == (national,)
