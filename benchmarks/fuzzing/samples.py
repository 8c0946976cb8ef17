"""Sample documents, by format: those of the tests, and the lists of the package."""

import datetime as dt
import functools
import re
import sys
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
from fpdf import FPDF
from openpyxl.utils import get_column_letter

from analysis.gazetteer.register import register
from fuzzing.mutants import unzipped, zipped

_ROOT = Path(__file__).parents[2]
_KINDS = {
    "text": (".txt",),
    "html": (".html",),
    "csv": (".csv", ".tsv"),
    "xlsx": (".xlsx",),
    "pdf": (".pdf",),
    "parquet": (".parquet",),
}
_MOST_BYTES = 120_000
_CLOCK = re.compile(rb"(<dcterms:\w+[^>]*>)[^<]*")


@functools.cache
def samples(kind: str) -> tuple[bytes, ...]:
    """Return the sample documents of one kind, in one order, the same every time.

    Parameters
    ----------
    kind : str
        text, html, csv, xlsx, pdf or parquet.
    """
    found = [
        path.read_bytes()
        for folder in ("tests/data", "tests/data/lists", "data/raw")
        for path in sorted((_ROOT / folder).glob("*.*"))
        if path.suffix in _KINDS[kind]
    ]
    found += _built(kind)
    small = [data for data in found if 0 < len(data) < _MOST_BYTES]
    return tuple(map(_timeless, small) if kind == "xlsx" else small)


@functools.cache
def texts(kind: str) -> tuple[str, ...]:
    """Return the samples of a kind of text as text."""
    return tuple(data.decode("utf-8", "replace") for data in samples(kind))


@functools.cache
def real_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the official names of all bodies: in English and in Japanese."""
    bodies = register()
    english, japanese = [], []
    rows = zip(
        bodies["name_en"],
        bodies["name_ja"],
        bodies["entity_type"],
        bodies["prefecture_en"],
        bodies["prefecture_ja"],
        strict=True,
    )
    for name_en, name_ja, kind, prefecture_en, prefecture_ja in rows:
        if pd.isna(name_en) or kind == "ward":
            continue
        if kind == "prefecture":
            japanese.append(name_ja)
            english.append(name_en)
        else:
            japanese.append(f"{prefecture_ja}{name_ja}")
            english.append(f"{name_en}, {prefecture_en}")
    return tuple(english), tuple(japanese)


def _built(kind: str) -> list[bytes]:
    if kind not in ("xlsx", "pdf", "parquet"):
        return []
    sys.path.append(str(_ROOT / "tests"))
    import documents_corpus

    made = []
    with tempfile.TemporaryDirectory() as folder:
        for document in documents_corpus.documents():
            if document.name.startswith(kind):
                made.append(Path(document.write(Path(folder))).read_bytes())
    if kind == "pdf":
        made += [
            _plain_pdf(),
            _ruled_pdf(compressed=False),
            _ruled_pdf(compressed=True),
        ]
    if kind == "xlsx":
        made += [_typed_workbook()]
    return made


def _plain_pdf() -> bytes:
    pdf = _pdf(compressed=False)
    pdf.set_font("helvetica", size=11)
    for line in (
        "August 21, 2020",
        "Bodies supported under the FY2020 Example Programme",
        "1 Kitakami City, Iwate Prefecture",
        "2 Miyagi Prefecture",
        "3 Hirasei Town, Yamaguchi Prefecture",
    ):
        pdf.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def _ruled_pdf(*, compressed: bool) -> bytes:
    pdf = _pdf(compressed=compressed)
    pdf.set_font("helvetica", size=9)
    with pdf.table(col_widths=(15, 60, 70)) as table:
        for row in (
            ("No.", "Applicant", "Project"),
            ("1", "Kitakami City, Iwate Prefecture", "Gauges"),
            ("2", "Miyagi Prefecture", "Sirens"),
            ("3", "Hirasei Town, Yamaguchi Prefecture", "Weirs"),
        ):
            table.row(row)
    return bytes(pdf.output())


def _pdf(*, compressed: bool) -> FPDF:
    pdf = FPDF()
    pdf.set_compression(compressed)
    pdf.creation_date = dt.datetime(2020, 8, 21, tzinfo=dt.UTC)
    pdf.add_page()
    return pdf


def _typed_workbook() -> bytes:
    """Return a workbook with a cell of each type, merged cells and a formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["No.", "団体コード", "団体名", "採択日", "割合", "確認", "計"])
    rows = [
        (1, "032069", "岩手県北上市", dt.date(2020, 8, 21), 0.125, True, "=A2+1"),
        (2, 40002, "宮城県", dt.datetime(2020, 8, 21, 9, 30), 1e6, False, "=NA()"),
        (3, 353442.0, "山口県平生町", dt.time(9, 30), -0.5, None, "#N/A"),
    ]
    for row in rows:
        sheet.append(row)
    sheet["E2"].number_format = "0.0%"
    sheet["E3"].number_format = '#,##0" 千円"'
    sheet["A3"].number_format = "000"
    sheet.merge_cells("A6:C6")
    sheet["A6"] = "合計　３団体"
    sheet.column_dimensions[get_column_letter(5)].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("備考")["A1"] = "（注）例である。"
    path = Path(tempfile.mkdtemp()) / "list.xlsx"
    book.save(path)
    data = path.read_bytes()
    path.unlink()
    path.parent.rmdir()
    return data


def _timeless(data: bytes) -> bytes:
    """Return a workbook without the time at which it was made."""
    parts = unzipped(data)
    return zipped({name: _CLOCK.sub(rb"\1", part) for name, part in parts.items()})
