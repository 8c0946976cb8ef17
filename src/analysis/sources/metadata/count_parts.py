"""Numbers that count a part of another: このうち10件, ten of these.

Of the applicants a part was selected; of the selected a part is new, or a model. Only
the first is how many entities a document lists.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from analysis.sources.metadata.counts import Count

_APPLIED = re.compile(
    r"(?:応募|申請|提案|要望)(?:が|を|は|も|の)?(?:あ|受|いただ|頂|寄|多|提出)"
    r"|(?:公募|募集)(?:を|し|の結果|に)|(?:審査|評価)の結果"
    r"|\b(?:applied|applica(?:nts?|tions?)|received|submitted"
    r"|proposals (?:were|came)|(?:call|appeal) for)\b",
    re.IGNORECASE,
)
_CHOSE = re.compile(
    r"(?:採択|選定|決定|認定|選出|指定)(?:し|され|いたし)|選[びんば]"
    r"|\b(?:selected|chose|chosen|adopted|decided|designated)\b",
    re.IGNORECASE,
)
_SURE = ("selected", "listed", "named")


def without_parts(said: Iterable[tuple[str, Sequence[Count]]]) -> list[Count]:
    """Return the counts but for those that count a part of the selected.

    Parameters
    ----------
    said : iterable of (str, sequence of Count)
        The sentences of a document in order, each with its counts.

    Returns
    -------
    list of Count
        A number behind words such as このうち or "of these" stays only if the number
        before it is of those that applied or of the whole country, or if, without such
        a number, applications are what the text told of last, and no choice. It stays
        too where it leads to the list (このうち次の10件): two numbers that disagree are
        better than a wrong one.
    """
    said = list(said)
    every = [count for _, counts in said for count in counts]
    if not any(count.part for count in every):
        return every
    whole = {count.number for count in every if count.kind in _SURE and not count.part}
    return list(_kept(said, whole))


def _kept(
    said: Iterable[tuple[str, Sequence[Count]]], whole: set[int]
) -> Iterator[Count]:
    last = None
    told_of_applying = False
    for sentence, counts in said:
        applied = _APPLIED.search(sentence)
        told_of_applying = told_of_applying or bool(applied)
        for count in counts:
            if (
                count.part
                and not count.leads
                and not _is_of_others(count, last, whole, told_of_applying)
            ):
                continue
            last = count
            yield count
        if _CHOSE.search(sentence, applied.end() if applied else 0):
            told_of_applying = False


def _is_of_others(
    count: Count, last: Count | None, whole: set[int], told_of_applying: bool
) -> bool:
    """Tell whether a part is one of more than the selected: those that applied."""
    if last is None or last.number < count.number:
        return told_of_applying
    if last.kind == "received":
        return last.number not in whole
    if last.kind in _SURE:
        return last.number == count.number
    return last.kind == "other" or told_of_applying
