"""Time the main job against its bare floor, and our import against geopandas'.

Each command is a process of its own, timed as a whole, the two of a pair in turn, so
that a busy machine slows both. Prints medians and the ratio that they give.

    python benchmarks/bench_main_job.py [RUNS]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLOOR = Path(__file__).with_name("floor.py")
MAIN_JOB = "import sys, analysis; analysis.run(out=sys.argv[1])"


def main(runs: int) -> None:
    """Print both comparisons."""
    with tempfile.TemporaryDirectory() as folder:
        compare(
            "main job",
            [sys.executable, "-c", MAIN_JOB, f"{folder}/main"],
            "floor: ready dictionary, plain geopandas and matplotlib",
            [sys.executable, str(FLOOR), f"{folder}/floor"],
            runs=runs,
        )
    compare(
        "import analysis",
        [sys.executable, "-c", "import analysis"],
        "import geopandas",
        [sys.executable, "-c", "import geopandas"],
        runs=runs,
    )


def compare(name: str, ours: list[str], base_name: str, base: list[str], *, runs: int):
    """Time two commands in turn and print their medians and ratio."""
    times: dict[str, list[float]] = {name: [], base_name: []}
    for _ in range(runs + 1):
        times[name].append(_seconds(ours))
        times[base_name].append(_seconds(base))
    # The first of each warms the disk cache and compiles, and does not count.
    medians = {key: statistics.median(values[1:]) for key, values in times.items()}
    for key, seconds in medians.items():
        print(f"{seconds:7.3f} s  {key}")
    ratio = medians[name] / medians[base_name]
    print(f"{ratio:7.2f}    ratio (median of {runs} runs each)\n")


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
