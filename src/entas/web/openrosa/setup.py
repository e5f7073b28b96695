"""Set up a phone with ODK Collect: choose the village, scan the QR code that is shown once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from entas.access.scope import NotAllowed, Permission, Scope
from entas.areas.models import CODE_LENGTH, Level
from entas.areas.queries import named, tree
from entas.exchange.openrosa.collect import encode, settings
from entas.verification.devices import actions, queries
from entas.web.scoped import scoped, within


@require_http_methods(["GET", "HEAD", "POST"])
@scoped
def collect(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The caller's phones; POST enrols one and shows its QR code, or revokes one."""
    prefixes = scope.prefixes(Permission.VISIT)
    if not prefixes:
        raise NotAllowed("Only who visits families sets up a phone: ask for a role that does.")
    context = {
        "phones": queries.devices(officer=scope.actor),
        "villages": [
            area for code in prefixes for area in tree(scope, level=Level.VILLAGE, of=code)
        ],
        "section": "field",
    }
    if request.method == "POST" and request.POST.get("revoke", "").isdigit():
        actions.revoke(device_id=int(request.POST["revoke"]), by=scope.actor, now=timezone.now())
        return redirect("collect")
    if request.method == "POST":
        village = request.POST.get("village", "")
        within(scope, village, Permission.VISIT)
        if len(village) != CODE_LENGTH[Level.VILLAGE]:
            return redirect("collect")
        context |= {"code": _code(request, scope, village), "village": named([village])[0]}
    return render(request, "web/openrosa/setup.html", context)


def _code(request: HttpRequest, scope: Scope, village: str) -> SafeString:
    """The QR code of a newly enrolled phone, as a drawing."""
    import segno

    phone = request.POST.get("phone", "")
    enrolled = actions.enrol(scope=scope, phone=phone, by=scope.actor, now=timezone.now())
    told = settings(
        server_url=request.build_absolute_uri(f"/openrosa/{village}"),
        login=enrolled.login,
        secret=enrolled.secret,
        project=named([village])[0].name,
    )
    drawn = segno.make(encode(told), micro=False).svg_inline(
        scale=5, border=4, light="#fff", svgclass="qr", lineclass=None, omitsize=False
    )
    return SafeString(drawn)
