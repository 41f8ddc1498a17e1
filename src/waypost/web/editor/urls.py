"""Addresses of the journey editor and of the pictures on its maps."""

from django.urls import path

from waypost.web.editor import pictures, views

app_name = "editor"
urlpatterns = [
    path("journeys/<str:slug>/", views.journey, name="journey"),
    path("pictures/", pictures.add, name="add-picture"),
    path("pictures/<str:name>", pictures.picture, name="picture"),
]
