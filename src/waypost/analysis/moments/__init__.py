"""Moments of truth, measured: which declared outcomes go with which signals, beside what people believe."""
