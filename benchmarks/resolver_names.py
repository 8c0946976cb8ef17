"""Names to time a resolver with, drawn from the register with a fixed seed.

Each maker turns a body into a name that means it, or that means no body at all.
"""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from analysis.gazetteer.register import eligible, kanji_readings, register
from analysis.names.romaji import hepburn, plain, romaji_key, romanize

DAY = dt.date(2020, 8, 21)
SEED = 20200821
ENGINE_MISREADINGS = Path(__file__).parent / "corpus" / "engine_misreadings.csv"
NAMES = 20_000  # in a set, where that many different ones can be made

Answers = dict[str, str | None]
"""Names, and the code that each one means; None for what is no body."""


def municipalities() -> pd.DataFrame:
    """Return cities, towns, villages and special wards with stems to play with.

    Without the two Esashi Towns of Hokkaido, which no spelling tells apart.
    """
    bodies = eligible(DAY)
    bodies = bodies[bodies["entity_type"] != "prefecture"]
    bodies = bodies[~bodies.duplicated(["prefecture_code", "name_en"], keep=False)]
    suffix = r"(?:し|く|ちょう|まち|そん|むら)$"
    stem_kana = bodies["name_kana"].str.replace(suffix, "", regex=True)
    stem_en = bodies["name_en"].str.rsplit(" ", n=1).str[0]
    type_en = bodies["name_en"].str.rsplit(" ", n=1).str[1]
    suffix_kana = bodies["name_kana"].str.extract(f"({suffix})")[0]
    return bodies.assign(
        stem_kana=stem_kana,
        stem_en=stem_en,
        type_en=type_en,
        suffix_en=suffix_kana.map(hepburn).map(lambda word: word.replace("ou", "o")),
    )


def official_japanese(repeats: int) -> list[Answers]:
    """Return all bodies in kanji and kana with what they lie in, and as codes."""
    bodies = register(DAY)
    bodies = bodies[bodies["has_government"]]
    city = bodies["parent_code"].map(bodies.set_index("lg_code")["name_ja"]).fillna("")
    is_prefecture = bodies["entity_type"] == "prefecture"
    place = bodies["prefecture_ja"].mask(is_prefecture, "")
    of_prefecture = bodies[is_prefecture].set_index("prefecture_code")
    place_kana = bodies["prefecture_code"].map(of_prefecture["name_kana"])
    apart = bodies["entity_type"].ne("ward") & ~bodies.duplicated(
        ["prefecture_code", "name_kana"], keep=False
    )
    forms = [
        place + city + bodies["name_ja"],
        place + bodies["county_ja"] + bodies["name_ja"],
        (place + " " + city + bodies["name_ja"]).str.strip(),
        (place_kana.mask(is_prefecture, "") + bodies["name_kana"]).where(apart),
        bodies["lg_code"],
    ]
    return [_answers(forms, bodies["lg_code"])] * repeats


def official_english(bodies: pd.DataFrame, repeats: int) -> list[Answers]:
    """Return all municipalities by their official name, with the prefecture."""
    prefecture = bodies["prefecture_en"].map(prefecture_name)
    name, place = bodies["name_en"], bodies["prefecture_en"]
    forms = [
        name + ", " + prefecture,
        name + ", " + place,
        prefecture + ", " + name,
        bodies["type_en"] + " of " + bodies["stem_en"] + ", " + prefecture,
        name + ", " + prefecture + ", Japan",
    ]
    return [_answers(forms, bodies["lg_code"])] * repeats


def fresh_sets(
    make: Callable,
    bodies: pd.DataFrame,
    rng: random.Random,
    repeats: int,
    many: int = NAMES,
) -> list[Answers]:
    """Return sets of names that `make` draws, none of them in two sets."""
    rows = list(bodies.itertuples())
    seen: set[str] = set()
    sets = []
    for _ in range(repeats):
        drawn: Answers = {}
        tries = 0
        while len(drawn) < many and tries < 20 * many:
            tries += 1
            name, code = make(rng.choice(rows), rng)
            if name and name not in seen:
                seen.add(name)
                drawn[name] = code
        sets.append(drawn)
    return sets


def variant(body, rng: random.Random) -> tuple[str, str]:
    """Return a body in another spelling: romanization, type words, order, width."""
    long = hepburn(body.stem_kana)
    stem = rng.choice(
        [
            romanize(body.stem_kana),
            romanize(body.stem_kana).translate(str.maketrans("āūēō", "âûêô")),
            long,
            re.sub(r"o[ou](?![aeiouy])", "oh", long),
            re.sub(r"o[ou]", "oo", long),
            _kunrei(long),
            re.sub(r"n(?=[bmp])", "m", plain(romanize(body.stem_kana))),
            body.stem_en,
        ]
    ).capitalize()
    place = body.prefecture_en
    ken = _prefecture_suffix(place)
    name = rng.choice(
        [
            f"{stem}-{body.suffix_en}, {place}{ken}",
            f"{stem} {body.suffix_en.capitalize()}, {place}{ken}",
            f"{body.type_en} of {stem}, {place}",
            f"{stem} {body.type_en}, {place} Pref.",
            f"{stem} {body.type_en} ({prefecture_name(place)})",
            f"{prefecture_name(place)}, {stem} {body.type_en}",
            f"{place}{ken} {stem}-{body.suffix_en}",
            f"{stem} {body.type_en}, {prefecture_name(place)}",
        ]
    )
    style = rng.choice([str, str, str.upper, str.lower, _full_width])
    return style(name), body.lg_code


