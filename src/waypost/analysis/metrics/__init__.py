"""Metrics: the figures of customer experience, with their intervals, trends, and who did not answer."""
