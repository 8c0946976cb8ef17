"""Kill runs at random moments, and look what is left each time.

Two lists, in two languages, are written in turn to one folder. Each time a run is
killed (SIGKILL), the folder must hold the complete result of the one before or of the
one that was killed, byte for byte, with the user's own file in it; then a run that is
left alone must succeed and leave nothing hidden. One run in twenty is a command line of
its own, killed anywhere in it. The others are children of this process that remember
what they compute, draw and compose, and write it all: some are killed anywhere, most
while the new result is put in its place, or just about when the folders are exchanged.

    python benchmarks/soak_kills.py [RUNS] [SEED]
"""

import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import analysis
import analysis.report
from analysis import atomic, pipeline
from analysis.atomic import disk

WHOLE_EVERY = 20
_TIMEOUT = 300
_SIGNS = {"in place": b"p", "exchange": b"x"}
COMPUTED = ("normalize", "locate", "breakdown", "joint_tests", "power", "errata")
LISTS = {
    "en": "August 21, 2020\n\n1 Kitakami City, Iwate Prefecture\n2 Miyagi Prefecture\n",
    "ja": "2020年10月1日\n\n1 鳥取県日吉津村\n2 高知市\n3 北海道小樽市\n",
}
OWN = ("notes.txt", "what the user wrote\n")


