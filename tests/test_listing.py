"""Which of several lists in a document is the list."""

import datetime as dt

import pytest

from analysis.documents import read_document
from analysis.sources.known import Known
from analysis.sources.listing import find_list

KNOWN = Known(dt.date(2020, 8, 21))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "応募団体\n1 北上市\n2 奥州市\n3 花巻市\n\n採択団体\n1 北上市\n2 花巻市",
            id="who applied, and who was chosen",
        ),
        pytest.param(
            "採択団体\n1 北上市\n2 花巻市\n\n（参考）前年度の採択団体\n"
            "1 遠野市\n2 釜石市\n3 大船渡市",
            id="last year's",
        ),
        pytest.param(
            "採択団体\n・北上市\n・花巻市\n\n"
            "審査委員\n・岩手大学\n・仙台市\n・盛岡市\n・八戸市",
            id="a committee",
        ),
        pytest.param(
            "採択団体\n1 北上市\n2 花巻市\n\nSelected bodies\n1 Kitakami City\n"
            "2 Hanamaki City",
            id="twice, in two languages",
        ),
        pytest.param(
            "北上市及び花巻市を採択しました。\n\n1 北上市\n2 花巻市", id="in prose, too"
        ),
        pytest.param(
            "都道府県別\n岩手県 2\n宮城県 1\n青森県 1\n\n採択団体\n1 北上市\n2 花巻市",
            id="a summary by prefecture",
        ),
    ],
)
def test_the_list_is_that_of_the_chosen(text):
    found = find_list(read_document(text), KNOWN)
    assert found.items["text"].tolist() == ["北上市", "花巻市"]


def test_a_list_of_applicants_alone_is_the_list():
    found = find_list(read_document("Applicants\n1 Iga City\n2 Oshu City"), KNOWN)
    assert found.items["text"].tolist() == ["Iga City", "Oshu City"]


def test_a_list_that_was_not_read_is_told():
    text = "応募団体\n1 北上市\n2 奥州市\n3 花巻市\n\n採択団体\n1 北上市\n2 花巻市"
    found = find_list(read_document(text), KNOWN)
    assert found.problems == (
        "another list was not read, numbered lines 2 to 4: '北上市' and so on",
    )


def test_a_sentence_that_was_not_read_is_told_beside_another():
    text = "Iga City and Oshu City were selected.\n\nMIC supports Sendai City."
    found = find_list(read_document(text), KNOWN)
    assert found.items["text"].tolist() == ["Iga City", "Oshu City"]
    assert "'Sendai City'" in found.problems[0]
