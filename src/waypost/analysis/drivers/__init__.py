"""Drivers: which scores move the overall score, how well each does, and what is at stake."""
