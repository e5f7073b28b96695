"""Which snapshot a page speaks of: the one its address names, else the latest."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from entas.access.scope import Scope
from entas.snapshots import queries
from entas.snapshots.models import Snapshot
from entas.web.scoped import NotHere


@dataclass(frozen=True, slots=True)
class Pinned:
    """The snapshot of a page, and the others that it could be."""

    snapshot: Snapshot
    others: Sequence[Snapshot]
    chosen: bool
    """Whether the address names it; links then carry it on."""

    @property
    def before(self) -> Snapshot | None:
        """The snapshot with the latest cut-off before this one's."""
        earlier = [other for other in self.others if other.cutoff < self.snapshot.cutoff]
        return max(earlier, key=lambda other: (other.cutoff, other.pk), default=None)

    @property
    def query(self) -> dict[str, str]:
        """What links of the page add to their address."""
        return {"snapshot": str(self.snapshot.pk)} if self.chosen else {}


def pinned(request: HttpRequest, scope: Scope) -> Pinned | None:
    """The snapshot of this request; ``None`` before the first was frozen.

    Raises ``NotHere`` for a number that does not exist.
    """
    known = list(queries.listing(scope))
    asked = request.GET.get("snapshot", "")
    if not asked:
        return Pinned(known[0], known, chosen=False) if known else None
    for snapshot in known:
        if str(snapshot.pk) == asked:
            return Pinned(snapshot, known, chosen=True)
    raise NotHere("No such snapshot.")
