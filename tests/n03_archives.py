"""Write archives in the layout of 国土数値情報 N03, for tests to read."""

import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

CRS = "EPSG:6668"

PREFECTURES = {
    "01": "北海道",
    "04": "宮城県",
    "13": "東京都",
    "31": "鳥取県",
    "35": "山口県",
    "43": "熊本県",
}
"""The names the helper knows by itself; `prefecture_names` adds others."""

COUNTIES = {"31384": "西伯郡", "31386": "西伯郡"}

OLD_COUNTIES = {
    "31301": "西伯郡",
    "31302": "気高郡",
    "31303": "西伯郡",
    "31304": "気高郡",
}

OLDEST = [f"N03_00{n}" for n in range(1, 8)]
OLD = ["N03_001", "N03_002", "N03_003", "N03_004", "N03_007"]
NEW = ["N03_001", "N03_002", "N03_003", "N03_004", "N03_005", "N03_007"]


EMPTY = {
    ".shp": b"\x00\x00\x27\x0a".ljust(24, b"\0")
    + b"\x00\x00\x00\x32\xe8\x03\x00\x00\x05".ljust(76, b"\0"),
    ".dbf": b"\x03\x79\x01\x01\x00\x00\x00\x00\x41\x00\x06\x00".ljust(65, b"\0"),
    ".geojson": b'{"type": "FeatureCollection", "features": []}',
}
EMPTY[".shx"] = EMPTY[".shp"]
"""Files of a layer that hold nothing, by suffix."""


def tottori():
    """Four areas side by side, one of them with an islet."""
    shapes = {
        "31201": ("鳥取市", shapely.box(134.0, 35.2, 134.3, 35.6)),
        "31202": ("米子市", shapely.box(133.2, 35.2, 133.4, 35.4)),
        "31204": (
            "境港市",
            shapely.union_all(
                [
                    shapely.box(133.2, 35.4, 133.4, 35.6),
                    shapely.box(133.1, 35.55, 133.15, 35.6),
                ]
            ),
        ),
        "31384": ("日吉津村", shapely.box(133.4, 35.2, 133.5, 35.4)),
    }
    return units_of(shapes)


def kumamoto():
    """Two wards of a designated city beside a town: enough for both schemas."""
    shapes = {
        "43101": ("中央区", shapely.box(130.6, 32.7, 130.7, 32.8)),
        "43102": ("東区", shapely.box(130.7, 32.7, 130.8, 32.8)),
        "43404": ("菊陽町", shapely.box(130.8, 32.7, 130.9, 32.8)),
    }
    frame = units_of(shapes)
    wards = frame["area_code"].isin(["43101", "43102"])
    frame["kind"] = frame["kind"].mask(wards, "ward")
    frame["city_code"] = frame["city_code"].mask(wards, "43100")
    return frame


def old_tottori():
    """Bodies of 1920 side by side: two villages of one name, one with an islet."""
    boxes = [shapely.box(133 + n / 10, 35, 133.1 + n / 10, 35.1) for n in range(5)]
    islet = shapely.box(133.8, 35.5, 133.81, 35.51)
    return units_of(
        {
            "31201": ("鳥取市", boxes[0]),
            "31301": ("大和村", shapely.union_all([boxes[1], islet])),
            "31302": ("大和村", boxes[2]),
            "31303": ("米子町", boxes[3]),
            "31304": ("逢坂村", boxes[4]),
        }
    )


def units_of(shapes):
    """Make a units frame of municipalities out of {code: (name, polygon)}."""
    codes = list(shapes)
    return gpd.GeoDataFrame(
        {
            "area_code": pd.Series(codes, dtype="str"),
            "kind": pd.Series(["municipality"] * len(codes), dtype="str"),
            "city_code": pd.Series([pd.NA] * len(codes), dtype="str"),
            "prefecture_code": pd.Series([code[:2] for code in codes], dtype="str"),
            "name_ja": pd.Series([name for name, _ in shapes.values()], dtype="str"),
        },
        geometry=[polygon for _, polygon in shapes.values()],
        crs=CRS,
    )


