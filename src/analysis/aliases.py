"""A user's own table of names and the codes that they stand for, checked when read.

It is asked before any other method: what a user has settled by hand needs no rule.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

import pandas as pd

from analysis.documents.text.delimited import read_delimited
from analysis.errors import SchemaError, SourceError
from analysis.gazetteer.codes import possible_codes, why_no_code
from analysis.gazetteer.register import history, register
from analysis.names.fold import fold_text

ALIAS_COLUMNS = ("published_name", "lg_code", "valid_from", "valid_to", "source")
"""The columns of an alias table, in order."""

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CODE = re.compile(r"[0-9]{6}")
_SHORT_CODE = re.compile(r"[0-9]{5}")


@dataclass(frozen=True)
class Alias:
    """One entry: on ``[valid_from, valid_to)`` a name stands for a body.

    Attributes
    ----------
    published_name : str
        The name as the table writes it.
    lg_code : str
        Local government code of the body that is meant, six digits.
    valid_from, valid_to : datetime.date or None
        Dates of the lists for which it holds; without end where None.
    source : str
        Who says so.
    row : int
        The line of the file, or the row of the frame, counted from 1.
    """

    published_name: str
    lg_code: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str
    row: int

    @cached_property
    def key(self) -> str:
        """What the name is compared by; see `alias_key`."""
        return alias_key(self.published_name)

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the entry is meant for lists of `day`."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    def overlaps(self, other: "Alias") -> bool:
        """Tell whether there is a day on which both entries hold."""
        mine, its = (entry.valid_from or dt.date.min for entry in (self, other))
        return self.holds_on(its) or other.holds_on(mine)


@dataclass(frozen=True)
class Aliases:
    """The entries of an alias table, by name.

    Attributes
    ----------
    entries : tuple of Alias
        In the order of the table.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "published_name": ["Hirasei"],
    ...         "lg_code": ["353442"],
    ...         "valid_from": [None],
    ...         "valid_to": [None],
    ...         "source": ["telephone call, 2020-08-24"],
    ...     }
    ... )
    >>> aliases = Aliases.from_frame(table)
    >>> aliases.find("ＨＩＲＡＳＥＩ", dt.date(2020, 8, 21)).lg_code
    '353442'
    """

    entries: tuple[Alias, ...] = ()

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, *, known_codes: Collection[str] | None = None
    ) -> "Aliases":
        """Return the entries of a frame, checked.

        Parameters
        ----------
        frame : pandas.DataFrame
            Columns `ALIAS_COLUMNS`, others are passed over. `valid_from` and `valid_to`
            hold dates or text such as 2020-04-01, or are missing. Where the index is
            named `line`, it says where in a file each row stands.
        known_codes : collection of str, optional
            The codes that exist; those of the register without it.

        Raises
        ------
        SchemaError
            If a column is missing, a cell is empty or not what it should be, a period
            has no day, or two entries contradict or repeat each other.
        """
        return cls(_checked_entries(frame, "aliases", known_codes))

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.entries)

    def find(self, text: str, as_of: dt.date) -> Alias | None:
        """Return the entry for `text` in a list of `as_of`, or None.

        The whole text is compared; case, width and runs of blanks count for nothing.
        """
        entries = self._by_key.get(alias_key(text), ())
        return next((entry for entry in entries if entry.holds_on(as_of)), None)

    def unused(self, names: Iterable[object], as_of: dt.date) -> pd.DataFrame:
        """Return the entries that settle none of `names`, and why.

        Parameters
        ----------
        names : iterable of str
            The names of a list; what is no text settles nothing.
        as_of : datetime.date
            The date of the list.

        Returns
        -------
        pandas.DataFrame
            The rows of the table that were not used, with its columns and `why`:
            "no such name", or "not valid on" that date. The index, named `line`, is
            `Alias.row`.
        """
        keys = {alias_key(name) for name in names if isinstance(name, str)}
        why = {
            entry: "no such name" if entry.key not in keys else f"not valid on {as_of}"
            for entry in self.entries
            if entry.key not in keys or not entry.holds_on(as_of)
        }
        return _frame(why).assign(why=pd.Series(list(why.values()), dtype="str").array)

    @cached_property
    def _by_key(self) -> dict[str, list[Alias]]:
        return _by_key(self.entries)


AliasTable = str | Path | pd.DataFrame | Aliases | None
"""What may be given for a table of aliases: see `as_aliases`."""


def alias_key(text: str) -> str:
    """Return what a name of an alias table is compared by.

    Examples
    --------
    >>> alias_key("Ｈｉｒａｓｅｉ   TOWN")
    'hirasei town'
    """
    return fold_text(text).casefold()


def read_aliases(
    path: str | Path, *, known_codes: Collection[str] | None = None
) -> pd.DataFrame:
    """Return an alias table from a CSV file, checked.

    Parameters
    ----------
    path : str or Path
        UTF-8, with or without a byte order mark, with the columns `ALIAS_COLUMNS`;
        dates as 2020-04-01, or empty where an entry holds always. Others are left out.
    known_codes : collection of str, optional
        The codes that exist; those of the register without it.

    Returns
    -------
    pandas.DataFrame
        Columns `ALIAS_COLUMNS`: text, and datetime64 for `valid_from` and `valid_to`,
        an entry holds for lists of ``[valid_from, valid_to)``. The index, named `line`,
        is the line of the file.

    Raises
    ------
    SourceError
        If the file is absent or not readable.
    SchemaError
        As `Aliases.from_frame`.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(
            f"there is no alias table {path}; check the name and the folder"
        )
    frame = read_delimited(path)
    filled = frame[(frame != "").any(axis="columns")]
    return _frame(_checked_entries(filled, path.name, known_codes))


