"""How a line of a list begins: its number, letter or bullet, and its indentation."""

import re
import unicodedata
from typing import NamedTuple

from analysis.sources.metadata.numerals import KANJI_DIGITS, whole_number

_NUMBER = r"(?P<number>\d{1,6})"
_LETTERS = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨ"
)
# After a number, these make a quantity or an address of it.
_COUNTED = (
    "丁番号条年月日時分秒人名団体件社回次期度級階種百千万億兆円個か箇カヶヵ"
    "市区町村都道府県項章節つ"
)

# In the order tried. "10:30" and "1.5" are no numbers of lines.
_NUMBERS = {
    "(1)": rf"[(（]\s*{_NUMBER}\s*[)）]",
    "[1]": rf"[\[［【〔〈<＜]\s*{_NUMBER}\s*[\]］】〕〉>＞]",
    "第1号": rf"第\s*{_NUMBER}\s*号?(?:[\s:：、.．]+|$)",
    "No.1": rf"(?:No|Ｎｏ|№|#|＃)\s*[.．]?\s*{_NUMBER}(?:[.．:：)）]|\s+|$)",
    "1)": rf"{_NUMBER}\s*[)）](?=\s*(?:\D|$))",
    "1.": rf"{_NUMBER}\s*[.．](?=\s*(?:[^\s\d]|$))",
    "1:": rf"{_NUMBER}\s*[:：](?=\s*(?:[^\s\d]|$))",
    "1、": rf"{_NUMBER}\s*、(?=\s*(?:[^\s\d]|$))",
    "1": rf"{_NUMBER}(?:\s+|$)",
    "1X": rf"(?P<number>\d{{1,3}})(?=[ァ-ヴ一-鿿])(?![{_COUNTED}])",
}
# 一関市 and 三重県 begin with a numeral, and so do they in letters set apart: 三 重 県.
_KANJI = {
    "(一)": rf"[(（]\s*(?P<number>{KANJI_DIGITS})\s*[)）]",
    "一、": rf"(?P<number>{KANJI_DIGITS})\s*[、.．:：](?=\s*\S)",
    "一": rf"(?P<number>{KANJI_DIGITS})\s+(?=\S\S)",
}
_ROMAN = {
    "(ii)": r"[(（](?P<number>[ivx]{2,6})[)）]",
    "ii)": r"(?P<number>[ivx]{2,6})[)）]",
    "ii.": r"(?P<number>[ivx]{2,6})[.．](?=\s|$)",
    "II.": r"(?P<number>[IVX]{2,6})(?:[)）]|[.．](?=\s|$))",
}
_LETTERED = {
    "(a)": r"[(（](?P<letter>[a-zA-Zａ-ｚＡ-Ｚ])[)）]",
    "a)": r"(?P<letter>[a-zａ-ｚ])[)）]",
    "a.": r"(?P<letter>[a-z])[.．](?=\s|$)",
    "A.": r"(?P<letter>[A-ZＡ-Ｚ])(?:[)）]|[.．](?=\s|$))",
    "(ア)": rf"[(（](?P<letter>[{_LETTERS}])[)）]",
    "ア": rf"(?P<letter>[{_LETTERS}])(?:[\s.．、:：)）]+|$)",
}
# Word processors draw bullets with characters of private use.
_BULLET = re.compile(
    r"(?P<bullet>[・●○◎◉◆◇■□▪▫▽▼△▲▷▶►▸➢➤⇒•‣◦·∙★☆✓✔☑✅\uf000-\uf0ff])(?!\1)"
    r"|(?P<dash>[-‐–—−－*＊])(?:(?=\s|$)|(?=[ァ-ヴ一-鿿]))"
)
# 2-1 is the first of the second part.
_OF_PART = re.compile(r"[(（]?\d{1,2}[-－‐–]\d{1,3}(?:[)）]\s*|[.．]?\s+)(?=[^\W\d])")
_DIGITS = {
    dress: re.compile(pattern, re.IGNORECASE) for dress, pattern in _NUMBERS.items()
}
_NUMBERED = _DIGITS | {
    dress: re.compile(pattern) for dress, pattern in (_KANJI | _ROMAN).items()
}
_LETTERS_OF = {dress: re.compile(pattern) for dress, pattern in _LETTERED.items()}
_MARKED = re.compile(
    r"[\d(（\[［【〔〈<＜第nNＮ№#＃a-zA-Zａ-ｚＡ-Ｚア-ン一二三四五六七八九十]"
)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
# Without a blank before them, too, these begin another item of the line.
_ENCLOSED = ("(1)", "[1]", "①", "⑴", "❶")
_BETWEEN = " \t\u3000、，,;；/／・|"
_NAMES = re.compile(
    r"[都道府県市区町村]|\b(?:City|Town|Village|Ward|Prefecture)\b"
    r"|[a-z]-(?:shi|ken|cho|machi|mura|son|ku)\b|大学|会社|組合"
)
_RUNNING = "・●○◎◆◇■□▪▫▽▼△▲★☆•"
_WHOLE_NAME = re.compile(
    r"^[^、，,]*(?:[都道府県市区町村]|\b(?:City|Town|Village|Prefecture))(?:[(（][^()（）]*[)）])?$"
)
# As in a mail that answers another.
_QUOTED = re.compile(r"(?P<lead>\s*)(?:[>＞]\s?)+(?=\s*[^\s>＞])")
_FIRST = re.compile(r"(?<!^)(?:[(（]\s*[1１]\s*[)）]|[①⑴❶])")
# Which of two systems a single letter belongs to, only the lines beside it tell.
ROMAN_OF = dict(zip(("(a)", "a)", "a.", "A."), _ROMAN, strict=True))
"""The dress in Roman numerals that looks like a dress in letters."""

