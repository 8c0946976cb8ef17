"""The sets of boundaries that are there: one source and one vintage each.

The packaged set is always there and covers the country. Sets of N03 are what the user
imported or fetched, for the whole country or for some prefectures.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256

import geopandas as gpd
import pandas as pd
import shapely

from analysis.boundaries import packaged, store
from analysis.errors import SourceError
from analysis.gazetteer.regions import PREFECTURE_CODES
from analysis.geometry.simplify import DETAILS, simplify

SOURCES = ("jma", "n03")
"""``jma``: packaged areas of the Meteorological Agency; ``n03``: 国土数値情報 N03."""

N03_TITLE = "National Land Numerical Information N03 (administrative areas), MLIT"


@dataclass(frozen=True)
class BoundarySet:
    """Boundaries of one source and one vintage.

    Attributes
    ----------
    source : str
        One of `SOURCES`.
    vintage : date
        The day that the boundaries are of.
    prefectures : tuple of str
        Two-digit codes of the prefectures that it holds.
    title, attribution, licence : str
        What to call it, whom to name, and on what terms it is used.
    size : int
        Bytes of its files as they came.
    key : str
        Tells the content: it changes when an archive does.
    records : tuple of Record
        The archives in the store that it is made of; none for the packaged set.
    """

    source: str
    vintage: dt.date
    prefectures: tuple[str, ...]
    title: str
    attribution: str
    licence: str
    size: int
    key: str
    records: tuple[store.Record, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        """Return source, vintage and how much of the country there is."""
        return f"{self.source} {self.vintage}{_part(self.prefectures)}"

    def __len__(self) -> int:
        """Return how many units there are."""
        return sum(record.units for record in self.records) or len(self.units())

    def units(self, detail: str = "full") -> gpd.GeoDataFrame:
        """Return the finest shapes of the set: wards, else municipalities.

        Raises
        ------
        SourceError
            If the store was altered.
        """
        if self.source == "jma":
            return packaged.units(detail)
        if detail == "full":
            return _joined(self)
        return store.cached(f"{self.key}-{detail}", lambda: _simplified(self, detail))


def available() -> list[BoundarySet]:
    """Return the sets that are there: the packaged one, then N03 from old to new."""
    by_vintage: dict[dt.date, list[store.Record]] = {}
    for record in store.records():
        by_vintage.setdefault(record.vintage, []).append(record)
    return [_packaged(), *(_n03(by_vintage[day]) for day in sorted(by_vintage))]


def find(source: str | None, vintage: dt.date | str | int | None) -> BoundarySet:
    """Return the one set that is asked for.

    Parameters
    ----------
    source : str, optional
        One of `SOURCES`; without source and vintage it is the packaged set, whatever
        else is there, and with a vintage the one that has it.
    vintage : date, str or int, optional
        A day, or a year that only one vintage is of; the newest without it.

    Raises
    ------
    SourceError
        If there is no such set; the message lists those that are there.
    """
    if source is None and vintage is None:
        return _packaged()
    found = matching(source, vintage)
    days = sorted({each.vintage for each in found})
    if vintage is not None and len(days) > 1:
        raise SourceError(
            f"{len(days)} vintages are of {vintage}: {', '.join(map(str, days))}; "
            "give the whole day"
        )
    return max(found, key=lambda each: each.vintage)


def matching(
    source: str | None, vintage: dt.date | str | int | None
) -> list[BoundarySet]:
    """Return all sets of a source and a vintage, either of them left open by None.

    Raises
    ------
    SourceError
        If there is none.
    ValueError
        If `source` is unknown, or `vintage` is neither a day nor a year.
    """
    if source is not None and source not in SOURCES:
        raise ValueError(f"want a source of {', '.join(SOURCES)}, got {source!r}")
    wanted = None if vintage is None else _stamp(vintage)
    found = [
        each
        for each in available()
        if source in (None, each.source)
        and (wanted is None or str(each.vintage).startswith(wanted))
    ]
    if not found:
        asked = " ".join(str(word) for word in (source, vintage) if word is not None)
        raise SourceError(
            f"there are no boundaries of {asked}; there are: {_there()}. Get "
            "others with 'regional-iot boundaries fetch --year YEAR' or 'import FILE'"
        )
    return found


def parse(spec: str) -> list[BoundarySet]:
    """Return the sets that a specification lets one choose from.

    Parameters
    ----------
    spec : str
        ``auto`` (all), ``packaged``, a source (``n03``), a vintage (``2021`` or
        ``2021-01-01``), or both (``n03:2021``).

    Raises
    ------
    SourceError
        If no set that is there is meant by it; the message lists those that are.
    """
    if spec == "auto":
        return available()
    source, _, vintage = spec.partition(":")
    if source == "packaged":
        source = "jma"
    if source[:1].isdigit() and not vintage:
        source, vintage = "", source
    try:
        return matching(source or None if vintage else source, vintage or None)
    except ValueError as error:
        raise SourceError(
            f"no boundaries are called {spec!r} ({error}); there are: {_there()}; say "
            "packaged, n03, n03:2021, 2021-01-01 or auto"
        ) from error


def _there() -> str:
    """Return the sets that are there, for a message."""
    return "; ".join(map(str, available()))


def _stamp(vintage: dt.date | str | int) -> str:
    """Return a day as ISO text, or a year with the hyphen that follows it."""
    text = str(vintage)
    if len(text) == 4 and text.isascii() and text.isdecimal():
        return f"{text}-"
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(
            f"want a vintage such as 2021 or '2021-01-01', got {vintage!r}"
        ) from None


def _packaged() -> BoundarySet:
    return BoundarySet(
        source=packaged.SOURCE,
        vintage=packaged.VINTAGE,
        prefectures=PREFECTURE_CODES,
        title=packaged.TITLE,
        attribution=packaged.ATTRIBUTION,
        licence=packaged.LICENCE,
        size=packaged.size(),
        key="jma",
    )


def _n03(records: list[store.Record]) -> BoundarySet:
    """Return the set of one vintage; a national archive holds all that others do."""
    chosen = [record for record in records if record.national][:1] or records
    digest = sha256("".join(sorted(r.units_sha256 for r in chosen)).encode())
    vintage = chosen[0].vintage
    return BoundarySet(
        source="n03",
        vintage=vintage,
        prefectures=tuple(sorted({code for r in chosen for code in r.prefectures})),
        title=N03_TITLE,
        attribution=chosen[0].attribution,
        licence=chosen[0].licence,
        size=sum(record.bytes for record in chosen),
        key=f"n03-{vintage}-{digest.hexdigest()[:12]}",
        records=tuple(chosen),
    )


@cache
def _joined(chosen: BoundarySet) -> gpd.GeoDataFrame:
    """Return the units of all archives of a set as one coverage."""
    parts = [store.units(record) for record in chosen.records]
    if len(parts) == 1:
        return parts[0]
    units = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True))
    last = units["kind"].eq("undetermined").rename("last")
    order = pd.concat([units["area_code"], last], axis="columns")
    order = order.sort_values(["area_code", "last"], kind="stable").index
    units = units.loc[order].reset_index(drop=True)
    # Two archives may draw the border between their prefectures differently.
    if not shapely.coverage_is_valid(units.geometry.array):
        units["geometry"] = shapely.coverage_clean(units.geometry.array)
    return units


def _simplified(chosen: BoundarySet, detail: str) -> gpd.GeoDataFrame:
    units = _joined(chosen)
    return units.set_geometry(simplify(units.geometry, **DETAILS[detail]._asdict()))


def _part(prefectures: tuple[str, ...]) -> str:
    """Return which prefectures there are, if not all."""
    if len(prefectures) == len(PREFECTURE_CODES):
        return ""
    return f" (prefectures {', '.join(prefectures)})"
