"""Where e-mail goes: one address in the settings, told to Django."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from waypost.errors import InputError, Problem

PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
"""The usual port of each way to talk to a mail server."""


@dataclass(frozen=True)
class Mail:
    """A mail server, or the terminal."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: bool = False
    """Begin in the clear, go on encrypted (STARTTLS)."""
    ssl: bool = False
    """Encrypted from the first byte."""


TERMINAL = Mail("django.core.mail.backends.console.EmailBackend")


def mail(url: str) -> Mail:
    """What `smtp+tls://user:password@host:587` means; the terminal when it is empty. Raises InputError."""
    if not url:
        return TERMINAL
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:  # no number
        port = -1
    if not parts.hostname or parts.scheme not in PORTS or port == -1:
        remedy = "Write it as smtp+tls://user:password@host:587; there are " + ", ".join(f"{name}://" for name in PORTS)
        raise InputError(Problem("WAYPOST_EMAIL_URL is no address of a mail server", remedy=remedy))
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        parts.hostname,
        port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        tls=parts.scheme == "smtp+tls",
        ssl=parts.scheme == "smtp+ssl",
    )
