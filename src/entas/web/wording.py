"""What the screens call things: indicators, states of a need, stages, presence, roles."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entas.access.models import Role
from entas.areas.models import Level
from entas.evaluation.results import Cell
from entas.snapshots.tables import Funding, Indicator, Presence, Stage, Status


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """How an indicator is named and what it counts."""

    name: Promise
    long: Promise
    unit: Promise


_FAMILIES, _PERSONS = _("families"), _("persons")
INDICATORS: dict[Indicator, IndicatorWords] = {
    Indicator.HOUSING: IndicatorWords(_("Housing"), _("Unfit houses (RTLH)"), _FAMILIES),
    Indicator.ELECTRICITY: IndicatorWords(
        _("Electricity"), _("No electricity of their own"), _FAMILIES
    ),
    Indicator.WATER: IndicatorWords(_("Clean water"), _("No access to clean water"), _FAMILIES),
    Indicator.LATRINE: IndicatorWords(_("Latrine"), _("No latrine of their own"), _FAMILIES),
    Indicator.STUNTING: IndicatorWords(
        _("Stunting risk"), _("Families at risk of stunting"), _FAMILIES
    ),
    Indicator.SCHOOLING: IndicatorWords(
        _("Out of school"), _("Children out of school (ATS)"), _PERSONS
    ),
    Indicator.DISABILITY: IndicatorWords(_("Disability"), _("Persons with a disability"), _PERSONS),
    Indicator.EMPLOYMENT: IndicatorWords(_("Not working"), _("Able to work, no work"), _PERSONS),
}

CELLS: dict[Cell, Promise] = {
    Cell.NEED: _("Need"),
    Cell.UNFUNDED: _("Unfunded"),
    Cell.POTENTIAL: _("Potential"),
    Cell.PLANNED: _("Planned"),
    Cell.REALISED: _("Realised"),
    Cell.MET: _("Met"),
    Cell.REMAINING: _("Remaining"),
    Cell.UNKNOWN: _("Unknown"),
    Cell.NO_NEED: _("No need"),
    Cell.NOT_APPLICABLE: _("Not applicable"),
}

CELLS_EXPLAINED: dict[Cell, Promise] = {
    Cell.NEED: _("All who need it or needed it: the denominator"),
    Cell.UNFUNDED: _("Nothing and nobody has been named to answer the need"),
    Cell.POTENTIAL: _("A source of money is possible, not yet planned"),
    Cell.PLANNED: _("Planned with a source of money"),
    Cell.REALISED: _("Delivered; whether the need is met is checked in the field"),
    Cell.MET: _("Delivered, and a later visit confirmed it"),
    Cell.REMAINING: _("Not realised yet: the backlog"),
    Cell.UNKNOWN: _("The lists and visits cannot decide; a visit can"),
    Cell.NO_NEED: _("No need"),
    Cell.NOT_APPLICABLE: _("Outside the target group"),
}

STATUSES: dict[Status, Promise] = {
    Status.UNKNOWN: _("Unknown"),
    Status.NEED: _("Need"),
    Status.NO_NEED: _("No need"),
    Status.NOT_APPLICABLE: _("Not applicable"),
}

FUNDING_CELLS: dict[Funding, Cell] = {
    Funding.NONE: Cell.UNFUNDED,
    Funding.POTENTIAL: Cell.POTENTIAL,
    Funding.PLANNED: Cell.PLANNED,
    Funding.REALISED: Cell.REALISED,
}

TAG_STATES: dict[str, Promise] = {
    "potential": CELLS[Cell.POTENTIAL],
    "planned": CELLS[Cell.PLANNED],
    "realised": CELLS[Cell.REALISED],
    "cancelled": _("Cancelled"),
}

STAGES: dict[Stage, Promise] = {
    Stage.LISTED: _("Listed"),
    Stage.VISITED: _("Visited"),
    Stage.SUBMITTED: _("Submitted"),
    Stage.CHECKED: _("Checked by the sub-district"),
    Stage.RATIFIED: _("Ratified by the village"),
    Stage.ACCEPTED: _("Accepted by the kabupaten"),
}

PRESENCE: dict[Presence, Promise] = {
    Presence.NOT_VISITED: _("Not visited yet"),
    Presence.FOUND: _("Found"),
    Presence.MOVED: _("Moved"),
    Presence.DEAD: pgettext_lazy("presence of a family", "Dead"),
    Presence.DUPLICATE: _("Duplicate"),
    Presence.NOT_FOUND: _("Not found"),
    Presence.WRONG_AREA: _("Wrong area"),
    Presence.REFUSED: pgettext_lazy("presence of a family", "Refused"),
}

LEVELS: dict[int, Promise] = {
    Level.PROVINCE: _("Province"),
    Level.DISTRICT: _("Kabupaten/kota"),
    Level.SUBDISTRICT: _("Kecamatan"),
    Level.VILLAGE: _("Village"),
}

ROLES: dict[str, Promise] = {
    Role.PROVINCE_ADMIN: _("Province administrator"),
    Role.PLANNER: _("Planner (Bappeda)"),
    Role.SOCIAL_OFFICE: _("Social office (Dinsos)"),
    Role.SUBDISTRICT_OFFICER: _("Sub-district officer"),
    Role.VILLAGE_OPERATOR: _("Village operator"),
    Role.AUDITOR: _("Auditor"),
}

STATUS_WORDS: dict[str, Promise] = {
    status.name.lower(): words for status, words in STATUSES.items()
}

ACTIONS: dict[str, Promise] = {
    "areas.boundaries_loaded": _("Boundaries loaded"),
    "areas.crosswalk_loaded": _("BPS codes loaded"),
    "areas.tree_loaded": _("Areas loaded"),
    "assignments.done": _("Visits marked as done"),
    "assignments.made": _("Families sent to the field"),
    "assignments.reopened": _("Visits opened again"),
    "assignments.withdrawn": _("Visits withdrawn"),
    "batch.failed": _("List failed"),
    "batch.received": _("List received"),
    "batch.registered": _("List registered"),
    "catalogue.loaded": _("Catalogue of programmes loaded"),
    "family.revealed": _("Names of a family shown"),
    "pair.decided": _("Decided whether two are one"),
    "pair.undone": _("Decision on two undone"),
    "threshold.set": _("Threshold of merging set"),
    "pair.revealed": _("Names of two shown, to decide whether they are one"),
    "user.granted": _("Role given"),
    "user.revoked": _("Role taken away"),
    "installation.described": _("Installation described"),
    "lists.exported": _("Families of a comparison exported"),
    "lists.reconciled": _("Lists compared"),
    "needs.derived": _("Needs derived"),
    "profile.saved": _("Profile of an agency saved"),
    "registry.registered": _("Rows registered"),
    "snapshot.frozen": _("Snapshot frozen"),
    "tags.recorded": _("Interventions recorded"),
    "upload.brought": _("File brought to the mapping desk"),
    "upload.discarded": _("File taken back from the mapping desk"),
    "user.created": _("User created"),
    "user.password_changed": _("Password changed"),
    "visits.recorded": _("Visits recorded"),
}

OUTCOMES: dict[str, Promise] = {
    "registered": _("Registered"),
    "review": _("To review"),
    "refused": _("Refused"),
}

SEVERITIES: dict[str, Promise] = {
    "error": _("Error"),
    "warning": _("Warning"),
    "note": _("Note"),
}
