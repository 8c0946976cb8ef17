"""Text of documents, safe to show: a terminal obeys the control characters in it."""

import re

# Line ends and tabs are shown as what they are. The last turn the text around them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)


def printable(text: str) -> str:
    r"""Return a text in which control characters are written as their escapes.

    Examples
    --------
    >>> print(printable("\x1b[2JIga City"))
    \x1b[2JIga City
    """
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
