"""The head of a document: the lines before its first sentence, and what is usual there.

Press releases begin with lines that say nothing of their own: what kind of paper it
is, the day, the publisher, the path of a web page.
"""

import re
from collections.abc import Sequence

from analysis.names.others import not_a_government
from analysis.sources.metadata.dates import Said, find_dates
from analysis.sources.metadata.offices import is_publisher
from analysis.sources.metadata.prose import is_prose, narrow

_LINES_AT_MOST = 60
_USUAL = re.compile(
    r"報道(?:関係者各位|発表資料|発表|資料|機関各位)|プレスリリース|ニュースリリース"
    r"|記者発表資料?|お知らせ|新着情報|広報・報道|報道資料一覧|press release[s]?"
    r"|news release[s]?|for immediate release|(?:provisional|tentative) translation"
    r"|mic communications news|what's new|news|仮訳|参考資料|参考|取扱注意|目次"
    r"|(?:別紙|別添|資料|別表|様式)\s*(?:No\.?)?\s*[0-9]*(?:[-][0-9]+)*"
    r"|(?:appendix|attachment|annex|material)\s*[0-9a-z]?|(?:page|p\.)\s*[0-9]+"
    r"|ページトップへ戻る|(?:この)?ページの?本文へ(?:移動|ジャンプ)?(?:します)?"
    r"|本文へ"
    r"|本文(?:ここから|です)|ここから本文です|skip to (?:main )?content"
    r"|印刷(?:する|用)?"
    r"|english|japanese|日本語|home|ホーム|トップ(?:ページ)?|メニュー|menu|検索|search"
    r"|.*javascript.*|.*スクリプト.*|文字サイズ.*|共有|シェア|ツイート|pdf"
    r"|(?:[^\s]{0,8})?第\s*[0-9]+\s*号|no\.\s*[0-9]+"
    r"|(?:件名|標題|題名|標記|title|subject)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"[^\s、。「」():]{2,24}(?:部|課|室|局|班|係|グループ|チーム)")
_KIND_OF_PAPER = re.compile(r"(?:報道発表|記者発表|報道)(?:資料)?$|プレスリリース$")
_LABEL = re.compile(
    r"(?:報道)?(?:公表|発表|公開|掲載|発行|発出|作成|配布)(?:年月)?日時?|日\s*付|年月日|日時"
    r"|(?:date|day)(?: of (?:issue|publication|release|announcement))?"
    r"|(?:release|publication|issue|press release) date"
    r"|(?:released?|published|issued|posted|announced)(?: on)?",
    re.IGNORECASE,
)
_BESIDE_A_DATE = re.compile(
    r"\(?\s*(?:[月火水木金土日](?:曜日?)?(?:・祝)?|mon|tue|wed|thu|fri|sat|sun)(?:\w*day)?"
    r"\.?\s*\)|(?:午前|午後)?[0-9]{1,2}(?:時(?:[0-9]{1,2}分|半)?|:[0-9]{2})(?:解禁|公表|発表)?"
    r"|tokyo|japan|公表|発表|掲載|[\s,.:()\[\]<>【】・|/-]",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\s*(?:[0-9]{1,2}\s*[.)、]|(?:[0-9]{1,3}|[0-9]{5,6})\s+[^0-9\s]|[ⅠⅡⅢⅣⅤIVX]{1,4}\s*[.]\s"
    r"|\([0-9]{1,2}\)|[①-⑳]|第[0-9一二三四五]+[章節条]|[※*†•・▽-])"
)
_TABLE_HEAD = re.compile(
    r"\s*(?:No\.?|Number|#|番号|項番|通し番号|(?:都道府|道府|府)?県名?|市[区]?町村名?"
    r"|地方名?|事業名|Applicants?"
    r"|(?:(?:全国)?(?:地方公共)?団体|自治体|市[区]?町村)?コード"
    r"|(?:JIS |city |area )?codes?|year|年度"
    r"|(?:支援|採択|実施|申請|応募|代表|対象|交付)?(?:団体|主体|機関|者|自治体)名?"
    r"|[a-z]+(?:_[a-z]+)+)(?:\s|$)",
    re.IGNORECASE,
)
# A total and what it comes to, the caption of a table.
_FOOT_OR_CAPTION = re.compile(
    r"\s*(?:(?:合計|小計|総計|総数|計|(?:grand |sub-?)?total)[\s:]*[0-9]"
    r"|(?:表|図|table\b|figure\b)\s*(?:[0-9]+\s*|[一二三四五六七八九十]\s*)?(?:[:.\s]|$))",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\s*(?:連絡先|問[い]?合わ?せ先?|お問[い]?合わ?せ|担当|電話|contact|tel\b|fax\b|e-?mail"
    r"|inquir)",
    re.IGNORECASE,
)
_PATH = re.compile(r"\s[>›»]\s|\s?＞\s?|\s?›\s?|\s»\s")


def head(texts: Sequence[str], title: str | None = None) -> list[str]:
    """Return the lines before the first sentence, note, numbered heading or table.

    Blank lines are left out, and of a path of pages (総務省トップ > … > …) nothing is.

    Parameters
    ----------
    texts : sequence of str
        The lines of the document.
    title : str, optional
        What the format calls the document. Where a line further down repeats it, as
        below the menu of a web page, the head is what is usual above that line, the
        line, and what follows.
    """
    return [texts[place].strip() for place in _places(texts, title)]


def head_apart(texts: Sequence[str], title: str | None = None) -> list[str]:
    """Return the texts with a blank line behind each of the head.

    So nothing takes a title for the beginning of the sentence below it.
    """
    places = set(_places(texts, title))
    apart = []
    for place, text in enumerate(texts):
        apart.append(text)
        if place in places:
            apart.append("")
    return apart


def path(text: str) -> list[str]:
    """Return the steps of a path of web pages, or nothing if it is none."""
    steps = [step.strip() for step in _PATH.split(text)]
    return steps if len(steps) > 2 and all(steps) else []


def is_usual(text: str) -> bool:
    """Tell whether a line says nothing of its own: 報道資料, a date, a publisher."""
    line = narrow(text).strip(" []【】<>〈〉()*・:|")
    if not line or _USUAL.fullmatch(line) or _SECTION.fullmatch(line):
        return True
    return is_publisher(_KIND_OF_PAPER.sub("", line)) or bool(own_dates(text))


def own_dates(text: str) -> list[Said]:
    """Return the dates of a line that holds nothing else but what is usual."""
    dates, rest = _without_dates(text)
    if not dates:
        return []
    for part in re.split(r"[\s|/]{2,}|[|/]", rest.strip()):
        part = _BESIDE_A_DATE.sub(" ", _LABEL.sub(" ", part)).strip()
        if part and not (_USUAL.fullmatch(part) or _all_usual(part)):
            return []
    return dates


def labelled_dates(text: str) -> list[Said]:
    """Return the dates behind a label such as 公表日 or Date that begins the line."""
    line = narrow(text)
    label = _LABEL.match(line.lstrip(" ○●◯■□◆◇(【<["))
    dates = [said for said in find_dates(text) if said.year] if label else []
    if not dates:
        return []
    start = len(line) - len(line.lstrip(" ○●◯■□◆◇(【<[")) + label.end()
    between = line[start : dates[0].start]
    return dates if not between.strip(" :)】>]-") else []


def _places(texts: Sequence[str], title: str | None) -> list[int]:
    """Return the places of the lines of the head."""
    places = _places_from(texts, 0)
    titled = _title_below(texts, title) if title else None
    if titled is None or titled in places:
        return places
    start = titled
    while start and (not texts[start - 1].strip() or is_usual(texts[start - 1])):
        start -= 1
    return _places_from(texts, start)


def _places_from(texts: Sequence[str], start: int) -> list[int]:
    places: list[int] = []
    for place in range(start, len(texts)):
        line = narrow(texts[place]).strip()
        if not line:
            continue
        if len(places) == _LINES_AT_MOST:
            break
        if not (path(line) or is_usual(line)) and _is_past_the_head(line):
            break
        places.append(place)
    return places


def _title_below(texts: Sequence[str], title: str) -> int | None:
    """Return the place of the first line that is the title, blanks aside."""
    key = "".join(narrow(title).split())
    return next(
        (
            place
            for place, text in enumerate(texts)
            if len(text) >= len(key) and "".join(narrow(text).split()) == key
        ),
        None,
    )


def _is_past_the_head(line: str) -> bool:
    return bool(
        is_prose(line)
        or _NUMBERED.match(line)
        or _TABLE_HEAD.match(line)
        or _CONTACT.match(line)
        or _FOOT_OR_CAPTION.match(line)
        or not_a_government(line) in ("a heading", "a total", "a word for nothing")
    )


def _without_dates(text: str) -> tuple[list[Said], str]:
    dates = [said for said in find_dates(text) if said.year]
    line = narrow(text)
    for said in reversed(dates):
        line = line[: said.start] + "  " + line[said.end :]
    return dates, line


def _all_usual(text: str) -> bool:
    """Tell whether blanks part `text` into the usual; a publisher may hold blanks."""
    if is_publisher(text):
        return True
    words = text.split(" ")
    for count in range(len(words), 0, -1):
        first = " ".join(words[:count])
        if _USUAL.fullmatch(first) or is_publisher(first):
            return count == len(words) or _all_usual(" ".join(words[count:]).strip())
    return False
