"""Words that tables are made of: what labels say, totals, notes, headings, dittos."""

import re

from analysis.names.fold import fold_text, has_japanese

# What a label says that its column holds; the first that fits counts.
_ROLES = (
    ("name_exact", r"^published_name$"),
    (
        "other",
        r"(?<!番)(?:数|金?額|円|人口|年月日|年度|日付)$|電話|\b(?:amount|budget|cost)\b",
    ),
    (
        "other",
        r"\b(?:number of|population|date|year|remarks?|notes?|url|e-?mail|tel|fax)\b",
    ),
    ("other", r"備考|法人番号|郵便|メール|ふりがな|フリガナ|よみ|読み"),
    ("number", r"^(?:no\.?|#|s/?n|number|serial(?: number| no\.?)?|id|順|順番|順位)$"),
    ("number", r"番号$|^項番$|^通番$|^連番$|^通し$"),
    ("code", r"コード|\bcode\b"),
    (
        "contact",
        r"連絡先|担当|部署|課室|課名|代表者|窓口|\b(?:contact|department|division)\b",
    ),
    ("place", r"所在|住所|\b(?:address|location|locations)\b"),
    (
        "project",
        r"(?:提案|応募|申請|採択|事業|計画|取組)(?:の?(?:名|内容|概要|件名|テーマ))",
    ),
    (
        "project",
        r"プロジェクト名|\bprojects?\b(?!.*\b(?:lead|applicant|implement|proposer))",
    ),
    (
        "partner",
        r"連携(?!事業)|共同|参画|参加(?:団体|者|自治体|機関)|構成(?:員|団体|自治体)|協力"
        r"|\b(?:partners?|joint|co-?applicants?|participants?|participating|members?)\b",
    ),
    (
        "applicant",
        r"主体|申請|応募|提案(?:者|団体|自治体)|代表|事業者|採択(?:者|団体|自治体|先)",
    ),
    (
        "applicant",
        r"\b(?:applicants?|lead|leading|proposers?|recipients?|grantees?|awardees?"
        r"|implement(?:er|ing)|selected)\b",
    ),
    ("municipality", r"市町村|市区町村|区市町村"),
    ("prefecture", r"都道府県|府県|^県名?$|\bprefectures?\b(?!.*(?:city|municipal))"),
    ("county", r"^郡名?$|^(?:county|district)(?: name)?$"),
    ("ward", r"^(?:行政)?区名?$|^(?:wards?)(?: name)?$"),
    (
        "municipality",
        r"^[市町村・/]+名?$|町村|\b(?:municipalit(?:y|ies)|city|cities|towns?|villages?)\b",
    ),
    (
        "entity",
        r"団体|自治体|\b(?:entit(?:y|ies)|governments?|bodies|body|authority)\b",
    ),
    (
        "entity",
        r"機関|法人|企業|会社|\b(?:organi[sz]ations?|institutions?|compan(?:y|ies))\b",
    ),
    ("project", r"事業|プロジェクト|取組|取り組み|概要|内容|テーマ|件名|分野|計画"),
    ("project", r"\b(?:title|outline|summary|description|themes?|plan|fields?)\b"),
    ("place", r"地域|場所|実施地|フィールド|\b(?:area|site|region|place|where)s?\b"),
    ("name", r"名称|名前|^名$|\bnames?\b"),
)
_ROLE_OF = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)

