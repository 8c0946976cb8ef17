"""What a column holds, whatever pandas keeps it in: text, numbers, days, polygons.

A table that was read back from a CSV, or put together by hand, has other dtypes than
ours and says the same: text in a column of objects or categories, whole numbers as
floats because some are missing. Numbers in a column of text are not the same.
"""

import datetime as dt
import numbers
from collections.abc import Callable

import numpy as np
import pandas as pd
from pandas.api import types
from pandera.dtypes import DataType as AnyType
from pandera.dtypes import immutable
from pandera.engines.pandas_engine import DataType


@immutable(init=True)
class Kind(DataType):
    """What the values of a column are; a missing value is of any kind."""

    type = np.dtype(object)
    name = ""
    """The type in a Frictionless Table Schema."""
    wanted = ""
    """What a message says is wanted."""

    def check(
        self, pandera_dtype: AnyType, data_container: pd.Series | None = None
    ) -> bool | np.ndarray:
        """Return which values are of the kind: an array of bool, or one for all."""
        if data_container is None:
            return isinstance(pandera_dtype, type(self))
        if self._holds(data_container):
            return True
        known = data_container.notna().to_numpy()
        fits = np.ones(len(known), dtype=bool)
        values = data_container.array[known]
        fits[known] = _each(np.asarray(values, dtype=object), self._fits)
        return True if fits.all() else fits

    def __str__(self) -> str:
        """Return what a message says is wanted."""
        return self.wanted

    def _holds(self, column: pd.Series) -> bool:
        """Tell from the dtype that all values are of the kind."""
        raise NotImplementedError

    def _fits(self, value: object) -> bool:
        """Tell whether one value is of the kind."""
        raise NotImplementedError


@immutable(init=True)
class Text(Kind):
    """Text, codes included."""

    name, wanted = "string", "text"

    def _holds(self, column: pd.Series) -> bool:
        return isinstance(_of_categories(column), pd.StringDtype)

    def _fits(self, value: object) -> bool:
        return isinstance(value, str)


@immutable(init=True)
class Whole(Kind):
    """Whole numbers, floats that are whole among them."""

    name, wanted = "integer", "a whole number"

    def _holds(self, column: pd.Series) -> bool:
        return types.is_integer_dtype(column.dtype)

    def _fits(self, value: object) -> bool:
        return _is_number(value) and float(value).is_integer()


@immutable(init=True)
class Number(Kind):
    """Numbers, whole or not."""

    name, wanted = "number", "a number"

    def _holds(self, column: pd.Series) -> bool:
        dtype = column.dtype
        return types.is_numeric_dtype(dtype) and not types.is_bool_dtype(dtype)

    def _fits(self, value: object) -> bool:
        return _is_number(value)


@immutable(init=True)
class Flag(Kind):
    """True or false."""

    name, wanted = "boolean", "true or false"

    def _holds(self, column: pd.Series) -> bool:
        return types.is_bool_dtype(column.dtype)

    def _fits(self, value: object) -> bool:
        return isinstance(value, bool | np.bool_)


def is_iso_day(text: str) -> bool:
    """Tell whether a text is a day in the one form of ISO 8601 that our tables have."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@immutable(init=True)
class Day(Kind):
    """Dates: ISO text, as our tables have it, or what pandas and Python call a date."""

    name, wanted = "date", "a date such as 2020-08-21"

    def _holds(self, column: pd.Series) -> bool:
        return types.is_datetime64_any_dtype(column.dtype)

    def _fits(self, value: object) -> bool:
        if isinstance(value, str):
            return is_iso_day(value)
        return isinstance(value, dt.date | np.datetime64)


@immutable(init=True)
class Shape(Kind):
    """Polygons and points."""

    name, wanted = "geojson", "a geometry"

    def _holds(self, column: pd.Series) -> bool:
        return str(column.dtype) == "geometry"

    def _fits(self, value: object) -> bool:
        return hasattr(value, "geom_type")


@immutable(init=True)
class Anything(Kind):
    """Whatever a user's own column holds."""

    name, wanted = "any", "anything"

    def _holds(self, column: pd.Series) -> bool:
        return column is not None


def _each(values: np.ndarray, fits: Callable[[object], bool]) -> np.ndarray:
    """Return which values fit; each distinct one is looked at once."""
    try:
        numbers_of, distinct = pd.factorize(values)
    except TypeError:  # lists and the like cannot be told apart
        return np.array([fits(value) for value in values], dtype=bool)
    # 1, 1.0 and True are one to a hash table, and three kinds.
    if any(_is_number(value) or isinstance(value, bool) for value in distinct):
        return np.array([fits(value) for value in values], dtype=bool)
    return np.array([fits(value) for value in distinct], dtype=bool)[numbers_of]


def _of_categories(column: pd.Series) -> object:
    """Return the dtype of a column, or that of its categories."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return dtype.categories.dtype
    return dtype


def _is_number(value: object) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_)
