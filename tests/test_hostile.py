"""Files that are broken or do harm: told with a remedy, and nothing is written."""

import gzip
import io
import json
import os
import re
import sys
import zipfile
from contextlib import contextmanager

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook
from pdf_files import Pages, image

from analysis import read_announcement, read_results
from analysis.cli import main

AS_OF = ["--as-of", "2020-08-21"]
SHEET = "xl/worksheets/sheet1.xml"
TOLD_AS_TEXT = "save it as plain text, HTML, PDF or XLSX"
NO_LIST = "no list of entities was found; want numbered or bulleted lines such as"

# What is opened, asked of the network or started while a file is read.
_events: list[tuple[str, str]] | None = None


def _note(event, arguments):
    if _events is None:
        return
    if event == "open" and isinstance(arguments[0], str):
        _events.append((event, os.path.abspath(arguments[0])))
    elif event.startswith(("socket.", "subprocess.", "os.system", "os.exec")):
        _events.append((event, str(arguments)))


sys.addaudithook(_note)


@contextmanager
def watched(source):
    """Assert that no file is opened but `source`, its record, Python's and ours.

    Nor is a connection opened or a program started.
    """
    global _events
    package = os.path.dirname(sys.modules["analysis"].__file__)
    usual = (sys.prefix, sys.base_prefix, package, str(source))
    _events = []
    try:
        yield
    finally:
        events, _events = _events, None
    strange = [
        (event, what)
        for event, what in events
        if event != "open" or not what.startswith(usual)
    ]
    assert strange == []


def workbook(*rows: object) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append([row])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def patched(part: str, old: str, new: str) -> bytes:
    """Return a good workbook, in one part of which a text was replaced."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    return zipped(parts)


GOOD = workbook("published_name", "Iga City, Mie", "Miyagi Prefecture")
TEXT = b"1 Iga City, Mie\n2 Miyagi Prefecture\n"


def billion_laughs(root: str) -> str:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE {root} [<!ENTITY l0 "ha">{laughs}]>'


def bomb() -> bytes:
    """Return a workbook of 20 KB that unpacks to 20 MB."""
    return patched(SHEET, "<sheetData>", " " * 20_000_000 + "<sheetData>")


def understated() -> bytes:
    """Return a bomb whose directory says that it unpacks to 1,000 bytes."""
    data = bomb()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    return data.replace(size, (1000).to_bytes(4, "little"))


def many_sheets() -> bytes:
    """Return a workbook of a thousand sheets, all of which are the same part."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        (sheet,) = re.findall(
            "<sheet [^>]*/>", archive.read("xl/workbook.xml").decode()
        )
    more = "".join(sheet.replace('"Sheet"', f'"S{n}"') for n in range(300))
    return patched("xl/workbook.xml", sheet, more)


def not_utf8() -> bytes:
    """Return a Parquet file whose texts are none."""
    names = pa.array([b"Iga City", b"\xfe\xff"]).view(pa.string())
    file = io.BytesIO()
    pq.write_table(pa.table({"published_name": names}), file)
    return file.getvalue()


def encrypted_pdf() -> bytes:
    pages = Pages()
    pages.set_encryption(owner_password="owner", user_password="user")
    return pages.lines("1 Iga City, Mie", "2 Miyagi Prefecture").data


def scan() -> bytes:
    pages = Pages()
    pages.image(image(), w=100)
    return pages.data


def ole(stream: str) -> bytes:
    beginning = bytes.fromhex("d0cf11e0a1b11ae1")
    return beginning + bytes(504) + stream.encode("utf-16-le") + bytes(512)


