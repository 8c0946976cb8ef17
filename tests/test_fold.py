import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.gazetteer.register import register
from analysis.names.fold import (
    fold_japanese,
    fold_japanese_texts,
    fold_text,
    fold_texts,
    has_japanese,
)
from analysis.names.variants import COMPARED_AS

# Any character at all, lone surrogates with them, and often those that are folded.
ODD = (
    "\n\r\t\0\x1c\x85 \u00a0\u3000\u2028\u2029\u200b\u200f\u202e\ufeff\u00ad\ufe0f"
    "\u0301\u0304\u3099\ud800´`’'‐–−-ー－々〻ヶケヵがノ之ッ龍鹽カガｶﾞＡ①㈱㍿Ōō⽇\u2f00"
    "\U000e0100𠮷ßİΣ"
)
texts = st.text(st.one_of(st.characters(), st.sampled_from(ODD)), max_size=12)


@given(st.lists(texts, max_size=8))
def test_folding_many_is_folding_each(names):
    assert fold_texts(names) == [fold_text(name) for name in names]
    assert fold_japanese_texts(names) == [fold_japanese(name) for name in names]


@given(texts)
def test_folding_twice_is_folding_once(name):
    assert fold_text(fold_text(name)) == fold_text(name)
    assert fold_japanese(fold_japanese(name)) == fold_japanese(name)


@given(texts)
def test_folded_text_is_one_trimmed_line(name):
    folded = fold_text(name)
    assert folded == folded.strip()
    assert len(folded.splitlines()) <= 1
    assert " " not in fold_japanese(name)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ｋｉｔａｋａｍｉ　Ｃｉｔｙ", "Kitakami City"),
        ("Kita\u00adkami\u200b\u202e City\ufeff", "Kitakami City"),
        ("Kitakami City,\u2028Iwate\u2029", "Kitakami City, Iwate"),
        ("\0Kitakami\r\n\tCity\x7f", "Kitakami City"),
        ("Kitakami–shi − Iwate‐ken", "Kitakami-shi - Iwate-ken"),
        ("Shin’ichi Shin´ichi Shin`ichi Shin｀ichi", "Shin'ichi " * 4),
        ("O\u0304shu\u0304", "Ōshū"),
        ("", ""),
        ("\n \u200b", ""),
    ],
)
def test_fold_text_makes_writing_uniform(text, folded):
    assert fold_text(text) == folded.strip()


@pytest.mark.parametrize(
    "forms",
    [
        "金沢市 金澤市 金\t沢\u200b市 金\u3000沢市",
        "龍ケ崎市 龍ヶ崎市 龍が崎市 竜ケ崎市 龍ガ崎市 龍ｹ崎市",
        "塩竈市 塩釜市 鹽竈市 鹽竃市",
        "檜原村 桧原村",
        "飛騨市 飛驒市",
        "鰺ヶ沢町 鯵ケ澤町",
        "にせこ町 ニセコ町 ﾆｾｺ町",
        "南アルプス市 南あるぷす市",
        "上ノ国町 上之国町 上の国町 上乃國町",
        "佐々町 佐佐町",
        "野々市市 野野市市",
        "五個荘町 五箇莊町 五ヶ荘町",
        "二ツ井町 二ッ井町 二っ井町",
        "かすみがうら市 かすみヶうら市 カスミガウラ市",
        "日野市 ⽇野市",
        "宮崎市 宮﨑市 宮嵜市",
        "葛城市 葛\U000e0100城市",
        "神戸市 神⼾市 神戶市",
        "ガーナ ｶﾞ-ナ カ\u3099−ナ カ\u200b\u3099ーな",
    ],
)
def test_forms_of_one_name_have_one_comparison_form(forms):
    assert len(set(fold_japanese_texts(forms.split(" ")))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("大府市", "太府市"),
        ("かほく市", "がほく市"),  # only between kanji is か a counter
        ("斎宮村", "斉宮村"),
        ("さつま町", "さっま町"),
        ("八王子市", "ハ王子市"),
        ("土佐市", "士佐市"),
    ],
)
def test_different_names_keep_different_forms(one, other):
    assert fold_japanese(one) != fold_japanese(other)


def test_folding_joins_no_two_bodies_of_one_prefecture():
    bodies = register()
    forms = bodies.assign(
        written=fold_japanese_texts(bodies["name_ja"]),
        read=fold_japanese_texts(bodies["name_kana"]),
    )
    for column, name in (("written", "name_ja"), ("read", "name_kana")):
        names = forms.groupby(["prefecture_code", column])[name].nunique()
        assert names[names > 1].index.tolist() == []


def test_each_variant_belongs_to_one_form_that_stays():
    forms = pd.Series(COMPARED_AS)
    assert not forms.isin(forms.index).any()
    assert forms.index.str.len().unique().tolist() == [1]
    # NFKC comes first: what it changes would never be looked up.
    assert fold_texts(forms.index) == forms.index.tolist()
    assert fold_texts(forms) == forms.tolist()


@pytest.mark.parametrize("text", ["つくば City", "ｶﾅ", "々", "𠮷野", "⽇本", "㐂"])
def test_japanese_script_is_seen(text):
    assert has_japanese(text)


@pytest.mark.parametrize("text", ["", "Ōshū", "Ｋｉｔａ", "Київ", "-’"])
def test_other_script_is_not_japanese(text):
    assert not has_japanese(text)


@pytest.mark.parametrize(
    "pattern",
    [
        "a\u0300\u0316",
        "\u0300\u200b\u0316",
        "  ",
        "々",
        "カ\u3099",
        "\n",
        "ヶ",
        "\ud800",
    ],
)
def test_a_megabyte_is_folded_in_seconds(pattern):
    text = pattern * (1_000_000 // len(pattern))
    begun = time.perf_counter()
    fold_text(text)
    fold_japanese("佐" + text)
    assert time.perf_counter() - begun < 10
