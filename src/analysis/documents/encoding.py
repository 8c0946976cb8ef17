"""Bytes → text: the encoding told by the bytes, never guessed in silence."""

import codecs
import re
from contextlib import suppress

from analysis.documents.plausibility import is_of_names, is_plausible, price
from analysis.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SPELLINGS = {
    "utf-8": "utf-8 utf8",
    "cp932": "shift_jis shift-jis sjis x-sjis x-sjis-jp cp932 ms932 windows-31j "
    "ms_kanji csshiftjis csshift_jis",
    "euc-jp": "euc-jp euc_jp eucjp x-euc-jp x-euc ujis eucjp-ms cp51932",
}
_ENCODINGS = {
    spelling: name
    for name, spellings in _SPELLINGS.items()
    for spelling in spellings.split()
}
_DECLARED = re.compile(
    rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)"
    rb"|<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
# A browser looks at 1,024 bytes, but some programs write their styles first.
_HEAD = 1 << 16
_READ_HERE = "UTF-8, UTF-16, Shift_JIS (cp932), EUC-JP, ISO-2022-JP"
_MEND = "save it as plain text in UTF-8"
_ASCII = bytes(range(128))
# All but tab, line ends, form feed and the end mark of DOS.
_CONTROLS = bytes({*range(32), 127} - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A})
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# One of so many bytes may be a control character that slipped in while copying.
_STRAY = 50
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_ESCAPED = re.compile(rb"\x1b(\$[@B]|\([BJI])([^\x1b]*)")
_WINDOWS_ROWS = "analysis.windows_rows"
_CODECS = {"utf-8": "strict", "cp932": "strict", "euc-jp": _WINDOWS_ROWS}
# A letter of Western Europe within a word, or a sign of typesetters where it belongs.
_WESTERN = re.compile(
    rb"(?<=[A-Za-z])[\xc0-\xd6\xd8-\xf6\xf8-\xff](?![\x80-\xff])"
    rb"|(?<![\x80-\xff])[\xc0-\xd6\xd8-\xf6\xf8-\xff](?=[A-Za-z])"
    rb"|(?<=[A-Za-z])\x92(?=[a-z ])"
    rb"|(?<=[\x20-\x7e])[\x96\x97](?=[\x20-\x7e])"
    rb"|(?:(?<=[ (\n])|^)[\x91\x93](?=[A-Za-z])"
    rb"|(?<=[A-Za-z.,)])[\x85\x92\x94](?=[\s.,;:)]|$)"
    rb"|(?:(?<=\s)|^)[\x95\xb7](?= )"
    rb"|(?<=[\x20-\x7e])\xa0(?=[\x20-\x7e])"
)
# Of so many bytes beyond ASCII no text in another encoding passes for UTF-8.
_LONG = 600
# A file that begins with so many bytes of UTF-8 is a damaged one of UTF-8.
_PROOF = 6
# Of two readings one is clearly better if the other's price is so much higher: kanji
# of EUC-JP and half-width katakana of Shift_JIS share their bytes.
_CLEAR, _CLOSE = 1.35, 0.5


def decode(data: bytes, *, name: str, declared: str | None = None) -> tuple[str, str]:
    """Return the text that bytes hold, and the encoding it is in.

    Parameters
    ----------
    data : bytes
        The whole file: UTF-8 or UTF-16, with or without a byte order mark, Shift_JIS
        with the additions of Windows, EUC-JP, ISO-2022-JP; English with single
        accented letters in Windows-1252.
    name : str
        What messages call the file.
    declared : str, optional
        The encoding that the file says it has (`declared_encoding`). It is believed
        unless the bytes do not decode so, or make clearly better sense otherwise.

    Returns
    -------
    text : str
        Without the mark, line ends as they are.
    encoding : str
        ``utf-8``, ``utf-16-le``, ``utf-16-be``, ``cp932``, ``euc-jp``,
        ``iso-2022-jp`` or ``cp1252``.

    Raises
    ------
    SourceError
        If the file is no text, if some bytes fit no encoding, or if a short text makes
        as good sense in two of them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, len(mark), name)
    if data.isascii() and _ESCAPES.search(data):
        return _decode_escaped(data, name), "iso-2022-jp"
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls * _STRAY > len(data):
        return _decode_unmarked_wide(data, name)
    said = _ENCODINGS.get((declared or "").strip().lower())
    text, encoding = _choose(data.rstrip(b"\x1a"), name, said)
    if len(data) <= _LONG and not said:
        _refuse_wide(data, text, encoding, name)
    return text, encoding


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a web page or XML file says it has, in its own words.

    Examples
    --------
    >>> declared_encoding(b'<html><head><meta charset="Shift_JIS">')
    'Shift_JIS'
    """
    found = _DECLARED.search(data, 0, _HEAD)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _choose(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    """Return the most plausible reading of text that is not all ASCII, or that."""
    if data.isascii():
        return data.decode("ascii"), "utf-8"
    if declared == "utf-8" or len(data.translate(None, _ASCII)) > _LONG:
        with suppress(UnicodeDecodeError):
            return data.decode("utf-8"), "utf-8"
    readings: dict[str, str] = {}
    failures: dict[str, int] = {}
    for encoding, errors in _CODECS.items():
        try:
            readings[encoding] = data.decode(encoding, errors)
        except UnicodeDecodeError as why:
            failures[encoding] = why.start
    if _WESTERN.sub(b"", data).isascii():
        readings["cp1252"] = data.decode("cp1252")
    prices = {e: price(text) for e, text in readings.items() if is_plausible(text)}
    if not prices:
        raise _unfit(data, failures, name)
    best, *others = sorted(prices, key=prices.__getitem__)
    clear = prices[best] * _CLEAR + _CLOSE
    if prices.get(declared, clear) < clear:
        return readings[declared], declared
    for other in others:
        if prices[other] < clear and readings[other] != readings[best]:
            raise _too_short(name, {e: readings[e] for e in (best, other)})
    return readings[best], best


def _decode_marked(
    data: bytes, encoding: str, begins: int, name: str
) -> tuple[str, str]:
    """Return the text after a byte order mark."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as why:
        before = data[: why.start].decode(encoding, "replace")
        raise SourceError(
            f"{name}: line {_line_after(before)}: byte {begins + why.start} does not "
            f"fit {encoding.upper()}, in which the file says it is; {_MEND}"
        ) from why
    if len(_CONTROL.findall(text)) * _STRAY > len(text) or "\0" in text:
        raise _no_text(text, name)
    return text, encoding


def _decode_unmarked_wide(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of UTF-16 without a mark: the order of bytes that makes sense."""
    prices: dict[float, tuple[str, str]] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if not _CONTROL.search(text) and is_plausible(text):
                prices[price(text)] = text, encoding
    if len(prices) == 2 and max(prices) < min(prices) * _CLEAR + _CLOSE:
        raise SourceError(
            f"{name} is too short to tell its encoding, UTF-16 of either order of "
            f"bytes; {_MEND}"
        )
    if not prices:
        raise _no_text(data.decode("latin-1"), name)
    return prices[min(prices)]


def _refuse_wide(data: bytes, text: str, encoding: str, name: str) -> None:
    """Raise if bytes make as good sense as names in UTF-16 without a mark.

    A name of kanji alone, without a line end or a digit, shows by no zero byte what it
    is: "%m" may be 津.
    """
    for wide in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeDecodeError):
            name_of_place = data.decode(wide)
            if is_of_names(name_of_place):
                raise _too_short(name, {encoding: text, wide: name_of_place})


