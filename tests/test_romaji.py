import time
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.gazetteer.register import register
from analysis.names.kana import LONG_VOWELS, SYSTEMS
from analysis.names.romaji import (
    bears_out,
    hepburn,
    hepburn_texts,
    is_kana,
    kana_key,
    kana_keys,
    lengths_key,
    lengths_keys,
    other_keys,
    plain,
    romaji_key,
    romaji_keys,
    romanize,
    spell,
    to_hiragana,
)

STYLES = list(product(SYSTEMS, LONG_VOWELS))


def stems_in_kana():
    """Return every reading of the register without the reading of its type."""
    kana = register()["name_kana"].str.replace(
        "(?:し|く|ちょう|まち|むら|そん)$", "", regex=True
    )
    return kana.unique().tolist()


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
        ("Niīgata", "にいがた"),
        ("Ni-igata", "にいがた"),
        ("Hommachi", "ほんまち"),
        ("Hatchō", "はっちょう"),
        ("Hacchou", "はっちょう"),
        ("Sizuoka", "しずおか"),
        ("Didu", "ぢづ"),
        ("Fudji", "ふじ"),
        ("Adzi", "あじ"),
        ("Gwassan", "がっさん"),
        ("Towoka", "とをか"),
        ("Inouye", "いのうえ"),
        ("Yezo", "えぞ"),
        ("Jyouetsu", "じょうえつ"),
        ("Cyubu", "ちゅうぶ"),
        ("Tya", "ちゃ"),
        ("Sya", "しゃ"),
        ("Dya", "ぢゃ"),
        ("Shyu", "しゅ"),
        ("Kôbé", "こうべ"),
        ("Biē", "びえい"),
        ("Yuhki", "ゆうき"),
        ("Ohsaka", "おおさか"),
        ("Sanndai", "さんだい"),
        ("Sannnohe", "さんのへ"),
        ("Sannyou", "さんよう"),
        ("Gunn", "ぐん"),
        ("Shin'ichi", "しんいち"),
        ("Shinʻichi", "しんいち"),
        ("Kita-Kyūshū", "きたきゅうしゅう"),
        ("Kita kami", "きたかみ"),
        ("Kita\u00adkami", "きたかみ"),
        ("KITAKAMI", "きたかみ"),
        ("Ｋｉｔａｋａｍｉ", "きたかみ"),
        ("O\u0304shu\u0304", "おうしゅう"),
        ("O\u0323\u0304shu\u0302", "おうしゅう"),
    ],
)
def test_other_syllable_systems_meet_hepburn(spelling, kana):
    assert romaji_key(spelling) == kana_key(kana)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kochi", "Kachi"),
        ("Ohara", "Ora"),
        ("Niigata", "Nigata"),
        ("Sakai", "Sakae"),
        ("Kanna", "Kana"),
        ("Kitakami", "Kitak\u0430mi"),  # a Cyrillic а
        ("Oshu", "0shu"),
    ],
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


def test_every_romanization_of_a_name_has_the_key_of_its_kana():
    stems = stems_in_kana()
    keys = pd.DataFrame(index=stems)
    for system, long_vowels in STYLES:
        spelled = [spell(s, system=system, long_vowels=long_vowels) for s in stems]
        keys[system, long_vowels] = romaji_keys(spelled)
    right = keys.eq(pd.Series(kana_keys(stems), index=stems), axis="index")
    # With oh, Ohita reads like おひた: such a key is known beforehand.
    ambiguous = right.index[~right.all(axis="columns")]
    assert all(long == "oh" for _, long in right.columns[~right.all()])
    for stem in ambiguous:
        assert set(keys.loc[stem]) <= {kana_key(stem)} | other_keys(stem)


SYLLABLES = st.one_of(
    st.sampled_from("あいうえおかがきくこごさざしじすずたちぢつづてとなにのはばひびふ"),
    st.sampled_from("へほまみむめもやゆよらりるれろわゐゑをん"),
    st.builds(
        "".join,
        st.tuples(st.sampled_from("きぎしじちぢにひびみり"), st.sampled_from("ゃゅょ")),
    ),
    st.sampled_from(
        ["っか", "っし", "っち", "っつ", "っぱ", "っじ", "っづ", "くゎ", "ぐゎ", "ちー"]
    ),
)


