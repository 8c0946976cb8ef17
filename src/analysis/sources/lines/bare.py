"""Lines without number or bullet → the lists of names that they make."""

from collections.abc import Sequence

from analysis.names.fold import fold_text
from analysis.sources.entries.wording import ADDRESS
from analysis.sources.lines.groups import (
    bracketed_group,
    could_be_heading,
    group_line,
    is_aside,
    is_group_heading,
    is_header,
    labelled,
    read_place,
    read_place_after,
    read_total,
)
from analysis.sources.lines.names import LineNames, is_prefecture
from analysis.sources.lines.pieces import (
    could_be_name,
    has_label,
    has_type_word,
    is_clause,
    looks_like_name,
    names_of_line,
    names_or_line,
    prefecture_in,
)
from analysis.sources.lines.rows import (
    LONGEST_LINE,
    Row,
    is_contact,
    is_date,
    is_note,
    is_sentence,
    without_remark,
)
from analysis.sources.lines.shape import city_over_wards, heads_indented, is_stem

# What a document calls itself or its publisher, and what its sentences are about: on a
# line of its own it is no row, unless it stands among rows.
_NO_ROWS = frozenset(
    (
        "a ministry",
        "an office of the state",
        "an agency of the state",
        "a bureau",
        "a section of an office",
        "a department of an office",
        "a branch office",
        "a part of a municipality",
        "several bodies, not all of them named",
        "a natural feature",
        "an address or a part of a municipality",
    )
)
_SAYS_LIST = (
    "団体",
    "採択",
    "選定",
    "決定",
    "支援",
    "select",
    "applicant",
    "entit",
    "adopt",
)


def bare_lists(
    rows: Sequence[Row], names: LineNames, *, taken: frozenset[int]
) -> list[list[int]]:
    """Return the lists that bare rows make, each as positions in `rows`.

    A row names one body or several. What stands between such rows, as near to them as
    they to each other, is an item too; headings and notes are passed over. Rows that
    are `taken` are of another list.
    """
    reader = _Reader(rows, names, taken)
    found: list[list[int]] = []
    current: list[int] = []
    has_heading = False
    for i in range(len(rows)):
        kind = reader.kind(i)
        if kind == "head":
            has_heading = True
        elif kind in ("names", "place"):
            if kind == "place" and reader.is_heading(i, current):
                has_heading = True
                continue
            current.append(i)
        elif kind == "other" and (
            reader.is_item(i, current) if current else reader.is_first(i)
        ):
            current.append(i)
        elif kind in ("stop", "other") and current:
            found += [current] if reader.counts(current, has_heading) else []
            current, has_heading = [], False
        elif kind == "stop":
            has_heading = False
    if current and reader.counts(current, has_heading):
        found.append(current)
    return found


