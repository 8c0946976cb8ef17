import dataclasses
import datetime as dt
import errno
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from n03_archives import tottori, units_of, write_archive
from snapshots import snapshot

from analysis.boundaries import sets
from analysis.boundaries.n03 import reader
from analysis.boundaries.stored import cache, derived, store
from analysis.boundaries.stored.record import Record, archive_path, damaged, records
from analysis.errors import SourceError
from analysis.geometry import simplify

NEW_YEAR = dt.date(2021, 1, 1)
ORIGIN = "N03-20210101_31_GML.zip"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """Archives by name: 31, the same redrawn, 31 with 35, a later 31, one undated."""
    made = tmp_path_factory.mktemp("archives")

    def write(folder, **options):
        (made / folder).mkdir()
        return write_archive(made / folder, **options)

    other = units_of({"35201": ("下関市", shapely.box(130.8, 34.0, 131.1, 34.4))})
    both = gpd.GeoDataFrame(pd.concat([tottori(), other], ignore_index=True))
    return {
        "31": write("31"),
        "redrawn": write("redrawn", units=tottori().iloc[:2]),
        "both": write("both", prefecture=None, units=both),
        "later": write("later", day=dt.date(2022, 1, 1)),
        "undated": write("undated", stem="boundaries", name="boundaries.zip"),
    }


def add(path, **options):
    return store.add(path, **{"origin": ORIGIN} | options)


def files(folder):
    return [path.name for path in sorted((folder / "n03").iterdir())]


def test_the_cache_is_where_the_variable_says(folder):
    assert cache.folder() == folder


def test_the_cache_is_in_the_home_folder_if_the_variable_says_so(monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, "~/boundaries")
    assert cache.folder() == Path.home() / "boundaries"


@pytest.mark.parametrize("value", [None, ""])
def test_the_cache_is_where_the_platform_says_without_the_variable(monkeypatch, value):
    monkeypatch.delenv(cache.VARIABLE)
    if value is not None:
        monkeypatch.setenv(cache.VARIABLE, value)
    assert "regional-iot-analysis" in cache.folder().parts
    assert cache.folder().is_absolute()


def test_an_empty_store_has_no_records(folder):
    assert records() == []
    assert not folder.exists()


def test_units_are_those_of_the_archive(archives):
    record = add(archives["31"])
    read = reader.read_archive(archives["31"]).units
    assert_geodataframe_equal(store.units(record), read)


def test_the_record_says_what_the_archive_is(archives):
    record = add(archives["31"])
    assert records() == [record]
    assert record == Record(
        name="N03-20210101_31_GML.zip",
        vintage=NEW_YEAR,
        prefectures=("31",),
        national=False,
        units=4,
        bytes=archives["31"].stat().st_size,
        sha256=cache.file_sha256(archives["31"]),
        units_sha256=record.units_sha256,
        origin=ORIGIN,
        licence="CC BY 4.0 (https://nlftp.mlit.go.jp/ksj/other/agreement_01.html)",
        attribution=(
            "Boundaries: 「国土数値情報（行政区域データ、2021年）」（国土交通省）"
            "を加工して作成"
        ),
        notes=record.notes,
        format=1,
    )


def test_vintages_before_open_data_have_the_older_terms(tmp_path):
    record = add(write_archive(tmp_path, day=dt.date(2015, 1, 1)))
    assert record.licence.startswith("商用可")


def test_the_record_is_json_sorted_by_key(archives, folder):
    add(archives["31"])
    [path] = (folder / "n03").glob("*.json")
    fields = json.loads(path.read_bytes())
    assert list(fields) == sorted(fields)
    assert fields["vintage"] == "2021-01-01"


def test_the_archive_is_copied_and_stays_where_it_is(archives):
    before = archives["31"].read_bytes()
    record = add(archives["31"])
    assert archives["31"].read_bytes() == before
    assert archive_path(record).read_bytes() == before


