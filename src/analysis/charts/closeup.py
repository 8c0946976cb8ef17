"""One body on a small map: in its prefecture, or a ward in its city."""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from analysis.boundaries import layers, sets
from analysis.charts import style, wording
from analysis.charts.places import ground
from analysis.charts.projection import albers, paths

_REACH = 60.0  # km: islands of the prefecture farther than that are left out
_OWN_REACH = {True: 500.0, False: 120.0}  # km: and its own, of a prefecture or not
_OFFICE_NEAR = 10.0  # km: an office farther than that does not stand on its land
_RINGED = 0.07  # of the map's width: a smaller body gets a ring around it
_BARS = (1, 2, 5, 10, 20, 50, 100, 200)


class _View(NamedTuple):
    """A square of land: its middle and half its side in km, about a meridian."""

    meridian: float
    middle: np.ndarray
    half: float

    def project(self, degrees: np.ndarray) -> np.ndarray:
        """Return longitude and latitude as kilometres."""
        return albers(degrees[:, 0], degrees[:, 1], meridian=self.meridian)


class _Home(NamedTuple):
    """What a body is shown in: its outline, the parts of that, and what is around."""

    outline: shapely.Geometry
    parts: gpd.GeoSeries
    around: gpd.GeoSeries


def draw(ax: Axes, body: pd.Series, lang: str) -> None:
    """Draw one body in its home, the neighbours around it, and a scale.

    Parameters
    ----------
    body : pandas.Series
        A row of a located table, with a place.
    """
    whole = body["entity_type"] == "prefecture"
    colour = style.TYPE_COLOURS[body["entity_type"]]
    home = _home(body)
    view, window = _look_at(body, home.outline)
    low, high = view.middle - view.half, view.middle + view.half
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), facecolor=style.PAPER)
    ax.spines[:].set(color=style.RULE, linewidth=0.8)

    seen = home.around[shapely.intersects(home.around.envelope.array, window)]
    grey = style.LAND if whole else style.NEIGHBOUR
    _fill(ax, view, seen, facecolor=grey, edgecolor=style.COAST, linewidth=0.4)
    inner = {"facecolor": style.HOME, "edgecolor": style.PAPER, "linewidth": 0.4}
    _fill(ax, view, [home.outline], color=style.HOME, linewidth=0.4)
    _fill(ax, view, home.parts, **inner)
    middle = albers(body["longitude"], body["latitude"], meridian=view.meridian)[0]
    if body["boundary_of"] == "own":
        _fill(ax, view, [body.geometry], color=colour, linewidth=0.4)
        flat = shapely.transform(body.geometry, view.project)
        west, south, east, north = flat.bounds
        if max(east - west, north - south) < _RINGED * 2 * view.half:
            middle = np.array([west + east, south + north]) / 2
            ring = {"facecolor": "none", "edgecolor": colour, "linewidth": 1.4}
            ax.scatter(*middle, s=170, **ring)
    else:
        if _has_shape(body):
            lent = {"facecolor": style.pale(colour), "edgecolor": colour}
            _fill(ax, view, [body.geometry], linewidth=0.6, **lent)
        marker = style.TYPE_MARKERS[body["entity_type"]]
        look = {"marker": marker, "color": colour, "edgecolor": style.PAPER}
        ax.scatter(*middle, s=38, zorder=4, **look)
    _draw_scale(ax, view, lang, to_east=bool((middle < view.middle).all()))


def leaves_out(body: pd.Series) -> bool:
    """Tell whether parts of a body are too far from its office to be on its map."""
    if body["boundary_of"] != "own":
        return False
    view = _View(body["longitude"], np.zeros(2), 0.0)
    own = shapely.transform(shapely.get_parts(body.geometry), view.project)
    reach = _OWN_REACH[body["entity_type"] == "prefecture"]
    return bool((shapely.distance(own, _start(body, view, own)) > reach).any())


