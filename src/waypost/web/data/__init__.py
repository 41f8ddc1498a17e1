"""Data in, without a terminal: files are dropped, their columns said, and events bound to touchpoints by picking."""
