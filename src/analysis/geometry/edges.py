"""The edges of polygons, and how far points are off them."""

from functools import cached_property

import numpy as np
import shapely
from pyproj import Geod

_GEOD = Geod(ellps="GRS80")
_RUN = 8  # successive edges that are searched for as one
_DEGREE_M = 110_000.0  # a degree of latitude is longer everywhere
_SLACK = 1.01  # for what the plane about a point gets wrong


class Edges:
    """The edges of polygons: pairs of successive vertices, ring by ring.

    Parameters
    ----------
    polygons : array of shapely.Polygon or shapely.MultiPolygon
        In degrees of longitude and latitude; a missing or empty one has no edge.

    Attributes
    ----------
    start, end : numpy.ndarray of float, shape (edges, 2)
        Longitude and latitude of the two vertices.
    row : numpy.ndarray of int
        Which polygon an edge is of.
    """

    def __init__(self, polygons: np.ndarray) -> None:
        parts, polygon_of = shapely.get_parts(polygons, return_index=True)
        rings, part_of = shapely.get_rings(parts, return_index=True)
        vertices, ring = shapely.get_coordinates(rings, return_index=True)
        first = np.flatnonzero(ring[1:] == ring[:-1])
        self.start, self.end = vertices[first], vertices[first + 1]
        self.row = polygon_of[part_of[ring[first]]]

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.row)

    def nearest(
        self, x: np.ndarray, y: np.ndarray, within_m: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the polygon with the edge nearest to each point, and how far it is.

        Parameters
        ----------
        x, y : numpy.ndarray of float
            Longitude and latitude in degrees, finite.
        within_m : float
            Edges farther off than so many metres do not count.

        Returns
        -------
        rows : numpy.ndarray of int
            The polygon, of equally near ones the first; -1 without any.
        metres : numpy.ndarray of float
            Length of the geodesic on GRS80, to a micrometre; NaN without any.
        """
        point, edge = self._about(x, y, within_m)
        off, place = self._measure(point, edge, x, y)
        near = np.flatnonzero(off <= _SLACK * within_m / _DEGREE_M)
        near = near[np.lexsort((off[near], self.row[edge[near]], point[near]))]
        near = near[_is_first(point[near], self.row[edge[near]])]  # of each polygon
        point, row, (lon, lat) = point[near], self.row[edge[near]], place[near].T
        metres = _GEOD.inv(x[point], y[point], lon, lat)[2].round(6)
        order = np.lexsort((row, metres, point))[::-1]
        order = order[metres[order] <= within_m]
        rows, distances = np.full(len(x), -1), np.full(len(x), np.nan)
        rows[point[order]] = row[order]  # the nearest is written last
        distances[point[order]] = metres[order]
        return rows, distances

    def _about(self, x: np.ndarray, y: np.ndarray, metres: float) -> tuple:
        """Return all pairs of a point and an edge that may be nearest and so near."""
        dx, dy = reach(metres, y)
        tree, low, high = self._runs
        point, run = tree.query(shapely.box(x - dx, y - dy, x + dx, y + dy))
        lon, lat = x[point], y[point]
        # A run counts if its box is no farther than the first vertex of another run.
        first = np.hypot(*_level(self.start[run * _RUN], lon, lat))
        enough = np.full(len(x), dy)
        np.minimum.at(enough, point, first)
        east = np.maximum(low[run, 0] - lon, lon - high[run, 0]).clip(0)
        north = np.maximum(low[run, 1] - lat, lat - high[run, 1]).clip(0)
        counts = np.hypot(east * (dy / dx)[point], north) <= _SLACK * enough[point]
        point, run = point[counts], run[counts]

        edge = (run[:, None] * _RUN + np.arange(_RUN)).ravel()
        point = np.repeat(point, _RUN)
        return point[edge < len(self)], edge[edge < len(self)]

    def _measure(
        self, point: np.ndarray, edge: np.ndarray, x: np.ndarray, y: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return how far points are off edges, and the nearest places on the edges.

        In degrees of latitude, on the plane that touches the ellipsoid at the point.
        """
        lon, lat = x[point], y[point]
        start, end = self.start[edge], self.end[edge]
        ax, ay = _level(start, lon, lat)
        bx, by = _level(end, lon, lat)
        dx, dy = bx - ax, by - ay
        length = dx**2 + dy**2
        along = np.clip(-(ax * dx + ay * dy) / np.where(length == 0, 1, length), 0, 1)
        off = np.hypot(ax + along * dx, ay + along * dy)
        # Written so, a vertex comes out the same from each of the edges that end there.
        place = start * (1 - along[:, None]) + end * along[:, None]
        return off, place

    @cached_property
    def _runs(self) -> tuple[shapely.STRtree, np.ndarray, np.ndarray]:
        """Boxes around each `_RUN` successive edges: tree, low and high corners."""
        first = np.arange(0, len(self), _RUN)
        low = np.minimum.reduceat(np.minimum(self.start, self.end), first)
        high = np.maximum.reduceat(np.maximum(self.start, self.end), first)
        return shapely.STRtree(shapely.box(*low.T, *high.T)), low, high


def reach(metres: float, latitude: np.ndarray | float) -> tuple:
    """Return degrees of longitude and latitude that are at least so many metres.

    Not near the poles, where a circle of latitude is shorter than that.
    """
    north = metres / _DEGREE_M
    return north / np.cos(np.radians(np.abs(latitude) + north)), north


def _level(place: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> tuple:
    """Return places east and north of others, in degrees of latitude."""
    cosine = np.cos(np.radians((place[:, 1] + lat) / 2))
    # Eastwards the ellipsoid is less curved than northwards, and a degree longer.
    longer = 1 + _GEOD.es / (1 - _GEOD.es) * cosine**2
    east = (place[:, 0] - lon) * cosine * longer
    return east, place[:, 1] - lat


def _is_first(*keys: np.ndarray) -> np.ndarray:
    """Return where the sorted keys differ from those before."""
    differs = np.ones(len(keys[0]), dtype=bool)
    differs[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return differs
