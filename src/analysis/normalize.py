"""A published list → the tidy entity table: official names, types, regions, offices."""

import datetime as dt

import pandas as pd

from analysis.errors import SchemaError
from analysis.gazetteer.register import city_class_on, register
from analysis.resolve import as_date, resolve
from analysis.sources import Announcement

ENTITY_COLUMNS = (
    "number",
    "published_name",
    "status",
    "lg_code",
    "prefecture_code",
    "prefecture_ja",
    "prefecture_en",
    "county_ja",
    "name_ja",
    "name_kana",
    "name_en",
    "entity_type",
    "city_class",
    "region",
    "telecom_bureau",
    "latitude",
    "longitude",
    "area_km2",
    "method",
    "confidence",
    "note",
    "as_of",
)
"""The columns of ``entities.csv``; `area_km2` comes with the boundaries."""

_FROM_REGISTER = [
    "lg_code",
    "prefecture_ja",
    "prefecture_en",
    "county_ja",
    "region",
    "telecom_bureau",
    "latitude",
    "longitude",
]


def normalize(
    announcement: Announcement, *, as_of: dt.date | str | None = None
) -> pd.DataFrame:
    """Return the entity table of a published list, one row per published row.

    Parameters
    ----------
    announcement : Announcement
        What `analysis.read_announcement` returns.
    as_of : datetime.date or str, optional
        The day on which the bodies must exist; the announcement's own date if left out.

    Returns
    -------
    pandas.DataFrame
        Columns `ENTITY_COLUMNS` without `area_km2`, then `candidates`. Rows that are
        ambiguous or unmatched are there, with what is not known left missing.
        `latitude`, `longitude`: office point in degrees, JGD2011. `as_of`: ISO date.

    Raises
    ------
    SchemaError
        If neither `as_of` nor a date in the announcement says which day counts.
    """
    if as_of is None and announcement.date is None:
        raise SchemaError(
            "the list bears no date, and mergers make a guess wrong; "
            "give as_of, such as as_of='2020-08-21'"
        )
    day = as_date(as_of if as_of is not None else announcement.date)
    listed = announcement.entities[["number", "published_name"]]
    resolved = resolve(listed["published_name"], as_of=day)
    resolved["note"] = resolved["note"].astype("str")
    table = pd.concat([listed, resolved], axis="columns").merge(
        register()[_FROM_REGISTER], on="lg_code", how="left", validate="many_to_one"
    )
    table.index = listed.index
    table["city_class"] = table["lg_code"].map(city_class_on(day)).astype("str")
    table["as_of"] = day.isoformat()
    columns = [name for name in ENTITY_COLUMNS if name in table]
    return table[[*columns, "candidates"]]
