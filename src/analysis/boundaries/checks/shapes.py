"""Are the shapes of boundaries what they should be? By geometry alone."""

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import shapely

from analysis.boundaries.checks.finding import Finding
from analysis.geometry import coverage


def check_shapes(units: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Find units without a valid shape, that do not fit together, or are of no body.

    Parameters
    ----------
    units : GeoDataFrame
        `area_code`, `kind`, `prefecture_code`, `name_ja` and `geometry`.
    """
    yield from _check_validity(units)
    yield from _check_coverage(units)
    yield from _check_undetermined(units)


def check_areas(
    units: gpd.GeoDataFrame, areas_km2: pd.Series, tolerance: float
) -> Iterator[Finding]:
    """Find municipalities that are larger or smaller than they should be.

    Parameters
    ----------
    units : GeoDataFrame
        `area_code`, `city_code`, `name_ja` and `geometry`.
    areas_km2 : Series
        Areas by area code of municipalities.
    tolerance : float
        How far an area may be from that, as a share of it.
    """
    code = units["city_code"].fillna(units["area_code"])
    found = coverage.area_km2(units.geometry).groupby(code).sum()
    names = units.loc[units["city_code"].isna()].drop_duplicates("area_code")
    names = names.dropna(subset="area_code").set_index("area_code")["name_ja"]
    share = (found / areas_km2.reindex(found.index) - 1).dropna()
    for code, off in share[share.abs() > tolerance].items():
        yield Finding(
            f"{found[code]:,.2f} km², not {areas_km2[code]:,.2f} km² as compared with",
            "warning",
            code,
            names.get(code),
            100 * off,
            "%",
        )


def _check_validity(units: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Find units without a valid shape."""
    sound = units.geometry.is_valid & ~units.geometry.is_empty
    for unit in units[~sound].itertuples():
        empty = unit.geometry is None or unit.geometry.is_empty
        why = "no shape" if empty else shapely.is_valid_reason(unit.geometry)
        yield Finding(f"invalid geometry: {why}", "error", unit.area_code, unit.name_ja)


def _check_coverage(units: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Find borders that do not match, and what lies between and over the units."""
    shapes = units.geometry
    shapes = shapes[shapes.is_valid & ~shapes.is_empty]
    if shapes.empty:
        return
    if not shapely.coverage_is_valid(shapes.array):
        overlap = coverage.overlap_km2(shapes)
        edges = coverage.invalid_edges_m(shapes)
        yield Finding("units overlap", "warning", value=overlap, unit="km2")
        yield Finding("borders do not match", "warning", value=edges, unit="m")
    gaps = coverage.enclosed_gaps(shapes)
    if len(gaps):
        yield Finding(
            f"{len(gaps):,} enclosed areas of no unit, water as a rule, the widest of "
            f"{gaps['width_m'].iloc[0]:,.0f} m",
            "note",
            value=gaps["area_m2"].sum() / 1e6,
            unit="km2",
        )


def _check_undetermined(units: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Say which areas are of no body."""
    open_ones = units[units["kind"] == "undetermined"]
    areas = coverage.area_km2(open_ones.geometry)
    for unit, area in zip(open_ones.itertuples(), areas, strict=True):
        place = "" if pd.isna(unit.prefecture_code) else f" in {unit.prefecture_code}"
        yield Finding(
            f"area of no body{place}", "note", None, unit.name_ja, area, "km2"
        )
