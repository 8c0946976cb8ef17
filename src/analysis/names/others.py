"""What a name says it is when it is no local government: a company, a station, a union.

The words are those that no name of a body since 1889 holds. 温泉 (hot spring),
大社 (grand shrine) and 島 (island) say nothing: 新温泉町, 大社町 and 福島 are bodies.
"""

import re

from analysis.names.japanese import is_subprefecture

# In Japanese, wherever the word stands: long enough to be no part of a name.
_ANYWHERE = {
    "a company": (
        "株式会社 有限会社 合同会社 合名会社 合資会社 (株) (有) ホールディングス "
        "自動車 ガス"
    ),
    "a corporation of another kind": "法人 財団 社団 NPO",
    "a university": "大学 短大",
    "a school": "学校 高校 高専 学園 幼稚園 保育園 保育所 こども園",
    "a hospital or clinic": "病院 医院 診療所 クリニック 医療センター 保健所",
    "a board or council": "委員会 協議会 審議会 議会 審査会",
    "an association": "協会 商工会 連合会 連盟 同盟 自治会 町内会 婦人会 同友会",
    "a cooperative": (
        "農業協同 漁業協同 生活協同 協同組合 森林組合 信用組合 労働組合 共済組合 "
        "保険組合 農協 漁協 生協"
    ),
    "a bank": "銀行 信用金庫 信金 公庫",
    "a museum, library or hall": (
        "図書館 博物館 美術館 公民館 資料館 記念館 文学館 体育館 会館 ホール"
    ),
    "a police or fire station": "警察 消防署 消防本部 消防局 消防団 交番 駐在所",
    "an office of the state": (
        "裁判所 検察庁 税務署 法務局 労働局 財務局 国税局 運輸局 整備局 農政局 "
        "経済産業局 通信局 管区 自衛隊"
    ),
    "an airport, station or road": "空港 道の駅 インターチェンジ サービスエリア",
    "an institute or agency": "研究所 研究センター 機構 公社 事業団 公団 センター",
    "a branch office": "支所 出張所 事務所 営業所 支社 支店 本社 本店",
    "a railway or utility": "鉄道 電鉄 電力 高速道路",
    "a newspaper or broadcaster": "新聞 放送局 テレビ",
    "a works": "工場 製作所 発電所 変電所 処理場 浄水場",
    "a sight or facility": (
        "公園 動物園 植物園 水族館 遊園地 球場 競技場 スタジアム ダム トンネル"
    ),
    "a natural feature": "諸島 列島 半島 山脈 山地 盆地 海峡 群島",
    "an address or a part of a municipality": "丁目 番地 大字 団地 地割",
}
# In Japanese, at the end only.
_AT_END = {
    "a station": "駅 駅前",
    "a region": "地方 地域 圏 方面",
    "a part of a municipality": "地区 学区 校区 財産区 行政区 小区",
    "a district of another kind": "改良区 選挙区 漁区 鉱区 保護区 特区",
    "a person": "市長 区長 町長 村長 県知事 府知事 都知事 道知事 議員",
    "a section of an office": "課 係 総務部 企画部 水道部 市民部",
    "a ministry": "省 内閣府",
    "an airport, station or road": "インター 港湾",
    "several bodies, not all of them named": "市町村 市区町村 市町村一円",
}
# The same, where what stands before decides: 県庁 is a prefecture's own office.
_AT_END_PATTERNS = {
    "an agency of the state": r"(?<![都道府県市区町村支])庁",
    "a bureau": r"(?<!振興)局",
    "several bodies, not all of them named": (
        r"[市区町村](?:等|ほか|他|外)[0-9一二三四五六七八九十]*"
        r"(?:か所|[カケヶ箇]?[市区町村]+|団体|自治体)?"
    ),
}
# Whole texts that are the head or the foot of a column.
_HEADINGS = {
    "a total": (
        "計, 合計, 小計, 総計, 総数, 平均, 全国, 日本, 日本国, 国, 全市町村, "
        "全都道府県, total, grand total, subtotal, sub-total, average, nationwide, "
        "nation, japan, all japan, whole country, country, all prefectures, "
        "all municipalities"
    ),
    "a heading": (
        "団体, 団体名, 団体名称, 自治体, 自治体名, 市町村, 市町村名, 市区町村, "
        "市区町村名, 区市町村, 区市町村名, 都道府県, 都道府県名, 府県名, 県名, 市名, "
        "町名, 村名, 名称, 名前, 機関名, 番号, 項番, 備考, 所在地, 住所, コード, "
        "団体コード, 都道府県コード, applicant, applicants, district, county, name, "
        "names, number, code, remarks, notes, address, location, entity, "
        "entities, name of entity, entity name, name of municipality, "
        "municipality name, prefecture name, city name, local government, "
        "local governments, local public entity, local public entities, "
        "municipality, municipalities, prefecture, prefectures, city, cities, town, "
        "towns, village, villages, ward, wards, region, regions"
    ),
    "a word for nothing": (
        "注, 出典, 不明, 未定, なし, 該当なし, その他, unknown, source, "
        "see above, ditto, tbd, tba, null, undefined, n/a, not applicable, other, "
        "others"
    ),
}

