"""The bodies that the corpus is made of, and those that are or were their namesakes."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.gazetteer.register import history, register

from .kanji import modern
from .spelling import romanize, spellings

AS_OF = dt.date(2020, 8, 21)
"""The day that the corpus is about."""

_HISTORY = (
    Path(__file__).parents[2] / "data" / "raw" / "reference" / "geoshape_city.csv.gz"
)
_SUFFIXES = {
    "都": ("と",),
    "府": ("ふ",),
    "県": ("けん",),
    "市": ("し",),
    "区": ("く",),
    "町": ("ちょう", "まち"),
    "村": ("そん", "むら"),
}
# Which types a type word can state: a special ward calls itself City, and is a Ward.
TYPES_OF_KIND = {
    "prefecture": ("prefecture",),
    "city": ("city", "special_ward"),
    "special_ward": ("special_ward", "city", "ward"),
    "ward": ("ward", "special_ward"),
    "town": ("town",),
    "village": ("village",),
}
KIND_OF_SUFFIX = {"市": "city", "区": "ward", "町": "town", "村": "village"}


@dataclass(frozen=True, eq=False)
class Body:
    """One body of the register, its name cut into stem and type word."""

    code: str
    kind: str
    prefecture: str
    prefecture_ja: str
    county_ja: str
    county_kana: str
    parent: "Body | None"
    stem_en: str
    type_en: str
    stem_ja: str
    suffix_ja: str
    stem_kana: str
    suffix_kana: str
    governed: bool

    @property
    def name_ja(self) -> str:
        """Official name: 北上市."""
        return self.stem_ja + self.suffix_ja

    @property
    def name_kana(self) -> str:
        """Kana of `name_ja`."""
        return self.stem_kana + self.suffix_kana

    @property
    def suffix_en(self) -> str:
        """Type suffix in Latin letters: shi, machi, ken; nothing for Hokkaido."""
        return romanize(self.suffix_kana)

    @property
    def spellings(self) -> frozenset[str]:
        """Folded spellings of the stem."""
        return _spellings(self.stem_kana, self.stem_en)


@cache
def living() -> tuple[Body, ...]:
    """Return the bodies alive on `AS_OF`, those without a government included."""
    return tuple(_bodies(register(AS_OF)))


@cache
def origins() -> tuple[Body, ...]:
    """Return the bodies that are miswritten: alive on `AS_OF`, with a government."""
    return tuple(body for body in living() if body.governed)


@cache
def prefectures() -> dict[str, Body]:
    """Return the prefectures by their two digits."""
    return {b.prefecture: b for b in living() if b.kind == "prefecture"}


@cache
def former_written() -> dict[tuple[str, str], frozenset[str]]:
    """Return the modern kanji stems of all since 1889, by prefecture and kind."""
    table = _history()
    codes = {body.name_ja: code for code, body in prefectures().items()}
    stems: dict[tuple[str, str], set[str]] = defaultdict(set)
    for prefecture, stem, suffix in zip(
        table["prefname"], table["body"], table["suffix"], strict=True
    ):
        if suffix in KIND_OF_SUFFIX and prefecture in codes:
            stems[codes[prefecture], KIND_OF_SUFFIX[suffix]].add(modern(stem))
    return {key: frozenset(found) for key, found in stems.items()}


@cache
def former_wards() -> frozenset[str]:
    """Return the wards that cities have or had, each with its city: 大阪市南区."""
    table = _history()
    wards = table[table["suffix"] == "区"]
    return frozenset(wards["countyname"] + wards["body"] + "区")


@cache
def _history() -> pd.DataFrame:
    """Return the municipalities of 1889 to 2020, as the source has them."""
    return pd.read_csv(_HISTORY, dtype=str).dropna(subset=["suffix"])


@cache
def former_spelled() -> dict[tuple[str, str], frozenset[str]]:
    """Return folded spellings of the bodies of other days, where their kana is known.

    By prefecture and kind.
    """
    gone = history().dropna(subset=["stem_kana"])
    later = register()
    later = later[~later["lg_code"].isin(register(AS_OF)["lg_code"])]
    bodies = [
        *zip(
            gone["prefecture_code"], gone["entity_type"], gone["stem_kana"], strict=True
        ),
        *((body.prefecture, body.kind, body.stem_kana) for body in _bodies(later)),
    ]
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for prefecture, kind, stem in bodies:
        found[prefecture, kind] |= _spellings(stem, romanize(stem))
    return {key: frozenset(letters) for key, letters in found.items()}


@cache
def _spellings(kana: str, english: str) -> frozenset[str]:
    return spellings(kana, english)


def _bodies(table: pd.DataFrame) -> list[Body]:
    made: dict[str, Body] = {}
    table = table.sort_values("parent_code", na_position="first", kind="stable")
    for row in table.to_dict("records"):
        name = row["name_ja"]
        suffix = name[-1] if name[-1] in _SUFFIXES else ""
        stem_kana, suffix_kana = cut_kana(name, row["name_kana"])
        prefectural = row["entity_type"] == "prefecture"
        stem_en = (
            row["prefecture_en"] if prefectural else row["name_en"].rsplit(" ", 1)[0]
        )
        made[row["lg_code"]] = Body(
            code=row["lg_code"],
            kind=row["entity_type"],
            prefecture=row["prefecture_code"],
            prefecture_ja=row["prefecture_ja"],
            county_ja="" if pd.isna(row["county_ja"]) else row["county_ja"],
            county_kana="" if pd.isna(row["county_kana"]) else row["county_kana"],
            parent=made.get(row["parent_code"]),
            stem_en=stem_en,
            type_en=row["name_en"].removeprefix(stem_en).strip(),
            stem_ja=name.removesuffix(suffix) if suffix else name,
            suffix_ja=suffix,
            stem_kana=stem_kana,
            suffix_kana=suffix_kana,
            governed=bool(row["has_government"]),
        )
    return sorted(made.values(), key=lambda body: body.code)


def cut_kana(name: str, kana: str) -> tuple[str, str]:
    """Return the kana of the stem and of the type suffix."""
    for reading in _SUFFIXES.get(name[-1], ()):
        if kana.endswith(reading):
            return kana.removesuffix(reading), reading
    return kana, ""
