"""Which sheets a workbook has, and in which parts of its archive they are."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from analysis.documents.workbook.archive import BROKEN, REOPEN
from analysis.errors import SourceError


@dataclass(frozen=True)
class Sheet:
    """A sheet of cells: its name, its part in the archive, whether it is shown."""

    name: str
    part: str
    visible: bool


def list_sheets(archive: zipfile.ZipFile, name: str) -> Iterator[Sheet]:
    """Yield the sheets that hold cells, in the order of their tabs.

    Parameters
    ----------
    archive : zipfile.ZipFile
        The workbook.
    name : str
        What messages call it.

    Raises
    ------
    SourceError
        If the archive is no workbook, or one in a form that openpyxl does not read, or
        two sheets are the same part: a small file may so say the same without end.
    """
    main = next(
        (
            target
            for kind, target in _relations(archive, "", name).values()
            if kind.endswith("/officeDocument")
        ),
        "xl/workbook.xml",
    )
    root = _parsed(archive, main, name)
    if root.tag.startswith("{http://purl.oclc.org/"):
        raise SourceError(
            f"{name} is a workbook in the form 'Strict Open XML'; open it in a "
            "spreadsheet and save it as an ordinary Excel workbook (.xlsx)"
        )
    relations = _relations(archive, main, name)
    taken: set[str] = set()
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        mark = next((v for k, v in sheet.items() if k.endswith("}id")), "")
        if mark not in relations:
            raise SourceError(
                f"{name}: sheet {sheet.get('name')!r} has no part; {REOPEN}"
            )
        kind, part = relations[mark]
        if part in taken:
            raise SourceError(
                f"{name}: sheet {sheet.get('name')!r} is the same part {part!r} as a "
                f"sheet before it; {REOPEN}"
            )
        taken.add(part)
        if kind.endswith("/worksheet"):
            visible = sheet.get("state", "visible") == "visible"
            yield Sheet(sheet.get("name", ""), part, visible)


def _relations(
    archive: zipfile.ZipFile, part: str, name: str
) -> dict[str, tuple[str, str]]:
    """Return kind and target of what a part, or the archive, refers to."""
    folder, base = posixpath.split(part)
    root = _parsed(archive, posixpath.join(folder, "_rels", f"{base}.rels"), name)
    return {
        relation.get("Id", ""): (
            relation.get("Type", ""),
            posixpath.normpath(
                posixpath.join("/", folder, relation.get("Target", ""))
            ).lstrip("/"),
        )
        for relation in root.iterfind("{*}Relationship")
        if relation.get("TargetMode") != "External"
    }


def _parsed(archive: zipfile.ZipFile, part: str, name: str) -> ElementTree.Element:
    try:
        # open_archive lets no document type, and so no entity, come this far.
        return ElementTree.fromstring(archive.read(part))  # noqa: S314
    except KeyError as why:
        raise SourceError(
            f"{name} lacks {part!r}, so it is no workbook; {REOPEN}"
        ) from why
    except (ElementTree.ParseError, *BROKEN) as why:
        raise SourceError(
            f"{name}: part {part!r} is not readable ({why}); open the file in a "
            "spreadsheet and save it as an ordinary Excel workbook (.xlsx)"
        ) from why
