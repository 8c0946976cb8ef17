import datetime as dt
import hashlib

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.documents.columns import from_frame, from_list, read_parquet
from analysis.errors import SchemaError, SourceError


def rows(document):
    (table,) = document.blocks
    return table.cells.to_numpy().tolist()


def test_a_frame_is_a_table_whose_first_row_names_its_columns():
    frame = pd.DataFrame({"番号": [1, 2], "団体": ["北上市", None]})
    document = from_frame(frame)
    (table,) = document.blocks
    assert rows(document) == [["番号", "団体"], ["1", "北上市"], ["2", ""]]
    assert table.headers == 1
    assert table.places["line"].tolist() == [0, 1, 2]
    assert table.places["row"].tolist() == [1, 2, 3]
    assert (document.kind, document.source) == ("table", None)


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ([32069.0, np.nan], ["32069", ""]),
        (pd.to_datetime(["2020-08-21", None]), ["2020-08-21", ""]),
        (pd.to_datetime(["2020-08-21 09:30"]), ["2020-08-21 09:30:00"]),
        ([dt.date(2020, 8, 21)], ["2020-08-21"]),
        (["032069", "x\ny"], ["032069", "x\ny"]),
        (pd.Categorical(["北上市", None]), ["北上市", ""]),
        ([1.5, True, pd.NA, None, "津市"], ["1.5", "True", "", "", "津市"]),
        (["津市".encode()], ["津市"]),
    ],
)
def test_cells_are_text_as_shown(column, cells):
    document = from_frame(pd.DataFrame({"x": column}))
    assert rows(document) == [["x"], *([cell] for cell in cells)]


def test_names_of_columns_in_levels_are_as_many_rows():
    columns = pd.MultiIndex.from_tuples([("団体", "名称"), ("団体", "都道府県")])
    document = from_frame(pd.DataFrame([["北上市", "岩手県"]], columns=columns))
    assert rows(document)[:2] == [["団体", "団体"], ["名称", "都道府県"]]
    assert document.blocks[0].headers == 2
    assert document.blocks[0].places["line"].tolist() == [0, 0, 1]


def test_columns_that_are_only_counted_name_nothing():
    document = from_frame(pd.DataFrame([["番号", "団体"], ["1", "北上市"]]))
    assert rows(document) == [["番号", "団体"], ["1", "北上市"]]
    assert document.blocks[0].headers is None
    assert document.blocks[0].places["line"].tolist() == [1, 2]


def test_an_index_that_says_something_is_a_column():
    frame = pd.DataFrame({"事業": ["防災", "介護"]})
    assert rows(from_frame(frame.set_index(pd.Index(["北上市", "奥州市"])))) == [
        ["", "事業"],
        ["北上市", "防災"],
        ["奥州市", "介護"],
    ]
    assert rows(from_frame(frame.rename_axis("番号")))[1] == ["0", "防災"]
    assert rows(from_frame(frame.iloc[::-1])) == [["事業"], ["介護"], ["防災"]]


def test_a_frame_may_name_two_columns_alike():
    frame = pd.DataFrame([["岩手県", "北上市"]], columns=["name", "name"])
    assert rows(from_frame(frame)) == [["name", "name"], ["岩手県", "北上市"]]


def test_bytes_that_are_no_text_are_told_of():
    document = from_frame(pd.DataFrame({"x": ["津市"], "shape": [b"\xff\x00"]}))
    assert rows(document)[1] == ["津市", ""]
    assert "column 'shape' holds bytes" in document.notes[0]


@pytest.mark.parametrize("texts", [["津\n市", None, 3.0, "x"], ("a", "", "b", "b")])
def test_each_text_of_a_list_is_one_row(texts):
    for given in (texts, pd.Series(texts, index=[9, 9, 8, 7], dtype=object)):
        document = from_list(given)
        (table,) = document.blocks
        expected = ["" if t is None else "3" if t == 3.0 else t for t in texts]
        assert table.cells[0].tolist() == expected
        assert table.headers == 0
        assert table.places["line"].tolist() == [1, 2, 3, 4]
        assert document.kind == "list"


def test_the_hash_is_that_of_the_texts_one_a_line():
    digest = hashlib.sha256("北上市\n津市".encode()).hexdigest()
    assert from_list(["北上市", "津市"]).sha256 == digest
    assert from_frame(pd.DataFrame([["北上市"], ["津市"]])).sha256 == digest
    assert from_list(pd.Series(["北上市", "津市"])).sha256 == digest


@pytest.mark.parametrize(
    ("read", "given", "error", "message"),
    [
        (
            from_list,
            ["津市", ["北上市"]],
            SchemaError,
            "list holds a list in row 2",
        ),
        (from_list, [], SourceError, "the list is empty"),
        (from_list, ["津市\ud800"], SourceError, "half a character"),
        (from_frame, pd.DataFrame({"x": []}), SourceError, "the table has no row"),
        (
            from_frame,
            pd.DataFrame({"x": ["津市", ("北上市", "奥州市")]}),
            SchemaError,
            "column 'x' holds a tuple in row 2; .*explode",
        ),
    ],
)
def test_what_is_no_column_of_texts_is_an_error(read, given, error, message):
    with pytest.raises(error, match=message):
        read(given)


def test_parquet_is_read_like_the_frame_that_was_written(tmp_path):
    path = tmp_path / "list.parquet"
    frame = pd.DataFrame({"code": [32069.0, None], "name": ["北上市", None]})
    frame.to_parquet(path)
    document = read_parquet(path)
    assert rows(document) == rows(from_frame(frame))
    assert (document.kind, document.source) == ("parquet", "list.parquet")
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_parquet_with_lists_in_its_cells_is_an_error(tmp_path):
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({"name": [["北上市", "津市"]]}), path)
    with pytest.raises(SchemaError, match=r"list\.parquet: column 'name' holds a"):
        read_parquet(path)


def test_parquet_of_too_many_rows_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"name": pa.nulls(10_000_001, pa.bool_())}), path)
    assert path.stat().st_size < 100_000
    with pytest.raises(SourceError, match=r"bomb\.parquet has 10,000,001 rows; want"):
        read_parquet(path)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data[:-9], "is no whole Parquet file"),
        (lambda data: data[:9], "is no whole Parquet file"),
        (lambda _: b"", "is no whole Parquet file"),
        (lambda data: data[:4] + data[40:], "is not readable as Parquet"),
        (lambda data: b"PARE" + data[4:-4] + b"PARE", "is encrypted"),
        (lambda data: data.replace("北上市".encode(), b"\xff" * 9), "is not readable"),
    ],
)
def test_damaged_parquet_is_an_error_that_names_the_file(tmp_path, damage, message):
    path = tmp_path / "list.parquet"
    pd.DataFrame({"name": ["北上市"]}).to_parquet(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SourceError, match=rf"list\.parquet {message}"):
        read_parquet(path)
