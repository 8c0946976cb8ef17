"""Saved web pages: what a browser shows, in its order; nothing run, nothing fetched."""

import http.server
import threading
import time

import pytest

from analysis.documents.html.read import read_html
from analysis.documents.model import Line, Span, Table
from analysis.errors import SourceError


def page(text, codec="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(codec)
    return read_html(data, source="page.html", sha256="5a")


def lines(text):
    return [block.text for block in page(text).blocks]


def table(text):
    (found,) = page(text).tables
    return found


def rows(text):
    return table(text).cells.to_numpy().tolist()


def test_a_page_says_what_it_is():
    document = page("<html><head><title> Bodies\n of 2021</title></head><p>Iga City")
    assert (document.kind, document.source, document.sha256) == (
        "html",
        "page.html",
        "5a",
    )
    assert document.title == "Bodies of 2021"
    assert document.blocks == (Line("Iga City", 2),)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_a_page_is_read_in_each_encoding(codec):
    assert (
        page("<html><p>岩手県北上市</p></html>", codec).blocks[0].text == "岩手県北上市"
    )


def test_a_declared_encoding_that_is_false_does_no_harm():
    text = '<html><meta charset="utf-8"><p>岩手県北上市</p>'
    assert page(text, "cp932").blocks[0].text == "岩手県北上市"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>Iga   City\n Mie</p>", ["Iga City Mie"]),
        ("a<br>b<br/>c", ["a", "b", "c"]),
        ("a<br><br>b", ["a", "", "b"]),
        ("<div>a<p>b</p>c<div>d</div></div>", ["a", "b", "c", "d"]),
        ("<b>北上</b><span>市</span> <a href='x'>link</a>", ["北上市 link"]),
        ("<p>a </p> <p> b</p>", ["a", "b"]),
        ("<p>a&nbsp;&nbsp;b&#8203;c&shy;d</p>", ["a  bcd"]),
        ("<p>　北上市</p>", ["　北上市"]),
        ("<pre>\n a  b\n\n   c\n</pre>", [" a  b", "", "   c"]),
        ("<h1>A</h1>x<h2>B</h2>y", ["A", "", "x", "", "B", "", "y"]),
        ("<dl><dt>岩手県<dd>北上市<dd>奥州市</dl>", ["岩手県", "  北上市", "  奥州市"]),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>e", ["a", "  b", "c", "  d", "e"]),
        ("<ruby>北上<rp>(</rp><rt>きたかみ</rt><rp>)</rp></ruby>市", ["北上市"]),
        ("&eacute; &#x5317; &amp; &unknown;", ["é 北 & &unknown;"]),
        ("<p>a<!-- b\n -->c<?php d ?>e", ["ace"]),
        ("<footer>a</footer><img alt='b'>", ["a"]),
    ],
)
def test_text_is_shown_as_browsers_do(text, shown):
    assert lines(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<ul><li>a<li>b</ul>", ["・a", "・b"]),
        ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
        ("<ol start=3><li>a<li value=9>b<li>c</ol>", ["3. a", "9. b", "10. c"]),
        ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
        ("<ol start=0><li>a<li>b</ol>", ["0. a", "1. b"]),
        ("<ol type=A><li>a<li>b</ol>", ["A. a", "B. b"]),
        ("<ol type=i start=4><li>a<li type=1>b</ol>", ["iv. a", "5. b"]),
        ("<ol start=x><li value=999999999999>a</ol>", ["999999999. a"]),
        ("<ol><li>a<ul><li>b<ol><li>c</ol></ul></ol>", ["1. a", "  ・b", "    1. c"]),
        ("<ul><li><p>a</p><p>b</p><li>c<br>d</ul>", ["・a", "  b", "・c", "  d"]),
        ("<li>a", ["・a"]),
        ("<ol><li></li><li>b</ol>", ["2. b"]),
    ],
)
def test_items_have_the_marks_that_browsers_give_them(text, shown):
    assert lines(text) == shown


@pytest.mark.parametrize(
    "left_out",
    [
        "<script>document.write('x')</script>",
        "<style>p {}</style>",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        "<nav><a>x</a></nav>",
        "<div role=navigation>x</div>",
        "<select><option>岩手県<option>三重県</select>",
        "<p hidden>x</p>",
        "<p aria-hidden=true>x</p>",
        "<p style='color: red; DISPLAY : none'>x</p>",
        "<p style='visibility:hidden'>x</p>",
        "<svg><title>x</title><text>y</text></svg>",
        "<iframe src='x'>y</iframe>",
    ],
)
def test_what_is_not_shown_is_left_out(left_out):
    assert lines(f"<p>a</p>{left_out}<p>b</p>") == ["a", "b"]


