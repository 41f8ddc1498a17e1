"""How results show themselves: as a frame, as charts, in a terminal, in a notebook.

The libraries that draw are only loaded when something is drawn.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt
    import polars as pl
    from rich.console import Group

    from waypost.analysis.results import LivingMeasures


class Shown:
    """What `Measures` and `LivingMeasures` have in common."""

    def _living(self) -> LivingMeasures:
        """These measures, and those of the segments beside them."""
        raise NotImplementedError

    def to_frame(self) -> pl.DataFrame:
        """Every figure as a row, with n and interval: see `figures.figures_frame`."""
        from waypost.analysis.figures import figures_frame

        return figures_frame(self._living())

    def transitions_frame(self) -> pl.DataFrame:
        """Every transition as a row: see `figures.transitions_frame`."""
        from waypost.analysis.figures import transitions_frame

        return transitions_frame(self._living())

    def chart(self) -> alt.VConcatChart:
        """Reach, moves and dwell: see `charts.chart`."""
        from waypost.analysis.charts import chart

        return chart(self._living().everyone)

    def __rich__(self) -> Group:
        """For a terminal: `rich.print(measures)`."""
        from waypost.analysis.notebook import rich_view

        return rich_view(self._living())

    def __repr__(self) -> str:
        """One line, however many figures there are: `rich.print`, `to_frame` and notebooks show them."""
        whole = self._living().everyone
        return f"<measures of '{whole.journey}': {whole.cases:,} cases, as of {whole.as_of:%Y-%m-%d}>"

    def _repr_html_(self) -> str:
        """For a notebook."""
        from waypost.analysis.notebook import html_view

        return html_view(self._living())
