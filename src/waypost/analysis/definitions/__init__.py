"""What every measure means, how it is computed, and where the method comes from: the one registry.

`docs/reference/measures.md` is written from it, and so are the definitions that travel with `measures.json`. Each
family of measures has a module here.
"""

from __future__ import annotations

from waypost.analysis.definitions.comparing import COMPARING
from waypost.analysis.definitions.conformance import CONFORMANCE
from waypost.analysis.definitions.definition import Definition
from waypost.analysis.definitions.map import MAP
from waypost.analysis.definitions.metrics import METRICS
from waypost.analysis.definitions.moments import MOMENTS
from waypost.analysis.definitions.paths import PATHS
from waypost.analysis.definitions.risk import AT_RISK, AtRisk
from waypost.analysis.definitions.walks import WALKS
from waypost.analysis.statistics import MINIMUM

__all__ = ["AT_RISK", "DEFINITIONS", "AtRisk", "Definition", "measures_reference"]

DEFINITIONS: tuple[Definition, ...] = (*MAP, *PATHS, *WALKS, *CONFORMANCE, *COMPARING, *MOMENTS, *METRICS)


def measures_reference() -> str:
    """The reference page, in Markdown."""
    parts = [
        "# Measures",
        "What every figure on the map, in `measures.json` and in the library means. This page is written from "
        "`waypost.analysis.definitions`.",
        f"A figure comes with its n and a 95 % interval. With fewer than {MINIMUM} cases, answers or times behind it, "
        "it is *not enough data*: a value of its own, neither an error nor zero. Times are kept in microseconds.",
    ]
    for definition in DEFINITIONS:
        parts += [
            f"## {definition.name}",
            definition.meaning,
            definition.method,
            f"Unit: {definition.unit}. In the library: {', '.join(f'`{field}`' for field in definition.fields)}.",
        ]
        if definition.id == "signal":
            parts.append(_at_risk_table())
    return "\n\n".join(parts) + "\n"


def _at_risk_table() -> str:
    rows = [f"| `{risk.rule}` | {risk.happens} | {risk.cases} |" for risk in AT_RISK]
    return "\n".join(["| rule | happens | cases at risk |", "| --- | --- | --- |", *rows])
