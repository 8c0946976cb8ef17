"""Columns of published names → resolution columns, row by row, nothing lost."""

import datetime as dt
import warnings
from collections.abc import Callable, Iterable
from functools import cache

import pandas as pd

from analysis.evidence import Resolution
from analysis.gazetteer.index import Index
from analysis.gazetteer.register import (
    REGISTER_DATE,
    REGISTER_FROM,
    former_names,
    kanji_readings,
    register,
)
from analysis.names.readings import Lattice, Reading
from analysis.resolver import Resolver

# Municipalities change once or twice in some years: a register of last year may do.
_STALE_AFTER = dt.timedelta(days=365)

RESOLUTION_COLUMNS = {
    "status": "str",
    "lg_code": "str",
    "current_lg_code": "str",
    "name_ja": "str",
    "name_kana": "str",
    "name_en": "str",
    "entity_type": "str",
    "prefecture_code": "str",
    "method": "str",
    "confidence": "Float64",
    "candidates": "str",
    "note": "str",
}
"""The columns that `resolve` returns, in order, with their dtypes."""


def resolve(
    names: pd.Series | Iterable[str],
    *,
    as_of: dt.date | str,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> pd.DataFrame:
    """Return the official body behind each published name, or why there is none.

    Parameters
    ----------
    names : pandas.Series or iterable of str
        Names in English or Japanese, as published. Missing values are unmatched rows.
    as_of : datetime.date or str
        The day on which the bodies must exist, such as the date of the list. It has no
        default: mergers make "today" a guess.
    progress : callable, optional
        Called with the number of distinct names done and their total after each.

    Returns
    -------
    pandas.DataFrame
        One row per name, with the index of `names`. Columns as `RESOLUTION_COLUMNS`:

        status : resolved, ambiguous or unmatched
        lg_code : local government code of the body that is meant, six digits
        current_lg_code : code of the body today; missing if it is gone by now
        name_ja, name_kana, name_en : the official name; a ward's with its city
        entity_type : prefecture, city, special_ward, town, village or ward
        prefecture_code : two digits
        method : code, exact, romanization or reading
        confidence : 0 to 1
        candidates : codes, best first, separated by spaces
        note : plain words; empty where there is nothing to say

    Raises
    ------
    ValueError
        If `as_of` is not a date.

    Examples
    --------
    >>> import analysis
    >>> row = analysis.resolve(["Hirasei Town, Yamaguchi"], as_of="2020-08-21").iloc[0]
    >>> row["lg_code"], row["name_ja"], row["method"]
    ('353442', '平生町', 'reading')
    """
    if not isinstance(names, pd.Series):
        # As objects: what is no text, or no valid one, is a row like any other.
        names = pd.Series(names, dtype=object)
    resolver = resolver_on(_covered(as_date(as_of)))
    # Lists repeat themselves: each distinct text is resolved once.
    texts = [_text(name) for name in names]
    distinct = dict.fromkeys(texts)
    rows = {}
    for text in distinct:
        rows[text] = _row(resolver.resolve(text))
        progress(len(rows), len(distinct))
    columns = zip(*(rows[text] for text in texts), strict=True)
    table = dict(zip(RESOLUTION_COLUMNS, columns, strict=bool(texts)))
    frame = pd.DataFrame(table, index=names.index, columns=list(RESOLUTION_COLUMNS))
    return frame.astype(RESOLUTION_COLUMNS)


def explain(name: str, *, as_of: dt.date | str) -> Resolution:
    """Return how `name` is resolved, with the evidence of each step.

    Parameters
    ----------
    name : str
        One published name.
    as_of : datetime.date or str
        The day on which the body must exist.

    Returns
    -------
    Resolution
        `steps` holds the reasoning in the order in which it was done.
    """
    return resolver_on(_covered(as_date(as_of))).resolve(_text(name))


def as_date(value: dt.date | str) -> dt.date:
    """Return `value` as a date.

    Raises
    ------
    ValueError
        If a text is not of the form 2020-08-21.
    """
    try:
        if isinstance(value, str):
            return dt.date.fromisoformat(value)
        day = pd.Timestamp(value).date()
    except (TypeError, ValueError) as why:
        raise ValueError(
            f"as_of is {value!r}; want a date such as '2020-08-21'"
        ) from why
    if pd.isna(day):
        raise ValueError("as_of is missing; want a date such as '2020-08-21'")
    return day


@cache
def resolver_on(day: dt.date) -> Resolver:
    """Return the resolver of one day; the register behind it is loaded once."""
    return Resolver(_index(), _lattice(), day)


@cache
def _index() -> Index:
    return Index(register(), former_names())


@cache
def _lattice() -> Lattice:
    table = kanji_readings()
    dictionary: dict[str, list[Reading]] = {}
    for kanji, kana, okurigana, kind in zip(
        table["kanji"], table["reading"], table["okurigana"], table["kind"], strict=True
    ):
        dictionary.setdefault(kanji, []).append(Reading(kana, kind, okurigana))
    return Lattice(dictionary)


def _covered(day: dt.date) -> dt.date:
    """Return `day`, with a warning if the register does not know all bodies of it."""
    if day < REGISTER_FROM:
        warnings.warn(
            f"the register is complete from {REGISTER_FROM} on: names of bodies that "
            f"existed on {day} and were abolished before are not found",
            stacklevel=3,
        )
    if day > REGISTER_DATE + _STALE_AFTER:
        warnings.warn(
            f"the register is that of {REGISTER_DATE}: what changed until {day} is not "
            "known to it; install a newer version of this package",
            stacklevel=3,
        )
    return day


def _text(name: object) -> str:
    """Return a cell as text: missing is empty, 32069.0 the code that it was."""
    if pd.api.types.is_scalar(name) and pd.isna(name):
        return ""
    if isinstance(name, float) and name.is_integer():
        return str(int(name))
    return str(name)


def _row(found: Resolution) -> tuple:
    body = found.body
    return (
        found.status,
        body and body.lg_code,
        body and (body.lg_code if body.valid_to is None else None),
        body and body.full_ja,
        body and body.full_kana,
        body and body.full_en,
        body and body.entity_type,
        body and body.prefecture_code,
        found.method,
        found.confidence,
        " ".join(candidate.lg_code for candidate in found.candidates),
        found.note,
    )
