"""Two ways to match names without this package, to be measured beside it."""

import re
import unicodedata
from collections.abc import Callable

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import WRatio
from resolver_names import DAY, prefecture_name

from analysis.gazetteer.register import eligible


def english_names() -> dict[str, str]:
    """Return the code of each of the 1,788 names "X City, Y Prefecture"."""
    bodies = eligible(DAY)
    place = ", " + bodies["prefecture_en"].map(prefecture_name)
    is_prefecture = bodies["entity_type"] == "prefecture"
    names = bodies["name_en"] + place.mask(is_prefecture, "")
    return dict(zip(names, bodies["lg_code"], strict=True))


def off_the_shelf(names: dict[str, str]) -> Callable[[str], str | None]:
    """Return the matcher of a first afternoon: the best score, if it is 90."""
    choices = list(names)

    def answer(text: str) -> str | None:
        found = process.extractOne(text, choices, scorer=WRatio, score_cutoff=90)
        return found and names[found[0]]

    return answer


def recipe(names: dict[str, str]) -> Callable[[str], str | None]:
    """Return a matcher of forty lines: raw, folded, then OSA inside the prefecture."""
    folds = [
        (re.compile(pattern), to)
        for pattern, to in (
            (r"^(city|town|village) of (.+)$", r"\2 \1"),
            (r"[- ](?:city|shi|ku|ward)$", " C"),
            (r"[- ](?:town|cho|machi)$", " T"),
            (r"[- ](?:village|son|mura)$", " V"),
            (r"[- ](?:prefecture|pref\.|metropolis|ken|fu|to)$", ""),
            (r"[āâ]", "a"),
            (r"[ūû]|uu", "u"),
            (r"[ēê]", "e"),
            (r"[ōô]|o[ou]|oh(?![aeiouy])", "o"),
            (r"sy|si", "sh"),
            (r"ty|ti", "ch"),
            (r"(?<=[sc]h)i", ""),
            (r"tu", "tsu"),
            (r"zy|zi", "j"),
            (r"(?<=j)i", ""),
            (r"(?<![sc])hu", "fu"),
            (r"m(?=[bmp])", "n"),
        )
    ]

    def fold(text: str) -> str:
        text = text.strip().lower()
        for pattern, to in folds:
            text = pattern.sub(to, text)
        return text

    blocks: dict[str, dict[str, str]] = {}
    for name, code in names.items():
        head, comma, place = name.partition(", ")
        if comma:
            blocks.setdefault(fold(place), {})[fold(head)] = code

    def answer(text: str) -> str | None:
        if text in names:
            return names[text]
        text = unicodedata.normalize("NFKC", text)
        parts = [fold(part) for part in re.split(r"[,()]", text) if part.strip()]
        place = next((part for part in reversed(parts) if part in blocks), None)
        stem = next((part for part in parts if part != place), place)
        if place is None:
            return None
        if stem in blocks[place]:
            return blocks[place][stem]
        best = process.extract(
            stem,
            blocks[place].keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=0.6,
            limit=2,
        )
        if not best or (len(best) == 2 and best[0][1] - best[1][1] < 0.05):
            return None
        return blocks[place][best[0][0]]

    return answer
