"""Names resolved a second, right and wrong, beside two peers on the same strings.

All in one process on one core, for ratios to be trusted. The peers answer in English
only and know nothing of kanji: `process.extractOne` of rapidfuzz (WRatio as it comes,
cut-off 90), and a recipe that folds a name, looks it up in its prefecture and compares
the rest there by edit distance. Informs, never fails.

    python benchmarks/bench_resolver.py [REPEATS]
"""

import json
import os
import random
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from measuring import Results, Row, command_line, hand_over, repeats_of, say, timed
from processes import on_cores, output_of
from resolver_names import (
    DAY,
    NAMES,
    SEED,
    Answers,
    engine_misreadings,
    fresh_sets,
    junk,
    misreading,
    municipalities,
    official_english,
    official_japanese,
    official_spellings,
    typo,
    variant,
)
from resolver_peers import english_names, off_the_shelf, recipe

import analysis

SLOW = "rapidfuzz WRatio"
SAMPLE = 500  # of a set, for the slow peer
ROWS, DISTINCT = 1_000_000, 20_000  # of the long column
QUICK = (10_000, 200, 200)  # rows, distinct ones, names in a set

FIRST_CALL = """
import json, sys, time
import analysis
names = json.loads(sys.argv[1])
start = time.perf_counter()
analysis.resolve(names, as_of="2020-08-21")
print(time.perf_counter() - start)
"""
MEMORY = """
import gc, json, sys
import analysis
def resident():
    gc.collect()
    with open("/proc/self/status") as status:
        found = next(line for line in status if "VmRSS" in line)
    return int(found.split()[1]) * 1024 / 1e6
before = resident()
import pyarrow.parquet, rapidfuzz.process
libraries = resident()
analysis.resolve(json.loads(sys.argv[1]), as_of="2020-08-21")
after = resident()
print(after - before, after - libraries)
"""


@dataclass(frozen=True)
class Kind:
    """A kind of names: sets of them, one a repeat, and what is asked of us."""

    title: str
    sets: list[Answers]
    in_english: bool
    target: int | None = None  # names a second


def measure(repeats: int, *, quick: bool = False) -> Results:
    """Return the kinds of names, the long column, the first call and memory."""
    rows, distinct, many = QUICK if quick else (ROWS, DISTINCT, NAMES)
    rng = random.Random(SEED)
    bodies = municipalities()

    def drawn(title: str, make: Callable, target: int | None) -> Kind:
        return Kind(title, fresh_sets(make, bodies, rng, repeats, many), True, target)

    kinds = [
        Kind("official, kanji kana codes", official_japanese(repeats), False, 300_000),
        Kind("official, English", official_english(bodies, repeats), True, 300_000),
        drawn("spelling variants", variant, 100_000),
        drawn("one-edit typos", partial(typo, official_spellings(bodies)), 100_000),
        drawn("misreadings, drawn", misreading(bodies), 10_000),
        Kind(
            "misreadings of engines", engine_misreadings(bodies, repeats), True, 10_000
        ),
        drawn("junk, to be unmatched", junk, None),
    ]
    mixed = list(
        dict.fromkeys(name for kind in kinds for name in list(kind.sets[0])[:50])
    )
    with on_cores(1):
        analysis.resolve(mixed, as_of=DAY)  # the loading is timed apart, below
        return [
            *compare(kinds),
            *long_column(kinds[2:4], repeats, rows=rows, distinct=distinct),
            first_call(repeats),
            memory(mixed),
        ]


def compare(kinds: list[Kind]) -> Results:
    """Return a row for each kind of names and each peer that reads its script."""
    names = english_names()
    peers = {
        "a recipe with edit distances": recipe(names),
        SLOW: off_the_shelf(names),
    }
    rows = []
    for kind in kinds:
        say(kind.title)
        speeds, shares = zip(*map(ours, kind.sets), strict=True)
        speed = statistics.median(speeds)
        limit = 1e6 / kind.target if kind.target else None
        counted = (
            f"{len(kind.sets[0]):,} names, {speed:,.0f}/s, first {speeds[0]:,.0f}/s"
        )
        note = f"{counted}; {_percent(shares)}"
        mine = {"ours": 1e6 / speed, "unit": "µs", "limit": limit}
        if not kind.in_english:
            rows.append(Row(f"{kind.title}: a name", **mine, note=note))
            continue
        for peer, answer in peers.items():
            sets = [_sample(kind.sets[0])] if peer == SLOW else kind.sets
            speeds, shares = zip(*(one_by_one(answer, s) for s in sets), strict=True)
            rows.append(
                Row(
                    f"{kind.title}: a name",
                    baseline=peer,
                    theirs=1e6 / statistics.median(speeds),
                    **mine,
                    note=f"{note}; theirs {_percent(shares)}",
                )
            )
    return rows


