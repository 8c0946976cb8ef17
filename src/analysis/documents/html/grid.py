"""Rows of a web page's table → grid: cells laid out as a browser does, and bounded."""

from bisect import bisect_left
from dataclasses import dataclass

import pandas as pd

from analysis.documents.html.markers import number_in
from analysis.documents.model import Span, Table, check_width, places
from analysis.errors import SourceError

# As far as a browser lets a cell reach.
_MOST_COLUMNS, _MOST_ROWS = 1000, 65534
# Rows times columns; a page that is read at all holds no list as large.
_MOST_CELLS = 5_000_000
_ORDER = {"thead": 0, "tbody": 1, "tfoot": 2}


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    rows: int
    columns: int
    is_header: bool


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    group: int  # of rows: no cell reaches beyond it
    order: int
    cells: list[_Cell]


@dataclass(frozen=True, slots=True)
class _Place:
    row: int
    start: int
    rows: int
    width: int
    text: str


class Rows:
    """The rows of a table, as its elements come.

    Parameters
    ----------
    name : str
        What messages call the page.
    """

    def __init__(self, name: str):
        self._name = name
        self._rows: list[_Row] = []
        self._group = 0
        self._order = _ORDER["tbody"]
        self._is_in_row = False
        self._cell = None

    def begin_group(self, tag: str) -> None:
        """Begin a head, body or foot; a foot is shown last, wherever it stands."""
        self._group += 1
        self._order = _ORDER[tag]
        self._is_in_row = False

    def end_group(self) -> None:
        """End it: rows that follow are in a body of their own."""
        self.begin_group("tbody")

    def begin_row(self, line: int) -> None:
        """Begin a row in a line of the file."""
        self._rows.append(_Row(line, self._group, self._order, []))
        self._is_in_row = True

    def end_row(self) -> None:
        """End it."""
        self._is_in_row = False

    def begin_cell(self, element, line: int) -> None:
        """Begin a cell, and a row if it stands in none."""
        if not self._is_in_row:
            self.begin_row(line)
        self._cell = element

    def is_open(self, element) -> bool:
        """Return whether it is the cell that was begun last and is not ended."""
        return self._cell is element

    def end_cell(self, element, text: str) -> None:
        """End a cell, whose text is known by now."""
        self._cell = None
        rowspan = number_in(element.get("rowspan"))
        height = _MOST_ROWS if rowspan == 0 else rowspan or 1
        width = number_in(element.get("colspan")) or 1
        self._rows[-1].cells.append(
            _Cell(
                text="" if text.isspace() else text.strip(" \t\n"),
                rows=min(max(height, 1), _MOST_ROWS),
                columns=min(max(width, 1), _MOST_COLUMNS),
                is_header=element.tag == "th",
            )
        )

    def table(self) -> Table:
        """Return the table that they make.

        Raises
        ------
        SourceError
            If it would have more than `MAX_COLUMNS` columns or five million cells.
        """
        return _lay_out(sorted(self._rows, key=lambda row: row.order), self._name)


def _lay_out(rows: list[_Row], name: str) -> Table:
    """Return the table that rows make.

    A cell takes the next place that no cell from above reaches into. Columns in which
    no cell begins are left out: a cell that says it spans a thousand columns spans
    those that there are.
    """
    taken = _take_places(rows, name)
    starts = sorted({place.start for place in taken})
    grid = [[""] * len(starts) for _ in rows]
    spans: list[Span] = []
    for place in taken:
        column = bisect_left(starts, place.start)
        columns = bisect_left(starts, place.start + place.width) - column
        grid[place.row][column] = place.text
        if place.rows > 1 or columns > 1:
            spans.append(Span(place.row, column, place.rows, columns))
    return Table(
        cells=pd.DataFrame(grid, columns=range(len(starts)), dtype="str"),
        places=places([row.line for row in rows]),
        headers=_headers(rows),
        spans=tuple(spans),
    )


def _take_places(rows: list[_Row], name: str) -> list[_Place]:
    """Return where the cells come to stand, before columns are left out."""
    last_of = {row.group: number for number, row in enumerate(rows)}
    taken: list[_Place] = []
    starts: set[int] = set()
    reaching: list[_Place] = []  # from above into this row
    for number, row in enumerate(rows):
        reaching = [above for above in reaching if above.row + above.rows > number]
        reaching.sort(key=lambda above: above.start)
        blocked = 0
        at = 0
        begun: list[_Place] = []
        for cell in row.cells:
            while blocked < len(reaching) and reaching[blocked].start <= at:
                at = max(at, reaching[blocked].start + reaching[blocked].width)
                blocked += 1
            height = min(cell.rows, last_of[row.group] - number + 1)
            begun.append(_Place(number, at, height, cell.columns, cell.text))
            starts.add(at)
            at += cell.columns
        taken += begun
        reaching += [place for place in begun if place.rows > 1]
        check_width(len(starts), f"{name}: the table at line {row.line}")
        if len(starts) * (number + 1) > _MOST_CELLS:
            raise SourceError(
                f"{name}: line {row.line}: a table of more than {_MOST_CELLS:,} cells "
                "is not read; split the page, or give the list as CSV"
            )
    return taken


def _headers(rows: list[_Row]) -> int | None:
    """Return how many rows at the top are in the head, or of header cells only."""
    count = 0
    for row in rows:
        of_headers = row.cells and all(cell.is_header for cell in row.cells)
        if not (row.order == _ORDER["thead"] or of_headers):
            break
        count += 1
    return count or None
