"""A list kept as CSV, with a JSON record of what the document said beside it."""

import datetime as dt
import json
from hashlib import sha256
from pathlib import Path

import pandas as pd

from analysis.errors import SchemaError, SourceError
from analysis.sources.announcement import Announcement, list_problems
from analysis.sources.delimited import read_delimited, read_text

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
        If the column is missing or doubled, a number is not one, or a name is empty.
    SourceError
        If the file or its record cannot be read.
    """
    frame = read_delimited(path)
    found = frame.columns.tolist()
    if found.count("published_name") != 1:
        raise SchemaError(
            f"{path.name} wants one column 'published_name' "
            f"(found: {', '.join(found)}); rename the column with the names"
        )
    frame = frame[(frame != "").any(axis="columns")]
    if frame.empty:
        raise SourceError(
            f"{path.name} has a header and no row; add one row per entity"
        )
    empty = frame.index[frame["published_name"].str.strip() == ""]
    if len(empty):
        raise SchemaError(
            f"{path.name}: line {empty[0]} has an empty published_name; "
            "fill it in, or delete the row"
        )
    record = _read_record(path.with_suffix(".json"))
    numbers = _numbers(frame, path.name)
    stated_count = record.get("stated_count")
    return Announcement(
        entities=pd.DataFrame(
            {
                "number": numbers,
                "published_name": frame["published_name"].to_numpy(),
                "line": frame.index,
            }
        ),
        sha256=sha256(path.read_bytes()).hexdigest(),
        stated_count=stated_count,
        record_sha256=_hash_of(path.with_suffix(".json")),
        problems=tuple(list_problems(numbers, stated_count)),
        **{field: record.get(field) for field in _TEXT_FIELDS},
        **{field: _date(record, field, path) for field in _DATE_FIELDS},
    )


def _hash_of(path: Path) -> str | None:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _numbers(frame: pd.DataFrame, name: str) -> list[int]:
    if "number" not in frame:
        return list(range(1, len(frame) + 1))
    wrong = frame.index[~frame["number"].str.fullmatch(r"\s*[0-9]{1,9}\s*")]
    if len(wrong):
        raise SchemaError(
            f"{name}: line {wrong[0]} has the number "
            f"{frame.loc[wrong[0], 'number']!r}; want a whole number such as 1"
        )
    return [int(number) for number in frame["number"]]


def _read_record(path: Path) -> dict:
    """Return the record beside a list, or an empty one where there is no file."""
    if not path.is_file():
        return {}
    try:
        record = json.loads(read_text(path))
    except ValueError as why:
        raise SourceError(f"{path.name}: not readable as JSON ({why})") from why
    if not isinstance(record, dict):
        raise SourceError(f"{path.name}: want one JSON object, got a list or a value")
    for field in _TEXT_FIELDS:
        if not isinstance(record.get(field), str | None):
            raise SourceError(f"{path.name}: {field} is no text, put it in quotes")
    if not isinstance(record.get("stated_count"), int | None):
        raise SourceError(f"{path.name}: stated_count is no whole number such as 12")
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
