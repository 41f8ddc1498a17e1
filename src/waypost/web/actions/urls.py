"""Addresses of actions."""

from django.urls import path

from waypost.web.actions import views

app_name = "actions"
urlpatterns = [
    path("actions/", views.board, name="board"),
    path("actions/new", views.new, name="new"),
    path("actions/<int:number>/", views.action, name="action"),
    path("actions/<int:number>/place", views.placed, name="place"),
    path("actions/<int:number>/throw-away", views.thrown_away, name="throw-away"),
    path("journeys/<str:slug>/actions", views.about, name="about"),
]
