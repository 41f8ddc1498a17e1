"""Addresses of a workspace's settings."""

from django.urls import path

from waypost.web.workspaces.views import general, log, people, tokens

app_name = "workspaces"
urlpatterns = [
    path("", general.general, name="general"),
    path("people/", people.people, name="people"),
    path("people/<int:member>/", people.changed, name="change-member"),
    path("people/<int:member>/remove/", people.removed, name="remove-member"),
    path("invitations/<int:invitation>/withdraw/", people.withdrawn, name="withdraw"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token>/revoke/", tokens.revoked, name="revoke-token"),
    path("log/", log.log, name="log"),
]
