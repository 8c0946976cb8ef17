"""Slips of the pen, and names that state what is not so."""

import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import OSA

from .bodies import (
    Body,
    former_spelled,
    former_wards,
    former_written,
    living,
    prefectures,
)
from .english import place_prefecture, with_stem
from .kanji import modern
from .mutant import Mutant, stating

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    key: "".join(
        row[at]
        for row in _KEYBOARD[max(0, line - 1) : line + 2]
        for at in range(max(0, place - 1), min(len(row), place + 2))
        if row[at] != key
    )
    for line, keys in enumerate(_KEYBOARD)
    for place, key in enumerate(keys)
}
_TYPE_WORDS = {
    "city": ("City", "市"),
    "town": ("Town", "町"),
    "village": ("Village", "村"),
}


def typo_rules(body: Body, rng: random.Random) -> Iterator[tuple[str, Mutant]]:
    """Give one random slip of each sort, the prefecture and the type stated rightly."""
    stem = body.stem_en
    for rule, slip in SLIPS.items():
        yield rule, with_stem(body, _like(stem, slip(stem.lower(), rng)))
    for _ in range(2):
        slips = rng.choices(list(SLIPS.values()), k=2)
        twice = slips[1](slips[0](stem.lower(), rng), rng)
        yield "two_edits", with_stem(body, _like(stem, twice))
    if body.kind != "prefecture":
        name = prefectures()[body.prefecture].stem_en
        slipped = rng.choice(list(SLIPS.values()))(name.lower(), rng)
        if _nearest_prefectures(slipped) == [body.prefecture]:
            head, _, tail = with_stem(body, stem).text.rpartition(name)
            text = head + _like(name, slipped) + tail
            yield "typo_in_prefecture", stating(body, text, stem, "latin")
    if len(body.stem_ja) > 2 and body.kind != "prefecture":
        at = rng.randrange(len(body.stem_ja))
        left = body.stem_ja[:at] + body.stem_ja[at + 1 :]
        city = body.parent.name_ja if body.parent else ""
        written = body.prefecture_ja + city + left + body.suffix_ja
        yield "kanji_dropped", stating(body, written, left, "kanji")


def adversarial_rules(body: Body, rng: random.Random) -> Iterator[tuple[str, Mutant]]:
    """Give names that state too little, or what is not so."""
    unplaced = {"kind": None, "prefecture": None, "parent": None}
    yield "name_alone", stating(body, body.stem_en, body.stem_en, "latin", **unplaced)
    yield (
        "name_alone_kanji",
        stating(body, body.stem_ja, body.stem_ja, "kanji", **unplaced),
    )
    if body.kind == "prefecture":
        yield from _wrong_type_of_prefecture(body)
        return
    typed = {"prefecture": None, "parent": None}
    for rule, text in {
        "name_and_type": f"{body.stem_en} {body.type_en}",
        "name_and_suffix": f"{body.stem_en}-{body.suffix_en}",
        "type_and_name": f"{body.type_en} of {body.stem_en}",
    }.items():
        yield rule, stating(body, text, body.stem_en, "latin", **typed)
    yield (
        "name_and_type_kanji",
        stating(body, body.name_ja, body.stem_ja, "kanji", **typed),
    )
    if not body.parent:
        text = f"{body.stem_en}, {place_prefecture(body, 'bare')}"
        yield (
            "name_and_prefecture",
            stating(body, text, body.stem_en, "latin", kind=None),
        )
    yield from _wrong_prefecture(body, rng)
    yield from _wrong_type(body, rng)
    if body.parent:
        yield from _wrong_city(body, rng)


def _wrong_prefecture(body: Body, rng: random.Random) -> Iterator[tuple[str, Mutant]]:
    elsewhere = [
        home
        for code, home in prefectures().items()
        if modern(body.stem_ja) not in _written_in(code)
        and not body.spellings & _spelled_in(code)
    ]
    if not elsewhere:
        return
    home = rng.choice(elsewhere)
    city_en = f"{body.parent.stem_en} City, " if body.parent else ""
    city_ja = body.parent.name_ja if body.parent else ""
    name = f"{body.stem_en} {body.type_en}"
    there = place_prefecture(home, "english")
    for rule, text in {
        "wrong_prefecture": f"{name}, {city_en}{there}",
        "wrong_prefecture_bare": f"{name}, {city_en}{home.stem_en}",
        "wrong_prefecture_kanji": home.name_ja + city_ja + body.name_ja,
        "wrong_prefecture_brackets": f"{city_ja}{body.name_ja}（{home.name_ja}）",
    }.items():
        yield rule, stating(body, text, body.stem_en, "latin", void=True)
    text = f"{body.stem_en}, {home.stem_en}"
    void = stating(body, text, body.stem_en, "latin", kind=None, void=True)
    yield "wrong_prefecture_typeless", void


