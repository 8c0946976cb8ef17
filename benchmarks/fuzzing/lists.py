"""Names and lists put together by seed: real names, slips, noise, in all layouts."""

import io
import random
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd

from fuzzing.mutants import TOKENS
from fuzzing.samples import real_names

_NOISE = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x300, 0x36F),
    (0x590, 0x6FF),
    (0x2000, 0x206F),
    (0x2460, 0x24FF),
    (0x3000, 0x30FF),
    (0x3200, 0x33FF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE00, 0xFFEF),
    (0x1F300, 0x1F6FF),
    (0x20000, 0x2A6DF),
    (0, 0x10FFFF),
)
_KANJI = "北上奥州魚沼飛騨袋井伊賀日吉津熊野平生高知中種子山口川島大小田村市町県郡"
_SYLLABLES = (
    *("ka", "ki", "ku", "ko", "sa", "shi", "su", "so", "ta", "chi", "tsu", "to"),
    *("na", "ni", "no", "ha", "hi", "fu", "ma", "mi", "mo", "ya"),
)
_DESIGNATORS = ("市", "町", "村", "区", "県", "都", "府", "道", "郡", "広域連合")
_ENDINGS = (
    " City",
    " Town",
    " Village",
    " Ward",
    " Prefecture",
    "-shi",
    "-cho",
    "-ken",
)


def name(rng: random.Random) -> str:
    """Return a name: a real one, one with slips, one made up, or noise.

    No half characters are in it: see `with_half`.
    """
    kind = rng.randrange(12)
    if kind < 5:
        made = _slipped(_real(rng), rng)
    elif kind == 5:
        made = "".join(rng.choices(_KANJI, k=rng.randint(1, 6)))
        made += rng.choice(_DESIGNATORS)
    elif kind == 6:
        made = "".join(rng.choices(_SYLLABLES, k=rng.randint(1, 5))).title()
        made += rng.choice(_ENDINGS) + rng.choice(["", f", {_real(rng)}"])
    elif kind == 7:
        made = noise(rng, rng.randint(1, 30))
    elif kind == 8:
        made = "".join(
            rng.choices([_real(rng), _real(rng), *TOKENS], k=rng.randint(1, 8))
        )
    elif kind == 9:
        made = rng.choice(
            ["", " ", str(rng.randrange(1_000_000)), "nan", "0", "\0", "　"]
        )
        made += rng.choice(["", f"{rng.randrange(1_000_000):06}", noise(rng, 2)])
    elif kind == 10 and rng.random() < 0.02:
        made = (_real(rng) + rng.choice(TOKENS)) * rng.choice([10, 100, 1000])
    else:
        made = _other_letters(_real(rng), rng)
    return made


def noise(rng: random.Random, length: int) -> str:
    """Return characters of all scripts; none that is half of one."""
    some = rng.choices(_NOISE, k=3)
    letters = [chr(rng.randint(*rng.choice(some))) for _ in range(length)]
    return "".join(one for one in letters if not "\ud800" <= one <= "\udfff")


def with_half(text: str, rng: random.Random) -> str:
    """Return a text with half a character (a lone surrogate) somewhere."""
    at = rng.randint(0, len(text))
    return text[:at] + chr(rng.randint(0xD800, 0xDFFF)) + text[at:]


def _real(rng: random.Random) -> str:
    return rng.choice(rng.choice(real_names()))


def _slipped(text: str, rng: random.Random) -> str:
    letters = list(text)
    for _ in range(rng.randint(0, 3)):
        at = rng.randrange(len(letters) + 1)
        letters[at : at + rng.randint(0, 2)] = rng.choice(
            [
                [],
                list(rng.choice(TOKENS)),
                [rng.choice(_KANJI)],
                letters[at : at + 2] * 2,
            ]
        )
    return "".join(letters)


def _other_letters(text: str, rng: random.Random) -> str:
    """Return a text in full width, capitals, with marks, or turned about."""
    kind = rng.randrange(6)
    if kind == 0:
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    if kind == 1:
        return rng.choice([text.upper(), text.lower(), text.swapcase()])
    if kind == 2:
        return "".join(c + rng.choice(["", "", "\u0301", "\u3099", " "]) for c in text)
    if kind == 3:
        return text[::-1]
    if kind == 4:
        return rng.choice("（[「『【") + text + rng.choice("）]」』】")
    return " ".join(text)


