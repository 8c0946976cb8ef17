"""`verify`: each change of a result is found, and nothing in it does any harm."""

import hashlib
import json
import os
import random
import shutil

import pandas as pd
import pytest

import analysis
from analysis.cli import main
from analysis.errors import SourceError
from analysis.pipeline import write_comparison
from analysis.provenance import write_datapackage
from analysis.provenance.datapackage import sealed
from analysis.verification import FINDING_COLUMNS, check, verify

KINDS = ("run", "compare", "errata")
PACKAGE = "datapackage.json"


@pytest.fixture(scope="module")
def results(tmp_path_factory, press_release):
    """One result of each kind, never changed."""
    folder = tmp_path_factory.mktemp("results")
    analysis.run(press_release, out=folder / "run")
    lists = [analysis.packaged_announcement(name) for name in analysis.PACKAGED]
    write_comparison(analysis.compare(lists), out=folder / "compare")
    assert main(["errata", "--out", str(folder / "errata")]) == 0
    return folder


@pytest.fixture
def result(results, tmp_path):
    """Give a copy of a result to change."""

    def copied(kind):
        return shutil.copytree(results / kind, tmp_path / kind)

    return copied


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def wrong_with(folder, **options):
    """Return the files in which an error is found; that may be the description."""
    try:
        found = verify(folder, **options)
    except SourceError as error:
        return {name for name in (PACKAGE,) if name in str(error)}
    return set(found.loc[found["severity"] == "error", "path"])


def words(found):
    """Return what was found, each in a line."""
    rows = found["row"].map(lambda row: "" if pd.isna(row) else f" row {row}:")
    return (found["path"] + ":" + rows + " " + found["finding"]).tolist()


def edited(folder, edit):
    """Change the description of a result, and its hash with it."""
    path = folder / PACKAGE
    package = json.loads(path.read_text("utf-8"))
    edit(package)
    path.write_bytes(sealed(package))


def replaced(folder, name, old, new):
    path = folder / name
    data = path.read_bytes()
    assert old.encode() in data
    path.write_bytes(data.replace(old.encode(), new.encode(), 1))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wrong_with_a_result_as_it_was_written(results, kind):
    found = verify(results / kind)
    assert found.empty
    assert found.dtypes.astype(str).to_dict() == FINDING_COLUMNS


@pytest.mark.parametrize("kind", KINDS)
def test_a_byte_that_differs_is_found_in_each_file(result, kind):
    folder, chance = result(kind), random.Random(7)
    for path in files_in(folder):
        data = path.read_bytes()
        place = chance.randrange(len(data))
        other = bytes([data[place] ^ 1 << chance.randrange(8)])
        path.write_bytes(data[:place] + other + data[place + 1 :])
        name = path.relative_to(folder).as_posix()
        assert name in wrong_with(folder), (name, place, other)
        path.write_bytes(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_gone_is_found(result, kind):
    folder = result(kind)
    for path in files_in(folder):
        data = path.read_bytes()
        path.unlink()
        assert wrong_with(folder) >= {path.relative_to(folder).as_posix()}
        path.write_bytes(data)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data[:-1], id="shorter by a byte"),
        pytest.param(lambda data: data[: len(data) // 2], id="half"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda data: data + b"\n", id="longer"),
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="line ends"),
        pytest.param(lambda data: b"\xef\xbb\xbf" + data, id="mark"),
        pytest.param(lambda data: os.urandom(len(data)), id="junk"),
    ],
)
def test_other_contents_of_a_file_are_found(result, change):
    folder = result("errata")
    for path in files_in(folder):
        data = path.read_bytes()
        path.write_bytes(change(data))
        assert path.name in wrong_with(folder)
        path.write_bytes(data)


def test_any_byte_of_the_description_that_differs_is_found(result):
    folder, chance = result("errata"), random.Random(20200821)
    path = folder / PACKAGE
    data = path.read_bytes()
    for _ in range(60):
        place = chance.randrange(len(data))
        other = bytes([chance.choice([b for b in range(256) if b != data[place]])])
        path.write_bytes(data[:place] + other + data[place + 1 :])
        assert PACKAGE in wrong_with(folder), (place, other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('"version": ', '"version":', id="a blank less"),
        pytest.param("歴", "\\u6b74", id="an escape for a character"),
        pytest.param('"title": ', '"title": "", "title": ', id="a key twice"),
    ],
)
def test_a_description_that_says_the_same_otherwise_is_found(result, old, new):
    folder = result("errata")
    replaced(folder, PACKAGE, old, new)
    assert wrong_with(folder) == {PACKAGE}


