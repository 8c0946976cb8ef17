import pandas as pd
import pytest
from published import announcement

import analysis
from analysis.errors import SchemaError
from analysis.pipeline import BREAKDOWNS

GROUPINGS = pytest.mark.parametrize("by", list(BREAKDOWNS.values()))


@GROUPINGS
def test_parts_add_up_to_the_list_and_to_all_that_could_apply(entities, by):
    table = analysis.breakdown(entities, by=by)
    assert table["count"].sum() == 12
    assert table["eligible"].sum() == 1788
    assert table["share"].sum() == pytest.approx(1)
    assert (table["count"] <= table["eligible"]).all()


def test_by_region_counts_each_region_from_north_to_south(entities):
    table = analysis.breakdown(entities, by="region")
    assert dict(zip(table["region"], table["count"], strict=True)) == {
        "Hokkaidō": 0,
        "Tōhoku": 3,
        "Kantō": 0,
        "Chūbu": 3,
        "Kinki": 1,
        "Chūgoku": 3,
        "Shikoku": 1,
        "Kyūshū": 1,
    }
    # Counted by hand: Hokkaidō is one prefecture and 179 municipalities.
    assert table.loc[0, "eligible"] == 180


def test_by_type_has_the_counts_of_the_ministry(entities):
    table = analysis.breakdown(entities, by="entity_type").set_index("entity_type")
    assert table["eligible"].to_dict() == {
        "prefecture": 47,
        "city": 792,
        "special_ward": 23,
        "town": 743,
        "village": 183,
    }
    assert table["count"].to_dict() == {
        "prefecture": 1,
        "city": 7,
        "special_ward": 0,
        "town": 3,
        "village": 1,
    }
    village = table.loc["village"]
    assert village["rate"] == pytest.approx(1 / 183)
    assert village["representation"] == pytest.approx((1 / 12) / (183 / 1788))


def test_by_prefecture_lists_all_47(entities):
    table = analysis.breakdown(entities, by="prefecture")
    assert len(table) == 47
    assert table.loc[2, ["prefecture_ja", "count"]].tolist() == ["岩手県", 2]


def test_unresolved_rows_are_a_line_of_their_own():
    text = "1 Iga City, Mie\n2 Esashi Town, Hokkaido\n3 Nowhere Town, Mie Prefecture\n"
    table = analysis.breakdown(
        analysis.normalize(analysis.read_announcement(text), as_of="2020-08-21"),
        by=["region", "entity_type"],
    )
    last = table.iloc[-1]
    assert (last["region"], last["count"], last["eligible"]) == ("not resolved", 2, 0)
    assert pd.isna(last["rate"])
    assert table["count"].sum() == 3


@GROUPINGS
def test_rows_that_could_not_apply_or_come_again_are_lines_of_their_own(by):
    text = (
        "1 Yokohama City, Kanagawa\n2 Naka Ward, Yokohama\n3 Miyagi Prefecture\n"
        "4 Miyagi Prefecture\n5 016951\n6 Nowhere\n"
    )
    entities = analysis.normalize(analysis.read_announcement(text), as_of="2020-08-21")
    table = analysis.breakdown(entities, by=by)
    lines = table.iloc[-3:]
    assert lines.iloc[:, 0].tolist() == [
        "not resolved",
        "could not apply",
        "listed again",
    ]
    assert lines["count"].tolist() == [1, 2, 1]
    assert lines["rate"].isna().all()
    assert table["count"].sum() == 6
    assert table["eligible"].sum() == 1788
    assert (table["rate"].dropna() <= 1).all()


@GROUPINGS
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


def test_unions_and_joint_entries_are_not_resolved():
    names = "Kitakami Wide-Area Union", "北上市・奥州市", "Iga City, Mie"
    entities = analysis.normalize(announcement(*names))
    last = analysis.breakdown(entities, by="entity_type").iloc[-1]
    assert last[["entity_type", "count"]].tolist() == ["not resolved", 2]


@pytest.mark.parametrize(
    ("change", "by", "message"),
    [
        (lambda e: e, "colour", "cannot break down by 'colour'"),
        (lambda e: e, [], "cannot break down by nothing"),
        (lambda e: e, ["region", "region"], "each once"),
        (lambda e: e.assign(as_of="2005-01-01"), "region", "complete from 2020-01-01"),
        (lambda e: e.drop(columns="region"), "region", "lacks 'region'"),
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
