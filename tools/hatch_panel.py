"""The build hook: a wheel carries the built front-end as comptoir/panel, whether or not Node is installed.

An editable installation needs nothing of it: there `make setup` builds web/ and links it.
"""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PanelBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds web/ when its result is missing or old, and adds it to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        path = Path(self.root, "tools", "panel.py")
        spec = importlib.util.spec_from_file_location("comptoir_panel_build", path)
        if spec is None or spec.loader is None:
            raise RuntimeError(f"{path} cannot be loaded")
        panel = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(panel)
        panel.build()
        build_data["force_include"][str(panel.DIST)] = "comptoir/panel"
