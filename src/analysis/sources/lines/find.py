"""Running text of a document → every list that it holds: the items, best list first."""

from collections.abc import Iterator, Sequence

from analysis.documents.model import Line
from analysis.sources.items import Found
from analysis.sources.known import Known
from analysis.sources.lines.bare import bare_lists
from analysis.sources.lines.groups import bracketed_group, group_line, place_text
from analysis.sources.lines.marked import marked_lists
from analysis.sources.lines.names import LineNames
from analysis.sources.lines.pieces import texts_to_look_up
from analysis.sources.lines.reader import Listed, read_list
from analysis.sources.lines.rows import (
    LONGEST_LINE,
    Row,
    is_contact,
    is_prose,
    joined,
    read_rows,
)
from analysis.sources.lines.sentence import sentence_lists

# A bare line with more is no list of names.
_LONGEST_BARE = 120


def find_in_lines(lines: Sequence[Line], known: Known) -> list[Found]:
    """Return every list that lines of text hold, best first.

    Parameters
    ----------
    lines : sequence of Line
        The lines of a document, blank ones included, without those of its tables.
    known : Known
        What the register makes of a text.

    Returns
    -------
    list of Found
        First the lists in which most names are found, of those the plainer; then
        sentences that do not say that anything was chosen. A list whose numbers start
        anew under each heading is there as a whole, and after it each part.
    """
    rows = read_rows(lines)
    names = LineNames(known)
    known.look_up(_texts_to_look_up(rows))
    names.read(row.text for row in rows if row.form)
    lists = [
        read_list(places, rows, names, lines=lines)
        for places in marked_lists(rows, names)
    ]
    carried = frozenset().union(*(one.carried for one in lists))
    lists += [
        read_list(places, rows, names, lines=lines)
        for places in bare_lists(rows, names, taken=carried)
    ]
    listed = _without_headings(lists)
    taken = frozenset(
        place
        for one in listed
        for i in one.rows | one.carried
        for place in range(rows[i].first, rows[i].last + 1)
    )
    sentences = sentence_lists(lines, names, taken=taken)
    found = [(True, one.found) for one in listed] + sentences
    return [
        one
        for _, one in sorted(
            found, key=lambda pair: (-pair[0], -pair[1].names, -pair[1].structure)
        )
    ]


def _texts_to_look_up(rows: Sequence[Row]) -> Iterator[str]:
    """Give what will be asked of the register, so that it is asked at once."""
    for before, row in zip([None, *rows], rows, strict=False):
        text = row.text
        if len(text) > _LONGEST_BARE or is_prose(text) or is_contact(text):
            continue
        yield text
        yield place_text(text)
        if row.form:
            continue
        yield from texts_to_look_up(text)
        for parts in filter(None, (group_line(text), bracketed_group(text))):
            yield parts[0]
            yield from texts_to_look_up(parts[1])
        if before is not None and before.form and len(before.text) <= LONGEST_LINE:
            yield joined(before.text, text)


def _without_headings(lists: Sequence[Listed]) -> list[Listed]:
    """Return the lists but those whose rows are all headings of others."""
    headings = frozenset().union(*(one.headings for one in lists))
    return [one for one in lists if not one.rows <= headings]
