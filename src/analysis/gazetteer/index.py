"""The register laid out for look-up: by code, by Japanese form, by Latin key."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.names.fold import fold_japanese
from analysis.names.romaji import bears_out, hepburn, kana_key, romaji_key

LEVELS = ("prefecture", "city", "special_ward", "town", "village", "ward")
"""Entity types of the register, the highest level of government first."""

# The readings that the type suffix of a name can have; 道 is part of the name 北海道.
_SUFFIXES = {
    "都": ("と",),
    "府": ("ふ",),
    "県": ("けん",),
    "市": ("し",),
    "区": ("く",),
    "町": ("ちょう", "まち"),
    "村": ("そん", "むら"),
}


@dataclass(frozen=True, eq=False)
class Body:
    """One public body of the register, as it stood from `valid_from` to `valid_to`."""

    lg_code: str
    entity_type: str
    prefecture_code: str
    prefecture_en: str
    county_ja: str | None
    county_kana: str | None
    parent: "Body | None"
    name_ja: str
    name_kana: str
    name_en: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    has_government: bool
    misprint_en: str | None = None

    @property
    def full_ja(self) -> str:
        """Name with the city before a ward: 札幌市中央区."""
        return (self.parent.name_ja if self.parent else "") + self.name_ja

    @property
    def full_kana(self) -> str:
        """Kana of `full_ja`."""
        return (self.parent.name_kana if self.parent else "") + self.name_kana

    @property
    def full_en(self) -> str:
        """English name with the city after a ward: Chuo Ward, Sapporo City."""
        return f"{self.name_en}, {self.parent.name_en}" if self.parent else self.name_en

    @property
    def place_en(self) -> str:
        """English name with the prefecture: Hirao Town, Yamaguchi."""
        if self.entity_type == "prefecture":
            return self.name_en
        return f"{self.full_en}, {self.prefecture_en}"

    @property
    def type_words(self) -> str:
        """Entity type as prose: special ward."""
        return self.entity_type.replace("_", " ")

    @cached_property
    def stem_ja(self) -> str:
        """Name without its type suffix: 平生."""
        return self.name_ja[:-1] if self.name_ja[-1] in _SUFFIXES else self.name_ja

    @cached_property
    def stem_kana(self) -> str:
        """Kana of `stem_ja`."""
        for reading in _SUFFIXES.get(self.name_ja[-1], ()):
            if self.name_kana.endswith(reading):
                return self.name_kana.removesuffix(reading)
        return self.name_kana

    @cached_property
    def stem_en(self) -> str:
        """English name without its type word: Hirao."""
        if self.entity_type == "prefecture":
            return self.prefecture_en
        return _without_type(self.name_en)

    @cached_property
    def stem_keys(self) -> frozenset[str]:
        """Comparison keys of the stem: of its kana, and of the official English.

        The two differ where English is no romanization (Minamialps, アルプス) or has a
        spelling of its own (Ohi, おおい); a misprint of the source is kept findable.
        """
        keys = {kana_key(self.stem_kana), romaji_key(self.stem_en)}
        if self.misprint_en:
            keys.add(romaji_key(_without_type(self.misprint_en)))
        return frozenset(keys)

    def bears_out(self, name: str) -> bool:
        """Tell whether the long vowels that a spelling marks are long in the name."""
        spellings = (hepburn(self.stem_kana), self.stem_en)
        return any(
            romaji_key(name) == romaji_key(spelling) and bears_out(name, spelling)
            for spelling in spellings
        )

    def lives_on(self, day: dt.date) -> bool:
        """Tell whether the body exists on `day`; valid_to is the first day without."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