def test_two_files_that_changed_are_both_told(result):
    folder = result("run")
    replaced(folder, "by_type.csv", "town", "tawn")
    (folder / "charts" / "type_mix.png").unlink()
    found = words(verify(folder))
    assert "charts/type_mix.png: is not there" in found
    assert any(line.startswith("by_type.csv: was changed") for line in found)


def test_a_cell_that_changed_is_shown_with_what_the_map_data_has(result):
    folder = result("run")
    replaced(folder, "entities.csv", "353442", "353443")
    expected = (
        "entities.csv: row 10: lg_code is '353443', but '353442' in entities.parquet"
    )
    assert expected in words(verify(folder))


def test_what_a_changed_table_breaks_is_told_by_row_and_column(result):
    folder = result("run")
    replaced(folder, "by_region.csv", "Tōhoku,3,", "Tōhoku,three,")
    found = words(verify(folder))
    assert "by_region.csv: row 2: count is 'three': is no whole number" in found


def test_a_row_that_is_gone_is_counted(result):
    folder = result("run")
    path = folder / "entities.csv"
    path.write_text("".join(path.read_text("utf-8").splitlines(True)[:-1]), "utf-8")
    found = words(verify(folder))
    assert "entities.csv: has 11 rows, written were 12" in found
    assert "entities.csv: has 11 rows, entities.parquet has 12" in found


def test_a_column_of_another_name_is_told(result):
    folder = result("run")
    replaced(folder, "entities.csv", "published_name", "name_published")
    found = words(verify(folder))
    assert "entities.csv: lacks column 'published_name'" in found
    assert "entities.csv: has the new column 'name_published'" in found


def test_of_many_cells_the_first_are_told_and_the_others_counted(result):
    folder = result("run")
    path = folder / "entities.csv"
    path.write_bytes(path.read_bytes().replace(b"2020-08-21", b"2020-08-2x") * 4)
    found = verify(folder)
    assert 20 < (found["path"] == "entities.csv").sum() < 80
    assert found["finding"].str.fullmatch("and [0-9]+ more").any()


