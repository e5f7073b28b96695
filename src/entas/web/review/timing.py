"""How long the desk's answers took on the server, in a header that browsers show."""

from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse

_DESK = "/review/"


def server_timing(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add ``Server-Timing: app;dur=`` (milliseconds) to what the review desk answers.

    The outermost middleware, so that session, sign-in and checks are counted too.
    """

    def timed(request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = get_response(request)
        if _DESK in request.path:
            response.headers["Server-Timing"] = f"app;dur={1000 * (perf_counter() - began):.1f}"
        return response

    return timed
