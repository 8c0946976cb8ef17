"""The breakdown of a result of any size: counted by DuckDB, judged as any other."""

import datetime as dt
import glob
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.breakdown import Grouping
from analysis.breakdown import breakdown as breakdown_of
from analysis.errors import SchemaError, SourceError
from analysis.resolve import as_date
from analysis.scale.database import connect
from analysis.scale.parts import ROWS_FOLDER

_READ = ("status", "lg_code", "name_ja")


def breakdown(
    result: str | Path,
    *,
    as_of: dt.date | str,
    by: Grouping = "region",
    baseline: pd.DataFrame | None = None,
    weight: str | None = None,
) -> pd.DataFrame:
    """Return how many bodies of a resolved column fall into each group.

    Parameters
    ----------
    result : str or Path
        What `resolve_files` wrote: a folder of Parquet files, or one such file.
    as_of : datetime.date or str
        The day that the names were resolved for.
    by, baseline, weight
        As of `analysis.breakdown`.

    Returns
    -------
    pandas.DataFrame
        The table of `analysis.breakdown`, each body counted once; rows that name it
        again are in the line for these.

    Raises
    ------
    SourceError
        If the result is not readable, or DuckDB is not installed.
    SchemaError
        If it lacks a column, or as of `analysis.breakdown`.
    """
    counted = _counted(Path(result))
    counted["as_of"] = as_date(as_of).isoformat()
    return breakdown_of(counted, by=by, baseline=baseline, weight=weight, rows="rows")


def _counted(result: Path) -> pd.DataFrame:
    """Return each body, and each way not to be one, with how many rows came to it."""
    rows = result / ROWS_FOLDER
    folder = rows if rows.is_dir() else result
    files = sorted(folder.glob("*.parquet")) if result.is_dir() else [result]
    if not files or not files[0].exists():
        raise SourceError(f"there is no result in {result}; give its folder or file")
    with connect() as database:
        import duckdb

        try:
            paths = [glob.escape(str(path)) for path in files]
            table = database.read_parquet(paths)
            ours = {name: _last(name, table.columns) for name in _READ}
            if missing := [name for name in _READ if ours[name] is None]:
                raise SchemaError(
                    f"{result} lacks {', '.join(map(repr, missing))}; make it with "
                    "regional-iot resolve"
                )
            named = [f'"{column}" AS {name}' for name, column in ours.items()]
            found = table.project(", ".join(named)).aggregate(
                f"{', '.join(_READ)}, count(*) AS rows"
            )
            # Groups come in the order of hashes: the same each time once sorted.
            counted = found.order(", ".join(_READ)).df()
        except duckdb.Error as why:
            raise SourceError(f"{result} is not readable as Parquet ({why})") from why
    return counted.astype(dict.fromkeys(_READ, "str"))


def _last(name: str, columns: Sequence[str]) -> str | None:
    """Return what a column of ours is called, where the input had its name.

    Ours come after all of the input.
    """
    calls = [c for c in columns if re.fullmatch(f"(resolution_)*{name}", c)]
    return calls[-1] if calls else None
