"""Addresses of data."""

from django.urls import path

from waypost.web.later import later
from waypost.web.workspaces.access import Can

_FILES, _COLUMNS, _BINDING = "waypost.web.data.files", "waypost.web.data.columns", "waypost.web.data.binding"
_TAKEN = "waypost.web.data.taken"
_CUSTOMERS, _START = "waypost.web.data.customers", "waypost.web.data.start"

app_name = "data"
urlpatterns = [
    path("data/", later(f"{_FILES}.overview", Can.VIEW), name="overview"),
    path("data/upload", later(f"{_FILES}.upload", Can.EDIT), name="upload"),
    path("data/files/<str:name>/", later(f"{_COLUMNS}.columns", Can.EDIT), name="columns"),
    path("data/files/<str:name>/throw-away", later(f"{_FILES}.forget", Can.EDIT), name="forget"),
    path("data/tables/<str:table>/", later(f"{_TAKEN}.page", Can.VIEW), name="table"),
    path("data/tables/<str:table>/again", later(f"{_COLUMNS}.again", Can.EDIT), name="again"),
    path("data/tables/<str:table>/remove", later(f"{_TAKEN}.remove", Can.EDIT), name="remove"),
    path("data/put-aside/", later(f"{_FILES}.quarantine", Can.CUSTOMERS), name="quarantine"),
    path("data/put-aside.csv", later(f"{_FILES}.quarantine_csv", Can.CUSTOMERS), name="quarantine-csv"),
    path("data/bind/<str:slug>/", later(f"{_BINDING}.page", Can.EDIT), name="bind"),
    path("data/bind/<str:slug>/found", later(f"{_BINDING}.found", Can.EDIT), name="found"),
    path("data/bind/<str:slug>/tried", later(f"{_BINDING}.tried", Can.EDIT), name="tried"),
    path("data/customer/", later(f"{_CUSTOMERS}.customer", Can.CUSTOMERS), name="customer"),
    path("data/customer/export", later(f"{_CUSTOMERS}.export", Can.CUSTOMERS), name="export-customer"),
    path("data/customer/erase", later(f"{_CUSTOMERS}.erase", Can.CUSTOMERS), name="erase-customer"),
    path("start/data/", later(f"{_START}.start", Can.EDIT), name="start"),
    path("start/data/proposed/", later(f"{_START}.proposed", Can.EDIT), name="proposed"),
    path("start/data/accept", later(f"{_START}.accept", Can.EDIT), name="accept"),
]
