"""The job of boards: what was deleted and is kept no longer goes, each night."""

from comptoir.composed.boards.usecases.forget_boards import FORGET_DELETED

JOBS = (FORGET_DELETED,)
