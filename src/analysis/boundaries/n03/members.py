"""Which members of a zip archive are its boundary layer."""

import posixpath
import re
import zipfile
from collections import defaultdict
from pathlib import Path

from analysis.errors import SourceError

SHAPEFILE = (".shp", ".shx", ".dbf")
"""The parts that a shapefile must have."""

GEOJSON = ".geojson"

_BESIDE = (".prj", ".cpg")
_SHOWN = 5


def choose(
    archive: zipfile.ZipFile, path: Path
) -> tuple[str, dict[str, zipfile.ZipInfo], tuple[str, ...]]:
    """Return the one boundary layer of an archive.

    A complete shapefile is preferred to GeoJSON. A layer that is called as another one
    with a word behind it is made from that one, and is passed over; so are a Mac's
    resource forks (``__MACOSX/._N03…``).

    Parameters
    ----------
    archive : ZipFile
        The archive, open.
    path : Path
        Where it is, for messages.

    Returns
    -------
    tuple of str, dict of str to ZipInfo, and tuple of str
        The name of the layer without folder and suffix, its members by suffix with the
        one to open first, and what is odd about it.

    Raises
    ------
    SourceError
        If there is no layer, one without all its parts, or more than one.
    """
    layers: dict[str, dict[str, zipfile.ZipInfo]] = defaultdict(dict)
    for member in archive.infolist():
        name = member.filename.replace("\\", "/")
        stem, suffix = posixpath.splitext(name)
        if suffix.lower() not in (*SHAPEFILE, *_BESIDE, GEOJSON):
            continue
        if posixpath.basename(name).startswith("._"):
            continue
        if suffix.lower() in layers[stem]:
            raise SourceError(
                f"{path} has two members {name}; get it from its publisher again"
            )
        layers[stem][suffix.lower()] = member
    wanted = {
        stem: parts
        for stem, parts in layers.items()
        if (GEOJSON in parts or ".shp" in parts) and not _is_derived(stem, layers)
    }
    if not wanted:
        found = [member.filename for member in archive.infolist()]
        nested = any(name.lower().endswith(".zip") for name in found)
        raise SourceError(
            f"{path} has no boundary file (.shp with .shx and .dbf, or .geojson), "
            f"but {_listed(found) or 'nothing'}; "
            + ("unpack it and give" if nested else "give")
            + " the ministry's archive of one prefecture or of the whole country"
        )
    if len(wanted) > 1:
        raise SourceError(
            f"{path} has more than one boundary layer ({_listed(sorted(wanted))}); "
            "give an archive with one"
        )
    stem, parts = wanted.popitem()
    return posixpath.basename(stem), *_parts(parts, f"{path}: {stem}")


def _is_derived(stem: str, layers: dict) -> bool:
    """Tell whether a layer is called as another with a word behind it."""
    base = re.sub(r"_[A-Za-z]+$", "", stem)
    return base != stem and any(s in layers.get(base, ()) for s in (".shp", GEOJSON))


def _parts(
    parts: dict[str, zipfile.ZipInfo], where: str
) -> tuple[dict[str, zipfile.ZipInfo], tuple[str, ...]]:
    """Return the members to unpack, a shapefile's if it is whole, and notes."""
    lacking = [suffix for suffix in SHAPEFILE if suffix not in parts]
    if not lacking:
        wanted = [*SHAPEFILE, *(suffix for suffix in _BESIDE if suffix in parts)]
        return {suffix: parts[suffix] for suffix in wanted}, ()
    if GEOJSON not in parts:
        raise SourceError(
            f"{where}.shp comes without {' and '.join(lacking)}; "
            "get the archive from its publisher again"
        )
    notes = ()
    if ".shp" in parts:
        notes = (f"read from GeoJSON: the shapefile lacks {' and '.join(lacking)}",)
    return {GEOJSON: parts[GEOJSON]}, notes


def _listed(names: list[str]) -> str:
    """Return the first names, for a message."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
