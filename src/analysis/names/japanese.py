"""How a name in kanji and kana is put together: parts, type words, offices.

Nothing is ever split at 市, 町 or 村: 市川市 and 村山市 hold them inside. An office is
cut off at the end, and only if a name is left.
"""

import re

_BREAKS = re.compile(r"[\s,;:/|()\[\]<>、，；：｜・「」『』【】〔〕〈〉《》（）]+")
_KINDS = {
    "prefecture": "都道府県",
    "county": "郡",
    "city": "市",
    "ward": "区",
    "town": "町",
    "village": "村",
}
_KIND_OF_CHARACTER = {char: kind for kind, chars in _KINDS.items() for char in chars}

# 庁 alone is an agency of the state (気象庁); 道庁 is the office of one prefecture.
_OFFICE = re.compile(
    r"(?:(?<=市)役所|(?<=区)役所|(?<=[町村])役[場所]|(?<=[都府県市区])庁|(?<=北海道)庁)"
    r"(?:本庁舎?|舎)?$"
    r"|役[場所]$"
)
_SUBPREFECTURE = re.compile(
    r"^(?P<prefecture>.{2,3}[都道府県])?[^都道府県市区町村\s]{2,5}?"
    r"(?:(?:総合)?振興局(?:管内)?|支庁(?:管内)?|管内)"
)


def split_japanese(text: str) -> tuple[str, ...]:
    """Return the parts of a folded Japanese name that punctuation or blanks set apart.

    Examples
    --------
    >>> split_japanese("平生町(山口県)")
    ('平生町', '山口県')
    """
    return tuple(part for part in _BREAKS.split(text) if part)


def japanese_kind(name: str) -> str | None:
    """Return the kind that the last character of `name` states, or None."""
    return _KIND_OF_CHARACTER.get(name[-1:])


def strip_office(text: str) -> str:
    """Return the body whose office `text` is, or `text` unchanged if it is no office.

    Examples
    --------
    >>> strip_office("北上市役所"), strip_office("平生町役場"), strip_office("岩手県庁")
    ('北上市', '平生町', '岩手県')
    >>> strip_office("市役所"), strip_office("気象庁")
    ('市役所', '気象庁')
    """
    body = _OFFICE.sub("", text)
    return body if len(body) > 1 else text


def strip_subprefecture(text: str) -> str:
    """Return `text` without a 振興局, 支庁 or 管内 between prefecture and municipality.

    Hokkaido has 14 of them, Tokyo's islands four; no name needs one to be understood.
    What is nothing but a subprefecture stays as it is.

    Examples
    --------
    >>> strip_subprefecture("北海道上川総合振興局美瑛町")
    '北海道美瑛町'
    >>> strip_subprefecture("十勝管内池田町"), strip_subprefecture("石狩支庁")
    ('池田町', '石狩支庁')
    """
    found = _SUBPREFECTURE.match(text)
    if found is None or found.end() == len(text):
        return text
    return (found["prefecture"] or "") + text[found.end() :]


def is_subprefecture(text: str) -> bool:
    """Tell whether `text` is a subprefecture and nothing else: 石狩振興局.

    Examples
    --------
    >>> is_subprefecture("北海道石狩振興局"), is_subprefecture("石狩市")
    (True, False)
    """
    found = _SUBPREFECTURE.match(text)
    return found is not None and found.end() == len(text)
