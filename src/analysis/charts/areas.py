"""What the maps of areas share: a value per area, its classes, and what is said of it.

The classes are of equal steps from zero, so that a shade twice as far up the legend is
twice as much; zero is a class of its own, and so is an area where no body could apply.
"""

import math
from functools import cache
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.patches import Patch

from analysis import schemas
from analysis.charts import style, wording
from analysis.charts.findings import remarks, split, table_line
from analysis.errors import SchemaError
from analysis.gazetteer.regions import (
    BUREAU_NAMES_JA,
    PREFECTURE_CODES,
    REGIONS,
    TELECOM_BUREAUS,
)
from analysis.gazetteer.register import register

VALUES = ("rate", "count")

_KEYS = {
    "prefecture": ("prefecture_code", PREFECTURE_CODES),
    "region": ("region", REGIONS),
    "telecom_bureau": ("telecom_bureau", TELECOM_BUREAUS),
}
_MOST_CLASSES = 6
_NAMED = 3  # areas in a title
_HATCH = "/////"
_OFFICES = ("総合通信局", "総合通信事務所")
_ENDINGS = ("都", "府", "県")


class Shade(NamedTuple):
    """A class of values: from `low` to below `high`, its colour and what it is called.

    The colour is missing where an area is hatched, for it has no value.
    """

    low: float
    high: float
    colour: str | None
    name: str


class Areas(NamedTuple):
    """The areas of a level with their values.

    Attributes
    ----------
    level, value : str
        What they are, and which of `VALUES` is shown.
    data : pandas.DataFrame
        By code or name, from north to south: `count`, `eligible`, `rate` (0 to 1), each
        missing where no body could apply, and `name`.
    groups : pandas.DataFrame
        The rows of the breakdown that they come from.
    apart : dict of str to int
        The numbers of the rows that are in no area.
    shades : tuple of Shade
        The classes, lowest first, one of no value before them where there is need.
    """

    level: str
    value: str
    data: pd.DataFrame
    groups: pd.DataFrame
    apart: dict[str, int]
    shades: tuple[Shade, ...]

    def shade_of(self, area: str) -> Shade:
        """Return the class of an area."""
        value = self.data.at[area, self.value]
        if pd.isna(value):
            return self.shades[0]
        return next(s for s in self.shades if s.low <= value < s.high)

    def write(self, area: str, value: str, lang: str) -> str:
        """Return the rate or the count of an area as text; a dash if it has none."""
        number = self.data.at[area, value]
        if pd.isna(number):
            return wording.say(lang, "none")
        if value == "rate" and number:
            return wording.say(lang, "percent", value=100 * float(number))
        return f"{int(number):,}"

    def write_share(self, area: str, lang: str) -> str:
        """Return the count of an area with its denominator; a dash if it has none."""
        count, eligible = self.data.loc[area, ["count", "eligible"]]
        if pd.isna(count):
            return wording.say(lang, "none")
        return wording.say(lang, "share_of", n=int(count), eligible=int(eligible))


def areas(table: pd.DataFrame, level: str, value: str, lang: str) -> Areas:
    """Return the areas of a breakdown with their classes.

    Raises
    ------
    SchemaError
        If `table` is no breakdown by `level` alone.
    ValueError
        If `level`, `value` or `lang` is unknown.
    """
    for what, given, known in (("level", level, _KEYS), ("value", value, VALUES)):
        if given not in known:
            raise ValueError(f"want a {what} of {', '.join(known)}, got {given!r}")
    key, order = _KEYS[level]
    schemas.check(table, "breakdown", columns=(key, "count", "eligible"))
    groups, apart = split(table, key)
    _check_once(groups[key], level)
    data = groups.set_index(key)[["count", "eligible"]].reindex(list(order))
    data = data.where(data["eligible"] > 0).astype("float64")
    data["rate"] = data["count"] / data["eligible"]
    data["name"] = [area_name(level, area, lang) for area in data.index]
    shades = _shades(data[value], value, lang)
    return Areas(level, value, data, groups, apart, shades)


def area_name(level: str, area: str, lang: str, *, short: bool = False) -> str:
    """Return what an area is called, in running text or, `short`, on a map.

    A prefecture is 岩手県 or 岩手, a region 中国地方 or 中国, a bureau's district
    中国総合通信局管内 or 中国.
    """
    if level == "prefecture":
        name = wording.chosen(lang, _prefecture_names()[area])
        return name[:-1] if short and name.endswith(_ENDINGS) else name
    if level == "region":
        return (wording.region_name if short else wording.region_in_text)(lang, area)
    if lang == "en":
        return area
    name = BUREAU_NAMES_JA[area]
    office = next(office for office in _OFFICES if name.endswith(office))
    return name.removesuffix(office) if short else f"{name}管内"


def title(shown: Areas, lang: str) -> str:
    """Return the finding: how far the list spreads, and where it is most."""
    counts = shown.data["count"]
    n, filled = int(counts.sum()), shown.data[counts > 0]
    if n == 0:
        return wording.say(lang, "empty_title")
    if n == 1:
        return wording.say(lang, "one_body", groups=filled["name"].iloc[0])
    top = filled[filled[shown.value] == filled[shown.value].max()]
    unit = wording.say(lang, f"{shown.level}_unit")
    where = {"n": n, "filled": len(filled), "all": len(counts), "unit": unit}
    most = shown.write(top.index[0], shown.value, lang)
    named = wording.listing(lang, top["name"].tolist())
    kind = "top" if len(top) == 1 else "tie"
    if len(top) > _NAMED:
        kind, named = "top_in", wording.say(lang, "units", n=len(top), unit=unit)
    return wording.say(
        lang, f"areas_{shown.value}_{kind}", **where, most=most, groups=named
    )


