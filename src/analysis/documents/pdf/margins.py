"""What stands on every page of a PDF file and belongs to none: numbers, headers."""

import re
from collections import Counter
from collections.abc import Sequence

from analysis.documents.pdf.text import TextLine

_MARGIN = 0.12
"""Share of a page's height, at its top and at its bottom."""

_LEAST_PAGES = 3
_DASH = "-‐-―−－ー~～ "
_PAGE_NUMBER = re.compile(
    rf"(?i)(?P<dash>[{_DASH}]*)(?P<word>page|p\.?)?\s*(?P<number>\d{{1,4}})"
    rf"(?P<of>\s*(?:/|／|of)\s*\d{{1,4}})?\s*(?P<unit>頁|ページ)?[{_DASH}]*"
)


def without_margins(
    pages: Sequence[tuple[float, list[TextLine]]],
) -> list[list[TextLine]]:
    """Return the lines of pages without page numbers and repeated headers or footers.

    A number is one of a page if it stands alone as the first or last line, in the
    margin, and is marked as such ("- 2 -", "2/5", "2ページ") or runs on from page to
    page. A line that repeats in the same place of the margin on most of at least
    three pages is kept where it first stands, which may be the title.

    Parameters
    ----------
    pages : sequence of (float, list of TextLine)
        Height of each page in points, and its lines outside of ruled tables.
    """
    shifts = Counter(
        int(match["number"]) - number
        for number, (height, lines) in enumerate(pages)
        for line in _outermost(height, lines)
        if (match := _PAGE_NUMBER.fullmatch(line.text))
    )
    often = {
        key
        for key, count in Counter(
            key for height, lines in pages for key in _keys(height, lines)
        ).items()
        if count >= _LEAST_PAGES and count * 2 > len(pages)
    }
    seen: set[tuple[str, int]] = set()
    kept = []
    for number, (height, lines) in enumerate(pages):
        outermost = _outermost(height, lines)
        kept.append(
            [
                line
                for line in lines
                if not (
                    (line in outermost and _is_page_number(line, number, shifts))
                    or _key(line) in seen
                )
            ]
        )
        seen |= often & _keys(height, lines)
    return kept


def _outermost(height: float, lines: list[TextLine]) -> list[TextLine]:
    return [line for line in (*lines[:1], *lines[-1:]) if _in_margin(height, line)]


def _in_margin(height: float, line: TextLine) -> bool:
    return line.bottom < _MARGIN * height or line.top > (1 - _MARGIN) * height


def _keys(height: float, lines: list[TextLine]) -> set[tuple[str, int]]:
    return {_key(line) for line in lines if _in_margin(height, line)}


def _key(line: TextLine) -> tuple[str, int]:
    return line.text, round(line.top / 2)


def _is_page_number(line: TextLine, number: int, shifts: Counter[int]) -> bool:
    match = _PAGE_NUMBER.fullmatch(line.text)
    if not match:
        return False
    if any(match[mark] for mark in ("dash", "word", "of", "unit")):
        return True
    shift = int(match["number"]) - number
    return shift == 1 or shifts[shift] > 1
