"""Titles that programs put into the properties of a file, told from those of people."""

import re

_BY_PROGRAM = re.compile(
    r"(?i)(untitled.*|無題.*|名称未設定.*|(?:book|sheet|ブック|シート|文書|document)\s*\d*"
    r"|powerpoint プレゼンテーション|powerpoint presentation|プレゼンテーション\d*"
    r"|microsoft (?:word|excel|powerpoint) ?-.*|.*\.[a-z]{3,5}|[\d\W_]*)"
)
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd]")


def sensible_title(title: object) -> str | None:
    """Return a title as found in the properties of a file, or None if it is no title.

    Names of files, names that a program gives to a new file, and texts in an encoding
    that the file does not tell are none.

    Examples
    --------
    >>> sensible_title(" 採択団体一覧 ")
    '採択団体一覧'
    >>> [sensible_title(t) for t in ("Book1", "Microsoft Word - 03.docx", "", None)]
    [None, None, None, None]
    """
    if not isinstance(title, str):
        return None
    title = " ".join(title.split())
    if _BY_PROGRAM.fullmatch(title) or _UNREADABLE.search(title):
        return None
    return title