def as_aliases(value: AliasTable) -> Aliases:
    """Return an alias table in whatever form it is given; None is an empty one."""
    if isinstance(value, Aliases):
        return value
    if value is None:
        return Aliases()
    if isinstance(value, str | Path):
        value = read_aliases(value)
    if not isinstance(value, pd.DataFrame):
        raise TypeError(
            f"aliases is a {type(value).__name__}; want a path, Aliases, or a "
            f"DataFrame with the columns {', '.join(ALIAS_COLUMNS)}"
        )
    return Aliases.from_frame(value)


def _checked_entries(
    frame: pd.DataFrame, table: str, known_codes: Collection[str] | None
) -> tuple[Alias, ...]:
    """Return the rows of a table as entries, or raise what is wrong with the first."""
    found = [str(column) for column in frame.columns]
    wrong = [column for column in ALIAS_COLUMNS if found.count(column) != 1]
    if wrong:
        what = "has no column" if wrong[0] not in found else "has twice the column"
        raise SchemaError(
            f"{table} {what} '{wrong[0]}' (found: {', '.join(found)}); "
            f"want {', '.join(ALIAS_COLUMNS)}, each once"
        )
    known = frozenset(_codes_ever() if known_codes is None else known_codes)
    in_file = frame.index.name == "line"
    rows = frame.index if in_file else range(1, len(frame) + 1)
    unit = f"{table}: {'line' if in_file else 'row'}"
    cells = zip(rows, *(frame[column] for column in ALIAS_COLUMNS), strict=True)
    entries = tuple(_entry(*row, f"{unit} {row[0]}", known) for row in cells)
    _refuse_rivals(entries, unit)
    return entries


def _entry(
    row: int,
    name: object,
    code: object,
    valid_from: object,
    valid_to: object,
    source: object,
    where: str,
    known: Collection[str],
) -> Alias:
    """Return one row as an entry, each cell checked."""
    entry = Alias(
        published_name=_filled(name, "published_name", where),
        lg_code=_known_code(code, where, known),
        valid_from=_date(valid_from, "valid_from", where),
        valid_to=_date(valid_to, "valid_to", where),
        source=_filled(source, "source", where),
        row=int(row),
    )
    if not entry.key:
        raise SchemaError(
            f"{where} has a published_name of invisible characters only; "
            "write the name as the list has it, or delete the row"
        )
    if None not in (entry.valid_from, entry.valid_to) and (
        entry.valid_to <= entry.valid_from
    ):
        raise SchemaError(
            f"{where} is valid from {entry.valid_from} to {entry.valid_to}, which is "
            "not one day; valid_to is the first day on which it holds no more"
        )
    return entry


def _codes_ever() -> pd.Series:
    """Return the codes of all bodies, those that are gone among them."""
    return pd.concat([register()["lg_code"], history()["lg_code"]]).dropna()


