"""The examples, used as a person would use them, on real data."""
