"""Titles: what a document is called."""

import re
from collections.abc import Sequence

from analysis.names.fold import has_japanese
from analysis.sources.metadata.heads import is_usual, path
from analysis.sources.metadata.offices import is_publisher
from analysis.sources.metadata.prose import narrow
from analysis.sources.metadata.title_lines import telling_line, without_publisher

_JOINED_AT_MOST = 3
# What a title says that a link of a web page does not.
_SAYS_WHAT = re.compile(
    r"(?:決定|公表|採択|選定|結果|募集|公募|実施|一覧|リスト|名簿|団体|自治体|について|状況)"
    r"|\b(?:decision|selection|select\w*|result\w*|list|announcement|adopt\w*|call"
    r"|support\w*)\b",
    re.IGNORECASE,
)
_SHORT = {True: 12, False: 24}  # in Japanese, in English
_UNFINISHED = re.compile(
    r"(?:に係る|における|に関する|のための|に対する|に基づく|に向けた|による|及び|並びに|[のと・、])$"
    r"|\b(?:of|for|under|on|and|the|to|in|with|by|a|an|or)$|[,:-]$",
    re.IGNORECASE,
)
_CARRIES_ON = re.compile(
    r"^(?:に係る|における|に関する|について|に対する|に基づく|による|の(?!り)|及び|並びに|への|を)"
    r"|^(?:under|for|of|in|to|and|with|by)\s"
)
_ENDS_A_TITLE = re.compile(
    r"(?:の(?:決定|公表|採択|選定|結果|募集|公募|実施|開始|お知らせ|一覧)|について|に係る(?:決定|採択|選定))"
    r"(?:\([^()]*\))?$"
)
_HOLDS_A_PROGRAMME = re.compile(r"[」』]|事業|補助金|交付金|プログラム|プロジェクト")
_SITE = re.compile(r"\s*[|｜]\s*|\s+[-–—:：«»]\s+|\s*[:：]\s*(?=[^:：]{2,12}$)")
_SITE_WORDS = re.compile(
    r".*(?:ホームページ|ウェブサイト|公式サイト|トップページ?|官公庁|報道発表|プレスリリース)|.*の報道資料"
    r"|home(?:page)?|official (?:web ?)?site|mic",
    re.IGNORECASE,
)


def find_title(head: Sequence[str], format_title: str | None) -> str | None:
    """Return what a document is called, or None rather than nonsense.

    Parameters
    ----------
    head : sequence of str
        The lines before the first sentence, as of `heads.head`.
    format_title : str or None
        What the format gives, such as the title of a web page with the site's name.

    Returns
    -------
    str or None
        The first of: the line of the head that `format_title` repeats; the first line
        that says anything and is no link of a page; the last step of its path; and
        `format_title` without the name of the site. A date, a label or a publisher
        before it is left out; lines that carry it on are joined to it.
    """
    lines = [line for text in head if (line := telling_line(text))]
    cleaned = clean_site_name(format_title) if format_title else None
    steps = next((path(text) for text in head if path(text)), [])
    for known in filter(None, (cleaned, steps[-1] if steps else None)):
        for place, line in enumerate(lines):
            whole = _with_what_follows(lines, place)
            if _key(known) in (_key(line), _key(whole)):
                return whole
    if steps and not is_usual(steps[-1]):
        return steps[-1]
    for place in range(len(lines)):
        whole = _with_what_follows(lines, place)
        if not _is_a_link(whole):
            return whole
    if lines and not cleaned:
        return lines[0]
    return cleaned


def clean_site_name(title: str) -> str | None:
    """Return a web page's title without the name of the site, or None if that is all.

    Examples
    --------
    >>> clean_site_name("総務省｜報道資料｜支援団体の決定")
    '支援団体の決定'
    >>> clean_site_name("総務省") is None
    True
    """
    title = without_publisher(title)
    parts = [part.strip() for part in _SITE.split(title)]
    said = [
        part
        for part in parts
        if part and not is_usual(part) and not _SITE_WORDS.fullmatch(part)
    ]
    if len(said) == len([part for part in parts if part]):
        return title.strip() or None
    return max(said, key=len) if said else None


def _with_what_follows(lines: Sequence[str], place: int) -> str:
    title = lines[place]
    following = lines[place + 1 : place + _JOINED_AT_MOST]
    closes = _is_closed_by(title, following)
    for line in following:
        if not _goes_on(narrow(title), narrow(line), closes=closes):
            break
        glued = has_japanese(title[-1]) or has_japanese(line[0])
        title += line if glued else f" {line}"
    return title


def _is_closed_by(title: str, following: Sequence[str]) -> bool:
    """Tell whether what follows closes the brackets that a title leaves open."""
    text = narrow("".join([title, *following]))
    return not (_is_open(text, "()") or _is_open(text, "「」"))


def _is_open(text: str, pair: str) -> bool:
    return text.count(pair[0]) > text.count(pair[1])


def _goes_on(title: str, line: str, *, closes: bool) -> bool:
    if closes and (_is_open(title, "()") or _is_open(title, "「」")):
        return True
    if _UNFINISHED.search(title) or _CARRIES_ON.search(line):
        return True
    return bool(
        _HOLDS_A_PROGRAMME.search(title)
        and _ENDS_A_TITLE.search(line)
        and not _ENDS_A_TITLE.search(title)
    )


def _is_a_link(line: str) -> bool:
    short = len(line) <= _SHORT[has_japanese(line)]
    return (short and not _SAYS_WHAT.search(line)) or is_publisher(line)


def _key(text: str) -> str:
    return re.sub(r"\s+", "", narrow(text))