# In English, as whole words. None of them is a romanized name.
_WORDS = {
    "a company": (
        "company co ltd inc corp corporation limited kk llc plc gmbh holdings group "
        "industries systems electric store shop restaurant hotel mall factory plant "
        "jr ntt kddi motor gas breweries cement machinery works"
    ),
    "a university": "university universities college campus",
    "a school": "school schools academy kindergarten nursery gakuen",
    "a hospital or clinic": "hospital hospitals clinic medical",
    "a board or council": "board council committee commission assembly conference",
    "an association": "association society club league federation chamber alliance",
    "a cooperative": "cooperative cooperatives co-operative coop ja",
    "a foundation or non-profit body": "foundation npo ngo nonprofit trust fund",
    "a bank": "bank banks",
    "a museum, library or hall": "museum library gallery theater theatre auditorium",
    "a police or fire station": "police fire",
    "an office of the state": (
        "ministry agency bureau cabinet court embassy consulate parliament diet"
    ),
    "a department of an office": "department division section",
    "a station": "station sta subway railway railways line",
    "an airport, port or road": (
        "airport port harbor harbour expressway highway street avenue road bridge "
        "tunnel"
    ),
    "an institute or centre": "institute laboratory center centre observatory",
    "a newspaper or broadcaster": "newspaper shimbun broadcasting nhk",
    "a sight or facility": (
        "park zoo garden gardens stadium arena gymnasium plaza tower castle temple "
        "shrine dam"
    ),
    "a natural feature": (
        "island islands mount mt mountain mountains river lake bay sea peninsula "
        "strait volcano basin"
    ),
    "a region": "region regions area areas",
    "an address or a part of a municipality": (
        "chome neighborhood neighbourhood building bldg floor"
    ),
    "a person": "mayor governor minister president",
    "a body of another country": "state states republic kingdom province",
}

# Parts of a union's name; other kinds of unions are told apart below.
_UNION = re.compile(
    r"広域連合|企業団|広域市町村圏|広域行政|事務組合|(?<=.)組合(?=$|[\s()])"
    r"|\bunions?\b"
    r"|\bwide[- ]area (?:federation|association|authority|cooperative|administration)"
    r"|\b(?:regional|municipal|intermunicipal) federation"
    r"|\bpartial[- ]affairs?\b"
    r"|\b(?:affairs?|administrative|administration|sanitation|sanitary|waste|cemetery"
    r"|fire(?:[- ]?(?:fighting|department|protection|defense|service|prevention))?)"
    r" (?:association|cooperative|federation)"
    r"|\bwater(?:works)?(?: supply)? (?:authority|enterprise)"
    r"|\b(?:jimu|kouiki|kōiki|koiki)[- ]?(?:kumiai|reng[oō]u?)\b|\bkigyodan\b",
    re.IGNORECASE,
)
# One of these is in whatever `_UNION` finds: a quick look spares most names the search.
_UNION_HINTS = (
    *("union", "ssociation", "ederation", "ooperative", "uthority", "affair"),
    *("enterprise", "administration", "kumiai", "reng", "kigyodan"),
)
_JAPANESE_UNION_HINTS = ("組合", "広域", "企業団")
_OTHER_UNION = re.compile(
    r"協同組合|(?:信用|労働|共済|森林|保険|マンション管理|整理|再開発)組合"
    r"|\b(?:labou?r|trades?|credit|workers'?|teachers'?|students?'?|european|soviet"
    r"|customs|rugby) unions?\b",
    re.IGNORECASE,
)
# The English of 振興局: said by the grammar, as they stand for a place in Hokkaido.
_SUBPREFECTURE_BUREAU = re.compile(
    r"\b(?:sub-?prefectural|general|promotion) bureau\b", re.IGNORECASE
)
_WORD = re.compile(r"\bk\. ?k\.|[a-zà-ÿā-ſ]+(?:-op[a-z]*)?")

