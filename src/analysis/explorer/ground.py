"""Polygons for a page: on the sheet of Japan, as short lists of whole numbers."""

from functools import cache

import numpy as np
import shapely

from analysis.boundaries import layers, sets
from analysis.charts import insets, wording
from analysis.explorer.words import LANGUAGES

UNIT_KM = 0.01
"""Kilometres of the sheet in one unit of the numbers."""

_BUDGET = 250_000  # vertices of the bodies of a list, some 2 MB
_LINE_KM = 100  # the height of a line on a small map
_TOLERANCES = (0.02, 0.05, 0.1, 0.2, 0.5)  # km


@cache
def ground() -> dict[str, list]:
    """Return what lies under every list: callers must not change it.

    Returns
    -------
    dict
        `land`: the prefectures, as `encode` has polygons. `borders`: lines between the
        municipalities of a prefecture. `sheet`: west, south, east and north edge in km.
        `frames` of the far islands: such a `box`, the name by language, and the corner
        `at` which it stands: above the frame, in one at the top of the sheet.
    """
    packaged = sets.find("jma", None)
    land = insets.land_on_sheet(layers.layer(packaged, "prefecture").geometry.array)
    return {
        "land": encode(land),
        "borders": [
            steps
            for line in _inner_borders(packaged)
            if len(steps := _deltas(line)) > 2
        ],
        "sheet": list(insets.SHEET),
        "frames": [_frame(frame) for frame in insets.FRAMES[1:]],
    }


def encode(polygons: np.ndarray) -> list[list]:
    """Return polygons on the sheet as lists of parts, of rings, of numbers.

    A ring is its first point and then the steps from point to point, x and y in turn,
    in `UNIT_KM`; it is closed. Outer rings run one way and holes the other, so that
    both rules of filling agree.
    """
    return [
        [
            [_deltas(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part)]
            for part in shapely.get_parts(shapely.orient_polygons(polygon))
        ]
        for polygon in polygons
    ]


def lighter(polygons: np.ndarray) -> np.ndarray:
    """Return polygons on the sheet, simplified as far as a page can hold them.

    The packaged ones are kept as they are; those of N03 have far more vertices.
    """
    light = polygons
    for tolerance in _TOLERANCES:
        if shapely.get_num_coordinates(light).sum() <= _BUDGET:
            break
        light = shapely.simplify(polygons, tolerance)
    return light


def _frame(frame: insets.Frame) -> dict[str, object]:
    """Return the edges of a frame, its name, and where that has room."""
    _, south, east, north = frame.box
    at_top = north > insets.SHEET[3] - _LINE_KM
    names = {lang: wording.say(lang, frame.name) for lang in LANGUAGES}
    return names | {"box": list(frame.box), "at": [east, south if at_top else north]}


def _deltas(points: np.ndarray) -> list[int]:
    """Return a line as its first point and the steps that are not nothing."""
    places = np.rint(points / UNIT_KM).astype(int)
    steps = np.diff(places, axis=0)
    steps = steps[steps.any(axis=1)]
    return np.vstack([places[:1], steps]).ravel().tolist()


def _inner_borders(chosen: sets.BoundarySet) -> list[np.ndarray]:
    """Return the lines that two municipalities of one prefecture share."""
    towns = layers.layer(chosen, "municipality")
    land = insets.land_on_sheet(towns.geometry.array)
    parts, town_of = shapely.get_parts(land, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero(ring_of[1:] == ring_of[:-1])
    prefecture = towns["prefecture_code"].astype(int).to_numpy()
    at = prefecture[town_of[part_of[ring_of[first]]]]
    _, number = np.unique(points, axis=0, return_inverse=True)
    ends = np.sort(np.column_stack([number[first], number[first + 1]]), axis=1)
    _, place, times = np.unique(
        np.column_stack([at, ends]), axis=0, return_index=True, return_counts=True
    )
    shared = first[place[times > 1]]
    lines = shapely.linestrings(np.stack([points[shared], points[shared + 1]], axis=1))
    merged = shapely.line_merge(shapely.multilinestrings(lines))
    return [shapely.get_coordinates(line) for line in shapely.get_parts(merged)]
