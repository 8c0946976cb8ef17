"""CSV and TSV: no cell is a formula to a spreadsheet, and each comes back as it was."""

import csv
import io
import re

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import (
    PACKAGED,
    compare,
    packaged_announcement,
    pipeline,
    read_announcement,
    read_results,
)
from analysis.cli import main
from analysis.csv_cells import (
    SIGNS,
    neutral,
    plain,
    plain_texts,
    print_cells,
    write_cells,
)
from analysis.errors import SchemaError, SourceError
from analysis.export import write_csv
from analysis.tables import read_table, write_table

# What OWASP says of "CSV Injection" lists the signs and their full-width forms.
NEUTRAL = [
    pytest.param('=HYPERLINK("http://192.0.2.1")', True, id="formula"),
    pytest.param("+81-3", True, id="plus"),
    pytest.param("-2+3", True, id="minus"),
    pytest.param("-", True, id="a sign alone"),
    pytest.param("@SUM(A1)", True, id="at"),
    pytest.param("\t=1", True, id="tab"),
    pytest.param("\r=1", True, id="carriage return"),
    pytest.param("\n=1", True, id="line feed"),
    pytest.param("＝1+1", True, id="full-width equals"),
    pytest.param("＋1", True, id="full-width plus"),
    pytest.param("－1", True, id="full-width minus"),
    pytest.param("＠x", True, id="full-width at"),
    pytest.param("'=1", True, id="marked already"),
    pytest.param("'''@", True, id="marked thrice"),
    pytest.param("北上市", False, id="a name"),
    pytest.param("'tis", False, id="apostrophe"),
    pytest.param("'", False, id="apostrophe alone"),
    pytest.param("", False, id="nothing"),
    pytest.param(" =1", False, id="a blank first"),
    pytest.param("Iga=City", False, id="sign within"),
    pytest.param("ＡＢＣ", False, id="full-width letters"),
    pytest.param("032069", False, id="code"),
]
ODD = "'" + SIGNS + "a1.% \\\"',;0\ufeff０　\x00\x0b\x85\u2028平"
TEXTS = st.text(
    st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])),
    max_size=6,
)
CELLS = st.one_of(st.none(), TEXTS, st.sampled_from(["NA", "nan", "NULL", "'=1", "-1"]))
DTYPES = ["str", "string", "string[python]", object, "category"]
# No name begins or ends as these do; all that readers stumble over is there.
HOSTILE = [
    "Iga City, Mie",
    'the "city"',
    '"',
    "two\nlines",
    "two\r\nlines",
    "two\rlines",
    "\r",
    "\n",
    " blank ",
    "tab\tbed",
    "semi;colon",
    "\ufeffmarked",
    "NA",
    "nan",
    "NULL",
    "None",
    "=1+1",
    "'=1+1",
    "＝1+1",
    "032069",
    "1e5",
    "日吉津村",
    "\\n",
    "a\\",
]


def table_of(texts, name="name"):
    """Return hostile texts beside codes and numbers."""
    count = len(texts)
    columns = {
        name: pd.Series(texts, dtype="str"),
        "lg_code": pd.Series(["032069"] * count, dtype="str"),
        "number": range(-1, count - 1),
        "share": np.arange(count) / 8 - 1,
    }
    return pd.DataFrame(columns)


@pytest.mark.parametrize(("text", "is_risky"), NEUTRAL)
def test_a_text_that_a_spreadsheet_would_compute_gets_an_apostrophe(text, is_risky):
    table = pd.DataFrame({"name": [text, "x"]})
    assert neutral(table)["name"].tolist() == ["'" * is_risky + text, "x"]


@pytest.mark.parametrize("dtype", DTYPES)
@settings(deadline=None, max_examples=100)
@given(texts=st.lists(CELLS, min_size=1, max_size=6), header=TEXTS)
def test_what_is_neutral_is_plain_again_as_it_was(dtype, texts, header):
    index = pd.RangeIndex(5, 5 + len(texts), name="line")
    column = pd.Series(texts, dtype=dtype, index=index)
    table = pd.DataFrame({"name": column, "n": -1}).set_axis([header, 7], axis=1)
    before = table.copy(deep=True)
    safe = neutral(table)
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(plain(safe), table)


@settings(deadline=None)
@given(texts=st.lists(TEXTS, min_size=1), header=TEXTS)
def test_no_text_is_a_formula_but_where_all_of_its_column_are_numbers(texts, header):
    safe = neutral(pd.DataFrame({header: pd.Series(texts, dtype="str")}))
    assert not safe.columns[0].startswith(tuple(SIGNS))
    if not all(re.fullmatch(r"[-+0-9.,eE%]*", text) for text in texts):
        assert not any(text.startswith(tuple(SIGNS)) for text in safe.iloc[:, 0])


