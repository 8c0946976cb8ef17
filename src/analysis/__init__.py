"""Published lists of Japanese public entities → correct, located, explained data.

The public names, in the order of the story: read, resolve, normalize, locate, break
down, draw, or all of it with `run`; and lists corrected with `errata` and side by side
with `compare`.
"""

import importlib
from collections.abc import Callable
from types import ModuleType

from analysis.aliases import read_aliases
from analysis.boundaries.layers import boundaries
from analysis.breakdown import breakdown
from analysis.errata import errata
from analysis.export import read_results
from analysis.gazetteer.register import register
from analysis.joint import JointTest, joint_test, joint_tests
from analysis.locate import locate
from analysis.normalize import normalize
from analysis.panel import compare
from analysis.pipeline import run
from analysis.power import power
from analysis.resolve import explain, resolve
from analysis.reverse import reverse
from analysis.sources import (
    PACKAGED,
    Announcement,
    packaged_announcement,
    read_announcement,
)
from analysis.spatial import spatial_tests
from analysis.verification import verify

__all__ = [
    "PACKAGED",
    "Announcement",
    "JointTest",
    "boundaries",
    "breakdown",
    "charts",
    "compare",
    "errata",
    "explain",
    "explore",
    "joint_test",
    "joint_tests",
    "locate",
    "normalize",
    "packaged_announcement",
    "power",
    "read_aliases",
    "read_announcement",
    "read_results",
    "register",
    "resolve",
    "reverse",
    "run",
    "spatial_tests",
    "verify",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> ModuleType | Callable:
    """Load what draws when it is first asked for: matplotlib and Altair are not cheap.

    `charts` is a module, `explore` a function.
    """
    if name == "charts":
        return importlib.import_module("analysis.charts")
    if name == "explore":
        return importlib.import_module("analysis.explorer").explore
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
