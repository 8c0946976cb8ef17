"""Inputs made by seed, what must hold of each, and processes that try them all."""
