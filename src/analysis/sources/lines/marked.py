"""Numbered, lettered and bulleted lines → the lists that they make."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from analysis.sources.lines.groups import (
    could_be_heading,
    is_group_heading,
    place_text,
)
from analysis.sources.lines.headings import heads_aside
from analysis.sources.lines.names import LineNames, is_prefecture
from analysis.sources.lines.rows import (
    WIDEST_GAP,
    Row,
    is_contact,
    is_note,
    is_of_contents,
    is_prose,
    is_sentence,
    joined,
)
from analysis.sources.lines.shape import city_over_wards, heads_indented, is_stem

# Lines of headings, notes and details between two rows of one list.
_MOST_BETWEEN = 8
# What numbered headings of a document say after its list.
_AFTER_LISTS = (
    *("公募", "概要", "募集", "スケジュール", "問合", "問い合わせ", "連絡先", "今後"),
    *("予定", "参考", "別紙", "資料", "目的", "背景", "contact", "schedule"),
    *("overview", "reference", "inquir", "attachment", "appeal", "future", "next"),
    *("purpose", "background"),
)  # fmt: skip


def marked_lists(rows: Sequence[Row], names: LineNames) -> list[list[int]]:
    """Return the lists that marked rows make, each as positions in `rows`.

    A list has rows of one form. It goes on over headings and notes; over prose only if
    its count goes on too. Where its count starts anew under a heading, the whole is one
    list, and so is each part. Runs in which nothing is named are none.
    """
    forms = _forms(rows, names)
    found: list[list[int]] = []
    for places in forms.values():
        if rows[places[0]].mark.kind == "bullet":
            runs = [
                _without_idle_ends(part, rows, names)
                for run in _bulleted(places, rows, names)
                for part in _by_indent(run, rows, names)
            ]
            found += [run for run in runs if _counts(run, rows, names)]
        else:
            runs = [
                _without_heading_at_end(run, rows, names)
                for run in _counted(places, rows, names)
            ]
            runs = [run for run in runs if _counts(run, rows, names)]
            found += _with_groups(runs, rows, names)
    return found


def _forms(rows: Sequence[Row], names: LineNames) -> dict[str, list[int]]:
    """Return where the rows of each form stand; bullets that alternate are one form.

    Sentences are no rows, but for those that carry the count on.
    """
    forms: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        if row.form and not (is_note(row.text) or is_of_contents(row.text)):
            forms[row.form].append(i)
    for form, places in forms.items():
        around = zip([None, *places], places, [*places[1:], None], strict=False)
        forms[form] = [
            i
            for before, i, then in around
            if not is_sentence(rows[i].text)
            or _carries_on(before, i, then, rows, names)
        ]
    forms = {form: places for form, places in forms.items() if places}
    after: set[tuple[str, str]] = set()
    for one, two in pairwise(rows):
        if (
            one.mark.kind == two.mark.kind == "bullet"
            and one.form != two.form
            and one.mark.indent == two.mark.indent
            and names.is_municipality(one.text)
            and names.is_municipality(two.text)
            and is_stem(one.text, names) == is_stem(two.text, names)
        ):
            after.add((one.form, two.form))
    for one, two in sorted(after):
        if (two, one) in after and one in forms and two in forms:
            forms[one] = sorted(forms[one] + forms.pop(two))
    for form, places in forms.items():
        for i in places:
            rows[i].form = form
    return forms


def _carries_on(
    before: int | None,
    i: int,
    then: int | None,
    rows: Sequence[Row],
    names: LineNames,
) -> bool:
    """Tell whether a numbered sentence stands in the count of the rows beside it.

    The last one does so only if it names somebody: it could be of the text below.
    """
    order = rows[i].mark.order
    if order is None or before is None or i - before > _MOST_BETWEEN:
        return False
    if rows[before].mark.order != order - 1:
        return False
    is_between = (
        then is not None
        and then - i <= _MOST_BETWEEN
        and rows[then].mark.order == order + 1
    )
    return is_between or names.is_entity(rows[i].text)


def _counted(
    places: Sequence[int], rows: Sequence[Row], names: LineNames
) -> list[list[int]]:
    """Return the runs of numbered or lettered rows whose count goes on."""
    runs: list[list[int]] = []
    waiting: dict[int, list[int]] = {}
    current: list[int] = []
    for i in places:
        order = rows[i].mark.order
        step = order - rows[current[-1]].mark.order if current else -1
        if not (0 <= step <= WIDEST_GAP and _is_passable_between(current[-1], i, rows)):
            current = waiting.get(order, [])
            if not (current and names.is_name(rows[i].text)):
                current = []
                runs.append(current)
        if current:
            last = rows[current[-1]].mark.order + 1
            if waiting.get(last) is current:
                del waiting[last]
        current.append(i)
        waiting[order + 1] = current
    return runs


def _bulleted(
    places: Sequence[int], rows: Sequence[Row], names: LineNames
) -> list[list[int]]:
    """Return the runs of bulleted rows with nothing but what is passable between."""
    runs: list[list[int]] = []
    for i in places:
        last = runs[-1][-1] if runs else None
        if last is not None and (
            _is_passable_between(last, i, rows)
            or (
                i - last <= 3
                and not _are_others_between(last, i, rows)
                and names.is_municipality(rows[last].text)
                and names.is_municipality(rows[i].text)
            )
        ):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _by_indent(
    run: list[int], rows: Sequence[Row], names: LineNames
) -> list[list[int]]:
    """Return the inner rows of a run apart from the outer, if those are headings."""
    indents = [rows[i].mark.indent for i in run]
    least = min(indents)
    outer = [i for i, indent in zip(run, indents, strict=True) if indent == least]
    inner = [i for i, indent in zip(run, indents, strict=True) if indent > least]
    if not inner or run[0] != outer[0]:
        return [run]
    outermost = set(outer)
    heads = {i for i, then in pairwise(run) if then not in outermost}
    if any(
        i not in heads
        or not (
            heads_indented(i, rows, names)
            or city_over_wards(i, rows, names)
            or not names.is_municipality(rows[i].text)
        )
        for i in outer
    ):
        return [run]
    return [inner]


def _without_idle_ends(
    run: list[int], rows: Sequence[Row], names: LineNames
) -> list[int]:
    """Return a run without the parts at its ends that name nothing: aims, conditions.

    Parts are set apart by blank lines or other lines; one under a heading that shows
    itself to be one stays.
    """
    parts: list[list[int]] = []
    for i in run:
        if parts and i == parts[-1][-1] + 1 and _blank_lines_before(i, rows) == 0:
            parts[-1].append(i)
        else:
            parts.append([i])
    idle = [
        not any(_names_something(i, rows, names) for i in part)
        and not _is_under_heading(part[0], rows, names)
        for part in parts
    ]
    first = next((n for n, is_idle in enumerate(idle) if not is_idle), len(parts))
    end = next((n for n in range(len(parts), first, -1) if not idle[n - 1]), first)
    if max(map(len, parts[first:end]), default=0) < 2 and len(parts) > 2:
        return run  # each row stands on its own
    return [i for part in parts[first:end] for i in part]


def _names_something(i: int, rows: Sequence[Row], names: LineNames) -> bool:
    """Tell whether a row names an entity, be it with the bare line under it."""
    text = rows[i].text
    if names.is_entity(text) or names.is_entity(re.split(r"[（(]", text)[0]):
        return True
    following = rows[i + 1] if i + 1 < len(rows) else None
    if following is None or following.form or following.first != rows[i].last + 1:
        return False
    if rows[i].form.endswith(" alone") and names.is_entity(following.text):
        return True  # another cell of the row
    return names.is_entity(joined(text, following.text))


def _is_under_heading(i: int, rows: Sequence[Row], names: LineNames) -> bool:
    if not i or rows[i - 1].form == rows[i].form:
        return False
    text = rows[i - 1].text
    return is_group_heading(text) or is_prefecture(names.known(place_text(text)))


def _without_heading_at_end(
    run: list[int], rows: Sequence[Row], names: LineNames
) -> list[int]:
    """Return a run without the headings of the document that carry its count on.

    They name nothing where most rows do, and say what such headings say, or are set
    apart from the rows as those are not from each other.
    """
    run = list(run)
    while len(run) > 1 and not names.is_entity(rows[run[-1]].text):
        rest = run[:-1]
        named = sum(names.is_entity(rows[i].text) for i in rest)
        text = rows[run[-1]].text.lower()
        if 3 * named < 2 * len(rest) or not (
            any(word in text for word in _AFTER_LISTS)
            or _is_set_apart(run[-1], rest, rows)
        ):
            break
        run = rest
    return run


def _is_set_apart(i: int, rest: list[int], rows: Sequence[Row]) -> bool:
    usual = max((_blank_lines_before(j, rows) for j in rest[1:]), default=0)
    blank = _blank_lines_before(i, rows) > usual
    following = rows[i + 1] if i + 1 < len(rows) else None
    leads = following is not None and (
        (following.mark.kind and following.form != rows[i].form)
        or (is_prose(following.text) and not is_note(following.text))
    )
    return blank and bool(leads)


def _counts(run: list[int], rows: Sequence[Row], names: LineNames) -> bool:
    """Tell whether enough is named in a run for a list of entities."""
    entities = sum(_names_something(i, rows, names) for i in run)
    if not entities or 4 * entities < len(run):
        return False
    if any(names.is_name(rows[i].text) for i in run):
        return rows[run[0]].mark.order in (None, 1) or len(run) > 1
    # Companies only: a list if its form is one.
    return len(run) > 1 and rows[run[0]].mark.order == 1 and 2 * entities >= len(run)


def _with_groups(
    runs: list[list[int]], rows: Sequence[Row], names: LineNames
) -> list[list[int]]:
    """Return runs that start anew under headings as one list, and each on its own."""
    wholes: list[list[list[int]]] = []
    for run in runs:
        if wholes and _is_next_group(wholes[-1], run, rows, names):
            wholes[-1].append(run)
        else:
            wholes.append([run])
    lists = [[i for run in whole for i in run] for whole in wholes]
    return lists + [run for whole in wholes if len(whole) > 1 for run in whole]


def _is_next_group(
    whole: list[list[int]], run: list[int], rows: Sequence[Row], names: LineNames
) -> bool:
    """Tell whether a run is another group: not the same bodies, chosen out of them.

    The same in another language are no other group either.
    """
    last = whole[-1][-1]
    if not last < run[0] or not _is_passable_between(last, run[0], rows):
        return False
    if not any(
        could_be_heading(rows[j].text) and not is_note(rows[j].text)
        for j in range(last + 1, run[0])
    ):
        return False
    bodies = {names.bodies(rows[i].text) for i in run}
    before = {names.bodies(rows[i].text) for i in whole[-1]}
    return 2 * len(bodies & before) < min(len(bodies), len(before))


def _is_passable_between(first: int, second: int, rows: Sequence[Row]) -> bool:
    return (
        second - first <= _MOST_BETWEEN
        and all(map(_is_passable, rows[first + 1 : second]))
        and not _are_others_between(first, second, rows)
    )


def _is_passable(row: Row) -> bool:
    """Tell whether a row can stand inside a list without being of it."""
    return is_note(row.text) or not (is_prose(row.text) or is_contact(row.text))


def _are_others_between(first: int, second: int, rows: Sequence[Row]) -> bool:
    """Tell whether a heading of others stands between two rows: of a committee."""
    return any(
        heads_aside(rows[j].text) and rows[j].mark.indent <= rows[first].mark.indent
        for j in range(first + 1, second)
    )


def _blank_lines_before(i: int, rows: Sequence[Row]) -> int:
    return rows[i].first - rows[i - 1].last - 1 if i else 0
