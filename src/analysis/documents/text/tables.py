"""Tables that were typed or saved as plain text → `Table`; all else stays lines."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import pandas as pd

from analysis.documents.model import MAX_COLUMNS, Line, Table, places
from analysis.documents.text.aligned_columns import find_aligned
from analysis.documents.text.listed_cells import find_listed

_BARS = "|│┃║｜"
_BAR = re.compile(f"[{_BARS}]")
# A rule between rows: two dashes on end, or strokes of a box.
_RULE = re.compile(rf"[\s:+=\-–—_{_BARS}\u2500-\u257f]+")
_DRAWN = re.compile(r"[-–—=_]{2}|[\u2500\u2501\u2504-\u257f]|\|:?-:?\|")
_LAST_CORNERS = "└┗╚╰"
# More rows on end than these are no header, but a first part of the table.
_MOST_HEADERS = 3

# What may part two cells, be it drawn or blank.
_GAP = re.compile(f"[{_BARS}\t]| {{2,}}|\u3000+")

_Row = tuple[Line, list[str]]
_Found = tuple[int, list[_Row], int | None]


def with_tables(lines: Sequence[Line]) -> tuple[Line | Table, ...]:
    """Return the lines of a text, with tables in place of those that draw one.

    Tables are rows of cells parted by bars (Markdown, boxes) or by tabs, cells each on
    its own line that ends in a bar, and columns aligned by blanks. What could be a
    table and could be none stays lines, as does a line of more than `MAX_COLUMNS`.

    Parameters
    ----------
    lines : sequence of Line
        The text, blank lines included.

    Returns
    -------
    tuple of Line or Table
        In order. Nothing is left out but the rules of tables and the bars between
        cells. The `line` of a row is that of its first cell.
    """
    blocks: list[Line | Table] = list(lines)
    for find in (_find_barred, _without_headers(find_listed), _find_tabbed):
        blocks = list(_replaced(blocks, find))
    return tuple(_replaced(blocks, _without_headers(find_aligned)))


def _replaced(
    blocks: Sequence[Line | Table], find: Callable[[list[Line], int], _Found]
) -> Iterator[Line | Table]:
    """Give the blocks, with the tables that `find` sees in neighbouring lines."""

    def page(block: Line | Table) -> tuple:
        is_open = isinstance(block, Line) and not _is_too_wide(block.text)
        return (block.page,) if is_open else ()

    for where, group in groupby(blocks, key=page):
        if not where:
            yield from group
            continue
        lines = list(group)
        start = 0
        while start < len(lines):
            end, rows, headers = find(lines, start)
            if rows:
                yield _table(rows, headers)
            else:
                yield from lines[start:end]
            start = end


def _is_too_wide(text: str) -> bool:
    return len(text) > MAX_COLUMNS and len(_GAP.findall(text)) >= MAX_COLUMNS


def _table(rows: list[_Row], headers: int | None) -> Table:
    width = max(len(cells) for _, cells in rows)
    filled = [cells + [""] * (width - len(cells)) for _, cells in rows]
    return Table(
        cells=pd.DataFrame(filled, dtype="str"),
        places=places([line.line for line, _ in rows], rows[0][0].page),
        headers=headers,
    )


def _without_headers(
    find: Callable[[list[Line], int], tuple[int, list[_Row]]],
) -> Callable[[list[Line], int], _Found]:
    """Return `find` for layouts that do not show which rows are headers."""

    def found(lines: list[Line], start: int) -> _Found:
        return *find(lines, start), None

    return found


def _find_barred(lines: list[Line], start: int) -> _Found:
    """Return rows of cells parted by bars from `start` on, and where they end."""
    rows: list[_Row] = []
    rules: list[tuple[int, str]] = []  # how many rows stand above, and the rule
    place = start
    while place < len(lines):
        text = lines[place].text
        cells = _barred(text)
        if _is_rule(text):
            if rows and rules and rules[-1][0] == len(rows):
                break  # below the last rule of one table, the first of another
            rules.append((len(rows), text))
            if rows and set(_LAST_CORNERS) & set(text):
                place += 1
                break
        elif cells:
            rows.append((lines[place], cells))
        elif text.strip() or not _goes_on(lines, place, rows):
            break
        place += 1
    counts = Counter(len(cells) for _, cells in rows)
    usual, times = counts.most_common(1)[0] if counts else (0, 0)
    if len(rows) < 2 or times * 2 < len(rows) or (usual == 1 and not rules):
        return max(place, start + 1), [], None
    return place, rows, _headers(rules, len(rows))


def _barred(text: str) -> list[str]:
    """Return the cells of a line in which bars part or enclose them, else none."""
    text = text.strip()
    if not _BAR.search(text):
        return []
    cells = [cell.strip() for cell in _BAR.split(text)]
    encloses = len(text) > 1 and text[0] in _BARS and text[-1] in _BARS
    cells = cells[text[0] in _BARS : len(cells) - (text[-1] in _BARS)]
    return cells if encloses or len(cells) > 1 else []


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text) and _DRAWN.search(text))


def _goes_on(lines: list[Line], place: int, rows: list[_Row]) -> bool:
    """Return whether the row after one blank line is like the one before it.

    Another table begins there if a rule is drawn below the row, or if the row is the
    only one without a number in a column, as headers are.
    """
    after = [line.text for line in lines[place + 1 : place + 3]]
    if not rows or not after or any(map(_is_rule, after)):
        return False
    above = rows[-1][1]
    here, below = _barred(after[0]), _barred("".join(after[1:]))
    if not len(above) == len(here) > 1:
        return False
    counted = any(
        cell and not cell.isdecimal() and number.isdecimal()
        for cell, number in zip(here, below, strict=False)
    )
    return len(rows) < 2 or not counted


def _headers(rules: list[tuple[int, str]], count: int) -> int | None:
    """Return how many rows a rule sets apart as header, if rules do that.

    Rules between all rows tell nothing, unless one is doubled.
    """
    inner = {above: rule for above, rule in rules if 0 < above < count}
    doubled = [above for above, rule in inner.items() if set("=═╪╬") & set(rule)]
    first = min(doubled or inner, default=0)
    if not 0 < first <= _MOST_HEADERS:
        return None
    return first if doubled or len(inner) < count - 1 or count == 2 else None


def _find_tabbed(lines: list[Line], start: int) -> _Found:
    """Return rows of cells parted by tabs from `start` on, and where they end.

    A single line without tabs between rows of many cells is a row, too: a heading, or
    the rest of a cell.
    """
    rows: list[_Row] = []
    place = start
    while place < len(lines):
        cells = _tabbed(lines[place].text)
        if len(list(filter(None, cells))) > 1 or (
            rows and len(cells) > 1 and any(cells)
        ):
            rows.append((lines[place], cells))
        elif rows and _is_bridge(lines, place):
            rows.append((lines[place], [cells[0]]))
        else:
            break
        place += 1
    if len(rows) < 2:
        return max(place, start + 1), [], None
    return place, rows, None


def _tabbed(text: str) -> list[str]:
    return [cell.strip() for cell in text.rstrip().split("\t")]


def _is_bridge(lines: list[Line], place: int) -> bool:
    """Return whether a line stands alone between two rows of three or more cells."""
    if place + 1 >= len(lines) or not lines[place].text.strip():
        return False
    above, below = (_tabbed(lines[near].text) for near in (place - 1, place + 1))
    return len(above) == len(below) > 2 and len(list(filter(None, below))) > 1
