"""Exact distributions of counts, on plain arrays: what chance alone would do."""
