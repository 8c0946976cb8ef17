"""Programmes: under what name bodies are supported."""

import re
from collections.abc import Iterator, Sequence

from analysis.names.fold import has_japanese
from analysis.sources.metadata.offices import STATE
from analysis.sources.metadata.prose import narrow

_OPENING = {"「": "」", "『": "』", "“": "”"}
_PROGRAMME_WORDS = "事業|プログラム|プロジェクト|補助金|交付金"
_WEAKER_WORDS = "推進費|計画|制度|構想"
_BRACKETED = r"(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))*"
_IN_QUOTES = tuple(
    re.compile(rf"(?:{words}){_BRACKETED}$", re.IGNORECASE)
    for words in (
        rf"{_PROGRAMME_WORDS}|project|program(?:me)?|initiative|subsidy|fund|scheme|grant",
        _WEAKER_WORDS,
    )
)
_IS_DECIDED = re.compile(
    r"\s*\([^()]*(?:決定|策定|制定|公布|とりまとめ|取りまとめ|改定)[^()]*\)"
)
_UNQUOTED = re.compile(
    rf"^.*?(?:{_PROGRAMME_WORDS})(?!者|所|体|化|費|団|主体|補助金){_BRACKETED}"
    r"(?:(?<=\))|(?=\s|[にのへでを]|及び|$))"
)
# 国交省、例示モデル事業の採択; 団体への支援 - 例示事業の補助金.
_BEFORE_A_PROGRAMME = re.compile(rf"^(?:{STATE}|[国経文厚農]\S{{1,2}}省)、\s*|\s-+\s?")
# No name: a sentence about it, or nothing but the word.
_HEADLINE = re.compile(
    rf"[、。]|^(?:{STATE}|[国経文厚農]\S{{1,2}}省)|が(?=.)|を(?:支援(?!する)|決定|採択)"
)
_ANY_PROGRAMME = re.compile(
    r"(?:本|同|当|各|対象|採択|選定|支援|補助|先行|新規)*(?:モデル|実証|先導)?"
    rf"(?:{_PROGRAMME_WORDS}|事業費補助金)"
)
_BUDGET = re.compile(r"(?:(?:J?FY|Fiscal)\s*[0-9]+ )?(?:\w+ )?Budget\b", re.IGNORECASE)
_REGARDING = re.compile(
    r"\b(?:regarding|concerning) (?:the )?([A-Z].*?\b"
    r"(?:Projects?|Program(?:me)?s?|Initiatives?|Funds?|Schemes?|Grants?)\b.*?)\s*$"
)
_UNDER = re.compile(r"\bunder (?:the )?(.+?)(?=:\s|$)")
_ENGLISH_WORDS = (
    "(?:Project|Program|Programme|Initiative|Subsidy|Subsidie|Fund|Scheme|Grant)s?"
)
_FISCAL = r"(?:J?FY ?|Fiscal Year )[0-9]{4} "
_FOR_THE = re.compile(
    rf"(?:.*\b(?:for|of|in|by|from) (?:the |(?={_FISCAL}))|(?:The )?(?={_FISCAL}))"
    rf"((?:{_FISCAL})?[A-Z].*?\b{_ENGLISH_WORDS}(?: \([^()]*\))?)(?=$|\s*[:,]| [-–—] )"
)


def find_programme(title: str | None, texts: Sequence[str]) -> str | None:
    """Return the programme under which bodies are supported, as published.

    In English it is what a title says behind "under", or behind "for the" and the like
    up to Project, Fund or another such word; in Japanese the first name in
    quotation marks that ends in 事業, プログラム and the like, in the title or else in
    the text, or what a title without such marks says up to 事業.
    """
    programme = _programme_of(title) if title else None
    if programme:
        return programme
    for pattern in _IN_QUOTES:
        for text in texts:
            for name in _quoted_programmes(text, pattern):
                return name
    return None


def _programme_of(title: str) -> str | None:
    for pattern in _IN_QUOTES:
        for name in _quoted_programmes(title, pattern):
            return name
    if has_japanese(title):
        return _unquoted_programme(title)
    found = _UNDER.search(title)
    if found and _BUDGET.match(found[1]):
        found = _REGARDING.search(title[: found.start()])
    found = found or _FOR_THE.match(title)
    return found[1] if found and not _BUDGET.match(found[1]) else None


def _unquoted_programme(title: str) -> str | None:
    """Return what a title says up to 事業, unless that is a headline."""
    even = narrow(title)
    starts = [0, *(found.end() for found in _BEFORE_A_PROGRAMME.finditer(even))]
    for start in reversed(starts):
        found = _UNQUOTED.match(even[start:])
        if found:
            name = title[start : start + found.end()].strip()
            bare = narrow(name)
            no_name = _ANY_PROGRAMME.fullmatch(bare) or _HEADLINE.search(bare)
            return None if no_name else name
    return None


def _quoted_programmes(text: str, ending: re.Pattern[str]) -> Iterator[str]:
    """Give the names in quotation marks that end as a programme's does."""
    even = narrow(text)
    for start, end in _quoted(text):
        inner = even[start + 1 : end]
        if ending.search(inner) and not _IS_DECIDED.match(even, end + 1):
            yield text[start + 1 : end].strip()


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Give where outermost quotation marks open and close; others may be inside."""
    start = depth = 0
    opening = closing = ""
    for place, char in enumerate(text):
        if not depth and char in _OPENING:
            start, depth, opening, closing = place, 1, char, _OPENING[char]
        elif depth and char == opening:
            depth += 1
        elif depth and char == closing:
            depth -= 1
            if not depth:
                yield start, place
