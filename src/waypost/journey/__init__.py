"""The documents: models, edits, difference, merge and checks. Pure; knows nobody."""