def test_columns_of_numbers_stay_as_they_are():
    table = pd.DataFrame(
        {
            "whole": [-1, -2, 3],
            "missing": pd.array([-1, None, -3], dtype="Int64"),
            "shares": [-0.5, np.nan, -np.inf],
            "read as text": ["-3.5", "", "+1,200"],
            "per cent": ["-3%", "1e-5", "0"],
        }
    )
    pd.testing.assert_frame_equal(neutral(table), table)


def test_a_number_among_names_is_a_text_as_they_are():
    table = pd.DataFrame({"name": ["-1", "Iga City"]})
    assert neutral(table)["name"].tolist() == ["'-1", "Iga City"]


def test_a_column_without_a_formula_is_not_copied():
    table = pd.DataFrame({"name": ["北上市", "Iga City"], "risky": ["=1", "x"]})
    there, before = (
        pa.array(each["name"].array).buffers()[2].address
        for each in (neutral(table), table)
    )
    assert there == before


def test_categories_that_say_the_same_when_plain_are_one():
    column = pd.Categorical(["'=1", "=1", None, "x"], ["x", "'=1", "=1"], ordered=True)
    there = plain(pd.DataFrame({"name": column}))["name"]
    wanted = pd.Categorical(["=1", "=1", None, "x"], ["x", "=1"], ordered=True)
    pd.testing.assert_series_equal(there, pd.Series(wanted, name="name"))


def test_two_columns_of_one_name_are_both_neutral():
    table = pd.DataFrame([["=1", "x"], ["y", "@2"]], columns=["=a", "=a"])
    safe = neutral(table)
    assert safe.to_numpy().tolist() == [["'=1", "x"], ["y", "'@2"]]
    assert safe.columns.tolist() == ["'=a", "'=a"]
    pd.testing.assert_frame_equal(plain(safe), table)


def test_arrow_is_plain_as_pandas_is():
    table = pd.DataFrame(
        {"'=h": ["'=1", None, "''@", "'tis"], "b": ["x", "y", "", "z"]}
    )
    arrow = plain_texts(pa.Table.from_pandas(table))
    pd.testing.assert_frame_equal(arrow.to_pandas(), plain(table))


@pytest.mark.parametrize("excel", [False, True])
@pytest.mark.parametrize("kind", ["csv", "tsv"])
@settings(deadline=None, max_examples=100)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), max_size=5),
    header=st.lists(TEXTS, min_size=2, max_size=2, unique=True),
)
@example(rows=[("a\rb", "=1")], header=["\ufeffname", "sep=,"])
@example(rows=[(None, ""), ("", None)], header=["sep=;", ""])
def test_any_table_comes_back_as_it_was(tmp_path_factory, kind, excel, rows, header):
    path = tmp_path_factory.getbasetemp() / f"law-{excel}.{kind}"
    table = pd.DataFrame(rows, columns=header, dtype="str")
    write_table(table, path, excel=excel)
    # CSV has one empty cell for both.
    wanted = table.replace("", pd.NA).astype("str")
    pd.testing.assert_frame_equal(read_results(path), wanted, check_column_type=False)


@pytest.mark.parametrize("rows", [["", "x"], [None, None], ["=", ""]])
def test_an_empty_cell_of_a_single_column_is_a_row(tmp_path, rows):
    path = tmp_path / "names.csv"
    write_table(pd.DataFrame({"name": pd.Series(rows, dtype="str")}), path)
    assert read_results(path)["name"].fillna("").tolist() == [r or "" for r in rows]
    assert read_table(path)["name"].tolist() == [r or "" for r in rows]


@pytest.mark.parametrize("excel", [False, True])
@pytest.mark.parametrize(("kind", "separator"), [("csv", ","), ("tsv", "\t")])
def test_other_readers_read_the_same_but_for_the_apostrophes(
    tmp_path, kind, separator, excel
):
    path = tmp_path / f"table.{kind}"
    table = table_of(HOSTILE)
    write_table(table, path, excel=excel)
    wanted = neutral(table).astype(str).to_numpy().tolist()
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *by_python = csv.reader(file, delimiter=separator, strict=True)
    assert header == table.columns.tolist()
    assert by_python == wanted
    by_pandas = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
    assert by_pandas.to_numpy().tolist() == wanted
    by_duckdb = duckdb.read_csv(
        str(path), sep=separator, header=True, all_varchar=True, quotechar='"'
    )
    assert [list(row) for row in by_duckdb.fetchall()] == wanted


