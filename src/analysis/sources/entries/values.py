"""A name with values beside it: a telephone number, an amount, a date, an address."""

import re

from analysis.sources.entries.parts import Part, Piece, Reader
from analysis.sources.entries.wording import is_typed

_DASH = "[-‐‑–−ー]"
# With a hyphen alone 1-1 is an address: a number must look like what it is.
_PHONE = (
    rf"(?:\(0[0-9]{{1,4}}\)|(?:\+81{_DASH}?|\b0)[0-9]{{1,4}}[-‐‑–−ー(]) ?"
    rf"[0-9]{{1,4}}[-‐‑–−ー)][0-9]{{3,4}}"
    rf"|0[0-9]{{9,10}}|[0-9]{{2,4}}{_DASH}[0-9]{{4}}"
)
_EXTENSION = r"(?:\s*\((?:代表?|直通)\)|\s*\(?内線:?\s?[0-9]+\)?)?"
_AMOUNT = (
    r"[¥￥$][0-9][0-9,.]*"
    r"|[0-9][0-9,.百千万億兆]*\s?"
    r"(?:円|ドル|(?:(?:thousand|million|billion) )?yen|usd|jpy)"
    r"|[0-9]{1,3}(?:,[0-9]{3})+"
)
_DATE = (
    r"(?:(?:令和|平成|昭和|[rhs])\s?[0-9元]{1,2}|(?:19|20)[0-9]{2})\s?"
    r"(?:年(?:\s?[0-9]{1,2}月(?:\s?[0-9]{1,2}日)?)?"
    r"|(?P<mark>[./-])[0-9]{1,2}(?P=mark)[0-9]{1,2})"
    r"|[0-9]{1,2}月\s?(?:[0-9]{1,2}日|[上中下]旬)"
)
_LABEL = (
    r"(?:電話(?:番号)?|ファックス|連絡先|メール|郵便番号|tel|fax|phone|e-?mail)"
    r"\s?[.:]?\s?"
)
_VALUE = re.compile(
    r"(?<!\s)(?:\s*[|/、,:;]\s*|\s+)"
    rf"(?:(?:{_LABEL})?(?:(?:{_PHONE}){_EXTENSION}|[^\s@]+@[^\s@]+\.[a-z]+)"
    rf"|{_AMOUNT}|{_DATE}|https?://\S+|p{{1,2}}\.\s?[0-9]+|[0-9]+\s?(?:頁|ページ)"
    r"|〒.*)$",
    re.IGNORECASE,
)
_MAY_HOLD = re.compile(r"[0-9@〒]|://")
_VALUES_AT_MOST = 12


def ends_in_value(view: str) -> bool:
    """Tell whether a view ends in a value that a blank or a mark sets apart.

    Examples
    --------
    >>> ends_in_value("北上市 0197-64-2111"), ends_in_value("北上市芳町 1-1")
    (True, False)
    """
    return bool(_MAY_HOLD.search(view) and _VALUE.search(view))


def before_values(part: Part, reader: Reader) -> list[Piece] | None:
    """Return the pieces before other columns that hold values and no words.

    They are bodies, or organizations, each said to be one; None of any other text:
    北上市芳町 1-1 and "Kitakami 3" could be anything.
    """
    for _ in range(_VALUES_AT_MOST):
        found = _VALUE.search(part.view)
        if found is None:
            break
        part = part.cut(0, found.start())
    if ends_in_value(part.view):
        return None
    pieces = reader.pieces(part)
    if not pieces or not all(_is_named(piece, reader) for piece in pieces):
        return None
    return pieces


def _is_named(piece: Piece, reader: Reader) -> bool:
    return is_typed(piece.name) or reader.known(piece.name).kind in (
        "organization",
        "union",
    )
