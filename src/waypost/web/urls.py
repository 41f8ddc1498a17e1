"""The URL map. Every address has a name, and a line in the permissions the suite holds it to."""

from django.urls import include, path

from waypost.web import home
from waypost.web.comments.notices import unsubscribe
from waypost.web.later import later
from waypost.web.operations import health, welcome
from waypost.web.workspaces.views import joining

handler400 = "waypost.web.faults.bad_request"
handler403 = "waypost.web.faults.permission_denied"
handler404 = "waypost.web.faults.not_found"
handler500 = "waypost.web.faults.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("welcome/<str:token>", welcome.welcome, name="welcome"),
    path("enter/<str:token>", welcome.enter, name="enter"),
    path("accounts/", include("allauth.urls")),
    path("you/", include("waypost.web.accounts.urls")),
    path("api/", include("waypost.web.api.urls")),
    path("s/<str:secret>/", later("waypost.web.sharing.views.guests.guest"), name="guest"),
    path("unsubscribe/<str:token>", unsubscribe, name="unsubscribe"),
    path("w/new/", joining.founded, name="new-workspace"),
    path("w/join/<str:secret>/", joining.join, name="join"),
    path("w/<slug:workspace>/", include("waypost.web.portfolio.urls")),
    path("w/<slug:workspace>/", include("waypost.web.actions.urls")),
    path("w/<slug:workspace>/", include("waypost.web.comments.urls")),
    path("w/<slug:workspace>/settings/", include("waypost.web.workspaces.urls")),
    path("w/<slug:workspace>/documents/", include("waypost.web.documents.urls")),
    path("w/<slug:workspace>/jobs/", include("waypost.web.jobs.urls")),
    path("w/<slug:workspace>/", include("waypost.web.editor.urls")),
    path("w/<slug:workspace>/", include("waypost.web.checking.urls")),
    path("w/<slug:workspace>/", include("waypost.web.measuring.urls")),
    path("w/<slug:workspace>/", include("waypost.web.data.urls")),
    path("w/<slug:workspace>/", include("waypost.web.sharing.urls")),
    path("w/<slug:workspace>/", include("waypost.web.people.urls")),
    path("w/<slug:workspace>/", include("waypost.web.history.urls")),
]
