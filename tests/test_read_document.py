import os
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from analysis.documents import Line, read_document
from analysis.documents import files as files_module
from analysis.errors import SourceError

LIST = "採択団体一覧\n1 北上市\n2 平生町\n"
ROWS = "番号,団体,事業\n1,北上市,防災\n2,平生町,介護\n"


def written(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def cells(document):
    (table,) = document.tables
    return table.cells.to_numpy().tolist()


def test_a_text_with_line_breaks_is_the_document_itself():
    document = read_document(LIST)
    assert document.blocks[1] == Line("1 北上市", 2)
    assert (document.kind, document.source) == ("text", None)
    assert document.sha256 == sha256(LIST.encode()).hexdigest()


@pytest.mark.parametrize("as_text", [str, Path], ids=["name", "path"])
def test_a_file_is_read_by_name_or_path(tmp_path, as_text):
    path = written(tmp_path, "list.txt", LIST)
    document = read_document(as_text(path))
    assert document.blocks[1] == Line("1 北上市", 2)
    assert document.source == "list.txt"
    assert document.sha256 == sha256(path.read_bytes()).hexdigest()


def test_a_file_is_read_though_its_name_looks_like_text(tmp_path, monkeypatch):
    written(tmp_path, "採択 一覧", LIST)
    monkeypatch.chdir(tmp_path)
    assert read_document("採択 一覧").source == "採択 一覧"


@pytest.mark.parametrize(
    "text", ["岩手県北上市、奥州市", "Iga City / Hida City", "Iga City, Mie", "北上市"]
)
def test_a_line_that_looks_like_no_path_is_text(text):
    assert read_document(text).blocks == (Line(text, 1),)


@pytest.mark.parametrize(
    "name",
    ["list.csv", "資料/一覧", "一覧.pdf", "my list.xlsx", "lists", "a\\b", "7"],
)
def test_what_looks_like_a_path_is_no_text(name):
    with pytest.raises(SourceError, match=r"there is no file .*; check the name"):
        read_document(name)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", LIST, "text"),
        ("a.csv", ROWS, "csv"),
        ("a.tsv", ROWS.replace(",", "\t"), "csv"),
        ("a.csv", ROWS.replace(",", ";"), "csv"),
        ("a.txt", ROWS, "csv"),
        ("a", "<html><body><p>1 北上市</p></body></html>", "html"),
        ("a.txt", "<html><body><p>1 北上市</p></body></html>", "html"),
    ],
)
def test_the_kind_is_told_by_the_content(tmp_path, name, data, kind):
    document = read_document(written(tmp_path, name, data))
    assert document.kind == kind
    assert document.source == name


@pytest.mark.parametrize(
    "text",
    [
        "<ul><li>北上市</li></ul>",
        "<table><tr><td>北上市</table>",
        "<p>1 北上市\n<p>2 津市\n",
        "<tr><td>a/b.pdf</td></tr>",
    ],
)
def test_a_text_that_begins_with_a_tag_is_a_page_and_no_name_of_a_file(text):
    assert read_document(text).kind == "html"


@pytest.mark.parametrize("text", [ROWS, "<html><body><p>1 北上市</p></body></html>\n"])
def test_a_text_that_is_given_may_be_a_table_or_a_page(text):
    document = read_document(text)
    assert document.kind == ("csv" if text == ROWS else "html")
    assert document.source is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc-jp", "utf-16"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_texts_and_rows_are_the_same_in_any_encoding(tmp_path, encoding, ends):
    text = written(tmp_path, "a.txt", (LIST.replace("\n", ends)).encode(encoding))
    rows = written(tmp_path, "a.csv", (ROWS.replace("\n", ends)).encode(encoding))
    assert read_document(text).blocks == read_document(LIST).blocks
    assert cells(read_document(rows)) == cells(read_document(ROWS))


