"""Work that takes longer than a request: written down first, done by a worker, once."""
