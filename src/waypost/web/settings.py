"""Django's settings, worked out from `Configuration`. Nothing is written or opened here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url

from waypost.web.assets import fingerprint, folders
from waypost.web.configuration import configuration
from waypost.web.mail import mail

CONFIGURATION = configuration(os.environ)
HERE = Path(__file__).parent

SECRET_KEY = CONFIGURATION.secret_key
DEBUG = False
ALLOWED_HOSTS = [CONFIGURATION.host.partition(":")[0], "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.url]
ROOT_URLCONF = "waypost.web.urls"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_URL = CONFIGURATION.url

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "waypost.web.accounts",
    "waypost.web.workspaces",
    "waypost.web.documents",
    "waypost.web.live",
    "waypost.web.jobs",
    "waypost.web.operations",
    "waypost.web.editor",
    "waypost.web.portfolio",
    "waypost.web.actions",
    "waypost.web.comments",
    "waypost.web.checking",
    "waypost.web.measuring",
    "waypost.web.data",
    "waypost.web.sharing",
    "waypost.web.people",
    "waypost.web.history",
    "waypost.web.api",
]

MIDDLEWARE = [
    "waypost.web.operations.access_log.access_log",
    "waypost.web.security.policy",
    "waypost.web.workspaces.zone.clock",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "waypost.web.workspaces.bar.bar",
            ],
            "builtins": ["waypost.web.looks"],
        },
    }
]

_SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": CONFIGURATION.home / "waypost.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # A commit is on the disk before it is acknowledged, also through a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    },
}


def _postgresql(address: str) -> dict[str, Any]:
    """A connection that stays; the database puts the values into its statements: a sixth less work on each change."""
    known = dj_database_url.parse(address, conn_max_age=None, conn_health_checks=True)
    return {**known, "OPTIONS": {**known.get("OPTIONS", {}), "server_side_binding": True}}


DATABASES = {"default": _postgresql(CONFIGURATION.database_url) if CONFIGURATION.database_url else _SQLITE}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

# The address of every script and style carries a fingerprint of them all, so that browsers may keep them for ever.
STATICFILES_DIRS = folders()
STATIC_URL = f"/static/{fingerprint()}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.secure else None
SECURE_HSTS_SECONDS = 31_536_000 if CONFIGURATION.secure else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "waypost.web.faults.csrf"

FILE_UPLOAD_HANDLERS = ["waypost.web.data.uploading.BoundedUpload"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "waypost.web.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "waypost.web.accounts.models.display"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {
    "login": "waypost.web.accounts.forms.SignIn",
    "signup": "waypost.web.accounts.forms.SignUp",
    "reset_password": "waypost.web.accounts.forms.Forgotten",
    "reset_password_from_key": "waypost.web.accounts.forms.NewPassword",
    "add_email": "waypost.web.accounts.forms.AnotherAddress",
    "set_password": "waypost.web.accounts.forms.FirstPassword",
    "change_password": "waypost.web.accounts.forms.OtherPassword",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who is invited is known by the link; nobody is asked to prove an address
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": CONFIGURATION.oidc_name,
                "client_id": CONFIGURATION.oidc_client,
                "secret": CONFIGURATION.oidc_secret,
                "settings": {"server_url": CONFIGURATION.oidc_url},
            }
        ]
        if CONFIGURATION.oidc_url
        else []
    }
}

_MAIL = mail(CONFIGURATION.email_url)
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _MAIL.backend, _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.tls, _MAIL.ssl
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = CONFIGURATION.email_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "waypost.web.logs.JsonFormatter"},
    },
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": CONFIGURATION.log}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {"waypost": {"handlers": ["terminal"], "level": "INFO", "propagate": False}},
}
