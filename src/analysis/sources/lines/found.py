"""The rows of a list and their headings → its items, and what does not add up."""

from collections import Counter
from collections.abc import Iterator, Sequence

from analysis.documents.model import Line
from analysis.sources.entries.wording import DITTO
from analysis.sources.items import Found, as_items
from analysis.sources.lines.groups import bracketed_group, group_line, labelled
from analysis.sources.lines.names import LineNames, is_prefecture
from analysis.sources.lines.pieces import (
    names_of_line,
    names_or_line,
    prefecture_in,
    states_prefecture,
    take_place,
    without_ends,
)
from analysis.sources.lines.rows import without_remark
from analysis.sources.lines.state import Item, ListState

_KINDS = {
    "number": "numbered lines",
    "letter": "lettered lines",
    "bullet": "bulleted lines",
    "": "lines with names",
}


def found_of(state: ListState, lines: Sequence[Line], names: LineNames) -> Found:
    """Return the list whose rows were gathered.

    Parameters
    ----------
    state : ListState
        The rows, with headings and totals.
    lines : sequence of Line
        All lines of the document.
    names : LineNames
        What they name.
    """
    known = names.known
    for n, item in enumerate(state.items):
        _, place, is_above = take_place(item.text, known)
        if is_above:
            place_those_above(place, state.items[:n], names)
    reader = _Expansion(lines, names, state.items)
    dicts: list[dict] = []
    until: list[int] = []
    counts: Counter[int] = Counter()
    for item in state.items:
        dicts += reader.expanded(item)
        found = len(dicts) - (until[-1] if until else 0)
        until.append(len(dicts))
        for head in item.heads:
            counts[head] += found
    frame = as_items(dicts)
    first = state.items[0].row
    return Found(
        items=frame,
        how=_how(state, lines),
        names=names.count(frame),
        structure=2 if first.form else 1,
        problems=(*state.problems, *_miscounted(state, counts, until)),
    )


def place_those_above(place: str, items: Sequence[Item], names: LineNames) -> None:
    """Give a prefecture to the last items, up to one that has its own."""
    for item in reversed(items):
        if item.heads != items[-1].heads:
            return
        if item.context or states_prefecture(item.text, names.known):
            return
        item.context = place


class _Expansion:
    """Takes rows apart that hold several items; a prefecture on one is carried on."""

    def __init__(
        self, lines: Sequence[Line], names: LineNames, items: Sequence[Item]
    ) -> None:
        self._lines = lines
        self._names = names
        self._needs_colon = True
        self._needs_colon = all(len(self._of_group(item)) < 2 for item in items)
        self._carried = ""
        self._carrier: Item | None = None
        self._is_open = False  # the row before ends as if more came
        self._stated = ""  # by the name before

    def expanded(self, item: Item) -> list[dict]:
        known = self._names.known
        line = self._lines[item.row.first]
        context = item.context or self._carried_to(item)
        if not context and DITTO.match(item.text):
            context = self._stated
        pairs, group = self._of_group(item), item.group
        if pairs:
            self._carried, self._carrier = pairs[-1][1], item
        elif not item.row.form:
            named = names_of_line(item.text, known)
            label = labelled(item.text)
            if label and not is_prefecture(known(label[0])):
                named = names_of_line(label[1], known)
                group = label[0] if named else group
            if len(named) > 1 or (named and (label or named[0].context)):
                pairs = [(name.text, name.context or context) for name in named]
        if not pairs:
            text = item.text if item.row.form else without_remark(item.text)
            text, place, is_above = take_place(without_ends(text) or text, known)
            pairs = [(text, place if is_above else context)]
        self._is_open = item.text != without_ends(item.text)
        self._stated = prefecture_in(pairs[-1][0]) or pairs[-1][1]
        return [
            {
                "number": item.number,
                "text": text,
                "context": "" if is_prefecture(known(text)) else place,
                "group": group,
                "page": line.page,
                "line": line.line,
            }
            for text, place in pairs
        ]

    def _carried_to(self, item: Item) -> str:
        """Return the prefecture of the line before, if it goes on in a bare line."""
        if not self._carried or item.row.form or item.group != self._carrier.group:
            return ""
        is_deeper = item.row.mark.indent > self._carrier.row.mark.indent
        if not (self._is_open or is_deeper):
            return ""
        texts = names_or_line(item.text, self._names.known)
        fits = all(self._names.fits(text, self._carried) for text in texts)
        return self._carried if fits else ""

    def _of_group(self, item: Item) -> list[tuple[str, str]]:
        """Return the names that follow a prefecture on the same line."""
        known = self._names.known
        parts = group_line(item.text)
        if not item.row.form:
            parts = bracketed_group(item.text) or parts
        if not parts or not is_prefecture(known(parts[0])):
            return []
        head, rest, is_marked = parts
        named = names_of_line(rest, known)
        if not named and is_marked:
            text = without_ends(rest)
            return [(text, head)] if self._names.is_name(text) else []
        if len(named) < 2 and self._needs_colon and not is_marked:
            return []
        return [(name.text, name.context or head) for name in named]


def _miscounted(
    state: ListState, counts: Counter[int], until: Sequence[int]
) -> Iterator[str]:
    for n, heading in enumerate(state.headings):
        found = counts[n]
        if heading.count is not None and heading.count != found:
            yield (
                f"{heading.where}: {heading.text!r} states {heading.count}, but "
                f"{found} stand under it"
            )
        elif heading.is_place and not found:
            yield f"{heading.where}: nothing stands under {heading.text!r}"
    for total, where, items in state.totals:
        above = until[items - 1] if items else 0
        heads = state.items[items - 1].heads if items else ()
        if total not in {above, *(counts[head] for head in heads)}:
            yield f"{where}: a total of {total} is stated, but {above} stand above it"


def _how(state: ListState, lines: Sequence[Line]) -> str:
    rows = [item.row for item in state.items]
    first, last = lines[rows[0].first], lines[rows[-1].last]
    said = _KINDS[rows[0].mark.kind if rows[0].form else ""]
    if first.page != last.page:
        said += (
            f" from line {first.line} of page {first.page} to line {last.line} of page "
            f"{last.page}"
        )
    else:
        if first is last:
            said = f"{said.replace('lines', 'line', 1)} {first.line}"
        else:
            said += f" {first.line} to {last.line}"
        said += f" of page {first.page}" if first.page else ""
    groups = len({item.heads for item in state.items if item.heads})
    return f"{said} in {groups} groups" if groups > 1 else said
