"""The registry rebuilt from its observations, held against what is recorded."""

from datetime import date

import duckdb

from entas.columns.records import table
from entas.registry.identity import through
from entas.registry.models import FamilyProfile, Membership, PersonObservation, PersonProfile
from entas.registry.precedence import FAMILY_FIELDS, PERSON_FIELDS, resolve
from entas.registry.profiles import timeline


def differences(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many profiles and memberships are not what the observations give; nothing when sound.

    Counted on both sides: one that changed counts twice. ``con`` comes from ``columns.records``.
    """
    resolve(con, until=date.max)
    observed = through(f"(SELECT * FROM {table(PersonObservation)})", "person_id", "family_id")
    con.execute(f"CREATE OR REPLACE TEMP TABLE timeline_now AS {timeline(observed)}")
    found = {}
    for name, model, rebuilt, columns in (
        ("families", FamilyProfile, "family_now", ("family_id", *FAMILY_FIELDS)),
        ("persons", PersonProfile, "person_now", ("person_id", "family_id", *PERSON_FIELDS)),
        ("memberships", Membership, "timeline_now", ("person_id", "family_id", "since", "until")),
    ):
        selected = ", ".join(columns)
        kept, made = f"SELECT {selected} FROM {table(model)}", f"SELECT {selected} FROM {rebuilt}"
        counted = con.execute(
            f"SELECT count(*) FROM (({kept} EXCEPT ALL {made}) UNION ALL "
            f"({made} EXCEPT ALL {kept}))"
        ).fetchone()
        if counted and counted[0]:
            found[name] = int(counted[0])
    return found
