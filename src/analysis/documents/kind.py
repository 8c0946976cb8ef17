"""What a file is, told by its content; its ending decides only what is doubtful."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from itertools import islice
from typing import NamedTuple

from analysis.documents.encoding import declared_encoding, decode
from analysis.errors import SourceError


class Kind(NamedTuple):
    """What a file is read as.

    Attributes
    ----------
    name : str
        ``pdf``, ``xlsx``, ``parquet``, ``html``, ``csv``, ``tsv`` or ``text``.
    delimiter : str or None
        What stands between the cells of a row: a comma, a semicolon, a tab or a bar;
        None if it is no such file.
    """

    name: str
    delimiter: str | None = None


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SAVE_PICTURE = "text in pictures is not read; give it as text, HTML, PDF, CSV or XLSX"
_UNPACK = "unpack it and give the document itself"
_SAVE_TEXT = "save it as plain text, HTML, PDF or XLSX"
_SAVE_TABLE = "save it as CSV or XLSX"
_BEGINNINGS = (
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (b"\x89PNG\r\n", "an image (PNG)", _SAVE_PICTURE),
    (b"\xff\xd8\xff", "an image (JPEG)", _SAVE_PICTURE),
    (b"II*\0", "an image (TIFF)", _SAVE_PICTURE),
    (b"MM\0*", "an image (TIFF)", _SAVE_PICTURE),
    (b"GIF8", "an image (GIF)", _SAVE_PICTURE),
    (b"{\\rtf", "an RTF document", _SAVE_TEXT),
    (b"SQLite format 3\0", "an SQLite database", "export the table as CSV"),
)
_OLE_STREAMS = (
    ("EncryptedPackage", "an encrypted Office file", "save it without a password"),
    ("WordDocument", "an old Word document (.doc)", _SAVE_TEXT),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)", _SAVE_TEXT),
    ("Workbook", "an old Excel workbook (.xls)", "save it as .xlsx or CSV"),
    ("Book", "an old Excel workbook (.xls)", "save it as .xlsx or CSV"),
)
_ZIP_MEMBERS = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", "save it as .xlsx or CSV"),
    ("word/", "a Word document (.docx)", _SAVE_TEXT),
    ("ppt/", "a PowerPoint file (.pptx)", _SAVE_TEXT),
)
_OPEN_DOCUMENTS = {
    "spreadsheet": ("an OpenDocument spreadsheet (.ods)", _SAVE_TABLE),
    "text": ("an OpenDocument text (.odt)", _SAVE_TEXT),
}
_MHTML = re.compile(
    rb"\A(?=[\w-]+:[ \t])(?s:.{0,4000}?)^content-type:\s*multipart/related",
    re.IGNORECASE | re.MULTILINE,
)
_PREAMBLE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)+", re.DOTALL)
_ATTRIBUTES = r"(?:\s+[\w:-]+(?:\s*=[^<>]*)?)?\s*/?>"
_PAGE = re.compile(r"<!doctype\s+html|<(?:html|head|body)" + _ATTRIBUTES, re.IGNORECASE)
_FRAGMENT = re.compile(
    r"<(?:title|meta|link|script|style|table|caption|thead|tbody|tr|th|td|div|span|p|br"
    r"|hr|pre|ul|ol|li|dl|dt|dd|h[1-6]|section|article|main|header|nav|form|select"
    r"|option|a|b|strong|font|center)" + _ATTRIBUTES,
    re.IGNORECASE,
)
_INSIDE = re.compile(r"<(?:html|body|table)" + _ATTRIBUTES, re.IGNORECASE)
_CLOSED = re.compile(
    r"</(?:html|body|table|t[rdh]|div|span|p|ul|ol|li|dl|d[td]|select|option|a|h[1-6])"
    r"\s*>|\s<(?:p|li|t[rdh]|d[td]|option)>",
    re.IGNORECASE,
)
_HEAD = 4096

_SEPARATORS = ("\t", ",", ";")
_BAR = "|"  # parts the cells of tables in text, too, where it is no separator
_FEWEST_COLUMNS = 3  # without an ending that says so: "Iga City, Mie Prefecture" has 2
_ROWS_TRIED = 200
_MOSTLY = 0.5  # of the rows of a table are parted by its separator


def kind_of(data: bytes, name: str | None) -> Kind:
    """Return what a file is.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str or None
        Its name. Its ending decides where the content is doubtful: a column of names
        in a ``.csv`` is a table, in a ``.txt`` it is text.

    Raises
    ------
    SourceError
        If it is empty, or of a kind that is not read here: the message says of which,
        and what to do.
    """
    called = name or "the file"
    if not data.strip(b" \t\r\n\x0b\x0c\0\x1a\xef\xbb\xbf\xff\xfe"):
        raise SourceError(f"{called} is empty; give a document that holds a list")
    if b"%PDF-" in data[:1024]:
        return Kind("pdf")
    if data.startswith(b"PAR1"):
        return Kind("parquet")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data, called)
    _refuse_binary(data, called)
    text, _ = decode(data, name=called, declared=declared_encoding(data))
    return _kind_of_text(text, called)


def kind_of_text(text: str, name: str) -> Kind:
    """Return what a text that was never a file is: a web page, a table or text.

    Parameters
    ----------
    text : str
        Without lone surrogates. Nobody doubts its encoding.
    name : str
        What messages call it.

    Raises
    ------
    SourceError
        If it is empty, or the source of something that is not read here.
    """
    _refuse_binary(text[:_HEAD].encode(), name)
    return _kind_of_text(text.removeprefix("\ufeff"), name)


def _kind_of_zip(data: bytes, name: str) -> Kind:
    """Return the kind of a zip archive: a workbook, or else nothing that is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as why:
        raise SourceError(
            f"{name} is a damaged zip archive or workbook ({why}); save it again"
        ) from why
    if "xl/workbook.xml" in members:
        return Kind("xlsx")
    for member, what, mend in _ZIP_MEMBERS:
        if any(found.startswith(member) for found in members):
            raise _unread(name, what, mend)
    if "mimetype" in members:
        # The first member of an OpenDocument file, stored as it is.
        said = re.search(rb"opendocument\.(spreadsheet|text)", data[:200])
        kind = said[1].decode() if said else ""
        raise _unread(
            name, *_OPEN_DOCUMENTS.get(kind, ("an OpenDocument file", _SAVE_TEXT))
        )
    raise _unread(name, "a zip archive", _UNPACK)


