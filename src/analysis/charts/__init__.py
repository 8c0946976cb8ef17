"""Charts of a list: a frame and optional Axes in, the Axes out."""

from analysis.charts.bars import region_counts, type_counts
from analysis.charts.choropleths import choropleth
from analysis.charts.heatmap import region_type_heatmap
from analysis.charts.locators import locator_maps
from analysis.charts.maps import distribution_map
from analysis.charts.mix import type_mix
from analysis.charts.panel import panel_counts, panel_maps
from analysis.charts.representation import representation_plot
from analysis.charts.sheet import JapanSheet, japan_map
from analysis.charts.style import blank, plain_settings, quiet_figure, save
from analysis.charts.tiles import tile_grid

__all__ = [
    "JapanSheet",
    "blank",
    "choropleth",
    "distribution_map",
    "japan_map",
    "locator_maps",
    "panel_counts",
    "panel_maps",
    "plain_settings",
    "quiet_figure",
    "region_counts",
    "region_type_heatmap",
    "representation_plot",
    "save",
    "tile_grid",
    "type_counts",
    "type_mix",
]
