"""The settings of a server as a table for the documentation, made from `Configuration`."""

from __future__ import annotations

from waypost.web.configuration import Configuration, variable


def settings_table() -> str:
    """Every environment variable: what it means, and what it is when it is left out."""
    rows = [
        (f"`{variable(name)}`", " ".join((info.description or "").split()), f"`{info.default}`" if info.default else "")
        for name, info in Configuration.model_fields.items()
    ]
    head = [("variable", "what it means", "when left out"), ("---", "---", "---")]
    return "".join(f"| {' | '.join(row)} |\n" for row in head + rows)
