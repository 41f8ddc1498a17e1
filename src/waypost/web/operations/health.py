"""Whether everything is up, for whoever watches over it."""

from __future__ import annotations

from importlib.metadata import version

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from waypost.web.jobs.models import Heartbeat
from waypost.web.jobs.worker import ALIVE


@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """The database, the worker and the version; 503 when the database cannot be written.

    Without a worker pages are answered and jobs wait: that is told, and no failure.
    """
    now = timezone.now()
    try:
        Heartbeat.objects.filter(worker="").update(at=now)  # changes nothing, and needs all that a change needs
        alive = Heartbeat.objects.filter(at__gte=now - ALIVE).exists()
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": "cannot be written"}, status=503)
    health = {"database": "writable", "worker": "alive" if alive else "away", "version": version("waypost")}
    return JsonResponse({"status": "ok", **health})
