"""Write needs: all of them anew, whenever values or definitions changed."""

from dataclasses import dataclass
from datetime import date, datetime

from entas.audit.actions import record
from entas.columns.records import append, records, reserve_ids, table
from entas.needs.models import Need
from entas.needs.queries import fill_status
from entas.registry.precedence import resolve
from entas.sources.layouts import COMPARED


@dataclass(frozen=True, slots=True)
class Derivation:
    """What was derived: the day, the definitions used, and subjects by indicator and status."""

    on: date
    definitions: dict[str, str]
    counts: dict[str, dict[str, int]]

    @property
    def needs(self) -> int:
        """How many needs stand."""
        return sum(statuses.get("need", 0) for statuses in self.counts.values())


def derive(*, on: date, by: str, now: datetime) -> Derivation:
    """Decide every indicator of everybody as of a day, and rewrite the table of needs.

    One transaction; then one audit event with the counts. Raises ``NoDefinition`` when an indicator
    has no version in force on the day.
    """
    with records(write=True) as con:
        resolve(con, until=on, but=COMPARED)
        versions = fill_status(con, on=on)
        found = con.execute(
            "SELECT indicator, status, count(*) FROM need_status GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        con.execute(f"DELETE FROM {table(Need)}")
        counts: dict[str, dict[str, int]] = {key: {} for key in versions}
        for indicator, status, count in found:
            counts[indicator][status] = count
        done = Derivation(on, {key: version.id for key, version in versions.items()}, counts)
        if done.needs:
            first = reserve_ids(Need, done.needs, con=con)
            append(
                con,
                Need,
                f"SELECT {first} - 1 + row_number() OVER "
                "(ORDER BY village_code, indicator, family_id, person_id) AS id, "
                "indicator, family_id, person_id, village_code, definition "
                "FROM need_status WHERE status = 'need'",
            )
    record(
        action="needs.derived",
        subject=f"needs:{on.isoformat()}",
        by=by,
        now=now,
        details={"needs": done.needs, "definitions": done.definitions},
    )
    return done
