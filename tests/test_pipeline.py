import csv
import hashlib
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal

import analysis
from analysis.errors import SourceError
from analysis.normalize import ENTITY_COLUMNS
from analysis.pipeline import COMPARED, write_comparison

EXPECTED = {
    *("entities.csv", "entities.geojson", "entities.parquet"),
    *("by_region.csv", "by_prefecture.csv", "by_bureau.csv"),
    *("by_type.csv", "by_class.csv", "region_by_type.csv"),
    *("joint_tests.csv", "power.csv", "report.html", "datapackage.json"),
    "README.md",
    *(
        f"charts/{name}.png"
        for name in (
            *("distribution_map", "locator_maps", "region_type_heatmap"),
            *("region_counts", "region_representation", "region_rates"),
            *("bureau_rates", "prefecture_rates", "prefecture_tiles"),
            *("type_counts", "type_mix", "type_representation"),
        )
    ),
}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "results"
    return out, analysis.run(out=out)


def files_in(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_run_writes_every_file_and_nothing_else(done):
    out, result = done
    assert files_in(out) == EXPECTED
    assert {p.relative_to(out).as_posix() for p in result.files} == EXPECTED
    assert all(path.stat().st_size > 100 for path in result.files)


def test_entities_csv_keeps_codes_as_text_and_columns_in_order(done):
    out, _ = done
    with open(out / "entities.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == ENTITY_COLUMNS
    assert [row["lg_code"] for row in rows][:3] == ["032069", "032158", "040002"]
    assert rows[0]["prefecture_code"] == "03"
    assert b"\r" not in (out / "entities.csv").read_bytes()


def test_text_and_packaged_list_differ_in_where_the_rows_stand_only(
    done, press_release, tmp_path
):
    out, _ = done
    analysis.run(press_release, out=tmp_path)
    read = [
        pd.read_csv(folder / "entities.csv", dtype=str) for folder in (tmp_path, out)
    ]
    place = ["page", "line", "cell"]
    assert_frame_equal(*(table.drop(columns=place) for table in read))
    assert read[0]["line"].tolist() == [str(line) for line in range(15, 27)]
    assert read[1]["cell"].tolist() == [f"B{line}" for line in range(2, 14)]
    with_rows = {name for name in EXPECTED if name.startswith("entities.")}
    for name in EXPECTED - with_rows - {"README.md", "datapackage.json", "report.html"}:
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


@pytest.mark.parametrize("name", sorted(n for n in EXPECTED if not n.endswith("png")))
def test_committed_results_are_what_a_run_writes(done, root, name):
    out, _ = done
    committed = root / "data" / "processed" / name
    if name.endswith(".parquet"):
        # Another version of the library writes other bytes for the same table.
        assert_geodataframe_equal(
            gpd.read_parquet(committed), gpd.read_parquet(out / name)
        )
    elif name == "datapackage.json":
        # CI compares it whole; its hashes of pictures depend on matplotlib's version,
        # and its own on these.
        read = [
            json.loads((f / name).read_text("utf-8")) for f in (committed.parent, out)
        ]
        for package in read:
            package["resources"] = [r["path"] for r in package["resources"]]
            del package["regional_iot"]["hash"]
        assert read[0] == read[1]
    else:
        assert committed.read_bytes() == (out / name).read_bytes()


def test_map_data_holds_the_table_and_its_polygons(done):
    out, result = done
    parquet = gpd.read_parquet(out / "entities.parquet")
    geojson = gpd.read_file(out / "entities.geojson")
    assert parquet.crs == "EPSG:6668"
    assert parquet["lg_code"].tolist() == result.entities["lg_code"].tolist()
    assert geojson["lg_code"].tolist() == result.entities["lg_code"].tolist()
    # RFC 7946 turns rings the other way.
    read = geojson.normalize().set_crs(parquet.crs, allow_override=True)
    assert parquet.normalize().geom_equals_exact(read, 1e-5).all()


def test_datapackage_describes_every_file_as_it_is(done):
    out, _ = done
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"]: resource for resource in package["resources"]}
    assert set(described) == EXPECTED - {"datapackage.json"}
    for path, resource in described.items():
        data = (out / path).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        if path.endswith(".csv"):
            header = data.decode().splitlines()[0].split(",")
            assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert package["licenses"]
    assert package["sources"]


def test_unresolved_rows_come_out_of_every_file(tmp_path):
    source = tmp_path / "list.csv"
    source.write_text(
        'published_name\n"Iga City, Mie"\n"Esashi Town, Hokkaido"\n'
        'Nowhere\n"Chuo Ward, Sapporo"\n',
        encoding="utf-8",
    )
    result = analysis.run(source, out=tmp_path / "out", as_of="2020-08-21")
    assert result.entities["status"].tolist() == [
        "resolved",
        "ambiguous",
        "unmatched",
        "resolved",
    ]
    assert len(pd.read_csv(tmp_path / "out" / "entities.csv")) == 4
    assert len(gpd.read_file(tmp_path / "out" / "entities.geojson")) == 4
    assert len(gpd.read_parquet(tmp_path / "out" / "entities.parquet")) == 4
    for name in (
        "by_region.csv",
        "by_prefecture.csv",
        "by_type.csv",
        "region_by_type.csv",
    ):
        assert pd.read_csv(tmp_path / "out" / name)["count"].sum() == 4, name


def test_former_bodies_unions_and_partners_come_out_with_what_is_known(tmp_path):
    source = tmp_path / "list.csv"
    source.write_text(
        'published_name\n"Iga City, Mie"\n臼田町\n鹿児島県鹿児島郡伊敷村\n'
        "Kitakami Wide-Area Union\n北上市・奥州市\n",
        encoding="utf-8",
    )
    analysis.run(source, out=tmp_path / "out", as_of="2020-08-21")
    table = pd.read_csv(tmp_path / "out" / "entities.csv", dtype=str).fillna("")
    columns = ["number", "published_name", "lg_code", "entity_type", "region", "cell"]
    assert table[columns].to_numpy().tolist() == [
        ["1", "Iga City, Mie", "242161", "city", "Kinki", "A2"],
        ["2", "臼田町", "203017", "town", "Chūbu", "A3"],
        ["3", "鹿児島県鹿児島郡伊敷村", "", "village", "Kyūshū", "A4"],
        ["4", "Kitakami Wide-Area Union", "", "union", "", "A5"],
        ["5", "北上市", "032069", "city", "Tōhoku", "A6"],
        ["5", "奥州市", "032158", "city", "Tōhoku", "A6"],
    ]
    counts = pd.read_csv(tmp_path / "out" / "by_region.csv")
    assert counts.tail(2)[["region", "count"]].to_numpy().tolist() == [
        ["not resolved", 1],
        ["could not apply", 2],
    ]


def test_a_run_takes_the_users_own_names(tmp_path):
    source, aliases = tmp_path / "list.csv", tmp_path / "aliases.csv"
    source.write_text('published_name\n"Esashi Town, Hokkaido"\n', encoding="utf-8")
    aliases.write_text(
        "published_name,lg_code,valid_from,valid_to,source\n"
        '"Esashi Town, Hokkaido",013617,,,telephone call\n',
        encoding="utf-8",
    )
    result = analysis.run(
        source, out=tmp_path / "out", as_of="2020-08-21", aliases=aliases
    )
    assert result.entities["lg_code"].tolist() == ["013617"]


def test_japanese_charts_are_drawn(tmp_path):
    analysis.run(out=tmp_path, lang="ja", svg=True)
    drawn = {Path(name).stem for name in EXPECTED if name.endswith("png")}
    assert files_in(tmp_path) == EXPECTED | {f"charts/{name}.svg" for name in drawn}
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="ja">')


def test_a_run_that_fails_leaves_the_old_results(tmp_path, monkeypatch):
    analysis.run(out=tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in EXPECTED}

    def fail(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr("analysis.export.write_geoparquet", fail)
    with pytest.raises(SourceError, match=r"cannot be written to .*disk full"):
        analysis.run(out=tmp_path, as_of="2021-01-01")
    assert {
        name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)
    } == before


def test_out_that_is_a_file_is_refused(tmp_path):
    target = tmp_path / "file"
    target.write_text("here already")
    with pytest.raises(SourceError, match="is a file; give a folder"):
        analysis.run(out=target)
    assert target.read_text() == "here already"


def test_a_comparison_writes_its_tables_and_charts_and_describes_them(tmp_path):
    comparison = analysis.compare(
        [analysis.packaged_announcement(name) for name in analysis.PACKAGED]
    )
    files = write_comparison(comparison, out=tmp_path)
    written = {path.relative_to(tmp_path).as_posix() for path in files}
    charts = {"charts/panel_counts.png", "charts/panel_maps.png"}
    assert written == {*COMPARED, *charts, "README.md", "datapackage.json"}
    panel = pd.read_csv(tmp_path / "panel.csv", dtype=str)
    pd.testing.assert_frame_equal(
        panel[["body", "2020-07", "2020-08-21"]],
        comparison.panel[["body", "2020-07", "2020-08-21"]],
    )
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    described = {each["path"]: each for each in package["resources"]}
    assert set(described) == written - {"datapackage.json"}
    for name in COMPARED:
        fields = described[name]["schema"]["fields"]
        header = pd.read_csv(tmp_path / name, nrows=0).columns.tolist()
        assert [field["name"] for field in fields] == header
        assert all(field["description"] for field in fields)
    hashes = {source.get("hash") for source in package["sources"]}
    assert {f"sha256:{each.sha256}" for each in comparison.announcements} <= hashes


def test_a_comparison_that_fails_leaves_nothing(tmp_path, monkeypatch):
    comparison = analysis.compare(
        [analysis.packaged_announcement(name) for name in analysis.PACKAGED]
    )
    monkeypatch.setattr(analysis.charts, "panel_counts", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_comparison(comparison, out=tmp_path / "out")
    assert not list(tmp_path.iterdir())
