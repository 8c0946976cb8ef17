"""The error corpus: how people miswrite every body, and what must not be matched.

Nothing here uses the resolver or the `analysis.names` that it is built on, so a mistake
in their tables cannot hide itself. Only the register of bodies is shared.
"""
