"""Entities counted by region, prefecture, type, beside the bodies that could apply."""

from collections.abc import Sequence

import pandas as pd

from analysis.errors import SchemaError
from analysis.gazetteer.index import LEVELS
from analysis.gazetteer.regions import REGIONS, TELECOM_BUREAUS
from analysis.gazetteer.register import REGISTER_FROM, eligible

NOT_RESOLVED = "not resolved"
NOT_ELIGIBLE = "could not apply"
LISTED_AGAIN = "listed again"
APART = (NOT_RESOLVED, NOT_ELIGIBLE, LISTED_AGAIN)
"""The labels of the lines for rows that are in no group.

Ambiguous and unmatched rows; wards of designated cities, villages without a government
and bodies that are not there on the day; and bodies that the list names more than once,
but for the first time.
"""

_BODY = ["lg_code", "name_ja"]
_PREFECTURE_NAMES = ["prefecture_code", "prefecture_ja", "prefecture_en"]
# The order in which a table lists its groups: north to south, high to low.
_ORDER = {
    "region": REGIONS,
    "telecom_bureau": TELECOM_BUREAUS,
    "entity_type": LEVELS,
}
_GROUPINGS = ("region", "telecom_bureau", "prefecture", "entity_type")


def breakdown(
    entities: pd.DataFrame, *, by: str | Sequence[str] = "region"
) -> pd.DataFrame:
    """Return how many entities fall into each group, of how many that could apply.

    Parameters
    ----------
    entities : pandas.DataFrame
        Entity table with one `as_of` date. Columns read: `status`, `lg_code`,
        `name_ja`, `as_of` and those of the groups.
    by : str or sequence of str
        ``region``, ``telecom_bureau``, ``prefecture``, ``entity_type``, or several.

    Returns
    -------
    pandas.DataFrame
        One row per group with an eligible body, and a last one for each of `APART` that
        some entities fall under. Columns: those of the groups, then

        count : bodies in the group, each once; adds up to the rows of `entities`
        share : count ÷ all rows of `entities`
        eligible : bodies that could apply on that date (prefectures, municipalities
            and special wards; wards of cities are not counted beside their city)
        rate : count ÷ eligible
        representation : share ÷ share of eligible; 1 is an even spread

    Raises
    ------
    SchemaError
        If `by` names no grouping, a column is missing, the dates differ, or the date is
        before the register.
    """
    groups = [by] if isinstance(by, str) else list(by)
    columns = _columns(groups)
    _check(entities, columns)
    base = eligible(entities["as_of"].iloc[0])
    apart = set_apart(entities, base)
    counts = entities[apart.isna()].groupby(columns).size().rename("count")
    totals = base.groupby(columns).size().rename("eligible")
    table = _ordered(totals.to_frame().join(counts).reset_index(), columns)
    lines = apart.value_counts().reindex(APART).dropna()
    others = pd.DataFrame({columns[0]: lines.index, "count": lines.to_numpy()})
    table = pd.concat([table, others.assign(eligible=0)], ignore_index=True)
    table["count"] = table["count"].fillna(0).astype("int64")
    table["share"] = table["count"] / max(len(entities), 1)
    table["rate"] = table["count"] / table["eligible"].where(table["eligible"] > 0)
    even = table["eligible"] / len(base)
    table["representation"] = table["share"] / even.where(even > 0)
    return table[[*columns, "count", "share", "eligible", "rate", "representation"]]


def set_apart(entities: pd.DataFrame, eligible: pd.DataFrame) -> pd.Series:
    """Return why a row is in no group, one of `APART`; missing for those that are.

    Parameters
    ----------
    entities : pandas.DataFrame
        Entity table. Columns read: `status`, `lg_code` and `name_ja`.
    eligible : pandas.DataFrame
        The bodies that could apply, as `analysis.gazetteer.register.eligible` has them.

    Returns
    -------
    pandas.Series
        Text with the index of `entities`.
    """
    codes = entities["lg_code"]
    apart = pd.Series(pd.NA, index=entities.index, dtype="str", name="apart")
    apart[codes.duplicated()] = LISTED_AGAIN
    # A code outlives a change of name or type: 鹿部村 had that of today's 鹿部町.
    bodies = pd.MultiIndex.from_frame(entities[_BODY])
    apart[~bodies.isin(pd.MultiIndex.from_frame(eligible[_BODY]))] = NOT_ELIGIBLE
    apart[entities["status"] != "resolved"] = NOT_RESOLVED
    return apart


def _columns(groups: list[str]) -> list[str]:
    """Return the columns that groups are named in: a prefecture has three."""
    wrong = [group for group in groups if group not in _GROUPINGS]
    if wrong or not groups or len(set(groups)) < len(groups):
        what = ", ".join(map(repr, wrong or groups)) or "nothing"
        raise SchemaError(
            f"cannot break down by {what}; "
            f"want one or more of {', '.join(_GROUPINGS)}, each once"
        )
    columns: list[str] = []
    for group in groups:
        columns += _PREFECTURE_NAMES if group == "prefecture" else [group]
    return columns


def _check(entities: pd.DataFrame, columns: list[str]) -> None:
    read = ("status", *_BODY, "as_of", *columns)
    missing = [c for c in read if c not in entities]
    if missing:
        raise SchemaError(
            f"the entity table lacks {', '.join(map(repr, missing))}; "
            "make it with analysis.normalize"
        )
    days = entities["as_of"].unique()
    if len(days) != 1:
        raise SchemaError(
            f"want entities of one date to count them against the bodies of that day, "
            f"got {len(days)} dates; break each list down by itself"
        )
    if days[0] < REGISTER_FROM.isoformat():
        raise SchemaError(
            f"the bodies that could apply on {days[0]} cannot be counted: the register "
            f"is complete from {REGISTER_FROM} on"
        )


def _ordered(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return the table with its groups from north to south and from high to low."""

    def rank(column: pd.Series) -> pd.Series:
        order = _ORDER.get(column.name)
        return column.map(order.index) if order else column

    return table.sort_values(columns, key=rank, ignore_index=True)
