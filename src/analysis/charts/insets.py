"""All of Japan on one sheet: the main map, and frames for the far islands.

The frames are parts of the sheet, moved, and of its scale unless one is to be enlarged.
The sheet is measured in kilometres.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely

from analysis.charts.projection import albers

SHEET = (-890.0, -700.0, 906.0, 1130.0)
"""West, south, east and north edge of the sheet, in kilometres."""

NORTHERN_TERRITORIES = shapely.Polygon(
    [
        *((145.84, 42.8), (145.84, 43.42), (145.5, 43.56), (145.355, 43.62)),
        *((145.355, 43.75), (145.5, 44.1), (145.75, 44.6), (146.5, 45.4)),
        *((147.0, 46.5), (149.5, 46.5), (149.5, 42.8)),
    ]
)
"""The sea about 択捉, 国後, 色丹 and 歯舞, in degrees: a line through the straits.

A crude one, which keeps islands apart and is no border.
"""

_STEP = 0.1  # of the largest factor that an error names
_MOST = 10.0  # times: no frame comes near it


@dataclass(frozen=True)
class Frame:
    """A rectangle of degrees drawn about its own meridian, moved on the sheet.

    Attributes
    ----------
    shift : tuple of float
        Kilometres to the east and the north.
    corner : tuple of float
        The point of the sheet, in kilometres, that stays when the frame is enlarged.
    scale : float
        How many times as large as the main map.
    """

    name: str
    west: float
    south: float
    east: float
    north: float
    meridian: float
    shift: tuple[float, float] = (0.0, 0.0)
    corner: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0

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
        points = albers(longitude, latitude, meridian=self.meridian) + self.shift
        return self.scale * (points - self.corner) + self.corner

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north edge on the sheet."""
        across = np.linspace(self.west, self.east, 21)
        north, south = np.full(21, self.north), np.full(21, self.south)
        edge = np.vstack([self.project(across, north), self.project(across, south)])
        return tuple(np.concatenate([edge.min(axis=0), edge.max(axis=0)]).tolist())


MAIN = Frame("main", 128.2, 30.15, 149.2, 45.8, 137.5)
NANSEI = Frame(
    *("nansei", 122.7, 23.8, 131.6, 30.15, 127.15),
    shift=(-426.5, 1770.0),
    corner=(SHEET[0], SHEET[3]),
)
OGASAWARA = Frame(
    *("ogasawara", 140.15, 24.1, 142.95, 28.3, 141.55),
    shift=(760.6, 614.0),
    corner=(SHEET[2], SHEET[1]),
)
FRAMES = (MAIN, NANSEI, OGASAWARA)


def enlarged(factors: Mapping[str, float], land: np.ndarray) -> tuple[Frame, ...]:
    """Return `FRAMES`, some of them enlarged.

    Parameters
    ----------
    factors : mapping of str to float
        How many times as large as at true scale, 1 or more, by name of the frame.
    land : numpy.ndarray of shapely.Geometry
        What the frames may not cover, in kilometres on the sheet.

    Raises
    ------
    ValueError
        If there is no frame of a name; or if a frame would leave the sheet, or cover
        land or another frame: the message says the largest factor that fits.
    """
    frames = {frame.name: frame for frame in FRAMES}
    insets = [name for name in frames if name != MAIN.name]
    if unknown := [name for name in factors if name not in insets]:
        raise ValueError(
            f"no frame is called {', '.join(map(repr, unknown))}; there are: "
            f"{', '.join(insets)}"
        )
    for name, factor in factors.items():
        others = [shapely.box(*frames[n].box) for n in insets if n != name]
        obstacles = np.concatenate([land, others])
        wanted = replace(frames[name], scale=factor)
        if not (factor >= 1 and _fits(wanted, obstacles)):
            largest = _largest(frames[name], obstacles)
            raise ValueError(
                f"the frame {name!r} cannot be enlarged {factor} times: from 1 to "
                f"{largest:.1f} it stays on the sheet and covers neither land nor "
                "another frame"
            )
        frames[name] = wanted
    return tuple(frames.values())


