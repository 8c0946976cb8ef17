"""Tables, map data and charts → files, with a data package that describes them.

Files are written to a folder apart and moved to the target at the end, one by one: a
run that fails while it reads, draws or writes leaves the earlier result as it was.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import geopandas as gpd
import pandas as pd

from analysis.aliases import AliasTable
from analysis.boundaries import ATTRIBUTION
from analysis.boundaries.sets import BoundarySet
from analysis.errors import SourceError
from analysis.gazetteer.register import ATTRIBUTIONS as REGISTER_ATTRIBUTIONS
from analysis.gazetteer.register import REGISTER_DATE
from analysis.sources import Announcement

# Shares and rates of a few thousand bodies: six decimals lose nothing.
_DECIMALS = 6
_TYPES = {"i": "integer", "f": "number", "b": "boolean"}
_MEDIA = {
    ".csv": ("csv", "text/csv"),
    ".geojson": ("geojson", "application/geo+json"),
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
    ".html": ("html", "text/html"),
    ".png": ("png", "image/png"),
    ".svg": ("svg", "image/svg+xml"),
}

_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0, but for sources that say otherwise",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}

_REFERENCE_SOURCES = [{"title": text} for text in (*REGISTER_ATTRIBUTIONS, ATTRIBUTION)]

DESCRIPTIONS = {
    "number": "number of the row in the published list",
    "published_name": "name as published, never changed",
    "status": "resolved, ambiguous or unmatched",
    "lg_code": "local government code: JIS X 0401 + JIS X 0402 + check digit",
    "prefecture_code": "prefecture code, JIS X 0401",
    "prefecture_ja": "prefecture, Japanese",
    "prefecture_en": "prefecture, English",
    "county_ja": "county (郡) of a town or village",
    "name_ja": "official name",
    "name_kana": "official reading in hiragana",
    "name_en": "official English name",
    "entity_type": (
        "prefecture, city, special_ward, town, village or ward; of rows that are not "
        "resolved, union or joint, or missing"
    ),
    "city_class": (
        "designated_city, core_city, special_city or ordinary_city on the as-of date"
    ),
    "region": "one of the 8 customary regions",
    "telecom_bureau": "MIC's regional bureau of telecommunications",
    "latitude": "office point, degrees north, JGD2011",
    "longitude": "office point, degrees east, JGD2011",
    "area_km2": "area in km² of the body's own polygon, which may be generalized",
    "method": (
        "rule that found the body: code, exact, romanization, alias, historical (one "
        "of another time), reading (of its kanji) or fuzzy (a slip); of a joint test: "
        "enumeration of all spreads, or monte carlo where they are too many"
    ),
    "confidence": "0 to 1: share of right answers on such evidence, as measured",
    "note": "what a reader should know about the row",
    "as_of": "day on which the bodies must exist",
    "page": "where the row stands in the source: page, or sheet of a workbook",
    "line": "line of the file or page, or row of the sheet, counted from 1",
    "cell": "cell of a table, such as B5",
    "list": "date of the list, numbered if two bear the same",
    "body": (
        "code of the body that stands there today, or the published name of a row that "
        "is not resolved"
    ),
    "lists": "in how many lists the body is",
    "first_list": "the first list that it is in",
    "last_list": "the last list that it is in",
    "movement": (
        "first: in a list for the first time; repeat: in one before; dropped: in the "
        "list before, but not in this one"
    ),
    "date": "day of publication; the first of the month where only that is known",
    "title": "title of the list",
    "rows": "rows of the list",
    "not_resolved": "rows that are ambiguous or unmatched",
    "bodies": "bodies of the list, each once",
    "first": "bodies that are in a list for the first time",
    "repeat": "bodies that were in a list before",
    "dropped": "bodies of the list before that are not in this one",
    "current_lg_code": "code of the body that stands in its place today",
    "candidates": "codes that the name could mean, best first",
    "count": "bodies of the list in the group, each once",
    "share": "count ÷ all rows of the list",
    "eligible": "bodies that could apply on the as-of date",
    "rate": "count ÷ eligible",
    "rate_low": "lower bound of the exact 95 % interval of rate (Clopper-Pearson)",
    "rate_high": "upper bound of the same",
    "representation": (
        "share of the counted bodies ÷ share of the eligible ones; 1 is an even spread"
    ),
    "representation_low": (
        "lower bound of the exact 95 % interval of the share of the counted bodies "
        "(Clopper-Pearson), divided likewise"
    ),
    "representation_high": "upper bound of the same",
    "p": (
        "probability, were every eligible body as likely to be chosen as any other, of "
        "all outcomes that are no likelier than this one (exact, two-sided)"
    ),
    "p_holm": "p adjusted for all rows of the table (Holm)",
    "weight": "sum of the weights of the eligible bodies",
    "per_100000": "count per 100,000 of the weight",
    "weighted_representation": "share of the counted bodies ÷ share of the weight",
    "weighted_representation_low": (
        "lower bound of the exact 95 % interval of the share of the counted bodies "
        "(Clopper-Pearson), divided likewise"
    ),
    "weighted_representation_high": "upper bound of the same",
    "p_weighted": (
        "probability, were a group as likely to be chosen as its share of the weight, "
        "of all counts that are no likelier than this one (exact, two-sided)"
    ),
    "by": "what the bodies are grouped by",
    "groups": "number of groups with an eligible body",
    "counted": "bodies of the list that are in a group, each once",
    "tables": "spreads over the groups that were gone through, or drawn",
    "standard_error": "of p; 0 where it is exact",
    "expected": "count under an even spread",
    "fewest_high": "least count that is significantly many (p of 0.05 or less)",
    "most_low": "largest count that is significantly few (p of 0.05 or less)",
    "detectable_over": (
        "representation from which a list of this length shows a group to be "
        "over-represented, with a probability of 80 %"
    ),
    "detectable_under": (
        "representation up to which a list of this length shows a group to be "
        "under-represented, with a probability of 80 %"
    ),
}
"""What each column of the output tables holds."""

# A column of the panel is called by the date of its list.
_A_LIST = "codes, or names, under which the body is in the list of that date"


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give a folder to write in, and move its files to `out` if all went well.

    Raises
    ------
    SourceError
        If `out` is a file or cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise SourceError(f"{out} is a file; give a folder for the results")
    try:
        out.mkdir(parents=True, exist_ok=True)
        # Inside the target: the same file system, so that a move is a rename.
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=out) as name:
            yield Path(name)
            _move_all(Path(name), out)
    except OSError as why:
        raise SourceError(
            f"the results cannot be written to {out} ({why}); give another folder, or "
            "mend what is wrong with this one"
        ) from why


def _move_all(stage: Path, out: Path) -> None:
    """Move every file from `stage` to its place below `out`."""
    for path in sorted(p for p in stage.rglob("*") if p.is_file()):
        target = out / path.relative_to(stage)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 CSV with line feeds; numbers to six decimals."""
    table.round(_DECIMALS).to_csv(path, index=False, lineterminator="\n")


