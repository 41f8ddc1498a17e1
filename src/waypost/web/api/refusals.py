"""Every refusal of the API, as `application/problem+json`: what was wrong, in a sentence, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import pydantic
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.forms import BaseForm as Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from waypost.errors import InputError, Problem, WaypostError
from waypost.journey.edits import ConflictError, EditError
from waypost.web.documents.committing import StaleError
from waypost.web.faults import NeededError, problem
from waypost.web.workspaces.belonging import LastAdminError


class TooManyError(Exception):
    """Somebody asks faster than they may."""

    def __init__(self, words: str, wait: int) -> None:
        super().__init__(words)
        self.wait = wait
        """Seconds."""


class TakenError(Exception):
    """Something is there already under this name."""


class UnreadableError(Exception):
    """A value that does not fit, with every place at fault."""

    def __init__(self, error: pydantic.ValidationError) -> None:
        super().__init__()
        self.errors = error.errors()


class UnfitError(Exception):
    """What a form refuses: each field with what is wrong."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.errors = [
            {"loc": ("" if field == "__all__" else field,), "msg": words}
            for field, told in form.errors.items()
            for words in told
        ]


def checked(form: Form) -> dict[str, Any]:
    """What a form of the pages makes of its data; raises UnfitError."""
    if not form.is_valid():
        raise UnfitError(form)
    return dict(form.cleaned_data)


def invalid(errors: list[Any], skip: int = 0) -> HttpResponse:
    """422, with each place at fault and what is wrong there; `skip` leaves out so many first parts of a place."""
    told = [_told(error, skip) for error in errors]
    first = f"{told[0]['place']}: {told[0]['words']}" if told[0]["place"] else told[0]["words"]
    return problem(422, "invalid", first, errors=told)


def _told(error: Mapping[str, Any], skip: int) -> dict[str, str]:
    place = ".".join(str(part) for part in error["loc"][skip:])
    return {"place": place, "words": str(error["msg"]).removeprefix("Value error, ")}


def _input(error: InputError) -> HttpResponse:
    told = [{"place": _place(each), "words": each.message, "remedy": each.remedy or ""} for each in error.problems]
    return problem(422, "invalid", str(error.problems[0]) if error.problems else str(error), errors=told)


def _place(each: Problem) -> str:
    line = f"line {each.line}" if each.line is not None else ""
    return each.element or line or each.file or ""


def _signed_out(_: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401, "sign-in", "Send a token of yours: Authorization: Bearer wpt_…")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _too_many(_: HttpRequest, error: TooManyError) -> HttpResponse:
    answer = problem(429, "pace", str(error))
    answer.headers["Retry-After"] = str(error.wait)
    return answer


def _changed(_: HttpRequest, error: StaleError) -> HttpResponse:
    answer = problem(412, "changed", str(error), revision=error.revision)
    answer.headers["ETag"] = f'"{error.revision}"'
    return answer


def _http(_: HttpRequest, error: HttpError) -> HttpResponse:
    words = {400: "The body cannot be read as JSON.", 403: "The header X-CSRFToken is missing or is not yours."}
    return problem(error.status_code, "refused", words.get(error.status_code, str(error)))


def _validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    too_large = getattr(request, "too_large", None)  # the rest of it was not taken in, so the file seems to be missing
    if too_large is not None:
        limit = int(settings.CONFIGURATION.upload_limit)
        return problem(413, "too-large", f"{too_large[:80]} is larger than {limit:,} megabytes. Bring it in parts.")
    # The first parts of a place are where it came from and the name of our own argument, for a body.
    skip = 2 if error.errors and error.errors[0]["loc"][0] == "body" else 1
    return invalid(error.errors, skip)


def in_words(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of the API that also tells in words which methods an address does not know."""

    @wraps(view)
    def told(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        answer = view(request, **arguments)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        refused = problem(405, "method", f"{request.method} is nothing that can be done here.")
        refused.headers["Allow"] = ", ".join(sorted(answer.headers["Allow"].split(", ")))
        return refused

    return told


def register(api: NinjaAPI) -> None:
    """Have the API tell every refusal so."""
    handlers: dict[type[Exception], Any] = {
        AuthenticationError: _signed_out,
        HttpError: _http,
        ValidationError: _validation,
        RequestDataTooBig: lambda _, error: problem(413, "too-large", "That is very much at once. Send it in parts."),
        UnfitError: lambda _, error: invalid(error.errors),
        UnreadableError: lambda _, error: invalid(error.errors),
        TooManyError: _too_many,
        StaleError: _changed,
        PermissionDenied: lambda _, error: problem(403, "role", str(error)),
        Http404: lambda _, error: problem(404, "unknown", _words(error)),
        ConflictError: lambda _, error: problem(409, "conflict", _sentence(error), element=error.element),
        TakenError: lambda _, error: problem(409, "taken", str(error)),
        NeededError: lambda _, error: problem(409, "needed", str(error), title="Others rest on it"),
        LastAdminError: lambda _, error: problem(409, "last-admin", str(error)),
        EditError: lambda _, error: problem(422, "invalid", _sentence(error), element=error.element),
        InputError: lambda _, error: _input(error),
        WaypostError: lambda _, error: problem(422, "invalid", str(error)),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _sentence(error: EditError) -> str:
    return f"{str(error).rstrip('.')}."


def _words(error: Http404) -> str:
    """Ours; not those of Django, which name our classes."""
    words = str(error)
    return words if words.startswith("There is no") else "There is nothing at this address."
