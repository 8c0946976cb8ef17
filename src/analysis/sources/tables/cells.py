"""What one cell of a list holds: several names, a running number, a bullet."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.names.fold import has_japanese
from analysis.sources.entries.read import Entry, read_entries
from analysis.sources.known import Known

_NOT_LISTED = frozenset(
    {
        "a section of an office",
        "a department of an office",
        "an address or a part of a municipality",
        "a part of a municipality",
    }
)
_LEGAL_FORM = re.compile(
    r"(?:株式|有限|合同)会社|(?:国立|公立)大学法人|学校法人"
    r"|(?:一般|公益|特定非営利活動)?(?:社団|財団)?法人"
    r"|(?:co\.?,? ?)?(?:ltd|inc|corp)\.?",
    re.IGNORECASE,
)
_BETWEEN = " \u3000、,，;；・/"
_NUMBER = r"[(\[]?(?:(?:no|№)\.?\s*|第|#)?([0-9]{1,7})[.):号番\]]*"
_FEW = 200  # cells that are read one by one: pandas takes its time for each column
_LEADING = (
    r"\s*(?:[(（](?P<a>[0-9０-９]{1,4})[)）]|(?:No\.?\s*)?(?P<b>[0-9０-９]{1,4})"
    r"(?:[.．)）:：、]\s*|[\s\u3000]+)|(?P<c>[①-⑳㉑-㉟㊱-㊿])\s*)(?=[^0-9０-９\s])"
)
_BULLETS_BEGIN = r"^\s*[・･●○◯◎■□◆◇▽▼▲△☆★•‣►▶·◦*＊\-–]"
_BULLET = r"^\s*(?:[・･●○◯◎■□◆◇▽▼▲△☆★•‣►▶·◦]+|[*＊\-–](?=\s))\s*"


def split_cells(cells: Iterable[str], known: Known) -> dict[str, tuple[str, ...]]:
    """Return the names that stand under each other in each cell.

    A line break may also stand inside of one name: the reading counts in which all
    pieces are names. A cell of one line is one piece, with all that it says.
    """
    pieces = {
        cell: [line.strip() for line in cell.splitlines() if line.strip()]
        for cell in dict.fromkeys(cells)
    }
    broken = [cell for cell, lines in pieces.items() if len(lines) > 1]
    texts = [_unbroken(pieces[cell]) for cell in broken]
    whole = dict(zip(broken, read_entries(texts, known), strict=True))
    parts = list(dict.fromkeys(part for cell in broken for part in pieces[cell]))
    bare = [part.strip(_BETWEEN) or part for part in parts]
    entries = dict(zip(parts, read_entries(bare, known), strict=True))
    split = {cell: (" ".join(lines),) for cell, lines in pieces.items()}
    for cell in broken:
        lines = pieces[cell]
        if not _is_one_body(whole[cell]) and _are_names(lines, entries):
            names = [line.strip(_BETWEEN) for line in lines]
            split[cell] = _in_one_language(names, [entries[line] for line in lines])
        elif not is_unclear(cell, known):
            split[cell] = (_unbroken(lines),)
    return split


def is_unclear(cell: str, known: Known) -> bool:
    """Tell whether a cell of several lines could hold one name or several."""
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    if len(lines) < 2 or any(map(_LEGAL_FORM.fullmatch, lines)):
        return False
    whole, *each = read_entries([_unbroken(lines), *lines], known)
    by_itself = [is_listed(entries) for entries in each]
    return not _is_one_body(whole) and any(by_itself) and not all(by_itself)


def one_name(begin: str, rest: str, known: Known) -> str | None:
    """Return what a name and the text below it are together, None if they are two.

    They are one if the first ends with a comma or the second is no name by itself.
    """
    whole = _unbroken([begin, rest])
    first, second, both = read_entries([begin, rest, whole], known)
    open_end = begin.endswith(",") or not (is_listed(first) and is_listed(second))
    return whole if open_end and _is_one_body(both) else None


def is_listed(entries: Sequence[Entry]) -> bool:
    """Tell whether a list of entities could hold all of these."""
    return all(
        entry.what.is_entity and entry.what.said not in _NOT_LISTED for entry in entries
    )


def read_numbers(cells: pd.Series) -> pd.Series:
    """Return the running numbers in cells, Int64: missing where there is none.

    Examples
    --------
    >>> read_numbers(pd.Series(["１", "②", "(3)", "No. 4", "A-5"])).tolist()
    [1, 2, 3, 4, <NA>]
    """
    if len(cells) <= _FEW:
        return pd.Series(map(_number, cells), index=cells.index, dtype="Int64")
    digits = cells.where(cells.str.fullmatch("[0-9]{1,7}"))
    odd = digits.isna() & (cells != "")
    if odd.any():
        plain = cells[odd].str.normalize("NFKC").str.lower().str.strip()
        found = plain.str.extract(rf"^{_NUMBER}$", expand=False)
        digits = digits.where(~odd, found.reindex(digits.index))
    return pd.to_numeric(digits).astype("Int64")


def leading_numbers(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the numbers that stand before names in the same cells, and the names.

    Examples
    --------
    >>> numbers, names = leading_numbers(pd.Series(["1. 北上市", "②奥州市", "花巻市"]))
    >>> numbers.tolist(), names.tolist()
    ([1, 2, <NA>], ['北上市', '奥州市', '花巻市'])
    """
    found = texts.str.extract(f"^{_LEADING}")
    numbers = found["a"].fillna(found["b"]).fillna(found["c"]).fillna("")
    return read_numbers(numbers.astype("str")), texts.str.replace(
        f"^{_LEADING}", "", regex=True
    )


def without_bullets(texts: pd.Series) -> pd.Series:
    """Return names without the bullets before them; of a bullet alone, that."""
    begins = texts.str.contains(_BULLETS_BEGIN)
    if not begins.any():
        return texts
    some = texts[begins]
    bare = some.str.replace(_BULLET, "", regex=True)
    texts = texts.copy()
    texts[begins] = bare.where(bare != "", some)
    return texts


def _number(cell: str) -> int | None:
    """Return the running number in a cell, as `read_numbers` does in a column."""
    plain = unicodedata.normalize("NFKC", cell).lower().strip()
    found = re.search(rf"^{_NUMBER}$", plain)
    return int(found[1]) if found else None


def _unbroken(lines: Sequence[str]) -> str:
    """Return lines as one name: Japanese is written without blanks."""
    return "".join(lines) if has_japanese("".join(lines)) else " ".join(lines)


def _in_one_language(
    names: Sequence[str], entries: Sequence[list[Entry]]
) -> tuple[str, ...]:
    """Return names with what says the same in the other script put to each."""
    told: list[str] = []
    codes: set[str] = set()
    for name, read in zip(names, entries, strict=True):
        own = {code for entry in read for code in entry.what.codes}
        if codes & own and has_japanese(name) != has_japanese(told[-1]):
            told[-1] = f"{told[-1]} {name}"
            codes = set()
        else:
            told.append(name)
            codes = own
    return tuple(told)


def _is_one_body(entries: Sequence[Entry]) -> bool:
    return len(entries) == 1 and entries[0].what.kind in ("body", "misplaced", "union")


def _are_names(lines: Sequence[str], entries: dict[str, list[Entry]]) -> bool:
    """Tell whether each line names an entity by itself, none is a part of the next."""
    return all(
        is_listed(entries[line])
        and not _LEGAL_FORM.fullmatch(line)
        and line[0] not in "(（"
        for line in lines
    )
