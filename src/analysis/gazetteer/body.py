"""One public body, as it stood from its first day until the first day without it."""

import datetime as dt
from dataclasses import dataclass

# The readings that the type suffix of a name can have; 道 is part of the name 北海道.
SUFFIXES = {
    "都": ("と",),
    "府": ("ふ",),
    "県": ("けん",),
    "市": ("し",),
    "区": ("く",),
    "町": ("ちょう", "まち"),
    "村": ("そん", "むら"),
}
"""Type suffixes of Japanese names, with their readings in hiragana."""

ALWAYS = 0
"""`Body.since` of a body whose first day no source tells."""

STILL = dt.date.max.toordinal()
"""`Body.until` of a body that lives today."""

CODES_BEGAN = dt.date(1970, 4, 1).toordinal()
"""The day by which every body that lived had a code."""


@dataclass(slots=True, eq=False)
class Body:
    """A prefecture, municipality or ward in one stretch of its life.

    Never changed once made. (A frozen class would take four times as long to make,
    and some 16,000 are made at the first look-up.)

    Attributes
    ----------
    position : int
        Its place in `Index.bodies`.
    lg_code : str or None
        Local government code, six digits; None if it was gone before codes existed.
    name_ja, name_kana, name_en : str or None
        Official names with the type word; kana and English of some former bodies are
        not known.
    stem_ja, stem_kana : str or None
        The same without it: 平生, ひらお.
    parent : Body or None
        The city of a ward.
    since, until : int
        First day, and first day without it, as proleptic Gregorian ordinals; `ALWAYS`
        and `STILL` where there is no such day.
    dated : bool
        Whether `until` is known to the day.
    successors : tuple of str
        Codes of the bodies that stand in its place today, the one with its office
        first; empty while it lives.
    """

    position: int
    lg_code: str | None
    entity_type: str
    prefecture_code: str
    prefecture_en: str
    county_ja: str | None
    county_kana: str | None
    parent: "Body | None"
    name_ja: str
    name_kana: str | None
    name_en: str | None
    stem_ja: str
    stem_kana: str | None
    since: int
    until: int
    dated: bool
    has_government: bool
    misprint_en: str | None
    successors: tuple[str, ...]

    @property
    def current_code(self) -> str | None:
        """Code of the body that stands in its place today: itself, or its successor."""
        if self.until == STILL:
            return self.lg_code
        return self.successors[0] if self.successors else None

    @property
    def full_ja(self) -> str:
        """Name with the city before a ward: 札幌市中央区."""
        return (self.parent.name_ja if self.parent else "") + self.name_ja

    @property
    def full_kana(self) -> str | None:
        """Kana of `full_ja`."""
        if self.parent is None or self.name_kana is None:
            return self.name_kana
        return (self.parent.name_kana or "") + self.name_kana

    @property
    def full_en(self) -> str | None:
        """English name with the city after a ward: Chuo Ward, Sapporo City."""
        parent = self.parent and self.parent.name_en
        return f"{self.name_en}, {parent}" if self.name_en and parent else self.name_en

    @property
    def place_en(self) -> str:
        """English name with the prefecture: Hirao Town, Yamaguchi."""
        if self.entity_type == "prefecture":
            return self.name_en
        return ", ".join(filter(None, (self.full_en, self.prefecture_en)))

    @property
    def type_words(self) -> str:
        """Entity type as prose: special ward."""
        return self.entity_type.replace("_", " ")

    @property
    def stem_en(self) -> str | None:
        """English name without its type word: Hirao."""
        if self.entity_type == "prefecture":
            return self.prefecture_en
        return None if self.name_en is None else without_type(self.name_en)

    @property
    def valid_from(self) -> dt.date | None:
        """First day, None if no source tells it."""
        return None if self.since == ALWAYS else dt.date.fromordinal(self.since)

    @property
    def valid_to(self) -> dt.date | None:
        """First day without it, None if it lives today or the day is not known."""
        known = self.dated and self.until != STILL
        return dt.date.fromordinal(self.until) if known else None

    def lives_on(self, day: int) -> bool:
        """Tell whether the body exists on the day with the ordinal `day`."""
        return self.since <= day < self.until


def stem_of(name_ja: str) -> str:
    """Return a Japanese name without its type suffix: 平生 of 平生町."""
    return name_ja[:-1] if name_ja[-1] in SUFFIXES else name_ja


def stem_kana_of(name_ja: str, name_kana: str) -> str:
    """Return the kana of `stem_of`."""
    for reading in SUFFIXES.get(name_ja[-1], ()):
        if name_kana.endswith(reading):
            return name_kana.removesuffix(reading)
    return name_kana


def without_type(name_en: str) -> str:
    """Return an English name without its type word."""
    return name_en.rsplit(" ", 1)[0]
