"""The characters of a PDF page, each at its place → lines, pieces, columns."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

Char = dict[str, Any]
"""A character as pdfplumber gives it: `text`, `size`, `x0`, `x1`, `top`, `bottom`."""

_WIDE_GAP = 1.5
"""In heights of a character: words farther apart stand in columns of their own."""

_LATIN_BLANK, _CJK_BLANK = 0.2, 0.6
_CJK = re.compile(r"[\u2e80-\ufaff\uff00-\uffee]")
_SAME_LINE = 0.5
_FAR_APART = 1.6  # times the usual distance of lines
_SAME_PLACE = 1.0  # points: bold letters that are printed twice
_MOST_BLANKS = 200  # a page may say that it is a mile wide


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line without a wide gap between them; places in points."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line on a page, its pieces and words from left to right; places in points."""

    pieces: tuple[Piece, ...]
    words: tuple[Piece, ...]
    top: float
    bottom: float
    size: float

    @property
    def text(self) -> str:
        """The whole line, a blank between its pieces."""
        return " ".join(piece.text for piece in self.pieces)


def unique_chars(chars: Iterable[Char]) -> list[Char]:
    """Return characters without those printed over the same one, as bold ones are."""
    kept: list[Char] = []
    near: dict[tuple[str, int, int], list[Char]] = {}
    for char in chars:
        x, y = int(char["x0"]), int(char["top"])
        around = (
            other
            for i in (x - 1, x, x + 1)
            for j in (y - 1, y, y + 1)
            for other in near.get((char["text"], i, j), ())
        )
        if not any(_at_same_place(char, other) for other in around):
            kept.append(char)
            near.setdefault((char["text"], x, y), []).append(char)
    return kept


def lines_of(chars: Iterable[Char]) -> list[TextLine]:
    """Return the lines that characters stand in, from top to bottom."""
    lines: list[list[Char]] = []
    blanks = []
    size = 0.0
    for char in sorted(chars, key=_middle):
        if not char["text"].strip():
            blanks.append(char)
            continue
        size = max(size, char["size"])
        if lines and _middle(char) - _middle(lines[-1][0]) <= _SAME_LINE * size:
            lines[-1].append(char)
        else:
            lines.append([char])
            size = char["size"]
    begins = [_middle(line[0]) for line in lines]
    for blank in blanks:  # of any size: many are left from a former layout
        nearest = bisect_right(begins, _middle(blank) + _SAME_PLACE) - 1
        if nearest >= 0:
            lines[nearest].append(blank)
    return [_line(line) for line in lines]


