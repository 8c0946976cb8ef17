"""Many tests at once: what is left of each p when all of them are counted."""

import numpy as np
from numpy.typing import ArrayLike


def holm(p: ArrayLike) -> np.ndarray:
    """Return each p adjusted for the number of tests, an array of floats.

    A group that is called uneven where its adjusted p is below 0.05 is wrongly called
    so, along with any other, in at most 5 % of lists, however the tests depend on each
    other. S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70.

    Parameters
    ----------
    p : array_like of float, shape (k,)
        One p per test.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(6).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p, dtype=float)
    order = np.argsort(p, kind="stable")
    tests = np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * tests), 1.0)
    return adjusted
