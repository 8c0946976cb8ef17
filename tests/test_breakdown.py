"""Counts, rates and representation by group, and what of them is chance."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import announcement
from scipy import stats

import analysis
from analysis.baseline import APART
from analysis.breakdown import GROUPINGS
from analysis.errors import SchemaError
from analysis.gazetteer.register import register

GROUPINGS_AND_PAIRS = pytest.mark.parametrize(
    "by", [*GROUPINGS, ("region", "entity_type"), ("city_class", "telecom_bureau")]
)
STATISTICS = [
    "rate",
    "rate_low",
    "rate_high",
    "representation",
    "representation_low",
    "representation_high",
    "p",
    "p_holm",
]
# Counted by hand from the list, and in the ministry's code list of that day.
REGIONS = {
    "Hokkaidō": (0, 180),
    "Tōhoku": (3, 233),
    "Kantō": (0, 323),
    "Chūbu": (3, 325),
    "Kinki": (1, 234),
    "Chūgoku": (3, 112),
    "Shikoku": (1, 99),
    "Kyūshū": (1, 282),
}
TYPES = {
    "prefecture": (1, 47),
    "city": (7, 792),
    "special_ward": (0, 23),
    "town": (3, 743),
    "village": (1, 183),
}


def expected_table(groups, n=12, total=1788):
    """Return the statistics of groups by fractions and by scipy's tests."""
    rows = []
    for count, eligible in groups.values():
        ways = [
            math.comb(eligible, k) * math.comb(total - eligible, n - k)
            for k in range(n + 1)
        ]
        unlikely = sum(way for way in ways if way <= ways[count])
        rate = stats.binomtest(count, eligible).proportion_ci(method="exact")
        share = stats.binomtest(count, n).proportion_ci(method="exact")
        representation = Fraction(count, n) / Fraction(eligible, total)
        rows.append(
            {
                "count": count,
                "share": count / n,
                "eligible": eligible,
                "rate": count / eligible,
                "rate_low": rate.low,
                "rate_high": rate.high,
                "representation": float(representation),
                "representation_low": share.low * total / eligible,
                "representation_high": share.high * total / eligible,
                "p": float(Fraction(unlikely, math.comb(total, n))),
            }
        )
    table = pd.DataFrame(rows)
    by_p = table["p"].sort_values()
    tests = np.arange(len(by_p), 0, -1)
    table["p_holm"] = (by_p * tests).cummax().clip(upper=1)
    return table


@GROUPINGS_AND_PAIRS
def test_parts_add_up_to_the_list_and_to_all_that_could_apply(entities, by):
    table = analysis.breakdown(entities, by=by)
    assert table["count"].sum() == 12
    assert table["eligible"].sum() == 1788
    assert table["share"].sum() == pytest.approx(1)
    assert (table["count"] <= table["eligible"]).all()
    assert (table["eligible"] > 0).all()


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        pytest.param("region", REGIONS, id="region"),
        pytest.param("entity_type", TYPES, id="type"),
    ],
)
def test_the_packaged_list_by_another_route(entities, by, groups):
    table = analysis.breakdown(entities, by=by)
    assert table[by].tolist() == list(groups)
    pd.testing.assert_frame_equal(
        table.drop(columns=by), expected_table(groups), rtol=1e-9
    )


def test_what_of_the_packaged_list_is_chance_in_figures(entities):
    table = analysis.breakdown(entities, by="region").set_index("region")
    chugoku = table.loc["Chūgoku", STATISTICS].round(4).tolist()
    assert chugoku == [0.0268, 0.0056, 0.0763, 3.9911, 0.8758, 9.1293, 0.0347, 0.278]
    assert (table["p_holm"] > 0.05).all()


def test_by_prefecture_lists_all_47(entities):
    table = analysis.breakdown(entities, by="prefecture")
    assert len(table) == 47
    assert table.loc[2, ["prefecture_ja", "count"]].tolist() == ["岩手県", 2]


def test_by_class_bodies_that_are_no_cities_are_a_group(entities):
    table = analysis.breakdown(entities, by="city_class")
    assert dict(zip(table["city_class"], table["eligible"], strict=True)) == {
        "designated_city": 20,
        "core_city": 60,
        "special_city": 25,
        "ordinary_city": 687,
        "not_a_city": 996,
    }
    assert table["count"].tolist() == [0, 1, 0, 6, 5]


