"""HTML out of text: all that is not HTML already is escaped."""

from collections.abc import Iterable
from html import escape

from analysis.explorer.words import Both, both
from analysis.names.fold import has_japanese
from analysis.printable import printable

_VOID = ("img",)


class Html(str):
    """Text that is HTML: it is not escaped again."""

    __slots__ = ()


Content = Both | str | int | Iterable["Content"] | None
"""What may stand in an element: text, texts in both languages, HTML, or several."""


def tag(name: str, *content: Content, **attributes: str | int | bool | None) -> Html:
    """Return an element.

    Parameters
    ----------
    name : str
        Of the element, such as ``"td"``.
    content : Content
        What stands in it; text is escaped, `Html` is not.
    attributes : str, int, bool or None
        ``class_`` is written as ``class``, ``aria_label`` as ``aria-label``; True
        stands for an attribute without value, None and False for none.

    Examples
    --------
    >>> tag("td", "<b>", class_="name")
    '<td class="name">&lt;b&gt;</td>'
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}{_value(value)}"
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{html(content)}</{name}>")


def html(content: Content) -> Html:
    """Return content as HTML."""
    if isinstance(content, Html):
        return content
    if isinstance(content, Both):
        en, ja = map(printable, content)
        return Html(escape(en) if en == ja else both(en, ja))
    if content is None or isinstance(content, str | int):
        return _escaped("" if content is None else str(content))
    return Html("".join(map(html, content)))


def quoted(text: str) -> Html:
    """Return a text of the document or the register, marked with its own language."""
    return tag("bdi", text, lang="ja" if has_japanese(text) else "en")


def _value(value: str | int | bool) -> str:
    return "" if value is True else f'="{_escaped(str(value))}"'


def _escaped(text: str) -> Html:
    return Html(escape(printable(text)))
