"""What must hold between the columns of a row."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from analysis.schemas.values import LEVELS


class Law(NamedTuple):
    """What must hold between columns: which, how it is told, what a message says."""

    columns: tuple[str, ...]
    holds: Callable[[pd.DataFrame], pd.Series]
    said: str
    of_users: bool = True
    """Whether a user's table must keep it, too.

    To leave a row out, people say that it is not resolved, and let its code stand; to
    have a point made, they take one of its numbers away. Neither is read then.
    """


def laws_of(columns: tuple[str, ...], *, of_users: bool) -> list[Law]:
    """Return the laws between some columns of a table of ours, or of a user's."""
    return [
        law
        for law in _LAWS
        if set(law.columns) <= set(columns) and law.of_users in (True, of_users)
    ]


def _there_if_resolved(column: str) -> Law:
    """Return that a column is filled in resolved rows."""
    return Law(
        ("status", column),
        lambda table: (table["status"] != "resolved") | table[column].notna(),
        f"a resolved row has a {column}",
    )


def _only_if_resolved(column: str) -> Law:
    """Return that a column is empty in rows that are not resolved."""
    return Law(
        ("status", column),
        lambda table: (table["status"] == "resolved") | table[column].isna(),
        f"a row that is not resolved has no {column}",
        of_users=False,
    )


def _type_of_resolved(table: pd.DataFrame) -> pd.Series:
    return (table["status"] != "resolved") | table["entity_type"].isin(LEVELS)


def _type_of_others(table: pd.DataFrame) -> pd.Series:
    return (table["status"] == "resolved") | ~table["entity_type"].isin(LEVELS)


def _in_its_prefecture(table: pd.DataFrame) -> pd.Series:
    code, prefecture = table["lg_code"], table["prefecture_code"]
    return code.isna() | (code.astype("str").str[:2] == prefecture)


def _point_is_whole(table: pd.DataFrame) -> pd.Series:
    return table["latitude"].isna() == table["longitude"].isna()


def _interval(name: str) -> Law:
    """Return that a number lies in its interval."""
    low, high = f"{name}_low", f"{name}_high"

    def holds(table: pd.DataFrame) -> pd.Series:
        known = _numbers(table[[low, name, high]])
        inside = known[name].between(known[low], known[high])
        return inside | known.isna().any(axis="columns")

    return Law((low, name, high), holds, f"want {low} ≤ {name} ≤ {high}")


def _at_most(less: str, more: str) -> Law:
    """Return that a number is at most another."""

    def holds(table: pd.DataFrame) -> pd.Series:
        known = _numbers(table[[less, more]])
        return (known[less] <= known[more]) | known.isna().any(axis="columns")

    return Law((less, more), holds, f"want {less} ≤ {more}")


def _no_more_than_there_are(table: pd.DataFrame) -> pd.Series:
    known = _numbers(table[["count", "eligible"]])
    return (known["eligible"] == 0) | (known["count"] <= known["eligible"])


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return numbers as floats, whatever they are kept in: a missing one is NaN."""
    return table.astype("Float64").astype("float64")


_OF_RESOLVED = ("name_ja", "prefecture_code", "method", "confidence")
_LAWS = (
    *map(_there_if_resolved, _OF_RESOLVED),
    *map(_only_if_resolved, ("lg_code", "current_lg_code", *_OF_RESOLVED)),
    Law(
        ("status", "entity_type"),
        _type_of_resolved,
        f"a resolved row is one of {', '.join(LEVELS)}",
    ),
    Law(
        ("status", "entity_type"),
        _type_of_others,
        f"a row that is not resolved is none of {', '.join(LEVELS)}",
        of_users=False,
    ),
    Law(
        ("lg_code", "prefecture_code"),
        _in_its_prefecture,
        "a code begins with that of its prefecture",
    ),
    Law(
        ("latitude", "longitude"),
        _point_is_whole,
        "half of a point is none",
        of_users=False,
    ),
    Law(("count", "eligible"), _no_more_than_there_are, "want count ≤ eligible"),
    *map(_interval, ("rate", "representation", "weighted_representation")),
    _at_most("p", "p_holm"),
    _at_most("most_low", "fewest_high"),
    _at_most("counted", "eligible"),
    _at_most("not_resolved", "rows"),
    _at_most("bodies", "rows"),
    _at_most("first", "count"),
)
