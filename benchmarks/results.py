"""All benchmarks, one after the other, into RESULTS.md beside this file.

    python benchmarks/results.py [--only SECTION...] [--quick] [--out FILE]

`make bench` runs it. Each section is a process of its own, so that none is slower for
what another has loaded, and one that fails is told in the file. --quick takes small
sizes, to see that all of it still runs. That, and what was run with --only, is printed
if no file is named: RESULTS.md is of one whole run.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from machine import about
from measuring import Point, Results, Row, asked, figure, read_run, say
from scaling_picture import draw

HERE = Path(__file__).parent
OUT = HERE / "RESULTS.md"
PICTURE = HERE.parent / "docs" / "scaling.svg"
LONG_RUN = HERE / "long_run.json"
SECTIONS = {
    "resolver": "Resolver",
    "main_job": "Main job",
    "boundaries": "Boundaries",
    "charts": "Charts",
    "reading": "Reading",
    "scale": "Scale: one machine and distributed",
    "curves": "Scaling curves",
}


@dataclass(frozen=True)
class Section:
    """What became of a benchmark: its results, or why there are none."""

    name: str
    results: Results
    repeats: int = 0
    failure: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks and write the file; return 1 if one of them failed."""
    options = _options(arguments)
    names = options.only or list(SECTIONS)
    sections = [run(name, quick=options.quick) for name in names]
    out = options.out or (None if options.quick or options.only else OUT)
    points = [each for section in sections for each in _points(section.results)]
    picture = None
    if out == OUT and any(point.seconds for point in points):
        picture = PICTURE
        draw(points, picture)
    paragraphs = report(sections, quick=options.quick, picture=picture)
    text = without_places("\n\n".join(paragraphs)) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
        say(f"written to {out}")
    else:
        print(text)
    return int(any(section.failure for section in sections))


