"""Whole numbers in digits, in kanji and in English words."""

import re

_DIGIT = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_POWER = {"十": 10, "百": 100, "千": 1000}
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORD = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_LONGEST = 100  # letters: what is longer counts nothing
_SMALL_WORDS = "|".join(sorted(_WORD, key=len, reverse=True))

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
"""A number in digits, with or without commas."""

KANJI_DIGITS = "[〇零一二三四五六七八九十百千]+"
"""A number in kanji."""

WORDS = (
    rf"(?:(?:{_SMALL_WORDS})(?:[- ](?:hundred|thousand|and|{_SMALL_WORDS}))*"
    rf"|a hundred)"
)
"""A number in English words."""


def whole_number(text: str) -> int | None:
    """Return the number that a narrow text is, or None; also where it is very long.

    Examples
    --------
    >>> [whole_number(n) for n in ("1,741", "十二", "二〇二〇", "twenty-one", "many")]
    [1741, 12, 2020, 21, None]
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if re.fullmatch(DIGITS, text):
        return int(text.replace(",", ""))
    if re.fullmatch(KANJI_DIGITS, text):
        return _from_kanji(text)
    return _from_words(re.split(r"[- ]+", text.lower()))


def _from_kanji(text: str) -> int | None:
    if not any(char in _POWER for char in text):
        return int("".join(str(_DIGIT[char]) for char in text))
    total, digit = 0, None
    last = 10_000
    for char in text:
        if char in _DIGIT:
            if digit is not None:  # 二三十 is no number
                return None
            digit = _DIGIT[char]
            continue
        if _POWER[char] >= last:
            return None
        last = _POWER[char]
        total += last * (1 if digit is None else digit)
        digit = None
    return total + (digit or 0)


def _from_words(words: list[str]) -> int | None:
    total, part = 0, None
    for word in words:
        if word in _WORD:
            part = (part or 0) + _WORD[word]
        elif word == "a" and part is None:
            part = 1
        elif word == "hundred" and part is not None:
            part *= 100
        elif word == "thousand" and part is not None:
            total, part = total + part * 1000, 0
        elif word != "and":
            return None
    return None if part is None else total + part
