"""Each row of a result back to the line, page or cell of the source that it is from."""

from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError, SourceError
from analysis.provenance.again import is_packaged
from analysis.provenance.datapackage import FILE_NAME
from analysis.provenance.references import hash_of
from analysis.sources import PACKAGED, Announcement
from analysis.verification.finding import Finding, first_of
from analysis.verification.tables import read_csv

# What reads documents is slow to import, and imported where it is used.

_PLACE = ["published_name", "page", "line", "cell"]
# The table of the rows of a source, by the command that made it.
_ROWS = {"run": "entities.csv", "compare": "entities.csv", "errata": "errata.csv"}


def trace(
    folder: Path, about: dict, there: Sequence[str], given: Sequence[Path]
) -> Iterator[Finding]:
    """Give the rows that do not stand in the source where they say.

    Parameters
    ----------
    folder : Path
        The folder of the result.
    about : dict
        What the description says under ``"regional_iot"``, of any types.
    there : sequence of str
        The files of the result that can be read.
    given : sequence of Path
        What are said to be sources. The packaged lists are there without being given.

    Raises
    ------
    SourceError
        If a file that is given cannot be read.
    """
    said = about.get("sources")
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        yield Finding("error", FILE_NAME, "does not say what the result was made from")
        return
    by_hash = {_hash(path): path for path in given}
    yield from _strangers(by_hash, said, about.get("aliases"))
    name = _ROWS.get(str(about.get("command")))
    if name not in there:
        return
    try:
        rows = read_csv(folder / name)
    except (ValueError, OSError):
        return  # told elsewhere
    if not {*_PLACE} <= {*rows.columns}:
        return
    parts = _parts(rows, len(said))
    for source, part in zip(said, parts, strict=True):
        path = by_hash.get(str(source.get("sha256")))
        if path is None:
            announcement = _packaged(source)
        else:
            announcement = yield from _read(path, source)
        if announcement is not None:
            yield from first_of(_misplaced(name, part, announcement))
            if name == "entities.csv" and len(part) != len(announcement):
                wrong = f"has {len(part):,} rows, the source {len(announcement):,}"
                yield Finding("error", name, wrong)


def _strangers(
    by_hash: dict[str, Path], said: list[dict], aliases: object
) -> Iterator[Finding]:
    """Give the files that the result was not made from."""
    known = {str(each.get("sha256")): each.get("file") for each in said}
    if isinstance(aliases, dict):
        known[str(aliases.get("sha256"))] = aliases.get("file")
    for digest, path in by_hash.items():
        if digest not in known:
            names = ", ".join(str(name or "a text or table") for name in known.values())
            wrong = f"the result was not made from {path.name} as it is now"
            made = f"(sha256 {digest[:12]}…), but from: {names}"
            yield Finding("error", FILE_NAME, f"{wrong} {made}")


def _hash(path: Path) -> str:
    try:
        if not path.is_file():
            raise SourceError(f"there is no file {path}; check the name")
        return hash_of(path)
    except OSError as why:
        raise SourceError(f"{path} cannot be read: {why.strerror or why}") from why


def _read(path: Path, source: dict):
    """Return a source as it is read now; None, and a finding, if that fails."""
    from analysis.sources.reading import read

    column = source.get("column")
    try:
        found = read(path, column=column if isinstance(column, str) else None)
    except AnalysisError as why:
        yield Finding("error", FILE_NAME, f"{path.name} cannot be read again: {why}")
        return None
    if found.announcement.record_sha256 != source.get("record_sha256"):
        wrong = f"the .json record beside {path.name} is not the one that was used"
        yield Finding("error", FILE_NAME, wrong)
    return found.announcement


def _packaged(source: dict) -> Announcement | None:
    """Return the packaged list that was the source, if it was one and is the same."""
    name = str(source.get("file")).removesuffix(".csv")
    if name not in PACKAGED or source.get("column") is not None:
        return None
    from analysis.sources.reading import read

    with as_file(files("analysis") / "data") as data:
        found = read(data / f"{name}.csv", column=None).announcement
    same = found.sha256 == source.get("sha256") and is_packaged(found)
    return found if same else None


def _parts(rows: pd.DataFrame, sources: int) -> list[pd.DataFrame]:
    """Return the rows of each source, in the order of these."""
    if sources == 1:
        return [rows]
    labels = rows["list"].unique() if "list" in rows.columns else []
    if len(labels) != sources:
        return [rows.head(0)] * sources  # other findings say that rows were changed
    return [rows[rows["list"] == label] for label in labels]


def _misplaced(
    name: str, rows: pd.DataFrame, announcement: Announcement
) -> Iterator[Finding]:
    """Give the rows of which the source has nothing in that place."""
    stand = announcement.entities[_PLACE].astype("str").fillna("")
    places = set(stand.itertuples(index=False, name=None))
    for row, place in zip(
        rows.index, rows[_PLACE].itertuples(index=False, name=None), strict=True
    ):
        if place not in places:
            published, page, line, cell = place
            where = [f"page {page}" if page else "", f"line {line}", cell]
            at = ", ".join(filter(None, where))
            wrong = f"the source has no {published!r} at {at}"
            yield Finding("error", name, wrong, int(row) + 1)
