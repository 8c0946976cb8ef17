"""The appeal for applications: which of the periods in a document it is."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.sources.metadata.dates import Said
from analysis.sources.metadata.periods import Period, find_periods
from analysis.sources.metadata.prose import narrow, paragraphs, sentences

_APPEAL = re.compile(
    r"公募|募集|応募|申請の?受付|提案の?受付|受付期間|提案期間|申請期間"
    r"|\bappeal|\bcall(?:s|ed)?\b|\bappl(?:y|ied|ication)|\binvit|\bsolicit|\bproposals?\b",
    re.IGNORECASE,
)
# Said of what was asked for; under a heading such as 公募 or Call, whatever that is.
_TAKES = re.compile(
    r"受け?付け|提出|\b(?:taken|accepted|received|invited|submitted|sent in|open)\b",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?P<other>事業(?:実施)?期間|実施期間|契約期間|履行期間|実証期間|補助期間|対象期間|会期"
    r"|開催|展示|審査|意見募集|パブリックコメント|\bproject (?:period|term)"
    r"|\bperiod of the project|\bimplementation|\bheld\b|\bexhibition"
    r"|\bcarr(?:y|ied) out|\bpublic comment)"
    r"|(?P<appeal>公募期間|募集期間|応募期間|受付期間|提案期間|申請期間|公募|募集"
    r"|\b(?:application|appeal|call|submission) period"
    r"|\bperiod (?:of|for) (?:the )?(?:appeal|call|application)"
    r"|\bappeal|\bcall(?:s|ed)?\b|\bapplications?|\bproposals?)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:公募|募集|受付|実施)(?:を|いたし|実施|行い|行っ|し)*(?:ました|た)"
    r"|\b(?:was|were|made|called|invited|solicited|took|taken|received|applied"
    r"|accepted|conducted|had)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"追加公募|追加募集|(?:二|2|三|3)次公募を|公募します|募集します|実施すること|開始します|予定"
    r"|\bwill\b|\badditional\b|\bsecond (?:call|appeal|round)"
    r"|\bis (?:now )?(?:calling|inviting|accepting)",
    re.IGNORECASE,
)
# In characters: between a label and its period, and of what could be a heading.
_LABEL_IS_NEAR = 6
_TIME_OF_DAY = 16
_HEADING_AT_MOST = 25


class Appeal(NamedTuple):
    """The first and last day of an appeal, where found, and what is odd about it."""

    first: dt.date | None = None
    last: dt.date | None = None
    problems: tuple[str, ...] = ()


def find_appeal(
    texts: Sequence[str], *, published: dt.date | None, fiscal_year: int | None
) -> Appeal:
    """Return the period in which bodies could apply.

    Parameters
    ----------
    texts : sequence of str
        The lines of the document.
    published : datetime.date or None
        The day of publication: 本日から means from then on, and where a period names no
        year it is that in which it begins nearest to this day.
    fiscal_year : int or None
        Used for the year where the day of publication is not known.

    Returns
    -------
    Appeal
        Of the periods whose sentence or label speaks of an appeal, a call or
        applications, the first that is over; else the first. That of the project
        (事業期間), an exhibition or a public comment is none, nor is a deadline without
        a beginning.
    """
    found: list[tuple[bool, Period]] = []
    label = ""
    for paragraph in paragraphs(texts):
        for sentence in sentences(narrow(paragraph)):
            for period in find_periods(sentence):
                if _is_of_an_appeal(label, sentence, period):
                    found.append((_is_over(sentence, period), period))
            label = sentence
    dated = [
        (over, period, days)
        for over, period in found
        if (days := _days(period, published, fiscal_year))
    ]
    if not dated:
        return Appeal()
    _, period, (first, last) = next((one for one in dated if one[0]), dated[0])
    problems = tuple(
        said.problem for said in (period.first, period.last) if said and said.problem
    )
    if first > last:
        return Appeal(
            problems=(
                f"an appeal that ends on {last}, before it begins on {first}, was "
                "not read",
                *problems,
            )
        )
    return Appeal(first, last, problems)


def _is_of_an_appeal(label: str, sentence: str, period: Period) -> bool:
    before, after = sentence[: period.start], sentence[period.end :]
    labels = list(_LABELS.finditer(before))
    if labels and (
        labels[-1].lastgroup == "appeal"
        or len(before) - labels[-1].end() <= _LABEL_IS_NEAR
    ):
        return labels[-1].lastgroup == "appeal"
    following = _LABELS.search(after)
    if following:
        return following.lastgroup == "appeal"
    if _APPEAL.search(sentence):
        return not labels
    # A line that is nothing but the period is what the heading above it says, as is a
    # sentence that tells when something was taken.
    rest = len(sentence) - (period.end - period.start)
    heading = [found.lastgroup for found in _LABELS.finditer(label)]
    return bool(
        (rest <= _TIME_OF_DAY or _TAKES.search(sentence))
        and len(label) <= _HEADING_AT_MOST
        and heading[-1:] == ["appeal"]
    )


def _is_over(sentence: str, period: Period) -> bool:
    after = sentence[period.end :]
    past = _PAST.search(after) or _PAST.search(sentence[: period.start])
    near_future = _FUTURE.search(after) or _FUTURE.search(
        sentence[max(0, period.start - 20) : period.start]
    )
    return bool(past and not near_future)


def _days(
    period: Period, published: dt.date | None, fiscal_year: int | None
) -> tuple[dt.date, dt.date] | None:
    """Return the two days with the years that they leave out, or None."""
    if period.first is None:
        if published is None:
            return None
        last = period.last.year or published.year
        days = published, _date(last, period.last)
        if not period.last.year and days[1] and days[1] < published:
            days = published, _date(last + 1, period.last)
    else:
        days = _of_years(period.first, period.last, published, fiscal_year)
    return days if days and all(days) else None


def _of_years(
    first: Said, last: Said, published: dt.date | None, fiscal_year: int | None
) -> tuple[dt.date | None, dt.date | None] | None:
    # "from December 20 through January 31, 2021" began the year before.
    turns = (last.month, last.day or 31) < (first.month, first.day or 1)
    if first.year:
        return first.date, _date(last.year or first.year + turns, last)
    if last.year:
        return _date(last.year - turns, first), last.date
    if published:
        years = range(published.year - 1, published.year + 2)
        begins = [day for year in years if (day := _date(year, first))]
        if not begins:
            return None
        begin = min(begins, key=lambda day: abs(day - published))
        return begin, _date(begin.year + turns, last)
    if fiscal_year:
        year = fiscal_year + (first.month < 4)
        return _date(year, first), _date(year + turns, last)
    return None


def _date(year: int, said: Said) -> dt.date | None:
    try:
        return dt.date(year, said.month, said.day or 1)
    except ValueError:
        return None
