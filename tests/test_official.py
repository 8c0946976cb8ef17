"""The table of official forms against the whole way through the resolver."""

import dataclasses
import datetime as dt

import pytest

from analysis.resolve import resolver_on


@pytest.mark.parametrize(
    "day", [dt.date(2020, 8, 21), dt.date(2026, 1, 1), dt.date(1955, 4, 1)], ids=str
)
def test_each_official_form_has_the_answer_of_the_whole_resolver(day):
    resolver = resolver_on(day)
    table = resolver._official_forms
    answers = resolver._resolve(list(table), None)
    differing = [
        (form, short, whole)
        for (form, short), whole in zip(table.items(), answers, strict=True)
        if dataclasses.astuple(_plain(short)) != dataclasses.astuple(_plain(whole))
    ]
    assert not differing[:3]


def test_the_table_holds_most_official_forms():
    table = resolver_on(dt.date(2020, 8, 21))._official_forms
    for form in (
        "032069",
        "北上市",
        "岩手県北上市",
        "山口県熊毛郡平生町",
        "北海道札幌市中央区",
        "いわてけんきたかみし",
        "Kitakami City, Iwate Prefecture",
        "Chuo Ward, Sapporo City, Hokkaido",
        "Setagaya City, Tokyo",
    ):
        assert table[form].status == "resolved"
    assert "府中市" not in table
    assert "Esashi Town, Hokkaido" not in table


def _plain(answer):
    """Return an answer with bodies by their place: they compare by identity."""
    return dataclasses.replace(
        answer,
        body=answer.body and answer.body.position,
        candidates=tuple(body.position for body in answer.candidates),
    )
