"""A CSV of a million rows: seconds and peak memory of reading and resolving it.

Each column of names is timed in processes of its own: one that only reads the file, and
one that reads the announcement and resolves its names; beside pandas.read_csv of the
same file with all columns as text. Informs, never fails.

    python benchmarks/bench_reading.py [REPEATS] [--rows 1000000] [--distinct]
"""

import argparse
import csv
import json
import random
import statistics
import sys
import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from measuring import Results, Row, command_line, hand_over, repeats_of, say
from processes import output_of
from resolver_names import (
    DAY,
    SEED,
    fresh_sets,
    municipalities,
    official_english,
    official_japanese,
    variant,
)

ROWS, QUICK_ROWS = 1_000_000, 2_000
PROJECTS = ("地域IoT実装推進", "スマート農業", "Remote care", "防災情報", "Open data")
START = """
import json, sys, time, warnings
import pandas
import analysis
from analysis.documents import read_document
path, day = sys.argv[1:]
warnings.simplefilter("ignore")
def peak():
    try:
        with open("/proc/self/status") as status:
            found = next(line for line in status if line.startswith("VmHWM"))
        return int(found.split()[1]) * 1024 / 1e6
    except OSError:
        return None
def step(name, function, *given, **options):
    start = time.perf_counter()
    result = function(*given, **options)
    print(json.dumps([name, time.perf_counter() - start, peak()]))
    return result
"""
STEPS = (
    "step('pandas.read_csv', pandas.read_csv, path, dtype=str)",
    "step('read_document', lambda: next(read_document(path).tables))",
    """
announcement = step("read_announcement", analysis.read_announcement, path)
names = announcement.entities["full_name"]
step("resolve", analysis.resolve, names, as_of=day)
""",
)


def measure(repeats: int, *, rows: int, distinct: bool = False) -> Results:
    """Return each step for a column of names that repeat, or of distinct texts."""
    spellings = _spellings()
    rng = random.Random(SEED)
    if distinct:
        title = "all texts distinct"
        names = (f"{rng.choice(spellings)} {number}" for number in range(rows))
    else:
        names = rng.choices(spellings, k=rows)
        title = f"{len(set(names)):,} distinct names"
    found: dict[str, list[tuple[float, float | None]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        _write(path, names)
        title = f"CSV of {rows:,} rows, {title}, {path.stat().st_size / 1e6:,.0f} MB"
        for number in range(repeats):
            say(f"{title}, {number + 1} of {repeats}")
            for steps in STEPS:
                command = [sys.executable, "-c", START + steps, path, DAY.isoformat()]
                for line in output_of(command).splitlines():
                    step, *figures = json.loads(line)
                    found.setdefault(step, []).append(figures)
    took = {
        step: statistics.median(seconds for seconds, _ in figures)
        for step, figures in found.items()
    }
    peaks = {
        step: max((peak for _, peak in figures if peak), default=None)
        for step, figures in found.items()
    }
    baseline = next(iter(took))
    beside = {"baseline": baseline, "theirs": took[baseline]}
    return [
        Row(
            f"{title}: {step}",
            seconds,
            **({} if step == "resolve" else beside),
            memory=peaks[step],
            note=_MEMORY_NOTES.get(step, ""),
        )
        for step, seconds in took.items()
        if step != baseline
    ]


_MEMORY_NOTES = {
    "read_announcement": "the whole process until then",
    "resolve": "the whole process, reading included; a ratio is under Resolver",
}


def _spellings() -> list[str]:
    """Return names that are known, in Japanese and English, official and otherwise."""
    bodies = municipalities()
    sets = chain(
        official_japanese(1),
        official_english(bodies, 1),
        fresh_sets(variant, bodies, random.Random(SEED), 1),
    )
    return sorted({name for names in sets for name in names if not name.isdecimal()})


def _write(path: Path, names: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["番号", "団体名", "事業名"])
        for number, name in enumerate(names, start=1):
            writer.writerow([number, name, PROJECTS[number % len(PROJECTS)]])


def _options() -> argparse.Namespace:
    parser = command_line(__doc__, repeats=1)
    parser.add_argument("--rows", type=int, help=f"{ROWS:,} if left out")
    parser.add_argument(
        "--distinct", action="store_true", help="no text twice; takes some minutes"
    )
    return parser.parse_args()


if __name__ == "__main__":
    options = _options()
    rows = options.rows or (QUICK_ROWS if options.quick else ROWS)
    hand_over(
        measure(repeats_of(options), rows=rows, distinct=options.distinct), options
    )
