"""Tables that go on: on the next page, the next sheet, under the header said again."""

from collections.abc import Sequence

import pandas as pd

from analysis.documents.model import Span, Table
from analysis.sources.tables.cells import read_numbers
from analysis.sources.tables.words import is_label

_ROWS_LOOKED_AT = 12


def join_tables(tables: Sequence[Table]) -> list[Table]:
    """Return tables with those that go on from the one before put under it.

    A table goes on if it has as many columns and repeats the header of the one before,
    which is left out, or has no header and carries its running numbers on. The rows
    keep their places.

    Parameters
    ----------
    tables : sequence of Table
        In the order of the document, nothing standing between them.
    """
    joined: list[list[Table]] = []
    for table in tables:
        if joined and len(table) and (skip := _goes_on(joined[-1], table)) is not None:
            joined[-1].append(_without_head(table, skip))
        else:
            joined.append([table])
    return [_together(parts) for parts in joined]


def header_of(table: Table) -> tuple[str, ...]:
    """Return the first row of a table that names its columns, () if none does."""
    return next((row for row in _head(table) if _is_header(row)), ())


def _goes_on(parts: Sequence[Table], table: Table) -> int | None:
    """Return how many rows of a table repeat what is above, None if it is another."""
    first, last = parts[0], parts[-1]
    if first.cells.shape[1] != table.cells.shape[1]:
        return None
    above, here = _head(first), _head(table)
    header = header_of(first)
    begins = next((row for row in here if sum(map(bool, row)) > 1), None)
    if header and begins == header:
        rows = above[above.index(header) :]
        start = here.index(header)
        same = 0
        while (
            start + same < len(here)
            and same < len(rows)
            and here[start + same] == rows[same]
            and _is_header(rows[same])
        ):
            same += 1
        titles = [row for row in here[:start] if any(row)]
        return start + same if set(titles) <= set(above) else None
    if begins and _is_header(begins):
        return None
    return 0 if _number_carried_on(last, table) else None


def _head(table: Table) -> list[tuple[str, ...]]:
    head = table.cells.head(_ROWS_LOOKED_AT).astype("str")
    return [tuple(cell.strip() for cell in row) for row in head.itertuples(index=False)]


def _is_header(row: Sequence[str]) -> bool:
    given = [cell for cell in row if cell]
    return 2 * sum(map(is_label, given)) >= len(given) > 0


def _number_carried_on(last: Table, table: Table) -> bool:
    """Tell whether a column numbers the rows of both tables without a gap."""
    for column in table.cells:
        below = _first_number(table.cells[column])
        if below is None:
            continue
        above = _first_number(last.cells[column].iloc[::-1])
        if above is not None and below == above + 1:
            return True
    return False


def _first_number(cells: pd.Series) -> int | None:
    """Return the first running number in a column, None if there is none.

    It is near the begin, if there is one: the rest is read only if not.
    """
    for some in (cells.iloc[:_ROWS_LOOKED_AT], cells.iloc[_ROWS_LOOKED_AT:]):
        if some.empty:
            break
        numbers = read_numbers(some.astype("str")).dropna()
        if len(numbers):
            return int(numbers.iloc[0])
    return None


def _without_head(table: Table, skip: int) -> Table:
    if skip == 0:
        return table
    return Table(
        cells=table.cells.iloc[skip:].reset_index(drop=True),
        places=table.places.iloc[skip:].reset_index(drop=True),
        spans=tuple(
            Span(span.row - skip, span.column, span.rows, span.columns)
            for span in table.spans
            if span.row >= skip
        ),
    )


def _together(parts: Sequence[Table]) -> Table:
    if len(parts) == 1:
        return parts[0]
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return Table(
        cells=pd.concat([part.cells for part in parts], ignore_index=True),
        places=pd.concat([part.places for part in parts], ignore_index=True),
        headers=parts[0].headers,
        spans=tuple(
            Span(span.row + start, span.column, span.rows, span.columns)
            for part, start in zip(parts, starts, strict=False)
            for span in part.spans
        ),
    )
