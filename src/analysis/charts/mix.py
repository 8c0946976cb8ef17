"""The mix of a list: the share of each type beside its share of all who could apply."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts import lettering, style, wording
from analysis.charts.findings import remarks, table_line
from analysis.charts.representation import LEVEL
from analysis.charts.rows import Groups, groups_of, lay_out, write_header
from analysis.errors import SchemaError

_LEVELS = ("entity_type", "city_class", "region", "telecom_bureau")
_REACH = 1.85  # the numbers at the end of the bars take nearly half of the width
_BAR, _APART = 0.36, 0.19  # rows: how thick a bar is, and how far from the middle
_EVEN = "#b8bfc4"
_ALIKE = 0.005  # shares that differ by less are said to be alike
_LEFT = 1.3  # inches from the headings to the Axes


def type_mix(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    lang: str = "en",
    as_of: object = None,
) -> Axes:
    """Return two bars per type: its share of the list, and of all that could apply.

    Both are shares of whole numbers of bodies, which stand at the end of the bars; the
    title names the type whose shares are farthest apart, the foot those that differ by
    more than chance would. Rows that are in no group are in neither share, and counted
    in the foot.

    Parameters
    ----------
    table : pandas.DataFrame
        ``analysis.breakdown(entities, by="entity_type")``, or by ``city_class``,
        ``region`` or ``telecom_bureau``. Columns read: that of the groups, `count`,
        `eligible`, `p_holm`.
    ax : matplotlib.axes.Axes, optional
        Where to draw, such as ``blank("type_mix")``; a new pyplot figure if left out.
    lang : {"en", "ja"}
        Language of every text.
    as_of : date or str, optional
        Day on which the bodies exist, for the subtitle.

    Raises
    ------
    SchemaError
        If a column is missing, or the table is a breakdown by anything else.
    ValueError
        If `lang` is another language.
    """
    groups = groups_of(table, ("count", "eligible", "p_holm"))
    if groups.level not in _LEVELS:
        raise SchemaError(
            f"the mix is drawn by {', '.join(_LEVELS)}, not by {groups.level}; "
            "draw the many rows with representation_plot"
        )
    with style.look(lang):
        ax = ax or style.own_axes("type_mix", rows=len(groups.rows))
        names = groups.names(lang, short=True)
        part = lay_out(ax, names, lang, left=_LEFT, lines=2)
        counts = groups.rows["count"].to_numpy(dtype=int)
        eligible = groups.rows["eligible"].to_numpy(dtype=int)
        _draw_bars(ax, groups, _shares(counts), _shares(eligible))
        _write_numbers(ax, counts, eligible, part, lang)
        write_header(ax, 0, wording.say(lang, "mix_axis"), align="left")
        line = table_line(groups.rows, lang, as_of)
        title = _title(groups, _shares(counts), _shares(eligible), lang)
        lettering.heading(ax, title, line, lang=lang, left=_LEFT, gap=0.4)
        phrases = _chance(groups, lang)
        phrases += remarks(groups.rows, groups.apart, lang, as_of=as_of)
        lines = lettering.wrapped(ax, [phrases], lang=lang, left=_LEFT)
        lettering.foot(ax, lines, left=_LEFT, drop=0.22)
    return ax


def _shares(numbers: np.ndarray) -> np.ndarray:
    """Return the parts of a whole; zeros if there is none."""
    return numbers / max(numbers.sum(), 1)


def _draw_bars(ax: Axes, groups: Groups, listed: np.ndarray, even: np.ndarray) -> None:
    """Draw the share of the list in colour, and below it that of the bodies in grey."""
    colours = [
        style.TYPE_COLOURS.get(group, style.BAR) for group in groups.rows[groups.key]
    ]
    rows = np.arange(len(groups.rows))
    ax.barh(rows - _APART, listed, height=_BAR, color=colours, zorder=2)
    ax.barh(rows + _APART, even, height=_BAR, color=_EVEN, zorder=2)
    most = max(listed.max(initial=0), even.max(initial=0)) or 1
    ax.set(xlim=(0, most * _REACH), xticks=[])
    ax.vlines(0, *ax.get_ylim(), color=style.SOFT_INK, linewidth=0.8, zorder=3)


def _write_numbers(
    ax: Axes, counts: np.ndarray, eligible: np.ndarray, part: float, lang: str
) -> None:
    """Write share and number at the end of each bar; the first ones say of what."""
    heavy = style.bold(lang) | {"color": style.INK}
    sides = (("listed", counts, -_APART, heavy), ("even", eligible, _APART, {}))
    for side, numbers, up, font in sides:
        shares, whole = _shares(numbers), int(numbers.sum())
        if not whole:
            continue
        for row, (number, share) in enumerate(zip(numbers, shares, strict=True)):
            ax.annotate(
                wording.say(
                    lang,
                    "mix_share" if row else f"mix_first_{side}",
                    share=_percent(share, lang),
                    n=int(number),
                    eligible=whole,
                ),
                (share, row + up),
                xytext=(5, 0),
                textcoords="offset points",
                va="center_baseline",
                **{"size": part * 9.5, "color": style.SOFT_INK} | font,
            )


def _title(groups: Groups, listed: np.ndarray, even: np.ndarray, lang: str) -> str:
    """Return the shares that are farthest apart, or that all are alike."""
    if not listed.any():
        return wording.say(lang, "empty_title")
    far = int(np.abs(listed - even).argmax())
    if abs(listed[far] - even[far]) < _ALIKE:
        return wording.say(lang, "mix_alike")
    group = groups.names(lang)[far]
    return wording.say(
        lang,
        "mix_gap",
        group=group[0].upper() + group[1:],
        listed=_percent(listed[far], lang),
        even=_percent(even[far], lang),
    )


def _chance(groups: Groups, lang: str) -> list[str]:
    """Return which shares differ by more than chance would; nothing of no body."""
    if not groups.rows["count"].any():
        return []
    beyond = groups.rows["p_holm"].lt(LEVEL)
    if not beyond.any():
        return [wording.say(lang, "mix_chance")]
    names = pd.Series(groups.names(lang))[beyond].tolist()
    return [wording.say(lang, "mix_beyond", groups=wording.listing(lang, names))]


def _percent(share: float, lang: str) -> str:
    return wording.say(lang, "percent", value=float(100 * share))