def main(runs: int, seed: int) -> None:
    """Do it all, and print what was found."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        job = Job(Path(scratch))
        found = Counter()
        began = time.monotonic()
        killed = number = 0
        while killed < runs:
            new = ("en", "ja")[number % 2]
            old = ("ja", "en")[number % 2]
            kind = "anywhere"
            if number % WHOLE_EVERY == 0:
                kind = "command line"
            elif number % 5:
                kind = draw.choice(("in place", "exchange"))
            end = job.killed(new, kind, draw)
            state = job.state()
            assert state in (old, new), f"run {number}, killed {kind}: {state}"
            killed += end == "killed"
            left = len(job.hidden())
            found[kind, end, "new" if state == new else "old"] += 1
            found["swept"] += left
            print(number, kind, end, state, left, sep="\t", file=sys.stderr)
            assert left <= 2, f"run {number}: {job.hidden()}"
            job.in_child(new)
            assert job.state() == new, f"run {number} after a kill: {job.state()}"
            assert not job.hidden(), f"run {number} left {job.hidden()}"
            number += 1
        swept = found.pop("swept")
        took = time.monotonic() - began
        print(f"{killed} runs killed of {number}, seed {seed}, {took:.0f} s")
        for (kind, end, state), count in sorted(found.items()):
            print(f"{count:5d}  {kind}: {end}, then the {state} result, whole")
        print(f"{swept:5d}  hidden folders and locks left by kills, each swept by the")
        print("       next run, which succeeded and left none")


class Job:
    """The target, both complete results, and runs that write them."""

    def __init__(self, scratch: Path) -> None:
        self.scratch, self.out = scratch, scratch / "out"
        self.recorded: dict[tuple, object] = {}
        self.charts: dict[str, dict[str, bytes]] = {}
        self.lang, self.calls = "", Counter()
        self.complete, self.seconds = {}, {}
        for lang, text in LISTS.items():
            (scratch / f"{lang}.txt").write_text(text, encoding="utf-8")
        for name in COMPUTED:
            setattr(pipeline, name, self.once(name, getattr(pipeline, name)))
        analysis.report.report = self.once("report", analysis.report.report)
        self.draw, pipeline._draw = pipeline._draw, self.drawn
        began = time.monotonic()
        for lang in LISTS:
            self.write(lang)  # computes and draws, and remembers it
            self.seconds["command line"] = time.monotonic() - began
        shutil.rmtree(self.out)
        for lang in ("en", "ja"):
            began = time.monotonic()
            self.in_child(lang)
            self.seconds["anywhere"] = time.monotonic() - began
            (self.out / OWN[0]).write_text(OWN[1])
            self.complete[lang] = hashes(self.out)
        self.told = os.pipe()
        self.seconds["in place"] = 0.05
        self.seconds["exchange"] = 0.002
        atomic.put_in_place = self.telling(b"p", atomic.put_in_place)
        disk.exchange = self.telling(b"x", disk.exchange)

    def once(self, name, function):
        """Return a function that gives what it gave the first time for this list."""

        def remembered(*args, **options):
            key = (self.lang, name, self.calls[name])
            self.calls[name] += 1
            if key not in self.recorded:
                self.recorded[key] = function(*args, **options)
            return self.recorded[key]

        return remembered

    def telling(self, sign: bytes, function):
        """Return a function that tells this process before it begins."""

        def told(*args, **options):
            os.write(self.told[1], sign)
            return function(*args, **options)

        return told

    def drawn(self, located, tables, folder: Path, **options) -> None:
        """Draw the charts the first time, and write the same bytes from then on."""
        if self.lang not in self.charts:
            self.draw(located, tables, folder, **options)
            self.charts[self.lang] = {
                path.name: path.read_bytes() for path in sorted(folder.iterdir())
            }
            return
        folder.mkdir()
        for name, content in self.charts[self.lang].items():
            with atomic.whole_file(folder / name) as new:
                new.write_bytes(content)

    def write(self, lang: str) -> None:
        """Run, in this process."""
        self.lang, self.calls = lang, Counter()
        pipeline.run(self.scratch / f"{lang}.txt", out=self.out, lang=lang)

    def fork(self, lang: str) -> int:
        """Run in a child, and return its number."""
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            self.write(lang)
            code = 0
        finally:
            os._exit(code)

    def in_child(self, lang: str) -> None:
        """Run in a child that is left alone."""
        _, status = os.waitpid(self.fork(lang), 0)
        assert status == 0, f"a run that was left alone failed: {status}"
        if hasattr(self, "told"):
            self.drain()

    def killed(self, lang: str, kind: str, draw: random.Random) -> str:
        """Run in another process, kill it, and say if it had ended before."""
        if kind == "command line":
            source = str(self.scratch / f"{lang}.txt")
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "analysis", "run", source),
                    *("--lang", lang, "--out", str(self.out)),
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            wait(process.pid, draw.uniform(0, 1.02 * self.seconds[kind]))
            process.kill()
            ended = process.wait() == 0
        else:
            child = self.fork(lang)
            if kind in _SIGNS:
                while self.next_sign() != _SIGNS[kind]:
                    pass
            wait(child, draw.uniform(0, 1.02 * self.seconds[kind]))
            os.kill(child, signal.SIGKILL)
            ended = os.waitpid(child, 0)[1] == 0
            self.drain()
        # It takes less time than was thought, as the machine is now, or more.
        self.seconds[kind] *= 0.8 if ended else 1.05
        return "had ended" if ended else "killed"

    def next_sign(self) -> bytes:
        """Wait for what the child tells."""
        assert select.select([self.told[0]], [], [], _TIMEOUT)[0], "no word of a run"
        return os.read(self.told[0], 1)

    def drain(self) -> None:
        """Forget what children have told."""
        while select.select([self.told[0]], [], [], 0)[0]:
            os.read(self.told[0], 100)

    def state(self) -> str:
        """Tell which of the complete results the target holds, if one."""
        there = hashes(self.out)
        for resource in json.loads((self.out / "datapackage.json").read_bytes())[
            "resources"
        ]:
            if f"sha256:{there.get(resource['path'])}" != resource["hash"]:
                return f"torn: {resource['path']}"
        for lang, complete in self.complete.items():
            if there == complete:
                return lang
        differ = [dict(there.items() ^ each.items()) for each in self.complete.values()]
        return f"neither, for {[sorted(each) for each in differ]}"

    def hidden(self) -> list[Path]:
        """List what is left beside the target or in it."""
        return sorted(self.scratch.rglob("*.partial-*"))


def wait(child: int, seconds: float) -> None:
    """Wait, or until the child has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        state = os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if state is not None:
            return
        time.sleep(min(0.0005, seconds))


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file, by path from the folder."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*(given + [200, 7][len(given) :]))
