import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gazetteer.register import register
from analysis.resolve import RESOLUTION_COLUMNS, explain, resolve

DAY = "2020-08-21"
# Answers: the ministry's code list, looked up by hand.
MIC_LIST = [
    ("Kitakami City, Iwate Prefecture", "032069", "exact"),
    ("Oshu City, Iwate Prefecture", "032158", "exact"),
    ("Miyagi Prefecture", "040002", "exact"),
    ("Uonuma City, Niigata Prefecture", "152251", "exact"),
    ("Hida City, Gifu Prefecture", "212172", "exact"),
    ("Fukuroi City, Shizuoka Prefecture", "222160", "exact"),
    ("Iga City, Mie Prefecture", "242161", "exact"),
    ("Hiyoshitsu Village, Tottori Prefecture", "313840", "reading"),
    ("Kumano Town, Hiroshima Prefecture", "343072", "exact"),
    ("Hirasei Town, Yamaguchi Prefecture", "353442", "reading"),
    ("Kochi City, Kochi Prefecture", "392014", "exact"),
    ("Nakatane Town, Kagoshima Prefecture", "465011", "exact"),
]


def municipalities():
    bodies = register(DAY)
    return bodies[
        bodies["has_government"] & ~bodies["entity_type"].isin(["prefecture", "ward"])
    ]


@pytest.mark.parametrize(("name", "code", "method"), MIC_LIST)
def test_resolve_finds_the_twelve_of_the_ministry(name, code, method):
    row = resolve([name], as_of=DAY).iloc[0]
    assert (row["status"], row["lg_code"], row["method"]) == ("resolved", code, method)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        (
            "Hirasei Town, Yamaguchi Prefecture",
            "published 'Hirasei' is a possible reading of 平生 (hira+sei); "
            "the official reading is Hirao",
        ),
        (
            "Hiyoshitsu Village, Tottori Prefecture",
            "published 'Hiyoshitsu' is a possible reading of 日吉津 (hi+yoshi+tsu); "
            "the official reading is Hiezu",
        ),
    ],
)
def test_a_reading_is_proved_in_the_note(name, note):
    assert resolve([name], as_of=DAY)["note"].iloc[0].startswith(note)


def test_every_official_kanji_name_with_its_prefecture_is_itself():
    bodies = municipalities()
    names = bodies["prefecture_ja"] + bodies["name_ja"]
    resolved = resolve(names, as_of=DAY)
    assert len(bodies) == 1741
    pd.testing.assert_series_equal(resolved["lg_code"], bodies["lg_code"])
    assert set(resolved["method"]) == {"exact"}


def test_every_official_english_name_with_its_prefecture_is_itself():
    bodies = municipalities()
    names = bodies["name_en"] + ", " + bodies["prefecture_en"] + " Prefecture"
    resolved = resolve(names, as_of=DAY)
    esashi = bodies["name_en"].eq("Esashi Town") & bodies["prefecture_en"].eq(
        "Hokkaido"
    )
    pd.testing.assert_series_equal(
        resolved.loc[~esashi, "lg_code"], bodies.loc[~esashi, "lg_code"]
    )
    assert resolved.loc[esashi, "status"].tolist() == ["ambiguous"] * 2
    assert resolved.loc[esashi, "candidates"].tolist() == ["013617 015148"] * 2
    assert bodies.loc[esashi, "name_ja"].tolist() == ["江差町", "枝幸町"]


def test_every_official_kana_name_with_its_prefecture_is_never_another():
    bodies = municipalities()
    prefectures = register(DAY).set_index("lg_code")["name_kana"]
    codes = bodies["lg_code"].str[:2]
    kana = {code[:2]: name for code, name in prefectures.items() if code[2:5] == "000"}
    resolved = resolve(codes.map(kana) + bodies["name_kana"], as_of=DAY)
    wrong = resolved["lg_code"].notna() & (resolved["lg_code"] != bodies["lg_code"])
    assert not wrong.any()
    assert (resolved["status"] == "resolved").mean() > 0.99


def test_every_code_is_itself():
    codes = register(DAY)["lg_code"]
    resolved = resolve(codes, as_of=DAY)
    pd.testing.assert_series_equal(resolved["lg_code"], codes)
    assert set(resolved["method"]) == {"code"}


