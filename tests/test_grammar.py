import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.names.fold import fold_text
from analysis.names.grammar import _any_units, _plain_units, parse_latin

# Stem and kind of each unit; "X" is any name, its type is what is tested.
UNITS = """
Hirao Town, Yamaguchi Prefecture | Hirao town, Yamaguchi prefecture
Yamaguchi Pref., Hirao Town | Yamaguchi prefecture, Hirao town
Kitakami-shi, Iwate-ken | Kitakami city, Iwate prefecture
Iwate-ken Kitakami-shi | Iwate prefecture, Kitakami city
Iwate-ken-Kitakami-shi | Iwate prefecture, Kitakami city
Iwate Pref Kitakami City | Iwate prefecture, Kitakami city
Kitakami City Iwate Prefecture | Kitakami city, Iwate prefecture
Kitakami-City-Iwate-Prefecture | Kitakami city, Iwate prefecture
KitakamiCity, IwatePrefecture | Kitakami city, Iwate prefecture
Kitakami_City,_Iwate | Kitakami city, Iwate -
Kitakami shi Iwate ken | Kitakami city, Iwate prefecture
Kitakami -shi | Kitakami city
Kitakami City in Iwate Prefecture | Kitakami city, Iwate prefecture
Kitakami City of Iwate Prefecture | Kitakami city, Iwate prefecture
City of Kitakami | Kitakami city
The City of Kitakami, Iwate | Kitakami city, Iwate -
City of Kitakami Iwate Prefecture | Kitakami city, Iwate prefecture
City of Kitakami-shi | Kitakami city
Town of X | X town
Village of X | X village
Ward of Chuo, City of Sapporo | Chuo ward, Sapporo city
Municipality of X | X -
Prefecture of Osaka | Osaka prefecture
Government of Iwate Prefecture | Iwate prefecture
City Hall of Kitakami | Kitakami city
X City Hall | X city
X City Office | X city
X City Government | X city
X Municipal Government | X -
X Village Office | X village
X Town Hall | X town
X Vill. | X village
X Vil | X village
X Tn. | X town
X-machi | X town
X machi | X town
X-chō | X town
X-chô | X town
X-chou | X town
X-mura | X village
X-son | X village
X-ken. | X prefecture
X (Town) | X town
X-shiyakusho | X city
KITAKAMI CITY, IWATE PREFECTURE | KITAKAMI city, IWATE prefecture
kitakami city; iwate prefecture | kitakami city, iwate prefecture
ＫＩＴＡＫＡＭＩ　ＣＩＴＹ | KITAKAMI city
Kitakami City - Iwate Pref. | Kitakami city, Iwate prefecture
Kitakami City/Iwate | Kitakami city, Iwate -
Kitakami City • Iwate | Kitakami city, Iwate -
Kitakami City: Iwate | Kitakami city, Iwate -
Kitakami City [Iwate Prefecture] | Kitakami city, Iwate prefecture
Kitakami-city, Japan | Kitakami city
Kitakami City (JAPAN) | Kitakami city
Japan, Iwate, Kitakami | Iwate -, Kitakami -
Japan | Japan -
1. Kitakami City | Kitakami city
(3) Kitakami City | Kitakami city
No. 4 Kitakami City | Kitakami city
Kitakami City*, Iwate | Kitakami city, Iwate -
Kitakami City ※1 | Kitakami city
Kitakami City [1] | Kitakami city
"Kitakami City", "Iwate" | Kitakami city, Iwate -
Kitakami City. | Kitakami city
Higashi-Izu Town (Kamo District), Shizuoka | Higashi-Izu town, Kamo county, Shizuoka -
Hirao-cho, Kumage-gun, Yamaguchi-ken | Hirao town, Kumage county, Yamaguchi prefecture
Kamo County | Kamo county
Tokyo-to | Tokyo prefecture
Tōkyō-to | Tōkyō prefecture
Tokyo Metropolis | Tokyo prefecture
Metropolis of Tokyo | Tokyo prefecture
Tokyo Metropolitan Government | Tokyo prefecture
Osaka Prefectural Government | Osaka prefecture
Osaka Pref. Gov't | Osaka prefecture
Osaka-fu | Osaka prefecture
Hokkaido | Hokkaido -
Hokkai-do | Hokkaido prefecture
Hokkaido Government | Hokkaido -
Hokkaido Prefecture | Hokkaido prefecture
Setagaya Ward, Tokyo | Setagaya ward, Tokyo -
Setagaya-ku, Tokyo | Setagaya ward, Tokyo -
Setagaya Special Ward | Setagaya ward
Setagaya (Special Ward) | Setagaya ward
Chuo-ku, Sapporo-shi, Hokkaido | Chuo ward, Sapporo city, Hokkaido -
Sapporo City Chuo Ward | Sapporo city, Chuo ward
Biei Town, Kamikawa Subprefecture | Biei town, Kamikawa subprefecture
Biei, Kamikawa General Bureau | Biei -, Kamikawa subprefecture
City | City -
"""
WHOLE = """
Tsushima City | Tsushima city
Machida City | Machida city
Murayama | Murayama -
Gunma | Gunma -
Mito-shi | Mito city
Tendo City | Tendo city
Minami-Alps City | Minami-Alps city
Kami-shihoro-cho | Kami-shihoro town
Ku-shi-ro-shi | Ku-shi-ro city
Dazai-fu City | Dazai-fu city
Dazai Fu City | Dazai Fu city
Higashi Mura Yama City | Higashi Mura Yama city
Tama Mura Machi | Tama Mura town
O-machi-cho | O-machi town
Hirao-cho Town | Hirao town
Suo Oshima Town | Suo Oshima town
Bank of Japan | Bank of Japan -
Okitama Wide-Area Union, Yamagata | Okitama Wide-Area Union union, Yamagata -
Kitakami City Hospital | Kitakami city, Hospital -
Tokyo Metropolitan University | Tokyo Metropolitan University -
"""

