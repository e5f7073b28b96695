"""The field app's shell, service worker and data. The shell holds nobody's data."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from entas.access.scope import NotAllowed, Permission, Scope, scope_of
from entas.areas.models import Level
from entas.areas.queries import named, tree
from entas.kernel.errors import Refused
from entas.verification.forms.editions import current
from entas.verification.handout.actions import take_along
from entas.verification.handout.lists import FAMILY_COLUMNS, PERSON_COLUMNS
from entas.verification.handout.queries import waiting_by_village
from entas.web.field.built import built
from entas.web.openrosa.views import taken

P = ParamSpec("P")
# Vue components and the form engine bring styles of their own; XPath is parsed by WebAssembly.
_POLICY = {
    "script-src": ["'wasm-unsafe-eval'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["blob:"],
    "font-src": ["data:"],
    "worker-src": [SELF, "blob:"],  # photos are made smaller in a worker
    "connect-src": ["data:"],
}


def _data(
    view: Callable[Concatenate[HttpRequest, Scope, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Like ``scoped``, answering an app: 401 to sign in again, 404 for what is not the caller's."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": "sign-in"}, status=401)
        try:
            answer = view(request, scope_of(request.user), *args, **kwargs)
        except NotAllowed:
            answer = JsonResponse({"error": "not-found"}, status=404)
        except Refused as refusal:
            answer = JsonResponse({"error": str(refusal)}, status=400)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", inner)


@require_safe
@ensure_csrf_cookie
@csp_update(_POLICY)
def shell(request: HttpRequest) -> HttpResponse:
    """The page that the app lives in; the phone keeps it."""
    return render(request, "web/field/shell.html", {"built": built()})


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, told which files make up the app."""
    found = built()
    told = json.dumps({"version": found.version, "files": ["/field/", *found.files]})
    answer = HttpResponse(f"self.ENTAS = {told};\n{found.worker}", content_type="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """What the phone needs to install the app."""
    icon = f"{settings.STATIC_URL}build/icon.svg"
    told = {
        "name": "Entas Lapangan",
        "short_name": "Entas",
        "start_url": "/field/",
        "scope": "/field/",
        "display": "standalone",
        "lang": "id",
        "theme_color": "#2c4a9e",
        "background_color": "#ffffff",
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@_data
def me(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who is signed in, the villages to choose from, and the current edition of the form."""
    waiting = waiting_by_village(scope=scope)
    villages = {
        area.code: {"code": area.code, "name": area.name, "waiting": waiting.get(area.code, 0)}
        for prefix in scope.prefixes(Permission.VISIT)
        for area in tree(scope, level=Level.VILLAGE, of=prefix)
    }
    return JsonResponse(
        {
            "user": scope.actor,
            "token": get_token(request),
            "villages": list(villages.values()),
            "form": current().version,
        }
    )


@require_safe
@_data
def form(_request: HttpRequest, _scope: Scope) -> HttpResponse:
    """The current edition of the form."""
    return HttpResponse(current().xform, content_type="text/xml; charset=utf-8")


@require_safe
@_data
def village(_request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The families to visit in a village and their members; the handing out is recorded."""
    found = take_along(scope=scope, village_code=code, by=scope.actor, now=timezone.now())
    return JsonResponse(
        {
            "village": [area.name for area in named([code])],
            "families": [dict(zip(FAMILY_COLUMNS, row, strict=True)) for row in found.families],
            "persons": [dict(zip(PERSON_COLUMNS, row, strict=True)) for row in found.persons],
        }
    )


@require_POST
@_data
def submission(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take a form and its photos, exactly as from ODK Collect."""
    return taken(request, scope)