def typo(spellings: set, body, rng: random.Random) -> tuple[str | None, str]:
    """Return a body with one letter of its stem added, lost, changed or swapped.

    None where that spells another body of the prefecture.
    """
    letters = list(body.stem_en)
    place = rng.randrange(len(letters))
    kind = rng.choice(["add", "lose", "change", "swap"])
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    if kind == "add":
        letters.insert(place + 1, letter)
    elif kind == "lose":
        del letters[place]
    elif kind == "change":
        letters[place] = letter
    elif place + 1 < len(letters):
        letters[place : place + 2] = letters[place + 1], letters[place]
    stem = "".join(letters).capitalize()
    if (body.prefecture_code, romaji_key(stem)) in spellings:
        return None, body.lg_code
    return _with_type_and_prefecture(stem, body), body.lg_code


def misreading(bodies: pd.DataFrame) -> Callable:
    """Return a maker of names that read each kanji by a reading drawn at random.

    A small routine of its own: it takes readings as the dictionary has them, without
    voicing or gemination, and gives None where they are right or spell a neighbour.
    """
    table = kanji_readings()
    readings = table.groupby("kanji")["reading"].agg(lambda kana: sorted(set(kana)))
    dictionary = readings.to_dict()
    spellings = official_spellings(bodies)

    def make(body, rng: random.Random) -> tuple[str | None, str]:
        kana = "".join(rng.choice(dictionary.get(c, [c])) for c in body.name_ja[:-1])
        # Long o and u are written short, as most do; 坂+東 stays Sakaazuma.
        stem = re.sub(r"(?<=[ou])u|(?<=o)o", "", hepburn(kana)).capitalize()
        right = (body.prefecture_code, romaji_key(stem)) in spellings
        if right or not re.fullmatch(r"[A-Za-z']+", stem):
            return None, body.lg_code
        return _with_type_and_prefecture(stem, body), body.lg_code

    return make


def engine_misreadings(bodies: pd.DataFrame, repeats: int) -> list[Answers]:
    """Return what kanji-to-Latin programs make of the names, where they misread them.

    Without those that spell a neighbour, or come from two bodies of the prefecture.
    """
    read = pd.read_csv(ENGINE_MISREADINGS, dtype=str)[["lg_code", "romaji"]]
    read = read[read["romaji"].str.fullmatch(r"[a-z']+")].drop_duplicates()
    read = read.merge(bodies, on="lg_code", validate="many_to_one")
    key = read["romaji"].map(romaji_key)
    spellings = official_spellings(bodies)
    is_own = pd.Series(
        [
            pair not in spellings
            for pair in zip(read["prefecture_code"], key, strict=True)
        ]
    )
    origins = read.groupby([read["prefecture_code"], key])["lg_code"]
    read = read[is_own & origins.transform("nunique").eq(1)]
    names = [
        _with_type_and_prefecture(body.romaji.capitalize(), body)
        for body in read.itertuples()
    ]
    return [dict(zip(names, read["lg_code"], strict=True))] * repeats


def junk(body, rng: random.Random) -> tuple[str, None]:
    """Return what is no public body: institutions, places elsewhere, no words."""
    words = "University Station Airport Bank Hospital Shrine Museum Castle FC Hotel Dam"
    syllables = [c + v for c in "kstnhmrgzdbp" for v in "aiueo"]
    invented = "".join(rng.choices(syllables, k=rng.randint(7, 9))).capitalize()
    kind = rng.randrange(3)
    if kind == 0:
        return f"{body.stem_en} {rng.choice(words.split())} {rng.randint(1, 99)}", None
    if kind == 1:
        return _with_type_and_prefecture(invented, body), None
    country = rng.choice(["Korea", "Illinois", "Ontario", "Bavaria", "Queensland"])
    return f"{invented} City, {country}", None


def _with_type_and_prefecture(stem: str, body) -> str:
    return f"{stem} {body.type_en}, {prefecture_name(body.prefecture_en)}"


def prefecture_name(name: str) -> str:
    special = {"Tokyo": "Tokyo Metropolis", "Hokkaido": "Hokkaido"}
    return special.get(name, f"{name} Prefecture")


def _prefecture_suffix(name: str) -> str:
    special = {"Tokyo": "-to", "Hokkaido": "", "Osaka": "-fu", "Kyoto": "-fu"}
    return special.get(name, "-ken")


def _kunrei(letters: str) -> str:
    for hepburn_form, kunrei in (
        ("shi", "si"),
        ("chi", "ti"),
        ("tsu", "tu"),
        ("fu", "hu"),
        ("ji", "zi"),
        ("sh", "sy"),
        ("ch", "ty"),
        ("j", "zy"),
    ):
        letters = letters.replace(hepburn_form, kunrei)
    return letters


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def official_spellings(bodies: pd.DataFrame) -> set[tuple[str, str]]:
    """Return prefecture and key of every official name, its type word joined or not."""
    return {
        (body.prefecture_code, romaji_key(stem))
        for body in bodies.itertuples()
        for stem in (body.stem_en, hepburn(body.stem_kana), hepburn(body.name_kana))
    }


def _answers(forms: Iterable[pd.Series], codes: pd.Series) -> Answers:
    return {
        name: code
        for form in forms
        for name, code in zip(form, codes, strict=True)
        if isinstance(name, str)
    }
