"""Tables saved with each cell on a line of its own that ends in a bar."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from analysis.documents.model import Line

_WIDEST = 8
_NUMBER = re.compile(r"(?:no\.? ?|第)?[(〔\[]?(\d{1,4})[)〕\].、:]?", re.IGNORECASE)
_NUMBER_HEADER = re.compile(r"(?:整理|受付)?番号|項番|連番|通番|no\.?|#|number", re.I)
_KINDS = (
    ("place", re.compile(r"[市区町村]$|\b(?:city|town|village|ward)$", re.I)),
    ("prefecture", re.compile(r"[都道府県]$|\bprefecture$", re.I)),
    ("number", re.compile(r"[\d,.]+$")),
)
# Of the cells of a column so many have to be alike.
_ALIKE = 0.8


class _Cell(NamedTuple):
    line: Line
    text: str
    barred: bool
    after_blank: bool


_Row = tuple[Line, list[str]]


def find_listed(lines: Sequence[Line], start: int) -> tuple[int, list[_Row]]:
    """Return the rows of such a table from `start` on, and where it ends.

    How many columns it has is not stated. It shows in the last cell of each row, if
    that lacks its bar, else in the period of the running numbers, in the blank lines
    between rows, or in what kind of cells recurs.

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
        The line of the first cell of each row, and its cells; empty if there is no
        table.
    """
    cells, ends = _gather(lines, start)
    if not cells:
        return start + 1, []
    closing = next((n for n, cell in enumerate(cells) if not cell.barred), len(cells))
    rows, used = _by_numbers(cells[:closing], cells[closing : closing + 1])
    if not rows:
        rows, used = _by_closing(cells)
    if not rows:
        rows, used = _by_shape(cells[:closing], cells[closing : closing + 1])
    if not rows:
        return ends[-1], []
    return ends[used - 1], [(row[0].line, [cell.text for cell in row]) for row in rows]


def _gather(lines: Sequence[Line], start: int) -> tuple[list[_Cell], list[int]]:
    """Return the cells from `start` on, and the place after the line of each.

    A line without a bar is a cell only where it follows at once on one with a bar.
    """
    cells: list[_Cell] = []
    ends: list[int] = []
    for place in range(start, len(lines)):
        text = lines[place].text.strip()
        if not text:
            if not cells:
                break
            continue
        barred = text[-1] in "|｜" and not set(text[:-1]) & set("|｜")
        follows = cells and cells[-1].barred and ends[-1] == place
        if not barred and not follows:
            break
        blank = bool(cells) and ends[-1] != place
        shown = text[:-1].rstrip() if barred else text
        cells.append(_Cell(lines[place], shown, barred, blank))
        ends.append(place + 1)
    return cells, ends


def _by_numbers(
    cells: list[_Cell], closing: list[_Cell]
) -> tuple[list[list[_Cell]], int]:
    """Return the rows as running numbers part them, and how many cells they take."""
    numbers = [_number(cell.text) for cell in cells]
    if 1 not in numbers:
        return [], 0
    first, width = _period(numbers, len(cells) + len(closing))
    if not width:
        return [], 0
    places = _number_places(numbers, first, width)
    column = first % width
    over = len(cells) - places[-1] - width + column
    if over and first >= width and _NUMBER_HEADER.fullmatch(cells[first - width].text):
        column = 0  # what is over at the top is titles
    starts = [place - column for place in places]
    rows = _from_end(cells[: starts[0]], width)
    for begin, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        rows += _row_and_rest(cells[begin:end], width)
    used = len(cells)
    if closing and len(cells) - starts[-1] == width - 1:
        rows[-1] = [*rows[-1], *closing]
        used += 1
    return rows, used


def _period(numbers: list[int | None], count: int) -> tuple[int, int]:
    """Return the place of number 1 and how far apart the numbers are, or 0."""
    first = numbers.index(1)
    counted = {
        width: sum(
            number is not None and following == number + 1
            for number, following in zip(numbers, numbers[width:], strict=False)
        )
        for width in range(2, _WIDEST + 1)
    }
    # Of two that are alike, that which fills whole rows above the first number.
    width = max(counted, key=lambda width: (counted[width], first % width == 0, -width))
    if counted[width]:
        return first, width
    # A single row: it is as wide as the header above it.
    return (first, first) if 1 < first <= _WIDEST and count <= 2 * first else (0, 0)


def _number_places(numbers: list[int | None], first: int, width: int) -> list[int]:
    """Return where rows have their number; a row may be short, or a heading between."""
    places = [first]
    place = first
    while True:
        wanted = {numbers[place] + 1, 1}
        near = [place + width, *range(place + 1, place + 2 * width + 2)]
        found = [n for n in near if n < len(numbers) and numbers[n] in wanted]
        if not found:
            return places
        place = found[0]
        places.append(place)


def _row_and_rest(cells: list[_Cell], width: int) -> list[list[_Cell]]:
    """Return a row, and what stands between it and the next: rows, or headings."""
    rest = cells[width:]
    if len(rest) % width == 0:
        rows = [rest[n : n + width] for n in range(0, len(rest), width)]
    else:
        rows = [[cell] for cell in rest]
    return [cells[:width], *rows]


def _from_end(cells: list[_Cell], width: int) -> list[list[_Cell]]:
    """Return the rows above the first number; what is over at the top is titles."""
    titles = len(cells) % width
    rows = [cells[n : n + width] for n in range(titles, len(cells), width)]
    return [*([cell] for cell in cells[:titles]), *rows]


def _by_closing(cells: list[_Cell]) -> tuple[list[list[_Cell]], int]:
    """Return the rows, where the last cell of each lacks its bar."""
    rows: list[list[_Cell]] = [[]]
    for cell in cells:
        rows[-1].append(cell)
        if not cell.barred:
            rows.append([])
    rest = rows.pop()
    lengths = Counter(map(len, rows))
    if len(rows) < 2 or len(lengths) > 1:
        return [], 0
    width = len(rows[0])
    if 0 < len(rest) < width:
        rows.append(rest)
    return rows, sum(map(len, rows))


def _by_shape(
    cells: list[_Cell], closing: list[_Cell]
) -> tuple[list[list[_Cell]], int]:
    """Return the rows as blank lines part them, or as kinds of cells recur."""
    groups: list[list[_Cell]] = []
    for cell in cells:
        if cell.after_blank or not groups:
            groups.append([])
        groups[-1].append(cell)
    lengths = {len(group) for group in groups}
    if len(groups) > 1 and len(lengths) == 1 and max(lengths) > 1:
        return groups, len(cells)
    kinds = [_kind(cell.text) for cell in cells]
    best, chosen = _ALIKE, 0
    for width in range(1, 5):
        whole = len(cells) % width == 0 or (closing and (len(cells) + 1) % width == 0)
        if whole and len(cells) > 2 * width and set(kinds) != {None}:
            alike = _alikeness(kinds, width)
            if alike > best or (width == 1 and alike >= best):
                best, chosen = alike, width
    if not chosen:
        return [], 0
    if len(cells) % chosen:
        cells = [*cells, *closing]
    rows = [cells[n : n + chosen] for n in range(0, len(cells), chosen)]
    return rows, len(cells)


def _alikeness(kinds: list[str | None], width: int) -> float:
    """Return the mean share of the commonest kind in a column, headers left out."""
    columns = [kinds[width + n :: width] for n in range(width)]
    shares = [Counter(c).most_common(1)[0][1] / len(c) for c in columns if c]
    return sum(shares) / len(shares)


def _kind(text: str) -> str | None:
    folded = unicodedata.normalize("NFKC", text)
    return next((kind for kind, pattern in _KINDS if pattern.search(folded)), None)


def _number(text: str) -> int | None:
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    return int(found[1]) if found else None
