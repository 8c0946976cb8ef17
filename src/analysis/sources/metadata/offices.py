"""Names of who could publish: ministries, agencies, their bureaus, prefectures."""

import re

from analysis.sources.metadata.prose import narrow

_MINISTRIES = [
    "総務省",
    "法務省",
    "外務省",
    "財務省",
    "文部科学省",
    "厚生労働省",
    "農林水産省",
    "経済産業省",
    "国土交通省",
    "環境省",
    "防衛省",
    "復興庁",
    "デジタル庁",
    "こども家庭庁",
    "内閣府",
    "内閣官房",
    "金融庁",
    "消費者庁",
    "警察庁",
    "宮内庁",
    "総務庁",
    "自治省",
    "郵政省",
    "消防庁",
    "国税庁",
    "スポーツ庁",
    "文化庁",
    "林野庁",
    "水産庁",
    "資源エネルギー庁",
    "特許庁",
    "中小企業庁",
    "観光庁",
    "気象庁",
    "海上保安庁",
    "出入国在留管理庁",
    "公正取引委員会",
    "個人情報保護委員会",
    "原子力規制委員会",
    "人事院",
    "会計検査院",
]
_REGION = "(?:北海道|東北|関東|信越|北陸|東海|中部|近畿|中国|四国|九州|沖縄)"
_BUREAU = (
    rf"{_REGION}(?:信越|東海|四国)?(?:総合通信局|総合通信事務所|経済産業局|農政局"
    r"|地方整備局|開発局|運輸局|財務局|厚生局|総合事務局|地方環境事務所)"
)
STATE = rf"(?:{'|'.join(_MINISTRIES)}|{_BUREAU})"
"""A ministry, agency or bureau, as an alternative of a regular expression."""

PREFECTURE = "(?:北海道|東京都|(?:京都|大阪)府|[一-龠]{2,3}県)"
"""A prefecture, as such an alternative."""

_SECTION = r"(?:部|課|室|局|官房|グループ|本部|事務局|班|係|チーム|庁|機構|委員会)"
UNITS = rf"(?:\s*[^\s、。「」():：;~]{{1,24}}{_SECTION})*"
"""The sections of an office that follow its name."""

_JAPANESE_LINE = re.compile(
    rf"(?:{STATE}{UNITS}(?:[・、]{STATE}{UNITS})*|{PREFECTURE}{UNITS})"
)

# What follows a name in a headline, and is no part of it.
_NO_PART = (
    r"(?!(?:Announce|Select|Decide|Publish|Press|News|Release|Japan\b|Tokyo\b)\w*)"
)
_WORD = rf"{_NO_PART}[A-Z][\w'-]+"
_MINISTRY = (
    rf"(?:Ministry|Agency) (?:of|for) (?:the )?{_WORD}"
    rf"(?:(?:,| and| of| the)* {_WORD})*"
)
_AGENCY = r"(?:(?!The\b|This\b|Each\b)[A-Z][\w'-]+(?: and|,)? ){1,5}Agency\b"
_OFFICE = (
    r"Cabinet (?:Office|Secretariat)|"
    r"(?:Hokkaido|Tohoku|Kanto|Shin'?etsu|Hokuriku|Tokai|Chubu|Kinki|Kansai|Chugoku"
    r"|Shikoku|Kyushu|Okinawa) (?:Regional )?(?:Bureau of Telecommunications"
    r"|Bureau of Economy,? Trade,? and Industry|Development Bureau"
    r"|Agricultural Administration Office|General Bureau|Transport Bureau"
    r"|Office of Telecommunications)"
)
ENGLISH = re.compile(rf"(?:{_OFFICE}|\b{_MINISTRY}|\b{_AGENCY})(?: \([A-Z]{{2,}}\))?")
"""A ministry, an agency or a bureau named in English."""

_ENGLISH_LINE = re.compile(
    rf"(?:(?:[A-Z][\w,&' -]*(?:Division|Bureau|Department|Office|Section),?\s+)*"
    rf"(?:{ENGLISH.pattern}|[A-Z][a-z]+ Prefecture|[A-Z][a-z]+ Prefectural Government"
    r"|Tokyo Metropolitan Government|Hokkaido Government)"
    r"(?:,? Japan)?(?:,? [A-Z][\w,&' -]*(?:Division|Bureau|Department|Section))*)"
)
# 総務省 Ministry of Internal Affairs and Communications, in one line.
_BETWEEN_LANGUAGES = re.compile(r"\s*[/／]\s*|(?<=[^\x00-\x7f])\s+(?=[A-Z])")
_LABEL = re.compile(
    r"(?:(?:発表|公表|発行|作成)(?:者|元|機関)?"
    r"|(?:issued|published|released) by|publisher|issuer)\s*[:：]\s*",
    re.IGNORECASE,
)
_BEFORE_A_TITLE = re.compile(r"(?P<name>[^:]{2,90}?)\s*:\s*(?=\S)")


def is_publisher(line: str) -> bool:
    """Tell whether a line is nothing but the name of who could publish.

    Examples
    --------
    >>> is_publisher("四国総合通信局"), is_publisher("岩手県 ふるさと振興部 科学課")
    (True, True)
    >>> is_publisher("総務省の支援"), is_publisher("Cabinet Office")
    (False, True)
    """
    return all(
        _JAPANESE_LINE.fullmatch(name) or _ENGLISH_LINE.fullmatch(name)
        for name in _BETWEEN_LANGUAGES.split(narrow(_bare(line)))
    )


def publisher_name(line: str) -> str:
    """Return the name that a line of a publisher is, the first of two languages.

    Examples
    --------
    >>> publisher_name("発表元：観光庁"), publisher_name("デジタル庁 Digital Agency")
    ('観光庁', 'デジタル庁')
    """
    return _BETWEEN_LANGUAGES.split(_bare(line))[0]


def publisher_before(line: str) -> str | None:
    """Return the publisher that a line names before a colon, or None.

    Examples
    --------
    >>> publisher_before("Cabinet Office: Bodies Chosen for the Example Fund")
    'Cabinet Office'
    """
    found = _BEFORE_A_TITLE.match(narrow(line))
    name = line[found.start("name") : found.end("name")] if found else ""
    return name.strip() if is_publisher(name) else None


def _bare(line: str) -> str:
    """Return a line without the label before it, blanks and brackets around it."""
    line = _LABEL.sub("", line.strip(), count=1)
    whole = line[:1] + line[-1:] in ("()", "（）") and len(line) > 1
    return line[1:-1].strip() if whole else line