FAULTS = [
    ("empty.txt", b"", "is empty; give a document that holds a list"),
    ("blank.txt", " \n\t\r\n\u3000\n".encode(), "is empty; give a document"),
    ("blank.csv", b"\n\n,,\n", "is empty; want one row per entity"),
    ("mark.txt", b"\xef\xbb\xbf", "is empty; give a document"),
    ("mark.csv", b"\xff\xfe", "is empty; give a document"),
    ("program.txt", b"MZ\x90\0\3" + bytes(99), "is no text file: .*give the document"),
    ("noise.csv", bytes(range(256)) * 9, "is no text file: .*give the document"),
    ("scan.csv", b"\x89PNG\r\n\x1a\n", "is an image .PNG.*give it as text, HTML, PDF"),
    ("scan.jpg", b"\xff\xd8\xff\xe0", "is an image .JPEG.*give it as text, HTML, PDF"),
    ("old.xls", ole("Workbook"), "is an old Excel .*; save it as .xlsx or CSV"),
    ("locked.xlsx", ole("EncryptedPackage"), "is an encrypted .*; save it without a"),
    (
        "letter.docx",
        zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}),
        f"is a Word document .*; {TOLD_AS_TEXT}",
    ),
    (
        "list.zip",
        zipped({"list.txt": TEXT}),
        "is a zip archive, .*; unpack it",
    ),
    ("list.txt.gz", gzip.compress(TEXT), "is a gzip archive, .*; unpack it"),
    ("prose.txt", b"Nothing here\nis a list.\n", f": {NO_LIST}"),
    ("prose.html", b"<html><body><p>No list.</p></body></html>", f": {NO_LIST}"),
    ("void.html", b"<html><body></body></html>", f": {NO_LIST}"),
    ("other.csv", b"id,colour\n1,red\n2,blue\n", f": {NO_LIST}"),
    (
        "header.csv",
        b"published_name\n",
        "the table at line 1 has a header and no row",
    ),
    ("other.xlsx", workbook("colour", "red", "blue"), f": {NO_LIST}"),
    ("empty.xlsx", workbook(), "holds no text in any visible sheet; want a sheet with"),
    ("prose.pdf", lambda: Pages().lines("No list is here.").data, f": {NO_LIST}"),
    ("locked.pdf", encrypted_pdf, "is encrypted; open it with its password and save"),
    ("scan.pdf", scan, "holds images only, no text; run text recognition"),
    (
        "cut.pdf",
        lambda: Pages().lines("1 Iga City, Mie", "2 Miyagi Prefecture").data[:900],
        "is not readable as PDF .*: it may be cut off; get it again",
    ),
    ("cut.xlsx", GOOD[: len(GOOD) // 2], "is a damaged zip archive .*; save it again"),
    ("hole.xlsx", GOOD[:40] + GOOD[74:], "damaged|no readable workbook"),
    ("no_utf8.parquet", not_utf8, "is not readable as Parquet .*; write it again"),
    ("bomb.xlsx", bomb, f": part '{SHEET}' would unpack to 20 MB, .* nothing was read"),
    ("liar.xlsx", understated, f": part '{SHEET}' is damaged .*; get it again"),
    (
        "laughs.xlsx",
        patched(SHEET, "<worksheet", billion_laughs("worksheet") + "<worksheet"),
        f": part '{SHEET}' declares a document type .*; nothing was read; open it",
    ),
    ("sheets.xlsx", many_sheets, "sheet"),
    (
        "merged.xlsx",
        patched(
            SHEET,
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="A2:B3"/>'
            "</mergeCells>",
        ),
        ": sheet 'Sheet' has merged cells that overlap; open it in a spreadsheet",
    ),
    (
        "unclosed.csv",
        b'published_name\n"Iga City\nMiyagi Prefecture\n',
        ": line 2 is not readable as CSV .*; look for a quotation mark",
    ),
    (
        "comma.csv",
        b"published_name\nMiyagi Prefecture\nIga City, Mie\n",
        ": line 3 has 2 cells, but there is 1 column; put a name .* in quotation",
    ),
    ("zero.csv", b"published_name\nIga\0 City\n", "no text (file|has).*; "),
    ("zero.txt", b"1 Iga\0 City\n2 Miyagi Prefecture\n", "no text (file|has).*; "),
    (
        "mixed.txt",
        "1 北上市\n".encode() + "2 平生町\n".encode("cp932"),
        r": line 2: byte 14 \(0x95\) fits no encoding .*; save it as .* in UTF-8",
    ),
    (
        "mixed.csv",
        "published_name\n北上市\n".encode() + "平生町\n".encode("euc-jp"),
        r": line 3: byte \d+ \(0x..\) fits no encoding .*; save it as .* in UTF-8",
    ),
    (
        "long.csv",
        b'published_name\n"Iga City, Mie"\n' + b"x" * 1_000_000 + b"\n",
        ": line 3 is not readable as CSV .field larger than field limit",
    ),
    (
        "deep.html",
        b"<html><body>" + b"<div>" * 100_000 + TEXT,
        ": line 1: the page is nested too deep, .*; save the list as plain text",
    ),
    (
        "wide.csv",
        b",".join([b"Iga City"] * 100_000) + b"\n",
        "has 100,000 columns; want at most 1,000: save",
    ),
    (
        "wide.html",
        b"<table><tr>" + b"<td>Iga City" * 50_000 + b"</table>",
        "has 50,000 columns; want at most 1,000: save",
    ),
    ("prose_20000.txt", b"Nothing here is a name.\n" * 20_000, f": {NO_LIST}"),
]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [pytest.param(*fault, id=fault[0]) for fault in FAULTS],
)
def test_a_fault_is_told_with_a_remedy_and_nothing_is_written(
    tmp_path, capsys, name, data, message
):
    source = tmp_path / name
    source.write_bytes(data() if callable(data) else data)
    with watched(source):
        code = main(["run", str(source), "--out", str(tmp_path / "out"), *AS_OF])
    assert code == 2
    printed = capsys.readouterr()
    assert re.match(rf"regional-iot: {re.escape(name)}.*({message})", printed.err)
    assert printed.out == ""
    assert [path.name for path in tmp_path.iterdir()] == [name]


