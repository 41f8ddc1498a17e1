"""Addresses of the API, and of the page that explains it."""

from django.urls import URLPattern, include, path

from waypost.web.api import views
from waypost.web.api.application import api
from waypost.web.api.refusals import in_words

operations, _, namespace = api.urls
for operation in operations:
    if isinstance(operation, URLPattern):
        operation.callback = in_words(operation.callback)

urlpatterns = [
    path("", views.reference, name="api-reference"),
    path("v1/", include((operations, "ninja"), namespace)),
]