class _Reader:
    """Tells what bare rows are; what is asked twice is remembered."""

    def __init__(
        self, rows: Sequence[Row], names: LineNames, taken: frozenset[int]
    ) -> None:
        self._rows = rows
        self._names = names
        self._kinds = dict.fromkeys(taken, "stop")
        self._outer: int | None = None

    def kind(self, i: int) -> str:
        """Return what a row is: names, place, head, passed, other or stop."""
        if i not in self._kinds:
            self._kinds[i] = self._kind(i)
        return self._kinds[i]

    def is_heading(self, i: int, current: Sequence[int]) -> bool:
        """Tell whether a prefecture is the heading of what is under it."""
        row = self._rows[i]
        place = read_place(row.text, self._names.known)
        if place.is_plain and not place.is_county and not row.form:
            following = self._next(i)
            texts = self._texts(following) if following is not None else []
            among = (
                bool(current)
                and self._outer is not None
                and row.mark.indent == self._rows[current[-1]].mark.indent > self._outer
            )
            if (
                among
                or all(map(prefecture_in, texts))  # each says where it lies itself
                or not any(self._names.fits(text, place.text) for text in texts)
            ):
                return False
        self._outer = row.mark.indent
        return True

    def is_first(self, i: int) -> bool:
        """Tell whether a row that names nothing known leads a list of names."""
        following = i + 1
        return (
            following < len(self._rows)
            and looks_like_name(self._rows[i].text)
            and self.kind(following) == "names"
            and looks_like_name(self._rows[following].text)
        )

    def is_item(self, i: int, current: Sequence[int]) -> bool:
        """Tell whether a row that names nothing known is an item among names."""
        row = self._rows[i]
        if row.form or not could_be_heading(row.text) or current[-1] != i - 1:
            return False
        gap = row.first - self._rows[i - 1].last
        then = self._rows[i + 1] if i + 1 < len(self._rows) else None
        leads = (
            then is not None
            and self.kind(i + 1) == "names"
            and then.first - row.last == gap
        )
        if has_type_word(row.text):
            return gap == 1 or (gap == 2 and leads)
        return gap == 1 and leads and len(current) > 1

    def counts(self, current: Sequence[int], has_heading: bool) -> bool:
        """Tell whether rows make a list: one name that stands alone does not."""
        rows = [self._rows[i] for i in current]
        if len(self._rows) == 1 and not has_label(rows[0].text):
            return True  # a document that is one name
        typed = [row for row in rows if self._is_typed(row.text)]
        named = sum(self._names.is_name(row.text) for row in rows)
        if not typed and (named < 3 or named < len(rows)):
            return False
        if len(rows) > 1 or has_heading or self._listed(rows[0].text) > 1:
            return True
        before = self._rows[current[0] - 1].text.lower() if current[0] else ""
        return any(word in before for word in _SAYS_LIST)

    def _kind(self, i: int) -> str:
        row, known = self._rows[i], self._names.known
        text = row.text
        if is_note(text) or is_date(text):
            return "passed"
        if is_sentence(text) or is_contact(text) or is_aside(text):
            return "stop"
        if len(text) > LONGEST_LINE:
            is_list = not row.form and self._names.is_body(text)
            return "names" if is_list else "stop"
        if read_place(text, known):
            return "place" if not row.form or self._leads(i) else "stop"
        if row.form:
            is_head = is_group_heading(text) or could_be_heading(text)
            return "passed" if is_head and self._leads(i) else "stop"
        if read_place_after(text, known) or read_total(text) is not None:
            return "passed"
        if is_header(text) or (is_group_heading(text) and not self._is_in_brackets(i)):
            return "passed"
        if city_over_wards(i, self._rows, self._names) or heads_indented(
            i, self._rows, self._names
        ):
            return "head"
        if self._listed(text) or self._is_one(text):
            return "names"
        return "stop" if ADDRESS.search(fold_text(text)) else "other"

    def _is_one(self, text: str) -> bool:
        """Tell whether a line names one entity; beside a body there can be columns."""
        text = without_remark(text)
        what = self._names.known(text.strip("、，,;；・ "))
        if what.kind in ("body", "joint", "union"):
            return True
        if what.kind in ("near", "misplaced"):
            return could_be_name(text) or self._names.is_body(text)
        if what.kind == "organization":
            return not (
                what.said in _NO_ROWS
                or ADDRESS.search(fold_text(text))
                or is_clause(text)
            )
        return self._names.is_body(text)

    def _is_in_brackets(self, i: int) -> bool:
        """Tell whether a row is 「北上市」, and no 【市】 or 【石狩】 over others."""
        text = self._rows[i].text
        if (
            text[0].isalnum()
            or not self._names.is_body(text)
            or not self._names.is_municipality(text)
        ):
            return False
        following = self._rows[i + 1].text if i + 1 < len(self._rows) else text
        return following[0] == text[0] or not is_stem(text, self._names)

    def _is_typed(self, text: str) -> bool:
        what = self._names.known(text)
        return (
            self._names.is_typed_body(text)
            or self._listed(text) > 0
            or what.kind == "union"
            or (what.is_name and (has_type_word(text) or is_prefecture(what)))
        )

    def _listed(self, text: str) -> int:
        """Return how many names a line lists, with or without a prefecture before."""
        known = self._names.known
        parts = bracketed_group(text) or group_line(text)
        if parts and is_prefecture(known(parts[0])):
            named = len(names_of_line(parts[1], known))
            if named > 1 or (parts[2] and self._names.is_name(parts[1])):
                return max(named, 1)
        label = labelled(text)
        if label and not is_prefecture(known(label[0])):
            return len(names_of_line(label[1], known))
        named = len(names_of_line(text, known))
        return named if named > 1 or has_type_word(text) else 0

    def _leads(self, i: int) -> bool:
        """Tell whether bare names stand right under a marked row."""
        following = i + 1
        return (
            following < len(self._rows)
            and not self._rows[following].form
            and self.kind(following) == "names"
        )

    def _next(self, i: int) -> int | None:
        """Return the next row that names something and is no other prefecture."""
        for j in range(i + 1, min(i + 6, len(self._rows))):
            kind = self.kind(j)
            if kind == "names":
                return j
            if kind == "place":
                if not read_place(self._rows[j].text, self._names.known).is_county:
                    return None
            elif kind != "passed":
                return None
        return None

    def _texts(self, i: int) -> list[str]:
        return names_or_line(self._rows[i].text, self._names.known)
