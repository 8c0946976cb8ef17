"""Scaling curves as a picture: seconds by rows, a line an engine and its workers."""

from pathlib import Path

from matplotlib.ticker import LogLocator
from measuring import Point

from analysis.charts import quiet_figure, save
from analysis.charts.style import INK, RULE, SOFT_INK

_COLOURS = {"pandas": "#d55e00", "duckdb": "#0072b2", "dask": "#009e73"}
_DASHES = {1: (0, (4, 2)), 2: "solid"}


def draw(points: list[Point], path: Path) -> None:
    """Write the picture; both axes are logarithmic, so a straight line is a power."""
    figure = quiet_figure()
    figure.set_size_inches(8.4, 4.8)
    axes = figure.add_axes((0.09, 0.13, 0.7, 0.71))
    measured = [point for point in points if point.seconds]
    for curve, workers in dict.fromkeys(
        (each.curve, each.workers) for each in measured
    ):
        line = [
            each for each in measured if (each.curve, each.workers) == (curve, workers)
        ]
        axes.plot(
            [each.rows for each in line],
            [each.seconds for each in line],
            color=_COLOURS.get(curve, INK),
            linestyle=_DASHES.get(workers, "solid"),
            marker="o",
            markersize=4,
            label=f"{curve}, {workers} {'worker' if curve == 'dask' else 'core'}"
            + "s" * (workers > 1),
        )
    axes.set(xscale="log", yscale="log", xlabel="rows")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:g} s")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.minorticks_off()
    axes.grid(color=RULE, linewidth=0.6)
    axes.tick_params(colors=SOFT_INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    figure.text(
        0.09,
        0.91,
        "From Parquet to Parquet: seconds of the whole command, by rows",
        fontsize=12,
        color=INK,
    )
    save(figure, path)
