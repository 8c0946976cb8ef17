"""Cells that stand for the one above: blanks, merged cells, 同, 〃 and their like."""

import numpy as np
import pandas as pd

from analysis.sources.tables.words import DASH, DITTO


def is_ditto(cells: pd.Series) -> pd.Series:
    """Tell of each cell whether it says "the same as above"."""
    return cells.str.fullmatch(DITTO)


def is_blank(cells: pd.Series) -> pd.Series:
    """Tell of each cell whether it holds nothing, or a dash for nothing."""
    return (cells == "") | cells.str.fullmatch(DASH)


def carry(
    cells: pd.Series, parts: np.ndarray, *, dash_repeats: bool = False
) -> pd.Series:
    """Return cells with what was left out filled in from above.

    A blank is filled within its part of the list only: under another heading it is a
    real blank. A ditto mark is filled from wherever the last cell stood.

    Parameters
    ----------
    cells : pandas.Series of str
        One column, in the order published.
    parts : numpy.ndarray of int
        For each cell, the part of the list that it stands in.
    dash_repeats : bool
        Whether a dash says "the same as above" and not "nothing".

    Examples
    --------
    >>> cells = pd.Series(["岩手県", "", "〃", "", "同"], dtype="str")
    >>> carry(cells, np.array([0, 0, 0, 1, 1])).tolist()
    ['岩手県', '岩手県', '岩手県', '', '岩手県']
    """
    dash = cells.str.fullmatch(DASH)
    ditto = is_ditto(cells) | dash if dash_repeats else is_ditto(cells)
    given = cells.mask(ditto | dash | (cells == ""))
    given = given.where(~ditto, given.ffill())
    carried = given.groupby(parts).ffill()
    return (carried if dash_repeats else carried.mask(dash & ~ditto)).fillna("")
