"""What a published name states, what was found for it, and how that is put in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.gazetteer.index import Body
from analysis.names.grammar import Unit
from analysis.names.readings import Piece, sounds
from analysis.names.romaji import kana_key, plain, romaji_key, romanize

_TYPES_OF_KIND = {
    "prefecture": ("prefecture",),
    "city": ("city", "special_ward"),
    "ward": ("special_ward", "ward"),
    "town": ("town",),
    "village": ("village",),
}
_MUNICIPALITIES = ("city", "special_ward", "town", "village")
_NAME_AT_MOST = 6
_KIND_NAMES = {"on": "on", "kun": "kun", "name": "name reading", "kana": "kana"}


@dataclass(frozen=True)
class Resolution:
    """What one published name was resolved to, and why.

    Attributes
    ----------
    published_name : str
        The name as supplied.
    status : str
        ``resolved``, ``ambiguous`` or ``unmatched``.
    body : Body or None
        The body that is meant, if resolved.
    method : str or None
        The rule that found it: code, exact, romanization or reading.
    confidence : float or None
        0 to 1.
    candidates : tuple of Body
        The bodies it could be, best first; of a resolved name its body, and after it
        a namesake without a government that could be meant.
    note : str
        What a reader should know, in plain words; empty if there is nothing to say.
    steps : tuple of str
        The evidence, one sentence a step.
    """

    published_name: str
    status: str
    body: Body | None = None
    method: str | None = None
    confidence: float | None = None
    candidates: tuple[Body, ...] = ()
    note: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """What a published name states: a name, and what must hold of its body."""

    name: str
    kind: str | None = None
    prefecture: Body | None = None
    county: Unit | None = None
    city: Unit | None = None

    @property
    def types(self) -> tuple[str, ...]:
        """The entity types that what is stated allows."""
        if self.kind:
            return _TYPES_OF_KIND[self.kind]
        # "Kochi, Kochi": what lies in a prefecture is not that prefecture. A ward must
        # be called one: "Nakamura" alone is hardly that of Nagoya.
        return _MUNICIPALITIES if self.prefecture else ("prefecture", *_MUNICIPALITIES)

    def allows(self, body: Body) -> bool:
        """Tell whether `body` meets all that is stated but the name."""
        return self.allows_place(body) and self.allows_type(body)

    def allows_type(self, body: Body) -> bool:
        """Tell whether `body` is of the stated type."""
        return body.entity_type in self.types

    def allows_place(self, body: Body) -> bool:
        """Tell whether `body` lies in the stated prefecture, county and city."""
        prefecture = self.prefecture
        if prefecture and prefecture.prefecture_code != body.prefecture_code:
            return False
        if self.county and not _is_in_county(body, self.county):
            return False
        return self.city is None or _is_in_city(body, self.city)

    @property
    def place(self) -> str:
        """The stated place in words, ``in Yamaguchi``, or nothing."""
        if self.kind == "prefecture":
            return ""
        places = [unit.text for unit in (self.city, self.county) if unit]
        if self.prefecture:
            places.append(self.prefecture.prefecture_en)
        return "in " + ", ".join(places) if places else ""

    @property
    def kind_and_place(self) -> str:
        """What is looked for in words, without the name: ``town in Yamaguchi``."""
        return f"{self.kind or 'municipality'} {self.place or 'in Japan'}"

    def __str__(self) -> str:
        """Return all that is stated in words."""
        kind = self.kind or "body of any type"
        return f"a {kind} '{self.name}' {self.place}".rstrip()


def listed(bodies: Iterable[Body]) -> str:
    """Return bodies by name, the first few of many."""
    names = [f"{body.full_ja} ({body.place_en})" for body in bodies]
    more = len(names) - _NAME_AT_MOST
    return ", ".join(names[:_NAME_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def lifetimes(bodies: Iterable[Body]) -> str:
    """Return from when until when bodies existed, as far as the register knows."""
    return "; ".join(
        f"from {body.valid_from or 'before the register'} "
        f"until {body.valid_to or 'today'}"
        for body in bodies
    )


def reading_claim(query: Query, body: Body, pieces: Iterable[Piece]) -> str:
    """Return what a composition of readings shows, in one clause."""
    return (
        f"published '{query.name}' is a possible reading of {body.stem_ja} "
        f"({sounds(pieces)})"
    )


def official_reading(body: Body) -> str:
    """Return how the name of a body is really read, without its type word."""
    return plain(romanize(body.stem_kana))


def proof(pieces: Iterable[Piece]) -> str:
    """Return each kanji with the reading taken for it and the kind of reading."""
    return ", ".join(
        f"{piece.kanji} {piece.letters} ({_KIND_NAMES[piece.reading.kind]}"
        f"{', ' + piece.change if piece.change else ''})"
        for piece in pieces
    )


def _is_in_county(body: Body, county: Unit) -> bool:
    if body.county_kana is None:
        return False
    return romaji_key(county.stem) == kana_key(body.county_kana.removesuffix("ぐん"))


def _is_in_city(body: Body, city: Unit) -> bool:
    return body.parent is not None and romaji_key(city.stem) in body.parent.stem_keys
