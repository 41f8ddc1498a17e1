"""Filters for evidence."""

from __future__ import annotations

from django import template

from waypost.drawing.numerals import signed

register = template.Library()


@register.filter
def level(number: float) -> str:
    """How something felt, with its sign: "−1.4"."""
    return signed(number)
