"""Who publishes: ministries, agencies, their bureaus, and prefectures."""

import re
from collections.abc import Sequence

from analysis.sources.metadata.dates import blanked, find_dates
from analysis.sources.metadata.offices import (
    ENGLISH,
    PREFECTURE,
    STATE,
    UNITS,
    is_publisher,
    publisher_before,
    publisher_name,
)
from analysis.sources.metadata.prose import narrow
from analysis.sources.metadata.title_lines import telling_line

_JAPANESE_SUBJECT = re.compile(
    rf"(?P<name>{STATE}{UNITS})(?:\([^()]*\))?(?:で)?は[、,\s0-9]"
)
_TOP_PAGE = re.compile(rf"^\s*(?P<name>{STATE})(?:トップ|ホーム)")
# As a headline has it: 環境省、脱炭素先行地域を選定.
_FIRST = re.compile(rf"^\s*(?P<name>{STATE}{UNITS})、\s*\S")
_WEEKDAY = re.compile(r"[(（][月火水木金土日](?:曜日?)?(?:・祝)?[)）]")
_PARTS = (re.compile(r"[^ |/]+(?: [^ |/]+)*"), re.compile(r"[^ |/]+"))
_BARE_PREFECTURE = re.compile(rf"{PREFECTURE}|[A-Z][a-z]+ Prefecture")


def publisher(head: Sequence[str], texts: Sequence[str]) -> str | None:
    """Return who publishes, as the document writes it.

    Parameters
    ----------
    head : sequence of str
        The lines before the first sentence, as of `heads.head`.
    texts : sequence of str
        All of them.

    Returns
    -------
    str or None
        A line of the head that is nothing but the name of a ministry, an agency, a
        bureau or a prefecture, with its sections, or beside it a date, or before a
        colon and a title, or first in a headline (環境省、); else whose page it is;
        else the first that a sentence is about (総務省は、) or, in English, that is
        named at all. A prefecture that is named elsewhere is none, nor a bare one that
        is not right above what could be the title: it heads rows of the list.
    """
    for place, line in enumerate(head):
        if is_publisher(line) and not _is_a_heading(head, place):
            return publisher_name(line)
        name = publisher_before(line) or _named_first(line) or _beside_a_date(line)
        if name:
            return name
    for pattern, lines in ((_JAPANESE_SUBJECT, texts), (_TOP_PAGE, head)):
        for line in lines:
            found = pattern.search(narrow(line))
            if found:
                return line[found.start("name") : found.end("name")]
    for line in texts:
        found = ENGLISH.search(narrow(line))
        if found:
            return line[found.start() : found.end()]
    return None


def _beside_a_date(line: str) -> str | None:
    """Return the publisher that stands beside a date, if one does."""
    dates = [(said.start, said.end) for said in find_dates(line) if said.year]
    if not dates:
        return None
    text = narrow(line)
    days = [found.span() for found in _WEEKDAY.finditer(text)]
    bare = blanked(text, [*dates, *days])
    for parts in _PARTS:
        for part in parts.finditer(bare):
            if is_publisher(part[0].strip(", ")):
                return line[part.start() : part.end()].strip(", ")
    return None


def _named_first(line: str) -> str | None:
    found = _FIRST.match(narrow(line))
    return line[found.start("name") : found.end("name")] if found else None


def _is_a_heading(head: Sequence[str], place: int) -> bool:
    """Tell whether a line is a bare prefecture that does not stand above the title."""
    if not _BARE_PREFECTURE.fullmatch(narrow(head[place]).strip()):
        return False
    return any(map(telling_line, head[:place])) or not any(
        map(telling_line, head[place + 1 :])
    )