def test_the_same_archive_is_not_read_again(archives, folder, monkeypatch):
    first = add(archives["31"])
    before = snapshot(folder)
    monkeypatch.setattr(reader, "read_archive", None)
    assert add(archives["31"], origin="elsewhere") == first
    assert snapshot(folder) == before


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"PK")])
@pytest.mark.parametrize("suffix", ["zip", "parquet"])
def test_adding_again_mends_a_damaged_file(archives, folder, suffix, damage):
    add(archives["31"])
    before = snapshot(folder)
    [path] = (folder / "n03").glob(f"*.{suffix}")
    damage(path)
    add(archives["31"])
    assert snapshot(folder) == before


def test_archives_of_two_vintages_stand_beside_each_other(archives):
    add(archives["later"])
    add(archives["31"])
    assert [each.vintage.year for each in records()] == [2021, 2022]


@pytest.mark.parametrize(("there", "new"), [("31", "redrawn"), ("31", "both")])
def test_other_boundaries_of_the_same_place_and_day_are_refused(
    archives, folder, there, new
):
    add(archives[there])
    before = snapshot(folder)
    with pytest.raises(SourceError, match=r"2021-01-01 for prefecture 31 from another"):
        add(archives[new])
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("new", "name"),
    [("redrawn", "N03-20210101_31_GML"), ("both", "N03-20210101-31-35_GML")],
)
def test_other_boundaries_take_the_place_if_told_to(archives, folder, new, name):
    add(archives["31"])
    record = add(archives[new], replace=True)
    assert records() == [record]
    assert {file.partition(".")[0] for file in files(folder)} == {name}
    assert len(files(folder)) == 3


def test_a_prefecture_is_never_lost_by_replacing(archives, folder):
    add(archives["both"])
    before = snapshot(folder)
    with pytest.raises(SourceError, match=r"lost \(35\).*remove n03:2021-01-01"):
        add(archives["31"], replace=True)
    assert snapshot(folder) == before


def test_the_same_file_under_two_vintages_is_refused(archives):
    add(archives["undated"], vintage=NEW_YEAR)
    with pytest.raises(SourceError, match="of 2021-01-01 for prefecture 31 from this"):
        add(archives["undated"], vintage=dt.date(2020, 1, 1))


def test_a_wrong_vintage_is_mended_by_replacing(archives):
    add(archives["undated"], vintage=dt.date(2020, 1, 1))
    record = add(archives["undated"], vintage=NEW_YEAR, replace=True)
    assert records() == [record]


def test_replacing_with_the_same_archive_reads_it_again(archives, monkeypatch):
    add(archives["31"])
    fewer = reader.read_archive(archives["redrawn"])
    monkeypatch.setattr(reader, "read_archive", lambda *_, **__: fewer)
    assert add(archives["31"], replace=True).units == 2


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_run_that_ends_while_replacing_leaves_the_old_files(
    archives, folder, monkeypatch, call
):
    old = add(archives["31"])
    before = snapshot(folder)
    real, calls = os.replace, []

    def interrupted(*paths):
        calls.append(paths)
        if len(calls) == call:
            raise KeyboardInterrupt
        real(*paths)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add(archives["redrawn"], replace=True)
    assert records() == [old]
    assert snapshot(folder) == before
    assert len(store.units(old)) == 4


KILLED = """
import os, sys
from pathlib import Path
from analysis.boundaries.stored import store

left, real = int(sys.argv[2]), os.replace

def replace(*paths):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), 9)
    real(*paths)

os.replace = replace
store.add(Path(sys.argv[1]), origin="killed", replace=True)
"""


@pytest.mark.parametrize("call", [1, 3])
def test_a_run_that_is_killed_while_replacing_leaves_the_old_files(
    archives, folder, call
):
    old = add(archives["31"])
    before = snapshot(folder)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, archives["redrawn"], str(call)], check=False
    )
    assert killed.returncode == -9
    assert records() == [old]
    assert before.items() < snapshot(folder).items()
    new = add(archives["redrawn"], replace=True)
    assert records() == [new]
    assert len(files(folder)) == 3


