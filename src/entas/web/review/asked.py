"""Which queue an address speaks of: the area, filters and the order."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from entas.linkage.desk import Order, Reason, Wanted
from entas.linkage.models import Kind, PairState

SECOND = "second"


@dataclass(frozen=True, slots=True)
class Asked:
    """A queue as the address names it; what it does not say plainly is left open."""

    code: str
    kind: str
    reason: str
    queue: str
    order: Order

    @classmethod
    def by(cls, request: HttpRequest, code: str = "") -> "Asked":
        """Read the address; without ``code`` the area is its ``in``, or empty."""
        return cls.of(request.GET, code)

    @classmethod
    def of(cls, query: QueryDict, code: str = "") -> "Asked":
        """Read a query; nonsense is left out."""
        order, area = query.get("order", ""), query.get("in", "")
        return cls(
            code=code or (area if area.isdecimal() and len(area) <= 10 else ""),
            kind=_one_of(query.get("kind", ""), Kind.values),
            reason=_one_of(query.get("reason", ""), list(Reason)),
            queue=_one_of(query.get("queue", ""), [SECOND]),
            order=Order(order) if order in set(Order) else Order.DOUBTFUL,
        )

    @property
    def wanted(self) -> Wanted:
        """The queue in the words of linkage."""
        state = PairState.SECOND_OPINION if self.queue == SECOND else PairState.WAITING
        return Wanted(self.code, self.kind, self.reason, state, self.order)

    @property
    def narrowed(self) -> bool:
        """Whether a filter leaves pairs out."""
        return bool(self.kind or self.reason)

    @property
    def query(self) -> str:
        """What links add to their address to stay in this queue."""
        order = "" if self.order is Order.DOUBTFUL else self.order.value
        parts = {"in": self.code, "kind": self.kind, "reason": self.reason, "queue": self.queue}
        return urlencode({key: value for key, value in (parts | {"order": order}).items() if value})


def _one_of(value: str, known: list[str] | list[Reason]) -> str:
    return value if value in set(known) else ""
