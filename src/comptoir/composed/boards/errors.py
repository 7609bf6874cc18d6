"""What can go wrong with boards, as sentences for the person who asked."""

from collections.abc import Sequence

from comptoir.composed.boards.contracts import Problem
from comptoir.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge


class UnknownBoard(NotFound):
    """There is no such board, or not for this person: which of the two is not said."""

    code = "unknown_board"


class UnknownVersion(NotFound):
    """The board has no such version, or not any more."""

    code = "unknown_version"


class UnknownNote(NotFound):
    """There is no such annotation for this person."""

    code = "unknown_annotation"


class NotYours(Forbidden):
    """The board may be read but not changed by this person."""

    code = "board_not_yours"


class VersionGone(Conflict):
    """A change rests on a version that is not kept any more, so that nothing can be merged."""

    code = "version_gone"


class BoardGone(Conflict):
    """The board was deleted; it can be brought back for a while."""

    code = "board_deleted"


class TooManyBoards(Conflict):
    """The organisation has as many boards as it may have."""

    code = "too_many_boards"


class NotSeen(Conflict):
    """A board cannot be the start of people who may not open it."""

    code = "board_not_seen"


class FileTooLarge(TooLarge):
    """A board's file is over the limit, found out before it is read."""

    code = "board_file_too_large"


class WrongBoard(Invalid):
    """A document, a file or a field that is not as a board's must be; ``details['problems']`` lists everything."""

    code = "wrong_board"


def wrong(problems: Sequence[Problem], *, what: str = "board") -> WrongBoard:
    """Return the error for a list of problems: the sentence tells the first and how many there are."""
    first = problems[0]
    rest = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    return WrongBoard(
        f"The {what} was not taken. {first.place}: {first.message}{rest}"
        if first.place
        else f"The {what} was not taken. {first.message}{rest}",
        field=first.place or None,
        suggestions=first.suggestions,
        details={
            "problems": [
                {"place": one.place, "message": one.message, "suggestions": list(one.suggestions)} for one in problems
            ]
        },
    )
