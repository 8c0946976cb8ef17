"""Plain text → `Document`: its lines, and the tables typed among them."""

from analysis.documents.model import Document, Line
from analysis.documents.text.delimited import split_lines
from analysis.documents.text.tables import with_tables


def read_text_document(
    text: str, *, sha256: str, source: str | None = None
) -> Document:
    """Return a text as a document of kind ``text``.

    Parameters
    ----------
    text : str
        Decoded, line ends as they are.
    sha256 : str
        Hash of what was read.
    source : str, optional
        The name of the file.
    """
    lines = [Line(line, number) for number, line in enumerate(split_lines(text), 1)]
    return Document(with_tables(lines), kind="text", sha256=sha256, source=source)
