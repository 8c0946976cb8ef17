"""The forms in which most lists write official names, each with what it comes to.

A shortcut and nothing more: a form is in the table only with the answer that the whole
way through the resolver gives it. It pays for long columns.
"""

from collections.abc import Iterator

from analysis.gazetteer.body import Body
from analysis.gazetteer.index import Index
from analysis.names.fold import fold_japanese_texts
from analysis.names.japanese import japanese_kind
from analysis.names.romaji import romaji_keys
from analysis.resolver.decide import Judge
from analysis.resolver.outcome import Resolution
from analysis.resolver.query import Container, Query

PAYS_FROM = 1_000
"""How many distinct names make up for the time that the table takes."""


def official_forms(
    index: Index, judge: Judge, *, english: bool
) -> dict[str, Resolution]:
    """Return the answer to each official form of the bodies that live on the day.

    Codes; kanji with and without prefecture, county and city; kana with the prefecture;
    English names with the prefecture. What could be another living body is left out.

    Parameters
    ----------
    index : Index
        All bodies.
    judge : Judge
        Who decides on that day.
    english : bool
        Whether to take in English names: not on a day with bodies whose reading no
        source tells, since they could be spelled so too.
    """
    living = [body for body in judge.living(index.bodies) if body.has_government]
    table: dict[str, Resolution] = {}
    for body in living:
        if body.lg_code and judge.living(index.by_code[body.lg_code]) == [body]:
            table[body.lg_code] = judge.answer(body, "code", None)
    places = [body for body in living if body.entity_type != "prefecture"]
    names = fold_japanese_texts([body.full_ja for body in places])
    for body, form in zip(places, names, strict=True):
        table.update(_kanji(body, judge.living(index.named(form)), index, judge))
    read = [body for body in places if body.name_kana]
    names = fold_japanese_texts([body.full_kana for body in read])
    for body, form in zip(read, names, strict=True):
        table.update(_kana(body, judge.living(index.named(form)), index, judge))
    read = [body for body in places if body.name_en and english]
    keys = romaji_keys([body.stem_en for body in read])
    for body, key in zip(read, keys, strict=True):
        table.update(_english(body, judge.living(index.spelled(key)), index, judge))
    return table


def _kanji(
    body: Body, namesakes: list[Body], index: Index, judge: Judge
) -> Iterator[tuple[str, Resolution]]:
    name, kind = body.full_ja, japanese_kind(body.full_ja)
    if namesakes == [body]:
        yield name, judge.answer(body, "exact", Query(name, kind))
    prefecture = index.prefectures[body.prefecture_code]
    if _in(prefecture, namesakes) == [body]:
        answer = judge.answer(body, "exact", Query(name, kind, prefecture))
        yield prefecture.name_ja + name, answer
        yield f"{prefecture.name_ja} {name}", answer
        if body.county_ja:
            yield prefecture.name_ja + body.county_ja + name, answer


def _kana(
    body: Body, namesakes: list[Body], index: Index, judge: Judge
) -> Iterator[tuple[str, Resolution]]:
    prefecture = index.prefectures[body.prefecture_code]
    if _in(prefecture, namesakes) == [body]:
        query = Query(body.full_kana, None, prefecture)
        answer = judge.answer(body, "exact", query)
        yield prefecture.name_kana + body.full_kana, answer


def _english(
    body: Body, namesakes: list[Body], index: Index, judge: Judge
) -> Iterator[tuple[str, Resolution]]:
    prefecture = index.prefectures[body.prefecture_code]
    kind = body.name_en.rsplit(" ", 1)[-1].lower()
    parent = body.parent
    city = parent and Container(parent.name_en, lambda other: other.parent is parent)
    query = Query(body.stem_en, kind, prefecture, city=city)
    if [other for other in namesakes if query.allows(other)] == [body]:
        answer = judge.answer(body, "exact", query)
        for place in {prefecture.prefecture_en: None, prefecture.name_en: None}:
            yield f"{body.full_en}, {place}", answer
            yield f"{body.full_en}, {place}, Japan", answer
            if parent is None:
                yield f"{place}, {body.name_en}", answer
                yield f"{kind.title()} of {body.stem_en}, {place}", answer


def _in(prefecture: Body, bodies: list[Body]) -> list[Body]:
    code = prefecture.prefecture_code
    return [body for body in bodies if body.prefecture_code == code]
