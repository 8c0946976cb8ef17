import pytest

from analysis.names.fold import fold_text
from analysis.names.marks import strip_marks


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1 北上市",
            "①北上市",
            "（３）北上市",
            "3）北上市",
            "1、北上市",
            "第1 北上市",
        ),
        *("・北上市", "○北上市", "北上市※１", "北上市＊", "北上市注1", "北上市（注）"),
        *("北上市[1]", "「北上市」", "(2) ●北上市*1"),
    ],
)
def test_strip_marks_leaves_the_name(text):
    assert strip_marks(fold_text(text)) == "北上市"


@pytest.mark.parametrize(
    "text",
    [
        "032069",
        "1",
        "12.5",
        "注連町",
        "1丁目",
        "北区1",
        "Shin'ichi",
        "Kita (Ward)",
        "*",
        "",
    ],
)
def test_strip_marks_leaves_what_is_no_mark(text):
    assert strip_marks(text) == text
