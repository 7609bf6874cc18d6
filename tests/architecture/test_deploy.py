"""What `deploy/` says against the code: files parse, every setting and command they name exists, no registry is named."""

import configparser
import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from comptoir.__main__ import all_commands, find, parse
from comptoir.platform.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
NAMES = {setting.environment_name() for setting in SETTINGS}
OTHERS = {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB", "PUBLIC_URL"}


class Unit(configparser.RawConfigParser):
    """systemd's files: names keep their case and may come again."""

    optionxform = staticmethod(str)  # type: ignore[assignment]


def unit(path: Path) -> configparser.RawConfigParser:
    found = Unit(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    found.read_string(path.read_text())
    return found


def exists(words: list[str]) -> bool:
    """Whether the words after `comptoir` name a command and arguments it takes."""
    command = find(words, commands=all_commands())
    parse(command, words=words[len(command.path) :])
    return True


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_parse_and_run_what_exists(path: Path) -> None:
    found = unit(path)
    assert found["Unit"]["Description"]
    if path.suffix == ".timer":
        assert (DEPLOY / f"{path.stem}.service").is_file()
        assert found["Timer"]["OnCalendar"]
        return
    program, *words = shlex.split(found["Service"]["ExecStart"])
    assert Path(program).name == "comptoir"
    assert exists(words)
    named = re.findall(r"^Environment=([A-Z_]+)=", path.read_text(), flags=re.MULTILINE)
    assert set(named) <= NAMES
    assert found["Service"]["KillMode"] == "process"
    assert found["Service"]["NoNewPrivileges"] == "yes"


def test_the_panel_is_shut_in() -> None:
    service = unit(DEPLOY / "comptoir.service")["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["StateDirectory"] == Path(service["Environment"].partition("=")[2]).name or service["StateDirectory"]
    assert service["CapabilityBoundingSet"] == ""
    assert int(service["TimeoutStopSec"]) > 2 * 10


def test_every_example_setting_exists() -> None:
    named = re.findall(r"^#? ?([A-Z_]+)=", (DEPLOY / "comptoir.env.example").read_text(), flags=re.MULTILINE)
    assert len(named) >= 6
    assert set(named) <= NAMES


def test_compose_names_settings_and_commands_that_exist() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    found = yaml.safe_load(text)
    assert set(found["services"]) == {"web", "postgres", "clickhouse", "redis"}
    assert set(found["x-app"]["environment"]) <= NAMES
    assert {"DATABASE_URL", "WAREHOUSE_URL", "BROKER_URL"} <= set(found["x-app"]["environment"])
    assert exists(found["services"]["web"]["command"])
    used = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert used <= OTHERS | {"CLICKHOUSE_PASSWORD"}
    assert {one.split(":")[0] for service in found["services"].values() for one in service.get("volumes", ())} == set(
        found["volumes"]
    )
    assert found["services"]["web"]["environment"] == found["x-app"]["environment"]


def test_the_image_starts_a_command_that_exists() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    command = re.search(r"^CMD (\[.+\])$", text, flags=re.MULTILINE)
    assert command
    assert exists(json.loads(command[1]))
    assert set(re.findall(r"(COMPTOIR_[A-Z_]+)=", text)) <= NAMES
    assert all((ROOT / name).exists() for name in re.findall(r"-r (\S+\.lock)", text))


def test_no_registry_is_named() -> None:
    for path in (one for one in DEPLOY.rglob("*") if one.is_file()):
        for name in re.findall(r"(?:image:|FROM) (\S+)", path.read_text()):
            assert "." not in name.split("/")[0].split(":")[0], f"{path.name}: {name}"


def test_the_notes_name_every_file() -> None:
    notes = (DEPLOY / "README.md").read_text()
    for name in ("comptoir.env.example", "compose.yaml", "comptoir*.service", "comptoir*.timer"):
        assert name in notes
