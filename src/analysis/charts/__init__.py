"""Charts of a list: a frame and optional Axes in, the Axes out."""

from analysis.charts.bars import region_counts, type_counts
from analysis.charts.heatmap import region_type_heatmap
from analysis.charts.locators import locator_maps
from analysis.charts.maps import distribution_map
from analysis.charts.panel import panel_counts, panel_maps
from analysis.charts.sheet import JapanSheet, japan_map
from analysis.charts.style import blank, quiet_figure, save

__all__ = [
    "JapanSheet",
    "blank",
    "distribution_map",
    "japan_map",
    "locator_maps",
    "panel_counts",
    "panel_maps",
    "quiet_figure",
    "region_counts",
    "region_type_heatmap",
    "save",
    "type_counts",
]
