"""Commands run to their end: what they took of the clock and of memory."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_KIB_IN_MB, _MB = 1024 / 1e6, 1e6
_EVERY_S = 0.02  # memory is looked at so often


@dataclass(frozen=True)
class Job:
    """What a process took: seconds of the clock, and MB at its peak."""

    seconds: float
    memory: float


class Watch:
    """Peaks of the memory of processes, by id, as looked at every 20 ms.

    Parameters
    ----------
    pids : iterable of int
        The processes.
    children : bool, optional
        Whether their children count with them.
    """

    def __init__(self, pids: Iterable[int], *, children: bool = False) -> None:
        self._pids = tuple(pids)
        self._children = children
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.peaks: dict[int, float] = dict.fromkeys(self._pids, 0.0)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY_S):
            for pid in self._pids:
                self.peaks[pid] = max(self.peaks[pid], self._megabytes(pid))

    def _megabytes(self, pid: int) -> float:
        if not self._children:
            return _megabytes(pid, "VmRSS")
        own = _megabytes(pid, "VmHWM")  # its peak: a new process never had another
        return own + sum(_megabytes(child, "VmRSS") for child in _children(pid))


def run_job(command: list[str | Path], *, cores: int | None = None) -> Job:
    """Run a command to its end, on so many cores, and return what it took.

    Raises
    ------
    RuntimeError
        If it fails; with the last lines that it wrote.
    """
    start = time.perf_counter()
    with (
        on_cores(cores),
        subprocess.Popen(
            list(map(str, command)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        Watch([process.pid], children=True) as watch,
    ):
        said = process.stderr.read()
        process.wait()
        seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(_failure(process.returncode, said))
    return Job(seconds, watch.peaks[process.pid])


def output_of(command: list[str | Path]) -> str:
    """Run a command to its end, and return what it printed.

    Raises
    ------
    RuntimeError
        If it fails; with the last lines that it wrote.
    """
    words = list(map(str, command))
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(_failure(done.returncode, done.stderr))
    return done.stdout


def median_job(jobs: Iterable[Job]) -> Job:
    """Return the median of the seconds, and the highest peak."""
    jobs = list(jobs)
    seconds = statistics.median(job.seconds for job in jobs)
    return Job(seconds, max(job.memory for job in jobs))


@contextmanager
def on_cores(many: int | None) -> Iterator[None]:
    """Keep this thread, and what it starts, to so many cores, where that can be."""
    if many is None or not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:many])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _failure(code: int, said: str) -> str:
    last = [line.strip() for line in said.strip().splitlines()[-3:]]
    return f"exit code {code}: {' / '.join(last)}"


def _megabytes(pid: int, what: str) -> float:
    """Return what a process holds, or held at most; nothing if it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as status:
            found = next((line for line in status if line.startswith(what)), None)
        return int(found.split()[1]) * _KIB_IN_MB if found else 0.0
    except OSError:
        return _told_by_psutil(pid)


def _told_by_psutil(pid: int) -> float:
    try:
        import psutil
    except ImportError:
        return 0.0
    try:
        return psutil.Process(pid).memory_info().rss / _MB
    except psutil.Error:
        return 0.0


def _children(pid: int) -> list[int]:
    """Return the processes under one, of all generations, as far as they are told."""
    own: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            own += map(int, path.read_text(encoding="ascii").split())
    return own + [below for child in own for below in _children(child)]
