"""Layers that are made from boundaries once and then kept in the cache."""

import hashlib
import io
import logging
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import geopandas as gpd

from analysis.boundaries import cache
from analysis.errors import SourceError

_log = logging.getLogger(__name__)


def cached(name: str, make: Callable[[], gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Return a derived layer, made once and then kept in the cache.

    Where the cache cannot be written the layer is made each time.

    Parameters
    ----------
    name : str
        What the layer depends on: name, content and detail of the boundaries.
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
            return _keep(path, layer)
        except SourceError as error:
            _log.warning("%s is not kept: %s", name, error)
            return layer


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
