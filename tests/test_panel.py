import pandas as pd
import pytest
from published import announcement

import analysis
from analysis.errors import SchemaError
from analysis.panel import MOVEMENTS


@pytest.fixture(scope="module")
def rounds():
    return analysis.compare(
        [analysis.packaged_announcement(name) for name in analysis.PACKAGED]
    )


@pytest.fixture(scope="module")
def three():
    """A list before the mergers, and two after them, given in another order."""
    return analysis.compare(
        [
            announcement("奥州市", "岩手大学", "Ota", date="2020-08-21"),
            announcement("水沢市", "江刺市", "岩手大学", "臼田町", date="2005-01-01"),
            announcement("富良野市", "臼田町", date="2010-04-01"),
        ]
    )


def test_nakatane_is_in_both_rounds_of_the_programme(rounds):
    both = rounds.panel[rounds.panel["lists"] == 2]
    assert both[["body", "name_ja", "2020-07", "2020-08-21"]].values.tolist() == [
        ["465011", "中種子町", "465011", "465011"]
    ]
    assert rounds.lists["list"].tolist() == ["2020-07", "2020-08-21"]
    counts = ["rows", "not_resolved", "bodies", *MOVEMENTS]
    assert rounds.lists[counts].values.tolist() == [
        [3, 0, 3, 3, 0, 0],
        [12, 0, 12, 11, 1, 2],
    ]


def test_lists_are_ordered_by_date(three):
    assert three.lists["list"].tolist() == ["2005-01-01", "2010-04-01", "2020-08-21"]
    assert [len(each) for each in three.announcements] == [4, 2, 3]


def test_two_towns_that_merged_are_the_city_of_today_with_their_old_codes(three):
    row = three.panel.set_index("body").loc["032158"]
    assert row["name_ja"] == "奥州市"
    assert row["2005-01-01"] == "032042 032123"
    assert pd.isna(row["2010-04-01"])
    assert row["2020-08-21"] == "032158"
    assert (row["lists"], row["first_list"], row["last_list"]) == (
        2,
        "2005-01-01",
        "2020-08-21",
    )


def test_movements_tell_who_is_new_who_is_back_and_who_is_gone(three):
    moved = three.movements.set_index(["list", "body"])["movement"]
    assert moved["2010-04-01"].to_dict() == {
        "012297": "first",
        "202177": "repeat",
        "032158": "dropped",
        "岩手大学": "dropped",
    }
    # Back after a list without it: it was in a list before.
    assert moved["2020-08-21", "032158"] == "repeat"


def test_rows_that_are_not_resolved_stay_and_are_followed_by_their_name(three):
    apart = three.panel[three.panel["status"] != "resolved"].set_index("body")
    assert apart["lists"].to_dict() == {"Ota": 1, "岩手大学": 2}
    assert apart["published_name"].tolist() == apart.index.tolist()
    assert three.lists["not_resolved"].tolist() == [1, 0, 2]
    assert len(three.entities) == 9


def test_counts_add_up_to_the_bodies_of_each_list(three):
    for table, by in ((three.by_region, "region"), (three.by_type, "entity_type")):
        resolved = table[table[by] != "not resolved"]
        sums = resolved.groupby("list")[["count", "first"]].sum()
        assert sums["count"].tolist() == three.lists["bodies"].tolist()
        assert sums["first"].tolist() == three.lists["first"].tolist()


def test_a_ward_bears_the_name_of_its_city():
    both = analysis.compare(
        [announcement("札幌市中央区"), announcement("Naka Ward, Hamamatsu City")]
    )
    assert both.panel["name_ja"].tolist() == ["札幌市中央区", "浜松市中央区"]
    assert both.panel["name_en"].iloc[0] == "Chuo Ward, Sapporo City"


def test_types_are_those_of_the_time(three):
    counts = three.by_type.set_index(["list", "entity_type"])["count"]
    # Mizusawa and Esashi were two cities; here they are one body.
    assert counts["2005-01-01", "city"] == 1
    assert counts["2005-01-01", "town"] == 1
    assert counts["2020-08-21", "not resolved"] == 2


def test_two_lists_of_one_day_are_told_apart():
    both = analysis.compare([announcement("北上市"), announcement("奥州市")])
    assert both.lists["list"].tolist() == ["2020-08-21", "2020-08-21 (2)"]
    assert both.panel["lists"].tolist() == [1, 1]


def test_a_body_without_one_in_its_place_keeps_its_name():
    # Of the villages of the Northern Territories none was merged into another.
    both = analysis.compare(
        [announcement("国後郡泊村", date="1940-01-01"), announcement("北上市")]
    )
    assert both.panel["name_ja"].notna().all()


def test_a_list_without_a_date_is_named():
    with pytest.raises(SchemaError, match=r"b\.csv bears no date.*\.json record"):
        analysis.compare(
            [announcement("北上市"), announcement("北上市", date=None, source="b.csv")]
        )


@pytest.mark.parametrize("sources", ["list.csv", [], [announcement("北上市")]])
def test_one_list_is_no_comparison(sources):
    with pytest.raises(SchemaError, match="at least two lists"):
        analysis.compare(sources)