def test_pairs_are_all_that_the_baseline_has(entities):
    table = analysis.breakdown(entities, by=("region", "entity_type"))
    bodies = register(pd.Timestamp("2020-08-21").date())
    bodies = bodies[bodies["has_government"] & (bodies["entity_type"] != "ward")]
    pairs = bodies.groupby(["region", "entity_type"]).size()
    found = table.set_index(["region", "entity_type"])["eligible"]
    assert found.sort_index().to_dict() == pairs.to_dict()
    assert table.columns[:2].tolist() == ["region", "entity_type"]


def test_a_list_of_all_bodies_is_even_everywhere(entities):
    everyone = _of_all(entities)
    table = analysis.breakdown(everyone, by=("region", "entity_type"))
    assert np.allclose(table[["rate", "representation", "p", "p_holm"]], 1)
    assert (table["rate_high"] == 1).all()


def test_an_even_spread_has_a_representation_of_1(entities):
    everyone = _of_all(entities)
    even = everyone[everyone["entity_type"] == "prefecture"].groupby("region").head(1)
    baseline = everyone[everyone["entity_type"] == "prefecture"]
    baseline = baseline.groupby("region").head(2).query("region != 'Hokkaidō'")
    table = analysis.breakdown(even, by="region", baseline=baseline[["lg_code"]])
    groups = table[table["eligible"] > 0]
    assert np.allclose(groups[["representation", "p"]], 1)


@settings(max_examples=15, deadline=None)
@given(chosen=st.sets(st.integers(0, 1787), max_size=400), data=st.data())
def test_parts_add_up_whatever_the_list(entities, chosen, data):
    by = data.draw(st.sampled_from(GROUPINGS))
    rows = _of_all(entities).iloc[sorted(chosen)]
    if rows.empty:
        rows = entities.head(1)
    table = analysis.breakdown(rows, by=by)
    assert table["count"].sum() == len(rows)
    assert table["share"].sum() == pytest.approx(1)
    assert table["eligible"].sum() == 1788
    mean = (table["representation"] * table["eligible"]).sum() / 1788
    assert mean == pytest.approx(1)
    assert (table["rate_low"] <= table["rate"]).all()
    assert (table["rate"] <= table["rate_high"]).all()
    assert (table["p"] <= table["p_holm"]).all()
    shuffled = rows.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(analysis.breakdown(shuffled, by=by), table)


def test_weighed_groups_by_another_route(entities):
    baseline = _of_all(entities)[["lg_code", "region"]]
    baseline["people"] = np.arange(len(baseline)) % 97 * 1000
    table = analysis.breakdown(entities, baseline=baseline, weight="people")
    weight = baseline.groupby("region")["people"].sum()[table["region"]]
    share = weight / weight.sum()
    counts = table["count"]
    assert table["weight"].tolist() == weight.tolist()
    assert np.allclose(table["per_100000"], counts.to_numpy() / weight * 100_000)
    assert np.allclose(table["weighted_representation"], counts.to_numpy() / 12 / share)
    tests = [stats.binomtest(k, 12, q) for k, q in zip(counts, share, strict=True)]
    assert np.allclose(table["p_weighted"], [test.pvalue for test in tests])
    bounds = [test.proportion_ci(method="exact") for test in tests]
    assert np.allclose(
        table[["weighted_representation_low", "weighted_representation_high"]],
        np.array(bounds) / share.to_numpy()[:, None],
    )
    plain = analysis.breakdown(entities)
    pd.testing.assert_frame_equal(table[plain.columns], plain)


def test_a_group_without_weight_has_no_weighted_rates(entities):
    baseline = pd.DataFrame(
        {"lg_code": ["032069", "242161", "011002"], "people": [0, 5, 5]}
    )
    table = analysis.breakdown(entities, baseline=baseline, weight="people")
    tohoku = table.set_index("region").loc["Tōhoku"]
    assert tohoku["count"] == 1
    assert tohoku[["per_100000", "weighted_representation"]].isna().all()
    assert tohoku["p_weighted"] == 0