@pytest.mark.parametrize(
    ("name", "code", "method"),
    [
        ("Ôsyû-si, Iwate-ken", "032158", "romanization"),
        ("Ohshu City, Iwate", "032158", "romanization"),
        ("OUSHUU SHI IWATE KEN", "032158", "romanization"),
        ("Iwate, Kitakami City", "032069", "exact"),
        ("City of Kitakami, Iwate", "032069", "exact"),
        ("Kitakami", "032069", "exact"),
        ("Minato, Tokyo", "131032", "exact"),
        ("Shinjuku", "131041", "exact"),
        ("平生町（山口県）", "353442", "exact"),
        ("山口県熊毛郡平生町", "353442", "exact"),
        ("熊毛郡平生町", "353442", "exact"),
        ("ひえづそん", "313840", "exact"),
        ("とっとりけん ひえづそん", "313840", "exact"),
        ("Hokkaido", "010006", "exact"),
        ("Tokyo Metropolis", "130001", "exact"),
        ("Hokkai-do", "010006", "exact"),
        ("Tokyo-to Minato-ku", "131032", "exact"),
        ("Nagano-ken Kiso-gun Kiso-machi", "204323", "exact"),
        ("Setagaya Ward, Tokyo", "131121", "exact"),
        ("Chuo Ward, Sapporo", "011011", "exact"),
        ("札幌市中央区", "011011", "exact"),
        ("Hino Town (Hino District), Tottori", "314021", "exact"),
        ("檮原町", "394050", "exact"),
        ("須惠町", "403440", "exact"),
        ("03215", "032158", "code"),
        ("32158", "032158", "code"),
    ],
)
def test_resolve_understands_the_usual_ways_to_write(name, code, method):
    row = resolve([name], as_of=DAY).iloc[0]
    assert (row["status"], row["lg_code"], row["method"]) == ("resolved", code, method)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ōno City, Fukui", "182052"),
        ("Ohno City", "182052"),
        ("Ono City, Fukui", "182052"),
        ("Ono City, Hyogo", "282189"),
        ("Tōyama City, Toyama", "162019"),
        ("Minoh City, Osaka", "272205"),
        ("Mino City, Gifu", "212075"),
    ],
)
def test_marked_long_vowels_are_evidence_and_unmarked_ones_are_none(name, code):
    assert resolve([name], as_of=DAY)["lg_code"].tolist() == [code]


# What abr-geocoder #243, #364 and normalize-japanese-addresses #271 cut or swallow.
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("市川市", "122033"),
        ("町田市", "132098"),
        ("東村山市", "132136"),
        ("四日市市", "242021"),
        ("廿日市市", "342131"),
        ("野々市市", "172120"),
        ("大町市", "202126"),
        ("田村市", "072117"),
        ("玉村町", "104647"),
        ("羽村市", "132276"),
        ("余市町", "014087"),
        ("福島町", "013323"),
        ("釧路町", "016616"),
        ("土佐町", "393631"),
        ("越前町", "184233"),
    ],
)
def test_a_suffix_character_inside_a_name_does_not_split_it(name, code):
    assert resolve([name], as_of=DAY)["lg_code"].tolist() == [code]


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("府中市", "132063 342084"),
        ("Fuchu City", "132063 342084"),
        ("伊達市", "012335 072133"),
        ("Osaka", "270008 271004"),
        ("Minato", "131032 231118 271071"),
        ("池田町", "016446 183822 204811 214043"),
    ],
)
def test_resolve_declines_namesakes_without_a_prefecture(name, candidates):
    row = resolve([name], as_of=DAY).iloc[0]
    assert (row["status"], row["candidates"]) == ("ambiguous", candidates)
    assert pd.isna(row["lg_code"])


@pytest.mark.parametrize(
    "name",
    [
        "Kitakami City, Aomori Prefecture",
        "青森県北上市",
        "Hirao City, Yamaguchi Prefecture",
        "Hirasei City, Yamaguchi Prefecture",
        "Fuchu City, Hokkaido",
        "Aoki Village, Tottori Prefecture",
        "Hirasei Town",
        "Hirasei, Yamaguchi",
        "Naka",
        "中村",
        "北",
        "東",
        "1202",
        "٠١١٠٠١",
        "Osaka Metropolis",
        "Osaka-to",
        "\ud800 City",
        "Ono City",
        "Minoh City, Gifu Prefecture",
        "Kitakami City, Narnia Prefecture",
        "Kitakami City Hospital",
        "Kitakami City and Oshu City",
        "北上市立病院",
        "Toyota Motor Corporation",
        "University of Tokyo",
        "Tottori University",
        "Kumano",
        "032061",
        "999999",
        "Uk",
        "and",
        "City",
        "市",
        "",
        "   ",
        "\u0000",
        "=1+1",
        "'; DROP TABLE register; --",
    ],
)
def test_resolve_never_answers_what_is_not_there(name):
    row = resolve([name], as_of=DAY).iloc[0]
    assert row["status"] in ("ambiguous", "unmatched")
    assert pd.isna(row["lg_code"])
    assert row["note"]


