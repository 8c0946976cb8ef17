"""The sheet of every national map: all of Japan, the far islands in frames."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from analysis.boundaries import layers, sets
from analysis.charts import insets, style, wording
from analysis.charts.insets import Frame
from analysis.charts.labels import Box
from analysis.charts.projection import paths

_BAR_KM = 200


@dataclass(frozen=True, eq=False)
class JapanSheet:
    """Axes on which all of Japan finds its place, in kilometres.

    Attributes
    ----------
    ax : matplotlib.axes.Axes
        Where the sheet is drawn.
    frames : tuple of Frame
        The main map first, then the frames of the far islands.
    northern_territories : bool
        Whether the land of the Northern Territories is drawn.
    taken : tuple of (x0, y0, x1, y1)
        Boxes of the sheet's own texts, which names on the map should not touch.
    """

    ax: Axes
    frames: tuple[Frame, ...]
    northern_territories: bool
    taken: tuple[Box, ...]

    def draw(self, polygons, **look) -> PathCollection:
        """Draw polygons, each part in its frame, and return their collection.

        Parameters
        ----------
        polygons : GeoSeries or array_like of shapely geometry
            In degrees; None where there is none.
        **look
            Whatever a collection of matplotlib takes: ``facecolor`` as one colour or
            as one for each polygon, ``array`` and ``cmap``, ``edgecolor``.

        Raises
        ------
        ValueError
            If `polygons` are in another unit than degrees.
        """
        crs = getattr(polygons, "crs", None)
        if crs is not None and not crs.is_geographic:
            raise ValueError(
                f"want polygons in degrees, got {crs.name}; convert them with "
                "to_crs('EPSG:6668')"
            )
        drawn = _moved(polygons, self.frames, self.northern_territories)
        return self._add(drawn, look)

    def draw_land(self) -> PathCollection:
        """Draw the 47 prefectures in pale grey, as a ground for other things."""
        land = _land(self.frames, self.northern_territories)
        edges = {"edgecolor": style.COAST, "linewidth": 0.45}
        return self._add(land, {"facecolor": style.LAND, **edges})

    def points(self, longitude, latitude) -> tuple[np.ndarray, np.ndarray]:
        """Return where places in degrees are on the sheet, and in which frame.

        Returns
        -------
        points : numpy.ndarray
            One row of x and y per place, kilometres; NaN for what no frame holds.
        numbers : numpy.ndarray of int
            The place in `frames`, -1 for what no frame holds.
        """
        return insets.on_sheet(
            longitude,
            latitude,
            self.frames,
            northern_territories=self.northern_territories,
        )

    def _add(self, drawn: list[Path], look: dict[str, object]) -> PathCollection:
        """Draw paths on the sheet and return their collection."""
        collection = PathCollection(drawn, **look)
        self.ax.add_collection(collection, autolim=False)
        return collection


def japan_map(
    ax: Axes | None = None,
    *,
    lang: str = "en",
    northern_territories: bool = True,
    enlarge: Mapping[str, float] | None = None,
    lettering: bool = True,
) -> JapanSheet:
    """Return a sheet for a map of Japan, with the frames of the far islands drawn.

    The Nansei Islands (with Okinawa and the Daitō Islands) and the Ogasawara Islands
    stand in frames of the scale of the main map, and one scale bar holds for all; every
    municipality is on the sheet. Two far islets of Ogasawara without residents are in
    no frame, 南鳥島 (Minamitorishima) and 沖ノ鳥島 (Okinotorishima). The projection is
    Albers' equal-area one.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Where to draw; its units become kilometres. A new pyplot figure if left out.
    lang : {"en", "ja"}
        Language of the names and the scale bar.
    northern_territories : bool
        Whether to draw the land of 択捉, 国後, 色丹 and 歯舞. If not, no frame holds
        places there, and a map should say that they are left out.
    enlarge : mapping of str to float, optional
        Frames to draw larger, ``{"ogasawara": 2}``; the name of the frame and the scale
        bar say so. The frames are ``nansei`` and ``ogasawara``.
    lettering : bool
        Whether the frames have names and the map a scale bar; a small one has no room.

    Raises
    ------
    ValueError
        If `lang` is another language; if `enlarge` names no frame, or a factor with
        which the frame would leave the sheet or cover land or another frame: the
        message says the largest that fits.

    Examples
    --------
    >>> from analysis import charts
    >>> sheet = charts.japan_map(charts.blank("japan_map"))
    >>> land = sheet.draw_land()
    >>> points, frame = sheet.points([127.68, 139.69], [26.21, 35.69])
    >>> [sheet.frames[number].name for number in frame]
    ['nansei', 'main']
    """
    frames = insets.FRAMES
    if enlarge:
        main = insets.land_on_sheet(_prefectures().geometry, (insets.MAIN,))
        frames = insets.enlarged(enlarge, main)
    with style.look(lang):
        ax = ax or style.own_axes("japan_map")
        west, south, east, north = insets.SHEET
        ax.set(xlim=(west, east), ylim=(south, north), aspect="equal")
        ax.set(xticks=[], yticks=[], facecolor="none")
        ax.spines[:].set_visible(False)
        ax.apply_aspect()
        for frame in frames[1:]:
            _draw_border(ax, frame)
        taken = []
        if lettering:
            taken = [_write_name(ax, frame, lang) for frame in frames[1:]]
            taken.append(_draw_scale(ax, frames[1:], lang))
    return JapanSheet(ax, frames, northern_territories, tuple(taken))


def in_data(ax: Axes, extent) -> Box:
    """Return a box in pixels as one in data coordinates."""
    return tuple(ax.transData.inverted().transform(extent.get_points()).ravel())


def _prefectures() -> gpd.GeoDataFrame:
    """Return the packaged prefectures."""
    # In full: a coarser layer takes longer to load than it saves in drawing.
    return layers.layer(sets.find("jma", None), "prefecture")


@lru_cache(maxsize=8)
def _land(frames: tuple[Frame, ...], northern_territories: bool) -> list[Path]:
    """Return the prefectures on a sheet; callers must not change them.

    They are the ground of most maps, and moving them takes as long as drawing them.
    """
    return _moved(_prefectures().geometry, frames, northern_territories)


def _moved(
    polygons, frames: tuple[Frame, ...], northern_territories: bool
) -> list[Path]:
    """Return the paths of polygons in degrees, each part moved to its frame."""
    land = insets.land_on_sheet(
        polygons, frames, northern_territories=northern_territories
    )
    return paths(land, lambda points: points)


def _draw_border(ax: Axes, frame: Frame) -> None:
    west, south, east, north = frame.box
    ax.add_patch(
        Rectangle(
            (west, south),
            east - west,
            north - south,
            facecolor="none",
            edgecolor=style.RULE,
            linewidth=0.8,
            clip_on=False,
        )
    )


def _write_name(ax: Axes, frame: Frame, lang: str) -> Box:
    """Write the name of a frame and return the box that it takes."""
    west, _, _, north = frame.box
    words = wording.say(lang, frame.name)
    if frame.scale != 1:
        factor = f"{frame.scale:g}"
        words = wording.say(lang, "enlarged_frame", name=words, factor=factor)
    name = ax.annotate(
        words,
        (west, north),
        xytext=(5, -5),
        textcoords="offset points",
        va="top",
        size=8.5,
        color=style.SOFT_INK,
    )
    return in_data(ax, name.get_window_extent())


def _draw_scale(ax: Axes, frames: tuple[Frame, ...], lang: str) -> Box:
    """Draw a bar and return the box that it takes; it tells what it is in frames."""
    west, south = insets.SHEET[0], insets.SHEET[1] + 12
    ax.plot(
        [west, west, west + _BAR_KM, west + _BAR_KM],
        [south + 12, south, south, south + 12],
        color=style.SOFT_INK,
        linewidth=1,
    )
    larger = [
        wording.say(
            lang,
            "frame_scale",
            name=wording.say(lang, frame.name),
            km=f"{_BAR_KM / frame.scale:.0f}",
        )
        for frame in frames
        if frame.scale != 1
    ]
    words = (
        wording.say(
            lang,
            "enlarged_scale",
            km=_BAR_KM,
            listed=wording.say(lang, "comma").join(larger),
        )
        if larger
        else wording.say(lang, "sheet_scale", km=_BAR_KM)
    )
    text = ax.text(
        west + _BAR_KM + 15, south - 4, words, size=8.5, color=style.SOFT_INK
    )
    _, _, east, north = in_data(ax, text.get_window_extent())
    return (west, south, east, north)
