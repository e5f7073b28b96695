"""What the mapping desk calls fields, codes, kinds of rows, steps, and reasons of a refusal."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entas.web.fields import FIELDS, SOURCES, say

BASES: dict[str, Promise] = {"general": _("Another list"), **SOURCES}

KINDS: dict[str, Promise] = {
    "family": _("a family"),
    "person": _("a person"),
    "listing": _("a recipient, house or customer"),
}

_DIFFICULTY = _("Difficulty (Washington Group)")
WORDS: dict[str, Promise] = {
    **FIELDS,
    "reference": _("Number on this list"),
    "rt_rw": _("RT and RW"),
    "family_key": _("Family number of the list"),
    "person_key": _("Person number of the list"),
    "district": _("Kabupaten/kota"),
    "subdistrict": _("Kecamatan"),
    "village": _("Village"),
    "area_code": _("Kemendagri code of the village"),
    "parent_name": _("Parent's name"),
    "phone": _("Telephone"),
    "customer_status": _("Status of the connection"),
    "tariff": _("Tariff"),
    "proposal_status": _("Status of the proposal"),
    "schooling_kind": _("Kind of being out of school"),
    "cause": _("Cause"),
    "school": _("School"),
    "follow_up": _("Follow-up"),
    "height_for_age": _("Height for age"),
    "stunted": _("Stunted"),
    "programme_name": _("Aid or training"),
    "provider": _("Who gives it"),
    "amount": _("Value (Rp)"),
    "year": _("Year"),
    "given_on": _("Date of giving or registering"),
    "measured_on": _("Date of measuring"),
    "training_status": _("Status of the training"),
    "job_status": _("Status of the job seeker"),
    "skill": _("Skill"),
    "device": _("Assistive device"),
    "aid_status": _("Status of the aid"),
    "note": _("Note"),
    "attendance": _("Goes to school"),
    "certificate": _("Highest certificate"),
    "supply": _("Electricity supply"),
    "drain": _("Where the toilet drains"),
    "meets_criteria": _("Meets the criteria"),
    "verdict_reason": _("Why it does not meet the criteria"),
    "stage": _("Stage of the verification"),
    "visited_on": _("Date of the visit"),
    "submitted_on": _("Date of submission"),
    "checked_on": _("Date of the check"),
    "ratified_on": _("Date of ratification"),
    "accepted_on": _("Date of acceptance"),
}
_CODES: dict[tuple[str, str], Promise] = {
    ("customer_status", "active"): _("Active"),
    ("customer_status", "inactive"): _("Not active"),
    ("schooling_kind", "never"): _("Never in school (BPB)"),
    ("schooling_kind", "dropped_out"): _("Dropped out (DO)"),
    ("schooling_kind", "not_continued"): _("Did not continue (LTM)"),
    ("follow_up", "in_progress"): _("In progress"),
    ("follow_up", "back_in_school"): _("Back in school"),
    ("height_for_age", "severely_stunted"): _("Severely stunted"),
    ("height_for_age", "stunted"): _("Stunted"),
    ("height_for_age", "tall"): _("Tall"),
    ("attendance", "never"): _("Never"),
    ("attendance", "attending"): _("Attending"),
    ("attendance", "left"): _("No longer"),
    ("supply", "pln"): _("PLN"),
    ("drain", "septic"): _("Septic tank or sewer"),
    ("stage", "0"): _("Not visited yet"),
    ("stage", "1"): _("Visited"),
    ("stage", "2"): _("Submitted"),
    ("stage", "3"): _("Checked by the sub-district"),
    ("stage", "4"): _("Ratified by the village"),
    ("stage", "5"): _("Accepted by the kabupaten"),
}
_ANY: dict[str, Promise] = {
    "proposed": _("Proposed"),
    "verified": _("Verified"),
    "approved": _("Approved"),
    "rejected": _("Rejected"),
    "realised": _("Realised"),
    "received": pgettext_lazy("aid", "Received"),
    "registered": _("Registered"),
    "attending": _("Attending"),
    "graduated": _("Graduated"),
    "not_finished": _("Not finished"),
    "seeking": _("Looking for work"),
    "placed": _("Placed"),
    "self_employed": _("Self-employed"),
    "cannot": _("Cannot at all"),
    "much": _("Much difficulty"),
    "some": _("Some difficulty"),
}

CONFIDENCE: dict[str, Promise] = {
    "sure": _("Sure"),
    "likely": _("Likely"),
    "unsure": _("Look at this"),
    "none": _("Not guessed"),
    "chosen": _("Chosen"),
}

STEPS: dict[str, Promise] = {
    "read": _("Reading and cleaning"),
    "keep": _("Keeping the rows as they came"),
    "register": _("Registering"),
    "settle": _("Closing the books"),
}

REFUSALS: dict[str, Promise] = {
    "empty_file": _("The file is empty. Ask for it again."),
    "too_large": _("The file is larger than any list. Split it, or save the sheet anew."),
    "encrypted": _("The file is protected by a password. Save it without one."),
    "damaged": _("The file is damaged or was cut off. Ask for it again."),
    "not_a_list": _("This is no spreadsheet. Bring XLSX, XLS, ODS or CSV."),
    "broken_text": _("The text of the file does not add up. Save it as XLSX."),
    "notable": _("No sheet has a header with rows below it. Put names above the columns."),
    "not_this_layout": _("No sheet has the columns that were chosen."),
    "missing_header": _("A column is missing without which rows cannot be told apart."),
    "other_layout": _("These are the headers of another list."),
    "duplicate_header": _("Two columns claim to be the same, and differ."),
    "second_table": _("A second table begins below the first. Put each on a sheet of its own."),
    "no_rows": _("There are headers but no rows."),
    "notallowed": _("You may not receive lists: ask the province's administrator for a role."),
    "fault": _("The program failed on this file. Bring it again; if it fails again, say so."),
}


def word(field: str) -> str:
    """What a field is called."""
    if field.startswith("difficulty_"):
        return f"{_DIFFICULTY}: {field.removeprefix('difficulty_').replace('_', ' ')}"
    if field.startswith("programme:"):
        return field.removeprefix("programme:")
    return str(WORDS.get(field, field))


def code(field: str, value: str) -> str:
    """What a code of a field is called."""
    own = _CODES.get((field, value))
    if own is not None:
        return str(own)
    said = say(field, value)
    return str(_ANY[value]) if said == value and value in _ANY else said
