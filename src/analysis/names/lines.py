"""Many texts changed as one: what is slow once for each text is done once for all."""

import unicodedata
from collections.abc import Callable, Iterable

# No name is nearly as long. Normal forms sort a pile of combining marks in quadratic
# time: a megabyte of them would take minutes.
_LONG = 1000


def by_line(change: Callable[[str], str], texts: Iterable[str]) -> list[str]:
    r"""Return each text as `change` makes it, which is given many at once.

    Parameters
    ----------
    change : callable
        Takes texts joined with line feeds and returns them changed, as many lines in
        the same order. It must treat each line for itself. ASCII comes to it apart
        from the rest, so that one odd text does not slow down a million plain ones.
    texts : iterable of str
        A line feed inside a text is taken for a blank. Of a text of more than 1,000
        characters, only the first 1,000 combining marks are kept.

    Examples
    --------
    >>> by_line(str.upper, ["Ono", "Ōno", "a\nb"])
    ['ONO', 'ŌNO', 'A B']
    """
    lines = list(texts)
    if not lines:
        return []
    joined = "\n".join(lines)
    if joined.count("\n") >= len(lines):
        lines = [line.replace("\n", " ") for line in lines]
        joined = "\n".join(lines)
    if joined.isascii():
        return change(joined).split("\n")
    others = [line for line in lines if not line.isascii()]
    if any(len(line) > _LONG for line in others):
        others = [_few_marks(line) for line in others]
    changed_others = change("\n".join(others)).split("\n")
    if len(others) == len(lines):
        return changed_others
    plain = [line for line in lines if line.isascii()]
    changed_plain = iter(change("\n".join(plain)).split("\n"))
    rest = iter(changed_others)
    return [next(changed_plain if line.isascii() else rest) for line in lines]


def _few_marks(line: str) -> str:
    """Return a text without the combining marks that are past the first thousand."""
    if len(line) <= _LONG:
        return line
    kept = []
    marks = 0
    for char in line:
        marks += unicodedata.combining(char) != 0
        if marks <= _LONG or not unicodedata.combining(char):
            kept.append(char)
    return "".join(kept)
