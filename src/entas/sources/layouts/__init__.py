"""The layouts of lists, by the key that ``--source`` takes. Pure data.

Comes in: nothing. Goes out: ``LAYOUTS``. Read first: ``layout.py``.
"""

from entas.sources.layouts import (
    aid,
    ats,
    bdt_2015,
    dtks,
    dtsen,
    eppgbm,
    manpower,
    p3ke_2022,
    p3ke_2023,
    pln,
    regsosek_2022,
    siks_dj,
    simperum,
    tags,
)
from entas.sources.layouts.layout import Layout

LAYOUTS: dict[str, Layout] = {
    layout.key: layout
    for layout in (
        p3ke_2022.LAYOUT,
        p3ke_2023.LAYOUT,
        siks_dj.LAYOUT,
        tags.LAYOUT,
        dtks.LAYOUT,
        bdt_2015.LAYOUT,
        regsosek_2022.LAYOUT,
        dtsen.LAYOUT,
        pln.LAYOUT,
        simperum.LAYOUT,
        ats.LAYOUT,
        eppgbm.LAYOUT,
        manpower.TRAINING_LAYOUT,
        manpower.SEEKERS_LAYOUT,
        aid.AID_LAYOUT,
        aid.DEVICE_LAYOUT,
    )
}

COMPARED = frozenset(key for key, layout in LAYOUTS.items() if layout.is_compared)
"""Lists that register families of their own but are no target: what they say leads somebody to
look, and counts when an accepted visit says it.
"""
