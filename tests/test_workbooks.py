"""Workbooks: what is text stays text, and the same tables are the same bytes."""

import datetime as dt
import re
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis import workbooks
from analysis.cli import main
from analysis.csv_cells import SIGNS
from analysis.errors import SchemaError
from analysis.tables import read_table, write_table
from analysis.workbooks import write_workbook

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = [
    "032069",
    "=1+1",
    '=HYPERLINK("http://192.0.2.1","Iga City")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "'tis",
    "#N/A",
    "#REF!",
    "TRUE",
    "1e5",
    "2020-08-21",
    "two\nlines",
    "two\r\nlines",
    "two\rlines",
    " blanks ",
    "_x000D_",
    "_x0041_ and _x0042_",
    "_x005F_",
    "<b>&amp;</b>",
    "日吉津村",
    "𠮷野町",
    "x" * 32_767,
]


def written(tmp_path, table):
    """Return the first sheet of a workbook with one table, as openpyxl reads it."""
    path = tmp_path / "tables.xlsx"
    write_workbook({"table": table}, path)
    return openpyxl.load_workbook(path)["table"]


def values(sheet):
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("dtype", ["str", object, "category"])
def test_texts_come_back_as_they_were(tmp_path, dtype):
    path = tmp_path / "names.xlsx"
    write_table(pd.DataFrame({"=name": pd.Series(TEXTS, dtype=dtype)}), path)
    assert read_table(path)["=name"].tolist() == TEXTS


def test_each_text_is_a_text_and_no_formula_nor_error(tmp_path):
    sheet = written(tmp_path, pd.DataFrame({"=name": TEXTS}))
    assert {(c.data_type, c.number_format) for c in sheet["A"]} == {("s", "@")}
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as archive:
        assert b"<f>" not in archive.read(SHEET)


def test_what_editing_would_make_a_formula_of_is_marked_as_text(tmp_path):
    sheet = written(tmp_path, pd.DataFrame({"name": TEXTS}))
    for cell, text in zip(sheet["A"][1:], TEXTS, strict=True):
        assert cell.quotePrefix == text.startswith(("'", *SIGNS)), text


def test_excel_reads_no_escape_into_a_text(tmp_path):
    written(tmp_path, pd.DataFrame({"name": ["_x0041_", "_x004", "a_x0041_b"]}))
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as archive:
        texts = re.findall("<t>(.*?)</t>", archive.read(SHEET).decode())
    assert texts == ["name", "_x005F_x0041_", "_x004", "a_x005F_x0041_b"]


def test_numbers_are_numbers_and_what_no_sheet_holds_is_text(tmp_path):
    table = pd.DataFrame(
        {
            "share": [0.25, None, np.inf],
            "count": pd.array([-3, None, 7], dtype="Int64"),
            "id": [999_999_999_999_999, 10**15, -(10**15)],
            "certain": [True, False, True],
        }
    )
    sheet = written(tmp_path, table)
    assert values(sheet) == [
        [0.25, -3, 999_999_999_999_999, True],
        [None, None, "1000000000000000", False],
        ["inf", 7, "-1000000000000000", True],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "n", "b"]


def test_days_and_times_are_iso_text(tmp_path):
    moment = pd.Timestamp("2020-08-21 09:30", tz="Asia/Tokyo")
    table = pd.DataFrame(
        {
            "day": [pd.Timestamp("2020-08-21"), pd.NaT],
            "date": pd.Series([dt.date(2020, 8, 21), None], dtype=object),
            "moment": [moment, moment],
        }
    )
    assert values(written(tmp_path, table)) == [
        ["2020-08-21", "2020-08-21", "2020-08-21T09:30:00+09:00"],
        [None, None, "2020-08-21T09:30:00+09:00"],
    ]


def test_missing_values_are_empty_cells(tmp_path):
    table = pd.DataFrame({"a": [None, "", "x"], "b": pd.Categorical([None, "y", ""])})
    sheet = written(tmp_path, table)
    assert values(sheet) == [[None, None], [None, "y"], ["x", None]]


def test_the_header_is_bold_and_stays_in_sight(tmp_path):
    sheet = written(tmp_path, pd.DataFrame({"a": [1], "b": [2]}))
    assert [cell.font.bold for cell in sheet[1]] == [True, True]
    assert sheet["A2"].font.bold is False
    assert sheet.freeze_panes == "A2"


