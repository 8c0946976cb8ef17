"""What a server answered: a file, a fault that may pass, or one that will not.

And where to go on asking: over https, and where a redirect leads on the same host.
"""

import ipaddress
import re
import ssl
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from requests import Response

_AGAIN = {429, 500, 502, 503, 504}  # states that pass

_BY_HAND = (
    "download it in a browser and run 'regional-iot boundaries import FILE', "
    "or try again later"
)


class TransferError(Exception):
    """Why one try failed, and whether another may help."""

    def __init__(
        self, what: str, *, again: bool = False, wait: float = 0, mend: str = _BY_HAND
    ) -> None:
        super().__init__(what)
        self.again = again
        self.wait = wait
        self.mend = mend


def require_secure(url: str) -> None:
    """Refuse to talk in plain text to another machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (
        parts.scheme == "http" and _is_loopback(parts.hostname or "")
    ):
        return
    raise TransferError(f"{url} is not an https address", mend="mend the address")


def redirected(url: str, location: str) -> str:
    """Return where a redirect leads, if it leads where the file may come from."""
    to = urljoin(url, location)
    here, there = urlsplit(url), urlsplit(to)
    if there.hostname != here.hostname:
        raise TransferError(f"it was redirected to another host, {to}")
    if here.scheme == "https" and there.scheme != "https":
        raise TransferError(f"it was redirected from https to {to}")
    return to


def unanswered(error: OSError) -> TransferError:
    """Return the fault of a request that got no answer."""
    import requests

    reason: BaseException = error
    while (inner := reason.__cause__ or reason.__context__) is not None:
        reason = inner
    if isinstance(reason, ssl.SSLCertVerificationError):
        return TransferError(
            f"the server's certificate is not trusted ({reason.verify_message})",
            mend="is there a proxy that has a certificate of its own? name its "
            "authority's file in REQUESTS_CA_BUNDLE, or " + _BY_HAND,
        )
    if isinstance(error, requests.ConnectionError):
        why = getattr(reason, "strerror", None) or reason
        return TransferError(f"the connection failed ({why})", again=True)
    if isinstance(error, requests.Timeout):
        return TransferError("the server did not answer in time", again=True)
    return TransferError(f"the request failed ({error})")


def refused(response: "Response") -> TransferError:
    """Return the fault of an answer that brings no file."""
    status = response.status_code
    return TransferError(
        f"the server answered {status} {response.reason}",
        again=status in _AGAIN,
        wait=_retry_after(response.headers),
    )


def continues(response: "Response", size: int, version: str | None) -> bool:
    """Tell whether a partial answer is what follows on `size` bytes of a version."""
    found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    same = validator(response.headers) in (None, version)
    return bool(found) and int(found[1]) == size > 0 and same


def total(response: "Response") -> int | None:
    """Return how many bytes the whole file has, if the server says so."""
    if response.status_code == 206:
        declared = response.headers["Content-Range"].rpartition("/")[2]
    else:
        declared = response.headers.get("Content-Length", "")
    return int(declared) if declared.isascii() and declared.isdecimal() else None


def validator(headers: Mapping[str, str]) -> str | None:
    """Return what If-Range may be asked with: a strong ETag, else the date."""
    etag = headers.get("ETag", "")
    return etag if etag.startswith('"') else headers.get("Last-Modified")


def _is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


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
