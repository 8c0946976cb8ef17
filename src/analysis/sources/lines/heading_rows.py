"""The rows above and between those of one list → which of them head it, or a part."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from analysis.sources.lines.groups import (
    Place,
    could_be_heading,
    is_group_heading,
    is_header,
    read_place,
)
from analysis.sources.lines.headings import heads_chosen
from analysis.sources.lines.names import LineNames
from analysis.sources.lines.pieces import names_or_line
from analysis.sources.lines.rows import Row, is_date, is_note, is_prose
from analysis.sources.lines.shape import city_over_wards, heads_indented, is_stem

# Lines above the first row among which its headings are, and how many they can be.
_MOST_ABOVE = 4
_MOST_HEADINGS = 2


class HeadingRows:
    """Tells which rows are headings of one list.

    Parameters
    ----------
    places : sequence of int
        Positions of the rows that are its items.
    rows : sequence of Row
        The rows of the document.
    names : LineNames
        What they name.
    """

    def __init__(
        self, places: Sequence[int], rows: Sequence[Row], names: LineNames
    ) -> None:
        self._places = places
        self._rows = rows
        self._names = names
        above = rows[max(places[0] - 2, 0) : places[0]]
        self._forms_above = {row.form for row in above} - {""}

    def above(self) -> Iterator[tuple[int, Place | None]]:
        """Give the headings over the first row, with the place that each is, if any."""
        first = self._places[0]
        shapes = self._shapes_inside()
        for j in reversed(self._nearest_above(shapes)):
            row, place = self._rows[j], self.place(j)
            if place:
                if self.is_over(place, first) and not self._is_publisher(place, j):
                    yield j, place
                continue
            is_near = self._rows[first].first - row.last <= 2
            if (
                self.shape(j) in shapes
                or (is_near and is_group_heading(row.text))
                or heads_indented(j, self._rows, self._names)
            ):
                yield j, None

    def place(self, j: int) -> Place | None:
        """Return the prefecture, county or city that a row is the heading of."""
        place = read_place(self._rows[j].text, self._names.known)
        return place or city_over_wards(j, self._rows, self._names)

    def is_over(self, place: Place, following: int) -> bool:
        """Tell whether a prefecture is a heading: what stands under it lies in it."""
        if not place.is_plain or place.is_county:
            return True
        texts = names_or_line(self._rows[following].text, self._names.known)
        return any(self._names.fits(text, place.text) for text in texts)

    def is_group(self, j: int, *, before: int, following: int) -> bool:
        """Tell whether a row between two of the list heads a group of it."""
        row = self._rows[j]
        if not could_be_heading(row.text) or is_prose(row.text):
            return False
        if is_group_heading(row.text) or heads_indented(j, self._rows, self._names):
            return True
        if row.form:
            return row.form in self._forms_above and (
                is_stem(row.text, self._names)
                or not self._names.is_municipality(row.text)
            )
        return (
            self._begins_anew(before, following)
            and not is_header(row.text)
            and all(is_note(rest.text) for rest in self._rows[j + 1 : following])
        )

    def shape(self, j: int) -> str:
        """Return what a line looks like as a heading: its form, or its first sign."""
        row = self._rows[j]
        if row.form:
            return row.form
        return row.text[0] if not row.text[0].isalnum() else "plain"

    def _nearest_above(self, shapes: set[str]) -> list[int]:
        """Return which rows over the first could be headings, the nearest first."""
        first = self._places[0]
        above: list[int] = []
        for j in range(first - 1, max(first - 1 - _MOST_ABOVE, -1), -1):
            row = self._rows[j]
            is_column = is_header(row.text) and not row.form
            if (is_column and self.shape(j) not in shapes) or is_note(row.text):
                continue
            if (
                len(above) == _MOST_HEADINGS
                or not could_be_heading(row.text)
                or is_prose(row.text)
            ):
                break
            above.append(j)
        return above

    def _shapes_inside(self) -> set[str]:
        """Return what the headings inside the list look like.

        A heading over the first row is one if it looks like those.
        """
        return {
            self.shape(j)
            for before, following in pairwise(self._places)
            for j in range(before + 1, following)
            if self.is_group(j, before=before, following=following)
        }

    def _begins_anew(self, before: int, following: int) -> bool:
        """Tell whether the count of the list starts anew between two rows."""
        one, two = self._rows[before].mark.order, self._rows[following].mark.order
        return one is not None and two is not None and two <= one

    def _is_publisher(self, place: Place, j: int) -> bool:
        """Tell whether a prefecture above a list could be who publishes it.

        That is so above a title, and beside a date but where others head rows, too.
        """
        if not place.is_plain or place.is_county:
            return False
        first, last = self._places[0], self._places[-1]
        if not all(map(self._is_below_heading, self._rows[j + 1 : first])):
            return True
        beside = self._rows[max(j - 1, 0) : j + 2]
        return any(is_date(row.text) for row in beside) and not any(
            (other := read_place(self._rows[n].text, self._names.known))
            and self.is_over(other, n + 1)
            for n in range(first + 1, last)
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
