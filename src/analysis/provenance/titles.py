"""What each file of a result is, in a line."""

from pathlib import PurePosixPath

_LOCATED = ", with the polygon of each body and where that is from"
_ROWS = "one row per published row, with what was found and where the row stood"
_FILES = {
    "entities.csv": f"Entities: {_ROWS}",
    "entities.geojson": f"Entities for GIS: {_ROWS}{_LOCATED}",
    "entities.parquet": f"Entities for GIS, exact: {_ROWS}{_LOCATED}",
    "tables.xlsx": "All tables as one workbook, a sheet each; codes are text",
    "by_region.csv": "Bodies of the list by region",
    "by_prefecture.csv": "Bodies of the list by prefecture",
    "by_bureau.csv": "Bodies of the list by regional bureau of telecommunications",
    "by_type.csv": "Bodies of the list by type",
    "by_class.csv": "Bodies of the list by class of city",
    "region_by_type.csv": "Bodies of the list by region and type",
    "joint_tests.csv": "How likely so uneven a spread is by lot, for each grouping",
    "power.csv": "How uneven a region must be for a list of this length to show it",
    "report.html": "The whole result as one page, in English and Japanese",
    "panel.csv": "Bodies and the lists that they are in, one row per body",
    "movements.csv": "Who is new, back or gone, one row per list and body",
    "lists.csv": "The lists, one row each",
    "errata.csv": "Published names that are not the official ones, with evidence",
    "errata.md": "The same as a page, with sentences for a correction notice",
    "datapackage.json": "Types, sources, licences and hashes, for programs",
    "README.md": "What each file and each column holds",
    "charts/distribution_map.png": "Map of the entities",
    "charts/locator_maps.png": "A small map for each entity",
    "charts/region_counts.png": "Bodies of the list in each region",
    "charts/region_representation.png": "Regions against an even spread, intervals",
    "charts/region_rates.png": "Map of the rates of the regions",
    "charts/bureau_rates.png": "Map of the rates of the telecommunications bureaus",
    "charts/prefecture_rates.png": "Map of the rates of the prefectures",
    "charts/prefecture_tiles.png": "Tile for each prefecture, with its count",
    "charts/type_counts.png": "Bodies of the list of each type",
    "charts/type_mix.png": "Types in the list beside all bodies that could apply",
    "charts/type_representation.png": "Types against an even spread, with intervals",
    "charts/region_type_heatmap.png": "Bodies of the list by region and type",
    "charts/panel_maps.png": "A map for each list",
    "charts/panel_counts.png": "Bodies of each list, new or seen before",
}


def title_of(path: str) -> str | None:
    """Return what the file at a path in a folder of results is, None if not known."""
    drawing = str(PurePosixPath(path).with_suffix(".png"))
    return _FILES.get(path) or (_FILES.get(drawing) if path.endswith(".svg") else None)
