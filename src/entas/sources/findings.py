"""Every code that a finding, a row's reason or an assumption may have: what is wrong, what to do.

Cleaning gives codes alone; people read these messages in their language.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, and what a person can do about it."""

    what: str | Promise
    todo: str | Promise


_NOTHING = _("Nothing to do.")
_CORRECT = _(
    "Correct the cell in the list and send it again, or leave it: the value counts as unknown."
)

REASONS: dict[str, Explanation] = {
    "outside_installation": Explanation(
        _("The area code belongs to another province or kabupaten."),
        _("Send the row to the office of that area."),
    ),
    "outside_scope": Explanation(
        _("The row is of an area that you may not register."),
        _("Ask the office of that area, or the province, to send it."),
    ),
    "area_code_malformed": Explanation(
        _("The area code has not 10 digits."), _("Enter the Kemendagri code of the village.")
    ),
    "area_code_unknown": Explanation(
        _("No village has this area code."), _("Enter the Kemendagri code of the village.")
    ),
    "area_name_unknown": Explanation(
        _("No village has this name in this kecamatan."),
        _("Correct the names, or enter the Kemendagri code."),
    ),
    "area_ambiguous": Explanation(
        _("Several villages have this name."), _("Enter the kabupaten or the Kemendagri code.")
    ),
    "area_missing": Explanation(
        _("Neither area code nor names of village and kecamatan or kabupaten."),
        _("Enter the Kemendagri code of the village."),
    ),
    "nik_numeric": Explanation(
        _("The NIK is a number cell: a spreadsheet may have changed its last digits."),
        _("Take the NIK from the original as text; it is not converted."),
    ),
    "nik_scientific": Explanation(
        _("The NIK is in scientific notation: its last digits are lost."),
        _("Take the NIK from the original as text; it is not converted."),
    ),
    "family_key_missing": Explanation(
        _("The family's number in the list is missing or damaged."),
        _("Enter the ID Keluarga as text."),
    ),
    "person_key_missing": Explanation(
        _("The person's number in the list is missing or damaged."),
        _("Enter the ID Individu as text."),
    ),
    "key_repeated": Explanation(
        _("An earlier row of this file has the same number."),
        _("Decide which of the rows holds and delete the other."),
    ),
    "name_missing": Explanation(
        _("There is no name, or it has no letter."),
        _("Enter the name; see whether columns were exchanged."),
    ),
    "cells_shifted": Explanation(
        _("The row has more or fewer cells than there are headers."),
        _("Put the cells under their headers; see whether a delimiter stands inside a cell."),
    ),
    "stage_unknown": Explanation(
        _("How far the verification went is missing or cannot be read."),
        _("Enter status_verifikasi with one of its values."),
    ),
    "visit_undated": Explanation(
        _("The family was visited, but on no day."), _("Enter Tanggal Verval.")
    ),
    "date_in_future": Explanation(_("The date is in the future."), _("Correct the date.")),
    "programme_unknown": Explanation(
        _("No programme of the catalogue has this key."), _("Enter the key of the programme.")
    ),
    "state_unknown": Explanation(
        _("The status is missing or cannot be read."),
        _("Enter POTENSI, RENCANA, REALISASI or BATAL."),
    ),
    "indicator_unknown": Explanation(
        _("The indicator cannot be read."), _("Enter one of the eight indicators.")
    ),
    "funding_source_unknown": Explanation(
        _("The source of funds cannot be read."), _("Enter one of the funding sources.")
    ),
    "tag_undated": Explanation(
        _("Realised or cancelled, but on no day."), _("Enter the date of it.")
    ),
    "other_indicator": Explanation(
        _("The programme answers another need than the row says."),
        _("Correct the programme or the indicator."),
    ),
    "subject_not_found": Explanation(
        _("Nobody registered fits the numbers, or name and place, of the tag."),
        _("Add the NIK or the number of the family, or import the family's list first."),
    ),
    "subject_ambiguous": Explanation(
        _("More than one family or person fits the tag."),
        _("Add the NIK or the number of the family."),
    ),
    "person_needed": Explanation(
        _("This need is a person's, and the tag names only the family."),
        _("Add the person's NIK, number or name."),
    ),
}
"""Why a row is in review or refused."""