def _decode_escaped(data: bytes, name: str) -> str:
    """Return the text of ISO-2022-JP, by way of EUC-JP: so ① and 髙 are there too."""
    pieces = [data[: _ESCAPES.search(data).start()]]
    for escape, piece in _ESCAPED.findall(data):
        if escape in (b"$B", b"$@"):
            # A line end returns to ASCII, whatever was escaped before it.
            pieces.append(re.sub(rb"[!-~]+", _with_high_bits, piece))
        elif escape == b"(I":  # half-width katakana, each behind a single shift
            pieces.append(re.sub(rb"[!-_]", _with_single_shift, piece))
        else:
            pieces.append(piece)
    joined = b"".join(pieces)
    try:
        return joined.decode("euc_jp", _WINDOWS_ROWS)
    except UnicodeDecodeError as why:
        line = _line_after(joined[: why.start].decode("latin-1"))
        raise SourceError(
            f"{name}: line {line} does not fit ISO-2022-JP, whose escape sequences the "
            f"file has; {_MEND}"
        ) from why


def _with_high_bits(run: re.Match[bytes]) -> bytes:
    return bytes(byte | 0x80 for byte in run[0])


def _with_single_shift(character: re.Match[bytes]) -> bytes:
    return b"\x8e" + _with_high_bits(character)


def _windows_rows(why: UnicodeError) -> tuple[str, int]:
    """Return the character of two bytes of EUC-JP that only Windows assigns, as ①."""
    if not isinstance(why, UnicodeDecodeError):
        raise why
    pair = why.object[why.start : why.start + 2]
    if len(pair) < 2 or min(pair) < 0xA1:
        raise why
    row, cell = (byte - 0x80 for byte in pair)
    lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    trail = cell + (0x7E if row % 2 == 0 else 0x20 if cell >= 0x60 else 0x1F)
    try:
        return bytes([lead, trail]).decode("cp932"), why.start + 2
    except UnicodeDecodeError:
        raise why from None


codecs.register_error(_WINDOWS_ROWS, _windows_rows)


def _begin(text: str) -> str:
    """Return what a text says first beyond ASCII, where readings differ."""
    beyond = re.search(r"[^\x00-\x7f].{0,19}", text)
    return repr(beyond[0] if beyond else text.strip()[:20])


def _line_after(text: str) -> int:
    return 1 + len(re.findall(r"\r\n|\r|\n", text))


def _unfit(data: bytes, failures: dict[str, int], name: str) -> SourceError:
    """Return the error that points to the first byte which fits no encoding."""
    first = next(at for at, byte in enumerate(data) if byte >= 0x80)
    at = failures.get("utf-8", first)
    if at < first + _PROOF:
        at = max(failures.values(), default=first)
    line = _line_after(data[:at].decode("latin-1"))
    return SourceError(
        f"{name}: line {line}: byte {at} (0x{data[at]:02x}) fits no encoding that is "
        f"read here: {_READ_HERE}; {_MEND}"
    )


def _too_short(name: str, readings: dict[str, str]) -> SourceError:
    said = " or ".join(f"{_begin(text)} in {e}" for e, text in readings.items())
    return SourceError(
        f"{name} is too short to tell its encoding: it may say {said}; {_MEND}"
    )


def _no_text(text: str, name: str) -> SourceError:
    """Return the error of bytes that no text has, at its line if there is but one."""
    if len(_CONTROL.findall(text)) == 1 and "\0" in text:
        line = _line_after(text[: text.index("\0")])
        return SourceError(
            f"{name}: line {line} holds a zero byte, which no text has; take it out, "
            "or export the list again"
        )
    return SourceError(
        f"{name} is no text file: it holds bytes that no text has; give the document "
        "itself, as text, HTML, PDF, CSV or XLSX"
    )
