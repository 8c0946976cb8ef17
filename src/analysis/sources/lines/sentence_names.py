"""One sentence → the names that it lists, without what stands around them."""

import re
from collections.abc import Iterator

from analysis.names.fold import has_japanese
from analysis.sources.entries.item import joined_by_and
from analysis.sources.known import Known
from analysis.sources.lines.names import is_prefecture, with_place
from analysis.sources.lines.pieces import (
    Named,
    Piece,
    has_type_word,
    joined_by_dot,
    looks_like_name,
    names_of_line,
    pieces_of,
    prefecture_in,
    take_place,
    with_places,
)

_JAPANESE_END = re.compile(
    r"[都道府県市区町村](?=$|[ぁ-んァ-ヶ、，,・\s（(「『）)」』〕】0-9０-９。等他])"
)
_JAPANESE_START = re.compile(
    r"^|(?<=[ぁ-んァ-ヶ\s（(「『）)」』：:0-9０-９①-⑳、。])(?=[一-鿿ぁ-ヿ])"
    r"|(?<=同[都道府県市郡])(?=[一-鿿ぁ-ヿ])"
)
_LATIN_END = re.compile(
    r"\b(?:City|Town|Village|Ward|Prefecture|Metropolis)\b|-(?:shi|ken|cho|machi|mura)\b"
)
_LATIN_START = re.compile(r"(?<![\w'-])[A-Z]")
_BRACKET = re.compile(r"\s*[（(][^（）()]{2,40}[)）]")
_UNKNOWN = re.compile(
    r"(?<![\w'-])(?:[A-Z][\w'-]+ ){1,2}(?:City|Town|Village|Prefecture)"
    r"(?=$|\.)|^\S{2,3}[都道府県]\S{1,10}[市区町村]$"
)
# 岩手県の2市町（北上市、平泉町）
_INSIDE = re.compile(
    r"(?:内?の)?(?:[0-9０-９一二三四五六七八九十]+[^（(、。\s]{1,6})?\s*[（(](?P<names>[^（）()]+)[)）]"
)
_CLAUSE_END = re.compile(
    r"[;；]|(?<=し)、|(?:一方|しかし)、?|,?\s(?:but|while|whereas|although)\s"
)
_NEGATED = re.compile(
    r"不採択|(?:採択|選定|決定|支援)(?:し|され)(?:な|ず)|見送"
    r"|\b(?:not(?! only)|nor|neither|rejected|declined|unsuccessful)\b"
)
_PLURAL = re.compile(
    r"(?P<names>(?:[A-Z][\w'-]+(?:, (?:and )?| and | & ))+[A-Z][\w'-]+ "
    r"(?:Cities|Towns|Villages|Prefectures))\b"
    r"(?:\s*(?:,|\(|\bin|\bof)\s*(?P<place>[A-Z][\w-]+ Prefecture|Hokkaido)\)?)?"
)
_SAME = re.compile(r"同[都道府県]?$")
_LONGEST_NAME = 45


def texts_to_look_up(text: str) -> Iterator[str]:
    """Give what `names_in` will ask of the register."""
    for piece in pieces_of(text):
        for start, end in _spans(piece.text):
            yield piece.text[start:end]


def names_in(text: str, known: Known) -> list[Named]:
    """Return the names that a sentence lists, what stands around them cut off.

    Those of a clause that says of whom something was not done are none.
    """
    text = _without_negated(text)
    together = list(_together(text, known))
    for start, end, _ in together:
        text = text[:start] + " " * (end - start) + text[end:]
    pieces: list[Piece] = []
    names: list[Named] = []
    for piece in joined_by_dot(pieces_of(text), known):
        for start, end, context in _found_in(piece.text, bool(names), known):
            name = piece.text[start:end]
            pieces.append(Piece(name, piece.start + start, piece.joint))
            names.append(Named(name, context, piece.start + start))
    if not any(_is_body(name.text, known) for name in names):
        names, pieces = [], []
    named = with_places(names, pieces, known) + [name for *_, name in together]
    return _with_last_prefecture(sorted(named, key=lambda name: name.start), known)


