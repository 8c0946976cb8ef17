"""Kana to Latin letters in the systems and long-vowel styles that people use."""

import re
import unicodedata

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "y": "や ゆ よ",
    "r": "らりるれろ",
    "w": "わゐ ゑを",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
_SYLLABLES = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
    if kana != " "
} | {"ん": "n", "ゔ": "vu"}
_SMALL = dict(zip("ゃゅょ", "auo", strict=True))

# What each system writes in place of Nihon-shiki, which is regular.
_KUNREI = {"di": "zi", "du": "zu", "dya": "zya", "dyu": "zyu", "dyo": "zyo", "wo": "o"}
_HEPBURN = {
    "si": "shi",
    "ti": "chi",
    "tu": "tsu",
    "hu": "fu",
    "zi": "ji",
    "di": "ji",
    "du": "zu",
    "wo": "o",
    **{f"sy{v}": f"sh{v}" for v in "auo"},
    **{f"ty{v}": f"ch{v}" for v in "auo"},
    **{f"zy{v}": f"j{v}" for v in "auo"},
    **{f"dy{v}": f"j{v}" for v in "auo"},
}
SYSTEMS: dict[str, dict[str, str]] = {
    "hepburn": _HEPBURN,
    "passport": _HEPBURN,  # and m before b, m, p
    "old": _HEPBURN | {"du": "dzu"},  # as passport, and dzu
    "wapuro": _HEPBURN | {"du": "du", "di": "di", "wo": "wo"},
    "kunrei": _KUNREI,
    "nihon": {},
}
_M_BEFORE_LIPS = ("passport", "old")
STYLES = ("short", "macron", "circumflex", "doubled", "as_kana", "h")
_MARKS = {"macron": "ōū", "circumflex": "ôû"}


def romanize(kana: str, system: str = "hepburn", style: str = "short") -> str:
    """Return `kana` in lower-case Latin letters.

    Parameters
    ----------
    kana : str
        Hiragana or katakana.
    system : str
        Who spells し: one of `SYSTEMS`.
    style : str
        Who writes おう: one of `STYLES`. Only o and u are ever shortened.
    """
    overrides = SYSTEMS[system]
    out: list[str] = []
    double = False
    for char in hiragana(kana):
        last = out[-1][-1] if out else ""
        if char == "っ":
            double = True
            continue
        if char in _SMALL and out:
            out[-1] = out[-1][:-1] + "y" + _SMALL[char]
            continue
        if last in ("o", "u") and (char in ("う", "ー") or (last, char) == ("o", "お")):
            out.append("=" + (last if char == "ー" else _SYLLABLES[char]))
            continue
        syllable = last if char == "ー" else _SYLLABLES.get(char, char)
        out.append(("*" if double else "") + syllable)
        double = False
    return _write(out, overrides, system, style)


def fold(text: str) -> str:
    """Return the plain letters of `text`, long vowels ignored: what is compared."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    letters = re.sub(r"[^a-z]", "", decomposed)
    letters = re.sub(r"oh(?![aeiouy])", "o", letters)
    return re.sub(r"uu+", "u", re.sub(r"o[ou]+", "o", letters))


def spellings(kana: str, english: str) -> frozenset[str]:
    """Return every folded spelling of a name: of its kana, and the official English."""
    return frozenset(
        [fold(english)]
        + [fold(romanize(kana, sys, style)) for sys in SYSTEMS for style in STYLES]
    )


def hiragana(text: str) -> str:
    """Return `text` with katakana as hiragana."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヴ" else c for c in text)


def katakana(text: str) -> str:
    """Return `text` with hiragana as katakana."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゔ" else c for c in text)


def _write(
    syllables: list[str], overrides: dict[str, str], system: str, style: str
) -> str:
    """Join regular syllables as a system writes them; "=" is length, "*" a double."""
    text = ""
    for position, syllable in enumerate(syllables):
        following = syllables[position + 1 :]
        if syllable.startswith("="):
            if text and not text.endswith(("ō", "ū", "ô", "û")):
                text = _lengthen(text, syllable[1:], style)
            continue
        double = syllable.startswith("*")
        letters = overrides.get(syllable.strip("*"), syllable.strip("*"))
        if double:
            letters = ("t" if letters.startswith("ch") else letters[0]) + letters
        if letters == "n" and following:
            after = following[0].strip("*")[:1]
            if system in _M_BEFORE_LIPS and after in ("b", "m", "p"):
                letters = "m"
            elif after in tuple("aiueoy"):
                letters = "n" if style == "short" else "n'"
        text += letters
    return text


def _lengthen(text: str, vowel: str, style: str) -> str:
    if style == "short":
        return text
    if style == "as_kana":
        return text + vowel
    if style == "doubled":
        return text + text[-1]
    if style == "h":  # Ohno, Ohtsu; a long u has no such spelling
        return text + "h" if text[-1] == "o" else text
    return text[:-1] + _MARKS[style]["ou".index(text[-1])]