def write_archive(
    folder,
    *,
    prefecture="31",
    day=date(2021, 1, 1),
    form="shapefile",
    schema="old",
    encoding="cp932",
    units=None,
    nested=True,
    parts="separate",
    uncoded=False,
    cpg=None,
    crs=CRS,
    prj=True,
    city_names=None,
    ward_with_city=False,
    county_names=None,
    prefecture_names=None,
    edit=None,
    stem=None,
    name=None,
    metadata=False,
):
    """Write an archive as the ministry gives it and return its path.

    Parameters
    ----------
    folder : Path
        Where to write.
    prefecture : str or None
        Two digits; None for the whole country.
    day : date
        The vintage, as it stands in the names of the files.
    form : {"shapefile", "geojson", "both"}
        What is inside.
    schema : {"oldest", "old", "new"}
        The columns until 2005, with two dates, until 2023, or those from 2024 on.
    encoding : str
        Of the shapefile's attributes.
    units : GeoDataFrame, optional
        The shapes as units; `tottori()` or `kumamoto()` by default.
    nested : bool
        The files lie in a folder of the archive.
    parts : {"separate", "multi"}
        A feature per polygon, or one per body.
    uncoded : bool
        Add an islet of 所属未定地, without a code.
    cpg : str, optional
        The text of a .cpg file; without it there is none.
    crs : str
        The shapes are transformed to it.
    prj : bool
        Write the .prj file.
    city_names, county_names, prefecture_names : dict, optional
        Names by the code of the city, of the body, of the prefecture.
    ward_with_city : bool
        Old schema: 熊本市中央区 in one field, and none beside it.
    edit : callable, optional
        Takes the frame of features and returns the one to write.
    stem : str, optional
        The name of the inner files; by the ministry's rule of the year by default.
    name : str, optional
        The name of the archive.
    metadata : bool
        Add KS-META-….xml.
    """
    units = _default_units(prefecture) if units is None else units
    features = _features(
        units,
        schema,
        cities={"43100": "熊本市"} | (city_names or {}),
        counties=COUNTIES | (county_names or {}),
        prefectures=PREFECTURES | (prefecture_names or {}),
        ward_with_city=ward_with_city,
    )
    if uncoded:
        features = _with_uncoded(features)
    if parts == "separate":
        features = features.explode(ignore_index=True)
    if edit:
        features = edit(features)
    features = features.to_crs(crs)
    stem = stem or _stem(prefecture, day)
    outer = f"N03-{day:%Y%m%d}" + (f"_{prefecture}" if prefecture else "") + "_GML"
    path = Path(folder) / (name or f"{outer}.zip")
    with (
        TemporaryDirectory() as made,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        made = Path(made)
        _write(features, made / stem, form, encoding)
        if cpg:
            (made / f"{stem}.cpg").write_text(cpg)
        if metadata:
            (made / f"KS-META-{stem}.xml").write_text("<ksj:Metadata/>")
        if not prj:
            (made / f"{stem}.prj").unlink(missing_ok=True)
        for file in sorted(made.iterdir()):
            archive.write(file, f"{outer}/{file.name}" if nested else file.name)
    return path


def rewrite(path, changes):
    """Change what the members of an archive hold, by suffix; add those it lacks."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    stem = next(n.rsplit(".", 1)[0] for n in members if n.endswith((".shp", "json")))
    for suffix, change in changes.items():
        name = stem + suffix
        members[name] = change(members.get(name, b"")) if callable(change) else change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_1920(folder, **options):
    """Write an archive in the layout of 1920, one code for all towns and villages."""

    def edit(frame):
        towns = frame["N03_004"].str.endswith(("町", "村"))
        return frame.assign(N03_007=frame["N03_007"].mask(towns, "31000"))

    settings = {
        "day": date(1920, 1, 1),
        "name": "N03-200101_31_GML.zip",
        "stem": "N03-200101_31-g_AdministrativeBoundary",
        "schema": "oldest",
        "prj": False,
        "units": old_tottori(),
        "county_names": OLD_COUNTIES,
        "edit": edit,
    }
    return write_archive(folder, **settings | options)


def _default_units(prefecture):
    return kumamoto() if prefecture == "43" else tottori()


def _stem(prefecture, day):
    if day >= date(2023, 1, 1):
        return f"N03-{day:%Y%m%d}" + (f"_{prefecture}" if prefecture else "")
    middle = f"_{prefecture}" if prefecture else ""
    if day < date(2011, 1, 1):
        return f"N03-{day:%y%m%d}{middle}-g_AdministrativeBoundary"
    return f"N03-{day:%y}{middle}_{day:%y%m%d}"


def _features(units, schema, *, cities, counties, prefectures, ward_with_city):
    """Return the attributes of N03 for each unit."""
    rows = []
    for unit in units.itertuples():
        coded = not pd.isna(unit.area_code)
        is_ward = unit.kind == "ward"
        city = cities.get(unit.city_code, "市") if is_ward else None
        row = dict.fromkeys({"oldest": OLDEST, "old": OLD, "new": NEW}[schema])
        row["N03_001"] = prefectures.get(unit.prefecture_code)
        row["N03_003"] = counties.get(unit.area_code) if coded else None
        row["N03_004"] = unit.name_ja
        row["N03_007"] = unit.area_code if coded else None
        if schema == "oldest":
            row |= {"N03_005": "1889-10-01", "N03_006": "1953-07-01"}
        if is_ward and schema == "new":
            row |= {"N03_004": city, "N03_005": unit.name_ja}
        elif is_ward and ward_with_city:
            row["N03_004"] = city + unit.name_ja
        elif is_ward:
            row["N03_003"] = city
        rows.append(row)
    return gpd.GeoDataFrame(rows, geometry=list(units.geometry), crs=units.crs)


def _with_uncoded(features):
    """Add an islet east of everything, which belongs to nobody yet."""
    _, south, east, _ = features.total_bounds
    row = dict.fromkeys(features.columns)
    row |= {"N03_001": features["N03_001"].iloc[0], "N03_004": "所属未定地"}
    row["geometry"] = shapely.box(east + 0.1, south, east + 0.11, south + 0.01)
    added = gpd.GeoDataFrame([row], crs=features.crs)
    return pd.concat([features, added], ignore_index=True)


def _write(features, stem, form, encoding):
    text = {c: "str" for c in features.columns if c != "geometry"}
    features = features.astype(text)
    if form in ("geojson", "both"):
        pyogrio.write_dataframe(features, f"{stem}.geojson", driver="GeoJSON")
    if form in ("shapefile", "both"):
        pyogrio.write_dataframe(
            features,
            f"{stem}.shp",
            driver="ESRI Shapefile",
            encoding={"cp932": "CP932", "utf-8": "UTF-8"}[encoding],
        )
        Path(f"{stem}.cpg").unlink(missing_ok=True)
