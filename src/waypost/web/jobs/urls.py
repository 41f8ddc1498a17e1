"""Addresses of jobs."""

from django.urls import path

from waypost.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<int:number>", views.state, name="state"),
    path("<int:number>/stop", views.stop, name="stop"),
]
