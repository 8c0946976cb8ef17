"""Who could apply: every public body of the day, or those of the user's own table."""

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from analysis import schemas
from analysis.errors import CodeError, SchemaError
from analysis.gazetteer.codes import parse_code, possible_codes
from analysis.gazetteer.register import (
    ELIGIBLE_FROM,
    OKINAWA,
    OKINAWA_BACK,
    city_class_on,
    eligible,
    history,
    register,
)
from analysis.schemas.values import APART as APART
from analysis.schemas.values import LISTED_AGAIN, NO_CITY, NOT_ELIGIBLE, NOT_RESOLVED

_BODY = ["lg_code", "name_ja"]
_READ = ("status", *_BODY, "as_of")
_EXAMPLES = 3  # codes that a message names


def who_could_apply(
    entities: pd.DataFrame,
    *,
    baseline: pd.DataFrame | None = None,
    weight: str | None = None,
    columns: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the bodies that could apply on the day of a list, one row per body.

    Parameters
    ----------
    entities : pandas.DataFrame
        Entity table with one `as_of` date; its other columns are not used here.
    baseline : pandas.DataFrame, optional
        The user's own table of the bodies that could apply, by `lg_code`: six digits as
        text. Every public body of the day without it.
    weight : str, optional
        A column of `baseline` with a number of each body, 0 or more.
    columns : sequence of str
        Columns of `baseline` that say in which group of the user's own each body is.

    Returns
    -------
    pandas.DataFrame
        Columns as of `analysis.register`, then `city_class`, `NO_CITY` of other bodies,
        with `weight` the column `weight`, float64, and `columns`.

    Raises
    ------
    SchemaError
        If columns of `entities` are missing, its dates differ or the bodies of the day
        are not known; or if `baseline` has no codes, wrong ones, one twice, or those of
        bodies that could not apply on the day; if weights are missing, negative or no
        numbers; or if a body is in no group of `columns`.
    """
    day = day_of_list(entities)
    bodies = eligible(day)
    classes = bodies["lg_code"].map(city_class_on(day))
    bodies["city_class"] = classes.fillna(NO_CITY).astype("str")
    if baseline is None:
        if weight is not None:
            raise SchemaError(
                f"weight={weight!r} is a column of the baseline; give baseline=, a "
                "table with the lg_code of each body that could apply"
            )
        return bodies
    codes = _codes(baseline, bodies, day)
    chosen = bodies[bodies["lg_code"].isin(codes)].reset_index(drop=True)
    if weight is not None:
        weights = pd.Series(_weights(baseline, weight).to_numpy(), index=codes)
        chosen["weight"] = chosen["lg_code"].map(weights)
    for column in columns:
        groups = _groups(baseline, column).set_axis(codes)
        chosen[column] = groups.reindex(chosen["lg_code"]).array
    return chosen


def day_of_list(entities: pd.DataFrame) -> dt.date:
    """Return the one day that an entity table is about.

    Raises
    ------
    SchemaError
        If columns that are read here are missing or hold what no entity table does, or
        it is not one day.
    """
    schemas.check(entities, "entities", columns=_READ)
    days = entities["as_of"].unique()
    if len(days) == 0:
        raise SchemaError(
            "the list has no row, and so no date whose bodies it could be counted "
            "against; draw it without, or give a list with rows"
        )
    if len(days) != 1:
        raise SchemaError(
            f"want entities of one date to count them against the bodies of that day, "
            f"got {len(days)} dates; break each list down by itself"
        )
    return pd.Timestamp(days[0]).date()


def set_apart(entities: pd.DataFrame, base: pd.DataFrame) -> pd.Series:
    """Return why a row is in no group, one of `APART`; missing for those that are.

    Parameters
    ----------
    entities : pandas.DataFrame
        Entity table. Columns read: `status`, `lg_code` and `name_ja`.
    base : pandas.DataFrame
        The bodies that could apply, as `who_could_apply` or
        `analysis.gazetteer.register.eligible` has them.

    Returns
    -------
    pandas.Series
        Text with the index of `entities`.
    """
    apart = pd.Series(pd.NA, index=entities.index, dtype="str", name="apart")
    apart[entities.duplicated(_BODY).to_numpy()] = LISTED_AGAIN
    apart[~are_among(entities, base)] = NOT_ELIGIBLE
    apart[(entities["status"] != "resolved").to_numpy()] = NOT_RESOLVED
    return apart


def are_among(rows: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """Tell which rows are of bodies that others are of, too: an array of bool.

    A code outlives a change of name or type: 鹿部村 had that of today's 鹿部町.
    """
    bodies = pd.MultiIndex.from_frame(rows[_BODY])
    return bodies.isin(pd.MultiIndex.from_frame(others[_BODY]))


def _codes(baseline: pd.DataFrame, bodies: pd.DataFrame, day: dt.date) -> pd.Index:
    """Return the codes of a user's table, each of them one of the bodies of the day."""
    if not isinstance(baseline, pd.DataFrame):
        raise SchemaError(
            f"want the baseline as a DataFrame, got {type(baseline).__name__}; read it "
            "with pandas first, its codes as text: dtype={'lg_code': str}"
        )
    if "lg_code" not in baseline:
        if "lg_code" in baseline.index.names:
            raise SchemaError(
                "'lg_code' is the index of the baseline; make it a column: reset_index"
            )
        raise SchemaError(
            "the baseline lacks 'lg_code', the local government code of six digits "
            f"(found: {', '.join(map(str, baseline.columns)) or 'no column'})"
        )
    codes = _column(baseline, "lg_code")
    if codes.empty:
        raise SchemaError("the baseline has no row; give the bodies that could apply")
    if is_numeric_dtype(codes):
        raise SchemaError(
            "the lg_code of the baseline are numbers, which have lost leading zeros; "
            "read them as text: dtype={'lg_code': str}"
        )
    _refuse(
        "has rows without a local government code of six digits",
        _malformed(codes, bodies),
        "mend them, or leave them out",
    )
    _refuse("names bodies twice", _repeated(codes), "keep one row of each")
    _refuse(
        f"has codes of bodies that could not apply on {day}",
        _strangers(codes[~codes.isin(bodies["lg_code"])], day),
        "leave these rows out, or give a table of that day",
    )
    return pd.Index(codes, dtype="str")


def _refuse(what: str, found: Iterator[str], advice: str) -> None:
    """Raise what is wrong with codes, if anything is: the first few, and how many."""
    wrong = list(found)
    if not wrong:
        return
    named = "; ".join(wrong[:_EXAMPLES])
    more = len(wrong) - _EXAMPLES
    and_more = f"; and {more} more" if more > 0 else ""
    raise SchemaError(f"the baseline {what}: {named}{and_more}; {advice}")


def _malformed(codes: pd.Series, bodies: pd.DataFrame) -> Iterator[str]:
    """Give the rows whose code is none of six digits with the right check digit."""
    known = set(bodies["lg_code"])
    for row, code in enumerate(codes, start=1):
        if pd.isna(code):
            yield f"row {row} has none"
        elif not isinstance(code, str):
            yield f"row {row}: {code!r} is no text"
        elif len(code) == 6:
            try:
                parse_code(code)
            except CodeError as why:
                yield f"row {row}: {why}"
        else:
            meant = [found for found, _ in possible_codes(code) if found in known]
            want = f" (want {' or '.join(meant)})" if meant else ""
            yield f"row {row}: {code!r}{want}"


def _repeated(codes: pd.Series) -> Iterator[str]:
    """Give the codes that are there more than once, and where."""
    for code, rows in codes.reset_index(drop=True).groupby(codes.to_numpy()):
        if len(rows) > 1:
            yield f"{code!r} in rows {', '.join(str(row + 1) for row in rows.index)}"


def _strangers(codes: pd.Series, day: dt.date) -> Iterator[str]:
    """Give the codes of no body of the day, and what became of their bodies."""
    if codes.empty:
        return
    columns = ["lg_code", "name_ja", "entity_type", "valid_from", "valid_to"]
    columns += ["successors", "prefecture_code"]
    living = register()
    names = living.set_index("lg_code")["name_ja"]
    parents = living["parent_code"].map(names)
    living = living[[*columns, "has_government"]].assign(parent_ja=parents)
    former = history()[[*columns, "parent_ja"]].assign(has_government=True)
    bodies = pd.concat([former, living], ignore_index=True).sort_values("valid_to")
    for code in codes:
        lives = bodies[bodies["lg_code"] == code]
        if lives.empty:
            yield f"{code!r}, which no body ever had"
            continue
        ended = lives[lives["valid_to"] <= pd.Timestamp(day)]
        body = (ended if len(ended) == len(lives) else lives).iloc[-1]
        yield f"{code!r} {body['name_ja']}, {_why_not(body, names, day)}"


def _why_not(body: pd.Series, names: pd.Series, day: dt.date) -> str:
    """Return why a body could not apply on a day."""
    if body["entity_type"] == "ward":
        return f"a ward of {body['parent_ja']}, which applies for its wards"
    if not body["has_government"]:
        return "which has no government"
    if body["prefecture_code"] == OKINAWA and day < OKINAWA_BACK:
        return f"which came back to Japan on {OKINAWA_BACK}"
    if body["valid_from"] > pd.Timestamp(day):
        return f"which has this code from {body['valid_from']:%Y-%m-%d} on"
    today = str(body["successors"]).split()
    places = " and ".join(f"{names[code]} ({code})" for code in today)
    ended = body["valid_to"]
    if pd.isna(ended):
        return f"which was gone by {ELIGIBLE_FROM}; today {places}"
    return f"which had this code before {ended:%Y-%m-%d}; today {places}"


def _groups(baseline: pd.DataFrame, column: str) -> pd.Series:
    """Return a column of the user's own groups, in which each body must be."""
    groups = _column(baseline, column)
    if lost := baseline["lg_code"][groups.isna()].tolist():
        raise SchemaError(
            f"{len(lost)} bodies of the baseline are in no group of {column!r}, such "
            f"as {', '.join(lost[:_EXAMPLES])}; name one, such as 'unknown'"
        )
    try:
        sorted(set(groups))
    except TypeError as why:
        raise SchemaError(
            f"the groups {column!r} of the baseline cannot be put in order ({why}); "
            "give them as text"
        ) from why
    return groups


def _weights(baseline: pd.DataFrame, weight: str) -> pd.Series:
    """Return a column of weights as floats."""
    if weight not in baseline:
        raise SchemaError(
            f"the baseline lacks the column {weight!r} to weigh by "
            f"(found: {', '.join(map(str, baseline.columns))})"
        )
    weights = _column(baseline, weight)
    if not is_numeric_dtype(weights) or is_bool_dtype(weights):
        raise SchemaError(
            f"the weights {weight!r} of the baseline are no numbers; turn them into "
            "numbers first: pandas.to_numeric"
        )
    weights = weights.astype("float64")
    wrong = baseline["lg_code"][~(np.isfinite(weights) & (weights >= 0))]
    if len(wrong):
        raise SchemaError(
            f"weights {weight!r} of the baseline that are missing, negative or "
            f"infinite: {len(wrong)}, such as that of {', '.join(wrong[:_EXAMPLES])}; "
            "mend them, or leave the bodies out"
        )
    if not weights.sum() > 0:
        raise SchemaError(f"the weights {weight!r} of the baseline are all 0")
    return weights


def _column(baseline: pd.DataFrame, name: str) -> pd.Series:
    """Return a column of a user's table, of which there must be one."""
    if list(baseline.columns).count(name) > 1:
        raise SchemaError(
            f"the column {name!r} of the baseline is there twice; keep one of them"
        )
    return baseline[name]
