"""What can go wrong with a backup, in the words of whoever has to act."""

from comptoir.kernel.errors import ComptoirError, Conflict, Invalid


class BackupDamaged(ComptoirError):
    """A backup is not what was written: changed, cut short, or no backup at all."""

    code = "backup_damaged"


class BackupFailed(ComptoirError):
    """A backup could not be made; nothing is left of it."""

    code = "backup_failed"


class BackupTooNew(Conflict):
    """A backup was made by a program this one does not know."""

    code = "backup_too_new"


class BackupLocked(Invalid):
    """What opens the wrapped key is missing or is another."""

    code = "backup_locked"


class HomeNotEmpty(Conflict):
    """A backup is restored into an empty home only."""

    code = "home_not_empty"


class RestoreFailed(ComptoirError):
    """A backup could not be restored; the database is as empty as before."""

    code = "restore_failed"
