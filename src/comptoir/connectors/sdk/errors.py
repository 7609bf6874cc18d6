"""What can be wrong with a file or one of its rows. Owns no reading: readers and normalisers raise these."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.kernel.errors import Invalid, TooLarge


class FileProblem(Invalid):
    """The file as a whole cannot be read."""

    code = "unreadable_file"


class EmptySheet(FileProblem):
    """A sheet of a workbook holds nothing."""

    code = "empty_sheet"


class WrongFormat(FileProblem):
    """The file can be read but is not of the format that was asked for."""

    code = "wrong_format"


class OverLimit(TooLarge):
    """The file, unpacked or as it stands, is over a limit; the message names the limit."""

    code = "file_over_limit"


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer to a question."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the person can know. ``id`` is the name of the import option that answers it.

    ``answer`` is the value chosen already; a question without one is open.
    """

    id: str
    text: str
    options: tuple[Choice, ...]
    flag: str  # how the command line answers it
    answer: str | None = None


def still_open(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that nobody answered yet."""
    return [question for question in questions if question.answer is None]


class NeedsAnswer(Invalid):
    """The file can be read in two ways; nothing is imported until the person has chosen."""

    code = "needs_answer"

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        first = self.questions[0]
        super().__init__(first.text, hint=f"Say which with {first.flag}.", field=first.id)


class RowProblem(Exception):
    """One row cannot be read. ``reason`` is the same sentence for all rows with this problem; ``value`` is the row's."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


class NotNeeded(Exception):
    """A body that can be read and tells nothing Comptoir keeps. ``reason`` is the sentence people see beside it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
