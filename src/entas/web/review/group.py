"""What a family and its members were merged from, with every decision and its undo."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entas.access.scope import Permission, Scope
from entas.areas import queries as areas
from entas.linkage import desk
from entas.registry import queries as registry
from entas.registry.subjects import groups_of
from entas.web.review.history import Line, lines
from entas.web.scoped import NotHere, scoped


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects that are one now, and what was decided between them."""

    kind: str
    name: str
    stands: int
    others: list[int]
    decided: list[Line]


@require_safe
@scoped
def merged(request: HttpRequest, scope: Scope, family_id: int) -> HttpResponse:
    """The groups of a family and of its members: a part for htmx, a page of its own without."""
    try:
        found = registry.detail(scope=scope, family_id=family_id)
    except registry.NoSuchFamily as refusal:
        raise NotHere(str(refusal)) from refusal
    names = {member.person_id: str(member.values["name"] or "–") for member in found.members}
    groups = [
        *_groups(scope, "family", {family_id: str(found.values["head_name"] or "–")}),
        *_groups(scope, "person", names),
    ]
    context = {
        "family": found,
        "groups": groups,
        "path": areas.path(found.village_code),
        "may_undo": scope.covers(found.village_code, Permission.LINK),
        "section": "families",
    }
    partial = bool(getattr(request, "htmx", False))
    template = "web/review/_merged.html" if partial else "web/review/merged.html"
    return render(request, template, context)


def _groups(scope: Scope, kind: str, names: dict[int, str]) -> list[Group]:
    """Groups of more than one, in the order of ``names``."""
    known = groups_of(kind=kind, standing=names)
    together = {stands: ids for stands, ids in known.items() if len(ids) > 1}
    everybody = [pk for ids in together.values() for pk in ids]
    made = lines(scope, desk.decisions_on(scope, kind=kind, subjects=everybody))
    return [
        Group(
            kind=kind,
            name=names[stands],
            stands=stands,
            others=[pk for pk in ids if pk != stands],
            decided=[line for line in made if line.decision.first_id in ids],
        )
        for stands, ids in together.items()
    ]
