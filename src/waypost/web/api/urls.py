"""Addresses of the API, and of the page that explains it."""

from django.urls import path

from waypost.web.api import views
from waypost.web.api.application import api

urlpatterns = [
    path("", views.reference, name="api-reference"),
    path("v1/", api.urls),
]
