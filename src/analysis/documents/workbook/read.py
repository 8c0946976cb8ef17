"""A workbook → `Document`: every visible sheet as a table, values as saved."""

import io
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from analysis.documents.model import (
    Document,
    Span,
    Table,
    cell_name,
    check_width,
    places,
)
from analysis.documents.titles import sensible_title
from analysis.documents.workbook.archive import BROKEN, REOPEN, open_archive
from analysis.documents.workbook.cell_text import cell_text
from analysis.documents.workbook.parts import list_sheets
from analysis.documents.workbook.shape import MAX_CELLS, Shape, read_shape
from analysis.errors import SourceError

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_NAMED = 10
"""So many cells or rows a note names before it only counts them."""

UNREADABLE = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    SyntaxError,  # those of XML parsers are
    *BROKEN,
)
"""What openpyxl is known to raise where a part is not as it should be."""


def read_xlsx(data: bytes, *, source: str | None, sha256: str) -> Document:
    """Return the visible sheets of a workbook as tables, in the order of their tabs.

    Cells are counted from A1 on, so `row` and `line` of a table's places are row
    numbers of the sheet and `cell_name` gives the spreadsheet's own names. Values are
    those last saved: nothing is computed, no link is followed. Furigana, comments,
    drawings and charts are not read.

    A hidden sheet is not read: it holds the lists behind drop-down menus, last year's
    version, or what was not to be published. Hidden rows and columns are read: a
    filter that was left on hides rows of the list itself, and an added row is seen
    where a lost one is not. `notes` tells of both.

    Parameters
    ----------
    data : bytes
        The file (.xlsx, .xlsm, .xltx).
    source : str, optional
        Its name.
    sha256 : str
        Its hash.

    Raises
    ------
    SourceError
        If the file is damaged, encrypted or hostile (see `open_archive`), holds no
        text in a visible sheet, or more than `MAX_CELLS` cells.
    """
    name = source or "the workbook"
    with open_archive(data, name) as archive:
        sheets = list(list_sheets(archive, name))
        visible = [sheet for sheet in sheets if sheet.visible]
        shapes = [
            read_shape(archive, sheet.part, f"{name}: sheet {sheet.name!r}")
            for sheet in visible
        ]
    stored = sum(shape.cells for shape in shapes)
    if stored > MAX_CELLS:
        raise SourceError(_too_many(name, f"stores {stored:,} cells"))
    notes = [
        f"sheet {sheet.name!r} is hidden and was not read; unhide it if it holds the "
        "list"
        for sheet in sheets
        if not sheet.visible
    ]
    tables = []
    with warnings.catch_warnings():
        # of formats, validations and extensions that openpyxl cannot write again
        warnings.filterwarnings("ignore", module=r"openpyxl(\.|$)")
        try:
            workbook = _open(data)
            title = sensible_title(workbook.properties.title)
            grids = [_texts(workbook, sheet.name) for sheet in visible]
            workbook.close()
        except UNREADABLE as why:
            raise SourceError(
                f"{name} is not readable as a workbook ({type(why).__name__}: {why}); "
                f"{REOPEN}"
            ) from why
    for sheet, shape, texts in zip(visible, shapes, grids, strict=True):
        where = f"sheet {sheet.name!r}"
        table = _table(texts, shape, sheet.name, f"{name}: {where}")
        notes += _notes(texts, shape, where, table)
        if table is not None:
            tables.append(table)
    if not tables:
        told = "; ".join(notes)
        raise SourceError(
            f"{name} holds no text in any visible sheet{': ' + told if told else ''}; "
            "want a sheet with one row per entity"
        )
    return Document(
        blocks=tuple(tables),
        kind="xlsx",
        sha256=sha256,
        source=source,
        title=title,
        notes=tuple(notes),
    )


def _open(data: bytes) -> "Workbook":
    from openpyxl import load_workbook

    return load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )


def _texts(workbook: "Workbook", sheet: str) -> dict[tuple[int, int], str]:
    """Return the texts of a sheet by row and column, both counted from 0."""
    cells = workbook[sheet]
    cells.reset_dimensions()  # what a sheet says of its own size is often wrong
    return {
        (row, column): text
        for row, of_row in enumerate(cells.iter_rows())
        for column, cell in enumerate(of_row)
        if cell.value is not None
        and (text := cell_text(cell.value, cell.number_format)).strip()
    }


def _table(
    texts: dict[tuple[int, int], str], shape: Shape, sheet: str, where: str
) -> Table | None:
    if not texts:
        return None
    rows = max(row for row, _ in texts) + 1
    columns = max(column for _, column in texts) + 1
    if rows * columns > MAX_CELLS:
        raise SourceError(
            _too_many(
                where,
                f"reaches from A1 to {cell_name(rows, columns - 1)}, "
                f"{rows * columns:,} cells",
            )
            + "; or delete what stands far from the list"
        )
    check_width(columns, where)
    spans = tuple(_spans(shape, rows, columns))
    if sum(span.rows * span.columns for span in spans) > rows * columns:
        raise SourceError(f"{where} has merged cells that overlap; {REOPEN}")
    grid = [[""] * columns for _ in range(rows)]
    for (row, column), text in texts.items():
        grid[row][column] = text
    for span in spans:
        for row, column in _covered(span):
            grid[row][column] = ""
    return Table(
        cells=pd.DataFrame(grid, columns=range(columns), dtype="str"),
        places=places(list(range(1, rows + 1)), page=sheet),
        spans=spans,
    )


def _spans(shape: Shape, rows: int, columns: int) -> Iterator[Span]:
    for top, left, bottom, right in sorted(shape.merged):
        high = min(bottom, rows) - top + 1
        wide = min(right + 1, columns) - left
        if high > 0 and wide > 0 and high * wide > 1:
            yield Span(row=top - 1, column=left, rows=high, columns=wide)


def _covered(span: Span) -> Iterator[tuple[int, int]]:
    for row in range(span.row, span.row + span.rows):
        for column in range(span.column, span.column + span.columns):
            if (row, column) != (span.row, span.column):
                yield row, column


def _notes(
    texts: dict[tuple[int, int], str], shape: Shape, where: str, table: Table | None
) -> Iterator[str]:
    if shape.unsaved:
        cells = _listed(cell_name(*cell) for cell in shape.unsaved)
        one = len(shape.unsaved) == 1
        yield (
            f"{where}: {cells} {'holds a formula' if one else 'hold formulas'} whose "
            "value was never saved; open the file in a spreadsheet, save it again"
        )
    rows = sorted({row + 1 for row, _ in texts} & shape.hidden_rows)
    if rows:
        yield (
            f"{where}: rows that are hidden, perhaps by a filter, were read: "
            + _listed(map(str, rows))
        )
    held = sorted({column for _, column in texts})
    columns = [
        column
        for column in held
        if any(first <= column <= last for first, last in shape.hidden_columns)
    ]
    if columns:
        letters = (cell_name(1, column)[:-1] for column in columns)
        yield f"{where}: columns that are hidden were read: {_listed(letters)}"
    covered = (
        sorted(cell for span in table.spans for cell in _covered(span) if cell in texts)
        if table
        else []
    )
    if covered:
        cells = _listed(cell_name(row + 1, column) for row, column in covered)
        yield f"{where}: text in {cells} is covered by a merged cell and was not read"


def _listed(words: Iterable[str]) -> str:
    words = list(words)
    rest = len(words) - _NAMED
    return ", ".join(words[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _too_many(where: str, what: str) -> str:
    return (
        f"{where} {what}, more than {MAX_CELLS:,}; save the sheet as CSV, which may "
        "have any size"
    )
