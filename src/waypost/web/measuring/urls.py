"""Addresses of measures."""

from django.urls import path

from waypost.web.measuring import views

app_name = "measuring"
urlpatterns = [
    path("journeys/<str:slug>/measures", views.measures, name="measures"),
    path("journeys/<str:slug>/measures/again", views.again, name="again"),
    path("journeys/<str:slug>/figures/<str:lane>/<str:element>", views.figure, name="figure"),
    path("journeys/<str:slug>/answers", views.answers, name="answers"),
    path("journeys/<str:slug>/report", views.report, name="report"),
]
