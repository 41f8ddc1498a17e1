"""Conformance: every case held against the designed journey, exactly; who has left it, and who is about to."""
