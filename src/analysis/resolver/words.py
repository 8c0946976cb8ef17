"""How bodies and proofs are put in words."""

import datetime as dt
from collections.abc import Iterable

from analysis.gazetteer.body import STILL, Body
from analysis.names.readings import Piece, sounds
from analysis.names.romaji import plain, romanize
from analysis.resolver.query import Query

_NAME_AT_MOST = 6
_KIND_NAMES = {"on": "on", "kun": "kun", "name": "name reading", "kana": "kana"}


def listed(bodies: Iterable[Body]) -> str:
    """Return bodies by name, the first few of many."""
    bodies = list(bodies)
    names = [named(body) for body in bodies]
    # Two 泊村 are in Hokkaido.
    names = [
        named(body, county=True) if names.count(name) > 1 else name
        for body, name in zip(bodies, names, strict=True)
    ]
    more = len(names) - _NAME_AT_MOST
    return ", ".join(names[:_NAME_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def named(body: Body, *, county: bool = False) -> str:
    """Return a body by name, and until when it was one if it is gone."""
    gone = "" if body.until == STILL else f", {lifetime(body)}"
    inside = f", {body.county_ja}" if county and body.county_ja else ""
    return f"{body.full_ja} ({body.place_en}{inside}{gone})"


def lifetime(body: Body) -> str:
    """Return from when until when a body existed, as far as the sources know."""
    since, until = body.valid_from, body.valid_to
    if body.until == STILL:
        return f"since {since}" if since else "still there"
    end = f"until {until}" if until else _ended_about(body)
    return f"{since} {end}" if since else end


def _ended_about(body: Body) -> str:
    return f"gone by {dt.date.fromordinal(body.until)}"


def fate(body: Body, today: dict[str, Body]) -> str:
    """Return when a body ended and what stands in its place, ``became 富谷市 on …``.

    Parameters
    ----------
    body : Body
        One that lives no more.
    today : dict of str to Body
        The bodies of today by code.
    """
    successors = [today[code] for code in body.successors if code in today]
    day = body.valid_to or "a day not known"
    told = " and ".join(f"{b.full_ja} ({b.place_en})" for b in successors)
    if not successors:
        return f"was abolished on {day}; what stands in its place is not known"
    if len(successors) > 1:
        shared = f"its area is divided between {told}; its office was in the first"
        return f"was abolished on {day}; {shared}"
    (successor,) = successors
    same = successor.stem_ja == body.stem_ja or successor.lg_code == body.lg_code
    if same and successor.since == body.until:
        return f"became {told} on {day}"
    return f"was abolished on {day}; today {told}"


def reading_claim(query: Query, body: Body, pieces: Iterable[Piece]) -> str:
    """Return what a composition of readings shows, in one clause."""
    return (
        f"published '{query.name}' is a possible reading of {body.stem_ja} "
        f"({sounds(pieces)})"
    )


def official_reading(body: Body) -> str | None:
    """Return how the name of a body is really read, without its type word."""
    return body.stem_kana and plain(romanize(body.stem_kana))


def proof(pieces: Iterable[Piece]) -> str:
    """Return each kanji with the reading taken for it and the kind of reading."""
    return ", ".join(_taken(piece) for piece in pieces)


def _taken(piece: Piece) -> str:
    if not piece.kanji:
        return f"{piece.letters} ({piece.change})"
    change = f", {piece.change}" if piece.change else ""
    return f"{piece.kanji} {piece.letters} ({_KIND_NAMES[piece.reading.kind]}{change})"