def write_geojson(located: gpd.GeoDataFrame, path: Path) -> None:
    """Write located entities as GeoJSON (RFC 7946), rows without geometry included.

    JGD2011 and the WGS 84 that the format asks for agree to within centimetres here.
    """
    located.set_crs("EPSG:4326", allow_override=True).to_file(
        path, driver="GeoJSON", RFC7946="YES", COORDINATE_PRECISION=_DECIMALS
    )


def write_geoparquet(located: gpd.GeoDataFrame, path: Path) -> None:
    """Write located entities as GeoParquet 1.1 with WKB geometry."""
    located.to_parquet(path, index=False, compression="zstd", schema_version="1.1.0")


def write_datapackage(
    folder: Path,
    announcements: Sequence[Announcement],
    *,
    title: str,
    description: str,
    tables: Mapping[str, pd.DataFrame],
    boundaries: Sequence[BoundarySet],
    aliases: AliasTable = None,
) -> None:
    """Write ``datapackage.json`` (Frictionless v1) for the files in `folder`.

    Parameters
    ----------
    folder : Path
        Where the files are; each is listed with its size and sha256.
    announcements : sequence of Announcement
        The lists that the files were made from.
    title, description : str
        What the files are of; the versions of the reference tables are added.
    tables : mapping of str to pandas.DataFrame
        The table behind each CSV file, by file name, for its schema.
    boundaries : sequence of BoundarySet
        The sets that the polygons are of.
    aliases : path, DataFrame or Aliases, optional
        The user's table of names; a file is listed among the sources with its hash.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    vintages = " and ".join(str(each.vintage) for each in boundaries)
    shapes = f"; boundaries of {vintages}" if vintages else ""
    package = {
        "profile": "data-package",
        "name": "regional-iot-analysis",
        "title": title,
        "description": f"{description} Register of {REGISTER_DATE}{shapes}.",
        "licenses": [_LICENCE],
        "sources": [
            *(source for each in announcements for source in _read_sources(each)),
            *_alias_source(aliases),
            *_REFERENCE_SOURCES,
            *_boundary_sources(boundaries),
        ],
        "resources": [_resource(path, folder, tables) for path in files],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _read_sources(announcement: Announcement) -> Iterator[dict[str, str]]:
    """Give the list, and the record beside it, with their hashes."""
    title = announcement.source or announcement.title or "published list"
    yield {"title": title, "hash": f"sha256:{announcement.sha256}"}
    if announcement.record_sha256:
        record = f"sha256:{announcement.record_sha256}"
        yield {"title": f"record of: {title}", "hash": record}


def _alias_source(aliases: AliasTable) -> Iterator[dict[str, str]]:
    """Give the user's table of aliases with its hash, if it is a file."""
    if isinstance(aliases, str | Path):
        path = Path(aliases)
        digest = f"sha256:{sha256(path.read_bytes()).hexdigest()}"
        yield {"title": f"table of aliases: {path.name}", "hash": digest}


def _boundary_sources(boundaries: Sequence[BoundarySet]) -> Iterator[dict[str, str]]:
    """Give the archives that the user's own boundaries were read from."""
    for each in boundaries:
        for record in each.records:
            title = f"{each.attribution}: {record.name}"
            terms = f"{title}; {record.licence}"
            yield {"title": terms, "hash": f"sha256:{record.sha256}"}


def _resource(path: Path, folder: Path, tables: Mapping[str, pd.DataFrame]) -> dict:
    data = path.read_bytes()
    kind, media = _MEDIA[path.suffix]
    name = path.relative_to(folder).as_posix()
    resource = {
        "name": name.replace("/", "-").replace(".", "-").lower().replace("_", "-"),
        "path": name,
        "format": kind,
        "mediatype": media,
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
    }
    if name not in tables:
        resource["type"] = "file"
    else:
        resource |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {"fields": [_field(c) for _, c in tables[name].items()]},
        }
    return resource


def _field(column: pd.Series) -> dict[str, str]:
    kind = _TYPES.get(column.dtype.kind, "string")
    if column.name in ("as_of", "date"):
        kind = "date"
    return {
        "name": column.name,
        "type": kind,
        "description": DESCRIPTIONS.get(column.name, _A_LIST),
    }