def subtitle(shown: Areas, lang: str, as_of: object) -> str:
    """Return the line with unit, count, denominator and day."""
    line = table_line(shown.groups, lang, as_of)
    by = wording.say(lang, f"by_{shown.level}")
    return wording.say(lang, f"areas_{shown.value}", by=by, line=line)


def foot_lines(shown: Areas, lang: str, as_of: object) -> list[str]:
    """Return what a reader must know of the values, and their source."""
    lines = remarks(shown.groups, shown.apart, lang, as_of=as_of)
    if shown.value != "count" or shown.data["eligible"].isna().all():
        return lines
    eligible = shown.data["eligible"].dropna()
    names = shown.data["name"]
    note = wording.say(
        lang,
        "areas_count_note",
        least=int(eligible.min()),
        small=names[eligible.idxmin()],
        most=int(eligible.max()),
        large=names[eligible.idxmax()],
    )
    return [note, *lines]


def patch_look(shade: Shade) -> dict[str, object]:
    """Return how an area of a class is filled."""
    if shade.colour is None:
        return {"facecolor": style.PAPER, "edgecolor": style.UNKNOWN, "hatch": _HATCH}
    return {"facecolor": shade.colour}


def draw_legend(
    ax: Axes, shown: Areas, lang: str, *, corner: tuple[float, float]
) -> Legend:
    """Explain the shades, highest on top; `corner` is upper left, in data units."""
    handles = [
        Patch(**{"edgecolor": style.COAST} | patch_look(shade), label=shade.name)
        for shade in reversed(shown.shades)
    ]
    legend = ax.legend(
        handles=handles,
        title=wording.say(lang, f"areas_{shown.value}_legend"),
        loc="upper left",
        bbox_to_anchor=corner,
        bbox_transform=ax.transData,
        frameon=False,
        borderaxespad=0,
        alignment="left",
        handlelength=1.8,
        handleheight=1.1,
        fontsize=10,
        title_fontsize=9,
    )
    legend.get_title().set_color(style.SOFT_INK)
    return legend


def _check_once(found: pd.Series, level: str) -> None:
    """Raise `SchemaError` unless each area has at most one row."""
    if found.duplicated().any():
        twice = found[found.duplicated()].iloc[0]
        raise SchemaError(
            f"the chart wants one row per {level}, found several of {twice!r}; "
            f"make the table with analysis.breakdown(entities, by={level!r})"
        )


@cache
def _prefecture_names() -> dict[str, tuple[str, str]]:
    """Return what each prefecture is called in English and in Japanese, by code."""
    bodies = register().drop_duplicates("prefecture_code")
    names = zip(bodies["prefecture_en"], bodies["prefecture_ja"], strict=True)
    return dict(zip(bodies["prefecture_code"], names, strict=True))


def _shades(values: pd.Series, value: str, lang: str) -> tuple[Shade, ...]:
    """Return the classes that values need, lowest first."""
    shades = []
    if values.isna().any():
        shades.append(
            Shade(math.nan, math.nan, None, wording.say(lang, "no_area_data"))
        )
    if (values == 0).any():
        shades.append(Shade(0, 1e-12, style.ZERO, "0"))
    if not (values > 0).any():
        return tuple(shades)
    steps = _counts if value == "count" else _rates
    bounds, names = steps(float(values.max()), lang)
    lows, highs = bounds, [*bounds[1:], math.inf]
    colours = style.shades(len(bounds))
    shades += map(Shade, lows, highs, colours, names)
    return tuple(shades)


def _counts(most: float, lang: str) -> tuple[list[float], list[str]]:
    """Return the lower bounds of classes of whole numbers, and their names."""
    step = next(
        factor * 10**power
        for power in range(10)
        for factor in (1, 2, 5)
        if factor * 10**power * _MOST_CLASSES >= most
    )
    lows = list(range(1, int(most) + 1, step))
    if step == 1:
        return lows, [str(low) for low in lows]
    return lows, [
        wording.say(lang, "class_between", low=low, high=low + step - 1) for low in lows
    ]


def _rates(most: float, lang: str) -> tuple[list[float], list[str]]:
    """Return the lower bounds of classes of rates, and their names in per cent."""
    # In hundredths of a per cent, whole numbers: tenths add up to no whole ones.
    top = math.ceil(round(most * 10_000, 6))
    step = next(
        factor * 10**power
        for power in range(5)
        for factor in (1, 2, 5)
        if factor * 10**power * _MOST_CLASSES >= top
    )
    lows = list(range(0, top, step))
    kinds = ["first", *["middle"] * (len(lows) - 2), "last"][: len(lows)]
    names = [
        wording.say(
            lang,
            f"class_{kind}",
            low=f"{low / 100:g}",
            high=f"{(low + step) / 100:g}",
        )
        for kind, low in zip(kinds, lows, strict=True)
    ]
    bounds = [low / 10_000 for low in lows]
    bounds[0] = 1e-12  # zero is a class of its own
    return bounds, names
