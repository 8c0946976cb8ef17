"""Lists side by side: a small map of each, and counts by region and type over time."""

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.baseline import NOT_RESOLVED
from analysis.charts import lettering, style, wording
from analysis.charts.insets import SHEET
from analysis.charts.places import ground, ground_line, largest_parts
from analysis.charts.sheet import JapanSheet, japan_map
from analysis.panel import MOVEMENTS, Comparison

MOST_MAPS = 12
"""Of more lists, the latest are drawn."""

MOST_MARKERS = 300
"""With more bodies on a map, areas are coloured instead."""

_LOOKS = {
    "first": {"marker": "o", "color": "#d55e00"},
    "repeat": {"marker": "s", "color": "#0072b2"},
    "dropped": {"marker": "x", "color": style.SOFT_INK},
}
_MARKER_SIZES = ((40, 26.0), (MOST_MARKERS, 12.0), (np.inf, 1.6))
_TOO_SMALL = 25.0  # km²: a pixel or so
_WIDTH, _MARGIN, _GAP = 8.4, 0.3, 0.2  # inches
_TOP, _HEADER, _BOTTOM = 1.12, 0.52, 0.72
_ROW, _LABELS, _COLUMN, _GRID_GAP = 0.34, 1.35, 0.82, 0.75
_HEAD, _LABEL_LINE = 1.05, 0.15
# The darkest shade is for more: one body is no peak.
_PALE_UP_TO = 4
_PALEST, _DARKEST = 0.15, 0.62  # on a darker shade black cannot be read