def _found_in(
    text: str, is_listed: bool, known: Known
) -> Iterator[tuple[int, int, str]]:
    """Give where the names of a piece stand, and the prefecture that holds them."""
    chosen: list[tuple[int, int]] = []
    for start, end in _spans(text):
        free = all(end <= s or start >= e for s, e in chosen)
        if free and _is_body(text[start:end], known):
            chosen.append((start, end))
    if not chosen and is_listed and is_prefecture(known(text)):
        chosen = [(0, len(text))]  # "Furano City, Hokkaido"
    if not chosen:
        chosen = _by_looks(text)
    for start, end in _with_places_before(sorted(chosen), text, known):
        name = text[start:end]
        inside = _INSIDE.match(text, end) if is_prefecture(known(name)) else None
        members = names_of_line(inside["names"], known) if inside else []
        for member in members:
            begin = inside.start("names") + member.start
            yield begin, begin + len(member.text), member.context or name
        if not members:
            yield *_widened(start, end, text, known), ""


def _is_body(text: str, known: Known) -> bool:
    """Tell whether a text is a body as written, be it one of another time.

    Of those, the prefecture must be stated: many names were those of others once.
    """
    what = known(text)
    if what.kind != "near" or what.said not in ("", "historical"):
        return what.kind == "body"
    return bool(prefecture_in(text)) and has_type_word(text)


def _without_negated(text: str) -> str:
    """Return a text of the same length without clauses such as "花巻市は不採択"."""
    start = 0
    for end in [*(found.end() for found in _CLAUSE_END.finditer(text)), len(text)]:
        if _NEGATED.search(text[start:end]):
            text = text[:start] + " " * (end - start) + text[end:]
        start = end
    return text


def _together(text: str, known: Known) -> Iterator[tuple[int, int, Named]]:
    """Give names that share a type word, "A and B Cities", and where they stand."""
    for found in _PLURAL.finditer(text):
        for first in _LATIN_START.finditer(found["names"]):
            names = found["names"][first.start() :]
            if known(joined_by_and(names)).kind == "joint":
                start = found.start() + first.start()
                yield start, found.end(), Named(names, found["place"] or "", start)
                break


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where names could stand in a piece of a sentence, the longest first."""
    japanese = has_japanese(text)
    ends = [m.end() for m in (_JAPANESE_END if japanese else _LATIN_END).finditer(text)]
    starts = [
        m.start()
        for m in (_JAPANESE_START if japanese else _LATIN_START).finditer(text)
    ]
    spans = [
        (start, end)
        for end in ends
        if japanese or not _goes_on(text, end)
        for start in starts
        if 1 < end - start <= _LONGEST_NAME and _is_outside(text, start, end)
    ]
    return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))


def _is_outside(text: str, start: int, end: int) -> bool:
    """Tell whether a span parts no bracket and lies in none."""
    for part in (text[:start], text[start:end]):
        if sum(map(part.count, "(（")) != sum(map(part.count, ")）")):
            return False
    return True


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a capitalized word follows: Kitakami City Hall."""
    return re.match(r"(?:'s)?\s+[A-Z]", text[end:]) is not None


def _by_looks(text: str) -> list[tuple[int, int]]:
    """Return where a piece of a sentence ends in a name that the register has not."""
    name = _UNKNOWN.search(text)
    return [name.span()] if name and looks_like_name(name[0]) else []


def _with_places_before(
    spans: list[tuple[int, int]], text: str, known: Known
) -> list[tuple[int, int]]:
    """Make one span of 岩手県の北上市."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged:
            before, until = merged[-1]
            if (
                text[until:start] == "の"
                and is_prefecture(known(text[before:until]))
                and known(text[before:until] + text[start:end]).kind == "body"
            ):
                merged[-1] = (before, end)
                continue
        merged.append((start, end))
    return merged


def _widened(start: int, end: int, text: str, known: Known) -> tuple[int, int]:
    """Take the prefecture in brackets after a name, and 同県 before it, with it."""
    bracket = _BRACKET.match(text, end)
    if bracket and take_place(text[start : bracket.end()], known)[1]:
        end = bracket.end()
    same = _SAME.search(text[:start])
    return (same.start() if same else start), end


def _with_last_prefecture(named: list[Named], known: Known) -> list[Named]:
    """Give 同県 and names that several bodies have the prefecture last stated."""
    last = ""
    out = []
    for name in named:
        own = prefecture_in(name.text) or name.context
        if not own and last:
            what = known(name.text)
            several = what.kind == "body" and len(what.codes) > 1
            fits = several and known(with_place(name.text, last)).kind == "body"
            if fits or name.text.startswith("同"):
                name = name._replace(context=last)
        last = own or last
        out.append(name)
    return out
