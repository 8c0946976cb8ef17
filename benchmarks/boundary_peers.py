"""Another answer to where a point lies: reversejp, asked point by point."""

import time

import numpy as np
import pandas as pd

import analysis
from analysis.geometry.points import PolygonIndex

_AREA_DIGITS = 7  # codes of fewer digits are of prefectures and parts of them
_FAR_M = 20_000.0


def asked_one_by_one(places: np.ndarray) -> tuple[float, list[set[str]]] | None:
    """Return the seconds that reversejp takes, and the area codes at each place.

    None at sea, several where its areas overlap; a ward counts as its city. All is None
    if reversejp is not installed.
    """
    try:
        from reversejp import find_properties
    except ImportError:
        return None
    degrees = places.tolist()
    find_properties(*degrees[0])  # it reads its files at the first call
    start = time.process_time()
    found = [[each.code for each in find_properties(x, y)] for x, y in degrees]
    seconds = time.process_time() - start
    bodies = analysis.register()
    wards = bodies[bodies["entity_type"].eq("ward")].dropna(subset="parent_code")
    city_of = wards["parent_code"].str[:5].set_axis(wards["lg_code"].str[:5]).to_dict()
    areas = [[code[:5] for code in each if len(code) == _AREA_DIGITS] for each in found]
    return seconds, [{city_of.get(code, code) for code in each} for each in areas]


def compare(places: np.ndarray, answers: list[set[str]]) -> list[str]:
    """Return lines that count the answers of reversejp, and explain those not ours."""
    bodies = analysis.boundaries("municipality")
    found = analysis.reverse(places)
    table = pd.DataFrame(
        {
            "own": found["lg_code"].str[:5].fillna(""),
            "off": found["distance_m"],
            "peer": answers,
            "x": places[:, 0],
            "y": places[:, 1],
        }
    )
    some = table["peer"].map(bool)
    both = table[some & (table["own"] != "")]
    unequal = both[both["peer"] != both["own"].map(lambda code: {code})]
    only_ours = table[~some & (table["own"] != "")]
    at_sea = int((only_ours["off"] > 0).sum())
    lines = [
        f"  both answer {len(both):,}, unequal {len(unequal):,}; "
        f"only reverse {len(only_ours):,}, {at_sea:,} of them off the coast; "
        f"only reversejp {(some & (table['own'] == '')).sum():,}"
    ]
    names = bodies.set_index(bodies["lg_code"].str[:5])["name_ja"]
    for row in unequal.itertuples():
        peer = ", ".join(
            f"{code} {names.get(code, '')}" for code in sorted(row.peer - {row.own})
        )
        metres = [_metres(bodies, code, row) for code in sorted(row.peer - {row.own})]
        why = (
            "its areas overlap there, it names both"
            if row.own in row.peer
            else "the border was moved when the areas were mended"
        )
        lines.append(
            f"  {row.x:.4f} {row.y:.4f} {row.own} {names[row.own]}; reversejp: {peer}, "
            f"{', '.join(metres)} m off here: {why}"
        )
    return lines


def _metres(bodies: pd.DataFrame, code: str, place) -> str:
    """Return how far a place is off the polygon of another body."""
    polygon = bodies.loc[bodies["lg_code"].str[:5] == code, "geometry"]
    metres = PolygonIndex(polygon).nearest([place.x], [place.y], _FAR_M)[1][0]
    return "many" if np.isnan(metres) else f"{metres:,.0f}"
