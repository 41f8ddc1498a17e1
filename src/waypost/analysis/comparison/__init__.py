"""Comparison: any figure of the map by groups, and what differs between them more than chance."""
