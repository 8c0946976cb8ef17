"""What a sentence says of a number of bodies: chosen, listed below, taking part."""

import re

from analysis.sources.metadata.numerals import whole_number

_CHOSEN = r"(?:select|chose|choos|adopt|support|approv|decid|pick|award|design)\w*"
_CHOOSES_BEFORE = re.compile(
    rf"\b{_CHOSEN}\W+"
    r"(?:(?:on|to|for|the|following|a total of|these|all|as many as|by)\W+)*$",
    re.I,
)
_LABEL_BEFORE = re.compile(
    r"\b(?:selected|supported|adopted|approved)\s+\w+\s*:\s*$", re.IGNORECASE
)
_CHOSEN_AFTER = re.compile(
    r"^(?:\s*\([^()]*\))?\s*(?:(?:of|among|in|across|from)\b[^.;]{0,60}?)?"
    r"(?:(?:below|above|listed(?: below)?|in the table)\s+)?"
    r"(?:(?:that|which) )?(?:were|was|have been|has been|are|to be|will be)?\s*"
    r"(?:newly\s+|finally\s+)?(?:selected|chosen|adopted|approved|supported|decided)\b",
    re.I,
)
_CHOSEN_INSIDE = re.compile(
    r"\b(?:selected|adopted|approved|successful|chosen|supported)\b", re.I
)
_RECEIVED_BEFORE = re.compile(
    r"\b(?:receiv\w+|from|(?<!total )of|among|out of|submitted by"
    r"|appli\w+ (?:by|from)|there were)"
    r"\s+(?:(?:the|a total of|as many as)\s+)*$",
    re.I,
)
_RECEIVED_AFTER = re.compile(
    r"^(?:\s*\([^()]*\))?\s*(?:(?:that|which|who)\s+)?(?:had |have )?(?:were |was )?"
    r"(?:applied|appl(?:y|ications)|submitted|received|responded)\b|^\W+were received",
    re.I,
)
_APPLIED_NOUN = re.compile(r"applica(?:nts|tions)", re.I)
# What leads to the list: "the following 12", "12 are listed below", "in all 12".
_LEADS_BEFORE = re.compile(
    r"\bfollowing\W+(?:\w+\W+){0,2}$"
    r"|(?:^|\b(?:are|is)\s)(?:listed |shown |named )?below\b[^.;]{0,40}$"
    r"|\b(?:table|list|annex|appendix)\b[^.;]{0,40}$"
    r"|\b(?:in total|in all|altogether),?\s+(?:\w+\s+){1,2}$",
    re.I,
)
_LEADS_AFTER = re.compile(
    r"^[^.;]{0,100}?(?:\bbelow\b(?!\s+(?:the|a|average|[0-9]))"
    r"|\b(?:are|as)\s+(?:these|follows?|the following)\b"
    r"|\bin the (?:following |attached )?(?:table|list|annex|appendix|attachment)\b)"
    r"|^[^.;]{0,80}:$|^,?\s*(?:in total|in all|altogether)\b",
    re.I,
)
# What is done with bodies, and what they do, where they are those of the list.
_ACTS_BEFORE = re.compile(
    r"\b(?:these|ask|invit|request|appoint|certif|recogni[sz]|nam|lend|lent|giv|gave"
    r"|grant|provid|pay|paid|send|sent|help|assist|join|cover|includ|involv|list"
    r"|partner|work|cooperat|publish|announc)[a-z]*\s(?:[\w'-]+\s+){0,5}$",
    re.I,
)
_ACTS_AFTER = re.compile(
    r"^[^.;]{0,60}?\b(?:will|agreed|(?:tak(?:e|es|ing|en)|took) part|participat\w*"
    r"|join\w*|carry(?:ing)? out|conduct\w*|implement\w*|try(?:ing)?|test\w*"
    r"|pilot\w*|host\w*|receiv(?:e|es|ing)|cooperat\w*|introduc\w*"
    r"|(?:were|are|was|have been) (?:asked|invited|named|certified|appointed|given))\b",
    re.I,
)
_ONLY_POSSIBLE = re.compile(
    r"\b(?:could|may|might|can|cannot|would|should|if|not|each|every|per)\b"
    r"|でき|場合|可能|ない|ません|なかっ|いずれ|ごと|つき",
    re.I,
)
_BODIES = re.compile(
    r"(?:entit|bod|government|municipalit|organi|prefecture|cit|town|village|ward"
    r"|region|consorti|compan|universit|recipient|authorit|institution|communit)"
    r".*|.*(?:団体|自治体|[都道府県市区町村者社]|法人|機関|大学|コンソーシアム|グループ|組織|地域|地区)",
    re.I,
)

