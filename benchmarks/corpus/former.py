"""Bodies that are gone: asked after their end, and on days of their lives.

What a string can mean is told as in truth.py, over the bodies of all times:

sole
    No body that lives on the day has that name and is what the string states of it,
    and no other former body, but for earlier and later lives of the same place: one
    after the other, of one name, with the same successor. Asked on a day of its life,
    it is the only one of that day. For a slip, no body of any time of that type and
    prefecture is as near as the one meant.
several
    Some other body has an equal claim.
none
    Nothing in the stated prefecture is or was ever called so.

Names are compared in kanji with their type word, or in plain letters and by type, long
vowels ignored; a body of the same kanji whose reading no source tells has a claim too.
A right answer is told by `current_lg_code` and name, since most never had a code.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from analysis.gazetteer.register import history, register

from .bodies import AS_OF, TYPES_OF_KIND, Body, cut_kana, prefectures
from .english import place_prefecture
from .generate import SEED
from .kanji import modern
from .slips import SLIPS
from .spelling import fold, romanize

FAMILIES = ("former_kanji", "former_latin", "on_the_day")
COLUMNS = (
    "family",
    "rule",
    "as_of",
    "text",
    "origin",
    "lg_code",
    "meant",
    "truth",
    "codes",
    "kind_stated",
    "prefecture_stated",
)
DAYS = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "1889-12-31",
        "1905-06-01",
        "1922-06-01",
        "1940-06-01",
        "1953-06-01",
        "1961-06-01",
        "1975-06-01",
        "1990-06-01",
        "2003-06-01",
    )
)
"""Days of their lives on which former bodies are asked for."""

_LATER = dt.date(2025, 6, 1)  # for what was abolished after AS_OF
_CODES_BEGAN = dt.date(1970, 4, 1)
_TYPES_EN = {"city": "City", "town": "Town", "village": "Village", "ward": "Ward"}
_SUFFIXES_EN = {
    "市": ("shi",),
    "区": ("ku",),
    "町": ("cho", "machi"),
    "村": ("mura", "son"),
}
_OFFICES = {"市": "役所", "区": "役所", "町": "役場", "村": "役場"}


@dataclass(frozen=True, eq=False)
class Life:
    """One body in one stretch of its life, on the days that it can have lived."""

    identifier: str
    code: str
    kind: str
    prefecture: str
    county_ja: str
    county_kana: str
    counties: frozenset[str]
    city: str
    name_ja: str
    stem_kana: str
    since: dt.date
    until: dt.date
    sure_since: dt.date
    sure_until: dt.date
    successors: tuple[str, ...]

    @property
    def full_ja(self) -> str:
        """Name, a ward's with its city."""
        return self.city + self.name_ja

    @property
    def stem_ja(self) -> str:
        """Name without type word."""
        return self.name_ja[:-1]

    @property
    def current(self) -> str:
        """Code of what stands in its place today."""
        return self.successors[0] if self.successors else self.code

    @property
    def answer(self) -> str:
        """What a right answer is told by."""
        return f"{self.current}:{self.full_ja}"

    @property
    def letters(self) -> frozenset[str]:
        """Folded spellings of the stem; none if its reading is not known."""
        return _letters(self.stem_kana) if self.stem_kana else frozenset()

    def may_live(self, day: dt.date) -> bool:
        """Tell whether it lived on a day, as far as is known."""
        return self.since <= day < self.until

    def lived(self, day: dt.date) -> bool:
        """Tell whether it lived on a day for sure."""
        return self.sure_since <= day < self.sure_until


@dataclass(frozen=True)
class Asked:
    """A string, and what it states of the body that is meant."""

    text: str
    script: str = "kanji"
    prefecture: bool = True
    county: bool = False
    city: bool = True
    stem: str = ""  # as it is written, if that is wrong
    void: bool = False


