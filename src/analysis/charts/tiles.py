"""The tile grid: each prefecture as large as the others, about where it lies."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.charts import lettering, style, wording
from analysis.charts.areas import (
    Areas,
    area_name,
    areas,
    draw_legend,
    foot_lines,
    patch_look,
    subtitle,
    title,
)

# Prefecture codes, west to east and north to south. Of the 87 pairs of prefectures that
# share a border 52 share a side here, and 29 a corner.
_ARRANGEMENT = """
.. .. .. .. .. .. .. .. .. .. 01
.. .. .. .. .. .. .. .. .. .. 02
.. .. .. .. .. .. .. .. .. 05 03
.. .. .. .. .. .. .. .. .. 06 04
.. .. .. .. .. .. 17 16 15 07 ..
.. .. .. .. .. 18 21 20 10 09 08
.. .. 32 31 .. 26 25 23 19 11 12
.. 35 34 33 28 27 29 24 22 13 ..
.. .. .. .. .. .. 30 .. .. 14 ..
41 40 44 .. 38 37 .. .. .. .. ..
42 43 45 .. 39 36 .. .. .. .. ..
.. 46 .. .. .. .. .. .. .. .. ..
47 .. .. .. .. .. .. .. .. .. ..
"""

CELLS = {
    code: (column, row)
    for row, line in enumerate(_ARRANGEMENT.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != ".."
}
"""Column from the west and row from the north of each prefecture, by code."""

_OKINAWA = "47"
_APART = 0.3  # rows between Okinawa and where its tile would be
_SIDE = 0.94  # of a cell that its tile fills
_LEGEND_CORNER = (6.2, 9.4)
_NAME_SIZE = {"en": 8.0, "ja": 9.5}  # points: Yamaguchi fills its tile
_VALUE_SIZE, _BELOW_SIZE = 11.0, 8.0


def tile_grid(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    value: str = "rate",
    lang: str = "en",
    as_of: object = None,
) -> Axes:
    """Return a grid with a tile for each of the 47 prefectures, shaded by its value.

    On a map Hokkaidō drowns Kagawa; here each has its name, its count of how many, and
    its rate. The shades are those of `choropleth`; a prefecture where no body could
    apply is hatched.

    Parameters
    ----------
    table : pandas.DataFrame
        ``breakdown(entities, by="prefecture")``. Columns read: `prefecture_code`,
        `count`, `eligible`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new pyplot figure if left out.
    value : {"rate", "count"}
        What the shades mean: count ÷ eligible, in per cent, or the number of bodies. A
        count follows how many bodies a prefecture has, and the foot says so.
    lang : {"en", "ja"}
        Language of every text.
    as_of : date or str, optional
        Day on which the bodies exist, for the subtitle.

    Raises
    ------
    SchemaError
        If `table` is no breakdown by prefecture alone.
    ValueError
        If `value` or `lang` is unknown.
    """
    with style.look(lang):
        shown = areas(table, "prefecture", value, lang)
        ax = ax or style.own_axes("tile_grid")
        columns = 1 + max(column for column, _ in CELLS.values())
        rows = 1 + max(row for _, row in CELLS.values())
        ax.set(xlim=(0, columns), ylim=(rows + _APART, 0), facecolor="none")
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        for code in shown.data.index:
            _draw_tile(ax, shown, code, lang)
        draw_legend(ax, shown, lang, corner=_LEGEND_CORNER)
        line = subtitle(shown, lang, as_of)
        lettering.heading(ax, title(shown, lang), line, lang=lang, gap=0.08)
        lines = [*foot_lines(shown, lang, as_of), wording.say(lang, "tiles_note")]
        lettering.foot(ax, lines, drop=0.16)
    return ax


def _draw_tile(ax: Axes, shown: Areas, code: str, lang: str) -> None:
    """Draw the tile of a prefecture with its name and numbers."""
    column, row = CELLS[code]
    row += _APART * (code == _OKINAWA)
    shade = shown.shade_of(code)
    edge = (1 - _SIDE) / 2
    look = {"edgecolor": style.COAST, "linewidth": 0.6} | patch_look(shade)
    ax.add_patch(Rectangle((column + edge, row + edge), _SIDE, _SIDE, **look))
    name = area_name("prefecture", code, lang, short=True)
    first, second = _numbers(shown, code, lang)
    ink = style.ink_on(shade.colour or style.PAPER)
    soft = ink if shade.low > 0 else style.SOFT_INK
    plain = {} if shade.colour else {"path_effects": style.HALO}
    _write(ax, name, (column + 0.5, row + 0.27), _NAME_SIZE[lang], color=ink, **plain)
    heavy = style.bold(lang, ink) if shade.low > 0 else plain
    _write(ax, first, (column + 0.5, row + 0.54), _VALUE_SIZE, color=soft, **heavy)
    _write(ax, second, (column + 0.5, row + 0.8), _BELOW_SIZE, color=soft, **plain)


def _write(ax: Axes, words: str, place, size: float, **font) -> None:
    """Write a line of a tile about a place."""
    ax.text(*place, words, size=size, ha="center", va="center", **font)


def _numbers(shown: Areas, code: str, lang: str) -> tuple[str, str]:
    """Return what is shaded, and what stands below it."""
    first = shown.write(code, shown.value, lang)
    count, eligible = shown.data.loc[code, ["count", "eligible"]]
    if pd.isna(count):
        return first, ""
    if count == 0:
        return first, wording.say(lang, "of", eligible=int(eligible))
    if shown.value == "count":
        return first, shown.write(code, "rate", lang)
    return first, shown.write_share(code, lang)
