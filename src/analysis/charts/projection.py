"""From degrees to kilometres on paper, and from polygons to matplotlib paths."""

from itertools import pairwise

import numpy as np
import shapely
from matplotlib.path import Path

_RADIUS = 6371.0
_PARALLELS = np.radians((33.0, 44.0))
_CONE = np.sin(_PARALLELS).mean()
_CONSTANT = np.cos(_PARALLELS[0]) ** 2 + 2 * _CONE * np.sin(_PARALLELS[0])


def albers(longitude, latitude, *, meridian: float = 137.5) -> np.ndarray:
    """Return kilometres east of a meridian and north of 36°N, one row per point.

    Albers' equal-area conic projection with standard parallels 33° and 44°N, on a
    sphere: at the scale of a chart the ellipsoid would move nothing by a pixel.
    Every meridian gives the same scale, so maps drawn about different ones compare.

    Parameters
    ----------
    longitude, latitude : array_like of float
        Degrees.
    meridian : float
        Degrees east; drawn upright.

    References
    ----------
    Snyder, Map Projections: A Working Manual (USGS, 1987), p. 100.
    """
    angle = _CONE * np.radians(np.asarray(longitude, dtype=float) - meridian)
    radius = _ring(np.asarray(latitude, dtype=float))
    x = radius * np.sin(angle)
    y = _ring(36.0) - radius * np.cos(angle)
    return np.column_stack([np.ravel(x), np.ravel(y)])


def paths(polygons, project) -> list[Path]:
    """Return one path per polygon or multipolygon, holes kept.

    Parameters
    ----------
    polygons : array_like of shapely.Polygon or shapely.MultiPolygon
        In degrees; an empty one and None become a path without points.
    project : callable
        Takes an array of longitude and latitude, returns one of x and y.
    """
    polygons = np.asarray(polygons, dtype=object)
    if len(polygons) == 0:
        return []
    parts, polygon_of = shapely.get_parts(polygons, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    ring_of = polygon_of[part_of]
    degrees, at = shapely.get_coordinates(rings, return_index=True)
    codes = np.full(len(degrees), Path.LINETO, dtype=Path.code_type)
    codes[np.flatnonzero(np.diff(at, prepend=-1))] = Path.MOVETO
    points = project(degrees)
    ends = np.searchsorted(ring_of[at], np.arange(len(polygons) + 1))
    return [
        Path(points[start:stop], codes[start:stop]) for start, stop in pairwise(ends)
    ]


def _ring(latitude):
    """Return the radius in kilometres of the circle that a parallel becomes."""
    inside = _CONSTANT - 2 * _CONE * np.sin(np.radians(latitude))
    return _RADIUS / _CONE * np.sqrt(inside)
