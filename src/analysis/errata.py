"""Published names that are not the official ones, with evidence and a correction.

A name in another romanization, with an old form of a kanji, or of which several bodies
are called so, is no error.
"""

import datetime as dt
import re
from typing import NamedTuple

import pandas as pd

from analysis import schemas
from analysis.aliases import AliasTable, as_aliases
from analysis.gazetteer.body import Body
from analysis.names.fold import fold_japanese, fold_text, has_japanese
from analysis.names.grammar import parse_latin
from analysis.names.japanese import japanese_kind, strip_office
from analysis.names.marks import strip_marks
from analysis.names.others import not_a_government
from analysis.resolve import all_bodies, resolver_on
from analysis.resolver.japanese import likely_query
from analysis.resolver.outcome import Resolution
from analysis.schemas.layouts import ERRATA_COLUMNS
from analysis.schemas.values import ERRORS
from analysis.sources import Announcement
from analysis.sources.announcement import day_of

_TYPES = ("prefecture", "city", "town", "village", "ward")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")
_PLACE = ["page", "line", "cell"]
_READ = ["number", "published_name", "full_name", *_PLACE]


def errata(
    announcement: Announcement,
    *,
    as_of: dt.date | str | None = None,
    aliases: AliasTable = None,
) -> pd.DataFrame:
    """Return the published names that are not the official ones, in their order.

    Parameters
    ----------
    announcement : Announcement
        What `analysis.read_announcement` returns.
    as_of : datetime.date or str, optional
        The day whose names are the official ones; the announcement's own date if left
        out.
    aliases : path, DataFrame or Aliases, optional
        The user's own names with the codes that they stand for: no errors.

    Returns
    -------
    pandas.DataFrame
        One row per name, columns `ERRATA_COLUMNS`. `error` is one of `ERRORS`;
        `certain` says whether the name was resolved, else the official name, if there
        is one, is the likely one, to be checked. `official_name` is in the script of
        the published one, with the prefecture; of an abolished body, it is that in its
        place. `correction_en` and `correction_ja` are sentences for a notice.

    Raises
    ------
    SchemaError
        If neither `as_of` nor the announcement says which day counts, or the
        announcement is one that no reader makes.
    """
    day = day_of(announcement, as_of)
    entities = announcement.entities
    schemas.check(entities, "announcement", columns=_READ)
    asked = list(dict.fromkeys(entities["full_name"]))
    found = resolver_on(day).resolve(asked, as_aliases(aliases))
    faults = {
        name: fault
        for name, each in zip(asked, found, strict=True)
        if (fault := _fault(name, each, day))
    }
    rows = [
        _row(entity, faults[entity.full_name], day)
        for entity in entities.itertuples()
        if entity.full_name in faults
    ]
    columns = {
        name: pd.array([row[name] for row in rows], dtype=dtype)
        for name, dtype in ERRATA_COLUMNS.items()
    }
    return pd.DataFrame(columns)


