"""The audit module: the trail of changes, reads of personal data and refusals."""

from comptoir.foundation.audit.permissions import PERMISSIONS
from comptoir.manifest import Argument, Command, Module

_COMMANDS = "comptoir.foundation.audit.commands"
_SEARCH = (
    Argument(("--from",), "first day, 2025-01-31", {"dest": "first", "metavar": "DAY"}),
    Argument(("--to",), "last day", {"dest": "last", "metavar": "DAY"}),
    Argument(("--kind",), "what it tells of, e.g. personal_read, access_changed, sign_in_failed, refused, alert"),
    Argument(("--action",), "how the action begins, e.g. member."),
    Argument(("-q",), "words to look for", {"metavar": "WORDS"}),
    Argument(("--organisation",), "slug of the organisation; default: the home's oldest real one"),
)

MODULE = Module(
    name="audit",
    description="Who changed, read and was refused what: an append-only chain with signed roots.",
    routers=("comptoir.foundation.audit.endpoints:ROUTES",),
    tables=("comptoir.foundation.audit.tables",),
    permissions=PERMISSIONS,
    jobs=("comptoir.foundation.audit.jobs:JOBS",),
    loops={
        "worker": ("comptoir.foundation.audit.jobs:chain_forever",),
        "web": ("comptoir.foundation.audit.jobs:keep_refusals",),
        "live": ("comptoir.foundation.audit.jobs:keep_refusals",),
    },
    commands=(
        Command(
            path=("audit", "verify"),
            help="check the audit trail entry by entry and say where it was altered",
            handler=f"{_COMMANDS}:verify",
        ),
        Command(
            path=("audit", "list"),
            help="show the newest entries of the audit trail",
            handler=f"{_COMMANDS}:list_entries",
            arguments=(*_SEARCH, Argument(("--limit",), "how many", {"type": int, "default": 50})),
        ),
        Command(
            path=("audit", "export"),
            help="write entries of the audit trail to a file",
            handler=f"{_COMMANDS}:export",
            arguments=(
                *_SEARCH,
                Argument(("--form",), "csv or jsonl", {"choices": ("csv", "jsonl"), "default": "jsonl"}),
                Argument(("--output",), "file to write; default: standard output", {"dest": "to"}),
            ),
        ),
    ),
    retention={
        "audit_entries": "COMPTOIR_AUDIT_KEEP_DAYS, two years unless told otherwise; what went is marked by a signed root",
        "audit_roots": "for ever",
        "audit_heads": "for ever",
    },
)
