"""Are boundaries what they should be? Against the gazetteer, and as geometry."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

import geopandas as gpd
import pandas as pd

from analysis.boundaries import layers, packaged, sets
from analysis.boundaries.checks import register_names
from analysis.boundaries.checks.finding import Finding, tabulate
from analysis.boundaries.checks.shapes import check_areas, check_shapes
from analysis.boundaries.n03 import schema
from analysis.boundaries.n03.cleaning import TRIFLE_KM2
from analysis.boundaries.sets import BoundarySet
from analysis.boundaries.stored import store
from analysis.errors import SourceError
from analysis.gazetteer.body import CODES_BEGAN, Body
from analysis.gazetteer.index import Index
from analysis.gazetteer.register import REGISTER_FROM, history, register
from analysis.names.fold import fold_japanese_texts

AREA_TOLERANCE = 0.1
"""How far an area may be from the one it is compared with, as a share of that."""

_HIGHEST = "prefecture"
_KM2 = re.compile(r"(\d+\.\d+) km²")


def verify(chosen: BoundarySet) -> pd.DataFrame:
    """Return what is wrong or odd about a set of boundaries; none of it is mended.

    All files are hashed, and archives read, again; and what was mended when an archive
    was read, which its units do not show any more, is told from its record. Areas are
    compared with those of the packaged set, which is of another publisher; not those of
    vintages before 2020, for a city that has merged keeps its code. Bodies of vintages
    before 1970, when codes began, are looked for by name and prefecture.

    Returns
    -------
    DataFrame
        As `check_units`. A file that was altered is an error; if the units cannot be
        read for that, it is all there is to say.
    """
    altered = packaged.check()  # what this set is, or is compared with
    if not chosen.records and altered:
        return tabulate(Finding(sentence, "error") for sentence in altered)
    findings = []
    for record in chosen.records:
        findings += [Finding(sentence, "error") for sentence in store.check(record)]
        findings += [_noted(note, record.name) for note in record.notes]
    try:
        units = chosen.units()
    except SourceError as error:
        return tabulate([*findings, Finding(str(error), "error")])
    areas = None
    if chosen.records and altered:
        findings += [Finding(f"no area is compared: {altered[0]}", "warning")]
    elif chosen.records and chosen.vintage >= REGISTER_FROM:
        known = layers.layer(sets.find(None, None), "municipality")
        areas = known.set_index("area_code")["area_km2"]
    of_units = check_units(units, chosen.vintage, chosen.prefectures, areas_km2=areas)
    return pd.concat([tabulate(findings), of_units], ignore_index=True)


def check_units(
    units: gpd.GeoDataFrame,
    vintage: date,
    prefectures: Iterable[str],
    *,
    areas_km2: pd.Series | None = None,
    tolerance: float = AREA_TOLERANCE,
) -> pd.DataFrame:
    """Return what is wrong or odd about the units of one vintage.

    Parameters
    ----------
    units : GeoDataFrame
        `area_code`, `kind`, `city_code`, `name_ja` and `geometry`, as
        `analysis.boundaries.n03.reader.read_archive` gives them.
    vintage : date
        The day they are of: the bodies of the gazetteer that live then are expected,
        before 1970-04-01 by their names, as far as it is known when they lived.
    prefectures : iterable of str
        Two-digit codes of the prefectures that should be there, all of each.
    areas_km2 : Series, optional
        Areas to compare with, by area code of municipalities.
    tolerance : float
        How far an area may be from that, as a share of it.

    Returns
    -------
    DataFrame
        One row per finding. Text: `finding` (what, in words), `severity` (error: a body
        is missing, unknown, there twice or has no valid shape; warning: look at it,
        such as a body of a day before codes that is missing or unknown; note: as is to
        be expected, such as enclosed water), `area_code` and `name_ja`
        (missing where the finding is of no one unit), `unit` (km2, m, or a count of
        something). `value`: float64, missing where there is nothing to count.
    """
    alive = _alive(vintage)
    if vintage.toordinal() < CODES_BEGAN:
        bodies = _check_by_name(units, vintage, prefectures)
    else:
        bodies = (
            *_check_codes(units, alive, set(prefectures)),
            *_check_names(units, alive),
        )
    findings = [
        *_check_repeats(units),
        *bodies,
        *_check_wards(units, alive),
        *check_shapes(units),
    ]
    if areas_km2 is not None:
        findings += check_areas(units, areas_km2, tolerance)
    return tabulate(findings)


def _noted(note: str, archive: str) -> Finding:
    """Return a finding of what was mended when an archive was read."""
    area = _KM2.search(note)
    moved = float(area[1]) if area else None
    is_grave = (moved or 0) > TRIFLE_KM2 or schema.SEVERAL_NAMES in note
    return Finding(
        f"{archive}: {note}",
        "warning" if is_grave else "note",
        value=moved,
        unit="km2" if area else None,
    )


def _alive(day: date) -> dict[str, Body]:
    """Return the municipalities and wards that live on a day, by area code."""
    return {
        body.lg_code[:5]: body
        for body in _bodies()
        if body.lg_code
        and body.entity_type != _HIGHEST
        and body.lives_on(day.toordinal())
    }


@cache
def _bodies() -> list[Body]:
    return Index(register(), history()).bodies


def _check_repeats(units: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Find codes that are there twice."""
    counts = units["area_code"].value_counts().sort_index()
    for code, count in counts[counts > 1].items():
        name = units.loc[units["area_code"] == code, "name_ja"].iloc[0]
        yield Finding("more than one unit", "error", code, name, count, "units")


