"""A list kept as CSV, with a JSON record of what the document said beside it."""

import datetime as dt
import io
import json
from hashlib import sha256
from pathlib import Path

import pandas as pd

from analysis.errors import SchemaError, SourceError
from analysis.sources.announcement import Announcement, list_problems

_TEXT_FIELDS = ("title", "programme", "publisher", "source")
_DATE_FIELDS = ("date", "appeal_from", "appeal_to")


def read_csv(path: Path) -> Announcement:
    """Return the announcement in a CSV file and its ``.json`` record, if it has one.

    Parameters
    ----------
    path : Path
        UTF-8 CSV with a column `published_name`, and `number` if the list is numbered.
        Blank lines hold no row; a row with an empty name is an error.

    Raises
    ------
    SchemaError
        If a column is missing, a number is not one, or a name is empty.
    SourceError
        If the file or its record cannot be read.
    """
    data = path.read_bytes()
    try:
        frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as why:
        raise SourceError(f"{path.name}: not readable as UTF-8 CSV ({why})") from why
    if "published_name" not in frame:
        raise SchemaError(
            f"{path.name} lacks the column 'published_name' "
            f"(found: {', '.join(frame.columns)}); rename the column with the names"
        )
    if frame.empty:
        raise SourceError(
            f"{path.name} has a header and no row; add one row per entity"
        )
    empty = frame.index[frame["published_name"].str.strip() == ""]
    if len(empty):
        raise SchemaError(
            f"{path.name}: row {empty[0] + 1} has an empty published_name; "
            "fill it in, or delete the row"
        )
    record = _read_record(path.with_suffix(".json"))
    numbers = _numbers(frame, path.name)
    stated_count = record.get("stated_count")
    return Announcement(
        entities=pd.DataFrame(
            {
                "number": numbers,
                "published_name": frame["published_name"],
                "line": pd.Series(range(2, len(frame) + 2), dtype="int64"),
            }
        ),
        sha256=sha256(data).hexdigest(),
        stated_count=stated_count,
        problems=tuple(list_problems(numbers.tolist(), stated_count)),
        **{field: record.get(field) for field in _TEXT_FIELDS},
        **{field: _date(record, field, path) for field in _DATE_FIELDS},
    )


def _numbers(frame: pd.DataFrame, name: str) -> pd.Series:
    if "number" not in frame:
        return pd.Series(range(1, len(frame) + 1), dtype="int64")
    numbers = pd.to_numeric(frame["number"], errors="coerce")
    wrong = frame.index[numbers.isna() | (numbers % 1 != 0)]
    if len(wrong):
        raise SchemaError(
            f"{name}: row {wrong[0] + 1} has the number "
            f"{frame.loc[wrong[0], 'number']!r}; want a whole number such as 1"
        )
    return numbers.astype("int64")


def _read_record(path: Path) -> dict:
    """Return the record beside a list, or an empty one where there is no file."""
    if not path.exists():
        return {}
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as why:
        raise SourceError(f"{path.name}: not readable as JSON ({why})") from why
    if not isinstance(record, dict):
        raise SourceError(f"{path.name}: want one JSON object, got a list or a value")
    return record


def _date(record: dict, field: str, path: Path) -> dt.date | None:
    value = record.get(field)
    try:
        return None if value is None else dt.date.fromisoformat(value)
    except (TypeError, ValueError) as why:
        raise SourceError(
            f"{path.with_suffix('.json').name}: {field} is {value!r}; "
            "want a date such as '2020-08-21'"
        ) from why
