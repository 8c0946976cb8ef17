"""The packaged register: who is in it, and what it says of each body."""

import datetime as dt

import pandas as pd
import pytest

from analysis.gazetteer.codes import lg_code
from analysis.gazetteer.register import (
    REGISTER_DATE,
    city_class_on,
    city_classes,
    eligible,
    kanji_readings,
    register,
)
from analysis.names.romaji import kana_key, romaji_key

LIST_DATE = dt.date(2020, 8, 21)
MUNICIPALITIES = ["city", "town", "village", "special_ward"]


@pytest.fixture
def bodies():
    return register().set_index("lg_code")


@pytest.mark.parametrize(
    ("as_of", "wards"),
    [
        pytest.param(LIST_DATE, 175, id="the list"),
        pytest.param(dt.date(2023, 12, 31), 175, id="before Hamamatsu's change"),
        pytest.param(dt.date(2024, 1, 1), 171, id="after Hamamatsu's change"),
        pytest.param(REGISTER_DATE, 171, id="today"),
    ],
)
def test_register_has_every_body(as_of, wards):
    counts = register(as_of)["entity_type"].value_counts().to_dict()

    assert counts == {
        "city": 792,
        "town": 743,
        "village": 183 + 6,  # those of the Northern Territories
        "special_ward": 23,
        "prefecture": 47,
        "ward": wards,
    }


def test_eligible_bodies_could_apply():
    found = eligible(LIST_DATE)

    assert len(found) == 47 + 1741
    assert found["has_government"].all()
    assert "ward" not in set(found["entity_type"])


def test_only_the_northern_territories_have_no_government(bodies):
    without = bodies[~bodies["has_government"]]

    assert list(without["name_ja"]) == [
        "色丹村",
        "泊村",
        "留夜別村",
        "留別村",
        "紗那村",
        "蘂取村",
    ]
    assert without["county_kana"].notna().all()


def test_codes_are_unique_sorted_and_have_the_right_check_digit():
    codes = register()["lg_code"]

    assert codes.is_unique
    assert codes.is_monotonic_increasing
    assert list(codes) == [lg_code(code) for code in register()["area_code"]]


def test_wards_and_only_wards_have_a_city_as_parent(bodies):
    wards = bodies[bodies["entity_type"] == "ward"]
    classes = city_class_on(LIST_DATE)

    assert bodies["parent_code"].notna().equals(bodies["entity_type"] == "ward")
    parents = set(wards["parent_code"])
    assert parents == set(classes[classes == "designated_city"].index)


def test_every_body_has_names_and_an_office(bodies):
    told = bodies.drop(
        columns=[
            "county_ja",
            "county_kana",
            "parent_code",
            "name_en_jma",
            "valid_from",
            "valid_to",
            "successors",
        ]
    )

    assert told.notna().all(axis=None)
    assert (told.select_dtypes("str") == "").sum().sum() == 0


def test_kana_are_hiragana(bodies):
    assert bodies["name_kana"].str.fullmatch(r"[ぁ-ゖー]+").all()
    assert bodies["county_kana"].dropna().str.fullmatch(r"[ぁ-ゖ]+ぐん").all()


@pytest.mark.parametrize(
    ("name", "kana"),
    [  # the code list writes these with large や ゆ よ, or without voicing
        ("庄内町", "しょうないまち"),
        ("中之条町", "なかのじょうまち"),
        ("行田市", "ぎょうだし"),
        ("本庄市", "ほんじょうし"),
        ("羽生市", "はにゅうし"),
        ("九十九里町", "くじゅうくりまち"),
        ("御宿町", "おんじゅくまち"),
        ("鋸南町", "きょなんまち"),
        ("真鶴町", "まなづるまち"),
        ("竜王町", "りゅうおうちょう"),
        ("四條畷市", "しじょうなわてし"),
        ("広陵町", "こうりょうちょう"),
        ("総社市", "そうじゃし"),
        ("新庄村", "しんじょうそん"),
        ("北谷町", "ちゃたんちょう"),
    ],
)
def test_kana_of_the_code_list_are_repaired(bodies, name, kana):
    assert list(bodies.loc[bodies["name_ja"] == name, "name_kana"]) == [kana]


