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
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure

import analysis
from analysis import charts
from analysis.charts.locators import MOST_MAPS
from analysis.charts.style import DPI

DAY = "2020-08-21"
TARGET = 1.5
NO_CHARTS = {"JapanSheet", "blank", "japan_map", "quiet_figure", "save"}
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


def main(repeats: int) -> None:
    """Print the seconds of each chart and of its peers, and the ratios."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    municipalities = analysis.boundaries("municipality")
    everybody = located(municipalities)
    print(
        f"A list of {len(everybody):,} municipalities: seconds of one core's time for "
        f"drawing, median of {repeats}\n"
        f"{'':34}{'chart':>7}{'plot of list':>14}{'ratio':>7}{'plot of own':>14}"
        f"{'ratio':>7}  polygons"
    )
    missed = []
    for name, draw in all_charts(everybody):
        figure = rendered(draw)  # and all that is cached, is
        size = figure.get_size_inches()
        own = polygons_of(name, everybody, municipalities)
        work = [partial(rendered, draw), partial(plotted, [municipalities], size)]
        work += [partial(plotted, own, size)] if own else []
        times = [[timed(each) for each in work] for _ in range(repeats)]
        ours, theirs, *more = (
            statistics.median(each) for each in zip(*times, strict=True)
        )
        peer = more[0] if len(own) > 1 else theirs
        missed += [name] if ours / peer > TARGET else []
        line = f"{name:34}{ours:7.3f}{theirs:14.3f}{ours / theirs:7.2f}"
        for seconds in more:
            line += f"{seconds:14.3f}{ours / seconds:7.2f}  "
            line += " + ".join(f"{len(each):,}" for each in own[:2])
            line += f" + …, {len(own)} maps" if len(own) > 2 else ""
        print(line)
    print(f"{'target':34}{'':21}{TARGET:7.2f}  missed by: {', '.join(missed) or '–'}")


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


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of processor time that `work` takes."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
