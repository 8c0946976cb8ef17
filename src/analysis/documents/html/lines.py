"""Which line a text of a web page stands in: of the file, or else as shown."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.documents.model import Line, Table, places


def with_lines(blocks: Sequence[Line | Table]) -> tuple[Line | Table, ...]:
    """Return the blocks of a page that a program wrote as one line in lines as shown.

    If most texts stand in one line of the file, its number tells nothing: the lines of
    the page are counted then, a row of a table as high as its highest cell.

    Parameters
    ----------
    blocks : sequence of Line or Table
        In order, each with its line in the file.
    """
    held = Counter(_lines(blocks))
    if 2 * max(held.values(), default=0) > max(held.total(), 2):
        return tuple(_counted(blocks))
    return tuple(blocks)


def _lines(blocks: Sequence[Line | Table]) -> Iterator[int]:
    for block in blocks:
        if isinstance(block, Table):
            yield from block.places["line"].tolist()
        elif block.text:
            yield block.line


def _counted(blocks: Sequence[Line | Table]) -> Iterator[Line | Table]:
    count = 0
    for block in blocks:
        if isinstance(block, Line):
            count += 1
            yield replace(block, line=count)
            continue
        begins = []
        for row in block.cells.itertuples(index=False):
            begins.append(count + 1)
            count += max((cell.count("\n") + 1 for cell in row), default=1)
        yield replace(block, places=places(begins))
