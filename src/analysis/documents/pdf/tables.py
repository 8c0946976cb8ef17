"""Tables between ruled lines on a PDF page: which cell holds which characters."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from analysis.documents.model import Span
from analysis.documents.pdf.text import Char, TextLine, lines_of

if TYPE_CHECKING:
    from pdfplumber.page import Page

MAX_EDGES = 10_000
"""Ruled lines on a page; drawings and maps have more, tables do not."""

_LEAST_SIDE = 4.0  # points: the space between double lines is no cell
_SAME_EDGE = 3.0
_LONGEST_NUMBER = 7  # digits of one that counts rows

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points."""


@dataclass(frozen=True)
class RuledTable:
    """A table on a page.

    Attributes
    ----------
    box : tuple of float
        Where it stands.
    rows : list of list of str
        Texts of its cells, lines parted by line ends, "" where blank or merged away.
    spans : tuple of Span
        Its merged cells.
    chars : set of int
        `id` of the characters in it.
    """

    box: Box
    rows: list[list[str]]
    spans: tuple[Span, ...]
    chars: frozenset[int]

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.box[1]


def ruled_tables(page: "Page", chars: Sequence[Char]) -> list[RuledTable]:
    """Return the tables of at least two columns that lines on the page part.

    Sides left open are closed where the lines inside the table end. Boxes around
    text, and boxes upon each other, are no tables: what is in them is running text.

    Parameters
    ----------
    page : pdfplumber.page.Page
        The page; it has at most `MAX_EDGES` edges.
    chars : list of dict
        Its characters.
    """
    finder = page.debug_tablefinder()
    if sides := list(_open_sides(finder.edges)):
        finder = page.debug_tablefinder(
            {"explicit_vertical_lines": sides, "explicit_horizontal_lines": sides}
        )
    tables = (_ruled_table(found.cells, chars) for found in finder.tables)
    return [table for table in tables if table is not None]


def _open_sides(edges: list[Char]) -> Iterator[Char]:
    """Yield the sides that tables lack whose inner lines reach to where they end."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    alike = defaultdict(list)
    for edge in sorted(level, key=itemgetter("top")):
        ends = round(edge["x0"] / _SAME_EDGE), round(edge["x1"] / _SAME_EDGE)
        alike[ends].append(edge)
    for rules in alike.values():
        left, right = rules[0]["x0"], rules[0]["x1"]
        top, bottom = rules[0]["top"], rules[-1]["top"]
        met = [
            edge
            for edge in upright
            if left - _SAME_EDGE <= edge["x0"] <= right + _SAME_EDGE
            and edge["top"] <= bottom + _SAME_EDGE
            and edge["bottom"] >= top - _SAME_EDGE
        ]
        if not any(left + _SAME_EDGE < e["x0"] < right - _SAME_EDGE for e in met):
            continue
        top = min(top, *(edge["top"] for edge in met))
        bottom = max(bottom, *(edge["bottom"] for edge in met))
        for x in (left, right):
            if not any(abs(edge["x0"] - x) <= _SAME_EDGE for edge in met):
                yield _rule(x, top, x, bottom)
        for y in (top, bottom):
            if not any(
                abs(edge["top"] - y) <= _SAME_EDGE
                and edge["x0"] < right
                and edge["x1"] > left
                for edge in level
            ):
                yield _rule(left, y, right, y)


def _rule(x0: float, top: float, x1: float, bottom: float) -> Char:
    return {
        "object_type": "line",
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _ruled_table(found: list[Box], chars: Sequence[Char]) -> RuledTable | None:
    boxes = [
        (x0, top, x1, bottom)
        for x0, top, x1, bottom in found
        if x1 - x0 >= _LEAST_SIDE and bottom - top >= _LEAST_SIDE
    ]
    lefts = sorted({box[0] for box in boxes})
    tops = sorted({box[1] for box in boxes})
    if len(lefts) < 2:
        return None
    spans = [_span(box, lefts, tops) for box in boxes]
    owner = {
        (row, column): number
        for number, span in enumerate(spans)
        for row in range(span.row, span.row + span.rows)
        for column in range(span.column, span.column + span.columns)
    }
    held: list[list[Char]] = [[] for _ in boxes]
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        place = bisect_right(tops, y) - 1, bisect_right(lefts, x) - 1
        number = owner.get(place)
        if number is not None and x < boxes[number][2] and y < boxes[number][3]:
            held[number].append(char)
    if sum(any(char["text"].strip() for char in cell) for cell in held) < 2:
        return None
    grid: list[list[list[TextLine]]] = [[[] for _ in lefts] for _ in tops]
    for span, cell in zip(spans, held, strict=True):
        grid[span.row][span.column] = lines_of(cell)
    rows: list[list[str]] = []
    begins = []
    merged = {row for span in spans if span.rows > 1 for row in _rows_of(span)}
    for number, row in enumerate(grid):
        begins.append(len(rows))
        parts = [row] if number in merged else _numbered(row)
        rows += [["\n".join(line.text for line in cell) for cell in r] for r in parts]
    return RuledTable(
        box=(lefts[0], tops[0], max(b[2] for b in boxes), max(b[3] for b in boxes)),
        rows=rows,
        spans=tuple(
            replace(span, row=begins[span.row])
            for span in spans
            if span.rows * span.columns > 1
        ),
        chars=frozenset(id(char) for cell in held for char in cell),
    )


def _rows_of(span: Span) -> range:
    return range(span.row, span.row + span.rows)


def _numbered(row: list[list[TextLine]]) -> list[list[list[TextLine]]]:
    """Return a row as those in it where its first cell counts them and no line does.

    Tables without lines between rows have numbers under each other in one cell.
    """
    numbers = next((cell for cell in row if cell), [])
    texts = [line.text for line in numbers]
    counts = (text.isdecimal() and len(text) <= _LONGEST_NUMBER for text in texts)
    if len(texts) < 2 or not all(counts):
        return [row]
    if any(int(text) + 1 != int(after) for text, after in pairwise(texts)):
        return [row]
    begins = [line.top - line.size / 2 for line in numbers]
    if any(line.top < begins[0] for cell in row for line in cell):
        return [row]
    ends = [*begins[1:], float("inf")]
    return [
        [[line for line in cell if begin <= line.top < end] for cell in row]
        for begin, end in zip(begins, ends, strict=True)
    ]


def _span(box: Box, lefts: list[float], tops: list[float]) -> Span:
    x0, top, x1, bottom = box
    return Span(
        row=tops.index(top),
        column=lefts.index(x0),
        rows=sum(top <= other < bottom - _SAME_EDGE for other in tops),
        columns=sum(x0 <= other < x1 - _SAME_EDGE for other in lefts),
    )
