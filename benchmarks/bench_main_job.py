"""The main job beside its bare floor, and our import beside geopandas'.

Each command is a process of its own, timed as a whole, the two of a pair in turn, so
that a busy machine slows both. The floor knows the answers by heart and draws with
plain geopandas and matplotlib (floor.py). Informs, never fails.

    python benchmarks/bench_main_job.py [REPEATS]
"""

import sys
import tempfile
from pathlib import Path

from measuring import Results, Row, command_line, hand_over, repeats_of, say
from processes import Job, median_job, run_job

FLOOR = Path(__file__).with_name("floor.py")
MAIN_JOB = "import sys, analysis; analysis.run(out=sys.argv[1])"


def measure(repeats: int) -> Results:
    """Return both comparisons."""
    with tempfile.TemporaryDirectory() as folder:
        job = compare(
            "main job: the packaged list to tables, maps, charts and report",
            [sys.executable, "-c", MAIN_JOB, f"{folder}/main"],
            "floor: ready dictionary, plain geopandas and matplotlib",
            [sys.executable, str(FLOOR), f"{folder}/floor"],
            repeats=repeats,
        )
    start = compare(
        "import analysis",
        [sys.executable, "-c", "import analysis"],
        "import geopandas",
        [sys.executable, "-c", "import geopandas"],
        repeats=repeats,
    )
    return [job, start]


def compare(
    what: str, ours: list[str], baseline: str, theirs: list[str], *, repeats: int
) -> Row:
    """Time two commands in turn."""
    jobs: list[tuple[Job, Job]] = []
    for number in range(repeats + 1):
        say(f"{what}, {number} of {repeats}")
        jobs.append((run_job(ours), run_job(theirs)))
    # The first of each warms the disk cache and compiles, and does not count.
    mine, base = (median_job(each[1:]) for each in zip(*jobs, strict=True))
    note = f"baseline's memory {base.memory:,.0f} MB"
    return Row(
        what, mine.seconds, baseline, base.seconds, memory=mine.memory, note=note
    )


if __name__ == "__main__":
    options = command_line(__doc__, repeats=7).parse_args()
    hand_over(measure(repeats_of(options)), options)
