"""Periods: two days that a text joins, in English and Japanese."""

import re
from dataclasses import dataclass

from analysis.sources.metadata.dates import Said, find_dates
from analysis.sources.metadata.numerals import whole_number

_NUMBER = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_SHORT_DAY = re.compile(
    rf"(?P<year>同年|翌年)\s*(?P<month>{_NUMBER})\s*月\s*(?P<day>{_NUMBER})\s*日"
    rf"|(?:同月|(?<![0-9月年]))\s*(?P<only>{_NUMBER})\s*日"
)
# As 6/30 behind 2020/6/1; by itself it could be a fraction.
_SLASHED = re.compile(r"(?P<month>[0-9]{1,2})([/.])(?P<day>[0-9]{1,2})(?![0-9./])")
_AFTER_A_DAY = (
    r"\s*(?:\([^()]{1,8}\)\s*)?"
    r"(?:(?:(?:午前|午後)?[0-9]{1,2}(?:時[0-9]*分?|:[0-9]{2})|正午)\s*)?"
)
_BETWEEN = re.compile(
    rf"{_AFTER_A_DAY}(?:から|より|~|-|→)\s*"
    r"|(?:\s*\([^()]*\))?,?\s+(?:through|to|until|till|up to|and|-|~)\s+"
    r"(?:and including\s+)?"
    r"|\s*[-~]\s*",
    re.IGNORECASE,
)
_TO_DAY = re.compile(
    r"\s+[0-9]{1,2}\s*(?:through|to|until|till|-|~)\s*(?P<last>[0-9]{1,2}),?\s+"
    r"(?P<year>[0-9]{4})"
)
_FROM_TODAY = re.compile(
    r"(?:本日(?:\([^()]*\))?(?:から|より)"
    r"|\bfrom today,?\s+(?:through|to|until|till))\s*$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\buntil\s*$", re.IGNORECASE)
_BACK_FROM_TODAY = re.compile(
    r",?\s*(?:starting |beginning )?from today\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Period:
    """Two days that a text joins; the first or both may lack their year.

    Attributes
    ----------
    start, end : int
        Where it stands in the text.
    first, last : Said or None
        The days; the first is None where it is that of publication (本日から, from
        today).
    """

    start: int
    end: int
    first: Said | None
    last: Said


def find_periods(text: str) -> list[Period]:
    """Return the periods in a narrow text, in order.

    Examples
    --------
    >>> [period] = find_periods("令和2年5月29日(金)から同年7月3日(金)まで")
    >>> period.first.date.isoformat(), period.last.date.isoformat()
    ('2020-05-29', '2020-07-03')
    """
    periods: list[Period] = []
    dates = find_dates(text)
    for place, said in enumerate(dates):
        if periods and said.start < periods[-1].end:
            continue
        following = dates[place + 1] if place + 1 < len(dates) else None
        period = (
            _to_next(text, said, following)
            or _to_short_day(text, said)
            or _to_day_of_month(text, said)
            or _from_today(text, said)
        )
        if period:
            periods.append(period)
    return periods


def _to_next(text: str, said: Said, following: Said | None) -> Period | None:
    if following is None:
        return None
    between = text[said.end : following.start]
    if not _BETWEEN.fullmatch(between):
        return None
    if between.strip(" ,") == "and" and not re.search(
        r"\bbetween\s*$", text[: said.start], re.I
    ):
        return None
    return Period(said.start, following.end, said, following)


def _to_short_day(text: str, said: Said) -> Period | None:
    """Return a period whose last day refers to the first: 同年7月3日, 20日."""
    between = _BETWEEN.match(text, said.end)
    if not between:
        return None
    short = _SHORT_DAY.match(text, between.end())
    slashed = _SLASHED.match(text, between.end())
    if slashed and slashed[2] in said.text:
        month, day = int(slashed["month"]), int(slashed["day"])
        turns = (month, day) < (said.month, said.day or 1)
        year = said.year and said.year + turns
        return Period(said.start, slashed.end(), said, _said(slashed, year, month, day))
    if not short:
        return None
    year, month = said.year, said.month
    if short["month"]:
        month = whole_number(short["month"])
        year = year and year + (short["year"] == "翌年")
    day = whole_number(short["day"] or short["only"])
    if not (month and day):
        return None
    return Period(said.start, short.end(), said, _said(short, year, month, day))


def _to_day_of_month(text: str, said: Said) -> Period | None:
    """Return a period within one month: August 1 to 21, 2020."""
    if said.year:
        return None
    month = re.match(r"[^0-9]*", said.text)
    rest = _TO_DAY.match(text, said.start + month.end() - 1)
    if not rest:
        return None
    last = _said(rest, int(rest["year"]), said.month, int(rest["last"]))
    return Period(said.start, rest.end(), said, last)


def _from_today(text: str, said: Said) -> Period | None:
    """Return a period that begins today: 本日から…まで, from today until."""
    before = text[max(0, said.start - 40) : said.start]
    after = text[said.end : said.end + 40]
    today = _FROM_TODAY.search(before) or (
        _UNTIL.search(before) and _BACK_FROM_TODAY.match(after)
    )
    return Period(said.start, said.end, None, said) if today else None


def _said(match: re.Match[str], year: int | None, month: int, day: int) -> Said:
    return Said(*match.span(), match[0], year, month, day)
