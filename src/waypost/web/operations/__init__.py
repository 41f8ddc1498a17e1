"""Running it: the first sign-in, health, tidying, backup and restore."""
