"""Exact distributions, recomputed with scipy's own, by brute force or as published."""

import itertools
import math
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.statistics.binomial import binomial_p, clopper_pearson
from analysis.statistics.hypergeometric import detectable, two_sided_p
from analysis.statistics.several import holm
from analysis.statistics.spread import MOST_PARTS, drawn, enumerated, parts, spread_test

REGIONS = np.array([180, 233, 323, 325, 234, 112, 99, 282])  # of 2020, 1,788 in all
LIST = np.array([0, 3, 0, 3, 1, 3, 1, 1])


@st.composite
def one_group(draw):
    """Return a group's bodies, all bodies, those drawn, and those of the group."""
    marked = draw(st.integers(1, 40))
    total = marked + draw(st.integers(0, 60))
    n = draw(st.integers(0, total))
    count = draw(st.integers(max(0, n - total + marked), min(n, marked)))
    return marked, total, n, count


@st.composite
def spreads(draw):
    """Return the sizes of some groups, and how many bodies of each are drawn."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    return [draw(st.integers(0, size)) for size in sizes], sizes


def spread_by_brute_force(counts, sizes):
    """Return the exact p of a spread as a fraction, and how many spreads there are."""

    def ways(spread):
        return math.prod(map(math.comb, sizes, spread))

    every = itertools.product(*(range(size + 1) for size in sizes))
    same = [ways(spread) for spread in every if sum(spread) == sum(counts)]
    unlikely = sum(way for way in same if way <= ways(counts))
    return Fraction(unlikely, sum(same)), len(same)


# --- intervals -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        # Rule of three's exact form, 1 - 0.025^(1/10), and its mirror image.
        pytest.param(0, 10, 0.0, 0.30850, id="none"),
        pytest.param(10, 10, 0.69150, 1.0, id="all"),
        # A. Agresti and B. A. Coull, The American Statistician 52 (1998), 119-126,
        # on the exact interval of 0 of 25.
        pytest.param(0, 25, 0.0, 0.1372, id="Agresti"),
        pytest.param(5, 10, 0.18709, 0.81291, id="half"),
        pytest.param(0, 0, 0.0, 1.0, id="of none"),
    ],
)
def test_exact_interval_is_that_of_the_tables(count, total, low, high):
    found = clopper_pearson(count, total)
    assert np.allclose(found, (low, high), atol=5e-5)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_exact_interval_is_that_of_scipy(case):
    interval = stats.binomtest(*case).proportion_ci(0.95, method="exact")
    assert np.allclose(clopper_pearson(*case), interval, rtol=1e-9, atol=1e-12)


# --- one group -----------------------------------------------------------------------


def test_fishers_lady_tasting_tea():
    # R. A. Fisher, The Design of Experiments (1935): 8 cups, 4 of them milk first. The
    # one-sided 17/70 for 3 or more right is 34/70 with both sides.
    p = two_sided_p([4, 3, 2, 1, 0], [4] * 5, drawn=4, total=8)
    assert np.allclose(p, [2 / 70, 34 / 70, 1, 34 / 70, 2 / 70])


@given(one_group())
def test_p_of_a_group_is_that_of_fishers_exact_test_in_scipy(case):
    marked, total, n, count = case
    table = [
        [count, n - count],
        [marked - count, total - n - marked + count],
    ]
    p = two_sided_p([count], [marked], drawn=n, total=total)
    assert p[0] == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)


@given(one_group())
def test_p_of_a_group_is_that_of_counting_all_draws(case):
    marked, total, n, count = case
    ways = [
        math.comb(marked, k) * math.comb(total - marked, n - k) for k in range(n + 1)
    ]
    p = Fraction(sum(w for w in ways if w <= ways[count]), sum(ways))
    found = two_sided_p([count], [marked], drawn=n, total=total)
    assert found[0] == pytest.approx(float(p), rel=1e-9)


@pytest.mark.parametrize("n", [0, 1, 12, 894, 1741, 1787, 1788])
def test_p_holds_for_lists_of_any_length(n):
    counts = np.random.default_rng(n).multivariate_hypergeometric(REGIONS, n)
    chance = stats.hypergeom(1788, REGIONS[:, None], n)
    every = chance.pmf(np.arange(1789))
    seen = every[np.arange(8), counts][:, None]
    expected = np.where(every <= seen * (1 + 1e-7), every, 0).sum(axis=1)
    found = two_sided_p(counts, REGIONS, drawn=n, total=1788)
    assert np.allclose(found, expected, rtol=1e-6)


@pytest.mark.parametrize("count", [-1, 5, 3])
def test_a_count_that_cannot_be_drawn_is_refused(count):
    with pytest.raises(ValueError, match="counts that can be drawn"):
        two_sided_p([count], [4], drawn=2, total=8)


@given(st.integers(1, 60), st.floats(1e-3, 1) | st.just(0.0), st.data())
def test_binomial_p_is_that_of_scipy(n, share, data):
    count = data.draw(st.integers(0, n))
    expected = stats.binomtest(count, n, share).pvalue
    found = binomial_p([count], [share], draws=n)[0]
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-12)


# --- several tests -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("p", "adjusted"),
    [
        # By hand: the least times 4, the next times 3, and none below the one before.
        pytest.param([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02], id="four"),
        pytest.param([0.5, 0.6], [1.0, 1.0], id="never above 1"),
        pytest.param([0.04], [0.04], id="one"),
        pytest.param([], [], id="none"),
    ],
)
def test_holm_by_hand(p, adjusted):
    assert np.allclose(holm(p), adjusted)


@given(st.lists(st.floats(0, 1), max_size=10), st.randoms())
def test_holm_minds_no_order(p, random):
    order = list(range(len(p)))
    random.shuffle(order)
    assert holm([p[i] for i in order]).tolist() == [holm(p)[i] for i in order]


# --- a whole spread ------------------------------------------------------------------


@given(spreads())
def test_enumerated_p_is_that_of_counting_all_spreads(case):
    counts, sizes = case
    p, tables = spread_by_brute_force(counts, sizes)
    found = enumerated(counts, sizes)
    assert found.p == pytest.approx(float(p), rel=1e-9)
    assert (found.method, found.tables, found.standard_error) == (
        "enumeration",
        tables,
        0.0,
    )


@pytest.mark.parametrize(
    ("counts", "sizes"),
    [
        pytest.param([3, 0, 1], [3, 1, 3], id="three groups"),
        pytest.param([0, 2, 0, 1], [2, 2, 2, 1], id="ties"),
        pytest.param([3, 1], [4, 4], id="tea"),
    ],
)
def test_enumerated_p_is_that_of_scipy(counts, sizes):
    table = np.array([counts, np.subtract(sizes, counts)])
    # With so few bodies scipy, too, goes through all permutations.
    every = stats.PermutationMethod(n_resamples=math.factorial(7))
    expected = stats.fisher_exact(
        table, method=every if table.shape != (2, 2) else None
    ).pvalue
    assert enumerated(counts, sizes).p == pytest.approx(expected)


@given(spreads(), st.randoms())
def test_a_spread_is_as_unusual_in_whatever_order_its_groups_are(case, random):
    groups = list(zip(*case, strict=True))
    p = enumerated(*case).p
    random.shuffle(groups)
    assert enumerated(*zip(*groups, strict=True)).p == pytest.approx(p, rel=1e-9)


@given(spreads())
def test_those_left_are_spread_as_unusually_as_those_drawn(case):
    counts, sizes = case
    left = np.subtract(sizes, counts)
    assert enumerated(left, sizes).p == pytest.approx(enumerated(counts, sizes).p)


@pytest.mark.parametrize("n", [12, 30, 1700])
def test_drawn_p_is_near_the_enumerated_one(n):
    types = np.array([47, 792, 23, 743, 183])
    counts = np.random.default_rng(n).multivariate_hypergeometric(types, n)
    exact, near = enumerated(counts, types), drawn(counts, types, seed=n)
    assert near.method == "monte carlo"
    assert near.tables == 100_000
    assert abs(near.p - exact.p) < 4 * near.standard_error


def test_the_standard_error_is_what_repeated_drawing_shows():
    exact = enumerated(LIST, REGIONS).p
    near = [drawn(LIST, REGIONS, seed=seed, draws=2000) for seed in range(40)]
    spread = np.std([each.p - exact for each in near])
    assert spread == pytest.approx(near[0].standard_error, rel=0.4)


def test_a_drawn_p_is_never_0_and_the_same_for_the_same_seed():
    counts, sizes = [20, 0, 0], [20, 300, 300]
    one = drawn(counts, sizes, seed=1, draws=1000)
    assert one.p == 1 / 1001
    assert drawn([9, 12, 13], sizes, seed=3) == drawn([9, 12, 13], sizes, seed=3)


def test_spreads_are_gone_through_where_they_are_few_and_drawn_where_they_are_many():
    prefectures = np.full(47, 38)
    one_each = np.repeat([1, 0], [12, 35])
    assert parts(12, REGIONS) < MOST_PARTS < parts(12, prefectures)
    assert spread_test(LIST, REGIONS).tables == math.comb(12 + 7, 7)
    assert spread_test(one_each, prefectures).method == "monte carlo"


def test_more_spreads_are_gone_through_than_are_held():
    # 60 bodies of 8 groups: all their spreads would fill the memory.
    counts = np.random.default_rng(1).multivariate_hypergeometric(REGIONS, 60)
    found = spread_test(counts, REGIONS)
    assert found.method == "enumeration"
    assert found.tables == math.comb(60 + 7, 7)
    near = drawn(counts, REGIONS, seed=0)
    assert abs(near.p - found.p) < 4 * near.standard_error


def test_of_nearly_all_bodies_those_left_are_gone_through():
    left = np.random.default_rng(1).multivariate_hypergeometric(REGIONS, 47)
    found = spread_test(REGIONS - left, REGIONS)
    assert (found.method, found.tables) == ("enumeration", math.comb(47 + 7, 7))


def test_more_spreads_than_a_float_can_count_are_drawn():
    # 3⁹⁰⁰ spreads; a warning of an overflow is an error here.
    assert parts(900, np.full(900, 2)) > MOST_PARTS


def test_drawn_spreads_of_many_groups_take_little_memory():
    sizes = np.full(1788, 1)
    counts = np.repeat([1, 0], 894)
    tracemalloc.start()
    drawn(counts, sizes, seed=0, draws=2_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000


@pytest.mark.parametrize("test", [enumerated, lambda *c: drawn(*c, seed=0)])
def test_a_spread_that_cannot_be_is_refused(test):
    with pytest.raises(ValueError, match="from 0 to the size"):
        test([3, 1], [2, 5])


# --- what could be found -------------------------------------------------------------


@settings(deadline=None)
@given(one_group())
def test_significant_counts_are_those_of_fishers_exact_test(case):
    marked, total, n, _ = case
    found = detectable([marked], drawn=n, total=total, level=0.05, aim=0.8)
    possible = range(max(0, n - total + marked), min(n, marked) + 1)
    p = {
        k: stats.fisher_exact([[k, n - k], [marked - k, total - n - marked + k]]).pvalue
        for k in possible
    }
    high = [k for k in possible if p[k] <= 0.05 and k > n * marked / total]
    low = [k for k in possible if p[k] <= 0.05 and k < n * marked / total]
    assert found.fewest_high[0] == pytest.approx(min(high, default=np.nan), nan_ok=True)
    assert found.most_low[0] == pytest.approx(max(low, default=np.nan), nan_ok=True)


@pytest.mark.parametrize("n", [12, 100, 1700])
def test_what_is_detectable_is_found_as_often_as_asked_for(n):
    found = detectable(REGIONS, drawn=n, total=1788, level=0.05, aim=0.8)
    for group, size in enumerate(REGIONS):
        even = n * size / 1788

        def chance(odds, size=size):
            return stats.nchypergeom_fisher(1788, size, n, odds)

        for ratio, count, tail in (
            (found.over[group], found.fewest_high[group] - 1, "sf"),
            (found.under[group], found.most_low[group], "cdf"),
        ):
            if np.isnan(ratio):
                continue
            # The odds at which scipy's distribution has this mean.
            low, high = 1e-6, 1e6
            for _ in range(60):
                middle = math.sqrt(low * high)
                below = chance(middle).mean() < ratio * even
                low, high = (middle, high) if below else (low, middle)
            assert getattr(chance(high), tail)(count) == pytest.approx(0.8, abs=1e-4)


@pytest.mark.parametrize("n", [0, 1788])
def test_of_no_bodies_or_all_nothing_is_detectable(n):
    found = detectable(REGIONS, drawn=n, total=1788, level=0.05, aim=0.8)
    assert np.isnan(found).all()
