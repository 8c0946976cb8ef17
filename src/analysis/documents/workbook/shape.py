"""What a sheet of a workbook holds besides values: merged, hidden, never computed."""

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from analysis.documents.model import cell_name
from analysis.documents.workbook.archive import AS_CSV, REOPEN, parse_part
from analysis.errors import SourceError

MAX_CELLS = 1_000_000
"""Cells of a workbook that are stored, and cells of a grid from A1 to the last text."""

MAX_MERGED = 100_000
"""Merged cells of a sheet."""

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_TRUE = ("1", "true")


@dataclass
class Shape:
    """What is marked in a sheet; rows counted from 1, columns from 0.

    Attributes
    ----------
    cells : int
        How many are stored, blank ones with a format included.
    merged : list of tuple of int
        First row, first column, last row and last column of each merged cell.
    hidden_rows : set of int
        Rows that are hidden, be it by hand or by a filter.
    hidden_columns : list of tuple of int
        First and last of columns that are hidden.
    unsaved : list of tuple of int
        Row and column of formulas that were saved without a value.
    """

    cells: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    unsaved: list[tuple[int, int]] = field(default_factory=list)


def read_shape(archive: zipfile.ZipFile, part: str, name: str) -> Shape:
    """Return what is marked in a sheet, read as a stream.

    Parameters
    ----------
    archive : zipfile.ZipFile
        The workbook.
    part : str
        The sheet's part in it.
    name : str
        What messages call the sheet.

    Raises
    ------
    SourceError
        If the part is damaged, its cells are out of order or outside of any sheet, or
        they are more than `MAX_CELLS`, or more than `MAX_MERGED` are merged.
    """
    reader = _Reader(name)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    reader.listen(parser)
    try:
        parse_part(archive, part, parser, name)
    except (KeyError, ValueError, OverflowError) as why:
        raise SourceError(
            f"{name}: what is marked in {part!r} is not readable ({why}); {REOPEN}"
        ) from why
    return reader.shape


class _Reader:
    """Listens to the XML of one sheet."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.shape = Shape()
        self.row = 0
        self.column = -1
        self.kind = ""
        self.formula = self.value = False

    def listen(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end

    def start(self, tag: str, marks: dict[str, str]) -> None:
        match tag.rpartition("}")[2]:
            case "c":
                self._cell(marks)
            case "f":
                self.formula = True
            case "v":
                if self.formula:
                    self.parser.CharacterDataHandler = self._text
            case "row":
                self._row(marks)
            case "col" if marks.get("hidden") in _TRUE:
                first, last = int(marks["min"]), int(marks["max"])
                self.shape.hidden_columns.append((first - 1, last - 1))
            case "mergeCell":
                first, _, last = marks["ref"].partition(":")
                corners = (*self._place(first), *self._place(last or first))
                self.shape.merged.append(corners)
                if len(self.shape.merged) > MAX_MERGED:
                    raise SourceError(
                        f"{self.name} has more than {MAX_MERGED:,} merged cells; "
                        f"{AS_CSV}"
                    )

    def end(self, tag: str) -> None:
        match tag.rpartition("}")[2]:
            case "c":
                if self.formula and not self.value and self.kind != "str":
                    self.shape.unsaved.append((self.row, self.column))
            case "v":
                self.parser.CharacterDataHandler = None

    def _row(self, marks: dict[str, str]) -> None:
        row = int(float(marks.get("r", self.row + 1)))
        if not self.row < row <= _LAST_ROW:
            raise SourceError(
                f"{self.name}: row {row} follows row {self.row}, which no sheet has; "
                f"{REOPEN}"
            )
        self.row, self.column = row, -1
        if marks.get("hidden") in _TRUE:
            self.shape.hidden_rows.add(row)

    def _cell(self, marks: dict[str, str]) -> None:
        row, column = (
            self._place(marks["r"]) if "r" in marks else (self.row, self.column + 1)
        )
        if row != self.row or not self.column < column < _LAST_COLUMN:
            raise SourceError(
                f"{self.name}: cell {cell_name(row, column)} stands out of order; "
                f"{REOPEN}"
            )
        self.column = column
        self.kind = marks.get("t", "")
        self.formula = self.value = False
        self.shape.cells += 1
        if self.shape.cells > MAX_CELLS:
            raise SourceError(
                f"{self.name} stores more than {MAX_CELLS:,} cells; {AS_CSV}"
            )

    def _text(self, text: str) -> None:
        self.value = self.value or bool(text)

    def _place(self, name: str) -> tuple[int, int]:
        match = _CELL.fullmatch(name)
        if not match:
            raise SourceError(f"{self.name}: {name!r} names no cell; {REOPEN}")
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(match[2]), column - 1
