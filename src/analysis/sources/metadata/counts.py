"""Numbers of bodies and proposals in a sentence, each of one kind."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from analysis.sources.metadata.count_kinds import (
    english_kind,
    japanese_kind,
    leads_to_list,
)
from analysis.sources.metadata.count_plans import is_planned
from analysis.sources.metadata.dates import blanked, find_dates, without_addresses
from analysis.sources.metadata.fiscal import FISCAL_YEAR, fiscal_years
from analysis.sources.metadata.numerals import DIGITS, KANJI_DIGITS, WORDS, whole_number

_QUOTE_AT_MOST = 160
# In characters, so that a line without end is read in moderate time.
_LOOKS_AHEAD = 200
_LOOKS_BACK = 300

_NOUN = (
    r"(?:entit(?:y|ies)|bod(?:y|ies)|governments?|municipalit(?:y|ies)|organi[sz]ations?"
    r"|applicants?|proposals?|projects?|groups?|prefectures?|cities|city|towns?"
    r"|villages?|wards?|regions?|areas?|consorti(?:um|a)|initiatives?|cases|plans"
    r"|candidates?|compan(?:y|ies)|universit(?:y|ies)|recipients?|teams?|authorities"
    r"|applications?|institutions?|communities)\b"
)
_KIND = r"(?:prefectures?|cities|city|wards?|towns?|villages?)\b"
# A number without a noun is one of the selected by the verb beside it.
_ENGLISH = re.compile(
    rf"(?<![\w.,$¥€-])(?P<number>{DIGITS}|{WORDS})(?!%|[.,]?[0-9]|st\b|nd\b|rd\b|th\b)"
    r"(?:\s+(?P<gap>(?:(?!(?:million|billion|percent|yen|and|or|of|were|are|to|for|in"
    r"|years?|months?|weeks?|days?)\b)[A-Za-z-]+\s+){0,4}?)"
    rf"(?P<noun>{_NOUN})"
    rf"(?P<more>(?:(?:,|,?\s+and)\s+(?:{DIGITS}|{WORDS})\s+{_KIND})*))?"
    rf"(?:\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(?P<whole>{DIGITS}|{WORDS})\s+"
    rf"(?P<whole_is>(?:[A-Za-z-]+\s+){{0,3}}?{_NOUN}))?"
    r"(?(noun)|(?(whole)|(?=\s*(?:[.,;]|$|of\b|were\b|was\b|have\b|are\b))))",
    re.IGNORECASE,
)
_OTHER_TIME = re.compile(
    r"年間で|過去|昨年度|前年度|昨年|前回|これまで|累計|翌年度|来年度|次年度"
    r"|\b(?:previous|last year|past|so far|to date|until now|next year|formerly)\b",
    re.I,
)

_UNIT = (
    r"(?:(?:地方公共|地方自治|支援(?:対象)?|採択|対象|応募|申請)?団体|自治体|市区町村|区市町村|市町村|市町|町村|都道府県"
    r"|道府県|府県|件|(?:事業)?者(?!数)|社|法人|機関|大学|提案|案件|プロジェクト|コンソーシアム|グループ"
    r"|組織|都市(?![圏部計開公])|地域(?!別)|地区|[かカヶケ]所(?![市町村])|[箇个]所|市|町|村|県|区)"
)
_NUMBER = rf"(?:{DIGITS}|{KANJI_DIGITS})"
_JAPANESE = re.compile(
    rf"(?<![0-9.,億万第約一二三四五六七八九十百千〇])(?P<number>{_NUMBER})\s*(?:の)?(?P<unit>{_UNIT})"
    rf"(?![民立営道議長条])(?P<more>(?:\s*[、,・及び]*\s*{_NUMBER}\s*[都道府県市区町村](?![区町村民立]))*)"
)
_MUNICIPAL = re.compile(rf"{_KIND}|[都道府県市区町村]", re.IGNORECASE)
_PARTS = re.compile(
    rf"({DIGITS}|{WORDS})\s+{_KIND}|({_NUMBER})\s*[都道府県市区町村]", re.IGNORECASE
)
_TOTAL = re.compile(
    r"(?:計|合計|総計|全部で|合わせて|あわせて|\btotal(?: of)?|\bin all|\baltogether)"
    r"\s*[:]?\s*$",
    re.I,
)
_BARE = re.compile(
    r"^[\s(○●◯■□◆◇・]*(?:(?P<total>合計|総計|計|総数|total(?: number)?(?: of \w+)?)\s*:"
    r"|(?:採択|決定|選定|認定|支援(?:対象)?)(?:団体|案件|事業|自治体|市町村|件|先|者)?数\s*[:\s]"
    r"|(?P<named>(?:参加|対象|実施|交付|指定)(?:団体|事業|自治体|市町村|地域|先|者)?数\s*[:\s]"
    r"|(?:number of )?participating \w+\s*:|participants\s*:)"
    r"|(?:number of )?(?:selected|supported|adopted|approved) \w+\s*[:])"
    rf"\s*(?P<number>{DIGITS})\s*\)?$",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"(?:うち|(?:その|この|これらの?|それらの?)(?:中|なか)|中でも|なかでも)[^0-9]{0,80}$"
    r"|\b(?:(?:of|among|from|out of) (?:these|those|them|which|whom)|including)\b"
    r"[^0-9]{0,80}$",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r"\s+(?:out )?of (?:these|those|them|which|whom)\b", re.IGNORECASE
)
_WHOLE = re.compile(
    r"(?P<selected>select|chosen|adopt|approv|support)"
    r"|(?P<received>appl|propos|candidate|submi|receiv)",
    re.IGNORECASE,
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_WHERE = re.compile(
    r"(?P<local>(?:管|[道都府県])内)|(?P<nationwide>全国|国内|\bnationwide)",
    re.IGNORECASE,
)
# Several rounds in one sentence: how many of them the list is of, it does not say.
_ROUND = re.compile(r"第?[0-9一二三四五六七八九十]+[弾次回](?:として|では|は|に)")
_ONE_NAME = re.compile("City|Town|Village|Ward|Prefecture|Company|University")
# 1 採択団体, 2 Selected Entities: the number is that of a heading.
_HEADING = re.compile(
    r"[\s(]*[0-9]{1,2}[\s).]+(?:(?:採択|支援|対象|応募|申請|選定|提案)[^\s0-9(]{0,12}"
    r"|\S{1,10}(?:名|名簿|一覧表?|リスト|の概要|について)"
    r"|[A-Z][\w-]*(?: [\w-]+){0,4})\s*"
)
_OF_WHICH = re.compile(r"\s*(?:の|に(?:ある|またがる|わたる)|から)(?:計|合計|延べ)?\s*")
_BODIES_IN = re.compile(rf"{_NOUN}\s+(?:in|across|throughout)\s+$", re.IGNORECASE)
_JOINS = re.compile(r"^[^。0-9]{0,25}(?:、|,|及び|と|・|\band\b)[^。0-9]{0,25}$")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of bodies, proposals and the like that a sentence states.

    Attributes
    ----------
    number : int
    kind : str
        ``selected``; ``listed``: the sentence leads to the list (次の6団体, the 12
        listed below); ``named``: bodies that are asked, given something or take part;
        ``received``: those that applied; ``other``: those of another year, of the
        whole country, or more or less; ``plain``: the sentence does not say.
    total : bool
        Whether it calls itself a total.
    text : str
        The sentence.
    part : bool
        Whether it is said to be a part of another: このうち10件, ten of these.
    leads : bool
        Whether the words before it lead to the list: 次の10件, the following ten.
    where : str or None
        ``local`` behind 管内, 県内 and the like, ``nationwide`` behind 全国.
    """

    number: int
    kind: str
    total: bool
    text: str
    part: bool = False
    leads: bool = False
    where: str | None = None


