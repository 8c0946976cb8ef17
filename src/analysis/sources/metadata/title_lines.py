"""What a line at the head of a document says that could be its title.

Labels with their values, rows of the list and headings of its groups stand at the head
of documents without a title, and are none.
"""

import re

from analysis.names.fold import has_japanese
from analysis.sources.metadata.dates import find_dates
from analysis.sources.metadata.heads import is_usual, path
from analysis.sources.metadata.offices import PREFECTURE, publisher_before
from analysis.sources.metadata.prose import narrow

_TITLE_LABEL = re.compile(
    r"^(?:(?:件名|標題|題名|標記|title|subject)\s*[:：]\s*)?(?:(?:re|fwd?)\s*[:：]\s*)*",
    re.IGNORECASE,
)
_MARKS = " 　○●◯■□◆◇|｜"
_AS_OF = re.compile(
    r"\s*[(（]\s*(?:as of|on|dated|updated|revised)?\s*$", re.IGNORECASE
)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S*|\S+@\S+\.\S+", re.IGNORECASE)
_LABEL = re.compile(
    r"[\[【<(]?(?:日時|日程|期日|開催日時?|場所|会場|出席|欠席|参加者|議題|議事|差出人|宛先"
    r"|送信者?|日付|主催|共催|後援|協力|担当|講師|対象|定員|参加費|申込先?|提出先|締め?切り?"
    r"|期限|期間|単位|出典|資料|備考|注|カテゴリー?|タグ|分類|関連|キーワード|更新|公開"
    r"|url|from|to|cc|bcc|sent|date|time|host|venue|place|location|organi[sz]ers?"
    r"|speakers?|participants|attendees|absent|present|period|deadline|embargo"
    r"|contact|category|tags?|posted|updated|source|notes?|unit|reference)"
    r"(?:[^\s:]{0,6}|\s\w{1,10})[\]】>)]?\s*:",
    re.IGNORECASE,
)
# These are labels also without a colon: 公募期間 2020/6/1～6/30.
_PERIOD = re.compile(
    r"[\[【<(]?(?:公募|募集|応募|受付|提案|申請|実施|事業|開催|契約|審査)?の?"
    r"(?:期間|期限|締め?切り?(?:日時?)?|日時)[\]】>)]?(?:[\s:0-9]|$|令和|平成|r[0-9])"
    r"|(?:報道)?解禁(?:日時?)?(?:[\s:0-9]|$)|embargo(?:ed)?\b"
    r"|(?:application|submission|call) period\b",
    re.IGNORECASE,
)
_COUNTED = (
    "(?:団体|自治体|[市区]?町村|[市区県件社者]|都市|地域|地区|[かカヶ]所|事業|提案)"
)
_ONLY_DECIDES = re.compile(
    rf"[0-9,]+{_COUNTED}を(?:新たに)?(?:決定|採択|選定|認定|指定)(?:しました)?"
)
_REGION = (
    "(?:北海道|北東北|南東北|東北|北関東|南関東|関東|甲信越|信越|北陸|東海|中部|近畿|関西"
    "|中国|四国|北部九州|南九州|九州|沖縄|東日本|西日本)(?:地方|地域|ブロック|圏|管内)?"
)
_GROUP = re.compile(
    r"第[0-9一二三四五六七八九十]+(?:弾|回|次|期|号|陣|グループ|群)(?:選定|採択|分)?"
    r"|[0-9]+(?:次|回目)(?:選定|採択|分)?|要件[A-Z0-9]"
    r"|(?:共同|単独|連携|新規|継続)(?:提案|申請|応募|採択|実施)?(?:者|団体|自治体)?"
    r"|予備(?:採択|候補)|次点|辞退(?:団体|者|自治体)?|補欠|不採択|[県道府都市]?[内外]訳|.{1,4}別内訳"
    rf"|(?:{PREFECTURE}|{_REGION})(?:内|管内)?(?:の(?:団体|市町村|自治体))?"
    r"|(?:joint|single|individual|new|continuing) (?:applica(?:nts?|tions?)|proposals?)"
    r"|(?:requirement|type|category|group|round|phase|part) [a-z0-9]{1,3}"
    r"|(?:first|second|third|fourth|fifth) (?:round|phase|selection)|others?",
    re.IGNORECASE,
)
_NUMBER_OF_THEM = re.compile(
    rf"\s*\((?:計|全)?[0-9,]+\s*(?:{_COUNTED}|[a-z]+)?\)$", re.IGNORECASE
)
_BRACKETED = re.compile(r"[\[【<〈《〔](?P<inside>[^\]】>〉》〕]+)[\]】>〉》〕]")
_HEADING_AT_MOST = {True: 10, False: 24}  # in Japanese, in English

