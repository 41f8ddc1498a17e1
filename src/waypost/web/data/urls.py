"""Addresses of data."""

from django.urls import path

from waypost.web.data import binding, customers, files, start

app_name = "data"
urlpatterns = [
    path("data/", files.overview, name="overview"),
    path("data/upload", files.upload, name="upload"),
    path("data/files/<str:name>/", files.columns, name="columns"),
    path("data/files/<str:name>/throw-away", files.forget, name="forget"),
    path("data/put-aside/", files.quarantine, name="quarantine"),
    path("data/put-aside.csv", files.quarantine_csv, name="quarantine-csv"),
    path("data/bind/<str:slug>/", binding.page, name="bind"),
    path("data/bind/<str:slug>/found", binding.found, name="found"),
    path("data/bind/<str:slug>/tried", binding.tried, name="tried"),
    path("data/customer/", customers.customer, name="customer"),
    path("data/customer/export", customers.export, name="export-customer"),
    path("data/customer/erase", customers.erase, name="erase-customer"),
    path("start/data/", start.start, name="start"),
    path("start/data/proposed/", start.proposed, name="proposed"),
    path("start/data/accept", start.accept, name="accept"),
]
