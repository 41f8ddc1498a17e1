"""Getting ready and serving: the home folder, the database, one server process and the worker beside it."""

from __future__ import annotations

import gc
import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import django
import uvicorn
from django.core.management import call_command
from django.db import connections
from filelock import FileLock, Timeout

from waypost.errors import BusyError, InputError, Problem
from waypost.web.configuration import Configuration, configuration, variable
from waypost.web.jobs.embedding import embedded_worker

GRACE = 5
"""Seconds that requests under way are given when the server stops; streams end at once."""

_SECRET = "secret-key"  # noqa: S105  # a file's name


def settle(home: Path | None = None, url: str | None = None) -> Configuration:
    """Make the home folder and the secret key unless they are there, and set Django up.

    What is given takes the place of `WAYPOST_HOME` and is the default for `WAYPOST_URL`. Raises InputError.
    """
    if home is not None:
        os.environ[variable("home")] = str(home)
    if url is not None:
        os.environ.setdefault(variable("url"), url)
    chosen = configuration(os.environ)
    chosen.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[variable("home")] = str(chosen.home)
    os.environ[variable("secret_key")] = chosen.secret_key or _kept_secret(chosen.home / _SECRET)
    os.environ["DJANGO_SETTINGS_MODULE"] = "waypost.web.settings"
    django.setup()
    return configuration(os.environ)


def prepare(home: Path | None = None, url: str | None = None) -> Configuration:
    """Settle, and bring the database up to this release."""
    chosen = settle(home, url)
    migrate()
    return chosen


def migrate() -> None:
    """Bring the database up to this release."""
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def bind(host: str, port: int) -> socket.socket:
    """A socket at an address, not yet listening (port 0: any that is free); raises InputError when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except OSError as error:
        opened.close()
        remedy = "Choose another with --port, or stop the server that has it"
        reason = (error.strerror or str(error)).lower()
        raise InputError(Problem(f"port {port} of {host} cannot be served: {reason}", remedy=remedy)) from None
    opened.set_inheritable(True)
    return opened


def address(opened: socket.socket) -> str:
    """The address a browser on this machine reaches a socket at."""
    host, port = opened.getsockname()[:2]
    here = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # compared, not served
    return f"http://[{here}]:{port}" if ":" in here else f"http://{here}:{port}"


@contextmanager
def only_server(home: Path) -> Iterator[None]:
    """Hold the home folder: one process serves it. Raises BusyError when another one does."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(home / "serving.lock", preserve_lock_file=True)
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout:
        raise BusyError(f"{home} is being served already. Stop that server, or choose another --home.") from None


def serve(chosen: Configuration, opened: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until SIGINT or SIGTERM: one process, and the worker beside it when it is embedded.

    `ready` is called when requests are answered. `prepare` comes before.
    """
    from waypost.web.asgi import application  # noqa: PLC0415  # needs Django to be set up

    settings = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    with embedded_worker() if chosen.worker == "embedded" else nullcontext():
        _Server(settings, ready).run(sockets=[opened])


class _Server(uvicorn.Server):
    """A server that says when it is ready, and for which being told to stop is no failure."""

    def __init__(self, settings: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(settings)
        self._ready = ready

    async def startup(self, sockets: Sequence[socket.socket] | None = None) -> None:
        await super().startup(list(sockets) if sockets else None)
        if self.started:
            gc.freeze()  # what is loaded by now stays: nobody waits while it is searched for what is to be thrown away
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from waypost.web.live.application import hub  # noqa: PLC0415  # needs Django to be set up

        hub.close()  # streams never end by themselves
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _kept_secret(path: Path) -> str:
    """The secret in a file that only we may read; made the first time."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(made := secrets.token_urlsafe(48))
    return made