_VERB = (
    r"(?:採択|決定|選定|選出|認定|採用|指定|内定|支援(?:する|し(?:ます|た|ています))|選び|選ん|決め)"
    r"(?!候補|団体|件|数|者|事業|案件|基準|結果)"
)
_IS_RECEIVED = re.compile(
    r"^(?:\([^()]*\))?\s*(?:のうち|の内|の中から|から(?!なる)|より"
    r"|(?:の|が|もの)?(?:計画|事業)?(?:提案|応募|申請|要望)(?:が|を|の)?(?:あり|あっ|受け|受付|いただ|提出|ござい|寄せ)"
    r"|を(?:受け|受付|いただ)|が(?:応募|申請|提案))"
)
# Of the selected, whatever follows: 採択した12団体のうち3団体.
_IS_CHOSEN_BEFORE = re.compile(
    r"(?:採択|決定|選定|選出|認定)(?:した|された|済みの?|いたしました)(?:計|合計|全)?$"
)
_IS_SELECTED = re.compile(
    rf"^(?:\([^()]*\))?\s*(?:(?:の[^、。]{{0,20}}?)?(?:すべて|全て|全部)?(?:を|が|は|に|について)"
    rf"[^。]{{0,80}}?{_VERB}|の(?:交付)?{_VERB}|{_VERB})"
)
_SELECTED_LABEL = re.compile(
    r"(?:採択|決定|選定|認定|支援対象|支援|選定先|採択先|採択候補|候補)(?:となった|された|した)?"
    r"(?:団体|件|案件|事業|自治体|市町村|先|者)?(?:数)?[\s(:はが、]{0,3}(?:全国で|合計|計|全)?\s*[:]?$"
)
_RECEIVED_LABEL = re.compile(
    r"(?:応募|申請|提案|要望)(?:件数|団体数|総数|者数|数)?[^0-9、。]{0,8}(?:合計|計)?$"
)
# 次の6団体, 以下に掲げる6団体; but not 第2次 nor 人口1万人以下.
_JAPANESE_LEADS_BEFORE = re.compile(
    r"(?:(?<![0-9一二三四五年順目第漸逐月])次(?=[のに表])"
    r"|(?<![0-9一二三四五六七八九十百千万億人円名歳体件社者位級度%])以下(?=[のに、])"
    r"|下記|下表|左記|別紙|別表|別添)[^。、]{0,12}(?:、(?:計|合計)?)?$"
)
_JAPANESE_LEADS_AFTER = re.compile(
    r"^[^。]{0,60}(?:次|以下|下記|下表|別紙|別表|別添|一覧表?)[^。、]{0,10}?"
    r"(?:とおり|通り|に(?:示|掲げ|記載)|をご覧)|^の(?:一覧|名簿|名称)|^[^。]{0,30}:$"
)
_TAKES_PART = (
    r"(?:参加|指定|認定|登録|対象|交付|実施|実証|貸与|派遣|配[布付]|設置|導入|委託|依頼"
    r"|協力|補助|助成|表彰|締結|試行|選)"
)
_JAPANESE_ACTS_BEFORE = re.compile(
    rf"{_TAKES_PART}(?:する|した|して(?:いる|いただく)|される|された|いただく|とする|となる|となった"
    r"|中の|予定の)$"
    rf"|{_TAKES_PART}(?:団体|自治体|市区?町村|地域|地区|先|者|主体)?数?"
    r"[\s(:はが、]{0,3}(?:全国で|合計|計|全)?\s*:?\s*$"
)
_JAPANESE_ACTS_AFTER = re.compile(
    rf"^(?:\([^()]*\))?(?:が|で|に|を|は|と|において|へ|にて)[^。]{{0,60}}?{_TAKES_PART}"
    r"|^(?:です|である|でした|であった|と(?:する|します|なる|なります|なった|なりました))"
)
# "In the following three areas" leads to fields of work, 次の3か所 to where one meets.
_NOT_LISTED = re.compile(r"areas?|cases|initiatives?|groups?|.所", re.I)
_OTHER_LISTS = re.compile(
    r"説明会|会場|問い?合わ|委員|\b(?:briefing|venue|contact|committee)", re.I
)
# Some number of bodies, with these words about it, is all that there are.
_ALL_THERE_ARE = (
    (
        47,
        re.compile(r"\b(?:all|Japan|country|nation\w*)\b|全国|日本|我が国|国内", re.I),
    ),
    (15, re.compile("(?:[都道府県]|管)内")),
)
_NEAR = 25  # in characters


