"""Compositions of kanji readings: which misreading could a Latin spelling be.

A reader who does not know that 平生 is Hirao reads each kanji as a dictionary allows:
hira + sei. This module composes such readings and lays them beside a spelling. It is
given the dictionary and the name; it knows no place and no known mistake.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import takewhile
from typing import NamedTuple

from analysis.names.forms import DOUBLES, Reading, forms
from analysis.names.kana import hepburn, is_kana, to_hiragana
from analysis.names.romaji import shorten

_REPEAT = "々"
_SMALL_KE = ("ヶ", "ヵ")
# A large one that stands alone can be meant as a small one: 鳩ケ谷.
_READ_AS_SMALL_KE = (*_SMALL_KE, "ケ", "カ")
_SMALL_KE_READINGS = tuple("がけか")
# 一関 is Ichi-no-seki, 種子島 Tane-ga-shima; old compounds have tsu. The type word that
# follows a name has at most no before it.
PARTICLES = {"no": "の", "ga": "が", "tsu": "つ"}
"""Particles that may be spoken and not written, by their letters."""

TRAILING_PARTICLE = "no"
"""The letters of the one that may be spoken before the type word of a name."""

# What makes a composition less plain, beside the changes of `forms`. Of several the
# plainest is shown as the proof.
_NAME_READING = 1
_LINKING = 2
_ADDED_GEMINATION = 3
_WORD = 2
_PARTICLE = 4


@dataclass(frozen=True)
class Piece:
    """A part of a name with the reading that was taken for it."""

    kanji: str
    """One kanji, a word of several kanji, a run of kana; empty for a particle."""
    reading: Reading
    letters: str
    """The reading in Hepburn, as it sounds here (voiced or geminated)."""
    change: str = ""
    """What happened to the dictionary's reading: empty, ``voiced``, ``geminated``,
    ``nasal`` (かみ is かん), ``linked`` (おう after ん is のう) or, for a particle that
    is spoken but not written, ``inserted``."""


class _Sound(NamedTuple):
    """A way to read a part of a name, with its distance from the plainest one."""

    cost: int
    kanji: str
    reading: Reading
    letters: str
    change: str


class _Table(NamedTuple):
    """The sounds of a part by the letters that they take in a key."""

    lengths: tuple[int, ...]
    whole: dict[str, _Sound]
    geminating: dict[str, _Sound]
    """Those whose next sound begins with a double consonant."""


# A part of a name: the position after it, and its sounds.
_Part = tuple[int, "_Segment"]
# A way to some place in the key: its cost, the way before it, and the last sound.
_Way = tuple[int, "_Way | None", _Sound | None]

_INSERTED = {
    letters: _Sound(_PARTICLE, "", Reading(kana, "kana"), letters, "inserted")
    for letters, kana in PARTICLES.items()
}


class Lattice:
    """Every reading that a dictionary allows for a name.

    Parameters
    ----------
    dictionary : mapping of str to iterable of Reading
        The readings of each kanji, and of words of several kanji (大和, やまと) whose
        reading is not that of its parts.
    variants : mapping of str to str, optional
        Kanji to other forms of them, which share their readings: 龍 to 竜.

    Notes
    -----
    A kanji without an entry has no reading: no name that holds it can be explained.
    """

    def __init__(
        self,
        dictionary: Mapping[str, Iterable[Reading]],
        variants: Mapping[str, str] | None = None,
    ) -> None:
        self._dictionary = dictionary
        self._variants = variants or {}
        self._word_lengths = sorted({len(entry) for entry in dictionary} - {1})
        self._segments: dict[tuple[str, bool], _Segment] = {}
        self._parts: dict[str, tuple[tuple[_Part, ...], ...]] = {}

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
            The parts of the name in order, and particles that are spoken between them.
            Of several compositions the one with the fewest and smallest changes to
            dictionary readings is given.
        """
        way = self._plainest(key, name)
        if way is None:
            return None
        pieces = []
        while way[1] is not None:
            _, way, sound = way
            pieces.append(Piece(*sound[1:]))
        return tuple(reversed(pieces))

    def can_be_read(self, key: str, name: str) -> bool:
        """Tell whether `explain` has an answer, in less time."""
        return self._plainest(key, name) is not None

    def openings(self, name: str) -> tuple[frozenset[str], ...]:
        """Return what a key of `name` can begin with, a set for each first part.

        The first parts are the first kanji and words that begin with it. Names that
        share one share its set.
        """
        parts = self._parts_of(name)
        return tuple(part.openings for _, part in parts[0]) if parts else ()

    def endings(self, name: str) -> tuple[frozenset[str], ...]:
        """Return what a key of `name` can end with, a set for each last part.

        A key can end with `TRAILING_PARTICLE` after that.
        """
        parts = self._parts_of(name)
        return tuple(
            part.endings
            for starting in parts
            for end, part in starting
            if end == len(parts)
        )

    def _plainest(self, key: str, name: str) -> _Way | None:
        """Return the cheapest way through all parts of `name` and all of `key`."""
        if not key or not name:
            return None
        parts = self._parts_of(name)
        ways: list[dict[int, _Way]] = [{} for _ in range(len(parts) + 1)]
        ways[0][0] = (0, None, None)
        for index, starting in enumerate(parts):
            here = ways[index]
            if index and here:
                _insert_particles(key, here)
            for place, way in here.items():
                before = _before(key, place)
                for end, part in starting:
                    _take(key, place, way, part.after(before), ways[end])
        at_end = ways[-1]
        way = at_end.get(len(key))
        if way is None and key.endswith(TRAILING_PARTICLE):
            before_particle = at_end.get(len(key) - len(TRAILING_PARTICLE))
            if before_particle:
                sound = _INSERTED[TRAILING_PARTICLE]
                return before_particle[0] + sound.cost, before_particle, sound
        return way

    def _parts_of(self, name: str) -> tuple[tuple[_Part, ...], ...]:
        """Return the parts of a name that start at each of its characters."""
        found = self._parts.get(name)
        if found is None:
            chars = _spell_out(name)
            found = tuple(
                tuple(self._starting(chars, index)) for index in range(len(chars))
            )
            self._parts[name] = found
        return found

    def _starting(self, chars: str, index: int) -> Iterator[_Part]:
        """Give the parts of a name that start at `index`, with their ends."""
        char = chars[index]
        if _is_plain_kana(char):
            # A run of kana is one part: キャ cannot be read one by one.
            if index == 0 or not _is_plain_kana(chars[index - 1]):
                run = "".join(takewhile(_is_plain_kana, chars[index:]))
                yield index + len(run), self._segment(run, first=index == 0)
            return
        for length in (1, *self._word_lengths):
            text = chars[index : index + length]
            if len(text) == length and (text in self._dictionary or length == 1):
                yield index + length, self._segment(text, first=index == 0)

    def _segment(self, text: str, *, first: bool) -> "_Segment":
        found = self._segments.get((text, first))
        if found is None:
            found = _Segment(text, self._readings_of(text), first=first)
            self._segments[text, first] = found
        return found

    def _readings_of(self, text: str) -> Iterable[Reading]:
        if text in _READ_AS_SMALL_KE:
            return [Reading(kana, "kana") for kana in _SMALL_KE_READINGS]
        if is_kana(text):
            return [Reading(to_hiragana(text), "kana")]
        other = self._variants.get(text, "")
        return [*self._dictionary.get(text, ()), *self._dictionary.get(other, ())]


