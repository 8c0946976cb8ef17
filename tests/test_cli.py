import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.cli import main


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text(
        'id,name\n007,"Hirasei Town, Yamaguchi"\n008,府中市\n', encoding="utf-8"
    )
    return path


def test_run_prints_where_everything_is_and_ends_with_the_table(tmp_path, capsys):
    assert main(["run", "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "12 entities, bodies as of 2020-08-21 (the document's own date)" in printed
    assert str(tmp_path / "out" / "charts" / "distribution_map.png") in printed
    assert "353442" in printed
    assert "平生町" in printed
    assert "no other town in Yamaguchi can be read so\n" in printed
    assert printed.endswith("12 of 12: boundaries of 2025, list of 2020\n")


def test_resolve_puts_the_answers_beside_the_input(names, tmp_path):
    output = tmp_path / "out.csv"
    arguments = [
        "resolve",
        str(names),
        "--output",
        str(output),
        "--as-of",
        "2020-08-21",
    ]
    assert main(arguments) == 0
    table = pd.read_csv(output, dtype=str)
    assert table.columns[:3].tolist() == ["id", "name", "status"]
    assert table["id"].tolist() == ["007", "008"]
    assert table["lg_code"].fillna("").tolist() == ["353442", ""]
    assert table["candidates"].tolist() == ["353442", "132063 342084"]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".parquet"])
def test_resolve_reads_what_it_writes(names, tmp_path, suffix):
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    day = ["--as-of", "2020-08-21"]
    assert main(["resolve", str(names), "--output", str(first), *day]) == 0
    assert main(["resolve", str(first), "--output", str(second), *day]) == 0
    read = {".xlsx": pd.read_excel, ".parquet": pd.read_parquet}.get(suffix)
    kwargs = {} if suffix == ".parquet" else {"dtype": str}
    if read is None:
        read, kwargs = (
            pd.read_csv,
            {"dtype": str, "sep": "\t" if suffix == ".tsv" else ","},
        )
    table = read(second, **kwargs)
    assert table["resolution_lg_code"].iloc[0] == table["lg_code"].iloc[0] == "353442"


def test_resolve_of_text_keeps_blank_lines_and_prints_csv(tmp_path, capsys):
    path = tmp_path / "names.txt"
    path.write_text("北上市\n\n平生町\n", encoding="utf-8-sig")
    assert main(["resolve", str(path), "--as-of", "2020-08-21"]) == 0
    printed = capsys.readouterr()
    assert [line.split(",")[1] for line in printed.out.splitlines()[1:]] == [
        "resolved",
        "unmatched",
        "resolved",
    ]
    assert "3 names: 2 resolved, 0 ambiguous, 1 unmatched" in printed.err


def test_an_unquoted_comma_is_an_error_and_shifts_nothing(tmp_path, capsys):
    path = tmp_path / "names.csv"
    path.write_text("name\nOtaru City, Hokkaido\n", encoding="utf-8")
    assert main(["resolve", str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "names.csv: line 2 has 2 cells, but there is 1 column; put" in printed.err


def test_lines_of_text_end_at_line_ends_only(tmp_path, capsys):
    path = tmp_path / "names.txt"
    path.write_bytes("北上市\x0c\r\n平生町\u2028\n飛騨市".encode())
    assert main(["resolve", str(path), "--as-of", "2020-08-21"]) == 0
    assert "3 names: 3 resolved" in capsys.readouterr().err


def test_resolving_its_own_output_again_and_again_keeps_every_column(names, tmp_path):
    output = tmp_path / "out.csv"
    for _ in range(3):
        source = output if output.exists() else names
        assert (
            main(["resolve", str(source), "--column", "name", "--output", str(output)])
            == 0
        )
    header = output.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert len(header) == len(set(header)) == 2 + 3 * 12


def test_strict_exits_with_1_when_something_is_not_settled(names, tmp_path):
    output = str(tmp_path / "out.csv")
    assert main(["resolve", str(names), "--output", output, "--strict"]) == 1


def test_explain_shows_the_evidence(capsys):
    name = "Hiyoshitsu Village, Tottori Prefecture"
    assert main(["explain", name, "--as-of", "2020-08-21"]) == 0
    printed = capsys.readouterr().out
    assert "日 hi (kun), 吉 yoshi (kun), 津 tsu (kun)" in printed
    assert printed.startswith("resolved to 313840 日吉津村 ひえづそん, Hiezu Village")


def test_explain_shows_candidates_and_json(capsys):
    assert main(["explain", "Esashi Town, Hokkaido", "--as-of", "2020-08-21"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("ambiguous: 2 bodies could be meant\n")
    assert "could be: 013617 江差町" in printed
    assert "could be: 015148 枝幸町" in printed
    assert main(["explain", "北上市", "--json", "--as-of", "2020-08-21"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["lg_code"], told["status"]) == ("032069", "resolved")
    assert told["steps"]


@pytest.mark.parametrize(
    ("name", "verdict", "also"),
    [
        pytest.param(
            "Hirasei Town, Yamaguchi Prefecture",
            "resolved to 353442 平生町 ひらおちょう, Hirao Town, Yamaguchi "
            "(town in 熊毛郡) by a reading of its kanji, confidence ",
            "note: the official reading is Hirao; no other town",
            id="reading",
        ),
        pytest.param(
            "臼田町",
            "resolved to 203017 臼田町, Usuda Town, Nagano "
            "(town in 南佐久郡, 1893-06-30 until 2005-04-01) as a body of another time",
            "in its place today: 202177",
            id="historical",
        ),
        pytest.param(
            "上九一色村",
            "resolved to 193411 上九一色村, Yamanashi (village in 西八代郡, "
            "1889-07-01 until 2006-03-01) as a body of another time",
            "shares its area today: 194301 富士河口湖町",
            id="divided, without English or kana",
        ),
        pytest.param(
            "Kitakami City, Akita",
            "unmatched: 'Kitakami' is the name of 北上市 (Kitakami City, Iwate): not",
            "comes near: 032069 北上市",
            id="contradicted",
        ),
        pytest.param(
            "北上市・奥州市",
            "ambiguous: a joint entry, which names several bodies in one",
            "names: 032158 奥州市",
            id="joint",
        ),
        pytest.param(
            "Kitakami Wide-Area Union",
            "unmatched: a union of local governments; the register holds none",
            "1. understood as",
            id="union",
        ),
        pytest.param("", "unmatched: the name is empty", "", id="empty"),
        pytest.param(
            "泊村",
            "resolved to 014036 泊村 とまりむら, Tomari Village, Hokkaido",
            "less likely: 016969 泊村",
            id="namesake set aside",
        ),
    ],
)
def test_explain_gives_the_verdict_first(capsys, name, verdict, also):
    assert main(["explain", name, "--as-of", "2020-08-21"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(verdict)
    assert also in printed
    assert "None" not in printed


def test_explain_says_nothing_twice(capsys):
    assert main(["explain", "University of Tokyo", "--as-of", "2020-08-21"]) == 0
    assert capsys.readouterr().out.count("it is a university") == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "上九一色村",
            {
                "lg_code": "193411",
                "current_lg_code": "192015",
                "name_kana": None,
                "entity_type": "village",
                "candidates": ["193411", "192015", "194301"],
            },
        ),
        (
            "大久保村",  # six villages, all gone before there were codes
            {
                "lg_code": None,
                "current_lg_code": None,
                "entity_type": None,
                "status": "ambiguous",
            },
        ),
        ("Kitakami Wide-Area Union", {"entity_type": "union", "candidates": []}),
        (
            "北上市・奥州市",
            {"entity_type": "joint", "candidates": ["032069", "032158"]},
        ),
    ],
)
def test_explain_as_json_tells_what_is_known(capsys, name, expected):
    assert main(["explain", name, "--json", "--as-of", "2020-08-21"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {key: told[key] for key in expected} == expected
    assert all(isinstance(code, str) for code in told["candidates"])


@pytest.fixture
def aliases(tmp_path):
    path = tmp_path / "aliases.csv"
    path.write_text(
        "published_name,lg_code,valid_from,valid_to,source\n"
        "府中市,132063,,,telephone call\n"
        "Esashi,013617,,,telephone call\n"
        '"Hirasei Town, Yamaguchi",353442,2021-01-01,,letter\n',
        encoding="utf-8",
    )
    return path


def test_resolve_asks_the_users_table_first_and_tells_what_it_did_not_use(
    names, aliases, capsys
):
    day = ["--as-of", "2020-08-21"]
    assert main(["resolve", str(names), "--aliases", str(aliases), *day]) == 0
    printed = capsys.readouterr()
    rows = printed.out.splitlines()
    assert ",resolved,353442," in rows[1]
    assert ",reading," in rows[1]
    assert ",resolved,132063," in rows[2]
    assert ",alias," in rows[2]
    assert "aliases.csv: line 3, 'Esashi', was not used: no such name" in printed.err
    assert (
        "aliases.csv: line 4, 'Hirasei Town, Yamaguchi', was not used: "
        "not valid on 2020-08-21"
    ) in printed.err


def test_of_many_unused_entries_the_first_ten_are_told(names, tmp_path, capsys):
    path = tmp_path / "aliases.csv"
    entries = "".join(f"Nowhere {n},132063,,,me\n" for n in range(13))
    path.write_text(
        f"published_name,lg_code,valid_from,valid_to,source\n{entries}",
        encoding="utf-8",
    )
    assert main(["resolve", str(names), "--aliases", str(path)]) == 0
    printed = capsys.readouterr().err
    assert printed.count("was not used") == 10
    assert "aliases.csv: line 11, 'Nowhere 9'" in printed
    assert "\nand 3 more\n" in printed


def test_explain_names_the_row_of_the_users_table(aliases, capsys):
    day = ["--as-of", "2020-08-21"]
    assert main(["explain", "Esashi", "--aliases", str(aliases), *day]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("resolved to 013617 江差町")
    assert " by your own table, confidence " in printed.out
    assert "entry 3: telephone call" in printed.out
    assert printed.err == ""


def test_run_takes_the_users_table(names, aliases, tmp_path, capsys):
    out = tmp_path / "out"
    source = tmp_path / "list.csv"
    text = names.read_text("utf-8").replace("name\n", "published_name\n")
    source.write_text(text, encoding="utf-8")
    arguments = ["run", str(source), "--out", str(out), "--as-of", "2020-08-21"]
    assert main([*arguments, "--aliases", str(aliases)]) == 0
    table = pd.read_csv(out / "entities.csv", dtype=str)
    assert table["lg_code"].tolist() == ["353442", "132063"]
    assert table["method"].tolist() == ["reading", "alias"]
    assert "aliases.csv: line 3, 'Esashi', was not used" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "resolve", "explain"])
def test_a_wrong_table_of_aliases_exits_with_2(names, tmp_path, capsys, command):
    path = tmp_path / "aliases.csv"
    path.write_text(
        "published_name,lg_code,valid_from,valid_to,source\nFuchu,13206,,,me\n"
    )
    given = {
        "run": ["--out", str(tmp_path / "out")],
        "resolve": [str(names)],
        "explain": ["Fuchu"],
    }
    arguments = [command, *given[command], "--aliases", str(path)]
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert "aliases.csv: line 2 has the lg_code '13206' of five digits" in printed.err
    assert printed.out == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere.csv", "--out", "{tmp}"], "there is no file nowhere.csv"),
        (["resolve", "nowhere.csv"], "there is no file nowhere.csv"),
        (
            ["resolve", "{names}", "--column", "nom"],
            "there is no column 'nom' (found: id, name)",
        ),
        (["resolve", "{names}", "--output", "{tmp}/x.doc"], "want a file of kind"),
        (["notebooks", "{tmp}"], "no numbered notebooks"),
    ],
)
def test_bad_input_exits_with_2_and_says_why(
    names, tmp_path, capsys, arguments, message
):
    filled = [a.format(tmp=tmp_path, names=names) for a in arguments]
    assert main(filled) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["run", "--as-of", "soon"]])
def test_bad_usage_exits_with_2(arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    "command", ["run", "resolve", "explain", "errata", "compare", "notebooks"]
)
def test_every_command_has_help_with_an_example(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert f"example:\n  regional-iot {command}" in capsys.readouterr().out


AS_OF = ["--as-of", "2020-08-21"]
TWO_OF_THREE = (
    "August 21, 2020\nIt chose 3 entities.\n"
    "1 Hirasei Town, Yamaguchi Prefecture\n2 Miyagi Prefecture\n"
)
DIFFER = "list.txt: the document states 3 entities, but 2 rows were found"


@pytest.fixture
def given(tmp_path, monkeypatch):
    """Write a file into the folder in which the command is run, give its name."""
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "list.txt") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return write


@pytest.mark.parametrize(
    "command",
    [["run", "list.txt"], ["errata", "list.txt"], ["compare", "list.txt", "other.txt"]],
    ids=lambda command: command[0],
)
def test_a_list_shorter_than_it_states_is_warned_of_and_strict_refuses_it(
    given, tmp_path, capsys, command
):
    given(TWO_OF_THREE)
    given("July 1, 2019\n1 Iga City, Mie\n2 Miyagi Prefecture\n", "other.txt")
    assert main([*command, "--out", "lax"]) == 0
    assert f"regional-iot: warning: {DIFFER}" in capsys.readouterr().err
    assert list((tmp_path / "lax").iterdir())
    assert main([*command, "--out", "strict", "--strict"]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(f"regional-iot: {DIFFER}")
    assert printed.out == ""
    assert not (tmp_path / "strict").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("1 Iga City, Mie\n2 Miyagi Prefecture\n", 0, id="all is well"),
        pytest.param("1 Iga City, Mie\n2 Nowhere Town, Mie\n", 1, id="not resolved"),
        pytest.param("1 Iga City, Mie\n3 Miyagi Prefecture\n", 1, id="number left out"),
    ],
)
def test_strict_exits_with_1_when_rows_are_read_but_not_in_order(given, text, code):
    arguments = ["run", given(text), "--out", "out", *AS_OF]
    assert main(arguments) == 0
    assert main([*arguments, "--strict"]) == code


COLUMNS = 'No,Applicant,Place\n1,"Iga City, Mie",三重県\n2,北上市,岩手県\n'


@pytest.mark.parametrize(
    ("column", "names"),
    [
        ("Applicant", ["Iga City, Mie", "北上市"]),
        ("B", ["Iga City, Mie", "北上市"]),
        ("Place", ["三重県", "岩手県"]),
        ("c", ["三重県", "岩手県"]),
    ],
)
def test_a_column_is_named_by_its_header_or_letter(given, capsys, column, names):
    source = given(COLUMNS, "list.csv")
    assert main(["run", source, "--column", column, "--out", "out", *AS_OF]) == 0
    table = pd.read_csv("out/entities.csv", dtype=str)
    assert table["published_name"].tolist() == names
    letter = "B" if names[1] == "北上市" else "C"
    assert f"\nread from column {letter} '" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["run", "errata"])