def generate_former(*, share: float = 1.0, seed: int = SEED) -> pd.DataFrame:
    """Return the strings that ask for former bodies, or for a random share of them.

    Returns
    -------
    DataFrame
        One row per body, day and string, `COLUMNS`: as `corpus.generate.generate`
        makes them, and `as_of`, the day to ask on; `origin`, an id of the body;
        `lg_code`, its code or empty; `meant` and `codes`, the body meant and all right
        answers, each as ``current_lg_code:name_ja``.
    """
    rows = []
    for life in _former():
        rng = random.Random(f"{seed} former {life.identifier}")
        if share < 1 and rng.random() >= share:
            continue
        seen = set()
        for family, rule, day, asked in _asked(life, rng):
            if (day, asked.text) in seen:
                continue
            seen.add((day, asked.text))
            truth, answers = claimants(life, asked, day)
            told = (life.identifier, life.code, life.answer, truth)
            right = " ".join(sorted(answers))
            rows.append(
                (family, rule, day, asked.text, *told, right, True, asked.prefecture)
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def telling(corpus: pd.DataFrame) -> pd.DataFrame:
    """Return the strings that tell how sure an answer is.

    Left out is what names another body as well and is no slip: who writes 日高町 of a
    day on which there are two means one of these, not any of the eight that are gone.
    """
    return corpus[corpus["truth"].ne("several") | corpus["rule"].eq("typo")]


@cache
def lives() -> tuple[Life, ...]:
    """Return every body of the register and of the history but the prefectures."""
    table = register()
    table = table[table["entity_type"] != "prefecture"]
    cities = table.set_index("lg_code")["name_ja"]
    cities = cities[~cities.index.duplicated()]
    made = []
    for row in _records(table):
        stem_kana, _ = cut_kana(row["name_ja"], row["name_kana"])
        identifier = f"{row['lg_code']} {row['valid_from'] or ''}".strip()
        city = cities[row["parent_code"]] if row["parent_code"] else ""
        made.append(_life(row, identifier, city, stem_kana, dt.date.max))
    for row in _records(history()):
        last = (row["seen_on"] or dt.date.min) + dt.timedelta(days=1)
        city, stem_kana = row["parent_ja"] or "", row["stem_kana"] or ""
        made.append(
            _life(row, row["body_id"], city, stem_kana, max(last, _CODES_BEGAN))
        )
    return tuple(made)


def _life(
    row: dict, identifier: str, city: str, stem_kana: str, open_end: dt.date
) -> Life:
    since, until = row["valid_from"], row["valid_to"]
    counties = (row["county_ja"], row.get("county_former_ja"))
    return Life(
        identifier=identifier,
        code=row["lg_code"] or "",
        kind=row["entity_type"],
        prefecture=row["prefecture_code"],
        county_ja=row["county_ja"] or "",
        county_kana=row["county_kana"] or "",
        counties=frozenset(filter(None, counties)),
        city=city,
        name_ja=row["name_ja"],
        stem_kana=stem_kana,
        since=since or dt.date.min,
        until=until or open_end,
        sure_since=since or dt.date.max,
        sure_until=until or row.get("seen_on") or open_end,
        successors=tuple((row["successors"] or "").split()),
    )


def _records(table: pd.DataFrame) -> Iterator[dict]:
    """Give rows with dates as dates and nothing as None."""
    for column in ("valid_from", "valid_to", "seen_on"):
        if column in table:
            table = table.assign(**{column: table[column].dt.date.astype(object)})
    for row in table.to_dict("records"):
        yield {key: None if pd.isna(value) else value for key, value in row.items()}


@cache
def _former() -> tuple[Life, ...]:
    return tuple(life for life in lives() if life.successors)


def _asked(life: Life, rng: random.Random) -> Iterator[tuple[str, str, dt.date, Asked]]:
    """Give family, rule, day and string."""
    after = AS_OF if life.until <= AS_OF else _LATER
    for rule, asked in _in_kanji(life, rng):
        yield "former_kanji", rule, after, asked
    spelled = bool(life.stem_kana) and _above(life) is not None
    if spelled:
        for rule, asked in _in_latin(life, rng):
            yield "former_latin", rule, after, asked
    county = bool(life.county_ja)
    home = prefectures()[life.prefecture].name_ja
    for day in DAYS:
        if not life.lived(day):
            continue
        text = home + life.county_ja + life.full_ja
        yield "on_the_day", f"kanji_{day.year}", day, Asked(text, county=county)
        if spelled:
            asked = Asked(_english(life, _stem(life)), "latin")
            yield "on_the_day", f"latin_{day.year}", day, asked


def _in_kanji(life: Life, rng: random.Random) -> Iterator[tuple[str, Asked]]:
    home, county, name = _home(life).name_ja, life.county_ja, life.full_ja
    stated = bool(county)
    yield "official", Asked(home + county + name, county=stated)
    yield "no_county", Asked(home + name)
    if county:
        asked = Asked(county + name, prefecture=False, county=True)
        yield "county_no_prefecture", asked
    yield "name_and_type_kanji", Asked(name, prefecture=False)
    office = home + county + name + _OFFICES[life.name_ja[-1]]
    yield "office", Asked(office, county=stated)
    parts = [part for part in (home, county, life.city, life.name_ja) if part]
    yield "blank", Asked(" ".join(parts), county=stated)
    yield "wide_blank", Asked(f"{home}　{name}")
    yield "brackets_last", Asked(f"{name}（{home}）")
    elsewhere = _without(life, rng)
    if elsewhere:
        text = elsewhere.name_ja + name
        yield "wrong_prefecture_kanji", Asked(text, void=True)


def _in_latin(life: Life, rng: random.Random) -> Iterator[tuple[str, Asked]]:
    stem, home = _stem(life), _home(life)
    yield "official", Asked(_english(life, stem), "latin")
    units = [f"{stem}-{rng.choice(_SUFFIXES_EN[life.name_ja[-1]])}"]
    units += [f"{city}-shi" for city in _above(life)]
    units.append(place_prefecture(home, "hyphen"))
    yield "cho_ken", Asked(", ".join(units), "latin")
    if life.county_kana:
        gun = romanize(life.county_kana.removesuffix("ぐん")).capitalize()
        text = ", ".join([units[0], f"{gun}-gun", units[-1]])
        yield "cho_gun_ken", Asked(text, "latin", county=True)
    units = [f"{_TYPES_EN[life.kind]} of {stem}"]
    units += [f"{city} City" for city in _above(life)]
    text = ", ".join([*units, place_prefecture(home, "bare")])
    yield "city_of_upper", Asked(text.upper(), "latin")
    for rule, system, style in (
        ("macron", "hepburn", "macron"),
        ("kunrei", "kunrei", "circumflex"),
        ("as_kana", "wapuro", "as_kana"),
    ):
        spelled = romanize(life.stem_kana, system, style).capitalize()
        yield rule, Asked(_english(life, spelled), "latin")
    slipped = rng.choice(list(SLIPS.values()))(stem.lower(), rng).capitalize()
    yield "typo", Asked(_english(life, slipped), "latin", stem=slipped)
    elsewhere = _without(life, rng)
    if elsewhere:
        text = _english(life, stem, elsewhere)
        yield "wrong_prefecture", Asked(text, "latin", void=True)


def _english(life: Life, stem: str, home: Body | None = None) -> str:
    units = [f"{stem} {_TYPES_EN[life.kind]}"]
    units += [f"{city} City" for city in _above(life)]
    return ", ".join([*units, place_prefecture(home or _home(life), "english")])


def _above(life: Life) -> list[str] | None:
    """Return the city of a ward in Latin letters; None if its reading is not known."""
    if not life.city:
        return []
    kana = _kana_of_cities().get((life.prefecture, life.city))
    return [romanize(kana).capitalize()] if kana else None


@cache
def _kana_of_cities() -> dict[tuple[str, str], str]:
    return {
        (life.prefecture, life.name_ja): life.stem_kana
        for life in lives()
        if life.kind == "city"
    }


def _home(life: Life) -> Body:
    return prefectures()[life.prefecture]


def _stem(life: Life) -> str:
    return romanize(life.stem_kana).capitalize()


def _without(life: Life, rng: random.Random) -> Body | None:
    """Return a prefecture where nothing is or ever was called so."""
    free = [
        home
        for code, home in prefectures().items()
        if modern(life.stem_ja) not in _called_in(code)
        and not life.letters & _called_in(code)
        # 京都府中村 is 府中村 of 京都 as well.
        and modern(home.suffix_ja + life.stem_ja) not in _called_in(code)
    ]
    return rng.choice(free) if free else None


@cache
def _called_in(prefecture: str) -> frozenset[str]:
    """Return the stems, in kanji and letters, of all bodies of a prefecture."""
    here = [life for life in lives() if life.prefecture == prefecture]
    found = {modern(life.stem_ja) for life in here}.union(*(b.letters for b in here))
    # 境町 would be 境町村 without its type word.
    found |= {stem[:-1] for stem in found if stem[-1] in _SUFFIXES_EN}
    home = prefectures()[prefecture]
    return frozenset(found | {home.stem_ja} | home.spellings)


# --- what a string can mean -----------------------------------------------------------


def claimants(life: Life, asked: Asked, day: dt.date) -> tuple[str, set[str]]:
    """Return the class of truth, and the answers that are right."""
    if asked.void:
        return "none", set()
    if asked.stem:
        found = _as_near(life, asked.stem)
    else:
        found = [b for b in _namesakes(life, asked) if _agrees(life, asked, b)]
    living = [body for body in found if body.may_live(day)]
    if life.lived(day):
        others = [body for body in living if body is not life]
        found = living
    else:
        others = [body for body in found if not _one_place(life, body)]
        others += [body for body in living if body not in others]
    truth = "several" if others else "sole"
    return truth, {body.answer for body in found} | {life.answer}


def _namesakes(life: Life, asked: Asked) -> Iterable[Life]:
    written = _by_kanji()[modern(life.name_ja)]
    if asked.script == "kanji":
        # 大町 is a city without its type word, and was a town with it.
        return [*written, *_by_stem()[modern(life.name_ja)]]
    kinds = TYPES_OF_KIND[life.kind]
    spelled = {
        body: None
        for letters in sorted(life.letters)
        for body in _by_letters()[letters]
        if body.kind in kinds
    }
    return [*spelled, *(body for body in written if not body.stem_kana)]


def _agrees(life: Life, asked: Asked, body: Life) -> bool:
    if asked.prefecture and body.prefecture != life.prefecture:
        return False
    if asked.county and life.county_ja not in body.counties:
        return False
    return not life.city or body.city == life.city


def _one_place(one: Life, other: Life) -> bool:
    if one is other:
        return True
    apart = one.until <= other.since or other.until <= one.since
    same = modern(one.stem_ja) == modern(other.stem_ja)
    return apart and same and one.current == other.current


def _as_near(life: Life, stem: str) -> list[Life]:
    """Return the bodies of the type and prefecture as near to `stem` as the one meant.

    Of all times, the one that is meant among them.
    """
    block = _block(life.prefecture, life.kind)
    written = stem.lower()
    distances = np.minimum(
        cdist([written], [romanize(b.stem_kana) for b in block], scorer=OSA.distance),
        cdist([fold(written)], [_folded(b) for b in block], scorer=OSA.distance),
    )[0]
    meant = distances[block.index(life)]
    return [b for b, is_near in zip(block, distances <= meant, strict=True) if is_near]


@cache
def _block(prefecture: str, kind: str) -> tuple[Life, ...]:
    return tuple(
        life
        for life in lives()
        if life.prefecture == prefecture
        and life.kind in TYPES_OF_KIND[kind]
        and life.stem_kana
    )


def _folded(life: Life) -> str:
    return fold(romanize(life.stem_kana))


@cache
def _letters(stem_kana: str) -> frozenset[str]:
    return frozenset(
        fold(romanize(stem_kana, system, style))
        for system in ("hepburn", "wapuro", "kunrei")
        for style in ("short", "as_kana")
    )


@cache
def _by_kanji() -> dict[str, list[Life]]:
    found = defaultdict(list)
    for life in lives():
        found[modern(life.name_ja)].append(life)
    return found


@cache
def _by_stem() -> dict[str, list[Life]]:
    found = defaultdict(list)
    for life in lives():
        found[modern(life.stem_ja)].append(life)
    return found


@cache
def _by_letters() -> dict[str, list[Life]]:
    found = defaultdict(list)
    for life in lives():
        for letters in life.letters:
            found[letters].append(life)
    return found
