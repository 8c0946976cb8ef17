"""Published lists of Japanese public entities → correct, located, explained data.

The public names, in the order of the story: read, resolve, normalize, locate, break
down, draw, or all of it with `run`; and lists corrected with `errata` and side by side
with `compare`.
"""

import importlib
from types import ModuleType

from analysis.aliases import read_aliases
from analysis.boundaries.layers import boundaries
from analysis.breakdown import breakdown
from analysis.errata import errata
from analysis.gazetteer.register import register
from analysis.locate import locate
from analysis.normalize import normalize
from analysis.panel import compare
from analysis.pipeline import run
from analysis.resolve import explain, resolve
from analysis.reverse import reverse
from analysis.sources import (
    PACKAGED,
    Announcement,
    packaged_announcement,
    read_announcement,
)

__all__ = [
    "PACKAGED",
    "Announcement",
    "boundaries",
    "breakdown",
    "charts",
    "compare",
    "errata",
    "explain",
    "locate",
    "normalize",
    "packaged_announcement",
    "read_aliases",
    "read_announcement",
    "register",
    "resolve",
    "reverse",
    "run",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> ModuleType:
    """Load `analysis.charts` when it is first asked for: matplotlib is not cheap."""
    if name == "charts":
        return importlib.import_module("analysis.charts")
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
