"""A job that is being worked on, as its kind's function sees it."""

from __future__ import annotations

import logging
import time
from threading import Event, Thread
from types import TracebackType

from django.db import DatabaseError, connection
from pydantic import JsonValue

from waypost.errors import WaypostError
from waypost.web.accounts.models import User
from waypost.web.jobs import leasing
from waypost.web.jobs.leasing import Effect, LeaseLostError
from waypost.web.jobs.models import Job
from waypost.web.workspaces.models import Workspace

_BEAT = 4.0
"""Seconds between two signs of life."""

_PAUSE = 0.5
"""Seconds between two pieces of news about how far a job is."""


log = logging.getLogger("waypost.jobs")


class StoppingError(WaypostError):
    """This worker is asked to stop; the job goes to the next one."""


class Running:
    """A job under way: what is asked for, and how to tell how far it is. Its lease is kept up meanwhile."""

    def __init__(self, job: Job, stopping: Event) -> None:
        self._job = job
        self._stopping = stopping
        self._lost = Event()
        self._over = Event()
        self._told = 0.0
        self.effects: list[Effect] = []
        """What happens at the end, in its order."""

    @property
    def workspace(self) -> Workspace:
        """Whose job it is."""
        return self._job.workspace

    @property
    def arguments(self) -> dict[str, JsonValue]:
        """What was asked for."""
        given: dict[str, JsonValue] = self._job.arguments
        return given

    @property
    def asked_by(self) -> User | None:
        """Who asked; None when their account is gone."""
        return self._job.asked_by

    @property
    def key(self) -> str:
        """Names this piece of work, the same in each attempt."""
        return self._job.key

    def tell(self, done: float, saying: str) -> None:
        """Say how far the work is, 0 to 1, and what is being done; call it as often as you like.

        Raises LeaseLostError or StoppingError when the work must not go on: let them pass.
        """
        if self._lost.is_set():
            raise LeaseLostError
        if self._stopping.is_set():
            raise StoppingError
        if time.monotonic() - self._told >= _PAUSE:
            leasing.progress(self._job, done, saying)
            self._told = time.monotonic()

    def at_the_end(self, effect: Effect) -> None:
        """Have something happen in the transaction that marks the job as done: exactly once."""
        self.effects.append(effect)

    def __enter__(self) -> Running:
        """Keep the lease up from here on."""
        self._beating = Thread(target=self._beat, name="lease", daemon=True)
        self._beating.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._beating.join()

    def _beat(self) -> None:
        while not self._over.wait(_BEAT):
            try:
                leasing.extend(self._job)
            except LeaseLostError:
                self._lost.set()
                break
            except DatabaseError as error:  # tried again at the next beat; the lease outlasts a few
                log.warning("the lease of job %s could not be kept up: %s", self._job.pk, error)
                connection.close()
        connection.close()
