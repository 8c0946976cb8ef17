"""Headings in a list: the prefecture or the group of the lines under them."""

import re
from typing import NamedTuple

from analysis.sources.entries.places import read_place as stated_place
from analysis.sources.known import Known
from analysis.sources.lines.headings import heads_aside
from analysis.sources.lines.names import is_prefecture, is_region
from analysis.sources.lines.pieces import take_place

_PAIRS = {
    "【": "】", "〈": "〉", "<": ">", "＜": "＞", "〔": "〕", "［": "］", "[": "]",
    "《": "》", "「": "」", "『": "』", "≪": "≫",
}  # fmt: skip
_COUNT = re.compile(
    r"[（(［\[:：\s]\s*(?:計|合計|全|total(?: of)?)?\s*(?P<count>\d{1,4})\s*"
    r"(?:団体|自治体|市町村|市町|町村|市|町|村|件|者|機関|か所|カ所"
    r"|(?:entit|bod|municipalit|cit|town|village|government|organi[sz]ation|applicant)"
    r"\w*)?\s*[)）］\]]?\s*$",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"^[（(]?\s*(?:以上、?|小計|合計|計|総計|(?:sub-?|grand )?total)\s*[:：]?\s*"
    r"(?P<count>\d{1,6})\s*[^\d\s]{0,14}?\s*[)）]?$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:管内|内|内の?(?:市町村|団体|自治体)|の(?:市町村|団体|自治体))$"
)
# Of "Toyama Prefecture, Asahi Town" the first word is no heading.
_TYPE_WORD = re.compile(r"(?:pref\b|prefecture|city|town|village|ward)", re.IGNORECASE)
_GROUP_LINE = re.compile(
    r"^(?P<head>[^:：\s\u3000]+?(?: Pref\w*\.?)?)"
    r"(?:\s*[:：]\s*|[\s\u3000]+)(?P<rest>\S.*)$"
)
_HEADED_LINE = re.compile(
    r"^(?P<head>[【〔［\[〈《<＜≪][^【】〔〕［］\[\]〈〉《》<>＜＞≪≫]+[】〕］\]〉》>＞≫])"
    r"\s*[:：]?\s*(?P<rest>\S.*)$"
)
_BRACKETED_GROUP = re.compile(
    r"^(?P<head>[^（()）]+?)\s*[（(](?P<rest>[^（()）]+)[)）]$"
)
_LABELLED = re.compile(r"^(?P<head>[^:：、。]{2,15}?)\s*[:：]\s*\S")
_LABELLED_LINE = re.compile(
    r"^(?P<head>[^\s:：、。]{1,10}(?:団体|自治体|市町村))\s*[:：]\s*(?P<rest>\S.*)$"
)
_TITLED_LINE = re.compile(
    r"^(?P<head>[「『“].+[」』”][^（()）]*?)\s*[（(](?P<rest>[^（()）]+)[)）]$"
)
_WHERE_OR_WHEN = re.compile(
    r"\W*(?:開催|実施|開会|発表)?(?:日\s*時|場\s*所|会\s*場|開催地|日程|期日|時間)"
    r"|\W*(?:venue|place|date(?: and time)?|time|held (?:at|in))",
    re.IGNORECASE,
)
_COUNTY = re.compile(r"(?:郡|振興局)$|\b(?:District|County)\b|-gun\b", re.IGNORECASE)
_FIELD = re.compile(
    r"(?:事業|計画|提案|取組|実施|プロジェクト)?(?:名称?|件名|概要|内容|期間|分野|テーマ|金額|経費|目的"
    r"|所在地|住所|補助額|交付額)\s*[:：]"
    r"|(?:事業|計画|取組|プロジェクト|テーマ|分野)\s*[:：]"
    r"|(?:project|title|theme|summary|outline|period|amount|field|budget|address)"
    r"(?: (?:name|title|outline|summary|period))?\s*[:：]",
    re.IGNORECASE,
)
_OVERLEAF = re.compile(
    r"continued|overleaf|\bpage\b|\bcont'?d\b|続き|つづき|次頁|次ページ", re.IGNORECASE
)
_CATEGORY = re.compile(
    r"^(?:県|市|町|村|町村|市町|市町村|市区町村|区市町村|都道府県|府県|道府県|政令指定都市|政令市|指定都市"
    r"|空知|後志|胆振|渡島|檜山|宗谷|オホーツク|十勝"
    r"|中核市|特例市|特別区|一般市|企業|民間企業|大学|広域連合|一部事務組合|その他"
    r"|(?:designated |core |ordinary )?cities|towns|villages|towns and villages"
    r"|prefectures|municipalities|special wards|companies|universities|unions"
    r"|others?)$",
    re.IGNORECASE,
)
_GROUP_WORDS = re.compile(
    r"^(?:categor(?:y|ies)|group|type|class|requirement|block|division|theme|field"
    r"|part|track|round|phase)\s+[\w(]+"
    r"|^第\s*[\d一二三四五六七八九十]+\s*(?:グループ|部門|類|種|区分|分類|次|回|期|群|ブロック|弾|陣)"
    r"|^(?:(?:令和|平成)\s*[元\d]{1,2}|20\d\d)\s*年度(?:の?(?:採択|選定|認定)(?:団体)?)?分?$"
    r"|^(?:共同|単独|合同|広域)(?:連携)?(?:で?の?(?:提案|申請|応募|実施))(?:分|枠|等)?$"
    r"|^(?:予備|追加|補欠|繰上げ?|条件付き?|新規|継続)の?(?:採択|選定|決定|候補|交付)(?:分|枠|等|団体)?$"
    r"|^(?:次点|補欠)(?:者|団体|候補)?$|^(?:県|道|府|都)外"
    r"|^複数の?(?:都道府県|都府県|道府県|府県|県|市町村|自治体|団体)"
    r"|^(?:joint|single|individual|multi-prefecture|reserve|additional|conditional)"
    r" (?:applications?|proposals?|applicants?|projects?|selections?)$|^runners?-up$"
    r"|^(?:first|second|third|fourth|\d+(?:st|nd|rd|th)) (?:round|call|batch|phase)\b"
    r"|^[A-ZＡ-Ｚ]\s*(?:グループ|部門|区分|タイプ|型|ブロック|枠)"
    r"|^(?:グループ|部門|区分|タイプ|カテゴリー?|ブロック|要件|類型)\s*[\dA-ZＡ-Ｚア-ン①-⑳一二三四五]"
    r"|(?:部門|枠|型|類型|タイプ|区分|グループ|ブロック|地方|通信局(?:管内)?|[^都道府県]管内)$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^(?:その他|複数|共同|合同|広域|全国|[県道府都]外)|(?:ブロック|通信局)$"
    r"|^(?:others?|joint|multi-)\b",
    re.IGNORECASE,
)
_HEADER_WORD = re.compile(
    r"no\.?|№|#|number|applicants?|projects?|names?|entity|entities|title|of|the|location"
    r"|prefecture|municipality|area|outline|summary|plan|body|organization"
    r"|番号|項番|連番|(?:支援|採択|選定|申請|提案|代表|連携)?団体名?|(?:申請|実施)主体|提案者"
    r"|(?:自治体|地方公共団体|市町村|都道府県)名?|市区町村名|(?:実施|対象)地域"
    r"|事業名|事業概要|計画名|件名|名称|概要|備考",
    re.IGNORECASE,
)
_LONGEST = 40