def panel_maps(
    comparison: Comparison, figure: Figure | None = None, *, lang: str = "en"
) -> Figure:
    """Return a figure with one small map of Japan per list, by date.

    A body has a marker at its office of today: one for those that are in a list for the
    first time, one for those that were in a list before, and one for those that were in
    the list before this and are not in it. If there are more than `MOST_MARKERS` of
    them on a map, municipalities are coloured on all maps, and only what is too small
    to see, or is none, has a marker. Of more than `MOST_MAPS` lists, the latest are
    drawn. Rows that are not resolved are counted in the foot alone.

    Parameters
    ----------
    comparison : Comparison
        What `analysis.compare` returns.
    figure : matplotlib.figure.Figure, optional
        An empty figure to fill; its size is set. A new pyplot figure if left out.
    lang : {"en", "ja"}
        Language of every text.

    Raises
    ------
    ValueError
        If `lang` is another language.
    """
    shown = comparison.lists.tail(MOST_MAPS)
    columns = min(3, len(shown))
    rows = -(-len(shown) // columns)
    width = (_WIDTH - 2 * _MARGIN - (columns - 1) * _GAP) / columns
    west, south, east, north = SHEET
    height = width * (north - south) / (east - west)
    whole = _TOP + rows * (_HEADER + height) + (rows - 1) * _GAP + _BOTTOM
    with style.look(lang):
        figure, page = _page(figure, whole)
        placed = comparison.movements.merge(
            comparison.panel[["body", "status", "latitude", "longitude"]],
            on="body",
            how="left",
            validate="many_to_one",
        )
        there = placed["list"].isin(shown["list"])
        resolved = placed[there & (placed["status"] == "resolved")]
        dense = resolved.groupby("list").size().max() > MOST_MARKERS
        for number, each in enumerate(shown.itertuples()):
            row, column = divmod(number, columns)
            left = _MARGIN + column * (width + _GAP)
            top = whole - _TOP - row * (_HEADER + height + _GAP)
            moved = resolved[resolved["list"] == each.list]
            _write_header(page, each.list, moved, (left, top, width), lang)
            place = np.array((left, top - _HEADER - height, width, height))
            ax = figure.add_axes(tuple(place / (_WIDTH, whole, _WIDTH, whole)))
            _draw_map(ax, moved, lang, dense=dense)
        title = _title(comparison, lang)
        lettering.heading(page, title, "", lang=lang, left=-_MARGIN, gap=-0.92)
        _draw_legend(page, whole, lang, dense=dense)
        foot = _foot(comparison, shown, resolved, lang, dense=dense)
        lettering.foot(page, foot, left=-_MARGIN, drop=0.2 - _BOTTOM)
    return figure


def panel_counts(
    comparison: Comparison, figure: Figure | None = None, *, lang: str = "en"
) -> Figure:
    """Return a figure with the number of bodies by region and by type in each list.

    Parameters are those of `panel_maps`. A cell holds the number of bodies, each once;
    the darker, the more; grey is for names that are not resolved.
    """
    lists = comparison.lists["list"].tail(MOST_MAPS).tolist()
    tables = [
        _filled(table[table["list"].isin(lists)], key)
        for table, key in (
            (comparison.by_region, "region"),
            (comparison.by_type, "entity_type"),
        )
    ]
    # One shade is one number in both.
    most = max(_most(table) for table in tables)
    width = min(_COLUMN * len(lists), _WIDTH - _MARGIN - _LABELS - 0.4)
    labels = _column_labels(lists, width)
    above = _HEAD + _LABEL_LINE * (1 + max(label.count("\n") for label in labels))
    heights = [_ROW * table["group"].nunique() for table in tables]
    beside = 2 * (_LABELS + width) + 2 * _MARGIN <= _WIDTH
    tall = max(heights) if beside else sum(heights) + _GRID_GAP
    whole = above + tall + 0.1 + _BOTTOM
    with style.look(lang):
        figure, page = _page(figure, whole)
        left, top = _MARGIN + _LABELS, whole - above
        for table, height in zip(tables, heights, strict=True):
            place = np.array((left, top - height, width, height))
            ax = figure.add_axes(tuple(place / (_WIDTH, whole, _WIDTH, whole)))
            _draw_grid(ax, table, lists, labels, most, lang)
            if beside:
                left = _WIDTH / 2 + _LABELS
            else:
                top -= height + _GRID_GAP
        line = wording.say(lang, "panel_cells")
        title = _title(comparison, lang)
        lettering.heading(page, title, line, lang=lang, left=-_MARGIN, gap=-0.92)
        foot = [
            _said(lang, "followed", "of_its_time"),
            wording.sentences(
                lang, [_said(lang, "source"), *_left_out(comparison, lang)]
            ),
        ]
        lettering.foot(page, foot, left=-_MARGIN, drop=0.3 - _BOTTOM)
    return figure


def _page(figure: Figure | None, height: float) -> tuple[Figure, Axes]:
    """Return the figure in its size, and Axes over all of it, in inches."""
    figure = figure or style.own_figure()
    figure.set(figwidth=_WIDTH, figheight=height, dpi=style.DPI)
    page = figure.add_axes((0, 0, 1, 1))
    page.set_axis_off()
    page.set(xlim=(0, _WIDTH), ylim=(0, height))
    return figure, page


def _title(comparison: Comparison, lang: str) -> str:
    bodies = comparison.panel[comparison.panel["status"] == "resolved"]
    if bodies.empty:
        return wording.say(lang, "panel_empty")
    return wording.say(
        lang,
        "panel_title",
        n=len(bodies),
        lists=len(comparison.lists),
        again=int((bodies["lists"] > 1).sum()),
    )


def _write_header(
    page: Axes,
    label: str,
    moved: pd.DataFrame,
    place: tuple[float, float, float],
    lang: str,
) -> None:
    left, top, width = place
    counts = {name: int((moved["movement"] == name).sum()) for name in MOVEMENTS}
    bodies = wording.say(lang, "panel_bodies", n=counts["first"] + counts["repeat"])
    soft = {"size": 8.5, "color": style.SOFT_INK}
    page.text(left, top - 0.16, label, size=11.5, **style.bold("en"))
    page.text(left + width, top - 0.16, bodies, ha="right", **soft)
    page.text(left, top - 0.36, wording.say(lang, "panel_moved", **counts), **soft)


def _draw_map(ax: Axes, moved: pd.DataFrame, lang: str, *, dense: bool) -> None:
    sheet = japan_map(ax, lang=lang, lettering=False)
    sheet.draw_land()
    area = next(size for most, size in _MARKER_SIZES if len(moved) <= most)
    if dense:
        moved, area = _shade(sheet, moved), _MARKER_SIZES[-1][1]
    for movement in MOVEMENTS:
        chosen = moved[moved["movement"] == movement].dropna(subset="latitude")
        points, _ = sheet.points(chosen["longitude"], chosen["latitude"])
        look = _look(movement, dense=dense)
        edge = (
            {"linewidth": area / 20}
            if look["marker"] == "x"
            else {"linewidth": 0 if dense else 0.7, "edgecolor": style.PAPER}
        )
        ax.scatter(*points.T, s=area, zorder=5, **look, **edge)


def _shade(sheet: JapanSheet, moved: pd.DataFrame) -> pd.DataFrame:
    """Draw the areas of municipalities, and return the bodies that are not seen so."""
    towns = ground("municipality")
    own = moved[moved["body"].isin(towns.index)]
    shapes = towns[own["body"]]
    looks = {movement: _look(movement, dense=True) for movement in MOVEMENTS}
    colours = [looks[movement]["color"] for movement in own["movement"]]
    sheet.draw(shapes, facecolor=colours, linewidth=0, zorder=2)
    seen = own[largest_parts(shapes, own["latitude"]) >= _TOO_SMALL]
    return moved.drop(seen.index)


def _look(movement: str, *, dense: bool) -> dict[str, str]:
    """Return marker and colour of a movement; of areas, the colour alone tells."""
    if not dense:
        return _LOOKS[movement]
    colour = style.UNKNOWN if movement == "dropped" else _LOOKS[movement]["color"]
    return {"marker": "s", "color": colour}


def _draw_legend(page: Axes, height: float, lang: str, *, dense: bool) -> None:
    handles = [
        Line2D(
            [],
            [],
            linestyle="none",
            markersize=6,
            label=wording.say(lang, f"panel_{movement}"),
            **_look(movement, dense=dense),
        )
        for movement in MOVEMENTS
    ]
    page.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(_MARGIN, height - 0.68),
        bbox_transform=page.transData,
        ncols=len(handles),
        frameon=False,
        borderaxespad=0,
        handlelength=1,
        handletextpad=0.3,
        columnspacing=1.4,
        fontsize=9.5,
    )


