"""Maps of areas shaded by how many bodies of a list they hold, or at what rate."""

import re
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.patheffects import withStroke

from analysis.boundaries import layers, packaged, sets
from analysis.charts import insets, labels, lettering, style, wording
from analysis.charts.areas import (
    Areas,
    area_name,
    areas,
    draw_legend,
    foot_lines,
    patch_look,
    subtitle,
    title,
)
from analysis.charts.labels import Box
from analysis.charts.projection import paths
from analysis.charts.sheet import JapanSheet, in_data, japan_map

MOST_NAMES = 20
"""With more areas to label, their numbers stand without names."""

_LEGEND_CORNER = (480.0, 230.0)  # upper left, in kilometres: the empty Pacific
_DIGIT = re.compile(r"\d")
_CODES = {"prefecture": "prefecture_code"}  # the others are called by their names
_SIZES = {"prefecture": 8.0, "region": 9.0, "telecom_bureau": 9.0}
_SPACING = {"en": 1.15, "ja": 1.35}  # of lines: halos must not cover the line above
# So much of a label must lie on its own area; the rest may lie across the border.
_FITS = {"prefecture": 0.7, "region": 0.5, "telecom_bureau": 0.5}
_WHOLE = 0.99  # then it needs no halo
_HALOS = {style.INK: style.PAPER}  # and of a white text its own ground's colour
_ENOUGH, _BETTER = 0.9, 0.02  # of a label: no other spot is tried, or taken
_STEPS = np.array(sorted(product((0, -30, 30, -60, 60), repeat=2), key=np.hypot.reduce))
_TOLERANCE = 2.0  # km
_ANCHOR = 2.0  # points around the place that a label beside its area points to


def choropleth(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    level: str = "prefecture",
    value: str = "rate",
    lang: str = "en",
    as_of: object = None,
) -> Axes:
    """Return a map of Japan with its areas shaded by the rate or the count.

    The shades are of equal steps from zero. Zero has a colour of its own; an area where
    no body could apply is hatched. Each area has its number written on it, a region or
    bureau its name as well; of the prefectures those with bodies, as far as there is
    room, with their names up to `MOST_NAMES` of them.

    Parameters
    ----------
    table : pandas.DataFrame
        ``breakdown(entities, by=level)``. Columns read: the first of `level`
        (`prefecture_code`, `region` or `telecom_bureau`), `count`, `eligible`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; its units become kilometres. A new pyplot figure if left out.
    level : {"prefecture", "region", "telecom_bureau"}
        What the areas are. Their polygons are those of the packaged set.
    value : {"rate", "count"}
        What the shades mean: count ÷ eligible, in per cent, or the number of bodies. A
        count follows how many bodies an area has, and the foot says so.
    lang : {"en", "ja"}
        Language of every text.
    as_of : date or str, optional
        Day on which the bodies exist, for the subtitle.

    Raises
    ------
    SchemaError
        If `table` is no breakdown by `level` alone.
    ValueError
        If `level`, `value` or `lang` is unknown.
    """
    with style.look(lang):
        shown = areas(table, level, value, lang)
        ax = ax or style.own_axes("choropleth")
        sheet = japan_map(ax, lang=lang)
        _shade(ax, shown)
        legend = draw_legend(ax, shown, lang, corner=_LEGEND_CORNER)
        taken = [*sheet.taken, in_data(ax, legend.get_window_extent())]
        lost = _label(sheet, shown, taken, lang)
        line = subtitle(shown, lang, as_of)
        lettering.heading(ax, title(shown, lang), line, lang=lang, gap=0.08)
        _write_foot(ax, foot_lines(shown, lang, as_of), lost, lang)
    return ax


@cache
def _land(level: str) -> pd.DataFrame:
    """Return the areas of a level on the sheet, in kilometres, by code or name.

    `path`: the area; `part`: its largest part; `x` and `y`: the middle of the largest
    circle in that, where there is room for a label. Callers must not change them.
    """
    table = layers.layer(sets.find(packaged.SOURCE, None), level, "coarse")
    land = insets.land_on_sheet(table.geometry)
    parts, owner = shapely.get_parts(land, return_index=True)
    order = np.lexsort([-shapely.area(parts), owner])
    _, first = np.unique(owner[order], return_index=True)
    largest = parts[order][first]
    circles = shapely.maximum_inscribed_circle(largest, _TOLERANCE)
    x, y = shapely.get_coordinates(circles)[::2].T
    return pd.DataFrame(
        {"path": paths(land, lambda points: points), "part": largest, "x": x, "y": y},
        index=table[_CODES.get(level, level)],
    )


def _shade(ax: Axes, shown: Areas) -> None:
    """Draw the areas, those without a value hatched."""
    land = _land(shown.level).loc[shown.data.index, "path"]
    shades = [shown.shade_of(area) for area in land.index]
    empty = np.array([shade.colour is None for shade in shades])
    look = {"edgecolor": style.COAST, "linewidth": 0.45}
    colours = [shade.colour for shade in shades if shade.colour]
    valued = PathCollection(land[~empty].tolist(), facecolor=colours, **look)
    ax.add_collection(valued, autolim=False)
    if empty.any():
        hatched = look | patch_look(shown.shades[0])
        rest = PathCollection(land[empty].tolist(), **hatched)
        ax.add_collection(rest, autolim=False)


