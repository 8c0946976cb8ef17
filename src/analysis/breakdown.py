"""Entities counted by region, prefecture, type, beside the bodies that could apply."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.baseline import (
    APART,
    LISTED_AGAIN,
    NO_CITY,
    are_among,
    set_apart,
    who_could_apply,
)
from analysis.errors import SchemaError
from analysis.gazetteer.index import LEVELS
from analysis.gazetteer.regions import REGIONS, TELECOM_BUREAUS
from analysis.schemas.values import CITY_CLASSES, GROUPINGS
from analysis.statistics.binomial import binomial_p, clopper_pearson
from analysis.statistics.hypergeometric import two_sided_p
from analysis.statistics.several import holm

Grouping = str | Sequence[str]
"""One of `GROUPINGS` or a column of the user's own baseline, or several."""

_PREFECTURE_NAMES = ["prefecture_code", "prefecture_ja", "prefecture_en"]
# The order in which a table lists its groups: north to south, high to low.
_ORDER = {
    "region": REGIONS,
    "telecom_bureau": TELECOM_BUREAUS,
    "entity_type": LEVELS,
    "city_class": (*CITY_CLASSES, NO_CITY),
}
_WEIGHT_UNIT = 100_000
# What bodies are known by, and columns of the tables of groups: a column of a baseline
# that is named so cannot tell groups.
_TAKEN = frozenset(
    [
        *("lg_code", "name_ja", *_PREFECTURE_NAMES),
        *("count", "share", "eligible", "p", "p_holm"),
        *("weight", "per_100000", "p_weighted"),
        *("expected", "fewest_high", "most_low"),
        *("detectable_over", "detectable_under"),
        *(
            name + bound
            for name in ("rate", "representation", "weighted_representation")
            for bound in ("", "_low", "_high")
        ),
    ]
)


