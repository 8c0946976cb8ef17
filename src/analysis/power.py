"""How uneven a group must be for a list of its length to show it."""

import pandas as pd

from analysis.breakdown import Grouping, count_groups
from analysis.errors import SchemaError
from analysis.statistics.hypergeometric import detectable


def power(
    entities: pd.DataFrame,
    *,
    by: Grouping = "region",
    baseline: pd.DataFrame | None = None,
    level: float = 0.05,
    aim: float = 0.8,
) -> pd.DataFrame:
    """Return what the test of each group could have shown, given so many bodies.

    A short list shows coarse effects alone: of 12 bodies it takes a group that is
    represented many times over before its test is likely to find it, and a group with
    none at all may be no surprise. A p above `level` is then no evidence of evenness.

    Parameters
    ----------
    entities, by, baseline
        As of `analysis.breakdown`. Of the list only its length matters: how many bodies
        it has of those that could apply.
    level : float
        A group counts as uneven if its exact two-sided `p` is at most this. Each group
        is taken by itself; adjusted for all groups it takes more.
    aim : float
        How likely the test is to find the unevenness that is told.

    Returns
    -------
    pandas.DataFrame
        One row per group with an eligible body. Columns: those of the groups, then

        eligible : bodies that could apply
        expected : count under an even spread
        fewest_high : the least count that is significantly many; Int64, missing if
            there is none
        most_low : the largest count that is significantly few; Int64, missing if even
            none of the group is not
        detectable_over : the representation (expected share of the list ÷ share of the
            eligible bodies) from which the test finds a group over-represented with a
            probability of `aim`; missing if it cannot
        detectable_under : the same, up to which it finds one under-represented

        Uneven means here that the odds of a body to be chosen are some ω times those of
        bodies of other groups (Fisher's noncentral hypergeometric distribution).

    Raises
    ------
    SchemaError
        As of `analysis.breakdown`, or unless ``0 < level < aim < 1``.
    """
    if not 0 < level < aim < 1:
        raise SchemaError(
            f"want 0 < level < aim < 1 (0.05 and 0.8, say), got {level} and {aim}"
        )
    table = count_groups(entities, by=by, baseline=baseline).groups
    n, total = int(table["count"].sum()), int(table["eligible"].sum())
    found = detectable(table["eligible"], drawn=n, total=total, level=level, aim=aim)
    return table.drop(columns="count").assign(
        expected=n * table["eligible"] / total,
        fewest_high=pd.array(found.fewest_high, dtype="Int64"),
        most_low=pd.array(found.most_low, dtype="Int64"),
        detectable_over=found.over,
        detectable_under=found.under,
    )
