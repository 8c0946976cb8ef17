"""What the rows of a table are: items, headings, totals, notes, repeated headers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sources.entries.read import read_entries
from analysis.sources.known import Known
from analysis.sources.lines.rows import is_contact
from analysis.sources.tables.carry import is_blank
from analysis.sources.tables.cells import is_listed
from analysis.sources.tables.columns import Columns
from analysis.sources.tables.grid import Grid
from analysis.sources.tables.headings import (
    headings_among,
    headings_of_single_cells,
    is_place_heading,
    is_plain_heading,
)
from analysis.sources.tables.words import (
    NOTE,
    NOTE_MARK,
    TOTAL,
    TOTAL_WORD,
    bare_heading,
)

# The least share of rows with several cells; the rest may be headings over few rows.
_WIDE = 0.3
_LONGEST_MARK = 12


@dataclass(frozen=True, eq=False)
class Rows:
    """Which rows of a `Grid` hold items, and under what they stand.

    Attributes
    ----------
    body : numpy.ndarray of bool
        Of each row, whether it belongs to the list.
    group : pandas.Series of str
        Of each row, the heading that it stands under, "" if under none.
    context : pandas.Series of str
        Of each row, the prefecture that a heading states.
    parts : numpy.ndarray of int
        Of each row, the part of the list that it stands in, counted from 0.
    problems : tuple of str
        What was passed over between items.
    """

    body: np.ndarray
    group: pd.Series
    context: pd.Series
    parts: np.ndarray
    problems: tuple[str, ...]


def tell_rows(grid: Grid, columns: Columns, known: Known) -> Rows:
    """Return which rows of a table hold items, and under what headings they stand."""
    cells = grid.cells
    counts = sum((cells[at] != "").astype(int) for at in cells).to_numpy()
    first, at = _first_cells(cells)
    notes = _notes(first, counts, known) | _marked_notes(cells, columns, first, known)
    out = (
        (counts == 0) | notes | _repeated_headers(grid) | _totals(cells, columns, first)
    )
    many = np.count_nonzero(counts > 1) >= _WIDE * np.count_nonzero(counts)
    alone = np.flatnonzero((counts == 1) & ~out)
    if many:
        listed = first.mask(out, "")
        headings, problems = headings_among(grid, columns, known, listed, at, alone)
    else:
        headings, problems = headings_of_single_cells(known, first, alone)
    body = ~out
    body[list(headings)] = False
    listed = body & _has_name(cells, columns)
    passed = _passed_over(grid, first, listed, np.flatnonzero(notes), headings)
    headings = {row: text for row, text in headings.items() if text}
    group, context, parts = _under(grid, headings, _above(grid, headings, known), known)
    return Rows(body, group, context, parts, (*problems, *passed))


# --- Rows that are none ---------------------------------------------------------------


def _first_cells(cells: pd.DataFrame) -> tuple[pd.Series, np.ndarray]:
    """Return the first text of each row, and the column in which it stands."""
    first = cells[cells.columns[0]]
    at = np.where(first != "", cells.columns[0], -1)
    for column in cells.columns[1:]:
        if at.min() >= 0:
            break
        fills = (at < 0) & (cells[column] != "").to_numpy()
        first = first.mask(fills, cells[column])
        at[fills] = column
    return first, at


def _passed_over(
    grid: Grid,
    first: pd.Series,
    listed: np.ndarray,
    notes: np.ndarray,
    headings: dict[int, str],
) -> list[str]:
    """Tell of notes and prose between two rows of the list, and of what may be a row.

    That is what stands right under the last one, without the mark of a note.
    """
    at = np.flatnonzero(listed)
    if len(at) == 0:
        return []
    prose = [row for row, text in headings.items() if not text]
    between = [row for row in (*notes, *prose) if at[0] < row < at[-1]]
    end = at[-1] + 1
    while end in headings and not is_contact(first[end]):
        end += 1
    below = range(at[-1] + 1, end)
    return [
        f"{grid.row_name(row)}, {'below' if row > at[-1] else 'between two rows of'} "
        f"the list, was not read as an entity: {_text(grid, row)!r}"
        for row in sorted([*between, *below])
    ]


def _text(grid: Grid, row: int) -> str:
    return " ".join(filter(None, grid.cells.iloc[row]))


def _has_name(cells: pd.DataFrame, columns: Columns) -> np.ndarray:
    where = [*columns.names, *([] if columns.city is None else [columns.city])]
    return np.logical_or.reduce([~is_blank(cells[at]).to_numpy() for at in where])


def _notes(first: pd.Series, counts: np.ndarray, known: Known) -> np.ndarray:
    """Tell which rows are notes: ※, 注, Source; a name may have such a mark too."""
    alone = first[counts == 1]
    notes = np.zeros(len(first), dtype=bool)
    notes[alone.index[alone.str.match(NOTE)]] = True
    texts = list(dict.fromkeys(first[notes]))
    bare = [text.lstrip("※＊*†‡(（ \u3000") for text in texts]
    read = read_entries(bare, known)
    names = {
        text for text, entries in zip(texts, read, strict=True) if is_listed(entries)
    }
    return notes & ~first.isin(names).to_numpy() if names else notes


def _marked_notes(
    cells: pd.DataFrame, columns: Columns, first: pd.Series, known: Known
) -> np.ndarray:
    """Tell which rows are notes whose mark has a cell of its own, before the names."""
    at = columns.names[0]
    short = first[first.str.len() <= _LONGEST_MARK]
    marks = short.index[short.str.fullmatch(NOTE_MARK)]
    texts = cells.loc[marks, at]
    texts = texts[texts != short[marks]]
    read = read_entries(texts.tolist(), known)
    names = np.array([is_listed(entries) for entries in read], dtype=bool)
    notes = np.zeros(len(first), dtype=bool)
    notes[texts.index[~names]] = True
    return notes


def _totals(cells: pd.DataFrame, columns: Columns, first: pd.Series) -> np.ndarray:
    total = np.zeros(len(first), dtype=bool)
    for texts in (first, *(cells[at] for at in columns.names)):
        some = texts[texts.str.contains(TOTAL_WORD, case=False)]
        total[some.index[some.str.fullmatch(TOTAL)]] = True
    return total


def _repeated_headers(grid: Grid) -> np.ndarray:
    """Tell which rows say again what a row of the header says."""
    repeated = np.zeros(len(grid), dtype=bool)
    for row in grid.header.rows:
        if grid.turned:
            break
        said = grid.table.cells.iloc[row].astype("str").str.strip()
        labels = {
            column: said[at] for column, at in enumerate(grid.columns[0]) if said[at]
        }
        alike = np.ones(len(grid), dtype=bool)
        for column, label in labels.items():
            alike &= (grid.cells[column] == label).to_numpy()
        if labels:
            repeated |= alike
    return repeated


# --- Under what they stand ----------------------------------------------------------


def _above(grid: Grid, headings: dict[int, str], known: Known) -> Sequence[str]:
    """Return the title rows that are headings of the first part of the list."""
    if grid.turned:
        return ()
    found = []
    for row in grid.header.titles:
        given = [text for cell in grid.table.cells.iloc[row] if (text := cell.strip())]
        if len(given) != 1:
            continue
        if is_place_heading(given[0], known) or (
            headings and is_plain_heading(given[0], known)
        ):
            found.append(given[0])
    return found


def _under(
    grid: Grid, headings: dict[int, str], above: Iterable[str], known: Known
) -> tuple[pd.Series, pd.Series, np.ndarray]:
    """Return for each row its group, the prefecture over it and the part it is in.

    A prefecture that stands under another heading leaves that as the group.
    """
    group = pd.Series(pd.NA, index=grid.cells.index, dtype="str")
    context = group.copy()
    parts = np.zeros(len(grid), dtype=int)
    over, inside = "", ""
    for row, text in [*((-1, text) for text in above), *sorted(headings.items())]:
        if is_place_heading(text, known):
            inside = bare_heading(text)
        else:
            over, inside = text, ""
        at = max(row, 0)
        if at < len(grid):
            group.iloc[at], context.iloc[at] = over or (inside and text), inside
            parts[at] += row >= 0
    return group.ffill().fillna(""), context.ffill().fillna(""), parts.cumsum()
