"""Slips of the pen: spellings that are one edit apart."""


def within_one_edit(one: str, other: str) -> bool:
    """Tell whether one letter changed, added, lost or swapped makes two texts equal.

    Examples
    --------
    >>> within_one_edit("achi", "ahi"), within_one_edit("hanno", "hando")
    (True, True)
    >>> within_one_edit("hirao", "hiroa"), within_one_edit("hirao", "hirasei")
    (True, False)
    """
    if len(one) > len(other):
        one, other = other, one
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        len(one),
    )
    rest, other_rest = one[start:], other[start:]
    if len(one) < len(other):
        return rest == other_rest[1:]
    changed = rest[1:] == other_rest[1:]
    return changed or (rest[:2] == other_rest[1::-1][:2] and rest[2:] == other_rest[2:])
