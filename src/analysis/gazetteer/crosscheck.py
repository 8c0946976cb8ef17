"""Where the sources of the register disagree, row by row, and what was taken.

``python -m analysis.gazetteer.build`` writes the report beside the snapshots.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.gazetteer.claims import gather_claims
from analysis.names.romaji import hepburn, kana_key, plain, romaji_key, romanize

REPORT = "DISAGREEMENTS.md"

_SOURCES = {
    "lg": "code list",
    "jma": "JMA",
    "postal": "Japan Post",
    "geoshape": "geoshape",
}
_TYPE_WORD = {
    "city": "City",
    "special_ward": "City",
    "town": "Town",
    "village": "Village",
    "ward": "Ward",
}
_TYPE_KANA = r"(?:し|ちょう|まち|むら|そん|く)$"
_OLD_HEPBURN_M = re.compile(r"m(?=[bmp])")
_TOWN = r"^(.+?[市町村])"
_INTRODUCTION = """\
# Where the sources of the register disagree

Written by `python -m analysis.gazetteer.build` from the snapshots in this folder; do
not edit it. Every body of the register is compared. What no source has right is
repaired by a row of `corrections.csv`.

| source | file |
| --- | --- |
| code list | `lg_codes.csv` |
| JMA | `jma_areas.csv` |
| Japan Post | `postal_municipalities.csv` |
| geoshape | `geoshape_city.csv.gz` |

## In short
"""


@dataclass(frozen=True)
class Comparison:
    """One thing that several sources tell of a body, compared between them."""

    title: str
    rule: str
    """What is taken, and why, in one or two sentences."""
    compared: int
    """Number of bodies of which at least two sources tell it."""
    rows: pd.DataFrame
    """The disagreements: `code`, `name`, a column per source, `taken`, maybe `why`."""


def compare_sources(
    sources: dict[str, pd.DataFrame], register: pd.DataFrame
) -> list[Comparison]:
    """Return every comparison of the sources with each other.

    Parameters
    ----------
    sources : dict of DataFrame
        As `analysis.gazetteer.claims.read_snapshots` gives them.
    register : DataFrame
        The register built from them, which says what was taken.
    """
    claims = gather_claims(sources)
    claims = claims.drop(columns=register.columns, errors="ignore")
    bodies = register.set_index("lg_code").join(claims)
    return [
        _kanji(bodies),
        _kana(bodies),
        _english(bodies),
        _english_type(bodies),
        _prefectures(bodies),
        _counties(bodies),
        _designations(bodies, sources["city_classes"]),
        _offices(bodies),
    ]


def report(
    comparisons: Iterable[Comparison],
    silences: pd.DataFrame,
    corrections: pd.DataFrame,
) -> str:
    """Return the report in Markdown."""
    parts = [_INTRODUCTION]
    summary = pd.DataFrame(
        [(c.title, c.compared, len(c.rows)) for c in comparisons],
        columns=["what", "bodies compared", "disagreements"],
    )
    parts.append(_table(summary))
    for comparison in comparisons:
        parts += [f"## {comparison.title}\n", f"{comparison.rule}\n"]
        parts.append(_table(comparison.rows) if len(comparison.rows) else "None.\n")
    parts += ["## Bodies that a source does not name\n", _table(silences)]
    of_register = corrections[corrections["table"] == "register"]
    parts += ["## Corrections\n", _table(of_register)]
    return "\n".join(parts)


def silent_sources(sources: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return how many bodies each source does not name, and which those are."""
    claims = gather_claims(sources)
    municipal = claims[claims["kind"] != "prefecture"]
    rows = []
    for key, source in _SOURCES.items():
        absent = municipal[municipal[f"name_{key}"].isna()]
        wards = absent["kind"] == "ward"
        others = absent.loc[~wards, "name_lg"]
        rows.append(
            (
                source,
                len(municipal) - len(absent),
                "、".join(others) or "–",
                "、".join(absent[wards].index)
                if wards.sum() < 20
                else f"{wards.sum()} wards",
            )
        )
    return pd.DataFrame(
        rows,
        columns=[
            "source",
            "bodies named",
            "municipalities not named",
            "wards not named",
        ],
    )