def _check_by_name(
    units: gpd.GeoDataFrame, vintage: date, prefectures: Iterable[str]
) -> Iterator[Finding]:
    """Find bodies of a day before codes that are missing or not known by name.

    Their first and last days are not certain, so that none of it is an error.
    """
    counts = register_names.count_names(units, pd.Timestamp(vintage), prefectures)
    for row in counts[counts["here"] < counts["certain"]].itertuples():
        yield Finding(
            f"missing in {row.prefecture_code}: {row.certain} of the name lived then, "
            f"{row.here} here",
            "warning",
            name_ja=row.name_ja,
        )
    for row in counts[counts["here"] > counts["possible"]].itertuples():
        yield Finding(
            f"not known in {row.prefecture_code}: {row.possible} of the name can have "
            f"lived then, {row.here} here",
            "warning",
            name_ja=row.name_ja,
        )
    coded = units.dropna(subset="area_code")
    foreign = ~register_names.has_code(coded["area_code"], coded["name_ja"])
    for unit in coded[foreign].itertuples():
        yield Finding(
            "no body of the gazetteer has had this code and name",
            "warning",
            unit.area_code,
            unit.name_ja,
        )


def _check_codes(
    units: gpd.GeoDataFrame, alive: dict[str, Body], prefectures: set[str]
) -> Iterator[Finding]:
    """Find codes that no body has, and that are missing."""
    coded = units.dropna(subset="area_code")
    present = set(coded["area_code"])
    for unit in coded[~coded["area_code"].isin(list(alive))].itertuples():
        yield Finding(
            "no body of the gazetteer has this code on the day of the vintage",
            "error",
            unit.area_code,
            unit.name_ja,
        )
    cities = set(coded["city_code"].dropna())
    whole = present - cities
    for code, body in sorted(alive.items()):
        if body.prefecture_code not in prefectures or code in present | cities:
            continue
        if body.parent and body.parent.lg_code[:5] in whole:
            continue  # the source does not divide this city
        if body.has_government:
            yield Finding("missing", "error", code, body.full_ja)
        else:
            yield Finding("missing; it has no government", "note", code, body.name_ja)
    parents = Counter(b.parent.lg_code[:5] for b in alive.values() if b.parent)
    for code in sorted(whole & set(parents)):
        yield Finding(
            "not divided into its wards",
            "note",
            code,
            alive[code].name_ja,
            parents[code],
            "wards",
        )


def _check_names(units: gpd.GeoDataFrame, alive: dict[str, Body]) -> Iterator[Finding]:
    """Find names that are not the official ones."""
    known = units[units["area_code"].isin(list(alive))]
    official = [alive[code].name_ja for code in known["area_code"]]
    given = known["name_ja"].fillna("").tolist()
    folded = fold_japanese_texts([*given, *official])
    for code, name, other, key, other_key in zip(
        known["area_code"],
        given,
        official,
        folded[: len(given)],
        folded[len(given) :],
        strict=True,
    ):
        if key != other_key:
            yield Finding(f"is {other} in the gazetteer", "warning", code, name)
        elif name != other:
            yield Finding(f"is written {other} in the gazetteer", "note", code, name)


def _check_wards(units: gpd.GeoDataFrame, alive: dict[str, Body]) -> Iterator[Finding]:
    """Find wards that are part of no city, or of another than the gazetteer says."""
    for unit in units[units["kind"] == "ward"].itertuples():
        body = alive.get(unit.area_code)
        if unit.city_code not in alive:
            yield Finding(
                "ward of no known city", "error", unit.area_code, unit.name_ja
            )
        elif body and body.parent and body.parent.lg_code[:5] != unit.city_code:
            yield Finding(
                f"ward of {body.parent.name_ja} in the gazetteer, of {unit.city_code} "
                "here",
                "error",
                unit.area_code,
                unit.name_ja,
            )
