"""A name with other columns beside it: codes, departments, the name of a project."""

import re
from collections.abc import Iterator

from analysis.names.fold import has_japanese
from analysis.names.grammar import parse_latin
from analysis.sources.entries.parts import (
    Part,
    Piece,
    Reader,
    outside,
    piece_of,
    tidied,
)
from analysis.sources.entries.places import in_prefecture, stated_prefecture
from analysis.sources.entries.wording import (
    ADDRESS,
    AREA,
    DEPARTMENT,
    LEGAL_FORM_END,
    is_organization,
    is_project,
    is_typed,
    may_be_a_plan,
)

_CODE = re.compile(
    r"^(?P<first>[0-9]{5,6})[\s:.|]+(?P<after>\D.*)$"
    r"|^(?P<before>.*\D?)[\s:|(]+(?P<last>[0-9]{5,6})\)?$"
)
_NUMBER_AT_END = re.compile(r"(?<!\s)\s+(?P<number>[0-9]{1,9})$")
_DIGITS = "0123456789 "
_BORDER_JA = re.compile(r"\s*[|:]\s*|\s+-+\s+|\s+")
_BORDER_EN = re.compile(r"\s*[,|:]\s*|\s+[-–—/]+\s+|\s+")
_BORDERS_AT_MOST = 12
_ARTICLE = re.compile(r"an?\s", re.IGNORECASE)
_ENDS_IN_NUMBER = re.compile(r"\s[0-9]+$")
_BLANK = re.compile(r"\s+")
_ONLY_FORM = re.compile(r"(?:株式|有限|合同)会社|\w*法人")
_JOINS = re.compile(r"^(?:and|or|&|\+|as well as|及び|および|並びに|と|・)", re.I)
_TIES = re.compile(
    r"(?:旧|元|新|及び|および|と|の|・|\b(?:in|at|of|for|near|and))$", re.I
)


def coded(part: Part, reader: Reader) -> list[Piece] | None:
    """Return the piece of a name beside its code: 032069 北上市.

    The code tells namesakes apart. Of a name and the code of another body it is the
    whole part, which is nothing that the register knows.
    """
    found = _CODE.match(part.view)
    if found is None:
        return None
    name = tidied(part.cut(*found.span("after" if found["first"] else "before")))
    code = reader.known(found["first"] or found["last"])
    what = reader.known(name.view)
    if code.kind != "code" or what.kind != "body":
        return None
    common = set(code.codes) & set(what.codes)
    if not common:
        return [Piece(part.raw, part.raw)]
    piece = piece_of(name)
    if len(what.codes) > 1:
        place = in_prefecture(min(common)[:2])
        piece = piece._replace(place=place, is_hard=True)
    return [piece]


def numbered(view: str) -> tuple[str, str] | None:
    """Return the text and the number of a view that ends in one; None if it does not.

    Examples
    --------
    >>> numbered("北上市 577"), numbered("Kitakami City"), numbered("12 577")
    (('北上市', '577'), None, None)
    """
    found = _NUMBER_AT_END.search(view) if view[-1:].isdecimal() else None
    if found is None or not any(map(str.isalpha, view[: found.start()])):
        return None
    return view[: found.start()], found["number"]


def before_number(part: Part, reader: Reader) -> list[Piece] | None:
    """Return the body beside a column of numbers that are no codes: 北上市 577."""
    found = numbered(part.view)
    if found is None or reader.known(found[0]).kind != "body" or not is_typed(found[0]):
        return None
    return [piece_of(part.cut(0, len(found[0])))]


def of_company(part: Part, reader: Reader) -> list[Piece] | None:
    """Return the company before a column that is plainly none of its name."""
    for end, start in _borders_of_company(part):
        name, rest = part.cut(0, end), part.cut(start)
        if has_japanese(part.view):
            is_other = is_project(rest.view) and _is_other(rest.view, reader)
        else:
            is_other = " " in rest.view and _is_other_latin(rest.view, set(), reader)
        if is_other and is_organization(name.view):
            return [piece_of(name)]
    return None


def read(part: Part, reader: Reader) -> list[Piece] | None:
    """Return the pieces of the column of a part that surely names; None if none does.

    It is the first column or, in Japanese, the last. The others must not look like
    names of bodies or of organizations: "Kitakami City Hospital" is none of a city.
    """
    plain = outside(part.view)
    if has_japanese(plain):
        borders = [found.span() for found in _BORDER_JA.finditer(plain)]
        if not 0 < len(borders) <= _BORDERS_AT_MOST or ADDRESS.search(part.view):
            return None
        return _first_japanese(part, borders, reader) or _last_japanese(
            part, borders, reader
        )
    return _first_latin(part, plain, reader)


