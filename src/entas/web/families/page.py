"""One family: its page, "why?" of a need, and the disclosure of its names."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from entas.access.scope import Permission, Scope
from entas.areas import queries as areas
from entas.audit import queries as audit
from entas.evaluation import queries as evaluation
from entas.linkage import desk
from entas.needs import queries as needs
from entas.needs.explanation import Explanation, NotAsked
from entas.registry import actions as disclosure
from entas.registry import queries as registry
from entas.snapshots.tables import Indicator
from entas.tagging import queries as tagging
from entas.verification import queries as verification
from entas.web.families.dossier import compare, members_of, need_cards
from entas.web.fields import FIELDS, SOURCES, say
from entas.web.pinned import Pinned, pinned
from entas.web.scoped import NotHere, scoped
from entas.web.wording import ACTIONS, INDICATORS, STATUS_WORDS, TAG_STATES

_BY_KEY = {indicator.key: indicator for indicator in Indicator}


@require_safe
@scoped
def family(request: HttpRequest, scope: Scope, family_id: int) -> HttpResponse:
    """The page of a family, masked."""
    return _page(request, scope, _masked(scope, family_id))


@require_POST
@scoped
def reveal(request: HttpRequest, scope: Scope, family_id: int) -> HttpResponse:
    """The page with names and numbers, once, for a purpose that is recorded."""
    masked = _masked(scope, family_id)
    scope.check(masked.village_code, Permission.REVEAL)
    try:
        shown = disclosure.reveal(
            scope=scope,
            family_id=family_id,
            purpose=request.POST.get("purpose", ""),
            by=scope.actor,
            now=timezone.now(),
        )
    except disclosure.PurposeMissing:
        return _page(request, scope, masked, purpose_missing=True, status=422)
    return _page(request, scope, shown, revealed=True)


@require_safe
@scoped
def why(request: HttpRequest, scope: Scope, family_id: int, indicator: str) -> HttpResponse:
    """Why an indicator is what it is: a fragment for htmx, a page of its own without."""
    found = _masked(scope, family_id)
    pin = pinned(request, scope)
    asked = request.GET.get("person", "")
    person_id = int(asked) if asked.isdecimal() else None
    on = timezone.localdate(pin.snapshot.cutoff) if pin else timezone.localdate()
    try:
        explained = needs.why(
            scope=scope, family_id=family_id, indicator=indicator, person_id=person_id, on=on
        )
    except NotAsked as refusal:
        raise NotHere(str(refusal)) from refusal
    names = {member.person_id: member.values["name"] for member in found.members}
    context = {
        "family": found,
        "why": explanation(explained),
        "words": INDICATORS[_BY_KEY[indicator]],
        "key": indicator,
        "who": names.get(person_id) if person_id else None,
        "on": on,
        "pin": pin,
        "path": areas.path(found.village_code),
        "section": "families",
    }
    partial = bool(getattr(request, "htmx", False))
    return render(
        request, "web/families/_why.html" if partial else "web/families/why.html", context
    )


def explanation(explained: Explanation) -> dict[str, Any]:
    """An explanation in the reader's language."""
    language = "id" if get_language() == "id" else "en"
    steps = [
        {
            "says": getattr(step.clause.says, language),
            "held": step.held,
            "reference": step.clause.reference,
            "status": STATUS_WORDS[step.clause.status.value],
            "decides": step is explained.steps[-1] and bool(step.held),
        }
        for step in explained.steps
    ]
    values = [
        {
            "name": FIELDS.get(value.field) or INDICATORS[_BY_KEY[value.field]].name,
            "text": (
                STATUS_WORDS[str(value.value)]
                if value.field in _BY_KEY
                else say(value.field, value.value)
            ),
            "said": value.said,
            "source": SOURCES.get(value.said.source, value.said.source) if value.said else None,
        }
        for value in explained.values
    ]
    return {
        "status": STATUS_WORDS[explained.status.value] if explained.status else None,
        "key": explained.status.value if explained.status else "left",
        "standard": getattr(explained.version.standard, language),
        "version": explained.version,
        "reference": explained.reference or explained.version.reference,
        "steps": steps,
        "values": values,
    }


def _masked(scope: Scope, family_id: int) -> registry.FamilyDetail:
    try:
        return registry.detail(scope=scope, family_id=family_id)
    except registry.NoSuchFamily as refusal:
        raise NotHere(str(refusal)) from refusal


def _page(
    request: HttpRequest,
    scope: Scope,
    found: registry.FamilyDetail,
    *,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    pin: Pinned | None = pinned(request, scope)
    code = found.village_code
    on = timezone.localdate(pin.snapshot.cutoff) if pin else timezone.localdate()
    subjects = (
        evaluation.family_status(pin.snapshot, scope=scope, family_id=found.family_id)
        if pin
        else []
    )
    path = areas.path(code)
    people = [member.person_id for member in found.members]
    shown_with = desk.shown_with(family_id=found.family_id, person_ids=people)
    events = (
        audit.events(scope).filter(subject__in=[f"family:{found.family_id}", *shown_with])[:20]
        if scope.covers(code, Permission.SEE_AUDIT)
        else None
    )
    context: dict[str, Any] = {
        "family": found,
        "head": say("head_name", found.values["head_name"]),
        "facts": {name: say(name, found.values[name]) for name in _FACTS},
        "path": path,
        "village": path[-1] if path else None,
        "may_open": {step.code for step in path if scope.covers(step.code)},
        "pin": pin,
        "pin_query": urlencode(pin.query) if pin else "",
        "cards": need_cards(subjects, found.members),
        "has_left": bool(pin) and not subjects,
        "members": members_of(found),
        "comparison": compare(found),
        "tags": tagging.tags_of(scope=scope, family_id=found.family_id, on=on),
        "visits": verification.visits_of(scope=scope, family_id=found.family_id),
        "sources": SOURCES,
        "tag_states": TAG_STATES,
        "actions": ACTIONS,
        "may_reveal": scope.covers(code, Permission.REVEAL),
        "events": events,
        "section": "families",
        **extra,
    }
    return render(request, "web/families/family.html", context, status=status)


_FACTS = ("head_nik", "kk_number", "address", "rt", "rw", "decile", "presence")
