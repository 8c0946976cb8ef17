"""Locator maps: one small map per body, which shows it in its prefecture."""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from analysis.boundaries import VINTAGE, municipalities, prefectures
from analysis.charts import style, wording
from analysis.charts.findings import list_lines, require
from analysis.charts.places import absences, body_name, once, places
from analysis.charts.projection import albers, paths

MOST_MAPS = 60
"""A longer list is shown by its first bodies, which the picture says."""

_COLUMNS = (
    "status",
    "lg_code",
    "entity_type",
    "prefecture_code",
    "prefecture_ja",
    "prefecture_en",
    "name_ja",
    "name_kana",
    "name_en",
    "area_km2",
    "latitude",
    "longitude",
    "as_of",
)
_WIDTH, _MARGIN, _GAP = 8.4, 0.3, 0.16  # inches
_HEADER, _TOP, _BOTTOM = 0.46, 1.05, 0.85  # inches
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


def locator_maps(
    located: gpd.GeoDataFrame, figure: Figure | None = None, *, lang: str = "en"
) -> Figure:
    """Return a figure with one small map per body: the body in its prefecture.

    A municipality is coloured among the municipalities of its prefecture, islands
    farther than 60 km left out; a prefecture among its neighbours. A body too small to
    see has a ring around it. The foot counts the rows that are not shown.

    Parameters
    ----------
    located : geopandas.GeoDataFrame
        Entity table with polygons, as `analysis.locate` makes it, EPSG:6668. Columns
        read: `status`, `lg_code`, `entity_type`, `prefecture_code`, `prefecture_ja`,
        `prefecture_en`, `name_ja`, `name_kana`, `name_en`, `area_km2`, `latitude`,
        `longitude`, `as_of` and the geometry.
    figure : matplotlib.figure.Figure, optional
        An empty figure to fill; its size is set. A new pyplot figure if left out.
    lang : {"en", "ja"}
        Language of every text.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If `lang` is another language.
    """
    require(located, _COLUMNS)
    line, uncounted = list_lines(located, lang)
    located = once(located)
    longitude, latitude = places(located)
    known = located.assign(longitude=longitude, latitude=latitude)
    known = known[~np.isnan(longitude)]
    shown = known.head(MOST_MAPS)
    columns = min(4, max(2, len(shown)))
    with style.look(lang):
        side = (_WIDTH - 2 * _MARGIN - (columns - 1) * _GAP) / columns
        rows = -(-len(shown) // columns)
        height = _TOP + _BOTTOM + rows * (side + _HEADER) + max(rows - 1, 0) * _GAP
        figure = figure or style.own_figure()
        figure.set(figwidth=_WIDTH, figheight=height, dpi=style.DPI)
        page = figure.add_axes((0, 0, 1, 1), xlim=(0, _WIDTH), ylim=(0, height))
        page.set_axis_off()
        land = prefectures().set_index("prefecture_code").geometry
        towns = dict(iter(municipalities().groupby("prefecture_code").geometry))
        for number, (_, body) in enumerate(shown.iterrows()):
            row, column = divmod(number, columns)
            left = _MARGIN + column * (side + _GAP)
            top = height - _TOP - row * (side + _HEADER + _GAP)
            _write_header(page, body, left, top, side, lang)
            place = (left, top - _HEADER - side, side, side)
            box = np.array(place) / (_WIDTH, height, _WIDTH, height)
            ax = figure.add_axes(tuple(box), xticks=[], yticks=[])
            _draw_map(ax, body, land, towns, lang)
        remarks = absences(located["status"], longitude, lang)
        remarks += [uncounted] if uncounted else []
        _write_page(page, known, line, remarks, lang)
    return figure


def _draw_map(ax: Axes, body: pd.Series, land, towns, lang: str) -> None:
    """Draw one body in its prefecture, the neighbours around it, and a scale."""
    home = body["prefecture_code"]
    whole = body["entity_type"] == "prefecture"
    colour = style.TYPE_COLOURS[body["entity_type"]]
    view, window = _look_at(body, land[home])
    low, high = view.middle - view.half, view.middle + view.half
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), facecolor=style.PAPER)
    ax.spines[:].set(color=style.RULE, linewidth=0.8)

    seen = land[shapely.intersects(land.envelope.array, window)].drop(home)
    grey = style.LAND if whole else style.NEIGHBOUR
    _fill(ax, view, seen, facecolor=grey, edgecolor=style.COAST, linewidth=0.4)
    if not whole:
        _fill(
            ax,
            view,
            towns[home],
            facecolor=style.HOME,
            edgecolor=style.PAPER,
            linewidth=0.4,
        )
    middle = albers(body["longitude"], body["latitude"], meridian=view.meridian)[0]
    if _has_shape(body):
        _fill(ax, view, [body.geometry], color=colour, linewidth=0.4)
        flat = shapely.transform(body.geometry, view.project)
        west, south, east, north = flat.bounds
        if max(east - west, north - south) < _RINGED * 2 * view.half:
            middle = np.array([west + east, south + north]) / 2
            ring = {"facecolor": "none", "edgecolor": colour, "linewidth": 1.4}
            ax.scatter(*middle, s=170, **ring)
    else:
        ax.scatter(*middle, s=30, color=colour, edgecolor=style.PAPER, zorder=4)
    _draw_scale(ax, view, lang, to_east=bool((middle < view.middle).all()))


