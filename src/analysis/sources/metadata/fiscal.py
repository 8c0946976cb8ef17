"""Fiscal years, as FY2020, 令和２年度 and R2年度 name them."""

import re
from collections.abc import Sequence

from analysis.sources.metadata.dates import as_year
from analysis.sources.metadata.eras import NAMES
from analysis.sources.metadata.prose import narrow

_YEAR = (
    rf"(?:(?:{NAMES}|(?<![A-Za-z])[RHS]\.?)"
    r"\s*(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
    r"|(?<![0-9])(?:19|20)[0-9]{2}|二〇[〇一二三四五六七八九]{2})"
)
FISCAL_YEAR = re.compile(
    rf"(?P<ja>{_YEAR})\s*年?\s*(?:\(\s*{_YEAR}\s*年?度?\s*\)\s*)?年?\s*度"
    r"(?!\s*(?:以降|以前|から|より|まで|以後|末|に向け|[をの]?(?:目標|目途|目処)))"
    r"|(?<!\bby )(?<!\buntil )(?<!\btowards )(?<!\bend of )"
    r"\bJ?(?:FY|fiscal(?:[ -]years?)?)\s*(?:of\s+)?'?"
    r"(?P<en>(?:19|20)[0-9]{2}|(?:Reiwa|Heisei)\s*[0-9]{1,2})\b"
    r"|\b(?P<after>(?:19|20)[0-9]{2})\s+fiscal\b",
    re.IGNORECASE,
)
"""A fiscal year in a narrow text; 2015年度以降 is a span of many,
and 2030年度までに or "by FY2030" a target: they are none."""


def fiscal_year(
    title: str | None, programme: str | None, texts: Sequence[str]
) -> int | None:
    """Return the fiscal year that a document is about: the one that begins in April.

    That is the first one in the title, else in the programme. A text that names several
    is about none of them for sure: only one that it alone names is taken.

    Examples
    --------
    >>> fiscal_year("令和元年度（補正）予算による事業", None, [])
    2019
    """
    for text in (title, programme):
        years = fiscal_years(narrow(text or ""))
        if years:
            return years[0]
    named = {year for text in texts for year in fiscal_years(narrow(text))}
    return named.pop() if len(named) == 1 else None


def fiscal_years(text: str) -> list[int]:
    """Return the fiscal years in a narrow text, in order."""
    return [
        as_year(match["ja"] or match["en"] or match["after"])
        for match in FISCAL_YEAR.finditer(text)
    ]
