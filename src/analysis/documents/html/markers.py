"""Items of a web page's lists: the number or bullet that a browser puts before them."""

import re
from dataclasses import dataclass

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999


@dataclass
class Listing:
    """An `ol` or `ul`, and where its count stands.

    Attributes
    ----------
    style : str or None
        ``1``, ``a``, ``A``, ``i`` or ``I``; None for bullets.
    following : int
        The number of the next item.
    step : int
        1, or -1 if the list counts down.
    """

    style: str | None = None
    following: int = 1
    step: int = 1

    @classmethod
    def of(cls, element) -> "Listing":
        """Return the list that an element begins."""
        if element.tag != "ol":
            return cls()
        is_reversed = element.get("reversed") is not None
        first = sum(child.tag == "li" for child in element) if is_reversed else 1
        return cls(
            style=element.get("type") or "1",
            following=_default(number_in(element.get("start")), first),
            step=-1 if is_reversed else 1,
        )

    def marker(self, item) -> str:
        """Return what stands before an item, an `li` element, and count it."""
        if self.style is None:
            return "・"
        number = _default(number_in(item.get("value")), self.following)
        self.following = number + self.step
        return f"{numeral(number, item.get('type') or self.style)}. "


def numeral(number: int, style: str) -> str:
    """Return a number as lists of a style show it.

    Examples
    --------
    >>> numeral(4, "1"), numeral(28, "a"), numeral(9, "I")
    ('4', 'ab', 'IX')
    """
    if style in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(style) + rest) + letters
        return letters
    if style in ("i", "I") and 0 < number <= _MOST_ROMAN:
        letters = ""
        for value, sign in _ROMAN:
            times, number = divmod(number, value)
            letters += sign * times
        return letters.upper() if style == "I" else letters
    return str(number)


def number_in(value: str | None) -> int | None:
    """Return the whole number that an attribute begins with, as browsers read it."""
    found = re.match(r"\s*([+-]?\d{1,9})", value or "", re.ASCII)
    return int(found[1]) if found else None


def _default(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number
