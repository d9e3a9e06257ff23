"""What can go wrong, in words for the person who must mend it.

A message says where, what, and what to do next. Errors of drivers, files and networks are translated
into one of these once, at the border; a traceback never reaches a user.
"""


class ChampionFinderError(Exception):
    """Base of all errors that we raise on purpose; its text is meant for the user."""


class InputError(ChampionFinderError):
    """Something that the user gave (a file, an id, a date, an address) cannot be used as it is."""


class NotFoundError(InputError):
    """A name or id is not on record for this viewer; ``suggestions`` holds the nearest names that are."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


class RefusedError(ChampionFinderError):
    """This viewer may not ask this; the text tells nothing about anybody."""


class StoreError(ChampionFinderError):
    """The store could not be reached, opened, read or written; nothing was changed."""
