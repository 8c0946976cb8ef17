"""Bodies of a group among those drawn: the hypergeometric distribution, and skewed.

All functions take many groups at once. `total` bodies, of which `marked` are in a
group, and `drawn` are drawn without being put back; how many of these are in the group?
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from analysis.statistics.ways import TIE, log_choose

_STRONGEST = 50.0  # log odds; at these the extreme count is certain below 10⁹ bodies
_HALVINGS = 60


def two_sided_p(
    count: ArrayLike, marked: ArrayLike, *, drawn: int, total: int
) -> np.ndarray:
    """Return the exact two-sided p of each group, an array of floats.

    It is the probability of all counts that are no likelier than the one seen when
    every body is as likely to be drawn as any other: Fisher's exact test of the group
    against all others, as `scipy.stats.fisher_exact` has it.

    Parameters
    ----------
    count : array_like of int, shape (k,)
        Bodies of each group that were drawn.
    marked : array_like of int, shape (k,)
        Bodies of each group.
    drawn, total : int
        How many were drawn, of how many.

    Raises
    ------
    ValueError
        If a count is impossible.

    Examples
    --------
    Fisher's lady names 3 of the 4 cups of 8 that had the milk first:

    >>> round(float(two_sided_p([3], [4], drawn=4, total=8)[0]), 4)
    0.4857
    """
    counts = _counts(marked, drawn, total)
    return counts.p()[counts.place(np.asarray(count))]


class Detectable(NamedTuple):
    """What a test of each group could show; arrays of floats, NaN where nothing."""

    fewest_high: np.ndarray
    """The least count that is significantly many."""
    most_low: np.ndarray
    """The largest count that is significantly few."""
    over: np.ndarray
    """Expected count ÷ expected count under even odds, from which the test is likely
    to find a group over-represented."""
    under: np.ndarray
    """The same, up to which it is likely to find a group under-represented."""


def detectable(
    marked: ArrayLike, *, drawn: int, total: int, level: float, aim: float
) -> Detectable:
    """Return how uneven each group must be for its exact test to find it.

    The odds of a body of the group to be drawn are ω times those of the others: R. A.
    Fisher's noncentral hypergeometric distribution (Journal of the Royal Statistical
    Society 98 (1935), 39-82). Searched for is the ω at which a count that is
    significantly many, or few, comes with probability `aim`.

    Parameters
    ----------
    marked : array_like of int, shape (k,)
        Bodies of each group.
    drawn, total : int
        How many are drawn, of how many.
    level : float
        A count is significant if its two-sided p is at most this.
    aim : float
        The probability with which the test is to find it; more than `level`.
    """
    counts = _counts(marked, drawn, total)
    significant = counts.p() <= level
    expected = drawn * np.asarray(marked) / total
    is_high = significant & (counts.k > expected[counts.group])
    is_low = significant & (counts.k < expected[counts.group])
    return Detectable(
        fewest_high=counts.least(is_high),
        most_low=counts.most(is_low),
        over=_sought(counts, is_high, aim, sign=1.0) / expected,
        under=_sought(counts, is_low, aim, sign=-1.0) / expected,
    )


class _Counts(NamedTuple):
    """All counts that each group can have, one group after the other."""

    k: np.ndarray
    group: np.ndarray
    log_ways: np.ndarray
    """Log of the number of ways to draw it."""
    first: np.ndarray
    """Where each group begins."""
    lowest: np.ndarray
    """The least count of each group."""

    @property
    def ends(self) -> np.ndarray:
        """Where each group ends."""
        return np.append(self.first[1:], len(self.k))

    def place(self, count: np.ndarray) -> np.ndarray:
        """Return where a count of each group stands."""
        place = self.first + count - self.lowest
        if ((count < self.lowest) | (place >= self.ends)).any():
            raise ValueError(f"want counts that can be drawn, got {count.tolist()}")
        return place

    def p(self) -> np.ndarray:
        """Return the two-sided p of each count, were it the one seen."""
        chances = self.chances()
        p = np.empty_like(chances)
        for each in map(slice, self.first, self.ends):
            order = np.argsort(self.log_ways[each], kind="stable")
            logs = self.log_ways[each][order]
            no_likelier = np.searchsorted(logs, logs + TIE, side="right")
            p[each][order] = np.cumsum(chances[each][order])[no_likelier - 1]
        return np.minimum(p, 1.0)

    def chances(self, log_odds: np.ndarray | None = None) -> np.ndarray:
        """Return the probability of each count at the odds of its group."""
        logs = self.log_ways
        if log_odds is not None:
            logs = logs + log_odds[self.group] * self.k
        weights = np.exp(logs - np.maximum.reduceat(logs, self.first)[self.group])
        return weights / self.sum(weights)[self.group]

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of each group."""
        return np.add.reduceat(values, self.first)

    def least(self, where: np.ndarray) -> np.ndarray:
        """Return the least count of each group among some, NaN if there is none."""
        least = np.minimum.reduceat(np.where(where, self.k, np.inf), self.first)
        return np.where(np.isinf(least), np.nan, least)

    def most(self, where: np.ndarray) -> np.ndarray:
        """Return the largest count of each group among some, NaN if there is none."""
        most = np.maximum.reduceat(np.where(where, self.k, -np.inf), self.first)
        return np.where(np.isinf(most), np.nan, most)


def _counts(marked: ArrayLike, drawn: int, total: int) -> _Counts:
    """Return the counts that groups of so many bodies can have."""
    marked = np.asarray(marked)
    lowest = np.maximum(0, drawn - (total - marked))
    lengths = np.minimum(marked, drawn) - lowest + 1
    first = np.cumsum(lengths) - lengths
    group = np.repeat(np.arange(len(marked)), lengths)
    k = np.arange(len(group)) - (first - lowest)[group]
    size = marked[group]

    log_ways = log_choose(size, k) + log_choose(total - size, drawn - k)
    return _Counts(k, group, log_ways, first, lowest)


def _sought(
    counts: _Counts, found: np.ndarray, aim: float, *, sign: float
) -> np.ndarray:
    """Return the expected count at which a found one comes with probability `aim`.

    At log odds of 0 it is rarer than that, and the more `sign` is followed the more
    common it is: halve the stretch in between until it is a point.
    """
    weak = np.zeros(len(counts.first))
    strong = np.full(len(counts.first), _STRONGEST)
    for _ in range(_HALVINGS):
        middle = (weak + strong) / 2
        enough = counts.sum(counts.chances(sign * middle) * found) >= aim
        strong = np.where(enough, middle, strong)
        weak = np.where(enough, weak, middle)
    expected = counts.sum(counts.chances(sign * strong) * counts.k)
    return np.where(counts.sum(found * 1.0) > 0, expected, np.nan)
