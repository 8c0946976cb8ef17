"""Headings between the rows of a table: prefectures, groups, kinds of bodies."""

import itertools

import numpy as np
import pandas as pd

from analysis.sources.entries.read import read_entries
from analysis.sources.known import Known
from analysis.sources.lines.rows import is_date
from analysis.sources.tables.cells import is_listed
from analysis.sources.tables.columns import Columns
from analysis.sources.tables.grid import Grid
from analysis.sources.tables.words import (
    bare_heading,
    is_kind_heading,
    is_marked_heading,
    is_prefecture,
)

_LONGEST_HEADING = 60
_TYPE_ENDS = ("市", "町", "村", "区", "city", "town", "village", "ward")
_HEADED_ROWS_READ = 300
_ROWS_OF_NOTES = 50


def headings_among(
    grid: Grid,
    columns: Columns,
    known: Known,
    first: pd.Series,
    at: np.ndarray,
    alone: np.ndarray,
) -> tuple[dict[int, str], list[str]]:
    """Return the headings among rows with one cell, where most rows have several.

    Parameters
    ----------
    grid, columns, known
        The table, what its columns hold, and what the register makes of a text.
    first : pandas.Series of str
        The first text of each row; "" of one that is a total or a note.
    at : numpy.ndarray of int
        The column in which it stands.
    alone : numpy.ndarray of int
        The rows in which it is all.

    Returns
    -------
    dict
        The headings by row; prose is among them too, as "".
    list of str
        What a reader should check.
    """
    headings: dict[int, str] = {}
    doubtful: list[int] = []
    known.look_up(bare_heading(text) for text in dict.fromkeys(first.iloc[alone]))
    for row in alone.tolist():
        text, column = first[row], int(at[row])
        merged = grid.wide[row] > 1
        in_list = not merged and (column in columns.names or column == columns.city)
        behind = column > max(columns.names) and not merged
        if behind or not any(map(str.isalpha, text)):
            continue
        if is_plain_heading(text, known):
            if not (in_list and _belongs_above(grid, row, column, columns.number)):
                headings[row] = text
        elif (
            (in_list and _could_be_listed(text, known))
            or column in columns.partners
            or column == columns.county
        ):
            continue
        elif len(text) > _LONGEST_HEADING or text[-1] in "。.":
            headings[row] = ""  # prose
        else:
            headings[row] = text
            doubtful += [row] if in_list else []
    given = np.flatnonzero((first != "").to_numpy()).tolist()
    for row, below in itertools.pairwise([*given, None]):
        # With nothing under it, a prefecture in the column of names is an entity.
        if (
            row in headings
            and (below is None or below in headings)
            and at[row] in columns.names
            and grid.wide[row] == 1
            and is_place_heading(headings[row], known)
        ):
            del headings[row]
    last = max((row for row in given if row not in headings), default=-1)
    problems = [
        f"{grid.row_name(row)} was read as a heading: {first[row]!r}"
        for row in doubtful
        if row < last
    ]
    return headings, problems


def headings_of_single_cells(
    known: Known, first: pd.Series, alone: np.ndarray
) -> tuple[dict[int, str], list[str]]:
    """Return the same where a row is one cell: only what is plainly a heading."""
    texts = first.iloc[alone]
    distinct = list(dict.fromkeys(texts))
    marked = {text for text in distinct if is_marked_heading(text)}
    if 2 * len(marked) > len(distinct):
        marked = set()  # they are bullets
    known.look_up(bare_heading(text) for text in marked)
    plain = {text for text in distinct if is_kind_heading(text)} | {
        text
        for text in marked
        if not known(bare_heading(text)).is_name or is_prefecture(bare_heading(text))
    }
    plain = {text for text in plain if not is_prefecture(text)}
    prefectures = {text for text in distinct if is_prefecture(bare_heading(text))}
    listed = texts[~texts.isin(plain)]
    problems = []
    if prefectures and _head_their_own(listed, prefectures, known):
        named = ", ".join(text for text in distinct if text in prefectures)
        problems.append(
            f"prefectures were read as headings over their municipalities: {named}"
        )
        plain |= prefectures
    rows = texts.index[texts.isin(plain)]
    prose = [
        row
        for row in _at_the_end(texts, plain, known)
        if len(first[row]) > _LONGEST_HEADING or first[row][-1] == "。"
    ]
    dates = {text for text in distinct if is_date(text)}
    prose += texts.index[texts.isin(dates)].tolist()
    headings = {int(row): first[row] for row in rows} | dict.fromkeys(prose, "")
    return headings, problems


def is_plain_heading(text: str, known: Known) -> bool:
    """Tell whether a text is a heading by its form: a place, a kind, 〈A〉."""
    if is_place_heading(text, known) or is_kind_heading(text):
        return True
    return is_marked_heading(text) and not known(bare_heading(text)).is_name


def is_place_heading(text: str, known: Known) -> bool:
    """Tell whether a text is a prefecture, be it in brackets or with a count."""
    bare = bare_heading(text)
    return is_prefecture(bare) or any(code[2:5] == "000" for code in known(bare).codes)


def _at_the_end(texts: pd.Series, plain: set[str], known: Known) -> list[int]:
    """Return the rows under the last name of a list of single cells."""
    rows: list[int] = []
    for row, text in texts.tail(_ROWS_OF_NOTES)[::-1].items():
        if text in plain or known(text).is_entity:
            break
        rows.append(int(row))
    return rows


def _head_their_own(listed: pd.Series, prefectures: set[str], known: Known) -> bool:
    """Tell whether below each prefecture stands one of its own municipalities."""
    texts = listed.tolist()
    heads = [row for row, text in enumerate(texts) if text in prefectures]
    for row in heads[:_HEADED_ROWS_READ]:
        if row + 1 == len(texts):
            return False
        below, inside = known(texts[row + 1]), known(bare_heading(texts[row]))
        codes = {code[:2] for code in inside.codes}
        if (
            is_prefecture(texts[row + 1])
            or bare_heading(texts[row]) in texts[row + 1]
            or not codes & {code[:2] for code in below.codes}
        ):
            return False
    return True


def _could_be_listed(text: str, known: Known) -> bool:
    return text.lower().endswith(_TYPE_ENDS) or is_listed(
        read_entries([text], known)[0]
    )


def _belongs_above(grid: Grid, row: int, column: int, number: int | None) -> bool:
    """Tell whether a row has the number of the one above, or the rest of its name."""
    if row == 0 or number is None:
        return False
    if grid.continued is not None and grid.continued[row, number]:
        return True
    return grid.cells.at[row - 1, column].endswith((",", "、"))
