"""The layouts of lists, by the key that ``--source`` takes. Pure data.

Comes in: nothing. Goes out: ``LAYOUTS``. Read first: ``layout.py``.
"""

from entas.sources.layouts import p3ke_2022, p3ke_2023, siks_dj, tags
from entas.sources.layouts.layout import Layout

LAYOUTS: dict[str, Layout] = {
    layout.key: layout
    for layout in (p3ke_2022.LAYOUT, p3ke_2023.LAYOUT, siks_dj.LAYOUT, tags.LAYOUT)
}
