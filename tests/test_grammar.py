import pytest

from analysis.names.fold import fold_japanese, fold_text, has_japanese
from analysis.names.grammar import japanese_kind, parse_latin, split_japanese


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "Hirao Town, Yamaguchi Prefecture",
            [("Hirao", "town"), ("Yamaguchi", "prefecture")],
        ),
        (
            "Yamaguchi Pref., Hirao Town",
            [("Yamaguchi", "prefecture"), ("Hirao", "town")],
        ),
        ("Kitakami-shi, Iwate-ken", [("Kitakami", "city"), ("Iwate", "prefecture")]),
        (
            "Kitakami City Iwate Prefecture",
            [("Kitakami", "city"), ("Iwate", "prefecture")],
        ),
        ("City of Kitakami", [("Kitakami", "city")]),
        ("Prefecture of Osaka", [("Osaka", "prefecture")]),
        ("Tokyo Metropolis", [("Tokyo", "prefecture")]),
        ("Tokyo-to", [("Tokyo", "prefecture")]),
        ("Hokkaido", [("Hokkaido", None)]),
        (
            "Higashi-Izu Town (Kamo District), Shizuoka",
            [("Higashi-Izu", "town"), ("Kamo", "county"), ("Shizuoka", None)],
        ),
        ("Minami-Alps City", [("Minami-Alps", "city")]),
        ("ＫＩＴＡＫＡＭＩ　ＣＩＴＹ", [("KITAKAMI", "city")]),
        ("Machida City", [("Machida", "city")]),
        ("Kitakami City Hospital", [("Kitakami", "city"), ("Hospital", None)]),
        ("Kitakami-city, Japan", [("Kitakami", "city")]),
        ("Japan", [("Japan", None)]),
        ("City", [("City", None)]),
        (", ()", []),
    ],
)
def test_parse_latin_labels_each_unit(text, units):
    assert [(unit.stem, unit.kind) for unit in parse_latin(text)] == units


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("平生町（山口県）", ("平生町", "山口県")),
        ("岩手県　北上市", ("岩手県", "北上市")),
        ("東村山市", ("東村山市",)),
        ("、", ()),
    ],
)
def test_split_japanese_cuts_at_punctuation_only(text, parts):
    assert split_japanese(text) == parts


def test_japanese_kind_reads_the_last_character():
    assert japanese_kind("町田市") == "city"
    assert japanese_kind("平生") is None


def test_folding_makes_forms_uniform():
    assert fold_text(" Kita\u00adkami\u200b \n City ") == "Kitakami City"
    assert fold_japanese("龍ヶ崎 市") == fold_japanese("龍ケ崎市")
    assert has_japanese("つくば City")
    assert not has_japanese("Ōshū")
