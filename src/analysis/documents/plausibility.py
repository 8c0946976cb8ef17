"""How plausible a decoded text is: the price of its characters, low for Japanese."""

import re
from functools import cache
from itertools import islice

_TYPES = frozenset("市町村区郡県都道府")  # what names of places end in
_LETTERS = frozenset("āīūēōĀĪŪĒŌâîûêôÂÎÛÊÔéèêëçñöüäÉÖÜÄßàáíóúåøæ")
_HALF_WIDTH_KANA, _VOICING = "\uff61", "\uff9f"  # the first and the last
_BEYOND_ASCII = re.compile(r"[\uff61-\uff9f]+|[^\x00-\x7f]")
# Half-width katakana as they are spelt: voicing after what can be voiced, small ones
# and the long mark never in front.
_SPELT = re.compile(r"(?:(?:[ｳｶ-ﾄﾊ-ﾎ]ﾞ|[ﾊ-ﾎ]ﾟ|[ｱ-ﾜｦ])[ｧ-ｯｰ]?[ｰﾝ]?[･｡､｢｣]?)+")
_SAMPLE = 4000
_ABSURD = 8.0
_COMMON = 1.5  # no name of the register costs as much per character


def price(text: str) -> float:
    """Return how implausible a text is, to be compared between readings of one file.

    Parameters
    ----------
    text : str
        Of a long one the first 4,000 characters beyond ASCII are looked at.

    Returns
    -------
    float
        A sum over these characters: 0.1 for 市町村, 1 for kana and kanji of level 1,
        3 for kanji of level 2 of JIS, 8 for control and private characters.
    """
    total = 0.0
    for match in islice(_BEYOND_ASCII.finditer(text), _SAMPLE):
        if _HALF_WIDTH_KANA <= match[0][0] <= _VOICING:
            total += _price_of_half_width(match[0])
        else:
            total += _price_in_place(text, match.start())
    return total


def is_plausible(text: str) -> bool:
    """Return whether somebody may have written the text: no heap of rare signs."""
    runs = islice(_BEYOND_ASCII.finditer(text), _SAMPLE)
    return price(text) <= 6 + 1.6 * sum(len(run[0]) for run in runs)


def is_of_names(text: str) -> bool:
    """Return whether a text is but characters of JIS X 0208, most of them common."""
    try:
        is_japanese = len(text.encode("euc_jp")) == 2 * len(text) > 0
    except UnicodeEncodeError:
        return False
    return is_japanese and price(text) < _COMMON * len(text)


def _price_of_half_width(run: str) -> float:
    if len(run) > 1 and _SPELT.fullmatch(run):
        return 0.65 * len(run)
    return 2.0 * len(run)


def _price_in_place(text: str, at: int) -> float:
    character = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1 : at + 2] or " "
    within_word = _is_letter(before) or _is_letter(after)
    if character.isalpha() and character < "\u0250":
        if not within_word:
            return 5.0
        return 0.6 if character in _LETTERS else 1.5
    # An "ū" of UTF-8 read as EUC-JP, or the "’s" of Windows-1252 read as Shift_JIS, is
    # a kanji in the middle or at the end of an English word.
    own = _own_price(character)
    if before.isascii() and before.islower() and after.isascii():
        if "\u4e00" <= character <= "\u9fff":
            return own + (3.0 if after.isalpha() else 1.5)
        return own / 2
    return own


def _is_letter(character: str) -> bool:
    return character.isalpha() and character < "\u0250"


@cache
def _own_price(character: str) -> float:
    """Return the price of one character, whatever stands around it."""
    if character in _TYPES:
        return 0.1
    if "\u3000" <= character <= "\u30ff" or "\uff01" <= character <= "\uff60":
        return 1.0
    if "\u4e00" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff":
        return _price_of_kanji(character)
    if character < "\u00a0" or "\ud800" <= character <= "\uf8ff":
        return _ABSURD
    if "\u2010" <= character <= "\u2312" or "\u2460" <= character <= "\u26ff":
        return 1.0  # dashes, quotation marks, circled numbers, stars
    if character < "\u00c0" or character == "×":
        return 0.4  # bullets and the like, by themselves in English text
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return 5.0
    return 2.5


def _price_of_kanji(character: str) -> float:
    try:
        row = character.encode("euc_jp")[0]
    except UnicodeEncodeError:
        return 4.0
    if row == 0x8F:  # JIS X 0212, the supplement
        return 4.0
    return 1.0 if row < 0xD0 else 3.0