@given(st.lists(SYLLABLES, max_size=8).map("".join))
def test_every_romanization_of_any_kana_has_its_key(kana):
    for system, long_vowels in STYLES:
        if long_vowels != "oh":
            spelled = spell(kana, system=system, long_vowels=long_vowels)
            assert romaji_key(spelled) == kana_key(kana)


@pytest.mark.parametrize(("system", "long_vowels"), STYLES)
def test_marked_length_is_borne_out_by_the_name(system, long_vowels):
    for stem in stems_in_kana():
        spelled = spell(stem, system=system, long_vowels=long_vowels)
        if romaji_key(spelled) == kana_key(stem):
            assert bears_out(spelled, romanize(stem)), spelled


@pytest.mark.parametrize(
    ("kana", "system", "long_vowels", "expected"),
    [
        ("じょうえつ", "kunrei", "circumflex", "Zyôetu"),
        ("じょうえつ", "hepburn", "ou", "Jouetsu"),
        ("じょうえつ", "hepburn", "none", "Joetsu"),
        ("おおさか", "traditional_hepburn", "oh", "Ohsaka"),
        ("おおさか", "hepburn", "ou", "Oosaka"),
        ("おうめ", "hepburn", "double", "Oome"),
        ("ひえづ", "nihon", "macron", "Hiedu"),
        ("ひえづ", "kunrei", "macron", "Hiezu"),
        ("ほんまち", "traditional_hepburn", "none", "Hommachi"),
        ("ほんまち", "kunrei", "none", "Honmati"),
        ("はっちょう", "nihon", "double", "Hattyoo"),
        ("くゎんをん", "nihon", "none", "Kwanwon"),
        ("きたきゅうしゅう", "hepburn", "macron", "Kitakyūshū"),
        ("セーター", "hepburn", "macron", "Seetaa"),
    ],
)
def test_spell_puts_syllables_and_length_together(kana, system, long_vowels, expected):
    assert spell(kana, system=system, long_vowels=long_vowels) == expected


@pytest.mark.parametrize("wrong", [{"system": "jsl"}, {"long_vowels": "ō"}])
def test_spell_names_the_romanizations_that_there_are(wrong):
    with pytest.raises(ValueError, match=r"kunrei.*circumflex"):
        spell("か", **wrong)


@pytest.mark.parametrize(
    ("written", "spelling", "borne_out"),
    [
        ("Oshu", "Ōshū", True),
        ("Ohshu", "Ōshū", True),
        ("Ōno", "Ono", False),
        ("Ohno", "Ono", False),
        ("Onō", "Ōno", False),
    ],
)
def test_length_that_is_written_must_be_there(written, spelling, borne_out):
    assert bears_out(written, spelling) is borne_out


def test_no_two_names_of_one_prefecture_and_type_share_a_key():
    bodies = register().assign(key=lambda bodies: kana_keys(bodies["name_kana"]))
    place = ["prefecture_code", "entity_type", "parent_code", "key"]
    names = bodies[bodies["valid_to"].isna()].groupby(place, dropna=False)["name_ja"]
    shared = names.unique()[names.nunique() > 1]
    # 江差 and 枝幸 are both read Esashi.
    assert [sorted(names) for names in shared] == [["枝幸町", "江差町"]]


ODD = "\n\0\u2028\u200f\ud800\u0304\u0302\u0301ōŌêßİΣо'’-ー んっゃかガｶﾞ kwhnmtsyzduoijb"
texts = st.text(st.one_of(st.characters(), st.sampled_from(ODD)), max_size=12)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        (romaji_keys, romaji_key),
        (lengths_keys, lengths_key),
        (kana_keys, kana_key),
        (hepburn_texts, hepburn),
    ],
)
@given(names=st.lists(texts, max_size=8))
def test_many_at_once_are_as_each_for_itself(many, one, names):
    assert many(names) == [one(name) for name in names]


@given(texts)
def test_blanks_case_and_hyphens_do_not_count(name):
    marked = f" -{name}'\u200b"
    assert romaji_key(marked) == romaji_key(name)
    if name.isascii():
        assert romaji_key(name.upper()) == romaji_key(name)


@pytest.mark.parametrize(
    "pattern", ["ou", "nn", "a\u0304\u0316", "ー", "kaー", "っ", "ん", "ih", "oh", "ī"]
)
def test_a_megabyte_has_a_key_in_seconds(pattern):
    text = pattern * (1_000_000 // len(pattern))
    begun = time.perf_counter()
    romaji_key(text)
    kana_key(text)
    assert time.perf_counter() - begun < 10


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
