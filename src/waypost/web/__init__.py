"""Waypost in the browser: draw, measure and discuss the living map together."""
