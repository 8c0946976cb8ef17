"""Saved web pages → `Document`: as a browser shows them; nothing is run or fetched."""

import re

from analysis.documents.encoding import declared_encoding, decode
from analysis.documents.html.flow import Flow
from analysis.documents.html.lines import with_lines
from analysis.documents.model import Document
from analysis.errors import SourceError

_MOST_BYTES = 50_000_000
# Entities and the like that XHTML defines; a browser leaves them undefined too.
_DEFINITIONS = re.compile(r"(?<=<!DOCTYPE)[^<>\[]*\[.*?\]\s*(?=>)", re.I | re.S)
_MEND = "save the list as plain text or CSV"
_ENCLOSES = "data-encloses"


def read_html(data: bytes, *, source: str | None, sha256: str) -> Document:
    """Return the lines and tables of a web page, in the order in which they are shown.

    Scripts, styles, comments, navigation, form fields and what is hidden are left out;
    of links their text stays, of ruby (readings above kanji) the text below. Items of
    lists have the number or "・" that a browser puts before them. A table that holds
    tables only lays out the page: what is in it is read in order. Rows without a table,
    as of a part of a page that was pasted, are one.

    Parameters
    ----------
    data : bytes
        The whole file. Its encoding is told by its bytes and by what it says.
    source : str or None
        The name of the file.
    sha256 : str
        Hash of `data`.

    Returns
    -------
    Document
        `line` is the line of the file in which a text, or the row of a table, begins,
        or of the page as shown if most begin in the same one (see `with_lines`). The
        parser counts lines up to 65,535; beyond, line ends within tags are missed.

    Raises
    ------
    SourceError
        If the page is larger than 50 MB, is no text, or is nested deeper or has longer
        texts than the parser reads: nothing is lost in silence.
    """
    name = source or "the page"
    if len(data) > _MOST_BYTES:
        raise SourceError(
            f"{name} has {len(data) / 1e6:,.0f} MB; web pages of up to "
            f"{_MOST_BYTES / 1e6:.0f} MB are read; {_MEND}"
        )
    text, _ = decode(data, name=name, declared=declared_encoding(data))
    text = re.sub(r"\r\n?", "\n", text)
    page = _parse(_DEFINITIONS.sub(_line_ends, text, count=1), name)
    _enclose_rows(page)
    flow = Flow(name)
    flow.read(page)
    return Document(
        blocks=with_lines(flow.blocks()),
        kind="html",
        sha256=sha256,
        source=source,
        title=_title(page),
        notes=flow.notes(),
    )


def _parse(text: str, name: str):
    """Return the root element of a page."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, recover=True
    )
    # As bytes: of text lxml refuses an XML declaration that names an encoding.
    try:
        page = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError as why:
        raise SourceError(
            f"{name} is a web page without content; give a document that holds a list"
        ) from why
    # At its limits of depth and length the parser stops, and what follows is missing.
    for entry in parser.error_log.filter_from_fatals():
        raise SourceError(
            f"{name}: line {entry.line}: the page is nested too deep, or a text in it "
            f"is too long, to be read ({entry.message.strip()}); {_MEND}"
        )
    return page


def _enclose_rows(page) -> None:
    """Put rows that stand in no table into one, which they make together."""
    for row in page.xpath("//tr[not(ancestor::table)]"):
        before = row.getprevious()
        if before is not None and before.tag == "table" and before.get(_ENCLOSES):
            before.append(row)
            continue
        table = row.makeelement("table", {_ENCLOSES: "rows"})
        row.addprevious(table)
        table.append(row)


def _line_ends(definitions: re.Match[str]) -> str:
    return " html" + "\n" * definitions[0].count("\n")


def _title(page) -> str | None:
    """Return what the page's head says is its title."""
    title = page.findtext("head/title") or ""
    return " ".join(title.split()) or None
