"""The forms that a dictionary reading takes in a name: voiced, inflected, run together.

生きる is い, いき or いきる in a name, 川 (かわ) is がわ behind another kanji, and
一 (いち) is いっ before 本. A small number tells how far each is from the reading.
"""

from collections.abc import Iterator
from typing import NamedTuple

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
# 一 (いち) + 本 (ほん) is いっぽん, 鳥 (とり) + 取 (とり) is とっとり.
_MAY_GEMINATE = "つちくきり"
DOUBLES = "っ"
"""What stands at the end of a form that doubles the consonant after it."""

# 神 (かみ) + 林 (はやし) is かんばやし.
_MAY_TURN_NASAL = "みむ"
# る of an ichidan verb falls, the last kana of others turns to the i-row: 流れ, 泊まり.
_CONTINUATIVE = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))
# Names keep the classical endings of what is -i and -eru today: 清し, 治む.
_CLASSICAL = {
    "い": "し",
    **dict(
        zip(
            (vowel + "る" for vowel in "えけげせてでねべめれ"),
            "うくぐすつづぬぶむる",
            strict=True,
        )
    ),
}

# How far a form is from its reading: the sum over its changes.
_STEM_OF_VERB = 1
_WHOLE_VERB = 2
_CLASSICAL_ENDING = 2
_VOICING = 1
_GEMINATION = 1
_NASAL = 2


class Reading(NamedTuple):
    """One dictionary reading of one kanji, or of a word of several, in hiragana."""

    kana: str
    kind: str
    """``on``, ``kun``, ``name`` or, for kana in the name or a particle, ``kana``."""
    okurigana: str = ""


def forms(reading: Reading, *, first: bool) -> Iterator[tuple[str, str, int]]:
    """Give the forms that a reading takes in a name, in hiragana.

    Parameters
    ----------
    reading : Reading
        A dictionary reading.
    first : bool
        Whether it begins the name, where nothing is voiced.

    Yields
    ------
    tuple of str, str, int
        The form, what was changed (empty, ``voiced``, ``geminated``, ``nasal``), and
        how far it is from the reading.
    """
    for kana, inflection in _inflections(reading):
        for form, change, voicing in _voicings(kana, first):
            cost = inflection + voicing
            yield form, change, cost
            if len(form) == 1:
                continue
            if form[-1] in _MAY_GEMINATE:
                yield form[:-1] + DOUBLES, "geminated", cost + _GEMINATION
            elif form[-1] in _MAY_TURN_NASAL:
                yield form[:-1] + "ん", "nasal", cost + _NASAL


def _inflections(reading: Reading) -> Iterator[tuple[str, int]]:
    """Give the forms of a kun reading: 泊 is と, とまる or, in names, とまり."""
    yield reading.kana, 0
    tail = reading.okurigana
    if not tail:
        return
    yield reading.kana + tail, _WHOLE_VERB
    if tail[-1] in _CONTINUATIVE:
        yield reading.kana + tail[:-1] + _CONTINUATIVE[tail[-1]], _STEM_OF_VERB
    if tail[-1] == "る" and len(tail) > 1:
        yield reading.kana + tail[:-1], _STEM_OF_VERB
    for ending, classical in _CLASSICAL.items():
        if tail.endswith(ending):
            stem = tail.removesuffix(ending)
            yield reading.kana + stem + classical, _CLASSICAL_ENDING


def _voicings(kana: str, first: bool) -> Iterator[tuple[str, str, int]]:
    yield kana, "", 0
    if first:
        return
    for table in (_VOICED, _HALF_VOICED):
        if kana[0] in table:
            yield table[kana[0]] + kana[1:], "voiced", _VOICING
