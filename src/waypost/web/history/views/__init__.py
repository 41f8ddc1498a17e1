"""The pages of a journey’s history, its review and its future."""