def hashed_anew(folder, name):
    """Make the description fit a file, as somebody would who forges a result."""

    def edit(package):
        data = (folder / name).read_bytes()
        [each] = [each for each in package["resources"] if each["path"] == name]
        each["bytes"] = len(data)
        each["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"

    edited(folder, edit)


@pytest.mark.parametrize(
    ("kind", "name", "old", "new", "expected"),
    [
        pytest.param(
            *("run", "entities.geojson", '"lg_code": "032069"', '"lg_code": "0"'),
            "entities.geojson: row 1: lg_code is '0', but '032069' in entities.csv",
            id="code on the map",
        ),
        pytest.param(
            *("run", "by_type.csv", "town,3,", "town,4,"),
            "by_type.csv: counts 13, entities.csv has 12 rows",
            id="count",
        ),
        pytest.param(
            *("run", "entities.csv", "Kumano Town", "Kumana Town"),
            "entities.csv: row 9: the source has no 'Kumana Town, Hiroshima "
            "Prefecture' at line 23",
            id="name",
        ),
        pytest.param(
            *("compare", "panel.csv", "032069", "032158"),
            "panel.csv: has other bodies than entities.csv, such as '032069'",
            id="body",
        ),
        pytest.param(
            *("compare", "entities.csv", ",3,B3,", ",3,B9,"),
            "entities.csv: row 2: the source has no '鳥取県日南町' at line 3, B9",
            id="cell",
        ),
    ],
)
def test_files_that_do_not_agree_are_told_whatever_their_hashes_say(
    result, press_release, kind, name, old, new, expected
):
    folder = result(kind)
    replaced(folder, name, old, new)
    hashed_anew(folder, name)
    source = press_release if kind == "run" else None
    assert expected in words(verify(folder, source=source))


def test_rows_are_looked_up_where_they_stood_in_the_source(results, press_release):
    assert verify(results / "run", source=press_release).empty


def test_another_source_than_the_one_used_is_an_error(results, press_release, tmp_path):
    other = tmp_path / "list.txt"
    other.write_bytes(press_release.read_bytes() + b"\n")
    [said] = words(verify(results / "run", source=[other]))
    assert "was not made from list.txt as it is now" in said
    assert said.endswith("but from: press_release.txt")


def test_a_record_that_came_later_is_an_error(results, press_release, tmp_path):
    source = tmp_path / press_release.name
    source.write_bytes(press_release.read_bytes())
    source.with_suffix(".json").write_text('{"date": "2020-08-21"}')
    [said] = words(verify(results / "run", source=source))
    assert "the .json record beside press_release.txt is not the one" in said


def test_a_source_that_is_not_there_cannot_be_checked(results, tmp_path):
    with pytest.raises(SourceError, match=r"there is no file .*gone\.txt"):
        verify(results / "run", source=tmp_path / "gone.txt")


def test_other_reference_tables_are_a_warning_with_the_command(result):
    folder = result("run")

    def edit(package):
        tables = package["regional_iot"]["reference_tables"]
        [register] = [each for each in tables if each["name"] == "register.parquet"]
        register |= {"sha256": "0" * 64, "date": "2025-10-01"}

    edited(folder, edit)
    found = verify(folder)
    assert found["severity"].tolist() == ["warning", "note"]
    outdated, again = words(found)
    assert "register.parquet (of 2025-10-01, sha256 000000000000…)" in outdated
    assert "installed here is (of 2026-10-01, sha256 " in outdated
    assert again.endswith(
        "up to date: regional-iot run press_release.txt --as-of 2020-08-21 "
        "--boundaries jma:2025-03-10 --lang en"
    )


def test_a_command_that_does_more_is_not_shown(result):
    folder = result("errata")

    def edit(package):
        about = package["regional_iot"]
        about["reference_tables"][0]["sha256"] = "0" * 64
        about["again"] = "regional-iot errata; rm -r ."

    edited(folder, edit)
    assert not [line for line in words(verify(folder)) if "rm -r" in line]


def test_boundaries_that_are_not_here_are_a_warning(result):
    folder = result("run")

    def edit(package):
        file = {"name": "N03-20210101_31_GML.zip", "sha256": "1" * 64}
        package["regional_iot"]["boundaries"].append({"source": "n03", "files": [file]})

    edited(folder, edit)
    found = verify(folder)
    assert found["severity"].tolist() == ["warning", "note"]
    assert "boundaries N03-20210101_31_GML.zip" in found["finding"].iloc[0]


def test_another_version_of_the_program_is_a_note(result):
    folder = result("errata")
    edited(folder, lambda package: package["regional_iot"].update(version="0.0.1"))
    [said] = words(verify(folder))
    assert "made with version 0.0.1 of the program; this is " in said


def test_files_of_the_user_are_a_note(result):
    folder = result("errata")
    (folder / "my notes.txt").write_text("call Hirao")
    found = verify(folder)
    assert found["severity"].tolist() == ["note"]
    assert words(found) == ["my notes.txt: is no file of the result: it is not listed"]


def test_what_a_killed_process_left_is_told_as_such(result):
    folder = result("errata")
    left = folder / ".errata.partial-x1" / "new" / "errata.md"
    left.parent.mkdir(parents=True)
    left.write_text("# Err")
    [said] = words(verify(folder))
    assert "is left from a process that was killed" in said


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../secret.csv", "charts/../../secret.csv", "C:\\x.csv", "a\0b",
     "./errata.csv", "", "x" * 5000, "charts\\x.png", "\ud800.csv", PACKAGE, 7, None],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(result, path):
    folder = result("errata")
    (folder.parent / "secret.csv").write_text("secret")
    edited(folder, lambda package: package["resources"][0].update(path=path))
    found = verify(folder)
    assert (found["severity"] == "error").any()
    assert not found["finding"].str.contains("secret\\b(?!\\.csv)").any()


@pytest.mark.parametrize("name", ["by_type.csv", "charts"])
def test_links_are_not_followed(result, name):
    folder = result("run")
    elsewhere = shutil.move(folder / name, folder.parent / f"moved {name}")
    (folder / name).symlink_to(elsewhere)
    found = verify(folder)
    told = found[found["path"].str.startswith(name)]
    assert (told["severity"] == "error").any()
    assert told.loc[told["severity"] == "error", "finding"].str.contains("a link").all()


def test_a_pipe_in_the_place_of_a_file_does_not_hang(result):
    folder = result("errata")
    (folder / "errata.md").unlink()
    os.mkfifo(folder / "errata.md")
    assert words(verify(folder))[0] == "errata.md: is no plain file"


def places(value, at=()):
    """Give where every value in JSON stands."""
    yield at
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            yield from places(value[key], (*at, key))


