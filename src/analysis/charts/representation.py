"""How unevenly a list is spread: the representation of each group and its interval."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.charts import lettering, style, wording
from analysis.charts.findings import remarks, table_line
from analysis.charts.rows import (
    Groups,
    groups_of,
    lay_out,
    write_header,
    write_number,
)

LEVEL = 0.05
"""A group stands out if its adjusted p is below this."""

_TIMES = ("representation", "representation_low", "representation_high")
_COLUMNS = ("count", "eligible", *_TIMES, "p", "p_holm")
_MARKED = "#d55e00"
_NAMED = 3  # groups in a title
_LEAST, _MOST = 2, 10  # doublings from the middle of the scale to its ends
_ZERO, _CUT = 0.13, 0.08  # of the scale's half, outside of it
_PAD = 0.08  # the same, between the names and the 0
_PLOT = 0.44  # of the width
_COUNT, _VALUE, _INTERVAL, _P, _HOLM = 0.585, 0.67, 0.81, 0.9, 1.0
_LEFT = 1.25  # inches from the headings to the Axes


def representation_plot(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    lang: str = "en",
    as_of: object = None,
) -> Axes:
    """Return a point per group for its representation, on a line for the interval.

    On the scale half and double lie equally far from 1, the even spread. A group
    without a body has a hollow point at the 0, which lies outside of the scale; an
    interval that reaches past the scale ends in an arrow. Groups whose adjusted p is
    below `LEVEL` have a diamond and bold numbers, and are what the title names.

    Parameters
    ----------
    table : pandas.DataFrame
        ``analysis.breakdown(entities, by="region")``, or by ``telecom_bureau``,
        ``prefecture``, ``entity_type`` or ``city_class``. Columns read: that of the
        groups, `count`, `eligible`, `representation`, `representation_low`,
        `representation_high` (times), `p`, `p_holm`.
    ax : matplotlib.axes.Axes, optional
        Where to draw, such as ``blank("representation_plot", rows=len(table))``; a new
        pyplot figure if left out.
    lang : {"en", "ja"}
        Language of every text.
    as_of : date or str, optional
        Day on which the bodies exist, for the subtitle.

    Raises
    ------
    SchemaError
        If a column is missing, or the table is no breakdown by one column.
    ValueError
        If `lang` is another language.
    """
    groups = groups_of(table, _COLUMNS)
    with style.look(lang):
        ax = ax or style.own_axes("representation_plot", rows=len(groups.rows))
        part = lay_out(ax, groups.names(lang, short=True), lang, left=_LEFT)
        _draw_scale(ax, _doublings(groups.rows), lang)
        _write_columns(ax, groups.rows, part, lang)
        _draw_groups(ax, groups.rows, part)
        line = table_line(groups.rows, lang, as_of)
        lettering.heading(
            ax, _title(groups, lang), line, lang=lang, left=_LEFT, gap=0.46
        )
        caveats = remarks(groups.rows, groups.apart, lang, as_of=as_of)
        paragraphs = [_notes(groups, lang), caveats]
        lines = lettering.wrapped(ax, paragraphs, lang=lang, left=_LEFT)
        lettering.foot(ax, lines, left=_LEFT, drop=0.62)
    return ax


def _doublings(rows: pd.DataFrame) -> int:
    """Return how many doublings the scale has on each side of 1, to hold the points."""
    points = rows["representation"].to_numpy(dtype=float)
    points = points[np.isfinite(points) & (points > 0)]
    far = np.abs(np.log2(points)).max(initial=0)
    return int(np.clip(np.ceil(far + 0.15), _LEAST, _MOST))


def _draw_scale(ax: Axes, doublings: int, lang: str) -> None:
    """Draw the scale, in doublings, with the 0 outside of it and the line at 1."""
    zero = -doublings * (1 + 2 * _ZERO)
    left, right = zero - _PAD * doublings, doublings * (1 + _ZERO)
    ax.set_xlim(left, left + (right - left) / _PLOT)
    step = -(-doublings // 3)  # more names would run together
    powers = np.arange(-(doublings // step) * step, doublings + 1, step)
    names = ["0", *(f"1/{2**-p}" if p < 0 else f"{2**p:,}" for p in powers.tolist())]
    font = {"family": style.font_families(lang), "color": style.SOFT_INK}
    ax.set_xticks([zero, *powers], names, **font)
    bottom, top = ax.get_ylim()
    ax.vlines(powers, bottom, top, color=style.RULE, linewidth=0.6, zorder=1)
    ax.vlines(zero, bottom, top, color=style.RULE, linewidth=0.6, ls=":", zorder=1)
    ax.vlines(0, bottom, top, color=style.INK, linewidth=1.3, zorder=2)
    ax.set_xlabel(
        wording.say(lang, "representation_axis"), loc="left", labelpad=5, **font
    )
    middle = -left / (right - left) * _PLOT
    write_header(ax, middle, wording.say(lang, "even_spread"), align="center")


def _draw_groups(ax: Axes, rows: pd.DataFrame, part: float) -> None:
    """Draw the interval and the point of each group that has any."""
    zero = ax.get_xticks()[0]
    cut = -zero / (1 + 2 * _ZERO) * (1 + _CUT)
    with np.errstate(divide="ignore"):
        middles, lows, highs = np.log2(rows[list(_TIMES)].to_numpy(dtype=float).T)
    lefts, rights = np.clip(lows, -cut, None), np.minimum(highs, cut)
    lefts[lows == -np.inf] = zero

    def draw(x, y, **look) -> None:
        # Not `plot`: it looks anew for the limits each time, which takes long.
        ax.add_artist(Line2D(x, y, **look))

    for row, out in enumerate(_stand_out(rows)):
        if not middles[row] < np.inf:
            continue
        colour, none = _MARKED if out else style.BAR, middles[row] == -np.inf
        look = {"color": colour, "zorder": 3}
        draw([lefts[row], rights[row]], [row, row], lw=1.8 * part, **look)
        if lefts[row] > lows[row] > -np.inf:
            draw([lefts[row]], [row], marker="<", ms=5.5 * part, **look)
        if rights[row] < highs[row]:
            draw([rights[row]], [row], marker=">", ms=5.5 * part, **look)
        draw(
            [zero if none else middles[row]],
            [row],
            marker="D" if out else "o",
            markerfacecolor=style.PAPER if none else colour,
            markeredgecolor=colour,
            markeredgewidth=1.6 * part,
            ms=7.5 * part,
            zorder=4,
            clip_on=False,
        )


def _write_columns(ax: Axes, rows: pd.DataFrame, part: float, lang: str) -> None:
    """Write the numbers of each group at right."""
    headers = ((_COUNT, "count_column"), (_INTERVAL, "interval_column"))
    for x, phrase in (*headers, (_P, "p_column"), (_HOLM, "holm_column")):
        write_header(ax, x, wording.say(lang, phrase))
    columns = rows[list(_COLUMNS)].itertuples(index=False, name=None)
    for row, (numbers, out) in enumerate(zip(columns, _stand_out(rows), strict=True)):
        count, eligible, middle, low, high, p, p_holm = numbers
        heavy = style.bold(lang) | {"color": style.INK} if out else {}
        texts = {
            _COUNT: wording.say(lang, "share_of", n=int(count), eligible=int(eligible)),
            _VALUE: _times(middle, lang),
            _INTERVAL: ""
            if pd.isna(low)
            else wording.say(
                lang, "interval", low=_times(low, lang), high=_times(high, lang)
            ),
            _P: _chance(p, lang),
            _HOLM: _chance(p_holm, lang),
        }
        for x, words in texts.items():
            write_number(ax, x, row, words, part=part, **{"size": 9 * part} | heavy)


def _title(groups: Groups, lang: str) -> str:
    """Return which groups stand out, or that none does."""
    rows = groups.rows
    n = int(rows["count"].sum())
    if n == 0:
        return wording.say(lang, "empty_title")
    names = np.array(groups.names(lang), dtype=object)
    out = _stand_out(rows)
    more = rows["representation"].to_numpy(dtype=float) > 1
    over, under = names[out & more].tolist(), names[out & ~more].tolist()
    if not over and not under:
        unit = wording.say(lang, f"one_{groups.level}_unit")
        return wording.say(lang, "none_stands_out", n=n, unit=unit)
    if len(over) + len(under) > _NAMED:
        return wording.say(
            lang,
            "many_stand_out",
            filled=len(over) + len(under),
            all=len(rows),
            unit=wording.say(lang, f"{groups.level}_unit"),
            over=len(over),
            under=len(under),
        )
    named = {"over": over, "under": under}
    said = {
        side: wording.listing(lang, found) for side, found in named.items() if found
    }
    return wording.say(lang, "_and_".join(said), **said)


def _notes(groups: Groups, lang: str) -> list[str]:
    """Return what the marks and the numbers mean, those that are there."""
    rows = groups.rows
    unit = wording.say(lang, f"{groups.level}_unit")
    notes = [wording.say(lang, "interval_note")]
    if (rows["representation"] == 0).any():
        notes.append(wording.say(lang, "hollow_note"))
    if _stand_out(rows).any():
        notes.append(wording.say(lang, "marked_note"))
    notes.append(wording.say(lang, "p_note", n=len(rows), unit=unit))
    held = rows["representation_low"].le(1) & rows["representation_high"].ge(1)
    if (held & rows["p"].lt(LEVEL)).any():
        notes.append(wording.say(lang, "cautious_note"))
    missed = ~held & rows["representation_low"].notna()
    if (missed & rows["p_holm"].ge(LEVEL)).any():
        notes.append(wording.say(lang, "unadjusted_note"))
    return notes


def _stand_out(rows: pd.DataFrame) -> np.ndarray:
    """Tell for each group whether it stands out."""
    return rows["p_holm"].lt(LEVEL).to_numpy(dtype=bool)


def _times(value: float, lang: str) -> str:
    """Return a representation to two decimals, a large one to fewer."""
    if pd.isna(value):
        return wording.say(lang, "none")
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}"


def _chance(p: float, lang: str) -> str:
    """Return a p to three decimals, or that it is smaller."""
    if pd.isna(p):
        return wording.say(lang, "none")
    return "<0.001" if p < 0.001 else f"{p:.3f}"
