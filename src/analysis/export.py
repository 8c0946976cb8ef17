"""Tables and map data → files of single formats, and tables back from them."""

import csv
import json
from collections.abc import Mapping
from io import BytesIO, TextIOWrapper
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from analysis.csv_cells import plain, write_cells
from analysis.errors import SourceError
from analysis.workbooks import write_workbook

# Shares and rates of a few thousand bodies: six decimals lose nothing. Of what may be
# very small, and is never 0, so many digits that count.
_DECIMALS = _DIGITS = 6
_SMALL = ("p", "p_holm", "p_weighted", "standard_error")
_SEPARATORS = {".csv": ",", ".tsv": "\t"}
# The types of a data package that are no text.
_KINDS = {
    "integer": (pa.int64(), pd.Int64Dtype()),
    "number": (pa.float64(), pd.Float64Dtype()),
    "boolean": (pa.bool_(), pd.BooleanDtype()),
}


def write_csv(table: pd.DataFrame, path: Path, *, excel: bool = False) -> None:
    """Write a table as CSV, numbers rounded, as `csv_cells.write_cells` does.

    To six decimals, probabilities to six digits that count.

    Parameters
    ----------
    table : pandas.DataFrame
        The table; its index is not written.
    path : Path
        The file.
    excel : bool
        Whether it begins with the mark by which a Japanese Excel knows UTF-8.

    Raises
    ------
    SchemaError
        If a text holds half a character (a lone surrogate).
    """
    write_cells(rounded(table), path, excel=excel)


def write_xlsx(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write tables as the sheets of a workbook, numbers rounded as in CSV.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        By the name of a file: that of the sheet is the same without its ending.
    path : Path
        The workbook, as of `workbooks.write_workbook`.

    Raises
    ------
    SchemaError
        If a table or a text in it does not fit into a sheet.
    """
    sheets = {Path(name).stem: rounded(table) for name, table in tables.items()}
    write_workbook(sheets, path)


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its numbers as they are written in text."""
    result = table.round(_DECIMALS)
    for name in set(_SMALL).intersection(table.columns):
        result[name] = [
            value if pd.isna(value) else float(f"{value:.{_DIGITS}g}")
            for value in table[name]
        ]
    return result


def write_geojson(located: gpd.GeoDataFrame, path: Path) -> None:
    """Write located entities as GeoJSON (RFC 7946), rows without geometry included.

    JGD2011 and the WGS 84 that the format asks for agree to within centimetres here.
    """
    # By way of memory: GDAL wants every path in UTF-8, which not every locale is.
    file = BytesIO()
    located.set_crs("EPSG:4326", allow_override=True).to_file(
        file,
        driver="GeoJSON",
        layer=path.stem,
        RFC7946="YES",
        COORDINATE_PRECISION=_DECIMALS,
    )
    path.write_bytes(file.getvalue())


def write_geoparquet(located: gpd.GeoDataFrame, path: Path) -> None:
    """Write located entities as GeoParquet 1.1 with WKB geometry."""
    with path.open("wb") as file:
        located.to_parquet(
            file, index=False, compression="zstd", schema_version="1.1.0"
        )


def read_results(path: str | Path) -> pd.DataFrame:
    """Return a table from a CSV or TSV file of ours, as it was when it was written.

    Parameters
    ----------
    path : str or Path
        A file that `run`, `compare` or the command line wrote.

    Returns
    -------
    pandas.DataFrame
        Texts as they were before `csv_cells.neutral`, codes with their zeros; empty
        cells are missing values. Columns that the ``datapackage.json`` beside the file
        describes as numbers or truth values are such (int64, or Int64 where they may
        be missing; float64; bool or boolean); all others are str.

    Raises
    ------
    SourceError
        If the file is absent, of another kind, no UTF-8, or not as it was written.
    """
    path = Path(path)
    table = plain(_read_texts(path))
    fields = _fields(path)
    for place, name in enumerate(table.columns):
        field = fields.get(name, {})
        if field.get("type") in _KINDS:
            column = _typed(table.iloc[:, place], field, path.name)
            table.isetitem(place, column)
    return table


def _read_texts(path: Path) -> pd.DataFrame:
    """Return the cells of a delimited file as they are written, missing where empty."""
    if path.suffix.lower() not in _SEPARATORS:
        raise SourceError(f"{path.name}: want a file of kind {', '.join(_SEPARATORS)}")
    if not path.is_file():
        raise SourceError(f"there is no file {path}; check the name and the folder")
    separator = _SEPARATORS[path.suffix.lower()]
    data = path.read_bytes()
    if not data.endswith(b"\n") or data.count(b'"') % 2:
        raise SourceError(f"{path.name} has no end; write the results again")
    try:
        with TextIOWrapper(BytesIO(data), "utf-8-sig", newline="") as file:
            names = next(csv.reader(file, delimiter=separator), [])
        # As f0, f1 and so on: two columns may have one name.
        kinds = {f"f{place}": pa.large_string() for place in range(len(names))}
        rows = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(
                autogenerate_column_names=True,
                # A row that is longer than a block would not be read.
                block_size=min(len(data), 2**31 - 1),
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=kinds, null_values=[""], strings_can_be_null=True
            ),
        )
    except (ValueError, csv.Error) as why:
        raise SourceError(
            f"{path.name} is not as it was written ({why}); write the results again"
        ) from why
    dtype = pd.Series(dtype="str").dtype
    cells = {
        place: dtype.__from_arrow__(column.slice(1))
        for place, column in enumerate(rows.columns)
    }
    return pd.DataFrame(cells).set_axis(names, axis="columns")


def _fields(path: Path) -> dict[str, dict]:
    """Return how the data package beside a file describes its columns, by name."""
    description = path.parent / "datapackage.json"
    if not description.is_file():
        return {}
    try:
        resources = json.loads(description.read_text(encoding="utf-8"))["resources"]
        (fields,) = [
            each["schema"]["fields"]
            for each in resources
            if each.get("path") == path.name
        ] or [[]]
        return {field["name"]: field for field in fields}
    except (ValueError, KeyError, TypeError, AttributeError) as why:
        raise SourceError(
            f"{description} does not describe {path.name} as it was written ({why!r}); "
            "write the results again, or copy the table to another folder"
        ) from why


def _typed(column: pd.Series, field: dict, name: str) -> pd.Series:
    """Return a column of texts as what its field says that it holds."""
    kind, nullable = _KINDS[field["type"]]
    texts = pa.array(column.array)
    try:
        values = pd.Series(nullable.__from_arrow__(texts.cast(kind)))
    except pa.ArrowInvalid as why:
        raise SourceError(
            f"{name}: column {column.name!r} is not as it was written ({why}); write "
            "the results again"
        ) from why
    if field["type"] == "number" or field.get("constraints", {}).get("required"):
        return values.astype(nullable.numpy_dtype)
    return values
