"""Columns of any size: DuckDB and what the engines have in common."""

import datetime as dt
import json
import shlex
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis import scale
from analysis.aliases import as_aliases
from analysis.cli import main
from analysis.documents.text.delimited import read_delimited
from analysis.errors import SchemaError, SourceError
from analysis.resolve import RESOLUTION_COLUMNS, resolve
from analysis.scale.answers import ANSWERS, TEXT, answer, beside, encoded, lookup
from analysis.scale.duckdb_engine import resolve_pieces
from analysis.scale.pieces import files_of, pieces_of, schema_of
from analysis.scale.staging import as_parquet
from analysis.scale.tally import Tally

DAY = dt.date(2020, 8, 21)
NAMES = [
    "Hirasei Town, Yamaguchi Prefecture",
    "飛騨市",
    "府中市",
    None,
    "",
    "no such place",
    "Kochi City, Kochi Prefecture",
    "032069",
    "平成村",
    "北上市",
]


def table_of(rows, *, seed=0):
    rng = np.random.default_rng(seed)
    return pa.table(
        {
            "id": pa.array(range(rows), type=pa.int32()),
            "name": pa.array(NAMES).take(pa.array(rng.integers(0, len(NAMES), rows))),
            "when": pa.array([DAY] * rows, type=pa.date32()),
            "count": pa.array([None if n % 3 else n for n in range(rows)], pa.int64()),
        }
    )


@pytest.fixture
def parquet(tmp_path):
    """A folder of three files with row groups of several sizes, 1,000 rows in all."""
    folder = tmp_path / "names"
    folder.mkdir()
    whole = table_of(1000)
    for number, (start, end) in enumerate(pairwise([0, 130, 700, 1000])):
        part = whole.slice(start, end - start)
        pq.write_table(part, folder / f"n{number}.parquet", row_group_size=97)
    return folder


def rows_of(result):
    rows = result / "rows" if result.is_dir() else result
    return pd.read_parquet(rows, dtype_backend="pyarrow")


def parts_of(folder):
    return sorted(folder.rglob("part-*.parquet"))


def test_rows_come_out_as_resolve_gives_them_in_their_order(parquet, tmp_path):
    out = tmp_path / "out"
    scale.resolve_files([parquet], out, as_of=DAY, engine="duckdb")
    found = pa.concat_tables([pq.read_table(part) for part in parts_of(out)])
    assert found.select(["id", "name", "when", "count"]).equals(table_of(1000))
    wanted = resolve(found["name"].to_pandas(), as_of=DAY)
    added = found.select(list(RESOLUTION_COLUMNS)).to_pandas()
    added["confidence"] = added["confidence"].astype("Float64")
    pd.testing.assert_frame_equal(added, wanted.astype({"note": "str"}))


def test_engines_of_one_machine_write_equal_rows(parquet, tmp_path):
    for engine in ("pandas", "duckdb"):
        scale.resolve_files([parquet], tmp_path / engine, as_of=DAY, engine=engine)
    pd.testing.assert_frame_equal(
        rows_of(tmp_path / "pandas"), rows_of(tmp_path / "duckdb")
    )