class Place(NamedTuple):
    """A heading that is a prefecture or a county.

    Attributes
    ----------
    text : str
        The place as published; of a bureau of Hokkaido (振興局), that.
    is_plain : bool
        Whether nothing but the name shows that it is a heading.
    count : int or None
        How many entities it says that it has.
    is_county : bool
        Whether it is no prefecture, and so no entity.
    """

    text: str
    is_plain: bool
    count: int | None
    is_county: bool = False


def place_text(text: str) -> str:
    """Return what of a line could be a prefecture: without brackets, colon and count.

    Examples
    --------
    >>> [place_text(text) for text in ("【岩手県】", "岩手県（2団体）", "Iwate:")]
    ['岩手県', '岩手県', 'Iwate']
    """
    return _bare_heading(text)[0]


def read_place(text: str, known: Known) -> Place | None:
    """Return the prefecture or county that a line is the heading of, or None."""
    if len(text) > _LONGEST:
        return None
    bare, count = _bare_heading(text)
    if bare and is_prefecture(known(bare)):
        return Place(bare, bare == text, count)
    place = stated_place(bare, known) if _COUNTY.search(bare) else None
    if place and (place.county_ja or bare.endswith("振興局")):
        return Place(bare if place.county_ja else "北海道", bare == text, count, True)
    return None


def read_place_after(text: str, known: Known) -> str:
    """Return the prefecture of the lines above: "（以上、岩手県）"; else ""."""
    bare, place, is_above = take_place(text, known)
    return place if is_above and not bare else ""


def read_total(text: str) -> int | None:
    """Return the number in a line that sums up those above: "計3団体"."""
    found = _TOTAL.match(text)
    return int(found["count"]) if found else None


def heading_count(text: str) -> int | None:
    """Return how many entities a heading says that it has."""
    found = _COUNT.search(text)
    return int(found["count"]) if found and _unit_or_bracket(found[0]) else None


