"""The lines of a document that say something, each told apart as to what it can be."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.documents.model import Line
from analysis.names.fold import has_japanese
from analysis.sources.entries.parts import as_part
from analysis.sources.entries.wording import LABEL
from analysis.sources.lines.headings import heads_aside
from analysis.sources.lines.marks import (
    NUMERALS,
    ROMAN_OF,
    Mark,
    bulleted_parts,
    marked_parts,
    read_mark,
    read_roman,
    unquoted,
)
from analysis.sources.metadata.dates import find_dates
from analysis.sources.metadata.prose import narrow

LONGEST_LINE = 200
"""Characters. A longer line without a number or bullet is prose, or of many names."""

WIDEST_GAP = 5
"""In the numbers of a list that lost rows; a year or a house number leaps further."""

# A line with more is not searched for further numbers.
_LONGEST_PARTED = 5_000
# The codes of Hokkaido begin with a zero: 01100. No list begins to count here.
_LEAST_CODE = 1000

_NOTE = re.compile(
    r"^\s*(?:[※†‡]|[*＊]+\s?\d+|[(（]?(?:注|備考)\s?\d*[)）]?(?:[\s:：.．、]|$)|注\d"
    r"|[(（]注|[(（][ぁ-んァ-ヶー・\s]{2,}[)）]\s*$|(?:Notes?|Sources?|N\.B\.|出典|資料)\s?\d*\s?[:：.]|\[\d+\]\s*(?:Note|注))",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"〒|@|https?://|\bTEL\b|\bFAX\b|\be-?mail\b|\btelephone\b|\bphone\b|電話|ＴＥＬ|ＦＡＸ"
    r"|内線|連絡先|問合せ|問い合わ?せ|^担当|\bcontact\b|\binquir",
    re.IGNORECASE,
)
_REMARK = re.compile(r"(?<=\S)\s+※\s*\D.*$")
_COLUMN = re.compile(r"(?<=\s)\d{1,3}(?=[.．):：]?\s+\D)")
_LEADERS = re.compile(r"(?<![.．…‥・])[.．…‥・]{3,}\s*\d+\s*$")
_ENDED = re.compile(r"[。｡！？!?]['\"」』）)]?\s*$")
# 熊本県（八代市に限る。） is no sentence, but 採択した（別紙のとおり。） is one.
_LIMITED = re.compile(r"(?<=[^\Wぁ-ん])[（(](?:[^。]*。[）)])+\s*$")
_ABBREVIATED = re.compile(
    r"\b(?:Ltd|Inc|Corp|Co|LLC|K\.K|Pref|Dist|Univ|etc)\.$", re.IGNORECASE
)
_LOWER_WORD = re.compile(r"(?<!\S)(?!(?:of|the|and|for)\b)[a-z]+\b")
_LONGEST_DATE = 40
_BESIDE_DATE = re.compile(
    r"[\W_]*(?:[月火水木金土日](?:曜日?)?"
    r"|(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?)?[\W_]*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Row:
    """A line, or a number or bullet and the line after it.

    Attributes
    ----------
    mark : Mark
        How it begins.
    text : str
        What it says, without number and bullet.
    first, last : int
        Positions in the sequence of lines.
    form : str
        What it looks like, the same for all rows of a list; "" for a bare line.
    """

    mark: Mark
    text: str
    first: int
    last: int
    form: str


def read_rows(lines: Sequence[Line]) -> list[Row]:
    """Return the rows that lines make; blank lines make none.

    A number or a bullet alone on its line belongs to the next line that says something
    and begins with none. A line with several numbered items makes as many rows.
    """
    marked = _settled(list(_marked(lines)))
    rows: list[Row] = []
    taken = -1
    for i, (place, text, mark) in enumerate(marked):
        if i == taken:
            continue
        if mark.text:
            rows.append(Row(mark, mark.text, place, place, mark.dress))
            continue
        following = marked[i + 1] if i + 1 < len(marked) else None
        if following and not following[2].kind and following[2].text:
            taken = i + 1
            text = following[2].text
            rows.append(Row(mark, text, place, following[0], mark.dress + " alone"))
        else:
            bare = Mark("", "", None, None, text, mark.indent)
            rows.append(Row(bare, text, place, place, ""))
    _settle_dress(rows)
    return rows


def is_note(text: str) -> bool:
    """Tell whether a line is a footnote: it begins with ※, 注1, *1 or "Note:"."""
    return _NOTE.match(text) is not None


def without_remark(text: str) -> str:
    """Return a text without the remark after ※, unless that takes it back.

    Examples
    --------
    >>> [without_remark(text) for text in ("北上市 ※公表済み", "北上市 ※辞退")]
    ['北上市', '北上市 ※辞退']
    """
    found = _REMARK.search(text)
    return text[: found.start()] if found and not heads_aside(found[0]) else text


def is_date(text: str) -> bool:
    """Tell whether a line is a date and nothing else: the 1 of it counts no row.

    Examples
    --------
    >>> [is_date(text) for text in ("1 October 2020", "R2.8.21（金）", "1 北上市")]
    [True, True, False]
    """
    text = narrow(text).strip()
    if len(text) > _LONGEST_DATE or not any(map(str.isdecimal, text)):
        return False
    found = find_dates(text)
    if len(found) != 1:
        return False
    around = text[: found[0].start], text[found[0].end :]
    return all(map(_BESIDE_DATE.fullmatch, around))


def is_prose(text: str) -> bool:
    """Tell whether a line is a sentence, or as long as a paragraph."""
    return len(text) > LONGEST_LINE or is_sentence(text)


def is_sentence(text: str) -> bool:
    """Tell whether a line ends as sentences do.

    Examples
    --------
    >>> is_sentence("The ministry selected many of them."), is_sentence("Iwate Pref.")
    (True, False)
    >>> is_sentence("次の団体を採択した。"), is_sentence("岩手県（北上市に限る。）")
    (True, False)
    """
    text = text.rstrip()
    if _ENDED.search(_LIMITED.sub("", text)):
        return True
    least = {".": 2, ":": 4}.get(text[-1:])
    if _ABBREVIATED.search(text):
        least = 4
    return least is not None and len(_LOWER_WORD.findall(text)) >= least


def is_contact(text: str) -> bool:
    """Tell whether a line says whom to ask, or is one of a table of contents."""
    return bool(_CONTACT.search(text)) or is_of_contents(text)


def is_of_contents(text: str) -> bool:
    """Tell whether a line is one of a table of contents: dots lead to a page."""
    return _LEADERS.search(text) is not None


def joined(first: str, second: str) -> str:
    """Return two lines as one: in Japanese without a blank, else with one.

    Examples
    --------
    >>> joined("山口県熊毛郡", "平生町"), joined("Kumano Town,", "Hiroshima")
    ('山口県熊毛郡平生町', 'Kumano Town, Hiroshima')
    """
    glued = has_japanese(first[-1:]) or has_japanese(second[:1])
    glued = glued or first[-1:] in "、，（・" or second[:1] in "、，（）・"
    return first + second if glued else f"{first} {second}"


def _marked(lines: Sequence[Line]) -> Iterator[tuple[int, str, Mark]]:
    """Give what stands in each line with how it begins; a line can hold several.

    In lines such as "1 北上市 4 仙台市" and "2 奥州市 5 魚沼市" the count goes down.
    """
    block: list[tuple[int, str, Mark]] = []
    height = 0
    for place, line in enumerate(lines):
        is_whole = is_sentence(line.text) or len(line.text) > _LONGEST_PARTED
        text = unquoted(line.text)
        parts = [text] if is_whole else marked_parts(text)
        if len(parts) == 1:
            bulleted = bulleted_parts(text)
            if len(bulleted) > 1 and not _is_bulleted_beside(lines, place):
                parts = bulleted
        marks = [(place, part.strip(), read_mark(part)) for part in parts]
        in_columns = _in_columns(lines, place) if len(parts) == 1 else 0
        if block and not in_columns and _ends_columns(marks, place, block):
            in_columns = height
        if block and in_columns != height:
            yield from sorted(block, key=lambda row: row[2].number)
            block = []
        height = in_columns
        if in_columns:
            parts = marked_parts(line.text, step=in_columns)
            block += [(place, part.strip(), read_mark(part)) for part in parts]
        else:
            yield from (row for row in marks if row[2].text or row[2].kind)
    yield from sorted(block, key=lambda row: row[2].number)


def _ends_columns(
    marks: list[tuple[int, str, Mark]], place: int, block: list[tuple[int, str, Mark]]
) -> bool:
    """Tell whether a line is the last of columns that are not equally long."""
    above = min(
        (mark.number for where, _, mark in block if where == place - 1), default=None
    )
    return above is not None and [mark.number for *_, mark in marks] == [above + 1]


def _is_bulleted_beside(lines: Sequence[Line], place: int) -> bool:
    """Tell whether the lines beside one begin with its bullet: it holds one item."""
    dress = read_mark(lines[place].text).dress
    return any(
        0 <= near < len(lines) and read_mark(lines[near].text).dress == dress
        for near in (place - 1, place + 1)
    )


def _in_columns(lines: Sequence[Line], place: int) -> int:
    """Return how far apart the numbers of a line are, if they go down in columns."""
    numbers = _numbers(lines[place].text)
    if len(numbers) < 2:
        return 0
    step = numbers[1] - numbers[0]
    for near, change in ((place - 1, -1), (place + 1, 1)):
        if 0 <= near < len(lines) and step > 1:
            beside = _numbers(lines[near].text)
            if beside[:2] == [number + change for number in numbers[:2]]:
                return step
            if change == 1 and beside == [numbers[0] + 1]:
                return step  # the last line is shorter
    return 0


def _numbers(text: str) -> list[int]:
    """Return the number that a line begins with, and those that could be of columns."""
    first = read_mark(text)
    if first.kind != "number" or len(text) > LONGEST_LINE:
        return []
    return [first.number, *(int(found[0]) for found in _COLUMN.finditer(first.text))]


def _settled(marked: list[tuple[int, str, Mark]]) -> list[tuple[int, str, Mark]]:
    """Return marked lines; what counts nothing, as 032069 does, is part of its line.

    So is a kanji that no other counts on from. Among Roman numerals, i is one of them.
    A label such as "Applicant:" that comes again is like a bullet.
    """
    numbers: dict[str, set[int]] = defaultdict(set)
    for *_, mark in marked:
        numbers[mark.dress].add(mark.number or 0)
    romans = {
        letter: dress for letter, dress in ROMAN_OF.items() if 2 in numbers[dress]
    }
    labels = [_label(mark) for *_, mark in marked]
    counts = Counter(label[0] for label in labels if label)
    counted: set[int] = set()
    out = []
    for (place, text, mark), label in zip(marked, labels, strict=True):
        if label and counts[label[0]] > 1:
            rest = mark.text[label.end() :]
            mark = Mark("bullet", label[0], None, None, rest, mark.indent)
        if mark.kind and is_date(text):
            mark = Mark("", "", None, None, text, mark.indent)
        if mark.dress in romans:
            mark = _roman(mark, text, romans[mark.dress])
        number = mark.number
        if number is not None and not _counts(number, mark.dress, counted, numbers):
            mark = Mark("", "", None, None, text, mark.indent)
        elif number is not None:
            counted.add(number)
        out.append((place, text, mark))
    return out


def _label(mark: Mark) -> re.Match[str] | None:
    found = None if mark.kind else LABEL.match(as_part(mark.text).view)
    return found if found and found[0].rstrip().endswith(":") else None


def _counts(
    number: int, dress: str, counted: set[int], numbers: dict[str, set[int]]
) -> bool:
    """Tell whether a number at the beginning of a line counts the lines."""
    if dress in ROMAN_OF.values():
        return 2 in numbers[dress]
    if dress in NUMERALS:
        return {1, 2} <= numbers[dress]
    return number < _LEAST_CODE or not counted.isdisjoint(
        range(number - WIDEST_GAP, number)
    )


def _roman(mark: Mark, text: str, dress: str) -> Mark:
    """Return a letter that is a Roman numeral as that."""
    number = read_roman(re.search(r"[^\W\d_]", text)[0])
    if number is None:
        return mark
    return mark._replace(kind="number", dress=dress, number=number, order=number)


def _settle_dress(rows: list[Row]) -> None:
    """Give a number that is dressed unlike both its neighbours their form."""
    numbered = [row for row in rows if row.mark.kind == "number"]
    for before, row, after in zip(numbered, numbered[1:], numbered[2:], strict=False):
        if (
            before.form == after.form != row.form
            and after.mark.number == row.mark.number + 1 == before.mark.number + 2
            and after.first - before.last <= 4
        ):
            row.form = before.form