def counts_in(sentence: str, fiscal_year: int | None) -> Iterator[Count]:
    """Give the numbers of things that a narrow sentence states.

    Those in dates, fiscal years, amounts, percentages and addresses are none.

    Parameters
    ----------
    sentence : str
        As of `analysis.sources.metadata.prose.sentences`.
    fiscal_year : int or None
        What the document is about: a number behind another year is of kind ``other``.
    """
    if _HEADING.fullmatch(sentence):
        return
    bare = _without_other_numbers(sentence)
    label = _BARE.match(bare)
    number = label and whole_number(label["number"])
    if number is not None:
        kind = (label["total"] and "plain") or (label["named"] and "named")
        yield Count(number, kind or "selected", bool(label["total"]), sentence)
        return
    for pattern, kind_of in ((_ENGLISH, english_kind), (_JAPANESE, japanese_kind)):
        yield from _leading(_judged(pattern, kind_of, bare, sentence, fiscal_year))


def _judged(
    pattern: re.Pattern[str],
    kind_of: Callable[[re.Match[str], str, str], str],
    bare: str,
    sentence: str,
    fiscal_year: int | None,
) -> Iterator[Count]:
    found = _numbers(pattern, bare)
    several_rounds = len(_ROUND.findall(bare)) > 1
    kinds: list[str] = []
    between: list[str] = []
    for place, match in enumerate(found):
        since = found[place - 1].end() if place else 0
        before = bare[since : match.start()]
        after = _what_follows(bare, match, found[place + 1 :])
        in_brackets = place and before.strip() == "("
        kind = kinds[-1] if in_brackets else kind_of(match, before, after)
        if (
            _is_of_another_year(_what_precedes(sentence, match), fiscal_year)
            or is_planned(before, after)
            or several_rounds
        ):
            kind = "other"
        kinds.append(kind)
        between.append(before)
    for place, match in enumerate(found):
        before = _what_precedes(bare, match)
        is_total = bool(_TOTAL.search(before))
        # "3 of type A and 4 of type B were selected" states no 4.
        is_part = (
            place > 0
            and not is_total
            and kinds[place - 1] == "plain"
            and _JOINS.match(bare[found[place - 1].end() : match.start()])
        )
        if kinds[place] in ("selected", "listed", "named") and is_part:
            continue
        text = _quoted(sentence, match)
        whole = match.groupdict().get("whole")
        if whole:
            said = _WHOLE.search(match["whole_is"])
            kind = said.lastgroup if said else "plain"
            yield Count(whole_number(whole) or 0, kind, False, text)
        yield Count(
            _value(match),
            kinds[place],
            is_total,
            text,
            part=bool(whole) or _is_said_a_part(between[place], bare, match),
            leads=leads_to_list(between[place]),
            where=_where(between[place]),
        )