def _wrong_type(body: Body, rng: random.Random) -> Iterator[tuple[str, Mutant]]:
    if body.kind not in _TYPE_WORDS and body.kind != "special_ward":
        return
    kinds = [
        kind
        for kind in _TYPE_WORDS
        if kind != body.kind
        and not (kind == "city" and body.kind == "special_ward")
        and modern(body.stem_ja) not in _written(body.prefecture, kind)
        and not _was_town_before_city(body, kind)
        and not body.spellings & _spelled(body.prefecture, kind)
    ]
    if not kinds:
        return
    english, japanese = _TYPE_WORDS[rng.choice(kinds)]
    there = place_prefecture(body, "english")
    for rule, text in {
        "wrong_type": f"{body.stem_en} {english}, {there}",
        "wrong_type_kanji": body.prefecture_ja + body.stem_ja + japanese,
    }.items():
        yield rule, stating(body, text, body.stem_en, "latin", void=True)


def _was_town_before_city(body: Body, kind: str) -> bool:
    """Tell whether a stem was a whole name, type word and all: 十日町 of 十日町市."""
    *_, japanese = _TYPE_WORDS[kind]
    stem = modern(body.stem_ja)
    return stem.endswith(japanese) and stem[:-1] in _written(body.prefecture, kind)


def _wrong_type_of_prefecture(body: Body) -> Iterator[tuple[str, Mutant]]:
    for kind, (english, japanese) in _TYPE_WORDS.items():
        if any(
            modern(body.stem_ja) in _written(code, kind)
            or body.spellings & _spelled(code, kind)
            for code in prefectures()
        ):
            continue
        for rule, text in {
            "wrong_type": f"{body.stem_en} {english}",
            "wrong_type_kanji": body.stem_ja + japanese,
        }.items():
            yield rule, stating(body, text, body.stem_en, "latin", void=True)


def _wrong_city(body: Body, rng: random.Random) -> Iterator[tuple[str, Mutant]]:
    wards: dict[Body, set[str]] = defaultdict(set)
    for other in living():
        if other.parent:
            wards[other.parent] |= other.spellings
    cities = [
        city
        for city, names in wards.items()
        if not body.spellings & names
        and city.name_ja + body.name_ja not in former_wards()
    ]
    city = rng.choice(cities)
    for rule, text in {
        "wrong_city": f"{body.stem_en} Ward, {city.stem_en} City",
        "wrong_city_kanji": city.name_ja + body.name_ja,
    }.items():
        yield rule, stating(body, text, body.stem_en, "latin", void=True)


def _nearest_prefectures(name: str) -> list[str]:
    """Return the prefectures whose names have the least edit distance from `name`."""
    distances = {
        code: OSA.distance(name, home.stem_en.lower())
        for code, home in prefectures().items()
    }
    least = min(distances.values())
    return [code for code, distance in distances.items() if distance == least]


def _like(model: str, text: str) -> str:
    """Return `text` with a capital where `model` has one."""
    return text.capitalize() if model[0].isupper() else text


def _at(stem: str, rng: random.Random, room: int = 0) -> int:
    return rng.randrange(max(1, len(stem) - room))


def _insertion(stem: str, rng: random.Random) -> str:
    at = rng.randint(0, len(stem))
    return stem[:at] + rng.choice(_LETTERS) + stem[at:]


def _deletion(stem: str, rng: random.Random) -> str:
    at = _at(stem, rng)
    return stem[:at] + stem[at + 1 :]


def _substitution(stem: str, rng: random.Random) -> str:
    at = _at(stem, rng)
    return stem[:at] + rng.choice(_LETTERS.replace(stem[at], "")) + stem[at + 1 :]


def _transposition(stem: str, rng: random.Random) -> str:
    places = [i for i in range(len(stem) - 1) if stem[i] != stem[i + 1]]
    if not places:
        return _insertion(stem, rng)
    at = rng.choice(places)
    return stem[:at] + stem[at + 1] + stem[at] + stem[at + 2 :]


def _doubled(stem: str, rng: random.Random) -> str:
    at = _at(stem, rng)
    return stem[: at + 1] + stem[at:]


def _neighbouring_key(stem: str, rng: random.Random) -> str:
    at = _at(stem, rng)
    return stem[:at] + rng.choice(_NEIGHBOURS.get(stem[at], "x")) + stem[at + 1 :]


SLIPS = {
    "insertion": _insertion,
    "deletion": _deletion,
    "substitution": _substitution,
    "transposition": _transposition,
    "doubled_letter": _doubled,
    "neighbouring_key": _neighbouring_key,
}


@cache
def _written(prefecture: str, kind: str) -> frozenset[str]:
    """Return the kanji stems that bodies of a kind have or had in a prefecture."""
    here = (b for b in living() if (b.prefecture, b.kind) == (prefecture, kind))
    now = {modern(body.stem_ja) for body in here}
    return frozenset(now | former_written().get((prefecture, kind), frozenset()))


@cache
def _spelled(prefecture: str, kind: str) -> frozenset[str]:
    """Return the spellings that bodies of a kind have or had in a prefecture."""
    found = set(former_spelled().get((prefecture, kind), ()))
    for body in living():
        if (body.prefecture, body.kind) == (prefecture, kind):
            found |= body.spellings
    return frozenset(found)


@cache
def _written_in(prefecture: str) -> frozenset[str]:
    kinds = {body.kind for body in living()}
    return frozenset().union(*(_written(prefecture, kind) for kind in kinds))


@cache
def _spelled_in(prefecture: str) -> frozenset[str]:
    kinds = {body.kind for body in living()}
    return frozenset().union(*(_spelled(prefecture, kind) for kind in kinds))
