"""Tables of the reports on boundaries."""


def table(rows: list[dict[str, object]]) -> str:
    """Return rows as a Markdown table, or say that there are none.

    Examples
    --------
    >>> print(table([{"name": "北上市", "km²": "437.6"}]), end="")
    | name | km² |
    | --- | --- |
    | 北上市 | 437.6 |
    """
    if not rows:
        return "None.\n"
    lines = [list(rows[0]), ["---"] * len(rows[0]), *([*row.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"
