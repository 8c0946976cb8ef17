"""A text and its plain view of the same length: what is found there is cut from it."""

import re
from typing import NamedTuple, Protocol

from analysis.sources.entries.places import Place
from analysis.sources.known import Known

_OPENING, _CLOSING = "（(［[｛{【〔〈《＜<「『“", "）)］]｝}】〕〉》＞>」』”"
_VIEW = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("\u3000\xa0\t\n\r\v\f", " "),
        **dict.fromkeys(_OPENING, "("),
        **dict.fromkeys(_CLOSING, ")"),
        **dict(zip("､･｡", "、・。", strict=True)),
    }
)
# Part of a name: (株)北上, 岩手(有).
_LEGAL_FORM = re.compile(
    r"\((?:株|有|合|名|資|同|社|財|学|医|福|独|農|一社|公社|一財|公財|社福|特非|地独|国研|国|NPO|JA)\)"
)
_DEEPEST = 4

_LEADERS = re.compile(
    r"\s*(?:…|‥|\.{3}|・{3}|·{3}|[―─━_]{3})[\s.…‥・·―─━_]*"
    r"(?:p{1,2}\.?\s?)?\d*\s?(?:頁|ページ|p\.?)?$",
    re.IGNORECASE,
)
_LEADS = ("…", "‥", "...", "・・・", "···", "―", "─", "━", "___")
_TRAILING = re.compile(r"(?:[\s。、,;:|⁰¹²³⁴-⁹]|(?<![A-Za-z])\.)+$")
# After a word the stop may be that of an abbreviation.
_STOP = re.compile(
    r"(?<!\bltd)(?<!\binc)(?<!\bco)(?<!\bcorp)(?<!\bpref)(?<!\bdist)(?<!\bmetro)"
    r"(?<!\buniv)(?<!\bassoc)(?<!\binst)(?<!\bfed)(?<!\bmfg)(?<!\bbros)"
    r"(?<!\b[A-Z])\.$",
    re.I,
)
_LEADING = re.compile(r"^[\s。、,;:|]+")
# Markdown sets names in stars.
_QUOTES = "\"'*_"


class Part(NamedTuple):
    """A part of an item.

    Attributes
    ----------
    raw : str
        As published.
    view : str
        The same, character by character: half-width, all blanks plain, all brackets
        round; what is no part of the name may be blanked out.
    """

    raw: str
    view: str

    def cut(self, start: int, end: int | None = None) -> "Part":
        """Return a part of it, without blanks around."""
        view = self.view[start:end]
        first = start + len(view) - len(view.lstrip())
        last = first + len(view.strip())
        return Part(self.raw[first:last], self.view[first:last])

    def without(self, spans: list[tuple[int, int]]) -> "Part":
        """Return the same with some spans blanked out of the view."""
        view = self.view
        for start, end in spans:
            view = view[:start] + " " * (end - start) + view[end:]
        return Part(self.raw, view).cut(0)


class Piece(NamedTuple):
    """What names one entity.

    Attributes
    ----------
    published : str
        As published.
    name : str
        What is to be looked up, perhaps with a place.
    place : Place or None
        What the item states for it elsewhere: before another name, around brackets.
    is_hard : bool
        Whether that place was surely stated for this name too.
    ditto : str or None
        That the place of the one before holds: "" for all of it, or its kind, 県.
    """

    published: str
    name: str
    place: Place | None = None
    is_hard: bool = False
    ditto: str | None = None


class Reader(Protocol):
    """Reads parts; see `analysis.sources.entries.item`."""

    known: Known

    def pieces(self, part: Part) -> list[Piece] | None:
        """Return the pieces of a part; None if nothing is found."""

    def one(self, part: Part) -> list[Piece] | None:
        """Return the pieces of a part that is no list."""


def as_part(text: str) -> Part:
    """Return a text as published as a part, all of it."""
    return Part(text, text.translate(_VIEW))


def brackets(view: str) -> list[tuple[int, int]]:
    """Return where the outermost brackets open and close; none if they do not match.

    Examples
    --------
    >>> brackets("A(B(C)) D(E)"), brackets("(株)A"), brackets("A)B(")
    ([(1, 6), (9, 11)], [], [])
    """
    if "(" not in view:
        return []
    view = _LEGAL_FORM.sub(lambda found: "_" * len(found[0]), view)
    found, opened = [], []
    for place, character in enumerate(view):
        if character == "(":
            opened.append(place)
        elif character == ")":
            if not opened:
                return []
            start = opened.pop()
            if not opened:
                found.append((start, place))
        if len(opened) > _DEEPEST:
            return []
    return [] if opened else found


def outside(view: str) -> str:
    r"""Return a view with all that stands in brackets made unreadable.

    Examples
    --------
    >>> outside("A(B, C), D").replace("\0", "_")
    'A(____), D'
    """
    for start, end in brackets(view):
        view = view[: start + 1] + "\0" * (end - start - 1) + view[end:]
    return view


def tidied(part: Part) -> Part:
    """Return a part without quotes, brackets, leaders and stops around it."""
    view = part.view
    is_plain = view[:1].isalnum() and view[-1:].isalpha()
    if is_plain and not any(map(view.__contains__, _LEADS)):
        return part
    for _ in range(_DEEPEST):
        view = part.view
        start, end = 0, len(view)
        leaders = _LEADERS.search(view)
        trailing = _TRAILING.search(view) or _STOP.search(view)
        leading = _LEADING.match(view)
        if leaders:
            end = leaders.start()
        elif trailing:
            end = trailing.start()
        elif leading:
            start = leading.end()
        elif brackets(view) == [(0, len(view) - 1)] or (
            len(view) > 1 and view[0] == view[-1] and view[0] in _QUOTES
        ):
            start, end = 1, len(view) - 1
        tidy = part.cut(start, end)
        if tidy == part or not tidy.view:
            break
        part = tidy
    return part


def piece_of(part: Part) -> Piece:
    """Return a part that is one piece; what was blanked out is not looked up."""
    pairs = zip(part.raw, part.view, strict=True)
    if all(view != " " or raw.isspace() for raw, view in pairs):
        return Piece(part.raw, part.raw)
    return Piece(part.raw, " ".join(part.view.split()).replace(" ,", ","))
