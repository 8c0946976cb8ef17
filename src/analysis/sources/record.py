"""The record beside a list: a JSON file that says what the list itself does not."""

import datetime as dt
import json
import re
from hashlib import sha256
from pathlib import Path

from analysis.documents.text.delimited import read_text
from analysis.errors import SourceError

_TEXT_FIELDS = ("title", "programme", "publisher", "source")
_COUNT_FIELDS = ("stated_count", "fiscal_year")
_DATE_FIELDS = ("date", "appeal_from", "appeal_to")
_MONTH = re.compile(r"\d{4}-\d{2}")


def read_record(path: Path) -> dict:
    """Return what the record at `path` says, or nothing if there is none.

    Parameters
    ----------
    path : Path
        A file with one JSON object of `title`, `programme`, `publisher`, `source`,
        `stated_count`, `fiscal_year`, `date`, `appeal_from` and `appeal_to`, all of
        them optional. A `date` may name a month only, ``"2020-07"``.

    Returns
    -------
    dict
        The fields that are there, dates as dates, besides `date_precision` where there
        is a date and `record_sha256`, the hash of the file.

    Raises
    ------
    SourceError
        If the file is no such record.
    """
    if not path.is_file():
        return {}
    try:
        record = json.loads(read_text(path))
    except (ValueError, RecursionError) as why:
        raise SourceError(
            f"{path.name}: not readable as JSON ({why}); mend it, or take it away from "
            "beside the list"
        ) from why
    if not isinstance(record, dict):
        raise SourceError(f"{path.name}: want one JSON object, got a list or a value")
    for field in _TEXT_FIELDS:
        if not isinstance(record.get(field), str | None):
            raise SourceError(f"{path.name}: {field} is no text, put it in quotes")
    for field in _COUNT_FIELDS:
        value = record.get(field, 1)
        if value is not None and (type(value) is not int or value < 1):
            raise SourceError(f"{path.name}: {field} is no whole number such as 12")
    known = (*_TEXT_FIELDS, *_COUNT_FIELDS, *_DATE_FIELDS)
    said = {field: record[field] for field in known if record.get(field) is not None}
    for field in _DATE_FIELDS:
        if field in said:
            said[field] = _date(said[field], field, path.name)
    if "date" in said:
        by_month = _MONTH.fullmatch(record["date"])
        said["date_precision"] = "month" if by_month else "day"
    return said | {"record_sha256": sha256(path.read_bytes()).hexdigest()}


def _date(value: object, field: str, name: str) -> dt.date:
    try:
        if field == "date" and isinstance(value, str) and _MONTH.fullmatch(value):
            return dt.date.fromisoformat(f"{value}-01")
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as why:
        raise SourceError(
            f"{name}: {field} is {value!r}; want a date such as '2020-08-21'"
        ) from why
