"""Addresses of the portfolio."""

from django.urls import path

from waypost.web.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("ticket", views.heard, name="ticket"),
]