def _home(body: pd.Series) -> _Home:
    """Return the surroundings of a body; of a ward with its own polygon, its city.

    A table may have been located where there were other boundaries: a ward of a set
    that is not there is shown in its prefecture.
    """
    land = ground("prefecture")
    code = body["boundary_lg_code"]
    at = body["prefecture_code"] if pd.isna(code) else code[:2]
    if body["entity_type"] == "prefecture":
        return _Home(land[at], land[:0], land.drop(at))
    if (
        body["entity_type"] == "ward"
        and body["boundary_of"] == "own"
        and pd.notna(code)
    ):
        vintage = body["boundary_source"], str(body["boundary_vintage"])[:10]
        for chosen in sets.available():
            if (chosen.source, str(chosen.vintage)) == vintage:
                return _city(chosen, code, land.drop(at))
    return _Home(land[at], _within(ground("municipality"), at), land.drop(at))


def _city(chosen: sets.BoundarySet, ward: str, others: gpd.GeoSeries) -> _Home:
    """Return the surroundings of a ward: its city, and the other prefectures."""
    city_of = layers.cities(chosen)
    city = city_of[ward]
    wards = layers.layer(chosen, "ward")
    wards = wards.geometry[wards["lg_code"].map(city_of) == city]
    towns = layers.layer(chosen, "municipality").set_index("lg_code").geometry
    around = pd.concat([others, _within(towns, ward[:2]).drop(city)])
    return _Home(towns[city], wards, around)


def _within(towns: gpd.GeoSeries, prefecture: str) -> gpd.GeoSeries:
    """Return the municipalities of a prefecture."""
    return towns[towns.index.str.startswith(prefecture)]


def _look_at(body: pd.Series, prefecture) -> tuple[_View, shapely.Polygon]:
    """Return the view of a body and its prefecture, and its bounds in degrees."""
    view = _View(body["longitude"], np.zeros(2), 0.0)
    office = shapely.Point(body["longitude"], body["latitude"])
    own = shapely.get_parts(body.geometry if _has_shape(body) else office)
    parts = np.append(own, shapely.get_parts(prefecture))
    flat = shapely.transform(parts, view.project)
    start = _start(body, view, flat[: len(own)])
    whole = body["entity_type"] == "prefecture"
    reach = np.where(np.arange(len(parts)) < len(own), _OWN_REACH[whole], _REACH)
    near = shapely.distance(flat, start) <= reach
    west, south, east, north = shapely.total_bounds(flat[near])
    half = max(east - west, north - south) / 2
    half *= 1.4 if whole else 1.06
    middle = np.array([west + east, south + north]) / 2
    bounds = shapely.total_bounds(parts[near])
    margin = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / 2 + 0.2
    window = shapely.box(*(bounds + np.array([-1, -1, 1, 1]) * margin))
    return view._replace(middle=middle, half=max(half, 10.0)), window


def _start(body: pd.Series, view: _View, own: np.ndarray) -> shapely.Geometry:
    """Return the office on the plane, or the part of a body that is nearest to it."""
    office = shapely.Point(body["longitude"], body["latitude"])
    start = shapely.transform(office, view.project)
    away = shapely.distance(own, start)
    # Island villages have offices in a city far away.
    return own[np.argmin(away)] if away.min() > _OFFICE_NEAR else start


def _has_shape(body: pd.Series) -> bool:
    """Tell whether a body has a polygon."""
    return body.geometry is not None and not body.geometry.is_empty


def _fill(ax: Axes, view: _View, polygons, **look) -> None:
    """Draw polygons in degrees as one collection."""
    drawn = PathCollection(paths(polygons, view.project), **look)
    ax.add_collection(drawn, autolim=False)


def _draw_scale(ax: Axes, view: _View, lang: str, *, to_east: bool) -> None:
    """Draw a bar of a round length in a lower corner."""
    length = max(km for km in _BARS if km <= max(0.6 * view.half, _BARS[0]))
    x, y = view.middle - 0.92 * view.half
    if to_east:
        x += 1.84 * view.half - length
    ax.plot(
        [x, x + length],
        [y, y],
        color=style.INK,
        linewidth=1.3,
        solid_capstyle="butt",
        path_effects=style.HALO,
    )
    ax.annotate(
        wording.say(lang, "scale", km=length),
        (x + length if to_east else x, y),
        xytext=(0, 2.5),
        textcoords="offset points",
        ha="right" if to_east else "left",
        size=7.5,
        color=style.INK,
        path_effects=style.HALO,
        annotation_clip=False,  # it lies in the map: no need to find out
    )
