"""What the benchmarks share: rows of results, a clock and a command line.

Of all figures less is better, and each ratio is ours ÷ baseline: below 1 we are ahead.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from machine import about


@dataclass(frozen=True)
class Row:
    """One thing that was timed, and its baseline or peer of the same run.

    `ours` and `theirs` are medians in `unit`. `most` is the largest ratio that the
    project asks of itself, `limit` the largest `ours`, `room` the most `memory` in MB.
    """

    what: str
    ours: float | None = None
    baseline: str = ""
    theirs: float | None = None
    unit: str = "s"
    memory: float | None = None
    most: float | None = None
    limit: float | None = None
    room: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return ours ÷ theirs, if there are both."""
        return self.ours / self.theirs if self.ours and self.theirs else None

    @property
    def missed(self) -> bool:
        """Return whether a figure is past what was asked of it."""
        asked = (
            (self.ratio, self.most),
            (self.ours, self.limit),
            (self.memory, self.room),
        )
        return any(
            None not in (figure, target) and figure > target for figure, target in asked
        )


@dataclass(frozen=True)
class Point:
    """A point of a scaling curve: seconds and MB of one job of `rows` rows."""

    curve: str
    workers: int
    rows: int
    seconds: float | None
    memory: float | None
    note: str = ""


Results = list[Row | Point]


@dataclass(frozen=True)
class Run:
    """What a benchmark found, of how many repeats, and what it ran with."""

    results: Results
    repeats: int
    about: dict[str, str]


def timed(work: Callable, *given: object) -> tuple[float, object]:
    """Return the seconds of processor time that `work` takes, and what it returns.

    Not those of the clock: what else runs on the core is no work of ours.
    """
    gc.collect()
    start = time.process_time()
    result = work(*given)
    return time.process_time() - start, result


def say(text: str = "") -> None:
    """Tell how far it is, or a detail, on the terminal; results are no part of it."""
    print(text, file=sys.stderr, flush=True)


def command_line(doc: str, *, repeats: int) -> argparse.ArgumentParser:
    """Return the arguments that every benchmark takes."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "repeats",
        nargs="?",
        type=int,
        metavar="REPEATS",
        help=f"of which the median is taken; {repeats} if left out, 1 with --quick",
    )
    parser.add_argument(
        "--quick", action="store_true", help="small sizes: does it still run?"
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the results there, too"
    )
    parser.set_defaults(usual=repeats)
    return parser


def repeats_of(options: argparse.Namespace) -> int:
    """Return how often each thing is to be timed."""
    return options.repeats or (1 if options.quick else options.usual)


def hand_over(results: Results, options: argparse.Namespace) -> None:
    """Print the results of a benchmark, and write them where they are wanted.

    Nothing is asked of quick ones: their sizes are too small.
    """
    if options.quick:
        results = [_nothing_asked(each) for each in results]
    for line in lines(results):
        print(line)
    if options.json:
        found = [{"kind": type(each).__name__} | asdict(each) for each in results]
        told = {"results": found, "repeats": repeats_of(options), "about": about()}
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def read_run(path: Path) -> Run:
    """Return what a benchmark wrote as JSON."""
    kinds = {"Row": Row, "Point": Point}
    told = json.loads(path.read_text(encoding="utf-8"))
    found = [kinds[each.pop("kind")](**each) for each in told["results"]]
    return Run(found, told["repeats"], told["about"])


def lines(results: Results) -> Iterator[str]:
    """Give the results as lines of a terminal."""
    for row in results:
        if isinstance(row, Point):
            yield (
                f"{row.curve:10}{row.workers:3} workers{row.rows:>14,} rows"
                f"{figure(row.seconds, 's'):>12}{figure(row.memory, 'MB'):>12}"
                f"  {row.note}"
            )
            continue
        yield (
            f"{figure(row.ours, row.unit):>10}{figure(row.theirs, row.unit):>12}"
            f"{figure(row.ratio):>8}{figure(row.memory, 'MB'):>11}  {row.what}"
            + (f" ÷ {row.baseline}" if row.baseline else "")
            + (f" [{asked(row)}{', MISSED' if row.missed else ''}]" * bool(asked(row)))
            + (f"; {row.note}" if row.note else "")
        )


def asked(row: Row) -> str:
    """Return in words what a row's figures should be."""
    wanted = (
        ("ratio", row.most, ""),
        ("", row.limit, row.unit),
        ("", row.room, "MB"),
    )
    return ", ".join(
        f"{word} ≤ {figure(value, unit)}".strip()
        for word, value, unit in wanted
        if value is not None
    )


def figure(value: float | None, unit: str = "") -> str:
    """Return a figure to three digits with its unit, or a dash."""
    if value is None:
        return "–"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f} {unit}".strip()


def _nothing_asked(result: Row | Point) -> Row | Point:
    if isinstance(result, Point):
        return result
    return replace(result, most=None, limit=None, room=None)