def _leading(counts: Iterator[Count]) -> list[Count]:
    """Return the counts of a sentence, those of the selected that lead before others.

    "6 were selected, and of this region the following one": the list is of one.
    """
    counts = list(counts)
    selected = [count for count in counts if count.kind == "selected"]
    leading = {count.number for count in selected if count.leads and not count.part}
    if len(leading) != 1 or any(count.total for count in selected):
        return counts
    return [
        replace(count, kind="other")
        if count.kind == "selected" and count.number not in leading
        else count
        for count in counts
    ]


def _is_said_a_part(before: str, text: str, match: re.Match[str]) -> bool:
    return bool(_PART_BEFORE.search(before) or _PART_AFTER.match(text, match.end()))


def _where(before: str) -> str | None:
    said = [found.lastgroup for found in _WHERE.finditer(before)]
    return said[-1] if said else None


def _numbers(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return the numbers of things but for names, and those that say only where."""
    found = [
        match
        for match in pattern.finditer(text)
        if _value(match) is not None and not (_is_a_name(match) or _is_a_year(match))
    ]
    return [
        match
        for match, following in zip_longest(found, found[1:])
        if not _only_says_where(text, match, following)
    ]


def _what_precedes(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _LOOKS_BACK) : match.start()]


def _what_follows(
    text: str, match: re.Match[str], others: Sequence[re.Match[str]]
) -> str:
    """Return the text up to the next number; one in brackets explains this one."""
    start = match.end()
    if others and text[start : others[0].start()].lstrip().startswith("("):
        closes = text.find(")", start)
        start = closes + 1 if closes >= 0 else start
    until = next((one.start() for one in others if one.start() >= start), len(text))
    return text[start : min(until, start + _LOOKS_AHEAD)]


def _is_a_name(match: re.Match[str]) -> bool:
    """Tell whether it is a name with its number or code, as 5 Hida City."""
    noun = match.groupdict().get("noun") or ""
    return bool(_ONE_NAME.fullmatch(noun))


def _is_a_year(match: re.Match[str]) -> bool:
    return match.end() == match.end("number") and bool(_YEAR.fullmatch(match["number"]))


def _only_says_where(
    text: str, match: re.Match[str], following: re.Match[str] | None
) -> bool:
    """Tell whether it is the 7 in 7県の13団体, or in "13 bodies in 7 prefectures"."""
    if following and _OF_WHICH.fullmatch(text[match.end() : following.start()]):
        return True
    thing = match.groupdict().get("noun") or ""
    return bool(
        _MUNICIPAL.fullmatch(thing) and _BODIES_IN.search(_what_precedes(text, match))
    )


def _value(match: re.Match[str]) -> int | None:
    number = whole_number(match["number"])
    thing = match.groupdict().get("unit") or match.groupdict().get("noun") or ""
    if number is None or not match["more"] or not _MUNICIPAL.fullmatch(thing):
        return number
    parts = [one or other for one, other in _PARTS.findall(match["more"])]
    return number + sum(whole_number(part) or 0 for part in parts)


def _is_of_another_year(before: str, fiscal_year: int | None) -> bool:
    if _OTHER_TIME.search(before):
        return True
    years = fiscal_years(before)
    return bool(years and fiscal_year and years[-1] != fiscal_year)


def _without_other_numbers(sentence: str) -> str:
    """Return a sentence with its dates, fiscal years and addresses made blank."""
    text = without_addresses(sentence)
    dates = [(said.start, said.end) for said in find_dates(sentence)]
    return blanked(
        text, [*dates, *(year.span() for year in FISCAL_YEAR.finditer(text))]
    )


def _quoted(sentence: str, match: re.Match[str]) -> str:
    if len(sentence) <= _QUOTE_AT_MOST:
        return sentence.strip()
    start = max(0, match.start() - _QUOTE_AT_MOST // 2)
    end = start + _QUOTE_AT_MOST
    return (
        ("…" if start else "")
        + sentence[start:end].strip()
        + ("…" if end < len(sentence) else "")
    )