def test_county_is_given_for_towns_and_villages_outside_of_tokyos_islands(bodies):
    small = bodies["entity_type"].isin(["town", "village"])
    islands = small & bodies["area_code"].between("13360", "13499")

    assert bodies["county_ja"].notna().equals(small & ~islands)
    assert bodies["county_ja"].dropna().str.endswith("郡").all()
    assert bodies["county_ja"].isna().equals(bodies["county_kana"].isna())


@pytest.mark.parametrize(
    ("code", "county", "kana"),
    [
        pytest.param("313840", "西伯郡", "さいはくぐん", id="Hiezu"),
        pytest.param("103446", "北群馬郡", "きたぐんまぐん", id="gun inside the name"),
        pytest.param("013463", "二海郡", "ふたみぐん", id="renamed"),
        pytest.param("204226", "木曽郡", "きそぐん", id="renamed in 1968"),
        pytest.param("133035", "西多摩郡", "にしたまぐん", id="Tokyo's only county"),
    ],
)
def test_county_is_todays(bodies, code, county, kana):
    assert tuple(bodies.loc[code, ["county_ja", "county_kana"]]) == (county, kana)


def test_english_names_spell_the_kana(bodies):
    official = bodies[bodies["entity_type"] != "prefecture"]
    english = official["name_en"].str.replace(
        r" (City|Town|Village|Ward)$", "", regex=True
    )
    kana = official["name_kana"].str.replace(
        r"(し|ちょう|まち|むら|そん|く)$", "", regex=True
    )

    other = official["name_en"][english.map(romaji_key) != kana.map(kana_key)]

    assert list(other) == [
        "Mikurashima Village",  # みくらじま
        "Ohi Town",  # おおい
        "Minamialps City",
        "Kawanehoncho Town",
    ]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("010006", "Hokkaido", id="no type word"),
        pytest.param("030007", "Iwate Prefecture", id="ken"),
        pytest.param("130001", "Tokyo Metropolis", id="to"),
        pytest.param("260002", "Kyoto Prefecture", id="fu"),
        pytest.param("270008", "Osaka Prefecture", id="fu, long vowel"),
        pytest.param("131041", "Shinjuku City", id="special ward"),
        pytest.param("041009", "Sendai City", id="split east and west"),
        pytest.param("012068", "Kushiro City", id="split in three"),
        pytest.param("014842", "Haboro Town", id="split, one part named as the whole"),
        pytest.param("422029", "Sasebo City", id="split, part in brackets"),
        pytest.param("341002", "Hiroshima City", id="only its wards are listed"),
        pytest.param("341053", "Asaminami Ward", id="ward of Hiroshima"),
        pytest.param("011011", "Chuo Ward", id="ward, romanized"),
        pytest.param("016951", "Shikotan Village", id="without government"),
        pytest.param("223042", "Minamiizu Town", id="misprint of the source"),
    ],
)
def test_english_names(bodies, code, name):
    assert bodies.loc[code, "name_en"] == name


def test_names_are_unique_in_their_prefecture_but_for_two_esashi():
    bodies = eligible(LIST_DATE)

    twins = bodies[bodies.duplicated(["prefecture_code", "name_en"], keep=False)]

    assert list(twins["name_ja"]) == ["江差町", "枝幸町"]
    assert not bodies.duplicated(["prefecture_code", "name_ja"]).any()


def test_prefectures_have_a_short_english_name(bodies):
    prefectures = bodies[bodies["entity_type"] == "prefecture"]
    short = prefectures["name_en"].str.replace(r" \w+$", "", regex=True)

    assert list(prefectures["prefecture_en"]) == list(short)
    assert set(bodies["prefecture_en"]) == set(short)


def test_misprints_of_the_source_are_kept_beside_the_name(bodies):
    misprints = bodies["name_en_jma"].dropna()

    assert misprints.to_dict() == {"223042": "Miamiizu Town"}


def test_offices_are_in_japan(bodies):
    assert bodies["latitude"].between(24.0, 45.6).all()
    assert bodies["longitude"].between(122.9, 148.9).all()


def test_hamamatsu_has_seven_wards_and_then_three():
    def wards(day):
        found = register(day)
        return list(found.loc[found["parent_code"] == "221309", "name_ja"])

    before, after = dt.date(2023, 12, 31), dt.date(2024, 1, 1)

    assert wards(before) == ["中区", "東区", "西区", "南区", "北区", "浜北区", "天竜区"]
    assert wards(after) == ["中央区", "浜名区", "天竜区"]


