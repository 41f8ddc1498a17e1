"""Figures in words, as the map writes them."""

from __future__ import annotations

from django import template

from waypost.drawing.numerals import percent

register = template.Library()


@register.filter
def share(value: float) -> str:
    """0.614 → "61 %"."""
    return percent(value)
