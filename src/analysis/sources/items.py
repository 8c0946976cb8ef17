"""What is found in a document before its names are told apart: the items of a list."""

from dataclasses import dataclass

import pandas as pd

ITEM_COLUMNS = {
    "number": "Int64",
    "text": "str",
    "context": "str",
    "group": "str",
    "role": "str",
    "page": "str",
    "line": "int64",
    "cell": "str",
}
"""The columns of the items of a list, with dtypes.

number : as published; missing where there is none
text : as published, without its number and bullet
context : the place that the document states for it elsewhere, as published: the heading
    over it, a cell beside it or carried over; else ""
group : the heading of the part of the list that it stands in; else ""
role : of a partner in a joint application, what its column is called; else ""
page, line, cell : where it stands; `page` and `cell` missing where there are none
"""

_BLANK = {"context": "", "group": "", "role": ""}


@dataclass(frozen=True, eq=False)
class Found:
    """A list that was found in a document, or one of several that could be the list.

    Attributes
    ----------
    items : pandas.DataFrame
        Columns `ITEM_COLUMNS`, in the order published.
    how : str
        In what it was found, in plain words: "column B 'Applicant' of the table at
        line 12", "numbered lines 21 to 32".
    names : int
        In how many items a name was found.
    structure : int
        How plainly it is a list, the higher the plainer: 3 a table, 2 numbers or
        bullets, 1 bare lines and groups, 0 running text.
    problems : tuple of str
        What a reader should check: rows that were passed over, and why.
    """

    items: pd.DataFrame
    how: str
    names: int
    structure: int
    problems: tuple[str, ...] = ()


def as_items(rows: list[dict]) -> pd.DataFrame:
    """Return items given as dicts; what a dict lacks is blank or missing."""
    columns = {
        name: pd.array([row.get(name, _BLANK.get(name)) for row in rows], dtype=dtype)
        for name, dtype in ITEM_COLUMNS.items()
    }
    return pd.DataFrame(columns)