_MEANING_OF_HEADING = {
    heading: meaning
    for meaning, headings in _HEADINGS.items()
    for heading in headings.split(", ")
}
_MEANING_OF_WORD = {
    word: meaning for meaning, words in _WORDS.items() for word in words.split()
} | {"k.k.": "a company", "k. k.": "a company"}
_MEANING_OF_JAPANESE = {
    word: meaning
    for table in (_ANYWHERE, _AT_END)
    for meaning, words in table.items()
    for word in words.split()
}
_END = r"(?=$|[\s()\[\]])"


def _either(table: dict[str, str]) -> str:
    words = sorted(" ".join(table.values()).split(), key=len, reverse=True)
    return "|".join(map(re.escape, words))


_JAPANESE_WORD = re.compile(f"{_either(_ANYWHERE)}|(?:{_either(_AT_END)}){_END}")
_JAPANESE_PATTERNS = tuple(
    (re.compile(pattern + _END), meaning)
    for meaning, pattern in _AT_END_PATTERNS.items()
)


def not_a_government(text: str) -> str | None:
    """Return what a folded name says it is, if that is no local government, else None.

    None says nothing: a foreign city calls itself a city. Unions of local governments
    are told by `is_union`.

    Examples
    --------
    >>> not_a_government("Iwate University"), not_a_government("北上駅")
    ('a university', 'a station')
    >>> not_a_government("北上市役所") is None, not_a_government("新温泉町") is None
    (True, True)
    """
    heading = _MEANING_OF_HEADING.get(text.strip(" .:()[]").lower())
    if heading or is_union(text):
        return heading
    said = None if text.isascii() else _by_japanese(text)
    return said or _by_words(text)


def is_union(text: str) -> bool:
    """Tell whether a folded name is that of a union of local governments.

    That is a 広域連合, a 一部事務組合, a 企業団 or one of their English names.

    Examples
    --------
    >>> is_union("北上地区広域行政組合"), is_union("Okitama Wide-Area Union")
    (True, True)
    >>> is_union("花巻農業協同組合"), is_union("Union City")
    (False, False)
    """
    lower = text.lower()
    if not any(map(lower.__contains__, _UNION_HINTS)) and (
        text.isascii() or not any(map(text.__contains__, _JAPANESE_UNION_HINTS))
    ):
        return False
    said = _UNION.search(text)
    if said is None:
        return False
    # A union is one of somebody: Union City is none.
    if said.start() == 0 and " of " not in text[said.end() :].lower():
        return False
    return _OTHER_UNION.search(text) is None


def _by_japanese(text: str) -> str | None:
    if is_subprefecture(text):
        return "a branch of a prefecture"
    words = _JAPANESE_WORD.findall(text)
    if words:
        # The last word is the head: 岩手大学附属病院 is a hospital.
        return _MEANING_OF_JAPANESE[words[-1]]
    return next((said for end, said in _JAPANESE_PATTERNS if end.search(text)), None)


def _by_words(text: str) -> str | None:
    rest = _SUBPREFECTURE_BUREAU.sub(" ", text)
    said = [_MEANING_OF_WORD.get(word) for word in _WORD.findall(rest.lower())]
    return next((meaning for meaning in reversed(said) if meaning), None)
