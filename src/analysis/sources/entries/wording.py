"""The words that lists put beside a name: labels, partners, limits, other columns."""

import re

from analysis.names.fold import fold_text, has_japanese
from analysis.names.grammar import parse_latin
from analysis.names.japanese import japanese_kind, strip_office
from analysis.names.marks import strip_marks

_LABELS_JA = (
    "(?:代表|共同|連携|申請|提案|応募|実施|事業|採択|支援|選定|交付|対象|幹事|主たる|主)*"
    "(?:団体|自治体|市町村|市区町村|区市町村|都道府県|地方公共団体|申請者|提案者|"
    "応募者|代表者|主体|事業者|地域|対象|法人|組織|者)名?称?"
    "|団体等名|代表|名称|県名|府県名|市名|町名|村名"
)
_LABELS_EN = (
    "(?:(?:name of |lead |main |joint |co-?|representative |selected |"
    "supported |implementing |applying |local |public |proposing )*"
    "(?:applicants?|representatives?|organi[sz]ations?|entity|entities|body|"
    "municipality|municipalities|governments?|prefecture|city|town|village|"
    "proposers?|partners?|names?|recipients?|grantees?)(?: names?)?)"
)
# With a colon anywhere, by a blank at the beginning only, and in Japanese only.
LABEL = re.compile(
    rf"(?:^|(?<=[\s、,;]))(?:{_LABELS_JA}|{_LABELS_EN})\s*:\s*"
    rf"|^(?:{_LABELS_JA})\s+(?=\S)",
    re.IGNORECASE,
)
"""What stands before a name and says what it is: "Applicant: ", 申請者 and a blank."""

KINDS = re.compile(
    r"(?:対象|採択|選定|構成|関係|支援|参加|交付|申請|代表)*[都道府県市区町村]+(?:名|別|分|の部)?"
)
"""What heads names of one kind, and is none of them: 市町村, 採択市町村, 町村の部."""

AREA = re.compile(
    r"(?:地区|地域|周辺|管内|一帯|エリア|方面|沿線|流域|全域)(?:\([^()]*\))?$"
)
"""What ends an area within a body, or around something."""

DITTO = re.compile(
    r"^(?:同(?P<kind>[都道府県市郡]?)|〃|々|ditto[,:]?\s)\s*(?=\S)", re.I
)
"""What stands for the place of the name before: 同県奥州市."""

DITTO_ALONE = re.compile(r"^(?:同[上左右前一]?|同[都道府県市区町村郡]|〃|ditto)$", re.I)
"""What stands for a whole row and names nobody by itself."""

SAME_PLACE = re.compile(
    r"(?:,\s*|\s*\()(?:the )?same (?:prefecture|pref\.?)\)?$", re.IGNORECASE
)
"""The same in English, after the name."""

PARTNERS = re.compile(
    r"^(?:(?:連携|共同|協力|参加|構成)(?:主体|提案|申請|実施|団体|自治体|先|員|市町村|者|機関)*"
    r"(?:[:\s]+|(?=\S))"
    r"|(?:jointly |joint(?:ly)? (?:application|proposal|project) |together |"
    r"in (?:cooperation|collaboration|partnership|coordination) )?with\s+"
    r"|(?:partners?|co-?applicants?|joint applicants?|members?)\s*:\s*)",
    re.IGNORECASE,
)
"""What says in brackets that those named after it take part."""

WITH_THEM = re.compile(
    r"(?:と|との)(?:の)?(?:共同|連携)(?:提案|申請|実施|事業)?(?:で?実施)?$"
)
"""The same in Japanese, after their names."""

EXCEPT = re.compile(
    r"(?:を)?除く[。.]?$|以外[。.]?$|除外|\b(?:exclud|except|other than|without)",
    re.IGNORECASE,
)
"""What says in brackets that those named are left out."""

ONLY = re.compile(
    r"(?:に限る|のみ(?:対象)?|だけ|に限定)[。.]?$"
    r"|^(?:limited to|only(?: in)?)\s+|\s+only$",
    re.IGNORECASE,
)
"""What says in brackets that only those named are meant."""

UNNAMED = re.compile(
    r"(?<=[都道府県市区町村])\s*(?:等|ほか|他|外|など)"
    r"(?:[0-9〇一二三四五六七八九十]+\s*"
    r"(?:か所|[カヶケ箇か]?[都道府県市区町村]+|団体|自治体|者|社|機関))*$"
    r"|,?\s+(?:and|&|plus)\s+(?:others?|(?:\w+\s+)?other(?:s| \w+)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|[0-9]+)(?: \w+)? "
    r"(?:cit|town|village|municipalit|bod|entit|organi|government)\w*)$"
    r"|,?\s*\betc\.?$|,?\s*\bet al\.?$",
    re.IGNORECASE,
)
"""What says after a name that there are more, without their names: 北上市ほか2市."""

FORMER = re.compile(
    r"^(?P<place>.{2,3}[都道府県])?旧(?P<ja>\S+)$|^(?:the )?former\s+(?P<en>.+)$",
    re.IGNORECASE,
)
"""A body of another time, called so."""

