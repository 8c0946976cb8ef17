"""The rows of a table under its header, laid so that an entity is a row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.documents.model import Span, Table, cell_name, places
from analysis.sources.known import Known
from analysis.sources.tables.carry import is_blank
from analysis.sources.tables.cells import read_numbers
from analysis.sources.tables.header import Header, find_header
from analysis.sources.tables.words import is_label, role_of

_NAME_ROLES = ("applicant", "entity", "municipality", "name", "name_exact")
_ROWS_LOOKED_AT = 200
_ROWS_TOLD = 5
_MOST_LABELS = 60
_SHARE = 0.6


@dataclass(frozen=True, eq=False)
class Grid:
    """The body of a table: title rows and header left out, blocks put under each other.

    Attributes
    ----------
    cells : pandas.DataFrame
        Text without blanks around it; index and columns count from 0.
    labels : tuple of str
        What each column is called, "" if nothing names it.
    roles : tuple of str or None
        What the labels say that the columns hold.
    rows : numpy.ndarray of int
        Of each row of `cells`, the row of the table.
    blocks : numpy.ndarray of int
        Of each row of `cells`, the block of columns that it stood in.
    columns : tuple of tuple of int
        Of each block, the columns of the table that it takes up.
    continued : numpy.ndarray of bool or None
        Of each cell, whether it is the rest of one merged downwards; None if none is.
    wide : numpy.ndarray of int
        Of each row, over how many columns its widest merged cell goes, 1 if none.
    header : Header
        What stands above.
    table : Table
        Where it comes from.
    turned : bool
        Whether the rows of `cells` are columns there.
    """

    cells: pd.DataFrame
    labels: tuple[str, ...]
    roles: tuple[str | None, ...]
    rows: np.ndarray
    blocks: np.ndarray
    columns: tuple[tuple[int, ...], ...]
    continued: np.ndarray | None
    wide: np.ndarray
    header: Header
    table: Table
    turned: bool

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.cells)

    def places(self, rows: np.ndarray, column: int) -> pd.DataFrame:
        """Return `page`, `line` and `cell` of the cells of one column in some rows."""
        if self.turned:
            stood = np.full(len(rows), self.columns[0][column])
            found = self.table.places.iloc[stood].reset_index(drop=True)
            cells = map(cell_name, found["row"], self.rows[rows])
            names = pd.Series(list(cells), dtype="str")
        else:
            found = self.table.places.iloc[self.rows[rows]].reset_index(drop=True)
            letters = np.array(
                [cell_name(1, block[column])[:-1] for block in self.columns],
                dtype=object,
            )
            names = pd.Series(letters[self.blocks[rows]], dtype="str")
            names += found["row"].astype("str")
        return found[["page", "line"]].assign(cell=names)

    def row_name(self, row: int) -> str:
        """Return what messages call a row."""
        if self.turned:
            return f"column {cell_name(1, self.rows[row])[:-1]}"
        place = self.table.places.iloc[self.rows[row]]
        page = "" if pd.isna(place["page"]) else f" of {page_name(place['page'])}"
        return f"row {place['row']}{page}"

    def row_names(self, rows: np.ndarray) -> str:
        """Return what messages call the rows that are True, the first few of many."""
        at = np.flatnonzero(rows)
        said = ", ".join(self.row_name(row) for row in at[:_ROWS_TOLD])
        more = len(at) - _ROWS_TOLD
        return f"{said} and {more} more" if more > 0 else said

    def given(self, column: int) -> pd.Series:
        """Return the cells of a column; a dash for nothing is a blank."""
        return self.cells[column].mask(is_blank(self.cells[column]), "")

    def column_letter(self, column: int) -> str:
        """Return the letter of a column, or of a table on its side the row's number."""
        at = self.columns[0][column]
        return str(at + 1) if self.turned else cell_name(1, at)[:-1]

    def column_name(self, column: int) -> str:
        """Return what messages call a column: its letter and its label."""
        said = f"{'row' if self.turned else 'column'} {self.column_letter(column)}"
        return f"{said} {self.labels[column]!r}" if self.labels[column] else said

    @property
    def place(self) -> str:
        """What messages say of where the table begins."""
        first = self.table.places.iloc[0]
        page = "" if pd.isna(first["page"]) else f" ({page_name(first['page'])})"
        return f"line {first['line']}{page}"


def page_name(page: str) -> str:
    """Return what messages call a page of a PDF file, or a sheet of a workbook."""
    return f"page {page}" if page.isdecimal() else f"sheet {page!r}"


