"""Units of an archive as a coverage, or the reason why they cannot be one."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.boundaries.n03.uncoded import listed
from analysis.errors import SourceError
from analysis.geometry import coverage

SLIVER = 1e-5
"""Gaps narrower than this are closed (degrees, some 1 m): N03 has six to nine decimals.

Anything wider is as the ministry drew it, water for the most part.
"""

TRIFLE_KM2 = 0.01
"""One hectare: what cleaning may move without anybody having to look."""

MOST_MOVED = 0.01
"""The share of its area, beyond a trifle, that no unit may lose or gain by cleaning."""

_SHOWN = 5


def clean(units: gpd.GeoDataFrame, path: Path) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return units that are a valid coverage, and how far they were none.

    Parameters
    ----------
    units : GeoDataFrame
        `area_code`, `name_ja` and valid `geometry`.
    path : Path
        The archive, for messages.

    Raises
    ------
    SourceError
        If there are none, one lies under others, or one would change by more than
        `MOST_MOVED` of its area; the message names those that overlap.
    """
    if units.empty:
        raise SourceError(f"{path} holds no polygon; get the archive again")
    shapes = units.geometry
    if shapely.coverage_is_valid(shapes.array):
        return units, []
    unmatched = coverage.invalid_edges_m(shapes)
    cleaned = gpd.GeoSeries(
        shapely.coverage_clean(shapes.array, gap_width=SLIVER),
        units.index,
        crs=units.crs,
    )
    gone = units.loc[cleaned.is_empty, "name_ja"]
    if len(gone):
        raise SourceError(
            f"{path}: other polygons cover all of {listed(gone)}; "
            "get the archive from its publisher again"
        )
    before = coverage.area_km2(shapes)
    change = (coverage.area_km2(cleaned) - before).abs()
    _refuse_large(units, change, before, path)
    most = units.loc[change.idxmax()]
    note = (
        f"{unmatched:,.0f} m of borders did not match or overlapped: cleaned, which "
        f"changed areas by {change.sum():.4f} km² in all, most at {most['name_ja']}"
    )
    left = coverage.invalid_edges_m(cleaned)
    residue = [f"{left:,.0f} m of borders still do not match"] if left else []
    return units.set_geometry(cleaned), [note, *residue]


def _refuse_large(
    units: gpd.GeoDataFrame, change: pd.Series, before: pd.Series, path: Path
) -> None:
    """Refuse to give away what is more than slips of the pen."""
    large = (change > MOST_MOVED * before) & (change > TRIFLE_KM2)
    if not large.any():
        return
    raise SourceError(
        f"{path}: {_overlaps(units, np.flatnonzero(large))}; to make them fit would "
        f"change {_named(units[large])} by more than {MOST_MOVED:.0%} of the area; get "
        "the archive from its publisher again"
    )


def _overlaps(units: gpd.GeoDataFrame, rows: np.ndarray) -> str:
    """Return which units overlap those of some rows, by how much, largest first."""
    shapes = units.geometry
    one, other = shapes.sindex.query(shapes.iloc[rows], predicate="intersects")
    pairs = np.sort(np.stack([rows[one], other]), axis=0)
    pairs = np.unique(pairs[:, pairs[0] != pairs[1]], axis=1)
    common = shapely.intersection(shapes.array[pairs[0]], shapes.array[pairs[1]])
    areas = coverage.area_km2(gpd.GeoSeries(common, crs=units.crs)).to_numpy()
    largest = np.argsort(-areas, kind="stable")[:_SHOWN]
    said = [
        f"{_named(units.iloc[pairs[:, pair]])} overlap by {areas[pair]:,.2f} km²"
        for pair in largest
        if areas[pair] > 0
    ]
    return ", ".join(said) or "borders do not match"


def _named(units: gpd.GeoDataFrame) -> str:
    """Return names and codes of the first units, for a message."""
    names = units["name_ja"].fillna("(no name)")
    return listed(names.str.cat(" (" + units["area_code"] + ")", na_rep=""))
