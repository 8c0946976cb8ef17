"""Lists in memory for tests that are not about reading."""

import datetime as dt

import pandas as pd

from analysis import Announcement


def announcement(*names, date="2020-08-21", **said):
    """Return a list of names of one day, as it would have been read from a file."""
    count = len(names)
    entities = pd.DataFrame(
        {
            "number": pd.array(range(1, count + 1), dtype="Int64"),
            "published_name": pd.array(names, dtype="str"),
            "full_name": pd.array(names, dtype="str"),
            "entry": pd.array(names, dtype="str"),
            "group": pd.array([""] * count, dtype="str"),
            "role": pd.array([""] * count, dtype="str"),
            "page": pd.array([None] * count, dtype="str"),
            "line": pd.array(range(2, count + 2), dtype="int64"),
            "cell": pd.array([None] * count, dtype="str"),
        }
    )
    day = dt.date.fromisoformat(date) if date else None
    return Announcement(entities, sha256="0" * 64, date=day, **said)