# A label is made of these words and no others; a project's name is not.
_JAPANESE_LABEL = re.compile(
    r"(?:全国|都道府県|市区町村|市町村|区市町村|府県|地方公共|公共団体|団体|自治体|申請|応募|提案|採択"
    r"|選定|支援|交付|決定|実施|対象|代表|連携|共同|協力|参加|参画|構成|主体|事業|実証|機関"
    r"|法人|企業|会社|大学|民間|概要|内容|取組|取り組み|計画|プロジェクト|テーマ|タイトル|件"
    r"|所在|住所|地域|地区|地|場所|備考|コード|部署|担当|連絡|窓口|電話|番号|項番|通番|連番"
    r"|整理|通し|順|金額|額|予算|区分|種別|種類|分野|類型|人口|年度|年月日|日|名称|名前|名"
    r"|者|先|員|等|別|数|課|室|県|市|町|村|区|郡|振興局|ふりがな|フリガナ|よみ|読み|カナ|英語|英文"
    r"|日本語|和文|和|英|表記|ローマ字|メール|アドレス|[のび及・/()（）、\s0-9]|no\.?|#)+"
)
_ENGLISH_LABEL = re.compile(
    r"(?:(?:no|number|names?|of|the|and|or|in|for|serial|id|code|applicants?|applying"
    r"|entit(?:y|ies)|projects?|programs?|programmes?|titles?|outline|summary"
    r"|description|themes?|fields?|plan|prefectures?|municipalit(?:y|ies)|cit(?:y|ies)"
    r"|towns?|villages?|wards?|count(?:y|ies)|districts?|regions?|areas?|sites?|places?"
    r"|locations?|address|local|public|governments?|bod(?:y|ies)|organi[sz]ations?"
    r"|institutions?|compan(?:y|ies)|lead|leading|partners?|joint|co-applicants?"
    r"|participants?|participating|members?|selected|supported|recipients?|proposers?"
    r"|grantees?|awardees?|implementing|implementer|category|type|kind|class|remarks?"
    r"|notes?|contact|department|division|date|year|amount|budget|cost|population"
    r"|tel|fax|e-?mail|url|japanese|english|romaji|kanji|published_name|s/?n"
    r"|representative)\b(?:\(s\))?[\s.,/()&'’:#-]*|#\s*)+",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60

TOTAL = (
    r"(?i:[^0-9０-９]{0,8}?(?:総?合計|小計|総計|累計|平均)"
    r"|(?:[^0-9０-９]{0,3}[都道府県市町村]\s*)?計|(?:grand |sub-?)?total|average)"
    r"[\s:：]*[(（]?[\s0-9０-９,，]*(?:団体|件|者|自治体|市町村|entities|bodies|projects)?"
    r"[)）]?"
)
"""Matches the whole of a cell that says that its row sums others up."""

TOTAL_WORD = "計|平均|total|average"
"""Is in all that `TOTAL` matches, in whatever letters: quick to look for."""

NOTE = (
    r"[(（]?(?:※|＊|\*|†|‡|注(?:[\s0-9０-９):：）.．]|$)|備考[:：]|出典|出所|資料[:：]|以上。?$"
    r"|(?i:sources?\s*[:：]|notes?\s*(?:[0-9]+)?\s*[:：.)]|remarks?\s*[:：]))"
)
"""Matches the beginning of a note."""

NOTE_MARK = r"[(（]?(?:[※＊*†‡]|注|備考|(?i:notes?))[\s0-9０-９]{0,3}[)）.．:：]?"
"""Matches the whole of a cell that says that a note stands beside it."""

DITTO = r"同上?|同じ|〃|々|仝|[\"″”“]|''|′′|´´|(?i:ditto|do\.?|same(?: as above)?)"
"""Matches the whole of a cell that says: the same as above."""

DASH = r"[-‐‑‒–—―−ー－]+|なし|無し|該当なし|(?i:n/?a|none|nil)"
"""Matches the whole of a cell that says: nothing here."""

_MARKED_HEADING = re.compile(
    r"^(?:[〈<＜《≪【［\[〔「『][^<>]*[〉>＞》≫】］\]〕」』]\s*[:：]?|[■◆▼◇□▽◎●○].*)$",
    re.DOTALL,
)
_KIND_HEADING = re.compile(
    r"(?:政令)?指定都市|中核市|施行時特例市|特例市|一般市|特別区|都道府県|市町村|市区町村|町村"
    r"|(?:北海道・?)?(?:東北|関東|甲信越|北陸|信越|中部|東海|近畿|関西|中国|四国|九州|沖縄)"
    r"(?:[・、]?(?:東北|甲信越|北陸|信越|中部|東海|近畿|中国|四国|九州|沖縄))*"
    r"(?:地方|ブロック|地域|管内|圏)?|.+(?:地方|ブロック|総合通信局)"
    r"|(?i:(?:ordinance-)?designated cities|core cities|special wards|prefectures"
    r"|cities|towns|villages|towns and villages|municipalities"
    r"|.+ (?:region|area|block))"
)
_PREFECTURE = re.compile(
    r"北海道|東京都|(?:大阪|京都)府|[^都道府県\s]{2,3}県|京都府"
    r"|(?i:[A-Za-zōūŌŪ]+[ -](?:prefecture|pref\.?|metropolis|ken|fu|to))"
)
_NUMBERED = re.compile(
    r"^[(（]?(?:[0-9０-９]{1,2}|[A-ZＡ-ＺⅠ-Ⅻ])(?:[)）.．、][\s　]*|[\s　]+)"
)
_COUNT_BEHIND = re.compile(
    r"\s*[:：]?\s*[(（]?\s*[0-9０-９]+\s*(?:団体|件|市町村|自治体|者|entities|bodies)?\s*[)）]?$"
)
_AROUND = "〈〉<>＜＞《》≪≫【】［］[]〔〕「」『』■◆▼◇□▽◎●○・:： 　\t\n"


def role_of(label: str) -> str | None:
    """Return what the label of a column says that it holds, None if nothing is said.

    Examples
    --------
    >>> role_of("申請主体"), role_of("No."), role_of("Project name"), role_of("X")
    ('applicant', 'number', 'project', None)
    """
    text = _plain(label)
    return next((role for role, pattern in _ROLE_OF if pattern.search(text)), None)


def is_label(text: str) -> bool:
    """Tell whether a cell could name a column: it is made of words for that only.

    Examples
    --------
    >>> is_label("団体名"), is_label("北上市"), is_label("Name of applicant")
    (True, False, True)
    """
    text = _plain(text)
    if not text or len(text) > _LONGEST_LABEL or text.isdecimal():
        return False
    if has_japanese(text):
        return _JAPANESE_LABEL.fullmatch(text) is not None
    return _ENGLISH_LABEL.fullmatch(text) is not None


def is_marked_heading(text: str) -> bool:
    """Tell whether brackets or a mark around a text make it a heading: 〈Group A〉."""
    return _MARKED_HEADING.match(text) is not None


def is_kind_heading(text: str) -> bool:
    """Tell whether a text names a kind of bodies or a region: 政令指定都市, 1 東北."""
    bare = _NUMBERED.sub("", bare_heading(text))
    return _KIND_HEADING.fullmatch(bare) is not None


def is_prefecture(text: str) -> bool:
    """Tell whether a text has the form of the name of a prefecture and no more."""
    return _PREFECTURE.fullmatch(text) is not None


def is_place_label(text: str) -> bool:
    """Tell whether a label names a prefecture or a region, whose bodies are below."""
    return is_prefecture(text) or (is_kind_heading(text) and not is_label(text))


def bare_heading(text: str) -> str:
    """Return a heading without brackets, marks and the number of rows under it.

    Examples
    --------
    >>> bare_heading("【岩手県】"), bare_heading("■岩手県（3団体）")
    ('岩手県', '岩手県')
    """
    if len(text) > _LONGEST_LABEL:
        return text
    bare = text.strip(_AROUND)
    return _COUNT_BEHIND.sub("", bare).strip(_AROUND) or bare


def _plain(label: str) -> str:
    """Return a label in comparison form; Japanese words may be spaced out."""
    text = " ".join(fold_text(label).split()).lower()
    return text.replace(" ", "") if has_japanese(text) else text
