"""Who may make an account."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Sign-up is open when the settings say so; otherwise people come by an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the sign-up page is there."""
        return bool(settings.CONFIGURATION.sign_up == "open")
