"""Paths: the ways customers take, what leads where, how long it takes, and who comes back."""
