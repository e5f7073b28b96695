"""Why a readable file is no list of the layout asked for. Each names file or sheet and row."""

from entas.kernel.errors import Refused


class NotThisLayout(Refused):
    """No sheet of the file has the headers of the layout. ``code`` is stable."""

    code = "not_this_layout"


class MissingHeader(NotThisLayout):
    """A sheet has most headers but lacks one without which rows cannot be told apart."""

    code = "missing_header"


class OtherLayout(NotThisLayout):
    """The sheet is a list of another source."""

    code = "other_layout"


class TwiceTheSameHeader(NotThisLayout):
    """Two columns claim to be the same, and differ."""

    code = "duplicate_header"


class SecondTable(NotThisLayout):
    """Another table begins below the first."""

    code = "second_table"


class NoRows(NotThisLayout):
    """Headers, but no data."""

    code = "no_rows"
