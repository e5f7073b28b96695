"""Why a file cannot be read at all. Each names the file and says what to do next."""

from entas.kernel.errors import Refused


class Unreadable(Refused):
    """The file cannot be read as a list. ``code`` is stable; the message is for people."""

    code = "unreadable"


class EmptyFile(Unreadable):
    """Nothing in the file."""

    code = "empty_file"


class TooLarge(Unreadable):
    """The file, or what it unpacks to, is beyond the limits."""

    code = "too_large"


class Encrypted(Unreadable):
    """The file asks for a password."""

    code = "encrypted"


class Damaged(Unreadable):
    """The file is cut off or broken inside."""

    code = "damaged"


class NotAList(Unreadable):
    """The content is of another kind than a spreadsheet or CSV, whatever its name says."""

    code = "not_a_list"


class BrokenText(Unreadable):
    """A text file whose quotes, delimiters or encoding do not add up."""

    code = "broken_text"