def test_a_description_of_wrong_types_raises_nothing_else(result):
    folder, chance = result("errata"), random.Random(3)
    text = (folder / PACKAGE).read_text("utf-8")
    deep = []
    for _ in range(150):
        deep = [deep]
    bad = [None, 0, -1, 1.5, True, "", "x", "\ud800", [], {}, [1], {"a": 1}, deep]
    everywhere = [place for place in places(json.loads(text)) if place]
    for *above, last in chance.sample(everywhere, 40):
        package = inner = json.loads(text)
        for key in above:
            inner = inner[key]
        inner[last] = chance.choice(bad)
        (folder / PACKAGE).write_text(json.dumps(package))
        assert wrong_with(folder)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"regional_iot": {"command": "run"}}', id="nothing else"),
        pytest.param("[" * 100_000 + '"regional_iot": {', id="deep"),
        pytest.param('{"regional_iot": {"x": ' + "9" * 5000 + "}}", id="long number"),
        pytest.param('{"regional_iot": {"command": ["run"]}}', id="command of a list"),
    ],
)
def test_a_description_that_does_harm_elsewhere_is_an_error(tmp_path, text):
    (tmp_path / PACKAGE).write_text(text)
    assert wrong_with(tmp_path) == {PACKAGE}


@pytest.mark.parametrize(
    "text", ["{}", "[]", "no JSON", '{"name": "somebody-elses"}', ""]
)
def test_a_description_of_somebody_else_is_no_result(tmp_path, text):
    (tmp_path / PACKAGE).write_text(text)
    with pytest.raises(SourceError, match="was not written by regional-iot"):
        verify(tmp_path)


def test_a_folder_without_a_description_is_no_result(tmp_path):
    with pytest.raises(SourceError, match=r"has no datapackage\.json"):
        verify(tmp_path)
    with pytest.raises(SourceError, match="there is no folder"):
        verify(tmp_path / "gone")


@pytest.mark.parametrize("name", ["entities.parquet", "entities.geojson"])
def test_map_data_that_cannot_be_read_are_an_error(result, name):
    folder = result("run")
    (folder / name).write_bytes(b"PAR1{" + os.urandom(200) + b"PAR1")
    hashed_anew(folder, name)
    assert name in wrong_with(folder)


def test_neutralized_cells_are_the_names_of_the_source(tmp_path):
    source = tmp_path / "list.csv"
    source.write_text('published_name\n"=Iga City, Mie"\n"Oshu City, Iwate"\n')
    options = ["--as-of", "2020-08-21", "--column", "published_name"]
    out = tmp_path / "out"
    assert main(["errata", str(source), *options, "--out", str(out)]) == 0
    assert verify(out, source=source).empty


def test_parts_of_parquet_are_checked_by_their_hashes(tmp_path):
    part = tmp_path / "part-0.parquet"
    analysis.register().head(9).to_parquet(part)
    said = {"command": "resolve", "title": "names", "description": "Of a test."}
    given = {"file": "names.parquet", "sha256": "0" * 64, "rows": 9}
    write_datapackage(tmp_path, sources=[given], **said)
    found = check(tmp_path)
    assert (len(found.findings), found.files, found.rows) == (0, 2, 9)
    part.write_bytes(part.read_bytes()[::-1])
    assert wrong_with(tmp_path) == {"part-0.parquet"}


def test_the_command_says_that_all_is_as_written(results, capsys):
    assert main(["verify", str(results / "compare")]) == 0
    count = len(files_in(results / "compare"))
    said = f"{count} files, 15 rows: all as written\n"
    assert capsys.readouterr().out == said


def test_the_command_tells_each_finding_in_a_line_and_fails(result, capsys):
    folder = result("errata")
    count = len(files_in(folder))
    (folder / "errata.md").unlink()
    (folder / "a\nb").write_text("")
    assert main(["verify", str(folder)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "error: errata.md: is not there",
        "note: a\\nb: is no file of the result: it is not listed",
        f"{count} files, 12 rows: 1 error, 1 note",
    ]


def test_a_note_fails_with_strict_only(result):
    folder = result("errata")
    (folder / "mine.txt").write_text("")
    assert main(["verify", str(folder)]) == 0
    assert main(["verify", str(folder), "--strict"]) == 1


def test_no_result_is_bad_input(tmp_path, capsys):
    assert main(["verify", str(tmp_path)]) == 2
    assert "has no datapackage.json" in capsys.readouterr().err


def test_the_command_takes_several_sources(results, root):
    data = root / "data" / "raw"
    names = [f"{name}.csv" for name in analysis.PACKAGED]
    given = [word for name in names for word in ("--source", str(data / name))]
    assert main(["verify", str(results / "compare"), *given]) == 0
