"""A CSV of a million rows: seconds and peak memory of reading and resolving it.

Each column of names is timed in processes of its own: one that only reads the file, and
one that reads the announcement and resolves its names. Informs, never fails.

    python benchmarks/bench_reading.py [ROWS]
"""

import csv
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from resolver_names import (
    DAY,
    SEED,
    fresh_sets,
    municipalities,
    official_english,
    official_japanese,
    variant,
)

PROJECTS = ("地域IoT実装推進", "スマート農業", "Remote care", "防災情報", "Open data")
START = """
import sys, time, warnings
from resource import RUSAGE_SELF, getrusage
import analysis
from analysis.documents import read_document
path, day = sys.argv[1:]
warnings.simplefilter("ignore")
unit = 2**20 if sys.platform == "darwin" else 2**10
def step(name, function, *given, **options):
    start = time.perf_counter()
    result = function(*given, **options)
    peak = getrusage(RUSAGE_SELF).ru_maxrss / unit
    seconds = time.perf_counter() - start
    count = f"{len(result):,} rows" if len(result) else ""
    print(f"  {name:20}{count:>16}{seconds:9.1f} s{peak:8,.0f} MB", flush=True)
    return result
step("import", tuple)
"""
READ = "step('read_document', lambda: next(read_document(path).tables))"
RESOLVE = """
announcement = step("read_announcement", analysis.read_announcement, path)
names = announcement.entities["full_name"]
step("resolve", analysis.resolve, names, as_of=day)
"""


def main(rows: int) -> None:
    """Write both files, and print what is measured on each."""
    spellings = _spellings()
    rng = random.Random(SEED)
    columns = {
        f"{len(spellings):,} distinct names": rng.choices(spellings, k=rows),
        "all texts distinct, a name and a number": (
            f"{rng.choice(spellings)} {number}" for number in range(rows)
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        for title, names in columns.items():
            _write(path, names)
            print(f"{title}, a file of {path.stat().st_size / 2**20:,.0f} MB")
            for steps in (READ, RESOLVE):
                command = [sys.executable, "-c", START + steps, path, DAY.isoformat()]
                subprocess.run(command, check=False)


def _spellings() -> list[str]:
    """Return names that are known, in Japanese and English, official and otherwise."""
    bodies = municipalities()
    sets = chain(
        official_japanese(1),
        official_english(bodies, 1),
        fresh_sets(variant, bodies, random.Random(SEED), 1),
    )
    return sorted({name for names in sets for name in names if not name.isdecimal()})


def _write(path: Path, names: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["番号", "団体名", "事業名"])
        for number, name in enumerate(names, start=1):
            writer.writerow([number, name, PROJECTS[number % len(PROJECTS)]])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
