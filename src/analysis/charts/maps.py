"""The distribution map: where in Japan the bodies of a list lie."""

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.boundaries import VINTAGE, prefectures
from analysis.charts import insets, labels, style, wording
from analysis.charts.findings import list_lines, require
from analysis.charts.places import absences, body_name, once, places
from analysis.charts.projection import paths

MOST_NAMES = 40
"""A list with more bodies on the map is drawn without names."""

_COLUMNS = (
    "status",
    "lg_code",
    "entity_type",
    "prefecture_code",
    "prefecture_ja",
    "prefecture_en",
    "name_ja",
    "name_en",
    "latitude",
    "longitude",
    "as_of",
)
_MARKER_SIZES = ((MOST_NAMES, 56.0), (300, 26.0), (np.inf, 9.0))
_LEGEND_CORNER = (480.0, 230.0)  # upper left, in kilometres: the empty Pacific


def distribution_map(
    located: gpd.GeoDataFrame, ax: Axes | None = None, *, lang: str = "en"
) -> Axes:
    """Return a map of Japan with a marker at the office of every body of a list.

    One scale throughout; the Nansei and the Ogasawara Islands stand in frames. The
    area of each body is shaded, once however often it is listed. Names are written up
    to `MOST_NAMES` bodies. The legend counts the rows that are not on the map, and the
    foot says why they are not.

    Parameters
    ----------
    located : geopandas.GeoDataFrame
        Entity table with polygons, as `analysis.locate` makes it, EPSG:6668. Columns
        read: `status`, `lg_code`, `entity_type`, `prefecture_code`, `prefecture_ja`,
        `prefecture_en`, `name_ja`, `name_en`, `latitude`, `longitude` (degrees),
        `as_of` and the geometry.
    ax : matplotlib.axes.Axes, optional
        Where to draw; its units become kilometres. A new pyplot figure if left out.
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
    with style.look(lang):
        ax = ax or style.own_axes("distribution_map")
        west, south, east, north = insets.SHEET
        ax.set(xlim=(west, east), ylim=(south, north), aspect="equal")
        ax.set(xticks=[], yticks=[], facecolor="none")
        ax.spines[:].set_visible(False)
        ax.apply_aspect()
        _draw_land(ax)
        taken = [_draw_frame(ax, frame, lang) for frame in insets.FRAMES[1:]]
        taken.append(_draw_scale(ax, lang))

        line, uncounted = list_lines(located, lang)
        located = once(located)
        longitude, latitude = places(located)
        points, frames = insets.on_sheet(longitude, latitude)
        shown = frames >= 0
        on_map = located[shown]
        _shade(ax, on_map)
        _mark(ax, on_map["entity_type"].to_numpy(), points[shown])
        legend = _draw_legend(ax, on_map["entity_type"], int((~shown).sum()), lang)
        taken.append(_in_data(ax, legend.get_window_extent()))
        remarks = absences(located["status"], longitude, lang, shown=shown)
        remarks += [uncounted] if uncounted else []
        if len(on_map) > MOST_NAMES:
            remarks.append(wording.say(lang, "unnamed", most=MOST_NAMES))
        elif lost := _name(ax, on_map, points[shown], frames[shown], taken, lang):
            remarks.append(wording.say(lang, "crowded", n=lost))
        _write_around(ax, _title(located, lang), line, remarks, lang)
    return ax


def _draw_land(ax: Axes) -> None:
    """Draw the 47 prefectures in pale grey."""
    _draw_polygons(
        ax,
        prefectures().geometry,
        facecolor=style.LAND,
        edgecolor=style.COAST,
        linewidth=0.45,
    )


def _draw_polygons(ax: Axes, polygons, **look) -> None:
    """Draw polygons in degrees as one collection on the sheet."""
    land = insets.land_on_sheet(polygons)
    ax.add_collection(PathCollection(paths(land, lambda xy: xy), **look), autolim=False)


def _draw_frame(ax: Axes, frame: insets.Frame, lang: str):
    """Draw the border and the name of a frame, and return the box of the name."""
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
    name = ax.annotate(
        wording.say(lang, frame.name),
        (west, north),
        xytext=(5, -5),
        textcoords="offset points",
        va="top",
        size=8.5,
        color=style.SOFT_INK,
    )
    return _in_data(ax, name.get_window_extent())


def _shade(ax: Axes, shown: gpd.GeoDataFrame) -> None:
    """Draw the areas of the bodies, large ones below, in the colours of their types."""
    drawn = shown[shown.geometry.notna()]
    wide = drawn["entity_type"].eq("prefecture")
    for part, opacity in ((drawn[wide], 0.35), (drawn[~wide], 0.6)):
        colours = part["entity_type"].map(style.TYPE_COLOURS).tolist()
        _draw_polygons(
            ax, part.geometry, facecolor=colours, linewidth=0, alpha=opacity, zorder=2
        )


def _mark(ax: Axes, types: np.ndarray, points: np.ndarray) -> None:
    """Draw a marker at every office, in the shape and colour of the type."""
    area = next(size for most, size in _MARKER_SIZES if len(points) <= most)
    for entity_type in style.TYPE_COLOURS:
        chosen = points[types == entity_type]
        if len(chosen):
            ax.scatter(
                *chosen.T,
                s=area,
                marker=style.TYPE_MARKERS[entity_type],
                color=style.TYPE_COLOURS[entity_type],
                edgecolor=style.PAPER,
                linewidth=0.9 if area > 10 else 0.3,
                zorder=5,
            )


def _name(ax: Axes, on_map, points, frames, taken: list[labels.Box], lang: str) -> int:
    """Write the names, each inside its frame, and return how many found no room."""
    names = np.array([body_name(body, lang) for _, body in on_map.iterrows()])
    lost = len(names)
    for number, frame in enumerate(insets.FRAMES):
        here = frames == number
        room, clear = frame.box, taken
        if frame is insets.MAIN:
            room, clear = None, [*taken, *(inset.box for inset in insets.FRAMES[1:])]
        lost -= len(
            labels.place(ax, points[here], list(names[here]), room=room, clear=clear)
        )
    return lost


def _draw_legend(ax: Axes, types, absent: int, lang: str) -> Legend:
    """Explain the markers, with the number of bodies of each type."""
    counts = types.value_counts()
    entries = [
        (style.TYPE_MARKERS[key], colour, wording.type_name(lang, key), counts[key])
        for key, colour in style.TYPE_COLOURS.items()
        if key in counts
    ]
    if absent:
        away = wording.say(lang, "not_on_map")
        entries.append(("x", style.UNKNOWN, away, absent))
    handles = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=marker,
            color=colour,
            markersize=7.5,
            markeredgecolor=colour if marker == "x" else style.PAPER,
            label=f"{name}  {count:,}",
        )
        for marker, colour, name, count in entries
    ]
    return ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=_LEGEND_CORNER,
        bbox_transform=ax.transData,
        frameon=False,
        borderaxespad=0,
        handletextpad=0.4,
        labelspacing=0.6,
        fontsize=10.5,
    )


def _draw_scale(ax: Axes, lang: str):
    """Draw a bar of 200 km and return the box that it takes."""
    west, south, length = insets.SHEET[0], insets.SHEET[1] + 12, 200
    ax.plot(
        [west, west, west + length, west + length],
        [south + 12, south, south, south + 12],
        color=style.SOFT_INK,
        linewidth=1,
    )
    text = ax.text(
        west + length + 15,
        south - 4,
        wording.say(lang, "sheet_scale", km=length),
        size=8.5,
        color=style.SOFT_INK,
    )
    _, _, east, north = _in_data(ax, text.get_window_extent())
    return (west, south, east, north)


def _write_around(
    ax: Axes, title: str, line: str, remarks: list[str], lang: str
) -> None:
    """Write title, denominator, remarks and sources."""
    style.heading(ax, title, line, lang=lang, gap=0.08)
    lines = [
        *([wording.sentences(lang, remarks)] if remarks else []),
        wording.say(lang, "map_note"),
        wording.say(lang, "boundaries", vintage=wording.day(lang, VINTAGE)),
    ]
    style.foot(ax, lines, drop=0.16)


def _title(located: gpd.GeoDataFrame, lang: str) -> str:
    """Return the finding: how many prefectures, and from where to where."""
    resolved = located[located["status"] == "resolved"]
    if resolved.empty:
        return wording.say(lang, "empty_title")
    north_to_south = resolved.sort_values("prefecture_code")[f"prefecture_{lang}"]
    found = resolved["prefecture_code"].nunique()
    return wording.say(
        lang,
        "map_title" if found > 1 else "one_prefecture",
        n=len(resolved),
        prefectures=found,
        first=north_to_south.iloc[0],
        last=north_to_south.iloc[-1],
    )


def _in_data(ax: Axes, extent) -> tuple[float, float, float, float]:
    """Return a box in pixels as one in data coordinates."""
    return tuple(ax.transData.inverted().transform(extent.get_points()).ravel())
