"""The rows of one list → the list: lines carried on, headings, groups, what is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
from analysis.sources.lines.headings import heads_chosen
from analysis.sources.lines.names import LineNames, is_prefecture, with_place
from analysis.sources.lines.pieces import names_of_line
from analysis.sources.lines.rows import Row, is_date, is_note, is_prose, joined
from analysis.sources.lines.shape import (
    cells_below,
    city_over_wards,
    heads_indented,
    is_stem,
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
# Lines above the first row that can be its headings.
_MOST_ABOVE = 4


@dataclass(frozen=True)
class Listed:
    """A list, with the rows that are its items, its headings, and carried on."""

    found: Found
    rows: frozenset[int]
    headings: frozenset[int]
    carried: frozenset[int]


class ListReader:
    """Reads the lists of one document.

    Parameters
    ----------
    lines : sequence of Line
        All lines.
    rows : sequence of Row
        The rows that they make.
    names : LineNames
        What they name.
    """

    def __init__(
        self, lines: Sequence[Line], rows: Sequence[Row], names: LineNames
    ) -> None:
        self._lines = lines
        self._rows = rows
        self._names = names
        # Of the list being read: the forms of the rows above it, and its layout.
        self._forms_above: set[str] = set()
        self._has_names_below = False

    def read(self, places: Sequence[int]) -> Listed:
        """Return the list whose items begin at the rows given by position."""
        state = ListState()
        cells = cells_below(places, self._rows, self._names)
        self._has_names_below = prefectures_lead(places, self._rows, self._names)
        own = places_below(places, self._rows, self._names)
        self._read_above(places, state)
        for n, i in enumerate(places):
            if n:
                between = range(places[n - 1] + 1 + len(own[:1]), i)
                self._read_between(between, i, places[n - 1], cells, state)
            row = self._rows[i]
            self._settle_place(i, state)
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
            self._read_below(places[-1], cells, state)
        keep_naming_cells(state.items, self._names)
        return Listed(
            found_of(state, self._lines, self._names),
            frozenset(places),
            frozenset(state.used),
            frozenset(state.carried),
        )

    # --- between the rows ---------------------------------------------------------

    def _read_above(self, places: Sequence[int], state: ListState) -> None:
        first = places[0]
        shapes = self._shapes_inside(places)
        above: list[int] = []
        for j in range(first - 1, max(first - 1 - _MOST_ABOVE, -1), -1):
            row = self._rows[j]
            is_column = is_header(row.text) and not row.form
            if (is_column and self._shape(j) not in shapes) or is_note(row.text):
                continue
            if len(above) == 2 or not (
                could_be_heading(row.text) and not is_prose(row.text)
            ):
                break
            above.append(j)
        for j in reversed(above):
            row = self._rows[j]
            place = self._place(j)
            if place and self._is_heading(place, first):
                if not self._is_publisher(place, j, places):
                    self._begin_place(place, j, state)
            elif not place and (
                self._shape(j) in shapes
                or (is_group_heading(row.text) and self._are_near(j, first))
                or heads_indented(j, self._rows, self._names)
            ):
                self._begin_group(j, first, state)

    def _read_between(
        self,
        between: Sequence[int],
        following: int,
        before: int,
        cells: int,
        state: ListState,
    ) -> None:
        rows, known = self._rows, self._names.known
        anew = self._begins_anew(before, following)
        carries_on = True
        for n, j in enumerate(between):
            row = rows[j]
            text = self._whole(j)
            if is_note(text) or is_field(row.text):
                continue
            if carries_on and self._carry_on(j, before, n < cells, state):
                continue
            carries_on = False
            place = self._place(j)
            after = read_place_after(row.text, known)
            total = read_total(row.text)
            if after:
                place_those_above(after, state.items, self._names)
            elif total is not None:
                state.totals.append((total, self._where(j), len(state.items)))
            elif place and self._is_heading(place, following):
                self._begin_place(place, j, state)
            elif place and place.is_plain and not row.form:
                self._add_place_itself(place, j, state)
            elif self._is_group(j, following, anew):
                self._begin_group(j, following, state)
            else:
                if not is_of_pages(row.text):
                    state.end_place()
                state.problems.append(
                    f"{self._where(j)}, between two rows of the list, was not read as "
                    f"an entity: {text!r}"
                )

    def _read_below(self, last: int, cells: int, state: ListState) -> None:
        known = self._names.known
        end = min(last + 1 + _MOST_ABOVE, len(self._rows))
        carries_on = True
        for n, j in enumerate(range(last + 1, end)):
            row = self._rows[j]
            if is_note(self._whole(j)) or is_field(row.text):
                continue
            if carries_on and self._carry_on(j, last, n < cells, state, is_last=True):
                continue
            carries_on = False
            after = read_place_after(row.text, known)
            total = read_total(row.text)
            if after:
                place_those_above(after, state.items, self._names)
            elif total is not None:
                state.totals.append((total, self._where(j), len(state.items)))
            elif is_aside(row.text):
                state.problems.append(
                    f"{self._where(j)}, below the list, is not of it: {row.text!r}"
                )
            else:
                return

    def _carry_on(
        self,
        j: int,
        before: int,
        is_cell: bool,
        state: ListState,
        is_last: bool = False,
    ) -> bool:
        """Join a row to the item before it, if it is part of that."""
        row, item = self._rows[j], state.items[-1]
        if row.form or (state.items[-1].row is not self._rows[before]):
            return False
        gap = row.first - self._rows[j - 1].last - 1
        known = self._names.known
        if is_cell:
            both = joined(item.text, row.text)
            if not item.cells and self._names.reads_better(both, item.text):
                item.text = both
            else:
                item.cells.append(row.text)
            state.carried.add(j)
            return True
        place = read_place(row.text, known)
        both = joined(item.text, row.text)
        better = self._names.reads_better(both, item.text)
        if (
            gap
            or not could_be_heading(row.text[:40])
            or (is_header(row.text) and not better)
            or read_total(row.text) is not None
            or read_place_after(row.text, known)
            or (place and not place.is_plain)
            or (is_group_heading(row.text) and row.text[0] not in "（(")
            or (item.row.form == "" and not self._is_open(item.text))
        ):
            return False
        if is_prefecture(known(item.text)) and self._has_names_below:
            return False
        deeper = row.mark.indent > item.row.mark.indent and (
            not is_last or bool(state.carried)
        )
        if (
            self._is_open(item.text)
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

    @staticmethod
    def _is_open(text: str) -> bool:
        return len(_OPENING.findall(text)) > len(_CLOSING.findall(text))

    # --- headings -----------------------------------------------------------------

    def _place(self, j: int) -> Place | None:
        """Return the prefecture, county or city that a row is the heading of."""
        place = read_place(self._rows[j].text, self._names.known)
        return place or city_over_wards(j, self._rows, self._names)

    def _is_heading(self, place: Place, following: int) -> bool:
        """Tell whether a prefecture is a heading: what stands under it lies in it."""
        return (
            not place.is_plain
            or place.is_county
            or any(
                self._names.fits(text, place.text)
                for text in self._texts_of(self._rows[following].text)
            )
        )

    def _is_publisher(self, place: Place, j: int, places: Sequence[int]) -> bool:
        """Tell whether a prefecture above a list could be who publishes it.

        That is so above a title, and beside a date but where others head rows, too.
        """
        if not place.is_plain or place.is_county:
            return False
        between = self._rows[j + 1 : places[0]]
        if not all(self._is_below_heading(row) for row in between):
            return True
        beside = self._rows[max(j - 1, 0) : j + 2]
        return any(is_date(row.text) for row in beside) and not any(
            (other := read_place(self._rows[n].text, self._names.known))
            and self._is_heading(other, n + 1)
            for n in range(places[0] + 1, places[-1])
        )

    def _is_below_heading(self, row: Row) -> bool:
        """Tell whether a row can stand between a heading and what is under it."""
        text = row.text
        return (
            is_note(text)
            or is_date(text)
            or (is_header(text) and not heads_chosen(text))
            or is_group_heading(text)
            or read_place(text, self._names.known) is not None
        )

    def _texts_of(self, text: str) -> list[str]:
        found = names_of_line(text, self._names.known)
        return [name.text for name in found] or [text]

    def _is_group(self, j: int, following: int, anew: bool) -> bool:
        row = self._rows[j]
        if not could_be_heading(row.text) or is_prose(row.text):
            return False
        if is_group_heading(row.text) or heads_indented(j, self._rows, self._names):
            return True
        if row.form:
            return self._leads_first(row) and (
                is_stem(row.text, self._names)
                or not self._names.is_municipality(row.text)
            )
        rest = self._rows[j + 1 : following]
        return anew and not is_header(row.text) and all(is_note(r.text) for r in rest)

    def _leads_first(self, row: Row) -> bool:
        return row.form in self._forms_above

    def _shapes_inside(self, places: Sequence[int]) -> set[str]:
        """Return what the headings inside the list look like.

        A heading over the first row is one if it looks like those.
        """
        first = places[0]
        self._forms_above = {
            self._rows[j].form for j in range(max(first - 2, 0), first)
        } - {""}
        shapes = set()
        for i, then in pairwise(places):
            anew = self._begins_anew(i, then)
            for j in range(i + 1, then):
                if self._is_group(j, then, anew):
                    shapes.add(self._shape(j))
        return shapes

    def _shape(self, j: int) -> str:
        """Return what a line looks like as a heading: its form, or its first sign."""
        row = self._rows[j]
        if row.form:
            return row.form
        return row.text[0] if not row.text[0].isalnum() else "plain"

    def _begins_anew(self, before: int, following: int) -> bool:
        one, two = self._rows[before].mark.order, self._rows[following].mark.order
        return one is not None and two is not None and two <= one

    def _are_near(self, j: int, following: int) -> bool:
        return self._rows[following].first - self._rows[j].last <= 2

    def _begin_place(self, place: Place, j: int, state: ListState) -> None:
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

    def _begin_group(self, j: int, following: int, state: ListState) -> None:
        row = self._rows[j]
        text = row.text if row.mark.kind in ("bullet", "") else self._whole(j)
        state.group = text.rstrip(":： ").lstrip("# ")
        state.group_head = len(state.headings)
        state.headings.append(
            Heading(self._whole(j), self._where(j), heading_count(row.text))
        )
        state.used.add(j)
        if not self._is_part(j, state) or not self._names.fits(
            self._rows[following].text, state.context
        ):
            state.end_place()

    def _is_part(self, j: int, state: ListState) -> bool:
        """Tell whether a group is surely one inside the place that holds."""
        if state.place_row is None or heads_elsewhere(self._rows[j].text):
            return False
        shape = self._shape(j)
        if state.group_shape is None and not any(
            item.row.first > self._rows[state.place_row].first for item in state.items
        ):
            of_place = self._shape(state.place_row)
            if shape != of_place or is_group_heading(self._rows[j].text):
                state.group_shape = shape
        return state.group_shape == shape

    def _settle_place(self, i: int, state: ListState) -> None:
        """End the place whose rows are indented before one that is not."""
        if state.place_row is None:
            return
        heading, row = self._rows[state.place_row], self._rows[i]
        if row.mark.indent > heading.mark.indent:
            state.place_indent = heading.mark.indent
        elif state.place_indent is not None:
            state.end_place()

    def _add_place_itself(self, place: Place, j: int, state: ListState) -> None:
        """Take a prefecture on its own line for the place above it, or for an item."""
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
