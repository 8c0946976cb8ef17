"""Layers that are made from boundaries once and then kept in the cache.

A layer is called by the key of the boundaries that it is made from, then what it is.
The key holds all that the layer depends on, the code included; a layer whose key is
not of the boundaries in the store is never asked for again, and removed.
"""

import hashlib
import io
import logging
import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

import geopandas as gpd

from analysis.boundaries.stored import cache
from analysis.boundaries.stored.record import Record, current, records
from analysis.errors import SourceError
from analysis.geometry.simplify import DETAILS

FORMAT = 1
"""Raise it when the code that joins, dissolves or simplifies gives another layer."""

_KEYED = re.compile(r"(n03-\d{4}-\d\d-\d\d-[0-9a-f]{12})-.*\.(parquet|sha256)(\.tmp)?")
_log = logging.getLogger(__name__)


def key(archives: Iterable[Record]) -> str:
    """Return what layers made from archives of one vintage are called by."""
    archives = sorted(archives, key=lambda each: each.units_sha256)
    parts = [str(FORMAT), repr(DETAILS), *(each.units_sha256 for each in archives)]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"n03-{archives[0].vintage}-{digest[:12]}"


def cached(name: str, make: Callable[[], gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Return a derived layer, made once and then kept in the cache.

    Where the cache cannot be written the layer is made each time.

    Parameters
    ----------
    name : str
        The key of the boundaries that it is made from, and what layer it is.
    make : callable
        Makes the layer; called if it is not there, or not as it was written.
    """
    path = cache.folder() / "derived" / f"{name}.parquet"
    if (layer := _kept(path)) is not None:
        return layer
    with ExitStack() as stack:
        try:
            stack.enter_context(cache.locked(f"derived-{name}"))
        except SourceError as error:
            _log.warning("%s is not kept: %s", name, error)
            return make()
        if (layer := _kept(path)) is not None:
            return layer
        layer = make()
        try:
            kept = _keep(path, layer)
            sweep()
        except SourceError as error:
            _log.warning("%s is not kept: %s", name, error)
            return layer
        return kept


def sweep() -> None:
    """Remove layers of other keys than those of the boundaries in the store."""
    alive = {key(archives) for archives in current(records())}
    for path in (cache.folder() / "derived").glob("*"):
        keyed = _KEYED.fullmatch(path.name)
        if keyed and keyed[1] not in alive:
            with suppress(OSError):  # in use by another run, or gone
                path.unlink()


def _keep(path: Path, layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Write a layer and return it as it will be read."""
    content = io.BytesIO()
    layer.to_parquet(content, compression="zstd")
    with cache.replacing(path) as file:
        file.write(content.getbuffer())
    with cache.replacing(_digest_path(path)) as file:
        file.write(hashlib.sha256(content.getbuffer()).hexdigest().encode())
    return gpd.read_parquet(content)


def _kept(path: Path) -> gpd.GeoDataFrame | None:
    """Return a layer if it is there, as it was written."""
    try:
        digest = _digest_path(path).read_bytes()
        content = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest().encode() != digest:
        return None
    return gpd.read_parquet(io.BytesIO(content))


def _digest_path(path: Path) -> Path:
    """Return where the SHA-256 of a layer is."""
    return path.with_suffix(".sha256")
