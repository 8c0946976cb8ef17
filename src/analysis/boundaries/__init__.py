"""Polygons of municipalities, wards, prefectures and regions, of several vintages."""

from analysis.boundaries.layers import boundaries
from analysis.boundaries.packaged import ATTRIBUTION, CRS

__all__ = ["ATTRIBUTION", "CRS", "boundaries"]
