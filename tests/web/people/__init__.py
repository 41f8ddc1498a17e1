"""Personas, the segments they stand for, the evidence behind them, and the company's own words."""
