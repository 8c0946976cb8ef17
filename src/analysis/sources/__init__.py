"""Published documents → `Announcement`: title, date, programme, and the names."""

from analysis.sources.announcement import Announcement
from analysis.sources.reading import (
    PACKAGED,
    packaged_announcement,
    read_announcement,
)

__all__ = ["PACKAGED", "Announcement", "packaged_announcement", "read_announcement"]