# A CSV of this size is read: a small one stands for it in
# `test_a_csv_past_the_limit_is_read`, a million rows are in benchmarks/.
@pytest.mark.parametrize(
    ("name", "begin", "message"),
    [
        ("list.txt", TEXT, "has 201,000,000 bytes; want at most 200,000,000: save"),
        ("list.html", b"<!DOCTYPE html>\n", "bytes; want at most|MB; web pages of up"),
        ("list.pdf", b"%PDF-1.7\n", "has 201,000,000 bytes; want at most"),
        ("list.xlsx", b"PK\3\4", "has 201,000,000 bytes; want at most"),
        ("list.csv", b'published_name\n"Iga City, Mie"\n', "line 3|no text file"),
    ],
)
def test_a_file_of_over_200_mb_is_refused_and_nothing_is_written(
    tmp_path, capsys, name, begin, message
):
    source = tmp_path / name
    with source.open("wb") as file:
        file.write(begin)
        file.truncate(201_000_000)  # of zeros that take no room on the disk
    assert main(["run", str(source), "--out", str(tmp_path / "out"), *AS_OF]) == 2
    assert re.match(rf"regional-iot: {name}.*({message})", capsys.readouterr().err)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_csv_past_the_limit_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.documents._MOST_BYTES", 1_000_000)
    source = tmp_path / "list.csv"
    row = f'"Iga City, Mie",{"x" * 1000}\n'
    source.write_text("published_name,remark\n" + row * 5_000, encoding="utf-8")
    assert read_announcement(source).entities["line"].tolist() == [*range(2, 5_002)]


def test_tens_of_thousands_of_rows_are_read_from_first_to_last(tmp_path):
    source = tmp_path / "list.csv"
    source.write_bytes(b"published_name\n" + b'"Iga City, Mie"\n' * 50_000)
    assert read_announcement(source).entities["number"].tolist() == [*range(1, 50_001)]


def test_tens_of_thousands_of_numbered_lines_are_read_from_first_to_last(tmp_path):
    source = tmp_path / "list.txt"
    lines = (f"{n} Iga City, Mie" for n in range(1, 20_001))
    source.write_text("\n".join(lines), encoding="utf-8")
    assert read_announcement(source).entities["number"].tolist() == [*range(1, 20_001)]


def special(tmp_path, kind):
    """Make what is no plain file and return its path."""
    path = tmp_path / "list.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "dangling link":
        path.symlink_to("nowhere.txt")
    elif kind == "link to itself":
        path.symlink_to(path.name)
    elif kind == "device":
        return "/dev/zero"
    elif kind == "long name":
        return tmp_path / f"{'x' * 300}.txt"
    elif kind == "not ours to read":
        path.write_bytes(TEXT)
        path.chmod(0)
    return path


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("folder", "list.txt is a folder; name a file in it"),
        ("pipe", "list.txt is no file but a device or a pipe; save what it gives"),
        ("device", "/dev/zero is no file but a device or a pipe; save what it gives"),
        ("dangling link", "there is no file .*list.txt; check the name and the folder"),
        ("link to itself", "list.txt cannot be read: Too many levels of symbolic"),
        ("long name", "x.txt cannot be read: File name too long"),
        ("absent", "there is no file .*list.txt; check the name and the folder"),
        pytest.param(
            "not ours to read",
            "list.txt cannot be read: Permission denied",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may read it"),
        ),
    ],
)
def test_what_is_no_file_is_told_and_nothing_is_written(
    tmp_path, capsys, kind, message
):
    source = special(tmp_path, kind)
    assert main(["run", str(source), "--out", str(tmp_path / "out"), *AS_OF]) == 2
    assert re.match(f"regional-iot: .*{message}", capsys.readouterr().err)
    assert not (tmp_path / "out").exists()


