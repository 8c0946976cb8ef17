"""Names beside points on a map, placed so that none covers another.

Greedy and deterministic: the most crowded point chooses first, and takes the cheapest
free place on rings around it. A name that ends up away from its point gets a line.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from analysis.charts.style import HALO, SOFT_INK

Box = tuple[float, float, float, float]

_RINGS = (6, 10, 16, 24, 34, 46, 60, 76, 94, 114)
_ANGLES = np.radians(
    [*(0, 180, 45, -45, 135, -135, 90, -90), *(22, -22, 158, -158, 67, -67, 113, -113)]
)
_LINE_FROM = 10  # points: a name nearer than this needs no line
_AIR = 1.5  # points between two names
_COST_OF_MARKER, _COST_OF_LINE, _COST_OF_NAME = 5, 30, 200  # crossed; in points
_DEAREST = 150  # a name that would cost more is left out: better none than a tangle


def place(
    ax: Axes,
    points: np.ndarray,
    names: list[str],
    *,
    room: Box | None = None,
    clear: Sequence[Box] = (),
    marker: float = 5.0,
    size: float = 9.5,
) -> list[Annotation]:
    """Write names beside points and return them; one without room is left out.

    The limits and the place of the Axes must be final.

    Parameters
    ----------
    points : numpy.ndarray
        One row of x and y per name, in data coordinates.
    room : (x0, y0, x1, y1), optional
        Box in data coordinates that holds every name; the Axes if left out.
    clear : sequence of (x0, y0, x1, y1)
        Boxes in data coordinates that no name may touch.
    marker : float
        Radius in points that every point keeps for its marker.
    size : float
        Font size in points.
    """
    pixel = ax.figure.dpi / 72
    anchors = ax.transData.transform(points) / pixel
    corners = ax.transData.transform(np.reshape(clear, (-1, 2))) / pixel
    if room is None:
        inside = np.array(ax.bbox.extents) / pixel
    else:
        inside = ax.transData.transform(np.reshape(room, (2, 2))).ravel() / pixel
    inside += np.array([2, 2, -2, -2])
    markers = np.hstack([anchors - marker, anchors + marker])
    boxes = corners.reshape(-1, 4)
    lines = np.empty((0, 2, 2))
    written = []
    for i in _most_crowded_first(anchors):
        note = ax.annotate(
            names[i],
            points[i],
            xytext=(0, 0),
            textcoords="offset points",
            ha="center",
            va="center",
            size=size,
            path_effects=HALO,
            zorder=6,
        )
        extent = note.get_window_extent()
        half = np.array([extent.width, extent.height]) / pixel / 2 + _AIR
        others = np.delete(markers, i, axis=0)
        spot = _best_spot(anchors[i], half, markers, others, boxes, lines, inside)
        if spot is None:
            note.remove()
            continue
        centre, gap = spot
        note.xyann = tuple(centre - anchors[i])
        boxes = np.vstack([boxes, [*(centre - half), *(centre + half)]])
        if gap > _LINE_FROM:
            end = np.clip(anchors[i], centre - half, centre + half)
            lines = np.concatenate([lines, [[anchors[i], end]]])
            ends = ax.transData.inverted().transform(lines[-1] * pixel)
            ax.plot(*ends.T, color=SOFT_INK, linewidth=0.7, zorder=4)
        written.append(note)
    return written


def _best_spot(anchor, half, markers, others, boxes, lines, room):
    """Return centre and distance of the cheapest free place for a name, or None.

    A name may cover nothing. Distance costs, and so does what its line would cross.
    """
    toward = np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    taken = np.vstack([markers, boxes])
    least, best = _DEAREST, None
    for gap in _RINGS:
        if least <= gap:
            break
        centres = anchor + toward * (gap + half)
        spots = np.hstack([centres - half, centres + half])
        free = (spots[:, :2] >= room[:2]).all(axis=1)
        free &= (spots[:, 2:] <= room[2:]).all(axis=1)
        free &= ~_overlap(spots, taken).any(axis=1)
        centres, spots = centres[free], spots[free]
        if not len(spots):
            continue
        cost = gap + _COST_OF_NAME * _crossings(lines, spots).sum(axis=0)
        if gap > _LINE_FROM:
            ends = np.clip(anchor, spots[:, :2], spots[:, 2:])
            own = np.stack([np.broadcast_to(anchor, ends.shape), ends], axis=1)
            cost = cost + _COST_OF_MARKER * _crossings(own, others).sum(axis=1)
            cost = cost + _COST_OF_NAME * _crossings(own, boxes).sum(axis=1)
            cost = cost + _COST_OF_LINE * _meet(own, lines).sum(axis=1)
        first = int(np.argmin(cost))
        if cost[first] < least:
            least, best = cost[first], (centres[first], gap)
    return best


def _overlap(spots: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Tell for each spot and each box whether they overlap."""
    low = np.maximum(spots[:, None, :2], boxes[:, :2])
    high = np.minimum(spots[:, None, 2:], boxes[:, 2:])
    return (high > low).all(axis=2)


def _crossings(lines: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Tell for each line and each box whether they meet, seen at 24 points a line."""
    steps = np.linspace(0, 1, 24)[:, None, None]
    points = (lines[:, 0] + steps * (lines[:, 1] - lines[:, 0]))[:, :, None]
    return ((points > boxes[:, :2]) & (points < boxes[:, 2:])).all(axis=3).any(axis=0)


def _meet(lines: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Tell for each line and each other line whether they cross."""
    a, b = lines[:, None, 0], lines[:, None, 1]
    c, d = others[:, 0], others[:, 1]
    return (_side(a, b, c) != _side(a, b, d)) & (_side(c, d, a) != _side(c, d, b))


def _side(a, b, c):
    """Tell on which side of the line from a to b the point c lies."""
    ahead, there = b - a, c - a
    return ahead[..., 0] * there[..., 1] > ahead[..., 1] * there[..., 0]


def _most_crowded_first(anchors: np.ndarray) -> np.ndarray:
    """Return the order of points from the most neighbours to the fewest."""
    near = np.linalg.norm(anchors[:, None] - anchors, axis=2) < 80
    return np.argsort(-near.sum(axis=1), kind="stable")
