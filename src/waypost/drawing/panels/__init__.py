"""Panels: the questions a report answers below the map, each in words first, then in a picture, then in numbers."""
