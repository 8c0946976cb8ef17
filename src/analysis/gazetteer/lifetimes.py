"""Since when and until when the bodies of geoshape existed.

geoshape leaves one in five days blank. A village that became a town, and a town that
became a city, ended on the day its successor began: where the one day is known, the
other follows. Days that follow so are given, but not called known.
"""

import math
import re
from collections import defaultdict
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import SchemaError

CODED = r"\d{5}A\d{4}"
"""The id of an entry that had a code: the code, "A", the year that it is from."""

SURVEYS = np.array(
    [
        f"{year}-10-01"
        for year in (1950, 1955, 1960, 1965, 1970, 1975, 1980, 1985, 1995, 2000)
    ],
    dtype="datetime64[ms]",
)
"""The days of the surveys of boundaries that geoshape is made of, after 1920."""

_UNSURVEYED = "47"  # Okinawa: the surveys of 1955 to 1970 do not have it
_CENSUS = r"\((\d{8})\\"
_SAME_PLACE_M = 1.0
_M_PER_DEGREE = 111_000.0
_CODES_COMPLETE = pd.Timestamp("1970-04-01")  # ids of "1968" are of codes up to then
_DESIGNATED = r"\d\d1[0-9]0A\d{4}"


class _Office(NamedTuple):
    """The office of an entry, and the rank of the entry's body."""

    entry_id: str
    rank: float
    latitude: float
    longitude: float


def read_lifetimes(sources: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the dates of geoshape's entries, corrected, and what follows from them.

    Parameters
    ----------
    sources : dict of DataFrame
        As `analysis.gazetteer.claims.read_snapshots` gives them.

    Returns
    -------
    DataFrame
        Index `entry_id`, sorted. `valid_from`, `valid_to`: datetime64, missing if
        unknown; `valid_from_known`, `valid_to_known`: bool, False where the day is
        missing or only follows from another entry; `seen_on`: datetime64, the last
        survey of boundaries that shows the body, missing for those that are alive.

        A body that a survey shows after its end was founded anew; when it ended for
        good is not told, so its `valid_to` is missing. One that the surveys miss long
        before its end keeps it, not called known.

    Raises
    ------
    SchemaError
        If a correction of dates is for no entry, or changes nothing.
    """
    rows = sources["geoshape_city"].set_index("entry_id").sort_index()
    rows = corrected(rows, sources["corrections"], table="history")
    dates = pd.DataFrame(
        {
            "valid_from": as_dates(rows["valid_from"]),
            "valid_to": as_dates(rows["valid_to"]),
            "seen_on": as_dates(rows["source"].str.extract(_CENSUS)[0]),
        }
    )
    coded = pd.Series(rows.index.str.fullmatch(CODED), rows.index)
    revived = ~coded & (dates["seen_on"] >= dates["valid_to"])
    dates["valid_to"] = dates["valid_to"].mask(revived)
    for bound in ("valid_from", "valid_to"):
        dates[f"{bound}_known"] = dates[bound].notna()
    surveyed = ~coded & ~rows.index.str.startswith(_UNSURVEYED)
    dates["valid_to_known"] &= ~(surveyed & (next_survey(dates) < dates["valid_to"]))
    for before, after in _successions(rows):
        _pass_on(dates, before, after)
    return dates


def next_survey(dates: pd.DataFrame) -> pd.Series:
    """Return the day of the first survey after the one that last shows a body."""
    later = np.searchsorted(SURVEYS, dates["seen_on"], side="right")
    days = [*SURVEYS, np.datetime64("NaT")]
    return pd.Series([days[min(i, len(SURVEYS))] for i in later], dates.index)


def corrected(
    rows: pd.DataFrame, corrections: pd.DataFrame, *, table: str
) -> pd.DataFrame:
    """Return rows with what ``corrections.csv`` says of the columns that they have.

    Raises
    ------
    SchemaError
        If a correction is for an unknown body, or changes nothing.
    """
    rows = rows.copy()
    for fix in corrections[corrections["table"] == table].itertuples():
        if fix.column not in rows.columns:
            continue
        where = f"corrections.csv: {fix.body} {fix.column}"
        if fix.body not in rows.index:
            raise SchemaError(f"{where}: no such body in the {table}")
        if rows.at[fix.body, fix.column] == fix.value:
            raise SchemaError(f"{where}: is {fix.value} without it; remove the row")
        rows.at[fix.body, fix.column] = fix.value
    return rows


def as_dates(texts: pd.Series) -> pd.Series:
    """Return ISO dates as datetime64, missing for an empty text."""
    return pd.to_datetime(texts.replace("", None)).astype("datetime64[ms]")


def _successions(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the pairs of entries of which the second is the first, raised in rank.

    They have the same name but for its last character, in one prefecture, and the very
    same office: of 279 such pairs of which geoshape has both days, the days are the
    same in 276. A village and a town of one name with offices apart were often there
    at the same time. Where two bodies of one rank are meant, nothing is said.
    """
    ranks = rows["suffix"].map({"村": 0, "町": 1, "区": 2, "市": 3})
    ranks = ranks.where(rows["suffix"].ne("区") | rows["countyname"].eq(""))
    ranks = ranks.mask(rows["prefname"].str.startswith("東京") & ranks.eq(2))
    ranks = ranks.mask(ranks.eq(3) & rows.index.str.fullmatch(_DESIGNATED), 4)
    ranked = rows[ranks.notna()].assign(rank=ranks)
    namesakes: dict[tuple[str, str], list[_Office]] = defaultdict(list)
    for row in ranked.itertuples():
        office = _Office(row.Index, row.rank, float(row.latitude), float(row.longitude))
        namesakes[row.Index[:2], row.body].append(office)
    pairs = []
    for offices in namesakes.values():
        while len(offices) > 1:
            near = [office for office in offices if _near(office, offices[0])]
            offices = [office for office in offices if office not in near]
            if len({office.rank for office in near}) == len(near):
                near.sort(key=attrgetter("rank"))
                pairs += pairwise(office.entry_id for office in near)
    return pairs


def _near(one: _Office, other: _Office) -> bool:
    """Tell whether two offices are in one place."""
    north = one.latitude - other.latitude
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(north, east) * _M_PER_DEGREE < _SAME_PLACE_M


def _pass_on(dates: pd.DataFrame, before: str, after: str) -> None:
    """Let one end of a succession tell the other, unless a survey contradicts."""
    end, start = dates.at[before, "valid_to"], dates.at[after, "valid_from"]
    if pd.isna(start) and pd.notna(end):
        there = [dates.at[after, "valid_to"], dates.at[after, "seen_on"]]
        if re.fullmatch(CODED, after):
            there.append(max(_CODES_COMPLETE, pd.Timestamp(f"{after[6:]}-12-31")))
        if all(pd.isna(day) or end <= day for day in there):
            dates.at[after, "valid_from"] = end
    elif pd.isna(end) and pd.notna(start):
        seen = dates.at[before, "seen_on"]
        first = dates.at[before, "valid_from"]
        if (pd.isna(seen) or seen < start) and (pd.isna(first) or first < start):
            dates.at[before, "valid_to"] = start
