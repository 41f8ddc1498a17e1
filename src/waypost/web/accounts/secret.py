"""Words that open something: made from 256 random bits, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """A word for a link or a token that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret: its SHA-256 (it has too many bits for a slow hash to be of use)."""
    return hashlib.sha256(secret.encode()).hexdigest()
