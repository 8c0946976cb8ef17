"""Are boundaries what they should be? Against the gazetteer, and as geometry."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
import shapely

from analysis.boundaries import layers, sets, store, verify_names
from analysis.boundaries.sets import BoundarySet
from analysis.gazetteer.body import CODES_BEGAN, Body
from analysis.gazetteer.index import Index
from analysis.gazetteer.register import REGISTER_FROM, history, register
from analysis.geometry import coverage
from analysis.names.fold import fold_japanese_texts

SEVERITIES = ("error", "warning", "note")

FINDING_COLUMNS = ("finding", "severity", "area_code", "name_ja", "value", "unit")

AREA_TOLERANCE = 0.1
"""How far an area may be from the one it is compared with, as a share of that."""

_HIGHEST = "prefecture"


class _Finding(NamedTuple):
    """One row of the answer."""

    finding: str
    severity: str
    area_code: str | None = None
    name_ja: str | None = None
    value: float | None = None
    unit: str | None = None


def verify(chosen: BoundarySet) -> pd.DataFrame:
    """Return what is wrong or odd about a set of boundaries; none of it is mended.

    The archives are hashed and read again. Areas are compared with those of the
    packaged set, which is of another publisher; not those of vintages before 2020, for
    a city that has merged keeps its code. Bodies of vintages before 1970, when codes
    began, are looked for by name and prefecture.

    Returns
    -------
    DataFrame
        As `check_units`. An archive of the store that was altered is an error.

    Raises
    ------
    SourceError
        If the units cannot be read.
    """
    altered = [
        _Finding(sentence, "error")
        for record in chosen.records
        for sentence in store.check(record)
    ]
    areas = None
    if chosen.records and chosen.vintage >= REGISTER_FROM:
        known = layers.layer(sets.find(None, None), "municipality")
        areas = known.set_index("area_code")["area_km2"]
    findings = check_units(
        chosen.units(), chosen.vintage, chosen.prefectures, areas_km2=areas
    )
    return pd.concat([_frame(altered), findings], ignore_index=True)


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
        `analysis.boundaries.n03.read_archive` gives them.
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
        *_check_shapes(units),
        *_check_coverage(units),
        *_check_undetermined(units),
    ]
    if areas_km2 is not None:
        findings += _check_areas(units, areas_km2, tolerance)
    return _frame(findings)


def _frame(findings: list[_Finding]) -> pd.DataFrame:
    """Return findings as a table."""
    table = pd.DataFrame(findings, columns=list(FINDING_COLUMNS))
    return table.astype("str").assign(value=table["value"].astype("float64"))


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


def _check_repeats(units: gpd.GeoDataFrame) -> Iterator[_Finding]:
    """Find codes that are there twice."""
    counts = units["area_code"].value_counts().sort_index()
    for code, count in counts[counts > 1].items():
        name = units.loc[units["area_code"] == code, "name_ja"].iloc[0]
        yield _Finding("more than one unit", "error", code, name, count, "units")


def _check_by_name(
    units: gpd.GeoDataFrame, vintage: date, prefectures: Iterable[str]
) -> Iterator[_Finding]:
    """Find bodies of a day before codes that are missing or not known by name.

    Their first and last days are not certain, so that none of it is an error.
    """
    counts = verify_names.count_names(units, pd.Timestamp(vintage), prefectures)
    for row in counts[counts["here"] < counts["certain"]].itertuples():
        yield _Finding(
            f"missing in {row.prefecture_code}: {row.certain} of the name lived then, "
            f"{row.here} here",
            "warning",
            name_ja=row.name_ja,
        )
    for row in counts[counts["here"] > counts["possible"]].itertuples():
        yield _Finding(
            f"not known in {row.prefecture_code}: {row.possible} of the name can have "
            f"lived then, {row.here} here",
            "warning",
            name_ja=row.name_ja,
        )
    coded = units.dropna(subset="area_code")
    foreign = ~verify_names.has_code(coded["area_code"], coded["name_ja"])
    for unit in coded[foreign].itertuples():
        yield _Finding(
            "no body of the gazetteer has had this code and name",
            "warning",
            unit.area_code,
            unit.name_ja,
        )


def _check_codes(
    units: gpd.GeoDataFrame, alive: dict[str, Body], prefectures: set[str]
) -> Iterator[_Finding]:
    """Find codes that no body has, and that are missing."""
    coded = units.dropna(subset="area_code")
    present = set(coded["area_code"])
    for unit in coded[~coded["area_code"].isin(list(alive))].itertuples():
        yield _Finding(
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
            yield _Finding("missing", "error", code, body.full_ja)
        else:
            yield _Finding("missing; it has no government", "note", code, body.name_ja)
    parents = Counter(b.parent.lg_code[:5] for b in alive.values() if b.parent)
    for code in sorted(whole & set(parents)):
        yield _Finding(
            "not divided into its wards",
            "note",
            code,
            alive[code].name_ja,
            parents[code],
            "wards",
        )


def _check_names(units: gpd.GeoDataFrame, alive: dict[str, Body]) -> Iterator[_Finding]:
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
            yield _Finding(f"is {other} in the gazetteer", "warning", code, name)
        elif name != other:
            yield _Finding(f"is written {other} in the gazetteer", "note", code, name)


def _check_wards(units: gpd.GeoDataFrame, alive: dict[str, Body]) -> Iterator[_Finding]:
    """Find wards that are part of no city, or of another than the gazetteer says."""
    for unit in units[units["kind"] == "ward"].itertuples():
        body = alive.get(unit.area_code)
        if unit.city_code not in alive:
            yield _Finding(
                "ward of no known city", "error", unit.area_code, unit.name_ja
            )
        elif body and body.parent and body.parent.lg_code[:5] != unit.city_code:
            yield _Finding(
                f"ward of {body.parent.name_ja} in the gazetteer, of {unit.city_code} "
                "here",
                "error",
                unit.area_code,
                unit.name_ja,
            )


def _check_shapes(units: gpd.GeoDataFrame) -> Iterator[_Finding]:
    """Find units without a valid shape."""
    sound = units.geometry.is_valid & ~units.geometry.is_empty
    for unit in units[~sound].itertuples():
        empty = unit.geometry is None or unit.geometry.is_empty
        why = "no shape" if empty else shapely.is_valid_reason(unit.geometry)
        yield _Finding(
            f"invalid geometry: {why}", "error", unit.area_code, unit.name_ja
        )


def _check_coverage(units: gpd.GeoDataFrame) -> Iterator[_Finding]:
    """Find borders that do not match, and what lies between and over the units."""
    shapes = units.geometry
    shapes = shapes[shapes.is_valid & ~shapes.is_empty]
    if shapes.empty:
        return
    if not shapely.coverage_is_valid(shapes.array):
        overlap = coverage.overlap_km2(shapes)
        edges = coverage.invalid_edges_m(shapes)
        yield _Finding("units overlap", "warning", value=overlap, unit="km2")
        yield _Finding("borders do not match", "warning", value=edges, unit="m")
    gaps = coverage.enclosed_gaps(shapes)
    if len(gaps):
        yield _Finding(
            f"{len(gaps):,} enclosed areas of no unit, water as a rule, the widest of "
            f"{gaps['width_m'].iloc[0]:,.0f} m",
            "note",
            value=gaps["area_m2"].sum() / 1e6,
            unit="km2",
        )


def _check_undetermined(units: gpd.GeoDataFrame) -> Iterator[_Finding]:
    """Say which areas are of no body."""
    open_ones = units[units["kind"] == "undetermined"]
    areas = coverage.area_km2(open_ones.geometry)
    for unit, area in zip(open_ones.itertuples(), areas, strict=True):
        place = "" if pd.isna(unit.prefecture_code) else f" in {unit.prefecture_code}"
        yield _Finding(
            f"area of no body{place}", "note", None, unit.name_ja, area, "km2"
        )


def _check_areas(
    units: gpd.GeoDataFrame, areas_km2: pd.Series, tolerance: float
) -> Iterator[_Finding]:
    """Find municipalities that are larger or smaller than they should be."""
    code = units["city_code"].fillna(units["area_code"])
    found = coverage.area_km2(units.geometry).groupby(code).sum()
    names = units.loc[units["city_code"].isna()].drop_duplicates("area_code")
    names = names.dropna(subset="area_code").set_index("area_code")["name_ja"]
    share = (found / areas_km2.reindex(found.index) - 1).dropna()
    for code, off in share[share.abs() > tolerance].items():
        yield _Finding(
            f"{found[code]:,.2f} km², not {areas_km2[code]:,.2f} km² as compared with",
            "warning",
            code,
            names.get(code),
            100 * off,
            "%",
        )
