import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from n03_archives import kumamoto, tottori, units_of, write_archive
from national_archive import write_national

from analysis.boundaries import sets
from analysis.boundaries.stored import store
from analysis.boundaries.stored.record import record_path, records, units_path
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
    national = write_national(tmp_path)
    store.add(path, origin="test")
    real = Path.unlink

    def unlink(path, **options):
        if path.suffix == ".json":  # the record that the national one replaces
            raise KeyboardInterrupt
        real(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        with pytest.raises(KeyboardInterrupt):
            store.add(national, origin="test", replace=True)
    assert len(records()) == 2
    [_, found] = sets.available()
    assert [record.name for record in found.records] == ["N03-20210101_GML.zip"]
    assert str(found) == "n03 2021-01-01"


@pytest.mark.parametrize(
    "vintage",
    [
        pytest.param(pd.Timestamp("2021-01-01"), id="pandas"),
        pytest.param(dt.datetime(2021, 1, 1, 12, 30), id="datetime"),
        pytest.param(np.datetime64("2021-01-01T12:30"), id="numpy"),
        pytest.param(np.int64(2021), id="year of numpy"),
    ],
)
@pytest.mark.usefixtures("imported")
def test_a_vintage_may_be_of_any_common_type(vintage):
    assert sets.find(None, vintage).vintage == OLD


@pytest.mark.parametrize("vintage", [pd.NaT, np.datetime64("NaT"), 2021.0, "21-01-01"])
def test_a_vintage_of_no_day_is_refused(vintage):
    with pytest.raises(ValueError, match="want a vintage such as 2021"):
        sets.find(None, vintage)


@pytest.mark.usefixtures("imported")
def test_two_sets_of_one_year_are_told_with_how_to_choose(tmp_path):
    path = write_archive(tmp_path, day=dt.date(2025, 1, 1))
    store.add(path, origin="test")
    expected = r"2025: jma:2025-03-10 or n03:2025-01-01; .*source='jma'.*='2025-03-10'"
    with pytest.raises(SourceError, match=expected):
        sets.find(None, 2025)
    assert sets.find("jma", 2025).source == "jma"
    assert sets.find(None, "2025-01-01").source == "n03"


def test_the_packaged_set_is_found_without_a_look_into_the_store(monkeypatch):
    monkeypatch.setattr(sets, "records", None)
    assert sets.find("jma", None) == sets.find(None, None) == sets.find("jma", 2025)
    assert sets.parse("packaged") == sets.parse("jma:2025") == [sets.find("jma", None)]


@pytest.mark.usefixtures("imported")
def test_what_is_damaged_in_the_store_is_passed_over(caplog):
    first, _, last = records()
    record_path(first.name).write_text("{")
    units_path(last).write_bytes(b"PAR1")
    packaged, rest = sets.parse("auto")
    assert (packaged.source, str(rest)) == ("jma", "n03 2021-01-01 (prefectures 43)")
    assert f"{record_path(first.name)} cannot be used" in caplog.text
    assert f"the units of {last.name} are absent or were altered" in caplog.text
    with pytest.raises(SourceError, match="absent or was altered"):
        sets.find("n03", 2024).units()


def _overlapping(tmp_path, monkeypatch, units):
    """Import 31, and 43 with other units; return the set of both."""
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    for prefecture, shapes in (("31", tottori()), ("43", units_of(units))):
        path = write_archive(tmp_path, prefecture=prefecture, units=shapes)
        store.add(path, origin="test")
    return sets.find("n03", 2021)


@pytest.mark.parametrize(
    ("box", "message"),
    [
        pytest.param(
            (134.1, 35.3, 134.11, 35.31), "cover all of 菊陽町", id="would vanish"
        ),
        pytest.param(
            (134.25, 35.2, 134.6, 35.6), r"菊陽町 \(43404\) overlap by", id="in part"
        ),
    ],
)
def test_archives_that_overlap_widely_are_refused(tmp_path, monkeypatch, box, message):
    other = {"43404": ("菊陽町", shapely.box(*box))}
    both = _overlapping(tmp_path, monkeypatch, other)
    archives = r"N03-20210101_31_GML\.zip and N03-20210101_43_GML\.zip"
    message = f"{archives}: .*{message}.*boundaries remove"
    with pytest.raises(SourceError, match=message):
        both.units()


def test_archives_that_overlap_by_a_hair_are_joined_and_that_is_logged(
    tmp_path, monkeypatch, caplog
):
    caplog.set_level("INFO")
    other = {"43404": ("菊陽町", shapely.box(134.2999, 35.2, 134.6, 35.6))}
    units = _overlapping(tmp_path, monkeypatch, other).units()
    assert shapely.coverage_is_valid(units.geometry.array)
    assert len(units) == 5
    assert "_31_GML.zip and N03-20210101_43_GML.zip: " in caplog.text
    assert "changed areas by 0.4" in caplog.text
