"""The distribution map: where in Japan the bodies of a list lie."""

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from analysis import schemas
from analysis.charts import labels, lettering, style, wording
from analysis.charts.findings import list_lines, list_sources
from analysis.charts.insets import has_stray_parts
from analysis.charts.places import (
    absences,
    area_remarks,
    body_name,
    boundary_lines,
    largest_parts,
    once,
    places,
)
from analysis.charts.sheet import JapanSheet, in_data, japan_map
from analysis.locate import LOCATION_COLUMNS

MOST_NAMES = 40
"""A list with more bodies on the map is drawn without names."""

MOST_MARKERS = 300
"""And with more than these without markers, but for those too small to see."""

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
    *LOCATION_COLUMNS,
    "as_of",
)
_MARKER_SIZES = ((MOST_NAMES, 56.0), (MOST_MARKERS, 26.0), (np.inf, 6.0))
_STRENGTH, _DENSE_STRENGTH = 0.6, 0.8  # of the colours of areas
_TOO_SMALL = 25.0  # km²: three pixels wide
_LEGEND_CORNER = (480.0, 230.0)  # upper left, in kilometres: the empty Pacific


def distribution_map(
    located: gpd.GeoDataFrame,
    ax: Axes | None = None,
    *,
    lang: str = "en",
    northern_territories: bool = True,
) -> Axes:
    """Return a map of Japan with a marker at the office of every body of a list.

    One scale throughout; the Nansei and the Ogasawara Islands stand in frames. The
    area of each body is shaded, once however often it is listed; an area that is not
    its own but that of its city, or of the body in its place, is paler. Names are
    written up to `MOST_NAMES` bodies. The legend counts the rows that are not on the
    map, and the foot says why they are not.

    Parameters
    ----------
    located : geopandas.GeoDataFrame
        Entity table with polygons, as `analysis.locate` makes it, EPSG:6668. Columns
        read: `status`, `lg_code`, `entity_type`, `prefecture_code`, `prefecture_ja`,
        `prefecture_en`, `name_ja`, `name_en`, `latitude`, `longitude` (degrees),
        `point_source`, `boundary_of`, `boundary_lg_code`, `boundary_source`,
        `boundary_vintage`, `as_of` and the geometry.
    ax : matplotlib.axes.Axes, optional
        Where to draw; its units become kilometres. A new pyplot figure if left out.
    lang : {"en", "ja"}
        Language of every text.
    northern_territories : bool
        Whether to draw the land of the Northern Territories; if not, the foot says so.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If `lang` is another language.
    """
    schemas.check(located, "located", columns=_COLUMNS)
    with style.look(lang):
        ax = ax or style.own_axes("distribution_map")
        sheet = japan_map(ax, lang=lang, northern_territories=northern_territories)
        sheet.draw_land()
        line, uncounted = list_lines(located, lang)
        sources = list_sources(located, lang)
        located = once(located)
        longitude, latitude = places(located)
        points, frames = sheet.points(longitude, latitude)
        shown = frames >= 0
        on_map = located[shown]
        dense = len(on_map) > MOST_MARKERS
        _shade(sheet, on_map, dense=dense)
        _mark(ax, on_map, points[shown], dense=dense)
        absent = int((~shown).sum())
        legend = _draw_legend(ax, on_map["entity_type"], absent, lang, dense=dense)
        taken = [*sheet.taken, in_data(ax, legend.get_window_extent())]
        remarks = absences(located["status"], longitude, lang, shown=shown)
        remarks += [uncounted] if uncounted else []
        if len(on_map) > MOST_NAMES:
            remarks.append(wording.say(lang, "unnamed", most=MOST_NAMES))
        elif lost := _name(sheet, on_map, points[shown], frames[shown], taken, lang):
            remarks.append(wording.say(lang, "crowded", n=lost))
        remarks += _area_remarks(sheet, on_map, lang)
        lettering.heading(ax, _title(located, lang), line, lang=lang, gap=0.08)
        note = wording.say(lang, "dense_map_note" if dense else "map_note")
        sources += boundary_lines(on_map, lang)
        lines = lettering.wrapped(ax, [remarks, [note], sources], lang=lang)
        lettering.foot(ax, lines, drop=0.16)
    return ax


