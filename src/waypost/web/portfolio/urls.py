"""Addresses of the portfolio."""

from django.urls import path

from waypost.web.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("search", views.found, name="search"),
    path("mine/", views.mine, name="mine"),
    path("ticket", views.heard, name="ticket"),
]
