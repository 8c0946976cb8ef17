"""The whole story on one page: read, resolve, locate, break down, draw, report."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from analysis import export, provenance
from analysis.aliases import AliasTable
from analysis.atomic import whole_folder
from analysis.boundaries.sets import BoundarySet
from analysis.breakdown import breakdown
from analysis.dictionary import write_dictionary
from analysis.errata import errata
from analysis.joint import joint_tests
from analysis.locate import LOCATION_COLUMNS, locate, sets_used
from analysis.normalize import ENTITY_COLUMNS, normalize
from analysis.panel import Comparison
from analysis.power import power
from analysis.sources import Announcement, packaged_announcement, read_announcement

BREAKDOWNS = {
    "by_region.csv": "region",
    "by_prefecture.csv": "prefecture",
    "by_bureau.csv": "telecom_bureau",
    "by_type.csv": "entity_type",
    "by_class.csv": "city_class",
    "region_by_type.csv": ("region", "entity_type"),
}
"""The breakdown tables that a run writes, by file name."""

CHARTS = {
    "region_counts": ("region_counts", "by_region.csv", {}),
    "region_representation": ("representation_plot", "by_region.csv", {}),
    "region_rates": ("choropleth", "by_region.csv", {"level": "region"}),
    "bureau_rates": ("choropleth", "by_bureau.csv", {"level": "telecom_bureau"}),
    "prefecture_rates": ("choropleth", "by_prefecture.csv", {"level": "prefecture"}),
    "prefecture_tiles": ("tile_grid", "by_prefecture.csv", {"value": "count"}),
    "type_counts": ("type_counts", "by_type.csv", {}),
    "type_mix": ("type_mix", "by_type.csv", {}),
    "type_representation": ("representation_plot", "by_type.csv", {}),
    "region_type_heatmap": ("region_type_heatmap", "region_by_type.csv", {}),
}
"""The charts of breakdowns that a run draws, by file name: function, table, options."""

WORKBOOK = "tables.xlsx"
"""The file with all tables of a result, a sheet for each CSV."""

STEPS = (
    "read",
    "normalize",
    "locate",
    "break down",
    "write tables",
    "draw charts",
    "write the report",
)
"""The steps that a run reports, in order."""


@dataclass(frozen=True, eq=False)
class Run:
    """What a run read, made and wrote.

    Attributes
    ----------
    announcement : Announcement
        The list as published.
    entities : geopandas.GeoDataFrame
        The entity table with the polygon of each body, EPSG:6668.
    tables : dict of str to pandas.DataFrame
        The breakdown tables by file name.
    joint : pandas.DataFrame
        The joint test of each breakdown.
    power : pandas.DataFrame
        How uneven a region must be for a list of this length to show it.
    files : tuple of Path
        Everything that was written.
    """

    announcement: Announcement
    entities: gpd.GeoDataFrame
    tables: dict[str, pd.DataFrame]
    joint: pd.DataFrame
    power: pd.DataFrame
    files: tuple[Path, ...]


def run(
    source: Announcement | str | Path | pd.DataFrame | Iterable[str] | None = None,
    *,
    out: str | Path,
    as_of: dt.date | str | None = None,
    aliases: AliasTable = None,
    boundaries: str = "auto",
    lang: str = "en",
    svg: bool = False,
    excel: bool = False,
    xlsx: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Run:
    """Turn a list into tables, map data, charts and a report in the folder `out`.

    Parameters
    ----------
    source : str, Path, DataFrame, iterable of str or Announcement, optional
        What `analysis.read_announcement` takes or returns; the packaged FY2020 list if
        left out.
    out : str or Path
        Folder for the results; made if it is not there.
    as_of : datetime.date or str, optional
        The day on which the bodies must exist; the document's own date if left out.
    aliases : path, DataFrame or Aliases, optional
        The user's own names with the codes that they stand for; they go first.
    boundaries : str
        The sets of boundaries to choose from, as of `analysis.locate`.
    lang : {"en", "ja"}
        Language of the charts, and the one in which the report opens.
    svg : bool
        Whether to write each chart as SVG, too, beside its PNG.
    excel : bool
        Whether the CSV files begin with the mark by which a Japanese Excel knows UTF-8.
    xlsx : bool
        Whether to write the tables into one workbook, too: ``tables.xlsx``.
    progress : callable, optional
        Called with the name of each of the `STEPS` before it is done.

    Raises
    ------
    SourceError
        If the list cannot be read or the folder not written.
    SchemaError
        If neither `as_of` nor the document says which day counts, or the day is before
        1970-04-01: the bodies that could apply are not known then; or if the table of
        aliases has a mistake.
    ValueError
        If `as_of` is not a date.
    """
    # matplotlib and Altair are slow to import, and not needed by most callers.
    from analysis import charts
    from analysis.report import report

    progress("read")
    announcement = _announcement(source)
    progress("normalize")
    entities = normalize(announcement, as_of=as_of, aliases=aliases)
    progress("locate")
    located = locate(entities, boundaries=boundaries)
    progress("break down")
    tables = {name: breakdown(entities, by=by) for name, by in BREAKDOWNS.items()}
    joint = joint_tests(entities, by=list(BREAKDOWNS.values()))
    shown = power(entities, by="region")
    used = sets_used(located)
    out = Path(out)
    with whole_folder(out) as stage:
        progress("write tables")
        csv = {
            "entities.csv": pd.DataFrame(located[[*ENTITY_COLUMNS]]),
            **tables,
            "joint_tests.csv": joint,
            "power.csv": shown,
        }
        shapes = located[[*ENTITY_COLUMNS, *LOCATION_COLUMNS, "geometry"]]
        for name, table in csv.items():
            export.write_csv(table, stage / name, excel=excel)
        if xlsx:
            export.write_xlsx(csv, stage / WORKBOOK)
        export.write_geojson(shapes, stage / "entities.geojson")
        export.write_geoparquet(shapes, stage / "entities.parquet")
        progress("draw charts")
        with charts.plain_settings():
            _draw(located, tables, stage / "charts", lang=lang, svg=svg)
        progress("write the report")
        page = report(
            announcement,
            located,
            tables=tables,
            joint=joint,
            power=shown,
            errata=errata(announcement, as_of=as_of, aliases=aliases),
            aliases=aliases,
            lang=lang,
        )
        (stage / "report.html").write_text(page, encoding="utf-8", newline="\n")
        title = announcement.title or "Published list of public entities"
        for_gis = {"entities.geojson": shapes, "entities.parquet": shapes}
        write_dictionary(stage, title=title, tables=csv | for_gis)
        provenance.write_datapackage(
            stage,
            [announcement],
            command="run",
            title=title,
            description=(
                f"Published entities: {len(announcement)}, resolved against the bodies "
                f"of {entities['as_of'].iloc[0]}."
            ),
            as_of=entities["as_of"].iloc[0],
            options={
                "as-of": entities["as_of"].iloc[0],
                "boundaries": _pinned(boundaries, used),
                "lang": lang,
                "svg": svg,
                "excel": excel,
                "xlsx": xlsx,
            },
            tables=csv,
            boundaries=used,
            aliases=aliases,
        )
        written = sorted(p.relative_to(stage) for p in stage.rglob("*") if p.is_file())
    files = tuple(out / path for path in written)
    return Run(announcement, located, tables, joint, shown, files)


COMPARED = {
    "entities.csv": "entities",
    "panel.csv": "panel",
    "movements.csv": "movements",
    "lists.csv": "lists",
    "by_region.csv": "by_region",
    "by_type.csv": "by_type",
}
"""The tables of a comparison that are written, by file name."""


def write_comparison(
    comparison: Comparison,
    *,
    out: str | Path,
    aliases: AliasTable = None,
    lang: str = "en",
    excel: bool = False,
    xlsx: bool = False,
) -> tuple[Path, ...]:
    """Write the tables and charts of lists side by side into the folder `out`.

    Parameters
    ----------
    comparison : Comparison
        What `analysis.compare` returns.
    out : str or Path
        Folder for the results; made if it is not there.
    aliases : path, DataFrame or Aliases, optional
        The table that was used, to be listed among the sources.
    lang : {"en", "ja"}
        Language of the charts.
    excel : bool
        Whether the CSV files begin with the mark by which a Japanese Excel knows UTF-8.
    xlsx : bool
        Whether to write the tables into one workbook, too: ``tables.xlsx``.

    Returns
    -------
    tuple of Path
        Everything that was written.

    Raises
    ------
    SourceError
        If the folder cannot be written.
    """
    from analysis import charts

    out = Path(out)
    tables = {name: getattr(comparison, table) for name, table in COMPARED.items()}
    days = comparison.lists["list"]
    with whole_folder(out) as stage:
        for name, table in tables.items():
            export.write_csv(table, stage / name, excel=excel)
        if xlsx:
            export.write_xlsx(tables, stage / WORKBOOK)
        folder = stage / "charts"
        folder.mkdir()
        with charts.plain_settings():
            figure = charts.panel_maps(comparison, charts.quiet_figure(), lang=lang)
            charts.save(figure, folder / "panel_maps.png")
            figure = charts.panel_counts(comparison, charts.quiet_figure(), lang=lang)
            charts.save(figure, folder / "panel_counts.png")
        title = f"Lists of {' and '.join(days)} side by side"
        write_dictionary(stage, title=title, tables=tables)
        provenance.write_datapackage(
            stage,
            comparison.announcements,
            command="compare",
            title=title,
            description="Each list is resolved against the bodies of its own day.",
            options={"lang": lang, "excel": excel, "xlsx": xlsx},
            tables=tables,
            aliases=aliases,
        )
        written = sorted(p.relative_to(stage) for p in stage.rglob("*") if p.is_file())
    return tuple(out / path for path in written)


def _pinned(boundaries: str, used: Sequence[BoundarySet]) -> str:
    """Return what asks for the boundaries that were used, whatever comes later."""
    if len(used) != 1:
        return str(boundaries)
    return f"{used[0].source}:{used[0].vintage}"


def _announcement(
    source: Announcement | str | Path | pd.DataFrame | Iterable[str] | None,
) -> Announcement:
    if source is None:
        return packaged_announcement()
    if isinstance(source, Announcement):
        return source
    return read_announcement(source)


def _draw(
    located: gpd.GeoDataFrame,
    tables: dict[str, pd.DataFrame],
    folder: Path,
    *,
    lang: str,
    svg: bool,
) -> None:
    """Draw every chart on a figure of its own and save it."""
    # matplotlib is slow to import and not needed by those who only resolve names.
    from analysis import charts

    def save(drawing, name: str) -> None:
        for kind in ("png", "svg") if svg else ("png",):
            charts.save(drawing, folder / f"{name}.{kind}")

    folder.mkdir()
    day = located["as_of"].iloc[0]
    ax = charts.distribution_map(located, charts.blank("distribution_map"), lang=lang)
    save(ax, "distribution_map")
    for name, (chart, table, options) in CHARTS.items():
        draw = getattr(charts, chart)
        ax = draw(tables[table], charts.blank(chart), lang=lang, as_of=day, **options)
        save(ax, name)
    save(charts.locator_maps(located, charts.quiet_figure(), lang=lang), "locator_maps")
