"""Texts for readers as pairs, English and Japanese, and how a page holds both."""

from html import escape
from typing import NamedTuple

LANGUAGES = ("en", "ja")


class Both(NamedTuple):
    """A text in both languages."""

    en: str
    ja: str


def both(en: str, ja: str) -> str:
    """Return markup of a text in two languages, of which a page shows one.

    Any element with the class ``say`` and a `lang` is shown only while the page is in
    that language; other elements may have a `lang` of their own.

    Parameters
    ----------
    en, ja : str
        Plain text: it is escaped here.

    Examples
    --------
    >>> both("12 rows", "12件")
    '<span class="say" lang="en">12 rows</span><span class="say" lang="ja">12件</span>'
    """
    texts = zip(LANGUAGES, (en, ja), strict=True)
    return "".join(
        f'<span class="say" lang="{lang}">{escape(text)}</span>' for lang, text in texts
    )


def attribute(name: str, en: str, ja: str) -> str:
    """Return an attribute in two languages, which the page sets as it is switched.

    Parameters
    ----------
    name : {"aria-label", "title", "placeholder"}
        Which attribute of the element.
    en, ja : str
        Plain text: it is escaped here.

    Examples
    --------
    >>> attribute("title", "Map", "地図")
    'data-title-en="Map" data-title-ja="地図"'
    """
    texts = zip(LANGUAGES, (en, ja), strict=True)
    return " ".join(f'data-{name}-{lang}="{escape(text)}"' for lang, text in texts)
