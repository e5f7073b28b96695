"""How long the desk's answers took on the server, in a header that browsers show."""

from collections.abc import Callable
from time import perf_counter, thread_time

from django.http import HttpRequest, HttpResponse

_DESK = "/review/"


def server_timing(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add ``Server-Timing: app;dur=, cpu;dur=`` (milliseconds) to what the review desk answers.

    Elapsed time, and the processor's: they part where a busy machine lets the answer wait. The
    outermost middleware, so that session, sign-in and checks are counted too.
    """

    def timed(request: HttpRequest) -> HttpResponse:
        began, worked = perf_counter(), thread_time()
        response = get_response(request)
        if _DESK in request.path:
            spent, cpu = 1000 * (perf_counter() - began), 1000 * (thread_time() - worked)
            response.headers["Server-Timing"] = f"app;dur={spent:.1f}, cpu;dur={cpu:.1f}"
        return response

    return timed
