"""A PDF file → `Document`: ruled tables and lines of text, page by page."""

import io
import logging
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

import pandas as pd

from analysis.documents.model import Document, Line, Table, places
from analysis.documents.pdf.margins import without_margins
from analysis.documents.pdf.streams import check_streams
from analysis.documents.pdf.tables import MAX_EDGES, RuledTable, ruled_tables
from analysis.documents.pdf.text import (
    Char,
    TextLine,
    lines_of,
    paragraphs,
    tabbed,
    unique_chars,
)
from analysis.documents.text.tables import with_tables
from analysis.documents.titles import sensible_title
from analysis.errors import SourceError

if TYPE_CHECKING:
    import pdfplumber
    from pdfplumber.page import Page

    from analysis.documents.pdf.work import Work

MAX_PAGES = 500
MAX_BYTES = 100_000_000

_UNNAMED = "\ufffd"
_MOST_UNNAMED = 0.1
"""Share of characters that a font need not name: bullets, a rare kanji."""

_BULLETS = {"\uf0b7": "•", "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "▶"}
"""Bullets of the fonts Symbol and Wingdings, which have no characters of their own."""

_SAME_TOP = 3.0
_TURNED = 0.1  # height by length: a scan may stand a little askew
_UNREADABLE = (
    AssertionError,
    AttributeError,
    EOFError,
    KeyError,
    IndexError,
    OSError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What pdfminer is known to raise, besides its own errors, on files that are cut."""


def read_pdf(data: bytes, *, source: str | None, sha256: str) -> Document:
    """Return the tables and lines of a PDF file, each page from top to bottom.

    Tables between ruled lines keep their cells; the text outside of them is lines, in
    which wide gaps become tabs, and of which `with_tables` makes tables where columns
    stand under each other. A table that runs on over pages is one table per page.
    `line` counts the lines of a page in the order of reading, the rows of tables
    included: a row counts as many as its highest cell has.

    Left out are page numbers, and headers and footers after the first page that has
    them (see `without_margins`). Text that is turned is left out and told in `notes`,
    as are pages without text and pages that run from top to bottom. Scripts,
    attachments and links are never opened.

    Parameters
    ----------
    data : bytes
        The file.
    source : str, optional
        Its name.
    sha256 : str
        Its hash.

    Raises
    ------
    SourceError
        If the file is damaged or needs a password, its pages hold no text, its fonts
        name no characters, it has more than `MAX_PAGES` pages or `MAX_BYTES` bytes,
        would unpack to too many (see `check_streams`), or asks for too much work (see
        `analysis.documents.pdf.work`).
    """
    name = source or "the PDF file"
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{name} has {len(data) / 1e6:,.0f} MB, more than {MAX_BYTES / 1e6:,.0f}; "
            "print the pages that hold the list to a file of their own"
        )
    check_streams(data, name)
    with _in_silence():
        pages, title = _read(data, name)
    _check_text(pages, name)
    lines = without_margins([(page.height, page.lines) for page in pages])
    return Document(
        blocks=tuple(
            block
            for page, of_page in zip(pages, lines, strict=True)
            for block in _blocks(page, of_page)
        ),
        kind="pdf",
        sha256=sha256,
        source=source,
        title=sensible_title(title),
        notes=tuple(_notes(pages)),
    )


@dataclass(frozen=True)
class _Page:
    number: int
    height: float
    lines: list[TextLine]
    tables: list[RuledTable]
    chars: int
    unnamed: int
    turned: int
    upright_columns: bool
    drawn: bool


@contextmanager
def _in_silence() -> Iterator[None]:
    """Keep what pdfminer logs and warns of each oddity of a file to itself."""
    loggers = [logging.getLogger(name) for name in ("pdfminer", "pdfplumber")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"(pdfminer|pdfplumber)(\.|$)")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _read(data: bytes, name: str) -> tuple[list[_Page], object]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    from analysis.documents.pdf.work import TooMuchWorkError, Work

    work = Work()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            _check_count(pdf, name)
            pages = [_read_page(page, work) for page in pdf.pages]
            return pages, pdf.metadata.get("Title")
    except TooMuchWorkError as why:
        raise SourceError(
            f"{name} asks for too much work ({why}); print the pages that hold the "
            "list to a file of their own"
        ) from why
    except (PSException, PdfminerException, MalformedPDFException, *_UNREADABLE) as why:
        cause = why.args[0] if isinstance(why, PdfminerException) else why
        if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
            raise SourceError(
                f"{name} is encrypted; open it with its password and save a copy "
                "without"
            ) from why
        raise SourceError(
            f"{name} is not readable as PDF ({type(cause).__name__}: {cause}): it may "
            "be cut off; get it again, or open it and print it to a new PDF file"
        ) from why


def _check_count(pdf: "pdfplumber.PDF", name: str) -> None:
    if not pdf.pages:
        raise SourceError(
            f"{name} has no readable page: it may be cut off; get it again, or open it "
            "and print it to a new PDF file"
        )
    if len(pdf.pages) > MAX_PAGES:
        raise SourceError(
            f"{name} has {len(pdf.pages):,} pages, more than {MAX_PAGES}; print the "
            "pages that hold the list to a file of their own"
        )


def _read_page(page: "Page", work: "Work") -> _Page:
    work.lay_out(page)
    printed = unique_chars(_on_page(page))
    chars = [_named(char) for char in printed if not _is_turned(char)]
    drawn = len(page.edges) > MAX_EDGES
    tables = [] if drawn else ruled_tables(page, chars)
    in_tables = frozenset().union(*(table.chars for table in tables))
    read = _Page(
        number=page.page_number,
        height=float(page.height),
        lines=lines_of(char for char in chars if id(char) not in in_tables),
        tables=tables,
        chars=len(chars),
        unnamed=sum(_UNNAMED in char["text"] for char in chars),
        turned=sum(_is_turned(char) for char in printed),
        upright_columns=_run_down(chars),
        drawn=drawn,
    )
    page.close()
    return read


def _on_page(page: "Page") -> Iterator[Char]:
    """Give the characters that can be seen: some lie off the page, or have no size."""
    left, top, right, bottom = page.bbox
    for char in page.chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        if left <= x <= right and top <= y <= bottom and char["size"] > 0:
            yield char


def _is_turned(char: Char) -> bool:
    along, up, *_ = char["matrix"]
    return along <= 0 or abs(up) > _TURNED * along


def _named(char: Char) -> Char:
    """Return a character with a text that can be read, or the mark that it has none."""
    text = _BULLETS.get(char["text"], char["text"])
    if text.startswith("(cid:") or "\ue000" <= text <= "\uf8ff":
        text = _UNNAMED
    return {**char, "text": text}


def _run_down(chars: list[Char]) -> bool:
    """Return whether most characters stand below the one before, as in a book."""
    below = sum(
        abs(char["x0"] - before["x0"]) < char["size"] / 2
        and 0.8 < (char["top"] - before["top"]) / (char["size"] or 1) < 1.6
        for before, char in pairwise(chars)
    )
    return below * 2 > len(chars) > 10


def _check_text(pages: list[_Page], name: str) -> None:
    chars = sum(page.chars for page in pages)
    if not any(page.lines or page.tables for page in pages):
        if any(page.turned for page in pages):
            raise SourceError(
                f"{name} holds only text that is turned; turn its pages upright and "
                "print them to a new PDF file"
            )
        raise SourceError(
            f"{name} holds images only, no text; run text recognition (OCR) on it, or "
            "get the document in another form"
        )
    if sum(page.unnamed for page in pages) > _MOST_UNNAMED * chars:
        raise SourceError(
            f"{name} holds no readable text (its fonts name no characters); run text "
            "recognition (OCR) on it, or get the document in another form"
        )


def _blocks(page: _Page, lines: list[TextLine]) -> Iterator[Line | Table]:
    """Yield the tables of a page, and its lines that were kept, in order."""
    left = min((line.pieces[0].x0 for line in lines), default=0.0)
    counted = 0
    for kind, group in groupby(_in_order(page.tables, lines), key=type):
        if kind is RuledTable:
            for table in group:
                yield _table(table, counted, str(page.number))
                counted += sum(map(_height, table.rows))
        else:
            texts = list(_lines(list(group), left, counted, str(page.number)))
            counted = texts[-1].line
            yield from with_tables(texts)


def _in_order(
    tables: list[RuledTable], lines: list[TextLine]
) -> list[RuledTable | TextLine]:
    """Return blocks from top to bottom, tables beside each other from left to right."""
    placed: list[tuple[float, float, RuledTable | TextLine]] = []
    for table in sorted(tables, key=lambda table: table.top):
        beside = placed and table.top - placed[-1][0] <= _SAME_TOP
        placed.append((placed[-1][0] if beside else table.top, table.box[0], table))
    placed += [(line.top, line.pieces[0].x0, line) for line in lines]
    return [block for *_, block in sorted(placed, key=itemgetter(0, 1))]


def _table(table: RuledTable, counted: int, page: str) -> Table:
    ends = accumulate(map(_height, table.rows), initial=counted + 1)
    return Table(
        cells=pd.DataFrame(table.rows, dtype="str"),
        places=places(list(ends)[:-1], page=page),
        spans=table.spans,
    )


def _height(row: list[str]) -> int:
    """Return how many lines of text a row has; a blank one counts as one."""
    return max(cell.count("\n") + 1 for cell in row)


def _lines(
    lines: list[TextLine], left: float, counted: int, page: str
) -> Iterator[Line]:
    """Yield lines of text, a blank one where they stand apart."""
    for number, paragraph in enumerate(paragraphs(lines)):
        if number:
            yield Line("", counted, page)
        for text in tabbed(paragraph, left):
            counted += 1
            yield Line(text, counted, page)


def _notes(pages: list[_Page]) -> Iterator[str]:
    blank = [page for page in pages if not (page.lines or page.tables)]
    if blank:
        yield (
            f"{_named_pages(blank)}: no text, perhaps an image; what it shows was not "
            "read"
        )
    if turned := [page for page in pages if page.turned]:
        yield f"{_named_pages(turned)}: text that is turned was not read"
    if down := [page for page in pages if page.upright_columns]:
        yield (
            f"{_named_pages(down)}: text that runs from top to bottom is not read in "
            "its order"
        )
    if unnamed := [page for page in pages if page.unnamed]:
        yield (
            f"{_named_pages(unnamed)}: characters that their font does not name are "
            f"read as {_UNNAMED}"
        )
    if drawn := [page for page in pages if page.drawn]:
        yield (
            f"{_named_pages(drawn)}: a drawing of more than {MAX_EDGES:,} lines, in "
            "which no table was looked for"
        )


def _named_pages(pages: list[_Page]) -> str:
    numbers = ", ".join(str(page.number) for page in pages)
    return f"page{'s' if len(pages) > 1 else ''} {numbers}"