def test_an_unknown_column_is_an_error_that_lists_those_there_are(
    given, tmp_path, capsys, command
):
    source = given(COLUMNS, "list.csv")
    assert main([command, source, "--column", "Name", "--out", "out", *AS_OF]) == 2
    assert capsys.readouterr().err == (
        "regional-iot: list.csv: the table at line 1 has no column 'Name' (found: "
        "A 'No', B 'Applicant', C 'Place'); give one of these labels or letters\n"
    )
    assert not (tmp_path / "out").exists()


def test_an_empty_source_is_not_taken_for_the_packaged_list(tmp_path, capsys):
    assert main(["run", "", "--out", str(tmp_path / "out")]) == 2
    assert "the text is empty" in capsys.readouterr().err


def test_markup_in_a_name_is_shown_as_text(given, capsys):
    source = given("published_name\n[red]Nowhere[/red] Town\n", "list.csv")
    assert main(["run", source, "--out", "out", *AS_OF]) == 0
    assert "[red]Nowhere[/red] Town" in capsys.readouterr().out


def test_of_a_long_list_the_first_rows_are_printed(given, capsys):
    source = given("published_name\n" + '"Iga City, Mie"\n' * 502, "list.csv")
    assert main(["run", source, "--out", "out", *AS_OF]) == 0
    printed = capsys.readouterr().out
    assert printed.count("│ 伊賀市") == 500
    assert "\nand 2 more rows\n" in printed
    assert printed.endswith("502 of 502: boundaries of 2025, list of 2020\n")
    assert len(pd.read_csv("out/entities.csv")) == 502