class _Segment:
    """The sounds of one part of a name, laid out for look-up in a key.

    The key has its long vowels short, also where two readings meet (ko + u): what the
    letter before the part makes of its first letters is a table of its own.
    """

    def __init__(self, text: str, readings: Iterable[Reading], *, first: bool) -> None:
        whole: dict[str, _Sound] = {}
        geminating: dict[str, _Sound] = {}
        for reading in readings:
            for sound, geminates in _sounds_of(text, reading, first):
                _keep(geminating if geminates else whole, _short(sound.letters), sound)
        self._plain = _table(whole, geminating)
        self._after: dict[str, _Table] = {}

    @cached_property
    def openings(self) -> frozenset[str]:
        """The letters that its sounds take at the beginning of a key."""
        return frozenset((*self._plain.whole, *self._plain.geminating))

    @cached_property
    def endings(self) -> frozenset[str]:
        """The letters that its sounds take at the end of a key."""
        whole = self._plain.whole
        # Of what a letter before changes, only u after o leaves another end: ko + ue.
        after_o = ("o" + text.lstrip("ou") for text in whole if text.startswith("u"))
        return frozenset((*whole, *after_o))

    def after(self, before: str) -> _Table:
        """Return the sounds by the letters that they take after others in a key."""
        if before not in _CHANGING:
            return self._plain
        found = self._after.get(before)
        if found is None:
            change = _CHANGING[before]
            found = self._after[before] = _table(
                change(self._plain.whole), change(self._plain.geminating)
            )
        return found


def sounds(pieces: Iterable[Piece]) -> str:
    """Return a composition in one word: ``hira+sei``."""
    out = ""
    for piece in pieces:
        if out.endswith("っ"):
            out = out[:-1] + ("t" if piece.letters[:2] == "ch" else piece.letters[0])
        out += ("+" if out else "") + piece.letters
        out += "っ" if piece.change == "geminated" else ""
    return out