def _refuse_binary(data: bytes, name: str) -> None:
    """Raise an error that names the kind of a file that is known and not read."""
    if data.startswith(_OLE):
        for stream, what, mend in _OLE_STREAMS:
            if stream.encode("utf-16-le") in data:
                raise _unread(name, what, mend)
        raise _unread(name, "an old Office file", "save it as .xlsx, PDF or CSV")
    for beginning, what, mend in _BEGINNINGS:
        if data.startswith(beginning):
            raise _unread(name, what, mend)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        raise _unread(name, "an image (WebP)", _SAVE_PICTURE)
    if _MHTML.search(data, 0, 8192):
        raise _unread(
            name, "a web archive (MHTML)", "save the page as “Web page, HTML only”"
        )


def _kind_of_text(text: str, name: str) -> Kind:
    """Return whether a text is a web page, a table or running text."""
    if not text.strip():
        raise SourceError(f"{name} is empty; give a document that holds a list")
    if _is_html(text):
        return Kind("html")
    if text.lstrip().startswith("<?xml"):
        raise _unread(name, "XML", "save the document as HTML, CSV or XLSX")
    if _is_json(text.strip()):
        raise _unread(name, "JSON", _SAVE_TABLE)
    ending = name.lower().rpartition(".")[2]
    if ending in ("csv", "tsv", "tab"):
        delimiter = _delimiter(text, fewest=2)
        if delimiter is None and _holds_sentences(text):
            return Kind("text")
        if (
            ending != "csv"
            and delimiter
            and _is_prose(_rows(text, delimiter), delimiter)
        ):
            delimiter = None  # a column of names, such as "Iga City, Mie"
        return _delimited(delimiter or ("," if ending == "csv" else "\t"))
    delimiter = _delimiter(text, fewest=_FEWEST_COLUMNS)
    if delimiter is None and _is_numbered(_rows(text, ",")):
        delimiter = ","
    return _delimited(delimiter) if delimiter else Kind("text")


