"""How a name is put together: which words are names, which say what kind of body.

A published name is one or more *units* from different levels, in either order: "Hirao
Town, Yamaguchi Prefecture". This module splits and labels them; whether such a body
exists is for the gazetteer to say.
"""

import re
from dataclasses import dataclass

from analysis.names.fold import fold_text

_KINDS = {
    "prefecture": "prefecture pref metropolis ken fu to",
    "county": "district county gun",
    "city": "city shi",
    "ward": "ward ku",
    "town": "town cho chou machi",
    "village": "village son mura",
}
_KIND_OF_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_ENGLISH_KINDS = ("prefecture", "city", "ward", "town", "village", "county", "district")
_SUFFIXES = "ken|fu|gun|shi|ku|cho|chou|machi|son|mura|city|ward|town|village"
# Tō is the suffix of one prefecture; elsewhere -to ends plain names.
_HYPHENED = re.compile(rf"-(?:{_SUFFIXES}|(?<=tokyo-)to)(?![a-z])")
_OF = re.compile(rf"^(?:the )?({'|'.join(_ENGLISH_KINDS)}) of (?:the )?(.+)$")
_SEPARATORS = re.compile(r"\s*[,;/()\[\]、，；（）【】]+\s*|\s+-\s+")

_LAST_CHARACTER = {
    "都": "prefecture",
    "道": "prefecture",
    "府": "prefecture",
    "県": "prefecture",
    "郡": "county",
    "市": "city",
    "区": "ward",
    "町": "town",
    "村": "village",
}


@dataclass(frozen=True)
class Unit:
    """One level of a published name.

    Attributes
    ----------
    text : str
        The unit as written, folded: ``Hirao Town``.
    stem : str
        The same without its type word: ``Hirao``.
    kind : str or None
        prefecture, county, city, ward, town or village; None if nothing says so.
    """

    text: str
    stem: str
    kind: str | None

    @property
    def is_metropolis(self) -> bool:
        """Tell whether the unit is called 都, which only one prefecture is."""
        return bool(re.search(r"\b(?:metropolis|to)\b", self.text.lower()))


def parse_latin(text: str) -> tuple[Unit, ...]:
    """Return the units of a name in Latin letters, in the order written.

    Examples
    --------
    >>> [(u.stem, u.kind) for u in parse_latin("Hirao Town, Yamaguchi Prefecture")]
    [('Hirao', 'town'), ('Yamaguchi', 'prefecture')]
    >>> [(u.stem, u.kind) for u in parse_latin("Iwate-ken Kitakami-shi")]
    [('Iwate', 'prefecture'), ('Kitakami', 'city')]
    >>> [(u.stem, u.kind) for u in parse_latin("City of Kitakami, Iwate")]
    [('Kitakami', 'city'), ('Iwate', None)]
    """
    units: list[Unit] = []
    for part in _SEPARATORS.split(fold_text(text)):
        if part.strip(" .-"):
            units.extend(_units_of(part.strip()))
    # The country says nothing that a Japanese list leaves open.
    if len(units) > 1 and units[-1].text.lower() == "japan":
        units.pop()
    return tuple(units)


def split_japanese(text: str) -> tuple[str, ...]:
    """Return the parts of a Japanese name that punctuation or blanks set apart.

    Nothing is split at 市, 町 or 村: 市川市 and 村山市 hold them inside.

    Examples
    --------
    >>> split_japanese("平生町（山口県）")
    ('平生町', '山口県')
    """
    parts = re.split(r"[\s,;/()\[\]、，；・「」『』【】〔〕()]+", fold_text(text))
    return tuple(part for part in parts if part)


def japanese_kind(name: str) -> str | None:
    """Return the kind that the last character of `name` states, or None."""
    return _LAST_CHARACTER.get(name[-1:])


def _units_of(part: str) -> list[Unit]:
    """Split one comma-free part after each type word."""
    of = _OF.match(part.lower())
    if of:
        return [Unit(part, part[of.start(2) :], _KIND_OF_WORD[of[1]])]
    units: list[Unit] = []
    stem: list[str] = []
    for word in _split_suffixes(part).split():
        kind = _KIND_OF_WORD.get(word.lower().rstrip("."))
        if kind and stem:
            units.append(Unit(" ".join([*stem, word]), " ".join(stem), kind))
            stem = []
        else:
            stem.append(word)
    if stem:
        words = " ".join(stem)
        units.append(Unit(words, words, None))
    return units


def _split_suffixes(part: str) -> str:
    """Set a hyphened suffix apart: Kitakami-shi is Kitakami shi."""
    folded = part.lower()
    marks = [match.start() for match in _HYPHENED.finditer(folded)]
    return "".join(" " if i in marks else char for i, char in enumerate(part))
