"""Readings of kanji that place names have and a kanji dictionary lacks.

原 is はる in the south, 大和 is やまと everywhere, and no dictionary of single kanji
says so. The post's list of some 120,000 neighbourhoods (町域) has kanji and kana: where
the dictionary explains all of a name but one stretch, the kana left over is the reading
of that stretch. A word of several kanji needs one place that bears it out, one kanji
several, for it may as well be read so in that one word only.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.names.forms import Reading, forms
from analysis.names.kana import is_kana, to_hiragana
from analysis.names.readings import PARTICLES

PLACE_READING_COLUMNS = ("kanji", "reading", "okurigana", "kind")

_NAME = re.compile("[㐀-鿿々ヶケノの]+")
_REPEATED = re.compile("(.)々")
_SMALL_KE = {"ヶ": ("が", "け", "か"), "ケ": ("が", "け", "か")}
# ぢ and じ, づ and ず sound alike, and sources differ about them.
_SAME_SOUND = str.maketrans("ぢづ", "じず")
_CANNOT_BEGIN = tuple("ぁぃぅぇぉゃゅょっんー")
_LONGEST = 3
_KANA_A_KANJI = 3
_TIMES_OF_ONE_KANJI = 3


@dataclass
class _Evidence:
    """Where a reading of a stretch was left over, and between which characters."""

    places: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)


class _Name(NamedTuple):
    place: str
    chars: str
    kana: str


def build_place_readings(
    neighbourhoods: pd.DataFrame, kanji_readings: pd.DataFrame
) -> pd.DataFrame:
    """Return readings of kanji, and of words of 2 or 3, that place names bear out.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        Columns `jisx0402`, `neighbourhood` and `kana`, as the snapshot has them.
    kanji_readings : pandas.DataFrame
        The dictionary, as `analysis.gazetteer.build.build_kanji_readings` gives it.

    Returns
    -------
    pandas.DataFrame
        Columns `PLACE_READING_COLUMNS`, those of the dictionary: `kanji` has up to
        three characters, `okurigana` is "", `kind` is ``name``.
    """
    known = _Known(kanji_readings)
    names = [name for name in _names(neighbourhoods) if known.covers(name.chars)]
    found: list[tuple[str, str]] = []
    # Single kanji first: a word is only what they do not explain.
    for length in range(1, _LONGEST + 1):
        names = [name for name in names if not known.explains(name)]
        new = _borne_out(known, names, length)
        for stretch, kana in new:
            known.add(stretch, kana)
        found += new
    table = pd.DataFrame(found, columns=["kanji", "reading"])
    table = table.assign(okurigana="", kind="name")[list(PLACE_READING_COLUMNS)]
    return table.sort_values(["kanji", "reading"], ignore_index=True)


class _Known:
    """The forms of all readings that are known so far, in hiragana."""

    def __init__(self, kanji_readings: pd.DataFrame) -> None:
        self._forms: dict[str, set[str]] = defaultdict(set)
        for kanji, kana, okurigana, kind in zip(
            *(kanji_readings[column] for column in PLACE_READING_COLUMNS), strict=True
        ):
            self._add(kanji, Reading(kana, kind, okurigana))
        for char, readings in _SMALL_KE.items():
            self._forms[char] = set(readings)
        for char in "ノの":
            self._forms[char] = {"の"}

    def add(self, stretch: str, kana: str) -> None:
        """Take up a reading of one kanji or of a word."""
        self._add(stretch, Reading(kana, "name"))

    def covers(self, chars: str) -> bool:
        """Tell whether every character has a reading."""
        return all(char in self._forms for char in chars)

    def borders(self, stretch: str, kana: str) -> bool:
        """Tell whether the first or last kanji explains an end of `kana`."""
        return any(map(kana.startswith, self._forms[stretch[0]])) or any(
            map(kana.endswith, self._forms[stretch[-1]])
        )

    def explains(self, name: _Name) -> bool:
        """Tell whether the whole of a name is read as known."""
        return len(name.kana) in self.ahead(name)[-1]

    def ahead(self, name: _Name) -> list[set[int]]:
        """Return how far in the kana each beginning of the name can reach."""
        chars, kana = name.chars, name.kana
        reach: list[set[int]] = [set() for _ in range(len(chars) + 1)]
        reach[0].add(0)
        for index in range(len(chars)):
            if index:
                reach[index] |= _past_particles(kana, reach[index])
            for place in reach[index]:
                for length in range(1, _LONGEST + 1):
                    for form in self._forms.get(chars[index : index + length], ()):
                        end = index + length
                        if end <= len(chars) and kana.startswith(form, place):
                            reach[end].add(place + len(form))
        return reach

    def behind(self, name: _Name) -> list[set[int]]:
        """Return from where in the kana each ending of the name can be read."""
        chars, kana = name.chars, name.kana
        reach: list[set[int]] = [set() for _ in range(len(chars) + 1)]
        reach[-1].add(len(kana))
        for index in range(len(chars) - 1, -1, -1):
            for form in self._forms[chars[index]]:
                for end in reach[index + 1]:
                    if kana.endswith(form, 0, end):
                        reach[index].add(end - len(form))
        return reach

    def _add(self, text: str, reading: Reading) -> None:
        self._forms[text] |= {
            form.translate(_SAME_SOUND) for form, _, _ in _forms_of(reading)
        }


@cache
def _forms_of(reading: Reading) -> tuple[tuple[str, str, int], ...]:
    return tuple(forms(reading, first=False))


def _names(neighbourhoods: pd.DataFrame) -> Iterator[_Name]:
    """Give the names that are kanji throughout, each once in a municipality."""
    rows = neighbourhoods.drop_duplicates()
    for place, text, kana in zip(
        rows["jisx0402"], rows["neighbourhood"], rows["kana"], strict=True
    ):
        if _NAME.fullmatch(text) and is_kana(kana):
            chars = _REPEATED.sub(r"\1\1", text)
            yield _Name(place, chars, to_hiragana(kana).translate(_SAME_SOUND))


def _past_particles(kana: str, places: Iterable[int]) -> set[int]:
    """Return the places behind a particle that is spoken and not written."""
    particles = (*PARTICLES.values(), "っ")
    return {place + 1 for place in places if kana.startswith(particles, place)}


def _borne_out(
    known: _Known, names: Iterable[_Name], length: int
) -> list[tuple[str, str]]:
    """Return the readings of stretches of `length` that enough places bear out."""
    evidence: dict[tuple[str, str], _Evidence] = defaultdict(_Evidence)
    for name in names:
        ahead, behind = known.ahead(name), known.behind(name)
        for index in range(len(name.chars) - length + 1):
            end = index + length
            stretch = name.chars[index:end]
            if is_kana(stretch[0]) or is_kana(stretch[-1]):
                continue
            for kana in _left_over(name.kana, ahead[index], behind[end], length):
                seen = evidence[stretch, kana]
                seen.places.add(name.place)
                seen.before.add(name.chars[index - 1 : index])
                seen.after.add(name.chars[end : end + 1])
    return sorted(
        (stretch, kana)
        for (stretch, kana), seen in evidence.items()
        if _is_enough(known, stretch, kana, seen)
    )


def _left_over(
    kana: str, begins: set[int], ends: set[int], length: int
) -> Iterator[str]:
    """Give the kana between what is read before and after, if it can be a reading."""
    for begin in begins:
        for end in ends:
            text = kana[begin:end]
            if (
                text
                and len(text) <= _KANA_A_KANJI * length
                and not text.startswith(_CANNOT_BEGIN)
                and kana[end : end + 1] not in ("ゃ", "ゅ", "ょ")
            ):
                yield text


def _is_enough(known: _Known, stretch: str, kana: str, seen: _Evidence) -> bool:
    """Tell whether a reading belongs to its stretch, and not to a longer one.

    日 is no ひな although 日向 is ひなた in many places: 向 always follows.
    """
    beside = (seen.before, seen.after)
    if len(stretch) > 1:
        stands_alone = all(len(chars) > 1 or "" in chars for chars in beside)
        # たはるまち of 田原町 is hardly a word of three, for た and まち are known.
        irregular = not known.borders(stretch, kana)
        return stands_alone and (len(stretch) == 2 or irregular or len(seen.places) > 1)
    return (
        min(map(len, beside)) > 1
        and max(map(len, beside)) >= _TIMES_OF_ONE_KANJI
        and len(seen.places) >= _TIMES_OF_ONE_KANJI
        # とのした for 下 is との, which belongs to what stands before, and した.
        and not known.borders(stretch, kana)
    )