def test_hidden_parts_are_told():
    assert page("<p>a</p>\n<p hidden>b</p><div hidden></div>").notes == (
        "hidden parts of the page were not read: 1, the first in line 2",
    )
    assert page("<p>a</p>").notes == ()


def test_lines_say_where_they_stand_in_the_file():
    text = """<html>
<script>
var x;
</script> after
<p
 class="x">
  one<br>
  two <!--
  --> three
<div>four</div>
</html>"""
    assert page(text).blocks == (
        Line("after", 4),
        Line("one", 7),
        Line("two three", 8),
        Line("four", 10),
    )


def test_lines_end_as_in_windows_files():
    assert page("<p>a</p>\r\n\r\n<p>b</p>\r<p>c</p>").blocks == (
        Line("a", 1),
        Line("b", 3),
        Line("c", 4),
    )


def test_lines_beyond_those_that_the_parser_counts_are_counted():
    document = page("<p>a</p>\n" * 70_000 + "<table><tr>\n<td>1<td>2</table>")
    assert document.blocks[-2].line == 70_000
    assert document.blocks[-1].places["line"].tolist() == [70_001]


def test_a_table_is_a_grid_with_places():
    found = table("<table>\n<tr><th>No.<th>Body\n<tr><td>1<td>北上市\n</table>")
    assert found.cells.to_numpy().tolist() == [["No.", "Body"], ["1", "北上市"]]
    assert found.places["line"].tolist() == [2, 3]
    assert found.places["row"].tolist() == [1, 2]
    assert found.headers == 1
    assert found.spans == ()


def test_a_table_stands_between_the_lines_around_it():
    blocks = page("a<table><caption>b</caption><tr><td>1<td>2</table>c").blocks
    assert [getattr(block, "text", "table") for block in blocks] == [
        *("a", "b", "table", "c")
    ]


def test_cells_reach_over_rows_and_columns():
    found = table(
        "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d"
        "<tr><td>e<td>f<td>g</table>"
    )
    assert found.cells.to_numpy().tolist() == [
        ["a", "b", ""],
        ["", "c", "d"],
        ["e", "f", "g"],
    ]
    assert found.spans == (Span(0, 0, 2, 1), Span(0, 1, 1, 2))


def test_a_cell_reaches_no_further_than_its_part_of_the_table():
    found = table(
        "<table><thead><tr><th rowspan=9>a<th>b</thead>"
        "<tbody><tr><td rowspan=0>c<td>d<tr><td>e</tbody><tr><td>f<td>g</table>"
    )
    assert found.cells.to_numpy().tolist() == [
        ["a", "b"],
        ["c", "d"],
        ["", "e"],
        ["f", "g"],
    ]
    assert found.spans == (Span(1, 0, 2, 1),)


def test_cells_that_claim_a_billion_places_get_those_that_there_are():
    found = table(
        "<table><tr><td colspan=1000000000>a<td rowspan=1000000000>b<tr><td>c</table>"
    )
    assert found.cells.to_numpy().tolist() == [["a", "b"], ["c", ""]]
    assert found.spans == (Span(0, 1, 2, 1),)


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", None),
        ("<tr><th>a<td>b<tr><th>c<td>d", None),
        ("<tr><th>a<th>b<tr><th>c<th>d<tr><td>e<td>f", 2),
        ("<thead><tr><td>a<td>b</thead><tr><td>c<td>d", 1),
        ("<tr><td>a<td>b<tr><th>c<th>d", None),
    ],
)
def test_headers_are_rows_of_a_head_or_of_header_cells(text, headers):
    assert table(f"<table>{text}</table>").headers == headers


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("北上市<br>奥州市", "北上市\n奥州市"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<ul><li>a<li>b</ul>", "・a\n・b"),
        (" a\n b ", "a b"),
        ("&nbsp;", ""),
        ("　", ""),
        ("<h3>a</h3>b", "a\nb"),
        ("<span hidden>a</span>b", "b"),
    ],
)
def test_the_text_of_a_cell_keeps_its_lines(cell, text):
    assert rows(f"<ul><li><table><tr><td>1<td>{cell}</table></ul>") == [["1", text]]


def test_the_foot_of_a_table_is_shown_last():
    text = "<table><tfoot><tr><td>計<td>1</tfoot><tbody><tr><td>1<td>北上市</table>"
    assert rows(text) == [["1", "北上市"], ["計", "1"]]


def test_hidden_rows_and_cells_are_left_out_of_a_table():
    text = "<table><tr hidden><td>1<td>2<tr><td>3<td hidden>4<td>5</table>"
    assert rows(text) == [["3", "5"]]


def test_cells_without_rows_and_text_without_cells_are_kept():
    blocks = page("<table>a<td>1<td>2<tr>b<td>3<td>4</table>").blocks
    assert [block.text for block in blocks[:2]] == ["a", "b"]
    assert blocks[2].cells.to_numpy().tolist() == [["1", "2"], ["3", "4"]]


