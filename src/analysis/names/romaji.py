"""Any Latin spelling of a Japanese name to one comparison key.

The key undoes what romanizations differ in: how a syllable is spelled (si is shi) and
how a long vowel is written (ō, ô, oh, ou, oo, or not at all).
"""

import re
import unicodedata
from collections.abc import Iterable

from analysis.names.kana import (
    hepburn,
    hepburn_lines,
    hepburn_texts,
    is_kana,
    plain,
    romanize,
    spell,
    to_hiragana,
)
from analysis.names.lines import by_line

__all__ = [
    "bears_out",
    "hepburn",
    "hepburn_texts",
    "is_kana",
    "kana_key",
    "kana_keys",
    "lengths_key",
    "lengths_keys",
    "other_keys",
    "plain",
    "romaji_key",
    "romaji_keys",
    "romanize",
    "shorten",
    "spell",
    "to_hiragana",
]

_LENGTH = ":"
_MACRON, _CIRCUMFLEX = "\u0304", "\u0302"
# Letters and digits stay, also those of other scripts: a Cyrillic о is not skipped as
# if nothing stood there. What is typed for an apostrophe is no letter.
_NOT_LETTERS = re.compile(rf"[^\w\n{_MACRON}{_CIRCUMFLEX}]+|[_ʹʻʼˈ]+")
_ASCII_LETTERS = {
    code: chr(code).lower() if chr(code).isalnum() or code == ord("\n") else None
    for code in range(128)
}
_ACCENTED_LONG = tuple(
    (vowel + accent, long)
    for accent in (_MACRON, _CIRCUMFLEX)
    # In names a long e is えい: no living one has ええ.
    for vowel, long in zip("aiueo", ("aa", "ii", "uu", "ei", "oo"), strict=True)
)
# Spellings of one syllable in other systems, each to its Hepburn form, in an order in
# which none touches what another has settled. Sh, ch and ts are S, C and T meanwhile.
_SYSTEMS = """
sh>S ch>C ts>T Sy>S Cy>C sy>S ty>C cy>C
zzy>jj ddy>jj zzi>jji ddi>jji ddu>zzu dz>z dj>j zy>j jy>j dy>j
kw>k gw>g wo>o wi>i we>e ye>e
si>Si ti>Ci zi>ji di>ji tu>Tu du>zu hu>fu tC>cC mb>nb mm>nm mp>np
"""
# An h that no vowel follows lengthens the o or u before it.
_LONG_WITH_H = "ha>Ha hi>Hi he>He ho>Ho hy>Hy oh>oo uh>uu H>h"
_STEPS = tuple(tuple(step.split(">")) for step in (_SYSTEMS + _LONG_WITH_H).split())
_LAST = (("S", "sh"), ("C", "ch"), ("T", "ts"))
# Typed on a keyboard ん is nn. Before a vowel it could be ん and な: see other_keys.
_NN_BEFORE_N = re.compile("nnn+")
_NN_AT_END = re.compile("nn(?![aiueon])")
_LONG_I = re.compile("iii+")
_LONG_O = re.compile("o[ou]+")
_LONG_U = re.compile("uu+")


def romaji_key(text: str) -> str:
    """Return the comparison key of a Latin spelling: what all styles have in common.

    Case, accents, hyphens, apostrophes and blanks are dropped; Kunrei, Nihon-shiki and
    old spellings become Hepburn; m before b, m, p becomes n; long o and u become short.
    The key forgets the difference between Ono and Ōno, so equal keys are candidates,
    and several of them an ambiguity.

    Examples
    --------
    >>> romaji_key("Ōshū"), romaji_key("OSHU"), romaji_key("Ohshuu"), romaji_key("Ôsyû")
    ('oshu', 'oshu', 'oshu', 'oshu')
    """
    return romaji_keys([text])[0]


def romaji_keys(texts: Iterable[str]) -> list[str]:
    """Return the `romaji_key` of each text, many times faster."""
    return by_line(_key_lines, texts)


