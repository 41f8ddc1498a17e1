"""The app's tables, step by step."""
