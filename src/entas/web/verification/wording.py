"""What the desks call states, steps and photos."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES: dict[str, Promise] = {
    "submitted": _("To check"),
    "checked": _("To ratify"),
    "ratified": _("To accept"),
    "accepted": pgettext_lazy("visit", "Accepted"),
    "confirmed": _("Confirmed on the spot"),
    "contested": _("Contested"),
    "returned": _("Returned"),
    "visited": _("Photos to come"),
    "set_aside": _("Set aside"),
}

ACTIONS: dict[str, Promise] = {
    "check": _("Checked: right"),
    "ratify": _("Ratify with minutes"),
    "accept": _("Accept"),
    "return": _("Return"),
    "confirm": _("Confirm on the spot"),
    "object": _("Record an objection"),
    "reject": _("Reject the objection"),
    "uphold": _("Uphold the objection"),
    "set_aside": _("Set aside"),
}

KEYS: dict[str, str] = {"check": "s", "accept": "s", "confirm": "s", "return": "k"}

STEPS: dict[str, Promise] = {
    **ACTIONS,
    "visit": _("Form received"),
    "submit": _("Complete with photos"),
    "correct": _("Replaced by a correction"),
}

PHOTOS: dict[str, Promise] = {
    "photo_front": _("Front"),
    "photo_roof": _("Roof"),
    "photo_floor": _("Floor"),
    "photo_wall": _("Wall"),
    "photo_latrine": _("Latrine"),
    "photo_kk": _("Family card"),
}

# What rooms below refuse with, so that it is said in Indonesian too.
REFUSALS: tuple[Promise, ...] = (
    _("You made this visit yourself: somebody else has to look at it."),
    _("No family is known for this visit: return it, or set it aside."),
    _("This family was visited twice: compare both, and choose one."),
    _("These minutes are of another village: choose its own."),
    _("Say why in a few words: whoever gets it back has to act on it."),
    _("Ratification needs the signed minutes of the village deliberation: upload them first."),
    _("None of these is yours to decide: look at the list again."),
    _("Say on which day it was held, and how many came."),
    _("The document is empty: choose the scan of the signed minutes."),
    _("Minutes are of one village: choose it."),
)
