"""Kana to Latin letters, and any Latin spelling to one comparison key.

Two questions are kept apart: which *syllable system* spells し (shi, si) and how a
*long vowel* is written (ō, ô, oh, ou, oo, or not at all).
"""

import re
import unicodedata

# Modified Hepburn, without long vowels; digraphs are looked up before single kana.
_SINGLE = dict(
    zip(
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをんゔ",
        [
            "a",
            "i",
            "u",
            "e",
            "o",
            "ka",
            "ki",
            "ku",
            "ke",
            "ko",
            "sa",
            "shi",
            "su",
            "se",
            "so",
            "ta",
            "chi",
            "tsu",
            "te",
            "to",
            "na",
            "ni",
            "nu",
            "ne",
            "no",
            "ha",
            "hi",
            "fu",
            "he",
            "ho",
            "ma",
            "mi",
            "mu",
            "me",
            "mo",
            "ya",
            "yu",
            "yo",
            "ra",
            "ri",
            "ru",
            "re",
            "ro",
            "wa",
            "i",
            "e",
            "o",
            "n",
            "vu",
        ],
        strict=True,
    )
)
_VOICED = dict(
    zip(
        "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ",
        [
            "ga",
            "gi",
            "gu",
            "ge",
            "go",
            "za",
            "ji",
            "zu",
            "ze",
            "zo",
            "da",
            "ji",
            "zu",
            "de",
            "do",
            "ba",
            "bi",
            "bu",
            "be",
            "bo",
            "pa",
            "pi",
            "pu",
            "pe",
            "po",
        ],
        strict=True,
    )
)
_SMALL_VOWELS = dict(zip("ぁぃぅぇぉゎ", ["a", "i", "u", "e", "o", "wa"], strict=True))
_KANA = {**_SINGLE, **_VOICED, **_SMALL_VOWELS}
_GLIDES = dict(zip("ゃゅょ", "auo", strict=True))

_MACRONS = str.maketrans("āīūēōĀĪŪĒŌ", "aiueoAIUEO")
_LONG = (("aa", "ā"), ("uu", "ū"), ("oo", "ō"), ("ou", "ō"))

# Spellings of one syllable in other systems, each to its Hepburn form. Order matters:
# a glide (tya) is settled before the plain syllable (ti) could touch its letters.
_SYSTEMS = tuple(
    (re.compile(pattern), hepburn)
    for pattern, hepburn in (
        (r"dz(?=[ui])", "z"),
        (r"sy", "sh"),
        (r"(?:ty|cy)", "ch"),
        (r"(?:zy|jy|dy)", "j"),
        (r"(?<=[kg])w(?=[aeio])", ""),
        (r"si", "shi"),
        (r"t(?=i)", "ch"),
        (r"[zd]i", "ji"),
        (r"tu", "tsu"),
        (r"du", "zu"),
        (r"(?<![sc])hu", "fu"),
        (r"wo", "o"),
        (r"tch|tc(?=h)", "cch"),
        (r"m(?=[bmp])", "n"),
    )
)
_SPELLED_LONG = str.maketrans(
    {"ā": "aa", "ī": "ii", "ē": "ee", "ō": "oo", "ô": "oo", "ū": "uu", "û": "uu"}
)
_LENGTH = ":"
_LONG_O_WITH_H = re.compile(r"oh(?![aeiouy])")
_LONG_O = re.compile(r"o[ou]+")
_LONG_U = re.compile(r"uu+")
_NOT_LETTERS = re.compile(r"[^a-z]+")