def test_a_contradiction_says_which_half_may_be_wrong():
    note = resolve(["Kitakami City, Aomori Prefecture"], as_of=DAY)["note"].iloc[0]
    assert "Kitakami City, Iwate" in note
    assert "not in Aomori" in note
    assert "stated place is wrong" in note
    note = resolve(["Hirao City, Yamaguchi"], as_of=DAY)["note"].iloc[0]
    assert "no city in Yamaguchi" in note


# Abolished in the mergers of 1955 to 2006; each is a possible reading of a living body.
@pytest.mark.parametrize(
    ("name", "former", "today"),
    [
        ("Usuda Town, Nagano Prefecture", "臼田町", "202177"),
        ("Haruna Town, Gunma Prefecture", "榛名町", "102024"),
        ("Kokawa Town, Wakayama Prefecture", "粉河町", "302082"),
        ("Saga Town, Kochi Prefecture", "佐賀町", "394289"),
    ],
)
def test_a_former_name_is_not_taken_for_a_misreading(name, former, today):
    row = resolve([name], as_of=DAY).iloc[0]
    assert row["method"] == "historical"
    assert (row["name_ja"], row["current_lg_code"]) == (former, today)
    assert "was abolished on" in row["note"]


def test_a_reading_of_a_living_and_of_a_former_name_is_not_decided():
    row = resolve(["Shirai Town, Chiba Prefecture"], as_of=DAY).iloc[0]
    assert row["status"] == "ambiguous"
    assert "it could as well be the former 白井町" in row["note"]


def test_former_bodies_whose_readings_are_not_known_are_rivals_too():
    # 波田村 is read Hata; no source tells how 波多村, of the same prefecture, was.
    row = resolve(["Hata Village, Nagano Prefecture"], as_of=DAY).iloc[0]
    assert row["status"] == "ambiguous"
    assert "波多村" in row["note"]


@pytest.mark.parametrize(
    ("name", "rival"),
    [
        ("Ahi Village, Nagano Prefecture", "阿智村 (Achi Village, Nagano)"),
        ("Koka Town, Kumamoto Prefecture", "甲佐町 (Kosa Town, Kumamoto)"),
        ("Hando City, Saitama Prefecture", "飯能市 (Hanno City, Saitama)"),
        ("Koo City, Tokyo", "江東区 (Koto City, Tokyo)"),
        ("Otsusi Town, Kochi", "大月町 (Otsuki Town, Kochi)"),
    ],
)
def test_a_slip_of_one_letter_is_not_taken_for_a_misreading(name, rival):
    row = resolve([name], as_of=DAY).iloc[0]
    assert row["status"] == "ambiguous"
    assert f"one letter away from {rival}" in row["note"]


def test_codes_that_became_numbers_are_read_as_what_they_were():
    resolved = resolve(pd.Series([32069.0, None, 465011]), as_of=DAY)
    assert resolved["lg_code"].fillna("").tolist() == ["032069", "", "465011"]
    assert "lost its leading zero" in resolved["note"].iloc[0]
    assert resolved["confidence"].iloc[0] < resolved["confidence"].iloc[2]


def test_cells_of_any_kind_give_a_row():
    resolved = resolve([["北上市"], {"a": 1}, 1.5, True, pd.NaT], as_of=DAY)
    assert resolved["status"].tolist() == ["unmatched"] * 5


@pytest.mark.parametrize(
    "day",
    [
        dt.datetime(2020, 8, 21, 23, 59),
        pd.Timestamp(DAY),
        np.datetime64(DAY),
        dt.date(2020, 8, 21),
    ],
)
def test_as_of_takes_every_kind_of_date(day):
    assert resolve(["北上市"], as_of=day)["lg_code"].tolist() == ["032069"]


def test_a_village_without_a_government_yields_to_its_namesake_and_is_mentioned():
    row = resolve(["北海道泊村"], as_of=DAY).iloc[0]
    assert row["lg_code"] == "014036"
    assert "Northern Territories" in row["note"]
    assert row["candidates"] == "014036 016969"
    assert row["confidence"] < 1
    assert resolve(["国後郡泊村"], as_of=DAY)["lg_code"].tolist() == ["016969"]


def test_as_of_decides_which_wards_of_hamamatsu_there_are():
    before, after = (
        resolve(["Naka Ward, Hamamatsu", "Hamana Ward, Hamamatsu"], as_of=day)
        for day in ("2023-12-31", "2024-01-01")
    )
    assert before["method"].tolist() == ["exact", "historical"]
    assert after["method"].tolist() == ["historical", "exact"]
    assert after["lg_code"].tolist() == ["221317", "221392"]
    assert after["current_lg_code"].tolist() == ["221384", "221392"]
    assert "since 2024-01-01 only" in before["note"].iloc[1]
    assert "abolished on 2024-01-01" in after["note"].iloc[0]


