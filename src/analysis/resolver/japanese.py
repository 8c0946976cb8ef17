"""What a Japanese name states: prefecture, county and city are told by known names.

Nothing is ever cut at a 市, 町 or 村: what is left after a known prefecture and county
is compared whole with the names of the register.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from analysis.gazetteer.body import SUFFIXES, Body
from analysis.gazetteer.index import Index
from analysis.names.fold import fold_japanese
from analysis.names.japanese import japanese_kind
from analysis.resolver.query import Container, Query

_LONGEST_PREFECTURE = 6
# A list in brackets could hold any number of parts; orders are tried of a few only.
_PARTS_AT_MOST = 4


_ENCLOSING = ("prefecture", "county")


class Written(NamedTuple):
    """What a Japanese name states, and the bodies that are called so.

    Attributes
    ----------
    query : Query
        What is stated; its name is folded, with the type word if it was written.
    bodies : list of Body
        All bodies of that name, also those that contradict what is stated.
    fitting : list of Body
        Those that do not.
    """

    query: Query
    bodies: list[Body]
    fitting: list[Body]


def written_as(
    form: str,
    parts: Sequence[str],
    index: Index,
    living: Callable[[list[Body]], list[Body]],
) -> Written | None:
    """Return what a Japanese name states, and the bodies called so; None if none is.

    Of several ways to take it, one that fits a living body is preferred, then one that
    fits a former one, then one that shows a contradiction.

    Parameters
    ----------
    form : str
        The name in one piece, folded.
    parts : sequence of str
        The name as punctuation divides it.
    index : Index
        All bodies.
    living : callable
        Returns those of some bodies that live.
    """
    best = None
    for order in _orders(form, parts):
        for query, bodies in _interpretations(order, index, living):
            fitting = [body for body in bodies if query.allows_place(body)]
            if query.kind:
                fitting = [body for body in fitting if query.allows(body)]
            if living(fitting):
                return Written(query, bodies, fitting)
            if best is None or (fitting and not best.fitting):
                best = Written(query, bodies, fitting)
    return best


def likely_query(form: str, index: Index) -> Query:
    """Return what a name states that no body has, as well as can be told."""
    queries = list(_stated(form, index))
    # The longest form of a prefecture first: 岩手県, and not 岩手 with 県 left over.
    query = next((query for query in queries if query.prefecture), queries[0])
    inside = [q for q in queries if q.county and q.prefecture == query.prefecture]
    query = inside[0] if inside else query
    return query._replace(kind=japanese_kind(query.name))


def _orders(form: str, parts: Sequence[str]) -> Iterator[str]:
    yield form
    if 1 < len(parts) <= _PARTS_AT_MOST:
        for order in permutations(parts):
            if order != tuple(parts):
                yield fold_japanese("".join(order))


def _interpretations(
    form: str, index: Index, living: Callable[[list[Body]], list[Body]]
) -> Iterator[tuple[Query, list[Body]]]:
    """Give the ways to take prefecture and county off a name that leave a name.

    The whole comes first: 福島町 is no part of 福島県, nor is 京都市 of 京都府.
    """
    for query in _stated(form, index):
        name = query.name
        found = False
        for bodies in (index.named(name), *_without_type(query, index, living)):
            if query.prefecture:
                # 青森（青森県）: what lies in a prefecture is not that prefecture.
                bodies = [body for body in bodies if body.entity_type != "prefecture"]
            if bodies:
                found = True
                yield query, bodies
        if found:
            continue
        # 平生市: a name of that stem, but no such type.
        others = index.stemmed(name[:-1]) if name[-1:] in SUFFIXES else ()
        kind = japanese_kind(name)
        if others and kind and kind not in _ENCLOSING:
            yield query._replace(name=name[:-1], kind=kind), list(others)


def _without_type(
    query: Query, index: Index, living: Callable[[list[Body]], list[Body]]
) -> Iterator[list[Body]]:
    """Give the bodies whose name without its type word is that of `query`.

    A ward is mostly called one, so wards come second; but 中央 is no more the special
    ward than the others, and 天竜 is no more 天龍 than the ward that is written so.
    中村 is a village before it is a ward, even one that is gone. A mere 東 says too
    little, unless nothing else was ever called so.
    """
    name = query.name
    bodies, wards = index.stemmed(name), index.wards_stemmed(name)
    alike = len({body.stem_ja for body in (*bodies, *wards)}) == 1
    if not alike or any(body.entity_type == "special_ward" for body in bodies):
        bodies = [*bodies, *wards]
    if len(name) == 1 and not query.prefecture:
        places = {body.current_code for body in (*bodies, *wards)}
        if len(places) > 1:
            return
    yield bodies
    # 神奈川県神奈川 is no more the ward than 神奈川 is.
    if not living(bodies) and not index.named(name):
        yield wards


def _stated(form: str, index: Index) -> Iterator[Query]:
    yield from _in_county(Query(form), index)
    for length in range(_LONGEST_PREFECTURE, 1, -1):
        prefecture = index.prefecture_forms.get(form[:length])
        # 兵庫市 is no 市村 in 兵庫: one character that says a type is no name.
        if prefecture and form[length:] and form[length:] not in SUFFIXES:
            yield from _in_county(Query(form[length:], prefecture=prefecture), index)


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
