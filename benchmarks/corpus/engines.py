"""What machines read in the kanji of every name: misreadings like those of people.

    python -m pip install '.[corpus]'
    cd benchmarks; python -m corpus.engines

writes engine_misreadings.csv beside this file: the readings of pykakasi, cutlet and
fugashi with unidic-lite that are not the official one, long vowels ignored.
"""

import re
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from .bodies import Body, origins
from .spelling import fold, hiragana, romanize

_OUT = Path(__file__).parent / "engine_misreadings.csv"


def misreadings() -> pd.DataFrame:
    """Return the readings that are not official, one row per body and spelling.

    `lg_code`, `name_ja`, `engine`, `version`, `taken` (what was read: the ``stem``
    alone, the ``name`` with its type suffix, which is cut from the reading, or the
    ``characters`` of the stem one by one), `romaji` and `kana` of the stem.
    """
    rows = []
    for engine, read in _engines().items():
        for body in origins():
            for taken, kana, romaji in _readings(body, read):
                if _is_misread(body, romaji):
                    rows.append((body.code, body.name_ja, engine, taken, romaji, kana))
    names = ["lg_code", "name_ja", "engine", "taken", "romaji", "kana"]
    table = pd.DataFrame(rows, columns=names)
    table.insert(3, "version", table["engine"].map(_versions()))
    table["letters"] = table["romaji"].map(fold)
    same = ["lg_code", "engine", "letters"]
    table = table.drop_duplicates(same).drop(columns="letters")
    return table.sort_values(["lg_code", "engine", "taken"], kind="stable")


def _readings(
    body: Body, read: Callable[[str], tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Give what was taken, kana and romaji: of the stem alone, of the whole name."""
    kana, romaji = read(body.stem_ja)
    yield "stem", kana, romaji
    kana, romaji = read(body.name_ja)
    for suffix in _SUFFIX_READINGS.get(body.suffix_ja, ()):
        if kana.endswith(suffix):
            cut = romanize(suffix, style="as_kana")
            kana = kana.removesuffix(suffix)
            if romaji.endswith(cut):
                yield "name", kana, romaji.removesuffix(cut)
            else:
                yield "name", kana, romanize(kana, style="as_kana")
            break
    each = [read(char) for char in body.stem_ja]
    if all(kana for kana, _ in each):
        yield "characters", "".join(k for k, _ in each), "".join(r for _, r in each)


_SUFFIX_READINGS = {
    "都": ("と",),
    "府": ("ふ",),
    "県": ("けん",),
    "市": ("いち", "し"),
    "区": ("く",),
    "町": ("ちょう", "まち"),
    "村": ("そん", "むら"),
}


def _is_misread(body: Body, romaji: str) -> bool:
    return bool(romaji) and fold(romaji) not in body.spellings


def _engines() -> dict[str, Callable[[str], tuple[str, str]]]:
    import cutlet
    import fugashi
    import pykakasi

    kakasi, tagger, katsu = pykakasi.kakasi(), fugashi.Tagger(), cutlet.Cutlet()
    katsu.use_foreign_spelling = False

    def by_kakasi(text: str) -> tuple[str, str]:
        parts = kakasi.convert(text)
        return _both(
            "".join(p["hira"] for p in parts), "".join(p["hepburn"] for p in parts)
        )

    def by_unidic(text: str) -> tuple[str, str]:
        kana = "".join(word.feature.kana or word.surface for word in tagger(text))
        return _both(hiragana(kana), "")

    def by_cutlet(text: str) -> tuple[str, str]:
        return _both(by_unidic(text)[0], katsu.romaji(text))

    return {"pykakasi": by_kakasi, "unidic": by_unidic, "cutlet": by_cutlet}


def _both(kana: str, romaji: str) -> tuple[str, str]:
    """Return kana and plain letters; nothing if the engine left a kanji unread."""
    if not re.fullmatch(r"[ぁ-ゖー]+", kana):
        return "", ""
    letters = re.sub(r"[^a-z]", "", romaji.lower())
    return kana, letters or romanize(kana, style="as_kana")


def _versions() -> dict[str, str]:
    unidic = f"fugashi {version('fugashi')}, unidic-lite {version('unidic-lite')}"
    return {
        "pykakasi": version("pykakasi"),
        "unidic": unidic,
        "cutlet": f"{version('cutlet')}, unidic-lite {version('unidic-lite')}",
    }


if __name__ == "__main__":
    found = misreadings()
    found.to_csv(_OUT, index=False, lineterminator="\n")
    print(
        f"{len(found)} misreadings of {found['lg_code'].nunique()} bodies: {_OUT.name}"
    )
