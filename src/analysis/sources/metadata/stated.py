"""How many entities a document says that it lists.

A document counts many things: applicants, proposals received, bodies of other years,
municipalities in Japan. That of the selected is wanted, and declined where it is not
plain: a number too many makes every list look incomplete.
"""

from collections.abc import Sequence
from typing import NamedTuple

from analysis.sources.metadata.count_parts import without_parts
from analysis.sources.metadata.counts import Count, counts_in
from analysis.sources.metadata.prose import is_prose, narrow, paragraphs, sentences

_PLAIN_LINE_AT_MOST = 60


class Stated(NamedTuple):
    """The number of entities stated, in what words, and what is odd about it."""

    count: int | None = None
    text: str | None = None
    problems: tuple[str, ...] = ()


def stated_number(texts: Sequence[str], *, fiscal_year: int | None = None) -> Stated:
    """Return how many entities a document says were selected.

    Parameters
    ----------
    texts : sequence of str
        The lines of the document.
    fiscal_year : int, optional
        What the document is about: numbers of another year are passed over.

    Returns
    -------
    Stated
        The first of: what a sentence or label says of the selected (selected 12
        entities, 3件を採択, 採択団体数：3); that of a sentence that leads to the list
        (the following 12, 次の6団体); what a short line says by itself (12 entities,
        計12市町村, 合計：12); and that of bodies that are asked, given something or
        take part, if the text has no other. 5市3町1村 are nine. Where several are
        stated, the one that is the total of the others; else none, with a problem that
        quotes two if both are of the selected. Declined: numbers of applicants and
        proposals, of all the country, and those that a sentence mentions by the way.

    Examples
    --------
    >>> stated_number(["応募のあった15団体のうち3団体を採択しました。"]).count
    3
    >>> stated_number(["全国1,718市町村のうち、次の6市町村に貸します。"]).count
    6
    """
    counts = _of_this_list(
        without_parts(
            (sentence, list(counts_in(sentence, fiscal_year)))
            for paragraph in paragraphs(texts)
            for sentence in sentences(narrow(paragraph))
        )
    )
    of_kind = {
        kind: [count for count in counts if count.kind == kind]
        for kind in ("selected", "listed", "named", "plain")
    }
    if of_kind["selected"]:
        return _agreed(of_kind["selected"])
    lines = [
        count
        for line in texts
        if _stands_alone(narrow(line))
        for count in counts_in(narrow(line).strip(), fiscal_year)
        if count.kind in ("plain", "named")
    ]
    named = of_kind["named"]
    for alike in (of_kind["listed"], lines, named and [*named, *of_kind["plain"]]):
        stated = _agreed(alike) if alike else Stated()
        if stated.count is not None:
            return Stated(stated.count, stated.text)
    return Stated()


def _of_this_list(counts: Sequence[Count]) -> list[Count]:
    """Return the counts without those of the country where a bureau lists its own."""
    local = any(
        count.where == "local" and count.kind in ("selected", "listed")
        for count in counts
    )
    return [count for count in counts if not (local and count.where == "nationwide")]


def _agreed(counts: Sequence[Count]) -> Stated:
    numbers = {count.number for count in counts}
    if len(numbers) == 1:
        return Stated(counts[0].number, counts[0].text)
    for total in counts:
        rest = [count.number for count in counts if count.number != total.number]
        if (total.total or total.kind == "named") and sum(rest) == total.number:
            return Stated(total.number, total.text)
    other = next(count for count in counts if count.number != counts[0].number)
    return Stated(
        problems=(
            f"the document states both {counts[0].number} and {other.number} selected "
            f"entities ({counts[0].text!r}; {other.text!r}): neither was taken",
        )
    )


def _stands_alone(line: str) -> bool:
    return 0 < len(line.strip()) <= _PLAIN_LINE_AT_MOST and not is_prose(line.strip())
