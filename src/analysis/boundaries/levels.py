"""From the units of a set to its levels: municipalities up to regions.

A level is dissolved from the units, so that all levels of one detail share their
borders.
"""

import datetime as dt

import geopandas as gpd
import pandas as pd

from analysis.gazetteer.codes import lg_code
from analysis.gazetteer.regions import (
    BUREAU_NAMES_JA,
    PREFECTURE_CODES,
    REGION_NAMES_JA,
    region_of,
    telecom_bureau_of,
)
from analysis.gazetteer.register import history, register

LEVELS = ("municipality", "ward", "prefecture", "region", "telecom_bureau")
"""What `analysis.boundaries` gives, from the finest to the widest but for the wards."""

NAME_COLUMNS = [
    "lg_code",
    "area_code",
    "name_ja",
    "name_en",
    "prefecture_code",
    "region",
    "telecom_bureau",
]
"""What a body, or a group of prefectures, is called and belongs to."""

_GROUPS = {"region": region_of, "telecom_bureau": telecom_bureau_of}
_GROUP_NAMES = {"region": REGION_NAMES_JA, "telecom_bureau": BUREAU_NAMES_JA}


def dissolve(units: gpd.GeoDataFrame, level: str) -> gpd.GeoSeries:
    """Return the polygons of a level by area code, prefecture code or group.

    Parameters
    ----------
    units : GeoDataFrame
        The finest shapes of a set. Areas of no body count for their prefecture and
        region alone. Columns read: `area_code`, `kind`, `city_code`, `prefecture_code`
        and the geometry.
    level : str
        One of `LEVELS`.

    Returns
    -------
    GeoSeries
        In the order of the codes, of the groups from north to south. A group is there
        if all of its prefectures are.
    """
    if level in _GROUPS:
        group_of = {code: _GROUPS[level](code) for code in PREFECTURE_CODES}
        group = units["prefecture_code"].map(group_of)
        whole = _whole(units["prefecture_code"].dropna(), level)
        merged = _merged(units.geometry, group.where(group.isin(whole)))
        return merged.loc[whole]
    if level == "prefecture":
        return _merged(units.geometry, units["prefecture_code"])
    if level == "ward":
        units = units[units["kind"] == "ward"]
        return _merged(units.geometry, _keys(units))
    units = units[units["kind"] != "undetermined"]
    return _merged(units.geometry, units["city_code"].fillna(_keys(units)))


def groups(level: str) -> list[str]:
    """Return the groups of a level from north to south."""
    return list(_GROUP_NAMES[level])


def names(
    keys: pd.Index, level: str, on: dt.date, units: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Return what the bodies of a level are called, in `NAME_COLUMNS`, by key.

    Parameters
    ----------
    keys : Index of str
        As of `dissolve`.
    level : str
        One of `LEVELS`.
    on : date
        The names are those of that day, or the nearest to it that are known: a former
        municipality may have no English one.
    units : GeoDataFrame
        What the source says itself, for bodies that the gazetteer has no code of.
        Columns read: `area_code`, `kind`, `name_ja`, `prefecture_code`.
    """
    if level in _GROUPS:
        table = pd.DataFrame(pd.NA, keys, NAME_COLUMNS, dtype="str")
        table["name_ja"] = pd.Series(_GROUP_NAMES[level]).reindex(keys)
        table["name_en"] = table[level] = keys.astype("str")
        return table
    keys = keys.astype("str")  # of no body, it has another type
    area_codes = pd.Series(keys + "000" if level == "prefecture" else keys, keys)
    area_codes = area_codes.mask(area_codes.str.startswith("~"))
    codes = area_codes.map(lg_code, na_action="ignore")
    table = _known_names(on).reindex(codes).set_axis(keys)
    table["lg_code"], table["area_code"] = codes, area_codes
    bodies = units[units["kind"] != "undetermined"]
    told = bodies.set_index(pd.Index(_keys(bodies))).reindex(keys)
    table["name_ja"] = table["name_ja"].fillna(told["name_ja"])
    table["prefecture_code"] = area_codes.str[:2].fillna(told["prefecture_code"])
    for column, group_of in _GROUPS.items():
        found = table["prefecture_code"].map(group_of, na_action="ignore")
        table[column] = found
    return table[NAME_COLUMNS].astype("str")


def _keys(units: gpd.GeoDataFrame) -> pd.Series:
    """Return area codes; bodies of a time without codes get a key that sorts last."""
    numbered = "~" + units.index.astype("str").str.zfill(5)
    return units["area_code"].fillna(pd.Series(numbered, units.index))


def _whole(prefectures: pd.Series, level: str) -> list[str]:
    """Return the groups all of whose prefectures there are, from north to south."""
    held = set(prefectures)
    lost = {_GROUPS[level](code) for code in PREFECTURE_CODES if code not in held}
    return [group for group in groups(level) if group not in lost]


def _merged(shapes: gpd.GeoSeries, key: pd.Series) -> gpd.GeoSeries:
    """Return one polygon per key, in the order of the keys; without key, none."""
    known = key.notna()
    shapes, key = shapes[known], key[known]
    many = key.duplicated(keep=False)
    alone = shapes[~many].set_axis(pd.Index(key[~many]))
    joined = shapes[many].to_frame("geometry").dissolve(key[many], method="coverage")
    merged = pd.concat([alone, joined.geometry])
    return gpd.GeoSeries(merged, crs=shapes.crs).sort_index().rename_axis("key")


def _known_names(on: dt.date) -> pd.DataFrame:
    """Return `name_ja` and `name_en` by code: of the day first, then the nearest."""
    day = pd.Timestamp(on)
    bodies = register()
    city_of = bodies.drop_duplicates("lg_code").set_index("lg_code")
    parent = bodies["parent_code"]
    of_ward = parent.notna()
    city_ja = parent.map(city_of["name_ja"]).fillna("")
    city_en = (", " + parent.map(city_of["name_en"])).where(of_ward, "")
    bodies["name_ja"] = city_ja + bodies["name_ja"]
    bodies["name_en"] = bodies["name_en"] + city_en
    former = history().dropna(subset="lg_code")
    former["name_ja"] = former["parent_ja"].fillna("") + former["name_ja"]
    known = pd.concat(
        [
            table[["lg_code", "name_ja", "name_en", "valid_from", "valid_to"]]
            for table in (bodies, former)
        ],
        ignore_index=True,
    )
    late = (known["valid_from"] - day).dt.days.clip(lower=0).fillna(0)
    early = (day - known["valid_to"]).dt.days.add(1).clip(lower=0).fillna(0)
    order = (late + early).argsort(kind="stable")
    nearest = known.iloc[order].drop_duplicates("lg_code").set_index("lg_code")
    return nearest[["name_ja", "name_en"]]
