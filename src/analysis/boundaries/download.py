"""One file by HTTP: resumed, retried, bounded, and only from where it should come.

pooch compares the hash and moves the file into place; what it lacks is the transfer
here, which goes on where an earlier one was cut off.
"""

import contextlib
import ipaddress
import json
import logging
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from analysis.boundaries import cache
from analysis.errors import SourceError

if TYPE_CHECKING:
    from requests import Response

TIMEOUT = 30.0
"""Seconds to wait for a connection, and then for each next piece of the file."""

RETRIES = 4
LIMIT = 2 * 2**30
"""Bytes; the archive of the whole country has some 500 MB."""

Progress = Callable[[int, int | None], None]
"""Told the bytes that are there, and of how many, if the server says so."""

_CHUNK = 2**16  # bytes
_ZIP = b"PK\x03\x04"
_AGAIN = {429, 500, 502, 503, 504}  # states that pass
_REDIRECTS = 3
_LONGEST_WAIT = 60.0  # seconds
_HEADERS = {"User-Agent": "regional-iot-analysis", "Accept-Encoding": "identity"}

_BY_HAND = (
    "download it in a browser and run 'regional-iot boundaries import FILE', "
    "or try again later"
)


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
    file is another one by then.

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


class _TransferError(Exception):
    """Why one try failed, and whether another may help."""

    def __init__(
        self, what: str, *, again: bool = False, wait: float = 0, mend: str = _BY_HAND
    ) -> None:
        super().__init__(what)
        self.again = again
        self.wait = wait
        self.mend = mend


class _Kept(NamedTuple):
    """What there is of an earlier transfer."""

    size: int = 0
    validator: str | None = None
    """What the server called the version that the bytes are of."""


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
            except _TransferError as fault:
                if fault.again and tried <= self.retries:
                    sleep(min(max(2 ** (tried - 1), fault.wait), _LONGEST_WAIT))
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
            elif status == 206 and _continues(response, kept):
                self._receive(response, kept.size)
            elif status in (206, 416) and kept.size:
                return False
            else:
                raise _refused(response)
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
                _require_secure(url)
                try:
                    response = session.get(
                        url,
                        headers=headers,
                        stream=True,
                        timeout=self.timeout,
                        allow_redirects=False,
                    )
                except OSError as error:  # which all errors of requests are
                    raise _unanswered(error) from error
                with response:
                    if not response.is_redirect:
                        yield response
                        return
                    url = _redirected(url, response.headers["Location"])
        raise _TransferError(f"it was redirected more than {_REDIRECTS} times")

    def _receive(self, response: "Response", start: int) -> None:
        """Write the body of an answer behind the first `start` bytes."""
        import requests
        import urllib3

        total = _total(response)
        if total is not None and total > self.limit:
            raise self._too_large(f"{total:,}")
        done, head = start, _ZIP[:start]
        try:
            for chunk in response.raw.stream(_CHUNK, decode_content=False):
                head = (head + chunk)[: len(_ZIP)]
                if not _ZIP.startswith(head):
                    raise self._no_archive(response, head)
                if done + len(chunk) > self.limit:
                    raise self._too_large(f"more than {self.limit:,}")
                self._append(response, chunk, done, total)
                done += len(chunk)
                if self.progress:
                    self.progress(done, total)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            slow = isinstance(error, urllib3.exceptions.ReadTimeoutError)
            what = f"no data came for {self.timeout:g} s" if slow else "it broke off"
            of = "" if total is None else f" of {total:,}"
            raise _TransferError(
                f"{what} after {done:,}{of} bytes", again=True
            ) from error
        if head != _ZIP:
            raise self._no_archive(response, head)
        if total not in (None, done):
            what = f"it ended after {done:,} of {total:,} bytes"
            raise _TransferError(what, again=True)

    def _append(
        self, response: "Response", chunk: bytes, done: int, total: int | None
    ) -> None:
        """Write a piece to the partial file; the first one says what it is of."""
        try:
            if not done:
                self._note.unlink(missing_ok=True)  # it is of another version
            with self.partial.open("ab" if done else "wb") as file:
                file.write(chunk)
            if not done and (validator := _validator(response.headers)):
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

    def _no_archive(self, response: "Response", head: bytes) -> _TransferError:
        """Return the fault of a body that begins otherwise than a zip archive."""
        self._discard()
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") or head.lstrip().startswith(b"<"):
            return _TransferError("the server sent a web page instead of the archive")
        return _TransferError(
            f"what the server sent is no zip archive: it begins with {head}"
        )

    def _too_large(self, size: str) -> _TransferError:
        """Return the fault of a file over the limit."""
        self._discard()
        return _TransferError(f"it has {size} bytes, and the limit is {self.limit:,}")