def breakdown(
    entities: pd.DataFrame,
    *,
    by: Grouping = "region",
    baseline: pd.DataFrame | None = None,
    weight: str | None = None,
    rows: str | None = None,
) -> pd.DataFrame:
    """Return how many entities fall into each group, of how many that could apply.

    Parameters
    ----------
    entities : pandas.DataFrame
        Entity table with one `as_of` date. Columns read: `status`, `lg_code`,
        `name_ja`, `as_of`.
    by : str or sequence of str
        One or several of `GROUPINGS`: ``region``, ``telecom_bureau``, ``prefecture``,
        ``entity_type``, ``city_class``; and columns of `baseline` by any other name,
        whose groups come in the order of their values, categories in their own. Bodies
        that are no cities are a class of their own, ``not_a_city``.
    baseline : pandas.DataFrame, optional
        The bodies that could apply, by `lg_code` (six digits, text), if they are not
        all public bodies of the day: the prefectures, municipalities and special wards;
        wards of cities are not counted beside their city.
    weight : str, optional
        A column of `baseline`, such as a population, to hold the counts against.
    rows : str, optional
        A column of `entities` with the number of rows of the list that each stands for,
        where a long list was counted before; each stands for itself if left out.

    Returns
    -------
    pandas.DataFrame
        One row per group with an eligible body, and a last one for each of
        `analysis.baseline.APART` that some entities fall under; of these only `count`
        and `share` are known. Columns: those of the groups (a prefecture has three),
        then

        count : bodies in the group, each once; adds up to the rows of `entities`
        share : count ÷ all rows of `entities`
        eligible : bodies that could apply on that date
        rate : count ÷ eligible
        rate_low, rate_high : its exact 95 % interval (Clopper-Pearson)
        representation : share of the counted bodies ÷ share of the eligible ones; 1 is
            an even spread; missing where no body is counted
        representation_low, representation_high : the exact 95 % interval
            (Clopper-Pearson) of the share of the counted bodies, divided likewise
        p : probability, were every eligible body as likely to be chosen as any other,
            of all counts that are no likelier than this one (exact, two-sided,
            hypergeometric: Fisher's test of the group against the rest)
        p_holm : the same, adjusted for all groups of the table (Holm)

        and with `weight`

        weight : sum over the eligible bodies
        per_100000 : count per 100,000 of it; missing where it is 0
        weighted_representation : share of the counted bodies ÷ share of the weight
        weighted_representation_low, weighted_representation_high : as above
        p_weighted : probability, if each body counted fell into a group with a
            probability of the group's share of the weight, of all counts that are no
            likelier than this one (exact, two-sided, binomial); for this table of
            groups not adjusted

    Raises
    ------
    SchemaError
        If `by` names no grouping, or a column of `baseline` that is named as one of
        the result; if a column is missing, the dates differ, the date is before
        1970-04-01, or the baseline or its weights have a mistake.

    Notes
    -----
    The bodies are all there are, and no sample: an interval or a p says nothing about
    how sure the counts are, for the counts are exact. A p tells whether the list is
    like those of a model in which bodies are chosen blindly; an interval, which chances
    of being chosen go with the count, if bodies are chosen one independent of another.
    A small p says that the list is not so, and not why: bodies apply or do not, and
    neighbours or members of one programme do so together. A large p does not say that
    the spread is even; `analysis.power` tells what a list of this length could have
    shown.

    The intervals are binomial; those of representations are wider than they need be
    for bodies that are chosen without being put back. They and `p` answer different
    questions in different ways and may differ at the edge: an interval that has just 1
    in it, and a p below 0.05.

    The weighted model puts each body back and may choose it again: good where a list is
    short beside the baseline. A prefecture's people are those of its municipalities,
    too: weigh prefectures or municipalities, not both.
    """
    counted = count_groups(entities, by=by, baseline=baseline, weight=weight)
    groups = _with_statistics(counted.groups)
    if weight is not None:
        groups = _with_weighted(groups)
    times = entities[rows] if rows else pd.Series(1, index=entities.index)
    lines = _lines_apart(counted.apart.to_numpy(), times.to_numpy())
    others = pd.DataFrame({groups.columns[0]: lines.index, "count": lines.to_numpy()})
    table = pd.concat([groups, others.assign(eligible=0)], ignore_index=True)
    table["share"] = table["count"] / max(times.sum(), 1)
    return table[groups.columns]


class Counted(NamedTuple):
    """What a list has of each group, and what it has of none."""

    groups: pd.DataFrame
    """A row per group, in order: its columns, `count`, `eligible` and, if asked for,
    `weight`."""
    apart: pd.Series
    """Why a row of the list is in no group, as `analysis.baseline.set_apart` has it."""


def count_groups(
    entities: pd.DataFrame,
    *,
    by: Grouping,
    baseline: pd.DataFrame | None = None,
    weight: str | None = None,
) -> Counted:
    """Return the bodies of a list by group; parameters as of `breakdown`.

    What group a body is in is the register's word, not the entity table's.
    """
    own = _own_groups(by, baseline)
    columns = group_columns(by, own=own)
    base = who_could_apply(
        entities,
        baseline=baseline,
        weight=weight,
        columns=[column for column in columns if column in own],
    )
    apart = set_apart(entities, base)
    measured = pd.DataFrame({"count": are_among(base, entities[apart.isna()])})
    measured["eligible"] = 1
    if weight is not None:
        measured["weight"] = base["weight"]
    keys = [base[column] for column in columns]
    groups = measured.groupby(keys, observed=True).sum().reset_index()

    def rank(column: pd.Series) -> pd.Series:
        order = _ORDER.get(column.name)
        return column.map(order.index) if order else column

    groups = groups.sort_values(columns, key=rank, ignore_index=True)
    for column in groups.select_dtypes("category"):
        groups[column] = groups[column].astype(groups[column].cat.categories.dtype)
    return Counted(groups, apart)


