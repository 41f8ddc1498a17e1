"""A person with an account; the e-mail address is the name they sign in by."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.http import HttpRequest

TONES = 6
"""Colours a round picture can have; `static/waypost/shell.css` says which."""


class Users(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with an account; without a password they sign in by a link or another way."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """A person with an account."""

    username = None  # type: ignore[assignment]  # people sign in by their e-mail address
    first_name = None  # type: ignore[assignment]  # a name is one field: not everybody has two
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    tone = models.PositiveSmallIntegerField(default=0)
    """The colour of their round picture, 1 to 6; 0 lets their number choose."""
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Users] = Users()  # type: ignore[assignment]  # Django's own manager asks for a user name

    @property
    def called(self) -> str:
        """The name, or what stands before the @."""
        return self.name or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        """One or two letters for a round picture."""
        words = self.called.replace(".", " ").split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"

    @property
    def picture_tone(self) -> int:
        """The colour of their round picture, 1 to 6."""
        return self.tone or (self.pk or 0) % TONES + 1

    def get_full_name(self) -> str:
        """The name."""
        return self.called

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.called.split()[0]

    def __str__(self) -> str:
        """The name."""
        return self.called


def display(user: User) -> str:
    """How sign-in pages name a person."""
    return user.called


def signed_in(request: HttpRequest) -> User:
    """Who is signed in; only for views behind a sign-in."""
    assert isinstance(request.user, User)
    return request.user
