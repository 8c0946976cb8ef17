"""Is the whole spread uneven, all groups at once? The joint test of a list."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import pandas as pd

from analysis.breakdown import Grouping, count_groups
from analysis.statistics.several import holm
from analysis.statistics.spread import spread_test


@dataclass(frozen=True)
class JointTest:
    """How unusual the spread of a list over all groups is.

    Attributes
    ----------
    by : str
        The grouping; several are joined by " × ".
    groups : int
        How many groups there are.
    counted : int
        Bodies of the list that are in one of them.
    eligible : int
        Bodies that could apply.
    p : float
        Probability of all spreads that are no likelier than the one seen, were every
        eligible body as likely to be chosen as any other.
    method : str
        ``enumeration`` of all spreads, or ``monte carlo`` where there are too many.
    tables : int
        How many spreads were gone through, or drawn.
    standard_error : float
        Of `p`; 0 if it is exact.
    """

    by: str
    groups: int
    counted: int
    eligible: int
    p: float
    method: str
    tables: int
    standard_error: float


def joint_test(
    entities: pd.DataFrame,
    *,
    by: Grouping = "region",
    baseline: pd.DataFrame | None = None,
    seed: int = 0,
) -> JointTest:
    """Return how unusual the spread of a list over all groups is.

    The exact test of Freeman and Halton on the table of bodies chosen and not chosen by
    group (Biometrika 38 (1951), 141-149), its margins given: one question and one p for
    the whole spread, where a breakdown asks one of each group. Bodies that are chosen
    together, or by one region's initiative, are no chance in this sense; the test only
    says that they are not.

    Parameters
    ----------
    entities, by, baseline
        As of `analysis.breakdown`.
    seed : int
        Where drawing starts from if the spreads are too many to go through; the same
        seed gives the same p.

    Raises
    ------
    SchemaError
        As of `analysis.breakdown`.

    Examples
    --------
    >>> import analysis
    >>> entities = analysis.normalize(analysis.packaged_announcement())
    >>> test = analysis.joint_test(entities, by="region")
    >>> round(test.p, 3), test.method, test.tables
    (0.056, 'enumeration', 50388)
    """
    groups = count_groups(entities, by=by, baseline=baseline).groups
    counts, sizes = groups["count"], groups["eligible"]
    found = spread_test(counts, sizes, seed=seed)
    return JointTest(
        by=by if isinstance(by, str) else " × ".join(by),
        groups=len(groups),
        counted=int(counts.sum()),
        eligible=int(sizes.sum()),
        **found._asdict(),
    )


def joint_tests(
    entities: pd.DataFrame,
    *,
    by: Sequence[Grouping],
    baseline: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the joint test of each of several groupings, one row per grouping.

    Parameters
    ----------
    entities, baseline, seed
        As of `joint_test`.
    by : sequence
        Groupings, each as of `joint_test`: ``["region", ("region", "entity_type")]``.
        One that is text is taken as the only one.

    Returns
    -------
    pandas.DataFrame
        The columns are the attributes of `JointTest`, then `p_holm`: `p` adjusted for
        having looked in so many ways (Holm), which holds although the groupings
        overlap.

    Raises
    ------
    SchemaError
        As of `analysis.breakdown`.
    """
    groupings = [by] if isinstance(by, str) else by
    tests = [
        asdict(joint_test(entities, by=each, baseline=baseline, seed=seed))
        for each in groupings
    ]
    table = pd.DataFrame(tests, columns=[each.name for each in fields(JointTest)])
    return table.assign(p_holm=holm(table["p"]))
