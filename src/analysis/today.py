"""The day on which a program runs, which whoever wants the same results again can set.

https://reproducible-builds.org/specs/source-date-epoch/ says what the variable means.
"""

import datetime as dt
import os

from analysis.errors import SourceError

VARIABLE = "SOURCE_DATE_EPOCH"


def today() -> dt.date:
    """Return the day of ``SOURCE_DATE_EPOCH`` in UTC if it is set, else the local one.

    Raises
    ------
    SourceError
        If the variable is set to anything but whole seconds since 1970-01-01, or to
        more than the calendar has.
    """
    seconds = os.environ.get(VARIABLE)
    if seconds is None:
        return dt.date.today()
    try:
        # int() alone takes signs, spaces, underscores and the digits of all scripts.
        if not (seconds.isascii() and seconds.isdecimal()):
            raise ValueError("not digits alone")
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as why:
        raise SourceError(
            f"{VARIABLE} is {seconds!r}; want whole seconds since 1970-01-01 such as "
            "1597968000 for 2020-08-21, or unset it to have today's date"
        ) from why
