"""``datapackage.json``: what each file of a result is, and what it was made from.

It holds what decides the result and nothing else. No clock, path or locale, and no
versions of Python or of libraries: these are not inputs, and with them the same result
would be described differently on each machine. What they could change, bytes of a
picture or of Parquet, shows in the hashes of the files.
"""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath

import pandas as pd

from analysis.aliases import AliasTable
from analysis.boundaries import ATTRIBUTION
from analysis.boundaries.packaged import file_name
from analysis.boundaries.sets import BoundarySet
from analysis.gazetteer.register import ATTRIBUTIONS as REGISTER_ATTRIBUTIONS
from analysis.gazetteer.register import REGISTER_DATE
from analysis.provenance.again import again, file_names
from analysis.provenance.references import hash_of, reference_tables
from analysis.provenance.titles import title_of
from analysis.schemas import table_schema
from analysis.sources import Announcement

FILE_NAME = "datapackage.json"
"""What the description of a result is called."""

OURS = "regional_iot"
"""The key of what the specification of data packages has no words for."""

PROGRAM = "regional-iot-analysis"

COMMANDS = ("run", "compare", "errata", "resolve")
"""The kinds of results that are described."""

_NO_HASH = f"sha256:{'0' * 64}"
_BOM = b"\xef\xbb\xbf"
_MEDIA = {
    ".csv": ("csv", "text/csv"),
    ".geojson": ("geojson", "application/geo+json"),
    ".html": ("html", "text/html"),
    ".json": ("json", "application/json"),
    ".md": ("md", "text/markdown"),
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
    ".png": ("png", "image/png"),
    ".svg": ("svg", "image/svg+xml"),
    ".xlsx": (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_TEXT = ("csv", "geojson", "html", "json", "md", "svg")

_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0, but for sources that say otherwise",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}

_REFERENCE_SOURCES = [{"title": text} for text in (*REGISTER_ATTRIBUTIONS, ATTRIBUTION)]


def write_datapackage(
    folder: Path,
    announcements: Sequence[Announcement] = (),
    *,
    command: str,
    title: str,
    description: str,
    as_of: dt.date | str | None = None,
    options: Mapping[str, object] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    boundaries: Sequence[BoundarySet] = (),
    aliases: AliasTable = None,
    sources: Iterable[Mapping[str, object]] = (),
    about: Mapping[str, object] | None = None,
    hashes: Mapping[str, str] | None = None,
) -> None:
    """Write ``datapackage.json`` (Frictionless v1) for the files in `folder`.

    Parameters
    ----------
    folder : Path
        Where the files are, all of them written; each is listed with its size and
        sha256, which is read in pieces. Last of all the file holds a hash of itself: it
        shows damage and careless edits, no forgery.
    announcements : sequence of Announcement
        The lists that the files were made from.
    command : {"run", "compare", "errata", "resolve"}
        What made them.
    title, description : str
        What the files are of; the versions of the reference tables are added.
    as_of : date or str, optional
        The day on which the bodies must exist; None where each list has its own.
    options : mapping of str to object, optional
        How the command was called, by name without the dashes, as of
        `analysis.provenance.again.again`; `aliases` and the columns of the lists are
        added.
    tables : mapping of str to pandas.DataFrame, optional
        The table behind a CSV file, by file name, for its schema and number of rows.
    boundaries : sequence of BoundarySet
        The sets that the polygons are of.
    aliases : path, DataFrame or Aliases, optional
        The user's table of names; a file is listed among the sources with its hash.
    sources : iterable of mapping
        Files that are no announcements: `file` (its name), `sha256`, and what else is
        to be said of it.
    about : mapping, optional
        What else to say under ``"regional_iot"``; goes before what is said otherwise.
    hashes : mapping of str to str, optional
        SHA-256 of files, by path, that is known already.
    """
    tables = tables or {}
    inputs = [*map(_input, announcements), *map(dict, sources)]
    table = _alias_table(aliases)
    package = {
        "profile": "data-package",
        "name": f"regional-iot-{command}",
        "title": title,
        "description": _described(description, boundaries),
        "licenses": [_LICENCE],
        "sources": [
            *(source for each in inputs for source in _read_sources(each)),
            *_alias_source(table),
            *_REFERENCE_SOURCES,
            *_boundary_sources(boundaries),
        ],
        "contributors": [*_contributors(announcements)],
        "resources": [*_resources(folder, tables, hashes or {})],
        OURS: {
            "command": command,
            "version": version(PROGRAM),
            "again": again(
                command,
                file_names(command, announcements)
                if announcements
                else [each["file"] for each in inputs],
                _all_options(options, announcements, table),
            ),
            "as_of": as_of and str(as_of),
            "sources": inputs,
            "aliases": table,
            "boundaries": [*map(_boundary_set, boundaries)],
            "reference_tables": reference_tables(),
        }
        | dict(about or {}),
    }
    (folder / FILE_NAME).write_bytes(sealed(package))


def sealed(package: Mapping[str, object]) -> bytes:
    """Return a description as it is written, with the hash of itself.

    The hash is that of the file with zeros in its place. One form only is written for
    one content, so that reading and sealing again gives the same bytes, or it is not
    what was written.

    Parameters
    ----------
    package : mapping
        The description; ``"regional_iot"`` is a mapping in it.
    """
    about = dict(package[OURS])
    about.pop("hash", None)
    digest = sha256(_text({**package, OURS: {**about, "hash": _NO_HASH}})).hexdigest()
    return _text({**package, OURS: {**about, "hash": f"sha256:{digest}"}})


def _text(package: Mapping[str, object]) -> bytes:
    """Return JSON as it is written; a name that is no text on disk has ? in it."""
    text = json.dumps(package, ensure_ascii=False, indent=2)
    return f"{text}\n".encode(errors="replace")


def _described(description: str, boundaries: Sequence[BoundarySet]) -> str:
    vintages = " and ".join(str(each.vintage) for each in boundaries)
    shapes = f"; boundaries of {vintages}" if vintages else ""
    return f"{description} Register of {REGISTER_DATE}{shapes}."


def _input(announcement: Announcement) -> dict[str, object]:
    """Return what a list was read from; `file` is None of a text or a table."""
    return {
        "file": announcement.file,
        "title": announcement.title,
        "source": announcement.source,
        "date": announcement.date and announcement.date.isoformat(),
        "column": announcement.column,
        "found_in": announcement.found_in,
        "rows": len(announcement),
        "sha256": announcement.sha256,
        "record_sha256": announcement.record_sha256,
    }


def _read_sources(read: Mapping[str, object]) -> Iterator[dict[str, str]]:
    """Give a list, and the record beside it, with their hashes."""
    title = read.get("source") or read.get("title") or read["file"] or "published list"
    yield {"title": title, "hash": f"sha256:{read['sha256']}"}
    if read.get("record_sha256"):
        record = f"sha256:{read['record_sha256']}"
        yield {"title": f"record of: {title}", "hash": record}


def _alias_table(aliases: AliasTable) -> dict[str, str | None] | None:
    """Return which table of aliases was used; `file` is None of one in memory."""
    if aliases is None:
        return None
    if isinstance(aliases, str | Path):
        path = Path(aliases)
        return {"file": path.name, "sha256": hash_of(path)}
    return {"file": None, "sha256": None}


def _alias_source(table: Mapping[str, str | None] | None) -> Iterator[dict[str, str]]:
    if table and table["file"]:
        title = f"table of aliases: {table['file']}"
        yield {"title": title, "hash": f"sha256:{table['sha256']}"}
    elif table:
        yield {"title": "table of aliases, given in Python"}


def _boundary_sources(boundaries: Sequence[BoundarySet]) -> Iterator[dict[str, str]]:
    """Give the archives that the user's own boundaries were read from."""
    for each in boundaries:
        for record in each.records:
            title = f"{each.attribution}: {record.name}"
            terms = f"{title}; {record.licence}"
            yield {"title": terms, "hash": f"sha256:{record.sha256}"}


def _boundary_set(each: BoundarySet) -> dict[str, object]:
    """Return a set of boundaries with the files that it was read from."""
    archives = [{"name": r.name, "sha256": r.sha256} for r in each.records]
    if not archives:
        name = file_name("full")
        hashes = {table["name"]: table["sha256"] for table in reference_tables()}
        archives = [{"name": name, "sha256": hashes[name]}]
    return {
        "source": each.source,
        "vintage": each.vintage.isoformat(),
        "attribution": each.attribution,
        "licence": each.licence,
        "files": archives,
    }


def _contributors(announcements: Sequence[Announcement]) -> Iterator[dict[str, str]]:
    """Give who published the lists, and the program."""
    publishers = dict.fromkeys(each.publisher for each in announcements)
    for publisher in filter(None, publishers):
        yield {"title": f"{publisher} (the published list)", "role": "contributor"}
    yield {"title": f"{PROGRAM} {version(PROGRAM)}", "role": "wrangler"}


def _all_options(
    options: Mapping[str, object] | None,
    announcements: Sequence[Announcement],
    table: Mapping[str, str | None] | None,
) -> dict[str, object]:
    """Return the options with those that follow from what was read."""
    columns = {each.column for each in announcements}
    return {
        **({"column": columns.pop()} if len(columns) == 1 else {}),
        **(options or {}),
        "aliases": table and (table["file"] or "ALIASES"),
    }


def _resources(
    folder: Path, tables: Mapping[str, pd.DataFrame], hashes: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    """Give what is in the folder, by path, each under a name of its own."""
    paths = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file()
    }
    paths.pop(FILE_NAME, None)
    taken: Counter[str] = Counter()
    for path, file in sorted(paths.items()):
        name = re.sub("[^a-z0-9]+", "-", path.lower()).strip("-")
        taken[name] += 1
        if taken[name] > 1:
            name = f"{name}.{taken[name]}"
        digest = hashes.get(path) or hash_of(file)
        yield {"name": name, **_resource(path, file, digest, tables.get(path))}


def _resource(
    path: str, file: Path, digest: str, table: pd.DataFrame | None
) -> dict[str, object]:
    ending = PurePosixPath(path).suffix
    kind, media = _MEDIA.get(ending, (ending[1:] or "bin", "application/octet-stream"))
    resource: dict[str, object] = {
        "path": path,
        "title": title_of(path),
        "format": kind,
        "mediatype": media,
        "encoding": _encoding(file) if kind in _TEXT else None,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
    }
    if table is None:
        resource["type"] = "file"
    else:
        resource |= {
            "profile": "tabular-data-resource",
            "rows": len(table),
            "schema": table_schema(table, path),
        }
    return {name: value for name, value in resource.items() if value is not None}


def _encoding(file: Path) -> str:
    """Return the encoding of a text of ours: with a mark for Excel, or without."""
    with file.open("rb") as content:
        return "utf-8-sig" if content.read(len(_BOM)) == _BOM else "utf-8"
