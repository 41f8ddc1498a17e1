"""Addresses of measures."""

from django.urls import path

from waypost.web.later import later
from waypost.web.workspaces.access import Can

_VIEWS = "waypost.web.measuring.views"

app_name = "measuring"
urlpatterns = [
    path("journeys/<str:slug>/measures", later(f"{_VIEWS}.measures", Can.VIEW), name="measures"),
    path("journeys/<str:slug>/measures/again", later(f"{_VIEWS}.again", Can.EDIT), name="again"),
    path("journeys/<str:slug>/figures/<str:lane>/<str:element>", later(f"{_VIEWS}.figure", Can.VIEW), name="figure"),
    path("journeys/<str:slug>/answers", later(f"{_VIEWS}.answers", Can.VIEW), name="answers"),
    path("journeys/<str:slug>/report", later(f"{_VIEWS}.report", Can.VIEW), name="report"),
]