def group_columns(by: Grouping, *, own: Sequence[str] = ()) -> list[str]:
    """Return the columns that groups are named in: a prefecture has three.

    Parameters
    ----------
    by : str or sequence of str
        One or several of `GROUPINGS` and `own`.
    own : sequence of str
        Columns of the user's own baseline.

    Raises
    ------
    SchemaError
        If `by` names no grouping, or one twice.
    """
    groups = [by] if isinstance(by, str) else list(by)
    wrong = [group for group in groups if group not in (*GROUPINGS, *own)]
    if wrong or not groups or len(set(groups)) < len(groups):
        what = ", ".join(map(repr, wrong or groups)) or "nothing"
        raise SchemaError(
            f"cannot break down by {what}; "
            f"want one or more of {', '.join((*GROUPINGS, *own))}, each once"
        )
    columns: list[str] = []
    for group in groups:
        columns += _PREFECTURE_NAMES if group == "prefecture" else [group]
    return columns


def _lines_apart(apart: np.ndarray, times: np.ndarray) -> pd.Series:
    """Return how many rows of the list are in no group, by the reason, as `APART`."""
    lines = pd.Series(times).groupby(apart).sum()
    again = int((times[pd.isna(apart)] - 1).sum())
    lines[LISTED_AGAIN] = lines.get(LISTED_AGAIN, 0) + again
    return lines.reindex(APART).dropna().astype("int64").loc[lambda n: n > 0]


def _own_groups(by: Grouping, baseline: pd.DataFrame | None) -> list[str]:
    """Return the columns of a user's table that may tell groups."""
    if not isinstance(baseline, pd.DataFrame):
        return []  # what is no table is refused with it
    named = [by] if isinstance(by, str) else list(by)
    if taken := [name for name in named if name in _TAKEN and name in baseline]:
        raise SchemaError(
            f"the column {taken[0]!r} of the baseline is named as one that the tables "
            "have already; rename it to break down by it"
        )
    return [name for name in baseline if name not in (*GROUPINGS, *_TAKEN)]


def _with_statistics(groups: pd.DataFrame) -> pd.DataFrame:
    """Return groups with rates and representations, and what of them is chance."""
    table = groups.drop(columns="weight", errors="ignore")
    count, eligible = table["count"].to_numpy(), table["eligible"].to_numpy()
    n, total = int(count.sum()), int(eligible.sum())
    table.insert(table.columns.get_loc("eligible"), "share", 0.0)
    table["rate"] = count / eligible
    table["rate_low"], table["rate_high"] = clopper_pearson(count, eligible)
    table = _against(table, "representation", eligible / total)
    table["p"] = two_sided_p(count, eligible, drawn=n, total=total)
    table["p_holm"] = holm(table["p"])
    return table.join(groups[[c for c in groups if c not in table]])


def _with_weighted(groups: pd.DataFrame) -> pd.DataFrame:
    """Return groups with their counts held against the weight."""
    weight = groups["weight"].to_numpy()
    share = weight / weight.sum()
    table = groups.assign(
        per_100000=_WEIGHT_UNIT * groups["count"] / groups["weight"].where(weight > 0)
    )
    table = _against(table, "weighted_representation", share)
    count = table["count"].to_numpy()
    table["p_weighted"] = binomial_p(count, share, draws=int(count.sum()))
    return table


def _against(table: pd.DataFrame, name: str, share: pd.Series) -> pd.DataFrame:
    """Return a table with the share of the counted bodies ÷ another, and its bounds.

    Missing where the other is 0, or no body is counted.
    """
    n = int(table["count"].sum())
    share = pd.Series(share, table.index).where((share > 0) & (n > 0))
    low, high = clopper_pearson(table["count"], n)
    return table.assign(
        **{
            name: table["count"] / max(n, 1) / share,
            f"{name}_low": low / share,
            f"{name}_high": high / share,
        }
    )
