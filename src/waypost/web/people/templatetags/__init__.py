"""Signs of the pages of people."""
