"""The whole corpus in one frame: every body, every rule, and what each string means."""

import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd

from .bodies import Body, origins
from .english import romanization_rules, spelling_rules, with_stem
from .japanese import code_rules, japanese_rules
from .mutant import Mutant
from .slips import adversarial_rules, typo_rules
from .truth import claimants

SEED = 20200821
_HERE = Path(__file__).parent
FAMILIES = (
    "spelling",
    "romanization",
    "japanese",
    "codes",
    "typos",
    "misreadings",
    "adversarial",
)
COLUMNS = (
    "family",
    "rule",
    "text",
    "origin",
    "truth",
    "codes",
    "kind_stated",
    "prefecture_stated",
)


def generate(*, share: float = 1.0, seed: int = SEED) -> pd.DataFrame:
    """Return the mutations of every body, or of a random share of the bodies.

    Returns
    -------
    DataFrame
        One row per body and string, `COLUMNS`: `family`, `rule`, `text` to resolve,
        `origin` (code of the body meant), `truth` (sole, several, none), `codes` (the
        right answers, separated by blanks; `former` for a body of another day),
        `kind_stated` and `prefecture_stated` (bool). A string that two rules of a
        family make is counted under the first.
    """
    rows = []
    for body in origins():
        if share < 1 and random.Random(f"{seed} {body.code}").random() >= share:
            continue
        rows.extend(_rows(body, seed))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def mutants(body: Body, seed: int = SEED) -> Iterator[tuple[str, str, Mutant]]:
    """Give family, rule and mutant for every rule that applies to a body."""

    def rng(family: str) -> random.Random:
        return random.Random(f"{seed} {family} {body.code}")

    for family, made in (
        ("spelling", spelling_rules(body, rng("spelling"))),
        ("romanization", romanization_rules(body)),
        ("japanese", japanese_rules(body)),
        ("codes", code_rules(body)),
        ("typos", typo_rules(body, rng("typos"))),
        ("misreadings", _misreading_rules(body)),
        ("adversarial", adversarial_rules(body, rng("adversarial"))),
    ):
        for rule, mutant in made:
            yield family, rule, mutant


def must_not_match() -> pd.DataFrame:
    """Return the strings that are no body: `text`, `category`, `why`."""
    return pd.read_csv(_HERE / "must_not_match.csv", dtype=str, keep_default_na=False)


@cache
def _misread_as() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what the engines make of each name: rule and spelling by code."""
    table = pd.read_csv(_HERE / "engine_misreadings.csv", dtype=str)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, engine, taken, romaji in zip(
        table["lg_code"], table["engine"], table["taken"], table["romaji"], strict=True
    ):
        found[code].append((f"{engine}_{taken}", romaji.capitalize()))
    return {code: tuple(spelled) for code, spelled in found.items()}


def _misreading_rules(body: Body) -> Iterator[tuple[str, Mutant]]:
    for rule, stem in _misread_as().get(body.code, ()):
        yield rule, with_stem(body, stem, misread=True)


def _rows(body: Body, seed: int) -> Iterator[tuple]:
    seen = set()
    for family, rule, mutant in mutants(body, seed):
        if (family, mutant.text) in seen:
            continue
        seen.add((family, mutant.text))
        truth, codes = claimants(mutant)
        yield (
            family,
            rule,
            mutant.text,
            body.code,
            truth,
            " ".join(sorted(codes)),
            mutant.kind is not None,
            mutant.prefecture is not None or mutant.kind == "prefecture",
        )
