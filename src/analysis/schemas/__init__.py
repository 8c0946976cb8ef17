"""What each table must hold: one schema per table, each column defined once.

pandera is imported when a table is first checked, not with the package.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import pandera.pandas as pa


def schema(name: str, columns: Sequence[str] | None = None) -> "pa.DataFrameSchema":
    """Return the pandera schema of a table; see `analysis.schemas.tables.schema`.

    Examples
    --------
    >>> from analysis import schemas
    >>> list(schemas.schema("joint_tests").columns)[:3]
    ['by', 'groups', 'counted']
    """
    from analysis.schemas import tables

    return tables.schema(name, columns)


def check(
    table: pd.DataFrame,
    name: str,
    *,
    columns: Sequence[str],
    optional: Sequence[str] = (),
) -> None:
    """Raise `SchemaError` unless columns of a table hold what they must.

    See `analysis.schemas.checking.check`.
    """
    from analysis.schemas import checking

    checking.check(table, name, columns=columns, optional=optional)


def table_schema(table: pd.DataFrame, name: str) -> dict[str, object]:
    """Return the Frictionless Table Schema of a table of ours.

    See `analysis.schemas.frictionless.table_schema`.
    """
    from analysis.schemas import frictionless

    return frictionless.table_schema(table, name)


def kind_of(table: pd.DataFrame, name: str) -> str:
    """Return which of `analysis.schemas.tables.TABLES` a table is, given its file."""
    from analysis.schemas import tables

    return tables.of_file(name, [str(column) for column in table.columns])


def row_of(kind: str) -> str:
    """Return what a row of a kind of table stands for."""
    from analysis.schemas import tables

    return tables.row_of(kind)
