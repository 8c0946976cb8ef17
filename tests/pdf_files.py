"""PDF files to read: tables, text and faults, set in the font of the charts."""

import hashlib
import io
import logging
from collections.abc import Callable, Sequence
from importlib.resources import files

from fpdf import FPDF, FontFace
from PIL import Image

from analysis.documents.model import Document
from analysis.documents.pdf.read import read_pdf

FONT = str(files("matplotlib_fontja") / "fonts" / "ipaexg.ttf")
LINE = 8  # millimetres
logging.getLogger("fontTools").setLevel(logging.ERROR)  # of each subset it makes


class Pages(FPDF):
    """A4, the font set, with what `margins` draws on every page."""

    def __init__(self, margins: Callable[["Pages"], None] | None = None) -> None:
        super().__init__()
        self.margins = margins
        self.add_font("ja", fname=FONT)
        self.set_font("ja", size=11)
        self.add_page()

    def footer(self) -> None:
        if self.margins:
            self.margins(self)

    def lines(self, *texts: str) -> "Pages":
        """Write lines of running text under each other."""
        for text in texts:
            self.cell(0, LINE, text, new_x="LMARGIN", new_y="NEXT")
        return self

    def columns(
        self, rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> "Pages":
        """Write rows of cells without borders."""
        for row in rows:
            for width, text in zip(widths, row, strict=True):
                self.cell(width, LINE, text)
            self.ln()
        return self

    def ruled(self, rows: Sequence[Sequence], **options: object) -> "Pages":
        """Write a table with borders; a cell may be a dict of options of fpdf2."""
        with self.table(headings_style=FontFace(), **options) as table:
            for row in rows:
                made = table.row()
                for cell in row:
                    made.cell(**cell) if isinstance(cell, dict) else made.cell(cell)
        return self

    @property
    def data(self) -> bytes:
        return bytes(self.output())


def image() -> io.BytesIO:
    """Return a grey picture, as a scan is."""
    file = io.BytesIO()
    Image.new("L", (200, 200), 128).save(file, "PNG")
    file.seek(0)
    return file


def read(pages: Pages | bytes) -> Document:
    """Return what is read of a file called list.pdf."""
    data = pages if isinstance(pages, bytes) else pages.data
    sha256 = hashlib.sha256(data).hexdigest()
    return read_pdf(data, source="list.pdf", sha256=sha256)
