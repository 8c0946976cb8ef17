"""What a Japanese name states: prefecture, county and city are told by known names.

Nothing is ever cut at a 市, 町 or 村: what is left after a known prefecture and county
is compared whole with the names of the register.
"""

from collections.abc import Iterator
from itertools import permutations

from analysis.gazetteer.body import SUFFIXES, Body
from analysis.gazetteer.index import Index
from analysis.names.japanese import japanese_kind
from analysis.resolver.query import Container, Query

_LONGEST_PREFECTURE = 6
# A list in brackets could hold any number of parts; orders are tried of a few only.
_PARTS_AT_MOST = 4


def written_as(parts: list[str], index: Index) -> tuple[Query, list[Body]] | None:
    """Return what the folded `parts` of a name state, and the bodies called so.

    None if no body at all has the name; bodies that contradict what is stated are
    given too, so that the caller can say so.
    """
    orders = [parts]
    if 1 < len(parts) <= _PARTS_AT_MOST:
        orders += [list(order) for order in permutations(parts) if list(order) != parts]
    contradicted = None
    for order in orders:
        for query, bodies in _interpretations("".join(order), index):
            if any(query.allows_place(body) for body in bodies):
                return query, bodies
            contradicted = contradicted or (query, bodies)
    return contradicted


def likely_query(text: str, index: Index) -> Query:
    """Return what a name states that no body has, as well as can be told."""
    query = next(_stated(text, index, whole=False))
    kind = japanese_kind(query.name)
    return query._replace(name=query.name, kind=kind)


def _interpretations(text: str, index: Index) -> Iterator[tuple[Query, list[Body]]]:
    """Give the ways to take prefecture and county off `text` that leave a name.

    The whole comes first: 福島町 is no part of 福島県, nor is 京都市 of 京都府.
    """
    for query in _stated(text, index, whole=True):
        name = query.name
        bodies = index.named(name)
        if not bodies and (len(name) > 1 or query.prefecture):
            bodies = index.stemmed(name)
        if bodies:
            yield query, bodies
            continue
        # 平生市: a name of that stem, but no such type.
        others = index.stemmed(name[:-1]) if name[-1:] in SUFFIXES else ()
        kind = japanese_kind(name)
        if others and kind and kind != "county":
            yield query._replace(name=name[:-1], kind=kind), list(others)


def _stated(text: str, index: Index, *, whole: bool) -> Iterator[Query]:
    if whole:
        yield from _in_county(Query(text), index)
    for length in range(_LONGEST_PREFECTURE, 1, -1):
        prefecture = index.prefecture_forms.get(text[:length])
        if prefecture and text[length:]:
            yield from _in_county(Query(text[length:], prefecture=prefecture), index)
            if not whole:
                return
    if not whole:
        yield from _in_county(Query(text), index)


def _in_county(query: Query, index: Index) -> Iterator[Query]:
    """Give `query`, and again without each county that its name begins with."""
    name = query.name
    yield query
    for mark in ("郡", "ぐん"):
        end = name.find(mark, 1)
        while end > 0:
            stated, rest = name[: end + len(mark)], name[end + len(mark) :]
            if rest and stated in index.county_names:
                yield query._replace(name=rest, county=_county(stated, index))
            end = name.find(mark, end + 1)


def _county(stated: str, index: Index) -> Container:
    def holds(body: Body) -> bool:
        return stated in (index.county_forms.get(body), body.county_kana)

    return Container(stated, holds)