def test_weights_are_of_the_body_whatever_the_order_of_the_table(entities):
    baseline = pd.DataFrame(
        {"lg_code": ["242161", "011002", "032069"], "people": [1, 2, 4]},
        index=[5, 5, 5],
    )
    table = analysis.breakdown(entities, baseline=baseline, weight="people")
    weights = table.dropna().set_index("region")["weight"]
    assert weights.to_dict() == {"Hokkaidō": 2, "Tōhoku": 4, "Kinki": 1}


def test_a_column_of_the_users_own_table_makes_groups(entities):
    baseline = _of_all(entities)[["lg_code", "entity_type"]]
    rural = baseline["entity_type"].isin(["town", "village"])
    baseline["land"] = rural.map({True: "rural", False: "urban"})
    table = analysis.breakdown(entities, by=["land", "region"], baseline=baseline)
    assert table.groupby("land")["count"].sum().to_dict() == {"rural": 4, "urban": 8}
    assert table.groupby("land")["eligible"].sum()["rural"] == 743 + 183
    lost = baseline.assign(land=baseline["land"].where(baseline.index > 1))
    with pytest.raises(SchemaError, match=r"2 bodies .* no group of 'land'.*010006"):
        analysis.breakdown(entities, by="land", baseline=lost)


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param(
            pd.Categorical(["small", "large"] * 2, ["small", "large"]), id="text"
        ),
        pytest.param([10, 9, 10, 9], id="numbers"),
        pytest.param([True, False] * 2, id="bool"),
        pytest.param(pd.cut([20.0, 9.0] * 2, [0, 10, 100]), id="intervals"),
    ],
)
def test_groups_of_ones_own_come_in_their_own_order(entities, groups):
    baseline = pd.DataFrame(
        {"lg_code": ["032069", "242161", "011002", "392014"], "land": groups}
    )
    table = analysis.breakdown(entities, by="land", baseline=baseline)
    order = pd.Series(groups).sort_values().unique().tolist()
    assert table["land"].tolist() == [*order, "could not apply"]
    assert table["eligible"].tolist() == [2, 2, 0]


@pytest.mark.parametrize("call", [analysis.breakdown, analysis.power])
@pytest.mark.parametrize(
    "name",
    [
        *("lg_code", "name_ja", "prefecture_ja", "count", "weight", "rate_low"),
        *("representation_high", "p", "p_holm", "p_weighted", "per_100000"),
        *("expected", "fewest_high", "detectable_over"),
    ],
)
def test_groups_in_a_column_named_as_one_of_a_table_are_refused(entities, call, name):
    baseline = _of_all(entities)[["lg_code"]].assign(**{name: lambda b: b["lg_code"]})
    with pytest.raises(SchemaError, match=f"column '{name}' of the baseline.*rename"):
        call(entities, by=["region", name], baseline=baseline)


@pytest.mark.parametrize("name", ["chosen", "status", "name_en", "valid_to", "apart"])
def test_groups_in_a_column_named_as_one_of_the_register_are_the_users(entities, name):
    baseline = _of_all(entities)[["lg_code"]]
    baseline[name] = np.where(np.arange(1788) < 900, "one", "other")
    table = analysis.breakdown(entities, by=name, baseline=baseline)
    assert table[name].tolist() == ["one", "other"]
    assert table["eligible"].tolist() == [900, 888]


@pytest.mark.parametrize(
    "groups", [["a", 1], [["a"], ["b"]]], ids=["text and number", "lists"]
)
def test_groups_that_have_no_order_are_refused(entities, groups):
    baseline = pd.DataFrame({"lg_code": ["032069", "242161"], "land": groups})
    with pytest.raises(SchemaError, match=r"'land' of the baseline.*as text"):
        analysis.breakdown(entities, by="land", baseline=baseline)


def test_unresolved_rows_are_a_line_of_their_own():
    text = "1 Iga City, Mie\n2 Esashi Town, Hokkaido\n3 Nowhere Town, Mie Prefecture\n"
    table = analysis.breakdown(
        analysis.normalize(analysis.read_announcement(text), as_of="2020-08-21"),
        by=["region", "entity_type"],
    )
    last = table.iloc[-1]
    assert (last["region"], last["count"], last["eligible"]) == ("not resolved", 2, 0)
    assert last[STATISTICS].isna().all()
    assert table["count"].sum() == 3


