"""Columns of names beside each other: a grid, two languages, rivals."""

import re
from collections.abc import Iterator, Sequence

from analysis.sources.tables.grid import Grid
from analysis.sources.tables.sample import HALF, MOST, NO_NAMES, Seen
from analysis.sources.tables.words import is_place_label


def side_by_side(
    grid: Grid, seen: Sequence[Seen], chosen: int, others: set[int | None]
) -> tuple[int, ...]:
    """Return the columns that hold names like the chosen one and are called like it."""
    names = [
        at
        for at, s in enumerate(seen)
        if at == chosen
        or (
            at not in others
            and s.entities >= HALF
            and s.names
            and s.role != "partner"
            and (_called_alike(grid, chosen, at) or _take_turns(seen[chosen], s))
            and (s.japanese >= HALF) == (seen[chosen].japanese >= HALF)
        )
    ]
    return tuple(names)


def _called_alike(grid: Grid, chosen: int, other: int) -> bool:
    label, beside = (_without_digits(grid.labels[at]) for at in (chosen, other))
    if is_place_label(label):
        return is_place_label(beside)
    return label == beside or (not beside and other > chosen)


def _take_turns(chosen: Seen, other: Seen) -> bool:
    """Tell whether cities and towns have columns of their own: 市名 | 町村名."""
    both = chosen.texts.keys() & other.texts.keys()
    return chosen.role == other.role == "municipality" and not both


def _without_digits(label: str) -> str:
    return re.sub(r"[\s\d①-⑳()（）]", "", label)


def find_twin(seen: Sequence[Seen], chosen: int) -> int | None:
    """Return the column that names the same bodies in the other script."""
    for at, s in enumerate(seen):
        if at == chosen or s.role in ("partner", "place") or s.entities < HALF:
            continue
        if (s.japanese >= HALF) == (seen[chosen].japanese >= HALF):
            continue
        both = [row for row in s.texts if s.bodies(row) and seen[chosen].bodies(row)]
        same = sum(bool(s.bodies(row) & seen[chosen].bodies(row)) for row in both)
        if both and same >= HALF * len(both):
            return at
    return None


def is_better(seen: Sequence[Seen], twin: int, chosen: int) -> bool:
    """Tell whether the twin holds more names, or as many in Japanese."""
    if seen[chosen].role == "name_exact" or seen[twin].role in NO_NAMES:
        return False
    first, second = seen[chosen], seen[twin]
    return (second.names, second.japanese) > (first.names, first.japanese)


def tell_different(
    grid: Grid, seen: Sequence[Seen], chosen: int, twin: int | None
) -> Iterator[str]:
    """Tell of rows that name different bodies in two languages."""
    if twin is None:
        return
    first, second = seen[chosen], seen[twin]
    for row in first.texts:
        one, other = first.bodies(row), second.bodies(row)
        if one and other and not one & other:
            yield (
                f"{grid.row_name(row)} names two bodies: {first.texts[row]!r}, which "
                f"was read, and {second.texts[row]!r}"
            )


def tell_rivals(
    grid: Grid, seen: Sequence[Seen], names: Sequence[int], told: set[int | None]
) -> Iterator[str]:
    """Tell of columns that hold nearly as many names, and others than those chosen."""
    count = sum(seen[at].names for at in names)
    for at, s in enumerate(seen):
        if at in told or s.role in NO_NAMES - {"place"}:
            continue
        if not s.names or s.names < MOST * count:
            continue
        rows = [row for row in s.texts if s.bodies(row)]
        same = sum(
            any(s.bodies(row) & seen[name].bodies(row) for name in names)
            for row in rows
        )
        if 2 * same <= len(rows):
            yield (
                f"{grid.column_name(at)} holds names too, and others than "
                f"{grid.column_name(names[0])}, which was read; "
                "--column chooses"
            )
