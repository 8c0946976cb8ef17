"""Bars: how many bodies of a list each region holds, and each type."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis import schemas
from analysis.baseline import APART
from analysis.charts import lettering, style, wording
from analysis.charts.findings import finding, remarks, split, table_line
from analysis.charts.rows import lay_out, write_header, write_number

_REACH = 1.55  # the columns on the right take a third of the width
_COLUMNS = (0.86, 1.0)
_LEFT = 1.15  # inches from the headings to the Axes


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
    schemas.check(table, "breakdown", columns=(key, "count", "eligible"))
    groups, apart = split(table, key)
    labels = words | {line: wording.say(lang, line) for line in APART}
    counts = table["count"].to_numpy(dtype=int)
    most = max(counts.max(initial=0), 1)
    ax.barh(
        np.arange(len(table)),
        counts,
        height=0.62,
        color=[colours.get(group, style.UNKNOWN) for group in table[key]],
        zorder=2,
    )
    ticks = MaxNLocator(5, integer=True).tick_values(0, most)
    ticks = ticks[(ticks >= 0) & (ticks <= most)].astype(int)
    ax.set_xlim(0, most * _REACH)
    font = {"family": style.font_families(lang), "color": style.SOFT_INK}
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks], **font)
    names = [labels.get(group, group) for group in table[key]]
    part = lay_out(ax, names, lang, left=_LEFT)
    ax.vlines(ticks, *ax.get_ylim(), color=style.RULE, linewidth=0.6, zorder=1)
    ax.set_xlabel(wording.say(lang, "count_axis"), loc="left", labelpad=6, **font)
    _write_numbers(ax, table, part, lang)
    line = table_line(groups, lang, as_of)
    title = finding(groups, key, lang)
    lettering.heading(ax, title, line, lang=lang, left=_LEFT, gap=0.36)
    lines = remarks(groups, apart, lang, as_of=as_of)
    lettering.foot(ax, lines, left=_LEFT, drop=0.68)


def _write_numbers(ax: Axes, table: pd.DataFrame, part: float, lang: str) -> None:
    """Write the count at the end of each bar, the denominator and the rate at right."""
    for x, phrase in zip(_COLUMNS, ("could_apply", "rate"), strict=True):
        write_header(ax, x, wording.say(lang, phrase))
    bodies = zip(table["count"], table["eligible"], strict=True)
    for row, (count, eligible) in enumerate(bodies):
        ax.annotate(
            f"{count:,}",
            (count, row),
            xytext=(6, 0),
            textcoords="offset points",
            va="center_baseline",
            size=part * 12,
            **style.bold(lang),
        )
        if not eligible:
            continue
        rate = wording.say(lang, "percent", value=float(100 * count / eligible))
        for x, text in zip(_COLUMNS, (f"{eligible:,}", rate), strict=True):
            write_number(ax, x, row, text, part=part)
