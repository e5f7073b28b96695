"""One visit: what was said beside what was listed, photos, who did what; and the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entas.access.scope import Scope
from entas.areas.queries import named
from entas.kernel.errors import Refused
from entas.registry.queries import NoSuchFamily, detail
from entas.verification.deciding import actions, queries
from entas.verification.forms.reading import Filled
from entas.verification.workflow import Action
from entas.web.fields import FIELDS, say
from entas.web.scoped import NotHere, scoped
from entas.web.verification.desk import tell
from entas.web.verification.wording import ACTIONS, KEYS, PHOTOS, STATES, STEPS

_IMAGES = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png", b"RI": "image/webp"}


@require_safe
@scoped
def visit(request: HttpRequest, scope: Scope, submission_id: int) -> HttpResponse:
    """A visit with names and photos; that it was shown is recorded."""
    found = _open(scope, submission_id)
    row = found.submission
    rivals = [_open(scope, other.pk) for other in found.rivals]
    context: dict[str, Any] = {
        "one": found,
        "row": row,
        "sides": [(side, _said(scope, side.filled)) for side in (found, *rivals)],
        "members": [(m, _values(m.values)) for m in found.filled.members],
        "village": next(iter(named([row.village_code])), None),
        "actions": [(action, ACTIONS[action], KEYS.get(action, "")) for action in found.possible],
        "states": STATES,
        "steps": STEPS,
        "photos": PHOTOS,
        "section": "verification",
    }
    return render(request, "web/verification/visit.html", context)


@require_POST
@scoped
def decide_one(request: HttpRequest, scope: Scope, submission_id: int) -> HttpResponse:
    """Take a step with this visit, or choose it among several; then on to the next of its queue."""
    asked, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    try:
        before = queries.shown(scope=scope, submission_id=submission_id).submission
    except queries.NoSuchSubmission as refusal:
        raise NotHere(str(refusal)) from refusal
    here = redirect("visit", submission_id=submission_id)
    if asked != "choose" and asked not in ACTIONS:
        return here
    told: dict[str, Any] = {"scope": scope, "reason": reason, "by": scope.actor}
    try:
        if asked == "choose":
            done = actions.choose(submission_id=submission_id, now=timezone.now(), **told)
        else:
            minutes = request.POST.get("minutes", "")
            done = actions.decide(
                submission_ids=[submission_id],
                action=Action(asked),
                minutes_id=int(minutes) if minutes.isdecimal() else None,
                now=timezone.now(),
                **told,
            )
    except Refused as refusal:
        messages.warning(request, _(str(refusal)))
        return here
    tell(request, done)
    if asked == "choose" or done.refused:
        return here
    area = before.village_code[:6]
    follows = queries.next_in_queue(
        scope=scope, after=before, state=before.state, area_code=_widest(scope, area, before)
    )
    if follows is None:
        return redirect("verification", code=before.village_code)
    return redirect("visit", submission_id=follows)


@require_safe
@scoped
def photo(_request: HttpRequest, scope: Scope, attachment_id: int) -> HttpResponse:
    """A photo as it was sent; its page has recorded that it is shown."""
    try:
        content, _name = queries.photo(scope=scope, attachment_id=attachment_id)
    except queries.NoSuchSubmission as refusal:
        raise NotHere(str(refusal)) from refusal
    kind = _IMAGES.get(content[:2], "application/octet-stream")
    answer = HttpResponse(content, content_type=kind)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Disposition"] = "inline" if kind.startswith("image/") else "attachment"
    return answer


def _open(scope: Scope, submission_id: int) -> queries.Shown:
    try:
        return actions.open_submission(
            scope=scope, submission_id=submission_id, by=scope.actor, now=timezone.now()
        )
    except queries.NoSuchSubmission as refusal:
        raise NotHere(str(refusal)) from refusal


def _widest(scope: Scope, subdistrict: str, row: Any) -> str:
    """The sub-district's queue where the caller sees it, else the village's."""
    return subdistrict if scope.covers(subdistrict) else str(row.village_code)


def _said(scope: Scope, filled: Filled) -> list[tuple[Any, str, str, bool]]:
    """Field, listed value, value said, and whether they differ; what the officer saw first."""
    holds: dict[str, Any] = {}
    if filled.family_id is not None:
        try:
            holds = detail(scope=scope, family_id=filled.family_id).values
        except NoSuchFamily:
            holds = {}
    rows = []
    for name, value in filled.family.items():
        listed = filled.listed.get(name, holds.get(name))
        shown = say(name, listed) if listed not in (None, "") else "–"
        rows.append((FIELDS.get(name, name), shown, say(name, value), str(listed) != str(value)))
    return rows


def _values(values: Any) -> list[tuple[Any, str]]:
    return [(FIELDS.get(name, name), say(name, value)) for name, value in values.items()]
