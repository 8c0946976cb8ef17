"""What datapackage.json says, and that the command in it makes the same again."""

import datetime as dt
import hashlib
import json
import os
import shlex
import warnings
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.cli import main
from analysis.pipeline import write_comparison
from analysis.provenance import reference_tables, write_datapackage
from analysis.provenance.again import again, is_command
from analysis.provenance.datapackage import sealed
from analysis.provenance.titles import title_of

LIST = 'No.,名称,name\n1,日吉津村,"Hirasei Town, Yamaguchi"\n2,伊賀市,Iga City\n'
ALIASES = (
    "published_name,lg_code,valid_from,valid_to,source\n"
    "Iga City,242161,,,telephone call\n"
)


@pytest.fixture(scope="module")
def validate():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless
    return frictionless.validate


@pytest.fixture(scope="module")
def errata(tmp_path_factory):
    """Errata of a list whose name a shell would take apart, with all options."""
    folder = tmp_path_factory.mktemp("errata")
    (folder / "the list; of '20.csv").write_text(LIST, encoding="utf-8")
    (folder / "own names.csv").write_text(ALIASES, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        options = ["--as-of", "2020-08-21", "--column", "name"]
        options += ["--aliases", "own names.csv", "--out", "errata"]
        assert main(["errata", "the list; of '20.csv", *options]) == 0
    return folder / "errata"


@pytest.fixture(scope="module")
def comparison(tmp_path_factory):
    folder = tmp_path_factory.mktemp("comparison")
    lists = [analysis.packaged_announcement(name) for name in analysis.PACKAGED]
    write_comparison(analysis.compare(lists), out=folder)
    return folder


def described(folder):
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def contents(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def written(folder, **said):
    """Describe what is in a folder, and return the description."""
    given = {"command": "resolve", "title": "names", "description": "Of a test."}
    write_datapackage(folder, **given | said)
    return described(folder)


def check_valid(report):
    assert report.valid, [error for task in report.tasks for error in task.errors]
    assert report.tasks


def test_frictionless_finds_nothing_wrong_with_the_committed_results(validate, root):
    check_valid(validate(root / "data" / "processed" / "datapackage.json"))


def test_frictionless_finds_nothing_wrong_with_a_comparison(validate, comparison):
    check_valid(validate(comparison / "datapackage.json"))


def test_frictionless_finds_nothing_wrong_with_errata(validate, errata):
    check_valid(validate(errata / "datapackage.json"))


def test_frictionless_checks_the_hashes_and_the_rows(validate, comparison, tmp_path):
    for name, data in contents(comparison).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    table = tmp_path / "lists.csv"
    table.write_bytes(table.read_bytes()[:-60])
    report = validate(tmp_path / "datapackage.json")
    said = {error.type for task in report.tasks for error in task.errors}
    assert {"hash-count", "byte-count"} <= said


def test_errata_made_again_by_the_command_are_the_same_bytes(errata, monkeypatch):
    command = shlex.split(described(errata)["regional_iot"]["again"])
    assert command[:3] == ["regional-iot", "errata", "the list; of '20.csv"]
    monkeypatch.chdir(errata.parent)
    assert main([*command[1:], "--out", "again"]) == 0
    assert contents(errata.parent / "again") == contents(errata)


def test_a_comparison_made_again_by_the_command_is_the_same_bytes(
    comparison, tmp_path, monkeypatch
):
    command = shlex.split(described(comparison)["regional_iot"]["again"])
    monkeypatch.chdir(tmp_path)
    assert main([*command[1:], "--out", "again"]) == 0
    assert contents(tmp_path / "again") == contents(comparison)


def test_a_list_that_is_no_file_is_called_source_in_the_command(tmp_path):
    frame = pd.DataFrame({"name": ["Iga City, Mie", "Oshu City, Iwate"]})
    announcement = analysis.read_announcement(frame)
    write_datapackage(
        tmp_path,
        [announcement],
        command="run",
        title="list",
        description="Of a table.",
        options={"as-of": dt.date(2020, 8, 21)},
    )
    about = described(tmp_path)["regional_iot"]
    assert about["again"] == "regional-iot run SOURCE --as-of 2020-08-21"
    assert about["sources"][0]["file"] is None


@pytest.mark.parametrize(
    ("inputs", "options", "command"),
    [
        pytest.param([], {}, "regional-iot run", id="packaged list"),
        pytest.param(["a.csv"], {"svg": True}, "regional-iot run a.csv --svg", id="on"),
        pytest.param(["a.csv"], {"svg": False}, "regional-iot run a.csv", id="off"),
        pytest.param(["a b"], {}, "regional-iot run 'a b'", id="blank"),
        pytest.param(["-x.csv"], {}, "regional-iot run ./-x.csv", id="dash"),
        pytest.param(["$(x)"], {}, "regional-iot run '$(x)'", id="shell"),
        pytest.param([], {"column": "-"}, "regional-iot run --column=-", id="value"),
        pytest.param([None], {}, "regional-iot run SOURCE", id="no file"),
    ],
)
def test_the_command_is_what_a_shell_takes(inputs, options, command):
    assert again("run", inputs, options) == command
    assert is_command(command)


@pytest.mark.parametrize(
    "text",
    [
        "regional-iot run; rm x",
        "regional-iot run `x`",
        "regional-iot run $(x)",
        "regional-iot run > x",
        "regional-iot run\nx",
        "regional-iot run 'x",
        "rm x",
        "",
        None,
        ["regional-iot"],
    ],
)
def test_what_a_shell_would_do_more_with_is_no_command_of_ours(text):
    assert not is_command(text)


def test_the_hash_in_the_file_is_that_of_the_file_with_zeros(comparison):
    data = (comparison / "datapackage.json").read_bytes()
    said = described(comparison)["regional_iot"]["hash"].encode()
    assert data.count(said) == 1
    blank = data.replace(said, b"sha256:" + b"0" * 64)
    assert said.decode() == f"sha256:{hashlib.sha256(blank).hexdigest()}"


def test_sealing_what_was_read_gives_the_same_bytes(errata):
    assert sealed(described(errata)) == (errata / "datapackage.json").read_bytes()


def test_every_file_of_the_committed_results_has_a_title(root):
    files = contents(root / "data" / "processed").keys() - {"datapackage.json"}
    assert {name for name in files if title_of(name) is None} == set()
    assert title_of("charts/type_mix.svg") == title_of("charts/type_mix.png")


def test_neither_clock_nor_place_is_in_the_description(errata):
    text = (errata / "datapackage.json").read_text("utf-8")
    today = dt.datetime.now(tz=dt.UTC).date()
    assert str(errata.parent) not in text
    assert today.isoformat() not in text.replace("2026-10-01", "")


def test_reference_tables_are_those_that_are_packaged(root):
    data = root / "src" / "analysis" / "data"
    tables = {table["name"]: table for table in reference_tables()}
    packaged = {path.name for path in data.glob("*.parquet")} | {"confidence.csv"}
    assert set(tables) == packaged
    for name, table in tables.items():
        digest = hashlib.sha256((data / name).read_bytes()).hexdigest()
        assert table["sha256"] == digest
    assert tables["register.parquet"]["rows"] == len(analysis.register())


def test_reference_tables_name_the_versions_that_were_recorded(root):
    record = root / "data" / "raw" / "reference" / "snapshots.json"
    snapshots = json.loads(record.read_text("utf-8"))["files"]
    known = {
        f"{name}: {s['registry']} {s['package']} {s['version']}": s["licence"]
        for name, s in snapshots.items()
    }
    for table in reference_tables():
        licences = {known[each] for each in table["made_from"]} or {"MIT"}
        assert set(table["licences"]) == licences
    named = {each for table in reference_tables() for each in table["made_from"]}
    assert named == set(known)


def test_tables_to_share_alike_are_those_that_the_list_of_licences_names(root):
    page = (root / "src" / "analysis" / "data" / "LICENSES.md").read_text("utf-8")
    passed_on = page.partition("Whoever passes on")[2].partition("passes it on")[0]
    alike = [t["name"] for t in reference_tables() if "CC-BY-SA-4.0" in t["licences"]]
    assert len(alike) == passed_on.count(".parquet`") == 3
    assert all(f"`{name}`" in passed_on for name in alike)


def test_thousands_of_parts_are_described_without_reading_them_whole(
    tmp_path, monkeypatch
):
    for status in ("resolved", "unmatched"):
        part = tmp_path / f"status={status}"
        part.mkdir()
        (part / "a_b.parquet").write_bytes(os.urandom(100))
        (part / "a-b.parquet").write_bytes(b"")

    def refuse(*_, **__):
        raise AssertionError("read whole")

    with monkeypatch.context() as patch:
        # pathlib's own reading is what would take all memory for a part of gigabytes.
        patch.setattr(Path, "read_bytes", refuse)
        write_datapackage(
            tmp_path,
            command="resolve",
            title="names",
            description="Of a test.",
            sources=[{"file": "names.parquet", "sha256": "0" * 64, "rows": 5}],
            about={"engine": "duckdb"},
        )
    package = described(tmp_path)
    assert [each["path"] for each in package["resources"]] == [
        "status=resolved/a-b.parquet",
        "status=resolved/a_b.parquet",
        "status=unmatched/a-b.parquet",
        "status=unmatched/a_b.parquet",
    ]
    assert len({each["name"] for each in package["resources"]}) == 4
    assert package["regional_iot"]["engine"] == "duckdb"
    assert package["regional_iot"]["again"] == "regional-iot resolve names.parquet"


def test_a_table_for_excel_is_described_with_its_mark(tmp_path):
    (tmp_path / "power.csv").write_bytes(b"\xef\xbb\xbfregion\n")
    (tmp_path / "other.csv").write_bytes(b"region\n")
    encodings = {r["path"]: r["encoding"] for r in written(tmp_path)["resources"]}
    assert encodings == {"power.csv": "utf-8-sig", "other.csv": "utf-8"}


def test_a_file_name_that_is_no_text_can_be_described(tmp_path):
    source = {"file": "list\udc82.csv", "sha256": "0" * 64}
    package = written(tmp_path, sources=[source])
    assert package["regional_iot"]["sources"][0]["file"] == "list?.csv"


def test_a_table_of_aliases_is_named_with_its_hash(errata):
    digest = hashlib.sha256(ALIASES.encode()).hexdigest()
    aliases = described(errata)["regional_iot"]["aliases"]
    assert aliases == {"file": "own names.csv", "sha256": digest}
