"""Columns of values of any type, with any index; tables of aliases; days."""

import contextlib
import datetime as dt
import decimal
import fractions
import math
import random
import uuid
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.gazetteer.register import register
from fuzzing.lists import name, with_half

_DTYPES = (
    *("object", "str", "string", "category", "Int64", "Float64", "boolean", "int64"),
    *(
        "float64",
        "bool",
        "datetime64[ns]",
        "datetime64[ns, Asia/Tokyo]",
        "timedelta64[ns]",
    ),
    *("period[M]", "int8", "uint64", "complex128", "Sparse[float]", "string[python]"),
    *("datetime64[s]", "float16"),
)


def value(rng: random.Random, *, depth: int = 0) -> object:
    """Return a value that could stand in a column, wherever it came from."""
    kind = rng.randrange(30 if depth < 2 else 22)
    number = rng.randrange(-(10**6), 10**6)
    simple = (
        None,
        math.nan,
        pd.NA,
        pd.NaT,
        number,
        float(number),
        number / 7,
        rng.choice([math.inf, -math.inf, 1e308, -0.0, 5e-324]),
        rng.choice([True, False]),
        rng.randbytes(rng.randint(0, 12)),
        "Iga City, Mie".encode(rng.choice(["utf-8", "utf-16", "cp932"])),
        dt.date(rng.randint(1, 9999), rng.randint(1, 12), rng.randint(1, 28)),
        dt.datetime(rng.randint(1, 9999), 1, 1, rng.randrange(24)),
        dt.timedelta(days=number),
        pd.Timestamp("2020-08-21", tz=rng.choice([None, "Asia/Tokyo"])),
        decimal.Decimal(number) / 8,
        fractions.Fraction(number, 7),
        10 ** rng.choice([20, 400, 5000]),
        complex(number, 1),
        np.float32(number),
        np.int16(number % 999),
        np.str_("岩手県北上市"),
    )
    if kind < len(simple):
        return simple[kind]
    if kind < 25:
        return with_half(name(rng), rng) if rng.random() < 0.1 else name(rng)
    inner = [value(rng, depth=depth + 1) for _ in range(rng.randint(0, 3))]
    if kind == 25:
        return inner
    if kind == 26:
        return tuple(inner)
    if kind == 27:
        return {"name": inner}
    if kind == 28:
        return rng.choice([np.array([1, 2]), np.array("x"), pd.Series([1]), b"", set()])
    return rng.choice([object, uuid.UUID(int=1), Path("x"), range(3), Ellipsis, len])


def column(rng: random.Random) -> pd.Series:
    """Return a Series of any dtype with any index."""
    size = rng.choice([0, 1, 2, 5, 20])
    values = [value(rng) for _ in range(size)]
    if rng.random() < 0.3:
        one = rng.randrange(22)
        values = [
            v for v in (value(rng) for _ in range(20 * size)) if type(v) is not set
        ]
        values = [v for v in values if type(v) is type(values[one % len(values)])]
        values = values[:size]
    if rng.random() < 0.2:
        values = [name(rng) for _ in range(size)]
    array = np.empty(len(values), dtype=object)
    array[:] = values
    series = pd.Series(array, dtype=object)
    if rng.random() < 0.6:
        # What has no such column stays as it is.
        with contextlib.suppress(Exception), np.errstate(all="ignore"):
            series = series.astype(rng.choice(_DTYPES))
    series.name = rng.choice([None, "name", 0, ("a", "b"), math.nan])
    return series.set_axis(_index(len(series), rng))


def frame(rng: random.Random) -> pd.DataFrame:
    """Return a table of one to four columns with any labels and index."""
    rows = rng.choice([0, 1, 3, 8])
    columns = []
    for _ in range(rng.randint(1, 4)):
        if rng.random() < 0.5:
            columns.append(pd.Series([name(rng) for _ in range(rows)], dtype=object))
        else:
            values = np.empty(rows, dtype=object)
            values[:] = [value(rng) for _ in range(rows)]
            columns.append(pd.Series(values, dtype=object))
    made = pd.concat(columns, axis="columns")
    labels = [
        "published_name",
        "number",
        "name",
        "団体名",
        0,
        None,
        math.nan,
        "",
        "code",
    ]
    labels += [("a", "b"), dt.date(2020, 1, 1), b"x", True, 1.5, "published_name"]
    if rng.random() < 0.15:
        levels = [("a", str(n)) for n in range(made.shape[1])]
        made.columns = pd.MultiIndex.from_tuples(levels)
    elif rng.random() < 0.8:
        chosen = rng.choices(labels, k=made.shape[1])
        made.columns = pd.Index(chosen, dtype=object, tupleize_cols=False)
    return made.set_axis(_index(rows, rng), axis="index")


def aliases(rng: random.Random) -> object:
    """Return a table of aliases, mostly one with mistakes; or none."""
    if rng.random() < 0.6:
        return None
    rows = rng.choice([0, 1, 3])
    codes = register()["lg_code"].dropna()
    made = pd.DataFrame(
        {
            "published_name": [name(rng) for _ in range(rows)],
            "lg_code": [codes.iloc[rng.randrange(len(codes))] for _ in range(rows)],
            "valid_from": [rng.choice([None, "2020-01-01"]) for _ in range(rows)],
            "valid_to": [rng.choice([None, "2021-01-01"]) for _ in range(rows)],
            "source": ["a telephone call"] * rows,
        },
        dtype=object,
    )
    for _ in range(rng.choice([0, 0, 1, 2])):
        if rows and rng.random() < 0.8:
            where = rng.randrange(rows), rng.randrange(made.shape[1])
            made.iat[where] = value(rng)
        elif made.shape[1]:
            made = made.drop(columns=made.columns[rng.randrange(made.shape[1])])
    return made


def moment(rng: random.Random) -> object:
    """Return what may be given as a day: dates of all kinds, and what is none."""
    year = rng.choice([1, 1800, 1889, 1970, 2005, 2020, 2026, 2100, 9999])
    day = dt.date(year, rng.randint(1, 12), rng.randint(1, 28))
    return rng.choice(
        [
            *(day, day, day, day, day, day.isoformat(), day.isoformat()),
            *(dt.datetime(year, 1, 1, 12), pd.Timestamp("2020-08-21", tz="Asia/Tokyo")),
            *(np.datetime64("2020-08-21"), np.datetime64("NaT"), pd.Period("2020-08")),
            *("2020-02-30", "20200821", "today", "", None, 2020, 1.5, pd.NaT, pd.NA),
            *(b"2020-08-21", [day], {"day": day}, value(rng)),
        ]
    )


def _index(size: int, rng: random.Random) -> pd.Index:
    kind = rng.randrange(8)
    if kind == 0:
        return pd.Index([name(rng) for _ in range(size)], dtype=object)
    if kind == 1:
        return pd.Index([0] * size, dtype="int64", name="row")
    if kind == 2:
        return pd.date_range("2020-01-01", periods=size, tz="Asia/Tokyo")
    if kind == 3:
        return pd.Index(
            [rng.choice([math.nan, 1.5]) for _ in range(size)], dtype="float64"
        )
    if kind == 4 and size:
        pairs = [(rng.randrange(3), name(rng)) for _ in range(size)]
        return pd.MultiIndex.from_tuples(pairs, names=[None, "x"])
    if kind == 5:
        return pd.Index(rng.sample(range(-999, 999), size), dtype="int64")
    if kind == 6:
        return pd.CategoricalIndex([rng.choice("ab") for _ in range(size)])
    return pd.RangeIndex(size)
