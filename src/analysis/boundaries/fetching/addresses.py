"""Where the ministry keeps the archives of N03: year, vintage and address."""

import csv
import datetime as dt
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from analysis.boundaries.vintage import as_day
from analysis.errors import SourceError

TABLE = "n03_archives.csv"


class Address(NamedTuple):
    """The archive of a year."""

    year: int
    vintage: dt.date
    """The day that the boundaries are of."""
    url: str


class Known(NamedTuple):
    """What there is of a day."""

    vintage: dt.date
    national: bool
    """Whether there is an archive of the whole country, besides the prefectures'."""
    without: str
    """The prefecture that there is none of, two digits, or empty."""


def known() -> list[Known]:
    """Return the vintages whose archives are known, from old to new."""
    rows = [
        Known(
            dt.date.fromisoformat(row["vintage"]), bool(row["national"]), row["without"]
        )
        for row in _table()
    ]
    return sorted(rows)


def address(year: int | dt.date, prefecture: str | None = None) -> Address:
    """Return where the archive of a year is, for one prefecture or the whole country.

    Parameters
    ----------
    year : int or date
        The year of the vintage, or its day, for some years have two.
    prefecture : str, optional
        Two digits; the whole country without it.

    Raises
    ------
    SourceError
        If the year has no such archive, and the message lists the years that have; or
        if it has two.
    """
    if isinstance(year, dt.date):
        year = as_day(year)
    column = "national" if prefecture is None else "prefecture"
    rows = [row for row in _table() if row[column] and prefecture != row["without"]]
    named = "vintage" if isinstance(year, dt.date) else "year"
    found = [row for row in rows if row[named] == str(year)]
    if len(found) > 1:
        days = " and ".join(row["vintage"] for row in found)
        raise SourceError(f"there are archives of {days}; give the day instead")
    if not found:
        scope = "for the whole country" if prefecture is None else "by prefecture"
        years = ", ".join(dict.fromkeys(row[named] for row in rows))
        raise SourceError(
            f"no archive of N03 {scope} is known for {year}; those known are of "
            f"{years}. If the ministry has another, download it in a browser and run "
            "'regional-iot boundaries import FILE'"
        )
    [row] = found
    vintage = dt.date.fromisoformat(row["vintage"])
    return Address(vintage.year, vintage, row[column].format(prefecture=prefecture))


@cache
def _table() -> list[dict[str, str]]:
    """Return the packaged table, read once; callers must not change it."""
    with (files("analysis") / "data" / TABLE).open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))
