"""A job from being asked for to its end: once in effect, whatever happens to whoever works on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event as Flag
from typing import TypeAlias

import pytest
from django.utils import timezone
from pydantic import JsonValue

from tests.web.conftest import Cast
from waypost.errors import BusyError, InputError, Problem
from waypost.web.accounts.models import User
from waypost.web.jobs import leasing
from waypost.web.jobs.asking import ask, cancel
from waypost.web.jobs.kinds import Kind, UnknownKindError
from waypost.web.jobs.leasing import LeaseLostError, lease
from waypost.web.jobs.models import Job, JobState
from waypost.web.jobs.running import Running
from waypost.web.jobs.worker import attempt
from waypost.web.live.models import Event
from waypost.web.workspaces.models import Workspace

Doing: TypeAlias = Callable[[Kind], None]


def rename(job: Running) -> JsonValue:
    """An effect that shows how often it happened."""
    job.tell(0.5, "Renaming")
    workspace = job.workspace

    def effect() -> None:
        workspace.refresh_from_db()
        workspace.name += "!"
        workspace.save()

    job.at_the_end(effect)
    return {"renamed": True}


def asked(acme: Workspace, key: str = "one") -> Job:
    return ask(acme, "test", {"of": 7}, key, None)


def leased(worker: str = "here:1") -> Job:
    job = lease(worker)
    assert job is not None
    return job


def due_now() -> None:
    """Time passes until everything is due and every lease has run out."""
    Job.objects.update(run_at=timezone.now(), lease_until=timezone.now() - timedelta(seconds=1))


def name(acme: Workspace) -> str:
    acme.refresh_from_db()
    return acme.name


def test_the_same_key_is_the_same_job(acme: Workspace, owner: User, doing: Doing) -> None:
    first = ask(acme, "test", {"of": 7}, "one", owner)
    assert ask(acme, "test", {"of": 7}, "one", owner).pk == first.pk
    assert ask(acme, "test", {"of": 7}, "two", owner).pk != first.pk


def test_an_unknown_kind_is_refused(acme: Workspace) -> None:
    with pytest.raises(UnknownKindError):
        ask(acme, "no such kind", {}, "one", None)


def test_done_once_with_result_and_effect(acme: Workspace, doing: Doing) -> None:
    doing(rename)
    job = asked(acme)
    attempt(leased(), Flag())
    job.refresh_from_db()
    assert (job.state, job.result, job.done) == (JobState.DONE, {"renamed": True}, 1)
    assert name(acme) == "Acme!"
    assert lease("here:1") is None


def test_everybody_in_the_workspace_hears_how_it_goes(acme: Workspace, doing: Doing) -> None:
    doing(rename)
    asked(acme)
    attempt(leased(), Flag())
    heard = Event.objects.filter(topic=acme.topic, kind="job").order_by("id")
    assert [(event.payload["state"], event.payload["saying"]) for event in heard] == [
        ("waiting", ""),
        ("running", ""),
        ("running", "Renaming"),
        ("done", ""),
    ]


def test_a_worker_that_lost_its_lease_changes_nothing(acme: Workspace, doing: Doing) -> None:
    doing(rename)
    asked(acme)
    slow = leased("slow:1")
    due_now()
    attempt(leased("quick:2"), Flag())
    attempt(slow, Flag())  # comes back to find its work done
    assert name(acme) == "Acme!"


def test_the_effect_and_the_end_happen_together_or_not_at_all(acme: Workspace, doing: Doing) -> None:
    doing(rename)
    asked(acme)
    job = leased()

    def broken() -> None:
        raise RuntimeError("the power is cut here")

    with pytest.raises(RuntimeError):
        leasing.finish(job, None, (lambda: Workspace.objects.update(name="Half"), broken))
    job.refresh_from_db()
    assert (job.state, name(acme)) == (JobState.RUNNING, "Acme")


def test_what_breaks_is_tried_three_times_then_fails(
    acme: Workspace, doing: Doing, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(job: Running) -> JsonValue:
        raise ZeroDivisionError

    doing(breaks)
    job = asked(acme)
    pauses = []
    for _ in range(3):
        due_now()
        attempt(leased(), Flag())
        job.refresh_from_db()
        pauses.append(round((job.run_at - timezone.now()).total_seconds()))
    assert pauses[0] < pauses[1]
    assert job.state == JobState.FAILED
    assert job.saying.startswith("Something broke")


def test_a_mistake_of_the_person_is_told_and_not_tried_again(acme: Workspace, doing: Doing) -> None:
    def refuses(job: Running) -> JsonValue:
        raise InputError(Problem("there is no column 'who'", "clicks.csv"))

    doing(refuses)
    job = asked(acme)
    attempt(leased(), Flag())
    job.refresh_from_db()
    assert (job.state, job.saying, job.attempt) == (JobState.FAILED, "clicks.csv: there is no column 'who'", 1)


def test_what_is_taken_is_tried_later(acme: Workspace, doing: Doing) -> None:
    def waits(job: Running) -> JsonValue:
        raise BusyError("somebody else writes")

    doing(waits)
    job = asked(acme)
    attempt(leased(), Flag())
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    assert job.run_at > timezone.now()


def test_what_kills_its_worker_three_times_fails(acme: Workspace, doing: Doing) -> None:
    job = asked(acme)
    for number in range(3):
        due_now()
        leased(f"here:{number}")
    due_now()
    assert lease("here:9") is None
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_cancelling_stops_it_when_it_next_tells(acme: Workspace, doing: Doing) -> None:
    def cancelled_meanwhile(job: Running) -> JsonValue:
        cancel(Job.objects.get())
        return rename(job)

    doing(cancelled_meanwhile)
    job = asked(acme)
    attempt(leased(), Flag())
    job.refresh_from_db()
    assert (job.state, name(acme)) == (JobState.CANCELLED, "Acme")


def test_what_was_cancelled_or_failed_is_begun_anew_when_asked_for_again(acme: Workspace, doing: Doing) -> None:
    job = cancel(asked(acme))
    assert job.state == JobState.CANCELLED
    assert (asked(acme).pk, asked(acme).state) == (job.pk, JobState.WAITING)


def test_a_worker_that_must_stop_leaves_its_job_to_the_next(acme: Workspace, doing: Doing) -> None:
    doing(rename)
    job = asked(acme)
    stopping = Flag()
    stopping.set()
    attempt(leased(), stopping)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.worker) == (JobState.WAITING, 0, "")


def test_a_lease_that_is_lost_cannot_be_extended(acme: Workspace, doing: Doing) -> None:
    asked(acme)
    job = leased()
    leasing.extend(job)
    cancel(job)
    with pytest.raises(LeaseLostError):
        leasing.extend(job)


def test_jobs_of_dead_processes_here_are_free_at_once(acme: Workspace, doing: Doing) -> None:
    host = leasing.worker_name().rpartition(":")[0]
    asked(acme)
    leased(f"{host}:{2**22 + 1}")  # no process has such a number
    assert lease("next:1") is None
    leasing.give_back_of_the_dead()
    assert leased("next:1").attempt == 2


def test_only_members_see_a_job_and_only_editors_stop_it(cast: Cast, acme: Workspace, doing: Doing) -> None:
    address = f"/w/acme/jobs/{asked(acme).pk}"
    assert cast.viewer.get(address).json()["state"] == "waiting"
    assert cast.stranger.get(address).status_code == 404
    assert cast.stranger.get(address.replace("acme", "elsewhere")).status_code == 404
    assert cast.viewer.post(f"{address}/stop").status_code == 403
    assert cast.editor.post(f"{address}/stop").json()["state"] == "cancelled"
