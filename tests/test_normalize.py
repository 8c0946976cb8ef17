import pandas as pd
import pytest
from published import announcement

import analysis
from analysis.errors import SchemaError
from analysis.locate import LOCATION_COLUMNS
from analysis.normalize import ENTITY_COLUMNS

CODES = [
    "032069",
    "032158",
    "040002",
    "152251",
    "212172",
    "222160",
    "242161",
    "313840",
    "343072",
    "353442",
    "392014",
    "465011",
]


def test_the_packaged_list_has_the_right_bodies_types_and_regions(entities):
    assert entities["lg_code"].tolist() == CODES
    assert set(entities["status"]) == {"resolved"}
    assert entities["entity_type"].value_counts().to_dict() == {
        "city": 7,
        "town": 3,
        "prefecture": 1,
        "village": 1,
    }
    assert entities["region"].value_counts().to_dict() == {
        "Tōhoku": 3,
        "Chūbu": 3,
        "Chūgoku": 3,
        "Kinki": 1,
        "Shikoku": 1,
        "Kyūshū": 1,
    }
    kochi = entities.set_index("name_ja").loc["高知市"]
    assert kochi["city_class"] == "core_city"
    assert set(entities["city_class"].dropna()) == {"core_city", "ordinary_city"}


def test_rows_keep_their_published_names_and_numbers(entities, announcement):
    pd.testing.assert_series_equal(
        entities["published_name"], announcement.entities["published_name"]
    )
    assert entities["number"].tolist() == list(range(1, 13))
    assert entities["as_of"].unique().tolist() == ["2020-08-21"]


def test_methods_and_proofs_stand_in_the_rows(entities):
    misread = entities[entities["method"] == "reading"]
    assert misread["number"].tolist() == [8, 10]
    assert misread["note"].str.contains("possible reading of").all()
    assert (entities.loc[entities["method"] != "reading", "note"] == "").all()


def test_unresolved_rows_stay_with_what_is_unknown_missing():
    rows = "1 Iga City, Mie\n2 Esashi Town, Hokkaido\n3 Nowhere Town, Mie Prefecture\n"
    table = analysis.normalize(analysis.read_announcement(rows), as_of="2020-08-21")
    assert table["status"].tolist() == ["resolved", "ambiguous", "unmatched"]
    assert (
        table.loc[1:, ["lg_code", "region", "latitude", "entity_type"]]
        .isna()
        .all(axis=None)
    )
    assert table.loc[1, "candidates"] == "013617 015148"
    assert (table.loc[1:, "note"] != "").all()


def test_columns_are_those_of_the_contract_but_for_the_area(entities, located):
    assert set(entities.columns) == {*ENTITY_COLUMNS} - {"area_km2"}
    assert list(located.columns) == [*ENTITY_COLUMNS, *LOCATION_COLUMNS, "geometry"]


def test_a_list_without_a_date_wants_one():
    with pytest.raises(SchemaError, match="give as_of"):
        analysis.normalize(analysis.read_announcement("1 Iga City, Mie\n"))


def normalized(*names, **options):
    rows = "".join(f"{n} {name}\n" for n, name in enumerate(names, start=1))
    table = analysis.normalize(
        analysis.read_announcement(rows), as_of="2020-08-21", **options
    )
    return table.set_index("published_name")


def test_a_former_body_has_its_own_county_and_office_and_no_class():
    row = normalized("臼田町").loc["臼田町"]
    told = ["lg_code", "prefecture_ja", "prefecture_en", "county_ja", "region"]
    assert row[told].tolist() == ["203017", "長野県", "Nagano", "南佐久郡", "Chūbu"]
    assert row["telecom_bureau"] == "Shin'etsu"
    # The office point of geoshape's 20301A1968.
    assert (row["latitude"], row["longitude"]) == pytest.approx(
        (36.199, 138.48), abs=0.01
    )
    assert row["method"] == "historical"
    assert pd.isna(row["city_class"])


def test_a_former_body_that_gave_its_code_on_keeps_what_was_its_own():
    table = normalized("島根県海士郡海士村", "篠山市")
    assert table["lg_code"].tolist() == ["325252", "282219"]
    # Ama Village lay in 海士郡; the town with its code lies in 隠岐郡, since 1969.
    assert table["county_ja"].iloc[0] == "海士郡"
    assert table["city_class"].isna().all()


def test_a_body_without_a_code_is_located_and_in_its_region():
    row = normalized("鹿児島県鹿児島郡伊敷村").iloc[0]
    assert pd.isna(row["lg_code"])
    assert row[["prefecture_en", "region", "county_ja"]].tolist() == [
        "Kagoshima",
        "Kyūshū",
        "鹿児島郡",
    ]
    assert row[["latitude", "longitude"]].notna().all()


def test_a_union_keeps_its_type_and_a_joint_entry_becomes_its_members():
    table = normalized("Kitakami Wide-Area Union", "北上市・奥州市")
    assert table["number"].tolist() == [1, 2, 2]
    assert table["entity_type"].tolist() == ["union", "city", "city"]
    assert table["status"].tolist() == ["unmatched", "resolved", "resolved"]
    assert table.index.tolist() == ["Kitakami Wide-Area Union", "北上市", "奥州市"]


def test_a_joint_entry_that_was_not_told_apart_keeps_its_type():
    table = analysis.normalize(announcement("北上市・奥州市"))
    assert table[["entity_type", "status"]].values.tolist() == [["joint", "ambiguous"]]
    assert table["prefecture_code"].isna().all()


def test_the_note_says_what_was_looked_up_where_the_list_says_more():
    text = "岩手県：北上市、奥州市\n宮城県\n"
    table = analysis.normalize(analysis.read_announcement(text), as_of="2020-08-21")
    assert table["note"].tolist() == [
        "looked up as '岩手県北上市'",
        "looked up as '岩手県奥州市'",
        "",
    ]
    assert table["lg_code"].tolist() == ["032069", "032158", "040002"]


def test_the_users_own_names_go_first():
    aliases = pd.DataFrame(
        {
            "published_name": ["Esashi Town, Hokkaido"],
            "lg_code": ["013617"],
            "valid_from": [None],
            "valid_to": [None],
            "source": ["telephone call"],
        }
    )
    row = normalized("Esashi Town, Hokkaido", aliases=aliases).iloc[0]
    assert row[["name_ja", "method"]].tolist() == ["江差町", "alias"]
