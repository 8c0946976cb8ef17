"""Dates as English press releases write them."""

import datetime as dt
import re
from contextlib import suppress

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_MONTH_DAY = rf"({'|'.join(_MONTHS)})\s+(\d{{1,2}})"

DATE = re.compile(rf"{_WEEKDAY}{_MONTH_DAY},?\s+(\d{{4}})", re.IGNORECASE)
"""A full date: ``August 21, 2020``."""

PERIOD = re.compile(
    rf"from\s+{_WEEKDAY}{_MONTH_DAY}(?:,?\s+(\d{{4}}))?,?\s+"
    rf"(?:through|to|until|till)\s+{_WEEKDAY}{_MONTH_DAY},?\s+(\d{{4}})",
    re.IGNORECASE,
)
"""A period whose first day may leave the year to the last: ``from May 29 to …``."""


def find_date(text: str) -> dt.date | None:
    """Return the first date in `text`, or None; February 31 is none."""
    for match in DATE.finditer(text):
        with suppress(ValueError):
            return _date(match[1], match[2], match[3])
    return None


def find_period(text: str) -> tuple[dt.date, dt.date] | tuple[None, None]:
    """Return the first and last day of the first period in `text`, if there is one."""
    for match in PERIOD.finditer(text):
        with suppress(ValueError):
            return _period(match)
    return None, None


def _period(match: re.Match[str]) -> tuple[dt.date, dt.date]:
    last = _date(match[4], match[5], match[6])
    if match[3]:
        return _date(match[1], match[2], match[3]), last
    first = _date(match[1], match[2], match[6])
    # "from December 20 through January 31, 2021" began the year before.
    return (first if first <= last else first.replace(year=last.year - 1)), last


def _date(month: str, day: str, year: str) -> dt.date:
    return dt.date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
