"""`comptoir doctor`."""

import json
from argparse import Namespace
from dataclasses import asdict

from comptoir.platform.settings import BadSetting, Settings, load_settings
from comptoir.roles.admin.checks import everything
from comptoir.roles.admin.checks.finding import FINE, WARNING, WRONG, Finding

MARKS = {FINE: "ok", WARNING: "??", WRONG: "!!"}


async def doctor(arguments: Namespace) -> int:
    """Print what was looked at, one line a check, then every setting; 1 if something is wrong."""
    settings: Settings | None = None
    try:
        settings = load_settings()
        found = await everything.findings(settings)
    except BadSetting as error:
        found = [Finding("settings", WRONG, error.message, error.hint)]
    shown = everything.shown_settings(settings) if settings else []
    failed = any(finding.state == WRONG for finding in found)
    if arguments.json:
        print(json.dumps({"checks": [asdict(one) for one in found], "settings": [asdict(one) for one in shown]}))
        return int(failed)
    for finding in found:
        advice = f". {finding.hint}" if finding.hint and finding.state != FINE else ""
        print(f"{MARKS[finding.state]}  {finding.check:<15} {' '.join(finding.detail.rstrip('.').split())}{advice}")
    if shown:
        print("\nSettings (from the environment, comptoir.toml in the home, or the default):")
    width = max((len(setting.name) for setting in shown), default=0)
    for setting in shown:
        print(f"  {setting.name:<{width}}  {setting.value}  [{setting.origin}]")
        print(f"  {'':<{width}}  {setting.description}")
    return int(failed)
