"""OpenRosa, one village an address: list of forms, form, manifest, entity lists, submissions."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entas.access.scope import Permission, Scope
from entas.areas.queries import named
from entas.exchange.openrosa import documents
from entas.exchange.openrosa.documents import CONTENT_TYPE, ListedForm, MediaFile
from entas.verification.forms.editions import FORM_ID, current, edition, versions
from entas.verification.handout.actions import hand_out
from entas.verification.handout.queries import fingerprints, gone
from entas.verification.submissions.actions import OtherBytes, Outcome, Receipt, receive
from entas.web.openrosa.door import device, refused

XML_PART = "xml_submission_file"


@device
@require_safe
def form_list(request: HttpRequest, scope: Scope, village: str) -> HttpResponse:
    """The forms of a village's officers: one, in its current edition."""
    scope.check(village, Permission.VISIT)
    form = current()
    asked = request.GET.get("formID", FORM_ID)
    place = {"village": village, "version": form.version}
    listed = ListedForm(
        form_id=FORM_ID,
        name=": ".join((form.title, *(area.name for area in named([village])))),
        version=form.version,
        hash=form.hash,
        download_url=request.build_absolute_uri(reverse("openrosa-form", kwargs=place)),
        manifest_url=request.build_absolute_uri(reverse("openrosa-manifest", kwargs=place)),
        description=_("Visits to the families that wait for one."),
    )
    verbose = request.GET.get("verbose", "") in {"true", "1"}
    found = [listed] if asked == FORM_ID else []
    return _xml(documents.form_list(found, verbose=verbose))


@device
@require_safe
def form(_request: HttpRequest, scope: Scope, village: str, version: str) -> HttpResponse:
    """The form itself, in the edition asked for."""
    scope.check(village, Permission.VISIT)
    if version not in versions():
        raise Http404
    return _xml(edition(version).xform)


@device
@require_safe
def manifest(request: HttpRequest, scope: Scope, village: str, version: str) -> HttpResponse:
    """The entity lists that belong to the form; their hashes change with what they say."""
    if version not in versions():
        raise Http404
    found = fingerprints(scope=scope, village_code=village)
    place = {"village": village}
    integrity_url = request.build_absolute_uri(reverse("openrosa-integrity", kwargs=place))
    return _xml(
        documents.manifest(
            [
                MediaFile(
                    file_name=f"{name}.csv",
                    hash=f"md5:{fingerprint}",
                    download_url=request.build_absolute_uri(
                        reverse("openrosa-list", kwargs={**place, "name": name})
                    ),
                    integrity_url=integrity_url,
                )
                for name, fingerprint in found.items()
            ]
        )
    )


@device
@require_safe
def entities(_request: HttpRequest, scope: Scope, village: str, name: str) -> HttpResponse:
    """Families or persons to visit in the village, as CSV; the handing out is recorded."""
    content = hand_out(
        scope=scope, village_code=village, name=name, by=scope.actor, now=timezone.now()
    )
    return HttpResponse(content, content_type="text/csv; charset=utf-8")


@device
@require_safe
def integrity(request: HttpRequest, scope: Scope, village: str) -> HttpResponse:
    """Which of the entities a phone holds are no longer to be visited."""
    names = [name for name in request.GET.get("id", "").split(",") if name][:10_000]
    return _xml(documents.integrity(gone(scope=scope, village_code=village, names=names)))


@device
@require_http_methods(["HEAD", "POST"])
def submission(request: HttpRequest, scope: Scope, village: str) -> HttpResponse:
    """Take a form and its photos. The village only finds the address; any family is taken."""
    scope.check(village, Permission.VISIT)
    if request.method == "HEAD":
        return HttpResponse(status=204)
    return taken(request, scope)


def taken(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The answer to a post of a form: 201 once it is on the disk, 409 for other bytes."""
    sent = request.FILES.get(XML_PART)
    if sent is None or isinstance(sent, list):
        return refused(_("There is no form in this post: send it again."), status=400)
    try:
        receipt = receive(
            scope=scope,
            xml=sent.read(),
            photos=_photos(request),
            by=scope.actor,
            now=timezone.now(),
        )
    except OtherBytes as refusal:
        return refused(str(refusal), status=409)
    answer = _xml(documents.response(_thanks(receipt)), status=201)
    answer.headers["X-Entas-Missing"] = str(len(receipt.missing))
    return answer


def _photos(request: HttpRequest) -> dict[str, Iterable[bytes]]:
    found: dict[str, Iterable[bytes]] = {}
    for name, file in request.FILES.items():
        if name != XML_PART and not isinstance(file, list):
            found[str(file.name or name)] = file.chunks()
    return found


def _thanks(receipt: Receipt) -> str:
    if receipt.missing:
        return _("Received. %(count)s photos are still to come.") % {"count": len(receipt.missing)}
    if receipt.outcome is Outcome.AGAIN:
        return _("This was received before: nothing is lost.")
    return _("Received in full. Thank you.")


def _xml(content: bytes, *, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE)