def _filled(value: object, column: str, where: str) -> str:
    """Return a cell that must hold text."""
    if text := _text(value):
        return text
    meaning = {
        "published_name": "write the name as the list has it",
        "source": "say who gave the answer, such as 'telephone call, 2020-08-24'",
    }
    raise SchemaError(
        f"{where} has an empty {column}; {meaning[column]}, or delete the row"
    )


def _known_code(value: object, where: str, known: Collection[str]) -> str:
    """Return a cell that must hold the code of a body that exists; nothing is mended.

    The zero that a spreadsheet drops is not put back: five digits could be an area
    code as well as what is left of a code of six.
    """
    text = _text(value)
    if not text:
        raise SchemaError(
            f"{where} has no lg_code; write the code of the body that is meant, "
            "six digits such as '032069'"
        )
    if not isinstance(value, str):
        raise SchemaError(
            f"{where} has the lg_code {text} as a number, which has no leading zero; "
            "read code columns as text (dtype=str)"
        )
    if _SHORT_CODE.fullmatch(text):
        codes = [code for code, _ in possible_codes(text) if code in known]
        meant = f" ({' or '.join(codes)}?)" if codes else ""
        raise SchemaError(
            f"{where} has the lg_code '{text}' of five digits: a spreadsheet dropped "
            "the zero in front, or the check digit is not there; "
            f"write all six digits{meant} and keep the column as text"
        )
    if not _CODE.fullmatch(text):
        raise SchemaError(
            f"{where}: lg_code {text!r} is no local government code; "
            "want six digits such as '032069'"
        )
    if text not in known:
        raise SchemaError(
            f"{where}: {why_no_code(text)}; look the body up and mend the lg_code"
        )
    return text


def _date(value: object, column: str, where: str) -> dt.date | None:
    """Return a cell that must hold a date or nothing."""
    text = _text(value)
    if not text:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    try:
        # The standard library reads 20200401 and 2020-W14 too, which people mistype.
        if not _ISO_DATE.fullmatch(text):
            raise ValueError("not of the form YYYY-MM-DD")
        return dt.date.fromisoformat(text)
    except ValueError as why:
        raise SchemaError(
            f"{where}: {column} is {text!r} ({why}); "
            "want a date such as '2020-04-01', or nothing if it holds always"
        ) from why


def _text(value: object) -> str:
    """Return a cell as text without blanks around it, empty where it is missing."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    try:
        text = str(value)
    except ValueError:  # a number of some thousand digits
        text = f"{value:#x}"
    # A lone surrogate is no character and fits into no column of text.
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def _refuse_rivals(entries: Iterable[Alias], unit: str) -> None:
    """Refuse two entries that give one name two answers on a day, or the same twice."""
    for group in _by_key(entries).values():
        for one, other in combinations(group, 2):
            both = f"{unit}s {one.row} and {other.row}"
            if one.lg_code != other.lg_code and one.overlaps(other):
                raise SchemaError(
                    f"{both} say that {other.published_name!r} is {one.lg_code} and "
                    f"{other.lg_code} on the same days; delete one, or part their "
                    "periods by valid_from and valid_to"
                )
            if (one.lg_code, *_period(one)) == (other.lg_code, *_period(other)):
                raise SchemaError(
                    f"{both} are the same entry, {other.published_name!r} is "
                    f"{other.lg_code} (case and width count for nothing); "
                    "delete one"
                )


def _period(entry: Alias) -> tuple[dt.date | None, dt.date | None]:
    return entry.valid_from, entry.valid_to


def _by_key(entries: Iterable[Alias]) -> dict[str, list[Alias]]:
    groups: dict[str, list[Alias]] = defaultdict(list)
    for entry in entries:
        groups[entry.key].append(entry)
    return dict(groups)


def _frame(entries: Iterable[Alias]) -> pd.DataFrame:
    """Return entries as a table with the columns `ALIAS_COLUMNS`."""
    entries = list(entries)
    columns = {
        column: [getattr(entry, column) for entry in entries]
        for column in ALIAS_COLUMNS
    }
    index = pd.Index([entry.row for entry in entries], dtype="int64", name="line")
    frame = pd.DataFrame(columns, index=index, columns=list(ALIAS_COLUMNS))
    dates = dict.fromkeys(("valid_from", "valid_to"), "datetime64[ms]")
    return frame.astype(dict.fromkeys(ALIAS_COLUMNS, "str") | dates)
