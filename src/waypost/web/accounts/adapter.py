"""Who may make an account."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from waypost.web.workspaces.inviting import find
from waypost.web.workspaces.views.joining import INVITED


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Sign-up is open when the settings say so; otherwise people come by an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the sign-up page is there."""
        invited = request.session.get(INVITED, "")
        return bool(settings.CONFIGURATION.sign_up == "open" or (invited and find(invited)))