def test_errata_prints_a_page_and_writes_nothing(given, tmp_path, capsys):
    given(TWO_OF_THREE)
    assert main(["errata", "list.txt"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# Errata: ")
    assert "| 1 | Hirasei Town, Yamaguchi Prefecture | Hirao Town, " in printed
    assert "## 正誤表" in printed
    assert [path.name for path in tmp_path.iterdir()] == ["list.txt"]


def test_errata_of_the_packaged_list_are_written_as_page_and_table(tmp_path, capsys):
    assert main(["errata", "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2 of 12 names; written to ")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "datapackage.json",
        "errata.csv",
        "errata.md",
    ]
    table = pd.read_csv(tmp_path / "errata.csv", dtype=str)
    assert table["number"].tolist() == ["8", "10"]
    page = (tmp_path / "errata.md").read_text(encoding="utf-8")
    assert page.startswith("# Errata: Decision on Regional Public Entities")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("August 21, 2020\n1 Iga City, Mie\n2 Miyagi Prefecture\n", 0),
        ("August 21, 2020\n1 Hirasei Town, Yamaguchi\n2 Miyagi Prefecture\n", 1),
    ],
)
def test_strict_errata_exit_with_1_if_there_are_any(given, text, code):
    assert main(["errata", given(text)]) == 0
    assert main(["errata", given(text), "--strict"]) == code


