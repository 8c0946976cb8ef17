"""Is a file what its suffix says? To know before a library opens it.

GDAL chooses how to read a file by what is in it. A ``.shp`` with the text of a virtual
format would be read as one: from any other file of the computer, or from an address.
"""

import mmap
import re
from pathlib import Path

MOST_BYTES = {".cpg": 64, ".prj": 64 * 2**10}
"""How large the small files beside a shapefile may be: a word, and a datum."""

_SHAPES = b"\x00\x00\x27\x0a"  # 9994; no format known by a text can begin so
_SHAPE_VERSION = 1000
_SHAPE_HEADER = 100
_DBF_HEADER = 32
_DBASE = 3  # the last three bits of the first byte, whatever there is beside the table
_HEAD = 64 * 2**10
_COLLECTION = re.compile(rb'"type"\s*:\s*"FeatureCollection"')
# An escaped letter might hide the word.
_LINKED = re.compile(rb'"(?:link|url)"|\\u00[0-7]', re.I)
_DATUM = re.compile(rb"\s*(?:GEOG|PROJ|GEOD)(?:CS|CRS)\s*\[", re.I)
_GRID_FILE = re.compile(rb"EXTENSION|BOUNDCRS|PARAMETERFILE", re.I)
_ENCODINGS = {
    "cp932": re.compile(
        r"(?:ansi|oem|cp|ms|windows|x)?[- ]?932|(?:cs|x-)?s(?:hift)?-?jis|windows-31j"
    ),
    "utf-8": re.compile(r"(?:ansi|oem|cp)?[- ]?65001|utf-?8"),
}


def find_fault(path: Path) -> str | None:
    """Return what is wrong with a file of a boundary layer; None if nothing is.

    Looked at is what tells one format from another, and whether it has an address of
    another file in it, not whether all of it can be read.

    Parameters
    ----------
    path : Path
        A file with one of the suffixes .shp, .shx, .dbf, .prj and .geojson.
    """
    if path.suffix == ".geojson":
        return _fault_of_geojson(path)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    size = path.stat().st_size
    if path.suffix == ".dbf":
        return _fault_of_table(head, size)
    if path.suffix == ".prj":
        return _fault_of_datum(head)
    return _fault_of_shapes(head, size)


def read_encoding(path: Path) -> tuple[str | None, tuple[str, ...]]:
    """Return the encoding that a .cpg file names, and a note if it is not known.

    Returns
    -------
    tuple of str or None and tuple of str
        ``"cp932"`` or ``"utf-8"``, by any of their names (Shift_JIS, 932, 65001), None
        for any other: codecs that are no encodings of a table have names, too.
    """
    if not path.exists():
        return None, ()
    text = path.read_bytes()[: MOST_BYTES[".cpg"]].decode("latin-1")
    name = text.strip().strip("\"'").lower().replace("_", "-")
    for encoding, names in _ENCODINGS.items():
        if names.fullmatch(name):
            return encoding, ()
    return None, ("its .cpg names no encoding that N03 is in: not believed",)


def _fault_of_shapes(head: bytes, size: int) -> str | None:
    """Look at the header of a .shp or .shx, which are alike."""
    if not head.startswith(_SHAPES):
        return "does not begin as part of a shapefile"
    if len(head) < _SHAPE_HEADER:
        return "is cut off"
    if int.from_bytes(head[28:32], "little") != _SHAPE_VERSION:
        return "is of no known version"
    if 2 * int.from_bytes(head[24:28], "big") > size:
        return "is cut off"
    return None


def _fault_of_table(head: bytes, size: int) -> str | None:
    """Look at the header of a .dbf."""
    if not head or head[0] & 0x7 != _DBASE:
        return "does not begin as a table of dBASE"
    if len(head) < _DBF_HEADER:
        return "is cut off"
    rows = int.from_bytes(head[4:8], "little")
    header = int.from_bytes(head[8:10], "little")
    row = int.from_bytes(head[10:12], "little")
    if header <= _DBF_HEADER or row == 0:
        return "has no column"
    return "is cut off" if header + rows * row > size else None


def _fault_of_datum(head: bytes) -> str | None:
    """Look at a .prj, which may name a file to transform coordinates with."""
    if not _DATUM.match(head):
        return "does not begin as a coordinate system"
    return "names another file" if _GRID_FILE.search(head) else None


def _fault_of_geojson(path: Path) -> str | None:
    """Look at GeoJSON, which may name an address to get its datum from."""
    with path.open("rb") as file:
        head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
        if not head.startswith(b"{") or not _COLLECTION.search(head):
            return "does not begin as a collection of features"
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            linked = _LINKED.search(content)
    return "names an address for its datum, or hides one" if linked else None