def _look_at(body: pd.Series, prefecture) -> tuple[_View, shapely.Polygon]:
    """Return the view of a body and its prefecture, and its bounds in degrees."""
    view = _View(body["longitude"], np.zeros(2), 0.0)
    office = shapely.Point(body["longitude"], body["latitude"])
    own = shapely.get_parts(body.geometry if _has_shape(body) else office)
    parts = np.append(own, shapely.get_parts(prefecture))
    flat = shapely.transform(parts, view.project)
    start = shapely.transform(office, view.project)
    away = shapely.distance(flat[: len(own)], start)
    if away.min() > _OFFICE_NEAR:  # island villages have offices in a city far away
        start = flat[np.argmin(away)]
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
    )


def _write_header(page: Axes, body, left: float, top: float, side: float, lang: str):
    """Write name, prefecture, type and area above a map."""
    name = body_name(body, lang)
    other = body["name_kana"] if lang == "ja" else body["name_ja"]
    page_right = page.transData.transform((left + side, 0))[0]
    look = style.bold("ja" if name == body["name_ja"] else lang)
    title = page.text(left, top - 0.17, name, size=10.5, **look)
    style.shrink_to_fit(title, page_right)
    beside = page.annotate(
        ""
        if pd.isna(other) or other == name
        else wording.say(lang, "beside", name=other),
        (1, 0),
        xycoords=title,
        va="bottom",
        size=9,
        color=style.SOFT_INK,
    )
    style.shrink_to_fit(beside, page_right)
    words = [
        wording.type_name(lang, body["entity_type"]),
        wording.area(lang, body["area_km2"]) if body["area_km2"] > 0 else "",
    ]
    if body["entity_type"] != "prefecture":
        words.insert(0, body[f"prefecture_{lang}"])
    line = page.text(
        left,
        top - 0.36,
        wording.say(lang, "apart").join(word for word in words if word),
        size=8.5,
        color=style.SOFT_INK,
    )
    style.shrink_to_fit(line, page_right)


def _write_page(page: Axes, known, line: str, remarks: list[str], lang: str) -> None:
    """Write title, denominator, remarks and sources around the maps."""
    n = len(known)
    if n == 0:
        title = wording.say(lang, "empty_title")
    elif n == 1:
        name = body_name(known.iloc[0], lang)
        title = wording.say(lang, "one_locator_title", name=name)
    else:
        title = wording.say(lang, "locator_title", n=n)
    style.heading(page, title, line, lang=lang, left=-_MARGIN, gap=0.08 - _TOP)
    if n > MOST_MAPS:
        first = wording.say(lang, "first_maps", most=MOST_MAPS, all=n)
        remarks = [*remarks, first]
    lines = [
        wording.sentences(lang, remarks),
        wording.say(lang, "locator_note"),
        wording.say(lang, "boundaries", vintage=wording.day(lang, VINTAGE)),
    ]
    style.foot(page, [x for x in lines if x], left=-_MARGIN, drop=0.16 - _BOTTOM)
