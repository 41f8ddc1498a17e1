"""Signing in: slowly for those who guess, silent about who has an account, in two steps for those who want it."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from waypost.web.accounts.models import User

LOGIN, PASSWORD = "/accounts/login/", "quite a long password"


@pytest.fixture
def gus(db: None) -> User:
    return User.objects.create_user("gus@acme.example", PASSWORD, name="Gus")


def _sign_in(client: Client, email: str = "gus@acme.example", password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"login": email, "password": password}).status_code


def _text(client: Client, path: str, **form: str) -> str:
    answer = client.post(path, form, follow=True) if form else client.get(path)
    return answer.content.decode()


def test_in_and_out(gus: User) -> None:
    client = Client()
    assert _sign_in(client, "GUS@acme.example") == 302
    assert "No workspace yet" in _text(client, "/")
    client.get("/accounts/logout/")
    assert client.get("/").status_code == 200, "a link elsewhere cannot sign people out"
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


def test_who_guesses_is_slowed_down(gus: User) -> None:
    client = Client()
    for number in range(5):
        assert _sign_in(client, password=f"guess {number}") == 200
    assert "Too many" in _text(client, LOGIN, login="gus@acme.example", password=PASSWORD)
    assert client.get("/").status_code == 302


def test_nothing_tells_who_has_an_account(gus: User) -> None:
    wrong = [
        re.sub(r'value="[^"]*"', "", _text(Client(), LOGIN, login=email, password="not the password"))
        for email in ("gus@acme.example", "nobody@acme.example")
    ]
    assert wrong[0] == wrong[1]
    reset = [
        _text(Client(), "/accounts/password/reset/", email=email)
        for email in ("gus@acme.example", "nobody@acme.example")
    ]
    assert reset[0] == reset[1]


def test_a_forgotten_password(gus: User) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": gus.email})
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = client.get(link[1], follow=True)
    path = form.redirect_chain[-1][0]
    assert "Choose a new password" in form.content.decode()
    client.post(path, {"password1": "another long one", "password2": "another long one"})
    assert _sign_in(Client(), password="another long one") == 302
    assert "This link has ended" in Client().get(link[1], follow=True).content.decode()


def test_passwords_are_long_and_not_everybodys(gus: User, settings: Settings) -> None:
    settings.CONFIGURATION = django_settings.CONFIGURATION.model_copy(update={"sign_up": "open"})
    for password in ("short", "password1234"):
        form = {"name": "New", "email": "new@new.example", "password1": password}
        assert Client().post("/accounts/signup/", form).status_code == 200
    assert not User.objects.filter(email="new@new.example").exists()
    assert Client().post("/accounts/signup/", {**form, "password1": PASSWORD}).status_code == 302
    assert User.objects.get(email="new@new.example").name == "New"


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_two_steps(gus: User) -> None:
    client = Client()
    _sign_in(client)
    again = client.get("/accounts/2fa/totp/activate/").headers["Location"]
    assert "Is it still you?" in _text(client, again)
    page = _text(client, again, password=PASSWORD)
    assert "Set up two-step sign-in" in page
    secret = re.search(r'id="authenticator_secret" value="([^"]+)"', page)
    assert secret is not None
    client.post("/accounts/2fa/totp/activate/", {"code": _code(secret[1])})
    assert "It is on" in _text(client, "/accounts/2fa/")
    codes = re.search(r"<pre[^>]*>([^<]+)</pre>", _text(client, "/accounts/2fa/recovery-codes/"))
    assert codes is not None
    other = Client()
    assert "Your code" in _text(other, LOGIN, login=gus.email, password=PASSWORD)
    assert other.get("/").status_code == 302, "the password alone opens nothing"
    assert other.post("/accounts/2fa/authenticate/", {"code": codes[1].split()[0]}).status_code == 302
    assert other.get("/").status_code == 200


def test_the_button_of_single_sign_on_is_there_when_it_is_set_up(db: None, settings: Settings) -> None:
    assert "Go on with" not in _text(Client(), LOGIN)
    app = {"provider_id": "oidc", "name": "Acme ID", "client_id": "w", "secret": "s"}
    app_settings = {**app, "settings": {"server_url": "https://id.acme.example"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app_settings]}}
    assert "Go on with Acme ID" in _text(Client(), LOGIN)


def test_the_account_page_keeps_name_and_colour(gus: User) -> None:
    client = Client()
    _sign_in(client)
    assert client.post("/you/", {"name": "Gus Green", "tone": "4"}).status_code == 302
    gus.refresh_from_db()
    assert (gus.name, gus.picture_tone, gus.initials) == ("Gus Green", 4, "GG")
    assert "tone-4" in _text(client, "/you/")
    client.post("/you/", {"name": "", "tone": "9"})
    gus.refresh_from_db()
    assert (gus.name, gus.tone) == ("Gus Green", 4)


def test_devices_are_listed_and_signed_out(gus: User) -> None:
    here, there = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/604")
    _sign_in(here)
    _sign_in(there)
    assert "Safari on an iPhone" in _text(here, "/accounts/sessions/")
    here.post("/accounts/sessions/")
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
