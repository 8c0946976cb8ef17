"""In how many ways bodies can be chosen: binomial coefficients, as logarithms."""

import numpy as np
from numpy.typing import ArrayLike

TIE = 1e-7
"""Outcomes whose probabilities differ by less than this part count as equally likely.

The same outcome computed in two ways differs in its last digits; without it a test
would depend on them.
"""


def log_choose(n: ArrayLike, k: ArrayLike) -> np.ndarray:
    """Return the log of the number of ways to choose `k` of `n`, an array of floats.

    Examples
    --------
    >>> float(np.exp(log_choose(4, 2)).round(6))
    6.0
    """
    from scipy.special import gammaln

    n, k = np.asarray(n), np.asarray(k)
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
