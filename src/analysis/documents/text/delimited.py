"""Text, CSV and TSV as people write them: every row kept, each in its place."""

import csv
import io
import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.csv_cells import plain
from analysis.documents.model import MAX_COLUMNS, Document, Table, check_width, places
from analysis.errors import SourceError

# Rows among which the names of the columns are looked for.
_TOP = 20
# Rows that are held as Python's texts at a time: a few MB.
_BATCH = 10_000
_LONGEST_CELL = 131_072
_SEPARATOR = re.compile(r"\ufeff?sep=.\s*", re.IGNORECASE)


def read_csv(
    lines: Iterable[str], *, separator: str, sha256: str, source: str | None = None
) -> Document:
    """Return the rows of a delimited text as one table, whatever they hold.

    No header is assumed: titles above, notes below and blank rows are rows as well. An
    apostrophe that keeps a spreadsheet from computing a cell is taken away
    (`analysis.csv_cells`).

    Parameters
    ----------
    lines : iterable of str
        An open file or the like: lines with their ends as they are (``newline=""``).
        It is read in batches: a million rows take some 100 MB.
    separator : str
        What stands between two cells.
    sha256 : str
        Hash of what is read.
    source : str, optional
        The name of the file.

    Returns
    -------
    Document
        Of kind ``csv``. A row's `line` is that in which it begins.

    Raises
    ------
    SourceError
        If there is no row, a quotation mark is not closed, a byte is none of the
        encoding, there are more than `MAX_COLUMNS` columns, or a row has more cells
        than the columns: a name that holds a comma and is not quoted would shift them.
    """
    name = source or "the text"
    rows = _rows(lines, separator, name)
    top = list(islice(rows, _TOP))
    width = _width([row for _, row in top])
    begins = array("q")
    said = False
    chunks: list[list[pa.Array]] = [[] for _ in range(width)]
    every = chain(top, rows)
    while batch := list(islice(every, _BATCH)):
        begins.extend(line for line, _ in batch)
        said = said or any(any(row) for _, row in batch)
        filled = [_fitted(row, width, name, line) for line, row in batch]
        for column, cells in zip(chunks, zip(*filled, strict=True), strict=True):
            column.append(pa.array(cells, type=pa.large_string()))
    if not said:
        raise SourceError(f"{name} is empty; want one row per entity")
    cells = {number: _texts(column) for number, column in enumerate(chunks)}
    table = Table(
        cells=plain(pd.DataFrame(cells, copy=False)),
        places=places(np.frombuffer(begins, dtype=np.int64)),
    )
    return Document((table,), kind="csv", sha256=sha256, source=source)


def read_delimited(path: Path, separator: str = ",") -> pd.DataFrame:
    """Return the rows of a delimited file as text, blank lines included.

    Parameters
    ----------
    path : Path
        Text in any encoding. The first row names the columns; a name may stand there
        twice.
    separator : str
        What stands between two cells.

    Returns
    -------
    pandas.DataFrame
        All columns str, empty where a row is short, and `analysis.csv_cells.plain`, as
        is the header. The index, named `line`, says in
        which line of the file each row begins, counted from 1.

    Raises
    ------
    SourceError
        If the file is no such text, is empty, has more than `MAX_COLUMNS` columns, or a
        row has more cells than the header: a name that holds a comma and is not quoted
        would shift them.
    """
    text = io.StringIO(read_text(path), newline="")
    rows = _rows(text, separator, path.name)
    header = _header(rows, path.name)
    cells: list[list[str]] = []
    lines: list[int] = []
    for line, row in rows:
        cells.append(_filled(row, len(header), path.name, line))
        lines.append(line)
    index = pd.Index(lines, dtype="int64", name="line")
    return plain(pd.DataFrame(cells, columns=header, index=index, dtype="str"))


def delimited_batches(
    lines: Iterable[str], *, separator: str, source: str
) -> Iterator[pa.Table]:
    """Give the rows of a delimited text as they are written, in pieces.

    Parameters
    ----------
    lines : iterable of str
        As of `read_csv`.
    separator : str
        What stands between two cells.
    source : str
        The name of the file.

    Yields
    ------
    pyarrow.Table
        Text columns named by the first row; one table without rows if there are none.

    Raises
    ------
    SourceError
        As of `read_delimited`.
    """
    rows = _rows(lines, separator, source)
    header = _header(rows, source)
    every = (_filled(row, len(header), source, line) for line, row in rows)
    batch = list(islice(every, _BATCH))
    while True:
        columns = zip(*batch, strict=True) if batch else ([] for _ in header)
        yield pa.Table.from_arrays(
            [pa.array(cells, type=pa.string()) for cells in columns], names=header
        )
        if not (batch := list(islice(every, _BATCH))):
            return