def test_what_killed_runs_left_is_removed_by_the_next(archives, folder):
    (folder / "n03").mkdir(parents=True)
    for left in (
        "N03-20200101_31_GML.0123456789ab.zip",
        "N03-20210101_31_GML.0123456789ab.parquet.tmp",
        "N03-20210101_31_GML.json.tmp",
    ):
        (folder / "n03" / left).write_bytes(b"left")
    (folder / "n03" / "mine.txt").write_bytes(b"not of the store")
    assert records() == []
    add(archives["31"])
    assert len(files(folder)) == 4
    assert "mine.txt" in files(folder)


def test_an_archive_that_changes_while_it_is_read_is_refused(
    archives, folder, tmp_path, monkeypatch
):
    path = tmp_path / "changing.zip"
    path.write_bytes(archives["31"].read_bytes())
    real = reader.read_archive

    def read(*args, **options):
        archive = real(*args, **options)
        path.write_bytes(archives["redrawn"].read_bytes())
        return archive

    monkeypatch.setattr(reader, "read_archive", read)
    with pytest.raises(SourceError, match="was altered while it was read"):
        add(path)
    assert snapshot(folder) == {}


def test_two_at_once_make_one_record(archives, folder):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(add, [archives["31"]] * 2)
    assert first == second
    assert len(files(folder)) == 3


def test_what_is_no_archive_changes_nothing(archives, folder, tmp_path):
    add(archives["31"])
    before = snapshot(folder)
    (tmp_path / "text.zip").write_text("no archive")
    with pytest.raises(SourceError, match="not a zip"):
        add(tmp_path / "text.zip")
    assert snapshot(folder) == before


def test_a_file_that_is_absent_is_an_error(tmp_path):
    with pytest.raises(SourceError, match=r"cannot read .*nothing\.zip: No such file"):
        add(tmp_path / "nothing.zip")


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_full_disk_changes_nothing(archives, folder, monkeypatch, call):
    add(archives["later"])
    before = snapshot(folder)
    synced = []

    def full(_):
        synced.append(1)
        if len(synced) == 2 * call - 1:  # of a file, then of its folder
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match=r"no room.*make room, or set REGIONAL_IOT_C"):
        add(archives["31"])
    assert snapshot(folder) == before


def test_a_cache_that_cannot_be_written_is_an_error(archives, folder):
    folder.write_text("a file where the folder should be")
    with pytest.raises(SourceError, match="cannot write"):
        add(archives["31"])


def _edited(**fields):
    """Return what writes other fields into a record."""

    def edit(path):
        path.write_text(json.dumps(json.loads(path.read_bytes()) | fields))

    return edit


DAMAGES = [
    pytest.param(lambda path: path.write_bytes(b""), "Expecting value", id="empty"),
    pytest.param(lambda path: path.write_bytes(b"{"), "Expecting", id="cut off"),
    pytest.param(lambda path: path.write_bytes(b"[]"), "'list'", id="no record"),
    pytest.param(lambda path: path.write_bytes(b"\x80"), "decode", id="no text"),
    pytest.param(_edited(format=None), "in format None, not 1", id="older"),
    pytest.param(_edited(format=2, more=[]), "in format 2, not 1", id="newer"),
    pytest.param(_edited(more=1), "unexpected keyword argument 'more'", id="field"),
    pytest.param(_edited(units="4"), "units is no int", id="type"),
    pytest.param(_edited(vintage="2021"), "isoformat", id="no day"),
    pytest.param(_edited(name="other.zip"), "record of 'other.zip'", id="name"),
]
"""How a record is damaged, and what is said of it."""


@pytest.mark.parametrize(("damage", "why"), DAMAGES)
def test_a_record_that_cannot_be_read_is_passed_over_and_told(
    archives, folder, caplog, damage, why
):
    later = add(archives["later"])
    kept = archive_path(add(archives["31"]))
    path = folder / "n03" / "N03-20210101_31_GML.json"
    damage(path)
    assert records() == [later]
    [sentence] = damaged()
    assert sentence in caplog.text
    assert f"{path} cannot be used as the record" in sentence
    assert why in sentence
    assert f"run 'regional-iot boundaries import {kept}'" in sentence


