"""Polygons of municipalities and prefectures."""

from analysis.boundaries.packaged import (
    ATTRIBUTION,
    CRS,
    SOURCE,
    VINTAGE,
    municipalities,
    polygons,
    prefectures,
)

__all__ = [
    "ATTRIBUTION",
    "CRS",
    "SOURCE",
    "VINTAGE",
    "municipalities",
    "polygons",
    "prefectures",
]
