"""Many machines: each piece is a task of a Dask cluster, which writes its own part."""

import datetime as dt
import logging
import os
import shutil
import signal
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.aliases import Aliases
from analysis.errors import AnalysisError, SourceError
from analysis.resolve import resolve
from analysis.scale.answers import Progress
from analysis.scale.memo import forget, memo_of
from analysis.scale.parts import PartsError, part_name, write_part
from analysis.scale.pieces import Piece
from analysis.scale.tally import Tally

if TYPE_CHECKING:
    from distributed import Client

# Tasks that the scheduler knows at a time: enough for 1,000 threads, of any number.
_AT_ONCE = 2_000
_ANSWERS_WITHIN = "30s"
_PACKAGE = "regional-iot-analysis"


def resolve_pieces(
    pieces: Sequence[Piece],
    stage: Path,
    *,
    column: str,
    as_of: dt.date,
    aliases: Aliases,
    scheduler: str | None,
    workers: int | None = None,
    progress: Progress = lambda *_: None,
) -> Tally:
    """Write a part for each piece, on a cluster.

    A task that runs twice, since its worker was killed, writes the same part again:
    under a name of its own, which takes that of the part when it is whole.

    Parameters
    ----------
    pieces : sequence of Piece
        The rows, in order.
    stage : Path
        The folder for the parts. Every worker must see it, and the input, by the
        path that they have here.
    column : str
        The column of names.
    as_of, aliases
        As of `analysis.resolve`.
    scheduler : str or None
        The address of a scheduler, such as ``tcp://10.0.0.1:8786``; for ``tls://``,
        certificates are those of Dask's own configuration. None makes a cluster of
        processes on this machine, and ends it.
    workers : int, optional
        How many processes there are then; as many as cores if left out.
    progress : callable, optional
        Called with "rows" after each piece.

    Returns
    -------
    Tally
        What became of the rows.

    Raises
    ------
    PartsError
        If there are pieces that could not be read or written, after all others are.
    SourceError
        If Dask is not installed, the scheduler does not answer, or a worker has
        another version of this package or does not see the files.
    """
    if not pieces:
        return Tally()
    stage = stage.absolute()
    pieces = [replace(piece, path=os.path.abspath(piece.path)) for piece in pieces]
    with _attempts(stage) as attempts:
        few = min(workers or _cores(), len(pieces))
        with _connected(scheduler, few, attempts) as client:
            _check_workers(client, pieces[0].path, attempts)
            task = _Task(stage, attempts, column, as_of, _version())
            return _run(client, pieces, task, aliases, progress)


@dataclass(frozen=True)
class _Task:
    """What is done with each piece, on a worker."""

    stage: Path
    attempts: Path
    column: str
    as_of: dt.date
    wanted: str

    def __call__(self, piece: Piece, aliases: Aliases) -> Tally:
        """Write the part of a piece."""
        # Workers may come when those that were there have been looked at.
        if unlike := _unlike(_version(), self.wanted):
            raise SourceError(f"{piece}: a worker {unlike}")
        warnings.filterwarnings("ignore", "the register is that of", UserWarning)
        mine = self.attempts / f"{uuid.uuid4().hex}.parquet"
        memo = memo_of(self.as_of, aliases)
        try:
            tally = write_part(piece, mine, column=self.column, answering=memo)
            if tally.rows:
                os.replace(mine, self.stage / part_name(piece.number))
        finally:
            mine.unlink(missing_ok=True)
        return tally


def _run(
    client: "Client",
    pieces: Sequence[Piece],
    task: _Task,
    aliases: Aliases,
    progress: Progress,
) -> Tally:
    """Let the workers do all pieces, and count."""
    from distributed import as_completed

    tally = Tally()
    failed: dict[Piece, str] = {}
    total = sum(piece.rows for piece in pieces)
    rest = iter(pieces)
    running: dict[object, Piece] = {}
    name = f"resolve-{uuid.uuid4().hex}"  # never what a scheduler knows already
    # As a task of its own a long table is sent once a worker, and made again if lost.
    shared = client.submit(_itself, aliases, pure=False) if aliases else aliases
    done = as_completed(loop=client.loop, with_results=True, raise_errors=False)

    def submit() -> None:
        more = {
            (name, piece.number): piece
            for piece in islice(rest, _AT_ONCE - len(running))
        }
        if more:
            running.update(more)
            keys, given = list(more), list(more.values())
            done.update(client.map(task, given, key=keys, aliases=shared))

    submit()
    # While they work: a day that the register does not cover is told here, once.
    resolve([], as_of=task.as_of)
    while running:
        future, result = next(done)
        piece = running.pop(future.key)
        if future.status == "finished":
            tally.add(result)
            progress("rows", tally.rows, total)
        elif future.status == "error":
            failed[piece] = _why(piece, result[1])
        else:
            raise SourceError(
                f"the scheduler at {client.scheduler.address} has given up the job, or "
                "has ended; see its log, and run it again"
            )
        if len(running) <= _AT_ONCE // 2:
            submit()
    client.run(forget, on_error="ignore")
    if failed:
        failed = dict(sorted(failed.items(), key=lambda item: item[0].number))
        raise PartsError(failed, tally, len(pieces))
    return tally


