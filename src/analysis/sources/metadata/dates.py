"""Dates as press releases write them, in English and Japanese, by any era.

Declined, since they could be something else: ``8/21/2020`` (month or day first?),
``2020.8`` (a version), ``20200821`` (part of a file name), a year alone, a date in an
address of the web or a file name, that of a law (平成12年12月6日法律第144号), and a
day that no calendar has.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.sources.metadata.eras import FIRST_YEAR, NAMES, era_year, outside_era
from analysis.sources.metadata.numerals import whole_number
from analysis.sources.metadata.prose import narrow

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?![a-z])\.?"
)
_DAY_NAME = (
    r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri(?:day)?"
    r"|Sat(?:urday)?|Sun(?:day)?)\b\.?"
)
_WEEKDAY = rf"(?:(?<![A-Za-z]){_DAY_NAME}\s*,?\s*)?"
_IN_BRACKETS = rf"(?:\s*\({_DAY_NAME}\))?"
_DAY = r"(?P<day>[0-9]{1,2})(?![0-9:]|,[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:18|19|20|21)[0-9]{2})(?![0-9])"

_NUMBER = "(?:[0-9]{1,2}|[〇零一二三四五六七八九十]{1,3})"
_ANY_YEAR = (
    rf"(?:(?:{NAMES}|(?<![A-Za-z])[RHSTM]\.?)\s*(?:元|{_NUMBER})"
    r"|(?<![0-9A-Za-z])(?:18|19|20|21)[0-9]{2}|(?:一八|一九|二〇|二一)[〇一二三四五六七八九]{2})"
)
_JAPANESE_YEAR = (
    rf"(?P<year>{_ANY_YEAR})\s*(?:年\s*(?:\(\s*(?P<also>{_ANY_YEAR})\s*年?\s*\)\s*)?"
    rf"|\(\s*(?P<inside>{_ANY_YEAR})\s*年?\s*\)\s*年\s*)"
)
_NO_MORE = r"(?![0-9]|\s?[./-]\s?[0-9](?![0-9]{3}[./]))"
# Nothing is before it, or another date: 2020/5/1-2020/5/31.
_NO_LESS = r"(?:(?<![A-Za-z0-9_./-])|(?<=[./][0-9]-)|(?<=[./][0-9]{2}-))"

# What no date of a kind is without, quick to look for in a long text.
_OF_KANJI = re.compile("月")
_OF_DIGITS = re.compile(r"[0-9元]\s?[./-]\s?[0-9]")
_OF_WORDS = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)

# What is found by an earlier pattern is not read again by a later one.
_PATTERNS = tuple(
    (hint, re.compile(pattern, hint.flags & re.IGNORECASE))
    for hint, pattern in (
        (
            _OF_KANJI,
            rf"{_JAPANESE_YEAR}(?P<month>{_NUMBER})\s*月(?:\s*(?P<day>{_NUMBER})\s*日)?",
        ),
        (
            _OF_DIGITS,
            rf"(?<![A-Za-z0-9.])(?P<year>(?:{NAMES}|[RHSTM])\s*(?:元|[0-9]{{1,2}}))"
            rf"\s?(?P<sep>[./-])\s?(?P<month>[0-9]{{1,2}})\s?(?P=sep)\s?"
            rf"(?P<day>[0-9]{{1,2}}){_NO_MORE}",
        ),
        (
            _OF_DIGITS,
            rf"(?<![A-Za-z0-9.])(?P<year>(?:{NAMES}|[RH])\s*(?:元|[0-9]{{1,2}}))"
            rf"\.(?P<month>[0-9]{{1,2}}){_NO_MORE}",
        ),
        (
            _OF_DIGITS,
            rf"{_NO_LESS}(?P<year>(?:19|20)[0-9]{{2}})(?P<sep>[./-])\s?"
            rf"(?P<month>[0-9]{{1,2}})(?P=sep)\s?(?P<day>[0-9]{{1,2}}){_NO_MORE}",
        ),
        (
            _OF_WORDS,
            rf"{_WEEKDAY}(?<![A-Za-z]){_MONTH}\s+{_DAY}{_IN_BRACKETS}"
            rf"(?:,?\s+{_YEAR})?",
        ),
        (
            _OF_WORDS,
            rf"{_WEEKDAY}(?<![0-9A-Za-z,.]){_DAY}\s+(?:of\s+)?{_MONTH}{_IN_BRACKETS}"
            rf"(?:,?\s+{_YEAR})?",
        ),
        (_OF_WORDS, rf"(?<![A-Za-z]){_MONTH},?\s+{_YEAR}"),
        (
            _OF_KANJI,
            rf"(?<![0-9年])(?P<month>{_NUMBER})\s*月\s*(?P<day>{_NUMBER})\s*日",
        ),
    )
)
_NO_DATES = re.compile(
    r"(?:https?://|www\.)[!-~]+|[!-~]{1,64}@[!-~]+"
    r"|[\w.-]{1,80}\.(?:pdf|html?|xlsx?|docx?|pptx?|csv|tsv|txt|zip|jpe?g|png)\b"
    r"|\b(?:v|ver|version|rev)\.?\s*[0-9][0-9./-]*",
    re.IGNORECASE,
)
_OF_A_LAW = re.compile(
    r"\)?\s*[^\s、。()]{0,8}(?:法律|政令|勅令|府令|省令|告示|条例|訓令|規則)第"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A date as a text states it, perhaps without its year or its day.

    Attributes
    ----------
    start, end : int
        Where it stands in the text.
    text : str
        As written.
    year : int or None
        Of our calendar.
    month : int
    day : int or None
        None where only the month is stated.
    problem : str or None
        What is odd about it: a day that the era named had not, in plain words.
    """

    start: int
    end: int
    text: str
    year: int | None
    month: int
    day: int | None
    problem: str | None = None

    @property
    def date(self) -> dt.date | None:
        """The date; the first day where only the month is stated."""
        return dt.date(self.year, self.month, self.day or 1) if self.year else None

    @property
    def precision(self) -> str:
        """``day`` or ``month``."""
        return "day" if self.day else "month"


