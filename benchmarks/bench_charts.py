"""Every chart of a list of all municipalities beside a bare GeoDataFrame.plot.

Drawing is making a figure and rendering it, at the size and resolution of the chart, by
Agg. Two peers draw polygons and nothing else, no ground, no words, no legend: those of
the list, of all municipalities, once; and those of the chart, once for each of its
maps. All in one process on one core, chart and peers in turn, for ratios to be trusted.
The target is 1.5 for the first, and of figures of several maps for the second. Informs,
never fails.

    python benchmarks/bench_charts.py [REPEATS]
"""

import datetime as dt
import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from measuring import Results, Row, command_line, hand_over, repeats_of, say, timed
from processes import on_cores

import analysis
from analysis import charts
from analysis.charts.locators import MOST_MAPS
from analysis.charts.style import DPI

DAY = "2020-08-21"
TARGET = 1.5
QUICK_BODIES = 100
NO_CHARTS = {
    "JapanSheet",
    "blank",
    "japan_map",
    "plain_settings",
    "quiet_figure",
    "save",
}
LEVELS = ("prefecture", "region", "telecom_bureau")
ON_FIGURES = {"locator_maps", "panel_counts", "panel_maps"}  # of several Axes
GROUPINGS = {  # of the breakdowns that charts are drawn from
    "choropleth": LEVELS,
    "region_counts": ("region",),
    "region_type_heatmap": (("region", "entity_type"),),
    "representation_plot": ("region", "prefecture"),
    "tile_grid": ("prefecture",),
    "type_counts": ("entity_type",),
    "type_mix": ("entity_type",),
}


def measure(repeats: int, *, quick: bool = False) -> Results:
    """Return each chart beside the plot of the list, or of its own maps."""
    municipalities = analysis.boundaries("municipality")
    some = municipalities.head(QUICK_BODIES) if quick else municipalities
    everybody = located(some)
    with on_cores(1):
        return [
            compare(name, draw, everybody, municipalities, repeats)
            for name, draw in all_charts(everybody)
        ]


def compare(
    name: str,
    draw: Callable[[], Artist],
    everybody: gpd.GeoDataFrame,
    municipalities: gpd.GeoDataFrame,
    repeats: int,
) -> Row:
    """Time a chart and its peers in turn."""
    say(name)
    size = rendered(draw).get_size_inches()  # and all that is cached, is
    own = polygons_of(name, everybody, municipalities)
    work = [partial(rendered, draw), partial(plotted, [municipalities], size)]
    work += [partial(plotted, own, size)] if own else []
    times = [[timed(each)[0] for each in work] for _ in range(repeats)]
    ours, theirs, *more = (statistics.median(each) for each in zip(*times, strict=True))
    what = f"{name}, a list of {len(everybody):,}"
    one = f"GeoDataFrame.plot of {len(municipalities):,} municipalities"
    if len(own) > 1:
        counts = " + ".join(f"{len(each):,}" for each in own[:2])
        several = f"GeoDataFrame.plot of its {len(own)} maps, {counts} polygons"
        several += " …" * (len(own) > 2)
        note = f"{ours / theirs:.2f} × {one}"
        return Row(what, ours, several, more[0], most=TARGET, note=note)
    note = ""
    if more and len(own[0]) != len(municipalities):
        note = f"{ours / more[0]:.2f} × the plot of its {len(own[0])} polygons"
    return Row(what, ours, one, theirs, most=TARGET, note=note)


def polygons_of(
    name: str, everybody: gpd.GeoDataFrame, municipalities: gpd.GeoDataFrame
) -> list[gpd.GeoDataFrame]:
    """Return the polygons that a chart draws, those of each of its maps."""
    chart, _, level = name.partition(" ")
    if chart == "choropleth":
        return [analysis.boundaries(level, detail="coarse")]  # as the chart takes them
    if chart == "locator_maps":
        homes = everybody["prefecture_code"].head(MOST_MAPS)
        of = municipalities["prefecture_code"]
        return [municipalities[of == home] for home in homes]
    maps = {"distribution_map": 1, "panel_maps": 2}.get(chart, 0)
    return [municipalities] * maps


def located(municipalities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the located table of a list of all municipalities by their names."""
    bodies = analysis.register(dt.date.fromisoformat(DAY)).set_index("lg_code")
    bodies = bodies.loc[municipalities["lg_code"]]
    names = (bodies["prefecture_ja"] + bodies["name_ja"]).tolist()
    announcement = analysis.read_announcement(pd.DataFrame({"name": names}))
    entities = analysis.normalize(announcement, as_of=DAY)
    return analysis.locate(entities, boundaries="packaged")


def all_charts(
    everybody: gpd.GeoDataFrame,
) -> Iterator[tuple[str, Callable[[], Artist]]]:
    """Give every chart there is, with a way to draw it; one that is not known fails."""
    names = [name for name in charts.__all__ if name not in NO_CHARTS]
    whole = analysis.read_announcement(everybody[["published_name"]])
    days = (dt.date(2020, 7, 1), dt.date.fromisoformat(DAY))
    comparison = analysis.compare([replace(whole, date=day) for day in days])
    for name in names:
        chart = getattr(charts, name)
        for by in GROUPINGS.get(name, ("",)):
            data, options = everybody, {}
            if name.startswith("panel"):
                data = comparison
            elif by:
                data, options = analysis.breakdown(everybody, by=by), {"as_of": DAY}
            if name == "choropleth":
                options["level"] = by
            yield (
                f"{name} {by}" if isinstance(by, str) and by else name,
                partial(drawn, chart, name, data, options),
            )


def drawn(chart: Callable, name: str, data: object, options: dict) -> Artist:
    """Return a chart on a figure that pyplot does not know."""
    if name in ON_FIGURES:
        return chart(data, charts.quiet_figure(), **options)
    return chart(data, charts.blank(name), **options)


def rendered(draw: Callable[[], Artist]) -> Figure:
    """Draw a chart, render it and return its figure."""
    drawing = draw()
    figure = drawing if isinstance(drawing, Figure) else drawing.figure
    figure.canvas.draw()
    return figure


def plotted(maps: list[gpd.GeoDataFrame], size: tuple[float, float]) -> None:
    """Draw polygons as geopandas does, and render them.

    Each map on a figure of its own, with its share of the area: on one figure geopandas
    takes the longer for a map, the more there are.
    """
    for polygons in maps:
        figure = charts.quiet_figure()
        figure.set(size_inches=size / np.sqrt(len(maps)), dpi=DPI)
        polygons.plot(ax=figure.add_subplot())
        figure.canvas.draw()


if __name__ == "__main__":
    options = command_line(__doc__, repeats=7).parse_args()
    hand_over(measure(repeats_of(options), quick=options.quick), options)
