"""What a file is: told by its content, its ending only where that is doubtful."""

import gzip
import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from analysis.documents.kind import Kind, kind_of
from analysis.errors import SourceError

TEXT, HTML = Kind("text"), Kind("html")
NUMBERED = "1 Kitakami City, Iwate Prefecture\n2 Oshu City, Iwate Prefecture\n"
RELEASE = f"""Decision on the bodies of 2021, by the Ministry
The Ministry chose two bodies, after an appeal, out of nine, and will support them.
For details, questions, and forms, see below.

{NUMBERED}
Contact: Division of Plans, Bureau of Works, Ministry
"""
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def zipped(*members, mimetype=None):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for member in members:
            archive.writestr(member, "x")
    return stream.getvalue()


def open_document(kind):
    return zipped("x", mimetype=f"application/vnd.oasis.opendocument.{kind}")


def workbook():
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["北上市"])
    book.save(stream)
    return stream.getvalue()


def parquet():
    stream = io.BytesIO()
    pd.DataFrame({"name": ["北上市"]}).to_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["list.txt", "list.csv", "list.pdf", None])
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf", id="pdf"),
        pytest.param(b"\r\njunk\n%PDF-1.4\n\0\0", "pdf", id="pdf after junk"),
        pytest.param(workbook(), "xlsx", id="xlsx"),
        pytest.param(parquet(), "parquet", id="parquet"),
        pytest.param(b"<!DOCTYPE html><p>1,2,3", "html", id="html"),
    ],
)
def test_content_beats_the_ending(data, kind, name):
    assert kind_of(data, name) == Kind(kind)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><title>x</title>",
        "\n <HTML lang=ja>\n<body>",
        "<!-- saved from a browser -->\n<html>",
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "x"><html/>',
        "<head><title>x</title>",
        "<table border=1><tr><td>北上市</td></tr></table>",
        "<ul>\n<li>北上市</li></ul>",
        "<div class='a'>北上市</div>",
        "List of bodies\n<table><tr><td>北上市</td></tr></table>",
        "<tr><td>1<td>北上市</tr>",
        "<li>北上市\n<li>津市\n",
        "<dl><dt>岩手県<dd>北上市</dl>",
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_a_page_is_told_by_its_tags_in_any_encoding(text, codec):
    assert kind_of(text.encode(codec), "page.txt") == HTML


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NUMBERED, id="numbered list"),
        pytest.param(RELEASE, id="prose with commas"),
        pytest.param("北上市\n奥州市\n", id="names"),
        pytest.param("1\tIga City\n2\tOshu City\n", id="numbers before tabs"),
        pytest.param("Iga, Mie, Japan\nHida, Gifu, Japan\n", id="addresses"),
        pytest.param("<Table 1> Bodies\nIga City\n", id="a sign that looks like a tag"),
        pytest.param("[1] Iga City\n[2] Hida City [new]\n", id="brackets"),
        pytest.param("a;b\nc;d\n", id="two columns without an ending"),
        pytest.param('He said "no\nIga City, Mie, x\n', id="an open quotation mark"),
        pytest.param("Iga City, Mie, Japan", id="one line"),
    ],
)
def test_running_text_stays_text(text):
    assert kind_of(text.encode(), "list.txt") == TEXT
    assert kind_of(text.encode(), None) == TEXT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no,name,project\n1,北上市,水\n2,奥州市,道\n", Kind("csv", ",")),
        ('no,name,x\n1,"Iga City, Mie",a\n2,"Hida City, Gifu",b\n', Kind("csv", ",")),
        (
            "No., Name, Prefecture\n1, Iga City, Mie\n2, Oshu City, Iwate\n",
            ("csv", ","),
        ),
        ("no;name;project\n1;Iga City, Mie;x\n2;Hida City, Gifu;y\n", Kind("csv", ";")),
        ("no\tname\tproject\n1\tIga City, Mie\tx\n", Kind("tsv", "\t")),
        ('no,name,x\n1,"two\nlines",a\n\n2,b,c\n', Kind("csv", ",")),
        ("採択団体\n番号,県,名\n1,岩手県,北上市\n※順不同\n", Kind("csv", ",")),
    ],
)
def test_a_table_of_three_columns_needs_no_ending(text, kind):
    assert kind_of(text.encode(), "list.txt") == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("name\n北上市\n", "list.csv", Kind("csv", ",")),
        ("name\n北上市\n", "LIST.TSV", Kind("tsv", "\t")),
        ("no,name\n1,北上市\n", "list.csv", Kind("csv", ",")),
        ("no;name\n1;Iga City, Mie\n2;Hida\n", "list.csv", Kind("csv", ";")),
        ("no\tname\n1\t北上市\n", "list.csv", Kind("tsv", "\t")),
        ("no,name\n1,北上市\n", "list.tsv", Kind("csv", ",")),
        ("no|name\n1|北上市\n", "list.csv", Kind("csv", "|")),
        ("no|name|x\n1|北上市|y\n", "list.txt", Kind("text")),
        ("name\n北上市\na&amp;b\n青森市\n", "list.csv", Kind("csv", ",")),
        ("Bodies\n\nno,name,x\n1,a,b\n2,c,d\nNote: p, q\n", "a.csv", Kind("csv", ",")),
    ],
)
def test_an_ending_decides_what_is_doubtful(text, name, kind):
    assert kind_of(text.encode(), name) == kind


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-16", "utf-8-sig"])
def test_a_table_is_told_in_any_encoding(codec):
    text = "番号,団体名,事業\n1,北上市,水道\n2,奥州市,道路\n"
    assert kind_of(text.encode(codec), "list.txt") == Kind("csv", ",")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (OLE + "Workbook".encode("utf-16-le"), r"old Excel.*save it as \.xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted.*without a password"),
        (OLE + "WordDocument".encode("utf-16-le"), r"old Word document"),
        (OLE, "old Office file"),
        (zipped("word/document.xml"), r"Word document \(\.docx\)"),
        (zipped("ppt/presentation.xml"), r"PowerPoint file \(\.pptx\)"),
        (zipped("xl/workbook.bin"), r"\.xlsb"),
        (zipped("a.csv"), "a zip archive.*unpack it"),
        (zipped("c", mimetype="application/vnd.oasis.opendocument.text"), r"\.odt"),
        (
            zipped("c", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            r"\.ods",
        ),
        (workbook()[:900], "damaged zip archive or workbook"),
        (gzip.compress(b"x"), "gzip archive"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "7z archive"),
        (b"Rar!\x1a\x07\x01\0", "RAR archive"),
        (b"\x89PNG\r\n\x1a\n\0\0", r"image \(PNG\).*text in pictures is not read"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", r"image \(JPEG\)"),
        (b"II*\0\x08\0", r"image \(TIFF\)"),
        (b"MM\0*\0\0", r"image \(TIFF\)"),
        (b"GIF89a\x01\0", r"image \(GIF\)"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", r"image \(WebP\)"),
        (b"{\\rtf1\\ansi Iga City}", "RTF document"),
        (b"SQLite format 3\0\x10\0", "SQLite database"),
        (b'{"entities": ["Iga City"]}', "JSON"),
        (b'[\n {"a": 1},\n {"a": 2}\n]\n', "JSON"),
        (b'{"name": "Iga"}\n{"name": "Hida"}\n', "JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "JSON"),
        (b'<?xml version="1.0"?>\n<rss><item>Iga</item></rss>', "XML"),
        (
            b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
            b'Content-Type: multipart/related;\r\n\tboundary="x"\r\n\r\n--x\r\n<html>',
            "MHTML.*HTML only",
        ),
    ],
)
def test_a_kind_that_is_not_read_is_named(data, what):
    with pytest.raises(SourceError, match=rf"list\.csv is .*{what}"):
        kind_of(data, "list.csv")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe \0\n\0",
        "　\n　".encode(),
        "　".encode("utf-16"),
    ],
)
def test_an_empty_file_is_refused(data):
    with pytest.raises(SourceError, match=r"list\.txt is empty; give"):
        kind_of(data, "list.txt")


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(SourceError, match="the file is no text file"):
        kind_of(b"\x7fELF\x02\x01\x01\0\0\0\0", None)
