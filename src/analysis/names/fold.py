"""Text to comparison form: width, case, blanks and kanji variants. Looks nothing up."""

import re
import unicodedata
from collections.abc import Iterable

from analysis.names.lines import by_line
from analysis.names.variants import COMPARED_AS

# Characters that show nothing and survive copying from a page: controls, soft hyphen,
# joiners, marks of direction, fillers, selectors of a glyph.
_INVISIBLE = (
    "\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_INVISIBLE_RUN = re.compile(f"[{_INVISIBLE}]+")
_BLANK_RUN = re.compile(r"[^\S\n]+")
_DASH = re.compile("[‐‑‒–—―−⁃﹘⸺⸻]")
_APOSTROPHE = re.compile("[’‘‛ʼʻʹ′`]")
_ASCII = str.maketrans(
    {
        **dict.fromkeys(map(chr, [*range(9), *range(0x0E, 0x1C), 0x7F])),
        **dict.fromkeys("\t\v\f\r\x1c\x1d\x1e\x1f", " "),
        "`": "'",
    }
)

# Hiragana stand in the code chart in the order of katakana. ヵ and ヶ are left out:
# they are no small か and け but counters, see _GA.
_JAPANESE = str.maketrans(
    {
        **COMPARED_AS,
        **{
            chr(code): chr(code - 0x60)
            for code in (*range(ord("ァ"), ord("ヵ")), ord("ヽ"), ord("ヾ"))
        },
        **dict.fromkeys("ノ之乃", "の"),
        " ": None,
        "-": "ー",
    }
)
_REPEATED = re.compile(r"([^\n々])(々+)")
_KANJI = "㐀-䶿一-鿿"
# Between kanji the word "ga" is written with any of these: 龍ケ崎, 龍ヶ崎, 龍が崎.
_GA = re.compile(f"[けがかヶヵ箇個个](?<=[{_KANJI}].)(?=[{_KANJI}])")
# So is the counter "tsu": 二ツ井, 二ッ井.
_TSU = re.compile(f"っ(?<=[{_KANJI}].)(?=[{_KANJI}])")
_JAPANESE_SCRIPT = re.compile(
    "[ぁ-ヿ㐀-䶿一-鿿々〆〇⺀-⿕\uf900-\ufaffｦ-ﾟ\U00020000-\U0003ffff]"
)


def fold_text(text: str) -> str:
    """Return `text` with compatibility forms, dashes, quotes and blanks made uniform.

    Examples
    --------
    >>> fold_text("Ｋｉｔａｋａｍｉ　City –  Iwate")
    'Kitakami City - Iwate'
    """
    return fold_texts([text])[0]


def fold_texts(texts: Iterable[str]) -> list[str]:
    """Return what `fold_text` makes of each text, many times faster."""
    return by_line(_fold_lines, texts)


def fold_japanese(text: str) -> str:
    """Return the comparison form of a name in kanji and kana.

    It is compared and never shown: old kanji become new ones, katakana hiragana, 々 the
    kanji that it repeats; ヶ, ケ, 箇 and their like between kanji become が; ノ and 之
    become の. Blanks are dropped. Small kana stay small, but for ッ between kanji.

    Examples
    --------
    >>> fold_japanese("龍 が崎市") == fold_japanese("竜ケ崎市")
    True
    >>> fold_japanese("ニセコ町"), fold_japanese("佐々町")
    ('にせこ町', '佐佐町')
    """
    return fold_japanese_texts([text])[0]


def fold_japanese_texts(texts: Iterable[str]) -> list[str]:
    """Return what `fold_japanese` makes of each text, many times faster."""
    return by_line(_fold_japanese_lines, texts)


def has_japanese(text: str) -> bool:
    """Tell whether `text` holds any kanji or kana."""
    return not text.isascii() and _JAPANESE_SCRIPT.search(text) is not None


def _fold_lines(text: str) -> str:
    if text.isascii():
        text = text.translate(_ASCII)
        while "  " in text:
            text = text.replace("  ", " ")
    else:
        # NFKC makes a blank of the accent that some type for an apostrophe.
        text = _INVISIBLE_RUN.sub("", text.replace("´", "'"))
        text = _DASH.sub("-", _APOSTROPHE.sub("'", _compatible(text)))
        text = _BLANK_RUN.sub(" ", text)
    return text.replace(" \n", "\n").replace("\n ", "\n").strip(" ")


def _fold_japanese_lines(text: str) -> str:
    # Composed once more: where a blank is dropped, a mark can meet its kana.
    text = _compatible(_fold_lines(text).translate(_JAPANESE))
    text = _REPEATED.sub(lambda found: found[1] * (1 + len(found[2])), text)
    text = _TSU.sub("つ", _GA.sub("が", text))
    return text.replace("ヶ", "が").replace("ヵ", "か")


def _compatible(text: str) -> str:
    """Return the lines of `text` in NFKC."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    # One line at a time: the many that are in NFKC already are passed over.
    return "\n".join(unicodedata.normalize("NFKC", line) for line in text.split("\n"))
