"""The families of inputs: what each case of a family is made of, told by its seed."""

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError
from analysis.resolve import resolve
from fuzzing import lists, mutants, values
from fuzzing.checks import (
    BrokenError,
    Outcome,
    check_kept,
    check_resolved,
    check_source,
    some_day,
    told,
)
from fuzzing.samples import samples, texts

NAMES_IN_A_CASE = 500
_ENDINGS = {
    "text": (".txt", ".txt", "", ".md", ".csv", ".html"),
    "html": (".html", ".html", ".htm", ".xls", ".txt", ""),
    "csv": (".csv", ".csv", ".tsv", ".txt", ""),
    "xlsx": (".xlsx", ".xlsx", ".xls", ""),
    "pdf": (".pdf", ".pdf", ""),
    "parquet": (".parquet", ".parquet", ".pq", ""),
}
_LETTERS_TRIED = 0.5


def document(kind: str, rng: random.Random) -> bytes:
    """Return a mutated document of one kind."""
    some = samples(kind)
    data = rng.choice(some)
    if kind == "text":
        if rng.random() < _LETTERS_TRIED:
            text = mutants.mutated_text(data.decode(), rng, texts(kind))
            return mutants.encoded(text, rng)
        return mutants.mutated_bytes(data, rng, some)
    if kind in ("html", "csv"):
        if rng.random() < _LETTERS_TRIED / 2:
            return mutants.mutated_bytes(data, rng, some)
        change = mutants.mutated_html if kind == "html" else mutants.mutated_cells
        return mutants.encoded(change(data.decode("utf-8"), rng, texts(kind)), rng)
    if kind == "xlsx":
        return mutants.mutated_workbook(data, rng, some)
    if kind == "pdf":
        return mutants.mutated_pdf(data, rng, some)
    return _parquet(data, rng, some)


def _parquet(data: bytes, rng: random.Random, some: tuple[bytes, ...]) -> bytes:
    if rng.random() < _LETTERS_TRIED:
        frame = values.frame(rng)
        frame.columns = [str(label) for label in frame.columns]
        try:
            made = frame.to_parquet()
        except Exception:  # Arrow has no such column
            made = data
        if rng.random() < _LETTERS_TRIED:
            return made
        data = made
    return mutants.mutated_bytes(data, rng, some)


def _check_document(kind: str, rng: random.Random, folder: Path) -> Outcome:
    path = folder / f"list{rng.choice(_ENDINGS[kind])}"
    path.write_bytes(document(kind, rng))
    column = rng.choice([None] * 9 + ["団体名", "A", "published_name", "Name"])
    if kind in ("text", "html", "pdf"):
        column = None
    outcome, _ = check_source(path, folder=folder, rng=rng, column=column)
    return outcome


def _check_plain(rng: random.Random, folder: Path) -> Outcome:
    listed = lists.plain_list(rng)
    source = lists.saved(listed, folder)
    outcome, announcement = check_source(source, folder=folder, rng=rng)
    if announcement is None:
        raise BrokenError(f"refused a plain list: {listed.names}")
    read = announcement.entities["published_name"].tolist()
    if len(read) != len(listed.names):
        raise BrokenError(f"read {read} of {listed.names}: {announcement.found_in}")
    return outcome


def _check_names(rng: random.Random, folder: Path) -> Outcome:
    names = [lists.name(rng) for _ in range(NAMES_IN_A_CASE)]
    with told():
        found = resolve(names, as_of=some_day(rng))
        check_resolved(found, pd.RangeIndex(len(names)))
    if rng.random() < 0.05:
        names[rng.randrange(len(names))] = lists.with_half(lists.name(rng), rng)
        with told():
            check_resolved(
                resolve(names, as_of="2020-08-21"), pd.RangeIndex(len(names))
            )
            _refused(names)
        return Outcome(len(names), 0, len(names), 0)
    outcome, announcement = check_source(
        names, folder=folder, rng=rng, inputs=len(names)
    )
    if announcement is None:
        raise BrokenError("refused a list of names")
    check_kept(names, announcement)
    return outcome


def _refused(names: list[str]) -> None:
    from analysis.sources import read_announcement

    try:
        read_announcement(names)
    except AnalysisError as why:
        if "half a character" not in str(why):
            raise BrokenError(str(why)) from why
    else:
        raise BrokenError("half a character was read")


def _check_columns(rng: random.Random, folder: Path) -> Outcome:
    kind = rng.randrange(4)
    if kind == 3:
        outcome, _ = check_source(values.frame(rng), folder=folder, rng=rng)
        return outcome
    column = values.column(rng)
    if kind == 2:
        given = column if rng.random() < 0.5 else column.tolist()
        outcome, _ = check_source(given, folder=folder, rng=rng)
        return outcome
    given = column if rng.random() < 0.8 else list(column)
    index = column.index if given is column else pd.RangeIndex(len(column))
    day, table = values.moment(rng), values.aliases(rng)
    with told():
        try:
            found = resolve(given, as_of=day, aliases=table)
        except AnalysisError as why:
            if table is None:
                raise BrokenError(f"a column was refused: {why}") from why
            return Outcome(1, 0, 1, 0)
        except ValueError as why:
            if not str(why).startswith("as_of is "):
                raise
            return Outcome(1, 0, 1, 0)
        check_resolved(found, index)
        found.to_csv(folder / "resolved.csv")
    return Outcome(1, 1, 0, len(found))


def _check_drawn(rng: random.Random, folder: Path) -> Outcome:
    from fuzzing.drawn import drawn

    kind, made = drawn(rng)
    if kind == "rows":
        made = pd.DataFrame(made)
    elif kind == "bytes" or (kind == "text" and rng.random() < 0.5):
        path = folder / rng.choice(["list.txt", "list.csv", "list.html", "list"])
        data = made if kind == "bytes" else made.encode("utf-8", "surrogatepass")
        path.write_bytes(data)
        made = path
    elif kind == "text":
        made += "\n"
    outcome, announcement = check_source(made, folder=folder, rng=rng)
    if announcement is not None and kind == "names":
        check_kept([one or "" for one in made], announcement)
    return outcome


FAMILIES: dict[str, Callable[[random.Random, Path], Outcome]] = {
    **{
        kind: lambda rng, folder, kind=kind: _check_document(kind, rng, folder)
        for kind in _ENDINGS
    },
    "lists": _check_plain,
    "names": _check_names,
    "columns": _check_columns,
    "drawn": _check_drawn,
}
"""What tries a case of each family."""


def try_case(family: str, seed: int, folder: Path) -> Outcome:
    """Make the case of a seed and check all that must hold of it.

    Raises
    ------
    BrokenError, or whatever the package raises that it should not
        If something does not hold.
    """
    return FAMILIES[family](random.Random(f"{family} {seed}"), folder)