_MUNICIPALITY = (
    r"(?:[一-龠々]{1,5}郡)?"
    r"(?!.*(?:市区?町|町村|区町|都市|特区|地区|選挙区|[ルム]区|政令|対象|構成|参加|支援|実施|指定"
    r"|[一-龠]の[町村]|な[町村]))"
    r"[一-龠々ぁ-んァ-ヶー]{1,7}[市区町村]"
)
_LEADING_MARK = re.compile(r"^[\s○●◯◎×✕△▽▲▼■□◆◇・★☆*>-]+")
_NOTE = re.compile(r"[0-9０-９()+\s.…‥・·、,※*-]+|※.*|電話.*|tel.*", re.IGNORECASE)
_BREAKS = re.compile(r"[\s,/|()・、]+")
_PLACE = re.compile(rf"(?:{PREFECTURE})?{_MUNICIPALITY}")
_PREFECTURE = re.compile(PREFECTURE)
_WITHIN = re.compile(rf"{PREFECTURE}{_MUNICIPALITY}")
_STEMS = re.compile(r"[一-龠]{2,3}/[一-龠]{1,4}")
_ENGLISH_PLACE = re.compile(
    r"(?:[A-Z][a-z'-]+ ){1,3}(?:City|Town|Village|Ward|Prefecture|County|District)"
    r"(?: Hall| Office)?"
)
_ENGLISH_BESIDE = re.compile(
    r"[A-Z][A-Za-z-]*(?: [A-Z][A-Za-z-]*)*[0-9 -]*"
    r"|[0-9][0-9 -]*(?:[A-Za-z][\w -]*)?"
)
_ENGLISH_BREAKS = re.compile(r"\s*(?:[,/;()]|\band\b)\s*")


def telling_line(text: str) -> str | None:
    """Return what a line says that could be a title or a part of one, or None.

    A date, a label and a publisher before it are left out, and so are marks around it.
    None is the answer for what is usual (報道資料), for a path of pages, an address of
    the web, another label with its value (日時：, 公募期間), a heading of a group
    (第一弾, 【東北】, 岩手県（3団体）), and a row that holds nothing but places.

    Examples
    --------
    >>> telling_line("令和2年8月21日　支援団体の決定（第2回）")
    '支援団体の決定（第2回）'
    >>> telling_line("公募期間 2020/6/1～6/30") is None, telling_line("第2回") is None
    (True, True)
    """
    if path(text) or is_usual(text):
        return None
    line = _without_dates(text).strip(" 　:-–—")
    line = without_publisher(_TITLE_LABEL.sub("", line)).strip(_MARKS)
    parts = [part for part in re.split(r"(?<=[】\]])|\s{2,}|　", line) if part]
    while len(parts) > 1 and is_usual(parts[0]):
        line = line[len(parts[0]) :].strip(" 　:")
        parts = parts[1:]
    if not line or is_usual(line) or not any(map(str.isalpha, line)):
        return None
    bare = narrow(line)
    if _is_a_label(bare) or _is_of_a_group(bare) or _is_a_row(bare):
        return None
    return line


def without_publisher(line: str) -> str:
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
            before = _AS_OF.sub("", before).rstrip(" 　([（【,:-–—")
            return text if _is_open(before) else before
        if said.year and not (has_japanese(text) or _is_open(before)):
            return f"{before.strip()} {after.strip()}"
    return text


def _is_open(text: str) -> bool:
    return narrow(text).count("(") > narrow(text).count(")")


def _is_a_label(line: str) -> bool:
    return bool(
        _ADDRESS.fullmatch(line)
        or _LABEL.match(line)
        or _PERIOD.match(line)
        or _ONLY_DECIDES.fullmatch(line)
    )


def _is_of_a_group(line: str) -> bool:
    bracketed = _BRACKETED.fullmatch(line)
    if bracketed:
        inside = bracketed["inside"]
        return len(inside) <= _HEADING_AT_MOST[has_japanese(inside)]
    bare = _NUMBER_OF_THEM.sub("", line).strip("()[]<>【】〈〉")
    return bool(_GROUP.fullmatch(bare))


def _is_a_row(line: str) -> bool:
    line = _LEADING_MARK.sub("", line)
    if not has_japanese(line):
        return _is_an_english_row(line)
    if _STEMS.fullmatch(line):
        return True
    spaced = re.fullmatch(r"(?:\S ){1,4}[市区町村]", line)
    if spaced:
        line = line.replace(" ", "")
    cells = [cell for cell in _BREAKS.split(line) if cell and not _NOTE.fullmatch(cell)]
    places = [bool(_PLACE.fullmatch(cell)) for cell in cells]
    within = [bool(_PREFECTURE.fullmatch(cell)) for cell in cells]
    if any(places) and all(
        place or prefecture or cell.endswith(("管内", "郡"))
        for cell, place, prefecture in zip(cells, places, within, strict=True)
    ):
        return True
    # A name of a project and beside it the place, as a row of a table has them.
    return any(
        prefecture and place
        for prefecture, place in zip(within, places[1:], strict=False)
    ) or bool(cells and " " in line and _WITHIN.fullmatch(cells[-1]))


def _is_an_english_row(line: str) -> bool:
    cells = [cell for cell in _ENGLISH_BREAKS.split(line) if cell]
    return any(map(_ENGLISH_PLACE.fullmatch, cells)) and all(
        _ENGLISH_PLACE.fullmatch(cell) or _ENGLISH_BESIDE.fullmatch(cell)
        for cell in cells
    )