ROWS = "<ol><li>Iga City, Mie</li><li>Miyagi Prefecture</li></ol>"
TABLE = "<table><tr><th>Name</th></tr><tr><td>Iga City, Mie</td></tr>"
REMOTE = "http://192.0.2.1/list"
HARMLESS = [
    (
        "script.html",
        f"<html><body>{ROWS}<script>document.body.innerHTML += '<li>Otsu City, Shiga'"
        f"</script><p onclick='x()'>end</p></body></html>",
    ),
    (
        "fetches.html",
        f'<html><head><base href="{REMOTE}"><link rel="stylesheet" href="{REMOTE}.css">'
        f'<meta http-equiv="refresh" content="0; url={REMOTE}"></head><body>{ROWS}'
        f'<img src="{REMOTE}.png"><iframe src="{REMOTE}"></iframe>'
        f'<object data="file:///etc/hostname"></object></body></html>',
    ),
    (
        "entity.html",
        f'<!DOCTYPE html [<!ENTITY e SYSTEM "file://{{secret}}">]><html><body>{ROWS}'
        "<p>&e;</p></body></html>",
    ),
    (
        "entity.xhtml",
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e SYSTEM "file://{secret}">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&e;</p>'
        f"{ROWS}</body></html>",
    ),
    (
        "parameter.xhtml",
        f'<?xml version="1.0"?><!DOCTYPE html SYSTEM "file://{{secret}}" [<!ENTITY % p '
        f'SYSTEM "{REMOTE}"> %p;]><html><body>{ROWS}</body></html>',
    ),
    (
        "laughs.html",
        f"{billion_laughs('html')}<html><body>{ROWS}<p>&l11;</p></body></html>",
    ),
]


@pytest.mark.parametrize(
    ("name", "page"), [pytest.param(*case, id=case[0]) for case in HARMLESS]
)
def test_a_page_runs_nothing_and_fetches_nothing(tmp_path, name, page):
    secret = tmp_path / "secret.txt"
    secret.write_text("Otsu City, Shiga")
    source = tmp_path / name
    source.write_text(page.replace("{secret}", str(secret)), encoding="utf-8")
    with watched(source):
        read = read_announcement(source)
    names = read.entities["published_name"].tolist()
    assert names == ["Iga City, Mie", "Miyagi Prefecture"]
    assert "Otsu" not in repr(read)


def test_a_formula_gives_the_value_that_was_saved_and_nothing_is_evaluated(tmp_path):
    source = tmp_path / "list.xlsx"
    kept = '<c r="A3" t="str"><f>WEBSERVICE("http://192.0.2.1")</f><v>北上市</v></c>'
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        (cell,) = re.findall(r'<c r="A3".*?</c>', archive.read(SHEET).decode())
    source.write_bytes(patched(SHEET, cell, kept))
    with watched(source):
        read = read_announcement(source)
    assert read.entities["published_name"].tolist() == ["Iga City, Mie", "北上市"]
    assert read.problems == ()


def test_a_formula_without_a_value_is_told_by_its_cell(tmp_path, capsys):
    source = tmp_path / "list.xlsx"
    formula = '="Otsu City"&", Shiga"'
    source.write_bytes(workbook("published_name", "Iga City, Mie", formula, "北上市"))
    assert main(["run", str(source), "--out", str(tmp_path / "out"), *AS_OF]) == 0
    told = "list.xlsx: sheet 'Sheet': A3 holds a formula whose value was never saved; "
    assert f"regional-iot: warning: {told}open" in capsys.readouterr().err
    table = pd.read_csv(tmp_path / "out" / "entities.csv")
    assert table["published_name"].tolist() == ["Iga City, Mie", "北上市"]


def test_a_hundred_thousand_merged_cells_are_read(tmp_path):
    cells = "".join(f'<mergeCell ref="B{n}:C{n}"/>' for n in range(1, 100_001))
    merged = f"</sheetData><mergeCells>{cells}</mergeCells>"
    source = tmp_path / "list.xlsx"
    source.write_bytes(patched(SHEET, "</sheetData>", merged))
    assert len(read_announcement(source)) == 2


