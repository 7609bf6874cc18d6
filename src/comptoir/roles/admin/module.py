"""The administrator's commands: they belong to no part of the business."""

from comptoir.manifest import Argument, Command, Module

_FILE = "a backup, by its path or its name among the kept"
_PASSPHRASE = Argument(("--passphrase-file",), "file whose first line is the passphrase that wraps the key")
_KEY = Argument(("--key-file",), "file of the key that wraps the key; default keys/backup.key in the home")

MODULE = Module(
    name="admin",
    description="Looks after an installation: settings, engines, versions, backups.",
    commands=(
        Command(
            path=("doctor",),
            help="look at settings, home, engines and data, and say what is wrong",
            handler="comptoir.roles.admin.commands.doctor:doctor",
        ),
        Command(
            path=("migrate",),
            help="bring the data of both engines to this program's version, a backup first",
            handler="comptoir.roles.admin.commands.migrate:migrate",
            arguments=(
                Argument(("--without-backup",), "make no backup first: there is another one", {"action": "store_true"}),
            ),
        ),
        Command(
            path=("key", "show"),
            help="show how the master key rests and which key opens it",
            handler="comptoir.roles.admin.commands.key:show",
        ),
        Command(
            path=("key", "encrypt"),
            help="write the master key anew under the first key-encryption key, beside whatever runs",
            handler="comptoir.roles.admin.commands.key:encrypt",
        ),
        Command(
            path=("key", "decrypt"),
            help="write the master key plain again, so that no key-encryption key is needed",
            handler="comptoir.roles.admin.commands.key:decrypt",
        ),
        Command(
            path=("backup", "create"),
            help="write a backup of database, stored files and wrapped key, beside a running server or without one",
            handler="comptoir.roles.admin.commands.backup:create",
            arguments=(
                Argument(("--to",), "write this file instead of one among the kept", {"metavar": "FILE"}),
                _PASSPHRASE,
                _KEY,
            ),
        ),
        Command(
            path=("backup", "list"),
            help="list the backups that are kept, oldest first",
            handler="comptoir.roles.admin.commands.backup:listing",
        ),
        Command(
            path=("backup", "verify"),
            help="prove every byte of a backup and that its dump can be read",
            handler="comptoir.roles.admin.commands.backup:verify",
            arguments=(Argument(("file",), f"{_FILE}; the newest if omitted", {"nargs": "?"}),),
        ),
        Command(
            path=("backup", "restore"),
            help="bring a backup into an empty home, rebuild the warehouse and compare all places",
            handler="comptoir.roles.admin.commands.backup:restore",
            arguments=(Argument(("file",), _FILE), _PASSPHRASE, _KEY),
        ),
    ),
)