def read_grid(table: Table, known: Known) -> Grid:
    """Return the body of a table, turned if its labels stand in the first column."""
    published = table
    turned = _has_labels_at_the_left(table, known)
    if turned:
        table = _turned(table)
    header = find_header(table, known)
    count, width = table.cells.shape
    body = pd.DataFrame(
        {
            column: table.cells[column].iloc[header.end :].astype("str").str.strip()
            for column in table.cells.columns
        }
    ).reset_index(drop=True)
    rows = np.arange(header.end, count)
    continued, wide = _merged(table.spans, count, width)
    blocks = _blocks(header.labels, body)
    return Grid(
        cells=_stacked(body, blocks),
        labels=tuple(header.labels[column] for column in blocks[0]),
        roles=tuple(header.roles[column] for column in blocks[0]),
        rows=np.tile(rows, len(blocks)),
        blocks=np.repeat(np.arange(len(blocks)), len(rows)),
        columns=blocks,
        continued=None
        if continued is None
        else np.vstack([continued[header.end :, list(block)] for block in blocks]),
        wide=np.tile(wide[header.end :], len(blocks)),
        header=header,
        table=published,
        turned=turned,
    )


def _stacked(body: pd.DataFrame, blocks: Sequence[Sequence[int]]) -> pd.DataFrame:
    parts = [body[list(block)].set_axis(range(len(block)), axis=1) for block in blocks]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


def _blocks(labels: Sequence[str], body: pd.DataFrame) -> tuple[tuple[int, ...], ...]:
    """Return the columns of each block where blocks of columns repeat side by side."""
    head = body.head(_ROWS_LOOKED_AT)
    used = [column for column in body if labels[column] or (body[column] != "").any()]
    numbered = {column: _is_numbered(head[column]) for column in used}
    for count in range(len(used) // 2, 1, -1):
        width, rest = divmod(len(used), count)
        if rest:
            continue
        blocks = [tuple(used[at * width :][:width]) for at in range(count)]
        named = [tuple(labels[column] for column in block) for block in blocks]
        kinds = [tuple(numbered[column] for column in block) for block in blocks]
        alike = len(set(named)) == 1 and any(named[0])
        counted = not any(labels) and len(set(kinds)) == 1 and sum(kinds[0]) == 1
        if (alike and len(set(named[0])) > 1) or (counted and kinds[0][0]):
            return tuple(blocks)
    return (tuple(body.columns),)


def _is_numbered(cells: pd.Series) -> bool:
    given = cells[cells != ""]
    return len(given) > 0 and bool(read_numbers(given).notna().all())


def _merged(
    spans: Sequence[Span], count: int, width: int
) -> tuple[np.ndarray | None, np.ndarray]:
    wide = np.ones(count, dtype=int)
    continued = np.zeros((count, width), dtype=bool) if spans else None
    for span in spans:
        wide[span.row] = max(wide[span.row], span.columns)
        below = slice(span.row + 1, span.row + span.rows)
        continued[below, span.column : span.column + span.columns] = True
    return continued, wide


def _has_labels_at_the_left(table: Table, known: Known) -> bool:
    """Tell whether the first column names the rows, and a row holds the names."""
    count, width = table.cells.shape
    if width < 2 or count > _MOST_LABELS:
        return False
    given = [str(cell).strip() for cell in table.cells[0]]
    labels = [is_label(cell) for cell in given]
    top = sum(is_label(str(cell).strip()) for cell in table.cells.iloc[0])
    if top > 1 or sum(labels) < _SHARE * max(1, sum(map(bool, given))):
        return False
    for row in np.flatnonzero(labels):
        # A column of 市 and 町 says of which type the names beside it are.
        if len(given[row]) == 1 or role_of(given[row]) not in _NAME_ROLES:
            continue
        cells = [str(cell).strip() for cell in table.cells.iloc[row, 1:]]
        cells = [cell for cell in cells if cell]
        known.look_up(cells)
        names = sum(known(cell).is_entity for cell in cells)
        if names and names >= _SHARE * len(cells) and not any(map(is_label, cells)):
            return True
    return False


def _turned(table: Table) -> Table:
    count, width = table.cells.shape
    cells = table.cells.T.reset_index(drop=True).set_axis(range(count), axis=1)
    return Table(
        cells=cells.astype("str"),
        places=places(range(1, width + 1)),
        headers=1,
        spans=tuple(
            Span(span.column, span.row, span.columns, span.rows) for span in table.spans
        ),
    )