def test_resolve_keeps_index_order_duplicates_and_missing_values():
    names = pd.Series(
        ["北上市", None, "北上市", "Hirasei Town, Yamaguchi"], index=[9, 9, 2, "x"]
    )
    before = names.copy()
    resolved = resolve(names, as_of=dt.date(2020, 8, 21))
    assert resolved.index.tolist() == [9, 9, 2, "x"]
    assert resolved["lg_code"].fillna("").tolist() == ["032069", "", "032069", "353442"]
    assert resolved["status"].iloc[1] == "unmatched"
    pd.testing.assert_series_equal(names, before)


def test_resolve_of_nothing_has_the_same_columns():
    table = resolve([], as_of=DAY)
    assert len(table) == 0
    assert table.dtypes.astype(str).to_dict() == RESOLUTION_COLUMNS
    full = resolve(["北上市"], as_of=DAY)
    assert full.dtypes.astype(str).to_dict() == RESOLUTION_COLUMNS


def test_as_of_decides_between_a_body_and_its_successor():
    names = ["奥州市", "水沢市"]
    before, after = (resolve(names, as_of=day) for day in ("2004-04-01", "2006-02-20"))
    assert before["method"].tolist() == ["historical", "exact"]
    assert after["method"].tolist() == ["exact", "historical"]
    assert before["current_lg_code"].tolist() == ["032158", "032158"]
    assert after["lg_code"].tolist() == ["032158", "032042"]
    assert "today 奥州市 (Oshu City, Iwate)" in before["note"].iloc[1]


def test_resolve_wants_a_date():
    with pytest.raises(TypeError, match="as_of"):
        resolve(["北上市"])
    for nonsense in ("yesterday", pd.NaT, None):
        with pytest.raises(ValueError, match="want a date such as"):
            resolve(["北上市"], as_of=nonsense)


ANY_TEXT = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(categories=["Nd"]), min_size=4, max_size=7),
    st.text("市町村区県府道都郡北南中央山川 A-z,", max_size=12),
    st.text("aiueokstnhmyrwgzdbpc -',ōū", max_size=20).map(
        lambda s: f"{s} Town, Iwate"
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ANY_TEXT, max_size=5))
def test_any_text_gives_a_row_and_never_an_exception(names):
    resolved = resolve(names, as_of=DAY)
    assert len(resolved) == len(names)
    assert resolved["status"].isin(["resolved", "ambiguous", "unmatched"]).all()


def test_shuffled_rows_give_shuffled_answers():
    names = pd.Series([name for name, _, _ in MIC_LIST])
    shuffled = names.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        resolve(names, as_of=DAY).loc[shuffled.index], resolve(shuffled, as_of=DAY)
    )


def test_explain_tells_each_step():
    found = explain("Hirasei Town, Yamaguchi Prefecture", as_of=DAY)
    told = "\n".join(found.steps)
    assert found.body.lg_code == "353442"
    for words in (
        "a town 'Hirasei' in Yamaguchi",
        "平 hira (kun)",
        "生 sei (on)",
        "353442",
    ):
        assert words in told


def test_what_is_explained_can_be_changed_without_harm():
    found = explain("Hirao Town, Yamaguchi", as_of=DAY)
    found.body.name_ja = "X"
    assert resolve(["Hirao Town, Yamaguchi"], as_of=DAY)["name_ja"].tolist() == [
        "平生町"
    ]


def test_a_joint_entry_wants_members_that_are_known():
    row = resolve(["Foo and Sapporo City"], as_of=DAY).iloc[0]
    assert row["status"] == "unmatched"
    assert pd.isna(row["entity_type"])


def test_a_day_before_there_were_municipalities_is_warned_of():
    with pytest.warns(UserWarning, match="since 1889-04-01"):
        resolve(["岩手県"], as_of="1868-01-01")


@pytest.mark.parametrize("names", ["北上市", None, pd.DataFrame({"a": ["北上市"]})])
def test_what_is_no_column_of_names_is_refused(names):
    with pytest.raises(TypeError, match="want a column or a list of names"):
        resolve(names, as_of=DAY)


@pytest.mark.parametrize("day", [2020, 20200821, 0, 1.5])
def test_a_number_is_no_date(day):
    with pytest.raises(ValueError, match="want a date such as"):
        resolve(["北上市"], as_of=day)
