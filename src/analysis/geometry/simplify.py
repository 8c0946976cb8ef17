"""Simpler polygons that still are a coverage, none of them lost or out of shape.

Pure geometry; nothing here knows of municipalities. GEOS removes the vertices, and
keeps a coverage valid doing so, but one tolerance for all makes triangles of small
units. How far it may go is chosen here, for every unit.
"""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.geometry.coverage import EQUAL_AREA

_RUNGS = 6
"""Tolerances that are tried, each twice the one below; below all of them is 0."""


class Detail(NamedTuple):
    """How far polygons are simplified; the fields are those of `simplify`."""

    tolerance_m: float
    most_error: float


DETAILS = {
    "full": None,
    "medium": Detail(tolerance_m=500.0, most_error=0.01),
    "coarse": Detail(tolerance_m=2500.0, most_error=0.10),
}
"""As the source has it, for maps of a prefecture, and for maps of the country.

On a map of the country a pixel is some 1.3 km wide.
"""


class _Rings(NamedTuple):
    """A coverage taken apart: its rings one after another, each without its end."""

    degrees: np.ndarray
    """Coordinates of each vertex of each ring, as they came."""
    metres: np.ndarray
    """The same on the equal-area plane, from the first vertex of the ring."""
    place: np.ndarray
    """Number of the point that a vertex is at: the same in rings that share it."""
    ring: np.ndarray
    """Number of the ring of each vertex, ascending."""
    part: np.ndarray
    """Number of the part, one polygon of a unit, of each ring, ascending."""
    unit: np.ndarray
    """Number of the unit of each part, ascending."""


def simplify(
    polygons: gpd.GeoSeries, *, tolerance_m: float, most_error: float
) -> gpd.GeoSeries:
    """Return a coverage with fewer vertices, in which every unit keeps its area.

    Vertices go whose triangle with their neighbours is small, by the rule of
    Visvalingam and Whyatt as `shapely.coverage_simplify` has it. Where that would cost
    a unit its area or a part its form, a smaller tolerance is taken for it, if need be
    0, and for the borders that its neighbours share with it.

    Parameters
    ----------
    polygons : GeoSeries
        Polygons and multipolygons of a valid coverage, with a CRS; none is empty.
    tolerance_m : float
        Side, in metres, of a square as large as the triangles that may go; 0 leaves
        all as it is.
    most_error : float
        By how much the area of a unit may change, as a share of it: 0.05 is 5 %.

    Returns
    -------
    GeoSeries
        The same index and CRS, a valid coverage. Every part and every hole is still
        there. All vertices are vertices of `polygons`, to the last bit.

    Raises
    ------
    ValueError
        If a number is below 0, or `polygons` is no valid coverage.
    """
    if tolerance_m < 0 or most_error < 0:
        raise ValueError(
            "want a tolerance and an error of 0 or more, got "
            f"tolerance_m={tolerance_m} and most_error={most_error}"
        )
    if not (polygons.is_valid.all() and shapely.coverage_is_valid(polygons.array)):
        raise ValueError(
            "the polygons are no valid coverage: neighbours would part; "
            "mend and clean them with analysis.geometry.coverage first"
        )
    if tolerance_m == 0 or polygons.empty:
        return polygons.copy()
    plane = polygons.to_crs(EQUAL_AREA).array
    rings, places = _take_apart(polygons.array, plane)
    height = _heights(plane, places, tolerance_m)
    area = _areas(rings, np.ones(len(rings.ring), dtype=bool))
    rung = np.full(len(rings.unit), _RUNGS)  # of each part; at 0 it keeps all
    while True:
        kept = _kept(rings, height, rung)
        off = np.abs(_areas(rings, kept) - area) > most_error * area
        too_coarse = off[rings.unit] | _collapsed(rings, kept)
        if not too_coarse.any():
            parts, simpler = _put_together(rings, kept, polygons.array)
            too_coarse = _faulty(parts, simpler, rings.unit, rung)
            if not too_coarse.any():
                return gpd.GeoSeries(simpler, index=polygons.index, crs=polygons.crs)
        rung[too_coarse] = np.maximum(rung[too_coarse] - 1, 0)