def test_errata_of_an_undated_list_want_a_day(given, capsys):
    source = given("1 Hirasei Town, Yamaguchi\n2 Miyagi Prefecture\n")
    assert main(["errata", source]) == 2
    message = (
        "list.txt: the list bears no date, .*; give it, such as --as-of 2020-08-21"
    )
    assert re.search(message, capsys.readouterr().err)
    assert main(["errata", source, *AS_OF]) == 0
    assert "Hirao Town" in capsys.readouterr().out


def test_compare_of_the_packaged_lists_tells_who_is_in_both(tmp_path, capsys):
    assert main(["compare", "--out", str(tmp_path / "out"), "--strict"]) == 0
    printed = capsys.readouterr().out
    assert printed.endswith("中種子町: in 2020-07 (465011), 2020-08-21 (465011)\n")
    written = {path.name for path in (tmp_path / "out").rglob("*.*")}
    assert {
        "panel.csv",
        "movements.csv",
        "panel_maps.png",
        "datapackage.json",
    } < written
    assert all(name in printed for name in written)


def test_compare_of_one_list_is_an_error(given, tmp_path, capsys):
    assert main(["compare", given(TWO_OF_THREE), "--out", "out"]) == 2
    assert "one list was given; name two or more" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_compare_names_the_list_that_bears_no_date(given, tmp_path, capsys):
    given("July 1, 2019\n1 Iga City, Mie\n2 Miyagi Prefecture\n", "dated.txt")
    given("1 Iga City, Mie\n2 Miyagi Prefecture\n", "undated.txt")
    assert main(["compare", "dated.txt", "undated.txt", "--out", "out"]) == 2
    assert "undated.txt bears no date, and" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_compare_of_a_list_with_itself_repeats_every_body(given):
    source = given("July 1, 2019\n1 Iga City, Mie\n2 Miyagi Prefecture\n")
    assert main(["compare", source, source, "--out", "out"]) == 0
    panel = pd.read_csv("out/panel.csv", dtype=str)
    assert panel["lists"].tolist() == ["2", "2"]
    assert {"2019-07-01", "2019-07-01 (2)"} < set(panel.columns)


