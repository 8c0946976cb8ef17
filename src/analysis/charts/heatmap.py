"""The grid of region and type: how many bodies of a list each pair holds."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex

from analysis import schemas
from analysis.charts import lettering, style, wording
from analysis.charts.findings import finding, remarks, split, table_line

_READ = ("region", "entity_type", "count", "eligible")
_SHADES = LinearSegmentedColormap.from_list("bodies", ["#f3f5f6", "#86b9d8", style.BAR])
_GAP = 0.16  # between the cells and their totals


def region_type_heatmap(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    lang: str = "en",
    as_of: object = None,
) -> Axes:
    """Return a grid of regions and types with the number of bodies in each cell.

    Under each number stands how many bodies could apply; a pair that no body could
    fill has a dash. Totals are below and at right; the foot counts the rows that are
    in no cell.

    Parameters
    ----------
    table : pandas.DataFrame
        ``breakdown(entities, by=("region", "entity_type"))``. Columns read: `region`,
        `entity_type`, `count`, `eligible`.
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
    schemas.check(
        table, "breakdown", columns=("region", "entity_type", "count", "eligible")
    )
    groups, apart = split(table, "region")
    with style.look(lang):
        ax = ax or style.own_axes("region_type_heatmap")
        types = [key for key in wording.TYPES if key in set(groups["entity_type"])]
        counts = _grid(groups, types, "count")
        eligible = _grid(groups, types, "eligible")
        _draw_cells(ax, counts)
        _write_cells(ax, _with_totals(counts), _with_totals(eligible), lang)
        _name_sides(ax, types, lang)
        line = table_line(groups, lang, as_of)
        title = finding(groups, "cell", lang)
        lettering.heading(ax, title, line, lang=lang, left=1.15, gap=0.67)
        lines = remarks(groups, apart, lang, as_of=as_of)
        lettering.foot(ax, lines, left=1.15, drop=0.3)
    return ax


def _grid(groups: pd.DataFrame, types: list[str], value: str) -> np.ndarray:
    """Return a value as regions × types; a pair that the table lacks is 0."""
    sums = groups.groupby(["region", "entity_type"])[value].sum()
    pairs = pd.MultiIndex.from_product([list(wording.REGIONS), types])
    return (
        sums.reindex(pairs, fill_value=0)
        .to_numpy(int)
        .reshape(len(wording.REGIONS), len(types))
    )


def _with_totals(grid: np.ndarray) -> np.ndarray:
    """Return a grid with one more column of sums, then one more row of sums."""
    wide = np.column_stack([grid, grid.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def _draw_cells(ax: Axes, counts: np.ndarray) -> None:
    """Shade the cells by their number of bodies."""
    rows, columns = counts.shape
    if columns:
        ax.pcolormesh(
            counts,
            cmap=_SHADES,
            vmin=0,
            vmax=max(counts.max(), 1),
            edgecolor=style.PAPER,
            linewidth=2.5,
        )
    ax.set(xlim=(0, columns + _GAP + 1), ylim=(rows + _GAP + 1, 0), facecolor="none")
    ax.spines[:].set_visible(False)


def _write_cells(ax: Axes, counts: np.ndarray, eligible: np.ndarray, lang: str) -> None:
    """Write the number of bodies into each cell, and below it of how many."""
    down, across = _middles(len(counts)), _middles(counts.shape[1])
    most = counts[:-1, :-1].max(initial=1)
    for (row, column), count in np.ndenumerate(counts):
        total = row == len(counts) - 1 or column == counts.shape[1] - 1
        white = not total and style.ink_on(to_hex(_SHADES(count / most))) == style.PAPER
        place = (across[column], down[row])
        if eligible[row, column] == 0 and count == 0:
            _write(ax, wording.say(lang, "none"), place, 0, 11, style.UNKNOWN)
            continue
        ink = style.PAPER if white else style.INK if count else style.UNKNOWN
        weight = style.bold(lang, ink) if count else {}
        _write(ax, f"{count:,}", place, 5.5, 12.5, ink, **weight)
        below = wording.say(lang, "of", eligible=int(eligible[row, column]))
        ink = style.PAPER if white else style.INK if count else style.SOFT_INK
        _write(ax, below, place, -8.5, 8, ink)


def _write(ax: Axes, text: str, place, lift: float, size: float, ink: str, **font):
    """Write a text about a place, lifted by points."""
    ax.annotate(
        text,
        place,
        xytext=(0, lift),
        textcoords="offset points",
        ha="center",
        va="center",
        size=size,
        color=ink,
        **font,
    )


def _name_sides(ax: Axes, types: list[str], lang: str) -> None:
    """Name the regions at left and the types on top."""
    total = wording.say(lang, "total")
    regions = [wording.region_name(lang, key) for key in wording.REGIONS]
    kinds = [wording.type_name(lang, key, 2) for key in types]
    font = {"family": style.font_families(lang)}  # these texts are older than the look
    ax.set_yticks(
        _middles(len(regions) + 1), [*regions, total], size=11, color=style.INK, **font
    )
    columns = _middles(len(types) + 1)
    ax.set_xticks(columns, [*kinds, total], size=10.5, color=style.INK, **font)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.xaxis.set_label_position("top")
    ax.set_xlabel(
        wording.say(lang, "type_axis"),
        loc="left",
        labelpad=8,
        **font | {"color": style.SOFT_INK},
    )


def _middles(cells: int) -> np.ndarray:
    """Return the middle of each cell along a side, the total set apart."""
    middles = np.arange(cells) + 0.5
    middles[-1] += _GAP
    return middles
