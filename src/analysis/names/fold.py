"""Text to comparison form: width, case, blanks and kanji variants. Looks nothing up."""

import re
import unicodedata

# Invisible characters that survive copying from a page: format controls, soft hyphen.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_BLANKS = re.compile(r"\s+")
# Only forms that the sources themselves disagree about; each to the register's form.
_KANJI_VARIANTS = str.maketrans({"檮": "梼", "惠": "恵", "ヶ": "ケ"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´＇", "'"))


def fold_text(text: str) -> str:
    """Return `text` with compatibility forms, dashes, quotes and blanks made uniform.

    Examples
    --------
    >>> fold_text("Ｋｉｔａｋａｍｉ　City –  Iwate")
    'Kitakami City - Iwate'
    """
    text = text.translate(_APOSTROPHES)
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _BLANKS.sub(" ", text.translate(_DASHES)).strip()


def fold_japanese(text: str) -> str:
    """Return the comparison form of a name in kanji and kana.

    Examples
    --------
    >>> fold_japanese("龍 ヶ崎市"), fold_japanese("檮原町")
    ('龍ケ崎市', '梼原町')
    """
    return fold_text(text).replace(" ", "").translate(_KANJI_VARIANTS)


def has_japanese(text: str) -> bool:
    """Tell whether `text` holds any kanji or kana."""
    return any("ぁ" <= c <= "ヿ" or "㐀" <= c <= "鿿" or c in "々〆" for c in text)
