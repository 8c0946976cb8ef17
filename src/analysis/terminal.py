"""What the command line shows: a progress bar, tables, an explanation."""

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Sequence
from types import TracebackType

import pandas as pd
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from analysis.boundaries.checks.finding import SEVERITIES
from analysis.boundaries.sets import BoundarySet
from analysis.gazetteer.body import STILL, Body
from analysis.gazetteer.regions import PREFECTURE_CODES
from analysis.panel import Comparison
from analysis.printable import printable
from analysis.resolver.outcome import Resolution
from analysis.resolver.words import lifetime

# Wide enough for the table where nobody says how wide the page is.
_PLAIN_WIDTH = 130
_OTHERS_AT_MOST = 20
_ROWS_AT_MOST = 500
_LONGEST_CELL = 200
_BY_METHOD = {
    "code": "by its code",
    "exact": "by its official name",
    "romanization": "by another way to romanize its name",
    "alias": "by your own table",
    "historical": "as a body of another time",
    "reading": "by a reading of its kanji",
    "fuzzy": "by a slip in its name",
}
_OF_OTHERS = {
    "resolved": "less likely",
    "ambiguous": "could be",
    "unmatched": "comes near",
}


class Progress:
    """A progress bar on the error stream, where somebody is there to see it."""

    def __init__(self, label: str, total: int | None = None) -> None:
        console = Console(stderr=True)
        hidden = not console.is_terminal
        self._bar = Bar(console=console, transient=True, disable=hidden)
        self._task = self._bar.add_task(label, total=total)

    def __enter__(self) -> "Progress":
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._bar.stop()

    def step(self, name: str) -> None:
        """Move on to the step `name`."""
        self._bar.update(self._task, description=name, advance=1)

    def count(self, what: str, done: int, total: int) -> None:
        """Show that `done` of `total` of something are done."""
        self._bar.update(self._task, description=what, completed=done, total=total)

    def reach(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        self._bar.update(self._task, completed=done, total=total)


def print_entities(entities: pd.DataFrame) -> None:
    """Print the entity table, and under it what is to be said of single rows.

    Of a long list the first rows are printed, and how many more there are.
    """
    console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
    table = Table("no.", "published", "code", "official", "English", "type", "method")
    for row in entities.head(_ROWS_AT_MOST).itertuples():
        # A name is data: shown as text, whatever markup it seems to hold.
        table.add_row(str(row.number), *(_text(text) for text in _cells(row)))
    console.print(table)
    more = len(entities) - _ROWS_AT_MOST
    if more > 0:
        print(f"and {more:,} more rows")
    for_all: Counter[str] = Counter()
    for place, row in enumerate(entities.itertuples()):
        *clauses, last = (row.note or "").split("; ")
        # On nearly every row of a list, and the same: said once.
        if last.startswith("boundaries of "):
            for_all[last] += 1
        else:
            clauses.append(last)
        if any(clauses) and place < _ROWS_AT_MOST:
            print(_shortened(f"{row.number}: {'; '.join(clauses)}"))
    for remark, count in for_all.items():
        print(f"{count} of {len(entities)}: {remark}")


def print_comparison(comparison: Comparison) -> None:
    """Print the lists with what moved between them, and who is in several."""
    console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
    table = Table("list", "rows", "not resolved", "new", "again", "dropped", "title")
    for row in comparison.lists.itertuples():
        counts = (row.rows, row.not_resolved, row.first, row.repeat, row.dropped)
        title = _text(_or_nothing(row.title))
        table.add_row(row.list, *(f"{count:,}" for count in counts), title)
    console.print(table)
    again = comparison.panel[comparison.panel["lists"] > 1]
    labels = comparison.lists["list"]
    for row in again.head(_OTHERS_AT_MOST).to_dict("records"):
        listed = [f"{label} ({row[label]})" for label in labels if pd.notna(row[label])]
        name = row["published_name"] if pd.isna(row["name_ja"]) else row["name_ja"]
        print(_shortened(f"{name}: in {', '.join(listed)}"))
    if len(again) > _OTHERS_AT_MOST:
        print(f"and {len(again) - _OTHERS_AT_MOST} more in several lists")


def print_boundaries(there: Sequence[BoundarySet]) -> None:
    """Print the sets of boundaries that are there."""
    console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
    table = Table("source", "vintage", "prefectures", "units", "MB", "licence")
    for each in there:
        whole = len(each.prefectures) == len(PREFECTURE_CODES)
        table.add_row(
            each.source,
            str(each.vintage),
            "all 47" if whole else " ".join(each.prefectures),
            f"{each.count:,}",
            f"{each.size / 1e6:,.1f}",
            Text(each.licence),
        )
    console.print(table)
    for each in there:
        print(f"{each.source} {each.vintage}: {each.attribution}")


def print_findings(chosen: BoundarySet, findings: pd.DataFrame) -> None:
    """Print what a check of one set found, the worst first."""
    counts = findings["severity"].value_counts()
    said = [
        f"{counts[kind]} {kind}{'' if counts[kind] == 1 else 's'}"
        for kind in SEVERITIES
        if kind in counts
    ]
    print(f"{chosen}: {', '.join(said) or 'nothing to report'}")
    for severity in SEVERITIES:
        for row in findings[findings["severity"] == severity].itertuples():
            words = (severity, row.area_code, row.name_ja, row.finding)
            line = " ".join(str(word) for word in words if pd.notna(word) and word)
            value = f": {row.value:,.4g} {row.unit}" if pd.notna(row.value) else ""
            print(f"  {line}{value}")


def _cells(row) -> tuple[str, ...]:
    if row.status != "resolved":
        return row.published_name, row.status, "", "", _or_nothing(row.entity_type)
    plain = pd.isna(row.city_class) or row.city_class == "ordinary_city"
    kind = row.entity_type if plain else row.city_class
    return (
        row.published_name,
        _or_nothing(row.lg_code),
        row.name_ja,
        _or_nothing(row.name_en),
        kind.replace("_", " "),
        row.method,
    )


def _text(text: str) -> Text:
    return Text(_shortened(text, _LONGEST_CELL))


def _shortened(text: str, most: int = 10 * _LONGEST_CELL) -> str:
    """Return a text that is safe to show and fits on the page."""
    return printable(text if len(text) <= most else f"{text[:most]}…")


def _or_nothing(cell: object) -> str:
    """Return a cell as text; former bodies may lack code and English name."""
    return "" if pd.isna(cell) else str(cell)


def explanation(found: Resolution, as_of: dt.date) -> str:
    """Return the reasoning behind one name: the verdict, then how it came about."""
    verdict = _verdict(found)
    steps = [step for step in found.steps if step not in verdict]
    lines = [verdict, f"  {found.published_name!r} among the bodies of {as_of}:"]
    if not steps:
        lines.pop()
    lines += [f"  {n}. {step}" for n, step in enumerate(steps, start=1)]
    lines += _others(found)
    note = _unsaid(found.note, (verdict, *steps))
    if note:
        lines.append(f"  note: {note}")
    return "\n".join(lines)


def _verdict(found: Resolution) -> str:
    """Return in one sentence what a name came to."""
    if found.body:
        how = _BY_METHOD[found.method]
        sure = f"confidence {found.confidence:.4g}"
        return f"resolved to {_introduced(found.body)} {how}, {sure}"
    if found.status == "unmatched":
        return f"unmatched: {found.note}"
    count = len(found.candidates)
    if found.entity_type == "joint":
        return "ambiguous: a joint entry, which names several bodies in one"
    if count == 1:
        return "ambiguous: one body comes near, but it is not sure that it is meant"
    return f"ambiguous: {count} bodies could be meant"


def _others(found: Resolution) -> list[str]:
    """Return a line for each body that is meant besides or could be."""
    others = [body for body in found.candidates if body is not found.body]
    if not others and found.body and found.body.until != STILL:
        code = found.body.current_code
        return [f"  in its place today: {code}"] if code else []
    if found.entity_type == "joint":
        word = "names"
    elif found.method == "historical":
        word = "shares its area today"
    else:
        word = _OF_OTHERS[found.status]
    lines = [f"  {word}: {_introduced(body)}" for body in others[:_OTHERS_AT_MOST]]
    more = len(others) - _OTHERS_AT_MOST
    return [*lines, f"  and {more} more"] if more > 0 else lines


def _introduced(body: Body) -> str:
    """Return code, names, place and type of a body, as far as they are known."""
    named = [body.lg_code, body.full_ja, body.full_kana]
    county = f" in {body.county_ja}" if body.county_ja else ""
    about = [body.type_words + county]
    if body.lg_code is None:
        about.append("without a code")
    if body.until != STILL:
        about.append(lifetime(body))
    names = " ".join(filter(None, named))
    return f"{names}, {body.place_en} ({', '.join(about)})"


def _unsaid(note: str, said: Sequence[str]) -> str:
    """Return the clauses of a note that are in none of the sentences `said`."""
    clauses = note.split("; ")
    return "; ".join(c for c in clauses if not any(c in text for text in said))


def explanation_as_json(found: Resolution, as_of: dt.date) -> str:
    """Return the reasoning behind one name as a JSON object."""
    body = found.body
    codes = (other.lg_code or other.current_code for other in found.candidates)
    told = {
        "published_name": found.published_name,
        "as_of": as_of.isoformat(),
        "status": found.status,
        "lg_code": body and body.lg_code,
        "current_lg_code": body and body.current_code,
        "name_ja": body and body.full_ja,
        "name_kana": body and body.full_kana,
        "name_en": body and body.full_en,
        "entity_type": body.entity_type if body else found.entity_type,
        "method": found.method,
        "confidence": found.confidence,
        "candidates": list(dict.fromkeys(filter(None, codes))),
        "note": found.note,
        "steps": list(found.steps),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