@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_the_table_of_names_is_read_as_it_was(tmp_path, kind):
    path = tmp_path / f"names.{kind}"
    write_table(table_of(HOSTILE, "=name"), path, excel=True)
    read = read_table(path)
    assert read.columns.tolist() == ["=name", "lg_code", "number", "share"]
    assert read["=name"].tolist() == HOSTILE


@pytest.mark.parametrize("excel", [False, True])
def test_a_list_is_read_from_our_own_table_as_it_was(tmp_path, excel):
    names = [
        "Iga City, Mie",
        "'=1+1",
        "＝cmd",
        "'tis City",
        "-2+3",
        "Miyagi Prefecture",
    ]
    path = tmp_path / "entities.csv"
    write_csv(table_of(names, "published_name"), path, excel=excel)
    assert b"''=1+1" in path.read_bytes()
    entities = read_announcement(path, column="published_name").entities
    assert entities["published_name"].tolist() == names


def test_each_line_end_in_a_cell_is_in_quotes_and_rows_end_with_line_feeds():
    stream = io.StringIO(newline="")
    print_cells(pd.DataFrame({"a": ["x\ry", "p\nq", "r\r\ns", "t"], "b": 1}), stream)
    assert stream.getvalue() == 'a,b\n"x\ry",1\n"p\nq",1\n"r\r\ns",1\nt,1\n'


@pytest.mark.parametrize("dtype", ["str", object, "category"])
def test_a_carriage_return_is_found_in_columns_of_any_kind(dtype):
    stream = io.StringIO(newline="")
    print_cells(pd.DataFrame({"a": pd.Series(["x\ry"], dtype=dtype)}), stream)
    assert stream.getvalue() == 'a\n"x\ry"\n'


@pytest.mark.parametrize("name", ["\ufeffname", "sep=;", "SEP=,"])
def test_a_header_that_readers_would_swallow_is_in_quotes(tmp_path, name):
    path = tmp_path / "names.csv"
    write_table(pd.DataFrame({name: ["北上市"]}), path)
    assert path.read_text("utf-8") == f'"{name}"\n北上市\n'
    assert read_table(path).columns.tolist() == [name]