def lengths_key(text: str) -> str:
    """Return the comparison key with a colon after each o or u that is written long.

    Examples
    --------
    >>> lengths_key("Ōno"), lengths_key("Ohno"), lengths_key("Oono"), lengths_key("Ono")
    ('o:no', 'o:no', 'o:no', 'ono')
    """
    return lengths_keys([text])[0]


def lengths_keys(texts: Iterable[str]) -> list[str]:
    """Return the `lengths_key` of each text, many times faster."""
    return by_line(_lengths_lines, texts)


def kana_key(kana: str) -> str:
    """Return the comparison key of a kana reading: equal to that of its spellings."""
    return kana_keys([kana])[0]


def kana_keys(kanas: Iterable[str]) -> list[str]:
    """Return the `kana_key` of each reading, many times faster."""
    return by_line(lambda text: _key_lines(hepburn_lines(text)), kanas)


def other_keys(kana: str) -> frozenset[str]:
    """Return the keys of right spellings of `kana` that read like another name.

    Ohita is おおいた, written as in a passport, and could be おひた; Tennei, typed as
    on a keyboard, is てんえい and could be てんねい. `kana_key` is not among them.

    Examples
    --------
    >>> other_keys("おおいた"), other_keys("てんえい"), other_keys("きたかみ")
    (frozenset({'ohita'}), frozenset({'tennei'}), frozenset())
    """
    oh = spell(kana, long_vowels="oh")
    typed = hepburn(kana).replace("n'", "nn")
    return frozenset(romaji_keys([oh, typed])) - {kana_key(kana)}


def bears_out(written: str, spelling: str) -> bool:
    """Tell whether every long vowel that `written` marks is long in `spelling` too.

    A vowel written short says nothing: Oshu is a usual spelling of Ōshū, but Ōno is
    none of Ono. Both must have the same `romaji_key`.

    Examples
    --------
    >>> bears_out("Oshu", "Ōshū"), bears_out("Ōno", "Ono")
    (True, False)
    """
    one, other = lengths_keys([written, spelling])
    return _long_places(one) <= _long_places(other)


def marks_agree(written: str, spelling: str) -> bool:
    """Tell whether two keys are of one name and `spelling` bears out `written`.

    Parameters
    ----------
    written, spelling : str
        As `lengths_key` gives them.
    """
    same = written.replace(_LENGTH, "") == spelling.replace(_LENGTH, "")
    return same and _long_places(written) <= _long_places(spelling)


def shorten(letters: str) -> str:
    """Return lower-case Hepburn letters with every long o and u written short."""
    return _LONG_U.sub("u", _LONG_O.sub("o", letters))


def without_lengths(lengths: str) -> str:
    """Return the `romaji_key` of a spelling, given its `lengths_key`."""
    return lengths.replace(_LENGTH, "")


def _key_lines(text: str) -> str:
    return _lengths_lines(text).replace(_LENGTH, "")


def _lengths_lines(text: str) -> str:
    text = (text if text.isascii() else _latin(text)).translate(_ASCII_LETTERS)
    for written, hepburn_form in _STEPS:
        text = text.replace(written, hepburn_form)
    text = _NN_AT_END.sub("n", _NN_BEFORE_N.sub("nn", text))
    text = _LONG_I.sub("ii", text)
    text = _LONG_U.sub("u" + _LENGTH, _LONG_O.sub("o" + _LENGTH, text))
    for mark, letters in _LAST:
        text = text.replace(mark, letters)
    return text


def _latin(text: str) -> str:
    """Return lines in small letters, marked long vowels doubled, no other accents."""
    text = _NOT_LETTERS.sub("", unicodedata.normalize("NFKD", text).lower())
    for accented, long in _ACCENTED_LONG:
        text = text.replace(accented, long)
    return text.replace(_MACRON, "").replace(_CIRCUMFLEX, "")


def _long_places(key: str) -> frozenset[int]:
    """Return which letters of a key are long, counted without the colons."""
    places = [i for i, char in enumerate(key) if char == _LENGTH]
    return frozenset(place - passed for passed, place in enumerate(places))
