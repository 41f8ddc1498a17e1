"""Signing in and up, in our words, and what people say about themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import LoginForm, ResetPasswordForm, SignupForm
from django import forms
from django.http import HttpRequest

from waypost.web.accounts.models import TONES, User


class SignIn(LoginForm):  # type: ignore[misc]  # allauth is not typed
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"
        self.fields["login"].widget.attrs.update(placeholder="", autofocus=True)
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SignUp(SignupForm):  # type: ignore[misc]  # allauth is not typed
    """A name, an e-mail address, a password."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As the others know you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order: ClassVar[list[str]] = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"
        self.fields["password1"].help_text = "At least ten characters. A sentence is easier to keep in mind."
        for field in ("email", "password1"):
            self.fields[field].widget.attrs.pop("placeholder", None)

    def save(self, request: HttpRequest) -> User:
        """The new account, with its name."""
        user: User = super().save(request)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        return user


class Forgotten(ResetPasswordForm):  # type: ignore[misc]  # allauth is not typed
    """Where to send a link for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"
        self.fields["email"].widget.attrs.pop("placeholder", None)


class About(forms.Form):
    """What people say about themselves."""

    name = forms.CharField(
        label="Your name", max_length=120, help_text="As the others see it beside what you write and change."
    )
    tone = forms.TypedChoiceField(
        label="Colour of your picture",
        coerce=int,
        choices=[(number, f"Colour {number}") for number in range(1, TONES + 1)],
        widget=forms.RadioSelect,
    )
