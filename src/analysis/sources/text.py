"""A press release as plain text: title, date, stated number and the numbered list."""

import re
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.announcement import Announcement, list_problems
from analysis.sources.dates import DATE, PERIOD, date_of, period_of

_ROW = re.compile(r"^\s*[(（]?(\d{1,6})[.)．）:]?[\s\u3000]+(\S.*?)\s*$")
_STATED = re.compile(
    r"\b(\d{1,3}(?:,\d{3})+|\d+)\s+(?:\w+\s+){0,3}?"
    r"(?:entities|bodies|governments|municipalities|organizations|applicants)\b",
    re.IGNORECASE,
)
_PROGRAMME = re.compile(r"\bunder (?:the )?(.+)$")
_PUBLISHER = re.compile(
    r"\b((?:Ministry|Agency) of [A-Z]\w+(?:(?:,| and| of| the)* [A-Z]\w+)*"
    r"(?: \([A-Z]+\))?)"
)


@dataclass(frozen=True)
class _Row:
    number: int
    name: str
    line: int


def parse_text(text: str, *, source: str | None = None) -> Announcement:
    """Return the announcement that a plain-text press release makes.

    Parameters
    ----------
    text : str
        The whole document, with its entities in lines ``1 Kitakami City, …``.
    source : str, optional
        What to call the document.

    Raises
    ------
    SourceError
        If no numbered list is found.
    """
    rows, problems = _numbered_list(text.splitlines(), name=source or "the text")
    # Without the dates: "August 21, 2020 Decision on entities" states no number.
    stated = _STATED.search(DATE.sub(" ", text))
    stated_count = int(stated[1].replace(",", "")) if stated else None
    numbers = [row.number for row in rows]
    date = DATE.search(text)
    period = PERIOD.search(text)
    publisher = _PUBLISHER.search(text)
    title = _title(text)
    programme = _PROGRAMME.search(title or "")
    appeal_from, appeal_to = period_of(period) if period else (None, None)
    return Announcement(
        entities=pd.DataFrame(
            {
                "number": pd.Series(numbers, dtype="int64"),
                "published_name": pd.Series([row.name for row in rows], dtype="str"),
                "line": pd.Series([row.line for row in rows], dtype="int64"),
            }
        ),
        sha256=sha256(text.encode()).hexdigest(),
        title=title,
        date=date_of(date) if date else None,
        programme=programme[1] if programme else None,
        publisher=publisher[1] if publisher else None,
        source=source,
        appeal_from=appeal_from,
        appeal_to=appeal_to,
        stated_count=stated_count,
        problems=(*list_problems(numbers, stated_count), *problems),
    )


def _title(text: str) -> str | None:
    """Return the first line that says anything, without the date before it."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return DATE.sub("", first, count=1).strip(" :-–—") or None


def _numbered_list(lines: list[str], *, name: str) -> tuple[list[_Row], list[str]]:
    """Return the rows of the longest numbered list, and what was passed over in it.

    Headings are numbered too ("1. Project overview"), but prose stands between them:
    the list is the longest run of neighbouring numbered lines, with the runs that carry
    its count on.
    """
    runs = _runs(lines)
    if not runs:
        raise SourceError(
            f"{name}: no numbered list was found; want lines such as "
            "'1 Kitakami City, Iwate Prefecture', or give a CSV file with a column "
            "'published_name'"
        )
    longest = max(range(len(runs)), key=lambda i: len(runs[i]))
    first = last = longest
    # A run that stands between prose and is counted on from is part of the same list.
    while (
        last + 1 < len(runs) and runs[last + 1][0].number == runs[last][-1].number + 1
    ):
        last += 1
    while (
        first > 0
        and runs[first][0].number > 1
        and runs[first - 1][-1].number == runs[first][0].number - 1
    ):
        first -= 1
    chosen = runs[first : last + 1]
    skipped = [
        f"line {number}, between two rows of the list, is not numbered and was not "
        f"read as an entity: {lines[number - 1].strip()!r}"
        for before, after in pairwise(chosen)
        for number in range(before[-1].line + 1, after[0].line)
        if lines[number - 1].strip()
    ]
    return [row for run in chosen for row in run], skipped


def _runs(lines: list[str]) -> list[list[_Row]]:
    """Return the groups of numbered lines with nothing but blank lines between them."""
    runs: list[list[_Row]] = []
    open_run = False
    for place, line in enumerate(lines, start=1):
        match = _ROW.match(line)
        if match:
            row = _Row(int(match[1]), match[2], place)
            if open_run:
                runs[-1].append(row)
            else:
                runs.append([row])
            open_run = True
        elif line.strip():
            open_run = False
    return runs
