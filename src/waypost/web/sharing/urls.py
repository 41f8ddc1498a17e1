"""Addresses of sharing; a guest's own is in the map of all."""

from django.urls import path

from waypost.web.later import later
from waypost.web.sharing.views import bringing, doors
from waypost.web.workspaces.access import Can

_EXPORTS, _LINKS, _WALLS = (f"waypost.web.sharing.views.{name}" for name in ("exports", "links", "walls"))
_TO_LINKS = "journeys/<str:slug>/share/links"

app_name = "sharing"
urlpatterns = [
    path("new", doors.new, name="new"),
    path("bring", bringing.bring, name="bring"),
    path("bring/<uuid:brought>/", bringing.brought, name="brought"),
    path("export", later(f"{_EXPORTS}.workspace", Can.VIEW), name="export-workspace"),
    path("journeys/<str:slug>/share", later(f"{_LINKS}.share", Can.VIEW), name="share"),
    path(_TO_LINKS, later(f"{_LINKS}.make_link", Can.EDIT), name="make-link"),
    path(f"{_TO_LINKS}/<int:link>/revoke", later(f"{_LINKS}.revoke_link", Can.EDIT), name="revoke-link"),
    path("journeys/<str:slug>/wall", later(f"{_WALLS}.show", Can.VIEW), name="wall"),
    path("journeys/<str:slug>/export/<str:kind>", later(f"{_EXPORTS}.journey", Can.VIEW), name="export"),
]
