"""The packaged tables of the register, built from the snapshots.

Run as ``python -m analysis.gazetteer.build``. Where sources differ, the rule and the
row are in ``data/raw/reference/DISAGREEMENTS.md``, which this command writes as well.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import SchemaError
from analysis.gazetteer.claims import gather_claims, read_snapshots
from analysis.gazetteer.command import build_command
from analysis.gazetteer.crosscheck import (
    REPORT,
    compare_sources,
    report,
    silent_sources,
)
from analysis.gazetteer.lifetimes import corrected
from analysis.gazetteer.packages import write_if_changed
from analysis.gazetteer.place_readings import build_place_readings
from analysis.gazetteer.regions import region_of, telecom_bureau_of
from analysis.gazetteer.snapshots import FOLDER
from analysis.names.romaji import plain, romanize, to_hiragana

PACKAGED = Path("src/analysis/data")
"""Where the packaged tables are, from the root of the project."""

REGISTER_COLUMNS = (
    "lg_code",
    "area_code",
    "entity_type",
    "prefecture_code",
    "prefecture_ja",
    "prefecture_en",
    "region",
    "telecom_bureau",
    "county_ja",
    "county_kana",
    "parent_code",
    "name_ja",
    "name_kana",
    "name_en",
    "name_en_jma",
    "valid_from",
    "valid_to",
    "successors",
    "latitude",
    "longitude",
    "office_source",
    "has_government",
)

_TYPE_OF_SUFFIX = {"市": "city", "区": "special_ward", "町": "town", "村": "village"}
_ENGLISH_TYPE = {"village": "Village", "ward": "Ward"}
# 色丹, 泊, 留夜別, 留別, 紗那, 蘂取: in the Northern Territories, without a government.
_WITHOUT_GOVERNMENT = ("01695", "01696", "01697", "01698", "01699", "01700")
_PREFECTURE_ENGLISH = {"道": "{}", "都": "{} Metropolis"}


@dataclass(frozen=True)
class Tables:
    """The packaged tables; `analysis.gazetteer.register` tells their columns."""

    register: pd.DataFrame
    city_classes: pd.DataFrame
    kanji_readings: pd.DataFrame
    place_readings: pd.DataFrame


def build_tables(sources: dict[str, pd.DataFrame]) -> Tables:
    """Return the packaged tables made from the snapshots.

    Parameters
    ----------
    sources : dict of DataFrame
        As `analysis.gazetteer.claims.read_snapshots` gives them.

    Raises
    ------
    SchemaError
        If something is missing that neither a source nor ``corrections.csv`` gives.
    """
    register = build_register(sources)
    readings = build_kanji_readings(sources["kanjidic2_readings"])
    return Tables(
        register,
        build_city_classes(sources["city_classes"], register),
        readings,
        build_place_readings(sources["postal_neighbourhoods"], readings),
    )


def build_register(sources: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per body and validity, by code; columns `REGISTER_COLUMNS`.

    Text but for `valid_from` and `valid_to` (datetime64, missing where the sources do
    not reach), `latitude` and `longitude` (float64 degrees, JGD2011) and
    `has_government` (bool). Kanji are those of the code list, kana what most sources
    say, English names those of the Japan Meteorological Agency or else romanized,
    county the post's, validity and office point those of geoshape.
    """
    claims = gather_claims(sources)
    rows = pd.DataFrame(
        {
            "area_code": claims["area_code"],
            "entity_type": _entity_types(claims),
            "prefecture_code": claims["area_code"].str[:2],
            "county_ja": chosen_county(claims),
            "county_kana": claims["county_kana_postal"],
            "parent_code": claims["parent_code"].where(claims["kind"] == "ward"),
            "name_ja": claims["name_lg"].fillna(claims["name_postal"]),
            "name_kana": chosen_kana(claims),
            "name_en": claims["english_jma"],
            "valid_from": claims["valid_from"],
            "valid_to": None,
            "successors": pd.Series(None, claims.index, dtype="str"),
            "latitude": claims["latitude"],
            "longitude": claims["longitude"],
            "office_source": claims["office"],
        }
    )
    rows = _with_prefecture_offices(rows, sources["geoshape_pref"])
    rows = _corrected(rows, sources["corrections"])
    rows["name_en"] = rows["name_en"].fillna(_romanized(rows))
    misprinted = claims["english_jma"] != rows["name_en"]
    rows["name_en_jma"] = claims["english_jma"].where(misprinted)
    prefectures = rows[rows["entity_type"] == "prefecture"].set_index("prefecture_code")
    code = rows["prefecture_code"]
    rows["prefecture_ja"] = code.map(prefectures["name_ja"])
    rows["prefecture_en"] = code.map(_stem(prefectures)).map(romanize).map(plain)
    rows["region"] = code.map(region_of)
    rows["telecom_bureau"] = code.map(telecom_bureau_of)
    rows["has_government"] = ~rows["area_code"].isin(_WITHOUT_GOVERNMENT)
    for column in ("valid_from", "valid_to"):
        rows[column] = pd.to_datetime(rows[column]).astype("datetime64[ms]")
    for column in ("latitude", "longitude"):
        rows[column] = rows[column].astype("float64")
    register = rows.reset_index()[list(REGISTER_COLUMNS)]
    _check_complete(register)
    return register


