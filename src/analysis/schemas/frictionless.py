"""Schemas → Frictionless v1 Table Schemas, for those who read our CSV files.

Nothing is said here a second time: types, constraints and keys are those of the pandera
schemas. What must hold between columns has no place in a Table Schema.
"""

from collections.abc import Iterator

import pandas as pd
import pandera.pandas as pa

from analysis.schemas import tables


def table_schema(table: pd.DataFrame, name: str) -> dict[str, object]:
    """Return the Frictionless Table Schema of the CSV file of a table.

    Parameters
    ----------
    table : pandas.DataFrame
        The table as it is written; only the names of its columns are read.
    name : str
        One of `tables.TABLES`, or the name of its file: ``panel.csv``. Any other, such
        as ``by_region.csv``, is that of a table of groups.

    Returns
    -------
    dict
        For JSON. An empty cell is a missing value. There is a `primaryKey` if columns
        that are never empty tell the rows apart.

    Raises
    ------
    KeyError
        If the table has a column that it never has.
    """
    columns = [str(column) for column in table.columns]
    kind = tables.of_file(name, columns)
    schema = tables.schema(kind, columns)
    described: dict[str, object] = {
        "fields": [_field(each) for each in schema.columns.values()],
        "missingValues": [""],
    }
    key = schema.unique or ()
    if key and not any(schema.columns[name].nullable for name in key):
        described["primaryKey"] = list(key)
    return described


def _field(column: pa.Column) -> dict[str, object]:
    """Return a column as a field."""
    field = {
        "name": column.name,
        "type": column.dtype.name,
        "description": column.description,
    }
    constraints = dict(_constraints(column))
    return field | ({"constraints": constraints} if constraints else {})


def _constraints(column: pa.Column) -> Iterator[tuple[str, object]]:
    """Give what a field may not hold."""
    if not column.nullable:
        yield "required", True
    for check in column.checks:
        said = check.statistics or {}
        if check.name == "among":
            yield "enum", list(said["among"])
        elif check.name == "pattern":
            yield "pattern", said["pattern"]
        elif check.name == "range":
            yield "minimum", said["low"]
            if said["high"] is not None:
                yield "maximum", said["high"]
