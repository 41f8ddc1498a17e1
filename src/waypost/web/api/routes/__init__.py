"""The operations, a module a noun."""