NUMERALS = frozenset(_KANJI | _ROMAN)
"""Dresses that are numbers only in a row that counts from one: names begin so, too."""


class Mark(NamedTuple):
    """How a line begins.

    Attributes
    ----------
    kind : str
        ``number``, ``letter``, ``bullet``, or ``""`` for a line without any.
    dress : str
        What it looks like: ``(1)``, ``1.``, ``①``, ``・``.
    number : int or None
        As published; letters and bullets have none.
    order : int or None
        Which place in its sequence a number or letter takes, counted from 1.
    text : str
        The rest of the line, without blanks around it.
    indent : int
        Width of the blanks before it; a full-width one counts as two, a tab as four.
    """

    kind: str
    dress: str
    number: int | None
    order: int | None
    text: str
    indent: int


def read_mark(line: str) -> Mark:
    """Return how a line begins.

    Examples
    --------
    >>> read_mark("  (3) 北上市")
    Mark(kind='number', dress='(1)', number=3, order=3, text='北上市', indent=2)
    >>> read_mark("②北上市")[:4], read_mark("・北上市")[:2], read_mark("10:30 開会")[0]
    (('number', '①', 2, 2), ('bullet', '・'), '')
    """
    text = unquoted(line.lstrip("\ufeff\u200b"))
    bare = text.lstrip()
    indent = sum(map(_width, text[: len(text) - len(bare)]))
    bare = bare.rstrip()
    kind, dress, number, order, end = _beginning(bare)
    return Mark(kind, dress, number, order, bare[end:].strip(), indent)


def unquoted(line: str) -> str:
    """Return a line without the signs of a quotation before it: "> 1. Iga City"."""
    quoted = _QUOTED.match(line)
    return quoted["lead"] + line[quoted.end() :] if quoted else line


def marked_parts(line: str, *, step: int = 1) -> list[str]:
    """Return a line in parts, if several items with numbers that go on stand in it.

    Parameters
    ----------
    line : str
        The line, blanks at its beginning included.
    step : int
        How far one number is from the next.

    Examples
    --------
    >>> marked_parts("1 北上市 2 奥州市"), marked_parts("対象：①北上市、②奥州市")
    (['1 北上市', '2 奥州市'], ['対象：', '①北上市', '②奥州市'])
    >>> marked_parts("1 北上市 2 buses"), marked_parts("1 北上市 4 奥州市", step=3)
    (['1 北上市 2 buses'], ['1 北上市', '4 奥州市'])
    """
    lead = len(line) - len(line.lstrip(" \t\u3000\ufeff"))
    first = _digits(line, lead)
    if first is None:
        starts = (found.start() for found in _FIRST.finditer(line))
        start = next(starts, None)
        first = start is not None and _digits(line, start)
        if not first:
            return [line]
        lead = start
    dress, number = first
    begins = [lead]
    while (place := _next_mark(line, begins[-1] + 1, dress, number + step)) is not None:
        begins.append(place)
        number += step
    parts = [
        line[start:end] for start, end in zip(begins, [*begins[1:], None], strict=True)
    ]
    if len(parts) == 1 or (
        dress not in _ENCLOSED and not all(map(_NAMES.search, parts))
    ):
        return [line]
    parts = [part.rstrip(_BETWEEN) for part in parts]
    before = line[:lead]
    return [before, *parts] if before.strip() else [before + parts[0], *parts[1:]]


