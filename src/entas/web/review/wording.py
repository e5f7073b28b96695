"""What the review desk calls grades of agreement, reasons, verdicts and states."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entas.linkage.desk import Order, Reason
from entas.web.fields import FIELDS

GRADES: dict[str, Promise] = {
    "missing": _("a side says nothing"),
    "different": _("different"),
    "faintly alike": _("faintly alike"),
    "weakly alike": _("weakly alike"),
    "partly equal": _("partly equal"),
    "part of it, common": _("one is a part of the other, common"),
    "part of it": _("one is a part of the other"),
    "spelled close, common": _("spelt nearly alike, common"),
    "spelled close": _("spelt nearly alike"),
    "equal": _("equal"),
    "equal, very common": _("equal, but very common"),
    "equal, common": _("equal, but common"),
    "equal, rare": _("equal, and rare"),
    "one digit differs": _("one digit differs"),
    "two digits differ": _("two digits differ"),
    "same start": _("the same start"),
    "near": _("close to each other"),
    "equal, a default day": _("equal, but a day that lists write when none is known"),
    "day and month swapped": _("day and month swapped"),
    "a default day in the year": _("the same year, one a day written when none is known"),
    "one part differs": _("day, month or year differs"),
    "same year": _("the same year"),
    "a year apart": _("a year apart"),
    "elsewhere": _("another kabupaten"),
    "same district": _("the same kabupaten"),
    "same sub-district": _("the same kecamatan"),
    "same village": _("the same village"),
    "unknown": _("a side says nothing"),
    "all": _("all of the smaller family are one"),
    "only_one": _("the only one of the smaller family is one"),
    "half": _("at least half of the smaller family are one"),
    "one": _("one of them is one"),
    "none": _("nobody is one"),
    "same": _("equal"),
    "same_neighbourhood": _("the same RT and RW"),
    "same_village": _("the same village"),
    "same_district": _("the same kabupaten"),
    "members_linked": _("others of the families are one as well"),
}
CONDITIONS: dict[str, Promise] = {
    "same date": _("born on the same day"),
    "same date and area": _("born on the same day, from the same area"),
    "dates near": _("while the dates of birth are near"),
    "same area": _("while the area is the same"),
}
EVIDENCE_FIELDS: dict[str, Promise] = {
    **FIELDS,
    "": _("Before looking at any field"),
    "neighbourhood": _("RT/RW"),
    "family": _("Members"),
    "members": _("Members"),
    "head": _("Head of family"),
    "place": _("Village"),
}

KINDS: dict[str, Promise] = {"person": _("Persons"), "family": _("Families")}
QUESTIONS: dict[str, Promise] = {
    "person": _("Are these two one person?"),
    "family": _("Are these two one family?"),
}
QUEUES: dict[str, Promise] = {"": _("First opinion"), "second": _("Second opinion")}
REASONS: dict[str, Promise] = {
    Reason.BELOW: _("Below the threshold"),
    Reason.BORROWED: _("Borrowed NIK, or another contradiction"),
}
ORDERS: dict[str, Promise] = {
    Order.DOUBTFUL: _("Most doubtful first"),
    Order.LIKELY: _("Likeliest first"),
    Order.VILLAGE: _("Village by village"),
}
STATES: dict[str, Promise] = {
    "waiting": _("Waiting"),
    "second_opinion": _("Second opinion"),
    "merged": _("Merged"),
    "apart": _("Kept apart"),
}
VERDICTS: dict[str, Promise] = {
    "same": pgettext_lazy("verdict on a pair", "Same"),
    "different": pgettext_lazy("verdict on a pair", "Different"),
    "unsure": pgettext_lazy("verdict on a pair", "Unsure"),
}


def grade_in_words(grade: str) -> str:
    """The matcher's grade in the reader's language; what is not known is shown as it is."""
    if grade in GRADES:
        return str(GRADES[grade])
    bare, *conditions = grade.split(", ")
    if bare in GRADES and set(conditions) <= CONDITIONS.keys():
        return f"{GRADES[bare]} ({', '.join(str(CONDITIONS[one]) for one in conditions)})"
    return "" if grade == "prior" else grade


def bits(value: float) -> str:
    """Weight of evidence with its sign and one decimal: +4,2."""
    shown = number_format(abs(round(value, 1)), decimal_pos=1)
    mark = "+" if round(value, 1) > 0 else "−" if round(value, 1) < 0 else ""
    return f"{mark}{shown}"
