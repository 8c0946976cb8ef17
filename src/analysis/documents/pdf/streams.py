"""Is it safe to unpack a PDF file? Told from its streams, before a page is read."""

import re
import zlib
from collections.abc import Iterable, Iterator

from analysis.errors import SourceError

MAX_UNPACKED = 300_000_000
"""Bytes of all streams together, images apart; and bytes of each image."""

_STREAM = re.compile(rb"(?<!end)stream[^\r\n]{0,20}(?:\r\n|\r|\n)")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_DICTIONARY = 2_000  # bytes before a stream in which it is said what it is
_PIECE = 1 << 16
_MOST_FILTERS = 8


def check_streams(data: bytes, name: str) -> None:
    """Raise `SourceError` if a PDF file would unpack to more than `MAX_UNPACKED`.

    Streams are unpacked a piece at a time and thrown away. Those of a file that is
    encrypted without a password cannot be looked into, nor those packed in other ways
    than Flate, which pack little.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What messages call it.
    """
    view = memoryview(data)
    together = 0
    before = 0
    for stream in _STREAM.finditer(data):
        begins = max(before, stream.start() - _DICTIONARY)
        size = _unpacked(view[stream.end() :])
        if not _IMAGE.search(data, begins, stream.start()):
            together += size
        if max(size, together) > MAX_UNPACKED:
            raise SourceError(
                f"{name} would unpack to more than {MAX_UNPACKED / 1e6:,.0f} MB; "
                "nothing was read; print the pages that hold the list to a file of "
                "their own"
            )
        before = stream.end()


def _unpacked(packed: memoryview) -> int:
    """Return the most bytes that a stream takes, packed once or several times over."""
    largest = 0
    for filters in range(1, _MOST_FILTERS + 1):
        pieces: Iterable[bytes] = (
            packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE)
        )
        for _ in range(filters):
            pieces = _inflated(pieces)
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > MAX_UNPACKED:
                return size
        if not size:
            break
        largest = max(largest, size)
    return largest


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give what pieces unpack to, up to their end or to what is no Flate."""
    unpacker = zlib.decompressobj()
    for piece in pieces:
        while piece:
            try:
                unpacked = unpacker.decompress(piece, _PIECE)
            except zlib.error:
                return
            if unpacked:
                yield unpacked
            if unpacker.eof:
                return
            piece = unpacker.unconsumed_tail
