"""Running text: even widths, wrapped lines joined, sentences told apart."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from analysis.names.fold import has_japanese

_DASHES = dict.fromkeys("‐‑‒–—―−⁃", "-")
_TILDES = dict.fromkeys("〜～∼", "~")
_QUOTES = {"’": "'", "‘": "'", "“": '"', "”": '"'}
_INVISIBLE = ("Cc", "Cf")


class _Narrow(dict[int, str]):
    """Characters and what they are made, found when first met: texts are long."""

    def __missing__(self, code: int) -> str:
        self[code] = _narrow(chr(code))
        return self[code]


_EVEN = _Narrow(str.maketrans({**_DASHES, **_TILDES, **_QUOTES}))

# A line as wide as this could have been wrapped; a wider one never was.
_WRAPPED_FROM, _WRAPPED_TO = 40, 140
_ENDS = re.compile(r"[。.!?:;」』】]\s*$")
_BEGINS_ANEW = re.compile(
    r"\s*(?:[-*•·・●○◯◎■□◆◇▽△※<【〔(①-⑳]|[0-9]{1,3}(?:[.)、:]|\s)|[ⅠⅡⅢⅣⅤ]|第[0-9一二三]"
    r"|[^\s、。:]{2,12}:|[^\s、。]{2,6}期間)"
)
# No full stop, or one that is part of a word: "No. 5", "3.5", "Aug. 21", "U.S.".
_SENTENCE = re.compile(
    r"(?:[^。.!?]|(?<=\b[A-Z])\.|(?<=\bNo)\.|(?<=\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sep|Oct|Nov|Dec))\.|[.!?](?!\s|$))+[。.!?]?"
)
# 決定しました without a full stop is how some ministries end a title.
_JAPANESE_PROSE = re.compile(
    r"。|(?:ます|です|ません|ください|下さい)\s*$|^\s*[^、「」]{2,25}(?:では|は|において|おいて)、"
)
_ENGLISH_PROSE = re.compile(
    r"^(?:\S+\s+){3}.*[a-z)]\.\s*$|^\S+(?:\s+\S+){2}.*[a-z)]\.\s+[A-Z]"
    r"|^(?:The|This|These|It|We|In|On|As|For further|Of)\s.*"
    r"\b(?:has|have|is|are|was|were|will|selected|chose|decided|made|announced"
    r"|applied)\b"
)


def narrow(text: str) -> str:
    """Return `text` with full-width characters made narrow, one for each.

    Dashes, tildes and quotation marks become plain ones, what shows nothing a blank.
    Circled digits stay: ``①3団体`` are three bodies. Places in the result are places in
    `text`.

    Examples
    --------
    >>> narrow("令和２年８月２１日（金）")
    '令和2年8月21日(金)'
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_EVEN)


def paragraphs(texts: Sequence[str]) -> Iterator[str]:
    """Give the lines of a document with those joined that were wrapped.

    A line is taken as wrapped if it is wide, does not end a sentence, and the next one
    begins with no bullet or number. A short line stands alone.
    """
    open_lines = ""
    for text in texts:
        if open_lines and text.strip() and not _BEGINS_ANEW.match(narrow(text)):
            open_lines = _joined(open_lines, text.strip())
        else:
            if open_lines:
                yield open_lines
            open_lines = text.strip()
        if not _could_be_wrapped(text):
            if open_lines:
                yield open_lines
            open_lines = ""
    if open_lines:
        yield open_lines


def sentences(text: str) -> Iterator[str]:
    """Give the sentences of a narrow text; "No. 5" and "Aug. 21" end none."""
    for found in _SENTENCE.finditer(text):
        if found[0].strip():
            yield found[0].strip()


def is_prose(line: str) -> bool:
    """Tell whether a narrow line is a sentence, or begins one, rather than a heading.

    Examples
    --------
    >>> is_prose("総務省では、次の団体を決定しました。"), is_prose("支援団体の決定")
    (True, False)
    """
    pattern = _JAPANESE_PROSE if has_japanese(line) else _ENGLISH_PROSE
    return pattern.search(line) is not None


def _narrow(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() else " "
    category = unicodedata.category(char)
    if category in _INVISIBLE:
        return " "
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and category != "No" else char


def _joined(before: str, after: str) -> str:
    glued = has_japanese(before[-1]) or has_japanese(after[0])
    return before + after if glued else f"{before} {after}"


def _could_be_wrapped(text: str) -> bool:
    text = text.strip()
    if len(text) > _WRAPPED_TO:
        return False
    wide = 2 * len(text) - len(text.encode("ascii", "ignore"))
    return _WRAPPED_FROM <= wide <= _WRAPPED_TO and not _ENDS.search(text)
