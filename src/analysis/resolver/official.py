"""The forms in which most lists write official names, each with what it comes to.

A shortcut and nothing more: a form is in the table only with the answer that the whole
way through the resolver gives it. It pays for long columns.
"""

from collections.abc import Iterator

from analysis.gazetteer.body import Body
from analysis.gazetteer.index import Index
from analysis.names.fold import fold_japanese_texts
from analysis.names.romaji import romaji_keys
from analysis.resolver.decide import Judge
from analysis.resolver.outcome import Resolution
from analysis.resolver.query import Query

PAYS_FROM = 1_000
"""How many distinct names make up for the time that the table takes."""


def official_forms(index: Index, judge: Judge) -> dict[str, Resolution]:
    """Return the answer to each official form of the bodies that live on the day.

    Japanese forms with and without prefecture and county, English ones with the
    prefecture. What more than one living body could mean is left out.
    """
    living = [body for body in judge.living(index.bodies) if body.has_government]
    places = [body for body in living if body.entity_type not in ("prefecture", "ward")]
    table: dict[str, Resolution] = {}
    for body, form in zip(
        places, fold_japanese_texts([body.name_ja for body in places]), strict=True
    ):
        table.update(_japanese(body, judge.living(index.named(form)), index, judge))
    read = [body for body in places if body.stem_en]
    for body, key in zip(
        read, romaji_keys([body.stem_en for body in read]), strict=True
    ):
        table.update(_english(body, judge.living(index.spelled(key)), index, judge))
    return table


def _japanese(
    body: Body, namesakes: list[Body], index: Index, judge: Judge
) -> Iterator[tuple[str, Resolution]]:
    prefecture = index.prefectures[body.prefecture_code]
    kind = "ward" if body.name_ja[-1] == "区" else _KINDS[body.entity_type]
    if namesakes == [body]:
        yield body.name_ja, judge.settle([body], "exact", Query(body.name_ja, kind))
    if [b for b in namesakes if b.prefecture_code == body.prefecture_code] == [body]:
        query = Query(body.name_ja, kind, prefecture)
        answer = judge.settle([body], "exact", query)
        yield prefecture.name_ja + body.name_ja, answer
        if body.county_ja:
            yield prefecture.name_ja + body.county_ja + body.name_ja, answer


def _english(
    body: Body, namesakes: list[Body], index: Index, judge: Judge
) -> Iterator[tuple[str, Resolution]]:
    prefecture = index.prefectures[body.prefecture_code]
    kind = body.name_en.rsplit(" ", 1)[-1].lower()
    query = Query(body.stem_en, kind, prefecture)
    if [other for other in namesakes if query.allows(other)] == [body]:
        answer = judge.settle([body], "exact", query)
        yield f"{body.name_en}, {prefecture.prefecture_en} Prefecture", answer
        yield f"{body.name_en}, {prefecture.prefecture_en}", answer


_KINDS = {"city": "city", "special_ward": "ward", "town": "town", "village": "village"}
