"""The door for phones with ODK Collect: Digest, or Basic under TLS, with a secret of their own."""

import hmac
import time
from base64 import b64decode
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from entas.access.scope import NotAllowed, Scope, scope_named
from entas.exchange.openrosa import digest
from entas.exchange.openrosa.documents import ACCEPT_LENGTH, CONTENT_TYPE, response
from entas.kernel.errors import Refused
from entas.verification.devices.actions import REALM, digest_of
from entas.verification.devices.queries import login

P = ParamSpec("P")


def device(
    view: Callable[Concatenate[HttpRequest, Scope, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask a phone for its secret, and call the view with the scope of the phone's officer.

    No cookie counts here, so nothing here needs a token against forged requests. What the officer
    may not see is answered like what does not exist.
    """

    @csrf_exempt
    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        officer, stale = _who(request)
        if officer is None:
            return _headers(_ask(stale=stale))
        try:
            answer = view(request, scope_named(officer), *args, **kwargs)
        except NotAllowed:
            answer = refused("Not found, or not for this phone.", status=404)
        except Refused as refusal:
            answer = refused(str(refusal), status=400)
        return _headers(answer)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", inner)


def refused(message: str, *, status: int) -> HttpResponse:
    """A refusal in the words of OpenRosa; Collect shows the message."""
    body = response(message, nature="submit_error")
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


def _headers(answer: HttpResponse) -> HttpResponse:
    answer.headers["X-OpenRosa-Version"] = "1.0"
    answer.headers["X-OpenRosa-Accept-Content-Length"] = str(ACCEPT_LENGTH)
    answer.headers["Date"] = http_date()
    answer.headers.setdefault("Content-Language", "id")
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _who(request: HttpRequest) -> tuple[str | None, bool]:
    """The officer in whose name the phone asks, and whether only its nonce was too old."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("basic ") and request.is_secure():
        return _basic(header), False
    said = digest.parse(header)
    known = login(said.username) if said else None
    if said is None or known is None or said.uri != request.get_full_path():
        return None, False
    if not digest.agrees(said, digest=known.digest, method=str(request.method)):
        return None, False
    age = digest.nonce_age(settings.SECRET_KEY, said.nonce, int(time.time()))
    if age is None or age > digest.LIFETIME:
        return None, age is not None
    return known.officer, False


def _basic(header: str) -> str | None:
    try:
        name, _, secret = b64decode(header[6:], validate=True).decode().partition(":")
    except ValueError:
        return None
    known = login(name)
    if known and hmac.compare_digest(known.digest, digest_of(name, secret)):
        return known.officer
    return None


def _ask(*, stale: bool) -> HttpResponse:
    nonce = digest.make_nonce(settings.SECRET_KEY, int(time.time()))
    answer = refused("This phone has to sign in: scan its QR code again.", status=401)
    answer.headers["WWW-Authenticate"] = digest.challenge(realm=REALM, nonce=nonce, stale=stale)
    return answer
