"""The rows of one list → the list: lines carried on, headings, groups, what is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.documents.model import Line
from analysis.sources.entries.places import read_place as stated_place
from analysis.sources.items import Found
from analysis.sources.lines.found import found_of, place_those_above
from analysis.sources.lines.groups import (
    Place,
    could_be_heading,
    heading_count,
    heads_elsewhere,
    is_aside,
    is_field,
    is_group_heading,
    is_header,
    is_of_pages,
    read_place,
    read_place_after,
    read_total,
)
from analysis.sources.lines.heading_rows import HeadingRows
from analysis.sources.lines.names import LineNames, is_prefecture, with_place
from analysis.sources.lines.rows import Row, is_note, is_prose, joined
from analysis.sources.lines.shape import (
    cells_below,
    keep_naming_cells,
    places_below,
    prefectures_lead,
)
from analysis.sources.lines.state import Heading, Item, ListState

_PARTNERS = re.compile(
    r"^[（(〔\[]?\s*(?:連携|共同|共催|協力|構成|代表|joint|jointly|partner|together|with\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[、，,・／/&＆]|及び|および|並びに|\band|\bwith|\bof)$")
_OPENING = re.compile(r"[（(〔\[［]")
_CLOSING = re.compile(r"[）)〕\]］]")
# Lines below the last row that can still say something of the list.
_MOST_BELOW = 4


@dataclass(frozen=True)
class Listed:
    """A list, with the rows that are its items, its headings, and carried on."""

    found: Found
    rows: frozenset[int]
    headings: frozenset[int]
    carried: frozenset[int]


def read_list(
    places: Sequence[int],
    rows: Sequence[Row],
    names: LineNames,
    *,
    lines: Sequence[Line],
) -> Listed:
    """Return the list whose items begin at some rows.

    Parameters
    ----------
    places : sequence of int
        The positions of those rows.
    rows : sequence of Row
        The rows of the document.
    names : LineNames
        What they name.
    lines : sequence of Line
        The lines of which they are made.
    """
    state = _Reader(places, rows, names, lines).read()
    return Listed(
        found_of(state, lines, names),
        frozenset(places),
        frozenset(state.used),
        frozenset(state.carried),
    )


class _Reader:
    """Goes through the rows of one list and gathers what they say."""

    def __init__(
        self,
        places: Sequence[int],
        rows: Sequence[Row],
        names: LineNames,
        lines: Sequence[Line],
    ) -> None:
        self._places = places
        self._rows = rows
        self._names = names
        self._lines = lines
        self._heads = HeadingRows(places, rows, names)
        self._cells = cells_below(places, rows, names)
        self._has_names_below = prefectures_lead(places, rows, names)
        self._state = ListState()

    def read(self) -> ListState:
        """Return what the rows say, with what stands above, between and below them."""
        state = self._state
        own = places_below(self._places, self._rows, self._names)
        for j, place in self._heads.above():
            if place:
                self._begin_place(place, j)
            else:
                self._begin_group(j, self._places[0])
        for n, i in enumerate(self._places):
            if n:
                before = self._places[n - 1]
                self._read_between(before, i, skip=len(own[:1]))
            row = self._rows[i]
            self._settle_place(i)
            item = Item(row, row.text, state.context, state.group, row.mark.number)
            item.heads = tuple(
                head
                for head in (state.place_head, state.county_head, state.group_head)
                if head is not None
            )
            if own:
                item.context = own[n]
            elif item.context and is_prefecture(self._names.known(row.text)):
                item.context = ""
            state.items.append(item)
        if not own:
            self._read_below(self._places[-1])
        keep_naming_cells(state.items, self._names)
        return state

    # --- between the rows ---------------------------------------------------------

    def _read_between(self, before: int, following: int, *, skip: int) -> None:
        state, heads = self._state, self._heads
        carries_on = True
        for n, j in enumerate(range(before + 1 + skip, following)):
            row = self._rows[j]
            if self._is_passed(j):
                continue
            if carries_on and self._carry_on(j, before, n):
                continue
            carries_on = False
            if self._is_of_those_above(j):
                continue
            place = heads.place(j)
            if place and heads.is_over(place, following):
                self._begin_place(place, j)
            elif place and place.is_plain and not row.form:
                self._add_place_itself(place, j)
            elif heads.is_group(j, before=before, following=following):
                self._begin_group(j, following)
            else:
                if not is_of_pages(row.text):
                    state.end_place()
                state.problems.append(
                    f"{self._where(j)}, between two rows of the list, was not read as "
                    f"an entity: {self._whole(j)!r}"
                )

    def _read_below(self, last: int) -> None:
        end = min(last + 1 + _MOST_BELOW, len(self._rows))
        carries_on = True
        for n, j in enumerate(range(last + 1, end)):
            if self._is_passed(j):
                continue
            if carries_on and self._carry_on(j, last, n):
                continue
            carries_on = False
            if self._is_of_those_above(j):
                continue
            text = self._rows[j].text
            if not is_aside(text):
                return
            self._state.problems.append(
                f"{self._where(j)}, below the list, is not of it: {text!r}"
            )

    def _is_passed(self, j: int) -> bool:
        """Tell whether a row says nothing of who is listed."""
        return is_note(self._whole(j)) or is_field(self._rows[j].text)

    def _is_of_those_above(self, j: int) -> bool:
        """Tell whether a row is of those above: their prefecture or total. Take it."""
        text = self._rows[j].text
        place = read_place_after(text, self._names.known)
        if place:
            place_those_above(place, self._state.items, self._names)
            return True
        total = read_total(text)
        if total is None:
            return False
        self._state.totals.append((total, self._where(j), len(self._state.items)))
        return True

    def _carry_on(self, j: int, before: int, nth: int) -> bool:
        """Join the nth row after one of the list to its item, if it is part of that."""
        state = self._state
        row, item = self._rows[j], state.items[-1]
        if row.form or item.row is not self._rows[before]:
            return False
        known = self._names.known
        both = joined(item.text, row.text)
        if nth < self._cells:
            if not item.cells and self._names.reads_better(both, item.text):
                item.text = both
            else:
                item.cells.append(row.text)
            state.carried.add(j)
            return True
        place = read_place(row.text, known)
        better = self._names.reads_better(both, item.text)
        if (
            row.first > self._rows[j - 1].last + 1
            or not could_be_heading(row.text[:40])
            or (is_header(row.text) and not better)
            or read_total(row.text) is not None
            or read_place_after(row.text, known)
            or (place and not place.is_plain)
            or (is_group_heading(row.text) and row.text[0] not in "（(")
            or (item.row.form == "" and not _is_open(item.text))
            or (self._has_names_below and is_prefecture(known(item.text)))
        ):
            return False
        is_last = before == self._places[-1]
        deeper = row.mark.indent > item.row.mark.indent and (
            not is_last or bool(state.carried)
        )
        if (
            _is_open(item.text)
            or _PARTNERS.match(row.text)
            or (_GOES_ON.search(item.text) and not is_prose(row.text))
            or better
        ):
            item.text = both
        elif deeper and not place and not is_group_heading(row.text):
            if _OPENING.match(row.text):
                item.text = f"{item.text} {row.text}"
            elif self._names.is_entity(item.text):
                item.cells.append(row.text)  # what it does, or who with
            else:
                item.text = both
        else:
            return False
        state.carried.add(j)
        return True

    # --- what holds for the rows under a heading ----------------------------------

    def _begin_place(self, place: Place, j: int) -> None:
        state = self._state
        if place.is_county:
            state.context = place.text
            inside = with_place(place.text, state.prefecture)
            if state.prefecture and stated_place(inside, self._names.known):
                state.context = inside
            state.county_head = len(state.headings)
        else:
            state.end_place()
            state.context = state.prefecture = place.text
            state.place_head = len(state.headings)
        state.place_row = j
        state.headings.append(
            Heading(self._whole(j), self._where(j), place.count, is_place=True)
        )
        state.used.add(j)

    def _begin_group(self, j: int, following: int) -> None:
        state, row = self._state, self._rows[j]
        text = row.text if row.mark.kind in ("bullet", "") else self._whole(j)
        state.group = text.rstrip(":： ").lstrip("# ")
        state.group_head = len(state.headings)
        state.headings.append(
            Heading(self._whole(j), self._where(j), heading_count(row.text))
        )
        state.used.add(j)
        if not self._is_part(j) or not self._names.fits(
            self._rows[following].text, state.context
        ):
            state.end_place()

    def _is_part(self, j: int) -> bool:
        """Tell whether a group is surely one inside the place that holds."""
        state = self._state
        if state.place_row is None or heads_elsewhere(self._rows[j].text):
            return False
        shape = self._heads.shape(j)
        if state.group_shape is None and not any(
            item.row.first > self._rows[state.place_row].first for item in state.items
        ):
            of_place = self._heads.shape(state.place_row)
            if shape != of_place or is_group_heading(self._rows[j].text):
                state.group_shape = shape
        return state.group_shape == shape

    def _settle_place(self, i: int) -> None:
        """End the place whose rows are indented before one that is not."""
        state = self._state
        if state.place_row is None:
            return
        heading, row = self._rows[state.place_row], self._rows[i]
        if row.mark.indent > heading.mark.indent:
            state.place_indent = heading.mark.indent
        elif state.place_indent is not None:
            state.end_place()

    def _add_place_itself(self, place: Place, j: int) -> None:
        """Take a prefecture on its own line for the place above it, or for an item."""
        state = self._state
        last = state.items[-1]
        if not last.context and self._names.fits(last.text, place.text):
            last.context = place.text
            return
        state.end_place()
        state.items.append(Item(self._rows[j], place.text, group=state.group))

    def _whole(self, j: int) -> str:
        return self._lines[self._rows[j].first].text.strip()

    def _where(self, j: int) -> str:
        line = self._lines[self._rows[j].first]
        page = f"page {line.page}, " if line.page else ""
        return f"{page}line {line.line}"


def _is_open(text: str) -> bool:
    return len(_OPENING.findall(text)) > len(_CLOSING.findall(text))
