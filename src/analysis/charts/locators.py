"""Locator maps: one small map per body, which shows it in its prefecture."""

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import schemas
from analysis.charts import closeup, lettering, style, wording
from analysis.charts.findings import list_lines, list_sources
from analysis.charts.places import (
    absences,
    area_remarks,
    body_name,
    boundary_lines,
    once,
    places,
)
from analysis.locate import LOCATION_COLUMNS

MOST_MAPS = 24
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
    *LOCATION_COLUMNS,
    "as_of",
)
_WIDTH, _MARGIN, _GAP = 8.4, 0.3, 0.16  # inches
_HEADER, _TOP, _BOTTOM = 0.46, 1.05, 0.35  # inches, the lines of the foot apart
_LEAST = 6.0  # points: a second name that must be smaller is left out
_NOTE_DROP = 0.16  # inches from the last map to the foot


def locator_maps(
    located: gpd.GeoDataFrame, figure: Figure | None = None, *, lang: str = "en"
) -> Figure:
    """Return a figure with one small map per body: the body in its prefecture.

    A municipality is coloured among the municipalities of its prefecture, islands
    farther than 60 km left out; a prefecture among its neighbours; a ward that has a
    polygon among the wards of its city. A body too small to see has a ring around it.
    An area that is not the body's own, but that of its city or of the body in its
    place, is pale, with a marker at the office. The foot counts the rows that are not
    shown.

    Parameters
    ----------
    located : geopandas.GeoDataFrame
        Entity table with polygons, as `analysis.locate` makes it, EPSG:6668. Columns
        read: `status`, `lg_code`, `entity_type`, `prefecture_code`, `prefecture_ja`,
        `prefecture_en`, `name_ja`, `name_kana`, `name_en`, `area_km2`, `latitude`,
        `longitude`, `point_source`, `boundary_of`, `boundary_lg_code`,
        `boundary_source`, `boundary_vintage`, `as_of` and the geometry.
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
    schemas.check(located, "located", columns=_COLUMNS)
    line, uncounted = list_lines(located, lang)
    sources = list_sources(located, lang)
    located = once(located)
    longitude, latitude = places(located)
    known = located.assign(longitude=longitude, latitude=latitude)
    known = known[~np.isnan(longitude)]
    shown = known.head(MOST_MAPS)
    columns = min(4, max(2, len(shown)))
    remarks = absences(located["status"], longitude, lang)
    remarks += [uncounted] if uncounted else []
    with style.look(lang):
        side = (_WIDTH - 2 * _MARGIN - (columns - 1) * _GAP) / columns
        rows = -(-len(shown) // columns)
        figure = figure or style.own_figure()
        figure.set(figwidth=_WIDTH, dpi=style.DPI)
        page = figure.add_axes((0, 0, 1, 1))
        page.set_axis_off()
        foot = _foot(page, shown, remarks, sources, len(known), lang)
        bottom = _BOTTOM + len(foot) * lettering.FOOT_LINE
        height = _TOP + bottom + rows * (side + _HEADER) + max(rows - 1, 0) * _GAP
        figure.set_figheight(height)
        page.set(xlim=(0, _WIDTH), ylim=(0, height))
        for number, (_, body) in enumerate(shown.iterrows()):
            row, column = divmod(number, columns)
            left = _MARGIN + column * (side + _GAP)
            top = height - _TOP - row * (side + _HEADER + _GAP)
            _write_header(page, body, left, top, side, lang)
            place = (left, top - _HEADER - side, side, side)
            box = np.array(place) / (_WIDTH, height, _WIDTH, height)
            ax = figure.add_axes(tuple(box), xticks=[], yticks=[])
            closeup.draw(ax, body, lang)
        title = _title(known, lang)
        lettering.heading(page, title, line, lang=lang, left=-_MARGIN, gap=0.08 - _TOP)
        lettering.foot(page, foot, left=-_MARGIN, drop=_NOTE_DROP - bottom)
    return figure


def _write_header(page: Axes, body, left: float, top: float, side: float, lang: str):
    """Write name, prefecture, type and area above a map."""
    name = body_name(body, lang)
    other = body["name_kana"] if lang == "ja" else body["name_ja"]
    page_right = page.transData.transform((left + side, 0))[0]
    look = style.bold("ja" if name == body["name_ja"] else lang)
    title = page.text(left, top - 0.17, name, size=10.5, **look)
    lettering.shrink_to_fit(title, page_right)
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
    lettering.shrink_to_fit(beside, page_right, least=_LEAST)
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
    lettering.shrink_to_fit(line, page_right)


def _title(known: gpd.GeoDataFrame, lang: str) -> str:
    """Return whose places the maps show."""
    if known.empty:
        return wording.say(lang, "empty_title")
    if len(known) == 1:
        name = body_name(known.iloc[0], lang)
        return wording.say(lang, "one_locator_title", name=name)
    if len(known) > MOST_MAPS:
        return wording.say(lang, "first_locator_title", most=MOST_MAPS, all=len(known))
    return wording.say(lang, "locator_title", n=len(known))


def _foot(
    page: Axes,
    shown: gpd.GeoDataFrame,
    remarks: list[str],
    sources: list[str],
    known: int,
    lang: str,
) -> list[str]:
    """Return the lines below the maps: remarks, notes and sources."""
    remarks = [*remarks, *area_remarks(shown, lang)]
    cut = sum(closeup.leaves_out(body) for _, body in shown.iterrows())
    remarks += [wording.say(lang, "far_islands", n=cut)] if cut else []
    if known > MOST_MAPS:
        remarks.append(wording.say(lang, "first_maps", most=MOST_MAPS, all=known))
    notes = [wording.say(lang, "locator_note")]
    if not shown["boundary_of"].eq("own").all():
        notes.append(wording.say(lang, "office_markers"))
    paragraphs = [remarks, notes, [*sources, *boundary_lines(shown, lang)]]
    return lettering.wrapped(page, paragraphs, lang=lang, left=-_MARGIN)
