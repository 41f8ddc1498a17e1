"""Addresses of the account; signing in is at `/accounts/`."""

from django.urls import path

from waypost.web.accounts import views

app_name = "accounts"
urlpatterns = [path("", views.you, name="you")]
