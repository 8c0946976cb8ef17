"""The packaged reference tables: which they are, and what each was made from."""

from hashlib import file_digest
from importlib.resources import as_file, files
from pathlib import Path

import pyarrow.parquet as pq

from analysis.boundaries import packaged
from analysis.gazetteer.register import REGISTER_DATE
from analysis.geometry.simplify import DETAILS

# As LICENSES.md beside the tables says; the names are those of the snapshots.
_NAMES = ("lg_codes.csv", "jma_areas.csv", "postal_municipalities.csv")
_GEOSHAPE = ("geoshape_city.csv.gz", "geoshape_pref.csv")
_NEIGHBOURHOODS = "postal_neighbourhoods.csv.gz"
_READINGS = "kanjidic2_readings.csv.gz"
_POLYGONS = "jma_polygons.geojson.gz"
_UNITS = tuple(map(packaged.file_name, DETAILS))
_MADE_FROM = {
    "city_classes.parquet": (),
    "confidence.csv": (),
    "history.parquet": (*_GEOSHAPE, _NEIGHBOURHOODS, _READINGS, _POLYGONS),
    "kanji_readings.parquet": (_READINGS,),
    "place_readings.parquet": (_NEIGHBOURHOODS, _READINGS),
    "register.parquet": (*_NAMES, *_GEOSHAPE),
    **dict.fromkeys(_UNITS, (_POLYGONS, "lg_codes.csv")),
}
_DATES = {"register.parquet": REGISTER_DATE, **dict.fromkeys(_UNITS, packaged.VINTAGE)}
_OURS = "MIT"


def reference_tables() -> list[dict[str, object]]:
    """Return the packaged tables that results depend on, as they are installed.

    Returns
    -------
    list of dict
        By name: `name` and `sha256` of the file, `rows`, of a Parquet file; `date`, the
        day that it stands for, where it has one; `made_from`, the snapshots and the
        packages with their versions that the facts were taken from, none for what this
        project compiled or measured; `licences`.
    """
    # Hundreds of lines on how to fetch packages: for who writes results only.
    from analysis.gazetteer.snapshots import SNAPSHOTS

    snapshots = {each.file: each for each in SNAPSHOTS}
    folder = files("analysis") / "data"
    tables = []
    for name, sources in sorted(_MADE_FROM.items()):
        used = [snapshots[source] for source in sources]
        with as_file(folder / name) as path:
            table = {"name": name, "sha256": hash_of(path)}
            if path.suffix == ".parquet":
                table["rows"] = pq.read_metadata(path).num_rows
        if name in _DATES:
            table["date"] = _DATES[name].isoformat()
        table["made_from"] = [
            f"{each.file}: {each.package.registry} {each.package.name} "
            f"{each.package.version}"
            for each in used
        ]
        table["licences"] = sorted({each.licence for each in used}) or [_OURS]
        tables.append(table)
    return tables


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file of any size, in hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