FINDINGS: dict[str, Explanation] = {
    "unknown_value": Explanation(_("The list's codes have no such value."), _CORRECT),
    "date_unreadable": Explanation(_("This is no date."), _CORRECT),
    "date_month_first": Explanation(
        _("The month stands before the day."), _("Write the date as 1985-12-31.")
    ),
    "date_ambiguous": Explanation(
        _("Other dates of this column have the month first, so this one may be either."),
        _("Write the date as 1985-12-31."),
    ),
    "date_impossible": Explanation(_("Nobody alive was born on this date."), _CORRECT),
    "number_unreadable": Explanation(_("This is no number."), _CORRECT),
    "out_of_range": Explanation(
        _("The position is outside Indonesia."), _("See whether X and Y were exchanged.")
    ),
    "size_out_of_range": Explanation(_("No house has this floor area."), _CORRECT),
    "answers_undecided": Explanation(
        _("The answers to several questions do not decide the value together."),
        _("Ask for the list with the column that is missing, or leave it: a visit can tell."),
    ),
    "text_cut": Explanation(_("The text is too long and was cut."), _("Shorten it.")),
    "formula_text": Explanation(
        _("The text begins like a formula. It was kept as text and is never calculated."),
        _("See who wrote it, and why."),
    ),
    "name_without_letters": Explanation(
        _("The name has no letter."), _("See whether columns were exchanged.")
    ),
    "odd_characters": Explanation(
        _("The name has characters that names rarely have."), _("Look at it.")
    ),
    "key_damaged": Explanation(
        _("The number was changed by a spreadsheet, or is too long."),
        _("Take it from the original as text."),
    ),
    "nik_missing": Explanation(_("There is no NIK."), _("Ask for the identity card.")),
    "nik_placeholder": Explanation(
        _("The NIK only stands for one that is not known."), _("Ask for the identity card.")
    ),
    "nik_letter": Explanation(
        _("A letter stands where a digit belongs, such as O for 0."),
        _("Correct it from the identity card."),
    ),
    "nik_characters": Explanation(
        _("The NIK has characters that are no digits."), _("Correct it from the identity card.")
    ),
    "nik_length": Explanation(
        _("The NIK has not 16 digits."), _("Correct it from the identity card.")
    ),
    "nik_date": Explanation(
        _("The birth date in the NIK does not exist."), _("Correct it from the identity card.")
    ),
    "nik_area": Explanation(
        _("The NIK begins with no province's code."), _("Correct it from the identity card.")
    ),
    "nik_apostrophe": Explanation(
        _("An apostrophe or separators were taken off the NIK."), _NOTHING
    ),
    "nik_repeated": Explanation(
        _("Several persons of this sheet have this NIK."), _("See whose it is.")
    ),
    "nik_birth_differs": Explanation(
        _("The NIK tells another birth date."), _("See which of them holds.")
    ),
    "nik_sex_differs": Explanation(
        _("The NIK tells the other sex."), _("See which of them holds.")
    ),
    "kk_placeholder": Explanation(
        _("The KK number only stands for one that is not known."), _("Ask for the family card.")
    ),
    "kk_numeric": Explanation(
        _("The KK number is a number cell: a spreadsheet may have changed its last digits."),
        _("Take it from the family card as text."),
    ),
    "kk_scientific": Explanation(
        _("The KK number is in scientific notation: its last digits are lost."),
        _("Take it from the family card as text."),
    ),
    "kk_letter": Explanation(
        _("A letter stands where a digit of the KK number belongs."),
        _("Correct it from the family card."),
    ),
    "kk_characters": Explanation(
        _("The KK number has characters that are no digits."), _("Correct it from the family card.")
    ),
    "kk_length": Explanation(
        _("The KK number has not 16 digits."), _("Correct it from the family card.")
    ),
    "kk_area": Explanation(
        _("The KK number begins with no province's code."), _("Correct it from the family card.")
    ),
    "kk_apostrophe": Explanation(
        _("An apostrophe or separators were taken off the KK number."), _NOTHING
    ),
    "area_name_differs": Explanation(
        _("The village of the area code has another name."), _("See which of them holds.")
    ),
    "stage_date_ahead": Explanation(
        _("A stage that was not reached has a date; it was left out."), _("Correct stage or date.")
    ),
    "dates_out_of_order": Explanation(
        _("A later stage has an earlier date."), _("Correct the dates.")
    ),
    "key_repeated_differs": Explanation(
        _("An earlier row of the list says something else of the same number."),
        _("Nothing, if the later row is right; else correct the list."),
    ),
    "merged_cell_filled": Explanation(
        _("The cell is merged downwards; its value holds for each of its rows."), _NOTHING
    ),
    "merged_across": Explanation(
        _("The cell is merged across columns; only the first has its value."),
        _("Split merged cells."),
    ),
    "formula_without_value": Explanation(
        _("The formula carries no value."), _("Open the list in a spreadsheet and save it again.")
    ),
    "cell_error": Explanation(
        _("The cell shows an error, such as #N/A."), _("Replace the formula by its value.")
    ),
}
"""What may be said of a cell whose row is registered all the same."""

ASSUMPTIONS: dict[str, Explanation] = {
    "header_row": Explanation(_("The header was found in this row."), _NOTHING),
    "header_read_as": Explanation(
        _("A misspelt header was read as the known one."), _("See that it is meant.")
    ),
    "unknown_column_kept": Explanation(
        _("A column the layout does not know was kept as received and not used."), _NOTHING
    ),
    "same_column_twice": Explanation(
        _("A column stands twice with the same cells; one was used."), _NOTHING
    ),
    "header_repeated": Explanation(_("Rows that repeat the header are not data."), _NOTHING),
    "blank_rows": Explanation(_("Empty rows are not data."), _NOTHING),
    "total_rows_skipped": Explanation(_("Rows with totals are not data."), _NOTHING),
    "hidden_sheet_skipped": Explanation(
        _("A hidden sheet was not read."),
        _("Show the sheet and send the list again if it belongs."),
    ),
    "sheet_not_recognised": Explanation(
        _("A sheet has none of the layout's headers and was not read."),
        _("Send it under the source that fits."),
    ),
    "formulas_read_as_values": Explanation(
        _("Formulas were read as the values last calculated."), _NOTHING
    ),
    "macros_ignored": Explanation(_("The workbook has macros; they were not run."), _NOTHING),
    "encoding": Explanation(_("The text was read in this encoding."), _NOTHING),
    "delimiter": Explanation(_("The cells were split at this character."), _NOTHING),
}
"""What was assumed of a file, sheet or header."""

_UNKNOWN = Explanation(_("See the developer guide."), _NOTHING)


def explain(code: str) -> Explanation:
    """The explanation of any code; a row may later get reasons of other rooms."""
    return REASONS.get(code) or FINDINGS.get(code) or ASSUMPTIONS.get(code) or _UNKNOWN
