"""Addresses of personas, segments, evidence and the glossary."""

from django.urls import path

from waypost.web.later import later
from waypost.web.people.views import away, comparing, evidence, glossary, personas
from waypost.web.workspaces.access import Can

_SEGMENTS = "waypost.web.people.views.segments."

app_name = "people"
urlpatterns = [
    path("personas/", personas.gallery, name="personas"),
    path("personas/new", personas.made, name="make-persona"),
    path("personas/compare", comparing.compare, name="compare"),
    path("personas/<str:slug>/", personas.persona, name="persona"),
    path("people/<str:slug>/put-away", away.put, name="put-away"),
    path("people/<str:slug>/take-out", away.take, name="take-out"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/new", glossary.made, name="make-glossary"),
    path("glossary/terms", glossary.terms, name="terms"),
    path("glossary/<str:slug>/uses", glossary.used, name="uses"),
    path("evidence/", evidence.listed, name="evidence"),
    path("evidence/add", evidence.added, name="add-finding"),
    path("evidence/<str:study>/<str:finding>/", evidence.finding, name="finding"),
    path("evidence/<str:study>/<str:finding>/change", evidence.changed, name="change-finding"),
    path("evidence/<str:study>/<str:finding>/remove", evidence.removed, name="remove-finding"),
    path("segments/", later(_SEGMENTS + "listed", Can.VIEW), name="segments"),
    path("segments/new", later(_SEGMENTS + "made", Can.EDIT), name="make-segment"),
    path("segments/try", later(_SEGMENTS + "tried", Can.EDIT), name="try-segment"),
    path("segments/<str:slug>/", later(_SEGMENTS + "segment", Can.VIEW), name="segment"),
    path("segments/<str:slug>/change", later(_SEGMENTS + "changed", Can.EDIT), name="change-segment"),
]