DEPARTMENT = re.compile(
    r"(?=.*(?:課|室|係|担当)$"
    r"|(?:\w*(?:総務|企画|政策|財政|経営|行政|情報|市民|福祉|健康|保健|産業|経済|商工|観光"
    r"|農林|農政|水産|建設|土木|都市|環境|生活|教育|交通|水道|地域|振興|推進|まちづくり|デジタル)\w*"
    r"(?:部|局))+$)(?!.*(?:会|大学|病院|学校|組合|支部|本部|警察|消防|センター|法人|公社|機構)).+"
)
"""What stands after the name of a body and is a part of its office."""

ADDRESS = re.compile(
    r"〒|[0-9]+-[0-9]+|丁目|番地|[0-9]+番|大字|\b[0-9]+ ?(?:chome|banchi)\b", re.I
)
"""What tells an address."""

_PROJECT_JA = re.compile(
    r"(?:事業|計画|推進|整備|構築|化|業務|プロジェクト|活用|導入|実証|研究|調査|対策|支援|策定|"
    r"モデル|システム|サービス|プラン|構想|向上|創出|促進|運用|開発|連携|普及|強化|改善|実装|"
    r"まちづくり|づくり)$"
)
_BODY_JA = re.compile(
    r"(?:会|社|組合|大学|大学院|学校|高校|高専|病院|銀行|公庫|研究所|機構|財団|法人|公社|公団|事業団|団|"
    r"センター|協議体|連携体|連合|コンソーシアム|チーム|グループ|ネットワーク|クラブ|農協|漁協|"
    r"本部|支部|役場|図書館|公民館|博物館|館)$"
    r"|^(?:株式会社|有限会社|合同会社|(?:一般|公益|特定非営利活動|NPO|社会福祉|国立大学|公立大学|学校|医療|宗教|独立行政|地方独立)\w*法人"
    r"|\((?:株|有|一社|公社|一財|公財|社福|特非|独)\))"
)
JOINT_VENTURE = re.compile(r"(?:共同企業体|コンソーシアム|共同体|協議体|連携体|JV)$")
"""Of a Japanese name, that those before it are one together."""

LEGAL_FORM_END = re.compile(
    r"\b(?:Co\.?,? ?Ltd|Ltd|Inc|Corp|LLC|L\.L\.C|K\.K|GmbH|PLC)\b\.?(?=\s)"
)
"""What an English name of a company ends with, where more follows."""

_COMPANY_EN = re.compile(
    r"\b(?:co|ltd|inc|corp|corporation|company|llc|k\.k|kk|plc|gmbh|limited)\b", re.I
)
_BODY_EN = re.compile(
    r"\b(?:university|universities|college|school|academy|hospital|clinic|board|"
    r"council|committee|commission|assembly|association|society|club|league|federation|"
    r"chamber|alliance|cooperatives?|co-operative|coop|foundation|npo|ngo|fund|bank|"
    r"museum|library|police|ministry|agency|bureau|court|department|division|section|"
    r"station|airport|port|institute|laboratory|cent(?:er|re)|union|consortium|"
    r"organi[sz]ation|corporation|authority|headquarters|office|team|network|dmo|group|"
    r"holdings|partnership|cooperation|conference|works|mayor|governor|hall|zoo|"
    r"park|castle|brigade)$",
    re.IGNORECASE,
)
# Up to here a phrase says what it is about: "Board of Education" is a board.
_HEAD_ENDS = re.compile(
    r"\s+(?:of|for|in|by|on|at|to|from|through|using|with|via|and|based|utilizing|"
    r"combining|aimed|toward|towards)\b|[,:;(]",
    re.IGNORECASE,
)
_PLANS = frozenset(
    (
        "smart",
        "super",
        "compact",
        "digital",
        "eco",
        "green",
        "garden",
        "model",
        "future",
    )
)


def is_typed(view: str) -> bool:
    """Tell whether a text says that it is a prefecture, city, ward, town or village.

    Examples
    --------
    >>> is_typed("北上市(岩手県)"), is_typed("北上"), is_typed("Kitakami City *1")
    (True, False, True)
    """
    text = strip_marks(fold_text(view)).strip(" ()")
    if not has_japanese(text):
        kinds = {unit.kind for unit in parse_latin(text)} if text else set()
        return bool(kinds - {None, "union"}) or text.lower() in ("hokkaido", "tokyo")
    return japanese_kind(strip_office(text)) is not None


def is_organization(view: str) -> bool:
    """Tell whether a text that holds the word of an organization is one as a whole.

    A project of a school is none; its head word decides.

    Examples
    --------
    >>> is_organization("岩手大学"), is_organization("子育てセンター整備事業")
    (True, False)
    >>> is_organization("Board of Education"), is_organization("Schools Connected")
    (True, False)
    """
    text = strip_marks(fold_text(view)).strip()
    if has_japanese(text):
        return _PROJECT_JA.search(text) is None and _BODY_JA.search(text) is not None
    if _COMPANY_EN.search(text):
        return True
    ends = _HEAD_ENDS.search(text)
    head = text[: ends.start()] if ends else text
    return _BODY_EN.search(head.strip()) is not None


def is_project(view: str) -> bool:
    """Tell whether a Japanese text ends as the names of projects do.

    Examples
    --------
    >>> is_project("見守りシステム整備事業"), is_project("北上支店")
    (True, False)
    """
    return _PROJECT_JA.search(strip_marks(fold_text(view)).strip()) is not None


def may_be_a_plan(words: str) -> bool:
    """Tell whether a typed phrase is one of projects: "Smart City Plan"."""
    return words.split(" ", 1)[0].lower() in _PLANS