def test_parquet_workbooks_frames_and_lists_are_tables(tmp_path):
    frame = pd.DataFrame({"団体": ["北上市", "平生町"]})
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    expected = [["団体"], ["北上市"], ["平生町"]]
    for source, kind in (
        (frame, "table"),
        (tmp_path / "a.parquet", "parquet"),
        (tmp_path / "a.xlsx", "xlsx"),
    ):
        document = read_document(source)
        assert (document.kind, cells(document)) == (kind, expected)
    for source in (frame["団体"], ["北上市", "平生町"], ("北上市", "平生町")):
        document = read_document(source)
        assert (document.kind, cells(document)) == ("list", expected[1:])


@pytest.mark.parametrize("source", [b"1 Iga City", {"a": 1}, None, 3])
def test_what_is_no_document_is_a_type_error(source):
    with pytest.raises(TypeError, match="want the name of a file, a text, a DataFrame"):
        read_document(source)


def test_a_folder_a_pipe_and_a_loop_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    for name, message in (
        (".", "is a folder; name a file in it"),
        ("pipe.txt", "is no file but a device or a pipe"),
        ("loop.txt", r"loop\.txt cannot be read"),
        ("x.txt", "there is no file"),
        ("a.txt/b.txt", "there is no file"),
    ):
        with pytest.raises(SourceError, match=message):
            read_document(tmp_path / name)
    with pytest.raises(SourceError, match="is no file but a device"):
        read_document("/dev/null")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the text is empty"),
        (" \n\u3000\n", "the text is empty"),
        ("1 Iga\ud800 City\n", "half a character"),
        ("1 Iga City\n2 Oshu\0 City\n", "line 2 holds a zero byte"),
        ("list\0.txt", "holds a zero byte, which no name of a file has"),
        (Path("list\0.txt"), "holds a zero byte, which no name of a file has"),
    ],
)
def test_a_text_that_is_none_is_an_error(text, message):
    with pytest.raises(SourceError, match=message):
        read_document(text)


def test_a_text_file_of_over_200_mb_is_refused_unread(tmp_path):
    path = written(tmp_path, "a.txt", LIST * 200_000)
    os.truncate(path, 200_000_001)
    with pytest.raises(SourceError, match=r"a\.txt has 200,000,001 bytes; want at"):
        read_document(path)


@pytest.fixture
def small_samples(monkeypatch):
    """Take each file for a large one, which is read in pieces."""
    monkeypatch.setattr(files_module, "_SAMPLE", 64)


@pytest.mark.usefixtures("small_samples")
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc-jp", "utf-16", "utf-16-be"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_large_csv_reads_like_a_small_one(tmp_path, encoding, ends):
    text = ROWS + "".join(f"{n},岩手県北上市,\n" for n in range(3, 99))
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    data = (mark + text.replace("\n", ends)).encode(encoding)
    path = written(tmp_path, "a.csv", data)
    document = read_document(path)
    assert cells(document) == cells(read_document(text))
    assert document.sha256 == sha256(data).hexdigest()


@pytest.mark.usefixtures("small_samples")
def test_the_encoding_of_a_large_csv_shows_where_it_ceases_to_be_ascii(tmp_path):
    text = "number,name\n" + "1,Iga City\n" * 40 + "2,岩手県北上市と奥州市\n"
    document = read_document(written(tmp_path, "a.csv", text.encode("cp932") + b"\x1a"))
    assert cells(document)[-1] == ["2", "岩手県北上市と奥州市"]
    assert len(cells(document)) == 42


@pytest.mark.usefixtures("small_samples")
def test_a_byte_that_does_not_fit_later_in_a_large_csv_is_told_with_its_line(tmp_path):
    data = ROWS.encode() * 9000 + "28,岩手県北上市\n".encode("cp932")
    path = written(tmp_path, "a.csv", data)
    with pytest.raises(SourceError, match=r"a\.csv: line 27001 holds the byte 0x8A"):
        read_document(path)


def test_a_csv_may_be_larger_than_other_files(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.documents._MOST_BYTES", 100)
    monkeypatch.setattr(files_module, "_SAMPLE", 64)
    path = written(tmp_path, "a.csv", ROWS * 9)
    assert len(cells(read_document(path))) == 27
    with pytest.raises(SourceError, match="has 387 bytes; want at most 100"):
        read_document(written(tmp_path, "a.txt", LIST * 9))