def _kanji(bodies: pd.DataFrame) -> Comparison:
    """Compare the official forms of the names."""
    columns = ["name_lg", "name_jma", "name_postal", "name_geoshape"]
    return _comparison(
        bodies,
        "Kanji",
        "Taken: the code list's, which is the form in law; where it has no row, the "
        "post's.",
        bodies[columns].set_axis(_SOURCES.values(), axis=1),
        taken=bodies["name_ja"],
    )


def _kana(bodies: pd.DataFrame) -> Comparison:
    """Compare the readings, type word included: machi or chō, mura or son."""
    columns = ["kana_lg", "kana_jma", "kana_postal"]
    told = bodies[columns].set_axis([_SOURCES[c[5:]] for c in columns], axis=1)
    small = told["code list"].map(_large_kana, na_action="ignore")
    only_small = small == bodies["name_kana"].map(_large_kana)
    outvoted = told.eq(bodies["name_kana"], axis=0).sum(axis=1) == 1
    return _comparison(
        bodies,
        "Kana",
        "Taken: what the Meteorological Agency and the post agree on, or else the code "
        "list's.",
        told,
        taken=bodies["name_kana"],
        why=pd.Series("majority", bodies.index)
        .mask(only_small, "the code list writes ゃ ゅ ょ large")
        .mask(outvoted, "correction"),
    )


def _english(bodies: pd.DataFrame) -> Comparison:
    """Compare the English names with the kana, letter by letter."""
    official = bodies[bodies["english_jma"].notna()]
    stem = official["english_jma"].str.rpartition(" ")[0]
    kana = official["name_kana"].str.replace(_TYPE_KANA, "", regex=True)
    romanized = kana.map(romanize).map(plain)
    differ = stem.map(_letters) != romanized.map(_letters)
    why = [_why_english(*pair) for pair in zip(stem, kana, strict=True)]
    corrected = official["name_en_jma"].notna()
    return Comparison(
        "English, against the kana in plain Hepburn",
        "Taken: the Meteorological Agency's name, which the bodies themselves mostly "
        "use, but for misprints. The kana alone do not tell whether two vowels are one "
        "long vowel (豊浦 Toyo-ura), so those rows are no real disagreements.",
        len(official),
        pd.DataFrame(
            {
                "code": official.index,
                "name": official["name_ja"],
                "JMA": official["english_jma"],
                "kana": official["name_kana"],
                "romanized": romanized,
                "taken": official["name_en"],
                "why": pd.Series(why, official.index).mask(corrected, "correction"),
            }
        )[differ],
    )


def _english_type(bodies: pd.DataFrame) -> Comparison:
    """Compare City, Town, Village and Ward with the last kanji."""
    official = bodies[bodies["english_jma"].notna()]
    told = pd.DataFrame(
        {
            "JMA": official["english_jma"].str.rpartition(" ")[2],
            "by the kanji": official["entity_type"].map(_TYPE_WORD),
        }
    )
    return _comparison(
        official,
        "English word for the type",
        "Taken: the Meteorological Agency's; it calls the special wards of Tokyo "
        "cities, as they do themselves.",
        told,
        taken=told["JMA"],
    )


def _prefectures(bodies: pd.DataFrame) -> Comparison:
    """Compare the prefectures that the sources put a body in."""
    told = pd.DataFrame(
        {
            "code": bodies["prefecture_ja"],
            "Japan Post": bodies["prefecture_postal"],
            "geoshape": bodies["prefecture_geoshape"],
        }
    ).rename(columns={"code": "first two digits"})
    return _comparison(
        bodies,
        "Prefecture",
        "Taken: that of the first two digits of the code. Where the prefecture was "
        "renamed, geoshape adds the former name after a slash.",
        told,
        taken=bodies["prefecture_ja"],
    )


def _counties(bodies: pd.DataFrame) -> Comparison:
    """Compare the counties that the sources put a body in."""
    told = bodies[["county_postal", "county_geoshape"]].set_axis(
        ["Japan Post", "geoshape"], axis=1
    )
    return _comparison(
        bodies,
        "County (郡)",
        "Taken: the post's. Where a county was renamed or split, geoshape adds the "
        "former one after a slash.",
        told,
        taken=bodies["county_ja"],
    )


