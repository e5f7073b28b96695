"""The desk itself: one pair after another, decided by keyboard, each decision undone at a key."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entas.access.scope import Permission, Scope
from entas.areas import queries as areas
from entas.linkage import actions, desk, queries
from entas.linkage.disclosure import disclose
from entas.linkage.models import Verdict
from entas.linkage.queries import NoSuchPair, PairDetail
from entas.web.formats import percent
from entas.web.review.asked import Asked
from entas.web.review.page import pair_page
from entas.web.review.wording import VERDICTS
from entas.web.scoped import NotHere, scoped, within


@require_safe
@scoped
def pair(request: HttpRequest, scope: Scope, pair_id: int) -> HttpResponse:
    """The page of a pair, with names: that the caller saw them is recorded once."""
    shown = _disclosed(scope, pair_id)
    asked = _asked(request, scope, shown)
    context = _around(scope, asked) | {"page": pair_page(shown, actor=scope.actor)}
    return render(request, "web/review/pair.html", context)


@require_safe
@scoped
def next_pair(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """To the pair after ``?after=`` or before ``?before=``: its part for htmx, else its page."""
    within(scope, code, Permission.LINK)
    asked = Asked.by(request, code)
    after, before = _number(request, "after"), _number(request, "before")
    found = desk.next_pair(scope, asked.wanted, after=after, before=before)
    if found in (after, before):
        found = None
    if getattr(request, "htmx", False):
        return HttpResponse(_part(request, scope, asked, found))
    if found is None and (after or before):
        found = after or before
        messages.info(request, _("There is no other pair in this queue."))
    if found is None:
        return render(request, "web/review/pair.html", _around(scope, asked) | {"page": None})
    return redirect(f"{reverse('pair', args=[found])}?{asked.query}")


@require_POST
@scoped
def decide(request: HttpRequest, scope: Scope, pair_id: int) -> HttpResponse:
    """Decide on a pair. For htmx: the pair after the one ``shown`` by now; else the next page."""
    asked = Asked.by(request)
    within(scope, asked.code, Permission.LINK)
    done, said = _decided(request, scope, pair_id)
    if not getattr(request, "htmx", False):
        if said:
            messages.warning(request, said)
        found = desk.next_pair(scope, asked.wanted, after=pair_id, without=[pair_id])
        query = asked.query
        if found is None:
            return redirect(f"{reverse('review-next', args=[asked.code])}?{query}")
        return redirect(f"{reverse('pair', args=[found])}?{query}")
    shown = request.POST.get("shown", "")
    there = int(shown) if shown.isdecimal() else None
    passed = [pair_id] if there is None else [pair_id, there]
    found = desk.next_pair(scope, asked.wanted, after=there or pair_id, without=passed)
    part = _part(request, scope, asked, found)
    around = _progress(scope, asked) | {"oob": True, "said": said}
    if done:
        around |= _undoing(done.decision_id, request.POST["verdict"])
    elif last := desk.last_decision(scope):
        around |= _undoing(last.decision_id, last.verdict)
    return HttpResponse(part + render_to_string("web/review/_after.html", around, request))


@require_POST
@scoped
def undo(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Undo a decision, then back to its pair, or to where ``back`` says (the history)."""
    number = request.POST.get("decision", "")
    if not number.isdecimal():
        raise NotHere("No such decision.")
    try:
        undone = actions.undo(
            scope=scope, decision_id=int(number), by=scope.actor, now=timezone.now()
        )
    except queries.NoSuchPair as refusal:
        raise NotHere(str(refusal)) from refusal
    messages.success(request, _("The decision is undone."))
    asked = Asked.of(QueryDict(request.POST.get("query", "")))
    if request.POST.get("back") == "history" and asked.code:
        return redirect("review-history", asked.code)
    if undone.pair_id is None:
        return redirect("home")
    return redirect(f"{reverse('pair', args=[undone.pair_id])}?{asked.query}")


def _decided(
    request: HttpRequest, scope: Scope, pair_id: int
) -> tuple[actions.Decided | None, str]:
    """Decide as the form says; what was done, and what is to be told of it, mostly nothing."""
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        raise NotHere("No such verdict.")
    try:
        done = actions.decide(
            scope=scope,
            pair_id=pair_id,
            verdict=verdict,
            by=scope.actor,
            now=timezone.now(),
            reason=" ".join(request.POST.get("reason", "").split())[:200],
        )
    except NoSuchPair as refusal:
        raise NotHere(str(refusal)) from refusal
    except actions.SecondOpinionNeeded:
        return None, _("You were unsure of this pair yourself, so somebody else decides it.")
    if done.contradicts:
        return done, _("This contradicts an earlier decision in the same group: see the history.")
    return done, ""


def _part(request: HttpRequest, scope: Scope, asked: Asked, pair_id: int | None) -> str:
    """The part of a page that holds a pair, or says that none is left."""
    page = pair_page(_disclosed(scope, pair_id), actor=scope.actor) if pair_id else None
    template = "web/review/_pair.html" if page else "web/review/_empty.html"
    return render_to_string(template, {"page": page, "asked": asked}, request)


def _around(scope: Scope, asked: Asked) -> dict[str, Any]:
    """What stands around a pair: path, progress, and the decision that Z would undo."""
    path = areas.path(asked.code)
    last = desk.last_decision(scope)
    return {
        "path": path,
        "may_open": {step.code for step in path if scope.covers(step.code, Permission.LINK)},
        "section": "review",
        **_progress(scope, asked),
        **(_undoing(last.decision_id, last.verdict) if last else {}),
    }


def _undoing(decision_id: int, verdict: str) -> dict[str, Any]:
    """What the button of Z says."""
    return {"undo": decision_id, "undo_name": VERDICTS[verdict]}


def _progress(scope: Scope, asked: Asked) -> dict[str, Any]:
    """How far the queue is."""
    far = desk.progress(scope, asked.wanted, since=_midnight())
    total = far.waiting + far.decided
    return {
        "asked": asked,
        "progress": {
            "waiting": far.waiting,
            "decided": far.decided,
            "today": far.today,
            "share": f"{100 * far.decided / total:.2f}" if total else "0",
            "share_text": percent(100 * far.decided / total if total else 0),
        },
    }


def _asked(request: HttpRequest, scope: Scope, shown: PairDetail) -> Asked:
    """The queue that the address names; the pair's own kabupaten where it names none of ours."""
    asked = Asked.by(request)
    if asked.code and scope.covers(asked.code, Permission.LINK):
        return asked
    village = shown.first.village_code
    code = next(code for code in scope.prefixes(Permission.LINK) if village.startswith(code))
    return replace(asked, code=max(code, village[:4], key=len))


def _disclosed(scope: Scope, pair_id: int) -> PairDetail:
    try:
        return disclose(scope=scope, pair_id=pair_id, by=scope.actor, now=timezone.now())
    except NoSuchPair as refusal:
        raise NotHere(str(refusal)) from refusal


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 18 else None


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