def english_kind(match: re.Match[str], before: str, after: str) -> str:
    """Return of what kind a number in an English sentence is.

    Parameters
    ----------
    match : re.Match
        With the groups ``number``, ``noun`` (or None) and ``gap``, what is between.
    before, after : str
        The sentence from the last number to this one, and from it to the next.

    Returns
    -------
    str
        As `analysis.sources.metadata.counts.Count` has it.
    """
    noun = match["noun"]
    if _CHOOSES_BEFORE.search(before) or _LABEL_BEFORE.search(before):
        return "selected"
    if noun is None:
        return "selected" if _CHOSEN_AFTER.match(after) else "other"
    if _CHOSEN_INSIDE.search(match["gap"] or "") and not re.search(
        r"\bof\s*$", before, re.I
    ):
        return "selected"
    if _RECEIVED_BEFORE.search(before) or _RECEIVED_AFTER.match(after):
        return "received"
    if _CHOSEN_AFTER.match(after):
        return "selected"
    if _APPLIED_NOUN.fullmatch(noun):
        return "received"
    leads = _LEADS_BEFORE.search(before) or _LEADS_AFTER.match(after)
    if leads and _could_be_listed(noun, before, after):
        return "listed"
    acts = _ACTS_BEFORE.search(before) or _ACTS_AFTER.match(after)
    return _kind_by_the_way(match, noun, before, after, acts=bool(acts))


def japanese_kind(match: re.Match[str], before: str, after: str) -> str:
    """Return of what kind a number in a Japanese sentence is.

    As `english_kind`; `match` has the groups ``number`` and ``unit``.
    """
    unit = match["unit"]
    if _IS_CHOSEN_BEFORE.search(before):
        return "selected"
    if _IS_RECEIVED.match(after):
        return "received"
    if _IS_SELECTED.match(after):
        return "selected"
    if _SELECTED_LABEL.search(before):
        return "selected"
    if _RECEIVED_LABEL.search(before) or unit[:2] in ("応募", "申請"):
        return "received"
    leads = _JAPANESE_LEADS_BEFORE.search(before) or _JAPANESE_LEADS_AFTER.match(after)
    if leads and _could_be_listed(unit, before, after):
        return "listed"
    acts = _JAPANESE_ACTS_BEFORE.search(before) or _JAPANESE_ACTS_AFTER.match(after)
    return _kind_by_the_way(match, unit, before, after, acts=bool(acts))


def leads_to_list(before: str) -> bool:
    """Tell whether words before a number lead to the list: 次の, the following."""
    return bool(_LEADS_BEFORE.search(before) or _JAPANESE_LEADS_BEFORE.search(before))


def _could_be_listed(thing: str, before: str, after: str) -> bool:
    return not (_NOT_LISTED.fullmatch(thing) or _OTHER_LISTS.search(before + after))


def _kind_by_the_way(
    match: re.Match[str], thing: str, before: str, after: str, *, acts: bool
) -> str:
    """Return ``named``, ``plain``, or ``other`` for all of the country."""
    number = whole_number(match["number"]) or 0
    near = before[-_NEAR:] + after[:_NEAR]
    if any(number >= least and word.search(near) for least, word in _ALL_THERE_ARE):
        return "other"
    if (
        acts
        and number > 1
        and _BODIES.fullmatch(thing)
        and not _ONLY_POSSIBLE.search(before + after)
    ):
        return "named"
    return "plain"
