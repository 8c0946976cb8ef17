"""What is gathered while the rows of one list are read."""

from dataclasses import dataclass, field

from analysis.sources.lines.rows import Row


@dataclass(slots=True)
class Heading:
    """A heading in a list, and how many entities it says that it has."""

    text: str
    where: str
    count: int | None = None
    is_place: bool = False


@dataclass(slots=True)
class Item:
    """A row of a list, with what holds for it.

    `heads` count in the headings met; `cells` are lines under it, each a column.
    """

    row: Row
    text: str
    context: str = ""
    group: str = ""
    number: int | None = None
    heads: tuple[int, ...] = ()
    cells: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ListState:
    """What holds for the next row, and what was met so far."""

    context: str = ""
    prefecture: str = ""
    group: str = ""
    place_head: int | None = None
    county_head: int | None = None
    group_head: int | None = None
    headings: list[Heading] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    carried: set[int] = field(default_factory=set)
    totals: list[tuple[int, str, int]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