def test_one_file_has_the_rows_of_the_folder(parquet, tmp_path):
    file = tmp_path / "out.parquet"
    scale.resolve_files([parquet], file, as_of=DAY, engine="duckdb")
    scale.resolve_files([parquet], tmp_path / "out", as_of=DAY, engine="duckdb")
    pd.testing.assert_frame_equal(rows_of(file), rows_of(tmp_path / "out"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "names",
        "out",
        "out.parquet",
    ]


def test_answers_that_are_not_held_are_looked_up(parquet, tmp_path):
    pieces = pieces_of(files_of([parquet]), rows=300)
    tallies = []
    for held in (0, 1000):
        stage = tmp_path / str(held)
        stage.mkdir()
        tallies.append(
            resolve_pieces(
                pieces,
                stage,
                column="name",
                as_of=DAY,
                aliases=as_aliases(None),
                progress=lambda *_: None,
                held=held,
            )
        )
    assert tallies[0] == tallies[1]
    few, many = (parts_of(tmp_path / str(held)) for held in (0, 1000))
    assert len(few) == len(pieces) > 3
    for one, other in zip(few, many, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert list((tmp_path / "0").iterdir()) == list((tmp_path / "0").glob("part-*"))


def test_each_distinct_string_is_resolved_once(parquet, tmp_path, monkeypatch):
    asked = []

    def count(texts, **options):
        asked.extend(texts)
        return answer(texts, **options)

    monkeypatch.setattr("analysis.scale.duckdb_engine.answer", count)
    scale.resolve_files([parquet], tmp_path / "out", as_of=DAY, engine="duckdb")
    assert sorted(asked) == sorted({name or "" for name in NAMES})


def test_texts_are_read_back_as_texts(parquet, tmp_path):
    scale.resolve_files([parquet], tmp_path / "out", as_of=DAY, engine="duckdb")
    part, *_ = parts_of(tmp_path / "out")
    kinds = {field.name: field.type for field in pq.read_schema(part)}
    assert {kinds[f.name] for f in ANSWERS if f.name != TEXT} == {
        pa.string(),
        pa.float64(),
    }
    seen = duckdb.sql(f"SELECT lg_code, status FROM '{part}' LIMIT 1").fetchall()
    assert isinstance(seen[0][1], str)


def test_an_earlier_result_is_replaced_only_by_a_whole_one(parquet, tmp_path):
    out = tmp_path / "out"
    scale.resolve_files([parquet], out, as_of=DAY, engine="duckdb")
    before = {path: path.read_bytes() for path in out.rglob("*.*")}
    broken = parquet / "n1.parquet"
    data = bytearray(broken.read_bytes())
    data[4:104] = bytes(100)
    broken.write_bytes(data)
    with pytest.raises(SourceError, match=r"not readable as Parquet"):
        scale.resolve_files([parquet], out, as_of=DAY, engine="duckdb")
    assert {path: path.read_bytes() for path in out.rglob("*.*")} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["names", "out"]


def test_the_result_names_its_inputs(parquet, tmp_path):
    out = tmp_path / "out"
    scale.resolve_files([parquet], out, as_of=DAY, engine="duckdb")
    about = json.loads((out / "datapackage.json").read_text("utf-8"))["regional_iot"]
    assert about["command"] == "resolve"
    assert about["as_of"] == "2020-08-21"
    assert about["rows"] == sum(about["statuses"].values()) == 1000
    assert analysis.verify(out).empty


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(pa.array([32069, None, 32069]), id="whole numbers"),
        pytest.param(pa.array([32069.0, None, float("nan")]), id="fractions"),
        pytest.param(pa.array(["飛騨市", "", None]), id="missing and empty"),
        pytest.param(
            pa.array(["飛騨市", None, "飛騨市"]).dictionary_encode(), id="dictionary"
        ),
        pytest.param(pa.array(["飛騨市"] * 3, type=pa.large_string()), id="large"),
        pytest.param(pa.array([None, None, None], type=pa.string()), id="all missing"),
        pytest.param(pa.array([DAY, None, DAY]), id="dates"),
    ],
)
def test_names_of_any_type_are_what_pandas_makes_of_them(values, tmp_path):
    file = tmp_path / "names.parquet"
    pq.write_table(pa.table({"name": values}), file)
    for engine in ("pandas", "duckdb"):
        out = tmp_path / engine
        scale.resolve_files([file], out, as_of=DAY, engine=engine)
        rows = rows_of(out)
        wanted = resolve(values.to_pylist(), as_of=DAY)
        assert rows["lg_code"].fillna("-").tolist() == (
            wanted["lg_code"].fillna("-").tolist()
        )
        assert rows["note"].tolist() == wanted["note"].tolist()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([None, "", "a", "b", "c"]), max_size=30), st.booleans())