def bulleted_parts(line: str) -> list[str]:
    """Return a line in parts, if names with the same bullet run on in it.

    Of ・, which parts names of one item too, three at least must stand there.

    Examples
    --------
    >>> bulleted_parts("▽北上市▽奥州市"), bulleted_parts("・北上市・奥州市")
    (['▽北上市', '▽奥州市'], ['・北上市・奥州市'])
    """
    bare = line.strip()
    bullet = bare[:1]
    if not bullet or bullet not in _RUNNING:
        return [line]
    parts = [part.strip(_BETWEEN) for part in bare[1:].split(bullet)]
    least = 3 if bullet == "・" else 2
    if len(parts) < least or not all(map(_WHOLE_NAME.search, parts)):
        return [line]
    return [bullet + part for part in parts]


def read_roman(letters: str) -> int | None:
    """Return the value of a Roman numeral below 40, None if it is none.

    Examples
    --------
    >>> [read_roman(text) for text in ("iv", "XII", "iix")]
    [4, 12, None]
    """
    letters = unicodedata.normalize("NFKC", letters).lower()
    if not re.fullmatch(r"x{0,3}(?:ix|iv|v?i{0,3})", letters):
        return None
    digits = [_ROMAN_DIGITS[letter] for letter in letters]
    return sum(
        -digit if digit < then else digit
        for digit, then in zip(digits, [*digits[1:], 0], strict=True)
    )


def _digits(text: str, start: int) -> tuple[str, int] | None:
    """Return dress and value of the number in digits that stands at a place."""
    value = _enclosed_number(text[start : start + 1])
    if value is not None:
        return _dress_of(text[start]), value
    if not _MARKED.match(text, start):
        return None
    for dress, pattern in _DIGITS.items():
        found = pattern.match(text, start)
        if found:
            return dress, int(found["number"])
    return None


def _next_mark(text: str, start: int, dress: str, number: int) -> int | None:
    """Return where the number that comes next stands, dressed alike, in no bracket."""
    depth = 0
    for place in range(start, len(text)):
        char = text[place]
        may_begin = depth == 0 and (dress in _ENCLOSED or text[place - 1] in _BETWEEN)
        if may_begin and _digits(text, place) == (dress, number):
            return place
        depth = max(0, depth + (char in "（(") - (char in "）)"))
    return None


def _beginning(text: str) -> tuple[str, str, int | None, int | None, int]:
    """Return what a text begins with: kind, dress, number, order, and where it ends."""
    bullet = _BULLET.match(text)
    if bullet:
        return "bullet", _plain(bullet[0]), None, None, bullet.end()
    part = _OF_PART.match(text)
    if part:
        return "bullet", "1-1", None, None, part.end()
    value = _enclosed_number(text[:1])
    if value is not None:
        return "number", _dress_of(text[0]), value, value, 1
    if _MARKED.match(text):
        for dress, pattern in _NUMBERED.items():
            found = pattern.match(text)
            number = found and _value(found["number"])
            if number:
                return "number", dress, number, number, found.end()
        for dress, pattern in _LETTERS_OF.items():
            found = pattern.match(text)
            if found:
                return "letter", dress, None, _place_of(found["letter"]), found.end()
    return "", "", None, None, 0


def _value(number: str) -> int | None:
    return (
        int(number)
        if number.isdecimal()
        else read_roman(number) or whole_number(number)
    )


def _enclosed_number(char: str) -> int | None:
    """Return the value of ①, ⑴, ⒈, ❶ and Ⅰ; a superscript is a footnote mark."""
    if not char or unicodedata.category(char) not in ("No", "Nl"):
        return None
    name = unicodedata.name(char, "")
    value = unicodedata.numeric(char)
    if "SUPERSCRIPT" in name or "SUBSCRIPT" in name or value != int(value):
        return None
    return int(value)


def _dress_of(char: str) -> str:
    name = unicodedata.name(char, "")
    if "ROMAN" in name:
        return "Ⅰ"
    if "PARENTHESIZED" in name:
        return "⑴"
    if "FULL STOP" in name:
        return "⒈"
    return "❶" if "NEGATIVE" in name else "①"


def _place_of(letter: str) -> int:
    letter = unicodedata.normalize("NFKC", letter)
    if letter in _LETTERS:
        return _LETTERS.index(letter) + 1
    return ord(letter.lower()) - ord("a") + 1


def _plain(bullet: str) -> str:
    return "-" if bullet in "-‐–—−－" else unicodedata.normalize("NFKC", bullet)


def _width(blank: str) -> int:
    if blank == "\t":
        return 4
    return 2 if unicodedata.east_asian_width(blank) == "F" else 1
