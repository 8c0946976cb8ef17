"""The bare floor of the main job: the least that plain geopandas and matplotlib do.

It reads the list, joins polygons by a ready dictionary, and writes the same files, the
same number of charts and a page with as many pictures. It resolves nothing, tests
nothing, checks nothing, labels nothing and shows no islands in insets; it is what the
main job's time is measured against.
"""

import base64
import io
import json
import sys
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import pandas as pd
import vl_convert

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
        "by_bureau": entities.groupby("telecom_bureau").size(),
        "region_by_type": entities.groupby(["region", "entity_type"]).size(),
    }
    located.drop(columns="geometry").to_csv(out / "entities.csv", index=False)
    for name, table in tables.items():
        table.to_csv(out / f"{name}.csv")
    located.to_file(out / "entities.geojson", driver="GeoJSON")
    located.to_parquet(out / "entities.parquet")
    land = gpd.read_parquet(DATA / "units_coarse.parquet")
    land = land.dissolve("prefecture_code", method="coverage")
    charts = plain_charts(located, land, municipalities, register, tables)
    for name, draw in charts.items():
        _save(draw(), out / "charts" / f"{name}.png", format="png")
    write_report(located, tables, charts, out / "report.html")
    names = sorted(p.name for p in out.rglob("*") if p.is_file())
    (out / "datapackage.json").write_text(json.dumps({"resources": names}))


def plain_charts(located, land, municipalities, register, tables) -> dict:
    """Return the charts of a run by name, each a function that draws it plainly."""
    of_prefecture = register.drop_duplicates("prefecture_code")
    of_prefecture = of_prefecture.set_index("prefecture_code")
    areas = {"prefecture_code": land}
    for level in ("region", "telecom_bureau"):
        grouped = land.assign(**{level: land.index.map(of_prefecture[level])})
        areas[level] = grouped.dissolve(level, method="coverage")

    def shaded(level):
        def draw():
            listed = located.groupby(level).size()
            values = areas[level].index.map(listed).fillna(0)
            return areas[level].plot(column=values, figsize=(8.4, 10), legend=True)

        return draw

    def bars(name):
        return lambda: tables[name].plot.barh(figsize=(8.4, 5))

    def intervals(name):
        def draw():
            _, ax = plt.subplots(figsize=(8.4, 6))
            table = tables[name]
            ax.errorbar(table, table.index.astype(str), xerr=table / 2, fmt="o")
            return ax

        return draw

    def grid():
        _, ax = plt.subplots(figsize=(8.4, 9.5))
        listed = located.groupby("prefecture_code").size()
        for number in range(47):
            value = listed.get(f"{number + 1:02d}", 0)
            ax.text(number % 8, number // 8, f"{number}\n{value}")
        ax.imshow([[0] * 8] * 6)
        return ax

    def heat():
        _, ax = plt.subplots(figsize=(8.4, 7))
        ax.imshow(tables["region_by_type"].unstack().fillna(0))
        return ax

    return {
        "distribution_map": lambda: _map(located, land),
        "region_counts": bars("by_region"),
        "region_representation": intervals("by_region"),
        "region_rates": shaded("region"),
        "bureau_rates": shaded("telecom_bureau"),
        "prefecture_rates": shaded("prefecture_code"),
        "prefecture_tiles": grid,
        "type_counts": bars("by_type"),
        "type_mix": bars("by_type"),
        "type_representation": intervals("by_type"),
        "region_type_heatmap": heat,
        "locator_maps": lambda: _locators(located, municipalities),
    }


def write_report(located, tables, charts, path: Path) -> None:
    """Write a page with the tables, the scripts, and ten pictures in two languages."""
    parts = [located.drop(columns="geometry").to_html(), located.to_json(default=str)]
    parts += [table.to_frame().to_html() for table in tables.values()]
    parts.append(f"<script>{vl_convert.javascript_bundle()}</script>")
    shown = [name for name in charts if name not in ("region_rates", "bureau_rates")]
    for name in shown * 2:
        buffer = io.BytesIO()
        _save(charts[name](), buffer, format="webp", pil_kwargs={"lossless": True})
        picture = base64.b64encode(buffer.getvalue()).decode()
        parts.append(f'<img src="data:image/webp;base64,{picture}">')
    path.write_text("".join(parts), encoding="utf-8")


def _map(located, land):
    ax = land.plot(figsize=(8.4, 9.85), color="lightgrey", edgecolor="white")
    located.plot(ax=ax)
    located.set_geometry(
        gpd.points_from_xy(located["longitude"], located["latitude"])
    ).plot(ax=ax, color="red")
    return ax


def _locators(located, municipalities):
    _, axes = plt.subplots(3, 4, figsize=(8.4, 9.1))
    for ax, (_, row) in zip(axes.flat, located.iterrows(), strict=True):
        here = municipalities["prefecture_code"] == row["prefecture_code"]
        municipalities[here].plot(ax=ax, color="lightgrey", edgecolor="white")
        gpd.GeoSeries([row["geometry"]]).plot(ax=ax, color="red")
    return axes[0, 0]


def _save(ax, target, **options) -> None:
    ax.figure.savefig(target, dpi=144, **options)
    plt.close(ax.figure)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
