"""Which polygon each of many points lies in, and which is nearest to it.

A grid is laid over the polygons once. A cell that no edge crosses is one polygon's, or
nobody's, as a whole, and so is a part of a cell: nearly all points are answered by
looking these up. Of the others the polygons that share the cell are asked, by the exact
test of shapely.
"""

from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely

from analysis.geometry.edges import Edges, reach
from analysis.geometry.grid import PARTS, Grid

_NONE, _SHARED = -1, -2
_CELLS_PER_EDGE = 14  # the packaged municipalities: cells of 2 km, parts of 130 m
_MOST_CELLS = 2_000_000
_MANY = 50_000  # so many points in shared cells are worth labelling the parts of these
_BLOCK = 10_000  # points whose distances are taken at a time, in some 100 MB
_FIRST_M = 2_000.0  # the search for the nearest polygon begins with so much


class PolygonIndex:
    """Polygons, ready to be asked for points.

    Parameters
    ----------
    polygons : GeoSeries or array of shapely.Polygon or shapely.MultiPolygon
        Valid, in degrees of longitude and latitude. They may overlap; a missing or
        empty one holds no point.
    """

    def __init__(self, polygons: gpd.GeoSeries | np.ndarray) -> None:
        self._polygons = np.array(polygons, dtype=object)
        shapely.prepare(self._polygons)
        self._edges = Edges(self._polygons)
        if len(self._edges):
            ends = self._edges.start
            cells = min(_CELLS_PER_EDGE * len(ends), _MOST_CELLS)
            self._grid = Grid(ends.min(axis=0), ends.max(axis=0), cells)
            self._label_cells()

    def at(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the row of the polygon that covers each point, its border included.

        Parameters
        ----------
        x, y : array of float
            Longitude and latitude in degrees.

        Returns
        -------
        numpy.ndarray of int
            As many as points. Of several polygons (on a border) the first one; -1 if
            there is none, or if a coordinate is missing or infinite.
        """
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        if not len(self._edges):
            return np.full(len(x), _NONE)
        label = self._label[self._grid.cell(x, y)]
        rows = np.where(self._grid.holds(x, y), label, _NONE).astype(np.intp)
        shared = np.flatnonzero(rows <= _SHARED)
        number = _SHARED - rows[shared]
        x, y = x[shared], y[shared]
        if len(shared) >= _MANY:
            rows[shared] = self._parts[number, self._grid.part(x, y)]
            left = np.flatnonzero(rows[shared] == _SHARED)
            shared, number, x, y = shared[left], number[left], x[left], y[left]
        rows[shared] = self._ask(number, x, y)
        return rows

    def nearest(
        self, x: np.ndarray, y: np.ndarray, within_m: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the row of the polygon nearest to each point, and how far it is.

        Parameters
        ----------
        x, y : array of float
            Longitude and latitude in degrees.
        within_m : float
            How far off a polygon may be, in metres; 0 for points inside only.

        Returns
        -------
        rows : numpy.ndarray of int
            Inside a polygon as of `at`; outside, the nearest within `within_m`, and of
            equally near ones the first; -1 if there is none.
        metres : numpy.ndarray of float
            Length of the geodesic on GRS80 to the nearest point of the polygon, whose
            edges are straight in degrees: 0 inside, NaN where there is no row.
        """
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        rows = self.at(x, y)
        is_away = rows == _NONE
        metres = np.zeros(len(x))
        metres[is_away] = np.nan
        if not len(self._edges) or within_m <= 0:
            return rows, metres
        away = np.flatnonzero(is_away & np.isfinite(x) & np.isfinite(y))
        radius = min(_FIRST_M, within_m)
        while len(away):
            near = away[self._may_be_near(x[away], y[away], radius)]
            for block in np.split(near, range(_BLOCK, len(near), _BLOCK)):
                found = self._edges.nearest(x[block], y[block], radius)
                rows[block], metres[block] = found
            if radius == within_m:
                break
            away = away[rows[away] == _NONE]
            radius = min(2 * radius, within_m)
        return rows, metres

    def _label_cells(self) -> None:
        """Write down whose each cell of the grid is.

        `_label` is the row of the polygon that has the cell to itself, -1 if none does,
        -2 - k for the k-th of the shared cells, which are `_shared`. The rows of the
        polygons there are `_sharing`, from `_first[k]` to before `_first[k + 1]`, in
        order. `_used` counts the cells with any polygon south-west of each corner.
        """
        grid, edges, many = self._grid, self._edges, len(self._polygons)
        edge, cell, _ = grid.crossed(edges.start, edges.end)
        is_shared = np.zeros(grid.shape, dtype=bool)
        is_shared.flat[cell] = True
        begins = _begins(is_shared)
        run, row = self._covering(*grid.centre(np.flatnonzero(begins)))
        owner = np.full(begins.sum(), _NONE)
        owner[run[::-1]] = row[::-1]  # the first of several is written last
        self._label = _filled(is_shared, begins, owner).astype(np.int32)
        self._shared = np.flatnonzero(is_shared)
        self._label[self._shared] = _SHARED - np.arange(len(self._shared))

        # Where polygons overlap, one may hold a shared cell and have no edge in it.
        number, row = self._covering(*grid.centre(self._shared))
        number = np.concatenate([_SHARED - self._label[cell], number])
        pairs = np.unique(number * many + np.concatenate([edges.row[edge], row]))
        self._first = np.searchsorted(pairs, np.arange(len(self._shared) + 1) * many)
        self._sharing = pairs % many

        used = (self._label != _NONE).reshape(grid.shape)
        self._used = np.zeros(np.add(grid.shape, 1), dtype=np.int32)
        self._used[1:, 1:] = used.cumsum(axis=0, dtype=np.int32).cumsum(axis=1)

    @cached_property
    def _parts(self) -> np.ndarray:
        """Whose each part of the shared cells is: a row, -1 or -2 if it is shared, too.

        They take longer to label than many points to ask for, and are if it pays.
        """
        grid, edges = self._grid, self._edges
        _, cell, part = grid.crossed(edges.start, edges.end, PARTS)
        is_shared = np.zeros((len(self._shared) * PARTS, PARTS), dtype=bool)
        is_shared.flat[(_SHARED - self._label[cell]) * PARTS**2 + part] = True
        begins = _begins(is_shared)
        number, part = np.divmod(np.flatnonzero(begins), PARTS**2)
        centres = grid.centre_of_part(self._shared[number], part)
        owner = self._ask(number, *centres)
        return _filled(is_shared, begins, owner).reshape(-1, PARTS**2)

    def _covering(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return all pairs of a point and a polygon that covers it, in order."""
        point, row = shapely.STRtree(self._polygons).query(shapely.points(x, y))
        hit = shapely.intersects_xy(self._polygons[row], x[point], y[point])
        point, row = point[hit], row[hit]
        order = np.lexsort((row, point))
        return point[order], row[order]

    def _ask(self, number: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the first polygon that covers each point of a shared cell, or -1."""
        rows = np.full(len(x), _NONE)
        candidate, end = self._first[number], self._first[number + 1]
        # By polygon, which is then asked for many points while it is in the cache.
        left = np.argsort(self._sharing[candidate])
        while len(left):
            row = self._sharing[candidate[left]]
            hit = shapely.intersects_xy(self._polygons[row], x[left], y[left])
            rows[left[hit]] = row[hit]
            left = left[~hit]
            candidate[left] += 1
            left = left[candidate[left] < end[left]]
        return rows

    def _may_be_near(self, x: np.ndarray, y: np.ndarray, metres: float) -> np.ndarray:
        """Return which points have a polygon's cell within so many metres."""
        dx, dy = reach(metres, self._grid.farthest_latitude)
        south, west = self._grid.place(x - dx, y - dy)
        north, east = self._grid.place(x + dx, y + dy)
        # Cells in a rectangle, from the counts south-west of each of its corners.
        counts, width = self._used.ravel(), self._used.shape[1]
        south, north, east = south * width, (north + 1) * width, east + 1
        lower = counts[south + east] - counts[south + west]
        return counts[north + east] - counts[north + west] > lower


def _begins(is_shared: np.ndarray) -> np.ndarray:
    """Return where runs of what is not shared begin along a row, all of one owner.

    No edge comes between one shared place and the next.
    """
    begins = ~is_shared
    begins[:, 1:] &= is_shared[:, :-1]
    return begins


def _filled(is_shared: np.ndarray, begins: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Return the label of each place, given the owners of the runs."""
    whole = ~is_shared.ravel()
    smallest = np.min_scalar_type(_SHARED - owner.max(initial=0))
    label = np.full(is_shared.size, _SHARED, dtype=smallest)
    label[whole] = owner[np.cumsum(begins)[whole] - 1]
    return label
