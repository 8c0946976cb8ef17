"""What a figure was measured with: the day, the machine's size, versions.

No name of a host or a folder: results are published.
"""

import datetime as dt
import os
import platform
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = (
    "regional-iot-analysis",
    "pandas",
    "numpy",
    "pyarrow",
    "geopandas",
    "shapely",
    "matplotlib",
    "rapidfuzz",
    "duckdb",
    "dask",
    "distributed",
    "reversejp",
)


def about() -> dict[str, str]:
    """Return what is to be told beside figures, by what it is called."""
    return {
        "day": dt.date.today().isoformat(),
        "cores": str(cores()),
        "memory": _memory(),
        "system": f"{platform.system()}, {platform.machine()}",
        "Python": platform.python_version(),
        **{name: _version(name) for name in _PACKAGES},
    }


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> str:
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return "not told by the system"
    return f"{whole / 1e9:.0f} GB"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