def test_strict_compare_exits_with_1_if_a_name_is_not_resolved(given):
    given("July 1, 2019\n1 Iga City, Mie\n2 Miyagi Prefecture\n", "a.txt")
    given("July 1, 2020\n1 Iga City, Mie\n2 Nowhere Town, Mie\n", "b.txt")
    assert main(["compare", "a.txt", "b.txt", "--out", "out"]) == 0
    assert main(["compare", "a.txt", "b.txt", "--out", "out", "--strict"]) == 1


def test_an_empty_place_is_no_working_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.txt").write_text("飛騨市\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["resolve", "names.txt", "--output", ""])
    assert main(["resolve", "", "--output", "o"]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["names.txt"]
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["0", "-1", "x"])
def test_workers_are_at_least_one(workers, capsys):
    with pytest.raises(SystemExit):
        main(["resolve", "names.csv", "--output", "o", "--workers", workers])
    assert "number from 1 on" in capsys.readouterr().err


def test_a_full_disk_behind_the_output_is_told(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("no such device here")
    (tmp_path / "names.txt").write_text("飛騨市\n", encoding="utf-8")
    command = [sys.executable, "-m", "analysis", "resolve", "names.txt"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path
        )
    assert done.returncode == 2
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_parquet_keeps_its_numbers_and_its_index_in_csv(tmp_path, capsys):
    table = pd.DataFrame(
        {"name": ["飛騨市", None], "id": pd.array([9007199254740993, None], "Int64")},
        index=pd.Index([7, 8], name="case"),
    )
    table.to_parquet(tmp_path / "names.parquet")
    assert main(["resolve", str(tmp_path / "names.parquet"), "--column", "name"]) == 0
    header, row, _ = capsys.readouterr().out.splitlines()
    assert header.startswith("name,id,case,status")
    assert row.startswith("飛騨市,9007199254740993,7,resolved")
