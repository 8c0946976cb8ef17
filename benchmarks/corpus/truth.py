"""What a miswritten name can mean: the definition that answers are scored by.

A string is compared, by plain letters and long vowels ignored, with the official names
of all living bodies that agree with the type, prefecture, county and city it states.

sole
    The body that was meant is the only one that it can mean. No other living body has
    that name; and where no type is stated, none was ever called just so, type word
    and all. For slips, none of the stated prefecture and type, alive, is at an equal
    or smaller edit distance; for misreadings, none is one edit away, since it could as
    well be a slip. And no other has the name that the slip or the misreading made: none
    of the prefecture, alive or former, and none of the type, alive, anywhere. (What
    reads like Hino City is as likely Hino City in the wrong prefecture.)
several
    Some other body has an equal claim; to name one of them is no mistake.
none
    What is stated is not so of any body, living or former: no answer is right.

Nothing here uses the resolver.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from .bodies import (
    KIND_OF_SUFFIX,
    TYPES_OF_KIND,
    Body,
    former_spelled,
    former_written,
    living,
    prefectures,
)
from .kanji import modern
from .mutant import Mutant
from .spelling import fold, hiragana, romanize


def claimants(mutant: Mutant) -> tuple[str, frozenset[str]]:
    """Return the class of truth of a mutant, and the codes that are a right answer."""
    if mutant.void:
        return "none", frozenset()
    if mutant.script == "code":
        codes = _meant_by(mutant.text)
        if not codes:
            return "none", frozenset()
    else:
        bodies = [b for b in _namesakes(mutant) if agrees(mutant, b)]
        codes = {body.code for body in bodies}
        if mutant.origin.code not in codes:
            codes |= {mutant.origin.code} | _as_near(mutant)
            codes |= {body.code for body in _elsewhere(mutant)}
            if _was_called_so(mutant):
                codes.add("former")
        elif mutant.kind is None and _was_whole_name(mutant):
            codes.add("former")
    sole = codes == {mutant.origin.code}
    return "sole" if sole else "several", frozenset(codes)


def agrees(mutant: Mutant, body: Body) -> bool:
    """Tell whether a body is all that a string states of it, its name apart."""
    if mutant.kind and body.kind not in TYPES_OF_KIND[mutant.kind]:
        return False
    if mutant.kind is None and mutant.prefecture and body.kind == "prefecture":
        return False
    if mutant.prefecture and body.prefecture != mutant.prefecture:
        return False
    if mutant.county and body.county_ja != mutant.county:
        return False
    return not mutant.parent or bool(body.parent and body.parent.code == mutant.parent)


def _namesakes(mutant: Mutant) -> Iterable[Body]:
    found = _by_name()[mutant.script].get(_key(mutant), ())
    if mutant.kind is None and mutant.script == "kanji":
        # 大町 is a city without its type word, and was a town with it.
        return [*found, *(b for b in living() if b.name_ja == mutant.stem)]
    return found


def _key(mutant: Mutant) -> str:
    if mutant.script == "latin":
        return fold(mutant.stem)
    return hiragana(mutant.stem) if mutant.script == "kana" else modern(mutant.stem)


@cache
def _by_name() -> dict[str, dict[str, list[Body]]]:
    tables: dict[str, dict[str, list[Body]]] = {
        script: defaultdict(list) for script in ("latin", "kanji", "kana")
    }
    for body in living():
        tables["kanji"][modern(body.stem_ja)].append(body)
        tables["kana"][hiragana(body.stem_kana)].append(body)
        for spelling in body.spellings:
            tables["latin"][spelling].append(body)
    return tables


def _meant_by(text: str) -> set[str]:
    """Return every living code that digits can stand for, a lost zero put back."""
    digits = "".join(str(int(c)) for c in text.removesuffix(".0") if c.isdigit())
    codes = {body.code for body in living()}
    areas = {body.code[:5]: body.code for body in living()}
    found = {digits.zfill(6)} & codes if len(digits) >= 5 else set()
    return found | {areas[a] for a in (digits.zfill(5),) if a in areas}


@cache
def _block(
    kind: str | None, prefecture: str | None, parent: str | None
) -> tuple[Body, ...]:
    model = Mutant("", living()[0], "", "", kind, prefecture, None, parent)
    return tuple(body for body in living() if agrees(model, body))


def _elsewhere(mutant: Mutant) -> Iterable[Body]:
    """Give the bodies of that name and type whose prefecture is another."""
    if mutant.kind:
        types = TYPES_OF_KIND[mutant.kind]
        yield from (body for body in _namesakes(mutant) if body.kind in types)


def _as_near(mutant: Mutant) -> set[str]:
    """Return the bodies of the stated type and place as near as the one meant.

    Of a misreading, those that are one edit away.
    """
    block = _block(mutant.kind, mutant.prefecture, mutant.parent)
    distances = np.min(
        [
            cdist(written, names, scorer=OSA.distance, dtype=np.uint8).min(axis=0)
            for written, names in _comparisons(mutant, block)
        ],
        axis=0,
    )
    meant = 1 if mutant.misread else distances[block.index(mutant.origin)]
    near = zip(block, distances <= meant, strict=True)
    return {body.code for body, is_near in near if is_near}


def _comparisons(
    mutant: Mutant, block: tuple[Body, ...]
) -> Iterable[tuple[list[str], list[str]]]:
    if mutant.script == "kanji":
        return [([mutant.stem], [body.stem_ja for body in block])]
    letters = "".join(c for c in mutant.stem.lower() if c.isalpha())
    official, folded, full = _letters(block)
    return [([letters], official), ([letters], full), ([fold(letters)], folded)]


@cache
def _letters(block: tuple[Body, ...]) -> tuple[list[str], list[str], list[str]]:
    return (
        [body.stem_en.lower() for body in block],
        [fold(body.stem_en) for body in block],
        [romanize(body.stem_kana, style="as_kana") for body in block],
    )


def _was_whole_name(mutant: Mutant) -> bool:
    """Tell whether a stem was all of a name elsewhere, with a type word: 大町."""
    stem, kind = modern(mutant.stem[:-1]), KIND_OF_SUFFIX.get(mutant.stem[-1])
    places = [mutant.prefecture] if mutant.prefecture else prefectures()
    return mutant.script == "kanji" and any(
        stem in former_written().get((place, kind), ()) for place in places
    )


def _was_called_so(mutant: Mutant) -> bool:
    table = former_written() if mutant.script == "kanji" else former_spelled()
    stem = _key(mutant)
    kinds = TYPES_OF_KIND[mutant.kind]
    return any(stem in table.get((mutant.prefecture, kind), ()) for kind in kinds)
