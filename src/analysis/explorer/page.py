"""A page that is one file: parts put together, nothing fetched, two languages."""

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import NamedTuple

from analysis.explorer.words import LANGUAGES


class Fragment(NamedTuple):
    """A part of a page.

    Attributes
    ----------
    style : str
        CSS.
    body : str
        HTML. Names in it are escaped already; texts are pairs, see `words.both`.
    data : dict of str to object
        By id of an element, which holds the object as JSON. Ids are those of one page.
    scripts : tuple of str
        JavaScript, run in this order when the page is there.
    """

    style: str = ""
    body: str = ""
    data: dict[str, object] = {}  # noqa: RUF012  never changed
    scripts: tuple[str, ...] = ()


def document(
    title: tuple[str, str], fragments: Sequence[Fragment], *, lang: str
) -> str:
    """Return an HTML page in two languages that needs no other file and no network.

    Its policy lets no script run but those of the fragments, and nothing be asked of
    any host. Changing the language, by the buttons on top, sets `lang` of the root and
    dispatches ``analysis:language`` on the document.

    Parameters
    ----------
    title : tuple of str
        In English and in Japanese, plain text.
    fragments : sequence of Fragment
        The parts, top to bottom; a style or script that several share is there once.
    lang : {"en", "ja"}
        The language in which the page opens.

    Raises
    ------
    ValueError
        If `lang` is another language, or two fragments have data of one id.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"want lang 'en' or 'ja', got {lang!r}")
    titles = dict(zip(LANGUAGES, title, strict=True))
    parts = [Fragment(asset("page.css"), _SWITCH, {"page-title": titles}), *fragments]
    styles = dict.fromkeys(part.style for part in parts if part.style)
    scripts = dict.fromkeys(script for part in fragments for script in part.scripts)
    scripts[asset("page.js")] = None  # last: it speaks to all that listen by then
    data: dict[str, object] = {}
    for part in parts:
        if twice := data.keys() & part.data.keys():
            raise ValueError(f"two fragments have data of the id {min(twice)!r}")
        data |= part.data
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(titles[lang])}</title>",
        *(f"<style>\n{style}</style>" for style in styles),
        "</head>",
        "<body>",
        *(part.body for part in parts if part.body),
        *(_data_block(key, value) for key, value in data.items()),
        *(f"<script>{script}</script>" for script in scripts),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


@cache
def asset(name: str) -> str:
    """Return the text of a style or script that lies beside this module."""
    return files("analysis.explorer").joinpath(name).read_text(encoding="utf-8")


_SWITCH = """<div class="languages" role="group" aria-label="Language / 言語">
<button type="button" lang="en" aria-pressed="false">English</button>
<button type="button" lang="ja" aria-pressed="false">日本語</button>
</div>"""


def _policy(scripts: Sequence[str]) -> str:
    """Return the policy of a page: its own scripts and styles, and pictures in it."""
    hashes = (hashlib.sha256(script.encode()).digest() for script in scripts)
    allowed = " ".join(f"'sha256-{base64.b64encode(each).decode()}'" for each in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _data_block(key: str, value: object) -> str:
    """Return an object as JSON in an element that no name in it can close."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return f'<script type="application/json" id="{escape(key)}">{text}</script>'
