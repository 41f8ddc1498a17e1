"""Addresses below a workspace."""

from django.urls import path

from waypost.web.checking import views

app_name = "checking"
urlpatterns = [
    path("journeys/<str:slug>/check", views.check, name="check"),
    path("references", views.references, name="references"),
    path("conditions", views.condition, name="condition"),
]