def read_text(path: Path) -> str:
    """Return the text of a file in any encoding, line ends as they are.

    Raises
    ------
    SourceError
        If its encoding is not known, or it holds bytes that no text has.
    """
    from analysis.documents.encoding import decode

    text, _ = decode(path.read_bytes(), name=path.name)
    return text


def split_lines(text: str) -> list[str]:
    """Return the lines of a text: those that line ends part, and no other marks.

    `str.splitlines` takes form feeds and more within a line for its end.
    """
    return re.split(r"\r\n|\r|\n", text)


def _rows(
    lines: Iterable[str], separator: str, name: str
) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the line in which it begins, counted from 1."""
    rows = csv.reader(_text_only(lines, name), delimiter=separator, strict=True)
    begins = 1
    try:
        for row in rows:
            # The module has this limit, too, until some other library lifts it.
            if max(map(len, row), default=0) > _LONGEST_CELL:
                raise csv.Error(f"field larger than field limit ({_LONGEST_CELL})")
            if len(row) > MAX_COLUMNS:
                row = row[: _said(row)]
                check_width(len(row), f"{name}: line {begins}")
            yield begins, row
            begins = rows.line_num + 1
    except csv.Error as why:
        raise SourceError(
            f"{name}: line {begins} is not readable as CSV ({why}); "
            "look for a quotation mark that is not closed"
        ) from why
    except UnicodeDecodeError as why:
        passed = re.findall(rb"\r\n|\r|\n", why.object[: why.start])
        raise SourceError(
            f"{name}: line {rows.line_num + len(passed) + 1} holds the byte "
            f"0x{why.object[why.start]:02X}, which is no {why.encoding} as the lines "
            "before it are; save the whole file in UTF-8"
        ) from why


def _header(rows: Iterator[tuple[int, list[str]]], name: str) -> list[str]:
    """Return the first row that is not blank."""
    for _, row in rows:
        if row:
            return row
    raise SourceError(f"{name} is empty; want a header and one row per entity")


def _said(row: list[str]) -> int:
    """Return how many cells a row has up to the last that is not blank."""
    return max((at for at, cell in enumerate(row, 1) if cell), default=0)


def _text_only(lines: Iterable[str], name: str) -> Iterator[str]:
    """Give the lines, that by which Excel is told the separator as a blank one."""
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise SourceError(
                f"{name}: line {number} holds a zero byte, which no text has; "
                "export the list again"
            )
        yield "\n" if number == 1 and _SEPARATOR.fullmatch(line) else line


def _width(top: list[list[str]]) -> int:
    """Return how many columns there are: the cells of the widest row that names them.

    Where a comma that should be quoted has parted a name, the row looks wider than it
    is. So of the rows below the first none counts in which a cell goes on with a blank,
    as "Iga City, Mie" does; nor, below one of several cells, a row that begins with a
    number, or than which most rows after it are shorter.
    """
    rows = [row for row in top if any(row)]
    width, seen = 1, False
    for place, row in enumerate(rows):
        below = [len(other) >= len(row) for other in rows[place + 1 :]]
        if place == 0 or (
            not any(_goes_on(cell) for cell in row[1:])
            and not (seen and (row[0].isdecimal() or sum(below) * 2 < len(below) + 1))
        ):
            width = max(width, len(row))
        seen = seen or len(row) > 1
    return width


def _goes_on(cell: str) -> bool:
    return cell[:1].isspace() and not cell.isspace()


def _fitted(row: list[str], width: int, name: str, line: int) -> list[str]:
    """Return a row of `width` cells, without blank cells beyond them."""
    if len(row) > width and not any(row[width:]):
        row = row[:width]
    return _filled(row, width, name, line)


def _filled(row: list[str], width: int, name: str, line: int) -> list[str]:
    if len(row) > width:
        columns = "is 1 column" if width == 1 else f"are {width} columns"
        raise SourceError(
            f"{name}: line {line} has {len(row)} cells, but there {columns}; "
            'put a name that holds a comma in quotation marks: "Iga City, Mie"'
        )
    return row if len(row) == width else row + [""] * (width - len(row))


def _texts(chunks: list[pa.Array]) -> pd.api.extensions.ExtensionArray:
    """Return Arrow's texts as a column of pandas, as they lie in memory."""
    dtype = pd.StringDtype(storage="pyarrow", na_value=np.nan)
    return pd.arrays.ArrowStringArray(pa.chunked_array(chunks), dtype=dtype)