words = st.sampled_from(
    [
        *("Kitakami", "KITAKAMI", "iwate", "Tokyo", "Hokkai", "Mura", "Ōshū", "Japan"),
        *("City", "city", "CITY", "shi", "Shi", "ku", "to", "do", "machi", "Machi"),
        *("Pref.", "Prefecture", "Special", "Ward", "Union", "District", "Government"),
        *("of", "in", "The", "the", "Office", "Metropolis", "1", "KitaCity", "O"),
    ]
)
joints = st.sampled_from([" ", ", ", "-", ",", " - ", " (", ")", ".", ". ", "  "])


def rows(table):
    return [
        pytest.param(text.strip(), units.strip(), id=text.strip())
        for text, _, units in (
            line.rpartition(" | ") for line in table.strip().splitlines()
        )
    ]


def told(units):
    return ", ".join(f"{unit.stem} {unit.kind or '-'}" for unit in units)


@pytest.mark.parametrize(("text", "units"), rows(UNITS))
def test_parse_latin_labels_each_unit(text, units):
    assert told(parse_latin(fold_text(text))) == units
    assert told(parse_latin(text)) == units


@pytest.mark.parametrize(("text", "units"), rows(WHOLE))
def test_parse_latin_cuts_no_name_at_what_looks_like_a_type_word(text, units):
    assert told(parse_latin(text)) == units


def test_parse_latin_finds_no_unit_in_punctuation():
    assert parse_latin(", ()") == ()


def test_a_unit_keeps_the_text_as_written():
    texts = [unit.text for unit in parse_latin("Iwate-ken Kitakami-shi City Hall")]
    assert texts == ["Iwate-ken", "Kitakami-shi City Hall"]


@pytest.mark.parametrize("text", ["Tokyo-to", "Aomori Metropolis", "Metropolis of X"])
def test_a_metropolis_is_told_from_a_prefecture(text):
    assert parse_latin(text)[0].is_metropolis
    assert not parse_latin("Tokyo Prefecture")[0].is_metropolis


def test_equal_units_are_two_objects():
    city, prefecture = parse_latin("Kochi, Kochi")
    assert city == prefecture
    assert city is not prefecture


@given(st.lists(st.tuples(words, joints), max_size=8))
def test_the_quick_way_for_plain_shapes_gives_the_same_units(pairs):
    text = "".join(word + joint for word, joint in pairs).strip(" ,-(")
    quick = _plain_units(text)
    assert quick is None or quick == _any_units(text)


@given(st.text())
def test_any_text_has_units_or_none(text):
    assert all(unit.stem and unit.text for unit in parse_latin(text))


@pytest.mark.parametrize("piece", ["a-shi-", "City ", "x, ", "(", "Mura City ", "* 1 "])
def test_a_very_long_text_takes_no_longer_than_its_length_asks(piece):
    parse_latin(piece * 30_000)