def group_line(text: str) -> tuple[str, str, bool] | None:
    """Return what could be a prefecture and its names, and whether a colon parts them.

    Brackets around the prefecture do too.

    Examples
    --------
    >>> group_line("岩手県：北上市、奥州市"), group_line("【Iwate】Oshu City")
    (('岩手県', '北上市、奥州市', True), ('Iwate', 'Oshu City', True))
    """
    headed = _HEADED_LINE.match(text)
    if headed:
        return place_text(headed["head"]), headed["rest"], True
    found = _GROUP_LINE.match(text)
    if not found or _TYPE_WORD.match(found["rest"]):
        return None
    between = text[found.end("head") : found.start("rest")]
    head = place_text(found["head"])
    return head, found["rest"], bool(re.search("[:：]", between))


def bracketed_group(text: str) -> tuple[str, str, bool] | None:
    """Return the same of a line with the names in brackets: 岩手県（北上市、奥州市）.

    Examples
    --------
    >>> bracketed_group("岩手県（北上市、奥州市）")
    ('岩手県', '北上市、奥州市', True)
    """
    found = _BRACKETED_GROUP.match(text)
    return (found["head"], found["rest"], True) if found else None


def labelled(text: str) -> tuple[str, str] | None:
    """Return what could be a heading, no place, and the names on the same line.

    Examples
    --------
    >>> labelled("【市町村】北上市、奥州市"), labelled("「雪」の物語（北上市）")
    (('市町村', '北上市、奥州市'), ('「雪」の物語', '北上市'))
    """
    titled = _TITLED_LINE.match(text)
    if titled:
        return titled["head"], titled["rest"]
    found = _HEADED_LINE.match(text) or _LABELLED_LINE.match(text)
    return (place_text(found["head"]), found["rest"]) if found else None


def is_aside(text: str) -> bool:
    """Tell whether a line says with a label what is no row: where, when, who not.

    Examples
    --------
    >>> [is_aside(text) for text in ("場所：北上市役所", "欠席団体：北上市", "北上市")]
    [True, True, False]
    """
    found = _LABELLED.match(text)
    return found is not None and (
        _WHERE_OR_WHEN.fullmatch(found["head"]) is not None
        or heads_aside(found["head"])
    )


def is_group_heading(text: str) -> bool:
    """Tell whether a line is a heading by its looks: in brackets, "Category B", 市."""
    bare, _ = _bare_heading(text)
    if not bare or len(text) > _LONGEST or _OVERLEAF.search(text):
        return False
    if text[0] in _PAIRS and _unwrapped(text.rstrip(":： ")) != text.rstrip(":： "):
        return True
    bare = bare.strip("（）()")
    return bool(_CATEGORY.match(bare) or _GROUP_WORDS.search(bare) or is_region(bare))


def heads_elsewhere(text: str) -> bool:
    """Tell whether a heading is of bodies of more than one prefecture: 九州, その他.

    Examples
    --------
    >>> [heads_elsewhere(text) for text in ("【九州】", "Others", "【市】")]
    [True, True, False]
    """
    bare = _bare_heading(text)[0].strip("（）()")
    return is_region(bare) or _ELSEWHERE.search(bare) is not None


def is_of_pages(text: str) -> bool:
    """Tell whether a line only goes with the turn of a page: "(continued)", - 3 -."""
    return (
        _OVERLEAF.search(text) is not None
        or is_header(text)
        or re.fullmatch(r"[\W_]*\d+(?:\s*/\s*\d+)?[\W_]*", text) is not None
    )


def could_be_heading(text: str) -> bool:
    """Tell whether a line is short enough for a heading, and no note of pages."""
    return len(text) <= _LONGEST and not _OVERLEAF.search(text) and not text.isdecimal()


def is_field(text: str) -> bool:
    """Tell whether a line says with a label something of a row but its name.

    Examples
    --------
    >>> [is_field(text) for text in ("事業名：除雪", "Project: Snow", "団体名：北上市")]
    [True, True, False]
    """
    return _FIELD.match(text) is not None


def is_header(text: str) -> bool:
    """Tell whether a line names the columns of a list: "No. Applicant", 番号."""
    words = text.split()
    return bool(words) and all(map(_HEADER_WORD.fullmatch, words))


def _bare_heading(text: str) -> tuple[str, int | None]:
    bare = _unwrapped(text.strip().rstrip(":： ").lstrip("#").strip())
    count = heading_count(bare)
    if count is not None:
        bare = _COUNT.sub("", bare).strip()
    bare = _unwrapped(bare.rstrip(":： "))
    return _WITHIN.sub("", bare) or bare, count


def _unwrapped(text: str) -> str:
    if len(text) > 2 and _PAIRS.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


def _unit_or_bracket(found: str) -> bool:
    """Tell whether a number is a count, and not that of "Category 2"."""
    return bool(re.search(r"[^\d\s:：]", found))
