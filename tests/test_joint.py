import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.names.fold import fold_text
from analysis.names.joint import split_joint

JOINT = """
Kitakami City and Hirao Town | Kitakami City; Hirao Town
A City & B City, Y Prefecture | A City, Y Prefecture; B City, Y Prefecture
A City, B City and C Town, Iwate | A City, Iwate; B City, Iwate; C Town, Iwate
A City, Iwate and B Town, Yamaguchi | A City, Iwate; B Town, Yamaguchi
Y Prefecture: A City and B City | A City, Y Prefecture; B City, Y Prefecture
A City and B Town, Z District, Iwate | A City, Iwate; B Town, Z District, Iwate
Kitakami and Oshu, Iwate | Kitakami, Iwate; Oshu, Iwate
Kitakami and Oshu Cities, Iwate | Kitakami City, Iwate; Oshu City, Iwate
Chuo Ward and Kita Ward, Sapporo | Chuo Ward, Sapporo; Kita Ward, Sapporo
Kitakami City / Hirao Town | Kitakami City; Hirao Town
Kitakami City, Oshu City | Kitakami City; Oshu City
Iwate Prefecture and Miyagi Prefecture | Iwate Prefecture; Miyagi Prefecture
Kochi Prefecture and Kochi City | Kochi Prefecture; Kochi City
北上市・平生町 | 北上市; 平生町
北上市、奥州市及び平生町 | 北上市; 奥州市; 平生町
北上市及び奥州市 | 北上市; 奥州市
北上市，奥州市 | 北上市; 奥州市
北上市と平生町 | 北上市; 平生町
北上市/奥州市 | 北上市; 奥州市
岩手県北上市・奥州市 | 岩手県北上市; 奥州市
岩手県、北上市・奥州市 | 岩手県北上市; 岩手県奥州市
北上市・奥州市（岩手県） | 岩手県北上市; 岩手県奥州市
岩手県及び宮城県 | 岩手県; 宮城県
岩手県と宮城県 | 岩手県; 宮城県
世田谷区及び三鷹市 | 世田谷区; 三鷹市
"""
ONE = """
Kochi City, Kochi Prefecture; Chuo Ward, Sapporo; Chuo Ward, Sapporo City; Tosa City
Randan City; Kitakami City Iwate Prefecture; Hirao Town (Kumage District), Yamaguchi
岩手県、北上市; 札幌市、中央区; 及位村; 名立町及村; 埼玉県ときがわ町; 北上市
and; 、; &; 北上市、北上市
Union of Kitakami City and Hanamaki City
"""


@pytest.mark.parametrize(
    ("text", "members"),
    [tuple(line.split(" | ")) for line in JOINT.strip().splitlines()],
)
def test_a_joint_entry_has_members(text, members):
    assert "; ".join(split_joint(fold_text(text))) == members


@pytest.mark.parametrize("text", ONE.replace("\n", "; ").strip("; ").split("; "))
def test_one_body_has_no_members(text):
    assert split_joint(fold_text(text)) == ()


@given(st.text(alphabet="A市町県区郡及びと・、, ()and&", max_size=30))
def test_any_text_can_be_asked_for_members(text):
    members = split_joint(fold_text(text))
    assert not members or len(set(members)) > 1