def _shade(sheet: JapanSheet, shown: gpd.GeoDataFrame, *, dense: bool) -> None:
    """Draw the areas of the bodies, large ones below, in the colours of their types."""
    own = shown["boundary_of"].eq("own")
    wide = shown["entity_type"].eq("prefecture")
    edges = {"edgecolor": style.PAPER, "linewidth": 0.25} if dense else {"linewidth": 0}
    narrow = _DENSE_STRENGTH if dense else _STRENGTH
    for part, strength in ((shown[own & wide], 0.35), (shown[own & ~wide], narrow)):
        colours = part["entity_type"].map(style.TYPE_COLOURS).tolist()
        sheet.draw(part.geometry, facecolor=colours, alpha=strength, zorder=2, **edges)
    lent = shown[shown["boundary_of"].notna() & ~own]
    lent = lent.drop_duplicates(["boundary_lg_code", "boundary_vintage"])
    colours = lent["entity_type"].map(style.TYPE_COLOURS)
    sheet.draw(
        lent.geometry,
        facecolor=colours.map(style.pale).tolist(),
        edgecolor=colours.tolist(),
        linewidth=0.5,
        zorder=1.5,
    )


def _mark(
    ax: Axes, on_map: gpd.GeoDataFrame, points: np.ndarray, *, dense: bool
) -> None:
    """Draw a marker at every office, in the shape and colour of the type.

    Of a long list, those alone that would not be seen, in the colour of their areas.
    """
    types = on_map["entity_type"].to_numpy()
    if dense:
        seen = largest_parts(on_map.geometry, on_map["latitude"]) >= _TOO_SMALL
        hidden = ~(seen & on_map["boundary_of"].eq("own").to_numpy())
        types, points = types[hidden], points[hidden]
    area = next(size for most, size in _MARKER_SIZES if len(on_map) <= most)
    for entity_type, colour in style.TYPE_COLOURS.items():
        chosen = points[types == entity_type]
        if len(chosen):
            ax.scatter(
                *chosen.T,
                s=area,
                marker=style.TYPE_MARKERS[entity_type],
                color=style.pale(colour, strength=_DENSE_STRENGTH) if dense else colour,
                edgecolor=style.PAPER,
                linewidth=0 if dense else 0.9,
                zorder=5,
            )


def _name(
    sheet: JapanSheet, on_map, points, frames, taken: list[labels.Box], lang: str
) -> int:
    """Write the names, each inside its frame, and return how many found no room."""
    names = np.array([body_name(body, lang) for _, body in on_map.iterrows()])
    lost = len(names)
    main, *insets = sheet.frames
    for number, frame in enumerate(sheet.frames):
        here = frames == number
        room, clear = frame.box, taken
        if frame is main:
            room, clear = None, [*taken, *(inset.box for inset in insets)]
        written = labels.place(
            sheet.ax, points[here], list(names[here]), room=room, clear=clear
        )
        lost -= len(written)
    return lost


def _draw_legend(ax: Axes, types, absent: int, lang: str, *, dense: bool) -> Legend:
    """Explain markers or areas, with the number of bodies of each type."""
    counts = types.value_counts()
    looks = {
        key: ("s", style.pale(colour, strength=_DENSE_STRENGTH))
        if dense
        else (style.TYPE_MARKERS[key], colour)
        for key, colour in style.TYPE_COLOURS.items()
    }
    entries = [
        (*look, wording.type_name(lang, key), counts[key])
        for key, look in looks.items()
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


def _area_remarks(sheet: JapanSheet, on_map: gpd.GeoDataFrame, lang: str) -> list[str]:
    """Return what a reader must know of the areas that the map shows."""
    remarks = area_remarks(on_map, lang)
    if cut := int(has_stray_parts(on_map.geometry).sum()):
        remarks.append(wording.say(lang, "islets", n=cut))
    if not sheet.northern_territories:
        remarks.append(wording.say(lang, "without_northern_territories"))
    return remarks


def _title(located: gpd.GeoDataFrame, lang: str) -> str:
    """Return the finding: how many prefectures, and from where to where."""
    resolved = located[located["status"] == "resolved"]
    if resolved.empty:
        return wording.say(lang, "empty_title")
    north_to_south = resolved.sort_values("prefecture_code")[f"prefecture_{lang}"]
    found = resolved["prefecture_code"].nunique()
    title = {1: "one_prefecture", 47: "every_prefecture"}.get(found, "map_title")
    return wording.say(
        lang,
        title,
        n=len(resolved),
        prefectures=found,
        first=north_to_south.iloc[0],
        last=north_to_south.iloc[-1],
    )