def to_hiragana(text: str) -> str:
    """Return `text` with katakana (full or half width) as hiragana; ヶ and ー stay."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヴ" else c for c in text)


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
    out: list[str] = []
    double = False
    for char in to_hiragana(kana):
        if char == "っ":
            double = True
            continue
        if char in _GLIDES and out:
            out[-1] = _with_glide(out[-1], _GLIDES[char])
            continue
        if char == "ー" and out:
            out.append(out[-1][-1])
            continue
        roman = _KANA.get(char, char)
        if double:
            roman = ("t" if roman.startswith("ch") else roman[0]) + roman
            double = False
        if out and out[-1] == "n" and roman[0] in "aiueoy":
            roman = "'" + roman
        out.append(roman)
    return "".join(out)


def romanize(kana: str) -> str:
    """Return `kana` in modified Hepburn with macrons, capitalized.

    A long vowel that spans two words (いのうえ) cannot be told from kana alone and is
    written long.

    Examples
    --------
    >>> romanize("おうしゅう"), romanize("ひえづ"), romanize("にいがた")
    ('Ōshū', 'Hiezu', 'Niigata')
    """
    text = hepburn(kana)
    for written, macron in _LONG:
        text = text.replace(written, macron)
    return text[:1].upper() + text[1:]


def plain(text: str) -> str:
    """Return `text` with its macrons dropped, as English documents print it."""
    return text.translate(_MACRONS)


def romaji_key(text: str) -> str:
    """Return the comparison key of a Latin spelling: what all styles have in common.

    Case, hyphens, apostrophes and spaces are dropped; Kunrei, Nihon-shiki and old
    spellings become Hepburn; m before b, m, p becomes n; long o and u become short. The
    key forgets the difference between Ono and Ōno, so equal keys are candidates, and
    several of them an ambiguity.

    Examples
    --------
    >>> romaji_key("Ōshū"), romaji_key("OSHU"), romaji_key("Ohshuu"), romaji_key("Ôsyû")
    ('oshu', 'oshu', 'oshu', 'oshu')
    """
    return lengths_key(text).replace(_LENGTH, "")


def lengths_key(text: str) -> str:
    """Return the comparison key with a colon after each o or u that is written long.

    Examples
    --------
    >>> lengths_key("Ōno"), lengths_key("Ohno"), lengths_key("Oono"), lengths_key("Ono")
    ('o:no', 'o:no', 'o:no', 'ono')
    """
    # Only o and u are commonly shortened in print: a long i is written Niigata by all.
    text = unicodedata.normalize("NFC", text.lower()).translate(_SPELLED_LONG)
    letters = _NOT_LETTERS.sub("", unicodedata.normalize("NFKD", text))
    for pattern, hepburn_form in _SYSTEMS:
        letters = pattern.sub(hepburn_form, letters)
    letters = _LONG_O_WITH_H.sub("oo", letters)
    return _LONG_U.sub("u" + _LENGTH, _LONG_O.sub("o" + _LENGTH, letters))


def bears_out(written: str, spelling: str) -> bool:
    """Tell whether every long vowel that `written` marks is long in `spelling` too.

    A vowel written short says nothing: Oshu is a usual spelling of Ōshū, but Ōno is
    none of Ono. Both must have the same `romaji_key`.

    Examples
    --------
    >>> bears_out("Oshu", "Ōshū"), bears_out("Ōno", "Ono")
    (True, False)
    """
    return _long_places(lengths_key(written)) <= _long_places(lengths_key(spelling))


def shorten(letters: str) -> str:
    """Return lower-case Hepburn letters with every long o and u written short."""
    return _LONG_U.sub("u", _LONG_O.sub("o", letters))


def kana_key(kana: str) -> str:
    """Return the comparison key of a kana reading: equal to that of its spellings."""
    return romaji_key(hepburn(kana))


def _long_places(key: str) -> frozenset[int]:
    """Return which letters of a key are long, counted without the colons."""
    places = [i for i, char in enumerate(key) if char == _LENGTH]
    return frozenset(place - passed for passed, place in enumerate(places))


def _with_glide(roman: str, vowel: str) -> str:
    """Join a syllable ending in i with a small や ゆ よ: ki + a is kya, shi + a sha."""
    stem = roman[:-1]
    return stem + vowel if stem.endswith(("sh", "ch", "j")) else stem + "y" + vowel