@pytest.mark.parametrize(("damage", "_"), DAMAGES)
def test_importing_again_mends_a_record_that_cannot_be_read(
    archives, folder, damage, _
):
    record = add(archives["31"])
    before = snapshot(folder)
    damage(folder / "n03" / "N03-20210101_31_GML.json")
    add(archives["later"])  # sweeps, and leaves what the record may name
    assert add(archive_path(record)) == record
    assert damaged() == []
    assert before.items() <= snapshot(folder).items()


def test_a_damaged_record_without_its_archive_is_to_be_deleted(folder):
    (folder / "n03").mkdir(parents=True)
    (folder / "n03" / "N03-20210101_31_GML.json").write_text("{}")
    [sentence] = damaged()
    assert sentence.endswith("; delete it, and import or fetch the archive again")


def test_a_removed_archive_leaves_nothing(archives, folder):
    later = add(archives["later"])
    before = snapshot(folder)
    record = add(archives["31"])
    sets.find("n03", 2021).units("coarse")
    assert before.items() < snapshot(folder).items()
    store.remove(record)
    assert records() == [later]
    assert snapshot(folder) == before


def test_an_archive_of_another_prefecture_than_wanted_is_refused(archives, folder):
    message = r"holds prefecture 31, and not 35 as was wanted"
    with pytest.raises(SourceError, match=message):
        add(archives["31"], prefectures=["35"])
    assert snapshot(folder) == {}
    add(archives["31"])
    with pytest.raises(SourceError, match=message):
        add(archives["31"], prefectures=["35"])
    assert add(archives["31"], prefectures=["31"]) in records()


def test_a_vintage_may_be_a_timestamp(archives):
    record = add(archives["undated"], vintage=pd.Timestamp("2021-01-01 12:00"))
    assert record.vintage == NEW_YEAR
    assert records() == [record]


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(b"PAR1")]
)
def test_units_that_were_altered_are_not_given(archives, folder, damage):
    record = add(archives["31"])
    store.units(record)
    [path] = (folder / "n03").glob("*.parquet")
    damage(path)
    with pytest.raises(SourceError, match=r"absent or was altered; import or fetch"):
        store.units(record)


def test_units_are_hashed_once(archives, monkeypatch):
    record = add(archives["31"])
    store.units(record)
    monkeypatch.setattr(cache, "file_sha256", None)
    assert len(store.units(record)) == 4


def test_a_good_archive_has_nothing_wrong(archives):
    assert store.check(add(archives["31"])) == []


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(Path.unlink, "is absent", id="absent"),
        pytest.param(lambda path: path.write_bytes(b"PK"), "was altered", id="altered"),
    ],
)
@pytest.mark.parametrize("suffix", ["zip", "parquet"])
def test_check_tells_what_was_damaged(archives, folder, suffix, damage, message):
    record = add(archives["31"])
    [path] = (folder / "n03").glob(f"*.{suffix}")
    damage(path)
    [sentence] = store.check(record)
    assert str(path) in sentence
    assert message in sentence


def _moved(archive):
    return archive.units.set_geometry(archive.units.translate(0, 1e-3))


def _renamed(archive):
    return archive.units.assign(name_ja="鳥取")


def _fewer(archive):
    return archive.units.iloc[:3]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(_moved, r"4 units have another shape.*\(31201, 31202", id="moved"),
        pytest.param(_renamed, "or named otherwise", id="renamed"),
        pytest.param(_fewer, "has 3 units.* than the 4 stored", id="fewer"),
    ],
)
def test_check_tells_units_that_are_others_than_the_archive_s(
    archives, monkeypatch, change, message
):
    record = add(archives["31"])
    archive = reader.read_archive(archives["31"])
    changed = dataclasses.replace(archive, units=change(archive))
    monkeypatch.setattr(reader, "read_archive", lambda *_, **__: changed)
    [sentence] = store.check(record)
    assert re.search(message, sentence)


@pytest.fixture
def layer():
    shapes = gpd.GeoSeries([shapely.box(0, 0, 1, 1)], index=["31"], crs="EPSG:6668")
    frame = gpd.GeoDataFrame({"area_km2": [1.0]}, geometry=shapes, index=["31"])
    return frame.rename_axis("area_code")


