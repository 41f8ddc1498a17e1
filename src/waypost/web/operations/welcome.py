"""The first account, made in the browser by whoever started the server; and signing in at the demo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from waypost.web.accounts.models import User
from waypost.web.operations.links import use, welcomes
from waypost.web.workspaces.founding import found

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Welcome(forms.Form):
    """Who is first, and what their workspace is called."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As the others will know you.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="You sign in by it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=1024,
        strip=False,
        help_text="At least ten characters. A sentence is easier to keep in mind.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    workspace = forms.CharField(
        label="What is your workspace called?",
        max_length=120,
        help_text="Usually your company. You can change it later.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean(self) -> dict[str, Any]:
        """A password has to be hard to guess, also for those who know the person."""
        given = self.cleaned_data
        if "password" in given:
            try:
                validate_password(given["password"], User(email=given.get("email", ""), name=given.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first account and its workspace; the link works once, and only while there is no account."""
    if not welcomes(token):
        raise Http404("This link was used, or is too old.")
    form = Welcome(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with transaction.atomic():
            if use(token) is None:
                raise Http404("This link was used.")
            owner = User.objects.create_user(given["email"], given["password"], name=given["name"])
            workspace = found(given["workspace"], owner)
        login(request, owner, backend=BACKEND)
        return redirect(f"/w/{workspace.slug}/")
    return render(request, "operations/welcome.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a link that was made on this machine, and go where it leads."""
    with transaction.atomic():
        link = use(token)
    if link is None or link.user is None:
        raise Http404("This link was used, or is too old.")
    login(request, link.user, backend=BACKEND)
    return redirect(link.target)
