"""Charts with a row per group: its name at left, drawing, and numbers at right."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import schemas
from analysis.charts import style, wording
from analysis.charts.areas import area_name
from analysis.charts.findings import split
from analysis.errors import SchemaError

_LEVELS = {  # the first column of a breakdown, and what its groups are called
    "region": "region",
    "telecom_bureau": "telecom_bureau",
    "prefecture_code": "prefecture",
    "entity_type": "entity_type",
    "city_class": "city_class",
}
_OTHER_NAMES = ("prefecture_ja", "prefecture_en")  # beside the code
_LINE = 1.25  # of the size of its letters
_NAME_SIZE, _NUMBER_SIZE, _HEADER_SIZE = 11.0, 10.0, 9.0  # points


class Groups(NamedTuple):
    """The groups of a breakdown by one column, and the rows that are in none.

    Attributes
    ----------
    level : str
        What they are: ``region``, ``prefecture``, ...
    key : str
        The column that names them.
    rows : pandas.DataFrame
        A row per group, numbered from 0.
    apart : dict of str to int
        The numbers of the rows that are in none, by why.
    """

    level: str
    key: str
    rows: pd.DataFrame
    apart: dict[str, int]

    def names(self, lang: str, *, short: bool = False) -> list[str]:
        """Return what the groups are called, in running text or, `short`, in a row."""
        call = _caller(self.level, lang, short=short)
        return [call(group) for group in self.rows[self.key]]


def groups_of(table: pd.DataFrame, columns: tuple[str, ...]) -> Groups:
    """Return the groups of a breakdown by one column.

    Raises
    ------
    SchemaError
        If one of `columns` is missing or holds what no breakdown does, or the table is
        none by one column.
    """
    named = [column for column in table if column in {*_LEVELS, *_OTHER_NAMES}]
    keys = [column for column in named if column in _LEVELS]
    if len(keys) != 1:
        raise SchemaError(
            f"the chart wants a breakdown by one of {', '.join(_LEVELS.values())}, "
            f"found {' and '.join(map(repr, keys)) or 'none of them'}; "
            "make the table with analysis.breakdown(entities, by='region')"
        )
    schemas.check(table, "breakdown", columns=(keys[0], *columns))
    rows, apart = split(table, keys[0])
    if (again := rows[keys[0]].duplicated()).any():
        raise SchemaError(
            f"the chart wants one row per group, found several of "
            f"{rows.loc[again, keys[0]].iloc[0]!r}; make the table with "
            f"analysis.breakdown(entities, by={_LEVELS[keys[0]]!r})"
        )
    return Groups(_LEVELS[keys[0]], keys[0], rows.reset_index(drop=True), apart)


def lay_out(
    ax: Axes, names: Sequence[str], lang: str, *, left: float, lines: int = 1
) -> float:
    """Give the Axes a row per name, the first on top; return how large letters are.

    A part of their usual size: 1 where a row is high enough for its `lines` of text,
    less where it is not. The y of a row is its number. The names begin at most `left`
    inches from the Axes, where the headings do: if one is too long, all are smaller.
    """
    ax.set(ylim=(max(len(names), 1) - 0.4, -0.6), facecolor="none")
    high = 72 * ax.bbox.height / ax.figure.dpi / max(len(names), 1)  # points
    part = min(1.0, high / (lines * _LINE * _NAME_SIZE))
    ax.set_yticks(
        np.arange(len(names)),
        names,
        size=part * _NAME_SIZE,
        color=style.INK,
        family=style.font_families(lang),  # these texts are older than the look
    )
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    _narrow(ax, left)
    return part


def write_header(ax: Axes, x: float, words: str, *, align: str = "right") -> None:
    """Write what a column holds above it, at `x` from 0 to 1 of the Axes."""
    ax.annotate(
        words,
        (x, 1),
        xycoords="axes fraction",
        xytext=(0, 4),
        textcoords="offset points",
        ha=align,
        size=_HEADER_SIZE,
        color=style.SOFT_INK,
    )


def write_number(
    ax: Axes, x: float, row: int, words: str, *, part: float = 1.0, **font
) -> None:
    """Write a number that ends at `x`, from 0 to 1 of the Axes, into a row."""
    ax.text(
        x,
        row,
        words,
        transform=ax.get_yaxis_transform(),
        ha="right",
        va="center_baseline",
        **{"size": part * _NUMBER_SIZE, "color": style.SOFT_INK} | font,
    )


def _narrow(ax: Axes, left: float) -> None:
    """Make the names smaller until all of them begin within `left` inches."""
    begin = ax.bbox.x0 - left * ax.figure.dpi
    labels = ax.get_yticklabels()
    boxes = [label.get_window_extent() for label in labels]
    part = min(((box.x1 - begin) / box.width for box in boxes), default=1.0)
    if part < 1:
        for label in labels:
            label.set_fontsize(label.get_fontsize() * part * 0.99)


def _caller(level: str, lang: str, *, short: bool) -> Callable[[str], str]:
    """Return what gives the name of a group."""
    if level == "entity_type":
        return lambda group: wording.type_name(lang, group, 2)
    if level == "city_class":
        return lambda group: wording.class_name(lang, group)
    return lambda group: area_name(level, group, lang, short=short)
