"""What can be asked for: each kind of job is a function, registered under a name.

An app puts its kinds into its module `jobs`, which is read when the first kind is looked for:

    @kind("measure")
    def measure(job: Running) -> JsonValue:
        for done, partition in ...:
            job.tell(done, "Counting")
        job.at_the_end(lambda: Measures.objects.update_or_create(...))
        return {"trails": 120}

**Effects happen once.** A job may be begun up to three times: its worker can be killed at any moment. So what a job
does before its end must be harmless when it is done again (files are written whole, under names that come from the
arguments); what counts is handed to `at_the_end`, and happens in the transaction that marks the job as done.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from django.utils.module_loading import autodiscover_modules
from pydantic import JsonValue

from waypost.errors import WaypostError
from waypost.web.jobs.running import Running

Kind: TypeAlias = Callable[[Running], JsonValue]
"""Does the work and answers its result; raises InputError for what trying again would not mend."""

_KINDS: dict[str, Kind] = {}


class UnknownKindError(WaypostError):
    """No app of this release does this kind of job."""


def kind(name: str) -> Callable[[Kind], Kind]:
    """Register a function as the kind of job called `name`."""

    def register(work: Kind) -> Kind:
        assert _KINDS.setdefault(name, work) is work, f"two kinds of job are called {name}"
        return work

    return register


def kind_of(name: str) -> Kind:
    """The function that does a kind of job; raises UnknownKindError."""
    _discover()
    if name not in _KINDS:
        raise UnknownKindError(f"This release knows no job of the kind '{name}'.")
    return _KINDS[name]


@cache
def _discover() -> None:
    autodiscover_modules("jobs")