@GROUPINGS_AND_PAIRS
def test_rows_that_could_not_apply_or_come_again_are_lines_of_their_own(by):
    text = (
        "1 Yokohama City, Kanagawa\n2 Naka Ward, Yokohama\n3 Miyagi Prefecture\n"
        "4 Miyagi Prefecture\n5 016951\n6 Nowhere\n"
    )
    entities = analysis.normalize(analysis.read_announcement(text), as_of="2020-08-21")
    table = analysis.breakdown(entities, by=by)
    lines = table.iloc[-3:]
    assert lines.iloc[:, 0].tolist() == list(APART)
    assert lines["count"].tolist() == [1, 2, 1]
    assert lines[STATISTICS].isna().all(axis=None)
    assert table["count"].sum() == 6
    assert table["eligible"].sum() == 1788
    assert (table["rate"].dropna() <= 1).all()


@GROUPINGS_AND_PAIRS
def test_former_bodies_could_not_apply(by):
    # 鹿部村 had the code of today's 鹿部町; 伊敷村 had none.
    text = "1 臼田町\n2 鹿部村\n3 鹿児島県鹿児島郡伊敷村\n4 Iga City, Mie\n"
    entities = analysis.normalize(analysis.read_announcement(text), as_of="2020-08-21")
    assert entities["status"].eq("resolved").all()
    table = analysis.breakdown(entities, by=by)
    last = table.iloc[-1]
    assert (last.iloc[0], last["count"]) == ("could not apply", 3)
    assert table["count"].sum() == 4
    assert table["eligible"].sum() == 1788


def test_a_list_of_2005_is_counted_against_the_bodies_of_2005():
    names = "臼田町", "静岡市", "Iga City, Mie", "浦和市"
    entities = analysis.normalize(announcement(*names, date="2005-01-15"))
    table = analysis.breakdown(entities, by="city_class").set_index("city_class")
    assert table["eligible"].sum() == 2916
    assert table["count"].to_dict() == {
        "designated_city": 0,
        "core_city": 1,
        "ordinary_city": 1,
        "not_a_city": 1,
        "could not apply": 1,
    }


def test_unions_and_joint_entries_are_not_resolved():
    names = "Kitakami Wide-Area Union", "北上市・奥州市", "Iga City, Mie"
    entities = analysis.normalize(announcement(*names))
    last = analysis.breakdown(entities, by="entity_type").iloc[-1]
    assert last[["entity_type", "count"]].tolist() == ["not resolved", 2]


def test_of_a_list_without_a_body_nothing_is_said_of_representation():
    table = analysis.breakdown(analysis.normalize(announcement("Nowhere", "Nirgends")))
    groups = table[table["eligible"] > 0]
    of_shares = [name for name in STATISTICS if name.startswith("representation")]
    assert groups[of_shares].isna().all(axis=None)
    assert (groups[["p", "p_holm"]] == 1).all(axis=None)
    assert table["count"].tolist() == [0] * 8 + [2]


@pytest.mark.parametrize(
    ("change", "by", "message"),
    [
        (lambda e: e, "colour", "cannot break down by 'colour'"),
        (lambda e: e, [], "cannot break down by nothing"),
        (lambda e: e, ["region", "region"], "each once"),
        (lambda e: e.assign(as_of="1970-03-31"), "region", "known from 1970-04-01 on"),
        (lambda e: e.assign(as_of=None), "region", "row 1, column 'as_of': a missing"),
        (
            lambda e: e.assign(as_of="2020-13-01"),
            "region",
            "'2020-13-01' is not a",
        ),
        (lambda e: e.drop(columns="lg_code"), "region", "lacks 'lg_code'"),
        (
            lambda e: e.assign(as_of=[f"2020-08-{d}" for d in range(10, 22)]),
            "region",
            "12 dates",
        ),
    ],
)
def test_breakdown_says_what_it_cannot_do(entities, change, by, message):
    with pytest.raises(SchemaError, match=message):
        analysis.breakdown(change(entities), by=by)


def _of_all(entities):
    """Return entities that are all bodies of the day of some others."""
    day = pd.Timestamp(entities["as_of"].iloc[0]).date()
    bodies = register(day)
    bodies = bodies[bodies["has_government"] & (bodies["entity_type"] != "ward")]
    return bodies.assign(status="resolved", as_of=day.isoformat())
