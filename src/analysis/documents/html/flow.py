"""The flow of a web page: its elements in order → lines and tables."""

import re
from itertools import islice

from analysis.documents.html.grid import Rows
from analysis.documents.html.markers import Listing
from analysis.documents.model import Line, Table

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "hr"))
_LEFT_OUT = frozenset(
    re.findall(
        r"\w+",
        """head script style template noscript nav rt rp rtc svg math map
        select datalist textarea button iframe object embed audio video canvas""",
    )
)
_BLOCKS = _HEADINGS | frozenset(
    re.findall(
        r"\w+",
        """html body main section article aside header footer div center hgroup
        address blockquote details dialog fieldset figcaption figure form legend
        p pre summary dl dt dd ol ul menu dir li
        table caption thead tbody tfoot tr th td""",
    )
)
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_CELLS = frozenset(("td", "th"))
_DEFINED = frozenset(("dt", "dd"))
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
_BLANK = " \t\n\r\f"
_BLANKS = re.compile(f"[{_BLANK}]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# The last line that the parser tells apart.
_LAST_LINE = 65535


class Flow:
    """Reads an element: lines and tables come out in the order of reading.

    Parameters
    ----------
    name : str
        What messages call the page.
    """

    def __init__(self, name: str):
        self._line = 1
        self._name = name
        self._blocks: list[Line | Table] = []
        self._hidden: list[int] = []
        self._pieces: list[str] = []
        self._begins = 1
        self._lists: list[Listing] = []
        self._indent = 0
        self._indents: list[int] = []  # around the lists of definitions
        self._marker = ""
        self._preformatted = 0
        self._rows: Rows | None = None  # of the table that is being read
        self._around_cell: list[Line | Table] | None = None
        self._indent_around_cell = 0

    def blocks(self) -> tuple[Line | Table, ...]:
        """Return what was read, without blank lines at the end."""
        self._end_line()
        blocks = self._blocks
        while blocks and _is_blank(blocks[-1]):
            blocks.pop()
        return tuple(blocks)

    def notes(self) -> tuple[str, ...]:
        """Return what a reader should know of what was left out."""
        if not self._hidden:
            return ()
        return (
            f"hidden parts of the page were not read: {len(self._hidden)}, the first "
            f"in line {self._hidden[0]}",
        )

    def read(self, root) -> None:
        """Read an element and all that is in it, but not what follows it."""
        from lxml import etree

        passed = None
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                self._step_to(element)
                if self._pass_over(element):
                    passed = element
                    walk.skip_subtree()
                else:
                    self._open(element)
                    self._add(element.text)
                continue
            if event != "end":
                self._step_to(element)
                self._line += (element.text or "").count("\n")
            elif element is not passed:
                self._close(element)
            if element is not root:
                self._add(element.tail)

    def _step_to(self, element) -> None:
        """Go to the line of an element; beyond the parser's last, line ends count."""
        if element.sourceline and element.sourceline < _LAST_LINE:
            self._line = element.sourceline

    def _pass_over(self, element) -> bool:
        """Return whether an element is left out, and go to its last line if so."""
        if _is_hidden(element):
            if any(text.strip() for text in element.itertext()):
                self._hidden.append(self._line)
        elif element.tag not in _LEFT_OUT and element.get("role") != "navigation":
            return False
        self._line += sum(text.count("\n") for text in element.itertext())
        return True

    def _open(self, element) -> None:
        """Begin what an element begins: a line, an item, a row, a cell."""
        tag = element.tag
        if tag == "br" and not self._end_line():
            self._add_blank()
        if tag in _BLOCKS:
            self._end_line()
        if tag in _HEADINGS:
            self._add_blank()
        elif tag in _LISTS:
            self._lists.append(Listing.of(element))
        elif tag == "li":
            self._marker = (self._lists or [Listing()])[-1].marker(element)
            self._indent += 1
        elif tag == "dl":
            self._indents.append(self._indent)
        elif tag in _DEFINED and self._indents:
            # The parser does not see that a dd ends where the next begins.
            self._indent = self._indents[-1] + (tag == "dd")
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "table" and not _is_layout(element):
            self._rows = Rows(self._name)
            self._marker = ""
        elif self._rows is not None and self._around_cell is None:
            self._open_in_table(element)

    def _open_in_table(self, element) -> None:
        tag = element.tag
        if tag in _GROUPS:
            self._rows.begin_group(tag)
        elif tag == "tr":
            self._rows.begin_row(self._line)
        elif tag in _CELLS:
            self._rows.begin_cell(element, self._line)
            self._around_cell, self._blocks = self._blocks, []
            self._indent_around_cell, self._indent = self._indent, 0

    def _close(self, element) -> None:
        """End what an element has begun."""
        tag = element.tag
        if tag in _BLOCKS:
            self._end_line()
        if tag in _HEADINGS:
            self._add_blank()
        elif tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._marker = ""
            self._indent -= 1
        elif tag == "dl":
            self._indent = self._indents.pop()
        elif tag == "pre":
            self._preformatted -= 1
        elif self._rows is not None:
            self._close_in_table(element)

    def _close_in_table(self, element) -> None:
        tag = element.tag
        if tag in _CELLS and self._rows.is_open(element):
            lines = [block.text for block in self._blocks]
            self._blocks, self._around_cell = self._around_cell, None
            self._indent = self._indent_around_cell
            self._rows.end_cell(element, "\n".join(filter(str.strip, lines)))
        elif self._around_cell is not None:
            return
        elif tag == "tr":
            self._rows.end_row()
        elif tag in _GROUPS:
            self._rows.end_group()
        elif tag == "table":
            if len(table := self._rows.table()):  # one of a caption only has no row
                self._blocks.append(table)
            self._rows = None

    def _add(self, text: str | None) -> None:
        """Add text to the line that is being read."""
        if not text:
            return
        if self._preformatted:
            first, *others = text.split("\n")
            self._add_piece(first)
            for other in others:
                if not self._end_line():
                    self._add_blank()
                self._line += 1
                self._add_piece(other)
            return
        shown = _BLANKS.sub(" ", _UNSEEN.sub("", text))
        if not self._pieces or self._pieces[-1].endswith(" "):
            shown = shown.removeprefix(" ")
        leading = text[: len(text) - len(text.lstrip(_BLANK))].count("\n")
        self._line += leading
        self._add_piece(shown)
        self._line += text.count("\n") - leading

    def _add_piece(self, shown: str) -> None:
        if shown:
            if not self._pieces:
                self._begins = self._line
            self._pieces.append(shown)

    def _end_line(self) -> bool:
        """End the line that is being read; return whether there was one."""
        if not self._pieces:
            return False
        text = "".join(self._pieces).replace("\u00a0", " ").rstrip(_BLANK)
        self._pieces = []
        if not text:
            self._add_blank()
            return True
        if self._marker:
            text = "  " * (self._indent - 1) + self._marker + text
            self._marker = ""
        else:
            text = "  " * self._indent + text
        self._blocks.append(Line(text, self._begins))
        return True

    def _add_blank(self) -> None:
        """Set apart what follows, but not twice and not at the top."""
        if self._blocks and not _is_blank(self._blocks[-1]):
            self._blocks.append(Line("", self._line))


def _is_blank(block: Line | Table) -> bool:
    return isinstance(block, Line) and not block.text


def _is_hidden(element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden", "").strip().lower() == "true"
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def _is_layout(table) -> bool:
    """Return whether a table holds tables, or not more than one cell."""
    is_outer = any(True for _ in islice(table.iter("table"), 1, 2))
    return is_outer or sum(1 for _ in islice(table.iter(*_CELLS), 2)) < 2
