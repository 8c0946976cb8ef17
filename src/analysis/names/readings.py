"""Compositions of kanji readings: which misreading could a Latin spelling be.

A reader who does not know that 平生 is Hirao reads each kanji as a dictionary allows:
hira + sei. This module composes such readings and lays them beside a spelling. It is
given the dictionary and the name; it knows no place and no known mistake.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from analysis.names.romaji import hepburn, is_kana, shorten, to_hiragana

_VOICED = {
    **dict(
        zip(
            "かきくけこさしすせそたちつてと",
            "がぎぐげござじずぜぞだぢづでど",
            strict=True,
        )
    ),
    **dict(zip("はひふへほ", "ばびぶべぼ", strict=True)),
}
_HALF_VOICED = dict(zip("はひふへほ", "ぱぴぷぺぽ", strict=True))
# 一 (いち) + 本 (ほん) is いっぽん: these endings may become っ before k, s, t, p.
_MAY_GEMINATE = "つちくき"
_GEMINATED_BEFORE = ("k", "s", "t", "p", "ch")
# る of an ichidan verb falls, the last kana of others turns to the i-row: 流れ, 泊まり.
_CONTINUATIVE = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))
_REPEAT = "々"
_SMALL_KE = "ヶケヵカ"


class Reading(NamedTuple):
    """One dictionary reading of one kanji, in hiragana."""

    kana: str
    kind: str
    """``on``, ``kun``, ``name`` or, for a kana in the name, ``kana``."""
    okurigana: str = ""


@dataclass(frozen=True)
class Piece:
    """One kanji of a name with the reading that was taken for it."""

    kanji: str
    reading: Reading
    letters: str
    """The reading in Hepburn, as it sounds here (voiced or geminated)."""
    change: str = ""
    """What happened to the dictionary's reading: empty, ``voiced``, ``geminated``."""


@dataclass(frozen=True)
class _Option:
    piece: Piece
    geminates: bool
    cost: int


class Lattice:
    """Every reading that a kanji dictionary allows for a name.

    Parameters
    ----------
    dictionary : mapping of str to iterable of Reading
        The readings of each kanji. Source: KANJIDIC2, see data/raw/README.md.
    """

    def __init__(self, dictionary: Mapping[str, Iterable[Reading]]) -> None:
        self._dictionary = dictionary
        self._options: dict[tuple[str, bool], tuple[_Option, ...]] = {}

    def explain(self, key: str, name: str) -> tuple[Piece, ...] | None:
        """Return how `name` can be read as `key`, or None if no composition gives it.

        Parameters
        ----------
        key : str
            Comparison key of the spelling, see `analysis.names.romaji.romaji_key`.
        name : str
            The name without its type suffix, kanji and kana: ``平生``.

        Returns
        -------
        tuple of Piece or None
            One piece for each character. Of several compositions the one with the
            fewest changes to dictionary readings is given.
        """
        best = self._match(key, _spell_out(name), 0, 0, False, {})
        return None if best is None else best[1]

    def _match(
        self,
        key: str,
        chars: str,
        index: int,
        start: int,
        geminated: bool,
        memo: dict[tuple[int, int, bool], tuple[int, tuple[Piece, ...]] | None],
    ) -> tuple[int, tuple[Piece, ...]] | None:
        """Return the cheapest cover of key[start:] by chars[index:], with its cost."""
        if index == len(chars):
            return (0, ()) if start == len(key) and not geminated else None
        state = (index, start, geminated)
        if state in memo:
            return memo[state]
        best = None
        for option in self._options_of(chars[index], first=index == 0):
            letters = option.piece.letters
            if geminated:
                if not letters.startswith(_GEMINATED_BEFORE):
                    continue
                letters = ("c" if letters.startswith("ch") else letters[0]) + letters
            end = _advance(key, start, letters)
            if end is None:
                continue
            rest = self._match(key, chars, index + 1, end, option.geminates, memo)
            if rest is None:
                continue
            cost = option.cost + rest[0]
            if best is None or cost < best[0]:
                best = (cost, (option.piece, *rest[1]))
        memo[state] = best
        return best

    def _options_of(self, char: str, *, first: bool) -> tuple[_Option, ...]:
        """Return the ways to read one character, the most ordinary first."""
        found = self._options.get((char, first))
        if found is None:
            options = [
                option
                for reading in self._readings_of(char)
                for option in _variants(char, reading, first)
            ]
            found = tuple(sorted(options, key=lambda option: option.cost))
            self._options[char, first] = found
        return found

    def _readings_of(self, char: str) -> Iterable[Reading]:
        if char in _SMALL_KE:
            return (Reading("が", "kana"), Reading("け", "kana"), Reading("か", "kana"))
        if is_kana(char):
            return (Reading(to_hiragana(char), "kana"),)
        return self._dictionary.get(char, ())


def sounds(pieces: Iterable[Piece]) -> str:
    """Return a composition in one word: ``hira+sei``."""
    out = ""
    for piece in pieces:
        if out.endswith("っ"):
            out = out[:-1] + ("t" if piece.letters[:2] == "ch" else piece.letters[0])
        out += ("+" if out else "") + piece.letters
        out += "っ" if piece.change == "geminated" else ""
    return out


def _spell_out(name: str) -> str:
    """Return `name` with 々 replaced by the kanji that it repeats."""
    out = ""
    for char in name:
        out += out[-1] if char == _REPEAT and out else char
    return out


def _variants(char: str, reading: Reading, first: bool) -> Iterable[_Option]:
    for kana, base in _inflections(reading):
        for form, change, cost in _voicings(kana, first):
            yield _option(char, reading, form, change, base + cost, geminates=False)
            if len(form) > 1 and form[-1] in _MAY_GEMINATE:
                yield _option(
                    char,
                    reading,
                    form[:-1],
                    "geminated",
                    base + cost + 1,
                    geminates=True,
                )


def _inflections(reading: Reading) -> Iterable[tuple[str, int]]:
    """Give the forms of a kun reading: 泊 is と, とまる or, in names, とまり."""
    yield reading.kana, 0
    tail = reading.okurigana
    if not tail:
        return
    yield reading.kana + tail, 2
    if tail[-1] in _CONTINUATIVE:
        yield reading.kana + tail[:-1] + _CONTINUATIVE[tail[-1]], 1
    if tail[-1] == "る" and len(tail) > 1:
        yield reading.kana + tail[:-1], 1


def _voicings(kana: str, first: bool) -> Iterable[tuple[str, str, int]]:
    yield kana, "", 0
    if first:
        return
    for table in (_VOICED, _HALF_VOICED):
        if kana[0] in table:
            yield table[kana[0]] + kana[1:], "voiced", 1


def _option(
    char: str, reading: Reading, kana: str, change: str, cost: int, *, geminates: bool
) -> _Option:
    letters = hepburn(kana).replace("'", "")
    return _Option(Piece(char, reading, letters, change), geminates, cost)


def _advance(key: str, start: int, letters: str) -> int | None:
    """Return where `letters` end in `key`, or None if they do not stand there.

    The key has its long vowels short, also where two readings meet (ko + u).
    """
    letters = shorten(letters)
    if start and key[start - 1] == "o":
        letters = letters.lstrip("ou")
    elif start and key[start - 1] == "u":
        letters = letters.lstrip("u")
    # What follows decides whether a final o or u is the end of a long vowel.
    return start + len(letters) if key.startswith(letters, start) else None
