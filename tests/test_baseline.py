"""Who could apply on a day, and the user's own table of it."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from published import announcement

import analysis
from analysis.baseline import NO_CITY, set_apart, who_could_apply
from analysis.charts.findings import list_lines
from analysis.errors import SchemaError
from analysis.gazetteer.counts import PUBLISHED_COUNTS
from analysis.gazetteer.register import (
    ELIGIBLE_FROM,
    OKINAWA_BACK,
    city_class_on,
    eligible,
    register,
)

DAYS = [day for day in PUBLISHED_COUNTS if day >= ELIGIBLE_FROM.isoformat()]


@pytest.fixture(scope="module")
def populations():
    """Return made-up numbers of people for four bodies of the list and two others."""
    return pd.DataFrame(
        {
            "lg_code": ["032069", "032158", "242161", "392014", "011002", "131016"],
            "population": [90_000, 110_000, 90_000, 320_000, 1_950_000, 60_000],
        }
    )


# --- the bodies of a day -------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_bodies_that_could_apply_are_as_many_as_published(day):
    types = eligible(dt.date.fromisoformat(day))["entity_type"].value_counts()
    before_okinawa = day < OKINAWA_BACK.isoformat()
    _, *published = PUBLISHED_COUNTS[day]
    assert types[["city", "town", "village"]].tolist() == published
    assert types["special_ward"] == 23
    assert types["prefecture"] == (46 if before_okinawa else 47)
    assert "ward" not in types


@pytest.mark.parametrize("day", DAYS)
def test_bodies_that_could_apply_are_listed_once_by_code_with_their_region(day):
    bodies = eligible(dt.date.fromisoformat(day))
    known = bodies[["prefecture_ja", "prefecture_en", "region", "telecom_bureau"]]
    assert bodies["lg_code"].is_unique
    assert bodies["lg_code"].is_monotonic_increasing or bodies["lg_code"].hasnans
    assert known.notna().all(axis=None)
    assert bodies.dtypes.equals(register().dtypes)


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [
        pytest.param("2005-03-31", {"臼田町"}, {"松任市"}, id="mergers"),
        pytest.param("2005-04-01", {"佐久市"}, {"臼田町"}, id="the day after"),
        pytest.param("1983-11-30", {"鹿部村"}, {"鹿部町"}, id="a village"),
        pytest.param("1983-12-01", {"鹿部町"}, {"鹿部村"}, id="that is a town"),
        pytest.param("1972-05-14", {"東京都"}, {"沖縄県", "那覇市"}, id="without"),
        pytest.param("1972-05-15", {"沖縄県", "那覇市"}, set(), id="with Okinawa"),
        pytest.param("2005-01-01", {"安代町"}, set(), id="without a code"),
    ],
)
def test_bodies_could_apply_while_they_were_there(day, there, gone):
    names = set(eligible(dt.date.fromisoformat(day))["name_ja"])
    assert there <= names
    assert not gone & names


def test_the_bodies_of_before_1970_are_not_told():
    assert len(eligible(dt.date(1970, 4, 1))) > 3000
    with pytest.raises(SchemaError, match=r"1970-03-31 cannot be .* 1970-04-01 on"):
        eligible(dt.date(1970, 3, 31))


@pytest.mark.parametrize(
    ("day", "designated", "core"),
    [
        # Numbers of the designated and core cities (MIC): six at first, with Sapporo,
        # Kawasaki and Fukuoka nine; Shizuoka and Sakai left the core cities for them.
        pytest.param("1972-03-31", 5 + 1, 0, id="six"),
        pytest.param("1972-04-01", 9, 0, id="nine"),
        pytest.param("1996-04-01", 12, 12, id="core cities begin"),
        pytest.param("2005-04-01", 14, 35, id="Shizuoka"),
        pytest.param("2006-04-01", 15, 36, id="Sakai"),
        pytest.param("2010-04-01", 19, 40, id="Sagamihara"),
    ],
)
def test_classes_of_cities_are_as_many_as_published(day, designated, core):
    counts = city_class_on(dt.date.fromisoformat(day)).value_counts()
    assert counts.get("designated_city") == designated
    assert counts.get("core_city", 0) == core


def test_a_city_keeps_its_class_through_a_change_of_code():
    classes = city_class_on(dt.date(2004, 1, 1))
    assert classes["222011"] == "core_city"  # 静岡市, of today's 221007
    assert classes["222071"] == "ordinary_city"  # 富士宮市
    assert "221007" not in classes


def test_every_body_has_a_class_of_its_day(entities):
    classes = who_could_apply(entities)["city_class"].value_counts()
    assert classes[NO_CITY] == 1788 - 792
    assert classes["designated_city"] == 20
    assert classes["core_city"] == 60


def test_a_run_counts_a_list_of_2005_against_the_bodies_of_its_day(tmp_path):
    old = announcement("臼田町", "静岡市", date="2005-01-15")
    tables = analysis.run(old, out=tmp_path).tables
    assert tables["by_region.csv"]["eligible"].sum() == 2916
    assert tables["by_type.csv"]["count"].tolist() == [0, 1, 0, 1, 0]


@pytest.mark.parametrize(
    ("day", "subtitle"),
    [
        ("1970-04-01", "1 of the 3,349 bodies that could apply on 1970-04-01"),
        ("1955-01-01", "1 body resolved on 1955-01-01"),
    ],
)
def test_a_chart_of_before_1970_has_no_denominator(day, subtitle):
    entities = analysis.normalize(announcement("北上市", date=day))
    assert list_lines(entities, "en") == (subtitle, "")


# --- rows in no group ----------------------------------------------------------------


def test_a_body_without_a_code_is_itself_and_listed_again():
    names = "鹿児島県鹿児島郡伊敷村", "岩手県安代町", "岩手県安代町", "Nowhere"
    entities = analysis.normalize(announcement(*names, date="2005-01-15"))
    assert entities["lg_code"].isna().all()
    apart = set_apart(entities, eligible(dt.date(2005, 1, 15)))
    assert apart.fillna("counted").tolist() == [
        "could not apply",
        "counted",
        "listed again",
        "not resolved",
    ]


# --- the user's own table ------------------------------------------------------------


def test_the_users_table_says_who_could_apply(entities, populations):
    table = analysis.breakdown(entities, by="region", baseline=populations)
    groups = table.set_index("region")
    assert groups["eligible"].to_dict() == {
        "Hokkaidō": 1,
        "Tōhoku": 2,
        "Kantō": 1,
        "Kinki": 1,
        "Shikoku": 1,
        "could not apply": 0,
    }
    assert groups["count"].tolist() == [0, 2, 0, 1, 1, 8]


def test_the_users_table_stays_as_it_is(entities, populations):
    before = populations.copy()
    analysis.breakdown(entities, baseline=populations, weight="population")
    pd.testing.assert_frame_equal(populations, before)


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        pytest.param(
            [32069, 32158], r"are numbers.*dtype=\{'lg_code': str\}", id="numbers"
        ),
        pytest.param(["032069", None], "row 2 has none", id="missing"),
        pytest.param(
            ["032069", "032150"],
            "row 2: .* '032150' ends in 0, but the check digit .* is 8",
            id="check digit",
        ),
        pytest.param(["03206"], r"row 1: '03206' \(want 032069\)", id="five digits"),
        pytest.param(["32069"], r"row 1: '32069' \(want 032069\)", id="lost zero"),
        pytest.param(
            [131016, "032069"],
            "row 1: 131016 is no text",
            id="a number among text",
        ),
        pytest.param(["北上市"], "row 1: '北上市'; mend", id="a name"),
        pytest.param([""] * 9, "row 3: ''; and 6 more; mend", id="many"),
        pytest.param(
            ["032069", "032158", "032069"], "'032069' in rows 1, 3", id="twice"
        ),
        pytest.param(
            ["203017"],
            r"2020-08-21: '203017' 臼田町, which had this code before 2005-04-01; "
            r"today 佐久市 \(202177\)",
            id="merged",
        ),
        pytest.param(["193411"], r"today .*\(192015\) and .*\(194301\)", id="divided"),
        pytest.param(["141046"], "中区, a ward of 横浜市", id="a ward"),
        pytest.param(["016951"], "色丹村, which has no government", id="the north"),
        pytest.param(["999997"], "'999997', which no body ever had", id="nobody's"),
        pytest.param([], "has no row", id="empty"),
    ],
)
def test_codes_that_do_not_fit_are_refused_with_the_way_to_mend_them(
    entities, codes, message
):
    baseline = pd.DataFrame({"lg_code": codes}, dtype="object" if not codes else None)
    with pytest.raises(SchemaError, match=message):
        analysis.breakdown(entities, baseline=baseline)


@pytest.mark.parametrize(
    ("day", "code", "message"),
    [
        pytest.param(
            "2004-01-01", "221309", "浜松市, .* from 2007-04-01 on", id="city"
        ),
        pytest.param("1971-01-01", "472018", "came back .* 1972-05-15", id="Okinawa"),
        pytest.param("2004-10-31", "242161", "伊賀市, .* 2004-11-01 on", id="merged"),
        pytest.param(
            "1971-01-01",
            "344435",
            r"向東町, which was gone by 1970-04-01; today 尾道市 \(342050\)",
            id="gone, no day known",
        ),
    ],
)
def test_codes_of_bodies_that_are_not_there_yet_are_refused(
    entities, day, code, message
):
    baseline = pd.DataFrame({"lg_code": [code]})
    with pytest.raises(SchemaError, match=message):
        analysis.breakdown(entities.assign(as_of=day), baseline=baseline)


def test_codes_of_former_bodies_fit_their_day():
    entities = analysis.normalize(announcement("臼田町", date="2005-01-15"))
    baseline = pd.DataFrame({"lg_code": ["203017", "222011"]})
    table = analysis.breakdown(entities, by="entity_type", baseline=baseline)
    assert table[["count", "eligible"]].to_numpy().tolist() == [[0, 1], [1, 1]]


@pytest.mark.parametrize(
    ("change", "weight", "message"),
    [
        pytest.param({}, "people", "lacks the column 'people'", id="no such column"),
        pytest.param({"population": "90,000"}, "population", "no numbers", id="text"),
        pytest.param({"population": True}, "population", "no numbers", id="bool"),
        pytest.param(
            {"population": [np.nan, 1, 1, 1, 1, -1]},
            "population",
            "infinite: 2, such as that of 032069, 131016",
            id="missing and negative",
        ),
        pytest.param({"population": np.inf}, "population", "infinite: 6", id="inf"),
        pytest.param({"population": 0}, "population", "are all 0", id="nothing"),
    ],
)
def test_weights_that_are_none_are_refused(
    entities, populations, change, weight, message
):
    baseline = populations.assign(**change)
    with pytest.raises(SchemaError, match=message):
        analysis.breakdown(entities, baseline=baseline, weight=weight)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"weight": "population"}, "give baseline=", id="no table"),
        pytest.param({"baseline": "table.csv"}, "DataFrame, got str", id="a path"),
        pytest.param(
            {"baseline": pd.DataFrame({"code": ["032069"]})},
            r"lacks 'lg_code'.*found: code",
            id="no codes",
        ),
        pytest.param(
            {"baseline": Path("table.csv")}, "DataFrame, got .*Path", id="Path"
        ),
        pytest.param(
            {"baseline": pd.DataFrame({"lg_code": ["032069"]}).set_index("lg_code")},
            "'lg_code' is the index .*reset_index",
            id="codes in the index",
        ),
        pytest.param(
            {"baseline": pd.DataFrame([["032069"] * 2], columns=["lg_code"] * 2)},
            "column 'lg_code' of the baseline is there twice",
            id="two columns of codes",
        ),
        pytest.param(
            {
                "baseline": pd.DataFrame(
                    [["032069", 1, 2]], columns=["lg_code", "people", "people"]
                ),
                "weight": "people",
            },
            "column 'people' of the baseline is there twice",
            id="two columns of weights",
        ),
        pytest.param(
            {
                "baseline": pd.DataFrame(
                    [["032069", "a", "b"]], columns=["lg_code", "land", "land"]
                ),
                "by": "land",
            },
            "column 'land' of the baseline is there twice",
            id="two columns of groups",
        ),
    ],
)
def test_a_baseline_that_is_none_is_refused(entities, options, message):
    with pytest.raises(SchemaError, match=message):
        analysis.breakdown(entities, **options)


def test_an_empty_list_has_no_day(entities):
    with pytest.raises(SchemaError, match="no row, and so no date"):
        analysis.breakdown(entities.head(0))
