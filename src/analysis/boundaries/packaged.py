"""The packaged set of boundaries: offline from the first minute.

Areas of the Japan Meteorological Agency, mended into a clean coverage and simplified by
`analysis.boundaries.build`. Of the wards of designated cities it has those of 京都市
and 広島市; the six villages of the Northern Territories share one area.
"""

import datetime as dt
from functools import cache
from hashlib import sha256
from importlib.resources import as_file, files

import geopandas as gpd

from analysis.geometry.simplify import DETAILS

CRS = "EPSG:6668"
"""JGD2011, longitude and latitude in degrees."""

VINTAGE = dt.date(2025, 3, 10)
"""The day on which the source's files were made."""

SOURCE = "jma"

ATTRIBUTION = (
    "Boundaries: Japan Meteorological Agency (Public Data License 1.0), processed"
)

LICENCE = "Public Data License 1.0"

CHECKSUMS = "units.sha256"
"""Beside the units: the SHA-256 of each file of them, as sha256sum writes it."""

UNIT_COLUMNS = (
    "area_code",
    "kind",
    "city_code",
    "prefecture_code",
    "name_ja",
    "geometry",
)
"""What every set of boundaries says of its units."""


def units(detail: str = "full") -> gpd.GeoDataFrame:
    """Return the finest shapes of the packaged set, by area code, the uncoded last.

    Parameters
    ----------
    detail : str
        One of `analysis.geometry.simplify.DETAILS`.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `UNIT_COLUMNS`, a copy. Text: `area_code` (5 digits, missing for an area
        of no body), `kind` (municipality, ward, undetermined), `city_code` (5 digits,
        the city of a ward, else missing), `prefecture_code` (2), `name_ja`.
        `geometry`: EPSG:6668, a clean coverage, neighbours share their borders vertex
        by vertex. A city whose wards are here has no row of its own.

    Raises
    ------
    ValueError
        If `detail` is unknown.
    """
    return _units(detail).copy()


def file_name(detail: str) -> str:
    """Return the name of the packaged file of the units at a detail.

    Raises
    ------
    ValueError
        If `detail` is unknown.
    """
    if detail not in DETAILS:
        raise ValueError(f"want a detail of {', '.join(DETAILS)}, got {detail!r}")
    return "units.parquet" if detail == "full" else f"units_{detail}.parquet"


def size() -> int:
    """Return the size of the packaged files of boundaries together, in bytes."""
    folder = files("analysis") / "data"
    total = 0
    for detail in DETAILS:
        with as_file(folder / file_name(detail)) as path:
            total += path.stat().st_size
    return total


def check() -> list[str]:
    """Hash the packaged files of boundaries, and tell which are not as they were built.

    Returns
    -------
    list of str
        Plain sentences; none if all is as it was built.
    """
    folder = files("analysis") / "data"
    mend = "install the package again"
    known = folder / CHECKSUMS
    if not known.is_file():
        return [f"{CHECKSUMS} is absent from the package; {mend}."]
    lines = [line.split() for line in known.read_text("utf-8").splitlines()]
    sums = {name: digest for digest, name in lines}
    wrong = []
    for name in map(file_name, DETAILS):
        file = folder / name
        if not file.is_file():
            wrong.append(f"{name} is absent from the package; {mend}.")
        elif sha256(file.read_bytes()).hexdigest() != sums.get(name):
            wrong.append(f"{name} of the package was altered; {mend}.")
    return wrong


@cache
def _units(detail: str) -> gpd.GeoDataFrame:
    """Return packaged units, read once; callers must not change them."""
    with as_file(files("analysis") / "data" / file_name(detail)) as path:
        return gpd.read_parquet(path)
