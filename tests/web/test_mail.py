"""Where e-mail goes, as the setting says it."""

from __future__ import annotations

import pytest

from waypost.errors import InputError
from waypost.web.mail import TERMINAL, Mail, mail

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_without_an_address_it_is_printed() -> None:
    assert mail("") is TERMINAL


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("smtp://mail.example.org", Mail(SMTP, "mail.example.org", 25)),
        ("smtp+ssl://mail.example.org", Mail(SMTP, "mail.example.org", 465, ssl=True)),
        (
            "smtp+tls://ada%40acme.example:s%2Fcret@mail.example.org:2587",
            Mail(SMTP, "mail.example.org", 2587, "ada@acme.example", "s/cret", tls=True),
        ),
    ],
)
def test_an_address_is_a_server_a_port_a_name_and_a_password(url: str, meant: Mail) -> None:
    assert mail(url) == meant


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:many"])
def test_what_is_no_address_is_refused_with_how_to_write_it(url: str) -> None:
    with pytest.raises(InputError, match=r"WAYPOST_EMAIL_URL.*smtp\+tls://user"):
        mail(url)
