"""When accepted visits last spoke of something: evidence that a need was seen to be met."""

from collections.abc import Sequence
from datetime import date

from entas.columns.records import table
from entas.registry.identity import through
from entas.registry.models import FamilyObservation, PersonObservation


def last_visit_saying(fields: Sequence[str], *, of_person: bool, until: date) -> str:
    """A query: ``subject`` (family or person id) and ``seen_on``, inside ``columns.records``.

    ``seen_on`` is the last day up to ``until`` on which an accepted visit said any of ``fields``;
    subjects of whom none did are missing.
    """
    model, subject = (
        (PersonObservation, "person_id") if of_person else (FamilyObservation, "family_id")
    )
    said = " OR ".join(f"{field} IS NOT NULL" for field in fields)
    observed = through(f"{table(model)}", subject)
    return (
        f"SELECT {subject} AS subject, max(observed_on) AS seen_on FROM ({observed}) "
        f"WHERE origin = 'verification' AND accepted AND observed_on <= DATE '{until.isoformat()}' "
        f"AND ({said}) GROUP BY {subject}"
    )
