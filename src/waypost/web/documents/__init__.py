"""The documents of a workspace as rows: their state, their changes, their history."""
