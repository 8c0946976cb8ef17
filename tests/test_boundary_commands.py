import datetime as dt

import geopandas as gpd
import pytest
from fault_server import FaultServer
from n03_archives import kumamoto, tottori, write_archive
from national_archive import write_national

from analysis.boundaries.checks import verify
from analysis.boundaries.checks.finding import Finding, tabulate
from analysis.boundaries.fetching import addresses, fetch
from analysis.boundaries.stored.record import (
    archive_path,
    record_path,
    records,
    units_path,
)
from analysis.cli import main

ENDS = ("\n", " (already there)\n")
"""What follows on an archive that is imported for the first time, and again."""


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
    assert [record.prefectures for record in records()] == [("31",)]


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


def test_fetch_goes_on_after_a_prefecture_that_cannot_be_had(
    archive, monkeypatch, capsys
):
    monkeypatch.setenv("NO_PROXY", "*")
    with FaultServer() as server:
        server.files["/31.zip"] = archive.read_bytes()

        def address(_, prefecture):
            day = dt.date(2021, 1, 1)
            return addresses.Address(2021, day, f"{server.url}/{prefecture}.zip")

        monkeypatch.setattr(addresses, "address", address)
        wanted = ["--prefecture", "32", "--prefecture", "31"]
        assert main(["boundaries", "fetch", "--year", "2021", *wanted]) == 2
    captured = capsys.readouterr()
    assert "32.zip" in captured.err
    assert "404" in captured.err
    assert "4 units of 31, 2021-01-01" in captured.out


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
    assert main(["boundaries", "verify", "n03:2021"]) == 1
    printed = capsys.readouterr().out
    assert "error 31203 倉吉市 missing" in printed
    assert "error 31204 境港市" not in printed


def test_verify_finds_an_archive_that_was_altered(archive, capsys):
    main(["boundaries", "import", str(archive)])
    [record] = records()
    path = archive_path(record)
    path.write_bytes(path.read_bytes() + b"x")
    assert main(["boundaries", "verify", "n03"]) == 1
    assert f"{path} was altered" in capsys.readouterr().out


def test_the_packaged_set_passes_its_own_checks(capsys):
    assert main(["boundaries", "verify", "packaged", "--strict"]) == 0
    assert capsys.readouterr().out.startswith("jma 2025-03-10: ")


def test_verify_checks_every_set_though_one_cannot_be_read(archive, tmp_path, capsys):
    later = write_archive(tmp_path, day=dt.date(2024, 1, 1), units=tottori())
    main(["boundaries", "import", str(archive), str(later)])
    path = units_path(records()[0])
    path.write_bytes(b"PAR1")
    assert main(["boundaries", "verify"]) == 1
    printed = capsys.readouterr().out
    heads = [line[:14] for line in printed.splitlines() if line[:3] in ("jma", "n03")]
    assert heads == ["jma 2025-03-10", "n03 2021-01-01", "n03 2024-01-01"]
    assert f"error {path} was altered" in printed


def test_verify_minds_warnings_if_told_to(monkeypatch, capsys):
    table = tabulate([Finding("odd", "warning")])
    monkeypatch.setattr(verify, "verify", lambda _: table)
    assert main(["boundaries", "verify", "packaged"]) == 0
    assert main(["boundaries", "verify", "packaged", "--strict"]) == 1
    assert "warning odd" in capsys.readouterr().out


def test_a_damaged_record_is_named_and_disturbs_nothing_else(archive, tmp_path, capsys):
    main(["boundaries", "import", str(archive)])
    path = record_path(records()[0].name)
    path.write_text("{")
    capsys.readouterr()
    for command, code in (("list", 0), ("verify", 1)):
        assert main(["boundaries", command]) == code
        printed = capsys.readouterr().out
        assert f"damaged: {path} cannot be used" in printed
        assert "jma" in printed
    assert main(["boundaries", "verify", "packaged"]) == 0
    out = str(tmp_path / "out")
    assert main(["run", "--out", out, "--boundaries", "packaged"]) == 0
    assert str(path) not in "".join(capsys.readouterr())


def test_import_of_what_is_there_says_so(archive, capsys):
    for said in (f"{archive.name}: 4 units of 31, 2021-01-01{end}" for end in ENDS):
        assert main(["boundaries", "import", str(archive)]) == 0
        assert said in capsys.readouterr().out
    assert main(["boundaries", "import", "--replace", str(archive)]) == 0
    assert "already" not in capsys.readouterr().out


