"""The rows of a table → the items of its list."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.sources.items import ITEM_COLUMNS
from analysis.sources.known import Known
from analysis.sources.tables.carry import carry, is_ditto
from analysis.sources.tables.cells import (
    is_unclear,
    leading_numbers,
    one_name,
    read_numbers,
    split_cells,
    without_bullets,
)
from analysis.sources.tables.columns import Columns
from analysis.sources.tables.grid import Grid
from analysis.sources.tables.places import read_contexts
from analysis.sources.tables.rows import Rows
from analysis.sources.tables.words import is_place_label, is_prefecture

_MOST = 0.8
_ROWS_COUNTED = 300
_NAMES_CHECKED = 2_000


def read_items(
    grid: Grid, columns: Columns, rows: Rows, known: Known
) -> tuple[pd.DataFrame, list[str]]:
    """Return the items of a table in the order published, and what to check.

    Returns
    -------
    pandas.DataFrame
        Columns `ITEM_COLUMNS`.
    list of str
        Rows without a name or a number of their own, places that were left out.
    """
    names = _names(grid, columns, rows)
    if columns.number is not None:
        names[0] = _unwrapped(grid, columns.number, names[0], rows.body, known)
    instead, problems = _without_name(grid, columns, rows, names)
    number, unnumbered = _numbers(grid, columns, rows, names)
    contexts, misplaced = read_contexts(grid, columns, rows, names[0], known)
    parts = _parts(grid, columns, rows.body, names, instead)
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(ITEM_COLUMNS)).astype(ITEM_COLUMNS), problems
    items = pd.concat(parts).sort_values(["row", "order"], kind="stable")
    at = items["row"].to_numpy()
    items = items.assign(
        number=number.iloc[at].array,
        context=contexts.iloc[at].array,
        group=rows.group.iloc[at].array,
    )
    prefectures = {text for text in items["text"].unique() if is_prefecture(text)}
    items = _under_labels(items)
    elsewhere = (items["role"] != "") | items["text"].isin(prefectures)
    items["context"] = items["context"].mask(elsewhere, "")
    unclear = [
        f"cell {cell} was read as one entity: {' '.join(text.split())!r}"
        for cell, text in _of_several_lines(items)
        if is_unclear(text, known)
    ]
    items = _one_name_each(items.reset_index(drop=True), known)
    if columns.number is None:
        items = _with_leading_numbers(items)
    items["text"] = without_bullets(items["text"])
    items = _by_number(items) if len(grid.columns) > 1 else items
    items = items[list(ITEM_COLUMNS)].astype(ITEM_COLUMNS).reset_index(drop=True)
    return items, [*problems, *unnumbered, *misplaced, *unclear]


def each_cell(grid: Grid) -> tuple[pd.DataFrame, list[str]]:
    """Return every cell of a table of one column as an item, and what is blank.

    Returns as `read_items`: that is for names given one by one, where no cell is a
    header, a heading, a total or a note.
    """
    texts = grid.cells[0]
    given = (texts != "").to_numpy()
    rows = np.flatnonzero(given)
    items = grid.places(rows, 0).assign(
        text=texts.iloc[rows].array,
        number=pd.array([pd.NA] * len(rows), dtype="Int64"),
        **dict.fromkeys(("context", "group", "role"), ""),
    )
    items = _with_leading_numbers(items)
    items["text"] = without_bullets(items["text"])
    blank = [] if given.all() else [f"{grid.row_names(~given)}: blank, and no row"]
    return items[list(ITEM_COLUMNS)].astype(ITEM_COLUMNS), blank


def _parts(
    grid: Grid,
    columns: Columns,
    body: np.ndarray,
    names: Sequence[pd.Series],
    instead: pd.Series,
) -> list[pd.DataFrame]:
    """Return the items of each column that names entities."""
    parts = [
        _part(grid, at, text, body, order)
        for order, (at, text) in enumerate(zip(columns.names, names, strict=True))
    ]
    if columns.city is not None:
        city = names[0] == grid.given(columns.city)
        parts = [
            _part(grid, columns.names[0], names[0], body & ~city.to_numpy(), 0),
            _part(grid, columns.city, names[0], body & city.to_numpy(), 0),
        ]
    if columns.prefecture is not None:
        parts.append(_part(grid, columns.prefecture, instead, body, 0))
    for order, at in enumerate(columns.partners, start=len(columns.names)):
        text = grid.given(at)
        text = text.mask(is_ditto(text), "")
        part = _part(grid, at, text, body, order)
        parts.append(part.assign(role=grid.labels[at]))
    return parts


def _part(
    grid: Grid, column: int, texts: pd.Series, body: np.ndarray, order: int
) -> pd.DataFrame:
    """Return the items of one column."""
    rows = np.flatnonzero(body & (texts != "").to_numpy())
    return grid.places(rows, column).assign(
        row=rows,
        order=order,
        text=texts.iloc[rows].array,
        role="",
        label=grid.labels[column],
    )


# --- Names ----------------------------------------------------------------------------


def _names(grid: Grid, columns: Columns, rows: Rows) -> list[pd.Series]:
    """Return the names in each column of names, those left out filled in."""
    names = []
    for at in columns.names:
        cells = grid.given(at)
        ditto = is_ditto(cells)
        if ditto.any():
            cells = cells.where(~ditto, carry(cells, rows.parts))
        names.append(cells)
    if columns.city is not None:
        names[0] = names[0].where(names[0] != "", grid.given(columns.city))
    if columns.type is not None:
        said = grid.given(columns.type)
        names = [_typed(cells, said) for cells in names]
    return names


def _unwrapped(
    grid: Grid, number: int, names: pd.Series, body: np.ndarray, known: Known
) -> pd.Series:
    """Return names with the rest that stands in the row below put to its beginning."""
    blank = (grid.cells[number] == "").to_numpy()
    if grid.continued is not None:
        blank = blank & ~grid.continued[:, number]
    rests = np.flatnonzero(body & blank & (names != "").to_numpy())
    if len(rests) == 0 or len(rests) > _NAMES_CHECKED:
        return names
    names = names.copy()
    begin = -1
    for row in rests.tolist():
        if row and body[row - 1] and (not blank[row - 1] or begin >= 0):
            begin = begin if blank[row - 1] else row - 1
            whole = one_name(names[begin], names[row], known)
            if whole:
                names[begin], names[row] = whole, ""
                continue
        begin = -1
    return names


def _typed(names: pd.Series, said: pd.Series) -> pd.Series:
    """Return names with the type that stands apart from them: 北上 | 市."""
    typed = names.str.endswith(tuple(dict.fromkeys(said[said != ""])))
    gap = said.str.isascii().map({True: " ", False: ""}).astype("str")
    lacks = (names != "") & (said != "") & ~typed
    return names.where(~lacks, names + gap + said)


def _any_given(names: Sequence[pd.Series]) -> np.ndarray:
    return np.logical_or.reduce([(each != "").to_numpy() for each in names])


def _without_name(
    grid: Grid, columns: Columns, rows: Rows, names: Sequence[pd.Series]
) -> tuple[pd.Series, list[str]]:
    """Return the prefectures that stand for a name, and tell of numbers without one."""
    blank = rows.body & np.logical_and.reduce(
        [(each == "").to_numpy() for each in names]
    )
    if grid.continued is not None:
        blank &= ~grid.continued[:, columns.names[0]]
    instead = pd.Series("", index=grid.cells.index, dtype="str")
    problems = []
    if columns.prefecture is not None:
        given = grid.given(columns.prefecture)
        given = given.mask(is_ditto(given), "")
        stands = blank & (given != "").to_numpy()
        instead = given.where(stands, "")
        if stands.any():
            problems.append(
                f"{grid.row_names(stands)}: no name in "
                f"{grid.column_name(columns.names[0])}; the prefecture itself was read"
            )
        blank &= ~stands
    if columns.number is not None:
        numbers = read_numbers(grid.cells[columns.number])
        for row in np.flatnonzero(blank & numbers.notna().to_numpy()):
            problems.append(
                f"{grid.row_name(row)} has the number {numbers[row]} and no name"
            )
    return instead, problems


def _under_labels(items: pd.DataFrame) -> pd.DataFrame:
    """Return items with the prefecture or region that their column is called."""
    for label in items["label"].unique():
        if is_place_label(label):
            field = "context" if is_prefecture(label) else "group"
            items[field] = items[field].mask(items["label"] == label, label)
    return items


def _of_several_lines(items: pd.DataFrame) -> Iterator[tuple[str, str]]:
    several = items[items["text"].str.contains(r"[\r\n]")]
    return zip(several["cell"], several["text"], strict=True)


def _one_name_each(items: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Return items of which none holds names under each other in one cell."""
    several = items["text"].str.contains(r"[\r\n]")
    if not several.any():
        return items
    split = split_cells(items.loc[several, "text"], known)
    pieces = [split.get(text, (text,)) for text in items["text"]]
    taken = items.iloc[np.repeat(np.arange(len(items)), list(map(len, pieces)))]
    texts = pd.array([piece for each in pieces for piece in each], dtype="str")
    return taken.assign(text=texts).reset_index(drop=True)