def _designations(bodies: pd.DataFrame, classes: pd.DataFrame) -> Comparison:
    """Compare when a city was designated with when its code came into being."""
    designated = classes[classes["city_class"] == "designated_city"].set_index("code")
    cities = bodies.loc[designated.index]
    told = pd.DataFrame(
        {
            "city_classes.csv": designated["valid_from"],
            "geoshape": cities["valid_from"].dt.strftime("%Y-%m-%d"),
        }
    )
    return _comparison(
        cities,
        "First day as a designated city, against that of the code",
        "A city gets a new code when it is designated, so the two days are the same. "
        "Taken: each in its own table.",
        told,
        taken=told["city_classes.csv"],
    )


def _offices(bodies: pd.DataFrame) -> Comparison:
    """Compare the address of each office with the name of its body."""
    offices = bodies[bodies["office"].str.contains("P34", na=False)]
    city = offices["parent_code"].map(bodies["name_ja"]).fillna("")
    fronts = zip(offices["office_address"], offices["name_ja"], city, strict=True)
    elsewhere = [
        not address.startswith((name, parent + name, parent or name))
        for address, name, parent in fronts
    ]
    rows = offices[elsewhere]
    town = rows["office_address"].str.extract(_TOWN)[0]
    pairs = set(zip(bodies["prefecture_code"], bodies["name_ja"], strict=True))
    outside = [
        (prefecture, other) in pairs and not name.endswith(other)
        for prefecture, other, name in zip(
            rows["prefecture_code"], town, rows["name_ja"], strict=True
        )
    ]
    degrees = rows[["latitude", "longitude"]].map("{:.5f}".format)
    return Comparison(
        "Address of the office, against the name",
        "Taken: the point in every case. Three municipalities of small islands are run "
        "from the port that their ships leave from, outside of their area.",
        len(offices),
        pd.DataFrame(
            {
                "code": rows.index,
                "name": rows["name_ja"],
                "office": rows["office"],
                "address": rows["office_address"],
                "taken": degrees["latitude"] + ", " + degrees["longitude"],
                "why": pd.Series(outside, rows.index).map(
                    {
                        True: "the office is outside of its area",
                        False: "the address has another form of the name",
                    }
                ),
            }
        ),
    )


def _comparison(
    bodies: pd.DataFrame,
    title: str,
    rule: str,
    told: pd.DataFrame,
    *,
    taken: pd.Series,
    why: pd.Series | None = None,
) -> Comparison:
    """Return the rows in which the columns of `told` differ, or differ from `taken`."""
    several = told.notna().sum(axis=1) >= 2
    differ = told.ne(taken, axis=0) & told.notna()
    rows = pd.DataFrame({"code": bodies.index, "name": bodies["name_ja"]}).join(told)
    rows = rows.assign(taken=taken)
    if why is not None:
        rows = rows.assign(why=why)
    return Comparison(
        title, rule, int(several.sum()), rows[several & differ.any(axis=1)]
    )


def _why_english(stem: str, kana: str) -> str:
    """Return in what an English name departs from the plain romanization."""
    letters = _letters(stem)
    if _OLD_HEPBURN_M.sub("n", letters) == _letters(plain(romanize(kana))):
        return "m before b, m, p"
    if letters == _letters(hepburn(kana)):
        return "two vowels, or a long one spelt kana by kana"
    if romaji_key(stem) == kana_key(kana):
        return "long vowel spelt oh"
    return "another name in English"


def _letters(text: str) -> str:
    """Return only the letters a to z, in lower case."""
    return re.sub(r"[^a-z]", "", text.lower())


def _large_kana(kana: str) -> str:
    """Return kana with large や ゆ よ for small ones."""
    return kana.translate(str.maketrans("ゃゅょ", "やゆよ"))


def _table(rows: pd.DataFrame) -> str:
    """Return a frame as a Markdown table; missing cells are empty."""
    lines = [list(rows.columns), ["---"] * len(rows.columns)]
    lines += rows.fillna("").astype(str).to_numpy().tolist()
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