def test_list_tells_the_years_that_are_known(capsys):
    assert main(["boundaries", "list", "--years"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1920-01-01: each prefecture"
    assert "1970-10-01: each prefecture but 47" in lines
    assert "2021-01-01: the whole country, or each prefecture" in lines
    assert lines == sorted(lines)


def test_fetch_hands_its_options_on(archive, monkeypatch):
    asked = {}
    main(["boundaries", "import", str(archive)])

    def fetched(year, **options):
        asked.update(options, year=year)
        return records()[0]

    monkeypatch.setattr(fetch, "fetch", fetched)
    options = ["--timeout", "2.5", "--retries", "0", "--limit", "600"]
    assert main(["boundaries", "fetch", "--year", "2021", *options]) == 0
    expected = {"year": 2021, "timeout": 2.5, "retries": 0, "limit": 600_000_000}
    assert expected.items() <= asked.items()


@pytest.mark.parametrize(
    "option",
    [
        ("--timeout", "0"),
        ("--timeout", "soon"),
        ("--retries", "-1"),
        ("--limit", "nan"),
        ("--limit", "inf"),
    ],
)
def test_fetch_wants_numbers(option, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["boundaries", "fetch", "--year", "2021", *option])
    assert stopped.value.code == 2
    assert f"{option[1]!r} is no number" in capsys.readouterr().err


def test_fetch_wants_one_prefecture_with_a_hash(capsys):
    prefectures = ["--prefecture", "31", "--prefecture", "35"]
    command = ["boundaries", "fetch", "--year", "2021", *prefectures]
    assert main([*command, "--sha256", "0" * 64]) == 2
    assert "--sha256 is of one archive, and 2 pref" in capsys.readouterr().err


@pytest.fixture
def three(archive, tmp_path, capsys):
    """Archives of two prefectures of 2021, and of one of 2024."""
    other = write_archive(tmp_path, prefecture="43", units=kumamoto())
    later = write_archive(tmp_path, day=dt.date(2024, 1, 1), units=tottori())
    main(["boundaries", "import", str(archive), str(other), str(later)])
    capsys.readouterr()


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (["n03:2021"], ["N03-20240101_31_GML.zip"]),
        (["2024-01-01"], ["N03-20210101_31_GML.zip", "N03-20210101_43_GML.zip"]),
        (
            ["2021", "--prefecture", "熊本県"],
            ["N03-20210101_31_GML.zip", "N03-20240101_31_GML.zip"],
        ),
    ],
)
def test_remove_deletes_what_is_there_of_a_vintage(arguments, left, cache, capsys):
    before = {record.name for record in records()}
    assert main(["boundaries", "remove", *arguments]) == 0
    assert [record.name for record in records()] == left
    printed = capsys.readouterr().out.splitlines()
    said = {line.removeprefix("removed ").partition(":")[0] for line in printed}
    assert said == before - set(left)
    assert len(list((cache / "n03").iterdir())) == 3 * len(left)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["packaged"], "what is packaged cannot be removed"),
        (["2025"], "what is packaged cannot be removed"),
        (["n03"], "n03 means 2 vintages (2021-01-01, 2024-01-01)"),
        (["n03:2022"], "there are no boundaries of n03 2022"),
        (["n03:2024", "--prefecture", "43"], "nothing is there of prefecture 43"),
        (["n03:2024", "--prefecture", "Edo"], "there is no prefecture 'Edo'"),
    ],
)
def test_remove_refuses_what_is_not_one_vintage_in_the_store(
    arguments, message, capsys
):
    assert main(["boundaries", "remove", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert len(records()) == 3


def test_remove_never_takes_other_prefectures_along(tmp_path, capsys):
    main(["boundaries", "import", str(write_national(tmp_path))])
    assert main(["boundaries", "remove", "2021", "--prefecture", "31"]) == 2
    assert "GML.zip holds other prefectures as well" in capsys.readouterr().err
    assert main(["boundaries", "remove", "2021"]) == 0
    assert "removed N03-20210101_GML.zip: 47 units" in capsys.readouterr().out
    assert records() == []


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
    assert records()[0].sha256 in package
    assert "1 of 2: boundaries of 2025, list of 2021" in capsys.readouterr().out


def test_run_without_such_boundaries_says_which_there_are(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["run", "--out", str(out), "--boundaries", "n03:2019"]) == 2
    assert "there are: jma 2025-03-10" in capsys.readouterr().err
    assert not out.exists()