def test_validity_never_ends_before_it_begins(bodies):
    both = bodies.dropna(subset=["valid_from", "valid_to"])

    assert len(both) == 7
    assert (both["valid_from"] < both["valid_to"]).all()


@pytest.mark.parametrize(
    ("code", "first_day"),
    [
        pytest.param("032158", "2006-02-20", id="Oshu"),
        pytest.param("122394", "2013-01-01", id="Oamishirasato: code column has two"),
        pytest.param("313840", "1889-10-01", id="Hiezu"),
        pytest.param("282219", "2019-05-01", id="renamed, code kept"),
        pytest.param("221384", "2024-01-01", id="correction"),
    ],
)
def test_first_days(bodies, code, first_day):
    assert bodies.loc[code, "valid_from"] == pd.Timestamp(first_day)


@pytest.mark.parametrize(
    ("code", "kanji", "kana", "entity_type"),
    [  # the answers of the published list: design.md, section 1
        ("032069", "北上市", "きたかみし", "city"),
        ("032158", "奥州市", "おうしゅうし", "city"),
        ("040002", "宮城県", "みやぎけん", "prefecture"),
        ("152251", "魚沼市", "うおぬまし", "city"),
        ("212172", "飛騨市", "ひだし", "city"),
        ("222160", "袋井市", "ふくろいし", "city"),
        ("242161", "伊賀市", "いがし", "city"),
        ("313840", "日吉津村", "ひえづそん", "village"),
        ("343072", "熊野町", "くまのちょう", "town"),
        ("353442", "平生町", "ひらおちょう", "town"),
        ("392014", "高知市", "こうちし", "city"),
        ("465011", "中種子町", "なかたねちょう", "town"),
    ],
)
def test_bodies_of_the_published_list(bodies, code, kanji, kana, entity_type):
    columns = ["name_ja", "name_kana", "entity_type"]

    assert tuple(bodies.loc[code, columns]) == (kanji, kana, entity_type)


def test_city_classes_on_the_day_of_the_list():
    counts = city_class_on(LIST_DATE).value_counts().to_dict()

    assert counts == {
        "designated_city": 20,
        "core_city": 60,
        "special_city": 25,
        "ordinary_city": 687,
    }
    assert city_class_on(LIST_DATE)["392014"] == "core_city"


def test_a_city_changes_its_class_on_the_day_of_the_order():
    mito = "082015"

    assert city_class_on(dt.date(2020, 3, 31))[mito] == "special_city"
    assert city_class_on(dt.date(2020, 4, 1))[mito] == "core_city"


def test_city_classes_are_of_cities_and_do_not_overlap(bodies):
    classes = city_classes()
    following = classes.groupby("lg_code")["valid_from"].shift(-1)

    assert (bodies.loc[classes["lg_code"], "entity_type"] == "city").all()
    assert classes["valid_from"].notna().all()
    changed = following.notna()
    assert (classes["valid_to"][changed] <= following[changed]).all()


def test_every_kanji_of_a_name_has_readings(bodies):
    letters = set("".join(bodies["name_ja"]) + "".join(bodies["county_ja"].dropna()))
    kanji = {letter for letter in letters if "一" <= letter <= "鿿"}

    assert kanji <= set(kanji_readings()["kanji"])


def test_readings_are_hiragana_with_okurigana_apart():
    readings = kanji_readings()

    assert readings["reading"].str.fullmatch(r"[ぁ-ゖー]+").all()
    assert readings["okurigana"].str.fullmatch(r"[ぁ-ゖー]*").all()
    assert set(readings["kind"]) == {"on", "kun", "name"}
    assert not readings.duplicated().any()
    life = readings[readings["kanji"] == "生"]
    told = set(zip(life["reading"], life["okurigana"], life["kind"], strict=True))
    assert {("い", "きる", "kun"), ("せい", "", "on"), ("ふ", "", "name")} <= told


@pytest.mark.parametrize("load", [register, city_classes, kanji_readings])
def test_loaders_hand_out_copies(load):
    mine = load()
    mine.iloc[0, 0] = "changed"

    assert load().iloc[0, 0] != "changed"