def _take_apart(polygons: np.ndarray, plane: np.ndarray) -> tuple[_Rings, pd.Index]:
    """Return the rings of a coverage, and the points on the plane by their number."""
    parts, unit = shapely.get_parts(polygons, return_index=True)
    lines, part = shapely.get_rings(parts, return_index=True)
    degrees, ring = shapely.get_coordinates(lines, return_index=True)
    metres = shapely.get_coordinates(plane)
    closing = np.diff(ring, append=len(lines)) > 0
    degrees, metres, ring = degrees[~closing], metres[~closing], ring[~closing]
    place, places = pd.factorize(_as_complex(metres))
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    metres = metres - metres[first][ring]
    return _Rings(degrees, metres, place, ring, part, unit), pd.Index(places)


def _heights(plane: np.ndarray, places: pd.Index, tolerance_m: float) -> np.ndarray:
    """Return the highest rung on which GEOS leaves a vertex at each place."""
    height = np.zeros(len(places), dtype=int)
    for rung in range(1, _RUNGS + 1):  # upwards: each has less work than the one before
        plane = shapely.coverage_simplify(plane, tolerance_m / 2 ** (_RUNGS - rung))
        left = places.get_indexer(_as_complex(shapely.get_coordinates(plane)))
        height[left] = rung
    return height


def _kept(rings: _Rings, height: np.ndarray, rung: np.ndarray) -> np.ndarray:
    """Return which vertices stay, each by the lowest rung of the parts that share it.

    So both sides of a border decide alike, and all of it between two nodes does.
    """
    lowest = np.full(len(height), _RUNGS)
    np.minimum.at(lowest, rings.place, rung[rings.part[rings.ring]])
    return (height >= lowest)[rings.place]


def _areas(rings: _Rings, kept: np.ndarray) -> np.ndarray:
    """Return the area of every unit with the vertices that are kept, in m²."""
    (x, y), ring = rings.metres[kept].T, rings.ring[kept]
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    following = np.arange(1, len(ring) + 1)
    following[np.append(first[1:], len(ring)) - 1] = first
    cross = x * y[following] - x[following] * y
    inside = np.abs(np.bincount(ring, cross, minlength=len(rings.part))) / 2
    is_shell = np.diff(rings.part, prepend=-1) > 0
    unit = rings.unit[rings.part]
    return np.bincount(unit, np.where(is_shell, inside, -inside))


def _collapsed(rings: _Rings, kept: np.ndarray) -> np.ndarray:
    """Return which parts have a ring of less than three vertices."""
    left = np.bincount(rings.ring[kept], minlength=len(rings.part))
    return np.bincount(rings.part, left < 3) > 0


def _put_together(
    rings: _Rings, kept: np.ndarray, polygons: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return parts, and units of the same types as before, of the vertices kept."""
    lines = shapely.linearrings(rings.degrees[kept], indices=rings.ring[kept])
    parts = shapely.polygons(lines, indices=rings.part)
    units = shapely.multipolygons(parts, indices=rings.unit)
    single = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    units[single] = parts[single[rings.unit]]
    return parts, units


def _faulty(
    parts: np.ndarray, units: np.ndarray, unit: np.ndarray, rung: np.ndarray
) -> np.ndarray:
    """Return which parts must be finer for a valid coverage of valid units."""
    faulty = ~shapely.is_valid(units)[unit]
    faulty |= ~shapely.is_empty(shapely.coverage_invalid_edges(parts))
    finer = faulty & (rung > 0)
    # What has all its vertices already is in the way of one that is not faulty itself.
    return finer if finer.any() or not faulty.any() else rung > 0


def _as_complex(points: np.ndarray) -> np.ndarray:
    """Return points as complex numbers: one key for each."""
    return points[:, 0] + 1j * points[:, 1]
