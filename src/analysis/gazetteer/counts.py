"""How many municipalities there were on a day, as published and as the tables say."""

import datetime as dt

import pandas as pd

from analysis.gazetteer.lifetimes import next_survey

CODES_FROM = pd.Timestamp("1970-04-01")
"""From this day on every body had a code, and the dates are complete."""

PUBLISHED_COUNTS = {
    "1945-10-01": (10520, 205, 1797, 8518),
    "1947-08-01": (10505, 210, 1784, 8511),
    "1953-10-01": (9868, 286, 1966, 7616),
    "1956-04-01": (4668, 495, 1870, 2303),
    "1956-09-30": (3975, 498, 1903, 1574),
    "1961-06-01": (3472, 556, 1935, 981),
    "1962-10-01": (3453, 558, 1982, 913),
    "1965-04-01": (3392, 560, 2005, 827),
    "1970-04-01": (3280, 564, 2027, 689),
    "1975-04-01": (3257, 643, 1974, 640),
    "1985-04-01": (3253, 651, 2001, 601),
    "1995-04-01": (3234, 663, 1994, 577),
    "1999-03-31": (3232, 670, 1994, 568),
    "1999-04-01": (3229, 671, 1990, 568),
    "2002-04-01": (3218, 675, 1981, 562),
    "2004-05-01": (3100, 695, 1872, 533),
    "2005-04-01": (2395, 739, 1317, 339),
    "2006-03-31": (1821, 777, 846, 198),
    "2010-03-31": (1727, 786, 757, 184),
    "2014-04-05": (1718, 790, 745, 183),
    "2020-08-21": (1718, 792, 743, 183),
}
"""Municipalities, cities, towns and villages on a day, as the ministry (MIC) has them.

Without special wards and the Northern Territories; without Okinawa before 1972-05-15
and without Amami before 1953-12-25.
"""

MUNICIPAL = ["city", "town", "village"]
"""The types of a municipality; special wards and wards are counted apart."""

_OKINAWA_BACK, _AMAMI_BACK = dt.date(1972, 5, 15), dt.date(1953, 12, 25)


def count_municipalities(
    bodies: pd.DataFrame, register: pd.DataFrame, day: dt.date
) -> pd.DataFrame:
    """Return how many cities, towns and villages were alive on a day.

    Parameters
    ----------
    bodies : DataFrame
        The former bodies.
    register : DataFrame
        The register.
    day : date
        Okinawa and Amami count from when they came back to Japan.

    Returns
    -------
    DataFrame
        By type: `sure`, the bodies that had begun and not ended by their dates, and
        `perhaps`, those of which no date says that they were not there.
    """
    rows = pd.concat(
        [
            register.loc[register["has_government"]].assign(
                seen_on=pd.NaT, living=register["valid_to"].isna()
            ),
            bodies.assign(living=False),
        ]
    )
    rows = rows[rows["entity_type"].isin(MUNICIPAL)]
    if day < _OKINAWA_BACK:
        rows = rows[rows["prefecture_code"] != "47"]
    if day < _AMAMI_BACK:
        amami = rows["county_ja"].eq("大島郡") | rows["name_ja"].isin(
            ["名瀬市", "奄美市"]
        )
        rows = rows[~(rows["prefecture_code"].eq("46") & amami)]
    stamp = pd.Timestamp(day)
    gone = (
        ~rows["living"]
        & rows["valid_to"].isna()
        & ((stamp >= CODES_FROM) | (next_survey(rows) <= stamp))
    )
    may_be = ~gone & ~(rows["valid_from"] > stamp) & ~(rows["valid_to"] <= stamp)
    coded = rows["lg_code"].notna() & (stamp >= CODES_FROM)
    begun = rows["valid_from"].notna() | coded
    is_sure = may_be & begun & (rows["living"] | rows["valid_to"].notna())
    return pd.DataFrame(
        {
            "sure": rows.loc[is_sure, "entity_type"].value_counts(),
            "perhaps": rows.loc[may_be, "entity_type"].value_counts(),
        }
    ).reindex(MUNICIPAL)
