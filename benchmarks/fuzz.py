"""A million inputs, random and mutated, through read → resolve → export.

    python benchmarks/fuzz.py                                soak, or go on with it
    python benchmarks/fuzz.py --summary                      what came of it so far
    python benchmarks/fuzz.py --family text --seed 12345     one case again
    python benchmarks/fuzz.py --family pdf --cases 100       so many more of one family

Each input follows from its family and seed. Of each is checked what
`fuzzing.checks` says; nothing but `SourceError` and `SchemaError` may come out, within
10 s of the processor. A case is a document, or a column, or 500 names, each of which is
an input and a row that is checked. The log is in build/fuzz.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from fuzzing.work import next_seed, summary, watch, work

PLAN = {
    "names": 1_800,
    "text": 20_000,
    "csv": 15_000,
    "html": 8_000,
    "xlsx": 10_000,
    "pdf": 4_000,
    "parquet": 8_000,
    "lists": 5_000,
    "drawn": 10_000,
    "columns": 20_000,
}
"""How many cases of each family: 100,000 documents and columns, 900,000 names."""

_ROUNDS = 50
_LOG = Path(__file__).parents[1] / "build" / "fuzz"


def main() -> int:
    """Soak, replay or sum up."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--family", choices=PLAN)
    parser.add_argument("--seed", type=int, help="replay one case")
    parser.add_argument("--cases", type=int, help="try so many of a family")
    parser.add_argument("--log", type=Path, default=_LOG)
    parser.add_argument("--summary", action="store_true")
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.log.mkdir(parents=True, exist_ok=True)
    if given.work:
        family, first, last = given.work
        work(family, int(first), int(last), given.log)
    elif given.seed is not None:
        _replay(given.family, given.seed)
    elif given.cases:
        first = next_seed(given.family, given.log)
        watch(given.family, first, first + given.cases, given.log)
        _print_summary(given.log)
    else:
        if not given.summary:
            _soak(given.log)
        _print_summary(given.log)
    return 0


def _soak(log: Path) -> None:
    """Try what is left of the plan, a part of each family in turn."""
    left = True
    while left:
        left = False
        for family, cases in PLAN.items():
            first = next_seed(family, log)
            last = min(first + max(cases // _ROUNDS, 1), cases + 1)
            if first < last:
                watch(family, first, last, log)
                left = True


def _replay(family: str, seed: int) -> None:
    from fuzzing.families import try_case

    with tempfile.TemporaryDirectory() as folder:
        print(try_case(family, seed, Path(folder)))


def _print_summary(log: Path) -> None:
    fields = ("cases", "inputs", "read", "refused", "rows", "found", "slowest", "seed")
    print("| family | " + " | ".join(fields) + " | MB |")
    print("|---" * (len(fields) + 2) + "|")
    families = summary(log)
    for one in families:
        cells = [f"{one[field]:,}" for field in fields]
        print(f"| {one['family']} | " + " | ".join(cells) + f" | {one['megabytes']} |")
    print(f"{sum(one['inputs'] for one in families):,} inputs")


if __name__ == "__main__":
    sys.exit(main())
