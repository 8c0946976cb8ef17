import json

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
    assert printed.rstrip().endswith("It fits no other town in Yamaguchi")


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
    assert "names.csv: line 2 has 2 cells, but there are 1 columns" in printed.err


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
    assert "resolved: 313840 日吉津村 ひえづそん" in printed


def test_explain_shows_candidates_and_json(capsys):
    assert main(["explain", "Esashi Town, Hokkaido", "--as-of", "2020-08-21"]) == 0
    printed = capsys.readouterr().out
    assert "could be 013617 江差町" in printed
    assert "could be 015148 枝幸町" in printed
    assert main(["explain", "北上市", "--json", "--as-of", "2020-08-21"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["lg_code"], told["status"]) == ("032069", "resolved")
    assert told["steps"]


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


@pytest.mark.parametrize("command", ["run", "resolve", "explain", "notebooks"])
def test_every_command_has_help_with_an_example(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert f"example:\n  regional-iot {command}" in capsys.readouterr().out


def test_a_list_that_does_not_add_up_is_said_and_strict_fails(tmp_path, capsys):
    source = tmp_path / "list.txt"
    source.write_text("It chose 3 entities.\n1 Iga City, Mie\n2 Miyagi Prefecture\n")
    arguments = [
        "run",
        str(source),
        "--out",
        str(tmp_path / "out"),
        "--as-of",
        "2020-08-21",
    ]
    assert main(arguments) == 0
    assert (
        "warning: list.txt: the document states 3 entities" in capsys.readouterr().err
    )
    assert main([*arguments, "--strict"]) == 1


def test_markup_in_a_name_is_shown_as_text(tmp_path, capsys):
    source = tmp_path / "list.csv"
    source.write_text("published_name\n[bold]Iga City[/bold]\n", encoding="utf-8")
    assert (
        main(
            ["run", str(source), "--out", str(tmp_path / "o"), "--as-of", "2020-08-21"]
        )
        == 0
    )
    assert "[bold]Iga City[/bold]" in capsys.readouterr().out
