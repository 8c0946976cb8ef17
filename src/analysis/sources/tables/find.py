"""The list in a table: which column names the entities, and what its rows are."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.documents.model import Table
from analysis.errors import SchemaError, SourceError
from analysis.sources.entries.read import read_entries
from analysis.sources.items import ITEM_COLUMNS, Found
from analysis.sources.known import Known
from analysis.sources.tables.columns import Columns, choose_columns
from analysis.sources.tables.grid import Grid, read_grid
from analysis.sources.tables.items import each_cell, read_items
from analysis.sources.tables.rows import tell_rows

_TABLE = 3
_COLUMNS_TOLD = 5
_ITEMS_READ = 2_000
_ITEMS_IN_SAMPLE = 500


def find_in_table(
    table: Table, known: Known, *, column: str | None = None
) -> Found | None:
    """Return the list that a table holds, None if no column holds names.

    A table with a column `published_name` is tidy: each row that is not blank is an
    item, with the number in the column `number`, if there is one. So is one of one
    column that says that it has no header, as names given in memory are.

    Parameters
    ----------
    table : Table
        As published; it may have title rows, headings, totals and notes.
    known : Known
        What the register makes of a text.
    column : str, optional
        Label of the column that holds the names, or its letter, ``"B"``.

    Raises
    ------
    SchemaError
        If there is no such column; if `published_name` stands there twice or is empty
        in some row; if a `number` beside it is no whole number.
    SourceError
        If there is a `published_name` and no row.
    """
    if table.cells.empty:
        return None
    grid = read_grid(table, known)
    if "published_name" in grid.header.labels and column is None:
        return _found(*_tidy_items(grid), known)
    if len(grid) == 0:
        return None
    if table.headers == 0 and len(grid.labels) == 1 and column in (None, "A"):
        items, problems = each_cell(grid)
        if items.empty:
            return None
        return _found(items, _how(grid, Columns((0,))), known, tuple(problems))
    columns = choose_columns(grid, known, column=column)
    if columns is None:
        return None
    rows = tell_rows(grid, columns, known)
    items, problems = read_items(grid, columns, rows, known)
    if items.empty:
        return None
    told = (*columns.problems, *rows.problems, *problems)
    return _found(items, _how(grid, columns), known, told)


def _how(grid: Grid, columns: Columns) -> str:
    said = _several([grid.column_name(at) for at in columns.names], " and ")
    with_ = _several([grid.column_name(at) for at in columns.partners], ", ")
    return f"{said}{' with ' if with_ else ''}{with_} of the table at {grid.place}"


def _several(columns: Sequence[str], joint: str) -> str:
    more = len(columns) - _COLUMNS_TOLD
    said = joint.join(columns[:_COLUMNS_TOLD])
    return f"{said} and {more} more" if more > 0 else said


def _found(
    items: pd.DataFrame, how: str, known: Known, problems: tuple[str, ...] = ()
) -> Found:
    return Found(items, how, _count_names(items, known), _TABLE, problems)


def _count_names(items: pd.DataFrame, known: Known) -> int:
    """Return how many items hold a name; of very many, judged by a sample."""
    if len(items) > _ITEMS_READ:
        spread = np.linspace(0, len(items) - 1, _ITEMS_IN_SAMPLE).round().astype(int)
    else:
        spread = np.arange(len(items))
    some = items.iloc[spread]
    read = read_entries(some["text"].tolist(), known, contexts=some["context"].tolist())
    names = sum(any(entry.what.is_name for entry in entries) for entries in read)
    return round(names * len(items) / len(spread))


# --- Tables of this project -----------------------------------------------------------


def _tidy_items(grid: Grid) -> tuple[pd.DataFrame, str]:
    labels = grid.labels
    if labels.count("published_name") != 1 or len(grid.columns) > 1:
        raise SchemaError(
            f"the table at {grid.place} wants one column 'published_name' "
            f"(found: {', '.join(grid.header.labels)}); rename the others"
        )
    column = labels.index("published_name")
    given = np.logical_or.reduce(
        [(grid.cells[at] != "").to_numpy() for at in grid.cells]
    )
    rows = np.flatnonzero(given)
    if len(rows) == 0:
        raise SourceError(
            f"the table at {grid.place} has a header and no row; add one row per entity"
        )
    items = grid.places(rows, column)
    names = grid.cells[column].iloc[rows].reset_index(drop=True)
    empty = items["line"][names == ""]
    if len(empty):
        raise SchemaError(
            f"line {empty.iloc[0]} has an empty published_name; fill it in, or delete "
            "the row"
        )
    numbers = pd.Series(pd.NA, index=items.index, dtype="Int64")
    if "number" in labels:
        said = grid.cells[labels.index("number")].iloc[rows].reset_index(drop=True)
        wrong = said.index[~said.str.fullmatch("[0-9]{1,9}")]
        if len(wrong):
            raise SchemaError(
                f"line {items.loc[wrong[0], 'line']} has the number "
                f"{said[wrong[0]]!r}; want a whole number such as 1"
            )
        numbers = pd.to_numeric(said).astype("Int64")
    items = items.assign(text=names, number=numbers, context="", group="", role="")
    how = f"{grid.column_name(column)} of the table at {grid.place}"
    return items[list(ITEM_COLUMNS)].astype(ITEM_COLUMNS), how
