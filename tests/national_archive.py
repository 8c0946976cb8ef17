"""Write an archive of the whole country, for tests to read."""

import shapely
from n03_archives import units_of, write_archive

from analysis.gazetteer.regions import PREFECTURE_CODES
from analysis.gazetteer.register import register


def write_national(folder):
    """Write an archive with a square for each prefecture and return its path."""
    bodies = register()
    names = bodies[bodies["entity_type"] == "prefecture"].set_index("prefecture_code")
    squares = {
        f"{code}999": ("町", shapely.box(130, 30 + at / 10, 130.1, 30.1 + at / 10))
        for at, code in enumerate(PREFECTURE_CODES)
    }
    return write_archive(
        folder,
        prefecture=None,
        units=units_of(squares),
        prefecture_names=names["name_ja"].to_dict(),
    )
