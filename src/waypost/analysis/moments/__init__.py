"""Moments of truth, measured: what each signal changes about each declared outcome, beside what people believe."""