def ours(answers: Answers) -> tuple[float, tuple[float, float]]:
    """Return names a second, and the shares of right and wrong answers."""
    names = pd.Series(list(answers))
    seconds, frame = timed(lambda: analysis.resolve(names, as_of=DAY))
    # A body from before the codes is an answer too, and never one of those asked for.
    codes = frame["lg_code"].astype(object).fillna("without a code")
    is_answer = frame["status"] == "resolved"
    found = [
        code if is_answer else None
        for code, is_answer in zip(codes, is_answer, strict=True)
    ]
    return len(names) / seconds, _shares(found, answers.values())


def one_by_one(
    answer: Callable[[str], str | None], answers: Answers
) -> tuple[float, tuple[float, float]]:
    """Return the same of a peer, which is asked name by name."""
    seconds, found = timed(lambda: [answer(name) for name in answers])
    return len(answers) / seconds, _shares(found, answers.values())


def long_column(
    kinds: list[Kind], repeats: int, *, rows: int, distinct: int
) -> Results:
    """Return what many rows of few distinct names cost beyond a ready dictionary."""
    say(f"{rows:,} rows")
    each = distinct // len(kinds)
    spellings = [name for kind in kinds for name in list(kind.sets[-1])[:each]]
    choice = np.random.default_rng(SEED).integers(len(spellings), size=rows)
    column = pd.Series(np.array(spellings, dtype=object)[choice])
    column = column.astype("str")
    used = pd.Series(column.unique())
    codes = analysis.resolve(used, as_of=DAY)["lg_code"]
    ready = dict(zip(used, codes, strict=True))
    times: dict[str, list[float]] = {"whole": [], "map": [], "distinct": []}
    for _ in range(repeats):
        for name, work in {
            "whole": lambda: analysis.resolve(column, as_of=DAY),
            "map": lambda: column.map(ready),
            "distinct": lambda: analysis.resolve(used, as_of=DAY),
        }.items():
            times[name].append(timed(work)[0])
    whole, mapped, alone = (statistics.median(values) for values in times.values())
    return [
        Row(
            f"{rows:,} rows of {len(used):,} distinct names, less the distinct names",
            whole - alone,
            "Series.map with a ready dictionary",
            mapped,
            most=2,
            note=f"whole {whole:.3f} s, the distinct names alone {alone:.3f} s",
        )
    ]


def first_call(repeats: int) -> Row:
    """Return the seconds of the first call in a fresh process, loading included."""
    names = analysis.packaged_announcement().entities["published_name"].tolist()
    command = [sys.executable, "-c", FIRST_CALL, json.dumps(names)]
    seconds = [float(output_of(command)) for _ in range(repeats + 1)][1:]
    return Row(
        f"first call, {len(names)} names",
        statistics.median(seconds),
        limit=0.3,
        note="fresh processes; loading included, the import not",
    )


def memory(mixed: list[str]) -> Row:
    """Return what a process grows by when the resolver is loaded and used once."""
    what = f"the loaded resolver after {len(mixed)} names of every kind"
    if not os.path.exists("/proc/self/status"):
        return Row(what, note="not measured: memory is told on Linux only")
    command = [sys.executable, "-c", MEMORY, json.dumps(mixed)]
    whole, apart = map(float, output_of(command).split())
    note = f"{apart:.1f} MB without the libraries pyarrow.parquet and rapidfuzz"
    return Row(what, memory=whole, room=150, note=note)


def _shares(
    found: Iterable[str | None], truth: Iterable[str | None]
) -> tuple[float, float]:
    """Return the shares of right and of wrong answers; to decline is neither.

    Of what is no body, to decline is right.
    """
    pairs = list(zip(found, truth, strict=True))
    right = sum(code == true for code, true in pairs)
    wrong = sum(code is not None and code != true for code, true in pairs)
    return right / len(pairs), wrong / len(pairs)


def _percent(shares: Iterable[tuple[float, float]]) -> str:
    right, wrong = (statistics.mean(values) for values in zip(*shares, strict=True))
    return f"right {right:.1%}, wrong {wrong:.2%}"


def _sample(answers: Answers) -> Answers:
    names = random.Random(SEED).sample(list(answers), min(SAMPLE, len(answers)))
    return {name: answers[name] for name in names}


if __name__ == "__main__":
    options = command_line(__doc__, repeats=5).parse_args()
    hand_over(measure(repeats_of(options), quick=options.quick), options)
