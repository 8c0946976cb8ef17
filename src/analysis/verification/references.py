"""What a result was made with against what is installed now."""

from collections.abc import Iterator
from importlib.metadata import version

from analysis.boundaries.stored.record import records
from analysis.provenance.again import is_command
from analysis.provenance.datapackage import FILE_NAME, PROGRAM
from analysis.provenance.references import reference_tables
from analysis.verification.finding import Finding

_SHOWN = 12  # digits of a hash in a message


def references(about: dict) -> Iterator[Finding]:
    """Give the reference tables and boundaries that are others now, and the program.

    Parameters
    ----------
    about : dict
        What the description says under ``"regional_iot"``, of any types.
    """
    outdated = [*_tables(about.get("reference_tables")), *_sets(about)]
    yield from outdated
    if outdated and is_command(about.get("again")):
        again = f"to bring the result up to date: {about['again']}"
        yield Finding("note", FILE_NAME, again)
    made_with, ours = about.get("version"), version(PROGRAM)
    if made_with != ours:
        yield _note(f"made with version {made_with} of the program; this is {ours}")


def _tables(said: object) -> Iterator[Finding]:
    recorded = _by_name(said)
    if recorded is None:
        yield _error("does not say which reference tables were used")
        return
    installed = {table["name"]: table for table in reference_tables()}
    for name in sorted({*recorded, *installed}):
        old, new = recorded.get(name), installed.get(name)
        if old is None:
            yield _warning(f"made without {name}, which is installed here")
        elif new is None:
            yield _warning(f"made with {name}, of which nothing is installed here")
        elif old.get("sha256") != new["sha256"]:
            yield _warning(
                f"made with {name} {_which(old)}; installed here is {_which(new)}"
            )


def _sets(about: dict) -> Iterator[Finding]:
    """Give the archives of boundaries that were used and are not here."""
    said = about.get("boundaries")
    if not isinstance(said, list):
        yield _error("does not say which boundaries were used")
        return
    here = {record.sha256: record.name for record in records()}
    for each in said:
        files = _by_name(each.get("files") if isinstance(each, dict) else None)
        if files is None:
            yield _error("does not say of which files the boundaries were")
        elif each.get("source") != "jma":  # those are among the tables
            for name, file in sorted(files.items()):
                if file.get("sha256") in here:
                    continue
                lacking = "another one" if name in here.values() else "nothing"
                yield _warning(
                    f"made with the boundaries {name} {_which(file)}; {lacking} of "
                    "that name is installed here: get it with 'regional-iot boundaries "
                    "fetch' or 'import'"
                )


def _by_name(said: object) -> dict[str, dict] | None:
    """Return dicts by their names, None if they are none."""
    if not isinstance(said, list):
        return None
    if not all(isinstance(e, dict) and isinstance(e.get("name"), str) for e in said):
        return None
    return {each["name"]: each for each in said}


def _which(table: dict) -> str:
    """Return the date and the hash of a table, in short."""
    date = f"of {table['date']}, " if table.get("date") else ""
    return f"({date}sha256 {str(table.get('sha256'))[:_SHOWN]}…)"


def _error(finding: str) -> Finding:
    return Finding("error", FILE_NAME, finding)


def _warning(finding: str) -> Finding:
    return Finding("warning", FILE_NAME, finding)


def _note(finding: str) -> Finding:
    return Finding("note", FILE_NAME, finding)
