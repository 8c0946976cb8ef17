"""Which of many names can be read as a spelling.

`Lattice.explain` answers for one name. Most of many are ruled out by their first and
last kanji alone: no reading of them begins or ends the spelling.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from analysis.names.readings import PARTICLES, TRAILING_PARTICLE, Lattice

# How many letters two readings can share where they meet: of a long vowel, or n.
_MERGED = -2
_SHARED = "ouin"
# What can stand between them: a particle, whose first letter may be doubled and whose
# vowel shared with what follows, and a consonant that is doubled.
_BETWEEN = frozenset(
    before + said + after
    for particle in ("", *PARTICLES)
    for before in ("", particle[:1])
    for said in (particle, particle[:-1])
    for after in ("", *"kstpcn")
)


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
        self._of_two = 0

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
        left = self._possible(key)
        found = []
        while left:
            position = (left & -left).bit_length() - 1
            if self._lattice.can_be_read(key, self._names[position]):
                found.append(position)
            left &= left - 1
        return found

    def _possible(self, key: str) -> int:
        """Return the names that begin and end like `key`, with little between.

        A name of two kanji has nothing but a particle between its ends.
        """
        starts = self._by_opening.at_start_of(key)
        if not starts:
            return 0
        ends = self._by_ending.at_end_of(key)
        opening = ending = fitting = 0
        size = len(key)
        for _, bits in ends:
            ending |= bits
        for start, names in starts:
            opening |= names
            for end, bits in ends:
                gap = size - start - end
                if (
                    gap == 0
                    or (gap > 0 and key[start : start + gap] in _BETWEEN)
                    or (gap < 0 and gap >= _MERGED and key[start - 1] in _SHARED)
                    or size in (start, end)
                ):
                    fitting |= names & bits
        possible = opening & ending & (fitting | ~self._of_two)
        if key.endswith(TRAILING_PARTICLE):
            before = key.removesuffix(TRAILING_PARTICLE)
            for _, bits in self._by_ending.at_end_of(before):
                possible |= opening & bits
        return possible

    def _lay_out(self) -> None:
        openings: dict[frozenset[str], int] = defaultdict(int)
        endings: dict[frozenset[str], int] = defaultdict(int)
        for position, name in enumerate(self._names):
            bit = 1 << position
            if len(name) <= 2:
                self._of_two |= bit
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

    def at_start_of(self, key: str) -> list[tuple[int, int]]:
        """Return the names that can begin like `key`, by how many letters of it."""
        get, size = self._names.get, len(key)
        return [
            (n, bits) for n in self._lengths if n <= size and (bits := get(key[:n]))
        ]

    def at_end_of(self, key: str) -> list[tuple[int, int]]:
        """Return the names that can end like `key`, by how many letters of it."""
        get, size = self._names.get, len(key)
        return [
            (n, bits) for n in self._lengths if n <= size and (bits := get(key[-n:]))
        ]