def _borders_of_company(part: Part) -> Iterator[tuple[int, int]]:
    plain = outside(part.view)
    if not has_japanese(plain):
        ends = [found.end() for found in LEGAL_FORM_END.finditer(plain)]
        yield from ((end, end) for end in ends if len(ends) == 1)
        return
    for found in _BLANK.finditer(plain):
        if not _ONLY_FORM.fullmatch(plain[: found.start()]):
            yield found.span()


def _first_japanese(
    part: Part, borders: list[tuple[int, int]], reader: Reader
) -> list[Piece] | None:
    for end, start in reversed(borders):
        if _ENDS_IN_NUMBER.search(part.view[:end]):
            continue
        pieces = _sure(part.cut(0, end), reader)
        if not pieces:
            continue
        rest = part.cut(start)
        if DEPARTMENT.fullmatch(rest.view) and len(pieces) == 1:
            return [pieces[0]._replace(published=part.raw)]
        if _is_part_of_prefecture(rest.view, pieces, reader):
            return None
        following, *further = rest.view.split()
        is_other = _is_other(following, reader) and not is_organization(rest.view)
        if any(_is_another(word, pieces, reader) for word in further):
            return None
        return pieces if is_other and not _JOINS.match(rest.view) else None
    return None


def _last_japanese(
    part: Part, borders: list[tuple[int, int]], reader: Reader
) -> list[Piece] | None:
    for end, start in borders:
        pieces = _sure(part.cut(start), reader)
        if not pieces:
            continue
        before = part.view[:end]
        is_other = all(_is_other(word, reader) for word in before.split())
        return pieces if is_other and not _TIES.search(before) else None
    return None


def _first_latin(part: Part, plain: str, reader: Reader) -> list[Piece] | None:
    borders = []
    for found in _BORDER_EN.finditer(plain):
        borders.append(found.span())
        if len(borders) == _BORDERS_AT_MOST:
            break
    for end, start in reversed(borders):
        if not _may_end_here(part.view[:end]):
            continue
        pieces = _sure(part.cut(0, end), reader)
        if pieces:
            rest = part.cut(start)
            codes = {c for p in pieces for c in reader.known(p.name).codes}
            return pieces if _is_other_latin(rest.view, codes, reader) else None
    return None


def _may_end_here(view: str) -> bool:
    """Tell whether a name may end here: at its type word, or at its prefecture."""
    units = parse_latin(view) if view else ()
    if not units or units[0].kind is None or _ENDS_IN_NUMBER.search(view):
        return False
    return units[-1].kind is not None or (
        units[0].kind != "prefecture" and stated_prefecture(view) is not None
    )


def _sure(part: Part, reader: Reader) -> list[Piece] | None:
    """Return the pieces of a part that names bodies, all of them just as written."""
    if not (part.view and is_typed(part.view)):
        return None
    what = reader.known(part.view)
    if what.kind == "body":
        return [piece_of(part)]
    if what.kind != "joint":
        return None
    return reader.pieces(part)


def _is_other(word: str, reader: Reader) -> bool:
    """Tell whether a word is none that names anybody; of 北上市3, 北上市 does."""
    word = word.rstrip(_DIGITS) or word
    what = reader.known(word)
    area = AREA.search(word)
    if area and area.start():
        around = reader.known(word[: area.start()])
        return not (around.kind == "body" and is_typed(word[: area.start()]))
    if what.kind in ("body", "joint", "code", "union") or is_typed(word):
        return False
    if what.said == "a total":
        return False
    return not is_organization(word)


def _is_part_of_prefecture(rest: str, pieces: list[Piece], reader: Reader) -> bool:
    """Tell whether it could be the place alone that is listed: 岩手県 北上地区."""
    if not AREA.search(rest) or not is_typed(rest):
        return False
    return any(reader.known(p.name).entity_type == "prefecture" for p in pieces)


def _is_another(word: str, pieces: list[Piece], reader: Reader) -> bool:
    """Tell whether a word further on is a municipality that is not named yet."""
    what = reader.known(word)
    if what.kind != "body" or what.entity_type == "prefecture" or not is_typed(word):
        return False
    named = {code for piece in pieces for code in reader.known(piece.name).codes}
    return named.isdisjoint(what.codes)


def _is_other_latin(rest: str, codes: set[str], reader: Reader) -> bool:
    """Tell whether what follows a name is about something, and names nobody else."""
    if not rest or _JOINS.match(rest) or ADDRESS.search(rest):
        return False
    if is_organization(rest) and not _ARTICLE.match(rest):
        return False
    words = rest.split()
    for count in range(1, min(4, len(words)) + 1):
        text = " ".join(words[:count]).rstrip(",:;")
        text = text.rstrip(_DIGITS) or text
        what = reader.known(text)
        is_same = what.kind == "body" and bool(set(what.codes) & codes)
        if is_same and count > 1 and words[count:]:  # the plan is called after it
            return _is_other_latin(" ".join(words[count:]), codes, reader)
        if what.kind == "body" and not is_same:
            return False
        if count > 1 and is_typed(text) and not may_be_a_plan(text):
            return False
    return True
