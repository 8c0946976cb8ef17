import datetime as dt

import geopandas as gpd
import pytest
from fault_server import FaultServer
from n03_archives import kumamoto, tottori, write_archive

from analysis.boundaries import addresses, store
from analysis.cli import main


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def archive(tmp_path):
    return write_archive(tmp_path, prefecture="31", units=tottori())


def test_list_tells_what_is_there_and_on_what_terms(archive, cache, capsys):
    assert main(["boundaries", "import", str(archive)]) == 0
    assert "4 units of 31, 2021-01-01" in capsys.readouterr().out
    assert main(["boundaries", "list"]) == 0
    printed = capsys.readouterr().out
    for said in ("jma", "2025-03-10", "all 47", "Public Data License 1.0"):
        assert said in printed
    for said in ("n03", "2021-01-01", "国土数値情報", str(cache)):
        assert said in printed


def test_import_takes_the_good_files_and_tells_of_the_others(archive, tmp_path, capsys):
    bad = tmp_path / "notes.zip"
    bad.write_text("no archive")
    assert main(["boundaries", "import", str(bad), str(archive)]) == 2
    captured = capsys.readouterr()
    assert "notes.zip" in captured.err
    assert "4 units of 31" in captured.out
    assert [record.prefectures for record in store.records()] == [("31",)]


def test_fetch_asks_for_each_prefecture_and_only_once(archive, monkeypatch, capsys):
    monkeypatch.setenv("NO_PROXY", "*")
    with FaultServer() as server:
        server.files[f"/{archive.name}"] = archive.read_bytes()
        found = addresses.Address(
            2021, dt.date(2021, 1, 1), f"{server.url}/{archive.name}"
        )
        monkeypatch.setattr(addresses, "address", lambda *_: found)
        command = ["boundaries", "fetch", "--year", "2021", "--prefecture", "鳥取県"]
        assert main(command) == 0
        assert main(command) == 0
        assert len(server.requests) == 1
    assert "4 units of 31, 2021-01-01" in capsys.readouterr().out


def test_fetch_of_a_year_without_archive_lists_those_there_are(capsys):
    assert main(["boundaries", "fetch", "--year", "2008"]) == 2
    assert "2014" in capsys.readouterr().err


def test_fetch_wants_a_year_or_a_day(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["boundaries", "fetch", "--year", "soon"])
    assert stopped.value.code == 2
    assert "'soon' is no date" in capsys.readouterr().err


def test_verify_finds_what_an_archive_lacks(archive, capsys):
    main(["boundaries", "import", str(archive)])
    assert main(["boundaries", "verify", "n03:2021"]) == 2
    printed = capsys.readouterr().out
    assert "error 31203 倉吉市 missing" in printed
    assert "error 31204 境港市" not in printed


def test_verify_finds_an_archive_that_was_altered(archive, capsys):
    main(["boundaries", "import", str(archive)])
    [record] = store.records()
    path = store.archive_path(record)
    path.write_bytes(path.read_bytes() + b"x")
    assert main(["boundaries", "verify", "n03"]) == 2
    assert f"{path} was altered" in capsys.readouterr().out


def test_the_packaged_set_passes_its_own_checks(capsys):
    assert main(["boundaries", "verify", "packaged", "--strict"]) == 0
    assert capsys.readouterr().out.startswith("jma 2025-03-10: ")


def test_run_takes_the_boundaries_that_are_asked_for(tmp_path, capsys):
    path = write_archive(tmp_path, prefecture="43", units=kumamoto())
    main(["boundaries", "import", str(path)])
    source = tmp_path / "list.csv"
    source.write_text("number,published_name\n1,熊本県菊陽町\n2,鳥取県日吉津村\n")
    out = tmp_path / "out"
    command = ["run", str(source), "--out", str(out), "--as-of", "2021-04-01"]
    assert main([*command, "--boundaries", "auto"]) == 0
    shapes = gpd.read_parquet(out / "entities.parquet")
    assert shapes["boundary_vintage"].tolist() == ["2021-01-01", "2025-03-10"]
    package = (out / "datapackage.json").read_text("utf-8")
    assert store.records()[0].sha256 in package
    assert "1 of 2: boundaries of 2025, list of 2021" in capsys.readouterr().out


def test_run_without_such_boundaries_says_which_there_are(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["run", "--out", str(out), "--boundaries", "n03:2019"]) == 2
    assert "there are: jma 2025-03-10" in capsys.readouterr().err
    assert not out.exists()
