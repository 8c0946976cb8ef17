"""What the report says: phrases with their gaps filled, numbers, dates and names."""

import math

import pandas as pd

from analysis.baseline import APART
from analysis.charts import wording
from analysis.explorer.words import Both
from analysis.gazetteer.regions import BUREAU_NAMES_JA, REGION_NAMES_JA
from analysis.report.phrases import CITY_CLASSES, GROUPINGS, NOUNS, PHRASES

LANGUAGES = wording.LANGUAGES
TYPES = tuple(wording.TYPES)
"""The types of bodies, high to low."""

NONE = "–"
"""Stands where there is no number."""


def say(phrase: str, **values: object) -> Both:
    """Return a phrase in both languages, with its gaps filled.

    Numbers get thousands separators, and a value that is `Both` its own language.
    """
    return Both(
        *(
            text.format(**{key: _in(lang, value) for key, value in values.items()})
            for lang, text in enumerate(PHRASES[phrase])
        )
    )


def counted(number: int, noun: str) -> Both:
    """Return a number of rows or bodies: 1 row, 12 rows, 12件."""
    one, several, counter = NOUNS[noun]
    return Both(f"{number:,} {one if number == 1 else several}", f"{number:,}{counter}")


def listing(parts: list[Both], *, link: str = "comma", last: str | None = None) -> Both:
    """Return parts joined by a phrase, the last by another."""
    joined = []
    for lang, _ in enumerate(LANGUAGES):
        words = [_in(lang, part) for part in parts]
        tail = PHRASES[last or link][lang].join(words[-2:])
        joined.append(PHRASES[link][lang].join([*words[:-2], tail]))
    return Both(*joined)


def day(when: object) -> Both:
    """Return a date as each language writes it."""
    return Both(*(wording.day(lang, when) for lang in LANGUAGES))


def month(when: object) -> Both:
    """Return the month of a date of which the day is not known."""
    stamp = pd.Timestamp(when)
    return Both(f"{stamp:%Y-%m}", f"{stamp.year}年{stamp.month}月")


def group(row: pd.Series, by: str) -> Both:
    """Return the name of a group of a breakdown, or why its rows are in none."""
    value = row["prefecture_code" if by == "prefecture" else by]
    if value in APART:
        return say(value)
    if by == "prefecture":
        return Both(row["prefecture_en"], row["prefecture_ja"])
    if by == "entity_type":
        return Both(*(wording.type_name(lang, value) for lang in LANGUAGES))
    if by == "city_class":
        return CITY_CLASSES.get(value, Both(value, value))
    names = REGION_NAMES_JA if by == "region" else BUREAU_NAMES_JA
    return Both(value, names.get(value, value))


def capital(text: Both) -> Both:
    """Return a text as it begins a sentence."""
    return text._replace(en=text.en[:1].upper() + text.en[1:])


def types(entity_type: str, number: int) -> Both:
    """Return so many bodies of a type: 7 cities, 市7."""
    en, ja = (wording.type_name(lang, entity_type, number) for lang in LANGUAGES)
    return Both(f"{number:,} {en}", f"{ja}{number:,}")


def ratio(value: float) -> str:
    """Return how many times: two decimals, fewer above 10."""
    return _number(value, 2 if value < 10 else 1)


def interval(low: float, high: float) -> str:
    """Return the ends of an interval of ratios."""
    return NONE if pd.isna(low) else f"{ratio(low)}–{ratio(high)}"


def percent(value: float, decimals: int = 2) -> str:
    """Return a share as a percentage."""
    return NONE if pd.isna(value) else f"{100 * value:.{decimals}f}\u00a0%"


def probability(p: float) -> str:
    """Return a p as statisticians write it, never as 0."""
    if pd.isna(p):
        return NONE
    if p < 0.001:
        return "< 0.001"
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def whole(value: object) -> str:
    """Return a whole number with thousands separators."""
    return NONE if pd.isna(value) else f"{int(value):,}"


def grouping(by: str) -> Both:
    """Return the name of a grouping, or of several that are crossed: by region × type.

    Parameters
    ----------
    by : str
        As of `analysis.joint.joint_tests`: several are joined by " × ".
    """
    names = [GROUPINGS.get(each, Both(each, each)) for each in by.split(" × ")]
    first, *others = (name.en for name in names)
    english = [first, *(name.removeprefix("by ") for name in others)]
    return Both(" × ".join(english), "×".join(name.ja for name in names))


def _number(value: float, decimals: int) -> str:
    if pd.isna(value):
        return NONE
    return "∞" if math.isinf(value) else f"{value:,.{decimals}f}"


def _in(lang: int, value: object) -> str:
    if isinstance(value, Both):
        return value[lang]
    return f"{value:,}" if isinstance(value, int) else str(value)
