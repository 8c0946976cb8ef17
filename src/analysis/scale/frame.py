"""A column of Dask → its resolution columns, a partition at a time."""

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from analysis.aliases import Aliases, AliasTable, as_aliases
from analysis.errors import SourceError
from analysis.resolve import RESOLUTION_COLUMNS, as_date, as_text, distinct, resolve
from analysis.scale.memo import memo_of

if TYPE_CHECKING:
    import dask.dataframe as dd


def resolve_frame(
    names: "dd.Series", *, as_of: dt.date | str, aliases: AliasTable = None
) -> "dd.DataFrame":
    """Return the official body behind each published name of a Dask column.

    Nothing is computed yet. Each row comes to what `analysis.resolve` makes of it, on
    any scheduler of Dask; each process loads the register once, and resolves a string
    once as long as it remembers it.

    Parameters
    ----------
    names : dask.dataframe.Series
        As of `analysis.resolve`, in any number of partitions.
    as_of : datetime.date or str
        The day on which the bodies must exist.
    aliases : path, DataFrame or Aliases, optional
        The user's own names with the codes that they stand for.

    Returns
    -------
    dask.dataframe.DataFrame
        Columns and dtypes as of `analysis.resolve`, with the index, the partitions and
        the divisions of `names`. The categories of `note` are known once computed.

    Raises
    ------
    ValueError
        If `as_of` is not a date.
    TypeError
        If `names` is no column of Dask.
    SchemaError
        If the table of aliases has a mistake.
    SourceError
        If Dask is not installed.
    """
    try:
        import dask
        import dask.dataframe as dd
        from dask.dataframe.utils import clear_known_categories
    except ImportError as why:
        raise SourceError(
            "a column of Dask needs Dask; install it with: "
            "pip install 'regional-iot-analysis[distributed]'"
        ) from why
    if not isinstance(names, dd.Series):
        raise TypeError(
            f"names is a {type(names).__name__}; want a column of Dask, such as "
            "dask.dataframe.read_parquet('names.parquet')['name']"
        )
    day = as_date(as_of)
    aliases = as_aliases(aliases)
    meta = resolve(names._meta, as_of=day, aliases=aliases)
    return names.map_partitions(
        _resolved,
        dask.delayed(aliases),
        as_of=day,
        meta=clear_known_categories(meta, cols=["note"]),
    )


def _resolved(names: pd.Series, aliases: Aliases, *, as_of: dt.date) -> pd.DataFrame:
    """Return the resolution columns of one partition."""
    places, values = distinct(names)
    answers = memo_of(as_of, aliases)([as_text(value) for value in values])
    found = answers.select(list(RESOLUTION_COLUMNS)).to_pandas()
    return found.astype(RESOLUTION_COLUMNS).take(places).set_axis(names.index)