def test_columns_are_as_wide_as_their_texts_full_width_characters_twice(tmp_path):
    table = pd.DataFrame(
        {
            "n": ["x"],
            "name": ["Kitakami City"],
            "ja": ["平生町長会議"],
            "long": ["x" * 99],
        }
    )
    sheet = written(tmp_path, table)
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]
    assert widths == [6, 15, 14, 60]


def test_tables_are_sheets_by_name_also_without_rows(tmp_path):
    path = tmp_path / "tables.xlsx"
    table = pd.DataFrame({"lg_code": ["032069"], "count": [1]})
    write_workbook({"one": table, "none": table.iloc[:0]}, path)
    sheets = pd.read_excel(path, sheet_name=None, dtype={"lg_code": str})
    assert list(sheets) == ["one", "none"]
    pd.testing.assert_frame_equal(sheets["one"], table)
    assert sheets["none"].columns.tolist() == ["lg_code", "count"]
    assert sheets["none"].empty


def test_two_columns_of_one_name_are_both_written(tmp_path):
    sheet = written(tmp_path, pd.DataFrame([["x", 1]], columns=["a", "a"]))
    assert [[cell.value for cell in row] for row in sheet] == [["a", "a"], ["x", 1]]


def test_the_same_table_is_the_same_bytes_at_another_time(tmp_path, monkeypatch):
    class Later(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2031, 1, 1, tzinfo=tz)

    table = pd.DataFrame({"a": TEXTS, "n": range(len(TEXTS))})
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    write_workbook({"table": table}, first)
    monkeypatch.setattr("time.time", lambda: 1.9e9)
    monkeypatch.setattr("datetime.datetime", Later)
    write_workbook({"table": table}, second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {m.date_time for m in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("text", ["a\x00", "a\x0b", "a\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_forbids_is_told_by_its_place(tmp_path, text):
    table = pd.DataFrame({"name": ["x", text]})
    place = "sheet 'Sheet1': row 2, column 'name'"
    told = rf"{place} holds the character U\+{ord(text[-1]):04X}"
    with pytest.raises(SchemaError, match=told):
        write_table(table, tmp_path / "names.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_half_a_character_is_told_by_its_place(tmp_path):
    table = pd.DataFrame({"name": pd.Series(["\ud83d"], dtype=object)})
    with pytest.raises(SchemaError, match=r"row 1, column 'name' .* U\+D83D"):
        write_workbook({"table": table}, tmp_path / "names.xlsx")


def test_a_forbidden_character_of_the_header_is_told(tmp_path):
    with pytest.raises(SchemaError, match=r"the header, column 'a\\x07' holds"):
        write_workbook({"table": pd.DataFrame({"a\a": [1]})}, tmp_path / "names.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 32_768, id="one too many"),
        pytest.param("𠮷" * 16_384, id="two units each"),
        pytest.param("x" * 32_760 + "_x0041_", id="with its escape"),
    ],
)
def test_a_text_that_no_cell_holds_is_told_by_its_place(tmp_path, text):
    table = pd.DataFrame({"name": ["x", "y", text]})
    told = "sheet 'table': row 3, column 'name' holds 32,7.. characters"
    with pytest.raises(SchemaError, match=told):
        write_workbook({"table": table}, tmp_path / "names.xlsx")


def test_a_table_that_no_sheet_holds_is_refused(tmp_path):
    long = pd.DataFrame({"n": np.zeros(1_048_576, dtype="int8")})
    told = "sheet 'long' has 1,048,577 rows with the header"
    with pytest.raises(SchemaError, match=told):
        write_workbook({"long": long}, tmp_path / "table.xlsx")


def test_a_table_with_more_columns_than_a_sheet_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_COLUMNS", 2)
    wide = pd.DataFrame([[1, 2, 3]], columns=list("abc"))
    with pytest.raises(SchemaError, match="sheet 'wide' has 3 columns"):
        write_workbook({"wide": wide}, tmp_path / "table.xlsx")


def test_names_resolved_into_a_workbook_are_text_with_their_codes(tmp_path):
    source, output = tmp_path / "names.csv", tmp_path / "out.xlsx"
    source.write_text('name\n=1+1\n"Kitakami City, Iwate"\n', encoding="utf-8")
    assert main(["resolve", str(source), "--output", str(output)]) == 0
    read = read_table(output)
    assert read["name"].tolist() == ["=1+1", "Kitakami City, Iwate"]
    assert read["lg_code"].tolist() == ["", "032069"]