def as_markdown(errata: pd.DataFrame, announcement: Announcement) -> str:
    """Return errata as a page for people: what is wrong, why, and a notice to send.

    Parameters
    ----------
    errata : pandas.DataFrame
        What `errata` returned.
    announcement : Announcement
        The list that they are of.
    """
    title = announcement.title or announcement.source or "the published list"
    count = len(errata)
    to_check = int((~errata["certain"]).sum())
    unsure = f"; {to_check} to be checked" if to_check else ""
    lines = [
        f"# Errata: {_cell(title)}",
        "",
        f"{count} of {len(announcement)} published names "
        f"{'is' if count == 1 else 'are'} not the official one"
        f"{'' if count == 1 else 's'}{unsure}.",
    ]
    if not count:
        return "\n".join(lines) + "\n"
    lines += [
        "",
        "| no. | as published | official | code | what is wrong |",
        "|---|---|---|---|---|",
    ]
    for row in errata.itertuples():
        official = _cell(_or_nothing(row.official_name))
        if official and not row.certain:
            official += " (to be checked)"
        kanji = _or_nothing(row.name_ja)
        if kanji and kanji not in official:
            official += f" {kanji}"
        cells = (
            _or_nothing(row.number),
            _cell(row.published_name),
            official,
            _or_nothing(row.lg_code),
            ERRORS[row.error],
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## Evidence", ""]
    lines += [
        f"- {_label(row.number)}, {_cell(row.published_name)}: {_cell(row.evidence)}"
        for row in errata.itertuples()
    ]
    for heading, column in (
        ("## Correction notice", "correction_en"),
        ("## 正誤表", "correction_ja"),
    ):
        lines += ["", heading, "", *(f"- {_cell(text)}" for text in errata[column])]
    return "\n".join(lines) + "\n"


class _Fault(NamedTuple):
    error: str
    certain: bool
    meant: Body | None
    evidence: str


def _fault(name: str, found: Resolution, day: dt.date) -> _Fault | None:
    """Return what is wrong with a name, or None if it is official, or says nothing."""
    if found.body:
        error = _of_resolved(name, found, day)
        return _Fault(error, True, found.body, found.note) if error else None
    if found.fault == "namesakes" or found.entity_type:
        return None
    living = [body for body in found.candidates if body.lives_on(day.toordinal())]
    meant = living[0] if len(living) == 1 else None
    if found.fault:
        return _contradiction(name, found, meant, day)
    if not _says_its_type(name):
        return None
    error = _of_spelling(name, meant) if meant else "unknown"
    return _Fault(error, False, meant, found.note)


def _contradiction(
    name: str, found: Resolution, meant: Body | None, day: dt.date
) -> _Fault:
    """Return what is wrong with a name of which place or type cannot be right.

    In the stated prefecture a body may be called so but for its type, or be read so:
    that is likelier than another place.
    """
    if found.fault == "place" and has_japanese(name):
        query = likely_query(fold_japanese(name), all_bodies())
        place = query.prefecture and query.prefecture.prefecture_code
        sounds = {body.stem_kana for body in found.candidates} - {None}
        for body in all_bodies().bodies:
            if body.prefecture_code != place or not body.lives_on(day.toordinal()):
                continue
            if query.name[:-1] == body.stem_ja:
                told = f"in {body.prefecture_en} there is {body.full_ja}"
                return _Fault("wrong_type", False, body, f"{found.note}; {told}")
            if body.entity_type in query.types and body.stem_kana in sounds:
                told = f"{body.full_ja} in {body.prefecture_en} is read the same"
                return _Fault("wrong_kanji", False, body, f"{found.note}; {told}")
    return _Fault(f"wrong_{found.fault}", False, meant, found.note)


def _of_resolved(name: str, found: Resolution, day: dt.date) -> str | None:
    if found.method == "reading":
        return "wrong_reading"
    if found.method == "fuzzy":
        return _of_spelling(name, found.body)
    if found.method == "historical":
        later = found.body.since > day.toordinal()
        return "not_yet" if later else "abolished"
    return "misspelt_prefecture" if found.fault == "prefecture" else None


def _of_spelling(name: str, meant: Body) -> str:
    if not has_japanese(name):
        return "misspelling"
    written, official = fold_japanese(name), fold_japanese(meant.name_ja)
    shorter = (official[:i] + official[i + 1 :] for i in range(len(official)))
    return "missing_kanji" if any(s in written for s in shorter) else "wrong_kanji"


def _says_its_type(name: str) -> bool:
    """Tell whether a name calls itself a city, town and so on: a company does not."""
    text = strip_office(strip_marks(fold_text(name)))
    if not_a_government(text):
        return False
    if has_japanese(text):
        return japanese_kind(text) in _TYPES
    units = parse_latin(text)
    return not isinstance(units, str) and any(unit.kind in _TYPES for unit in units)


def _row(entity, fault: _Fault, day: dt.date) -> dict:
    """Return the erratum of one row of a list."""
    official = _in_its_place(fault.meant) if fault.meant else None
    japanese = has_japanese(entity.published_name)
    name = official and (_name_ja(official) if japanese else _name_en(official))
    english, own = _sentences(entity, fault, official, name, day)
    return {
        "number": entity.number,
        "published_name": entity.published_name,
        "error": fault.error,
        "certain": fault.certain,
        "official_name": name,
        "name_ja": official and official.full_ja,
        "name_kana": official and official.full_kana,
        "lg_code": official and official.lg_code,
        "evidence": fault.evidence,
        "correction_en": english,
        "correction_ja": own,
        **{column: getattr(entity, column) for column in _PLACE},
    }


def _in_its_place(body: Body) -> Body | None:
    """Return a body that is meant, or the one of today in the place of a former."""
    if not body.successors:
        return body
    successors = all_bodies().by_code.get(body.current_code, ())
    return next((other for other in successors if not other.successors), None)


def _sentences(
    entity, fault: _Fault, official: Body | None, name: str | None, day: dt.date
) -> tuple[str, str]:
    """Return the correction in English and in Japanese."""
    published = entity.published_name
    en, ja = f'{_label(entity.number)}: "{published}"', f"「{published}」"
    if pd.notna(entity.number):
        ja = f"番号{entity.number}{ja}"
    if not fault.certain and entity.full_name != published:
        # The document places it, in a heading or a column, or seems to.
        return (
            f'{en} reads as "{entity.full_name}" where it stands in the list, and '
            "there is no such body; please check.",
            f"{ja}は、一覧では「{entity.full_name}」と読めますが、該当する団体がありま"
            "せん。御確認ください。",
        )
    if official is None:
        return (
            f"{en} is the name of no body on {day}; please check.",
            f"{ja}という団体は、{_day_ja(day)}現在、ありません。御確認ください。",
        )
    kanji = _name_ja(official)
    told_en = f'"{name}"' + ("" if name == kanji else f" ({official.full_ja})")
    kana = f"（{official.full_kana}）" if official.full_kana else ""
    told_ja = f"「{name}」" + (kana if name == kanji else f"（{kanji}）")
    if fault.error == "abolished":
        until = fault.meant.valid_to
        when_en = f" on {until}" if until else ""
        when_ja = f"{_day_ja(until)}に" if until else ""
        return (
            f"{en} was abolished{when_en}; the body in its place is {told_en}.",
            f"{ja}は{when_ja}廃止されました。現在は{told_ja}です。",
        )
    if fault.error == "not_yet":
        since = fault.meant.valid_from
        return (
            f"{en} was not called so before {since}.",
            f"{ja}は{_day_ja(since)}からの名称です。",
        )
    if not fault.certain:
        return (
            f"{en} is the name of no body; probably {told_en} is meant.",
            f"{ja}という団体はありません。{told_ja}の誤りと思われます。",
        )
    return f"{en} should read {told_en}.", f"{ja}は、正しくは{told_ja}です。"


def _name_en(body: Body) -> str:
    if body.entity_type == "prefecture":
        return body.name_en
    prefecture = all_bodies().prefectures[body.prefecture_code]
    return f"{body.full_en or body.full_ja}, {prefecture.name_en}"


def _name_ja(body: Body) -> str:
    if body.entity_type == "prefecture":
        return body.name_ja
    return all_bodies().prefectures[body.prefecture_code].name_ja + body.full_ja


def _day_ja(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _label(number: object) -> str:
    return "A row without a number" if pd.isna(number) else f"No. {number}"


def _or_nothing(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)


def _cell(text: str) -> str:
    """Return a text that no Markdown of its own changes."""
    return " ".join(_MARKDOWN.sub(r"\\\1", text).split())
