"""How many bodies of a name there are, for vintages from before there were codes."""

from collections.abc import Iterable
from functools import cache

import pandas as pd

from analysis.gazetteer.register import history, register
from analysis.names.fold import fold_japanese_texts

_PLACE = ["prefecture_code", "name_key"]
_READ = [
    "lg_code",
    "prefecture_code",
    "parent_ja",
    "name_ja",
    "valid_from",
    "valid_to",
    "valid_from_known",
    "valid_to_known",
    "seen_on",
    "has_government",
]


def count_names(
    units: pd.DataFrame, day: pd.Timestamp, prefectures: Iterable[str]
) -> pd.DataFrame:
    """Return how many bodies of each name a prefecture has, here and in the gazetteer.

    Names are compared as they are folded: 檮原町 is 梼原町. Of a city and its wards the
    gazetteer counts those that are here.

    Parameters
    ----------
    units : DataFrame
        `kind`, `prefecture_code` and `name_ja`; areas of no body do not count.
    day : Timestamp
        The day that the units are of.
    prefectures : iterable of str
        Two-digit codes: the bodies of these count.

    Returns
    -------
    DataFrame
        By prefecture and folded name: `prefecture_code`, `name_ja` (text), `here`,
        `certain` (those that lived on the day), `possible` (those and others, of whom
        the first or the last day is not certain): int64.
    """
    found = units[units["kind"].ne("undetermined")].dropna(subset="name_ja")
    found = found[["prefecture_code", "name_ja"]].reset_index(drop=True)
    found["name_key"] = fold_japanese_texts(found["name_ja"].tolist())
    bodies = _bodies_on(day)
    bodies = bodies[bodies["prefecture_code"].isin(list(prefectures))]
    bodies = _as_divided(bodies, set(found[_PLACE].itertuples(index=False, name=None)))
    rows = pd.concat(
        [found.assign(here=1), bodies.assign(possible=1)], ignore_index=True
    )
    counts = ["here", "certain", "possible"]
    rows[counts] = rows[counts].fillna(0).astype("int64")
    totals = dict.fromkeys(counts, "sum")
    table = rows.groupby(_PLACE, as_index=False).agg({"name_ja": "first"} | totals)
    return table.drop(columns="name_key")


def has_code(codes: pd.Series, names: pd.Series) -> pd.Series:
    """Tell which area codes (five digits) a body of that name has, or had, or will."""
    keys = fold_japanese_texts(names.fillna("").tolist())
    bodies = _lifetimes()
    known = set(zip(bodies["area_code"], bodies["name_key"], strict=True))
    pairs = zip(codes, keys, strict=True)
    return pd.Series([pair in known for pair in pairs], codes.index, dtype=bool)


def _bodies_on(day: pd.Timestamp) -> pd.DataFrame:
    """Return the bodies that lived on a day, or can have; `certain` is 1 or 0."""
    bodies = _lifetimes()
    begun = bodies["valid_from"] <= day
    gone = bodies["valid_to"] <= day
    seen = bodies["seen_on"] >= day
    certain = bodies["valid_from_known"] & begun
    certain &= (bodies["valid_to_known"] & ~gone) | seen
    certain &= bodies["has_government"]
    possible = begun | ~bodies["valid_from_known"]
    possible &= ~gone | ~bodies["valid_to_known"]
    return bodies.assign(certain=certain.astype("int64"))[certain | possible]


def _as_divided(bodies: pd.DataFrame, here: set[tuple[str, str]]) -> pd.DataFrame:
    """Return bodies with wards or their city as optional, whichever is not here."""
    city, place = (
        pd.Series(zip(bodies["prefecture_code"], keys, strict=True), bodies.index)
        for keys in (bodies["parent_key"], bodies["name_key"])
    )
    is_ward = bodies["parent_key"].ne("")
    divided = set(city[is_ward & place.isin(here)])
    other = (is_ward & ~city.isin(divided)) | place.isin(divided)
    return bodies.assign(certain=bodies["certain"].mask(other, 0))


@cache
def _lifetimes() -> pd.DataFrame:
    """Return the municipalities and wards of all times; callers must not change it."""
    living = register()
    living = living[living["entity_type"].ne("prefecture")]
    names = register().drop_duplicates("lg_code").set_index("lg_code")["name_ja"]
    living["parent_ja"] = living["parent_code"].map(names)
    living["valid_from_known"] = living["valid_from"].notna()
    living["valid_to_known"] = True
    former = history().assign(has_government=True)
    both = pd.concat(
        [living.assign(seen_on=pd.NaT)[_READ], former[_READ]], ignore_index=True
    )
    both["area_code"] = both["lg_code"].str[:5]
    texts = [*both["name_ja"], *both["parent_ja"].fillna("")]
    folded = fold_japanese_texts(texts)
    both["name_key"], both["parent_key"] = folded[: len(both)], folded[len(both) :]
    return both