def test_numbers_have_six_decimals_and_missing_values_are_empty(tmp_path):
    path = tmp_path / "table.csv"
    table = pd.DataFrame({"p": [1 / 3, None], "n": pd.array([None, -1], "Int64")})
    write_csv(table, path)
    assert path.read_bytes() == b"p,n\n0.333333,\n,-1\n"


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("name", "\ud83d", "row 2, column 'name'"),
        ("a\udc00", "x", r"the header, column 'a\\udc00'"),
    ],
)
def test_half_a_character_is_refused_by_its_place(tmp_path, name, text, where):
    table = pd.DataFrame({0: pd.Series(["x", text], dtype=object)})
    table.columns = pd.Index([name], dtype=object)
    with pytest.raises(SchemaError, match=f"table.csv: {where} holds half a character"):
        write_cells(table, tmp_path / "table.csv")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Return the folder that a run with both options wrote, without its charts."""
    folder = tmp_path_factory.mktemp("results")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "_draw", lambda *_, **__: None)
        assert main(["run", "--out", str(folder), "--excel", "--xlsx"]) == 0
    return folder


def begins_with_mark(path):
    return path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_each_csv_of_a_run_begins_with_the_mark_if_asked_for(results):
    written = sorted(results.glob("*.csv"))
    assert len(written) == 9
    assert all(map(begins_with_mark, written))


def test_the_workbook_of_a_run_says_what_its_csv_files_say(results):
    sheets = pd.read_excel(results / "tables.xlsx", sheet_name=None, dtype=str)
    assert sorted(sheets) == sorted(path.stem for path in results.glob("*.csv"))
    assert sheets["entities"]["lg_code"].tolist()[:2] == ["032069", "032158"]
    for name, sheet in sheets.items():
        table = read_results(results / f"{name}.csv")
        there = sheet.astype(table.dtypes)
        pd.testing.assert_frame_equal(there, table, check_dtype=False)


def test_a_list_is_read_from_the_table_of_a_run(results):
    read = read_announcement(results / "entities.csv").entities["published_name"]
    assert read.tolist()[-1] == "Nakatane Town, Kagoshima Prefecture"
    assert len(read) == 12


@pytest.mark.parametrize("excel", [False, True])
def test_lists_side_by_side_have_the_mark_if_asked_for(tmp_path, excel):
    lists = [packaged_announcement(name) for name in PACKAGED]
    pipeline.write_comparison(compare(lists), out=tmp_path, excel=excel, xlsx=excel)
    written = sorted(tmp_path.glob("*.csv"))
    assert len(written) == 6
    assert {begins_with_mark(path) for path in written} == {excel}
    assert (tmp_path / "tables.xlsx").exists() == excel


@pytest.mark.parametrize("excel", [False, True])
def test_other_commands_write_the_mark_if_asked_for(
    tmp_path, monkeypatch, capsys, excel
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.txt").write_text("Iga City, Mie\n", encoding="utf-8")
    option = ["--excel"] * excel
    assert main(["errata", "--out", "errata", *option]) == 0
    assert begins_with_mark(tmp_path / "errata" / "errata.csv") == excel
    for name in ("out.csv", "out.tsv"):
        assert main(["resolve", "names.txt", "--output", name, *option]) == 0
        assert begins_with_mark(tmp_path / name) == excel
    capsys.readouterr()
    assert main(["resolve", "names.txt", *option]) == 0
    assert capsys.readouterr().out.startswith("\ufeff") == excel


def test_results_come_back_with_codes_as_text_and_numbers_as_numbers(results):
    entities = read_results(results / "entities.csv")
    assert entities["lg_code"].tolist()[:2] == ["032069", "032158"]
    assert entities["prefecture_code"].tolist()[:2] == ["03", "03"]
    kinds = {name: str(dtype) for name, dtype in entities.dtypes.items()}
    assert {name: kind for name, kind in kinds.items() if kind != "str"} == {
        "number": "Int64",
        "latitude": "float64",
        "longitude": "float64",
        "area_km2": "float64",
        "confidence": "float64",
        "line": "Int64",
    }
    assert read_results(results / "by_region.csv")["count"].sum() == 12


@pytest.mark.parametrize("name", ["entities.csv", "by_type.csv", "power.csv"])
def test_results_that_were_read_are_written_as_the_same_bytes(results, tmp_path, name):
    again = tmp_path / name
    write_csv(read_results(results / name), again, excel=True)
    assert again.read_bytes() == (results / name).read_bytes()


def described(folder, text, fields):
    (folder / "table.csv").write_text(text, encoding="utf-8")
    description = {"resources": [{"path": "table.csv", "schema": {"fields": fields}}]}
    (folder / "datapackage.json").write_text(pd.io.json.ujson_dumps(description))
    return folder / "table.csv"


def test_columns_are_what_the_data_package_says(tmp_path):
    fields = [
        {"name": "n", "type": "integer"},
        {"name": "m", "type": "integer", "constraints": {"required": True}},
        {"name": "certain", "type": "boolean", "constraints": {"required": True}},
        {"name": "p", "type": "number"},
        {"name": "date", "type": "date"},
    ]
    text = (
        "n,m,certain,p,date,x\n9007199254740993,1,True,-0.5,2020-07-01,1\n,2,False,,,\n"
    )
    table = read_results(described(tmp_path, text, fields))
    wanted = pd.DataFrame(
        {
            "n": pd.array([9007199254740993, None], "Int64"),
            "m": [1, 2],
            "certain": [True, False],
            "p": [-0.5, None],
            "date": pd.Series(["2020-07-01", None], dtype="str"),
            "x": pd.Series(["1", None], dtype="str"),
        }
    )
    pd.testing.assert_frame_equal(table, wanted)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("n\n1\ntwo\n", "column 'n' is not as it was written .*'two'"),
        ("n\n1,2\n", "table.csv is not as it was written"),
        ("", "table.csv has no end"),
        ('n\n"1\n', "table.csv has no end"),
        ("n\n1", "table.csv has no end"),
    ],
)
def test_a_table_that_was_changed_is_refused(tmp_path, text, says):
    path = described(tmp_path, text, [{"name": "n", "type": "integer"}])
    with pytest.raises(SourceError, match=says):
        read_results(path)


def test_a_table_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes("name\n北上市\n".encode("cp932"))
    with pytest.raises(SourceError, match=r"table\.csv is not as it was written"):
        read_results(path)


@pytest.mark.parametrize("name", ["absent.csv", "table.xlsx"])
def test_only_csv_that_is_there_is_read(tmp_path, name):
    with pytest.raises(SourceError, match=r"there is no file|want a file of kind"):
        read_results(tmp_path / name)


def test_a_name_of_a_megabyte_comes_back(tmp_path):
    table = pd.DataFrame({"name": ["x" * 3_000_000, "=y\n" * 1_000_000]})
    write_table(table, tmp_path / "names.csv")
    pd.testing.assert_frame_equal(read_results(tmp_path / "names.csv"), table)
