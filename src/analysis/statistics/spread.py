"""A whole spread over groups at once: the multivariate hypergeometric distribution.

Of groups of some sizes, bodies are drawn, each as likely as any other. How likely is it
that they spread over the groups no likelier than those seen? G. H. Freeman and J. H.
Halton, Biometrika 38 (1951), 141-149; for two rows, of those drawn and those left.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from analysis.statistics.ways import TIE, log_choose

MOST_PARTS = 2_000_000
"""Half spreads that are held at once; where there are more, spreads are drawn."""

DRAWS = 100_000
"""Spreads that are drawn where they cannot all be gone through."""

_CELLS = 1_000_000  # counts of drawn spreads that are held at once
_COUNTLESS = 1e200  # more spreads than this are no more to us, and would overflow


class Spread(NamedTuple):
    """How unusual a spread is."""

    p: float
    """Probability of all spreads that are no likelier than the one seen."""
    method: str
    """``enumeration`` or ``monte carlo``."""
    tables: int
    """How many spreads were gone through, or drawn."""
    standard_error: float
    """Of a p that was drawn; 0 of one that was not."""


def spread_test(counts: ArrayLike, sizes: ArrayLike, *, seed: int = 0) -> Spread:
    """Return how unusual a spread is: exactly where that can be, else by drawing.

    Parameters
    ----------
    counts : array_like of int, shape (k,)
        Bodies of each group that were drawn.
    sizes : array_like of int, shape (k,)
        Bodies of each group.
    seed : int
        Where drawing starts from; the same seed gives the same p.
    """
    sizes = np.asarray(sizes)
    if parts(int(np.sum(counts)), sizes) <= MOST_PARTS:
        return enumerated(counts, sizes)
    return drawn(counts, sizes, seed=seed)


def enumerated(counts: ArrayLike, sizes: ArrayLike) -> Spread:
    """Return the exact p of a spread.

    The groups are cut into two, the spreads over each half laid out and sorted by how
    likely they are, and each of the one half is met with all those of the other by a
    search: far more spreads are gone through than are ever held.
    """
    counts, sizes, n = _smaller(counts, sizes)
    order = np.argsort(sizes, kind="stable")
    ways = _log_ways(sizes[order], n)
    cut = _cut(sizes[order], n)[0]
    one, other = _half(ways[:cut], n), _half(ways[cut:], n)
    seen = sum(w[x] for w, x in zip(ways, counts[order], strict=True)) + TIE
    all_ways = log_choose(sizes.sum(), n)
    p, tables = 0.0, 0
    for used, logs in one.items():
        rest = other.get(n - used)
        if rest is None:
            continue
        most = rest[-1]
        summed = np.append(0.0, np.cumsum(np.exp(rest - most)))
        no_likelier = np.searchsorted(rest, seen - logs, side="right")
        p += float(np.sum(np.exp(logs + most - all_ways) * summed[no_likelier]))
        tables += len(logs) * len(rest)
    return Spread(min(p, 1.0), "enumeration", tables, 0.0)


def drawn(
    counts: ArrayLike, sizes: ArrayLike, *, seed: int, draws: int = DRAWS
) -> Spread:
    """Return the p of a spread as one among many that are drawn by chance.

    The one seen is counted along: p is (1 + those no likelier) ÷ (1 + `draws`), which
    is never 0.
    """
    counts, sizes, n = _smaller(counts, sizes)
    ways = _log_ways(sizes, n)
    flat = np.concatenate(ways)
    first = np.cumsum([0, *(len(each) for each in ways[:-1])])
    seen = flat[first + counts].sum() + TIE
    random = np.random.default_rng(seed)
    hits = 0
    step = max(1, _CELLS // len(sizes))
    for start in range(0, draws, step):
        batch = min(step, draws - start)
        spreads = random.multivariate_hypergeometric(
            sizes, n, size=batch, method="marginals"
        )
        hits += int((flat[first + spreads].sum(axis=1) <= seen).sum())
    p = (1 + hits) / (1 + draws)
    return Spread(p, "monte carlo", draws, float(np.sqrt(p * (1 - p) / draws)))


def parts(total: int, sizes: np.ndarray) -> float:
    """Return how many half spreads the larger half has, of `total` bodies at most."""
    n = min(total, int(sizes.sum()) - total)
    return _cut(np.sort(sizes), n)[1]


def _smaller(counts: ArrayLike, sizes: ArrayLike) -> tuple[np.ndarray, np.ndarray, int]:
    """Return the counts of those drawn or of those left, whichever are fewer.

    The one spread is as likely as the other.
    """
    counts, sizes = np.asarray(counts), np.asarray(sizes)
    if ((counts < 0) | (counts > sizes)).any():
        raise ValueError(f"want counts from 0 to the size, got {counts.tolist()}")
    if 2 * counts.sum() > sizes.sum():
        counts = sizes - counts
    return counts, sizes, int(counts.sum())


def _cut(sizes: np.ndarray, n: int) -> tuple[int, float]:
    """Return where to cut groups in two, and how many spreads the larger half has."""
    before, after = _partial(sizes, n), _partial(sizes[::-1], n)[::-1]
    larger = np.maximum(before, after)
    cut = int(np.argmin(larger))
    return cut, float(larger[cut])


def _partial(sizes: np.ndarray, n: int) -> np.ndarray:
    """Return over how many spreads at most `n` go, of the first 0, 1, 2 ... groups."""
    ways = np.zeros(n + 1)
    ways[0] = 1
    found = [1.0]
    for size in sizes:
        summed = np.cumsum(ways)
        taken = np.append(np.zeros(size + 1), summed)[: n + 1]
        ways = np.minimum(summed - taken, _COUNTLESS)
        found.append(float(ways.sum()))
    return np.array(found)


def _half(ways: list[np.ndarray], n: int) -> dict[int, np.ndarray]:
    """Return the spreads over some groups by their total: how likely, sorted."""
    used, logs = np.zeros(1, dtype=np.int64), np.zeros(1)
    for each in ways:
        choices = np.minimum(len(each), n - used + 1)
        count = np.arange(choices.sum()) - np.repeat(
            np.cumsum(choices) - choices, choices
        )
        used = np.repeat(used, choices) + count
        logs = np.repeat(logs, choices) + each[count]
    order = np.lexsort((logs, used))
    totals, first = np.unique(used[order], return_index=True)
    return dict(zip(totals.tolist(), np.split(logs[order], first[1:]), strict=True))


def _log_ways(sizes: np.ndarray, n: int) -> list[np.ndarray]:
    """Return the log of the ways to draw 0, 1, 2 ... at most `n` bodies of a group."""
    return [log_choose(size, np.arange(min(size, n) + 1)) for size in sizes]
