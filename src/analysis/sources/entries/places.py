"""A place that a document states apart from the name: read, and put before the name."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from analysis.gazetteer.register import register
from analysis.names.fold import fold_text, has_japanese
from analysis.names.grammar import parse_latin
from analysis.names.japanese import japanese_kind, split_japanese
from analysis.names.kana import hepburn
from analysis.names.romaji import kana_key, romaji_key
from analysis.sources.known import Known

_AROUND = (
    " \t\r\n\u3000:：、,，。.・-–—■◆●○◇□▼▽〇()（）[]［］【】〔〕〈〉《》<>＜＞「」『』"
    "\"'"
)

# 岩手県（3団体）: how many of it are listed.
_COUNTED = re.compile(
    r"\s*[(（]\s*[計全]?\s*[0-9０-９]+\s*(?:[^\W\d]{0,12})?\s*[)）]\s*$"
)


class Place(NamedTuple):
    """A prefecture, and what of it is stated; "" where nothing is.

    Attributes
    ----------
    prefecture : str
        Two digits.
    county_ja, county_en : str
        The county in both scripts.
    city_ja, city_en : str
        The city, in which a ward lies.
    """

    prefecture: str = ""
    county_ja: str = ""
    county_en: str = ""
    city_ja: str = ""
    city_en: str = ""


def read_place(text: str, known: Known) -> Place | None:
    """Return the place that a heading or another cell states; None if it is none.

    Parameters
    ----------
    text : str
        As published: 岩手県, "Iwate", 【岩手県】, 西磐井郡, 岩手県北上市, 032069.
    known : Known
        What the register makes of a text.
    """
    name = _COUNTED.sub("", text).strip(_AROUND)
    if not name or len(name) > 100:
        return None
    folded = fold_text(name)
    code = _named_prefecture(folded)
    if code:
        return Place(code)
    county = _japanese_county(folded) if has_japanese(folded) else _county(folded)
    if county:
        return county
    what = known(name)
    if what.kind not in ("body", "code") or what.prefecture_code is None:
        return None
    if what.entity_type == "city" and len(what.codes) == 1:
        city = _cities().get(what.codes[0])
        if city:
            return Place(what.prefecture_code, city_ja=city[0], city_en=city[1])
    return Place(what.prefecture_code)


def in_prefecture(code: str | None) -> Place | None:
    """Return the place that a prefecture is, by its two digits."""
    return Place(code) if code in _prefectures() else None


def with_place(name: str, place: Place) -> str:
    """Return a name together with a place, in the script of the name.

    A city lies in no county, and nothing but a ward in a city: that is left out.
    """
    prefecture_ja, _, prefecture_en = _prefectures().get(place.prefecture, ("",) * 3)
    if has_japanese(name):
        kind = japanese_kind(fold_text(name))
        county = place.county_ja if kind in ("town", "village", None) else ""
        city = place.city_ja if kind == "ward" else ""
        return prefecture_ja + county + city + name
    units = parse_latin(fold_text(name))
    kind = units[0].kind if units else None
    county = place.county_en if kind in ("town", "village", None) else ""
    city = place.city_en if kind == "ward" else ""
    return ", ".join(filter(None, (name, city, county, prefecture_en)))


def stated_prefecture(name: str) -> str | None:
    """Return the prefecture that a name itself states, two digits; None if none.

    Examples
    --------
    >>> stated_prefecture("北上市（岩手県）"), stated_prefecture("Kochi City")
    ('03', None)
    >>> stated_prefecture("Kitakami City, Iwate"), stated_prefecture("Iwate-ken Foo")
    ('03', '03')
    """
    if has_japanese(name):
        found = _japanese_prefecture().search(name)
        return _codes()[found[0]] if found else None
    plain = _plain(name)
    found = _latin_prefecture().search(plain)
    return _codes()[next(filter(None, found.groups()))] if found else None


def place_up_to(name: str, mark: str) -> str:
    """Return the Japanese county or city that a name begins with, "" if with none.

    Examples
    --------
    >>> place_up_to("北海道札幌市中央区", "市"), place_up_to("西磐井郡平泉町", "郡")
    ('札幌市', '西磐井郡')
    """
    stated = _japanese_prefecture().match(name)
    inside = name[stated.end() :] if stated else name
    return inside[: inside.rfind(mark) + 1]


def _named_prefecture(folded: str) -> str | None:
    """Return the prefecture that a whole text is, with or without its type word."""
    units = () if has_japanese(folded) else parse_latin(folded)
    if len(units) == 1 and units[0].kind in (None, "prefecture"):
        return _codes().get(_plain(units[0].stem))
    return _codes().get(folded)


def _japanese_county(folded: str) -> Place | None:
    name = "".join(split_japanese(folded))
    found = _japanese_prefecture().match(name)
    rest = name[found.end() :] if found else name
    if rest.endswith("振興局") and rest != "振興局" and not found:
        return Place(_codes()["北海道"])
    if found and rest.endswith("振興局"):
        return Place(_codes()[found[0]])
    codes = _counties().get(rest, ("", ()))[1]
    if not codes or (found and _codes()[found[0]] not in codes):
        return None
    code = _codes()[found[0]] if found else codes[0] if len(codes) == 1 else ""
    return _place_of_county(rest, code)


def _county(folded: str) -> Place | None:
    units = parse_latin(folded)
    counties = [unit for unit in units if unit.kind == "county"]
    others = [unit for unit in units if unit.kind != "county"]
    if len(counties) != 1 or len(others) > 1:
        return None
    stated = _codes().get(_plain(others[0].stem)) if others else None
    if others and stated is None:
        return None
    key = romaji_key(counties[0].stem)
    fitting = [
        (name, code)
        for name, (kana, codes) in _counties().items()
        if kana_key(kana) == key
        for code in codes
        if stated in (None, code)
    ]
    return _place_of_county(*fitting[0]) if len(fitting) == 1 else None


def _place_of_county(name: str, code: str) -> Place:
    return Place(code, name, f"{hepburn(_counties()[name][0]).capitalize()} District")


def _plain(text: str) -> str:
    """Return a Latin text for comparison, in small letters without marks."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


