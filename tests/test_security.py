"""What SECURITY.md promises and no other file of tests shows."""

import ast
import gzip
import json
import pickle
import re
import struct
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_hostile import SHEET, billion_laughs, patched, watched

from analysis import read_announcement
from analysis.errors import SourceError
from analysis.tables import read_table

NAMES = ["Iga City, Mie", "Miyagi Prefecture"]
TEXT = (
    b"BT /F 12 Tf 50 700 Td (1 Iga City, Mie) Tj 0 -20 Td (2 Miyagi Prefecture) Tj ET"
)


def programs(root: Path) -> list[tuple[str, ast.AST]]:
    """Return every node of every module, with the place where it stands."""
    found = []
    for path in sorted((root / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            line = getattr(node, "lineno", 0)
            found.append((f"{path.relative_to(root).as_posix()}:{line}", node))
    return found


@pytest.fixture(scope="module")
def nodes(root):
    return programs(root)


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


FORBIDDEN = (
    "pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "yaml",
    "code", "codeop", "pty", "telnetlib", "ftplib", "xml.sax", "xml.dom",
)  # fmt: skip


def test_no_module_imports_what_runs_or_unpickles_data(nodes):
    found = [
        (where, name)
        for where, node in nodes
        for name in imported(node)
        if any(name == each or name.startswith(f"{each}.") for each in FORBIDDEN)
    ]
    assert found == []


CALLS = re.compile(
    r"(builtins\.)?(eval|exec|compile|__import__)|os\.(system|popen|exec\w+|spawn\w+)"
    r"|(\w+\.)*(read_pickle|to_pickle|mktemp|literal_eval|unpack_archive|extractall)"
    r"|(pd\.|pandas\.|\w+\.)?(read_hdf|eval)"
)


def test_no_module_calls_what_runs_data_or_trusts_archives(nodes):
    found = [
        (where, name)
        for where, node in nodes
        if isinstance(node, ast.Call)
        if CALLS.fullmatch(name := ast.unparse(node.func))
    ]
    assert found == []


SAFE = {
    "allow_pickle": "False",
    "huge_tree": "False",
    "resolve_entities": "False",
    "shell": "False",
    "verify": "True",
}


def test_no_call_switches_a_safeguard_off(nodes):
    found = [
        (where, keyword.arg)
        for where, node in nodes
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if ast.unparse(keyword.value)
        != SAFE.get(keyword.arg, ast.unparse(keyword.value))
    ]
    assert found == []


def test_programs_are_started_by_the_refresh_of_snapshots_alone(nodes):
    found = {
        where.partition(":")[0]
        for where, node in nodes
        if any(name.split(".")[0] == "subprocess" for name in imported(node))
    }
    assert found == {"src/analysis/gazetteer/packages.py"}


def test_security_names_files_and_tests_that_are_there(root):
    page = (root / "SECURITY.md").read_text("utf-8")
    named = set(re.findall(r"`((?:src|tests|benchmarks|data)/[\w./-]+)`", page))
    assert len(named) > 10
    assert [path for path in sorted(named) if not (root / path).exists()] == []
    for path, test in re.findall(r"`(tests/\w+\.py)::(\w+)`", page):
        assert f"def {test}(" in (root / path).read_text("utf-8"), test


# ---- PDF files


def pdf(content: bytes = TEXT, *more: bytes, resources: bytes = b"") -> bytes:
    """Return a PDF file of one page; `more` are its objects from number 6 on."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R /G 6 0 R >> " + resources + b" >> >>",
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    ]
    file = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    file += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(bodies) + 1)
    return bytes(file + b"startxref\n%d\n%%%%EOF" % end)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    head = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(packed), entries)
    return head + b"\nstream\n" + packed + b"\nendstream"


def forms(levels: int) -> bytes:
    """Return a file whose form draws one ten times, that one ten times, and so on."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << "
    more = [
        stream(b"/X Do " * 10, form + b"/XObject << /X %d 0 R >> >>" % (7 + level))
        for level in range(levels)
    ]
    last = stream(b"BT ET", form + b">>")
    return pdf(TEXT + b" /X Do", *more, last, resources=b"/XObject << /X 6 0 R >>")


def font(descendant: bytes = b"", names: bytes = b"", *more: bytes) -> bytes:
    """Return a file that uses a composite font; `more` are objects from 9 on."""
    return pdf(
        TEXT + b" BT /G 12 Tf 50 500 Td <0041> Tj ET",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /H /Encoding /Identity-H "
        + (b"/ToUnicode 8 0 R " if names else b"")
        + b"/DescendantFonts [7 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /H /CIDSystemInfo << "
        b"/Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        + descendant
        + b">>",
        stream(b"begincmap " + names + b" endcmap"),
        *more,
    )


def truetype(groups: list[tuple[int, int]]) -> bytes:
    """Return a font file that has nothing but a table of characters, of form 12."""
    table = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    size = 16 + 12 * len(groups)
    table += struct.pack(">HHLLL", 12, 0, size, 0, len(groups))
    table += b"".join(struct.pack(">LLL", *ends, 1) for ends in groups)
    head = b"\0\1\0\0" + struct.pack(">HHHH", 1, 0, 0, 0)
    return head + struct.pack(">4sLLL", b"cmap", 0, 28, len(table)) + table


def font_file(*groups: tuple[int, int]) -> bytes:
    inside = (
        b"/FontDescriptor << /Type /FontDescriptor /FontName /H /FontFile2 9 0 R >>"
    )
    return font(inside, b"", stream(truetype(list(groups))))


BOMBS = {
    "forms": (forms(9), "1 MB of instructions"),
    "one stream many times": (
        pdf().replace(b"/Contents 4 0 R", b"/Contents [" + b"4 0 R " * 2_500 + b"]"),
        "1 MB of instructions",
    ),
    "names of characters": (
        font(names=b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"),
        "2,000,000 letters",
    ),
    "names in other brackets": (
        font(names=rb"1 beginbfrange (\0\0\0\0) (\377\0\0\0) <0041> endbfrange"),
        "2,000,000 letters",
    ),
    "codes of characters": (
        font(names=b"1 begincidrange <00000000> <FFFFFFFF> 1 endcidrange"),
        "2,000,000 letters",
    ),
    "widths": (font(b"/W [0 999999999 500]"), "2,000,000 letters"),
    "file of a font": (font_file((0, 2**31), (0, 2**31)), "2,000,000 letters"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_small_pdf_file_that_asks_for_much_work_is_refused(
    tmp_path, monkeypatch, bomb
):
    monkeypatch.setattr("analysis.documents.pdf.work.MAX_DRAWN", 1_000_000)
    data, what = BOMBS[bomb]
    assert len(data) < 200_000
    source = tmp_path / "list.pdf"
    source.write_bytes(data)
    with pytest.raises(SourceError, match=f"asks for too much work .*{what}"):
        read_announcement(source)


HARMLESS = {
    "forms": forms(3),
    "form in itself": pdf(
        TEXT + b" /X Do",
        stream(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] "
            b"/Resources << /XObject << /X 6 0 R >> >>",
        ),
        resources=b"/XObject << /X 6 0 R >>",
    ),
    "pages in themselves": pdf().replace(
        b"[3 0 R] /Count 1", b"[2 0 R 3 0 R] /Count 9"
    ),
    "nested arrays": pdf(b"[" * 20_000 + b"]" * 20_000 + b" TJ " + TEXT),
    "font with ranges": font(
        b"/W [0 65535 500]", b"1 beginbfrange <0000> <00FF> <0000> endbfrange"
    ),
    "font with a file": font_file((32, 126)),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_a_pdf_file_that_is_only_odd_is_read(tmp_path, case):
    source = tmp_path / "list.pdf"
    source.write_bytes(HARMLESS[case])
    names = read_announcement(source).entities["published_name"].tolist()
    assert names[:2] == NAMES


class Opened:
    """Would make a file if it were unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_a_pdf_file_cannot_name_a_pickle_to_load(tmp_path):
    """Versions of pdfminer before 20251107 load it: CVE-2025-64512."""
    planted = tmp_path / "planted"
    data = gzip.compress(pickle.dumps(Opened(planted)))
    (tmp_path / "map.pickle.gz").write_bytes(data)
    name = "/".join([".."] * 20) + str(tmp_path / "map")
    source = tmp_path / "list.pdf"
    named = b"/Encoding /" + name.replace("/", "#2F").encode()
    source.write_bytes(font().replace(b"/Encoding /Identity-H", named))
    with watched(source):
        read_announcement(source)
    assert not planted.exists()


# ---- Workbooks, tables and records


def test_a_bomb_of_entities_is_refused_whatever_its_part_is_called(tmp_path):
    source = tmp_path / "list.xlsx"
    sheet = "xl/worksheets/sheet1.dat"
    data = patched(SHEET, "<worksheet", billion_laughs("worksheet") + "<worksheet")
    data = data.replace(SHEET.encode(), sheet.encode())
    assert data.count(sheet.encode()) == 2  # in its place and in the directory
    source.write_bytes(data)
    with pytest.raises(SourceError):
        read_announcement(source)


@pytest.mark.parametrize("read", [read_announcement, read_table])
def test_a_workbook_with_a_document_type_is_refused(tmp_path, read):
    source = tmp_path / "list.xlsx"
    source.write_bytes(
        patched(SHEET, "<worksheet", billion_laughs("worksheet") + "<worksheet")
    )
    with pytest.raises(SourceError, match="declares a document type"):
        read(source)


COLUMN = {
    "name": "published_name",
    "field_name": "published_name",
    "pandas_type": "unicode",
    "numpy_type": "object",
    "metadata": None,
}
NOTES = {
    "a list": [],
    "nested": b"[" * 100_000 + b"]" * 100_000,
    "columns are a text": {"columns": "x"},
    "columns are nothing": {"columns": None},
    "an index that is a number": {"index_columns": [7]},
    "an index from a text": {
        "index_columns": [{"kind": "range", "name": None, "start": "a", "stop": 2}]
    },
    "code for a type": {"columns": [COLUMN | {"numpy_type": "__import__('os')"}]},
    "a type of parts": {"columns": [COLUMN | {"numpy_type": "interval[int64]"}]},
    "names to be evaluated": {
        "column_indexes": [COLUMN | {"name": None, "field_name": None}] * 2
    },
}


@pytest.mark.parametrize("case", NOTES)
def test_untrue_notes_in_a_parquet_file_are_a_fault_of_the_file(tmp_path, case):
    note = NOTES[case]
    if isinstance(note, dict):
        note = {
            "index_columns": [],
            "column_indexes": [],
            "columns": [COLUMN],
            "pandas_version": "3",
        } | note
    data = note if isinstance(note, bytes) else json.dumps(note).encode()
    source = tmp_path / "list.parquet"
    table = pa.table({"published_name": NAMES})
    pq.write_table(table.replace_schema_metadata({b"pandas": data}), source)
    with watched(source), pytest.raises(SourceError, match="not readable as Parquet"):
        read_announcement(source)


def test_a_nested_record_beside_a_list_is_refused(tmp_path):
    source = tmp_path / "list.txt"
    source.write_text("1 Iga City, Mie\n2 Miyagi Prefecture\n")
    (tmp_path / "list.json").write_text("[" * 100_000)
    with pytest.raises(SourceError, match="not readable as JSON"):
        read_announcement(source)
