"""Walks as wholes: groups of cases that walked alike, and those unlike all others."""
