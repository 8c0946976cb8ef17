"""Forms of kanji that people write for one another."""

# New form: the old or lesser forms that people write for it. Both ways round.
_OLD_FORMS = {
    "沢": "澤", "辺": "邊邉", "竜": "龍", "岳": "嶽", "桧": "檜", "曽": "曾",
    "釜": "竈", "浜": "濱濵", "広": "廣", "国": "國", "島": "嶋", "崎": "﨑",
    "高": "髙", "桜": "櫻", "栄": "榮", "恵": "惠", "黒": "黑", "瀬": "瀨",
    "徳": "德", "静": "靜", "塩": "鹽", "蔵": "藏", "豊": "豐", "万": "萬",
    "与": "與", "真": "眞", "宝": "寶", "寿": "壽", "亀": "龜", "総": "總",
    "児": "兒", "会": "會", "来": "來", "関": "關", "焼": "燒", "横": "橫",
    "増": "增", "青": "靑", "清": "淸", "弥": "彌", "当": "當", "麦": "麥",
    "稲": "稻", "穂": "穗", "峰": "峯", "館": "舘", "富": "冨", "戸": "戶",
    "鶴": "靏", "滝": "瀧", "渕": "淵", "篭": "籠", "狭": "狹", "縄": "繩",
    "尭": "堯", "県": "縣", "区": "區", "条": "條", "鉄": "鐵", "円": "圓",
    "学": "學", "芸": "藝", "薮": "藪", "檮": "梼", "壷": "壺", "砺": "礪",
    "諌": "諫", "巌": "巖", "予": "豫", "斎": "齋", "斉": "齊", "糸": "絲",
    "芦": "蘆", "頚": "頸", "鯵": "鰺", "駅": "驛",
}  # fmt: skip
PAIRS = [(new, old) for new, olds in _OLD_FORMS.items() for old in olds]
"""The new form and an old or lesser one."""

_MODERN = str.maketrans(
    {old: new for new, old in PAIRS}
    | dict.fromkeys("ヶガが", "ケ")
    | dict.fromkeys("ノ乃の", "之")
)


def modern(name: str) -> str:
    """Return a name with its kanji in their new forms, to compare it."""
    for again in range(1, len(name)):
        if name[again] == "々":
            name = name[:again] + name[again - 1] + name[again + 1 :]
    return name.translate(_MODERN)
