"""Every chart, drawn of a short list and of a long one, and what a reader sees."""

import datetime as dt
from functools import cache
from itertools import combinations
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from published import announcement

import analysis
from analysis import charts
from analysis.gazetteer.register import eligible
from analysis.panel import Comparison

DAY = dt.date(2020, 8, 21)
OF_PLACES = ("distribution_map", "locator_maps")
OF_LISTS = ("panel_maps", "panel_counts")
OF_TABLES = {  # the chart, what the table is broken down by, options
    "region_counts": ("region_counts", "region", {}),
    "type_counts": ("type_counts", "entity_type", {}),
    "region_type_heatmap": ("region_type_heatmap", ("region", "entity_type"), {}),
    "tile_grid": ("tile_grid", "prefecture", {}),
    "tile_grid_count": ("tile_grid", "prefecture", {"value": "count"}),
    "choropleth": ("choropleth", "prefecture", {}),
    "choropleth_count": ("choropleth", "prefecture", {"value": "count"}),
    "choropleth_region": ("choropleth", "region", {"level": "region"}),
    "choropleth_bureau": ("choropleth", "telecom_bureau", {"level": "telecom_bureau"}),
}
EVERY_CHART = (*OF_PLACES, *OF_LISTS, *OF_TABLES)


class Lists(NamedTuple):
    """A list with its places, and some lists side by side."""

    located: gpd.GeoDataFrame
    comparison: Comparison


@cache
def twelve() -> Lists:
    """The packaged lists."""
    located = analysis.locate(analysis.normalize(analysis.packaged_announcement()))
    packaged = [analysis.packaged_announcement(name) for name in analysis.PACKAGED]
    return Lists(located, analysis.compare(packaged))


@cache
def everybody() -> Lists:
    """A list of all 1,741 municipalities, after one of 900."""
    towns = eligible(DAY).query("entity_type != 'prefecture'")
    names = (towns["prefecture_ja"] + towns["name_ja"]).tolist()
    before = announcement(*names[:900], date="2019-08-21")
    now = announcement(*names, date=DAY.isoformat())
    located = analysis.locate(analysis.normalize(now))
    return Lists(located, analysis.compare([before, now]))


LISTS = {"twelve": twelve, "everybody": everybody}


def draw(name: str, lists: Lists, lang: str) -> Artist:
    """Draw one of `EVERY_CHART` on a figure that pyplot does not know."""
    if name in OF_LISTS:
        drawn = getattr(charts, name)
        return drawn(lists.comparison, charts.quiet_figure(), lang=lang)
    if name == "locator_maps":
        return charts.locator_maps(lists.located, charts.quiet_figure(), lang=lang)
    if name in OF_PLACES:
        return getattr(charts, name)(lists.located, charts.blank(name), lang=lang)
    chart, by, options = OF_TABLES[name]
    table = analysis.breakdown(lists.located, by=by)
    ax = charts.blank(chart)
    return getattr(charts, chart)(table, ax, lang=lang, as_of=DAY, **options)


def texts(drawing: Artist) -> list[Text]:
    """Return the texts of a figure that show."""
    figure = drawing.get_figure(root=True)
    return [
        text
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible() and _belongs(text)
    ]


def _belongs(text: Text) -> bool:
    """Leave out the ticks of Axes that show none."""
    return text.axes is None or text.axes.axison or text in text.axes.texts


def said(drawing: Artist) -> str:
    """Return all that a figure says, a text a line."""
    return "\n".join(text.get_text() for text in texts(drawing))


class Written(NamedTuple):
    """A text of a picture: where it is, and how large, in points."""

    words: str
    box: Bbox
    size: float


class Picture(NamedTuple):
    """What a reader sees of a figure: its texts, and which of them are titles."""

    sheet: Bbox
    written: list[Written]
    titles: list[str]


def look_at(drawing: Artist) -> Picture:
    """Draw a figure, which puts its texts into their places, and measure them."""
    figure = drawing.get_figure(root=True)
    figure.canvas.draw()
    written = [
        Written(text.get_text(), text.get_window_extent(), text.get_fontsize())
        for text in texts(drawing)
    ]
    titles = [ax.get_label() for ax in figure.axes if ax.get_label()]
    return Picture(Bbox(figure.bbox.get_points()), written, titles)


def assert_tidy(drawing: Artist) -> None:
    """Every text lies inside the figure and covers no other."""
    assert faults(look_at(drawing)) == []


def faults(picture: Picture) -> list[str]:
    """Return which texts are cut by an edge of the figure or cover one another."""
    sheet = picture.sheet
    cut = [
        f"{words!r} is cut"
        for words, box, _ in picture.written
        if not (
            sheet.x0 <= box.x0 <= box.x1 <= sheet.x1
            and sheet.y0 <= box.y0 <= box.y1 <= sheet.y1
        )
    ]
    # Boxes keep air above and below the letters: lines of a heading may share it.
    covered = [
        f"{one!r} and {other!r} overlap"
        for (one, a, _), (other, b, _) in combinations(picture.written, 2)
        if min(
            *(min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)),
        )
        >= 2.5
    ]
    return cut + covered