def test_encoding_loses_no_row(texts, as_dictionary):
    column = pa.array(texts, type=pa.string())
    if as_dictionary:
        column = column.dictionary_encode().slice(len(texts) // 2)
        texts = texts[len(texts) // 2 :]
    places, distinct = encoded(column)
    assert [distinct[place] for place in places] == [text or "" for text in texts]
    assert len(set(distinct)) == len(distinct) == len(set(places.tolist()))


def test_a_column_that_is_there_already_is_kept():
    table = pa.table({"status": ["a"], "resolution_status": ["b"]})
    answers = answer(["飛騨市"], as_of=DAY, aliases=as_aliases(None))
    rows = beside(table, np.array([0]), answers)
    assert rows.column_names[:2] == ["status", "resolution_status"]
    assert rows["resolution_resolution_status"].to_pylist() == ["resolved"]


def test_a_text_without_an_answer_is_no_silent_null():
    answers = answer(["飛騨市"], as_of=DAY, aliases=as_aliases(None))
    with pytest.raises(KeyError, match="北上市"):
        lookup(["飛騨市", "北上市"], answers)


def test_an_input_without_rows_gives_one_without_rows(tmp_path):
    file = tmp_path / "names.parquet"
    pq.write_table(table_of(0), file)
    for engine in ("pandas", "duckdb"):
        done = scale.resolve_files([file], tmp_path / engine, as_of=DAY, engine=engine)
        assert done.tally == Tally()
        rows = rows_of(tmp_path / engine)
        assert rows.empty
        assert list(rows) == ["id", "name", "when", "count", *RESOLUTION_COLUMNS]


# CSV ----------------------------------------------------------------------------------

CSV = {
    "plain": "id,name\n1,飛騨市\n2,\n",
    "blank line": "id,name\n1,飛騨市\n\n2,x\n",
    "blank lines of one column": "name\na\n\nb\n",
    "blank lines at the end": "id,name\n1,a\n\n\n",
    "blank first": "id,name\n\n1,a\n",
    "short rows": "id,name,c\n1,a\n2,b,c\n",
    "quotes": 'id,name\n1,"a ""b"", c"\n2,"x\ny"\n3,"\r\n"\n',
    "line feeds after returns": "id,name\r\n1,a\r\n2,b\r\n",
    "blank line after returns": "id,name\r\n1,a\r\n\r\n2,b\r\n",
    "returns": "id,name\r1,a\r2,b\r",
    "two marks": "\ufeff\ufeffid,name\n1,a\n",
    "blanks": "id,name\n 1 , a \n",
    "words for nothing": "id,name\nNULL,NA\nnan,null\n\\N,None\n",
    "a quote within": 'id,name\n1,a"b"\n',
    "no end": "id,name\n1,a",
    "white line": "id,name\n1,a\n   \n2,b\n",
    "hash": "id,name\n#1,a\n",
    "empty quotes": 'id,name\n"",""\n',
    "ends of two kinds": "id,name\n1,a\r\n2,b\n3,c\r\n",
    "quoted header": '"id","na\nme"\n1,a\n',
    "told separator": "sep=,\nid,name\n1,a\n",
    "marked": "id,'=name\n'=1,''@a\n'a,=1\n",
    "header alone": "id,name\n",
    "form feed": "id,name\n1,a\x0cb\n",
    "separator of lines": "id,name\n1,a\u2028b\n",
}


@pytest.mark.parametrize("text", [pytest.param(t, id=name) for name, t in CSV.items()])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_csv_is_staged_as_it_is_read(text, separator, tmp_path):
    file = tmp_path / ("names.csv" if separator == "," else "names.tsv")
    marked = "\ufeff" + text.removeprefix("\ufeff").replace(",", separator)
    file.write_bytes(marked.encode())
    wanted = read_delimited(file, separator)
    found = pq.read_table(as_parquet(file, tmp_path)).to_pandas()
    assert list(found) == list(wanted)
    assert found.to_numpy().tolist() == wanted.to_numpy().tolist()


def test_a_cell_that_says_what_stands_for_missing_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.scale.staging._MISSING", "none")
    file = tmp_path / "names.csv"
    file.write_text("id,name\n1,none\n2,None\n")
    found = pq.read_table(as_parquet(file, tmp_path))
    assert found["name"].to_pylist() == ["none", "None"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("a,\"\n\r '=\t市"), max_size=6), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_csv_is_staged_as_it_is_read_or_refused_as_it_is(
    tmp_path_factory, rows, end
):
    folder = tmp_path_factory.mktemp("csv")
    file = folder / "names.csv"
    file.write_bytes(("\ufeffid,name" + end + end.join(rows)).encode())
    assert _outcome(_staged, file) == _outcome(_read, file)


def _read(file):
    return read_delimited(file)


def _staged(file):
    return pq.read_table(as_parquet(file, file.parent)).to_pandas()


def _outcome(read, file):
    try:
        return read(file).to_numpy().tolist()
    except SourceError as why:
        return str(why)


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-8-sig"])
def test_csv_in_other_encodings_is_staged(encoding, tmp_path):
    file = tmp_path / "names.csv"
    text = "番号,団体名\n" + "\n".join(f"{n},飛騨市" for n in range(500))
    file.write_bytes(text.encode(encoding))
    found = pq.read_table(as_parquet(file, tmp_path))
    assert found.column_names == ["番号", "団体名"]
    assert found["団体名"].to_pylist() == ["飛騨市"] * 500


def test_csv_is_resolved_as_in_memory(tmp_path):
    file = tmp_path / "names.csv"
    lines = [f'{n},"{name or ""}",' for n, name in enumerate(NAMES)]
    file.write_text("\n".join(["id,name,note", *lines, ""]), "utf-8")
    for engine in ("pandas", "duckdb"):
        scale.resolve_files([file], tmp_path / engine, as_of=DAY, engine=engine)
    pd.testing.assert_frame_equal(
        rows_of(tmp_path / "pandas"), rows_of(tmp_path / "duckdb")
    )
    assert rows_of(tmp_path / "duckdb")["resolution_note"][0] != ""


def test_two_columns_of_one_name_are_refused(tmp_path):
    file = tmp_path / "names.csv"
    file.write_text("name,name\na,b\n")
    with pytest.raises(SchemaError, match="two columns 'name'"):
        as_parquet(file, tmp_path)


# What goes in -------------------------------------------------------------------------


def test_pieces_cover_each_row_once(parquet):
    files = files_of([parquet])
    for rows in (1, 100, 250, 10_000):
        pieces = pieces_of(files, rows=rows)
        assert [piece.number for piece in pieces] == list(range(len(pieces)))
        read = pa.concat_tables([b for piece in pieces for b in piece.batches()])
        assert read.equals(table_of(1000))


def test_a_piece_is_named_by_its_rows(parquet):
    piece = pieces_of(files_of([parquet]), rows=200)[2]
    assert str(piece) == "n1.parquet, rows 195 to 388"


def test_patterns_and_folders_stand_for_their_files_in_order(parquet):
    (parquet / "_temporary.parquet").write_bytes(b"")
    (parquet / ".hidden.parquet").write_bytes(b"")
    wanted = [parquet / f"n{n}.parquet" for n in range(3)]
    assert files_of([parquet]) == wanted
    assert files_of([str(parquet / "*.parquet")]) == wanted
    assert files_of([wanted[2], wanted[0]]) == [wanted[2], wanted[0]]


@pytest.mark.parametrize("given", ["nothing.csv", "*.nothing", "."])
def test_what_names_no_file_is_refused(given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match="no"):
        files_of([given])


def test_files_of_other_columns_are_refused_by_name(parquet):
    pq.write_table(pa.table({"name": ["a"]}), parquet / "n9.parquet")
    with pytest.raises(SchemaError, match=r"n9\.parquet has other columns .*id"):
        schema_of(files_of([parquet]))


def test_a_column_of_lists_is_refused(tmp_path):
    file = tmp_path / "names.parquet"
    pq.write_table(pa.table({"name": [["a"]]}), file)
    for engine in ("pandas", "duckdb"):
        with pytest.raises(SchemaError, match="list"):
            scale.resolve_files([file], tmp_path / "out", as_of=DAY, engine=engine)


@pytest.mark.parametrize(
    ("file", "options", "message"),
    [
        ("a.xlsx", {"engine": "duckdb"}, "duckdb reads .csv, .tsv and .parquet"),
        ("a.csv", {"engine": "spark"}, "no engine 'spark'"),
        ("a.csv", {"engine": "duckdb", "scheduler": "tcp://x:1"}, "is for dask"),
    ],
)
def test_what_an_engine_cannot_do_is_said(file, options, message, tmp_path):
    (tmp_path / file).write_text("name\na\n")
    with pytest.raises(SourceError, match=message):
        scale.resolve_files([tmp_path / file], tmp_path / "o", as_of=DAY, **options)


def test_the_engine_is_chosen_by_size(parquet, tmp_path, monkeypatch):
    files = files_of([parquet])
    assert scale.choose_engine(files) == "pandas"
    assert scale.choose_engine(files, scheduler="tcp://x:1") == "dask"
    monkeypatch.setattr("analysis.scale.run._ROWS_IN_MEMORY", 500)
    assert scale.choose_engine(files) == "duckdb"
    other = tmp_path / "names.txt"
    other.write_text("飛騨市\n")
    assert scale.choose_engine([*files, other]) == "pandas"


# What comes of it ---------------------------------------------------------------------


def test_a_tally_adds_up(parquet, tmp_path):
    done = scale.resolve_files([parquet], tmp_path / "o", as_of=DAY, engine="duckdb")
    rows = rows_of(tmp_path / "o")
    wanted = Tally.of(rows["name"], rows)
    assert done.tally == wanted
    assert done.tally.rows == 1000
    assert "no such place" in "\n".join(done.tally.lines())


def test_of_very_many_unmatched_strings_the_rare_ones_are_let_go(monkeypatch):
    monkeypatch.setattr("analysis.scale.tally._MOST", 4)
    names = pd.Series(["x", "x", "x", "y", "y", "a", "b", "c"])
    tally = Tally.of(
        names, pd.DataFrame({"status": "unmatched", "method": None}, range(8))
    )
    assert dict(tally.unmatched) == {"x": 3, "y": 2}
    assert "at least" in "\n".join(tally.lines())


def test_the_breakdown_out_of_core_is_that_in_memory(parquet, tmp_path):
    scale.resolve_files([parquet], tmp_path / "o", as_of=DAY, engine="duckdb")
    entities = rows_of(tmp_path / "o").assign(as_of=DAY.isoformat())
    entities = pd.DataFrame(
        {
            name: entities[name].astype("str")
            for name in ("status", "lg_code", "name_ja", "as_of")
        }
    )
    entities.loc[entities["status"] != "resolved", ["lg_code", "name_ja"]] = None
    for by in ("region", "prefecture", ("region", "entity_type")):
        pd.testing.assert_frame_equal(
            scale.breakdown(tmp_path / "o", as_of=DAY, by=by),
            analysis.breakdown(entities, by=by),
        )


def test_what_is_no_result_has_no_breakdown(parquet, tmp_path):
    with pytest.raises(SchemaError, match="lacks 'status', 'lg_code'"):
        scale.breakdown(parquet, as_of=DAY)
    with pytest.raises(SourceError, match="no result"):
        scale.breakdown(tmp_path / "none", as_of=DAY)


# What was found by trying to break it -------------------------------------------------


@pytest.mark.parametrize(
    ("values", "other"),
    [
        pytest.param(pa.array(["飛騨市", "北上市"]), "Name", id="case of the other"),
        pytest.param(
            pa.array([dt.datetime(2020, 1, 1)] * 2, pa.timestamp("s", "Asia/Tokyo")),
            "id",
            id="times with a zone",
        ),
        pytest.param(pa.array([1, 2], pa.duration("s")), "id", id="durations"),
    ],
)
def test_what_duckdb_reads_in_its_own_way_is_resolved_as_it_is(values, other, tmp_path):
    file = tmp_path / "names.parquet"
    pq.write_table(pa.table({other: ["x", "y"], "name": values}), file)
    for engine in ("pandas", "duckdb"):
        options = {"engine": engine, "column": "name"}
        scale.resolve_files([file], tmp_path / engine, as_of=DAY, **options)
    pd.testing.assert_frame_equal(
        rows_of(tmp_path / "pandas"), rows_of(tmp_path / "duckdb")
    )


def test_a_path_is_no_pattern(tmp_path):
    pq.write_table(pa.table({"name": ["飛騨市"]}), tmp_path / "names[1].parquet")
    pq.write_table(pa.table({"name": ["北上市"]}), tmp_path / "names1.parquet")
    out = tmp_path / "out[1]"
    given = tmp_path / "names[1].parquet"
    scale.resolve_files([given], out, as_of=DAY, engine="duckdb")
    assert rows_of(out)["name_ja"].tolist() == ["飛騨市"]
    assert scale.breakdown(out, as_of=DAY)["count"].sum() == 1


def test_columns_of_the_input_keep_their_types(tmp_path):
    table = pa.table(
        {
            "name": pa.array(["飛騨市"], pa.large_string()),
            "took": pa.array([1], pa.duration("s")),
            "at": pa.array([dt.datetime(2020, 1, 1)], pa.timestamp("ns", "Asia/Tokyo")),
        }
    )
    pq.write_table(table, tmp_path / "names.parquet")
    for engine in ("pandas", "duckdb"):
        out = tmp_path / engine
        files = [tmp_path / "names.parquet"]
        scale.resolve_files(files, out, as_of=DAY, engine=engine, column="name")
        (part,) = parts_of(out)
        assert pq.read_table(part).select(table.column_names).equals(table)


def test_a_breakdown_counts_our_columns_not_those_of_the_input(tmp_path):
    table = pa.table(
        {
            "name": ["飛騨市", "北上市", "nowhere"],
            "status": ["resolved"] * 3,
            "lg_code": ["131041"] * 3,
            "name_ja": ["新宿区"] * 3,
        }
    )
    pq.write_table(table, tmp_path / "names.parquet")
    pq.write_table(table.select(["name"]), tmp_path / "bare.parquet")
    for name in ("names", "bare"):
        files = [tmp_path / f"{name}.parquet"]
        scale.resolve_files(files, tmp_path / name, as_of=DAY, column="name")
    pd.testing.assert_frame_equal(
        scale.breakdown(tmp_path / "names", as_of=DAY),
        scale.breakdown(tmp_path / "bare", as_of=DAY),
    )


def test_files_of_the_user_beside_the_rows_are_not_counted(parquet, tmp_path):
    out = tmp_path / "out"
    scale.resolve_files([parquet], out, as_of=DAY)
    before = scale.breakdown(out, as_of=DAY)
    pq.write_table(pa.table({"x": [1]}), out / "mine.parquet")
    pd.testing.assert_frame_equal(scale.breakdown(out, as_of=DAY), before)


def test_every_file_of_a_folder_is_read_but_hidden_ones(tmp_path):
    for name in ("a/B.PARQUET", "a/c.parquet", "_tmp/d.parquet", ".x/e.parquet"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        pq.write_table(pa.table({"name": ["a"]}), tmp_path / name)
    names = [path.name for path in files_of([tmp_path])]
    assert names == ["B.PARQUET", "c.parquet"]


@pytest.mark.parametrize("output", ["names/out", "names", "names/out.parquet"])
def test_an_output_that_would_be_read_the_next_time_is_refused(
    parquet, output, tmp_path
):
    with pytest.raises(SourceError, match="give another place"):
        scale.resolve_files([parquet], tmp_path / output, as_of=DAY)


def test_rows_of_the_user_are_not_overwritten(parquet, tmp_path):
    theirs = tmp_path / "out" / "rows" / "part-000000.parquet"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"mine")
    with pytest.raises(SourceError, match="of your own"):
        scale.resolve_files([parquet], tmp_path / "out", as_of=DAY)
    assert theirs.read_bytes() == b"mine"


def test_a_damaged_file_is_named_by_each_engine(parquet, tmp_path):
    broken = parquet / "n1.parquet"
    data = bytearray(broken.read_bytes())
    data[4:104] = bytes(100)
    broken.write_bytes(data)
    for engine in ("pandas", "duckdb"):
        with pytest.raises(SourceError, match=r"n1\.parquet"):
            scale.resolve_files([parquet], tmp_path / "o", as_of=DAY, engine=engine)


def test_files_that_differ_in_what_may_be_missing_are_one_table(tmp_path):
    for number, nullable in enumerate([True, False]):
        schema = pa.schema([pa.field("name", pa.string(), nullable=nullable)])
        file = tmp_path / f"n{number}.parquet"
        pq.write_table(pa.table({"name": ["飛騨市"]}, schema=schema), file)
    for engine in ("pandas", "duckdb"):
        given, out = [tmp_path / "n*.parquet"], tmp_path / engine
        assert scale.resolve_files(given, out, as_of=DAY, engine=engine).tally.rows == 2


def test_the_command_that_makes_it_again_does(parquet, tmp_path, monkeypatch):
    monkeypatch.chdir(parquet)
    pq.write_table(pa.table({"団体": ["飛騨市"]}), "list.parquet")
    scale.resolve_files(["list.parquet"], tmp_path / "out", as_of=DAY, column="団体")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    command = shlex.split(package["regional_iot"]["again"])[1:]
    assert main(command) == 0
    again = Path("out", "datapackage.json").read_bytes()
    assert again == (tmp_path / "out" / "datapackage.json").read_bytes()


def test_a_mark_of_dos_at_the_end_is_no_row(tmp_path):
    file = tmp_path / "names.csv"
    file.write_bytes(b"name\na\n\x1a")
    assert (
        len(read_delimited(file)) == pq.read_table(as_parquet(file, tmp_path)).num_rows
    )


def test_a_long_name_of_a_csv_is_no_trouble(tmp_path):
    file = tmp_path / f"{'団' * 80}.csv"
    file.write_text("name\n飛騨市\n", "utf-8")
    scale.resolve_files([file], tmp_path / "out", as_of=DAY, engine="duckdb")


def test_a_run_to_the_working_folder_is_no_trouble(parquet, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    scale.resolve_files([parquet], ".", as_of=DAY)
    assert rows_of(tmp_path / "here")["status"].notna().all()
