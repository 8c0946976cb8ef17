"""A sample of the cells of each column: how many are names, numbers, codes."""

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.names.fold import has_japanese
from analysis.sources.entries.read import read_entries
from analysis.sources.known import Known, What
from analysis.sources.tables.carry import is_blank, is_ditto
from analysis.sources.tables.cells import is_listed, split_cells
from analysis.sources.tables.grid import Grid
from analysis.sources.tables.words import (
    NOTE,
    TOTAL,
    bare_heading,
    is_kind_heading,
    is_marked_heading,
    is_prefecture,
)

MOST = 0.8
"""The share of cells that says what a column holds."""

HALF = 0.5
"""The least share that a label needs to be believed."""

NO_NAMES = frozenset({"place", "project", "contact", "code", "other", "number"})
"""What columns of a list's entities are not called."""

_ROWS_READ = 300
# Of a table with hundreds of columns fewer rows are read.
_CELLS_READ = 10_000
_FEW_ROWS = 10
_NARROW = 2


@dataclass
class Seen:
    """What was seen in a sample of the cells of one column.

    Attributes
    ----------
    role : str or None
        What the label of the column says.
    texts : dict
        By row of the grid, without blanks and dittos.
    whats : dict
        By text, what the names in it are.
    entities, codes, japanese : float
        Share of the distinct texts that are so.
    names : int
        Number of cells that hold names, not of distinct texts.
    """

    role: str | None
    texts: dict[int, str] = field(default_factory=dict)
    whats: dict[str, list[What]] = field(default_factory=dict)
    entities: float = 0.0
    names: int = 0
    codes: float = 0.0
    japanese: float = 0.0

    def all_are(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether nearly all texts are as `pattern` says."""
        fit = sum(pattern.fullmatch(text) is not None for text in self.whats)
        return fit > 0 and fit >= MOST * len(self.whats)

    def bodies(self, row: int) -> frozenset[str]:
        """Return the codes of the bodies that a row names."""
        whats = self.whats.get(self.texts.get(row, ""), ())
        return frozenset(code for what in whats for code in what.codes)


def look_at_columns(grid: Grid, known: Known) -> list[Seen]:
    """Return what is seen in each column, in at most 300 rows spread over the table."""
    rows = _sample(grid)
    return [_look(grid, at, rows, known) for at in range(len(grid.labels))]


def _sample(grid: Grid) -> np.ndarray:
    """Return rows spread over the table that hold more than a heading, if most do."""
    given = pd.DataFrame({at: grid.cells[at] != "" for at in grid.cells})
    counts = given.sum(axis="columns").to_numpy()
    used = given.columns[given.any()]
    # Headings stand at the left or are merged over the row.
    apart = ~given[used[0]].to_numpy() & (grid.wide == 1) if len(used) else False
    rows = np.flatnonzero((counts > 1) | ((counts == 1) & apart))
    if 2 * len(rows) < np.count_nonzero(counts) or len(used) <= _NARROW:
        rows = np.flatnonzero(counts > 0)
    most = max(_FEW_ROWS, min(_ROWS_READ, _CELLS_READ // len(grid.labels)))
    spread = np.linspace(0, len(rows) - 1, min(len(rows), most)).round()
    rows = rows[spread.astype(int)]
    return np.array(
        [row for row in rows if counts[row] > 1 or not _is_heading(grid, row)],
        dtype=int,
    )


def _is_heading(grid: Grid, row: int) -> bool:
    """Tell whether the only cell of a row is a heading or a note by its form."""
    if len(grid.labels) == 1:
        return False
    text = max(grid.cells.iloc[row], key=len)
    return (
        re.match(NOTE, text) is not None
        or text[-1] in "。."
        or is_marked_heading(text)
        or is_kind_heading(text)
        or is_prefecture(bare_heading(text))
    )


def _look(grid: Grid, column: int, rows: np.ndarray, known: Known) -> Seen:
    cells = grid.cells[column].iloc[rows]
    cells = cells[~(is_blank(cells) | is_ditto(cells) | cells.str.fullmatch(TOTAL))]
    label = grid.labels[column]
    seen = Seen(grid.roles[column])
    seen.texts = {row: text for row, text in cells.items() if text != label}
    distinct = list(dict.fromkeys(seen.texts.values()))
    if not distinct:
        return seen
    pieces = split_cells(distinct, known)
    parts = list(dict.fromkeys(part for text in distinct for part in pieces[text]))
    entries = dict(zip(parts, read_entries(parts, known), strict=True))
    listed = {
        text for text in distinct if all(is_listed(entries[p]) for p in pieces[text])
    }
    seen.whats = {
        text: [entry.what for part in pieces[text] for entry in entries[part]]
        for text in distinct
    }
    named = {text for text in listed if any(w.is_name for w in seen.whats[text])}
    seen.entities = len(listed) / len(distinct)
    seen.names = sum(text in named for text in seen.texts.values())
    seen.codes = sum(
        all(what.kind == "code" for what in whats) for whats in seen.whats.values()
    ) / len(distinct)
    seen.japanese = sum(map(has_japanese, distinct)) / len(distinct)
    return seen
