from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gazetteer.register import kanji_readings, register
from analysis.names.forms import Reading, forms
from analysis.names.readable import ReadingIndex
from analysis.names.readings import Lattice
from analysis.names.romaji import kana_key

# As place names bear them out; the packaged dictionary has single kanji only.
WORDS = {
    "大和": [Reading("やまと", "name")],
    "日向": [Reading("ひゅうが", "name"), Reading("ひなた", "name")],
}
BLOCKS = [("35", "町"), ("01", "町"), ("13", "区"), ("20", "村"), ("46", "市")]


@cache
def _dictionary():
    table = kanji_readings()
    dictionary = {word: list(readings) for word, readings in WORDS.items()}
    for kanji, kana, okurigana, kind in zip(
        table["kanji"], table["reading"], table["okurigana"], table["kind"], strict=True
    ):
        dictionary.setdefault(kanji, []).append(Reading(kana, kind, okurigana))
    return dictionary


@cache
def _lattice():
    return Lattice(_dictionary())


@cache
def _block(prefecture_code, suffix):
    table = register()
    here = table[
        (table["prefecture_code"] == prefecture_code)
        & table["name_ja"].str.endswith(suffix)
    ]
    return tuple(here["name_ja"].str[:-1])


@cache
def _index(names):
    return ReadingIndex(_lattice(), names)


def _one_by_one(key, names):
    return [i for i, name in enumerate(names) if _lattice().explain(key, name)]


def _spoken(char, *, first):
    """Return what a kanji can sound like; a kana is itself."""
    return sorted(
        {
            form
            for reading in _dictionary().get(char, [])
            for form, _, _ in forms(reading, first=first)
            if not form.endswith("っ")
        }
    ) or [char]


@st.composite
def composed_kana(draw, names):
    """A name read kanji by kanji, any of its readings in any of their forms."""
    out = ""
    for char in draw(st.sampled_from(names)):
        out += draw(st.sampled_from(_spoken(char, first=not out)))
        out += draw(st.sampled_from(["", "", "", "の", "が"]))
    return out


@pytest.mark.parametrize("block", BLOCKS, ids="".join)
def test_readable_finds_official_keys_as_explain_does(block):
    names = _block(*block)
    table = register()
    kana = table[table["name_ja"].str[:-1].isin(names)]["name_kana"]
    for key in map(
        kana_key, kana.str.replace("(ちょう|まち|そん|むら|く|し)$", "", regex=True)
    ):
        assert _index(names).readable(key) == _one_by_one(key, names)


@pytest.mark.parametrize("block", BLOCKS, ids="".join)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_readable_finds_what_explain_does(block, data):
    names = _block(*block)
    letters = st.text(alphabet="aiueoknstmhygr", max_size=12)
    key = data.draw(letters | composed_kana(names).map(kana_key))
    assert _index(names).readable(key) == _one_by_one(key, names)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_composition_of_readings_is_readable(data):
    # Kana keys fold what meets (kou + oka): the look-up must fold alike.
    names = _block("35", "町") + _block("46", "市")
    name = data.draw(st.sampled_from(names))
    kana = ""
    for char in name:
        kana += data.draw(st.sampled_from(_spoken(char, first=not kana)))
    key = kana_key(kana)
    assert _lattice().can_be_read(key, name)
    assert names.index(name) in _index(names).readable(key)


def test_readable_knows_words_and_particles():
    index = ReadingIndex(_lattice(), ["日向", "大和", "東大和", "一関", "甲斐"])
    assert index.readable("yamato") == [1]
    assert index.readable("higashiyamato") == [2]
    assert index.readable("hinatano") == [0]
    assert index.readable("ichinoseki") == [3]


def test_readable_lists_namesakes_in_order():
    index = ReadingIndex(_lattice(), ["池田", "平生", "池田"])
    assert index.readable("ikeda") == [0, 2]


@pytest.mark.parametrize("names", [[], [""], ["鑫"]], ids=["none", "empty", "unknown"])
def test_readable_finds_nothing_where_nothing_is(names):
    index = ReadingIndex(_lattice(), names)
    assert index.readable("hira") == []
    assert index.readable("") == []
