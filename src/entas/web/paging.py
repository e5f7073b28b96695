"""Pages of a long list, from what the address asks for."""

from dataclasses import dataclass

from django.http import HttpRequest

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of ``total`` things."""

    number: int
    total: int
    size: int = SIZE

    @property
    def first(self) -> int:
        """Position of the first thing shown, from 1; 0 of none."""
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        """Position of the last thing shown."""
        return min(self.number * self.size, self.total)

    @property
    def previous(self) -> int | None:
        """Number of the page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Number of the page after."""
        return self.number + 1 if self.last < self.total else None


def page_number(request: HttpRequest) -> int:
    """The page asked for; nonsense means the first."""
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
