"""Addresses of the protocol."""

from django.urls import path

from waypost.web.documents import views

app_name = "documents"
urlpatterns = [
    path("<str:slug>/state", views.state, name="state"),
    path("<str:slug>/ticket", views.renewed, name="ticket"),
    path("<str:slug>/changes", views.changes, name="changes"),
]
