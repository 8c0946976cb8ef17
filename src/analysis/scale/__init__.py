"""The same resolver out of core: DuckDB on one machine, Dask past it.

Only what is asked for is imported: DuckDB and Dask are extras.
"""

from analysis.scale.breakdown import breakdown
from analysis.scale.frame import resolve_frame
from analysis.scale.run import ENGINES, Resolved, choose_engine, resolve_files
from analysis.scale.tally import Tally

__all__ = [
    "ENGINES",
    "Resolved",
    "Tally",
    "breakdown",
    "choose_engine",
    "resolve_files",
    "resolve_frame",
]
