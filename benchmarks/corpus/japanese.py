"""Japanese spelling rules: parts that are missing, characters, old forms, and codes."""

import re
from collections.abc import Iterator

from .bodies import Body, prefectures
from .kanji import PAIRS
from .mutant import Mutant, stating
from .spelling import katakana

_PARTICLES = ("ヶケがガ", "ノ之の")
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_OFFICES = {
    "city": "役所", "special_ward": "役所", "ward": "役所",
    "town": "役場", "village": "役場", "prefecture": "庁",
}  # fmt: skip
_HALF = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンッャュョー",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｯｬｭｮｰ",
        strict=True,
    )
)
_HALF |= {
    chr(ord(c) + 1): _HALF[c] + "ﾞ" for c in "カキクケコサシスセソタチツテトハヒフヘホ"
}
_HALF |= {chr(ord(c) + 2): _HALF[c] + "ﾟ" for c in "ハヒフヘホ"}


def japanese_rules(body: Body) -> Iterator[tuple[str, Mutant]]:
    """Give the forms of one body in kanji and kana, nothing in them wrong."""
    home, name = prefectures()[body.prefecture], body.name_ja
    city = body.parent.name_ja if body.parent else ""
    if body.kind == "prefecture":
        yield from _prefecture_alone(body)
        return
    full = home.name_ja + body.county_ja + city + name
    yield "official", _kanji(body, full, county=body.county_ja or None)
    yield "no_county", _kanji(body, home.name_ja + city + name)
    if body.county_ja:
        yield (
            "county_no_prefecture",
            _kanji(body, body.county_ja + name, prefecture=None, county=body.county_ja),
        )
    if city:
        yield "ward_no_city", _kanji(body, home.name_ja + name, parent=None)
        yield "ward_no_prefecture", _kanji(body, city + name, prefecture=None)
        yield "ward_city_apart", _kanji(body, f"{city} {name}", prefecture=None)
    rest = city + name
    for rule, text in {
        "blank": f"{home.name_ja} {rest}",
        "wide_blank": f"{home.name_ja}　{rest}",
        "blanks_inside": " ".join(home.name_ja + rest),
        "blank_in_stem": f"{home.name_ja}{city}{name[:1]} {name[1:]}",
        "zero_width": "\u200b".join(home.name_ja + rest),
        "comma": f"{home.name_ja}、{rest}",
        "comma_last": f"{rest}, {home.name_ja}",
        "brackets_last": f"{rest}（{home.name_ja}）",
        "brackets_half_width": f"{rest}({home.name_ja})",
        "brackets_first": f"（{home.name_ja}）{rest}",
        "brackets_lenticular": f"{rest}【{home.name_ja}】",
        "brackets_corner": f"「{home.name_ja}{rest}」",
        "brackets_short": f"{rest}（{home.stem_ja}）",
        "dot": f"{home.name_ja}・{rest}",
        "slash": f"{home.name_ja}/{rest}",
        "prefecture_last": f"{rest} {home.name_ja}",
        "prefecture_short_blank": f"{home.stem_ja} {rest}",
        "prefecture_short": f"{home.stem_ja}{rest}",
        "variation_selector": f"{home.name_ja}{city}{name[0]}\U000e0100{name[1:]}",
        "office": home.name_ja + rest + _OFFICES[body.kind],
        "office_blank": f"{home.name_ja} {rest}{_OFFICES[body.kind]}",
        "old_ken": (home.name_ja + rest).replace("県", "縣").replace("区", "區"),
    }.items():
        yield rule, _kanji(body, text)
    if body.kind in ("city", "town", "village"):
        for rule, text in {
            "suffix_dropped": home.name_ja + body.stem_ja,
            "suffix_dropped_blank": f"{home.name_ja} {body.stem_ja}",
            "suffix_dropped_brackets": f"{body.stem_ja}（{home.name_ja}）",
        }.items():
            yield rule, _kanji(body, text, kind=None)
    for rule, stem in _variants(body.stem_ja):
        written = home.name_ja + city + stem + body.suffix_ja
        yield rule, stating(body, written, body.stem_ja, "kanji")
    yield from _kana(body)


def code_rules(body: Body) -> Iterator[tuple[str, Mutant]]:
    """Give the codes of one body, as spreadsheets and people leave them."""
    code = body.code
    wrong = str((int(code[-1]) + 1 + int(code[2]) % 8) % 10)
    for rule, text, void in (
        ("six_digits", code, False),
        ("five_digits", code[:5], False),
        ("full_width_digits", code.translate(_WIDE_DIGITS), False),
        ("six_digits_lost_zero", code.lstrip("0"), False),
        ("five_digits_lost_zero", code[:5].lstrip("0"), False),
        ("code_as_float", f"{int(code)}.0", False),
        ("code_with_hyphen", f"{code[:5]}-{code[5]}", False),
        ("wrong_check_digit", code[:5] + wrong, True),
    ):  # fmt: skip
        said = {"script": "code", "void": void}
        yield rule, Mutant(text, body, text, **said)


def _kanji(body: Body, text: str, **said: object) -> Mutant:
    return stating(body, text, body.stem_ja, "kanji", **said)


def _prefecture_alone(body: Body) -> Iterator[tuple[str, Mutant]]:
    name = body.name_ja
    for rule, text in {
        "official": name,
        "office": name + "庁",
        "old_ken": name.replace("県", "縣"),
        "blanks_inside": " ".join(name),
        "blank_in_stem": f"{name[:1]}　{name[1:]}",
        "zero_width": "\u200b".join(name),
        "brackets_corner": f"「{name}」",
        "variation_selector": f"{name[0]}\U000e0100{name[1:]}",
    }.items():
        yield rule, _kanji(body, text)
    for rule, stem in _variants(body.stem_ja):
        yield rule, stating(body, stem + body.suffix_ja, body.stem_ja, "kanji")
    for rule, text in {
        "hiragana": body.name_kana,
        "katakana": katakana(body.name_kana),
        "half_width_katakana": _half(body.name_kana),
    }.items():
        yield rule, stating(body, text, body.stem_kana, "kana")


def _variants(stem: str) -> Iterator[tuple[str, str]]:
    """Give a stem with each applicable variant, one at a time."""
    for one, other in PAIRS + [(old, new) for new, old in PAIRS]:
        if one in stem:
            yield "old_forms", stem.replace(one, other)
    for rule, chars in zip(("small_ke", "no"), _PARTICLES, strict=True):
        for match in re.finditer(f"(?<=[一-龥])[{chars}](?=[一-龥])", stem):
            for other in chars.replace(match[0], ""):
                yield rule, stem[: match.start()] + other + stem[match.end() :]


def _kana(body: Body) -> Iterator[tuple[str, Mutant]]:
    home = prefectures()[body.prefecture]
    city = body.parent.name_kana if body.parent else ""
    full = home.name_kana + city + body.name_kana
    for rule, text in {
        "hiragana": full,
        "hiragana_blank": f"{home.name_kana} {city}{body.name_kana}",
        "katakana": katakana(full),
        "half_width_katakana": _half(full),
        "kanji_prefecture_kana": home.name_ja + city + body.name_kana,
    }.items():
        yield rule, stating(body, text, body.stem_kana, "kana")


def _half(kana: str) -> str:
    return "".join(_HALF.get(char, char) for char in katakana(kana))
