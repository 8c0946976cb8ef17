"""Where a table's list begins: title rows above, the rows that name its columns."""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.documents.model import Table
from analysis.sources.known import Known
from analysis.sources.tables.words import (
    is_kind_heading,
    is_label,
    is_marked_heading,
    is_place_label,
    role_of,
)

_NUMBER = re.compile(r"[(（]?[\d,①-⑳]+[)）.．]?")
_ROWS_LOOKED_AT = 40
_MOST_HEADER_ROWS = 3
_OF_PARTNERS = frozenset({"prefecture", "county", "code", "number", "contact"})
_ROWS_COMPARED = 100
_SHARE_OF_NUMBERS = 0.8


class Header(NamedTuple):
    """The rows that name the columns.

    Attributes
    ----------
    titles : tuple of int
        The rows above that hold anything, counted from 0.
    rows : tuple of int
        The rows that name the columns; none if nothing names them.
    labels : tuple of str
        What each column is called; "" if nothing names it.
    roles : tuple of str or None
        What the labels say that the columns hold, as of `role_of`.
    """

    titles: tuple[int, ...]
    rows: tuple[int, ...]
    labels: tuple[str, ...]
    roles: tuple[str | None, ...]

    @property
    def end(self) -> int:
        """The first row under the header."""
        return max((*self.titles, *self.rows), default=-1) + 1


def find_header(table: Table, known: Known) -> Header:
    """Return the header of a table and the title rows above it.

    The labels of one column in several rows are joined with a blank; a label that is
    merged over several columns is given to each.
    """
    if table.headers == 0:
        width = table.cells.shape[1]
        return Header((), (), ("",) * width, (None,) * width)
    head = [
        [str(cell).strip() for cell in row]
        for row in table.cells.head(_ROWS_LOOKED_AT).to_numpy(dtype=object)
    ]
    wide = _is_wide(head)
    rows = _stated(table, head, known, wide=wide) or _labelled(
        table, head, known, wide=wide
    )
    if not rows:
        rows = _unlike_the_rest(table, head, known, wide=wide)
    if not rows:
        rows = _places_over_columns(head)
    first = rows[0] if rows else _first_of_body(head, known, wide=wide)
    titles = tuple(row for row in range(first) if any(head[row]))
    said = _labels(table, head, rows)
    labels = tuple(" ".join(each) for each in said)
    return Header(titles, rows, labels, tuple(map(_role, said)))


def _stated(
    table: Table, head: list[list[str]], known: Known, *, wide: bool
) -> tuple[int, ...]:
    """Return the header rows that the format states, without titles among them."""
    stated = [
        row
        for row in range(min(table.headers or 0, len(head)))
        if any(head[row]) and not (wide and _is_alone(head[row]))
    ]
    if not stated or any(_is_data(head[row], known) for row in stated):
        return ()
    last = stated[-1] + 1
    if any(is_label(cell) for row in stated for cell in head[row] if cell):
        while last < len(head) and _goes_on(table, head, stated, last, known):
            stated.append(last)
            last += 1
    return tuple(stated[-_MOST_HEADER_ROWS:])


def _labelled(
    table: Table, head: list[list[str]], known: Known, *, wide: bool
) -> tuple[int, ...]:
    """Return the first rows whose cells are made of words for labels."""
    for row, cells in enumerate(head):
        if wide and _is_alone(cells):
            continue
        if _is_header(cells, known):
            rows = [row]
            while (
                rows[-1] + 1 < len(head)
                and len(rows) < _MOST_HEADER_ROWS
                and _goes_on(table, head, rows, rows[-1] + 1, known)
            ):
                rows.append(rows[-1] + 1)
            return tuple(rows)
        if _is_data(cells, known):
            return ()
    return ()


def _unlike_the_rest(
    table: Table, head: list[list[str]], known: Known, *, wide: bool
) -> tuple[int, ...]:
    """Return the first row if numbers stand under its words, else nothing.

    Or names in several columns: that a company heads them all is not likely.
    """
    row = _first_of_body(head, known, wide=wide)
    if row >= len(head) or not wide:
        return ()
    cells = head[row]
    if _is_data(cells, known) or any(map(_is_number, cells)):
        return ()
    below = table.cells.iloc[row + 1 : row + 1 + _ROWS_COMPARED]
    of_names = 0
    for column, cell in enumerate(cells):
        given = [text for text in below[column].astype(str).str.strip() if text]
        numbers = sum(map(_is_number, given))
        if not cell or len(given) < 2:
            continue
        known.look_up(given)
        of_names += all(known(text).is_name for text in given)
        if numbers >= _SHARE_OF_NUMBERS * len(given) or of_names > 1:
            return (row,)
    return ()


