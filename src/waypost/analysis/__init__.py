"""What customers really did, counted exactly: partition → kernel → merge → finish."""
