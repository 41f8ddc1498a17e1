"""Waypost: the living customer-journey map."""
