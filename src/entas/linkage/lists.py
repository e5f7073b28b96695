"""Link a list without keys (PLN, ATS, SIMPERUM, ...) to families and persons of the registry."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import polars as pl
from django.db import transaction
from django.utils import timezone

from entas.access.scope import Permission, Scope
from entas.areas.queries import as_frame
from entas.audit.actions import record
from entas.columns.records import records
from entas.kernel.errors import Refused
from entas.linkage import listing, listings
from entas.linkage.actions import failing
from entas.linkage.listings import LINKED
from entas.linkage.models import LISTING, Listed, ListedState, Run, RunState
from entas.registry import frames
from entas.sources.queries import listings_sql

BY_HOUSE = frozenset({"pln"})
"""Lists of houses, which carry no number of a person."""
_OF_HOUSES = ("power", "tariff", "customer_status")


class NoSuchLink(Refused):
    """No link of a row that the caller may decide on."""


class NoListings(Refused):
    """No row of that list waits to be linked."""


@dataclass(frozen=True, slots=True)
class LinkedList:
    """What linking a list did."""

    run_id: int
    listings: int
    linked: int  # rows linked, by this run or as before
    waiting: int  # rows left to a person
    new: int  # links that were not so before
    gone: int  # links that were, and are not proposed any more
    seconds: float


def link_list(*, source: str, area_code: str, by: str, now: datetime) -> LinkedList:
    """Link the rows of a source to whom they are likely of; the latest list speaks.

    What a person decided stays. The same list and registry again change nothing. Not inside a
    transaction of Django's. Raises ``NoListings`` and ``premises.TooFewVillages``.
    """
    began = time.monotonic()
    villages = as_frame().select(village_code="code", village="name")
    with records() as con:
        rows = _listings(con, source, area_code, now)
        if rows.is_empty():
            raise NoListings(
                f"No row of '{source}' is in area {area_code}: import the list first, or name "
                "another one, like pln."
            )
        asked = listing.undecided(con, source, rows).join(
            villages, on="village_code", how="left", maintain_order="left"
        )
        links, model = _proposed(con, source, asked, villages, area_code=area_code, now=now)
    run = Run.objects.create(
        kind=LISTING, area_code=area_code, state=RunState.RUNNING, started_at=now, started_by=by,
        model=model,
    )  # fmt: skip
    with failing(run), records(write=True) as con:
        new, gone = listing.store(con, source, links, area_code=area_code, run_id=run.pk)
    done = LinkedList(
        run_id=run.pk,
        listings=rows["listing_id"].n_unique(),
        linked=links.filter(pl.col("state") == LINKED)["listing_id"].n_unique(),
        waiting=links.filter(pl.col("state") != LINKED)["listing_id"].n_unique(),
        new=new,
        gone=gone,
        seconds=time.monotonic() - began,
    )
    _finish(run, done, source, by=by, now=now)
    return done


def decide(*, scope: Scope, listed_id: int, theirs: bool, by: str, now: datetime) -> None:
    """Decide that a row is, or is not, of the family it was linked to; the last word counts.

    A row is of one family: others that it might be of are then apart. Runs leave it alone from
    here on. Raises ``NoSuchLink`` outside the scope or without the permission to link.
    """
    with transaction.atomic():
        link = _link(scope, listed_id)
        decided = {"decided_by": by, "decided_at": now}
        state = ListedState.LINKED if theirs else ListedState.APART
        Listed.objects.filter(pk=link.pk).update(state=state, **decided)
        if theirs:
            others = Listed.objects.filter(listing_id=link.listing_id).exclude(pk=link.pk)
            others.update(state=ListedState.APART, **decided)
        _record("listing.decided", link, by=by, now=now, details={"theirs": theirs})


def undo(*, scope: Scope, listed_id: int, by: str, now: datetime) -> None:
    """Undo what was decided of a row, and of whom else it might be; it waits again.

    Raises ``NoSuchLink``, also when nobody decided on it.
    """
    with transaction.atomic():
        link = _link(scope, listed_id)
        decided = Listed.objects.filter(listing_id=link.listing_id).exclude(decided_by="")
        if not decided.filter(pk=link.pk).exists():
            raise NoSuchLink(f"Nobody decided on link {listed_id}: there is nothing to undo.")
        decided.update(state=ListedState.WAITING, decided_by="", decided_at=None)
        _record("listing.undone", link, by=by, now=now, details={})


def _link(scope: Scope, listed_id: int) -> Listed:
    rows = scope.limit(Listed.objects.filter(pk=listed_id), permission=Permission.LINK)
    link = rows.select_for_update().first()
    if link is None:
        raise NoSuchLink(f"There is no link {listed_id} for you to decide on.")
    return link


def _record(action: str, link: Listed, *, by: str, now: datetime, details: dict[str, Any]) -> None:
    record(
        action=action,
        subject=f"listing:{link.listing_id}",
        by=by,
        now=now,
        area_code=link.village_code,
        details={"family": link.family_id, **details},
    )


def _listings(
    con: duckdb.DuckDBPyConnection, source: str, area_code: str, now: datetime
) -> pl.DataFrame:
    """The rows of the source's latest list in each kabupaten, with the values that houses have."""
    said = ", ".join(f"json_extract_string(said, '$.{name}') AS {name}" for name in _OF_HOUSES)
    return con.execute(
        f"""
        SELECT * EXCLUDE (said, as_of), {said}
        FROM ({listings_sql(source, timezone.localdate(now))})
        WHERE village_code >= '{int(area_code)}' AND village_code < '{int(area_code) + 1}'
        QUALIFY as_of = max(as_of) OVER (PARTITION BY left(village_code, 4))
        ORDER BY listing_id
        """
    ).pl()


def _proposed(
    con: duckdb.DuckDBPyConnection,
    source: str,
    asked: pl.DataFrame,
    villages: pl.DataFrame,
    *,
    area_code: str,
    now: datetime,
) -> tuple[pl.DataFrame, dict[str, Any]]:
    members = frames.members(con, area_code=area_code, on=timezone.localdate(now))
    if source not in BY_HOUSE:
        return listings.by_number(asked, members), {}
    homes = frames.homes(con, area_code=area_code)
    homes = homes.join(villages, on="village_code", how="left", maintain_order="left")
    links, model = listings.by_house(asked, homes, members)
    return links, json.loads(model)


def _finish(run: Run, done: LinkedList, source: str, *, by: str, now: datetime) -> None:
    run.state, run.finished_at = RunState.DONE, timezone.now()
    run.counts = {
        "source": source,
        "listings": done.listings,
        "merged": done.linked,
        "waiting": done.waiting,
        "new": done.new,
        "seconds": round(done.seconds, 1),
    }
    run.save(update_fields=["state", "finished_at", "counts"])
    record(
        action="list.linked",
        subject=f"run:{run.pk}",
        by=by,
        now=now,
        area_code=run.area_code,
        details={"source": source, "linked": done.linked, "waiting": done.waiting},
    )
