"""What is near a name that no body has: possible readings of kanji, and slips.

Looked for inside a *block* only, the bodies of a stated prefecture and type, so that
what is stated stays a hard constraint and the search short.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from analysis.gazetteer.body import Body
from analysis.gazetteer.index import Index
from analysis.names.fold import fold_japanese_texts
from analysis.names.readable import ReadingIndex
from analysis.names.readings import Lattice
from analysis.names.romaji import hepburn, plain
from analysis.resolver.query import types_of

EDITS_AT_MOST = 2
"""How many edits a slip may be off."""

# What kana can spell: most slips are no reading at all, which is told at a glance.
_SYLLABLES = re.compile(
    "(?:[kstpc]?(?:[kgnhbpmr]y?|sh?|ts?|ch|[zjdfwy])?[aiueo]|n)+", re.ASCII
)


class Wanted(NamedTuple):
    """A name that no body has, in the forms in which it is compared."""

    key: str
    letters: str
    lengths: str


@dataclass(slots=True)
class Nearby:
    """What a block has near one name.

    Attributes
    ----------
    readable : list of Body
        The bodies whose kanji can be read so.
    slips : dict of Body to int
        The bodies whose name is a few edits away, with how many.
    """

    readable: list[Body] = field(default_factory=list)
    slips: dict[Body, int] = field(default_factory=dict)

    def within(self, edits: int) -> list[Body]:
        """Return the bodies that are so many edits away."""
        return [body for body, off in self.slips.items() if off == edits]


class Block:
    """Some bodies, laid out for finding what is near a name.

    Parameters
    ----------
    bodies : iterable of Body
        The bodies.
    index : Index
        Where they come from; it knows their comparison keys.
    lattice : Lattice
        The kanji dictionary.
    """

    def __init__(self, bodies: Iterable[Body], index: Index, lattice: Lattice) -> None:
        self.bodies = list(bodies)
        self._index = index
        self._lattice = lattice

    def readable(self, key: str) -> list[Body]:
        """Return the bodies whose kanji can be read as `key`."""
        if not _SYLLABLES.fullmatch(key):
            return []
        stems, by_stem = self._readings
        return [body for i in stems.readable(key) for body in by_stem[i]]

    def search(self, names: Sequence[Wanted]) -> list[Nearby]:
        """Return what is near each of `names`."""
        return [
            Nearby(self.readable(name.key), slips)
            for name, slips in zip(names, self._slips(names), strict=True)
        ]

    def search_japanese(self, form: str) -> list[Body]:
        """Return the bodies whose folded Japanese name is one edit from `form`."""
        return [
            body
            for body, name in zip(self.bodies, self._forms, strict=True)
            if OSA.distance(form, name, score_cutoff=1) == 1
        ]

    def _slips(self, names: Sequence[Wanted]) -> list[dict[Body, int]]:
        """Compare letters and keys: a fold can hide a letter, or make two of one."""
        found: list[dict[Body, int]] = [{} for _ in names]
        spellings, owners = self._spellings
        if not spellings:
            return found
        askers: dict[str, list[int]] = defaultdict(list)
        for i, name in enumerate(names):
            askers[name.key].append(i)
            if name.letters != name.key:
                askers[name.letters].append(i)
        distances = cdist(
            list(askers),
            spellings,
            scorer=OSA.distance,
            score_cutoff=EDITS_AT_MOST,
            dtype=np.uint8,
        )
        asked = list(askers.values())
        rows, columns = np.nonzero(distances <= EDITS_AT_MOST)
        offs = distances[rows, columns].tolist()
        for row, column, off in zip(rows.tolist(), columns.tolist(), offs, strict=True):
            body = owners[column]
            for i in asked[row]:
                if off < found[i].get(body, EDITS_AT_MOST + 1):
                    found[i][body] = off
        return found

    @cached_property
    def _readings(self) -> tuple[ReadingIndex, list[list[Body]]]:
        by_stem: dict[str, list[Body]] = defaultdict(list)
        for body in self.bodies:
            by_stem[body.stem_ja].append(body)
        return ReadingIndex(self._lattice, list(by_stem)), list(by_stem.values())

    @cached_property
    def _spellings(self) -> tuple[list[str], list[Body]]:
        spelled = []
        for body in self.bodies:
            written = set(self._index.stem_keys[body.position])
            if body.stem_kana:
                written.add(hepburn(body.stem_kana).replace("'", ""))
            if body.stem_en:
                written.add(letters_of(body.stem_en))
            spelled += [(text, body) for text in sorted(written)]
        return [text for text, _ in spelled], [body for _, body in spelled]

    @cached_property
    def _forms(self) -> list[str]:
        return fold_japanese_texts([body.name_ja for body in self.bodies])


class Neighbourhood:
    """The blocks of one day.

    Parameters
    ----------
    index : Index
        All bodies.
    lattice : Lattice
        The kanji dictionary.
    day : int
        The day on which bodies live, as an ordinal.
    """

    def __init__(self, index: Index, lattice: Lattice, day: int) -> None:
        self._index = index
        self._lattice = lattice
        self._day = day
        self._blocks: dict[tuple, Block] = {}
        self._of_prefecture: dict[str, list[Body]] = defaultdict(list)
        for body in index.bodies:
            self._of_prefecture[body.prefecture_code].append(body)

    def living(self, prefecture: Body | None, kind: str | None) -> Block:
        """Return the living bodies of a prefecture, or of Japan, and of a type.

        Only those with a government: whoever misreads a name has met one.
        """
        return self._block(prefecture, kind, lives=True)

    def others(self, prefecture: Body | None, kind: str | None) -> Block:
        """Return the bodies of other times of a prefecture and of a type."""
        return self._block(prefecture, kind, lives=False)

    def _block(
        self, prefecture: Body | None, kind: str | None, *, lives: bool
    ) -> Block:
        code = prefecture and prefecture.prefecture_code
        name = (code, kind, lives)
        block = self._blocks.get(name)
        if block is None:
            types = types_of(kind, placed=True)
            bodies = self._of_prefecture[code] if code else self._index.bodies
            block = Block(
                (
                    body
                    for body in bodies
                    if body.entity_type in types
                    and body.has_government
                    and body.lives_on(self._day) == lives
                ),
                self._index,
                self._lattice,
            )
            self._blocks[name] = block
        return block


def letters_of(name: str) -> str:
    """Return the letters of a Latin spelling, lower case, without marks."""
    if name.isascii() and name.isalpha():
        return name.lower()
    return "".join(char for char in plain(name).lower() if char.isalpha())