def find_dates(text: str) -> list[Said]:
    """Return the dates in `text`, in order; also those that leave out their year.

    A date that its era had not is read by counting, and has a `problem`: 平成32年4月1日
    was written before 2019 and means 1 April 2020.

    Examples
    --------
    >>> [str(said.date) for said in find_dates("令和２年８月２１日 or Aug. 3, 2020")]
    ['2020-08-21', '2020-08-03']
    """
    text = narrow(text)
    if not any(hint.search(text) for hint in (_OF_KANJI, _OF_DIGITS, _OF_WORDS)):
        return []
    text = without_addresses(text)
    said: list[Said | None] = []
    for hint, pattern in _PATTERNS:
        if not hint.search(text):
            continue
        found = list(pattern.finditer(text))
        said += [_read(one) for one in found if not _OF_A_LAW.match(text, one.end())]
        # One that is no date is taken too: in February 31, 2020 is no other.
        text = blanked(text, [one.span() for one in found])
    return sorted(filter(None, said), key=lambda date: date.start)


def without_addresses(text: str) -> str:
    """Return a narrow text with addresses, file names and versions made blank."""
    return blanked(text, [found.span() for found in _NO_DATES.finditer(text)])


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return `text` with blanks in the place of `spans`, so that places stay."""
    parts, place = [], 0
    for start, end in sorted(spans):
        start = max(start, place)
        if start < end:
            parts += [text[place:start], " " * (end - start)]
            place = end
    return "".join([*parts, text[place:]])


def as_year(text: str) -> int | None:
    """Return the year of our calendar that a narrow text such as ``令和2`` states.

    Examples
    --------
    >>> as_year("令和元"), as_year("H30"), as_year("2020"), as_year("二〇二〇")
    (2019, 2018, 2020, 2020)
    """
    era, number = _era_and_number(text)
    if number is None:
        return None
    return era_year(era, number) if era else number


def _era_and_number(text: str) -> tuple[str | None, int | None]:
    match = re.match(rf"({NAMES}|[RHSTM]|reiwa|heisei|showa)\.?\s*", text, re.I)
    era = match[1] if match else None
    rest = text[match.end() :].strip() if match else text
    number = 1 if rest == "元" else whole_number(rest)
    return era, number if number and (era is None or number < 100) else None


def _read(match: re.Match[str]) -> Said | None:
    groups = match.groupdict()
    month = _month(groups["month"])
    day = whole_number(groups["day"]) if groups.get("day") else None
    if month is None or (groups.get("day") and not day):
        return None
    if not groups.get("year"):
        if not groups["month"][:1].isdecimal() and groups["month"].islower():
            return None  # "may 12 entities apply"
        return _checked(match, None, month, day, None)
    year = as_year(groups["year"])
    if year is None or year < FIRST_YEAR:
        return None
    other = groups.get("also") or groups.get("inside")
    problem = None
    if other and as_year(other) != year:
        problem = f"{match[0].strip()!r} names two different years"
    return _checked(match, year, month, day, problem)


def _checked(
    match: re.Match[str],
    year: int | None,
    month: int,
    day: int | None,
    problem: str | None,
) -> Said | None:
    try:
        date = dt.date(year or 2000, month, day or 1)  # 29 February needs a leap year
    except ValueError:
        return None
    era = _era_and_number(match["year"])[0] if year else None
    if era and not problem:
        why = outside_era(era, date, whole_month=day is None)
        problem = why and f"{match[0].strip()!r} was read as {date}, but {why}"
    return Said(*match.span(), match[0], year, month, day, problem)


def _month(text: str) -> int | None:
    number = whole_number(text)
    if number is not None:
        return number
    names = (month for month in _MONTHS if month.startswith(text[:3].title()))
    return _MONTHS.index(next(names)) + 1