def run(name: str, *, quick: bool) -> Section:
    """Run a benchmark in a process of its own; what it says is passed on."""
    say(f"== {SECTIONS[name]}")
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "results.json"
        command = [sys.executable, str(HERE / f"bench_{name}.py"), "--json", str(found)]
        with subprocess.Popen(
            command + ["--quick"] * quick,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            last = ""
            for line in process.stderr:
                say(line.rstrip())
                last = line.strip() or last
        if process.returncode:
            return Section(name, [], failure=f"exit code {process.returncode}: {last}")
        measured = read_run(found)
        return Section(name, measured.results, measured.repeats)


def without_places(text: str) -> str:
    """Return a text without folders of this machine: what failed may name them."""
    for place in (HERE.parent, tempfile.gettempdir(), Path.home()):
        text = text.replace(f"{place}{os.sep}", "")
    return text


def report(
    sections: list[Section], *, quick: bool = False, picture: Path | None = None
) -> Iterator[str]:
    """Give the paragraphs of RESULTS.md."""
    yield "# Results"
    if quick:
        yield "**Measured with --quick: sizes are small, and figures mean nothing.**"
    yield (
        "Written by `make bench`. Medians, of which less is better; a ratio is ours ÷ "
        "its baseline or peer, timed in turn in the same run on the same machine. "
        "Processor time of one core for what is timed inside a process, the clock for "
        "whole processes. Memory is the peak of the process and those under it. "
        "**Bold** is past what the project asks of itself."
    )
    if not quick:
        yield _verdict(sections)
    yield _of_machine(about())
    for section in sections:
        yield f"## {SECTIONS[section.name]}"
        command = f"`python benchmarks/bench_{section.name}.py`"
        if section.failure:
            yield f"{command} **failed; nothing was measured:** {section.failure}"
            continue
        yield f"{command}, {_repeats(section.repeats)}"
        if rows := _rows(section.results):
            yield _of_rows(rows)
        if points := _points(section.results):
            yield from _of_points(points)
        if points and picture:
            yield f"![Seconds by rows, engine and workers](../docs/{picture.name})"
    if LONG_RUN.exists():
        long_run = read_run(LONG_RUN)
        where = long_run.about
        yield "## The long run"
        yield (
            "`python benchmarks/bench_scale.py 1 --rows 100000000 --json "
            f"benchmarks/{LONG_RUN.name}`, on request only; on {where['day']} with "
            f"{where['cores']} cores, {where['memory']}, Python {where['Python']}, "
            f"duckdb {where['duckdb']}, dask {where['dask']}."
        )
        yield _of_rows(_rows(long_run.results))


def _verdict(sections: list[Section]) -> str:
    """Say first what is not as it should be."""
    rows = [row for section in sections for row in _rows(section.results)]
    said = [
        " ÷ ".join(filter(None, (row.what, row.baseline))) for row in rows if row.missed
    ]
    many = sum(bool(asked(row)) for row in rows)
    absent = [SECTIONS[section.name] for section in sections if section.failure]
    absent += [row.what for row in rows if row.note.startswith("not measured")]
    absent += [
        f"{point.curve}, {_workers(point.curve, point.workers)}"
        for section in sections
        for point in _points(section.results)
        if point.note.startswith("not measured")
    ]
    verdict = f"Something is asked of {many} rows, and {len(said)} are past it"
    verdict += f": {'; '.join(said)}." if said else "."
    return verdict + (f" Not measured: {'; '.join(absent)}." if absent else "")


def _of_machine(told: dict[str, str]) -> str:
    return _table(["measured with", ""], [[name, told[name]] for name in told])


def _of_rows(rows: list[Row]) -> str:
    head = ["what", "ours", "baseline", "its", "ratio", "memory", "asked", "note"]
    body = []
    for row in rows:
        ratio = figure(row.ratio)
        cells = [
            row.what,
            figure(row.ours, row.unit),
            row.baseline or "–",
            figure(row.theirs, row.unit),
            ratio,
            figure(row.memory, "MB"),
            asked(row) or "–",
            row.note,
        ]
        if row.missed:
            cells[6] = f"**{cells[6]}: missed**"
        body.append(cells)
    return _table(head, body, right={1, 3, 4, 5})


def _of_points(points: list[Point]) -> Iterator[str]:
    """Give a table of seconds and one of memory: rows down, curves across."""
    curves = list(dict.fromkeys((point.curve, point.workers) for point in points))
    sizes = sorted({point.rows for point in points})
    at = {(point.curve, point.workers, point.rows): point for point in points}
    titles = [f"{engine}, {_workers(engine, many)}" for engine, many in curves]
    for what, unit in (("seconds", "s"), ("memory", "MB")):
        body = [
            [
                f"{rows:,}",
                *(
                    figure(getattr(at.get((*curve, rows)), what, None), unit)
                    for curve in curves
                ),
            ]
            for rows in sizes
        ]
        yield _table(
            [f"rows: {what}", *titles], body, right=set(range(len(titles) + 1))
        )
    for point in points:
        if point.note:
            yield f"{point.curve}, {point.workers}: {_cell(point.note)}"


def _workers(engine: str, many: int) -> str:
    kind = "worker" if engine == "dask" else "core"
    return f"{many} {kind}{'s' * (many > 1)}"


def _repeats(many: int) -> str:
    return f"median of {many}" if many > 1 else "once"


def _rows(results: Results) -> list[Row]:
    return [each for each in results if isinstance(each, Row)]


def _points(results: Results) -> list[Point]:
    return [each for each in results if isinstance(each, Point)]


def _table(
    head: list[str], body: list[list[str]], *, right: Collection[int] = ()
) -> str:
    """Return a table; columns `right` are of figures."""
    rule = ["---:" if column in right else "---" for column in range(len(head))]
    lines = [head, rule, *body]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=SECTIONS, metavar="SECTION")
    parser.add_argument("--quick", action="store_true", help="small sizes, once")
    parser.add_argument("--out", type=Path, metavar="FILE", help=f"not {OUT.name}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
