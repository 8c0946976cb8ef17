"""One file by HTTP: resumed, retried, bounded, and only from where it should come.

pooch compares the hash and moves the file into place; what it lacks is the transfer
here, which goes on where an earlier one was cut off.
"""

import contextlib
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from analysis.boundaries.fetching import answers
from analysis.boundaries.fetching.answers import TransferError
from analysis.boundaries.stored import cache
from analysis.errors import SourceError

if TYPE_CHECKING:
    from requests import Response

TIMEOUT = 30.0
"""Seconds to wait for a connection, and then for each next piece of the file."""

RETRIES = 4
_log = logging.getLogger(__name__)

LIMIT = 2 * 2**30
"""Bytes; the archive of the whole country has some 500 MB."""

Progress = Callable[[int, int | None], None]
"""Told the bytes that are there, and of how many, if the server says so."""

_CHUNK = 2**16  # bytes
_ZIP = b"PK\x03\x04"
_REDIRECTS = 3
_LONGEST_WAIT = 60.0  # seconds
_WATCHED = 60.0  # seconds in which that much must come:
_LEAST = 60_000  # bytes, 1 kB/s
_HEADERS = {"User-Agent": "regional-iot-analysis", "Accept-Encoding": "identity"}


def download(
    url: str,
    target: Path,
    *,
    sha256: str | None = None,
    timeout: float = TIMEOUT,
    retries: int = RETRIES,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> None:
    """Download a zip archive to `target`, unless it is there already.

    What was received before the connection broke or the process was killed stays in
    ``<target>.partial``, and what the server called that version of the file in
    ``<target>.partial.json``. The next call asks for the rest, and starts anew if the
    file is another one by then. A server that sends less than 1 kB/s for a minute is
    asked again, as one that sends nothing.

    Parameters
    ----------
    url : str
        An https address; http is for servers on this machine.
    target : Path
        The file to write. Its folder is made if need be.
    sha256 : str, optional
        What the file must have; a `target` that has another is replaced.
    timeout : float
        Seconds, for the connection and for each next piece.
    retries : int
        How often to try again where that may help, after 1, 2, 4 … seconds or as long
        as the server asks, but no longer than a minute.
    limit : int
        Most bytes to accept.
    progress : callable, optional
        Called with the bytes there are and the bytes there will be, or None.

    Raises
    ------
    SourceError
        If the file could not be had, is none such, or could not be written.
    """
    import pooch

    partial = target.with_name(f"{target.name}.partial")
    transfer = _Transfer(url, partial, timeout, retries, limit, progress)
    try:
        with _quiet(pooch.get_logger()):
            pooch.retrieve(url, sha256, target.name, target.parent, downloader=transfer)
    except ValueError as error:  # the hash
        raise SourceError(
            f"{url} is not the archive that was wanted, with the SHA-256 {sha256}, and "
            f"was not kept ({error}); if the ministry has replaced it and you want the "
            "new one, fetch it again with --replace and without a hash"
        ) from error
    except OSError as error:
        raise cache.unwritable(error, target) from error


class _Kept(NamedTuple):
    """What there is of an earlier transfer."""

    size: int = 0
    validator: str | None = None
    """What the server called the version that the bytes are of."""


class _Pace:
    """Watches a body that comes byte by byte, in time for each and for ever."""

    def __init__(self, done: int) -> None:
        self._since, self._before = monotonic(), done

    def check(self, done: int) -> None:
        """Give up if too little has come for too long."""
        if monotonic() - self._since < _WATCHED:
            return
        came = done - self._before
        if came < _LEAST:
            what = f"only {came:,} bytes came in {_WATCHED:g} s"
            raise TransferError(what, again=True)
        self._since, self._before = monotonic(), done


@dataclass(frozen=True)
class _Transfer:
    """Gets one file; pooch calls it with the name of a temporary one to write."""

    url: str
    partial: Path
    timeout: float
    retries: int
    limit: int
    progress: Progress | None

    def __call__(self, url: str, output_file: str, _: object) -> None:
        """Write what is at `url` to `output_file`."""
        for tried in range(1, self.retries + 2):
            try:
                self._try()
                break
            except TransferError as fault:
                if fault.again and tried <= self.retries:
                    wait = min(max(2 ** (tried - 1), fault.wait), _LONGEST_WAIT)
                    _log.warning("%s; trying again in %.0f s", fault, wait)
                    sleep(wait)
                    continue
                tries = "1 try" if tried == 1 else f"{tried} tries"
                raise SourceError(
                    f"could not fetch {url} ({tries}): {fault}; {fault.mend}"
                ) from fault
        self.partial.replace(output_file)
        self._note.unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        """The file that says which version of the file the partial one is of."""
        return self.partial.with_name(f"{self.partial.name}.json")

    def _try(self) -> None:
        """Get what is missing of the file, once."""
        if not self._get(self._kept()):
            self._discard()
            self._get(_Kept())

    def _get(self, kept: _Kept) -> bool:
        """Get what follows on the bytes there are; tell if the server has that."""
        with self._answer(kept) as response:
            status = response.status_code
            if status == 200:
                self._receive(response, 0)
            elif status == 206 and answers.continues(response, *kept):
                self._receive(response, kept.size)
            elif status in (206, 416) and kept.size:
                return False
            else:
                raise answers.refused(response)
        return True

    @contextlib.contextmanager
    def _answer(self, kept: _Kept) -> Iterator["Response"]:
        """Give the server's answer, its body not read yet, at the end of redirects."""
        import requests

        headers = dict(_HEADERS)
        if kept.size:
            headers |= {"Range": f"bytes={kept.size}-", "If-Range": kept.validator}
        url = self.url
        with requests.Session() as session:
            for _ in range(_REDIRECTS + 1):
                answers.require_secure(url)
                try:
                    response = session.get(
                        url,
                        headers=headers,
                        stream=True,
                        timeout=self.timeout,
                        allow_redirects=False,
                    )
                except OSError as error:  # which all errors of requests are
                    raise answers.unanswered(error) from error
                with response:
                    if not response.is_redirect:
                        yield response
                        return
                    url = answers.redirected(url, response.headers["Location"])
        raise TransferError(f"it was redirected more than {_REDIRECTS} times")

    def _receive(self, response: "Response", start: int) -> None:
        """Write the body of an answer behind the first `start` bytes."""
        import requests
        import urllib3

        total = answers.total(response)
        if total is not None and total > self.limit:
            raise self._too_large(f"{total:,}")
        done, head = start, _ZIP[:start]
        pace = _Pace(start)
        try:
            # Not stream(), which waits for a whole piece, however slowly it comes.
            while chunk := response.raw.read1(_CHUNK, decode_content=False):
                head = (head + chunk)[: len(_ZIP)]
                if not _ZIP.startswith(head):
                    raise self._no_archive(response, head)
                if done + len(chunk) > self.limit:
                    raise self._too_large(f"more than {self.limit:,}")
                self._append(response, chunk, done, total)
                done += len(chunk)
                if self.progress:
                    self.progress(done, total)
                pace.check(done)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            slow = isinstance(error, urllib3.exceptions.ReadTimeoutError)
            what = f"no data came for {self.timeout:g} s" if slow else "it broke off"
            of = "" if total is None else f" of {total:,}"
            raise TransferError(
                f"{what} after {done:,}{of} bytes", again=True
            ) from error
        if head != _ZIP:
            raise self._no_archive(response, head)
        if total not in (None, done):
            what = f"it ended after {done:,} of {total:,} bytes"
            raise TransferError(what, again=True)

    def _append(
        self, response: "Response", chunk: bytes, done: int, total: int | None
    ) -> None:
        """Write a piece to the partial file; the first one says what it is of."""
        try:
            if not done:
                self._note.unlink(missing_ok=True)  # it is of another version
            with self.partial.open("ab" if done else "wb") as file:
                file.write(chunk)
            if not done and (validator := answers.validator(response.headers)):
                self._note.write_text(
                    json.dumps({"url": self.url, "validator": validator})
                )
        except OSError as error:
            self._discard()
            needed = None if total is None else total - done
            raise cache.unwritable(error, self.partial, needed=needed) from error

    def _kept(self) -> _Kept:
        """Return what an earlier transfer left, if it can be told what it is of."""
        try:
            note = json.loads(self._note.read_bytes())
            size = self.partial.stat().st_size
            if note["url"] == self.url and size >= len(_ZIP):
                return _Kept(size, str(note["validator"]))
        except (OSError, ValueError, KeyError, TypeError):
            pass  # nothing there, or not written to the end
        return _Kept()

    def _discard(self) -> None:
        """Remove what there is of the file."""
        self.partial.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def _no_archive(self, response: "Response", head: bytes) -> TransferError:
        """Return the fault of a body that begins otherwise than a zip archive."""
        self._discard()
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") or head.lstrip().startswith(b"<"):
            return TransferError("the server sent a web page instead of the archive")
        return TransferError(
            f"what the server sent is no zip archive: it begins with {head}"
        )

    def _too_large(self, size: str) -> TransferError:
        """Return the fault of a file over the limit."""
        self._discard()
        return TransferError(f"it has {size} bytes, and the limit is {self.limit:,}")


@contextlib.contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Keep pooch from writing to the terminal what this package reports itself."""
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