def _foot(
    comparison: Comparison,
    shown: pd.DataFrame,
    resolved: pd.DataFrame,
    lang: str,
    *,
    dense: bool,
) -> list[str]:
    officeless = resolved.loc[resolved["latitude"].isna(), "body"].nunique()
    apart = {
        "panel_unresolved": int(shown["not_resolved"].sum()),
        "panel_officeless": officeless,
    }
    left_out = []
    if dense:
        left_out.append(wording.say(lang, "panel_areas", most=MOST_MARKERS))
    left_out += _left_out(comparison, lang)
    left_out += [wording.say(lang, why, n=n) for why, n in apart.items() if n]
    lines = [
        _said(lang, "followed", "offices"),
        wording.sentences(lang, left_out),
        ground_line(lang),
    ]
    return [line for line in lines if line]


def _said(lang: str, *phrases: str) -> str:
    return wording.sentences(lang, [wording.say(lang, f"panel_{p}") for p in phrases])


def _left_out(comparison: Comparison, lang: str) -> list[str]:
    """Return what is said of more lists than a figure has room for."""
    if len(comparison.lists) <= MOST_MAPS:
        return []
    return [
        wording.say(lang, "panel_latest", most=MOST_MAPS, all=len(comparison.lists))
    ]


def _filled(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the groups in which any list has a body, or all if none has one."""
    table = table.rename(columns={key: "group"}).assign(key=key)
    any_body = table.groupby("group")["count"].transform("sum") > 0
    return table[any_body] if any_body.any() else table


def _most(table: pd.DataFrame) -> int:
    """Return the count that is drawn darkest."""
    counts = table.loc[table["group"] != NOT_RESOLVED, "count"]
    return max(counts.max(), _PALE_UP_TO) if len(counts) else _PALE_UP_TO


def _draw_grid(
    ax: Axes,
    table: pd.DataFrame,
    lists: list[str],
    labels: list[str],
    most: int,
    lang: str,
) -> None:
    """Draw the counts of groups in lists, the darker the more; the unresolved grey."""
    groups = list(dict.fromkeys(table["group"]))
    counts = table.pivot(index="group", columns="list", values="count")
    counts = counts.loc[groups, lists].to_numpy()
    apart = np.array([group == NOT_RESOLVED for group in groups])
    shades = np.where(counts > 0, _PALEST + (_DARKEST - _PALEST) * counts / most, 0)
    shades[apart] = np.nan
    colours = colormaps["Blues"].with_extremes(bad=style.LAND)
    edges = {"edgecolor": style.PAPER, "linewidth": 1.5}
    ax.pcolormesh(shades, cmap=colours, vmin=0, vmax=1, **edges)
    for row, column in np.ndindex(counts.shape):
        if counts[row, column]:
            ax.text(
                column + 0.5,
                row + 0.5,
                f"{counts[row, column]:,}",
                ha="center",
                va="center_baseline",
                color=style.INK,
            )
    ax.invert_yaxis()
    ax.set_xticks(np.arange(len(lists)) + 0.5, labels, size=9)
    names = [_group(table, group, lang) for group in groups]
    ax.set_yticks(np.arange(len(groups)) + 0.5, names)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _group(table: pd.DataFrame, group: str, lang: str) -> str:
    if group == NOT_RESOLVED:
        return wording.say(lang, NOT_RESOLVED)
    if table["key"].iloc[0] == "region":
        return wording.region_name(lang, group)
    return wording.type_name(lang, group, 2)


def _column_labels(lists: list[str], width: float) -> list[str]:
    """Return what lists are called in columns so wide in all, in lines if need be."""
    if width / len(lists) >= _COLUMN and not any(" " in label for label in lists):
        return lists
    return [label.replace("-", "\n", 1).replace(" ", "\n") for label in lists]
