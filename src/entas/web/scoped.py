"""The one door of the web: every view behind sign-in gets its scope here, and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from entas.access.scope import NotAllowed, Permission, Scope, scope_of
from entas.kernel.errors import Refused

P = ParamSpec("P")


class NotHere(Refused):
    """There is no such thing, or not for this caller: the answer is the same."""


@dataclass(slots=True)
class Visit:
    """What a request carries for navigation: whose it is and what it may open."""

    scope: Scope

    @property
    def home_code(self) -> str:
        """Code of the caller's own area: the widest one whose figures it may see, or empty."""
        codes = self.scope.prefixes(Permission.SEE_FIGURES)
        return min(codes, key=len, default="")

    @property
    def review_code(self) -> str:
        """Code of the widest area whose duplicates the caller decides on, or empty."""
        return min(self.scope.prefixes(Permission.LINK), key=len, default="")

    @property
    def may_see_audit(self) -> bool:
        """Whether the audit trail of any area is open to the caller."""
        return bool(self.scope.prefixes(Permission.SEE_AUDIT))

    @property
    def may_see_lists(self) -> bool:
        """Whether the caller works with what was received."""
        return bool(self.scope.prefixes(Permission.SEE_FAMILIES))


def scoped(
    view: Callable[Concatenate[HttpRequest, Scope, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask for sign-in, and call the view with the caller's scope as its second argument.

    A refusal of permission becomes 403, and what is outside the scope 404, so that a stranger
    does not learn what exists.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        scope = scope_of(request.user)
        request.visit = Visit(scope)  # type: ignore[attr-defined]
        try:
            response = view(request, scope, *args, **kwargs)
        except NotHere as refusal:
            raise Http404(str(refusal)) from refusal
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", login_required(inner))


def within(scope: Scope, code: str, permission: Permission = Permission.SEE_FIGURES) -> None:
    """Raise ``NotHere`` (404) unless the caller has ``permission`` in the area ``code``."""
    if not scope.covers(code, permission):
        raise NotHere("No such area here.")
