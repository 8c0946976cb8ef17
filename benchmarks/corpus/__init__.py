"""The error corpus: how people miswrite every body, and what must not be matched.

Nothing that makes the strings or tells their truth uses the resolver, or the
`analysis.names` that it is built on, so that a mistake in their tables cannot hide
itself: only the register of bodies is shared. `score` alone asks the resolver.
"""
