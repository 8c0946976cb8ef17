"""The bodies of 1889 to today that are gone, or had another name, type or code.

Run as ``python -m analysis.gazetteer.history``, after the register and the packaged
polygons are built. What is not known, near a border or at odds with other sources is
in ``data/raw/reference/HISTORY.md``, which this command writes as well.
"""

import io
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from analysis.errors import SchemaError
from analysis.gazetteer.build import PACKAGED, build_kanji_readings
from analysis.gazetteer.claims import read_snapshots
from analysis.gazetteer.codes import lg_code
from analysis.gazetteer.command import build_command
from analysis.gazetteer.history_report import REPORT, report
from analysis.gazetteer.lifetimes import CODED, as_dates, corrected, read_lifetimes
from analysis.gazetteer.packages import write_if_changed
from analysis.gazetteer.snapshots import FOLDER
from analysis.gazetteer.stems import Stems
from analysis.gazetteer.successors import choose_successors, locate_points
from analysis.names.romaji import plain, romanize

HISTORY_COLUMNS = (
    "body_id",
    "lg_code",
    "entity_type",
    "prefecture_code",
    "county_ja",
    "county_kana",
    "county_former_ja",
    "parent_ja",
    "name_ja",
    "stem_kana",
    "kana_source",
    "name_en",
    "valid_from",
    "valid_to",
    "valid_from_known",
    "valid_to_known",
    "seen_on",
    "latitude",
    "longitude",
    "successors",
    "successor_basis",
)

_TYPES = {"市": "city", "町": "town", "村": "village", "区": "ward"}
_ENGLISH = {"city": "City", "town": "Town", "village": "Village", "ward": "Ward"}
_SUFFIX_KANA = r"(?:し|ちょう|まち|むら|そん|く)$"


class History(NamedTuple):
    """The table of former bodies, and the report on it in Markdown."""

    table: pd.DataFrame
    report: str


def build_history(
    sources: dict[str, pd.DataFrame],
    register: pd.DataFrame,
    polygons: gpd.GeoDataFrame,
) -> History:
    """Return one row per former body and lifetime, by `body_id`, and the report.

    Parameters
    ----------
    sources : dict of DataFrame
        As `analysis.gazetteer.claims.read_snapshots` gives them.
    register : DataFrame
        The register built from them.
    polygons : GeoDataFrame
        The municipalities of today: `lg_code`, `geometry`.

    Returns
    -------
    History
        Columns `HISTORY_COLUMNS`; `analysis.gazetteer.register.history` tells them.

    Raises
    ------
    SchemaError
        If a correction is for no body of the table, or changes nothing, or a successor
        is no body of the register that is alive.
    """
    bodies = pd.concat(
        [
            former_bodies(sources, register),
            added_bodies(sources["history_additions"]),
        ]
    ).sort_index()
    bodies["stem_ja"] = bodies["name_ja"].str[:-1]
    bodies["county_kana"] = _county_kana(bodies, register)
    places = locate_points(bodies, polygons)
    living = register[register["valid_to"].isna()]
    chosen = choose_successors(bodies, living, places.lg_code)
    bodies["successors"] = bodies["successors"].fillna(chosen["successors"])
    bodies["successor_basis"] = bodies["successor_basis"].fillna(
        chosen["successor_basis"]
    )
    bodies = _with_corrected_successors(bodies, sources["corrections"], living)
    stems = Stems(
        sources["postal_neighbourhoods"],
        build_kanji_readings(sources["kanjidic2_readings"]),
    )
    bodies = bodies.join(_names(bodies, living, stems))
    table = bodies.reset_index()[list(HISTORY_COLUMNS)]
    return History(table, report(bodies, register, places, sources, stems, polygons))


