"""Every chart there is, drawn from the data of a list on a figure that pyplot forgets.

`test_pictures` fails where a chart of `analysis.charts` has no drawing here.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import pandas as pd
from matplotlib.artist import Artist

import analysis
from analysis import charts
from analysis.gazetteer.register import eligible
from analysis.panel import Comparison

DAY = dt.date(2020, 8, 21)

# No charts of a list: the empty sheet, what charts are drawn on, how they are kept.
NO_CHARTS = {
    "JapanSheet",
    "blank",
    "japan_map",
    "plain_settings",
    "quiet_figure",
    "save",
}


@dataclass(frozen=True, eq=False)
class Listed:
    """A list and what charts are drawn from.

    Attributes
    ----------
    located : geopandas.GeoDataFrame
        Its entity table with polygons, of one day.
    rounds : list of Announcement
        The list and others, by date, to be laid side by side.
    """

    located: gpd.GeoDataFrame
    rounds: list[analysis.Announcement]

    @property
    def day(self) -> str:
        return self.located["as_of"].iloc[0]

    @cached_property
    def comparison(self) -> Comparison:
        return analysis.compare(self.rounds)


def packaged() -> Listed:
    """The packaged list, and half of it a year before."""
    announcement = analysis.packaged_announcement()
    half = announcement.entities.head(6)
    return Listed(
        analysis.locate(analysis.normalize(announcement), boundaries="packaged"),
        [replace(announcement, entities=half, date=dt.date(2019, 8, 1)), announcement],
    )


def everybody() -> Listed:
    """All municipalities of the day, and six hundred of them a year before."""
    towns = eligible(DAY).query("entity_type != 'prefecture'")
    names = (towns["prefecture_ja"] + towns["name_ja"]).rename("name")
    announcement = analysis.read_announcement(pd.DataFrame(names))
    first = analysis.read_announcement(pd.DataFrame(names.head(600)))
    return Listed(
        analysis.locate(
            analysis.normalize(announcement, as_of=DAY), boundaries="packaged"
        ),
        [replace(first, date=dt.date(2019, 8, 1)), replace(announcement, date=DAY)],
    )


def _of_bodies(listed: Listed, name: str, lang: str) -> Artist:
    return getattr(charts, name)(listed.located, charts.blank(name), lang=lang)


def _of_each(listed: Listed, name: str, lang: str) -> Artist:
    return getattr(charts, name)(listed.located, charts.quiet_figure(), lang=lang)


def _of_rounds(listed: Listed, name: str, lang: str) -> Artist:
    return getattr(charts, name)(listed.comparison, charts.quiet_figure(), lang=lang)


def _of_groups(by, *, rows=False, **options) -> Callable:
    def draw(listed: Listed, name: str, lang: str) -> Artist:
        table = analysis.breakdown(listed.located, by=by)
        ax = charts.blank(name, rows=len(table) if rows else 0)
        return getattr(charts, name)(table, ax, lang=lang, as_of=listed.day, **options)

    return draw


DRAWINGS = {  # by the chart, and what tells its drawings apart
    "distribution_map": _of_bodies,
    "locator_maps": _of_each,
    "panel_maps": _of_rounds,
    "panel_counts": _of_rounds,
    "region_counts": _of_groups("region"),
    "type_counts": _of_groups("entity_type"),
    "region_type_heatmap": _of_groups(("region", "entity_type")),
    "representation_plot regions": _of_groups("region"),
    "representation_plot prefectures": _of_groups("prefecture", rows=True),
    "type_mix": _of_groups("entity_type"),
    "choropleth prefectures": _of_groups("prefecture", level="prefecture"),
    "choropleth regions": _of_groups("region", level="region", value="count"),
    "choropleth bureaus": _of_groups("telecom_bureau", level="telecom_bureau"),
    "tile_grid": _of_groups("prefecture"),
}


def draw(drawing: str, listed: Listed, lang: str = "en") -> Artist:
    """Draw one of `DRAWINGS` in a language."""
    return DRAWINGS[drawing](listed, drawing.split()[0], lang)
