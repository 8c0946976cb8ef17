"""The place that a table states for a row: beside it, above it, carried over."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.names.fold import has_japanese
from analysis.sources.known import Known
from analysis.sources.tables.carry import carry
from analysis.sources.tables.columns import Columns
from analysis.sources.tables.grid import Grid
from analysis.sources.tables.rows import Rows

_NAMES_CHECKED = 2_000
_LIES_IN_COUNTY = "[町村]$|(?i:town|village|machi|cho|mura|son)$"


def read_contexts(
    grid: Grid, columns: Columns, rows: Rows, names: pd.Series, known: Known
) -> tuple[pd.Series, list[str]]:
    """Return the place that is stated beside or above each row, and what to check.

    Of several, the larger stands first in Japanese and the smaller in English.
    """
    parts = rows.parts
    prefecture = rows.context
    problems: list[str] = []
    if columns.prefecture is not None:
        raw = grid.cells[columns.prefecture]
        blank = rows.body & (raw == "").to_numpy()
        if grid.continued is not None:
            blank &= ~grid.continued[:, columns.prefecture]
        within = parts + np.cumsum(blank & _begins_anew(grid, columns))
        carried = carry(raw.where(rows.body, ""), within, dash_repeats=True)
        prefecture = carried.where(carried != "", rows.context)
        guessed = blank & (carried != "").to_numpy()
        wrong = _elsewhere(names, prefecture, guessed, known)
        if wrong.any():
            prefecture = prefecture.mask(wrong, "")
            problems.append(
                f"{grid.row_names(wrong)}: a blank for the prefecture, but not in that "
                "above; read without one"
            )
    if columns.code is not None and columns.county is None and columns.city is None:
        prefecture = prefecture.where(prefecture != "", grid.given(columns.code))
    places = [prefecture]
    if columns.county is not None:
        raw = grid.given(columns.county)
        within = pd.factorize(prefecture + parts.astype(str))[0]
        county = carry(raw, within)
        places.append(
            county.where((raw != "") | names.str.contains(_LIES_IN_COUNTY), "")
        )
    if columns.city is not None:
        city = carry(grid.given(columns.city), parts)
        places.append(city.where(city != names, ""))
    return _joined(places), problems


def _begins_anew(grid: Grid, columns: Columns) -> np.ndarray:
    """Tell of which rows a column left of the prefecture says something new.

    A region, say: the prefecture above is not that of the row then. Numbers and codes
    are new in every row.
    """
    begins = np.zeros(len(grid.cells), dtype=bool)
    for at in range(columns.prefecture):
        cells = grid.cells[at]
        said = cells.where(cells != "").ffill()
        if at != columns.number and said.str.contains(r"[^\W\d]").any():
            begins |= (said != said.shift()).to_numpy()
    return begins


def _elsewhere(
    names: pd.Series, prefecture: pd.Series, guessed: np.ndarray, known: Known
) -> np.ndarray:
    """Tell which of the rows name a body that is not in the prefecture above it."""
    wrong = np.zeros(len(names), dtype=bool)
    pairs = pd.DataFrame({"name": names[guessed], "place": prefecture[guessed]})
    distinct = pairs.drop_duplicates()
    if len(distinct) > _NAMES_CHECKED:
        return wrong
    known.look_up([*distinct["name"], *distinct["place"]])
    differ = {
        (name, place)
        for name, place in distinct.itertuples(index=False)
        if _lie_apart(name, place, known)
    }
    for row, pair in zip(pairs.index, pairs.itertuples(index=False), strict=True):
        wrong[row] = tuple(pair) in differ
    return wrong


def _lie_apart(name: str, place: str, known: Known) -> bool:
    inside = {code[:2] for code in known(place).codes if code[2:5] == "000"}
    codes = {code[:2] for code in known(name).codes}
    return bool(inside and codes) and not inside & codes


def _joined(places: Sequence[pd.Series]) -> pd.Series:
    """Return places as one: the larger first in Japanese, the smaller in English."""
    if len(places) == 1:
        return places[0]
    frame = pd.concat(places, axis="columns", keys=range(len(places)))
    distinct = frame.drop_duplicates()
    said = {
        row: _in_order([place for place in row if place])
        for row in distinct.itertuples(index=False, name=None)
    }
    texts = [said[row] for row in frame.itertuples(index=False, name=None)]
    return pd.Series(texts, index=frame.index, dtype="str")


def _in_order(places: list[str]) -> str:
    if has_japanese("".join(places)):
        return "".join(places)
    return ", ".join(reversed(places))