def _is_html(text: str) -> bool:
    """Return whether a text begins as a web page, or has a table of one near its top.

    A press release may say "<Table 1>", but it closes no tag, nor begins a paragraph
    or a cell with one.
    """
    preamble = _PREAMBLE.match(text)
    begins = preamble.end() if preamble else 0
    if _PAGE.match(text, begins):
        return True
    tagged = _FRAGMENT.match(text, begins) or _INSIDE.search(
        text, begins, begins + _HEAD
    )
    return bool(tagged and _CLOSED.search(text, begins))


def _delimited(delimiter: str) -> Kind:
    return Kind("tsv" if delimiter == "\t" else "csv", delimiter)


def _delimiter(text: str, *, fewest: int) -> str | None:
    """Return what parts the cells of (nearly) all rows into as many, at least `fewest`.

    The rows of a file that says it is a table (`fewest` is 2) may be ragged: titles
    stand above and notes below. Of other files each row must fit, but for titles and
    notes around rows that are numbered.
    """
    best: tuple[float, int, str] | None = None
    for separator in _SEPARATORS if fewest > 2 else (*_SEPARATORS, _BAR):
        rows = _rows(text, separator)
        if fewest > 2:
            inner = _without_titles(rows)
            rows = inner if _are_numbered(inner) else rows
        counts = Counter(len(row) for row in rows)
        (columns, often), *_ = sorted(
            ((n, k) for n, k in counts.items() if n >= fewest),
            key=lambda found: found[1],
            reverse=True,
        ) or [(0, 0)]
        share = often / max(len(rows), 1)
        if fewest > 2 and (share < 1 or len(rows) < 2 or _is_prose(rows, separator)):
            continue
        if fewest == 2 and separator in (";", _BAR) and share < _MOSTLY:
            continue  # a sign inside a name or two
        if often and (best is None or (share, columns) > best[:2]):
            best = share, columns, separator
    return best[2] if best else None


def _rows(text: str, separator: str) -> list[list[str]]:
    """Return the first rows that are not blank, or none if quotes are amiss."""
    lines = io.StringIO(text, newline="")
    try:
        rows = list(
            islice(
                (row for row in csv.reader(lines, delimiter=separator) if any(row)),
                _ROWS_TRIED,
            )
        )
    except csv.Error:
        return []
    return rows


def _is_prose(rows: list[list[str]], separator: str) -> bool:
    """Return whether the separators are but commas of sentences and addresses.

    They are followed by blanks, and the first cell is no number of its own.
    """
    if separator == "\t":
        return False
    spaced = all(cell.startswith(" ") for row in rows for cell in row[1:] if cell)
    return spaced and not _are_numbered(rows)


def _is_numbered(rows: list[list[str]]) -> bool:
    """Return whether rows are a header, and below it numbers with a cell each."""
    return (
        len(rows) > 1
        and all(len(row) == 2 for row in rows)
        and not rows[0][0].strip().isdecimal()
        and _are_numbered(rows)
    )


def _are_numbered(rows: list[list[str]]) -> bool:
    """Return whether each row below the first begins with a number."""
    return all(row[0].strip().isdecimal() for row in rows[1:])


def _without_titles(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows between the first and the last that have several cells."""
    wide = [i for i, row in enumerate(rows) if len(row) > 1]
    return rows[wide[0] : wide[-1] + 1] if wide else []


def _holds_sentences(text: str) -> bool:
    """Return whether a line of a text is a sentence: a column of names has none."""
    lines = islice(text.splitlines(), _ROWS_TRIED)
    return any(line.rstrip().endswith(("。", ".")) for line in lines)


def _is_json(text: str) -> bool:
    if text[:1] not in "{[" or text[-1:] not in "}]":
        return False
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        # One object a line; a line "[1]" is but a number in brackets.
        first = text.partition("\n")[0].strip()
        return re.fullmatch(r'\{"[^{}]+"\s*:.*\}', first) is not None
    return True


def _unread(name: str, what: str, mend: str) -> SourceError:
    return SourceError(f"{name} is {what}, which is not read here; {mend}")