# --- Numbers --------------------------------------------------------------------------


def _numbers(
    grid: Grid, columns: Columns, rows: Rows, names: Sequence[pd.Series]
) -> tuple[pd.Series, list[str]]:
    """Return the number of each row; one without takes that of the row above."""
    if columns.number is None:
        return pd.Series(pd.NA, index=grid.cells.index, dtype="Int64"), []
    own = read_numbers(grid.cells[columns.number])
    number = own.groupby(rows.parts).ffill()
    taken = rows.body & _any_given(names) & (own.isna() & number.notna()).to_numpy()
    if grid.continued is not None:
        taken &= ~grid.continued[:, columns.number]
    if not taken.any():
        return number, []
    said = f"{grid.row_names(taken)}: without a number, read with the number above"
    return number, [said]


def _with_leading_numbers(items: pd.DataFrame) -> pd.DataFrame:
    """Return items with the numbers that stand before the names, if most have one."""
    head, _ = leading_numbers(items["text"].head(_ROWS_COUNTED))
    if len(items) < 2 or head.notna().mean() < _MOST:
        return items
    numbers, names = leading_numbers(items["text"])
    return items.assign(number=numbers, text=names)


def _by_number(items: pd.DataFrame) -> pd.DataFrame:
    """Return the items of blocks side by side, which may be numbered along the rows."""
    if items["number"].isna().any():
        return items
    return items.sort_values("number", kind="stable")
