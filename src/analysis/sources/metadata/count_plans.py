"""Numbers of what is planned, more or less: nobody counts a list by them."""

import re

_BEFORE = re.compile(
    r"(?:約|およそ|最大|上限|予定(?:件数|団体数)?\s*:?)\s*$"
    r"|(?:少なくとも|最低(?:でも|限)?|目標(?:件数|数|値)?(?:は|として)?)[^。、0-9]{0,8}$"
    r"|\b(?:up to|approximately|about|around|at most|roughly|over|more than|at least"
    r"|no fewer than|a minimum of|(?:target|goal)(?: is| of)?)\s*$"
    r"|\b(?:aim(?:s|ed|ing)?|plan(?:s|ning)? to|intend(?:s|ed|ing)?"
    r"|expect(?:s|ed|ing)?|hop(?:es|ed|ing))\b[^.;,]{0,60}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s*(?:程度|以内|以上|以下|ほど|前後|を上限)|^[^。、]{0,20}(?:予定|見込み)"
    r"|^[^。、]{0,40}(?:を念頭|を目標|を目安|を目指(?:し|す(?:[。\s]|$|こと|もの|方針)))"
)
# "By then" is said of plans, and of what was done by then.
_BY_THEN_BEFORE = re.compile(r"までに[^。]{0,25}$|\bby\b[^.;]{0,30}$", re.IGNORECASE)
_BY_THEN_AFTER = re.compile(r"^[^.;]{0,60}\bwill\b[^.;]{0,40}\bby\b", re.IGNORECASE)
_DONE = re.compile(
    r"^[^。.;]*(?:まし|でし|[しっれいんえび])た"
    r"|^[^。.;]*\b(?:was|were|has|have|had|applied|(?<!be )(?:selected|chosen))\b",
    re.IGNORECASE,
)


def is_planned(before: str, after: str) -> bool:
    """Tell whether a number is a target, a minimum, a limit, or stated more or less.

    Parameters
    ----------
    before, after : str
        The narrow sentence from the last number to this one, and from it to the next.

    Examples
    --------
    >>> is_planned("2025年度までに少なくとも", "を選定する。")
    True
    >>> is_planned("7月末までに", "を採択しました。")
    False
    """
    if _BEFORE.search(before) or _AFTER.search(after) or _BY_THEN_AFTER.search(after):
        return True
    return bool(_BY_THEN_BEFORE.search(before) and not _DONE.search(after))
