"""Processes that try cases, each watched from outside: none may hang or die."""

import contextlib
import faulthandler
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

MOST_SECONDS = 10
_HANGS_AFTER = 120  # seconds on the clock: others use the machine, too
_MOST_MEMORY = 6 << 30
_TOLD_EVERY = 5.0
_TELLING = 8


class HangError(BaseException):
    """A case took too long; no `except Exception` may swallow it."""


def work(family: str, first: int, last: int, log: Path) -> None:
    """Try the cases of the seeds from `first` up to, not with, `last`.

    What comes of it is appended to ``FAMILY.jsonl`` in `log` every few seconds, what
    is found to ``found.jsonl``; the seed at work stands in ``FAMILY.now``.
    """
    from fuzzing.families import try_case

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    signal.signal(signal.SIGPROF, _too_long)
    with (
        tempfile.TemporaryDirectory(prefix="fuzz-") as made,
        (log / f"{family}.trace").open("w") as trace,
    ):
        faulthandler.enable(trace)
        faulthandler.register(signal.SIGUSR1, trace)
        folder = Path(made)
        with contextlib.suppress(Exception):
            try_case(family, 0, folder)  # what is loaded once counts for no case
        tally = _Tally(family, first)
        for seed in range(first, last):
            (log / f"{family}.now").write_text(str(seed))
            _emptied(folder)
            begun = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
            try:
                outcome = try_case(family, seed, folder)
            except (Exception, HangError) as why:
                signal.setitimer(signal.ITIMER_PROF, 0)
                _found(log, family, seed, why)
                tally.count["found"] += 1
            else:
                signal.setitimer(signal.ITIMER_PROF, 0)
                for field in ("inputs", "read", "refused", "rows"):
                    tally.count[field] += getattr(outcome, field)
            tally.took(time.process_time() - begun, seed)
            tally.tell(log, seed + 1, at_once=seed + 1 == last)


def watch(family: str, first: int, last: int, log: Path) -> None:
    """Have a process try cases; one that hangs or dies is told, and passed over."""
    while first < last:
        command = [sys.executable, sys.argv[0], "--log", str(log), "--work"]
        process = subprocess.Popen([*command, family, str(first), str(last)])
        now = log / f"{family}.now"
        now.write_text(str(first))
        while process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            if time.time() - now.stat().st_mtime > _HANGS_AFTER:
                process.send_signal(signal.SIGUSR1)
                time.sleep(1)
                process.kill()
                process.wait()
        if process.returncode == 0:
            return
        seed = int(now.read_text() or first)
        trace = (log / f"{family}.trace").read_text()
        _append(
            log / "found.jsonl",
            {
                "family": family,
                "seed": seed,
                "what": f"died with {process.returncode}",
                "where": trace[:4000],
            },
        )
        _append(
            log / f"{family}.jsonl",
            _Tally(family, first).count
            | {"first": first, "last": seed + 1, "found": 1},
        )
        first = seed + 1


def summary(log: Path) -> list[dict]:
    """Return what came of each family so far."""
    found = []
    for path in sorted(log.glob("*.jsonl")):
        if path.stem == "found":
            continue
        parts = [json.loads(line) for line in path.read_text().splitlines()]
        whole = {"family": path.stem, "cases": 0}
        for field in ("inputs", "read", "refused", "rows", "found", "seconds"):
            whole[field] = sum(part[field] for part in parts)
        whole["cases"] = sum(part["last"] - part["first"] for part in parts)
        slowest = max(parts, key=lambda part: part["slowest"])
        whole |= {"slowest": slowest["slowest"], "seed": slowest["slowest_seed"]}
        whole["megabytes"] = max(part["megabytes"] for part in parts)
        found.append(whole)
    return found


def next_seed(family: str, log: Path) -> int:
    """Return the first seed of a family that was not tried yet."""
    path = log / f"{family}.jsonl"
    if not path.exists():
        return 1
    parts = [json.loads(line) for line in path.read_text().splitlines()]
    return max((part["last"] for part in parts), default=1)


class _Tally:
    """What came of the cases since it was last told."""

    def __init__(self, family: str, first: int) -> None:
        self.family = family
        self._anew(first)

    def _anew(self, first: int) -> None:
        fields = ("inputs", "read", "refused", "rows", "found")
        self.count: dict = dict.fromkeys(fields, 0)
        self.count |= {"seconds": 0.0, "slowest": 0.0, "slowest_seed": first}
        self.count |= {"megabytes": 0}
        self.first = first
        self.told = time.monotonic()

    def took(self, seconds: float, seed: int) -> None:
        self.count["seconds"] += seconds
        if seconds > self.count["slowest"]:
            self.count |= {"slowest": round(seconds, 3), "slowest_seed": seed}

    def tell(self, log: Path, last: int, *, at_once: bool) -> None:
        if not at_once and time.monotonic() - self.told < _TOLD_EVERY:
            return
        self.count["megabytes"] = (
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        )
        line = self.count | {"first": self.first, "last": last}
        _append(log / f"{self.family}.jsonl", line)
        self._anew(last)


def _too_long(*_: object) -> None:
    raise HangError(f"more than {MOST_SECONDS} s")


def _found(log: Path, family: str, seed: int, why: BaseException) -> None:
    trace = traceback.extract_tb(why.__traceback__)
    where = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in trace][-_TELLING:]
    what = f"{type(why).__name__}: {str(why)[:600]}"
    _append(
        log / "found.jsonl",
        {"family": family, "seed": seed, "what": what, "where": where},
    )


def _append(path: Path, line: dict) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _emptied(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            os.unlink(path)
