"""Pure geometry: coverages, their simplification, points in them. No body, no file."""
