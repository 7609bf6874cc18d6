"""`comptoir doctor` and `comptoir migrate`."""

import json
from argparse import Namespace
from dataclasses import asdict

from comptoir.platform import schema
from comptoir.platform.database.migrate import latest
from comptoir.platform.settings import load_settings
from comptoir.roles.admin import checks

MARKS = {checks.FINE: "ok", checks.WARNING: "??", checks.WRONG: "!!"}


async def doctor(arguments: Namespace) -> int:
    """Print what was looked at, then every setting; 1 if something is wrong."""
    settings = load_settings()
    found = await checks.findings(settings)
    shown = checks.shown_settings(settings)
    failed = any(finding.state == checks.WRONG for finding in found)
    if arguments.json:
        print(json.dumps({"checks": [asdict(one) for one in found], "settings": [asdict(one) for one in shown]}))
        return int(failed)
    for finding in found:
        print(f"{MARKS[finding.state]}  {finding.check:<15} {finding.detail}")
        if finding.hint:
            print(f"    {'':<15} {finding.hint}")
    width = max(len(setting.name) for setting in shown)
    print("\nSettings (from the environment, comptoir.toml in the home, or the default):")
    for setting in shown:
        print(f"  {setting.name:<{width}}  {setting.value}  [{setting.origin}]")
        print(f"  {'':<{width}}  {setting.description}")
    return int(failed)


async def migrate(arguments: Namespace) -> int:
    """Bring both engines to this program's version and say what that changed."""
    async with checks.opened(load_settings()) as (database, warehouse):
        before = await schema.migrate(database=database, warehouse=warehouse)
    if arguments.json:
        print(json.dumps({"before": before or None, "now": latest()}))
    elif before == latest():
        print(f"Nothing to do: the data is at {before}.")
    else:
        print(f"Migrated from {before or 'nothing'} to {latest()}.")
    return 0
