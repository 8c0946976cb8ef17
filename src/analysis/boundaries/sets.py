"""The sets of boundaries that are there: one source and one vintage each.

The packaged set is always there and covers the country. Sets of N03 are what the user
imported or fetched, for the whole country or for some prefectures.
"""

import datetime as dt
import logging
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np

from analysis.boundaries import packaged
from analysis.boundaries.join import joined
from analysis.boundaries.stored import derived, store
from analysis.boundaries.stored.record import Record, current, records
from analysis.boundaries.vintage import beginning
from analysis.errors import SourceError
from analysis.gazetteer.regions import PREFECTURE_CODES
from analysis.geometry.simplify import DETAILS, simplify
from analysis.schemas.values import BOUNDARY_SOURCES

SOURCES = BOUNDARY_SOURCES
"""``jma``: packaged areas of the Meteorological Agency; ``n03``: 国土数値情報 N03."""

_log = logging.getLogger(__name__)


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
    attribution, licence : str
        Whom to name, and on what terms it is used.
    size : int
        Bytes of its files as they came.
    key : str
        Tells the content: it changes when an archive does, or what is made from it.
    records : tuple of Record
        The archives in the store that it is made of; none for the packaged set.
    """

    source: str
    vintage: dt.date
    prefectures: tuple[str, ...]
    attribution: str
    licence: str
    size: int
    key: str
    records: tuple[Record, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        """Return source, vintage and how much of the country there is."""
        return f"{self.source} {self.vintage}{_part(self.prefectures)}"

    @property
    def count(self) -> int:
        """How many units there are."""
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
            return joined(self.records)
        return derived.cached(f"{self.key}-{detail}", lambda: _simplified(self, detail))


def available() -> list[BoundarySet]:
    """Return the sets that are there: the packaged one, then N03 from old to new.

    What the store has damaged is passed over, and logged.
    """
    return [_packaged(), *map(_n03, current(records()))]


def find(
    source: str | None, vintage: dt.date | np.datetime64 | str | int | None
) -> BoundarySet:
    """Return the one set that is asked for.

    Parameters
    ----------
    source : str, optional
        One of `SOURCES`; without source and vintage it is the packaged set, whatever
        else is there, and with a vintage the one that has it.
    vintage : date, datetime, str or int, optional
        A day, or a year that only one vintage is of; the newest without it.

    Raises
    ------
    SourceError
        If there is no such set, or several; the message lists those that are there.
    """
    if source is None and vintage is None:
        return _packaged()
    found = matching(source, vintage)
    if vintage is not None and len(found) > 1:
        either = " or ".join(f"{each.source}:{each.vintage}" for each in found)
        raise SourceError(
            f"{len(found)} sets of boundaries are of {vintage}: {either}; say which by "
            f"its source (source={found[0].source!r}) or its day "
            f"(vintage='{found[0].vintage}')"
        )
    return max(found, key=lambda each: each.vintage)


def matching(
    source: str | None, vintage: dt.date | np.datetime64 | str | int | None
) -> list[BoundarySet]:
    """Return all sets of a source and a vintage, either of them left open by None.

    The store is read only if a set of it could be meant.

    Raises
    ------
    SourceError
        If there is none.
    ValueError
        If `source` is unknown, or `vintage` is neither a day nor a year.
    """
    if source is not None and source not in SOURCES:
        raise ValueError(f"want a source of {', '.join(SOURCES)}, got {source!r}")
    wanted = "" if vintage is None else beginning(vintage)
    there = [_packaged()] if source == packaged.SOURCE else available()
    found = [
        each
        for each in there
        if source in (None, each.source) and str(each.vintage).startswith(wanted)
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
        ``auto`` (all whose units can be read), ``packaged``, a source (``n03``), a
        vintage (``2021`` or ``2021-01-01``), or both (``n03:2021``).

    Raises
    ------
    SourceError
        If no set that is there is meant by it; the message lists those that are.
    """
    if spec == "auto":
        return [each for each in available() if _is_readable(each)]
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


def _is_readable(chosen: BoundarySet) -> bool:
    """Tell whether the units of a set are there as they were stored; log if not."""
    lacking = [each.name for each in chosen.records if not store.has_units(each)]
    if lacking:
        _log.warning(
            "%s is passed over: the units of %s are absent or were altered; run "
            "'regional-iot boundaries verify'",
            chosen,
            ", ".join(lacking),
        )
    return not lacking


def _packaged() -> BoundarySet:
    return BoundarySet(
        source=packaged.SOURCE,
        vintage=packaged.VINTAGE,
        prefectures=PREFECTURE_CODES,
        attribution=packaged.ATTRIBUTION,
        licence=packaged.LICENCE,
        size=packaged.size(),
        key="jma",
    )


def _n03(archives: list[Record]) -> BoundarySet:
    """Return the set that archives of one vintage make up."""
    first = archives[0]
    return BoundarySet(
        source="n03",
        vintage=first.vintage,
        prefectures=tuple(sorted({code for r in archives for code in r.prefectures})),
        attribution=first.attribution,
        licence=first.licence,
        size=sum(record.bytes for record in archives),
        key=derived.key(archives),
        records=tuple(archives),
    )


def _simplified(chosen: BoundarySet, detail: str) -> gpd.GeoDataFrame:
    units = joined(chosen.records)
    return units.set_geometry(simplify(units.geometry, **DETAILS[detail]._asdict()))


def _part(prefectures: tuple[str, ...]) -> str:
    """Return which prefectures there are, if not all."""
    if len(prefectures) == len(PREFECTURE_CODES):
        return ""
    return f" (prefectures {', '.join(prefectures)})"
