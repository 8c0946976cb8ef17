"""``README.md`` of a folder of results: what each file and each column holds.

A folder that is handed on explains itself. What is said of columns is taken from their
schemas, and which files there are from the folder.
"""

from collections.abc import Iterator, Mapping
from itertools import chain, takewhile
from pathlib import Path

import pandas as pd

from analysis import schemas
from analysis.provenance.titles import title_of

FILE_NAME = "README.md"
"""What the data dictionary of a folder is called."""

_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "True or False",
    "date": "date",
    "geojson": "geometry",
    "any": "as in your table",
}
_NOTES = """\
- Codes are text: `032069` keeps its zero. `analysis.read_results(file)` keeps codes
  text and numbers numbers; elsewhere say which columns are text, such as with
  `pandas.read_csv(file, dtype={"lg_code": str, "prefecture_code": str})`; in a
  spreadsheet, import the file rather than open it.
- An empty cell is a missing value: not known, or not applicable. It never stands for 0.
- CSV files are in UTF-8 with line feeds and a comma between cells. With `--excel` they
  begin with a byte order mark, by which Excel knows the encoding.
- A text that begins with `=`, `+`, `-`, `@`, one of their full-width forms, a tab or a
  line end, which a spreadsheet would compute, has an apostrophe before it; so has one
  that begins with apostrophes and then such a sign. Take one apostrophe away to have
  the text as it was published; `analysis.read_results` does. Columns of numbers stay
  as they are.
- Dates are written as 2020-08-21. Numbers have up to six decimals in CSV, XLSX and
  GeoJSON, probabilities six digits that count; in GeoParquet they are exact. Points and
  polygons are in JGD2011 (EPSG:6668), in GeoJSON in WGS 84.
- `datapackage.json` holds the same types and limits for programs, the sources and their
  licences, and the hash of each file. Whether all is still as it was written,
  `regional-iot verify` with the path of this folder tells.
"""


def write_dictionary(
    folder: Path, *, title: str, tables: Mapping[str, pd.DataFrame]
) -> None:
    """Write the ``README.md`` of a folder in which all other files are written.

    Parameters
    ----------
    folder : Path
        Where the files are. ``datapackage.json``, which comes last, is named, too.
    title : str
        What the files are of.
    tables : mapping of str to pandas.DataFrame
        The table behind each file of rows and columns, by file name.
    """
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    text = dictionary(sorted(files | {"datapackage.json"}), title=title, tables=tables)
    (folder / FILE_NAME).write_text(text, encoding="utf-8", newline="\n")


def dictionary(
    files: list[str], *, title: str, tables: Mapping[str, pd.DataFrame]
) -> str:
    """Return what each file and each column of a result holds, in Markdown.

    Parameters
    ----------
    files : list of str
        Paths in the folder of the result.
    title : str
        What the files are of.
    tables : mapping of str to pandas.DataFrame
        The table behind each file of rows and columns, by file name; only the names of
        its columns are read.
    """
    lines = [
        f"# {_cell(title)}",
        "",
        "Written by regional-iot-analysis; any change is overwritten by the next run.",
        "",
        "## Files",
        "",
        "| file | what it is |",
        "| --- | --- |",
        *(f"| `{file}` | {title_of(file) or ''} |" for file in files),
        "",
        "## How to read them",
        "",
        _NOTES,
        "## Columns",
    ]
    for kind, names in _by_kind(tables).items():
        fields = {
            name: schemas.table_schema(tables[name], name)["fields"] for name in names
        }
        lines += [
            "",
            f"### {', '.join(f'`{name}`' for name in names)}",
            "",
            f"{schemas.row_of(kind).capitalize()}.",
            "",
            "| column | type | what it holds |",
            "| --- | --- | --- |",
            *_rows(fields),
        ]
    return "\n".join(lines) + "\n"


def _by_kind(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[str]]:
    """Return the files of each kind of table, in their order."""
    kinds: dict[str, list[str]] = {}
    for name, table in tables.items():
        kinds.setdefault(schemas.kind_of(table, name), []).append(name)
    return kinds


def _rows(fields: Mapping[str, list[dict]]) -> Iterator[str]:
    """Give a line for each column of some files, with those that have it unless all."""
    names = {file: [field["name"] for field in each] for file, each in fields.items()}
    shared = set.intersection(*map(set, names.values()))
    # Those of groups differ from file to file, and stand before what all files have.
    groups = [
        name
        for each in names.values()
        for name in takewhile(lambda name: name not in shared, each)
    ]
    found: dict[str, list[dict]] = {name: [] for name in groups}
    for field in chain.from_iterable(fields.values()):
        found.setdefault(field["name"], []).append(field)
    for name, same in found.items():
        those = [file for file, each in names.items() if name in each]
        where = ""
        if len(those) < len(fields):
            where = f" (in {', '.join(f'`{file}`' for file in those)})"
        said = f"{same[0]['description']}{_limits(same)}{where}"
        yield f"| `{_cell(name)}` | {_KINDS[same[0]['type']]} | {_cell(said)} |"


def _limits(fields: list[dict]) -> str:
    """Return what a column may hold in some files: all that it may in any."""
    limits = [field.get("constraints", {}) for field in fields]
    said = []
    enums = [each["enum"] for each in limits if "enum" in each]
    if enums:
        among = dict.fromkeys(value for each in enums for value in each)
        said.append(f"one of {', '.join(among)}")
    if "maximum" in limits[0]:
        said.append(f"{limits[0]['minimum']} to {limits[0]['maximum']}")
    elif "minimum" in limits[0]:
        said.append(f"{limits[0]['minimum']} or more")
    if all(each.get("required") for each in limits):
        said.append("never empty")
    return "".join(f"; {each}" for each in said)


def _cell(text: str) -> str:
    """Return a text as a cell of Markdown, or a heading: on one line, no code."""
    line = " ".join(text.split())
    return line.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