def _insert_particles(key: str, ways: dict[int, _Way]) -> None:
    """Add the ways on which a particle is spoken after the part that ends here."""
    for place, way in tuple(ways.items()):
        for letters, sound in _INSERTED.items():
            if key.startswith(letters, place):
                _reach(ways, place + len(letters), way, sound, sound.cost)


def _take(
    key: str, place: int, way: _Way, table: _Table, ways: dict[int, _Way]
) -> None:
    """Add the ways on which one part is read at `place` of the key."""
    for length in table.lengths:
        end = place + length
        if end > len(key):
            break
        letters = key[place:end]
        sound = table.whole.get(letters)
        if sound:
            _reach(ways, end, way, sound, sound.cost)
        if not _is_double(key, end):
            continue
        # The second of the two consonants is where the next part begins.
        if sound:
            geminated = sound._replace(change="geminated")
            _reach(ways, end + 1, way, geminated, sound.cost + _ADDED_GEMINATION)
        sound = table.geminating.get(letters)
        if sound:
            _reach(ways, end + 1, way, sound, sound.cost)


def _reach(
    ways: dict[int, _Way], place: int, way: _Way, sound: _Sound, cost: int
) -> None:
    """Keep a way to `place` if no way there is as cheap."""
    cost += way[0]
    known = ways.get(place)
    if known is None or cost < known[0]:
        ways[place] = (cost, way, sound)


def _is_double(key: str, place: int) -> bool:
    """Tell whether a double consonant stands at `place`: kk, ss, tt, pp, cch."""
    letter = key[place : place + 1]
    if letter == "c":
        return key.startswith("cch", place)
    return letter in ("k", "s", "t", "p") and key.startswith(letter, place + 1)


def _is_plain_kana(char: str) -> bool:
    return is_kana(char) and char not in _SMALL_KE


def _spell_out(name: str) -> str:
    """Return `name` with 々 replaced by the kanji that it repeats."""
    out = ""
    for char in name:
        out += out[-1] if char == _REPEAT and out else char
    return out


def _sounds_of(
    text: str, reading: Reading, first: bool
) -> Iterator[tuple[_Sound, bool]]:
    """Give how a reading can sound, and whether what follows is geminated."""
    ordinary = _WORD if len(text) > 1 and reading.kind != "kana" else 0
    if not ordinary and reading.kind == "name":
        ordinary = _NAME_READING
    for form, change, cost in forms(reading, first=first):
        geminates = form.endswith(DOUBLES)
        letters = _letters(form.removesuffix(DOUBLES))
        yield _Sound(ordinary + cost, text, reading, letters, change), geminates


@cache
def _letters(kana: str) -> str:
    return hepburn(kana).replace("'", "")


@cache
def _short(letters: str) -> str:
    return shorten(letters)


def _table(whole: dict[str, _Sound], geminating: dict[str, _Sound]) -> _Table:
    lengths = {len(letters) for letters in (*whole, *geminating)}
    return _Table(tuple(sorted(lengths)), whole, geminating)


def _keep(kept: dict[str, _Sound], letters: str, sound: _Sound) -> None:
    known = kept.get(letters)
    if known is None or sound.cost < known.cost:
        kept[letters] = sound


def _before(key: str, place: int) -> str:
    """Return the letters before `place` that may change what follows."""
    letter = key[place - 1 : place]
    return "ii" if letter == "i" and key.endswith("ii", 0, place) else letter


def _swallowing(
    pattern: str,
) -> Callable[[Mapping[str, _Sound]], dict[str, _Sound]]:
    """Return what drops the first letters of sounds that a key has only once."""
    first = re.compile(pattern)

    def drop(plain: Mapping[str, _Sound]) -> dict[str, _Sound]:
        out: dict[str, _Sound] = {}
        for letters, sound in plain.items():
            _keep(out, first.sub("", letters), sound)
        return out

    return drop


def _linked(plain: Mapping[str, _Sound]) -> dict[str, _Sound]:
    """Return sounds with n before a vowel: 王 (おう) is のう after 天 (てん)."""
    out = _AFTER_N(plain)
    for letters, sound in plain.items():
        if letters[:1] in ("a", "i", "u", "e", "o"):
            linked = sound._replace(
                cost=sound.cost + _LINKING,
                letters="n" + sound.letters,
                change="linked",
            )
            _keep(out, "n" + letters, linked)
    return out


# A key has long vowels once (kou + oka: koka), no i thrice, and hannya as hanya.
_AFTER_N = _swallowing("^n(?=y)")
_CHANGING = {
    "o": _swallowing("^[ou]+"),
    "u": _swallowing("^u+"),
    "i": _swallowing("^i(?=i)"),
    "ii": _swallowing("^i+"),
    "n": _linked,
}
