"""Addresses of sharing; a guest's own is in the map of all."""

from django.urls import path

from waypost.web.sharing.views import bringing, doors, exports, links, walls

app_name = "sharing"
urlpatterns = [
    path("new", doors.new, name="new"),
    path("bring", bringing.bring, name="bring"),
    path("bring/<uuid:brought>/", bringing.brought, name="brought"),
    path("export", exports.workspace, name="export-workspace"),
    path("journeys/<str:slug>/share", links.share, name="share"),
    path("journeys/<str:slug>/share/links", links.make_link, name="make-link"),
    path("journeys/<str:slug>/share/links/<int:link>/revoke", links.revoke_link, name="revoke-link"),
    path("journeys/<str:slug>/wall", walls.show, name="wall"),
    path("journeys/<str:slug>/export/<str:kind>", exports.journey, name="export"),
]
