"""Text in every encoding that lists are saved in, and bytes that are none."""

from itertools import pairwise

import pytest

from analysis.documents.encoding import declared_encoding, decode
from analysis.errors import SourceError
from analysis.gazetteer.register import register

LIST = "番号,団体名\r\n１,北上市（岩手県）\r\n２,奥州市\r\n③ 熊野町※\r\n"
JAPANESE = ["utf-8", "cp932", "euc_jp", "iso2022_jp"]


@pytest.fixture(scope="module")
def names():
    return list(register()["name_ja"].unique())


def read(data, declared=None):
    return decode(data, name="list.txt", declared=declared)


def fails(texts, codec):
    """Return which texts do not come back, and which of these without an error."""
    refused, wrong = [], []
    for text in texts:
        try:
            if read(text.encode(codec))[0] != text:
                wrong.append(text)
        except SourceError:
            refused.append(text)
    return refused, wrong


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp932", "cp932"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_a_list_is_read_in_each_encoding(codec, encoding):
    assert read(LIST.encode(codec)) == (LIST, encoding)


@pytest.mark.parametrize(
    ("codec", "encoding"), [("euc_jp", "euc-jp"), ("iso2022_jp", "iso-2022-jp")]
)
def test_a_list_is_read_in_encodings_of_unix_and_mail(codec, encoding):
    text = LIST.replace("③", "３")
    assert read(text.encode(codec)) == (text, encoding)


def test_big_endian_with_a_mark_is_read():
    assert read(b"\xfe\xff" + LIST.encode("utf-16-be")) == (LIST, "utf-16-be")


@pytest.mark.parametrize("codec", JAPANESE)
def test_each_name_of_the_register_is_read_right_or_refused(names, codec):
    refused, wrong = fails(names, codec)
    assert wrong == []
    assert refused == (["檜原村", "聖籠町"] if codec == "euc_jp" else [])


@pytest.mark.parametrize("codec", JAPANESE)
def test_two_names_of_the_register_are_always_read(names, codec):
    pairs = [f"{a}\n{b}\n" for a, b in pairwise(names)]
    assert fails(pairs, codec) == ([], [])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_bare_name_in_utf16_without_a_mark_is_read_right_or_refused(names, codec):
    refused, wrong = fails(names, codec)
    assert wrong == []
    assert (len(names), len(refused)) == (1871, 825)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_line_in_utf16_needs_no_mark(names, codec):
    assert fails([f"{name}\n" for name in names], codec) == ([], [])


def test_english_names_with_macrons_are_utf8():
    names = register()["name_en"].unique()
    assert fails(names, "utf-8") == ([], [])


@pytest.mark.parametrize(
    "sign", ["·", "•", "×", "°", "§", "«", "–", "—", "“", "’", "é"]
)
def test_english_with_one_sign_a_line_is_utf8(sign):
    text = f"{sign} Iga City\n{sign} Hida City\n"
    assert read(text.encode(), "utf-8") == (text, "utf-8")


def test_half_width_katakana_in_shift_jis_are_read():
    text = "ﾎｯｶｲﾄﾞｳ,ﾌﾗﾉｼ\nｲﾜﾃｹﾝ,ｷﾀｶﾐｼ\nﾐｴｹﾝ,ｲｶﾞｼ\n"
    assert read(text.encode("cp932")) == (text, "cp932")


def test_signs_that_only_windows_has_are_read_in_euc_jp():
    assert read(b"\xad\xa1\xcb\xcc\xbe\xe5\xbb\xd4 \xfc\xe2") == (
        "①北上市 髙",
        "euc-jp",
    )


def test_signs_that_only_windows_has_are_read_in_iso_2022_jp():
    data = b"\x1b$B-!KL>e;T\x1b(B No.\x1b(I129\x1b(B"
    assert read(data) == ("①北上市 No.ｱｲｹ", "iso-2022-jp")


@pytest.mark.parametrize(
    "text",
    [
        "Québec and Kitakami City, Iwate Prefecture",
        "Zürich\n",
        "café\n",
        "Iga City – Mie’s plan",
        "the “Smart” city",
        "• Oshu City\n• Iga City\n",
    ],
)
def test_single_western_letters_are_windows_1252(text):
    assert read(text.encode("cp1252")) == (text, "cp1252")


