"""Shares and chance: exact intervals and tests of the binomial distribution."""

import numpy as np
from numpy.typing import ArrayLike

from analysis.statistics.ways import TIE, log_choose


def clopper_pearson(
    count: ArrayLike, total: ArrayLike, *, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of the exact interval of a share, arrays of floats.

    A share that is tested against each bound, on its own side, gives a p of half of
    what `level` leaves: the interval holds the true share at least that often. C. J.
    Clopper and E. S. Pearson, Biometrika 26 (1934), 404-413.

    Parameters
    ----------
    count, total : array_like of int
        How many of how many; ``0 <= count <= total``. Of none the bounds are 0 and 1.
    level : float
        How sure the interval is to be.

    Examples
    --------
    >>> low, high = clopper_pearson(0, 10)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0, 0.3085)
    """
    from scipy.special import betaincinv

    count, total = np.broadcast_arrays(count, total)
    rest = total - count
    tail = (1 - level) / 2
    # The functions want positive parameters; where there are none, a bound is known.
    low = betaincinv(np.maximum(count, 1), rest + 1, tail)
    high = betaincinv(count + 1, np.maximum(rest, 1), 1 - tail)
    return np.where(count > 0, low, 0.0), np.where(rest > 0, high, 1.0)


def binomial_p(count: ArrayLike, share: ArrayLike, *, draws: int) -> np.ndarray:
    """Return the exact two-sided p of each count, an array of floats.

    It is the probability of all counts that are no likelier than the one seen, when
    each of `draws` falls into the group with probability `share`.

    Parameters
    ----------
    count : array_like of int, shape (k,)
        Draws that fell into each group.
    share : array_like of float, shape (k,)
        Probability of each group, 0 to 1.
    draws : int
        How many draws there were.

    Examples
    --------
    >>> binomial_p([9], [0.5], draws=10).round(6).tolist()  # 22 of 1,024
    [0.021484]
    """
    from scipy.special import xlog1py, xlogy

    count, share = np.asarray(count), np.asarray(share, dtype=float)
    k = np.arange(draws + 1)
    of_each = xlogy(k, share[:, None]) + xlog1py(draws - k, -share[:, None])
    logs = log_choose(draws, k) + of_each
    seen = np.take_along_axis(logs, count[:, None], axis=1)
    p = np.exp(np.where(logs <= seen + TIE, logs, -np.inf)).sum(axis=1)
    return np.minimum(p, 1.0)
