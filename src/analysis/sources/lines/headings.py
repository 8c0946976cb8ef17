"""What a heading says of the list under it: who was chosen, who applied, who else."""

import re

# Whoever these head was not chosen, or not now; people, unless they did the choosing.
_ASIDE = re.compile(
    r"^\W*(?:参考|前回|過去|昨年度?|前年度|前年)|不採択|非採択|落選|辞退|取下げ"
    r"|^\W*欠席|問い?合わ?せ|連絡先|[^\W\d]別(?:の?(?:件数|団体数|内訳))?\W*$|内訳"
    r"|\bby (?:prefecture|region)\b"
    r"|^\W*(?:for )?reference\b"
    r"|\b(?:not selected|unsuccessful|rejected|withdrawn|previous(?:ly)?|last year"
    r"|past (?:recipients|rounds))\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:委員|審査員|評価者|有識者|出席者|講師)会?(?:の?構成員?)?(?:名簿|一覧|名|等)?\W*$"
    r"|\b(?:committee|jury|reviewers|judges|panel(?:l?ists)?|attendees|lecturers)\b",
    re.IGNORECASE,
)
_CHOSEN_EN = re.compile(
    r"\b(?:selected|adopted|chosen|decided|awarded|approved|granted|designated)\b",
    re.IGNORECASE,
)
_CHOSEN = re.compile(
    r"採択|選定|決定|支援|交付|指定|認定|選考結果|当選|\b(?:support|accept)|"
    + _CHOSEN_EN.pattern,
    re.IGNORECASE,
)
_APPLIED = re.compile(
    r"応募|申請|提案|候補|\b(?:applicants?|applied|applications?|candidates?|proposals?)\b",
    re.IGNORECASE,
)
# More is a sentence.
_LONGEST = 40


def heads_aside(text: str) -> bool:
    """Tell whether a heading is that of others than those chosen.

    Those are the members of a committee, the bodies of last year, those turned down,
    the prefectures in which there are so many.

    Examples
    --------
    >>> heads_aside("選定委員会委員"), heads_aside("委員会の採択団体")
    (True, False)
    """
    if len(text) > _LONGEST:
        return False
    people = _PEOPLE.search(text) and not _CHOSEN_EN.search(text)
    return bool(people) or _ASIDE.search(text) is not None


def heads_chosen(text: str) -> bool:
    """Tell whether a heading says that what is under it was chosen."""
    return not heads_aside(text) and _CHOSEN.search(text) is not None


def heads_applied(text: str) -> bool:
    """Tell whether a heading says that what is under it applied, and no more."""
    return not heads_chosen(text) and _APPLIED.search(text) is not None
