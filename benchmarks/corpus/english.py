"""English spelling rules: grammar, characters, and what befalls a stem."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator

from .bodies import Body, prefectures
from .mutant import Mutant, stating
from .spelling import STYLES, SYSTEMS, romanize

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_COMPASS = [
    "kita",
    "minami",
    "nishi",
    "higashi",
    "shin",
    "kami",
    "naka",
    "shimo",
    "o",
    "ko",
    "oku",
    "moto",
    "ue",
]

# How a municipality (or ward) and how a prefecture is written; {x} is the stem, {t} the
# English type, {s} the Japanese suffix in Latin letters.
_UNITS = {
    "english": "{x} {t}",
    "of": "{t} of {x}",
    "the_of": "the {t} of {x}",
    "municipality": "Municipality of {x}",
    "hyphen": "{x}-{s}",
    "hyphen_capital": "{x}-{S}",
    "hyphen_english": "{x}-{t}",
    "apart": "{x} {s}",
    "joined": "{x}{s}",
    "office": "{x} {t} Office",
    "government": "{x} {t} Government",
    "hall": "{x} {t} Hall",
    "quoted": '"{x} {t}"',
}
_PREFECTURES = {
    "english": "{x} Prefecture",
    "bare": "{x}",
    "dotted": "{x} Pref.",
    "short": "{x} Pref",
    "of": "Prefecture of {x}",
    "hyphen": "{x}-{s}",
    "hyphen_capital": "{x}-{S}",
    "hyphen_english": "{x}-Prefecture",
    "apart": "{x} {s}",
    "joined": "{x}{s}",
    "government": "{x} Prefectural Government",
    "quoted": '"{x} Prefecture"',
}
# rule: unit, prefecture, what joins them, does the prefecture come first
_GRAMMAR = {
    "official": ("english", "english", ", ", False),
    "bare_prefecture": ("english", "bare", ", ", False),
    "city_of": ("of", "bare", ", ", False),
    "city_of_prefecture": ("of", "english", ", ", False),
    "the_city_of": ("the_of", "english", ", ", False),
    "municipality_of": ("municipality", "bare", ", ", False),
    "shi_ken": ("hyphen", "hyphen", ", ", False),
    "ken_shi": ("hyphen", "hyphen", " ", True),
    "ken_shi_comma": ("hyphen", "hyphen", ", ", True),
    "shi_ken_no_comma": ("hyphen", "hyphen", " ", False),
    "shi_ken_capitals": ("hyphen_capital", "hyphen_capital", ", ", False),
    "shi_bare_prefecture": ("hyphen", "bare", ", ", False),
    "shi_apart": ("apart", "apart", ", ", False),
    "shi_joined": ("joined", "joined", ", ", False),
    "english_hyphened": ("hyphen_english", "hyphen_english", ", ", False),
    "pref_dotted_first": ("english", "dotted", ", ", True),
    "pref_dotted": ("english", "dotted", ", ", False),
    "pref_short": ("english", "short", ", ", False),
    "prefecture_of": ("english", "of", ", ", False),
    "prefecture_first": ("english", "english", ", ", True),
    "prefecture_first_no_comma": ("english", "english", " ", True),
    "bare_prefecture_first": ("english", "bare", ", ", True),
    "no_comma": ("english", "english", " ", False),
    "no_comma_bare": ("english", "bare", " ", False),
    "slash": ("english", "english", " / ", False),
    "slash_first": ("english", "english", "/", True),
    "dash": ("english", "english", " - ", False),
    "long_dash": ("english", "english", " — ", False),
    "semicolon": ("english", "english", "; ", False),
    "bar": ("english", "english", " | ", True),
    "tab": ("english", "english", "\t", False),
    "line_break": ("english", "english", "\n", False),
    "ideographic_comma": ("english", "english", "、", False),
    "in": ("english", "english", " in ", False),
    "quoted": ("quoted", "quoted", ", ", False),
    "office": ("office", "english", ", ", False),
    "government": ("government", "english", ", ", False),
    "hall": ("hall", "bare", ", ", False),
}
_COUNTIES = {
    "gun_in_shi_ken": ("hyphen", "{z}-gun", "hyphen", ", ", False),
    "ken_gun_cho": ("hyphen", "{z}-gun", "hyphen", " ", True),
    "district": ("english", "{z} District", "english", ", ", False),
    "county": ("english", "{z} County", "bare", ", ", False),
    "gun": ("english", "{z} Gun", "english", ", ", False),
}
_CHARACTERS: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "full_width": lambda text: text.translate(_WIDE),
    "trailing_period": lambda text: text + ".",
    "trailing_comma": lambda text: text + ",",
    "double_blanks": lambda text: text.replace(" ", "  "),
    "blanks_around": lambda text: f"  {text} ",
    "no_break_space": lambda text: text.replace(" ", "\u00a0"),
    "comma_without_blank": lambda text: text.replace(", ", ","),
    "blank_before_comma": lambda text: text.replace(", ", " , "),
    "full_width_comma": lambda text: text.replace(", ", "，"),
    "underscores": lambda text: text.replace(" ", "_"),
    "japan": lambda text: text + ", Japan",
    "japan_brackets": lambda text: text + " (Japan)",
    "byte_order_mark": lambda text: "\ufeff" + text,
    "right_to_left_mark": lambda text: "\u200f" + text,
    "quotes": lambda text: f'"{text}"',
    "last_in_brackets": lambda text: re.sub(r"^(.*), ([^,]*)$", r"\1 (\2)", text),
    "last_in_square_brackets": lambda t: re.sub(r"^(.*), ([^,]*)$", r"\1 [\2]", t),
}


def spelling_rules(body: Body, rng: random.Random) -> Iterator[tuple[str, Mutant]]:
    """Give the spellings of one body in English, its prefecture and type stated."""
    for rule, (unit, prefecture, joiner, first) in _GRAMMAR.items():
        if body.kind == "prefecture" and prefecture == "bare":
            continue  # a name alone, see adversarial_rules
        if body.parent and unit == "municipality":
            continue
        text = place(body, unit, prefecture, joiner, first)
        typeless = unit == "municipality" and body.kind != "prefecture"
        said = {"kind": None} if typeless else {}
        yield rule, stating(body, text, body.stem_en, "latin", **said)
    if body.kind != "prefecture" and not body.parent:
        text = f"{_unit(body, 'english')} ({place_prefecture(body, 'english')})"
        yield "brackets", stating(body, text, body.stem_en, "latin")
    if body.county_ja:
        yield from _with_county(body)
    if body.parent:
        yield from _without_prefecture(body)
    for rule, change in _CHARACTERS.items():
        text = change(place(body, "english", "english", ", ", False))
        yield rule, stating(body, text, body.stem_en, "latin")
    for rule, stem in _stems(body, rng):
        yield rule, with_stem(body, stem)
    yield from _suffixes(body)


def romanization_rules(body: Body) -> Iterator[tuple[str, Mutant]]:
    """Give the systems of romanization, each with every style of long vowels."""
    for system in SYSTEMS:
        for style in STYLES:

            def spell(kana: str, system: str = system, style: str = style) -> str:
                return romanize(kana, system, style).capitalize()

            home = prefectures()[body.prefecture]
            names = [_english(spell(body.stem_kana), body)]
            if body.parent:
                names.append(_english(spell(body.parent.stem_kana), body.parent))
            if body.kind != "prefecture":
                names.append(_english(spell(home.stem_kana), home))
            stem = spell(body.stem_kana)
            yield f"{system}_{style}", stating(body, ", ".join(names), stem, "latin")


def with_stem(body: Body, stem: str, **said: object) -> Mutant:
    """Return the official English form of a body with another stem."""
    units = [_english(stem, body), *_above(body)]
    return stating(body, ", ".join(units), stem, "latin", **said)


def place(body: Body, unit: str, prefecture: str, joiner: str, first: bool) -> str:
    """Return the units of a body, from ward to prefecture or the other way."""
    if body.kind == "prefecture":
        return place_prefecture(body, prefecture)
    units = [_unit(b, unit) for b in (body, body.parent) if b]
    units.append(place_prefecture(body, prefecture))
    return joiner.join(units[::-1] if first else units)


def place_prefecture(body: Body, style: str) -> str:
    """Return the prefecture of a body in one of the styles."""
    home = prefectures()[body.prefecture]
    if not home.suffix_kana:  # Hokkaido: 道 is part of its name
        plain = style not in ("government", "quoted")
        return home.stem_en if plain else _PREFECTURES[style].format(x=home.stem_en)
    if home.type_en == "Metropolis" and style in ("english", "government", "quoted"):
        form = _PREFECTURES[style].replace("Prefecture", "Metropolis")
        return form.replace("Prefectural", "Metropolitan").format(x=home.stem_en)
    suffix = home.suffix_en
    return _PREFECTURES[style].format(x=home.stem_en, s=suffix, S=suffix.capitalize())


def _unit(body: Body, style: str) -> str:
    suffix = body.suffix_en
    return _UNITS[style].format(
        x=body.stem_en, t=body.type_en, s=suffix, S=suffix.capitalize()
    )


def _english(stem: str, body: Body) -> str:
    return f"{stem} {body.type_en}".strip()


def _above(body: Body) -> list[str]:
    """Return what follows a name in its official form: the city, the prefecture."""
    if body.kind == "prefecture":
        return []
    city = [_unit(body.parent, "english")] if body.parent else []
    return [*city, place_prefecture(body, "english")]


def _with_county(body: Body) -> Iterator[tuple[str, Mutant]]:
    county = romanize(body.county_kana.removesuffix("ぐん")).capitalize()
    said = {"county": body.county_ja}
    for rule, (unit, middle, prefecture, joiner, first) in _COUNTIES.items():
        units = [
            _unit(body, unit),
            middle.format(z=county),
            place_prefecture(body, prefecture),
        ]
        text = joiner.join(units[::-1] if first else units)
        yield rule, stating(body, text, body.stem_en, "latin", **said)
    text = f"{_unit(body, 'english')} ({county} District)"
    text += f", {place_prefecture(body, 'bare')}"
    yield "district_in_brackets", stating(body, text, body.stem_en, "latin", **said)


def _without_prefecture(body: Body) -> Iterator[tuple[str, Mutant]]:
    """Give a ward with its city: the city says the prefecture."""
    city = body.parent.stem_en
    # In "Kita Ward, Osaka" Osaka can be the prefecture, which has two of them.
    unsure = city == prefectures()[body.prefecture].stem_en
    for rule, text in {
        "ward_city_bare": f"{body.stem_en} Ward, {city}",
        "ward_city": f"{body.stem_en} Ward, {city} City",
        "ku_city_bare": f"{body.stem_en}-ku, {city}",
        "shi_ku": f"{city}-shi {body.stem_en}-ku",
        "city_ward": f"{city} City {body.stem_en} Ward",
    }.items():
        said = {"prefecture": None}
        if unsure and rule.endswith("_bare"):
            said = {"parent": None}
        yield rule, stating(body, text, body.stem_en, "latin", **said)


def _suffixes(body: Body) -> Iterator[tuple[str, Mutant]]:
    """Give the type words that are right besides the usual one."""
    swapped = {"cho": "machi", "machi": "cho", "mura": "son", "son": "mura"}
    home = place_prefecture(body, "hyphen")
    for suffix in ("chou", "tyo") if body.suffix_en == "cho" else ():
        text = f"{body.stem_en}-{suffix}, {home}"
        yield f"suffix_{suffix}", stating(body, text, body.stem_en, "latin")
    if body.suffix_en in swapped:
        text = f"{body.stem_en}-{swapped[body.suffix_en]}, {home}"
        yield "suffix_misread", stating(body, text, body.stem_en, "latin")
    if body.kind == "special_ward":
        for rule, text in {
            "special_ward_ward": f"{body.stem_en} Ward, Tokyo",
            "special_ward_ku": f"{body.stem_en}-ku, Tokyo",
            "special_ward_words": f"{body.stem_en} Special Ward, Tokyo Metropolis",
        }.items():
            yield rule, stating(body, text, body.stem_en, "latin", kind="ward")
    if body.kind == "prefecture":
        yield from _prefecture_alone(body)


def _prefecture_alone(body: Body) -> Iterator[tuple[str, Mutant]]:
    """Give what only prefectures are called."""
    texts = {"government": place_prefecture(body, "government")}
    if body.code == "010006":
        texts |= {"prefecture_word": "Hokkaido Prefecture", "hokkai_do": "Hokkai-do"}
    elif body.type_en == "Metropolis":
        texts |= {
            "prefecture_word": "Tokyo Prefecture",
            "metropolis_of": "Metropolis of Tokyo",
        }
    for rule, text in texts.items():
        yield rule, stating(body, text, body.stem_en, "latin")


def _stems(body: Body, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Give what happens to a stem without any letter being wrong."""
    stem, macron = body.stem_en, romanize(body.stem_kana, style="macron").capitalize()
    if macron.isascii():
        macron = stem
    yield "combining_marks", unicodedata.normalize("NFD", macron)
    yield "upper_macrons", macron.upper()
    yield "stem_upper", stem.upper()
    yield "stem_lower", stem.lower()
    middle = rng.randint(1, len(stem) - 1)
    for rule, char in {
        "soft_hyphen": "\u00ad",
        "zero_width_space": "\u200b",
        "stray_blank": " ",
        "hyphen_at_random": "-",
    }.items():
        yield rule, stem[:middle] + char + stem[middle:]
    for prefix in _COMPASS:
        if stem.lower().startswith(prefix) and len(stem) > len(prefix) + 1:
            rest = stem[len(prefix) :]
            yield "compass_hyphen", f"{stem[: len(prefix)]}-{rest}"
            yield "compass_hyphen_capital", f"{stem[: len(prefix)]}-{rest.title()}"
            yield "compass_blank", f"{stem[: len(prefix)]} {rest.title()}"
            break
    split = re.search(r"n(?=[aiueoy])", romanize(body.stem_kana, style="macron"))
    apostrophe = romanize(body.stem_kana, style="as_kana")
    if split and "'" in apostrophe:
        yield "apostrophe", apostrophe.capitalize()
        yield "curly_apostrophe", apostrophe.replace("'", "’").capitalize()
        yield "hyphen_after_n", apostrophe.replace("'", "-").capitalize()