def _why(piece: Piece, error: BaseException) -> str:
    """Say in one line which piece failed, and why."""
    from distributed.scheduler import KilledWorker

    if isinstance(error, KilledWorker):
        return (
            f"{piece}: each worker that had it died, {error.allowed_failures + 1} in "
            "all, for want of memory perhaps; give workers more, or write the file "
            "with smaller row groups"
        )
    if isinstance(error, AnalysisError):
        said = str(error)
        return said if said.startswith(str(piece)) else f"{piece}: {said}"
    return f"{piece}: {type(error).__name__}: {error}"


@contextmanager
def _attempts(stage: Path) -> Iterator[Path]:
    """Give a folder that is there while parts may be written.

    A worker that was given up for lost, and is not, finds no place to write later.
    """
    folder = stage / f".attempts-{uuid.uuid4().hex}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _connected(scheduler: str | None, workers: int, folder: Path) -> Iterator["Client"]:
    """Give a client of the scheduler, or of a cluster that is made here."""
    try:
        from distributed import Client, LocalCluster
        from distributed.comm import resolve_address
    except ImportError as why:
        raise SourceError(
            "the engine dask needs Dask; install it with: "
            "pip install 'regional-iot-analysis[distributed]'"
        ) from why
    ours = scheduler is None
    with ExitStack() as stack:
        if ours:
            scheduler = stack.enter_context(
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",  # None would take port 8787
                    scheduler_kwargs={"dashboard": False},
                    local_directory=str(folder),
                    silence_logs=logging.CRITICAL,  # what fails is told at the end
                )
            )
        try:
            if not ours:
                resolve_address(scheduler)  # a client of no address does not end well
            if not ours and scheduler.startswith("tls://"):
                _check_certificates(scheduler)
            client = Client(scheduler, timeout=_ANSWERS_WITHIN, set_as_default=False)
        except (OSError, ValueError) as why:
            raise SourceError(
                f"no scheduler of Dask answers at {scheduler} ({why}); check the "
                "address, such as tcp://10.0.0.1:8786, and that it can be reached"
            ) from why
        stack.enter_context(client)
        if ours:
            client.run(_deaf)
        yield client


def _check_certificates(scheduler: str) -> None:
    """Refuse to talk of secrets without a key."""
    from distributed.security import Security

    try:
        there = Security().get_connection_args("client").get("ssl_context")
    except OSError as why:
        raise SourceError(f"the certificates for {scheduler}: {why}") from why
    if there is None:
        raise SourceError(
            f"{scheduler} wants certificates; name them in Dask's configuration, as "
            "distributed.comm.tls.ca-file, client.cert and client.key"
        )


def _check_workers(client: "Client", path: str, folder: Path) -> None:
    """Refuse workers that would do something else, or somewhere else.

    Raises
    ------
    SourceError
        If one has another version of this package, or no use of the files.
    """
    # Functions of Python itself: there may be no package to take others from.
    try:
        versions = {"the scheduler": client.run_on_scheduler(version, _PACKAGE)}
    except PackageNotFoundError as why:
        versions = {"the scheduler": why}
    found = client.run(version, _PACKAGE, on_error="return")
    versions |= {f"the worker {address}": each for address, each in found.items()}
    wanted = _version()
    for where, each in versions.items():
        if unlike := _unlike(each, wanted):
            raise SourceError(f"{where} {unlike}")
    for what, place, mode in (
        ("read", path, os.R_OK),
        ("write to", str(folder), os.W_OK),
    ):
        able = client.run(os.access, place, mode, on_error="return")
        for address, is_able in able.items():
            if is_able is False:
                raise SourceError(
                    f"the worker {address} cannot {what} {place}; input and output "
                    "must be on a file system that all workers share, by the path "
                    "that they have here"
                )


def _unlike(found: object, wanted: str) -> str | None:
    """Say what is wrong with a version; a worker that is gone has none."""
    if isinstance(found, PackageNotFoundError):
        return f"has no {_PACKAGE}; install {_PACKAGE}=={wanted} there"
    if isinstance(found, str) and found != wanted:
        return (
            f"has {_PACKAGE} {found}, and here it is {wanted}; install the same "
            "version in both places"
        )
    return None


def _version() -> str:
    return version(_PACKAGE)


def _cores() -> int:
    from dask.system import CPU_COUNT

    return CPU_COUNT


def _deaf() -> None:
    """Leave Ctrl-C, which all processes of a terminal hear, to who ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _itself(aliases: Aliases) -> Aliases:
    return aliases
