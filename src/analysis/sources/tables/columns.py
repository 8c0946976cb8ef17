"""What the columns of a table hold: names, numbers, places, partners."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.errors import SchemaError
from analysis.names.fold import fold_text
from analysis.sources.known import Known, What
from analysis.sources.tables.beside import (
    find_twin,
    is_better,
    side_by_side,
    tell_different,
    tell_rivals,
)
from analysis.sources.tables.cells import read_numbers
from analysis.sources.tables.grid import Grid
from analysis.sources.tables.sample import HALF, MOST, Seen, look_at_columns
from analysis.sources.tables.words import is_prefecture

_ROWS_COUNTED = 300
# What the label of a column adds to the share of its cells that are entities.
_WEIGHT = {
    "name_exact": 9.0,
    "applicant": 2.0,
    "entity": 1.5,
    "municipality": 1.0,
    "name": 0.7,
    "partner": -0.5,
    "place": -0.7,
    "project": -1.0,
    "contact": -1.0,
    "code": -0.9,
    "other": -1.0,
    "number": -1.0,
}
# A label that says in which prefecture the body itself lies, not whom it helps.
_OWN_PLACE = re.compile(
    r"(?:.*(?:所在|団体|自治体|市町村|市区町村|申請者?|応募者?|提案者?|主体|代表者?)の?)?"
    r"(?:都道府県|道府県|府県|県|所在地)?(?:名称?|・?市区?町村名?)?"
    r"|(?:(?:nameof)?(?:the)?(?:applicant|entity|body|lead|recipient)(?:'?s)?)?"
    r"(?:pref(?:\.|ectures?)?|location)(?:name)?"
)
_OF_PLACES = frozenset({"prefecture", "municipality", "name", "place", None})
_NO_PLACES = frozenset({"partner", "other", "contact", "name_exact"})
# The least share of cells that makes a column one of names, where no label says so.
_FEW = 0.1
_COUNTY = re.compile(r".*郡|(?i:.+[ -](?:county|district|gun))")
_WARD = re.compile(r".+区|(?i:.+[ -](?:ward|ku))")
_TYPE = re.compile(
    r"[都道府県市区町村]|特別区|(?i:city|town|village|ward|prefecture|special ward)"
)


@dataclass(frozen=True)
class Columns:
    """Which column holds what; columns of a `Grid`, None where there is none.

    Attributes
    ----------
    names : tuple of int
        The columns of names: several where they stand side by side in a row.
    number, prefecture, county, city, type : int or None
        Running numbers, places of the names, and type words apart from the names.
        `city` is there if the names are wards.
    code : int or None
        The codes of the names.
    partners : tuple of int
        The columns of those who apply together with the one named.
    twin : int or None
        The same names in the other language.
    problems : tuple of str
        What speaks against the choice.
    """

    names: tuple[int, ...]
    number: int | None = None
    prefecture: int | None = None
    county: int | None = None
    city: int | None = None
    type: int | None = None
    code: int | None = None
    partners: tuple[int, ...] = ()
    twin: int | None = None
    problems: tuple[str, ...] = ()


def choose_columns(
    grid: Grid, known: Known, *, column: str | None = None
) -> Columns | None:
    """Return which column holds what, None if none holds names.

    Parameters
    ----------
    grid : Grid
        The body of the table.
    known : Known
        What the register makes of a text.
    column : str, optional
        Label or letter of the column that holds the names.

    Raises
    ------
    SchemaError
        If there is no column of that label or letter.
    """
    wanted = None if column is None else _wanted(grid, column)
    seen = look_at_columns(grid, known)
    prefectures = _prefectures(grid, seen, wanted)
    chosen = wanted
    if chosen is None:
        chosen = _best(seen, leave_out=prefectures)
    if chosen is None:
        chosen = _best(seen)
    if chosen is None:
        chosen = next((at for at, s in enumerate(seen) if s.codes >= MOST), None)
    if chosen is None:
        return None
    prefectures = [at for at in prefectures if at != chosen]
    own = [
        at
        for at in prefectures
        if grid.labels[at] == grid.labels[chosen]
        or _OWN_PLACE.fullmatch(_plain(grid.labels[at]))
    ]
    twin = find_twin(seen, chosen)
    if twin is not None and wanted is None and is_better(seen, twin, chosen):
        chosen, twin = twin, chosen
    number = _number(grid, seen, chosen)
    county = _like(seen, _COUNTY, chosen)
    ward = _ward(seen, chosen) if wanted is None else None
    city = None
    if ward is not None:
        chosen, city = ward, chosen
    partners = tuple(
        at
        for at, s in enumerate(seen)
        if s.role == "partner"
        and wanted is None
        and at != chosen
        and s.texts
        and not _is_count(s)
    )
    names = (chosen,)
    if wanted is None and city is None:
        names = side_by_side(grid, seen, chosen, {number, twin, *prefectures})
    told = {*names, *prefectures, *partners, city, twin}
    rivals = tell_rivals(grid, seen, names, told) if wanted is None else ()
    return Columns(
        names=names,
        number=number,
        prefecture=_nearest(seen, own, chosen),
        county=county,
        city=city,
        type=_like(seen, _TYPE, chosen),
        code=_code(seen, chosen),
        partners=partners,
        twin=twin,
        problems=(
            *rivals,
            *tell_different(grid, seen, names[0], twin),
            *_unused(grid, [at for at in prefectures if at not in own]),
        ),
    )


# --- What a column holds --------------------------------------------------------------


def _wanted(grid: Grid, column: str) -> int:
    asked = _plain(column)
    labels = [_plain(label) for label in grid.labels]
    if asked in labels:
        return labels.index(asked)
    letters = [grid.column_letter(at) for at in range(len(labels))]
    if column.strip().upper() in letters:
        return letters.index(column.strip().upper())
    found = ", ".join(
        f"{letter} {label!r}" if label else letter
        for letter, label in zip(letters, grid.labels, strict=True)
    )
    raise SchemaError(
        f"the table at {grid.place} has no column {column!r} (found: {found}); "
        "give one of these labels or letters"
    )


def _plain(label: str) -> str:
    return "".join(fold_text(label).split()).casefold()


def _best(seen: Sequence[Seen], leave_out: Iterable[int] = ()) -> int | None:
    """Return the column of names, None if no column holds any."""
    exact = [at for at, s in enumerate(seen) if s.role == "name_exact"]
    if exact:
        return exact[0]
    if not any(s.entities for s in seen):
        return None
    scores = {
        at: s.entities + _WEIGHT.get(s.role or "", 0.0)
        for at, s in enumerate(seen)
        if at not in leave_out and s.texts and s.codes < HALF and _may_name(s)
    }
    best = max(scores, key=lambda at: scores[at], default=None)
    return best if best is not None and scores[best] > 0 else None


def _may_name(seen: Seen) -> bool:
    if _is_count(seen) or seen.role in ("county", "ward"):
        return False
    return seen.entities >= _FEW or seen.role in ("applicant", "entity")


def _is_count(seen: Seen) -> bool:
    """Tell whether a column holds numbers or marks only."""
    return not any(any(map(str.isalpha, text)) for text in seen.texts.values())


def _prefectures(grid: Grid, seen: Sequence[Seen], wanted: int | None) -> list[int]:
    """Return the columns that hold prefectures and nothing else.

    A column of applicants that are prefectures is none, unless its label is over a
    column of others too.
    """
    found = []
    for at, s in enumerate(seen):
        given = sum(_is_prefecture(text, whats) for text, whats in s.whats.items())
        most = HALF if s.role == "prefecture" else MOST
        shared = grid.labels[at] and grid.labels.count(grid.labels[at]) > 1
        if (
            at != wanted
            and given
            and given >= most * len(s.whats)
            and (s.role in _OF_PLACES or (shared and s.role not in _NO_PLACES))
        ):
            found.append(at)
    return found


def _unused(grid: Grid, columns: Sequence[int]) -> Iterator[str]:
    """Say which prefectures were not taken for those in which the bodies lie."""
    for at in columns:
        yield (
            f"column {grid.column_letter(at)} {grid.labels[at]!r} holds prefectures; "
            "that the bodies lie in them is not said, so they were not used"
        )


def _is_prefecture(text: str, whats: Sequence[What]) -> bool:
    return is_prefecture(text) or (
        len(whats) == 1 and any(code[2:5] == "000" for code in whats[0].codes)
    )


def _nearest(seen: Sequence[Seen], columns: Sequence[int], chosen: int) -> int | None:
    """Return the one of columns in the script of the names, nearest to them."""

    def rank(at: int) -> tuple:
        alike = (seen[at].japanese >= HALF) == (seen[chosen].japanese >= HALF)
        return not alike, abs(at - chosen)

    return min(columns, key=rank, default=None)


def _number(grid: Grid, seen: Sequence[Seen], chosen: int) -> int | None:
    for at, s in enumerate(seen):
        named = [text for row, text in s.texts.items() if row in seen[chosen].texts]
        if at == chosen or not named or s.role not in ("number", None):
            continue
        numbers = read_numbers(pd.Series(named, dtype="str"))
        if s.role == "number" and numbers.notna().mean() >= HALF:
            return at
        if s.role is None and numbers.notna().mean() >= MOST and _runs(grid, at):
            return at
    return None


def _runs(grid: Grid, column: int) -> bool:
    """Tell whether the numbers at the head of a column count up one by one."""
    numbers = read_numbers(grid.cells[column].head(_ROWS_COUNTED)).dropna()
    steps = numbers.diff().dropna()
    if steps.empty:
        return numbers.tolist() == [1]
    return bool(((steps == 1) | (numbers.iloc[1:] == 1)).mean() >= MOST)


def _like(seen: Sequence[Seen], pattern: re.Pattern[str], chosen: int) -> int | None:
    """Return the column whose cells are as `pattern` says, if its label lets it be."""
    return next(
        (
            at
            for at, s in enumerate(seen)
            if at != chosen
            and s.role not in ("project", "partner", "contact", "other")
            and s.all_are(pattern)
        ),
        None,
    )


def _code(seen: Sequence[Seen], chosen: int) -> int | None:
    """Return the column of codes, most of which are those of the names beside them."""
    for at, s in enumerate(seen):
        rows = [row for row in s.texts if seen[chosen].bodies(row)]
        same = sum(bool(s.bodies(row) & seen[chosen].bodies(row)) for row in rows)
        if at != chosen and s.codes >= MOST and rows and same >= HALF * len(rows):
            return at
    return None


def _ward(seen: Sequence[Seen], chosen: int) -> int | None:
    """Return the column of the wards of the cities in the chosen column."""
    ward = _like(seen, _WARD, chosen)
    if ward is None or ward < chosen or seen[ward].role in ("place", "applicant"):
        return None
    return ward
