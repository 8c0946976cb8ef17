"""How the names of bodies that are gone were read, as far as names of today tell.

A town that was merged away usually lives on as a neighbourhood (町域) of the body that
took its place, or in the first part of several: 佐久市臼田 (usuda) was 臼田町. Whether
its last character was read machi or chō, mura or son is seldom told, so only the stem,
the name without it, has kana.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile

import pandas as pd

from analysis.gazetteer.body import SUFFIXES
from analysis.names.romaji import to_hiragana

_VARIANTS = str.maketrans(
    "ヶヵがガッ之の乃淵龍澤邊﨑嶽", "ケカケケツノノノ渕竜沢辺崎岳"
)
_SUFFIX_KANA = {suffix: SUFFIXES[suffix] for suffix in "市町村区"}
_LINKS = ("の", "が", "つ")  # spoken, not written: 湯本 as ゆのもと
_PLAIN = "かきくけこさしすせそたちつてとはひふへほ"
_VOICED = "がぎぐげござじずぜぞだぢづでどばびぶべぼ"
_VOICE = dict(zip(_PLAIN, _VOICED, strict=True)) | {"は": "ば", "ち": "ぢ", "つ": "づ"}
_HALF = dict(zip("はひふへほ", "ぱぴぷぺぽ", strict=True))
_SOFT = {"ち": "じ", "つ": "ず"}
_KANA_SPOKEN = {"ケ": ("が", "け", "か"), "ツ": ("つ", "っ"), "ノ": ("の",)}


def kanji_key(name: str) -> str:
    """Return a name with the spellings of the post and of geoshape made alike."""
    return name.translate(_VARIANTS)


class Stems:
    """The kana of stems, by the neighbourhoods of today.

    Parameters
    ----------
    postal : DataFrame
        `jisx0402`, `neighbourhood`, `kana` (katakana), as in the snapshot.
    readings : DataFrame
        `kanji`, `reading` (hiragana), `okurigana`, as in the packaged readings.
    """

    def __init__(self, postal: pd.DataFrame, readings: pd.DataFrame) -> None:
        self._of_code: dict[str, list[tuple[str, str]]] = defaultdict(list)
        names = postal["neighbourhood"].map(kanji_key)
        kana = postal["kana"].map(to_hiragana)
        for code, *place in zip(postal["jisx0402"], names, kana, strict=True):
            self._of_code[code].append((place[0], place[1]))
        self._forms_of: dict[tuple[str, bool], Iterable[str]] = {}
        self._spoken: dict[str, set[str]] = defaultdict(set)
        for row in readings.itertuples():
            self._spoken[kanji_key(row.kanji)] |= {
                row.reading,
                row.reading + row.okurigana,
            }

    def named(self, stem: str, area_codes: Iterable[str]) -> list[tuple[str, str]]:
        """Return name and kana of the neighbourhoods with `stem` at either end."""
        key = kanji_key(stem)
        return [
            place
            for code in area_codes
            for place in self._of_code.get(code, ())
            if place[0].startswith(key) or place[0].endswith(key)
        ]

    def bears(self, stem: str, area_codes: Iterable[str]) -> bool:
        """Tell whether a neighbourhood's name begins with `stem`."""
        key = kanji_key(stem)
        return any(
            name.startswith(key)
            for code in area_codes
            for name, _ in self._of_code.get(code, ())
        )

    def reading(self, stem: str, area_codes: Iterable[str]) -> tuple[str, str] | None:
        """Return the kana of `stem` and how they were found, if they are sure.

        ``neighbourhood``: neighbourhoods are called `stem`, or `stem` with 町 or 村,
        and all that are agree. ``in_neighbourhoods``: the names of others begin with
        `stem`, and there is one kana text that all of theirs begin with and that the
        readings of its kanji allow, those of the rest allowing what follows; or end
        with it, likewise.
        """
        key = kanji_key(stem)
        places = self.named(stem, area_codes)
        whole = {kana for name, kana in places if name == key}
        for suffix, spoken in _SUFFIX_KANA.items():
            whole |= {_without(k, spoken) for name, k in places if name == key + suffix}
        if whole:
            kana = whole.pop()
            return (kana, "neighbourhood") if kana and not whole else None
        front = [(n, k) for n, k in places if n.startswith(key)]
        back = [(n, k) for n, k in places if n.endswith(key)]
        found = set()
        if len(key) > 1:  # 緑 is part of many names that have nothing to do with 緑町
            found = _common_to_all(self._at_front(key, *place) for place in front)
        if len(key) > 1 and not front:
            found = _common_to_all(self._at_back(key, *place) for place in back)
        if len(found) != 1:
            found = _before_a_suffix(key, front)
        return (found.pop(), "in_neighbourhoods") if len(found) == 1 else None

    def _at_front(self, key: str, name: str, kana: str) -> set[str]:
        """Return what `key` can be in the kana of a name that begins with it."""
        rest = name[len(key) :]
        return {
            kana[:end]
            for end in self._ends(key, kana, 0)
            if len(kana) in self._ends(rest, kana, end, inside=True)
        }

    def _at_back(self, key: str, name: str, kana: str) -> set[str]:
        """Return what `key` can be in the kana of a name that ends with it."""
        front = name[: -len(key)]
        return {
            kana[end:]
            for end in self._ends(front, kana, 0)
            if end < len(kana) and kana[end] not in _VOICED + "ぱぴぷぺぽ"
            if len(kana) in self._ends(key, kana, end)
        }

    def _ends(
        self, kanji: str, kana: str, start: int, *, inside: bool = False
    ) -> set[int]:
        """Return where in `kana` a reading of `kanji` from `start` on can end."""
        ends = {start}
        for i, char in enumerate(kanji):
            char = kanji[i - 1] if char == "々" and i else char
            before, ends = ends, set()
            for place in before:
                for spoken in self._forms(char, inside or i > 0):
                    if kana.startswith(spoken, place):
                        ends.add(place + len(spoken))
        return ends

    def _forms(self, char: str, inside: bool) -> Iterable[str]:
        """Return how a character can be spoken, alone or inside of a name."""
        if (char, inside) not in self._forms_of:
            self._forms_of[char, inside] = self._all_forms(char, inside)
        return self._forms_of[char, inside]

    def _all_forms(self, char: str, inside: bool) -> Iterable[str]:
        """Return the readings of a character, voiced and joined on if inside."""
        if char in _KANA_SPOKEN:
            return _KANA_SPOKEN[char]
        forms = set(self._spoken.get(char, ())) or {to_hiragana(char)}
        forms |= {form[:-1] + "っ" for form in forms if form[-1] in "つくちき"}
        if inside:
            forms |= {
                table[form[0]] + form[1:]
                for table in (_VOICE, _HALF, _SOFT)
                for form in forms
                if form[0] in table
            }
            forms |= {link + form for link in _LINKS for form in forms}
        return forms


def _common_to_all(readings: Iterator[set[str]]) -> set[str]:
    """Return the readings that all neighbourhoods allow which allow any."""
    told = [each for each in readings if each]
    return set.intersection(*told) if told else set()


def _before_a_suffix(key: str, places: list[tuple[str, str]]) -> set[str]:
    """Return what the kana of names of the form `key`町… begin with before the 町."""
    found = set()
    for suffix, spoken in _SUFFIX_KANA.items():
        longer = [place for place in places if place[0].startswith(key + suffix)]
        if len({name[len(key) + 1 :][:1] for name, _ in longer}) > 1:
            alike = zip(*(kana for _, kana in longer), strict=False)
            common = "".join(c[0] for c in takewhile(lambda c: len(set(c)) == 1, alike))
            found.add(_without(common, spoken))
    return found - {""}


def _without(kana: str, endings: tuple[str, ...]) -> str:
    """Return kana without the one of `endings` that it ends in, "" if in none."""
    for ending in endings:
        if kana.endswith(ending) and kana != ending:
            return kana.removesuffix(ending)
    return ""
