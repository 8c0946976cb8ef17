"""Which of many names can be read as a spelling.

`Lattice.explain` answers for one name. Most of many are ruled out by their first and
last kanji alone: no reading of them begins or ends the spelling.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from analysis.names.readings import TRAILING_PARTICLE, Lattice


class ReadingIndex:
    """Look-up of names by what their kanji can be read as.

    It is laid out at the first look-up: most blocks of a register are never asked.

    Parameters
    ----------
    lattice : Lattice
        The kanji dictionary.
    names : sequence of str
        Names without their type suffixes: ``平生``.
    """

    def __init__(self, lattice: Lattice, names: Sequence[str]) -> None:
        self._lattice = lattice
        self._names = tuple(names)
        self._by_opening: _NamesBy | None = None
        self._by_ending: _NamesBy | None = None

    def readable(self, key: str) -> list[int]:
        """Return the positions of the names that can be read as `key`, in order.

        They are those of which `Lattice.explain` can show how.

        Parameters
        ----------
        key : str
            Comparison key of a spelling, see `analysis.names.romaji.romaji_key`.
        """
        if self._by_opening is None or self._by_ending is None:
            self._lay_out()
        left = self._by_opening.at_start_of(key)
        if left:
            left &= self._ending(key)
        found = []
        while left:
            position = (left & -left).bit_length() - 1
            if self._lattice.can_be_read(key, self._names[position]):
                found.append(position)
            left &= left - 1
        return found

    def _ending(self, key: str) -> int:
        ending = self._by_ending.at_end_of(key)
        if key.endswith(TRAILING_PARTICLE):
            before = key.removesuffix(TRAILING_PARTICLE)
            ending |= self._by_ending.at_end_of(before)
        return ending

    def _lay_out(self) -> None:
        openings: dict[frozenset[str], int] = defaultdict(int)
        endings: dict[frozenset[str], int] = defaultdict(int)
        for position, name in enumerate(self._names):
            bit = 1 << position
            for letters in self._lattice.openings(name):
                openings[letters] |= bit
            for letters in self._lattice.endings(name):
                endings[letters] |= bit
        self._by_opening = _NamesBy(openings)
        self._by_ending = _NamesBy(endings)


class _NamesBy:
    """Sets of names, as the bits of an integer, by letters that their keys can have."""

    def __init__(self, names: Mapping[frozenset[str], int]) -> None:
        self._names: dict[str, int] = defaultdict(int)
        for options, bits in names.items():
            for letters in options:
                self._names[letters] |= bits
        self._lengths = sorted({len(letters) for letters in self._names if letters})

    def at_start_of(self, key: str) -> int:
        """Return the names of which a way to begin is how `key` begins."""
        bits = 0
        for length in self._lengths:
            bits |= self._names.get(key[:length], 0)
        return bits

    def at_end_of(self, key: str) -> int:
        """Return the names of which a way to end is how `key` ends."""
        bits = 0
        for length in self._lengths:
            bits |= self._names.get(key[-length:], 0)
        return bits
