import datetime as dt

import pandas as pd
import pytest
import shapely
from n03_archives import kumamoto, tottori
from shapely.geometry import box

from analysis.boundaries import levels

DAY = dt.date(2021, 1, 1)


@pytest.fixture
def units():
    """Wards, a town and an area of no body in Kumamoto, and a prefecture apart."""
    frame = pd.concat([kumamoto(), tottori()], ignore_index=True)
    undetermined = frame.iloc[[0]].assign(
        area_code=pd.NA,
        kind="undetermined",
        city_code=pd.NA,
        name_ja="所属未定地",
        geometry=[box(130.6, 32.6, 130.9, 32.7)],
    )
    whole = pd.concat([frame, undetermined], ignore_index=True)
    return whole.set_geometry(shapely.coverage_clean(whole.geometry.array))


def test_a_city_is_made_of_its_wards(units):
    found = levels.dissolve(units, "municipality")
    assert found.index.tolist() == [
        "31201",
        "31202",
        "31204",
        "31384",
        "43100",
        "43404",
    ]
    assert found["43100"].equals(box(130.6, 32.7, 130.8, 32.8))


def test_the_ward_level_holds_wards_alone(units):
    found = levels.dissolve(units, "ward")
    assert found.index.tolist() == ["43101", "43102"]
    assert levels.dissolve(tottori(), "ward").empty


def test_a_prefecture_includes_its_areas_of_no_body(units):
    found = levels.dissolve(units, "prefecture")
    assert found.index.tolist() == ["31", "43"]
    assert found["43"].equals(box(130.6, 32.6, 130.9, 32.8))


def test_a_region_without_all_its_prefectures_is_not_made_up(units):
    assert levels.dissolve(units, "region").empty
    alone = units.assign(prefecture_code="01")
    assert levels.dissolve(alone, "region").index.tolist() == ["Hokkaidō"]
    assert levels.dissolve(alone, "telecom_bureau").index.tolist() == ["Hokkaido"]


def test_bodies_without_a_code_keep_a_polygon_each(units):
    villages = units.tail(2).assign(
        kind="municipality", area_code=pd.NA, city_code=pd.NA, name_ja=["甲村", "乙村"]
    )
    found = levels.dissolve(villages, "municipality")
    assert len(found) == 2
    assert not shapely.is_empty(found.array).any()
    named = levels.names(found.index, "municipality", DAY, villages)
    assert named["lg_code"].isna().all()
    assert named["name_ja"].tolist() == ["甲村", "乙村"]
    assert set(named["region"]) == {"Chūgoku", "Kyūshū"}


@pytest.mark.parametrize(
    ("level", "key", "expected"),
    [
        pytest.param(
            "municipality",
            "31384",
            (
                "313840",
                "31384",
                "日吉津村",
                "Hiezu Village",
                "31",
                "Chūgoku",
                "Chugoku",
            ),
            id="village",
        ),
        pytest.param(
            "ward",
            "43101",
            (
                *("431010", "43101", "熊本市中央区", "Chuo Ward, Kumamoto City"),
                *("43", "Kyūshū", "Kyushu"),
            ),
            id="ward",
        ),
        pytest.param(
            "prefecture",
            "19",
            *[
                (
                    "190004",
                    "19000",
                    "山梨県",
                    "Yamanashi Prefecture",
                    "19",
                    "Chūbu",
                    "Kanto",
                )
            ],
            id="prefecture",
        ),
    ],
)
def test_names_are_those_of_the_register(level, key, expected):
    named = levels.names(pd.Index([key], dtype="str"), level, DAY, tottori())
    assert tuple(named.iloc[0]) == expected


def test_groups_of_prefectures_have_names_and_no_code():
    named = levels.names(
        pd.Index(["Shin'etsu"], dtype="str"), "telecom_bureau", DAY, tottori()
    )
    [row] = named.itertuples(index=False)
    assert (row.name_ja, row.name_en) == ("信越総合通信局", "Shin'etsu")
    assert row.telecom_bureau == "Shin'etsu"
    assert pd.isna(row.lg_code)
    assert pd.isna(row.region)


@pytest.mark.parametrize(
    ("day", "name"),
    [("2010-01-01", "篠山市"), ("2021-01-01", "丹波篠山市"), ("1930-01-01", "篠山市")],
)
def test_a_body_is_called_as_it_was_on_the_day(day, name):
    keys = pd.Index(["28221"], dtype="str")
    named = levels.names(keys, "municipality", dt.date.fromisoformat(day), tottori())
    assert named["name_ja"].tolist() == [name]
