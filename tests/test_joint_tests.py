"""The test of a whole spread, and the power of the tests of its groups."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from published import announcement

import analysis
from analysis.breakdown import GROUPINGS, count_groups
from analysis.errors import SchemaError


def p_by_brute_force(counts, sizes):
    """Return the exact p of a spread in integers, and how many spreads there are."""
    n = sum(counts)

    def ways(spread):
        return math.prod(map(math.comb, sizes, spread))

    same = []
    # Bars between n stars: every way to write n as a sum of so many counts.
    for bars in itertools.combinations(range(n + len(sizes) - 1), len(sizes) - 1):
        ends = (-1, *bars, n + len(sizes) - 1)
        same.append(ways([b - a - 1 for a, b in itertools.pairwise(ends)]))
    unlikely = sum(way for way in same if way <= ways(counts))
    return float(Fraction(unlikely, math.comb(sum(sizes), n))), len(same)


@pytest.mark.parametrize("by", ["region", "entity_type", "city_class"])
def test_the_packaged_list_by_brute_force(entities, by):
    groups = count_groups(entities, by=by).groups
    p, tables = p_by_brute_force(groups["count"].tolist(), groups["eligible"].tolist())
    test = analysis.joint_test(entities, by=by)
    assert test.p == pytest.approx(p, rel=1e-9)
    assert (test.method, test.tables, test.standard_error) == ("enumeration", tables, 0)


def test_the_packaged_list_in_figures(entities):
    tests = analysis.joint_tests(entities, by=GROUPINGS)
    assert tests["by"].tolist() == list(GROUPINGS)
    assert tests["groups"].tolist() == [8, 11, 47, 5, 5]
    assert (tests["counted"] == 12).all()
    assert (tests["eligible"] == 1788).all()
    exact = tests[tests["method"] == "enumeration"].set_index("by")["p"].round(4)
    assert exact.to_dict() == {
        "region": 0.0563,
        "telecom_bureau": 0.0312,
        "entity_type": 0.3648,
        "city_class": 0.4535,
    }
    prefecture = tests.set_index("by").loc["prefecture"]
    assert prefecture["method"] == "monte carlo"
    assert prefecture["tables"] == 100_000
    assert 0 < prefecture["standard_error"] < 0.001
    # Of 4,000,000 draws of 12 bodies by another generator and code, 0.02995 are no
    # likelier (standard error 0.00009).
    assert abs(prefecture["p"] - 0.02995) < 4 * prefecture["standard_error"]


def test_pairs_are_tested_as_one_spread(entities):
    test = analysis.joint_test(entities, by=("region", "entity_type"))
    assert (test.by, test.groups) == ("region × entity_type", 33)


@pytest.mark.parametrize(("by", "rows"), [("region", ["region"]), ([], [])])
def test_one_grouping_or_none_is_a_table_too(entities, by, rows):
    tests = analysis.joint_tests(entities, by=by)
    assert tests["by"].tolist() == rows
    full = analysis.joint_tests(entities, by=["region"])
    assert tests.columns.tolist() == full.columns.tolist()


def test_another_seed_draws_others(entities):
    one, again, other = (
        analysis.joint_test(entities, by="prefecture", seed=seed).p
        for seed in (1, 1, 2)
    )
    assert one == again
    assert one != other


def test_the_test_knows_the_users_baseline():
    entities = analysis.normalize(announcement("北上市", "奥州市"))
    codes = ["032069", "032158", "011002", "012025"]
    test = analysis.joint_test(entities, baseline=pd.DataFrame({"lg_code": codes}))
    # Of 6 ways to choose 2 of 4, one is this, one its mirror, four are more likely.
    assert (test.eligible, test.p) == (4, pytest.approx(1 / 3))


def test_rows_in_no_group_are_not_tested():
    entities = analysis.normalize(announcement("北上市", "北上市", "Nowhere"))
    assert analysis.joint_test(entities).counted == 1


# --- power ---------------------------------------------------------------------------


def test_of_twelve_bodies_only_coarse_effects_would_show(entities):
    table = analysis.power(entities, by="region").set_index("region")
    assert table["eligible"].sum() == 1788
    assert table["expected"].sum() == pytest.approx(12)
    assert table["fewest_high"].tolist() == [4, 5, 5, 6, 5, 3, 3, 5]
    assert table["most_low"].isna().all()  # none at all is no surprise anywhere
    assert table["detectable_under"].isna().all()
    assert table["detectable_over"].round(1).tolist() == [
        4.1,
        3.8,
        2.7,
        3.2,
        3.8,
        5.1,
        5.8,
        3.1,
    ]


def test_a_longer_list_shows_finer_effects(entities):
    half = _of_all(entities).iloc[::2]
    few = analysis.power(entities, by="region")
    many = analysis.power(half, by="region")
    assert (many["detectable_over"] < few["detectable_over"]).all()
    assert many["detectable_under"].between(0, 1, inclusive="neither").all()
    assert (many["most_low"] < many["expected"]).all()
    assert (many["fewest_high"] > many["expected"]).all()


def test_counts_said_to_be_significant_are_so_in_a_breakdown(entities):
    everyone = _of_all(entities)
    low = analysis.power(entities, by="entity_type").set_index("entity_type")
    for kind in ("city", "town"):
        of_kind = everyone["entity_type"] == kind
        for count in (low.at[kind, "most_low"], low.at[kind, "fewest_high"]):
            for change, is_significant in ((0, True), (1, False), (-1, True)):
                k = count + change if count < 6 else count - change
                rows = pd.concat(
                    [everyone[of_kind].head(k), everyone[~of_kind].head(12 - k)]
                )
                table = analysis.breakdown(rows, by="entity_type")
                p = table.set_index("entity_type").at[kind, "p"]
                assert (p <= 0.05) == is_significant


@pytest.mark.parametrize("count", [0, 1788])
def test_a_list_of_none_or_all_shows_nothing(entities, count):
    rows = _of_all(entities).assign(status="resolved" if count else "unmatched")
    table = analysis.power(rows, by="entity_type")
    assert table["expected"].sum() == count
    assert table.loc[:, "fewest_high":].isna().all(axis=None)


@pytest.mark.parametrize(
    "options", [{"level": 0}, {"level": 0.9}, {"aim": 1}, {"level": np.nan}]
)
def test_power_wants_a_level_below_its_aim(entities, options):
    with pytest.raises(SchemaError, match="want 0 < level < aim < 1"):
        analysis.power(entities, **options)


def _of_all(entities):
    """Return entities that are all bodies of the day of some others."""
    day = pd.Timestamp(entities["as_of"].iloc[0]).date()
    bodies = analysis.register(day)
    bodies = bodies[bodies["has_government"] & (bodies["entity_type"] != "ward")]
    return bodies.assign(status="resolved", as_of=day.isoformat())