def paragraphs(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines of a page, parted where they stand farther apart than most."""
    if not lines:
        return []
    steps = [line.top - before.top for before, line in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    parts = [[lines[0]]]
    for step, line in zip(steps, lines[1:], strict=True):
        if step > _FAR_APART * usual:
            parts.append([])
        parts[-1].append(line)
    return parts


def tabbed(lines: Sequence[TextLine], left: float) -> list[str]:
    """Return lines as text: a tab between columns, blanks for what is set in.

    Where lines that follow on each other have their pieces in the same columns, a
    column that is blank in one of them has its tab all the same. A line above them of
    which each word begins like a column, as "No. Applicant" may, is parted as they are.

    Parameters
    ----------
    lines : sequence of TextLine
        A paragraph, from top to bottom.
    left : float
        Where lines of the page begin that are not set in; points.
    """
    texts = []
    start = 0
    while start < len(lines):
        end, columns = _block(lines, start)
        if end == start + 1 < len(lines) and len(columns) > 1:
            _, below = _block(lines, end)
            if cells := _headings(lines[start], below):
                texts.append("\t".join(cells))
                start = end
                continue
        texts += [_tabbed(line, columns, left) for line in lines[start:end]]
        start = end
    return texts


def _middle(char: Char) -> float:
    return (char["top"] + char["bottom"]) / 2


def _at_same_place(char: Char, other: Char) -> bool:
    return (
        abs(char["x0"] - other["x0"]) <= _SAME_PLACE
        and abs(char["top"] - other["top"]) <= _SAME_PLACE
        and abs(char["size"] - other["size"]) <= _SAME_PLACE
    )


def _line(chars: list[Char]) -> TextLine:
    pieces: list[list[str]] = []
    bounds: list[tuple[float, float]] = []
    words: list[Piece] = []
    blank = ""
    before: Char | None = None
    inked = [char for char in chars if char["text"].strip()]
    for char in sorted(chars, key=lambda char: char["x0"]):
        if not char["text"].strip():
            blank = "\u3000" if "\u3000" in (blank, char["text"]) else " "
            continue
        gap = char["x0"] - before["x1"] if before else 0.0
        size = max(char["size"], before["size"]) if before else char["size"]
        if before is None or gap > _WIDE_GAP * size:
            pieces.append([])
            bounds.append((char["x0"], char["x1"]))
            words.append(_word(char))
        elif blank or gap > size * _least_gap(before, char):
            pieces[-1].append(blank or " ")
            words.append(_word(char))
        else:
            word = words[-1]
            words[-1] = Piece(word.text + char["text"], word.x0, char["x1"])
        pieces[-1].append(char["text"])
        bounds[-1] = (bounds[-1][0], max(bounds[-1][1], char["x1"]))
        before, blank = char, ""
    return TextLine(
        pieces=tuple(
            Piece("".join(texts), x0, x1)
            for texts, (x0, x1) in zip(pieces, bounds, strict=True)
        ),
        words=tuple(words),
        top=min(char["top"] for char in inked),
        bottom=max(char["bottom"] for char in inked),
        size=max(char["size"] for char in inked),
    )


def _word(char: Char) -> Piece:
    return Piece(char["text"], char["x0"], char["x1"])


def _least_gap(before: Char, char: Char) -> float:
    """Japanese is set with wider gaps within a word than Latin letters are."""
    both = _CJK.match(before["text"]) and _CJK.match(char["text"])
    return _CJK_BLANK if both else _LATIN_BLANK


def _block(
    lines: Sequence[TextLine], start: int
) -> tuple[int, list[tuple[float, float]]]:
    """Return where a run of lines in common columns ends, and these columns."""
    columns = _columns(lines[start].pieces)
    if len(columns) < 2:
        return start + 1, columns
    end = start + 1
    while end < len(lines):
        line = lines[end]
        together = _columns([*(Piece("", *column) for column in columns), *line.pieces])
        places = [_column_of(piece, together) for piece in line.pieces]
        merged = len({_column_of(Piece("", *c), together) for c in columns})
        if merged < len(columns) or len(set(places)) < len(places):
            break
        if places == [0]:  # running text begins at the left like a first column
            break
        columns = together
        end += 1
    return end, columns


def _headings(line: TextLine, columns: list[tuple[float, float]]) -> list[str]:
    """Return the words of a line as cells of columns, if these part its pieces."""
    cells: list[list[str]] = [[] for _ in columns]
    for word in line.words:
        column = max(bisect_right(columns, (word.x0 + line.size / 2, math.inf)) - 1, 0)
        if not cells[column] and abs(word.x0 - columns[column][0]) > line.size / 2:
            return []
        cells[column].append(word.text)
    used = sum(map(bool, cells))
    return [" ".join(cell) for cell in cells] if used > len(line.pieces) else []


def _columns(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Return from where to where pieces reach that stand above each other."""
    columns: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if columns and piece.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], piece.x1))
        else:
            columns.append((piece.x0, piece.x1))
    return columns


def _column_of(piece: Piece, columns: list[tuple[float, float]]) -> int:
    # A piece may have no width: a letter of a font that does not say how wide it is.
    return max(bisect_right(columns, (piece.x0, math.inf)) - 1, 0)


def _tabbed(line: TextLine, columns: list[tuple[float, float]], left: float) -> str:
    if len(columns) < 2:
        blanks = (line.pieces[0].x0 - left) / (line.size / 2)
        return " " * round(min(blanks, _MOST_BLANKS)) + line.pieces[0].text
    cells = {_column_of(piece, columns): piece.text for piece in line.pieces}
    return "\t".join(cells.get(column, "") for column in range(max(cells) + 1))
