"""The errors that a user can put right; everything else is a bug and travels on."""


class UserError(Exception):
    """Something the user can put right. ``id`` names its text in the locale files.

    ``places`` fill the text's named places. ``exit_code`` is what the command line ends with:
    2 for bad input, 1 for what could not be done.
    """

    exit_code = 2

    def __init__(self, id: str, **places: object) -> None:
        super().__init__(id)
        self.id = id
        self.places = places


class CouldNot(UserError):
    """The request was right, but the machine refused: disk full, no right to write."""

    exit_code = 1
