"""A grid over edges: equal cells in degrees, each cut into equal parts."""

import numpy as np

PARTS = 16
"""Parts of a cell from west to east, and as many from south to north.

A power of two, so that the part of a coordinate is found without rounding.
"""

_MARGIN = 1e-6  # of a cell or a part; rounding moves a crossing by far less


class Grid:
    """Equal cells over a box, numbered from west to east, row by row northwards.

    The place of a coordinate never falls as the coordinate grows, rounded or not. A
    point on an edge has its place among those that `crossed` gives for the edge, and
    the cells of the parts that are crossed are crossed.

    Parameters
    ----------
    low, high : numpy.ndarray of float
        Longitude and latitude of the south-western and north-eastern corner.
    cells : int
        About how many.

    Attributes
    ----------
    shape : tuple of int
        Rows and columns of cells.
    farthest_latitude : float
        Latitude of the edge that is farther from the equator, without its sign.
    """

    def __init__(self, low: np.ndarray, high: np.ndarray, cells: int) -> None:
        self._low, self._high, span = low, high, high - low
        self._count = np.ceil(span / np.sqrt(span.prod() / cells)).astype(int)
        self._per_degree = self._count / span
        self.shape = (int(self._count[1]), int(self._count[0]))
        self.farthest_latitude = max(abs(low[1]), abs(high[1]))

    def holds(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return which points lie in the box; one with a NaN does not."""
        (west, south), (east, north) = self._low, self._high
        return (x >= west) & (x <= east) & (y >= south) & (y <= north)

    def place(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return row and column of each point; beyond the box, those of its rim."""
        return self._floor(self._steps(y, 1), 1), self._floor(self._steps(x, 0), 0)

    def cell(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the number of the cell of each point."""
        row, column = self.place(x, y)
        return row * self.shape[1] + column

    def part(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the number, in its cell, of the part that each point lies in."""
        row = self._floor(self._steps(y, 1) * PARTS, 1, PARTS)
        column = self._floor(self._steps(x, 0) * PARTS, 0, PARTS)
        return row % PARTS * PARTS + column % PARTS

    def centre(self, cell: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return longitude and latitude of the middle of each cell."""
        row, column = np.divmod(cell, self.shape[1])
        return self._degrees(column + 0.5, 0), self._degrees(row + 0.5, 1)

    def centre_of_part(
        self, cell: np.ndarray, part: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return longitude and latitude of the middle of a part of each cell."""
        row, column = np.divmod(cell, self.shape[1])
        up, along = np.divmod(part, PARTS)
        x, y = column + (along + 0.5) / PARTS, row + (up + 0.5) / PARTS
        return self._degrees(x, 0), self._degrees(y, 1)

    def crossed(
        self, start: np.ndarray, end: np.ndarray, parts: int = 1
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return which cells edges may cross, or which parts of them.

        Parameters
        ----------
        start, end : numpy.ndarray of float, shape (edges, 2)
            Longitude and latitude of the two vertices, inside the box.
        parts : int
            1 for whole cells, or `PARTS`.

        Returns
        -------
        edge, cell, part : numpy.ndarray of int
            All pairs of an edge and a part: the edge, the cell, the part in the cell.
        """
        start, end = (
            np.stack([self._steps(ends[:, axis], axis) for axis in (0, 1)]) * parts
            for ends in (start, end)
        )
        (ax, ay), (bx, by) = np.where(start[1] <= end[1], (start, end), (end, start))
        # Row by row, from where an edge enters to where it leaves.
        edge, row = _ranges(self._floor(ay, 1, parts), self._floor(by, 1, parts))
        ax, ay, bx, by = ax[edge], ay[edge], bx[edge], by[edge]
        flat = ay == by
        height = np.where(flat, 1, by - ay)
        enters = (np.maximum(row - _MARGIN, ay) - ay) / height
        leaves = (np.minimum(row + 1 + _MARGIN, by) - ay) / height
        leaves[flat] = 1
        x = np.stack([ax + enters * (bx - ax), ax + leaves * (bx - ax)])
        west = self._floor(x.min(axis=0) - _MARGIN, 0, parts)
        step, column = _ranges(west, self._floor(x.max(axis=0) + _MARGIN, 0, parts))
        edge, row = edge[step], row[step]
        cell = row // parts * self.shape[1] + column // parts
        return edge, cell, row % parts * parts + column % parts

    def _steps(self, degrees: np.ndarray, axis: int) -> np.ndarray:
        """Return longitudes (axis 0) or latitudes (1) in widths of a cell."""
        return (degrees - self._low[axis]) * self._per_degree[axis]

    def _floor(self, steps: np.ndarray, axis: int, parts: int = 1) -> np.ndarray:
        """Return whole steps, beyond the box the first or last, the first for a NaN."""
        last = self._count[axis] * parts - 1
        return np.fmin(np.fmax(steps, 0), last).astype(np.intp)

    def _degrees(self, steps: np.ndarray, axis: int) -> np.ndarray:
        return steps / self._per_degree[axis] + self._low[axis]


def _ranges(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return all whole numbers from first to last, and which range each is of."""
    many = last - first + 1
    which = np.repeat(np.arange(len(many)), many)
    before = np.cumsum(many) - many
    return which, np.arange(len(which)) - (before - first)[which]