class Index:
    """Look-ups over the bodies of a register.

    Parameters
    ----------
    register : pandas.DataFrame
        The table of `analysis.gazetteer.register`, all validities.
    former_names : pandas.DataFrame
        The names that no municipality has any more.
    """

    def __init__(self, register: pd.DataFrame, former_names: pd.DataFrame) -> None:
        self.bodies = tuple(_bodies(register))
        self.by_code: dict[str, Body] = {body.lg_code: body for body in self.bodies}
        self.prefectures = {
            body.prefecture_code: body
            for body in self.bodies
            if body.entity_type == "prefecture"
        }
        municipal = (body for body in self.bodies if body.entity_type != "prefecture")
        self._municipal = tuple(sorted(municipal, key=_rank))
        self._municipal_by_prefecture = _grouped(
            (body.prefecture_code, body) for body in self._municipal
        )
        self._former: dict[tuple[str, str], list[str]] = defaultdict(list)
        latest_first = former_names.sort_values("abolished", ascending=False)
        for code, name in zip(
            latest_first["prefecture_code"], latest_first["name_ja"], strict=True
        ):
            self._former[code, name[-1]].append(name)
        self._by_stem = _grouped(
            (key, body) for body in self.bodies for key in body.stem_keys
        )
        self._by_full_key = _grouped(
            (kana_key(body.name_kana), body) for body in self.bodies
        )
        self._by_japanese = _grouped(
            (form, body)
            for body in self.bodies
            for form in _japanese_forms(body, self.prefectures)
        )
        self._prefecture_by_key = {
            key: body for body in self.prefectures.values() for key in body.stem_keys
        }

    def spelled(self, name: str) -> tuple[Body, ...]:
        """Return the bodies whose name has the Latin spelling `name`, in any style.

        The name may be written with the type suffix attached, *kitakamishi*.
        """
        key = romaji_key(name)
        return self._by_stem.get(key, ()) or self._by_full_key.get(key, ())

    def written(self, text: str) -> tuple[Body, ...]:
        """Return the bodies that `text` in Japanese script writes, in any fullness."""
        return self._by_japanese.get(text, ())

    def municipal_bodies(self, prefecture: Body | None) -> tuple[Body, ...]:
        """Return the municipalities and wards of a prefecture, or of all Japan."""
        if prefecture is None:
            return self._municipal
        return self._municipal_by_prefecture[prefecture.prefecture_code]

    def former_names(self, body: Body) -> tuple[str, ...]:
        """Return the names that are gone of the prefecture and type of `body`.

        With their type word, 臼田町, those that were abolished last first.
        """
        suffix = "市" if body.entity_type == "special_ward" else body.name_ja[-1]
        return tuple(self._former.get((body.prefecture_code, suffix), ()))

    def prefecture(self, name: str) -> Body | None:
        """Return the prefecture with the Latin name `name`, without type words."""
        return self._prefecture_by_key.get(romaji_key(name))


def _bodies(register: pd.DataFrame) -> Iterator[Body]:
    """Give each row as a `Body`, wards after the cities that they belong to."""
    made: dict[str, Body] = {}
    rows = register.sort_values("parent_code", na_position="first", kind="stable")
    # A dict per row is built once for some 2,000 rows: clarity costs nothing here.
    for row in rows.to_dict("records"):
        body = Body(
            lg_code=row["lg_code"],
            entity_type=row["entity_type"],
            prefecture_code=row["prefecture_code"],
            prefecture_en=row["prefecture_en"],
            county_ja=_none(row["county_ja"]),
            county_kana=_none(row["county_kana"]),
            parent=made.get(row["parent_code"]),
            name_ja=row["name_ja"],
            name_kana=row["name_kana"],
            name_en=row["name_en"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            has_government=bool(row["has_government"]),
            misprint_en=_none(row["name_en_jma"]),
        )
        made[body.lg_code] = body
        yield body


def _japanese_forms(body: Body, prefectures: dict[str, Body]) -> set[str]:
    """Return every fullness in which a body is written: with prefecture, county, city.

    Whole forms are compared, so nothing is ever cut at a 市 or 町 inside a name.
    """
    if body.entity_type == "prefecture":
        return {body.name_ja, body.stem_ja, body.name_kana}
    prefecture = prefectures[body.prefecture_code]
    county, county_kana = body.county_ja or "", body.county_kana or ""
    forms = {
        prefix + middle + name
        for prefix in ("", prefecture.name_ja, prefecture.stem_ja)
        for middle in ("", county)
        for name in (body.name_ja, body.full_ja)
    } | {
        prefix + middle + name
        for prefix in ("", prefecture.name_kana)
        for middle in ("", county_kana)
        for name in (body.name_kana, body.full_kana)
    }
    # Without its type word a name can be one body's, but a mere 東 says too little, and
    # a ward must be called one.
    if not body.entity_type.endswith("ward"):
        forms.add(prefecture.name_ja + body.stem_ja)
    if len(body.stem_ja) > 1 and body.entity_type != "ward":
        forms.add(body.stem_ja)
    return {fold_japanese(form) for form in forms}


def _grouped(pairs: Iterable[tuple[str, Body]]) -> dict[str, tuple[Body, ...]]:
    """Return the bodies of each key, the highest level of government first."""
    groups: dict[str, list[Body]] = defaultdict(list)
    for key, body in pairs:
        groups[key].append(body)
    return {key: tuple(sorted(found, key=_rank)) for key, found in groups.items()}


def _rank(body: Body) -> tuple[int, str]:
    """Return what bodies are sorted by: level of government, then code."""
    return LEVELS.index(body.entity_type), body.lg_code


def _without_type(name_en: str) -> str:
    return name_en.rsplit(" ", 1)[0]


def _none(value: object) -> str | None:
    return None if pd.isna(value) else str(value)


def _day(value: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(value) else value.date()
