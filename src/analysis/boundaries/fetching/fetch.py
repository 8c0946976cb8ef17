"""Fetch archives of N03 from the ministry into the store."""

import datetime as dt
import re
import shutil
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

from analysis.boundaries.fetching import addresses
from analysis.boundaries.fetching.download import (
    LIMIT,
    RETRIES,
    TIMEOUT,
    Progress,
    download,
)
from analysis.boundaries.stored import cache, store
from analysis.boundaries.stored.record import Record, records
from analysis.errors import SchemaError, SourceError
from analysis.gazetteer.regions import PREFECTURE_CODES
from analysis.gazetteer.register import register
from analysis.names.fold import fold_text
from analysis.names.romaji import romaji_key


def fetch(
    year: int | dt.date,
    *,
    prefecture: str | int | None = None,
    sha256: str | None = None,
    replace: bool = False,
    timeout: float = TIMEOUT,
    retries: int = RETRIES,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> Record:
    """Fetch the archive of a year into the store and return its record.

    Nothing is asked of the server if the store has the boundaries already. Another run
    that wants the same archive waits for this one. What was received before a run was
    cut off is used by the next one.

    Parameters
    ----------
    year : int or date
        Year of the vintage, or its day where the year has two.
    prefecture : str or int, optional
        Number or name of a prefecture (31, ``"31"``, 鳥取県, Tottori); the whole
        country without it.
    sha256 : str, optional
        What the archive must have.
    replace : bool
        Fetch it even if it is there, and put it in the place of what the store has of
        the same vintage and prefecture.
    timeout, retries, limit, progress
        As of `download.download`.

    Raises
    ------
    SourceError
        If there is no such archive, it cannot be had, is no good or of another
        prefecture, or the store has other boundaries of the same vintage and
        prefecture. The store is left as it was.
    SchemaError
        If what was fetched lacks a column of N03.
    """
    code = None if prefecture is None else prefecture_code(prefecture)
    wanted = PREFECTURE_CODES if code is None else (code,)
    if sha256 is not None:
        sha256 = _hash(sha256)
    found = addresses.address(year, code)
    name = Path(urlsplit(found.url).path).name
    with cache.locked(name):
        held = None if replace else _held(found.vintage, code)
        known = sha256
        if held and sha256 in (None, held.sha256):
            if store.is_whole(held):
                return held
            if held.national == (code is None):
                known = held.sha256
        store.rivals(found.vintage, wanted, sha256=known, replace=replace)
        folder = cache.folder() / "downloads" / name
        target = folder / name
        _tidy(folder, target, anew=replace)
        try:
            download(
                found.url,
                target,
                sha256=known,
                timeout=timeout,
                retries=retries,
                limit=limit,
                progress=progress,
            )
            return _add(target, found, wanted, replace=replace)
        finally:
            _leave(folder)


def prefecture_code(prefecture: str | int) -> str:
    """Return the two-digit code of a prefecture, given its number or name.

    Raises
    ------
    SourceError
        If there is no such prefecture.

    Examples
    --------
    >>> prefecture_code(1), prefecture_code("鳥取県"), prefecture_code("Kōchi")
    ('01', '31', '39')
    """
    asked = fold_text(str(prefecture)).strip()
    if asked.isdecimal():
        code = asked.zfill(2)
        if code in PREFECTURE_CODES:
            return code
    elif asked:
        bodies = register()
        named = bodies[bodies["entity_type"] == "prefecture"]
        for row in named.itertuples():
            english = {romaji_key(row.prefecture_en), romaji_key(row.name_en)}
            stem = row.name_ja if row.name_ja == "北海道" else row.name_ja[:-1]
            if asked in (row.name_ja, stem) or romaji_key(asked) in english:
                return row.prefecture_code
    raise SourceError(
        f"there is no prefecture {prefecture!r}; give a number from 1 to 47 or a name "
        "such as 鳥取県 or Tottori"
    )


def _hash(text: str) -> str:
    """Return a SHA-256 in small letters, without what may stand before it."""
    digest = text.strip().lower().removeprefix("sha256:")
    if re.fullmatch("[0-9a-f]{64}", digest) is None:
        raise SourceError(f"want a SHA-256 of 64 hexadecimal digits, got {text!r}")
    return digest


def _held(vintage: dt.date, code: str | None) -> Record | None:
    """Return the record that holds a prefecture, or the country, on a day."""
    for record in records():
        there = record.national if code is None else code in record.prefectures
        if record.vintage == vintage and there:
            return record
    return None


def _add(
    target: Path, found: addresses.Address, wanted: Collection[str], *, replace: bool
) -> Record:
    """Put what was fetched into the store, or say that it is no good."""
    try:
        return store.add(
            target,
            origin=found.url,
            vintage=found.vintage,
            prefectures=wanted,
            replace=replace,
        )
    except (SourceError, SchemaError) as error:
        raise type(error)(
            f"what came from {found.url} was not kept: {error}"
        ) from error


def _tidy(folder: Path, target: Path, *, anew: bool) -> None:
    """Remove what a killed run left and cannot be used; call it under the lock."""
    kept = [f"{target.name}.partial", f"{target.name}.partial.json"]
    if not anew:
        kept.append(target.name)  # fetched whole, but not read
    for path in folder.glob("*"):
        if path.name not in kept:
            path.unlink()


def _leave(folder: Path) -> None:
    """Remove what was fetched, but for the part that the next run can go on from."""
    if not any(folder.glob("*.partial")):
        shutil.rmtree(folder, ignore_errors=True)