def on_sheet(
    longitude,
    latitude,
    frames: tuple[Frame, ...] = FRAMES,
    *,
    northern_territories: bool = True,
) -> tuple[np.ndarray, np.ndarray]:
    """Return points on the sheet, and the frame that each lies in.

    Parameters
    ----------
    longitude, latitude : array_like of float
        Degrees; NaN for an unknown place.
    frames : tuple of Frame
        The frames of the sheet.
    northern_territories : bool
        Whether the sheet has the Northern Territories; no frame holds them otherwise.

    Returns
    -------
    points : numpy.ndarray
        One row of x and y per place, kilometres; NaN for what no frame holds.
    numbers : numpy.ndarray of int
        The place in `frames`, -1 for what no frame holds.
    """
    longitude = np.asarray(longitude, dtype=float)
    latitude = np.asarray(latitude, dtype=float)
    wanted = np.full(len(longitude), True)
    if not northern_territories:
        wanted = ~shapely.contains_xy(NORTHERN_TERRITORIES, longitude, latitude)
    points = np.full((len(longitude), 2), np.nan)
    numbers = np.full(len(longitude), -1)
    for number, frame in enumerate(frames):
        inside = wanted & frame.holds(longitude, latitude)
        points[inside] = frame.project(longitude[inside], latitude[inside])
        numbers[inside] = number
    return points, numbers


def land_on_sheet(
    polygons, frames: tuple[Frame, ...] = FRAMES, *, northern_territories: bool = True
) -> np.ndarray:
    """Return the parts of polygons that a frame holds, moved to the sheet.

    A part belongs to the frame that holds the middle of its bounds; an islet that no
    frame holds (Minamitorishima, Okinotorishima) is left out.

    Parameters
    ----------
    polygons : array_like of shapely geometry
        In degrees; None for a missing one.
    frames : tuple of Frame
        The frames of the sheet.
    northern_territories : bool
        Whether the sheet has the Northern Territories.

    Returns
    -------
    numpy.ndarray of shapely.Geometry
        As many as `polygons`, each a MultiPolygon in kilometres, empty where nothing
        is on the sheet.
    """
    polygons = np.asarray(polygons, dtype=object)
    parts, owner = shapely.get_parts(polygons, return_index=True)
    west, south, east, north = shapely.bounds(parts).T.reshape(4, -1)
    _, numbers = on_sheet(
        (west + east) / 2,
        (south + north) / 2,
        frames,
        northern_territories=northern_territories,
    )
    for number, frame in enumerate(frames):
        inside = numbers == number
        parts[inside] = shapely.transform(
            parts[inside], lambda d, f=frame: f.project(d[:, 0], d[:, 1])
        )
    shown = numbers >= 0
    land = np.full(len(polygons), shapely.MultiPolygon(), dtype=object)
    if shown.any():
        shapely.multipolygons(parts[shown], indices=owner[shown], out=land)
    return land


def has_stray_parts(polygons) -> np.ndarray:
    """Tell for each polygon in degrees whether it has islets that no frame holds."""
    parts, owner = shapely.get_parts(np.asarray(polygons), return_index=True)
    west, south, east, north = shapely.bounds(parts).T.reshape(4, -1)
    _, numbers = on_sheet((west + east) / 2, (south + north) / 2)
    strays = np.zeros(len(polygons), dtype=bool)
    strays[owner[numbers < 0]] = True
    return strays


def _fits(frame: Frame, obstacles: np.ndarray) -> bool:
    """Tell whether a frame stays on the sheet and clear of what is there."""
    west, south, east, north = frame.box
    low, high = SHEET[:2], SHEET[2:]
    air = 1.5  # km: the corners of the frames lie a little off those of the sheet
    inside = (
        west >= low[0] - air
        and south >= low[1] - air
        and east <= high[0] + air
        and north <= high[1] + air
    )
    box = shapely.box(west, south, east, north)
    return inside and not shapely.intersects(obstacles, box).any()


def _largest(frame: Frame, obstacles: np.ndarray) -> float:
    """Return the largest factor that fits, in tenths."""
    factors = np.arange(1 + _STEP, _MOST, _STEP)
    fits = [_fits(replace(frame, scale=factor), obstacles) for factor in factors]
    return 1 + _STEP * (fits.index(False) if False in fits else len(fits))