def _label(sheet: JapanSheet, shown: Areas, taken: list[Box], lang: str) -> int:
    """Write the numbers of the areas, and return how many found no room.

    On the area itself if it is wide enough; beside it, with a line, if the name tells
    which area is meant.
    """
    data = shown.data
    wanted = data["count"].notna()
    if shown.level == "prefecture":
        wanted = data["count"] > 0
    names = int(wanted.sum()) <= MOST_NAMES
    codes = data.index[wanted]
    land = _land(shown.level).loc[codes]
    anchors = land[["x", "y"]].to_numpy()
    texts = [_words(shown, area, lang, names=names) for area in codes]
    size = _SIZES[shown.level]
    look = {"size": size, "linespacing": _SPACING[lang], "ha": "center", "va": "center"}
    halves = _half_sizes(sheet.ax, texts, look)
    steps = _STEPS if shown.level != "prefecture" else _STEPS[:1]
    beside = []
    for place, part in enumerate(land["part"]):
        half = halves[place]
        spot, inside = _spot(part, anchors[place] + steps, half, taken)
        if inside < _FITS[shown.level]:
            beside.append(place)
            continue
        taken.append((*(spot - half), *(spot + half)))
        colour = shown.shade_of(codes[place]).colour
        ink = style.ink_on(colour)
        halo = withStroke(linewidth=2.4, foreground=_HALOS.get(ink, colour))
        clear = None if inside > _WHOLE else [halo]
        sheet.ax.text(
            *spot, texts[place], color=ink, path_effects=clear, zorder=6, **look
        )
    if not names:  # a number beside its area would be taken for a neighbour's
        return len(beside)
    others = [texts[place] for place in beside]
    return len(beside) - _write_beside(sheet, anchors[beside], others, size, taken)


def _words(shown: Areas, area: str, lang: str, *, names: bool) -> str:
    """Return the label of an area."""
    if not names:
        return shown.write(area, shown.value, lang).removesuffix(" %")
    lines = [area_name(shown.level, area, lang, short=True)]
    count = shown.data.at[area, "count"]
    if (shown.value == "rate" and count) or shown.level == "prefecture":
        lines.append(shown.write(area, shown.value, lang))
    if shown.level != "prefecture":
        lines.append(shown.write_share(area, lang))
    return "\n".join(lines)


def _half_sizes(ax: Axes, texts: list[str], look: dict[str, object]) -> np.ndarray:
    """Return half the width and height of each text in kilometres."""
    ruler = ax.text(0, 0, "", **look)
    sizes: dict[str, np.ndarray] = {}
    for words in (shapes := [_DIGIT.sub("0", text) for text in texts]):
        if words not in sizes:  # all digits are as wide
            ruler.set_text(words)
            west, south, east, north = in_data(ax, ruler.get_window_extent())
            sizes[words] = np.array([east - west, north - south]) / 2
    ruler.remove()
    return np.array([sizes[words] for words in shapes]).reshape(-1, 2)


def _spot(
    part: shapely.Polygon, spots: np.ndarray, half: np.ndarray, taken: list[Box]
) -> tuple[np.ndarray, float]:
    """Return the free spot for a label with the most of it on an area, and how much.

    The first of `spots` if nearly all of it is; with nothing free, 0.
    """
    best, most = spots[0], 0.0
    for spot in spots:
        box = (*(spot - half), *(spot + half))
        if any(_overlap(box, other) for other in taken):
            continue
        land = shapely.intersection(part, shapely.box(*box))
        inside = land.area / (4 * half.prod())
        if inside > most + _BETTER:
            best, most = spot, inside
        if most > _ENOUGH:
            break
    return best, most


def _overlap(box: Box, other: Box) -> bool:
    """Tell whether two boxes overlap."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    return wide > 0 and min(box[3], other[3]) > max(box[1], other[1])


def _write_beside(
    sheet: JapanSheet, anchors: np.ndarray, texts: list[str], size: float, taken
) -> int:
    """Write labels beside their areas, each in its frame; return how many."""
    boxes = [frame.box for frame in sheet.frames[1:]]
    inside = np.array([_holds(box, anchors) for box in boxes])
    written = 0
    rooms = [(None, ~inside.any(axis=0), [*taken, *boxes])]
    rooms += [(box, here, taken) for box, here in zip(boxes, inside, strict=True)]
    for room, here, clear in rooms:
        names = [text for text, there in zip(texts, here, strict=True) if there]
        placed = labels.place(
            sheet.ax,
            anchors[here],
            names,
            room=room,
            clear=clear,
            marker=_ANCHOR,
            size=size,
        )
        written += len(placed)
    return written


def _holds(box: Box, points: np.ndarray) -> np.ndarray:
    """Tell which points lie in a box."""
    return ((points > box[:2]) & (points < box[2:])).all(axis=1)


def _write_foot(ax: Axes, lines: list[str], lost: int, lang: str) -> None:
    """Write remarks and sources below the map."""
    if lost:
        lines = [wording.say(lang, "unwritten", n=lost), *lines]
    source = wording.boundary_set(lang, packaged.SOURCE, packaged.VINTAGE)
    boundaries = [
        wording.say(lang, "areas_note"),
        wording.say(lang, "boundaries", listed=source),
    ]
    lines = [*lines, *lettering.wrapped(ax, [boundaries], lang=lang)]
    lettering.foot(ax, lines, drop=0.16)