def test_a_name_of_a_megabyte_is_read_and_printed_in_brief(tmp_path, capsys):
    source = tmp_path / "list.html"
    rows = f"<tr><td>{'x' * 1_000_000}</td></tr><tr><td>北上市</td></tr></table>"
    source.write_text(TABLE + rows, encoding="utf-8")
    assert main(["run", str(source), "--out", str(tmp_path / "out"), *AS_OF]) == 0
    printed = capsys.readouterr()
    assert len(printed.out) < 20_000
    assert len(printed.err) < 2_000
    table = pd.read_csv(tmp_path / "out" / "entities.csv")
    assert table["published_name"].str.len().tolist() == [13, 1_000_000, 3]


def test_a_long_joint_application_is_an_item_like_others():
    members = ", ".join(
        ["Kitakami City", "Oshu City", "Hanamaki City", "Tono City"] * 5
    )
    read = read_announcement(
        f"1 Iga City, Mie\n2 {members} (Iwate Prefecture)\n3 Miyagi Prefecture\n"
    )
    assert sorted(set(read.entities["number"])) == [1, 2, 3]


FORMULAS = ['=HYPERLINK("http://192.0.2.1","Iga City")', "+1", "@SUM(A1)", "-2+3"]


def test_a_name_that_looks_like_a_formula_is_none_in_a_table_and_read_as_it_was(
    tmp_path,
):
    source = tmp_path / "list.csv"
    names = ["Iga City, Mie", *FORMULAS, "Miyagi Prefecture"]
    pd.DataFrame({"published_name": names}).to_csv(source, index=False)
    assert main(["run", str(source), "--out", str(tmp_path / "out"), *AS_OF]) == 0
    table = tmp_path / "out" / "entities.csv"
    written = pd.read_csv(table)["published_name"].tolist()
    assert written == [names[0], *(f"'{formula}" for formula in FORMULAS), names[-1]]
    assert read_results(table)["published_name"].tolist() == names


def test_a_name_that_looks_like_a_formula_is_none_in_a_workbook(tmp_path):
    source, output = tmp_path / "names.csv", tmp_path / "out.xlsx"
    pd.DataFrame({"name": FORMULAS}).to_csv(source, index=False)
    assert main(["resolve", str(source), "--output", str(output), *AS_OF]) == 0
    with zipfile.ZipFile(output) as archive:
        assert b"<f>" not in archive.read(SHEET)
    assert pd.read_excel(output)["name"].astype(str).tolist() == FORMULAS


ESCAPES = "\x1b[2J\x9b31m\u202e"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


def test_what_is_printed_obeys_no_control_characters_of_a_document(tmp_path, capsys):
    source = tmp_path / "list.csv"
    names = ["Iga City, Mie", f"{ESCAPES}Nowhere Town", "Two\nLines City"]
    pd.DataFrame({"published_name": names}).to_csv(source, index=False)
    record = {"title": f"{ESCAPES}A title", "stated_count": 4}
    (tmp_path / "list.json").write_text(json.dumps(record))
    assert main(["run", str(source), "--out", str(tmp_path / "out"), *AS_OF]) == 0
    printed = capsys.readouterr()
    assert CONTROL.findall(printed.out + printed.err) == []
    assert r"\x1b[2J\x9b31m\u202eA title" in printed.out
    assert r"\x1b[2J\x9b31m\u202eNowhere Town" in printed.out
    written = pd.read_csv(tmp_path / "out" / "entities.csv")
    assert written["published_name"].tolist() == names


def test_a_page_of_errata_obeys_no_control_characters_of_a_document(tmp_path, capsys):
    source = tmp_path / "list.csv"
    names = ["Iga City, Mie", f"Nowhere{ESCAPES} Town"]
    pd.DataFrame({"published_name": names}).to_csv(source, index=False)
    assert main(["errata", str(source), *AS_OF]) == 0
    printed = capsys.readouterr().out
    assert "Nowhere" in printed
    assert CONTROL.findall(printed) == []


def test_an_error_obeys_no_control_characters_of_a_name_of_a_file(tmp_path, capsys):
    source = tmp_path / f"list{ESCAPES}.txt"
    source.write_bytes(b"")
    assert main(["run", str(source), "--out", str(tmp_path / "out")]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith(r"regional-iot: list\x1b[2J\x9b31m\u202e.txt is empty")
    assert CONTROL.findall(printed) == []
