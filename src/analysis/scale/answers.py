"""Distinct strings resolved once → the answers laid beside rows, batch by batch.

Every engine comes through here: what a row gets depends on its own string alone.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.aliases import Aliases
from analysis.errors import SchemaError
from analysis.resolve import RESOLUTION_COLUMNS, as_text, resolve

Progress = Callable[[str, int, int], None]
"""Called with what is counted, how many are done, and how many there are."""

TEXT = "published_text"
"""The column of answers that holds the string which was resolved."""

ANSWERS = pa.schema(
    [
        (TEXT, pa.string()),
        *(
            (name, pa.float64() if dtype == "Float64" else pa.string())
            for name, dtype in RESOLUTION_COLUMNS.items()
        ),
    ]
)
"""The schema of a table of answers."""


def answer(texts: Sequence[str], *, as_of: dt.date, aliases: Aliases) -> pa.Table:
    """Return what each of `texts` is resolved to, a row each, as `ANSWERS` says."""
    found = resolve(pd.Series(texts, dtype="str"), as_of=as_of, aliases=aliases)
    return as_answers(texts, found)


def as_answers(texts: Sequence[str], found: pd.DataFrame) -> pa.Table:
    """Return what `analysis.resolve` found for distinct texts as `ANSWERS` says."""
    table = found.astype({"note": "str"})
    table.insert(0, TEXT, pd.array(texts, dtype="str"))
    return pa.Table.from_pandas(table, schema=ANSWERS, preserve_index=False)


def encoded(column: pa.ChunkedArray | pa.Array) -> tuple[np.ndarray, list[str]]:
    """Return which of its distinct strings each row of a column is, and these.

    A number is the code that it was, what is missing the empty string, as
    `analysis.resolve` has it.

    Raises
    ------
    SchemaError
        If the column holds lists or the like.
    """
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_nested(column.type):
        raise SchemaError(
            f"the column of names holds values of type {column.type}; want text"
        )
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode(null_encoding="encode")
    values = [as_text(value) for value in column.dictionary.to_pylist()]
    # A null is one of the values, or none of them, by how the column was encoded.
    places = pc.fill_null(column.indices, len(values)).to_numpy()
    numbers, texts = pd.factorize(np.array([*values, ""], dtype=object))
    rows = numbers[places]
    used = np.flatnonzero(np.bincount(rows, minlength=len(texts)))
    anew = np.zeros(len(texts), dtype=np.int64)
    anew[used] = np.arange(len(used))
    return anew[rows], [texts[number] for number in used]


def beside(table: pa.Table, places: np.ndarray, answers: pa.Table) -> pa.Table:
    """Return `table` followed by the resolution columns.

    Parameters
    ----------
    table : pyarrow.Table
        Rows of the input.
    places : numpy.ndarray of int, as long as `table`
        The row of `answers` that each row gets.
    answers : pyarrow.Table
        As of `answer`; of a batch as a rule, so that no text is laid out that no row
        has.

    Returns
    -------
    pyarrow.Table
        Texts that were added are dictionaries: each is there once. A column whose name
        `table` has already is called ``resolution_…``, as on one sheet.
    """
    rows = pa.array(places, type=pa.int32())
    for field in ANSWERS:
        if field.name == TEXT:
            continue
        column = answers[field.name].combine_chunks()
        if pa.types.is_string(field.type):
            known = column.dictionary_encode()
            added = pa.DictionaryArray.from_arrays(
                known.indices.take(rows), known.dictionary
            )
        else:
            added = column.take(rows)
        table = table.append_column(_free_name(field.name, table), added)
    return table


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """Return a schema with every dictionary of texts as plain texts."""
    for place, field in enumerate(schema):
        if pa.types.is_dictionary(field.type):
            schema = schema.set(place, field.with_type(field.type.value_type))
    return schema


def lookup(texts: Iterable[str], answers: pa.Table) -> pa.Table:
    """Return the rows of `answers` for `texts`, in their order.

    Raises
    ------
    KeyError
        If one has no answer.
    """
    wanted = pa.array(texts, type=pa.string())
    rows = pc.index_in(wanted, answers[TEXT])
    if rows.null_count:
        raise KeyError(wanted.filter(rows.is_null())[0].as_py())
    return answers.take(rows)


def _free_name(name: str, table: pa.Table) -> str:
    taken = set(table.column_names)
    while name in taken:
        name = f"resolution_{name}"
    return name
