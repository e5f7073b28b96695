"""DTSEN: what Regsosek asks, with the national decile, a quarterly version and the civil match.

The field list is not public. Until it is, headers and codes are taken to be those of Regsosek 2022;
what is not recognised is kept as received and said, and a profile can map it.
"""

from dataclasses import replace

from entas.sources.layouts import parts, regsosek_2022, values
from entas.sources.layouts.layout import Layout

_DECILE = parts.code("desil_nasional", "decile", values.DECILE, "Desil", "Desil Kesejahteraan")
_VERSION = parts.kept("tanggal_versi", "versi_data", "periode")
_PERSON, _FAMILY = regsosek_2022.SHEETS

LAYOUT = Layout(
    key="dtsen",
    title="DTSEN",
    scheme="dtsen",
    is_compared=True,
    sheets=(
        replace(
            _PERSON,
            columns=(
                *_PERSON.columns, regsosek_2022.CIVIL_MATCH, *parts.kept("desil_nasional", "Desil"),
                *_VERSION,
            ),
        ),
        replace(_FAMILY, columns=(*_FAMILY.columns, _DECILE, *_VERSION)),
    ),
)  # fmt: skip
