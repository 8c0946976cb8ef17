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
    """What holds for the next row, and what was met so far.

    The place that holds is the heading at `place_row`; where rows under it are
    indented, `place_indent` is its own indentation. Groups of `group_shape` are parts
    of it.
    """

    context: str = ""
    prefecture: str = ""
    group: str = ""
    place_head: int | None = None
    place_row: int | None = None
    place_indent: int | None = None
    group_shape: str | None = None
    county_head: int | None = None
    group_head: int | None = None
    headings: list[Heading] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    carried: set[int] = field(default_factory=set)
    totals: list[tuple[int, str, int]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def end_place(self) -> None:
        """Let the place hold no longer: what comes is not surely under it."""
        self.context = self.prefecture = ""
        self.place_head = self.county_head = None
        self.place_row = self.place_indent = self.group_shape = None