def municipalities_of(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return packaged units as municipalities: `lg_code` and `geometry`, by code."""
    coded = units.dropna(subset="area_code")
    codes = coded["city_code"].fillna(coded["area_code"]).map(lg_code)
    merged = coded[["geometry"]].dissolve(codes, method="coverage")
    return merged.rename_axis("lg_code").reset_index()


def former_bodies(
    sources: dict[str, pd.DataFrame], register: pd.DataFrame
) -> pd.DataFrame:
    """Return the former municipalities and wards of geoshape by `body_id`.

    Left out are the bodies of the register themselves and areas that were no
    municipality or ward: 島庁, 特別区部, islands and land of no municipality.
    """
    entries = sources["geoshape_city"].set_index("entry_id").rename_axis("body_id")
    entries = entries.sort_index()
    name = entries["body"] + entries["suffix"]
    coded = pd.Series(entries.index.str.fullmatch(CODED), entries.index)
    area_code = pd.Series(entries.index.str[:5], entries.index).where(coded)
    names = register.set_index("area_code")["name_ja"]
    is_living = entries["valid_to"].eq("") & area_code.map(names).eq(name)
    # 横浜市 and 神戸市 have another entry for the time before they had wards.
    cities = register[register["entity_type"] == "city"]
    known = pd.MultiIndex.from_frame(cities[["prefecture_code", "name_ja"]])
    is_city = pd.MultiIndex.from_arrays([entries.index.str[:2], name]).isin(known)
    is_living |= entries["valid_to"].eq("") & ~coded & is_city
    county = entries["countyname"].str.partition("/")
    in_county = county[0].str.endswith("郡")
    is_ward = entries["suffix"].eq("区")
    city = entries["countyname"].where(is_ward & entries["countyname"].ne(""))
    rows = pd.DataFrame(
        {
            "lg_code": area_code.map(lg_code, na_action="ignore"),
            # 札幌区, 函館区, 那覇区 and others of no city were municipalities.
            "entity_type": entries["suffix"]
            .map(_TYPES)
            .mask(is_ward & city.isna(), "city"),
            "prefecture_code": entries.index.str[:2],
            "county_ja": county[0].where(in_county),
            "county_former_ja": county[2].where(in_county & county[2].ne("")),
            "parent_ja": city,
            "name_ja": name,
            "latitude": entries["latitude"].astype("float64"),
            "longitude": entries["longitude"].astype("float64"),
        }
    ).join(read_lifetimes(sources))
    kept = entries["suffix"].isin(list(_TYPES)) & ~is_living
    empty = pd.Series(None, rows.index, dtype="str")
    return rows[kept].assign(successors=empty, successor_basis=empty)


def added_bodies(additions: pd.DataFrame) -> pd.DataFrame:
    """Return the bodies of ``history_additions.csv`` as `former_bodies` does."""
    rows = additions.set_index("body_id").replace("", None).drop(columns="source")
    return rows.drop(columns="area_code").assign(
        lg_code=rows["area_code"].map(lg_code, na_action="ignore"),
        prefecture_code=rows.index.str[:2],
        valid_from=as_dates(rows["valid_from"]),
        valid_to=as_dates(rows["valid_to"]),
        valid_from_known=True,
        valid_to_known=True,
        latitude=rows["latitude"].astype("float64"),
        longitude=rows["longitude"].astype("float64"),
        successor_basis="correction",
    )


def write_history(root: Path) -> list[Path]:
    """Build the table and the report below `root`; return the files that changed.

    A table that is equal to the one on disk leaves it as it is, for another version of
    the Parquet library may write other bytes.
    """
    sources = read_snapshots(root / FOLDER)
    register = pd.read_parquet(root / PACKAGED / "register.parquet")
    units = gpd.read_parquet(root / PACKAGED / "units.parquet")
    built = build_history(sources, register, municipalities_of(units))
    changed = []
    path = root / PACKAGED / "history.parquet"
    if not (path.exists() and built.table.equals(pd.read_parquet(path))):
        content = io.BytesIO()
        built.table.to_parquet(
            content, compression="zstd", compression_level=19, index=False
        )
        write_if_changed(path, content.getvalue())
        changed.append(path)
    path = root / FOLDER / REPORT
    if write_if_changed(path, built.report.encode()):
        changed.append(path)
    return changed


def main() -> None:
    """Build the table of former bodies from the command line."""
    build_command(
        write_history,
        module="analysis.gazetteer.history",
        what="the table of former bodies",
    )


def _with_corrected_successors(
    bodies: pd.DataFrame, corrections: pd.DataFrame, living: pd.DataFrame
) -> pd.DataFrame:
    """Put in the successors that ``corrections.csv`` has, and check all of them."""
    fixes = corrections[corrections["column"] == "successors"]
    bodies = corrected(bodies, fixes, table="history")
    by_hand = bodies.index.isin(fixes.loc[fixes["table"] == "history", "body"])
    bodies["successor_basis"] = bodies["successor_basis"].mask(by_hand, "correction")
    codes = bodies["successors"].dropna().str.split().explode()
    strange = codes[~codes.isin(living["lg_code"])]
    if len(strange):
        raise SchemaError(
            f"successor of {strange.index[0]}: {strange.iloc[0]} is no living body of "
            "the register; mend corrections.csv or history_additions.csv"
        )
    return bodies


def _county_kana(bodies: pd.DataFrame, register: pd.DataFrame) -> pd.Series:
    """Return the kana of the counties that there still are."""
    counties = register.dropna(subset="county_kana")
    kana = counties.groupby(["prefecture_code", "county_ja"])["county_kana"].first()
    keys = pd.MultiIndex.from_frame(bodies[["prefecture_code", "county_ja"]])
    return pd.Series(kana.reindex(keys).to_numpy(), bodies.index)


def _names(bodies: pd.DataFrame, living: pd.DataFrame, stems: Stems) -> pd.DataFrame:
    """Return `stem_kana`, `kana_source` and `name_en` of each body.

    A name that a successor or one of its wards bears is read and spelt as that is.
    """
    by_code = living.set_index("lg_code")
    names = pd.DataFrame(
        {
            "ja": by_code["name_ja"].str[:-1],
            "kana": by_code["name_kana"].str.replace(_SUFFIX_KANA, "", regex=True),
            "en": by_code["name_en"].str.rpartition(" ")[0],
        }
    )
    names = {
        code: tuple(row)
        for code, row in zip(names.index, names.to_numpy(), strict=True)
    }
    wards = by_code[by_code["entity_type"] == "ward"].groupby("parent_code").groups
    rows = []
    for stem, successors, kind in zip(
        bodies["stem_ja"], bodies["successors"], bodies["entity_type"], strict=True
    ):
        codes = [] if pd.isna(successors) else successors.split()
        codes = [part for code in codes for part in (code, *wards.get(code, ()))]
        borne = sorted({names[c][1:] for c in codes if names[c][0] == stem})
        found = stems.reading(stem, [code[:5] for code in codes])
        if len(borne) == 1:
            kana, english = borne[0]
            source = "register"
        elif found:
            kana, source = found
            english = plain(romanize(kana))
        else:
            rows.append((None, None, None))
            continue
        rows.append((kana, source, f"{english} {_ENGLISH[kind]}"))
    return pd.DataFrame(
        rows, bodies.index, ["stem_kana", "kana_source", "name_en"], dtype="str"
    )


if __name__ == "__main__":
    main()
