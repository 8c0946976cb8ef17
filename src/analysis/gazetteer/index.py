"""The register and its history laid out for look-up: by code, by form, by Latin key."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import pandas as pd

from analysis.gazetteer.body import (
    ALWAYS,
    CODES_BEGAN,
    STILL,
    SUFFIXES,
    Body,
    stem_kana_of,
    stem_of,
    without_type,
)
from analysis.names.fold import fold_japanese_texts
from analysis.names.kana import hepburn
from analysis.names.romaji import (
    kana_key,
    kana_keys,
    lengths_keys,
    marks_agree,
    other_keys,
    romaji_key,
    romaji_keys,
)
from analysis.schemas.values import LEVELS

# A long o before a vowel or y, and ん before one: see `other_keys`.
_ODDLY_SPELLED = re.compile(
    "(?:[おこそとのほもよろごぞどぼぽょ][おう]|ん)[あいうえおやゆよ]"
)
_EPOCH = dt.date(1970, 1, 1).toordinal()


class Index:
    """Look-ups over all bodies, those that live and those that are gone.

    Parameters
    ----------
    register : pandas.DataFrame
        The table of `analysis.gazetteer.register`, all validities.
    history : pandas.DataFrame
        The table of `analysis.gazetteer.history`.
    """

    def __init__(self, register: pd.DataFrame, history: pd.DataFrame) -> None:
        self.bodies: list[Body] = []
        self.bodies.extend(_registered(register))
        self.bodies.extend(_former(history, self.bodies))
        _follow(self.bodies)
        self.prefectures = {
            body.prefecture_code: body
            for body in self.bodies
            if body.entity_type == "prefecture"
        }
        by_code: dict[str, list[Body]] = defaultdict(list)
        for body in self.bodies:
            if body.lg_code:
                by_code[body.lg_code].append(body)
        self.by_code = dict(by_code)
        self._by_key, self.stem_keys = _keyed(self.bodies)
        wards = [body for body in self.bodies if body.entity_type == "ward"]
        others = [body for body in self.bodies if body.entity_type != "ward"]
        self._by_name = _named(self.bodies)
        self._by_stem, self._ward_by_stem = _stemmed(others), _stemmed(wards)
        self._prefecture_by_key = {
            key: body
            for body in self.prefectures.values()
            for key in (*self.stem_keys[body.position], kana_key(body.name_kana))
        }
        self._prefecture_names: dict[str, Body | None] = {}
        self._lengths: dict[Body, list[str]] = {}

    # --- Latin --------------------------------------------------------------------

    def spelled(self, key: str) -> list[Body]:
        """Return the bodies whose name without type word has the comparison key."""
        return self._by_key.get(key, [])

    def spelled_whole(self, key: str) -> list[Body]:
        """Return the bodies whose name with its suffix has the key: *kitakamishi*."""
        return self._by_full_key.get(key, [])

    def prefecture(self, name: str) -> Body | None:
        """Return the prefecture with the Latin name `name`, without type words."""
        found = self._prefecture_names.get(name, self)
        if found is self:
            found = self._prefecture_by_key.get(romaji_key(name))
            if found:
                self._prefecture_names[name] = found
        return found

    def bears_out(self, body: Body, lengths: str) -> bool:
        """Tell whether the long vowels that a spelling marks are long in the name.

        Parameters
        ----------
        body : Body
            A body with that name.
        lengths : str
            The spelling as `analysis.names.romaji.lengths_key` gives it.
        """
        official = self._lengths.get(body)
        if official is None:
            kana = body.stem_kana and hepburn(body.stem_kana)
            spellings = [text for text in (kana, body.stem_en) if text]
            official = self._lengths[body] = lengths_keys(spellings)
        return any(marks_agree(lengths, other) for other in official)

    @cached_property
    def _by_full_key(self) -> dict[str, list[Body]]:
        # Whichever reading of the suffix: that 町 is machi here is easily mistaken.
        suffixes = {mark: kana_keys(kana) for mark, kana in SUFFIXES.items()}
        return _grouped(
            (key + suffix, body)
            for body, keys in zip(self.bodies, self.stem_keys, strict=True)
            for key in keys
            for suffix in suffixes.get(body.name_ja[-1], ())
        )

    # --- Japanese -----------------------------------------------------------------

    def named(self, form: str) -> list[Body]:
        """Return the bodies with the Japanese name `form`, folded, with its type word.

        A ward's may stand after its city's, 札幌市中央区 or 札幌中央区.
        """
        return self._by_name.get(form, [])

    def stemmed(self, form: str) -> list[Body]:
        """Return the bodies with the Japanese name `form`, folded, without type word.

        Wards are not among them: a ward is mostly called one.
        """
        return self._by_stem.get(form, [])

    def wards_stemmed(self, form: str) -> list[Body]:
        """Return the wards with the Japanese name `form`, folded, without 区."""
        return self._ward_by_stem.get(form, [])

    @cached_property
    def county_keys(self) -> frozenset[str]:
        """The comparison keys of all counties whose reading is known."""
        kana = {body.county_kana for body in self.bodies if body.county_kana}
        return frozenset(kana_keys([text.removesuffix("ぐん") for text in kana]))

    @cached_property
    def prefecture_forms(self) -> dict[str, Body]:
        """The prefectures by their folded Japanese forms, 岩手県, 岩手, いわてけん."""
        forms = [
            (form, body)
            for body in self.prefectures.values()
            for form in (body.name_ja, body.stem_ja, body.name_kana, body.stem_kana)
        ]
        folded = fold_japanese_texts([form for form, _ in forms])
        table = dict(zip(folded, (body for _, body in forms), strict=True))
        return table | {"東京府": self.prefectures["13"]}  # until 1943

    @cached_property
    def county_forms(self) -> dict[Body, str]:
        """The folded county of each body that lies in one."""
        placed = [body for body in self.bodies if body.county_ja]
        distinct = list(dict.fromkeys(body.county_ja for body in placed))
        folded = dict(zip(distinct, fold_japanese_texts(distinct), strict=True))
        return {body: folded[body.county_ja] for body in placed}

    @cached_property
    def county_names(self) -> frozenset[str]:
        """All folded names of counties, 熊毛郡 and in kana くまげぐん."""
        kana = {body.county_kana for body in self.bodies if body.county_kana}
        return frozenset(self.county_forms.values()) | kana


def _registered(register: pd.DataFrame) -> Iterator[Body]:
    """Give each row as a `Body`, wards after the cities that they belong to."""
    made: dict[str, Body] = {}
    rows = register.sort_values("parent_code", na_position="first", kind="stable")
    columns = _lists(
        rows,
        "lg_code entity_type prefecture_code prefecture_en county_ja county_kana "
        "parent_code name_ja name_kana name_en name_en_jma has_government successors",
    )
    days = zip(
        _ordinals(rows["valid_from"], ALWAYS),
        _ordinals(rows["valid_to"], STILL),
        strict=True,
    )
    for position, (row, (since, until)) in enumerate(zip(columns, days, strict=True)):
        (code, kind, prefecture, prefecture_en, county_ja, county_kana, parent,
         name_ja, name_kana, name_en, misprint, governs, successors) = row  # fmt: skip
        body = Body(
            position, code, kind, prefecture, prefecture_en, county_ja, county_kana,
            made.get(parent), name_ja, name_kana, name_en, stem_of(name_ja),
            stem_kana_of(name_ja, name_kana), since, until, True, governs, misprint,
            tuple(successors.split()) if successors else (),
        )  # fmt: skip
        made[code] = body
        yield body


def _former(history: pd.DataFrame, registered: list[Body]) -> Iterator[Body]:
    """Give each row of the history as a `Body`."""
    english = {body.prefecture_code: body.prefecture_en for body in registered}
    cities = {(b.prefecture_code, b.name_ja): b for b in registered if not b.parent}
    # Cities first: the wards of 東京市 follow the city that they belonged to.
    rows = history.sort_values("parent_ja", na_position="first", kind="stable")
    columns = _lists(
        rows,
        "lg_code entity_type prefecture_code county_ja county_kana parent_ja name_ja "
        "stem_kana name_en successors",
    )
    unknown = (_ordinals(rows["seen_on"], ALWAYS) + 1).clip(lower=CODES_BEGAN)
    until = _ordinals(rows["valid_to"], ALWAYS)
    days = zip(
        _ordinals(rows["valid_from"], ALWAYS),
        until.where(until != ALWAYS, unknown),
        rows["valid_to_known"],
        strict=True,
    )
    first = len(registered)
    for position, (row, day) in enumerate(zip(columns, days, strict=True), first):
        (code, kind, prefecture, county_ja, county_kana, parent, name_ja, stem_kana,
         name_en, successors) = row  # fmt: skip
        body = Body(
            position, code, kind, prefecture, english[prefecture], county_ja,
            county_kana, cities.get((prefecture, parent)), name_ja, None, name_en,
            stem_of(name_ja), stem_kana, *day, True, None,
            tuple(successors.split()) if successors else (),
        )  # fmt: skip
        if kind == "city":
            cities.setdefault((prefecture, name_ja), body)
        yield body


def _follow(bodies: list[Body]) -> None:
    """Let a body whose first day no source tells begin when it can at the earliest.

    That is when the last one of its name, in whose place it stands, had ended: 白鷹町
    after 白鷹村.
    """
    ends: dict[tuple, int] = defaultdict(int)
    for body in bodies:
        if body.successors and body.until != CODES_BEGAN:
            place = (body.current_code, body.stem_ja, body.county_ja)
            ends[place] = max(ends[place], body.until)
    for body in bodies:
        if body.since == ALWAYS and body.until == STILL:
            counties = (body.county_ja, None)
            last = max(ends.get((body.lg_code, body.stem_ja, c), 0) for c in counties)
            body.since = last or ALWAYS


def _keyed(
    bodies: list[Body],
) -> tuple[dict[str, list[Body]], list[tuple[str, ...]]]:
    """Return the bodies of each comparison key, and the keys of each body.

    A body has a key of its kana and one of its official English name. The two differ
    where English is no romanization (Minamialps, アルプス) or has a spelling of its own
    (Ohi, おおい); a misprint of the source is kept findable.
    """
    kana = [(body.position, body.stem_kana) for body in bodies if body.stem_kana]
    english = [(body.position, body.stem_en) for body in bodies if body.stem_en]
    english += [
        (body.position, without_type(body.misprint_en))
        for body in bodies
        if body.misprint_en
    ]
    # Ohita, as a passport writes おおいた, reads like おひた.
    odd = [
        (body.position, key)
        for body in bodies
        if body.stem_kana and _ODDLY_SPELLED.search(body.stem_kana)
        for key in sorted(other_keys(body.stem_kana))
    ]
    positions = [position for position, _ in (*kana, *english, *odd)]
    keys = kana_keys([text for _, text in kana])
    keys += romaji_keys([text for _, text in english])
    keys += [key for _, key in odd]
    of_body: list[tuple[str, ...]] = [()] * len(bodies)
    by_key: dict[str, list[Body]] = defaultdict(list)
    for position, key in zip(positions, keys, strict=True):
        if key not in of_body[position]:
            of_body[position] += (key,)
            by_key[key].append(bodies[position])
    return _ranked(by_key), of_body


def _named(bodies: list[Body]) -> dict[str, list[Body]]:
    """Return the bodies of each folded name with its type word."""
    named = [(body, body.name_ja) for body in bodies]
    named += [(body, body.name_kana) for body in bodies if body.name_kana]
    named += [(body, "東京府") for body in bodies if body.name_ja == "東京都"]
    for body in bodies:
        if body.parent:
            named.append((body, body.full_ja))
            named.append((body, body.parent.stem_ja + body.name_ja))
            if body.name_kana:
                named.append((body, body.full_kana))
    return _folded(named)


def _stemmed(bodies: list[Body]) -> dict[str, list[Body]]:
    """Return the bodies of each folded name without its type word."""
    return _folded(
        [
            (body, stem)
            for body in bodies
            for stem in (body.stem_ja, body.stem_kana)
            if stem and stem != body.name_ja
        ]
    )


def _folded(pairs: list[tuple[Body, str]]) -> dict[str, list[Body]]:
    keys = fold_japanese_texts([text for _, text in pairs])
    return _grouped(zip(keys, (body for body, _ in pairs), strict=True))


def _grouped(pairs: Iterable[tuple[str, Body]]) -> dict[str, list[Body]]:
    """Return the bodies of each key, the highest level of government first."""
    groups: dict[str, list[Body]] = defaultdict(list)
    for key, body in pairs:
        group = groups[key]
        if body not in group:
            group.append(body)
    return _ranked(groups)


def _ranked(groups: dict[str, list[Body]]) -> dict[str, list[Body]]:
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=_rank)
    return dict(groups)


def _rank(body: Body) -> tuple[int, str, int]:
    """Return what bodies are sorted by: level of government, then code, then time."""
    return LEVELS.index(body.entity_type), body.lg_code or "~", -body.until


def _lists(rows: pd.DataFrame, names: str) -> Iterator[tuple]:
    """Give the named columns row by row, with None for what is missing."""
    columns = [rows[name].array for name in names.split()]
    return zip(
        *(
            column.tolist() if column.dtype == bool else _texts(column)
            for column in columns
        ),
        strict=True,
    )


def _texts(column: pd.api.extensions.ExtensionArray) -> list[str | None]:
    return column.to_numpy(dtype=object, na_value=None).tolist()


def _ordinals(days: pd.Series, missing: int) -> pd.Series:
    """Return dates as proleptic Gregorian ordinals."""
    ordinals = days.astype("datetime64[s]").astype("int64") // 86_400 + _EPOCH
    return ordinals.where(days.notna(), missing)
