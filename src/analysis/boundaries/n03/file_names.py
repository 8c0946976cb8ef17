"""What the names of N03's files tell: the day they are of, and the prefecture.

The ministry has changed its rule of naming several times:

- ``N03-20240101_43``, from 2024, and archives from 2018;
- ``N03-21_43_210101``, from 2011 to 2023;
- ``N03-001001_43-g_AdministrativeBoundary``, 1920 to 2010.

Two vintages have the same six digits, 200101: that of 1920 and that of 2020.
"""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from analysis.errors import SourceError

_PREFECTURE = r"(?:_(?P<prefecture>\d\d))?(?!\d)"
_WHOLE_YEAR = re.compile(rf"N03-(?P<day>\d{{8}}){_PREFECTURE}", re.I)
_YEAR_APART = re.compile(
    r"N03-(?P<year>\d\d)(?:_(?P<prefecture>\d\d))?_(?P<day>(?P=year)\d{4})(?!\d)",
    re.I,
)
_SHORT_YEAR = re.compile(rf"N03-(?P<day>\d{{6}}){_PREFECTURE}(?P<gml>-g)?", re.I)
_FIRST = "200101"
_LAST_OF_CENTURY = 50  # vintages of the last century: 1920, and from 1950 on


class Told(NamedTuple):
    """What the name of a file tells."""

    days: frozenset[date]
    """The days it can mean: none if it tells none, two for ``N03-200101_13``."""
    prefecture: str | None
    """Two digits; None if it tells none, as for the whole country."""


def read_name(name: str) -> Told:
    """Return what the name of an archive or of a file in one tells.

    Examples
    --------
    >>> read_name("N03-21_31_210101")
    Told(days=frozenset({datetime.date(2021, 1, 1)}), prefecture='31')
    >>> len(read_name("N03-200101_13_GML.zip").days)
    2
    """
    if found := _WHOLE_YEAR.match(name):
        days = [found["day"]]
    elif found := _YEAR_APART.match(name):
        days = ["20" + found["day"]]
    elif found := _SHORT_YEAR.match(name):
        days = _with_century(found["day"], has_gml=bool(found["gml"]))
    else:
        return Told(frozenset(), None)
    parsed = frozenset(day for text in days if (day := _date(text)))
    return Told(parsed, found["prefecture"])


def choose_vintage(path: Path, layer: str, given: date | None) -> date:
    """Return the day that an archive is of.

    Parameters
    ----------
    path : Path
        The archive: its own name and that of its folder are looked at.
    layer : str
        What the boundary files in it are called, which counts for more.
    given : date or None
        What the user says; it must not contradict the files in the archive.

    Raises
    ------
    SourceError
        If the names leave it open, or one says another day than the other or the user.
    """
    inside, outside = read_name(layer).days, read_name(path.name).days
    if given:
        if inside and given not in inside:
            raise SourceError(
                f"{path}: the files in it are called {layer}, of {_listed(inside)}, "
                f"not of {given}; give the vintage that they are of, or none"
            )
        return given
    days = inside or outside
    if inside and outside:
        days = inside & outside
        if not days:
            raise SourceError(
                f"{path}: the archive is called as one of {_listed(outside)}, the "
                f"files in it ({layer}) as those of {_listed(inside)}; say which it "
                "is with --vintage YYYY-MM-DD"
            )
    if len(days) > 1:
        year = re.fullmatch(r"N03-(\d{4})", path.absolute().parent.name, re.I)
        days = {day for day in days if year and day.year == int(year[1])} or days
    if len(days) != 1:
        why = f"may be of {_listed(days)}" if days else "tells no day"
        raise SourceError(
            f"{path}: what its files are called ({layer}) {why}; "
            "say which day they are of with --vintage YYYY-MM-DD"
        )
    return next(iter(days))


def _with_century(day: str, *, has_gml: bool) -> list[str]:
    """Return the eight digits that six can mean; ``-g`` is in use until 2010 only."""
    if day == _FIRST and not has_gml:
        return ["19" + day, "20" + day]
    is_last = day == _FIRST or int(day[:2]) >= _LAST_OF_CENTURY
    return [("19" if is_last else "20") + day]


def _date(text: str) -> date | None:
    """Return the date of eight digits, None if there is no such day."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _listed(days: frozenset[date] | set[date]) -> str:
    return " or ".join(day.isoformat() for day in sorted(days))
