"""Names that follow each other on one line: 北上市、奥州市（以上岩手県）, "A and B"."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analysis.names.fold import fold_text, has_japanese
from analysis.sources.entries.wording import is_organization
from analysis.sources.known import Known
from analysis.sources.lines.names import is_prefecture, with_place
from analysis.sources.metadata.offices import PREFECTURE

_OPENING, _CLOSING = "(（[［〔「【〈<《『", ")）]］〕」】〉>》』"
# と and 県と are letters of names too: ときがわ町 in 埼玉県.
_SEPARATOR = re.compile(
    r"\s*[,，]?\s*(?:\b(?:and|as well as)\b|&)\s*"
    r"|\s*[、，,・／/;；]\s*(?:及び|および|並びに|ならびに|又は|または)?"
    r"|(?<=[都道府県市区町村)）])\s*(?:及び|および|並びに|ならびに|又は|または)\s*"
    r"|(?<=[市区町村)）])\s*と\s*|(?<=[都道府県])と(?!きがわ)",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\s+")
_WIDE_BLANKS = re.compile(r"\s{2,}|\t")
_ABOVE = re.compile(
    r"[（(〔\[]\s*"
    r"(?P<above>以上は?、?|いずれも、?|ともに、?|(?:all|both) (?:in|of) )?"
    r"(?P<place>[^（）()〔〕\[\]]+?)\s*[)）〕\]]\s*$",
    re.IGNORECASE,
)
_TYPE_WORD = re.compile(
    r"[都道府県市区町村]$"
    r"|\b(?:City|Town|Village|Ward|Prefecture|Metropolis)$"
    r"|-(?:shi|ken|cho|machi|mura|son|ku|fu|to)$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?!(?:The|This|Each|Every|Other|All|Any|Our|Smart|Digital|Compact)\b)"
    r"(?:[A-Z][\w'-]+ ){1,3}(?:City|Town|Village|Ward|Prefecture)"
    r"(?:,? \(?[A-Z][\w'-]+(?: (?:City|Prefecture|Pref\.?|District|County))?\)?){0,3}"
    rf"|{PREFECTURE}[ぁ-んァ-ヶ一-鿿々]{{1,10}}[市区町村]"
)
_PREFECTURE = re.compile(
    rf"({PREFECTURE})"
    r"|([A-Z][a-zōū]+(?:-ken| Prefecture| Pref\.?))|\b(Hokkaid[oō]|Tokyo)\b"
)
# "MIC has chosen Sanjo City" is no name, and "For the Data School" begins a sentence.
_WORDS = re.compile(r"(?<!\S)(?!(?:of|the|and|no)\b)[a-z]+(?!\S)")
_CLAUSE = re.compile(
    r"(?:for|in|under|by|on|at|with|to|from|as|after|since|until|of)\b", re.IGNORECASE
)
_ENGLISH_PREFECTURE = re.compile(r"[A-Z][\w'-]+ Prefecture")
_LABEL = re.compile(r"\w[:：]\s*\w")
_ENDS = " \t\u3000、，,・／/;；"


class Piece(NamedTuple):
    """A part of a line between separators; `joint` is the separator before it."""

    text: str
    start: int
    joint: str


class Named(NamedTuple):
    """A name in a line, with the prefecture stated elsewhere, and where it begins."""

    text: str
    context: str
    start: int


def pieces_of(text: str) -> list[Piece]:
    """Return the parts of a line that commas, 、, 及び, "and" and the like set apart.

    What stands in brackets is not parted.
    """
    return _parted(text, _SEPARATOR.finditer(_masked(text)))


def joined_by_dot(pieces: list[Piece], known: Known) -> list[Piece]:
    """Return pieces of a line with 大阪・堺市 as the one name that it is."""
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1].text if out else ""
        both = f"{before}・{piece.text}"
        if (
            before
            and piece.joint == "・"
            and not has_type_word(before)
            and has_type_word(piece.text)
            and known(both).kind == "body"
        ):
            out[-1] = out[-1]._replace(text=both)
        else:
            out.append(piece)
    return out


def texts_to_look_up(text: str) -> Iterator[str]:
    """Give what `names_of_line` will ask of the register."""
    yield text.strip(_ENDS)
    for piece in (*pieces_of(text), *_by_blanks(text)):
        yield piece.text
        above = _ABOVE.search(piece.text)
        if above:
            yield above["place"]
            yield piece.text[: above.start()].strip()


def names_of_line(text: str, known: Known) -> list[Named]:
    """Return the names that make up a line; nothing if it is anything else.

    Names that the register does not hold stand among them if most are in it and the
    others end as names do.
    """
    text = text.rstrip(_ENDS)
    is_body = known(text).kind == "body"
    pieces = [Piece(text, 0, "")] if is_body else joined_by_dot(pieces_of(text), known)
    if len(pieces) == 1 and not is_body:
        by_blanks = _by_blanks(text)
        if len(by_blanks) > 1 and all(is_sure(p.text, known) for p in by_blanks):
            pieces = by_blanks
    names = with_places([Named(p.text, "", p.start) for p in pieces], pieces, known)
    sure = [_is_named(name, known) for name in names]
    if names and has_label(names[0].text):
        return []
    if not names or 2 * sum(sure) < len(names) or (not sure[0] and len(names) < 3):
        return []
    if all(
        well or could_be_name(name.text) for well, name in zip(sure, names, strict=True)
    ):
        return names
    return []


def names_or_line(text: str, known: Known) -> list[str]:
    """Return the names that make up a line, or the line as it is."""
    return [name.text for name in names_of_line(text, known)] or [text]


def with_places(names: list[Named], pieces: list[Piece], known: Known) -> list[Named]:
    """Return names with the prefectures that stand after them or after their group.

    "Kitakami City, Iwate Prefecture" is one name. （以上岩手県） is said of all names
    before it that no prefecture is stated for; so is the bracket after the last of
    them, of those that lie in it.
    """
    merged: list[Named] = []
    stated: list[bool] = []
    for name, piece in zip(names, pieces, strict=True):
        if merged and not stated[-1] and _is_comma(piece.joint):
            both = f"{merged[-1].text}, {name.text}"
            here = known(name.text)
            is_place = is_prefecture(here) or _ENGLISH_PREFECTURE.fullmatch(name.text)
            if (
                is_place
                and not is_prefecture(known(merged[-1].text))
                and _is_one_name(merged[-1].text, both, known)
            ):
                merged[-1] = merged[-1]._replace(text=both)
                stated[-1] = True
                continue
        text, place, is_above = take_place(name.text, known)
        if not place:
            merged.append(name)
            stated.append(bool(name.context) or states_prefecture(name.text, known))
            continue
        merged.append(name._replace(text=text, context=place) if is_above else name)
        stated.append(True)
        for i in range(len(merged) - 2, -1, -1):
            if stated[i]:
                break
            if known(with_place(merged[i].text, place)).kind == "body":
                merged[i] = merged[i]._replace(context=place)
            stated[i] = bool(merged[i].context)
    return merged


def take_place(text: str, known: Known) -> tuple[str, str, bool]:
    """Return a text, the prefecture in a bracket at its end, and whether it is 以上.

    With 以上 ("all of them in"), the bracket is taken off the text.
    """
    above = _ABOVE.search(text)
    if not above:
        return text, "", False
    place = above["place"].strip()
    if not is_prefecture(known(place)):
        return text, "", False
    bare = text[: above.start()].strip()
    return (bare, place, True) if above["above"] else (text, place, False)


def states_prefecture(text: str, known: Known) -> bool:
    """Tell whether a name says which prefecture it lies in, or is one."""
    return bool(prefecture_in(text)) or is_prefecture(known(text))


def prefecture_in(text: str) -> str:
    """Return the prefecture that a name states, as written; "" if it states none.

    Examples
    --------
    >>> prefecture_in("岩手県北上市"), prefecture_in("Oshu City (Iwate Prefecture)")
    ('岩手県', 'Iwate Prefecture')
    """
    found = _PREFECTURE.search(text)
    return next(filter(None, found.groups()), "") if found else ""


def is_sure(text: str, known: Known) -> bool:
    """Tell whether a text is surely a name: it is known, and its type is said."""
    if not has_type_word(text) and not is_prefecture(known(text)):
        return False
    return known(text).kind in ("body", "joint")


def has_type_word(text: str) -> bool:
    """Tell whether a text ends as names of local governments do."""
    bare = fold_text(text).rstrip(" .")
    above = _ABOVE.search(bare)
    if above:
        bare = bare[: above.start()].rstrip()
    return _TYPE_WORD.search(bare) is not None


def could_be_name(text: str) -> bool:
    """Tell whether a text ends as names do, and holds no words as sentences do."""
    return has_type_word(text) and _WORDS.search(text) is None


def is_clause(text: str) -> bool:
    """Tell whether an English text is a part of a sentence and no name.

    Examples
    --------
    >>> is_clause("For the Data School"), is_clause("University of Morioka")
    (True, False)
    """
    return bool(_CLAUSE.match(text)) or len(_WORDS.findall(text)) > 1


def looks_like_name(text: str) -> bool:
    """Tell whether a text is written as names are, be it known or not.

    In Japanese that is sure of a name with its prefecture only.

    Examples
    --------
    >>> texts = ("Minato Town, Niigata Prefecture", "新潟県湊町", "The City", "市町")
    >>> [looks_like_name(text) for text in texts]
    [True, True, False, False]
    """
    return _NAME.fullmatch(text) is not None


def has_label(text: str) -> bool:
    """Tell whether a text says with a colon what follows: 対象：北上市."""
    return _LABEL.search(text) is not None


def without_ends(text: str) -> str:
    """Return a text without the separators around it."""
    return text.strip(_ENDS)


def _is_named(name: Named, known: Known) -> bool:
    if name.text.startswith("同"):
        return has_type_word(name.text)
    text = with_place(name.text, name.context) if name.context else name.text
    what = known(text)
    if what.kind == "organization":
        return is_organization(name.text) and not is_clause(name.text)
    return what.is_entity and (what.kind != "near" or has_type_word(name.text))


def _is_one_name(name: str, both: str, known: Known) -> bool:
    """Tell whether a prefecture after a comma is the place of the name before it."""
    if known(both).kind == "body":
        return True
    if has_japanese(name):
        return known(name).kind is None
    return has_type_word(name)


def _is_comma(joint: str) -> bool:
    return joint.strip() in (",", "，", "、")


def _by_blanks(text: str) -> list[Piece]:
    """Return the parts of a line between blanks; in English, between wide ones."""
    blanks = _BLANKS if has_japanese(text) else _WIDE_BLANKS
    return _parted(text, blanks.finditer(text))


def _parted(text: str, separators: Iterable[re.Match[str]]) -> list[Piece]:
    """Return the parts of a text between separators, those that are blank left out."""
    pieces: list[Piece] = []
    start, joint = 0, ""
    for found in (*separators, None):
        piece = text[start : found.start() if found else None]
        bare = piece.strip()
        if bare:
            lead = len(piece) - len(piece.lstrip())
            pieces.append(Piece(bare, start + lead, joint))
        if found:
            start, joint = found.end(), found[0]
    return pieces


def _masked(text: str) -> str:
    """Return a text of the same length with what stands in brackets made alike."""
    depth = 0
    out = []
    for char in text:
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING and depth:
            depth -= 1
        elif depth:
            char = "_"
        out.append(char)
    return text if depth else "".join(out)
