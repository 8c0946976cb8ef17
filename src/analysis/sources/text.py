"""A press release as plain text: title, date, stated number and the numbered list."""

import re
from dataclasses import dataclass
from hashlib import sha256

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.announcement import Announcement, list_problems
from analysis.sources.dates import DATE, find_date, find_period
from analysis.sources.delimited import split_lines

_ROW = re.compile(
    r"^\s*[(（]?(\d{1,6})(?:[.)．）:：、][\s\u3000]*(?=\D)|[\s\u3000]+)(\S.*?)\s*$"
)
# Of a list that lost rows; a year or a house number leaps further.
_WIDEST_GAP = 5
_STATED = re.compile(
    r"\b(\d{1,3}(?:,\d{3})+|\d+)\s+(?:\w+\s+){0,3}?"
    r"(?:entities|bodies|governments|municipalities|organizations|applicants)\b",
    re.IGNORECASE,
)
_SELECTED = re.compile(
    r"\b(?:select|chose|choose|adopt|support|approv|decid)\w*\W+(?:on\W+)?$",
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
    lines = split_lines(text)
    stated_count = _stated_count(text)
    rows, problems = _numbered_list(lines, stated_count, name=source or "the text")
    numbers = [row.number for row in rows]
    publisher = _PUBLISHER.search(text)
    title = _title(lines)
    programme = _PROGRAMME.search(title or "")
    appeal_from, appeal_to = find_period(text)
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
        date=find_date(text),
        programme=programme[1] if programme else None,
        publisher=publisher[1] if publisher else None,
        source=source,
        appeal_from=appeal_from,
        appeal_to=appeal_to,
        stated_count=stated_count,
        problems=(*list_problems(numbers, stated_count), *problems),
    )


def _stated_count(text: str) -> int | None:
    """Return the number of entities that the text says it lists.

    Of several numbers, that of the selected counts, not that of the applicants.
    """
    # Without the dates: "August 21, 2020 Decision on entities" states no number.
    text = DATE.sub(" ", text)
    stated = list(_STATED.finditer(text))
    selected = [m for m in stated if _SELECTED.search(text[: m.start()])]
    found = selected or stated
    return int(found[0][1].replace(",", "")) if found else None


def _title(lines: list[str]) -> str | None:
    """Return the first line that says anything, without the date before it."""
    first = next((line.strip() for line in lines if line.strip()), "")
    return DATE.sub("", first, count=1).strip(" :-–—") or None


def _numbered_list(
    lines: list[str], stated_count: int | None, *, name: str
) -> tuple[list[_Row], list[str]]:
    """Return the rows of the longest numbered list, and what was passed over.

    Headings are numbered too ("1. Project overview"), but prose stands between them:
    the list is the one of as many rows as stated, or else the longest run of
    neighbouring numbered lines that starts with 1, with the runs that carry it on.
    """
    runs = _runs(lines)
    chains = [
        _chain(runs, start) for start, run in enumerate(runs) if run[0].number == 1
    ]
    if not chains:
        raise SourceError(
            f"{name}: no numbered list was found; want lines such as "
            "'1 Kitakami City, Iwate Prefecture', or give a CSV file with a column "
            "'published_name'"
        )
    chosen = max(
        chains,
        key=lambda chain: (
            sum(map(len, chain)) == stated_count,
            max(map(len, chain)),
        ),
    )
    rows = [row for run in chosen for row in run]
    taken = {row.line for row in rows}
    passed = [
        f"line {number}, between two rows of the list, was not read as an entity: "
        f"{lines[number - 1].strip()!r}"
        for number in range(rows[0].line, rows[-1].line)
        if number not in taken and lines[number - 1].strip()
    ]
    others = [run for run in runs if len(run) > 1 and run[0].line not in taken]
    passed += [
        f"another numbered list was not read, lines {run[0].line} to {run[-1].line}: "
        f"{run[0].name!r} and so on"
        for run in others
    ]
    return rows, passed


def _chain(runs: list[list[_Row]], start: int) -> list[list[_Row]]:
    """Return a run and those after it that carry its count on."""
    chain = [runs[start]]
    for run in runs[start + 1 :]:
        if run[0].number == chain[-1][-1].number + 1:
            chain.append(run)
    return chain


def _runs(lines: list[str]) -> list[list[_Row]]:
    """Return the groups of numbered lines with nothing but blank lines between them.

    A number that goes back, or leaps ahead as a year or a house number does, begins
    another group.
    """
    runs: list[list[_Row]] = []
    open_run = False
    for place, line in enumerate(lines, start=1):
        match = _ROW.match(line)
        if match:
            row = _Row(int(match[1]), match[2], place)
            if open_run and 0 <= row.number - runs[-1][-1].number <= _WIDEST_GAP:
                runs[-1].append(row)
            else:
                runs.append([row])
            open_run = True
        elif line.strip():
            open_run = False
    return runs