@dataclass(frozen=True)
class Listed:
    """A list with known rows.

    Attributes
    ----------
    source : object
        What `analysis.read_announcement` reads; bytes are to be put into a file.
    ending : str
        The ending of that file; "" if it is no file.
    names : tuple of str
        What stands in it, in order.
    """

    source: object
    ending: str
    names: tuple[str, ...]


def plain_list(rng: random.Random) -> Listed:
    """Return official names in a layout in which no row may be lost."""
    language = rng.randrange(2)
    names = tuple(rng.sample(real_names()[language], rng.randint(2, 12)))
    layout = rng.choice(list(_LAYOUTS))
    source, ending = _LAYOUTS[layout](names, rng)
    return Listed(source, ending, names)


def _numbered(names: tuple[str, ...], rng: random.Random) -> tuple[bytes, str]:
    mark = rng.choice(["{} ", "{}. ", "({}) ", "{}) ", "{}\t", "{}　"])
    lines = [mark.format(n) + one for n, one in enumerate(names, start=1)]
    return _headed(lines, rng), ".txt"


def _bulleted(names: tuple[str, ...], rng: random.Random) -> tuple[bytes, str]:
    mark = rng.choice(["- ", "* ", "• ", "・", "● ", "○ "])
    return _headed([mark + one for one in names], rng), ".txt"


def _headed(lines: list[str], rng: random.Random) -> bytes:
    above = rng.choice(
        [
            [],
            ["August 21, 2020", "Bodies chosen", ""],
            ["令和２年８月21日", "採択団体", ""],
        ]
    )
    return rng.choice(["\n", "\r\n"]).join([*above, *lines, ""]).encode()


def _tidy(names: tuple[str, ...], rng: random.Random) -> tuple[bytes, str]:
    frame = pd.DataFrame({"published_name": names})
    if rng.random() < 0.5:
        frame.insert(0, "number", range(1, len(names) + 1))
    if rng.random() < 0.3:
        return frame.to_csv(index=False, sep="\t").encode(), ".tsv"
    return frame.to_csv(index=False).encode(), ".csv"


def _paged(names: tuple[str, ...], rng: random.Random) -> tuple[bytes, str]:
    if rng.random() < 0.5:
        rows = "".join(f"<li>{one}</li>" for one in names)
        return f"<html><body><ol>{rows}</ol></body></html>".encode(), ".html"
    rows = "".join(
        f"<tr><td>{n}</td><td>{one}</td></tr>" for n, one in enumerate(names, start=1)
    )
    head = "<tr><th>No.</th><th>Applicant</th></tr>"
    return f"<html><body><table>{head}{rows}</table></body></html>".encode(), ".html"


def _in_workbook(names: tuple[str, ...], rng: random.Random) -> tuple[bytes, str]:
    book = openpyxl.Workbook()
    title = rng.choice(["published_name", "団体名", "Applicant"])
    book.active.append(
        ["No.", title] if title != "published_name" else ["number", title]
    )
    for n, one in enumerate(names, start=1):
        book.active.append([n, one])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), ".xlsx"


def _in_parquet(names: tuple[str, ...], rng: random.Random) -> tuple[bytes, str]:
    file = io.BytesIO()
    column = rng.choice(["published_name", "団体名", "name"])
    pd.DataFrame({column: names}).to_parquet(file, index=rng.random() < 0.5)
    return file.getvalue(), ".parquet"


def _in_memory(names: tuple[str, ...], rng: random.Random) -> tuple[object, str]:
    kind = rng.randrange(3)
    if kind == 0:
        return list(names), ""
    if kind == 1:
        return pd.Series(names, index=rng.sample(range(999), len(names))), ""
    return pd.DataFrame({"published_name": names}), ""


_LAYOUTS = {
    "numbered": _numbered,
    "bulleted": _bulleted,
    "tidy": _tidy,
    "paged": _paged,
    "workbook": _in_workbook,
    "parquet": _in_parquet,
    "memory": _in_memory,
}


def saved(listed: Listed, folder: Path) -> object:
    """Return what is to be read, put into a file where it is one."""
    if not listed.ending:
        return listed.source
    path = folder / f"list{listed.ending}"
    path.write_bytes(listed.source)
    return path
