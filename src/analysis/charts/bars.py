"""Bars: how many bodies of a list each region holds, and each type."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.breakdown import APART
from analysis.charts import style, wording
from analysis.charts.findings import finding, remarks, require, split

_REACH = 1.55  # the columns on the right take a third of the width
_COLUMNS = (0.86, 1.0)


def region_counts(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    lang: str = "en",
    as_of: object = None,
) -> Axes:
    """Return a bar per region, as long as its number of bodies, and the rates.

    Parameters
    ----------
    table : pandas.DataFrame
        ``breakdown(entities, by="region")``. Columns read: `region`, `count`,
        `eligible`. The lines for rows in no group, `APART`, get bars, too.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new pyplot figure if left out.
    lang : {"en", "ja"}
        Language of every text.
    as_of : date or str, optional
        Day on which the bodies exist, for the subtitle.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If `lang` is another language.
    """
    with style.look(lang):
        ax = ax or style.own_axes("region_counts")
        names = {key: wording.region_name(lang, key) for key in wording.REGIONS}
        colours = dict.fromkeys(names, style.BAR)
        _bars(ax, table, "region", names, colours, lang=lang, as_of=as_of)
    return ax


def type_counts(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    lang: str = "en",
    as_of: object = None,
) -> Axes:
    """Return a bar per type of body, as long as its number, and the rates.

    Parameters
    ----------
    table : pandas.DataFrame
        ``breakdown(entities, by="entity_type")``. Columns read: `entity_type`, `count`,
        `eligible`. The lines for rows in no group, `APART`, get bars, too.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new pyplot figure if left out.
    lang : {"en", "ja"}
        Language of every text.
    as_of : date or str, optional
        Day on which the bodies exist, for the subtitle.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If `lang` is another language.
    """
    with style.look(lang):
        ax = ax or style.own_axes("type_counts")
        names = {key: wording.type_name(lang, key, 2) for key in wording.TYPES}
        _bars(
            ax, table, "entity_type", names, style.TYPE_COLOURS, lang=lang, as_of=as_of
        )
    return ax


def _bars(ax: Axes, table, key: str, words, colours, *, lang: str, as_of) -> None:
    """Draw the bars of a breakdown by one column, first row on top."""
    require(table, (key, "count", "eligible"))
    groups, apart = split(table, key)
    labels = words | {line: wording.say(lang, line) for line in APART}
    counts = table["count"].to_numpy(dtype=int)
    rows = np.arange(len(table))
    most = max(counts.max(initial=0), 1)
    ax.barh(
        rows,
        counts,
        height=0.62,
        color=[colours.get(group, style.UNKNOWN) for group in table[key]],
        zorder=2,
    )
    ticks = MaxNLocator(5, integer=True).tick_values(0, most)
    ticks = ticks[(ticks >= 0) & (ticks <= most)].astype(int)
    ax.set(xlim=(0, most * _REACH), ylim=(max(len(table), 1) - 0.4, -0.6))
    font = {"family": style.font_families(lang)}  # these texts are older than the look
    numbers = [f"{tick:,}" for tick in ticks]
    ax.set_xticks(ticks, numbers, color=style.SOFT_INK, **font)
    names = [labels.get(group, group) for group in table[key]]
    ax.set_yticks(rows, names, size=11, color=style.INK, **font)
    ax.tick_params(length=0)
    ax.vlines(ticks, *ax.get_ylim(), color=style.RULE, linewidth=0.6, zorder=1)
    ax.spines[:].set_visible(False)
    ax.set_facecolor("none")
    ax.set_xlabel(
        wording.say(lang, "count_axis"),
        loc="left",
        labelpad=6,
        color=style.SOFT_INK,
        **font,
    )
    _write_numbers(ax, table, lang)
    line = wording.subtitle(
        lang,
        int(groups["count"].sum()),
        eligible=int(groups["eligible"].sum()),
        as_of=as_of,
    )
    title = finding(groups, key, lang)
    style.heading(ax, title, line, lang=lang, left=1.15, gap=0.36)
    style.foot(ax, remarks(groups, apart, lang), left=1.15, drop=0.68)


def _write_numbers(ax: Axes, table: pd.DataFrame, lang: str) -> None:
    """Write the count at the end of each bar, the denominator and the rate at right."""
    across = ax.get_yaxis_transform()
    for x, phrase in zip(_COLUMNS, ("could_apply", "rate"), strict=True):
        ax.annotate(
            wording.say(lang, phrase),
            (x, 1),
            xycoords="axes fraction",
            xytext=(0, 4),
            textcoords="offset points",
            ha="right",
            size=9,
            color=style.SOFT_INK,
        )
    bodies = zip(table["count"], table["eligible"], strict=True)
    for row, (count, eligible) in enumerate(bodies):
        ax.annotate(
            f"{count:,}",
            (count, row),
            xytext=(6, 0),
            textcoords="offset points",
            va="center_baseline",
            size=12,
            **style.bold(lang),
        )
        if not eligible:
            continue
        rate = wording.say(lang, "percent", value=float(100 * count / eligible))
        for x, text in zip(_COLUMNS, (f"{eligible:,}", rate), strict=True):
            ax.text(
                x,
                row,
                text,
                transform=across,
                ha="right",
                va="center_baseline",
                size=10,
                color=style.SOFT_INK,
            )
