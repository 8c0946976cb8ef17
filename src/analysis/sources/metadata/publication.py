"""The day of publication: which of the dates in a document it is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.sources.metadata.dates import Said, find_dates
from analysis.sources.metadata.heads import labelled_dates, own_dates
from analysis.sources.metadata.periods import find_periods
from analysis.sources.metadata.prose import narrow, paragraphs, sentences

_ANNOUNCES = re.compile(
    r"(?:公表|発表|決定|採択|選定)(?:し(?:た|まし)|いたし|され)"
    r"|\b(?:announced|published|released|selected|decided|chose|adopted)\b"
)
# Of another day than that on which it is said.
_EARLIER = re.compile(
    r"\s*(?:\([^()]*\))?\s*(?:付け|付で|の閣議|閣議|に公布|改正|現在|時点)"
)
_NOT_YET_OR_AGAIN = re.compile(
    r"(?:更新|改[正訂]|施行|締め?切り?|期限|\bupdated?|\bmodified|\bdeadline|\bas of"
    r"|\bdue|\bby|\buntil)日?[\s:(]*(?:on\s*)?$",
    re.IGNORECASE,
)


class Publication(NamedTuple):
    """The day of publication, where one was found, and what is odd about it."""

    said: Said | None
    problems: tuple[str, ...] = ()


def publication(head: Sequence[str], texts: Sequence[str]) -> Publication:
    """Return the date on which a document says that it was published.

    Parameters
    ----------
    head : sequence of str
        The lines before the first sentence, as of `heads.head`.
    texts : sequence of str
        All of them.

    Returns
    -------
    Publication
        The first of: a line of the head that is nothing but a date; a date at the
        beginning of such a line; a labelled one (公表日, Date:) anywhere; one
        elsewhere in the head, as in a title; one in a sentence that says what was
        decided or announced on that day, if there is but one, which is told as a
        problem. A date in a period, a deadline, or of last update is none.
    """
    own = [said for line in head for said in own_dates(line)]
    if own:
        return _told(_most_exact(own))
    first = [
        date
        for line in head
        for date in _dates(line)[:1]
        if not line_before(line, date)
    ]
    labelled = [said for line in texts for said in labelled_dates(line)]
    in_head = [said for line in head for said in _dates(line)]
    for dates in (first, labelled, in_head):
        if dates:
            return _told(dates[0])
    return _in_prose(texts)


def line_before(line: str, date: Said) -> str:
    """Return what stands before a date in its line, but blanks and brackets."""
    return narrow(line)[: date.start].strip(" ([【")


def _told(said: Said) -> Publication:
    return Publication(said, (said.problem,) if said.problem else ())


def _most_exact(dates: list[Said]) -> Said:
    """Return the first date, or the day that a later line gives to its month."""
    first = dates[0]
    same = (
        d for d in dates if d.day and (d.year, d.month) == (first.year, first.month)
    )
    return next(same, first)


def _dates(line: str) -> list[Said]:
    """Return the dates of a line that are no part of a period, nor of another day."""
    text = narrow(line)
    periods = find_periods(text)
    return [
        said
        for said in find_dates(text)
        if said.year
        and not any(p.start <= said.start < p.end for p in periods)
        and not _EARLIER.match(text, said.end)
        and not _NOT_YET_OR_AGAIN.search(text[: said.start])
        and not re.match(
            r"\s*(?:\([^()]*\))?\s*(?:まで|から|より|以降|以前)", text[said.end :]
        )
    ]


def _in_prose(texts: Sequence[str]) -> Publication:
    said = [
        date
        for paragraph in paragraphs(texts)
        for sentence in sentences(narrow(paragraph))
        if _ANNOUNCES.search(sentence)
        for date in _dates(sentence)
        if date.day
    ]
    if len({date.date for date in said}) != 1:
        return Publication(None)
    found = said[0]
    note = (
        f"no date stands at the head of the document; {found.date} was taken from a "
        f"sentence ({found.text.strip()!r}): check that it is the day of publication"
    )
    return Publication(found, (note, *filter(None, [found.problem])))