def build_city_classes(classes: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Return the designated, core and special cities and when they were so.

    Columns `lg_code`, `city_class`, and `valid_from`, `valid_to` (datetime64).

    Raises
    ------
    SchemaError
        If a code of `classes` is not a city of that name in `register`.
    """
    cities = register[register["entity_type"] == "city"]
    known = set(zip(cities["lg_code"], cities["name_ja"], strict=True))
    unknown = [
        f"{code} {name}"
        for code, name in zip(classes["code"], classes["name"], strict=True)
        if (code, name) not in known
    ]
    if unknown:
        raise SchemaError(
            f"city_classes.csv has rows that are no city of the register: "
            f"{', '.join(unknown)}; mend their code or name"
        )
    table = pd.DataFrame(
        {
            "lg_code": classes["code"],
            "city_class": classes["city_class"],
            "valid_from": _dates(classes["valid_from"]),
            "valid_to": _dates(classes["valid_to"]),
        }
    )
    return table.sort_values(["lg_code", "valid_from"], ignore_index=True)


def build_kanji_readings(readings: pd.DataFrame) -> pd.DataFrame:
    """Return the readings of each kanji in hiragana, okurigana apart.

    KANJIDIC2 writes the kun reading い.きる with a dot before the okurigana and marks
    prefixes and suffixes with a hyphen. Columns `kanji`, `reading`, `okurigana` ("" if
    none), `kind` (on, kun, name); each row once.
    """
    kana = readings["reading"].str.replace("-", "", regex=False).map(to_hiragana)
    split = kana.str.partition(".")
    table = pd.DataFrame(
        {
            "kanji": readings["kanji"],
            "reading": split[0],
            "okurigana": split[2],
            "kind": readings["kind"],
        }
    )
    return table.drop_duplicates().sort_values(list(table.columns), ignore_index=True)


def chosen_kana(claims: pd.DataFrame) -> pd.Series:
    """Return the reading that most sources give; of two that differ, the code list's.

    The code list has large や ゆ よ for small ones in 14 names: the others outvote it.
    """
    votes = claims[["kana_lg", "kana_jma", "kana_postal"]]
    agreed = votes["kana_jma"].where(votes["kana_jma"] == votes["kana_postal"])
    return agreed.fillna(votes["kana_lg"]).fillna(votes["kana_postal"])


def chosen_county(claims: pd.DataFrame) -> pd.Series:
    """Return the county of today: the post's, or geoshape's for what it does not serve.

    Where a county was renamed or split, geoshape lists both names, today's first.
    """
    geoshape = claims["county_geoshape"].str.partition("/")[0]
    return claims["county_postal"].fillna(geoshape)


def build_report(sources: dict[str, pd.DataFrame], tables: Tables) -> str:
    """Return the report on the disagreements of the sources, in Markdown."""
    return report(
        compare_sources(sources, tables.register),
        silent_sources(sources),
        sources["corrections"],
    )


def write_tables(root: Path) -> list[Path]:
    """Build tables and report below `root`; return the files that changed.

    A table that is equal to the one on disk leaves it as it is, for another version of
    the Parquet library may write other bytes.
    """
    sources = read_snapshots(root / FOLDER)
    tables = build_tables(sources)
    changed = []
    for name, table in vars(tables).items():
        path = root / PACKAGED / f"{name}.parquet"
        if path.exists() and table.equals(pd.read_parquet(path)):
            continue
        content = io.BytesIO()
        table.to_parquet(content, compression="zstd", index=False)
        write_if_changed(path, content.getvalue())
        changed.append(path)
    path = root / FOLDER / REPORT
    if write_if_changed(path, build_report(sources, tables).encode()):
        changed.append(path)
    return changed


def main() -> None:
    """Build the packaged tables from the command line."""
    build_command(
        write_tables,
        module="analysis.gazetteer.build",
        what="the packaged tables of the register",
    )


def _entity_types(claims: pd.DataFrame) -> pd.Series:
    """Return the type of each body: by the last character for a municipality."""
    by_suffix = claims["name_lg"].str[-1].map(_TYPE_OF_SUFFIX)
    return claims["kind"].where(claims["kind"] != "municipality", by_suffix)


def _with_prefecture_offices(rows: pd.DataFrame, offices: pd.DataFrame) -> pd.DataFrame:
    """Fill in the points of the prefectural governments."""
    code = "lasdec:" + rows.index.to_series()
    of_code = offices.set_index(offices["code"].str.partition("/")[0])
    filled = {
        column: rows[column].fillna(code.map(of_code[column]))
        for column in ("latitude", "longitude")
    }
    filled["office_source"] = rows["office_source"].fillna(code.map(of_code["note"]))
    return rows.assign(**filled)


def _corrected(rows: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Put in what ``corrections.csv`` says of the register.

    Raises
    ------
    SchemaError
        If a correction is for an unknown code or column, or changes nothing.
    """
    fixes = corrections[corrections["table"] == "register"]
    unknown = fixes[~fixes["column"].isin(rows.columns)]
    if len(unknown):
        first = unknown.iloc[0]
        raise SchemaError(
            f"corrections.csv: {first['body']} {first['column']}: no such code or "
            "column in the register"
        )
    return corrected(rows, corrections, table="register")


def _romanized(rows: pd.DataFrame) -> pd.Series:
    """Return English names made from the kana, for what has no official one."""
    stem = _stem(rows).map(romanize).map(plain)
    is_prefecture = rows["entity_type"] == "prefecture"
    pattern = rows["name_ja"].str[-1].map(_PREFECTURE_ENGLISH).fillna("{} Prefecture")
    suffix = rows["entity_type"].map(_ENGLISH_TYPE).fillna("")
    prefectures = [p.format(s) for p, s in zip(pattern, stem, strict=True)]
    return (stem + " " + suffix).mask(is_prefecture, prefectures)


def _stem(rows: pd.DataFrame) -> pd.Series:
    """Return the kana without the word for the type; that of 北海道 is part of it."""
    suffix = r"(?:けん|(?<=おおさか)ふ|(?<=きょうと)ふ|(?<=とうきょう)と|く|むら)$"
    return rows["name_kana"].str.replace(suffix, "", regex=True)


def _dates(texts: pd.Series) -> pd.Series:
    """Return ISO dates as datetime64, missing for an empty text."""
    return pd.to_datetime(texts.replace("", None)).astype("datetime64[ms]")


def _check_complete(register: pd.DataFrame) -> None:
    """Refuse a register in which a body lacks what every body has."""
    optional = {
        "county_ja",
        "county_kana",
        "parent_code",
        "name_en_jma",
        "valid_from",
        "valid_to",
        "successors",
    }
    for column in (name for name in REGISTER_COLUMNS if name not in optional):
        gaps = register.loc[register[column].isna(), "lg_code"]
        if len(gaps):
            raise SchemaError(
                f"register: {column} is missing for {', '.join(gaps)}; no source has "
                "it, so add rows to corrections.csv"
            )


if __name__ == "__main__":
    main()
