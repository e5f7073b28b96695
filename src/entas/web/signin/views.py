"""Sign-in with a lockout that says how long to wait, sign-out, language."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from entas.access.models import User

_YEAR = 365 * 24 * 3600


class SignIn(LoginView):
    """The form, and the person's own language from then on."""

    template_name = "web/signin.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; a browser without a chosen language takes the account's."""
        response = super().form_valid(form)
        user = self.request.user
        if isinstance(user, User) and settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            _remember(response, user.language)
        return response


class SignOut(LogoutView):
    """Sign out, by POST only."""

    http_method_names = ["post", "options"]  # noqa: RUF012


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """The answer of axes after too many wrong passwords."""
    minutes = round(float(settings.AXES_COOLOFF_TIME) * 60)
    return render(request, "web/locked.html", {"minutes": minutes}, status=429)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language asked for, and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        _remember(response, request.POST["language"])
    return response


def _remember(response: HttpResponse, chosen: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=_YEAR,
        samesite="Lax",
        secure=settings.BEHIND_TLS,
    )


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """The process answers; no data, for a load balancer."""
    return HttpResponse("ok\n", content_type="text/plain")
