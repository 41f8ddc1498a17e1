"""The worker: takes one job after the other, and keeps the house tidy and writes e-mails once a day."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from waypost.errors import BusyError, WaypostError
from waypost.web.actions.overdue import tell_overdue
from waypost.web.comments.digest import send_digests
from waypost.web.jobs import leasing
from waypost.web.jobs.kinds import kind_of
from waypost.web.jobs.leasing import LeaseLostError
from waypost.web.jobs.models import Heartbeat, Job
from waypost.web.jobs.running import Running, StoppingError
from waypost.web.operations.tidying import tidy

PAUSE = 0.5
"""Seconds between two looks for work."""

ALIVE = timedelta(seconds=30)
"""A worker that was not seen for so long is gone."""

_SEEN_EVERY = 10.0
_TIDY_EVERY = 86_400.0

log = logging.getLogger("waypost.jobs")


def work(stopping: Event) -> None:
    """Work until `stopping` is set; the job at hand is given back then."""
    name = leasing.worker_name()
    leasing.give_back_of_the_dead()
    tidied = float("-inf")
    breathing = Thread(target=_breathe, args=(name, stopping), name="heartbeat", daemon=True)
    breathing.start()
    while not stopping.is_set():
        now = time.monotonic()
        try:
            close_old_connections()
            if now - tidied >= _TIDY_EVERY:
                tidy()
                tell_overdue()
                send_digests()
                tidied = now
            if (job := leasing.lease(name)) is not None:
                attempt(job, stopping)
                continue
        except (OperationalError, InterfaceError) as error:
            log.warning("the database does not answer: %s", error)
            connection.close()
        stopping.wait(PAUSE)
    breathing.join()


def _breathe(name: str, stopping: Event) -> None:
    """Tell every few seconds that this process lives, however long its job takes; tell when it ends."""
    while True:
        try:
            Heartbeat.objects.update_or_create(worker=name, defaults={"at": timezone.now()})
            if stopping.wait(_SEEN_EVERY):
                Heartbeat.objects.filter(worker=name).delete()
                break
        except (OperationalError, InterfaceError):  # told by whoever looks for work
            connection.close()
            if stopping.wait(_SEEN_EVERY):
                break
    connection.close()


def attempt(job: Job, stopping: Event) -> None:
    """Do a job that is leased to us, and write down how it ended."""
    began = time.monotonic()
    try:
        with Running(job, stopping) as running:
            result = kind_of(job.kind)(running)
            leasing.finish(job, result, running.effects)
        log.info("job %s (%s) done in %.1f s", job.pk, job.kind, time.monotonic() - began)
    except LeaseLostError:
        log.info("job %s (%s) was cancelled, or another worker has it", job.pk, job.kind)
    except StoppingError:
        _if_held(leasing.give_back, job)
    except BusyError as error:
        _if_held(leasing.try_later, job, str(error))
    except WaypostError as error:
        log.info("job %s (%s) cannot be done: %s", job.pk, job.kind, type(error).__name__)
        _if_held(leasing.fail, job, str(error))
    except Exception:
        log.exception("job %s (%s) broke in attempt %s", job.pk, job.kind, job.attempt)
        _if_held(leasing.try_later, job, "Something broke on our side. Ask for it again, or tell whoever runs Waypost.")


def stop_on_signals() -> Event:
    """An event that SIGTERM and SIGINT set; a second one ends the process as usual."""
    stopping = Event()

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopping


def _if_held(step: Callable[..., None], job: Job, *words: str) -> None:
    """Take a step unless the job is somebody else's by now."""
    try:
        step(job, *words)
    except LeaseLostError:
        log.info("job %s (%s) is somebody else's by now", job.pk, job.kind)
