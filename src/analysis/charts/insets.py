"""All of Japan on one sheet: the main map, and frames for the far islands.

The frames are parts of the sheet, moved, neither enlarged nor reduced. The sheet is
measured in kilometres, so one scale bar holds for every frame.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from analysis.charts.projection import albers

SHEET = (-890.0, -700.0, 906.0, 1130.0)
"""West, south, east and north edge of the sheet, in kilometres."""


@dataclass(frozen=True)
class Frame:
    """A rectangle of degrees drawn about its own meridian, moved on the sheet."""

    name: str
    west: float
    south: float
    east: float
    north: float
    meridian: float
    shift: tuple[float, float] = (0.0, 0.0)

    def holds(self, longitude, latitude) -> np.ndarray:
        """Return where points in degrees lie inside the frame."""
        return (
            (longitude >= self.west)
            & (longitude <= self.east)
            & (latitude >= self.south)
            & (latitude < self.north)
        )

    def project(self, longitude, latitude) -> np.ndarray:
        """Return points in degrees as points on the sheet."""
        return albers(longitude, latitude, meridian=self.meridian) + self.shift

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north edge on the sheet."""
        across = np.linspace(self.west, self.east, 21)
        north, south = np.full(21, self.north), np.full(21, self.south)
        edge = np.vstack([self.project(across, north), self.project(across, south)])
        return (*edge.min(axis=0), *edge.max(axis=0))


MAIN = Frame("main", 128.2, 30.15, 149.2, 45.8, 137.5)
NANSEI = Frame("nansei", 122.7, 23.8, 131.6, 30.15, 127.15, (-426.5, 1770.0))
OGASAWARA = Frame("ogasawara", 139.9, 24.1, 143.2, 28.5, 141.55, (734.7, 613.0))
FRAMES = (MAIN, NANSEI, OGASAWARA)


def on_sheet(longitude, latitude) -> tuple[np.ndarray, np.ndarray]:
    """Return points on the sheet, and the frame that each lies in.

    Parameters
    ----------
    longitude, latitude : array_like of float
        Degrees; NaN for an unknown place.

    Returns
    -------
    points : numpy.ndarray
        One row of x and y per place, kilometres; NaN for what no frame holds.
    frames : numpy.ndarray of int
        The place in `FRAMES`, -1 for what no frame holds.
    """
    longitude = np.asarray(longitude, dtype=float)
    latitude = np.asarray(latitude, dtype=float)
    points = np.full((len(longitude), 2), np.nan)
    frames = np.full(len(longitude), -1)
    for number, frame in enumerate(FRAMES):
        inside = frame.holds(longitude, latitude)
        points[inside] = frame.project(longitude[inside], latitude[inside])
        frames[inside] = number
    return points, frames


def land_on_sheet(polygons) -> np.ndarray:
    """Return the parts of polygons that a frame holds, moved to the sheet.

    A part belongs to the frame that holds the middle of its bounds; an islet that no
    frame holds (Minamitorishima, Okinotorishima) is left out.

    Parameters
    ----------
    polygons : array_like of shapely geometry
        In degrees, none of them missing.

    Returns
    -------
    numpy.ndarray of shapely.Geometry
        As many as `polygons`, each a MultiPolygon in kilometres.
    """
    polygons = np.asarray(polygons, dtype=object)
    parts, owner = shapely.get_parts(polygons, return_index=True)
    west, south, east, north = shapely.bounds(parts).T.reshape(4, -1)
    moved, owners = [], []
    for frame in FRAMES:
        inside = frame.holds((west + east) / 2, (south + north) / 2)
        moved.append(
            shapely.transform(
                parts[inside], lambda d, f=frame: f.project(d[:, 0], d[:, 1])
            )
        )
        owners.append(owner[inside])
    moved, owners = np.concatenate(moved), np.concatenate(owners)
    order = np.argsort(owners, kind="stable")
    land = np.full(len(polygons), shapely.MultiPolygon(), dtype=object)
    if len(moved):
        shapely.multipolygons(moved[order], indices=owners[order], out=land)
    return land
