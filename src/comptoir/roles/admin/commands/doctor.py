"""`comptoir doctor`."""

import json
from argparse import Namespace
from dataclasses import asdict

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
