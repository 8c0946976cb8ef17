"""Where it comes from: the document, the references, the terms, the command again."""

from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from analysis.boundaries.sets import BoundarySet
from analysis.charts import wording
from analysis.explorer.words import Both
from analysis.gazetteer.register import ATTRIBUTIONS, REGISTER_DATE
from analysis.locate import sets_used
from analysis.report import words
from analysis.report.facts import Facts
from analysis.report.markup import Content, Html, quoted, tag
from analysis.report.phrases import ATTRIBUTIONS as ATTRIBUTIONS_JA
from analysis.report.words import counted, day, month, say

_PROGRAM = "regional-iot-analysis"


def provenance(facts: Facts) -> Html:
    """Return inputs with their hashes, versions, attributions and the command."""
    sets = sets_used(facts.located)
    lines = [*_document(facts), *_references(facts, sets)]
    pairs = [
        part
        for name, content in lines
        if content
        for part in (tag("dt", say(name)), tag("dd", content))
    ]
    credits = [tag("li", each) for each in _attributions(sets)]
    return Html(
        "".join(
            [
                tag("dl", pairs, class_="provenance"),
                tag("h3", say("command")),
                tag("pre", tag("code", _command(facts, sets)), tabindex=0),
                tag("p", say("command_note"), class_="source"),
                tag("h3", say("attributions")),
                tag("ul", credits),
            ]
        )
    )


def date_of(facts: Facts) -> Both | None:
    """Return when the document was published, as precisely as is known."""
    announcement = facts.announcement
    if announcement.date is None:
        return None
    if announcement.date_precision == "month":
        return month(announcement.date)
    return day(announcement.date)


def _document(facts: Facts) -> Iterator[tuple[str, Content]]:
    """Give what is known of the document."""
    read = facts.announcement
    for name in ("title", "programme", "publisher"):
        if text := getattr(read, name):
            yield name, quoted(text)
    yield "date", date_of(facts)
    if read.appeal_from and read.appeal_to:
        ends = {"start": day(read.appeal_from), "end": day(read.appeal_to)}
        yield "appeal", say("period", **ends)
    if read.stated_count is not None:
        yield "stated_count", counted(read.stated_count, "entity")
    if read.source:
        yield "source", quoted(read.source)
    if read.found_in:
        yield "found_in", quoted(read.found_in)
    yield "sha256", tag("code", read.sha256)
    if read.record_sha256:
        yield "record_sha256", tag("code", read.record_sha256)


def _references(facts: Facts, sets: list[BoundarySet]) -> Iterator[tuple[str, Content]]:
    """Give the versions of what the list was held against."""
    yield "day", facts.day
    yield "register", say("register_of", date=day(REGISTER_DATE))
    yield (
        "boundaries",
        [tag("p", _boundary_set(each)) for each in sets] or say("no_boundaries"),
    )
    if isinstance(facts.aliases, str | Path):
        path = Path(facts.aliases)
        digest = sha256(path.read_bytes()).hexdigest()
        yield "aliases", say("file_hash", name=path.name, sha256=digest)
    elif facts.aliases is not None:
        yield "aliases", say("alias_table")
    yield "program", f"{_PROGRAM} {version(_PROGRAM)}"


def _boundary_set(each: BoundarySet) -> list[Content]:
    """Return what a set is called, and the archives that it was read from."""
    archives = [
        tag("small", say("file_hash", name=record.name, sha256=record.sha256))
        for record in each.records
    ]
    return [_name(each), *archives]


def _name(each: BoundarySet) -> Both:
    return Both(
        *(
            wording.boundary_set(lang, each.source, each.vintage)
            for lang in words.LANGUAGES
        )
    )


def _command(facts: Facts, sets: list[BoundarySet]) -> str:
    """Return the command that makes the same again, the file's place left open."""
    command = "regional-iot run SOURCE"
    days = facts.located["as_of"].dropna()
    if len(days):
        command += f" --as-of {days.iloc[0]}"
    if facts.aliases is not None:
        command += " --aliases ALIASES"
    if len(sets) == 1:
        command += f" --boundaries {sets[0].source}:{sets[0].vintage}"
    return command


def _attributions(sets: list[BoundarySet]) -> Iterator[Both]:
    """Give whom to name, and on what terms."""
    for text in ATTRIBUTIONS:
        subject = text.partition(":")[0]
        yield Both(text, ATTRIBUTIONS_JA[subject])
    for each in sets:
        terms = "" if each.licence in _name(each).en else f" ({each.licence})"
        yield say("boundary_credit", name=_name(each), terms=terms)
    yield say("software")
