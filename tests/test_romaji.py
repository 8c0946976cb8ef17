import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.gazetteer.register import register
from analysis.names.romaji import (
    is_kana,
    kana_key,
    plain,
    romaji_key,
    romanize,
    to_hiragana,
)


@pytest.mark.parametrize(
    ("kana", "expected"),
    [
        ("おうしゅう", "Ōshū"),
        ("ひえづ", "Hiezu"),
        ("さっぽろ", "Sapporo"),
        ("にいがた", "Niigata"),
        ("べっぷ", "Beppu"),
        ("はっちょう", "Hatchō"),
        ("しんいち", "Shin'ichi"),
        ("ニセコ", "Niseko"),
    ],
)
def test_romanize_writes_modified_hepburn(kana, expected):
    assert romanize(kana) == expected


@pytest.mark.parametrize(
    "spelling",
    [
        "Ōshū",
        "Oshu",
        "OSHU",
        "Ohshu",
        "Oushuu",
        "Ooshuu",
        "Ôshû",
        "Ôsyû",
        "Ousyuu",
        "O-shu",
    ],
)
def test_every_style_of_one_name_has_one_key(spelling):
    assert romaji_key(spelling) == kana_key("おうしゅう")


@pytest.mark.parametrize(
    ("spelling", "kana"),
    [
        ("Tuyama", "つやま"),
        ("Hukusima", "ふくしま"),
        ("Zyôetu", "じょうえつ"),
        ("Shimbashi", "しんばし"),
        ("Kwannon", "かんのん"),
        ("Adzumino", "あづみの"),
        ("Ryuoh", "りゅうおう"),
        ("Hatcho", "はっちょう"),
        ("Hattyô", "はっちょう"),
        ("Nīgata", "にいがた"),
    ],
)
def test_other_syllable_systems_meet_hepburn(spelling, kana):
    assert romaji_key(spelling) == kana_key(kana)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kochi", "Kachi"), ("Ohara", "Ora"), ("Niigata", "Nigata"), ("Sakai", "Sakae")],
)
def test_different_names_keep_different_keys(one, other):
    assert romaji_key(one) != romaji_key(other)


def test_key_of_every_official_english_name_is_that_of_its_kana():
    bodies = register()
    bodies = bodies[bodies["entity_type"].isin(["city", "special_ward"])]
    # The one English name that is no romanization: アルプス is "alps".
    bodies = bodies[bodies["name_ja"] != "南アルプス市"]
    stems = bodies["name_en"].str.rsplit(" ", n=1).str[0].map(romaji_key)
    kana = bodies["name_kana"].str[:-1].map(kana_key)
    differing = bodies[stems != kana]
    assert differing["name_en"].tolist() == []


KANA = (
    "あいうえおかきくけこさしすせそたちつてとなにはひふへほまむめもやゆよらわんがぎづ"
)


@given(st.text(KANA, max_size=20))
def test_key_of_a_key_is_itself(kana):
    key = kana_key(kana)
    assert romaji_key(key) == key


@given(st.text("あいうえおかきくけこさしすせそたちつてとんがぱ", max_size=20))
def test_romanizing_kana_gives_latin_letters(kana):
    assert plain(romanize(kana)).isascii()


def test_katakana_of_any_width_is_hiragana():
    assert to_hiragana("ｶﾞキヴ") == "がきゔ"
    assert is_kana("きたかみし")
    assert not is_kana("北上し")
    assert not is_kana("")
