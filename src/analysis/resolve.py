"""Columns of published names → resolution columns, row by row, nothing lost."""

import datetime as dt
import gc
import numbers
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.aliases import AliasTable, as_aliases
from analysis.gazetteer.index import Index
from analysis.gazetteer.register import (
    REGISTER_DATE,
    history,
    kanji_readings,
    place_readings,
    register,
)
from analysis.names.readings import Lattice, Reading
from analysis.names.variants import COMPARED_AS
from analysis.resolver.answers import Answers
from analysis.resolver.confidence import Confidence, measured
from analysis.resolver.outcome import Resolution
from analysis.schemas.layouts import RESOLUTION_COLUMNS
from analysis.schemas.values import METHODS as METHODS
from analysis.schemas.values import STATUSES as STATUSES

if TYPE_CHECKING:
    from analysis.resolver.engine import Resolver

# Municipalities change once or twice in some years: a register of last year may do.
_STALE_AFTER = dt.timedelta(days=365)
# The day of the municipalities' first law (市制町村制).
_KNOWN_FROM = dt.date(1889, 4, 1)
# Names that are resolved together: enough to be quick, few enough to tell progress.
_BATCH = 20_000


def resolve(
    names: pd.Series | Iterable[str],
    *,
    as_of: dt.date | str,
    aliases: AliasTable = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> pd.DataFrame:
    """Return the official body behind each published name, or why there is none.

    Parameters
    ----------
    names : pandas.Series or iterable of str
        Names in English or Japanese, as published. Missing values are unmatched rows.
    as_of : datetime.date or str
        The day on which the bodies must exist, such as the date of the list. It has no
        default: mergers make "today" a guess. A name that only a body of another time
        has is resolved to that, with the method ``historical``.
    aliases : path, DataFrame or Aliases, optional
        The user's own names with the codes that they stand for; they go first, each
        compared with the whole of a name. See `analysis.read_aliases` for the columns.
    progress : callable, optional
        Called now and then with the number of distinct names done and their total.

    Returns
    -------
    pandas.DataFrame
        One row per name, with the index of `names`. Columns as `RESOLUTION_COLUMNS`:

        status : resolved, ambiguous or unmatched
        lg_code : local government code of the body that is meant, six digits; missing
            if it was gone before there were codes
        current_lg_code : code of the body that stands in its place today
        name_ja, name_kana, name_en : the official name; a ward's with its city
        entity_type : prefecture, city, special_ward, town, village or ward; of rows
            that are not resolved: union, joint or missing
        prefecture_code : two digits
        method : code, exact, romanization, alias, historical, reading or fuzzy
        confidence : 0 to 1, the share of right answers on such evidence
        candidates : codes, best first, separated by spaces
        note : plain words; empty where there is nothing to say

    Raises
    ------
    ValueError
        If `as_of` is not a date.
    SchemaError
        If the table of aliases has a mistake.

    Examples
    --------
    >>> import analysis
    >>> row = analysis.resolve(["Hirasei Town, Yamaguchi"], as_of="2020-08-21").iloc[0]
    >>> row["lg_code"], row["name_ja"], row["method"]
    ('353442', '平生町', 'reading')
    """
    names = _series(names)
    day = _covered(as_date(as_of))
    aliases = as_aliases(aliases)
    # Lists repeat themselves: each distinct text is resolved once.
    places, values = distinct(names)
    answers = Answers(all_bodies().bodies)
    with _collector_paused():
        resolver = resolver_on(day)
        for start in range(0, len(values), _BATCH):
            batch = [as_text(name) for name in values[start : start + _BATCH]]
            answers.add(resolver.resolve(batch, aliases))
            progress(start + len(batch), len(values))
    found = answers.frame(places).set_axis(names.index)
    return found[list(RESOLUTION_COLUMNS)]


def explain(
    name: str, *, as_of: dt.date | str, aliases: AliasTable = None
) -> Resolution:
    """Return how `name` is resolved, with the evidence of each step.

    Parameters
    ----------
    name : str
        One published name.
    as_of : datetime.date or str
        The day on which the body must exist.
    aliases : path, DataFrame or Aliases, optional
        As for `resolve`.

    Returns
    -------
    Resolution
        `steps` holds the reasoning in the order in which it was done.
    """
    resolver = resolver_on(_covered(as_date(as_of)))
    return resolver.explain(as_text(name), as_aliases(aliases))


def as_date(value: dt.date | str) -> dt.date:
    """Return `value` as a date.

    Raises
    ------
    ValueError
        If it is no date: a text such as 2020-08-21, or a date of any kind.
    """
    try:
        if isinstance(value, str):
            return dt.date.fromisoformat(value)
        if isinstance(value, numbers.Number):
            raise TypeError("a number is no date: 2020 would be a moment of 1970")
        day = pd.Timestamp(value).date()
    except (TypeError, ValueError) as why:
        # Not which number: some have more digits than Python prints.
        said = (
            repr(value) if isinstance(value, str) else f"of type {type(value).__name__}"
        )
        raise ValueError(f"as_of is {said}; want a date such as '2020-08-21'") from why
    if pd.isna(day):
        raise ValueError("as_of is missing; want a date such as '2020-08-21'")
    return day


def as_text(name: object) -> str:
    """Return a cell as the text that is resolved.

    What is missing is empty, 32069.0 the code that it was.
    """
    if type(name) is str:
        return name
    if pd.api.types.is_scalar(name) and pd.isna(name):
        return ""
    if isinstance(name, float) and name.is_integer():
        return str(int(name))
    try:
        return str(name)
    except ValueError:  # a number of some thousand digits
        return ""


@lru_cache(maxsize=8)
def resolver_on(day: dt.date) -> "Resolver":
    """Return the resolver of one day; the register behind it is loaded once."""
    # Edit distances and tables of words are for who resolves, not for who imports.
    from analysis.resolver.engine import Resolver

    return Resolver(all_bodies(), _lattice, _confidence(), day)


@cache
def all_bodies() -> Index:
    """Return all bodies of all times, laid out for look-up; loaded once."""
    return Index(register(), history())


@cache
def _confidence() -> Confidence:
    return Confidence(measured())


@cache
def _lattice() -> Lattice:
    table = pd.concat([kanji_readings(), place_readings()])
    dictionary: dict[str, list[Reading]] = {}
    for kanji, kana, okurigana, kind in zip(
        table["kanji"], table["reading"], table["okurigana"], table["kind"], strict=True
    ):
        dictionary.setdefault(kanji, []).append(Reading(kana, kind, okurigana))
    return Lattice(dictionary, COMPARED_AS)


def _covered(day: dt.date) -> dt.date:
    """Return `day`, with a warning if the register does not know all bodies of it."""
    if day < _KNOWN_FROM:
        warnings.warn(
            f"the register is that of the bodies since {_KNOWN_FROM}: which there were "
            f"on {day} is not known to it",
            stacklevel=3,
        )
    if day > REGISTER_DATE + _STALE_AFTER:
        warnings.warn(
            f"the register is that of {REGISTER_DATE}: what changed until {day} is not "
            "known to it; install a newer version of this package",
            stacklevel=3,
        )
    return day


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Spare Python the search for garbage in the register while a column is resolved.

    What is made is kept and holds no cycles, and each search goes through some 100,000
    objects: it would take as long as the resolving.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _series(names: pd.Series | Iterable[str]) -> pd.Series:
    """Return `names` as a Series; what is no text is a row like any other."""
    if isinstance(names, pd.Series):
        return names
    if names is None or isinstance(names, (str, bytes, pd.DataFrame)):
        raise TypeError(
            f"names is a {type(names).__name__}; want a column or a list of names, "
            "such as ['Hirao Town, Yamaguchi']"
        )
    rows = list(names)
    column = np.empty(len(rows), dtype=object)
    column[:] = rows
    return pd.Series(column, dtype=object)


def distinct(names: pd.Series) -> tuple[np.ndarray, Sequence]:
    """Return which of its distinct values each row of `names` is, and these.

    They are texts, or missing, of which `as_text` makes one.
    """
    if not isinstance(names.dtype, pd.StringDtype):
        names = pd.Series([as_text(name) for name in names], dtype=object)
    return pd.factorize(names, use_na_sentinel=False)
