"""Documents changed at random: bytes, text, tags, cells, parts of archives, streams."""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence

TOKENS = (
    *("市", "町", "村", "区", "県", "都", "郡", "同", "〃", "同上", "々", "ー", "合計"),
    *(
        "（",
        "）",
        "「",
        "」",
        "、",
        "。",
        "・",
        "／",
        "①",
        "㊿",
        "１",
        "第",
        "ほか",
        "計",
    ),
    *(" City", " Town", " Village", " Prefecture", " and ", ", ", "; ", "-shi", "Ō"),
    *("令和２年８月21日", "令和元年", "平成99年99月99日", "R2.8.21", "昭和64年1月8日"),
    *("August 21, 2020", "2020-02-30", "FY2020", "13 entities", "12団体", "0 bodies"),
    *("99999999999999999999", "-1", "1e309", "0", "032069", "32069", "٣٢", "Ⅻ", "〇"),
    *("1.", "(1)", "a)", "・", "- ", "* ", "● ", "| ", "\t", "　", " " * 40, "\n\n"),
    *("\r", "\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\ufeff", "\u200b"),
    *(
        "\u202e",
        "\u0301",
        "が",
        "ｶﾞ",
        "ﾎｯｶｲﾄﾞｳ",
        "Ａ",
        "\U0002000b",
        "👨‍👩‍👧",
        "\U0010ffff",
    ),
    *('"', "'", ",", ";", "=1+1", "@A1", "+", "`", "\\", "{", "}", "[", "]", "%s", "&"),
    *("#", "|", "~", "<", ">", "</td>", "<tr>", "&#0;", "&lt;", "null", "NaN", "None"),
    *("published_name", "number", "name", "団体名", "番号", "都道府県", "No.", "備考"),
)
MAGIC = (
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"PAR1",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x1f\x8b",
    b"<html>",
    b"<?xml version='1.0'?>",
    b"{",
    b"sep=;\n",
    b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x1b$B",
)
ENCODINGS = (
    *("cp932", "euc_jp", "iso2022_jp", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
    *("utf-32", "cp1252", "utf-7", "gb18030", "big5"),
)
_ODD_BYTES = bytes([0, 1, 9, 10, 13, 26, 27, 34, 39, 44, 127, 128, 0xE3, 0xFE, 0xFF])
_MOST_BYTES = 60_000
_ODD_NUMBERS = (
    "0",
    "-1",
    "1",
    "2",
    "3",
    "99",
    "65535",
    "99999999",
    "1e9",
    "",
    "x",
    "٣",
)


def mutated_bytes(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    """Return bytes with one to eight changes, some from other documents."""
    for _ in range(_few(rng)):
        change = rng.choice(_BYTE_CHANGES)
        data = change(data, rng, others)[:_MOST_BYTES]
    return data


def mutated_text(text: str, rng: random.Random, others: Sequence[str]) -> str:
    """Return a text with one to eight changes of characters, words and lines."""
    for _ in range(_few(rng)):
        change = rng.choice(_TEXT_CHANGES)
        text = change(text, rng, others)[:_MOST_BYTES]
    return text


def encoded(text: str, rng: random.Random) -> bytes:
    """Return a text in UTF-8 mostly, now and then in another encoding."""
    if rng.random() < 0.7:
        return text.encode("utf-8", "surrogatepass")
    errors = rng.choice(["ignore", "replace"])
    return text.encode(rng.choice(ENCODINGS), errors)


def mutated_html(text: str, rng: random.Random, others: Sequence[str]) -> str:
    """Return a page with tags and attributes changed, and its text now and then."""
    for _ in range(_few(rng)):
        tags = list(re.finditer(r"<[^<>]*>", text))
        if not tags or rng.random() < 0.2:
            text = mutated_text(text, rng, others)
            continue
        tag = rng.choice(tags)
        text = text[: tag.start()] + _other_tag(tag[0], rng, tags) + text[tag.end() :]
        text = text[:_MOST_BYTES]
    return text


def mutated_cells(text: str, rng: random.Random, others: Sequence[str]) -> str:
    """Return delimited text with separators, quotes and cells changed."""
    for _ in range(_few(rng)):
        lines = text.split("\n")
        at = rng.randrange(len(lines))
        cells = lines[at].split(",")
        kind = rng.randrange(9)
        if kind == 0:
            cells.insert(rng.randint(0, len(cells)), rng.choice(TOKENS))
        elif kind == 1:
            cells.pop(rng.randrange(len(cells)))
        elif kind == 2:
            rng.shuffle(cells)
        elif kind == 3:
            cells *= rng.choice([2, 3, 50, 1200])
        elif kind == 4:
            which = rng.randrange(len(cells))
            quotes = rng.choice(['"', '""', "'", '"\n', "“"])
            cells[which] = quotes + cells[which] + rng.choice([quotes, "", '"'])
        elif kind == 5:
            which = rng.randrange(len(cells))
            cells[which] = rng.choice(TOKENS)
        elif kind == 6:
            text = text.replace(",", rng.choice([";", "\t", "|", ", ", ",,", "、"]))
            continue
        elif kind == 7:
            lines.insert(at, rng.choice(["", ",,,", "sep=,", lines[0], "# note", '"']))
        else:
            text = mutated_text(text, rng, others)
            continue
        if cells or kind != 1:
            lines[at] = ",".join(cells)
        text = "\n".join(lines)[:_MOST_BYTES]
    return text


def mutated_workbook(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    """Return a workbook whose parts are changed, or now and then its archive."""
    if rng.random() < 0.15:
        return mutated_bytes(data, rng, others)
    parts = unzipped(data)
    for _ in range(_few(rng)):
        names = sorted(parts)
        likely = [name for name in names if "sheet" in name or "Strings" in name]
        name = rng.choice(likely if likely and rng.random() < 0.75 else names)
        kind = rng.randrange(12)
        if kind == 0:
            del parts[name]
            if not parts:
                parts["x"] = b""
        elif kind == 1:
            parts[name + rng.choice([".bak", "/", "x"])] = parts.pop(name)
        elif kind == 2:
            parts[name] = mutated_bytes(parts[name], rng, others)
        elif kind == 3:
            text = parts[name].decode("utf-8", "replace")
            text = mutated_text(text, rng, [text])
            parts[name] = text.encode("utf-8", "replace")
        else:
            parts[name] = _other_attribute(parts[name], rng)
    return zipped(parts)


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return an archive of parts: the same bytes for the same parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def mutated_pdf(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    """Return a PDF file with its streams changed inside, or bytes anywhere."""
    if rng.random() < 0.3:
        return mutated_bytes(data, rng, others)
    for _ in range(_few(rng)):
        if rng.random() < 0.3:
            data = _other_object(data, rng)
            continue
        streams = [
            found
            for found in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
            if len(found[1]) < _MOST_BYTES
        ]
        if not streams:
            return mutated_bytes(data, rng, others)
        found = rng.choice(streams)
        packed = True
        try:
            content = zlib.decompress(found[1])
        except zlib.error:
            content, packed = found[1], False
        if rng.random() < 0.5:
            content = _other_operand(content, rng)
        else:
            content = mutated_bytes(content, rng, [content])
        content = zlib.compress(content) if packed else content
        data = data[: found.start(1)] + content + b"\n" + data[found.end(1) :]
        if rng.random() < 0.8:
            data = _with_offsets(data)
    return data


def _few(rng: random.Random) -> int:
    return min(1 + int(rng.expovariate(0.5)), 8)


def _span(size: int, rng: random.Random) -> tuple[int, int]:
    """Return where a piece begins and ends, short ones the likeliest."""
    begins = rng.randint(0, size)
    return begins, min(size, begins + int(2 ** rng.uniform(0, 9)))


# --- Bytes ----------------------------------------------------------------------------

_Change = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def _flip(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def _put(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + bytes([rng.choice(_ODD_BYTES)]) + data[at + rng.randint(0, 1) :]


def _noise(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.randbytes(rng.randint(1, 40)) + data[at:]


def _token(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.choice(TOKENS).encode() + data[at:]


def _cut(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    begins, ends = _span(len(data), rng)
    return data[:begins] + data[ends:]


def _repeat(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    begins, ends = _span(len(data), rng)
    times = rng.choice([2, 2, 3, 10, 100])
    return data[:begins] + data[begins:ends] * times + data[ends:]


def _swap(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    a, b = _span(len(data), rng)
    c, d = _span(len(data) - b, rng)
    c, d = c + b, d + b
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _splice(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    at, its = rng.randint(0, len(data)), rng.randint(0, len(other))
    return data[:at] + other[its:]


def _truncate(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    return data[: rng.randint(0, len(data))]


def _magic(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    return rng.choice(MAGIC) + data[rng.choice([0, 0, 4]) :]


def _transcode(data: bytes, rng: random.Random, _: Sequence[bytes]) -> bytes:
    text = data.decode(rng.choice(["utf-8", "cp932", "euc_jp", "cp1252"]), "replace")
    return text.encode(rng.choice(ENCODINGS), "replace")


_BYTE_CHANGES: tuple[_Change, ...] = (
    *(_flip, _flip, _put, _put, _noise, _token, _token, _cut, _cut, _repeat, _swap),
    *(_splice, _truncate, _magic, _transcode),
)

# --- Text -----------------------------------------------------------------------------


def _put_token(text: str, rng: random.Random, _: Sequence[str]) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(TOKENS) + text[at + rng.randint(0, 2) :]


def _put_letter(text: str, rng: random.Random, _: Sequence[str]) -> str:
    at = rng.randint(0, len(text))
    ranges = ((32, 126), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF), (0, 999))
    return text[:at] + chr(rng.randint(*rng.choice(ranges))) + text[at:]


def _take_out(text: str, rng: random.Random, _: Sequence[str]) -> str:
    begins, ends = _span(len(text), rng)
    return text[:begins] + text[ends:]


def _many_times(text: str, rng: random.Random, _: Sequence[str]) -> str:
    begins, ends = _span(len(text), rng)
    times = rng.choice([2, 2, 3, 10, 200])
    return text[:begins] + text[begins:ends] * times + text[ends:]


def _other_lines(text: str, rng: random.Random, others: Sequence[str]) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    kind = rng.randrange(8)
    if kind == 0:
        rng.shuffle(lines)
    elif kind == 1:
        lines.pop(at)
    elif kind == 2:
        lines[at : at + 1] *= rng.choice([2, 3, 30])
    elif kind == 3:
        lines[at : at + 2] = ["".join(lines[at : at + 2])]
    elif kind == 4:
        lines.insert(at, rng.choice(rng.choice(others).split("\n")))
    elif kind == 5:
        middle = rng.randint(0, len(lines[at]))
        lines[at : at + 1] = [lines[at][:middle], lines[at][middle:]]
    elif kind == 6:
        other = rng.choice(others).split("\n")
        lines[at:] = other[rng.randrange(len(other)) :]
    else:
        lines[at] = rng.choice(["　", "  ", "\t", "・", "１", "(", "["]) + lines[at]
    return "\n".join(lines)


def _other_digits(text: str, rng: random.Random, _: Sequence[str]) -> str:
    numbers = list(re.finditer(r"\d+", text))
    if not numbers:
        return text
    found = rng.choice(numbers)
    other = rng.choice([*_ODD_NUMBERS, str(rng.randrange(10_000)), "２０", "十二", "③"])
    return text[: found.start()] + other + text[found.end() :]


_TEXT_CHANGES = (
    *(_put_token, _put_token, _put_letter, _take_out, _many_times, _other_lines),
    *(_other_lines, _other_digits),
)

# --- Inside of formats ----------------------------------------------------------------


def _other_tag(tag: str, rng: random.Random, tags: Sequence[re.Match]) -> str:
    kind = rng.randrange(8)
    if kind == 0:
        return ""
    if kind == 1:
        return tag * rng.choice([2, 3, 40, 300])
    if kind == 2:
        return rng.choice(tags)[0]
    if kind == 3:
        return tag.replace("<", "</") if "</" not in tag else tag.replace("</", "<")
    if kind == 4:
        span = rng.choice(["rowspan", "colspan", "start", "value", "type", "charset"])
        return tag[:-1] + f' {span}="{rng.choice(_ODD_NUMBERS)}">'
    if kind == 5:
        said = ["hidden", 'style="display:none"', "onclick=x()", 'lang="ja"', "<", "'"]
        return f"{tag[:-1]} {rng.choice(said)}>"
    if kind == 6:
        return tag + rng.choice(
            [
                *("<!--", "-->", "<![CDATA[", "]]>", "&#x110000;", "&#0;", "&nbsp;"),
                *(
                    "<table>",
                    "</table>",
                    "<ol start=99>",
                    "<li>",
                    "<td>",
                    "<th>",
                    "<p>",
                ),
                *("<script>", "</script>", "<br>", "<template>", "<svg>", "<math>"),
                *(
                    "<select>",
                    "<textarea>",
                    "<plaintext>",
                    "<ruby><rt>",
                    "<meta charset=",
                ),
                *(
                    "<caption>",
                    "<tbody>",
                    "<dl><dt>",
                    "<pre>",
                    "<iframe>",
                    "<b><i></b>",
                ),
            ]
        )
    return tag[: rng.randint(0, len(tag))]


def _other_attribute(part: bytes, rng: random.Random) -> bytes:
    """Return a part of a workbook with one value of an attribute or text changed."""
    text = part.decode("utf-8", "replace")
    values = list(re.finditer(r'="([^"]*)"|>([^<>]+)<', text))
    if not values:
        return part
    found = rng.choice(values)
    which = 1 if found[1] is not None else 2
    other = rng.choice(
        [
            *_ODD_NUMBERS,
            *("A1", "ZZZ99999999", "A0", "XFD1048576", "A1:XFD1048576", "B2:A1", "A:A"),
            *(
                "s",
                "b",
                "e",
                "d",
                "str",
                "inlineStr",
                "n",
                "true",
                "#REF!",
                "=A1",
                "1.5",
            ),
            *(
                "1e400",
                "-0.0",
                "44064.5",
                "2958466",
                "yyyy",
                "General",
                "hidden",
                "rId1",
            ),
            *("xl/worksheets/sheet1.xml", "../../x", "/", "veryHidden", "_x000D_"),
            found[which] * 2,
            rng.choice(TOKENS).replace("&", "").replace("<", ""),
        ]
    )
    text = text[: found.start(which)] + other + text[found.end(which) :]
    return text.encode("utf-8", "replace")


def _other_object(data: bytes, rng: random.Random) -> bytes:
    """Return a PDF file with one value of a dictionary changed."""
    values = list(re.finditer(rb"/\w+\s+(-?[\d.]+(?: \d+ R)?|/\w+|\[[^\]]*\])", data))
    if not values:
        return data
    found = rng.choice(values)
    other = rng.choice(
        [
            *(b"0", b"-1", b"99999999999", b"1 0 R", b"2 0 R", b"3 0 R", b"999 0 R"),
            *(
                b"null",
                b"[]",
                b"[0 0 0 0]",
                b"[0 0 1e9 1e9]",
                b"/Page",
                b"/Font",
                b"()",
            ),
            *(
                b"<<>>",
                b"true",
                b"1.5",
                b"/FlateDecode",
                b"/LZWDecode",
                b"/ASCII85Decode",
            ),
            *(
                b"[/FlateDecode /FlateDecode]",
                b"/JBIG2Decode",
                b"/Identity-H",
                b"/Type0",
            ),
            *(b"/RunLengthDecode", b"/CCITTFaxDecode", b"/ASCIIHexDecode", b"/Crypt"),
        ]
    )
    return data[: found.start(1)] + other + data[found.end(1) :]


def _other_operand(content: bytes, rng: random.Random) -> bytes:
    """Return the content of a page with a number or an operator changed."""
    words = list(re.finditer(rb"-?\d*\.?\d+|\b[A-Za-z]{1,2}\*?\b", content))
    if not words:
        return content
    found = rng.choice(words)
    other = rng.choice(
        [
            *(b"0", b"-1", b"1e9", b"99999", b"-99999999999", b"0.0001", b"nan", b""),
            *(
                b"q",
                b"Q",
                b"BT",
                b"ET",
                b"Tj",
                b"TJ",
                b"Tf",
                b"Tm",
                b"Td",
                b"cm",
                b"re",
            ),
            *(
                b"l",
                b"m",
                b"h",
                b"f",
                b"S",
                b"W",
                b"n",
                b"Do",
                b"BI",
                b"ID",
                b"EI",
                b"'",
            ),
            *(
                b"<FEFF>",
                b"()",
                b"[]",
                b"<<",
                b">>",
                b"/F1",
                b"/F99",
                b"sh",
                b"c",
                b"v",
            ),
            b"0 0 500 500 re S " * rng.choice([1, 20, 500]),
            b"q " * rng.choice([1, 100]),
        ]
    )
    return content[: found.start()] + other + content[found.end() :]


def _with_offsets(data: bytes) -> bytes:
    """Return a PDF file whose table of objects says where they stand now."""
    begins = data.rfind(b"\nxref\n")
    trailer = data.rfind(b"trailer")
    if begins < 0 or trailer < begins:
        return data
    found = {
        int(one[1]): one.start() + 1
        for one in re.finditer(rb"\n(\d{1,6}) 0 obj\b", data[:begins])
    }
    last = max(found, default=0)
    rows = [b"0000000000 65535 f \n"]
    rows += [
        b"%010d 00000 n \n" % found[n] if n in found else b"0000000000 65535 f \n"
        for n in range(1, min(last, 999) + 1)
    ]
    table = b"xref\n0 %d\n" % len(rows) + b"".join(rows)
    rest = re.sub(
        rb"startxref\s+\d+", b"startxref\n%d" % (begins + 1), data[trailer:], count=1
    )
    return data[: begins + 1] + table + rest
