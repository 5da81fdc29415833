"""The errors a user may meet: what was met, where, and what is allowed, never a traceback."""


class ChainruleError(Exception):
    """Something the user gave cannot be used; the message is one line they can act on."""


class DataError(ChainruleError):
    """A data file or an array cannot be used; the message names it, the place, and what is allowed."""
