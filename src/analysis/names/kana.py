"""Kana to Latin letters: a table of syllables, and apart from it a way to write length.

Every usual romanization is one of each: wāpuro is Hepburn with ``ou``, a passport has
traditional Hepburn with long vowels not marked at all (or with ``oh``).
"""

import re
import unicodedata
from collections.abc import Iterable

from analysis.names.lines import by_line

SYSTEMS = ("hepburn", "traditional_hepburn", "kunrei", "nihon")
"""Systems of syllables. Traditional Hepburn has m for n before b, m and p."""

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
# Signs that what follows decides about; none is a character of any text.
_GLIDE, _DOUBLE, _NASAL = "\ufdd0", "\ufdd1", "\ufdd2"
_NIHON = {
    **{
        kana: consonant + vowel
        for consonant, row in _ROWS.items()
        for kana, vowel in zip(row, "aiueo", strict=True)
    },
    **{"や": "ya", "ゆ": "yu", "よ": "yo"},
    **{"わ": "wa", "ゐ": "wi", "ゑ": "we", "を": "wo", "ゔ": "vu"},
    **{"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゎ": "wa"},
    **{"ゃ": _GLIDE + "a", "ゅ": _GLIDE + "u", "ょ": _GLIDE + "o"},
    "っ": _DOUBLE,
    "ん": _NASAL,
}
_KUNREI = {**_NIHON, "ぢ": "zi", "づ": "zu", "ゐ": "i", "ゑ": "e", "を": "o"}
_HEPBURN = {
    **_KUNREI,
    **{"し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji"},
}
_SYLLABLES = {
    system: str.maketrans(table)
    for system, table in zip(
        SYSTEMS, (_HEPBURN, _HEPBURN, _KUNREI, _NIHON), strict=True
    )
}
_LONG_VOWELS = {
    "macron": (("uu", "ū"), ("oo", "ō"), ("ou", "ō")),
    "circumflex": (("uu", "û"), ("oo", "ô"), ("ou", "ô")),
    "double": (("ou", "oo"),),
    "ou": (),
    "oh": (("uu", "u"), ("oo", "oh"), ("ou", "oh")),
    "none": (("uu", "u"), ("oo", "o"), ("ou", "o")),
}
LONG_VOWELS = tuple(_LONG_VOWELS)
"""Ways to write a long vowel; ``ou`` writes each kana for itself."""

_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヴ") + 1)}
_PROLONGED = re.compile("([aiueo])(ー+)")
_MACRONS = str.maketrans("āīūēōĀĪŪĒŌ", "aiueoAIUEO")


def to_hiragana(text: str) -> str:
    """Return `text` with katakana (full or half width) as hiragana; ヶ and ー stay."""
    return unicodedata.normalize("NFKC", text).translate(_HIRAGANA)


def is_kana(text: str) -> bool:
    """Tell whether `text` is kana and nothing else."""
    return bool(text) and all("ぁ" <= c <= "ゖ" or "ァ" <= c <= "ー" for c in text)


def hepburn(kana: str) -> str:
    """Return the Hepburn spelling of `kana`, each kana for itself: おう is ``ou``.

    Parameters
    ----------
    kana : str
        Hiragana or katakana. Anything else is passed through.

    Examples
    --------
    >>> hepburn("にっぽん"), hepburn("おうしゅう"), hepburn("しんいち")
    ('nippon', 'oushuu', "shin'ichi")
    """
    return hepburn_texts([kana])[0]


def hepburn_texts(kanas: Iterable[str]) -> list[str]:
    """Return what `hepburn` makes of each text, many times faster."""
    return by_line(hepburn_lines, kanas)


def romanize(kana: str) -> str:
    """Return `kana` in modified Hepburn with macrons, capitalized.

    A long vowel that spans two words (いのうえ) cannot be told from kana alone and is
    written long.

    Examples
    --------
    >>> romanize("おうしゅう"), romanize("ひえづ"), romanize("にいがた")
    ('Ōshū', 'Hiezu', 'Niigata')
    """
    return spell(kana)


def spell(kana: str, *, system: str = "hepburn", long_vowels: str = "macron") -> str:
    """Return `kana` in a romanization that is put together, capitalized.

    Parameters
    ----------
    kana : str
        Hiragana or katakana.
    system : str
        One of `SYSTEMS`: how a syllable is spelled.
    long_vowels : str
        One of `LONG_VOWELS`: how its length is written. Long i and e are doubled in
        all, long a too where it has no accent; ``oh`` writes no length but that of o.

    Raises
    ------
    ValueError
        If there is no such system or no such way.

    Examples
    --------
    >>> spell("じょうえつ", system="kunrei", long_vowels="circumflex")
    'Zyôetu'
    >>> spell("おおいた", system="traditional_hepburn", long_vowels="oh")
    'Ohita'
    """
    if system not in _SYLLABLES or long_vowels not in _LONG_VOWELS:
        raise ValueError(
            f"no romanization {system!r} with long vowels {long_vowels!r}; "
            f"want one of {SYSTEMS} with one of {LONG_VOWELS}"
        )
    text = by_line(lambda lines: _letters(lines, system), [kana])[0]
    for written, long in _LONG_VOWELS[long_vowels]:
        text = text.replace(written, long)
    return text[:1].upper() + text[1:]


def plain(text: str) -> str:
    """Return `text` with its macrons dropped, as English documents print it."""
    return text.translate(_MACRONS)


def hepburn_lines(text: str) -> str:
    """Return lines of kana in Hepburn, for `analysis.names.lines.by_line`."""
    return _letters(text, "hepburn")


def _letters(text: str, system: str) -> str:
    """Return lines of kana in the syllables of a system, each kana for itself."""
    if text.isascii():
        return text
    text = to_hiragana(text).replace("くゎ", "kwa").replace("ぐゎ", "gwa")
    text = text.translate(_SYLLABLES[system])
    if _GLIDE in text:
        for stem in ("sh", "ch", "j"):
            text = text.replace(f"{stem}i{_GLIDE}", stem)
        for vowel in "iueoa":
            text = text.replace(vowel + _GLIDE, "y")
        text = text.replace(_GLIDE, "y")
    if _DOUBLE in text:
        text = text.replace(f"{_DOUBLE}ch", "tch")
        for consonant in "kstphfgzjdbcmnrwyv":
            text = text.replace(_DOUBLE + consonant, consonant * 2)
        text = text.replace(_DOUBLE, "")
    if _NASAL in text:
        if system == "traditional_hepburn":
            for labial in "bmp":
                text = text.replace(_NASAL + labial, "m" + labial)
        for vowel in "aiueoy":
            text = text.replace(_NASAL + vowel, "n'" + vowel)
        text = text.replace(_NASAL, "n")
    return _PROLONGED.sub(lambda found: found[1] * (1 + len(found[2])), text)