def _require_secure(url: str) -> None:
    """Refuse to talk in plain text to another machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (
        parts.scheme == "http" and _is_loopback(parts.hostname or "")
    ):
        return
    raise _TransferError(f"{url} is not an https address", mend="mend the address")


def _is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _redirected(url: str, location: str) -> str:
    """Return where a redirect leads, if it leads where the file may come from."""
    to = urljoin(url, location)
    here, there = urlsplit(url), urlsplit(to)
    if there.hostname != here.hostname:
        raise _TransferError(f"it was redirected to another host, {to}")
    if here.scheme == "https" and there.scheme != "https":
        raise _TransferError(f"it was redirected from https to {to}")
    return to


def _unanswered(error: OSError) -> _TransferError:
    """Return the fault of a request that got no answer."""
    import requests

    reason: BaseException = error
    while (inner := reason.__cause__ or reason.__context__) is not None:
        reason = inner
    if isinstance(reason, ssl.SSLCertVerificationError):
        return _TransferError(
            f"the server's certificate is not trusted ({reason.verify_message})",
            mend="is there a proxy that has a certificate of its own? name its "
            "authority's file in REQUESTS_CA_BUNDLE, or " + _BY_HAND,
        )
    if isinstance(error, requests.ConnectionError):
        why = getattr(reason, "strerror", None) or reason
        return _TransferError(f"the connection failed ({why})", again=True)
    if isinstance(error, requests.Timeout):
        return _TransferError("the server did not answer in time", again=True)
    return _TransferError(f"the request failed ({error})")


def _refused(response: "Response") -> _TransferError:
    """Return the fault of an answer that brings no file."""
    status = response.status_code
    return _TransferError(
        f"the server answered {status} {response.reason}",
        again=status in _AGAIN,
        wait=_retry_after(response.headers),
    )


def _retry_after(headers: Mapping[str, str]) -> float:
    """Return the seconds that the server asks to wait, 0 if it does not."""
    asked = headers.get("Retry-After", "")
    if asked.isascii() and asked.isdecimal():
        return float(asked)
    try:  # a day and an hour by the clock of the server
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(headers["Date"])
    except (ValueError, TypeError, KeyError):
        return 0.0
    return wait.total_seconds()


def _continues(response: "Response", kept: _Kept) -> bool:
    """Tell whether a partial answer is what follows on the bytes that there are."""
    found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    same = _validator(response.headers) in (None, kept.validator)
    return bool(found) and int(found[1]) == kept.size > 0 and same


def _total(response: "Response") -> int | None:
    """Return how many bytes the whole file has, if the server says so."""
    if response.status_code == 206:
        declared = response.headers["Content-Range"].rpartition("/")[2]
    else:
        declared = response.headers.get("Content-Length", "")
    return int(declared) if declared.isascii() and declared.isdecimal() else None


def _validator(headers: Mapping[str, str]) -> str | None:
    """Return what If-Range may be asked with: a strong ETag, else the date."""
    etag = headers.get("ETag", "")
    return etag if etag.startswith('"') else headers.get("Last-Modified")


@contextlib.contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Keep pooch from writing to the terminal what this package reports itself."""
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