def test_a_derived_layer_is_made_once(layer):
    made = []

    def make():
        made.append(1)
        return layer

    first, second = derived.cached("a", make), derived.cached("a", make)
    assert len(made) == 1
    assert_geodataframe_equal(first, second)
    assert_geodataframe_equal(first, layer)


def test_derived_layers_are_kept_by_name(layer):
    derived.cached("a", lambda: layer)
    assert len(derived.cached("b", lambda: layer.iloc[:0])) == 0


@pytest.mark.parametrize("file", ["a.parquet", "a.sha256"])
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(Path.unlink, id="absent"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(
            lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"), id="a byte"
        ),
    ],
)
def test_a_derived_layer_that_was_damaged_is_made_again(folder, layer, damage, file):
    derived.cached("a", lambda: layer)
    damage(folder / "derived" / file)
    again = derived.cached("a", lambda: layer.assign(area_km2=2.0))
    assert again["area_km2"].tolist() == [2.0]
    assert_geodataframe_equal(derived.cached("a", None), again)


def test_a_derived_layer_that_cannot_be_made_leaves_nothing(folder):
    def make():
        raise SourceError("altered")

    with pytest.raises(SourceError, match="altered"):
        derived.cached("a", make)
    assert snapshot(folder) == {}


def test_a_derived_layer_is_made_where_it_cannot_be_kept(folder, layer, caplog):
    folder.write_text("a file where the folder should be")
    assert_geodataframe_equal(derived.cached("a", lambda: layer), layer)
    assert "a is not kept" in caplog.text


def test_a_derived_layer_is_given_though_the_disk_is_full(
    folder, layer, caplog, monkeypatch
):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert_geodataframe_equal(derived.cached("a", lambda: layer), layer)
    assert "a is not kept: no room" in caplog.text
    assert snapshot(folder) == {}


def derived_files(folder):
    return {path.name for path in (folder / "derived").glob("*.parquet")}


def test_a_layer_of_a_set_is_kept_by_all_that_it_depends_on(
    archives, folder, monkeypatch
):
    add(archives["31"])
    before = sets.find("n03", 2021)
    before.units("coarse")
    assert derived_files(folder) == {f"{before.key}-coarse.parquet"}
    finer = simplify.DETAILS | {"coarse": simplify.Detail(1.0, 0.001)}
    for module, name, value in (
        (derived, "FORMAT", derived.FORMAT + 1),
        (derived, "DETAILS", finer),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            assert sets.find("n03", 2021).key != before.key
    add(archives["redrawn"], replace=True)
    assert sets.find("n03", 2021).key != before.key


def test_layers_that_an_older_version_made_are_removed(archives, folder, monkeypatch):
    add(archives["31"])
    sets.find("n03", 2021).units("coarse")
    monkeypatch.setattr(derived, "FORMAT", derived.FORMAT + 1)
    after = sets.find("n03", 2021)
    after.units("medium")
    assert derived_files(folder) == {f"{after.key}-medium.parquet"}


def test_layers_of_a_set_that_was_replaced_are_removed(archives, folder, layer):
    add(archives["later"])
    sets.find("n03", 2022).units("coarse")
    add(archives["31"])
    sets.find("n03", 2021).units("coarse")
    derived.cached("mine", lambda: layer)
    add(archives["redrawn"], replace=True)
    kept = {f"{sets.find('n03', 2022).key}-coarse.parquet", "mine.parquet"}
    assert derived_files(folder) == kept


def test_a_wait_for_another_run_is_told(monkeypatch, caplog):
    monkeypatch.setattr(cache, "_UNTOLD", 0.05)
    running, waited = Event(), []

    def other():
        with cache.locked("n03"):
            running.set()
            while "waiting for another run" not in caplog.text:
                time.sleep(0.01)
            waited.append(1)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(other)
        running.wait(5)
        with cache.locked("n03"):
            assert waited == [1]
        done.result(5)
