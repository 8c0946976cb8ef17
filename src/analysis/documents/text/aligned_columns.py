"""Tables typed in plain text, with blanks between the columns."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from analysis.documents.model import Line

# Words with single blanks between them; full-width blanks and more part cells.
_CELL = re.compile(r"[^ \u3000]+(?: [^ \u3000]+)*")
_LETTER = re.compile(r"[々ヶ\u3040-\u30ff\u4e00-\u9fff]")
_MARK = re.compile(r"[^\w\s]{1,2}|[^\w\s]?(?:no\.? ?)?\d{1,4}[^\w\s]?", re.IGNORECASE)
# Half-width characters by which neighbours may be out of line.
_SLACK = 1


class _Cell(NamedTuple):
    text: str
    begins: int  # in half-width characters, from the left margin
    ends: int
    gap: int  # blanks before it


_Row = tuple[Line, list[str]]


def find_aligned(lines: Sequence[Line], start: int) -> tuple[int, list[_Row]]:
    """Return the rows of such a table from `start` on, and where it ends.

    Parameters
    ----------
    lines : sequence of Line
        A text.
    start : int
        The place of its first line to look at, counted from 0.

    Returns
    -------
    end : int
        Place of the first line after those that were looked at.
    rows : list of (Line, list of str)
        The line and cells of each row; empty if there is no table, or may be none:
        what is parted by single full-width blanks in two columns, a number and a
        name, lines that are merely indented.
    """
    first = _split(lines[start].text)
    width = len(first)
    if width < 2:
        return start + 1, []
    whole = [first]
    rows: list[_Row] = [(lines[start], [cell.text for cell in first])]
    place = start + 1
    while place < len(lines):
        cells = _split(lines[place].text)
        if len(cells) == width and _follows(cells, whole):
            whole.append(cells)
            rows.append((lines[place], [cell.text for cell in cells]))
        else:
            columns = _columns_of(cells, whole[-1])
            if not columns:
                break
            texts = dict(zip(columns, (cell.text for cell in cells), strict=True))
            row = [texts.get(column, "") for column in range(width)]
            rows.append((lines[place], row))
        place += 1
    return place, rows if _is_table(whole) else []


def _split(text: str) -> list[_Cell]:
    """Return the cells of a line; single characters spread over one are one."""
    found = [(match.start(), match.end()) for match in _CELL.finditer(text)]
    if len(found) < 2:
        return [_cell(text, *place, 0) for place in found]
    cells: list[list[int]] = []  # begins, ends, gap before, gap within
    for begins, ends in found:
        gap = begins - (cells[-1][1] if cells else begins)
        spread = _LETTER.fullmatch(text[begins:ends]) and cells and cells[-1][3] >= 0
        if spread and cells[-1][3] in (0, gap):
            cells[-1][1], cells[-1][3] = ends, gap
        else:
            single = _LETTER.fullmatch(text[begins:ends])
            cells.append([begins, ends, gap, 0 if single else -1])
    return [_cell(text, begins, ends, gap) for begins, ends, gap, _ in cells]


def _cell(text: str, begins: int, ends: int, gap: int) -> _Cell:
    left = _columns_wide(text[:begins])
    shown = text[begins:ends]
    return _Cell(shown, left, left + _columns_wide(shown), gap)


def _columns_wide(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(1 + (unicodedata.east_asian_width(c) in "WFA") for c in text)


def _columns_of(cells: list[_Cell], pattern: list[_Cell]) -> list[int]:
    """Return in which columns the cells of a shorter row stand; none if they do not.

    A cell alone at the left margin is a line of text.
    """
    columns = []
    for cell in cells:
        near = [
            n for n, c in enumerate(pattern) if abs(c.begins - cell.begins) <= _SLACK
        ]
        columns += near[:1]
    in_line = len(columns) == len(cells) == len(set(columns)) > 0
    return columns if in_line and columns != [0] else []


def _follows(cells: list[_Cell], whole: list[list[_Cell]]) -> bool:
    """Return whether a line goes on with the rows; two columns have to be in line."""
    return len(cells) > 2 or len(whole) < 2 or _in_line([whole[-1], cells], 1)


def _is_table(rows: list[list[_Cell]]) -> bool:
    """Return whether neighbouring lines of as many cells are surely a table."""
    width = len(rows[0])
    wide = [all(cell.gap > 1 for cell in row[1:]) for row in rows]
    if len(rows) < 2 or not any(cell.gap > 1 for row in rows for cell in row[1:]):
        return len(rows) > 2 and width > 2
    aligned = all(_in_line(rows, column) for column in range(1, width))
    if width > 2:
        return len(rows) > 2 or aligned
    marks = sum(bool(_MARK.fullmatch(row[0].text)) for row in rows)
    return aligned and marks * 2 < len(rows) and (len(rows) > 2 or all(wide))


def _in_line(rows: list[list[_Cell]], column: int) -> bool:
    """Return whether the cells of a column begin, or end, below one another."""
    body = rows[1:] if len(rows) > 2 else rows  # headers are often centred
    begins = [row[column].begins for row in body]
    ends = [row[column].ends for row in body]
    return min(max(begins) - min(begins), max(ends) - min(ends)) <= _SLACK
