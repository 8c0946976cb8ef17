"""A published list → the tidy entity table: official names, types, regions, offices."""

import datetime as dt
from functools import cache, lru_cache

import pandas as pd

from analysis import schemas
from analysis.aliases import AliasTable
from analysis.gazetteer.register import city_class_on, history, register
from analysis.resolve import resolve
from analysis.schemas.layouts import ENTITY_COLUMNS
from analysis.sources import Announcement
from analysis.sources.announcement import day_of

_PLACE = ["page", "line", "cell"]
_READ = ["number", "published_name", "full_name", *_PLACE]
_OF_PREFECTURE = [
    "prefecture_code",
    "prefecture_ja",
    "prefecture_en",
    "region",
    "telecom_bureau",
]
_OF_BODY = ["county_ja", "latitude", "longitude"]
# What a former body is known by: many have no code, and some gave theirs on.
_FORMER = ["lg_code", "current_lg_code", "prefecture_code", "name_ja"]


def normalize(
    announcement: Announcement,
    *,
    as_of: dt.date | str | None = None,
    aliases: AliasTable = None,
) -> pd.DataFrame:
    """Return the entity table of a published list, one row per published row.

    Parameters
    ----------
    announcement : Announcement
        What `analysis.read_announcement` returns.
    as_of : datetime.date or str, optional
        The day on which the bodies must exist; the announcement's own date if left out.
    aliases : path, DataFrame or Aliases, optional
        The user's own names with the codes that they stand for; they go first. See
        `analysis.read_aliases` for the columns.

    Returns
    -------
    pandas.DataFrame
        Columns `ENTITY_COLUMNS` without `area_km2`, those of a resolution as of
        `analysis.resolve`. Rows that are
        ambiguous or unmatched are there, with what is not known left missing; so are
        the class of a body of another day, and now and then county and office of a
        former one. `latitude`, `longitude`: office point in degrees, JGD2011. `as_of`:
        ISO date. `page`, `line` and `cell`: where the row stands in the source, as of
        `Announcement.entities`.

    Raises
    ------
    SchemaError
        If neither `as_of` nor a date in the announcement says which day counts, or the
        table of aliases has a mistake; or if the announcement is one that no reader
        makes.
    """
    day = day_of(announcement, as_of)
    schemas.check(announcement.entities, "announcement", columns=_READ)
    listed = announcement.entities[["number", "published_name", *_PLACE]]
    asked = announcement.entities["full_name"].astype("str")
    resolved = resolve(asked, as_of=day, aliases=aliases)
    published = listed["published_name"].astype("str")
    resolved["note"] = _said(published, asked, resolved["note"])
    table = pd.concat(
        [listed, resolved, _prefectures(resolved), _offices(resolved)], axis="columns"
    )
    classes = table["lg_code"].map(_city_classes(day)).astype("str")
    table["city_class"] = classes.where(table["method"] != "historical")
    table["as_of"] = day.isoformat()
    return table[[name for name in ENTITY_COLUMNS if name in table]]


def _said(published: pd.Series, asked: pd.Series, notes: pd.Series) -> pd.Series:
    """Return the notes, after what was asked where it is not just what is published."""
    notes = notes.astype("str")
    told = "looked up as '" + asked + "'"
    told = told.where(notes == "", told + "; " + notes)
    return notes.where(published == asked, told)


@lru_cache(maxsize=8)
def _city_classes(day: dt.date) -> pd.Series:
    """Return the class of each city by its code, looked up once for each day."""
    return city_class_on(day)


def _prefectures(resolved: pd.DataFrame) -> pd.DataFrame:
    """Return the names and regions of the prefecture of each row."""
    bodies = register()
    prefectures = bodies.loc[bodies["entity_type"] == "prefecture", _OF_PREFECTURE]
    found = resolved[["prefecture_code"]].merge(
        prefectures, on="prefecture_code", how="left", validate="many_to_one"
    )
    found.index = resolved.index
    return found.drop(columns="prefecture_code")


def _offices(resolved: pd.DataFrame) -> pd.DataFrame:
    """Return the county and the office point of each row, those of its own time."""
    living = resolved[["lg_code"]].merge(
        register()[["lg_code", *_OF_BODY]],
        on="lg_code",
        how="left",
        validate="many_to_one",
    )
    former = resolved[_FORMER].merge(
        _former_offices(),
        on=_FORMER,
        how="left",
        validate="many_to_one",
        indicator="found",
    )
    gone = former["found"] == "both"
    offices = living[_OF_BODY].where(~gone, former[_OF_BODY])
    offices.index = resolved.index
    return offices


@cache
def _former_offices() -> pd.DataFrame:
    """Return the former bodies that `_FORMER` tells apart, with county and office."""
    former = history()
    former["name_ja"] = former["parent_ja"].fillna("") + former["name_ja"]
    former["current_lg_code"] = former["successors"].str.split().str[0]
    # Of two villages of one name that one town came of, neither is taken.
    former = former.drop_duplicates(_FORMER, keep=False)
    return former[[*_FORMER, *_OF_BODY]]
