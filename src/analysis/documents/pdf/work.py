"""How much there is to do in a PDF file: a few bytes can ask for years of work.

A form may draw another ten times, and that one a third ten times; a font may say in one
line what a thousand million characters are. What is asked for is counted, not the time
that it takes, so that a file is read or refused on every machine alike.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdffont import PDFFont, TrueTypeFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import PSKeyword
from pdfminer.utils import choplist, nunpack
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

MAX_DRAWN = 20_000_000
"""Bytes of instructions in all pages, those of a form each time that it is drawn."""

_STREAM = 1_000
"""Bytes that a page or a form counts as at least, for the trouble of opening it."""

MAX_MAPPED = 2_000_000
"""Characters that the fonts name or measure in ranges; one font has some 65,536."""


class TooMuchWorkError(Exception):
    """A file asks for more than the limits of this module."""


class Work(PDFResourceManager):
    """What the pages of one file share, fonts above all, and how much they ask for."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn = self._mapped = 0

    def lay_out(self, page: Page) -> None:
        """Find the characters and lines of a page, and leave them where it looks.

        Raises
        ------
        TooMuchWorkError
            If all pages up to this one ask for more than the limits.
        pdfplumber.utils.exceptions.PdfminerException
            If the page is damaged, as when pdfplumber itself lays it out.
        """
        device = PDFPageAggregatorWithMarkedContent(self, pageno=page.page_number)
        try:
            _Interpreter(self, device).process_page(page.page_obj)
        except TooMuchWorkError:
            raise
        except Exception as why:
            raise PdfminerException(why) from why
        page._layout = device.get_result()

    def count_drawn(self, streams: Sequence[object]) -> None:
        """Count the instructions of a page or of a form before they are followed."""
        for stream in streams:
            with suppress(TypeError):  # what is no stream is passed over later, too
                self._drawn += max(_STREAM, len(stream_value(stream).get_data()))
            if self._drawn > MAX_DRAWN:
                raise TooMuchWorkError(
                    f"more than {MAX_DRAWN / 1e6:,.0f} MB of instructions"
                )

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Return a font, its ranges counted before they are gone through."""
        if objid not in self._cached_fonts:
            for size in _ranges(spec):
                self._mapped += max(0, size)
                if self._mapped > MAX_MAPPED:
                    raise TooMuchWorkError(f"fonts of more than {MAX_MAPPED:,} letters")
        return super().get_font(objid, spec)


class _Interpreter(PDFPageInterpreter):
    """Draws pages and forms, each after it was counted."""

    def render_contents(
        self, resources: dict, streams: Sequence[object], *place, **named
    ) -> None:
        self.rsrcmgr.count_drawn(streams)
        super().render_contents(resources, streams, *place, **named)


class _Ranges(CMapParser):
    """Reads the names of characters, and counts ranges instead of spelling them out."""

    def __init__(self, data: bytes) -> None:
        super().__init__(FileUnicodeMap(), BytesIO(data))
        self.sizes: list[int] = []
        self.run()

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        if token not in (self.KEYWORD_ENDBFRANGE, self.KEYWORD_ENDCIDRANGE):
            return super().do_keyword(pos, token)
        parts = [part for _, part in self.popall()]
        for first, last, _ in choplist(3, parts):
            if isinstance(first, bytes) and isinstance(last, bytes):
                self.sizes.append(nunpack(last) - nunpack(first))
        return None


def _ranges(spec: Mapping[str, object]) -> Iterator[int]:
    """Give the sizes of the ranges that a font goes through when it is made."""
    if "DescendantFonts" in spec:
        return  # which are fonts of their own
    names = resolve1(spec.get("ToUnicode"))
    if isinstance(names, PDFStream):
        yield from _Ranges(names.get_data()).sizes
    yield from _widths(resolve1(spec.get("W")), 3)
    yield from _widths(resolve1(spec.get("W2")), 5)
    descriptor = resolve1(spec.get("FontDescriptor"))
    if isinstance(descriptor, dict) and not names:
        file = resolve1(descriptor.get("FontFile2"))
        if isinstance(file, PDFStream):
            # A table that breaks off is told, or passed over, by who uses it.
            with suppress(struct.error, KeyError):
                yield from _glyphs(file.get_data())


def _widths(values: object, together: int) -> Iterator[int]:
    """Give the sizes of ranges of widths, each `together` numbers, the ends first."""
    numbers: list[int | float] = []
    for value in values if isinstance(values, list) else ():
        value = resolve1(value)
        if not isinstance(value, int | float):
            numbers.clear()
            continue
        numbers.append(value)
        if len(numbers) == together:
            first, last, *_ = numbers
            yield int(last - first)
            numbers.clear()


def _glyphs(data: bytes) -> Iterator[int]:
    """Give the sizes of ranges in the table of characters of a TrueType font."""
    begin, _ = TrueTypeFont("", BytesIO(data)).tables[b"cmap"]
    (count,) = struct.unpack_from(">H", data, begin + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">L", data, begin + 8 + 8 * number)
        place = begin + offset
        (form,) = struct.unpack_from(">H", data, place)
        if form == 4:
            (twice,) = struct.unpack_from(">H", data, place + 6)
            ends = struct.unpack_from(f">{twice // 2}H", data, place + 14)
            starts = struct.unpack_from(f">{twice // 2}H", data, place + 16 + twice)
            for start, end in zip(starts, ends, strict=True):
                yield end - start
        elif form == 12:
            (groups,) = struct.unpack_from(">L", data, place + 12)
            for group in range(groups):
                start, end = struct.unpack_from(">2L", data, place + 16 + 12 * group)
                yield end - start
