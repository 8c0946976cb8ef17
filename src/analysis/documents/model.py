"""A published document as its format gives it: lines and tables, each in its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from analysis.errors import SourceError

MAX_COLUMNS = 1_000
"""Columns of a table: every one is looked at, and no list has so many."""

PLACE_COLUMNS = {"page": "str", "line": "int64", "row": "int64"}
"""Where the rows of a table stood, with dtypes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text.

    Attributes
    ----------
    text : str
        As published, blanks at its beginning included: they show what is under what.
    line : int
        Which line of the file, or of the page, counted from 1.
    page : str or None
        Number of the page of a PDF file, or name of the sheet of a workbook.
    """

    text: str
    line: int
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a table that was merged out of several; places counted from 0."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, eq=False)
class Table:
    """A grid of cells, title rows, header and notes included.

    Attributes
    ----------
    cells : pandas.DataFrame
        Text (str) as shown, "" where blank. Columns and index count from 0. A merged
        cell has its text at its top left; the rest of it is blank.
    places : pandas.DataFrame
        One row for each of `cells`, the same index, columns `PLACE_COLUMNS`: `page`
        (missing where there are none), `line` of the file or page, and `row`, counted
        from 1 in the grid or sheet.
    headers : int or None
        How many rows name the columns, where the format says so.
    spans : tuple of Span
        The merged cells.
    """

    cells: pd.DataFrame
    places: pd.DataFrame
    headers: int | None = None
    spans: tuple[Span, ...] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.cells)


@dataclass(frozen=True, eq=False)
class Document:
    """What a published document holds, in the order of reading.

    Attributes
    ----------
    blocks : tuple of Line or Table
        Blank lines of text are there too: they set things apart.
    kind : str
        ``text``, ``html``, ``pdf``, ``csv``, ``xlsx``, ``parquet``, ``table`` (given
        in memory) or ``list``.
    source : str or None
        The name of the file.
    sha256 : str
        Hash of the file, or of the text, that was read.
    title : str or None
        What the format itself gives as the title.
    notes : tuple of str
        What a reader should know of how it was read, in plain words: a sheet that is
        hidden, a cell whose formula has no value.
    """

    blocks: tuple[Line | Table, ...]
    kind: str
    sha256: str
    source: str | None = None
    title: str | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """What messages call the document."""
        return self.source or f"the {self.kind}"

    @property
    def tables(self) -> Iterator[Table]:
        """The tables, in order."""
        return (block for block in self.blocks if isinstance(block, Table))


def places(lines: pd.Index | list[int], page: str | None = None) -> pd.DataFrame:
    """Return the places of rows that follow on each other on one page.

    Parameters
    ----------
    lines : sequence of int
        The line of each row in the file or page.
    page : str, optional
        The page or sheet.
    """
    count = len(lines)
    return pd.DataFrame(
        {
            "page": pd.Series([page] * count, dtype="str"),
            "line": pd.Series(lines, dtype="int64").reset_index(drop=True),
            "row": pd.Series(range(1, count + 1), dtype="int64"),
        }
    )


def check_width(columns: int, where: str) -> None:
    """Raise `SourceError` if a table has more than `MAX_COLUMNS` columns.

    Parameters
    ----------
    columns : int
        How many it has.
    where : str
        What the message calls the table.
    """
    if columns > MAX_COLUMNS:
        raise SourceError(
            f"{where} has {columns:,} columns; want at most {MAX_COLUMNS:,}: save "
            "those of the list as a file of their own"
        )


def cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell.

    Parameters
    ----------
    row : int
        Counted from 1.
    column : int
        Counted from 0.

    Examples
    --------
    >>> cell_name(5, 0), cell_name(12, 27)
    ('A5', 'AB12')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