def test_western_letters_that_stand_together_are_no_text():
    with pytest.raises(SourceError, match=r"line 2: byte \d+ \(0x.."):
        read(b"Oshu\n\xff\xfe\xfd\xfc\xfb\n")


def test_ascii_is_utf8_and_the_end_mark_of_dos_is_dropped():
    assert read(b"1 Iga City\x1a") == ("1 Iga City", "utf-8")


def test_a_name_that_two_encodings_spell_is_refused():
    with pytest.raises(SourceError, match=r"too short to tell.*'札幌' in euc-jp or"):
        read("札幌".encode("euc_jp"))


def test_what_the_file_declares_decides_a_tie():
    assert read("札幌".encode("euc_jp"), "EUC-JP") == ("札幌", "euc-jp")
    assert read("ﾃｲﾈｸ".encode("cp932"), "Shift_JIS") == ("ﾃｲﾈｸ", "cp932")


@pytest.mark.parametrize("declared", ["utf-8", "euc-jp", "iso-8859-1", "x-none", "hex"])
def test_a_false_declaration_is_not_believed(declared):
    assert read("北上市と奥州市".encode("cp932"), declared)[0] == "北上市と奥州市"


def test_a_page_that_says_it_is_utf8_and_is_is_read_as_utf8():
    assert read("é".encode(), "UTF-8") == ("é", "utf-8")


def test_utf8_that_declares_shift_jis_is_read_as_utf8():
    assert read("岩手県北上市".encode(), "Shift_JIS") == ("岩手県北上市", "utf-8")


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (b'<meta charset="Shift_JIS">', "Shift_JIS"),
        (b"<META http-equiv=c content='text/html; charset=euc-jp'>", "euc-jp"),
        (b"<?xml version='1.0' encoding='utf-8'?>", "utf-8"),
        (b"<p>charset=utf-8</p>", None),
        (b"<!--" + b"x" * 9000 + b"--><meta charset=euc-jp>", "euc-jp"),
    ],
)
def test_the_declared_encoding_is_found(data, declared):
    assert declared_encoding(data) == declared


def test_a_byte_that_fits_nothing_is_named_with_its_line():
    data = "北上市\r\n奥州市\r\n".encode() + b"\xff\xff\r\n"
    with pytest.raises(SourceError, match=r"list.txt: line 3: byte 22 \(0xff\).*UTF-8"):
        read(data)


def test_damage_in_a_long_file_of_utf8_is_named_where_it_is():
    data = ("北上市\n" * 400).encode() + b"\xe5\x8c\n" + ("奥州市\n" * 400).encode()
    with pytest.raises(SourceError, match="line 401: byte 4000 "):
        read(data)


def test_damage_after_a_mark_is_named():
    with pytest.raises(SourceError, match=r"line 2: byte 7 does not fit UTF-8"):
        read(b"\xef\xbb\xbfIga\n\xff")


def test_half_a_character_of_utf16_is_named():
    with pytest.raises(SourceError, match=r"line 2: byte 10 does not fit UTF-16-LE"):
        read("\ufeff伊賀市\n".encode("utf-16-le") + b"\x16")


def test_a_broken_escape_sequence_is_named():
    with pytest.raises(SourceError, match="line 2 does not fit ISO-2022-JP"):
        read(b"ok\n\x1b$BKL>\x1b(B")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 4, id="all bytes"),
        pytest.param(b"\0" * 64, id="zeros"),
        pytest.param(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0", id="program"),
        pytest.param(b"Iga\0City\0Mie\0Oshu\0", id="NUL between texts"),
        pytest.param(b"\x01\x02\x03\x04 abc", id="control characters"),
    ],
)
def test_bytes_that_no_text_has_are_refused(data):
    with pytest.raises(SourceError, match=r"list\.txt is no text file"):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("名称\n北\0上市\n".encode(), id="UTF-8"),
        pytest.param("\ufeff名称\nIga\0".encode("utf-16-le"), id="UTF-16"),
    ],
)
def test_a_zero_byte_is_told_with_its_line(data):
    with pytest.raises(SourceError, match=r"list\.txt: line 2 holds a zero byte"):
        read(data)


def test_one_stray_control_character_is_let_through():
    text = "1 Kitakami City, Iwate Prefecture\x02 and a long line of other words\n"
    assert read(text.encode()) == (text, "utf-8")
