"""How the rows of a list are laid out over lines of their own."""

from collections.abc import Callable, Sequence
from itertools import pairwise, zip_longest

from analysis.sources.lines.groups import (
    Place,
    is_group_heading,
    place_text,
    read_place,
)
from analysis.sources.lines.names import LineNames, is_prefecture, with_place
from analysis.sources.lines.pieces import (
    has_type_word,
    names_of_line,
    states_prefecture,
)
from analysis.sources.lines.rows import Row, is_note
from analysis.sources.lines.state import Item


def cells_below(places: Sequence[int], rows: Sequence[Row], names: LineNames) -> int:
    """Return how many lines are further cells of each row.

    That is for rows whose number has its own line, and all of which have as many.
    """
    if len(places) < 3 or not rows[places[0]].form.endswith(" alone"):
        return 0
    counts = {then - i - 1 for i, then in pairwise(places)}
    cells = counts.pop()
    if counts or not cells:
        return 0
    for i in places[:-1]:
        for row in rows[i + 1 : i + 1 + cells]:
            place = read_place(row.text, names.known)
            is_head = is_group_heading(row.text) or (place and not place.is_plain)
            if row.form or is_head or is_note(row.text):
                return 0
    return cells


def keep_naming_cells(items: Sequence[Item], names: LineNames) -> None:
    """Leave of items with cells under them the column that names the entities.

    Where several columns name some, as those of partners do, all stay together.
    """
    if not any(item.cells for item in items):
        return
    columns = [*zip_longest(*([item.text, *item.cells] for item in items))]
    named = _count(columns, names.is_name)
    if not any(named):
        named = _count(columns, names.is_entity)
    chosen = columns[named.index(max(named))]
    for item, cell in zip(items, chosen, strict=True):
        if sum(map(bool, named)) == 1 and cell:
            item.text = cell
        else:
            item.text = " ".join((item.text, *item.cells))


def places_below(
    places: Sequence[int], rows: Sequence[Row], names: LineNames
) -> list[str]:
    """Return the prefectures on the lines under the rows, if each has its own there."""
    if len(places) < 2 or not rows[places[0]].form:
        return []
    found = []
    for i in places:
        row = rows[i + 1] if i + 1 < len(rows) else None
        place = row and not row.form and read_place(row.text, names.known)
        text = rows[i].text
        if not (
            place
            and place.is_plain
            and names.fits(text, place.text)
            and not states_prefecture(text, names.known)
        ):
            return []
        found.append(place.text)
    return found


def prefectures_lead(
    places: Sequence[int], rows: Sequence[Row], names: LineNames
) -> bool:
    """Tell whether bare names stand under the prefectures of a list.

    Under a bullet, one is enough; under a number, one line carries the row on.
    """
    least = 1 if rows[places[0]].mark.kind == "bullet" else 2
    return any(
        i + least < len(rows)
        and is_prefecture(names.known(rows[i].text))
        and all(
            not row.form and names.is_municipality(row.text)
            for row in rows[i + 1 : i + 1 + least]
        )
        for i in places
    )


def heads_indented(j: int, rows: Sequence[Row], names: LineNames) -> bool:
    """Tell whether a name without its type stands over indented names with theirs.

    石狩 over 千歳市 is a part of Hokkaido and not 石狩市.
    """
    row = rows[j]
    following = rows[j + 1] if j + 1 < len(rows) else None
    return (
        following is not None
        and following.mark.indent > row.mark.indent
        and is_stem(row.text, names)
        and _is_typed(following.text, names)
    )


def is_stem(text: str, names: LineNames) -> bool:
    """Tell whether a text could be a name of a body but for its type: 石狩."""
    bare = place_text(text)
    what = names.known(bare)
    return what.kind == "body" and not has_type_word(bare) and not is_prefecture(what)


def city_over_wards(j: int, rows: Sequence[Row], names: LineNames) -> Place | None:
    """Return the city that a row is the heading of: a ward of it is right below.

    The ward is indented, or has another mark.
    """
    row = rows[j]
    following = rows[j + 1] if j + 1 < len(rows) else None
    if following is None or not following.text.endswith(("区", "Ward", "-ku")):
        return None
    is_below = following.mark.indent > row.mark.indent or following.form != row.form
    bare = place_text(row.text)
    if not is_below or not has_type_word(bare) or names.known(bare).kind != "body":
        return None
    if names.known(with_place(following.text, bare)).entity_type != "ward":
        return None
    return Place(bare, bare == row.text, None, is_county=True)


def _is_typed(text: str, names: LineNames) -> bool:
    return has_type_word(text) or bool(names_of_line(text, names.known))


def _count(
    columns: Sequence[Sequence[str | None]], tell: Callable[[str], bool]
) -> list[int]:
    return [sum(bool(cell) and tell(cell) for cell in column) for column in columns]
