"""Titles and programmes: what a document is called, and what it is about."""

import re
from collections.abc import Iterator, Sequence

from analysis.names.fold import has_japanese
from analysis.sources.metadata.dates import find_dates
from analysis.sources.metadata.heads import is_usual, path
from analysis.sources.metadata.prose import narrow
from analysis.sources.metadata.publishers import is_publisher, publisher_before

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
_LABEL = re.compile(r"^(?:件名|標題|題名|標記|title|subject)\s*[:：]\s*", re.IGNORECASE)
_MARKS = " 　○●◯■□◆◇"
_SITE = re.compile(r"\s*[|｜]\s*|\s+[-–—:：«»]\s+|\s*[:：]\s*(?=[^:：]{2,12}$)")
_SITE_WORDS = re.compile(
    r".*(?:ホームページ|ウェブサイト|公式サイト|トップページ?|官公庁|報道発表|プレスリリース)|.*の報道資料"
    r"|home(?:page)?|official (?:web ?)?site|mic",
    re.IGNORECASE,
)

_OPENING = {"「": "」", "『": "』", "“": "”"}
_PROGRAMME_WORDS = "事業|プログラム|プロジェクト|補助金|交付金"
_WEAKER_WORDS = "推進費|計画|制度|構想"
_BRACKETED = r"(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))*"
_IN_QUOTES = tuple(
    re.compile(rf"(?:{words}){_BRACKETED}$", re.IGNORECASE)
    for words in (
        rf"{_PROGRAMME_WORDS}|project|program(?:me)?|initiative|subsidy|fund|scheme|grant",
        _WEAKER_WORDS,
    )
)
_IS_DECIDED = re.compile(
    r"\s*\([^()]*(?:決定|策定|制定|公布|とりまとめ|取りまとめ|改定)[^()]*\)"
)
_UNQUOTED = re.compile(
    rf"^.*?(?:{_PROGRAMME_WORDS})(?!者|所|体|化|費|団|主体|補助金){_BRACKETED}"
    r"(?:(?<=\))|(?=\s|[にのへでを]|及び|$))"
)
_UNDER = re.compile(r"\bunder (?:the )?(.+?)(?=:\s|$)")
_ENGLISH_WORDS = (
    "(?:Project|Program|Programme|Initiative|Subsidy|Subsidie|Fund|Scheme|Grant)s?"
)
_FISCAL = r"(?:J?FY ?|Fiscal Year )[0-9]{4} "
_FOR_THE = re.compile(
    rf"(?:.*\b(?:for|of|in|by|from) (?:the |(?={_FISCAL}))|(?:The )?(?={_FISCAL}))"
    rf"((?:{_FISCAL})?[A-Z].*?\b{_ENGLISH_WORDS}(?: \([^()]*\))?)(?=$|\s*[:,]| [-–—] )"
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
    lines = list(_telling_lines(head))
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


def find_programme(title: str | None, texts: Sequence[str]) -> str | None:
    """Return the programme under which bodies are supported, as published.

    In English it is what a title says behind "under", or behind "for the" and the like
    up to Project, Fund or another such word; in Japanese the first name in
    quotation marks that ends in 事業, プログラム and the like, in the title or else in
    the text, or what a title without such marks says up to 事業.
    """
    programme = _programme_of(title) if title else None
    if programme:
        return programme
    for pattern in _IN_QUOTES:
        for text in texts:
            for name in _quoted_programmes(text, pattern):
                return name
    return None


def clean_site_name(title: str) -> str | None:
    """Return a web page's title without the name of the site, or None if that is all.

    Examples
    --------
    >>> clean_site_name("総務省｜報道資料｜支援団体の決定")
    '支援団体の決定'
    >>> clean_site_name("総務省") is None
    True
    """
    title = _without_publisher(title)
    parts = [part.strip() for part in _SITE.split(title)]
    said = [
        part
        for part in parts
        if part and not is_usual(part) and not _SITE_WORDS.fullmatch(part)
    ]
    if len(said) == len([part for part in parts if part]):
        return title.strip() or None
    return max(said, key=len) if said else None


def _telling_lines(head: Sequence[str]) -> Iterator[str]:
    for text in head:
        if path(text) or is_usual(text):
            continue
        line = _without_dates(text).strip(" 　:-–—")
        line = _without_publisher(_LABEL.sub("", line)).strip(_MARKS)
        parts = [part for part in re.split(r"(?<=[】\]])|\s{2,}|　", line) if part]
        while len(parts) > 1 and is_usual(parts[0]):
            line = line[len(parts[0]) :].strip(" 　:")
            parts = parts[1:]
        if line and not is_usual(line) and any(map(str.isalpha, line)):
            yield line


def _without_publisher(line: str) -> str:
    """Return a line without the publisher that it names before a colon."""
    return re.split("[:：]", line, maxsplit=1)[1] if publisher_before(line) else line


def _without_dates(text: str) -> str:
    """Return a line without the date at its beginning, or in brackets at its end."""
    for said in find_dates(text):
        before, after = text[: said.start], text[said.end :]
        if not before.strip(" 　([（【"):
            if re.match(r"\s*(?:付|現在|時点|から|より|まで|の|に)", after):
                return text
            after = re.sub(r"^\s*[(（][^()（）]{1,12}[)）]", "", after)
            return after.lstrip(" 　)）】]:-–—").rstrip(" 　:-–—")
        if not after.strip(" 　)）】]") and said.year:
            return before.rstrip(" 　([（【,:-–—")
        if said.year and not has_japanese(text):
            return f"{before.strip()} {after.strip()}"
    return text


def _with_what_follows(lines: Sequence[str], place: int) -> str:
    title = lines[place]
    for line in lines[place + 1 : place + _JOINED_AT_MOST]:
        if not _goes_on(narrow(title), narrow(line)):
            break
        glued = has_japanese(title[-1]) or has_japanese(line[0])
        title += line if glued else f" {line}"
    return title


def _goes_on(title: str, line: str) -> bool:
    if title.count("(") > title.count(")") or title.count("「") > title.count("」"):
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


def _programme_of(title: str) -> str | None:
    for pattern in _IN_QUOTES:
        for name in _quoted_programmes(title, pattern):
            return name
    if has_japanese(title):
        found = _UNQUOTED.search(narrow(title))
        return title[: found.end()].strip() if found else None
    found = _UNDER.search(title) or _FOR_THE.match(title)
    return found[1] if found else None


def _quoted_programmes(text: str, ending: re.Pattern[str]) -> Iterator[str]:
    """Give the names in quotation marks that end as a programme's does."""
    even = narrow(text)
    for start, end in _quoted(text):
        inner = even[start + 1 : end]
        if ending.search(inner) and not _IS_DECIDED.match(even, end + 1):
            yield text[start + 1 : end].strip()


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Give where outermost quotation marks open and close; others may be inside."""
    start = depth = 0
    opening = closing = ""
    for place, char in enumerate(text):
        if not depth and char in _OPENING:
            start, depth, opening, closing = place, 1, char, _OPENING[char]
        elif depth and char == opening:
            depth += 1
        elif depth and char == closing:
            depth -= 1
            if not depth:
                yield start, place
