"""What a caller may give as a vintage: a day in any common type, or a year."""

import datetime as dt

import numpy as np
import pandas as pd


def as_day(moment: dt.date | np.datetime64) -> dt.date:
    """Return the day of a date, a datetime, a pandas or a numpy timestamp.

    Raises
    ------
    ValueError
        If it is of no day (NaT).
    """
    if pd.isna(moment):
        raise ValueError(f"want a day such as 2021-01-01, got {moment!r}")
    if isinstance(moment, np.datetime64):
        return moment.astype("datetime64[D]").item()
    return moment.date() if isinstance(moment, dt.datetime) else moment


def beginning(vintage: dt.date | np.datetime64 | str | int) -> str:
    """Return what the ISO dates of the vintages that are meant begin with.

    Raises
    ------
    ValueError
        If it is neither a day nor a year.

    Examples
    --------
    >>> beginning(2021), beginning("2021-01-01"), beginning(dt.datetime(2021, 1, 1, 9))
    ('2021-', '2021-01-01', '2021-01-01')
    """
    text = str(vintage)
    if len(text) == 4 and text.isascii() and text.isdecimal():
        return f"{text}-"
    try:
        if isinstance(vintage, dt.date | np.datetime64):
            return as_day(vintage).isoformat()
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(
            f"want a vintage such as 2021 or '2021-01-01', got {vintage!r}"
        ) from None
