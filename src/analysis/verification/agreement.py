"""Whether the files of a result say the same: rows, codes and counts."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.export import write_csv
from analysis.verification.finding import Finding, first_of
from analysis.verification.tables import differences, read_csv

_ENTITIES = "entities.csv"
_PARQUET = "entities.parquet"
_GEOJSON = "entities.geojson"
_MOST_BYTES = 500_000_000


def agreement(folder: Path, there: dict[str, bool], command: str) -> Iterator[Finding]:
    """Give what differs between the files of a result.

    Parameters
    ----------
    folder : Path
        The folder of the result.
    there : dict of str to bool
        The files that can be read, and whether each is as it was written: of two that
        differ, the one that was changed is wrong.
    command : str
        What made the result.
    """
    if command not in ("run", "compare") or _ENTITIES not in there:
        return
    try:
        entities = read_csv(folder / _ENTITIES)
    except (ValueError, OSError):
        if there[_ENTITIES]:
            yield Finding("error", _ENTITIES, "cannot be read as a table")
        return
    if command == "run":
        yield from _parquet(folder, there, entities)
        yield from _geojson(folder, there, entities)
        yield from _counts(folder, there, entities)
    else:
        yield from _lists(folder, there, entities)


def _parquet(
    folder: Path, there: dict[str, bool], entities: pd.DataFrame
) -> Iterator[Finding]:
    if not there.get(_PARQUET):
        return  # not there, or changed, which was told
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(folder / _PARQUET)
        columns = [name for name in schema.names if name in entities.columns]
        table = pq.read_table(folder / _PARQUET, columns=columns).to_pandas()
    except (pa.ArrowException, OSError, ValueError) as why:
        yield Finding("error", _PARQUET, f"cannot be read as a table: {why}")
        return
    if len(table) != len(entities):
        yield _unequal(_ENTITIES, len(entities), len(table), _PARQUET)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / _ENTITIES  # numbers as a CSV has them
        write_csv(table[columns], copy)
        as_text = read_csv(copy)
    yield from first_of(differences(entities, as_text, _ENTITIES, _PARQUET))


def _geojson(
    folder: Path, there: dict[str, bool], entities: pd.DataFrame
) -> Iterator[Finding]:
    path = folder / _GEOJSON
    if _GEOJSON not in there or path.stat().st_size > _MOST_BYTES:
        return
    try:
        features = json.loads(path.read_bytes())["features"]
        codes = [str(each["properties"]["lg_code"] or "") for each in features]
    except (ValueError, TypeError, KeyError, RecursionError) as why:
        wrong = f"cannot be read as the rows of a map: {type(why).__name__} {why}"
        yield Finding("error", _GEOJSON, wrong)
        return
    if len(codes) != len(entities):
        yield _unequal(_GEOJSON, len(codes), len(entities), _ENTITIES)
    elif "lg_code" in entities.columns:
        found = pd.DataFrame({"lg_code": codes}, dtype="str")
        yield from first_of(differences(found, entities, _GEOJSON, _ENTITIES))


def _counts(
    folder: Path, there: dict[str, bool], entities: pd.DataFrame
) -> Iterator[Finding]:
    """Give the breakdowns whose counts do not add up to the rows."""
    for path in sorted(there):
        if "/" in path or not path.endswith(".csv") or path == _ENTITIES:
            continue
        try:
            table = read_csv(folder / path)
            if {"count", "eligible"} <= {*table.columns}:
                total = table["count"].map(int).sum()
                if total != len(entities):
                    wrong = f"counts {total:,}, {_ENTITIES} has {len(entities):,} rows"
                    yield Finding("error", path, wrong)
        except (ValueError, OSError) as why:
            if there[path]:
                yield Finding("error", path, f"cannot be read as a table: {why}")


def _lists(
    folder: Path, there: dict[str, bool], entities: pd.DataFrame
) -> Iterator[Finding]:
    """Give what differs between the rows, the bodies and the lists of a comparison."""
    if not {"list", "body"} <= {*entities.columns}:
        return
    rows = entities["list"].value_counts()
    bodies = set(entities["body"])
    try:
        if "lists.csv" in there:
            lists = read_csv(folder / "lists.csv")
            for label, number in zip(lists["list"], lists["rows"], strict=True):
                if int(number) != rows.get(label, 0):
                    wrong = f"says {number} rows of {label}"
                    there_are = f"{_ENTITIES} has {rows.get(label, 0):,}"
                    yield Finding("error", "lists.csv", f"{wrong}, {there_are}")
        if "panel.csv" in there:
            panel = read_csv(folder / "panel.csv")["body"]
            if bodies ^ set(panel):
                one = min(bodies ^ set(panel))
                wrong = f"has other bodies than {_ENTITIES}, such as {one!r}"
                yield Finding("error", "panel.csv", wrong)
    except (ValueError, KeyError, OSError) as why:
        yield Finding("error", _ENTITIES, f"cannot be compared with the others: {why}")


def _unequal(path: str, rows: int, others: int, other: str) -> Finding:
    return Finding("error", path, f"has {rows:,} rows, {other} has {others:,}")
