"""Errors in the house style: what happened, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Django gives each handler more than a page needs to say.
# ruff: noqa: ARG001


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here, or not for this caller."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The caller's roles do not allow it; the refusal says what to do."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the page was open too long, or came from elsewhere."""
    return render(request, "403.html", {"expired": True}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the program. Reads nothing, so that it can always be shown."""
    return render(request, "500.html", status=500)
