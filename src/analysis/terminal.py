"""What the command line shows: a progress bar, the resolved table, an explanation."""

import datetime as dt
import json
import sys
from types import TracebackType

import pandas as pd
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from analysis.resolver.outcome import Resolution

# Wide enough for the table where nobody says how wide the page is.
_PLAIN_WIDTH = 130


class Progress:
    """A progress bar on the error stream, where somebody is there to see it."""

    def __init__(self, label: str, total: int | None = None) -> None:
        self._bar = Bar(console=Console(stderr=True), transient=True)
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

    def reach(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        self._bar.update(self._task, completed=done, total=total)


def print_entities(entities: pd.DataFrame) -> None:
    """Print the entity table, and under it what is to be said of single rows."""
    console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
    table = Table("no.", "published", "code", "official", "English", "type", "method")
    for row in entities.itertuples():
        # A name is data: shown as text, whatever markup it seems to hold.
        table.add_row(str(row.number), *(Text(text) for text in _cells(row)))
    console.print(table)
    for row in entities.itertuples():
        if row.note:
            print(f"{row.number}: {row.note}")


def _cells(row) -> tuple[str, ...]:
    if row.status != "resolved":
        return (row.published_name, row.status)
    plain = pd.isna(row.city_class) or row.city_class == "ordinary_city"
    kind = row.entity_type if plain else row.city_class
    return (
        row.published_name,
        row.lg_code,
        row.name_ja,
        row.name_en,
        kind.replace("_", " "),
        row.method,
    )


def explanation(found: Resolution, as_of: dt.date) -> str:
    """Return the reasoning behind one name, step by step."""
    lines = [f"{found.published_name!r}, bodies as of {as_of}"]
    lines += [f"  {n}. {step}" for n, step in enumerate(found.steps, start=1)]
    body = found.body
    if body:
        lines += [
            f"resolved: {body.lg_code} {body.full_ja} {body.full_kana} "
            f"({body.place_en}, {body.type_words})",
            f"  method {found.method}, confidence {found.confidence}",
        ]
    else:
        lines.append(found.status)
        lines += [
            f"  could be {b.lg_code} {b.full_ja} ({b.place_en})"
            for b in found.candidates
        ]
    if found.note:
        lines.append(f"  {found.note}")
    return "\n".join(lines)


def explanation_as_json(found: Resolution, as_of: dt.date) -> str:
    """Return the reasoning behind one name as a JSON object."""
    body = found.body
    told = {
        "published_name": found.published_name,
        "as_of": as_of.isoformat(),
        "status": found.status,
        "lg_code": body.lg_code if body else None,
        "name_ja": body.full_ja if body else None,
        "name_kana": body.full_kana if body else None,
        "name_en": body.full_en if body else None,
        "entity_type": body.entity_type if body else None,
        "method": found.method,
        "confidence": found.confidence,
        "candidates": [candidate.lg_code for candidate in found.candidates],
        "note": found.note,
        "steps": list(found.steps),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
