"""Signing in and up, in our words, and what people say about themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from django import forms
from django.http import HttpRequest

from waypost.web.accounts.models import TONES, User

_HARD_TO_GUESS = "At least ten characters. A sentence is easier to keep in mind."


def _in_our_words(fields: dict[str, forms.Field], **labels: str) -> None:
    """Name fields; a grey word in one that only repeats its name is left out."""
    for name, field in fields.items():
        field.label = labels.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)
    if "password1" in fields:
        fields["password1"].help_text = _HARD_TO_GUESS


class SignIn(LoginForm):  # type: ignore[misc]  # allauth is not typed
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields, login="E-mail")
        self.fields["login"].widget.attrs["autofocus"] = True


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
        _in_our_words(self.fields, email="E-mail")

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
        _in_our_words(self.fields, email="E-mail")


class AnotherAddress(AddEmailForm):  # type: ignore[misc]  # allauth is not typed
    """One more address to sign in with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields, email="E-mail")


class FirstPassword(SetPasswordForm):  # type: ignore[misc]  # allauth is not typed
    """A password for somebody who has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields, password1="Password", password2="The password once more")


class OtherPassword(ChangePasswordForm):  # type: ignore[misc]  # allauth is not typed
    """Another password, by somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": "The password you have",
            "password1": "A new one",
            "password2": "The new one once more",
        }
        _in_our_words(self.fields, **labels)


class NewPassword(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth is not typed
    """Another password, by somebody who forgot theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields, password1="New password", password2="The new one once more")


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
