"""DuckDB, set up to stay within bounds: the engine of one machine."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import SourceError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEMORY = "512MB"


@contextmanager
def connect(spill: Path | None = None) -> Iterator["DuckDBPyConnection"]:
    """Give a database in memory that goes on in files when 512 MB do not do.

    Parameters
    ----------
    spill : Path, optional
        Where these files are; a folder for temporary files if left out.

    Raises
    ------
    SourceError
        If DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError as why:
        raise SourceError(
            "columns that do not fit into memory are read by DuckDB; install it with: "
            "pip install 'regional-iot-analysis[scale]'"
        ) from why
    with tempfile.TemporaryDirectory(prefix="regional-iot-", dir=spill) as folder:
        settings = {
            "temp_directory": folder,
            "memory_limit": _MEMORY,
            # Nothing is fetched while it runs, and no file names code to be loaded.
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        database = duckdb.connect(":memory:", config=settings)
        try:
            yield database
        finally:
            database.close()
