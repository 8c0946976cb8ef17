"""What lists put around a name: numbers and bullets before it, footnote marks after."""

import re

_BULLET = r"[-*•·・◦●○◯◎■□◆◇☆★▪‣▶►]+"
# Four digits at most: five or six are a code, which says something.
_NUMBER = r"(?:no\.? ?|第)?[0-9]{1,4}"
# A number is one by its punctuation or the blank after it; glued to a letter it is ①.
_LEADING = re.compile(
    rf"^(?:{_BULLET}\s*|\({_NUMBER}\)\s*|{_NUMBER}(?:[.):、．]\s*(?![0-9])|\s+|(?=[^\W\d丁番号条])))",
    re.IGNORECASE,
)
_NOTE_MARK = (
    r"[*†‡§※#]+\s?[0-9]{0,2}\)?"
    r"|\(\s?(?:[*†‡§※#]+|注|note)\s?[0-9]{0,2}\s?\)"
    r"|\[\s?(?:[0-9]{1,3}|[a-z*†]|注\s?[0-9]*|note\s?[0-9]*)\s?\]"
    r"|\([0-9]{1,2}\)"
    r"|(?<!\w)注\s?[0-9]{0,2}\)?"
    r"|(?<=[都道府県市区町村])注\s?[0-9]{1,2}\)?"
    r"|(?<=[a-z])[0-9]{1,2}\)?"
)
_TRAILING = re.compile(rf"\s*(?:{_NOTE_MARK})$", re.IGNORECASE)
# No name has more; without bounds a megabyte of asterisks would take minutes.
_LONGEST_NOTE = 12
_MARKS_AT_MOST = 4
_NOTE_ENDS = frozenset("*†‡§※#0123456789注]eE ") | {""}
_QUOTES = " \"'“”„«»‹›「」『』"


def strip_marks(text: str) -> str:
    """Return a folded name without its number, bullet, quotes and footnote marks.

    A text that is nothing but a number stays: it could be a code.

    Examples
    --------
    >>> strip_marks("(3) Kitakami City *2"), strip_marks("3 北上市※1")
    ('Kitakami City', '北上市')
    >>> strip_marks("1 北上市 注1"), strip_marks("032069")
    ('北上市', '032069')
    """
    if _begins_and_ends_plainly(text):
        return text
    for _ in range(_MARKS_AT_MOST):
        bare = text.strip(_QUOTES)
        bare = _without_numbering(_without_note(bare))
        if bare == text:
            break
        text = bare
    return text


def _begins_and_ends_plainly(text: str) -> bool:
    return (
        text[:1].isalpha()
        and text[-1:].isalpha()
        and text[-1] != "注"
        and text[0] not in "nN第"
    )


def _without_numbering(text: str) -> str:
    numbering = _LEADING.match(text)
    rest = text[numbering.end() :] if numbering else text
    return rest if any(map(str.isalpha, rest)) else text


def _without_note(text: str) -> str:
    if text.removesuffix(")")[-1:] not in _NOTE_ENDS:
        return text
    head, tail = text[:-_LONGEST_NOTE], text[-_LONGEST_NOTE:]
    return (head + _TRAILING.sub("", tail)).strip(_QUOTES) or text
