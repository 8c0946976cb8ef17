"""The bare floor of the main job: the least that plain geopandas and matplotlib do.

It reads the list, joins polygons by a ready dictionary, and writes the same files and
the same number of charts. It resolves nothing, checks nothing, labels nothing and shows
no islands in insets; it is what the main job's time is measured against.
"""

import json
import sys
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import pandas as pd

mpl.use("Agg")
import matplotlib.pyplot as plt

# Answers by heart: what `analysis.resolve` has to find out.
CODES = dict(
    zip(
        range(1, 13),
        [
            "032069",
            "032158",
            "040002",
            "152251",
            "212172",
            "222160",
            "242161",
            "313840",
            "343072",
            "353442",
            "392014",
            "465011",
        ],
        strict=True,
    )
)
DATA = Path(__file__).parents[1] / "src" / "analysis" / "data"


def main(out: Path) -> None:
    """Write the files of the main job to `out`."""
    (out / "charts").mkdir(parents=True, exist_ok=True)
    entities = pd.read_csv(DATA / "fy2020_regional_iot.csv")
    entities["lg_code"] = entities["number"].map(CODES)
    register = pd.read_parquet(DATA / "register.parquet")
    entities = entities.merge(register, on="lg_code")
    municipalities = gpd.read_parquet(DATA / "units.parquet")
    prefectures = municipalities.dissolve("prefecture_code", method="coverage")
    prefectures["area_code"] = prefectures.index + "000"
    shapes = pd.concat([municipalities, prefectures])[["area_code", "geometry"]]
    located = gpd.GeoDataFrame(
        entities.merge(shapes, on="area_code"), crs=municipalities.crs
    )
    located["area_km2"] = located.to_crs("EPSG:6933").area / 1e6
    tables = {
        "by_region": entities.groupby("region").size(),
        "by_prefecture": entities.groupby("prefecture_ja").size(),
        "by_type": entities.groupby("entity_type").size(),
        "region_by_type": entities.groupby(["region", "entity_type"]).size(),
    }
    located.drop(columns="geometry").to_csv(out / "entities.csv", index=False)
    for name, table in tables.items():
        table.to_csv(out / f"{name}.csv")
    located.to_file(out / "entities.geojson", driver="GeoJSON")
    located.to_parquet(out / "entities.parquet")
    land = gpd.read_parquet(DATA / "units_coarse.parquet")
    land = land.dissolve("prefecture_code", method="coverage")
    draw(located, land, municipalities, tables, out / "charts")
    names = sorted(p.name for p in out.rglob("*") if p.is_file())
    (out / "datapackage.json").write_text(json.dumps({"resources": names}))


def draw(located, prefectures, municipalities, tables, folder: Path) -> None:
    """Draw the five charts in their plainest form."""
    ax = prefectures.plot(figsize=(8.4, 9.85), color="lightgrey", edgecolor="white")
    located.plot(ax=ax)
    located.set_geometry(
        gpd.points_from_xy(located["longitude"], located["latitude"])
    ).plot(ax=ax, color="red")
    _save(ax.figure, folder / "distribution_map.png")
    for name in ("by_region", "by_type"):
        ax = tables[name].plot.barh(figsize=(8.4, 5))
        _save(ax.figure, folder / f"{name}.png")
    figure, ax = plt.subplots(figsize=(8.4, 7))
    ax.imshow(tables["region_by_type"].unstack().fillna(0))
    _save(figure, folder / "region_by_type.png")
    figure, axes = plt.subplots(3, 4, figsize=(8.4, 9.1))
    for ax, (_, row) in zip(axes.flat, located.iterrows(), strict=True):
        here = municipalities["prefecture_code"] == row["prefecture_code"]
        municipalities[here].plot(ax=ax, color="lightgrey", edgecolor="white")
        gpd.GeoSeries([row["geometry"]]).plot(ax=ax, color="red")
    _save(figure, folder / "locator_maps.png")


def _save(figure, path: Path) -> None:
    figure.savefig(path, dpi=144)
    plt.close(figure)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