# --- tables of the register -----------------------------------------------------------


@cache
def _prefectures() -> dict[str, tuple[str, str, str]]:
    """Return 岩手県, 岩手 and Iwate Prefecture by code."""
    rows = register()
    rows = rows[rows["entity_type"] == "prefecture"]
    return {
        code: (name, name if name == "北海道" else name[:-1], english)
        for code, name, english in zip(
            rows["prefecture_code"], rows["name_ja"], rows["name_en"], strict=True
        )
    }


@cache
def _codes() -> dict[str, str]:
    """Return the code of each prefecture by its names in both scripts."""
    table = {}
    for code, (name, stem, english) in _prefectures().items():
        for form in (name, stem, _plain(english.split()[0])):
            table[form] = code
    return table


@cache
def _japanese_prefecture() -> re.Pattern[str]:
    return re.compile("|".join(name for name, _, _ in _prefectures().values()))


@cache
def _latin_prefecture() -> re.Pattern[str]:
    names = "|".join(
        re.escape(_plain(english.split()[0]))
        for _, _, english in _prefectures().values()
    )
    return re.compile(
        rf"\b({names})[- ](?:prefecture|pref|ken|fu|to|metropolis)\b"
        rf"|[,(/]\s*({names})\b(?![- ](?:city|town|village|ward|shi|cho|machi))"
        rf"|^({names})\b[, ]+[\w'-]+[ -](?:city|town|village|ward|shi|cho|machi|mura)\b"
        r"|\b(hokkaido)\b"
    )


@cache
def _counties() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the kana, without ぐん, and the prefectures of each county."""
    rows = register()
    rows = rows[rows["county_ja"].notna()]
    table: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name, kana, code in (
        rows[["county_ja", "county_kana", "prefecture_code"]]
        .drop_duplicates()
        .itertuples(index=False)
    ):
        codes = table.get(name, ("", ()))[1]
        table[name] = (kana.removesuffix("ぐん"), (*codes, code))
    return table


@cache
def _cities() -> dict[str, tuple[str, str]]:
    rows = register()
    rows = rows[rows["entity_type"] == "city"]
    return {
        code: (name, english)
        for code, name, english in zip(
            rows["lg_code"], rows["name_ja"], rows["name_en"], strict=True
        )
    }
