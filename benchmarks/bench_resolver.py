"""Names resolved a second, right and wrong, beside two peers on the same strings.

All in one process on one core, for ratios to be trusted. The peers answer in English
only and know nothing of kanji: `process.extractOne` of rapidfuzz (WRatio as it comes,
cut-off 90), and a recipe that folds a name, looks it up in its prefecture and compares
the rest there by edit distance. Informs, never fails.

    python benchmarks/bench_resolver.py [REPEATS]
"""

import gc
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from resolver_names import (
    DAY,
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

SAMPLE = 500  # of a set, for the slow peer
ROWS, DISTINCT = 1_000_000, 20_000  # of the long column

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
        return next(int(line.split()[1]) for line in status if "VmRSS" in line) / 1024
before = resident()
import pyarrow.parquet, rapidfuzz.process
libraries = resident()
analysis.resolve(json.loads(sys.argv[1]), as_of="2020-08-21")
after = resident()
print(after - before, after - libraries)
"""


@dataclass(frozen=True)
class Row:
    """A line of the table: sets of names, one a repeat, and what is asked of us."""

    title: str
    sets: list[Answers]
    in_english: bool
    target: int | None = None


def main(repeats: int) -> None:
    """Print the table of names, then the long column, the first call and memory."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rng = random.Random(SEED)
    bodies = municipalities()

    def drawn(title: str, make: Callable, target: int | None) -> Row:
        return Row(title, fresh_sets(make, bodies, rng, repeats), True, target)

    rows = [
        Row("official, kanji kana codes", official_japanese(repeats), False, 300_000),
        Row("official, English", official_english(bodies, repeats), True, 300_000),
        drawn("spelling variants", variant, 100_000),
        drawn("one-edit typos", partial(typo, official_spellings(bodies)), 100_000),
        drawn("misreadings, drawn", misreading(bodies), 10_000),
        Row(
            "misreadings of engines", engine_misreadings(bodies, repeats), True, 10_000
        ),
        drawn("junk, to be unmatched", junk, None),
    ]
    mixed = list(dict.fromkeys(name for row in rows for name in list(row.sets[0])[:50]))
    analysis.resolve(mixed, as_of=DAY)  # the loading is timed apart, below
    compare(rows)
    long_column(rows[2:4], repeats)
    first_call(repeats)
    memory(mixed)


def compare(rows: list[Row]) -> None:
    """Print each row: our speed, right and wrong, then those of the peers."""
    names = english_names()
    peers = {"recipe": recipe(names), "WRatio": off_the_shelf(names)}
    print(
        "Names a second of one core's time, shares right and wrong. Median of "
        f"{len(rows[0].sets)} sets of n different\nstrings (official names and "
        "misreadings of engines: the same set each time); 'first' is the first\ncall "
        f"on a row. WRatio on {SAMPLE} strings a row.\n"
    )
    print(
        f"{'':27}{'n':>6} {'ours/s':>9}{'first':>9}{'right':>7}{'wrong':>7}"
        + "".join(f"{f'{peer}/s':>11}{'right':>7}{'wrong':>7}" for peer in peers)
        + f"{'target/s':>11}"
    )
    for row in rows:
        print(f"{row.title:27}{len(row.sets[0]):6}", end=" ", flush=True)
        speeds, shares = zip(*map(ours, row.sets), strict=True)
        print(
            f"{statistics.median(speeds):9,.0f}{speeds[0]:9,.0f}{_percent(shares)}",
            end="",
        )
        for peer, answer in peers.items():
            if not row.in_english:
                print(f"{'-':>11}{'-':>7}{'-':>7}", end="")
                continue
            sets = row.sets if peer == "recipe" else [_sample(row.sets[0])]
            speeds, shares = zip(*(one_by_one(answer, s) for s in sets), strict=True)
            print(f"{statistics.median(speeds):11,.0f}{_percent(shares)}", end="")
        print(f"{row.target:>11,}" if row.target else f"{'-':>11}")
    print()


def ours(answers: Answers) -> tuple[float, tuple[float, float]]:
    """Return names a second, and the shares of right and wrong answers."""
    names = pd.Series(list(answers))
    seconds, frame = _timed(lambda: analysis.resolve(names, as_of=DAY))
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
    seconds, found = _timed(lambda: [answer(name) for name in answers])
    return len(answers) / seconds, _shares(found, answers.values())


def long_column(rows: list[Row], repeats: int) -> None:
    """Print what many rows of few distinct names cost beyond a ready dictionary."""
    per_row = DISTINCT // len(rows)
    distinct = [name for row in rows for name in list(row.sets[-1])[:per_row]]
    choice = np.random.default_rng(SEED).integers(len(distinct), size=ROWS)
    column = pd.Series(np.array(distinct, dtype=object)[choice])
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
            times[name].append(_timed(work)[0])
    whole, mapped, alone = (statistics.median(values) for values in times.values())
    print(f"{ROWS:,} rows of {len(used):,} distinct variants and typos")
    print(f"{whole:9.3f} s  resolve, the whole column")
    print(f"{alone:9.3f} s  resolve, the distinct names alone")
    print(f"{mapped:9.3f} s  Series.map with a ready dictionary")
    ratio = (whole - alone) / mapped
    print(f"{ratio:9.2f}    (whole - distinct) / map; target: at most 2\n")


def first_call(repeats: int) -> None:
    """Print the seconds of the first call in a fresh process, loading included."""
    names = analysis.packaged_announcement().entities["published_name"].tolist()
    command = [sys.executable, "-c", FIRST_CALL, json.dumps(names)]
    seconds = [float(_output(command)) for _ in range(repeats + 1)][1:]
    print(
        f"{statistics.median(seconds):9.3f} s  first call, {len(names)} names, loading "
        "included, the import not (fresh processes); target: at most 0.3"
    )


def memory(mixed: list[str]) -> None:
    """Print what a process grows by when the resolver is loaded and used once."""
    if not os.path.exists("/proc/self/status"):
        print(f"{'-':>9}    memory: only measured on Linux")
        return
    command = [sys.executable, "-c", MEMORY, json.dumps(mixed)]
    whole, apart = map(float, _output(command).split())
    print(
        f"{whole:9.1f} MB memory of the loaded resolver after {len(mixed)} names of "
        f"every row, {apart:.1f} without the libraries\n{'':13}pyarrow.parquet and "
        "rapidfuzz; target: at most 150"
    )


def _timed(work: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds of processor time that `work` takes, and what it returns.

    Not those of the clock: what else runs on the core is no work of ours.
    """
    gc.collect()
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


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
    return f"{right:7.1%}{wrong:7.2%}"


def _sample(answers: Answers) -> Answers:
    names = random.Random(SEED).sample(list(answers), min(SAMPLE, len(answers)))
    return {name: answers[name] for name in names}


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