def test_rows_without_a_table_are_one():
    blocks = page("<p>a</p>\n<tr><td>1<td>2</tr>\n<tr><td>3<td>4</tr>\n<p>b").blocks
    assert [block.text for block in (blocks[0], blocks[2])] == ["a", "b"]
    assert blocks[1].cells.to_numpy().tolist() == [["1", "2"], ["3", "4"]]
    assert blocks[1].places["line"].tolist() == [2, 3]


def test_a_page_written_as_one_line_has_its_lines_counted_as_shown():
    blocks = page(
        "<h1>a</h1><table><tr><td>1<td>b<br>c<tr><td>2<td>d</table><ul><li>e<li>f</ul>"
    ).blocks
    title, blank, table, *items = blocks
    assert (title, blank) == (Line("a", 1), Line("", 2))
    assert table.places["line"].tolist() == [3, 5]
    assert items == [Line("・e", 6), Line("・f", 7)]


def test_two_texts_in_a_line_of_the_file_are_said_to_stand_there():
    text = "<h1>a</h1>\n<p>2020<br>b</p>\n<p>c</p>\n<p>d</p>"
    found = [block for block in page(text).blocks if block.text]
    assert [line.line for line in found] == [1, 2, 2, 3, 4]


def test_rows_within_a_form_are_rows():
    text = "<table><form><tr><td>1<td>2</form><tr><td>3<td>4</table>"
    assert rows(text) == [["1", "2"], ["3", "4"]]


def test_a_table_that_holds_tables_gives_what_is_in_it_in_order():
    blocks = page(
        "<table><tr><td>menu<td>a<table><tr><td>1<td>北上市</table>b</table>"
    ).blocks
    assert [block.text for block in blocks if isinstance(block, Line)] == [
        *("menu", "a", "b")
    ]
    assert isinstance(blocks[2], Table)
    assert len(blocks) == 4


def test_a_table_of_one_cell_is_lines():
    assert lines("<table><tr><td>a<br>b</table>") == ["a", "b"]


XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{dtd}" [
{entities}
]>
<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html>"""


def test_entities_that_a_page_defines_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    text = XHTML.format(
        dtd="x.dtd",
        entities=f'<!ENTITY a "inner"><!ENTITY f SYSTEM "{secret.as_uri()}">',
        text="a &a; &f; é",
    )
    assert page(text).blocks == (Line("a &a; &f; é", 5),)


def test_nothing_is_fetched():
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            page(
                XHTML.format(
                    dtd=f"{address}/dtd",
                    entities=f'<!ENTITY e SYSTEM "{address}/entity">',
                    text=f"&e;<img src='{address}/i'/><iframe src='{address}/f'>"
                    f"</iframe><script src='{address}/s'></script>",
                )
            )
        finally:
            server.shutdown()
            thread.join()
    assert asked == []


def test_a_billion_laughs_end_quickly():
    entities = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )
    began = time.monotonic()
    assert lines(XHTML.format(dtd="x", entities=entities, text="&l9;")) == ["&l9;"]
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("tag", ["div", "b", "ul", "table"])
def test_a_page_nested_too_deep_is_refused(tag):
    with pytest.raises(SourceError, match="line 1: the page is nested too deep"):
        page(f"<{tag}>" * 100_000 + "Iga City")


def test_a_page_nested_deep_is_read():
    assert lines("<div>" * 250 + "Iga City") == ["Iga City"]


def test_a_text_too_long_for_the_parser_is_refused():
    with pytest.raises(SourceError, match=r"page\.html: line 1: .*too long.*save the"):
        page("<p>" + "a" * 11_000_000 + "</p><p>Iga City</p>")


def test_a_page_too_large_is_refused():
    with pytest.raises(SourceError, match=r"page\.html has 60 MB; .*up to 50 MB.*CSV"):
        page(b" " * 60_000_000)


def test_a_table_too_large_is_refused():
    text = "<table><tr>" + "<td rowspan=9999>a" * 999 + "<tr><td>b" * 5100
    with pytest.raises(SourceError, match=r"line 1: a table of more than 5,000,000"):
        page(text)


def test_a_table_too_wide_is_refused():
    with pytest.raises(SourceError, match="at line 1 has 1,001 columns; want at most"):
        page("<table><tr>" + "<td>a" * 1001 + "</table>")


def test_a_page_without_content_is_refused():
    with pytest.raises(SourceError, match=r"page\.html is a web page without content"):
        page("<!-- nothing -->")


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(SourceError, match=r"page\.html is no text file"):
        page(b"<html>\0\x01\x02\x03")
