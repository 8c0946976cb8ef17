"""The Japanese eras since Meiji: the year that is meant, and whether it was in the era.

Dates before 1873 are declined: until then the calendar was another, and 明治5年12月2日
was the day before 1 January 1873.
"""

import calendar
import datetime as dt

_FIRST_DAYS = {
    "明治": dt.date(1868, 10, 23),
    "大正": dt.date(1912, 7, 30),
    "昭和": dt.date(1926, 12, 25),
    "平成": dt.date(1989, 1, 8),
    "令和": dt.date(2019, 5, 1),
}
# 30 July 1912 and 25 December 1926 belong to both eras; since then an era ends on the
# eve of the next.
_LAST_DAYS = {
    "明治": dt.date(1912, 7, 30),
    "大正": dt.date(1926, 12, 25),
    "昭和": dt.date(1989, 1, 7),
    "平成": dt.date(2019, 4, 30),
    "令和": dt.date.max,
}
_WRITTEN = {
    **{"㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治"},
    **{"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"},
    **{"reiwa": "令和", "heisei": "平成", "showa": "昭和"},
}

NAMES = "令和|平成|昭和|大正|明治|㋿|㍻|㍼|㍽|㍾"
"""The eras in kanji, as an alternative of a regular expression."""

FIRST_YEAR = 1873
"""The first year whose dates are those of the calendar of today."""


def era_year(era: str, year: int) -> int:
    """Return the year of our calendar that a year of an era is, or would be.

    Parameters
    ----------
    era : str
        In kanji, as its initial ``R``, or in Latin letters.
    year : int
        Counted from 1, which is 元年.

    Examples
    --------
    >>> era_year("令和", 2), era_year("H", 32)
    (2020, 2020)
    """
    return _FIRST_DAYS[_name(era)].year + year - 1


def outside_era(era: str, date: dt.date, *, whole_month: bool) -> str | None:
    """Return why a date cannot be of an era, or None if it can.

    Parameters
    ----------
    era : str
        As of `era_year`.
    date : datetime.date
        The date that the year of the era makes by counting.
    whole_month : bool
        Whether only the month is stated: one day of it in the era is enough.

    Examples
    --------
    >>> outside_era("平成", dt.date(2020, 4, 1), whole_month=False)
    '平成 ended on 2019-04-30'
    """
    name = _name(era)
    last_day = calendar.monthrange(date.year, date.month)[1]
    if (date.replace(day=last_day) if whole_month else date) < _FIRST_DAYS[name]:
        return f"{name} began on {_FIRST_DAYS[name]}"
    if (date.replace(day=1) if whole_month else date) > _LAST_DAYS[name]:
        return f"{name} ended on {_LAST_DAYS[name]}"
    return None


def _name(era: str) -> str:
    return era if era in _FIRST_DAYS else _WRITTEN.get(era) or _WRITTEN[era.lower()]
