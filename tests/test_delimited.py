import io

import pandas as pd
import pytest

from analysis.documents.text.delimited import read_csv, read_delimited, read_text
from analysis.errors import SourceError
from analysis.tables import read_table, write_table


def read(text, separator=","):
    lines = io.StringIO(text, newline="")
    document = read_csv(lines, separator=separator, sha256="0", source="list.csv")
    (table,) = document.blocks
    return table


def test_each_row_is_kept_with_the_line_in_which_it_begins():
    table = read('番号,団体\r\n1,"Iga City,\r\nMie"\r\n\r\n2,北上市\r\n')
    assert table.cells.to_numpy().tolist() == [
        ["番号", "団体"],
        ["1", "Iga City,\r\nMie"],
        ["", ""],
        ["2", "北上市"],
    ]
    assert table.places["line"].tolist() == [1, 2, 4, 5]
    assert table.places["row"].tolist() == [1, 2, 3, 4]
    assert table.places["page"].isna().all()
    assert table.headers is None


def test_cells_are_columns_of_text_counted_from_zero():
    cells = read("001,北上市\n").cells
    assert cells.columns.tolist() == [0, 1]
    assert cells.dtypes.eq("str").all()
    assert cells.loc[0, 0] == "001"


def test_titles_above_and_notes_below_are_rows():
    table = read("令和2年度 採択団体一覧\n\n番号,団体,事業\n1,北上市,防災\n以上\n")
    assert table.cells.shape == (5, 3)
    assert table.cells.iloc[0].tolist() == ["令和2年度 採択団体一覧", "", ""]
    assert table.cells.iloc[4].tolist() == ["以上", "", ""]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("番号,団体,備考\n1,北上市\n2,奥州市\n", 3, id="short rows"),
        pytest.param("一覧\n1,北上市,防災\n2,奥州市,介護\n", 3, id="no header"),
        pytest.param("MIC,2020\nNo.,Name,Area\n1,Iga,M\n2,Hida,Gifu\n", 3, id="title"),
        pytest.param("番号,団体\n1,北上市,\n2,奥州市,,\n", 2, id="commas at the end"),
        pytest.param("No., Name, Area\n1, Iga, Mie\n", 3, id="blanks after commas"),
        pytest.param("団体名\n北上市\n奥州市\n", 1, id="one column"),
    ],
)
def test_the_widest_row_that_could_be_a_header_tells_the_columns(text, columns):
    assert read(text).cells.shape[1] == columns


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "published_name\nIga City, Mie\n",
            "line 2 has 2 cells, .* is 1 column",
        ),
        ("published_name\nIga City, Mie\nHida City, Gifu\n", "line 2 has 2 cells"),
        (
            "名称,事業\n北上市,防災,見守り\n奥州市,介護\n",
            "line 2 has 3 cells, .* 2",
        ),
        ("No.,Name\n1,Iga City,Mie\n2,Hida City,Gifu\n", "line 2 has 3 cells"),
        ("No.,Name\n" + "1,Iga\n" * 30 + "31,Hida,Gifu\n", "line 32 has 3 cells"),
    ],
)
def test_a_comma_that_is_not_quoted_shifts_no_cell_in_silence(text, message):
    with pytest.raises(SourceError, match=rf"list\.csv: {message}.*quotation marks"):
        read(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('名称\n"北上市\n奥州市\n', "line 2 is not readable as CSV .*quotation mark"),
        (
            '名称\n"' + "北上市\n" * 60_000,
            "line 2 is not readable as CSV .*closed",
        ),
        ('名称\n"Iga\nCity" x\n', "line 2 is not readable as CSV"),
        ("名称\n北上市\n\0\0\n", "line 3 holds a zero byte"),
        ("名称\n" + "," * 1000 + "a\n", "line 2 has 1,001 columns; want at most 1,000"),
        ("", "is empty; want one row"),
        ("\n\n", "is empty; want one row"),
        (",,\n\n,,\n", "is empty; want one row"),
    ],
)
def test_what_is_no_csv_is_an_error_with_its_line(text, message):
    with pytest.raises(SourceError, match=message):
        read(text)


def test_blank_cells_at_the_ends_of_very_wide_rows_are_no_columns():
    wide = "," * 16_000
    table = read(f"番号,名称{wide}\n1,北上市{wide}\n")
    assert table.cells.to_numpy().tolist() == [["番号", "名称"], ["1", "北上市"]]


def test_the_line_that_tells_excel_the_separator_is_no_row_of_text():
    table = read("sep=;\n番号;名称\n1;北上市\n", ";")
    assert table.cells.to_numpy().tolist()[0] == ["", ""]
    assert table.places["line"].tolist() == [1, 2, 3]


def test_rows_of_many_batches_stay_in_order():
    table = read("番号;団体\n" + "".join(f"{n};市{n}\n" for n in range(25_000)), ";")
    assert len(table) == 25_001
    assert table.cells.loc[24_999, 1] == "市24998"
    assert table.cells[0].tolist()[1:] == [str(n) for n in range(25_000)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc-jp", "utf-16"])
def test_text_is_read_in_any_encoding(tmp_path, encoding):
    path = tmp_path / "names.csv"
    path.write_bytes("団体名,都道府県\r\n北上市,岩手県\r\n".encode(encoding))
    assert read_text(path) == "団体名,都道府県\r\n北上市,岩手県\r\n"
    assert read_delimited(path).to_dict("list") == {
        "団体名": ["北上市"],
        "都道府県": ["岩手県"],
    }


def test_a_table_with_a_header_takes_no_row_longer_than_it(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("name,note\nIga,x\nHida,y,z\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"names\.csv: line 3 has 3 cells, .* 2 col"):
        read_delimited(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc-jp", "utf-16"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("names.txt", "岩手県北上市\n\n山口県平生町\n"),
        ("names.csv", "published_name\n岩手県北上市\n\n山口県平生町\n"),
        ("names.tsv", "published_name\tx\n岩手県北上市\t1\n\n山口県平生町\t2\n"),
    ],
)
def test_a_column_to_resolve_is_read_in_any_encoding(tmp_path, name, text, encoding):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    names = read_table(path)["published_name"]
    assert names.tolist() == ["岩手県北上市", "", "山口県平生町"]


@pytest.mark.parametrize("name", ["names.xlsx", "names.parquet"])
def test_a_damaged_column_to_resolve_is_told(tmp_path, name):
    path = tmp_path / name
    write_table(pd.DataFrame({"name": ["北上市"]}), path)
    data = path.read_bytes()
    path.write_bytes(data[:40] + data[60:])
    with pytest.raises(SourceError, match=rf"names\.{name[6:]}"):
        read_table(path)


def test_what_looks_like_a_formula_or_an_error_is_text_in_a_workbook(tmp_path):
    names = ["=1+1", "#N/A", "+1", "北上市"]
    write_table(pd.DataFrame({"name": names}), tmp_path / "names.xlsx")
    assert read_table(tmp_path / "names.xlsx")["name"].tolist() == names
