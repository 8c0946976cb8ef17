"""Is it safe to unpack a workbook? Told from its directory, before anything is read."""

import io
import zipfile
import zlib
from xml.parsers import expat

from analysis.errors import SourceError

MAX_PARTS = 5_000
"""Files in a workbook; a workbook of a hundred sheets holds some 500."""

MAX_UNPACKED = 300_000_000
"""Bytes of all parts together."""

MAX_RATIO = 200
"""How many times its packed size a part of more than `RATIO_COUNTS_FROM` may be.

Sheets of formatted blank cells reach a hundred; zip bombs a thousand.
"""

RATIO_COUNTS_FROM = 10_000_000
MAX_OTHER_PART = 30_000_000
"""Bytes of a part other than a sheet, the texts that sheets share, a picture."""

REOPEN = "open it in a spreadsheet and save it again"
AS_CSV = "save the sheet as CSV, which may have any size"

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,  # of a place before the file's begin
)
"""What zipfile raises where a part is damaged."""

_NOT_READ_WHOLE = ("xl/worksheets/", "xl/sharedStrings", "xl/media/", "xl/embeddings/")


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """Return a workbook's archive, all of which is safe to read.

    No part is written to disk, so names that lead out of a folder do no harm.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What messages call it.

    Raises
    ------
    SourceError
        If it is no archive, is damaged or encrypted, would unpack to more than the
        limits of this module allow, or an XML part has a document type: entities
        grow without bound and fetch what they name, and workbooks need none.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as why:
        raise SourceError(
            f"{name} is no readable workbook ({why}): it may be cut off; "
            f"get it again, or {REOPEN}"
        ) from why
    _check_directory(archive, name)
    for part in archive.namelist():
        if part.endswith((".xml", ".rels")):
            _check_xml(archive, part, name)
    return archive


def parse_part(
    archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType, name: str
) -> None:
    """Run a part of the archive through an XML parser, a piece at a time.

    Raises
    ------
    SourceError
        If the part is missing, damaged or no XML.
    """
    try:
        stream = archive.open(part)
    except KeyError as why:
        raise SourceError(f"{name} lacks its part {part!r}; {REOPEN}") from why
    except BROKEN as why:
        raise SourceError(
            f"{name}: part {part!r} is damaged ({why}); get it again, or {REOPEN}"
        ) from why
    try:
        with stream:
            while piece := stream.read(1 << 16):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, *BROKEN) as why:
        raise SourceError(
            f"{name}: part {part!r} is damaged ({why}); get it again, or {REOPEN}"
        ) from why


def _check_directory(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise SourceError(
            f"{name} holds {len(parts):,} parts, more than {MAX_PARTS:,}; nothing was "
            f"read; {AS_CSV}"
        )
    for part in parts:
        where = f"{name}: part {part.filename!r}"
        megabytes = part.file_size / 1e6
        if part.flag_bits & 1:
            raise SourceError(
                f"{where} is encrypted; open it with its password and save a copy "
                "without"
            )
        if (
            part.file_size > RATIO_COUNTS_FROM
            and part.file_size > MAX_RATIO * part.compress_size
        ):
            raise SourceError(
                f"{where} would unpack to {megabytes:,.0f} MB, more than {MAX_RATIO} "
                f"times its size, as zip bombs do; nothing was read; {AS_CSV}"
            )
        if part.file_size > MAX_OTHER_PART and not part.filename.startswith(
            _NOT_READ_WHOLE
        ):
            raise SourceError(
                f"{where} would unpack to {megabytes:,.0f} MB, more than "
                f"{MAX_OTHER_PART / 1e6:,.0f}; nothing was read; {AS_CSV}"
            )
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        largest = max(parts, key=lambda part: part.file_size)
        raise SourceError(
            f"{name} would unpack to {unpacked / 1e6:,.0f} MB, more than "
            f"{MAX_UNPACKED / 1e6:,.0f} (its largest part is {largest.filename!r}); "
            f"nothing was read; {AS_CSV}"
        )


def _check_xml(archive: zipfile.ZipFile, part: str, name: str) -> None:
    """Raise where a part has a document type, of which entities are declared."""

    def refuse(*_: object) -> None:
        raise SourceError(
            f"{name}: part {part!r} declares a document type (DOCTYPE), which "
            f"no spreadsheet writes; nothing was read; {REOPEN}"
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parse_part(archive, part, parser, name)