def _places_over_columns(head: list[list[str]]) -> tuple[int, ...]:
    """Return the row of prefectures or regions over columns of their municipalities."""
    for row, (cells, below) in enumerate(itertools.pairwise(head)):
        given = [cell for cell in cells if cell]
        if len(given) > 1:
            heads = all(map(is_place_label, given))
            return (row,) if heads and not any(map(is_place_label, below)) else ()
    return ()


def _goes_on(
    table: Table, head: list[list[str]], rows: Sequence[int], row: int, known: Known
) -> bool:
    """Tell whether a row under header rows is one of them."""
    cells = head[row]
    if _is_data(cells, known) or _heads_a_part(table, cells, row):
        return False
    if any(
        span.row in rows and span.row + span.rows > row and span.columns < len(cells)
        for span in table.spans
    ):
        return True
    under = {
        column
        for span in table.spans
        if span.row == rows[-1] and span.columns > 1
        for column in range(span.column, span.column + span.columns)
    }
    given = [column for column, cell in enumerate(cells) if cell]
    if under and given and under.issuperset(given):
        return True
    return bool(given) and all(is_label(cells[column]) for column in given)


def _heads_a_part(table: Table, cells: Sequence[str], row: int) -> bool:
    """Tell whether a row under a header is a heading over rows: merged, or 1 市町村."""
    if not _is_alone(cells) or len(cells) == 1:
        return False
    text = next(filter(None, cells))
    widest = max((s.columns for s in table.spans if s.row == row), default=1)
    return widest == len(cells) or (cells[0] == text and is_kind_heading(text))


def _is_header(cells: Sequence[str], known: Known) -> bool:
    given = [cell for cell in cells if cell]
    labels = [cell for cell in given if is_label(cell)]
    return (
        bool(labels)
        and 2 * len(labels) >= len(given)
        and any(role_of(cell) for cell in labels)
        and not _is_data(cells, known)
    )


def _is_data(cells: Sequence[str], known: Known) -> bool:
    """Tell whether a row holds a name or a number by itself, as no header does."""
    others = [cell for cell in cells if cell and not is_label(cell)]
    known.look_up(others)
    return any(_is_number(cell) or known(cell).is_name for cell in others)


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _is_alone(cells: Sequence[str]) -> bool:
    return sum(map(bool, cells)) == 1


def _is_wide(head: Sequence[Sequence[str]]) -> bool:
    """Tell whether the rows hold several cells, most of them."""
    counts = sorted(sum(map(bool, row)) for row in head if any(row))
    return bool(counts) and counts[-1] > 1 and counts[2 * len(counts) // 3] > 1


def _first_of_body(head: Sequence[Sequence[str]], known: Known, *, wide: bool) -> int:
    """Return the first row that is no title, of a table whose columns have no names."""
    return next(
        (
            row
            for row, cells in enumerate(head)
            if any(cells)
            and not (wide and _is_alone(cells) and _is_title(cells, known))
        ),
        0,
    )


def _is_title(cells: Sequence[str], known: Known) -> bool:
    """Tell whether what stands alone in a row is no name and no heading of a part."""
    text = next(filter(None, cells))
    return not (known(text).is_name or is_marked_heading(text) or is_kind_heading(text))


def _labels(
    table: Table, head: list[list[str]], rows: Sequence[int]
) -> list[list[str]]:
    """Return what the header rows say of each column, from the top down."""
    merged = {
        (row, column): (span.row, span.column)
        for span in table.spans
        if span.row in rows
        for row in range(span.row, span.row + span.rows)
        for column in range(span.column, span.column + span.columns)
    }
    labels = []
    for column in range(table.cells.shape[1]):
        said = [
            head[at][over]
            for at, over in (merged.get((row, column), (row, column)) for row in rows)
        ]
        if not table.spans:
            for at, below in enumerate(rows[1:]):
                if not said[at] and head[below][column]:
                    said[at] = _to_the_left(head[rows[at]], column)
        plain = (" ".join(label.split()) for label in said)
        labels.append(list(dict.fromkeys(filter(None, plain))))
    return labels


def _to_the_left(cells: Sequence[str], column: int) -> str:
    return next((cell for cell in reversed(cells[:column]) if cell), "")


def _role(labels: Sequence[str]) -> str | None:
    """Return what the labels over a column say; the lowest one is the plainest."""
    if not labels:
        return None
    own = role_of(labels[-1])
    if any(role_of(label) == "partner" for label in labels[:-1]):
        return "other" if own in _OF_PARTNERS else "partner"
    return role_of(" ".join(labels)) if own in (None, "name") else own
