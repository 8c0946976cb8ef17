"""Running text → the names that its sentences list."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from analysis.documents.model import Line
from analysis.sources.items import Found, as_items
from analysis.sources.lines.marks import read_mark
from analysis.sources.lines.names import LineNames
from analysis.sources.lines.pieces import Named, has_label, names_of_line
from analysis.sources.lines.pieces import texts_to_look_up as texts_of_line
from analysis.sources.lines.rows import LONGEST_LINE, joined
from analysis.sources.lines.sentence_names import names_in, texts_to_look_up

_CHOICE = re.compile(
    r"\b(?:select|adopt|decid|decision|choos|chose|support|approv|designat|award)"
    r"|採択|決定|選定|支援|選ば|選び|交付|指定",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"\b(?:also|in addition|further(?:more)?|moreover)\b"
    r"|^\s*(?:また|さらに|更に|あわせて|併せて|加えて|このほか)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:example|such as|e\.g\.|committee|members?|contact|inquir|visit|held|venue)\b"
    r"|例えば|たとえば|など|委員|問い?合わ?せ|事例|参考|開催|会場|講師",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？](?![」』）)])|(?<=[a-z)\]])[.!?](?=\s+[A-Z]|\s*$)")
_MAY_NAME = re.compile(
    r"[一-鿿ぁ-ヿ][都道府県市区町村]"
    r"|\b[A-Z]\S*\s(?:City|Town|Village|Ward|Prefecture|Metropolis)\b|[a-z]-(?:shi|ken)\b"
)
# The name alone in one that states its prefecture: before it, or after it.
_LONGEST_NAME = 60
_MERE = re.compile(
    r"(?<=[都道府県])(?:の|\S{1,5}郡)?(?P<ja>[^\s都道府県]+[市区町村])$"
    r"|^(?P<before>[^,(（]+?)(?:, |\s?[(（])"
)
_LONGEST_PARAGRAPH = 4000


class _Part(NamedTuple):
    """A sentence: its text and from which line each of its characters is."""

    text: str
    lines: tuple[tuple[int, int], ...]
    """Where in the text each line begins, and its position."""
    paragraph: int


def sentence_lists(
    lines: Sequence[Line], names: LineNames, *, taken: frozenset[int]
) -> list[tuple[bool, Found]]:
    """Return what the sentences of a document list, and whether they say it is chosen.

    Parameters
    ----------
    lines : sequence of Line
        All lines.
    names : LineNames
        What they name.
    taken : frozenset of int
        Positions of the lines that are rows of a list.
    """
    known = names.known
    may_name = [
        part for part in _sentences(lines, taken) if _MAY_NAME.search(part.text)
    ]
    known.look_up(
        text
        for part in may_name
        if len(part.text) <= LONGEST_LINE
        for text in texts_of_line(part.text)
    )
    sentences = [
        part
        for part in may_name
        if (
            (
                len(part.text) <= LONGEST_LINE
                and len(names_of_line(part.text, known)) > 1
            )
            or _SENTENCE_END.search(part.text)
            or _CHOICE.search(part.text)
            or has_label(part.text)
        )
    ]
    known.look_up(text for part in sentences for text in texts_to_look_up(part.text))
    read = [(part, names_in(part.text, known)) for part in sentences]
    found = []
    for group in _paragraphs([(part, named) for part, named in read if named]):
        parts = _without_mentioned(group)
        chosen = [
            (part, named)
            for part, named in parts
            if _CHOICE.search(part.text) and not _ASIDE.search(part.text)
        ]
        rest = [pair for pair in parts if pair not in chosen]
        if chosen:
            found.append((True, _found(chosen, lines, names)))
        found += [
            (False, _found([pair], lines, names)) for pair in rest if len(pair[1]) > 1
        ]
    return found


def _paragraphs(
    read: Sequence[tuple[_Part, list[Named]]],
) -> Iterator[list[tuple[_Part, list[Named]]]]:
    """Give the sentences of each paragraph; one that adds to another goes with it."""
    parts: list[tuple[_Part, list[Named]]] = []
    for _, group in groupby(read, key=lambda pair: pair[0].paragraph):
        following = list(group)
        if parts and not _ADDS.search(following[0][0].text):
            yield parts
            parts = []
        parts += following
    if parts:
        yield parts


def _without_mentioned(
    parts: Sequence[tuple[_Part, list[Named]]],
) -> list[tuple[_Part, list[Named]]]:
    """Return sentences with each body where it is named first.

    After 山形県朝日村, a mere 朝日村 is that, even where there is another of the name.
    """
    out = []
    before: set[str] = set()
    for part, named in parts:
        new = [name for name in named if name.context or name.text not in before]
        for name in named:
            mere = _MERE.search(name.text[:_LONGEST_NAME])
            before |= {name.text, *(mere.groups("") if mere else ())}
        if new:
            out.append((part, new))
    return out


def _found(
    parts: Sequence[tuple[_Part, list[Named]]], lines: Sequence[Line], names: LineNames
) -> Found:
    rows = []
    for part, named in parts:
        for name in named:
            at = max(place for start, place in part.lines if start <= name.start)
            rows.append(
                {
                    "text": name.text,
                    "context": name.context,
                    "line": lines[at].line,
                    "page": lines[at].page,
                }
            )
    first, last = rows[0]["line"], rows[-1]["line"]
    how = f"running text, line {first}"
    if last != first:
        how = f"running text, lines {first} to {last}"
    if rows[0]["page"]:
        how += f" of page {rows[0]['page']}"
    items = as_items(rows)
    return Found(items, how, names.count(items), structure=0)


def _sentences(lines: Sequence[Line], taken: frozenset[int]) -> Iterator[_Part]:
    """Give the sentences of the paragraphs, put together over their lines."""
    paragraph = 0
    text, starts = "", []
    for place, line in enumerate(lines):
        mark = read_mark(line.text)
        bare = mark.text
        if mark.kind or not bare or place in taken or len(text) > _LONGEST_PARAGRAPH:
            yield from _parted(text, starts, paragraph)
            text, starts, paragraph = "", [], paragraph + 1
            if not bare or place in taken:
                continue
        whole = joined(text, bare) if text else bare
        starts.append((len(whole) - len(bare), place))
        text = whole
    yield from _parted(text, starts, paragraph)


def _parted(
    text: str, starts: list[tuple[int, int]], paragraph: int
) -> Iterator[_Part]:
    begin = 0
    for end in [*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]:
        if text[begin:end].strip():
            lines = tuple(
                (max(start - begin, 0), place) for start, place in starts if start < end
            )
            yield _Part(text[begin:end], lines, paragraph)
        begin = end
