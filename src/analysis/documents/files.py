"""A file → `Document`, read as what its content is."""

import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from analysis.documents.encoding import decode
from analysis.documents.kind import kind_of
from analysis.documents.model import Document
from analysis.documents.text.delimited import read_csv
from analysis.documents.text.plain import read_text_document
from analysis.errors import SourceError

# So much of a large file is looked at to tell what it is, and is read at a time.
_SAMPLE = 4 << 20
# The rest are not read in pieces: Python's own decoders lack what Windows adds to them.
_STREAMED = ("utf-8", "utf-16-le", "utf-16-be", "cp932", "cp1252")


def read_file(path: Path, *, most_bytes: int) -> Document:
    """Return what a file holds.

    Parameters
    ----------
    path : Path
        A file of any kind that is read here. CSV is read in bounded memory.
    most_bytes : int
        Size above which it is refused, unless it is CSV or Parquet.

    Raises
    ------
    SourceError
        If the file is absent, no plain file, too large, or not readable.
    """
    with _accessible(path):
        size = _size(path)
        with path.open("rb") as file:
            head = file.read(_SAMPLE)
        # The contents of an archive are told at its end.
        is_whole = len(head) == size
        if not is_whole and (head.startswith(b"PK") or not _ends_of_lines(head)):
            _check_size(path, size, most_bytes)
            head, is_whole = path.read_bytes(), True
        kind = kind_of(head if is_whole else _whole_lines(head), path.name)
        if kind.name == "parquet":
            from analysis.documents.columns import read_parquet

            return read_parquet(path)
        if kind.delimiter and not is_whole:
            digest, sample = _surveyed(path)
            _, encoding = decode(sample, name=path.name)
            if encoding in _STREAMED:
                with path.open(encoding=encoding, newline="") as file:
                    return read_csv(
                        _text_lines(file),
                        separator=kind.delimiter,
                        sha256=digest,
                        source=path.name,
                    )
        _check_size(path, size, most_bytes)
        data = head if is_whole else path.read_bytes()
    return _read_bytes(data, path.name, kind.name, kind.delimiter)


@contextmanager
def text_of(path: Path) -> Iterator[Iterator[str]]:
    """Give the lines of a text file of any size, with their ends as they are.

    Raises
    ------
    SourceError
        If the file is absent or no plain file, or its encoding is not known or not read
        in pieces.
    """
    with _accessible(path):
        _size(path)
        sample = next(filter(None, map(_sample, _parts(path))), b"")
        _, encoding = decode(sample, name=path.name)
        if encoding not in _STREAMED:
            raise SourceError(
                f"{path.name} is in {encoding}, which is not read in pieces; save it "
                "in UTF-8"
            )
        with path.open(encoding=encoding, newline="") as file:
            yield _text_lines(file)


def _read_bytes(data: bytes, name: str, kind: str, separator: str | None) -> Document:
    place = {"source": name, "sha256": sha256(data).hexdigest()}
    if kind == "html":
        from analysis.documents.html.read import read_html

        return read_html(data, **place)
    if kind == "pdf":
        from analysis.documents.pdf.read import read_pdf

        return read_pdf(data, **place)
    if kind == "xlsx":
        from analysis.documents.workbook.read import read_xlsx

        return read_xlsx(data, **place)
    text, _ = decode(data, name=name)
    if separator:
        return read_csv(io.StringIO(text, newline=""), separator=separator, **place)
    return read_text_document(text, **place)


def _text_lines(file: TextIO) -> Iterator[str]:
    """Give the lines of a file without the marks at its begin and its end."""
    for number, line in enumerate(file):
        if number == 0:
            line = line.removeprefix("\ufeff")
        if line != "\x1a":
            yield line


def _surveyed(path: Path) -> tuple[str, bytes]:
    """Return the hash of a file, and the first lines that show its encoding."""
    digest = sha256()
    sample = b""
    for part in _parts(path):
        digest.update(part)
        sample = sample or _sample(part)
    return digest.hexdigest(), sample


def _parts(path: Path) -> Iterator[bytes]:
    """Give the bytes of a file in pieces, which end with a line if lines are short."""
    with path.open("rb") as file:
        while part := file.read(_SAMPLE):
            yield part + file.readline(_SAMPLE)


def _sample(part: bytes) -> bytes:
    """Return the lines of a piece if they show the encoding, else nothing."""
    shows = not part.isascii() or b"\0" in part or b"\x1b" in part
    return _whole_lines(part) if shows else b""


def _whole_lines(data: bytes) -> bytes:
    """Return `data` up to the end of a line, and of a character of two bytes."""
    end = _ends_of_lines(data)
    return data[: end - end % 2] if b"\0" in data else data[:end]


def _ends_of_lines(data: bytes) -> int:
    return max(data.rfind(end) for end in (b"\n", b"\r")) + 1


def _size(path: Path) -> int:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise SourceError(f"{path} is a folder; name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(
            f"{path} is no file but a device or a pipe; save what it gives as a file"
        )
    return status.st_size


def _check_size(path: Path, size: int, most_bytes: int) -> None:
    if size > most_bytes:
        raise SourceError(
            f"{path.name} has {size:,} bytes; want at most {most_bytes:,}: save the "
            "part with the list as a file of its own, or the list as CSV"
        )


@contextmanager
def _accessible(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as why:
        raise SourceError(
            f"there is no file {path}; check the name and the folder"
        ) from why
    except OSError as why:
        raise SourceError(f"{path} cannot be read: {why.strerror or why}") from why
