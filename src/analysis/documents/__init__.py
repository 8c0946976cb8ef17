"""Files, texts and tables in memory → `Document`: what their formats say, no more."""

import io
import os
import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.documents.model import Document, Line, Span, Table
from analysis.errors import SourceError

__all__ = ["Document", "Line", "Span", "Table", "read_document"]

_MOST_BYTES = 200_000_000
_ENDING = re.compile(
    r"\.(?:txt|text|md|csv|tsv|tab|html?|mht(?:ml)?|pdf|xls[xmb]?|parquet|pq|json|xml"
    r"|docx?|pptx?|od[st]|rtf|zip|gz)",
    re.IGNORECASE,
)


def read_document(
    source: str | os.PathLike[str] | pd.DataFrame | pd.Series | Sequence[str],
) -> Document:
    """Return what a file, a text or a table holds, each line and row in its place.

    Parameters
    ----------
    source : str, path, DataFrame, Series or list of str
        A text is the name of a file if there is such a file, or if it looks like one:
        it has an ending, as ``list.pdf``, or folders, or is one word of ASCII. With a
        line break, or a tag at its begin, it is always the text of a document.

    Returns
    -------
    Document
        What kind a file is, and its encoding, is told by its content.

    Raises
    ------
    SourceError
        If there is no such file, or it is empty, damaged, encrypted, of a kind that is
        not read, or larger than 200 MB (a CSV file may have any size).
    SchemaError
        If a cell of a DataFrame holds a list.
    TypeError
        If `source` is none of these.
    """
    if isinstance(source, pd.DataFrame):
        from analysis.documents.columns import from_frame

        return from_frame(source)
    if isinstance(source, pd.Index | np.ndarray | pd.api.extensions.ExtensionArray):
        source = list(source)
    if isinstance(source, pd.Series | list | tuple):
        from analysis.documents.columns import from_list

        return from_list(source)
    if isinstance(source, str) and not _names_a_file(source):
        return _read_given(source)
    if isinstance(source, str | os.PathLike):
        from analysis.documents.files import read_file

        if "\0" in os.fspath(source):
            raise SourceError(
                f"{os.fspath(source)!r} holds a zero byte, which no name of a file "
                "has; take it out"
            )
        return read_file(Path(source), most_bytes=_MOST_BYTES)
    raise TypeError(
        f"source is a {type(source).__name__}; want the name of a file, a text, a "
        "DataFrame or a list of names"
    )


def _names_a_file(text: str) -> bool:
    """Return whether a text names a file: one that is there, or one that is not."""
    if "\n" in text or "\r" in text or not text.strip():
        return False
    if os.path.exists(text):
        return True
    if text.lstrip().startswith("<"):
        return False
    folders = re.search(r"(?<!\s)[/\\](?!\s)", text) and not re.search(r"[,、，]", text)
    one_word = text.isascii() and not re.search(r"[\s,]", text)
    return bool(_ENDING.fullmatch(Path(text).suffix) or folders or one_word)


def _read_given(text: str) -> Document:
    """Return the document of which this is the text."""
    from analysis.documents.kind import kind_of_text
    from analysis.documents.text.delimited import read_csv, split_lines
    from analysis.documents.text.plain import read_text_document

    try:
        data = text.encode()
    except UnicodeEncodeError as why:
        raise SourceError(
            "the text holds half a character (a lone surrogate); read its source "
            "again in the right encoding"
        ) from why
    if len(data) > _MOST_BYTES:
        raise SourceError(
            f"the text has {len(data):,} bytes; want at most {_MOST_BYTES:,}: give "
            "the part with the list"
        )
    if "\0" in text:
        line = len(split_lines(text[: text.index("\0")]))
        raise SourceError(
            f"the text: line {line} holds a zero byte, which no text has; take it out"
        )
    digest = sha256(data).hexdigest()
    kind = kind_of_text(text, "the text")
    if kind.name == "html":
        from analysis.documents.html.read import read_html

        # Marked as the UTF-8 that it is by now, whatever the page says that it was.
        data = BOM_UTF8 + data.removeprefix(BOM_UTF8)
        return read_html(data, source=None, sha256=digest)
    if kind.delimiter:
        lines = io.StringIO(text, newline="")
        return read_csv(lines, separator=kind.delimiter, sha256=digest)
    return read_text_document(text, sha256=digest)
