"""Settings: every one declared once, read from the environment and from `comptoir.toml` in the home.

Owns names, types, defaults and descriptions. Must not open anything: reading settings has no side effect.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comptoir.kernel.errors import Invalid

MIB = 1024 * 1024


class BadSetting(Invalid):
    """A setting cannot be understood."""

    code = "bad_setting"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: field of ``Settings``, variable, how its text is read, its default and what it is for."""

    name: str
    description: str
    default: object = None
    variable: str = ""
    read: Callable[[str], object] = str
    secret: bool = False

    def environment_name(self) -> str:
        """Return the name of the variable that sets it."""
        return self.variable or f"COMPTOIR_{self.name.upper()}"


def boolean(text: str) -> bool:
    """Read yes/no, true/false, on/off, 1/0."""
    word = text.strip().lower()
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off", ""):
        return False
    raise ValueError("say yes or no")


def words(text: str) -> tuple[str, ...]:
    """Read a list separated by commas or spaces."""
    return tuple(word for word in text.replace(",", " ").split() if word)


def hours(text: str) -> int:
    """Read a number of hours: one at least, a year at most."""
    if not 1 <= (number := int(text)) <= 8784:
        raise ValueError("say a number of hours from 1 to 8784")
    return number


def path(text: str) -> Path:
    """Read a path; ~ is the person's home directory."""
    return Path(text).expanduser().absolute()


def default_home(environ: Mapping[str, str]) -> Path:
    """Return where a home lies when nothing names one: as root in /var/lib, whose parents anybody may enter."""
    if os.geteuid() == 0:
        return Path("/var/lib/comptoir")
    data = environ.get("XDG_DATA_HOME") or Path(environ.get("HOME") or "~").expanduser() / ".local" / "share"
    return Path(data) / "comptoir"


SETTINGS: tuple[Setting, ...] = (
    Setting("home", "directory that holds everything of this installation", read=path),
    Setting("public_url", "address people and webhooks reach the panel at, e.g. https://panel.example.com"),
    Setting(
        "database_url",
        "PostgreSQL server to use instead of the embedded one: postgresql://user:password@host:5432/comptoir",
        variable="DATABASE_URL",
        secret=True,
    ),
    Setting(
        "warehouse_url",
        "ClickHouse server to use instead of the embedded one: https://user:password@host:8443/comptoir",
        variable="WAREHOUSE_URL",
        secret=True,
    ),
    Setting(
        "broker_url",
        "Redis that carries wake-ups between machines: redis://host:6379/0",
        variable="BROKER_URL",
        secret=True,
    ),
    Setting("database_name", "name of the PostgreSQL database of the embedded server", default="comptoir"),
    Setting("warehouse_name", "name of the ClickHouse database, unless WAREHOUSE_URL names one", default="comptoir"),
    Setting("host", "address the server listens on", default="127.0.0.1"),
    Setting("port", "port the server listens on", default=8000, read=int),
    Setting(
        "trusted_proxies", "addresses or networks whose X-Forwarded-* headers are believed", default=(), read=words
    ),
    Setting(
        "allowed_hosts", "further Host names the server answers to, beside that of public_url", default=(), read=words
    ),
    Setting("key_file", "file of the master key; default keys/master.key in the home", read=path),
    Setting(
        "key_encryption_file", "file of the keys that encrypt the master key, one a line, the first encrypts", read=path
    ),
    Setting(
        "key_encryption_key",
        "the keys that encrypt the master key, in base64, separated by commas; the first encrypts, every one opens",
        default=(),
        read=words,
        secret=True,
    ),
    Setting(
        "key_encryption_command",
        "command that prints them, one a line, such as a secret store's client; started without a shell",
    ),
    Setting(
        "rate_per_address",
        "requests a minute from one address (IPv6: one /64); 0 is no limit",
        default=240_000,
        read=int,
    ),
    Setting("rate_per_session", "requests a minute of one signed-in browser; 0 is no limit", default=12_000, read=int),
    Setting("rate_per_token", "requests a minute with one API token; 0 is no limit", default=120_000, read=int),
    Setting("metrics_token", "bearer token that /metrics asks for; without one /metrics is closed", secret=True),
    Setting("smtp_host", "mail server; without one no mail is sent"),
    Setting("smtp_port", "port of the mail server", default=587, read=int),
    Setting("smtp_user", "user at the mail server"),
    Setting("smtp_password", "password at the mail server", secret=True),
    Setting("smtp_from", "sender of mails"),
    Setting("smtp_tls", "mail server speaks TLS: starttls, tls or none", default="starttls"),
    Setting(
        "log_level",
        "least important messages that are written: auto (warning on a terminal, else info), debug, info, warning, error",
        default="auto",
    ),
    Setting("log_format", "shape of messages: auto (console on a terminal, else json), console, json", default="auto"),
    Setting("max_upload_bytes", "largest file a person may upload", default=2048 * MIB, read=int),
    Setting("max_webhook_bytes", "largest webhook delivery", default=10 * MIB, read=int),
    Setting(
        "inbox_keep_days",
        "days a webhook delivery rests in the inbox once it is settled; then it is archived or dropped",
        default=30,
        read=int,
    ),
    Setting(
        "audit_keep_days",
        "days the audit trail is kept; 0 keeps it for ever. What goes is marked by a signed root",
        default=730,
        read=int,
    ),
    Setting(
        "private_issuers",
        "hosts of one's own network that single sign-on may ask, also by http",
        default=(),
        read=words,
    ),
    Setting("session_idle_hours", "hours after which a session nobody used ends", default=72, read=hours),
    Setting("session_hours", "hours after which a session ends however much it is used", default=720, read=hours),
    Setting("backup_directory", "where backups are kept; default backups in the home, better another disk", read=path),
    Setting("backup_keep", "how many backups are kept; the oldest go when a new one is whole", default=7, read=int),
    Setting(
        "backup_key_file", "file of the key that wraps keys in backups; default keys/backup.key in the home", read=path
    ),
    Setting("backup_passphrase_file", "file whose first line wraps keys in backups instead of a key file", read=path),
    Setting("database_pool", "PostgreSQL connections a process keeps for each of its two roles", default=8, read=int),
    Setting("warehouse_memory_bytes", "memory the embedded warehouse may use", default=2048 * MIB, read=int),
    Setting("warehouse_concurrency", "queries the embedded warehouse runs at once", default=8, read=int),
    Setting(
        "demo_orders_per_minute",
        "orders a minute the demo takes beside those of its own curve, to see how a load feels",
        default=0.0,
        read=float,
    ),
    Setting("engine_linger_seconds", "how long embedded engines outlive their last user", default=30.0, read=float),
    Setting("unsafe_fast", "embedded engines do not wait for the disk: only for tests", default=False, read=boolean),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """What this process runs with. Fields are described in ``SETTINGS``; ``origin`` tells where each value came from."""

    home: Path
    public_url: str | None = None
    database_url: str | None = field(default=None, repr=False)
    warehouse_url: str | None = field(default=None, repr=False)
    broker_url: str | None = field(default=None, repr=False)
    database_name: str = "comptoir"
    warehouse_name: str = "comptoir"
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_proxies: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    key_file: Path = Path("keys/master.key")
    key_encryption_file: Path | None = None
    key_encryption_key: tuple[str, ...] = field(default=(), repr=False)
    key_encryption_command: str | None = None
    rate_per_address: int = 240_000
    rate_per_session: int = 12_000
    rate_per_token: int = 120_000
    metrics_token: str | None = field(default=None, repr=False)
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_user: str | None = None
    smtp_password: str | None = field(default=None, repr=False)
    smtp_from: str | None = None
    smtp_tls: str = "starttls"
    log_level: str = "auto"
    log_format: str = "auto"
    max_upload_bytes: int = 2048 * MIB
    max_webhook_bytes: int = 10 * MIB
    inbox_keep_days: int = 30
    audit_keep_days: int = 730
    private_issuers: tuple[str, ...] = ()
    session_idle_hours: int = 72
    session_hours: int = 720
    backup_directory: Path | None = None
    backup_keep: int = 7
    backup_key_file: Path | None = None
    backup_passphrase_file: Path | None = None
    database_pool: int = 8
    warehouse_memory_bytes: int = 2048 * MIB
    warehouse_concurrency: int = 8
    demo_orders_per_minute: float = 0.0
    engine_linger_seconds: float = 30.0
    unsafe_fast: bool = False
    origin: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def backups(self) -> Path:
        """Where backups are kept."""
        return self.backup_directory or self.home / "backups"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of ``environ`` (the process's own if omitted), then of the home's file, then the defaults."""
    environ = os.environ if environ is None else environ
    home_text = environ.get("COMPTOIR_HOME")
    home = convert(BY_NAME["home"], home_text) if home_text else default_home(environ)
    assert isinstance(home, Path)
    file = read_file(home / "comptoir.toml")
    values: dict[str, Any] = {"home": home}
    origin = {"home": "environment" if home_text else "default"}
    for setting in SETTINGS[1:]:
        text = environ.get(setting.environment_name())
        if text:
            values[setting.name], origin[setting.name] = convert(setting, text), "environment"
        elif setting.name in file:
            values[setting.name], origin[setting.name] = convert(setting, as_text(file[setting.name])), "comptoir.toml"
        else:
            values[setting.name], origin[setting.name] = setting.default, "default"
    values["key_file"] = values["key_file"] or home / "keys" / "master.key"
    return Settings(**values, origin=origin)


def read_file(file: Path) -> dict[str, object]:
    """Return the settings of a file; an absent file holds none, an unknown name is refused."""
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise BadSetting(f"{file} cannot be read: {error.strerror}.", hint="It must be yours.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{file} cannot be read: {error}.", hint="It must be valid TOML.") from error
    for name in found:
        if name not in BY_NAME or name == "home":
            raise BadSetting(
                f"{file} sets {name!r}, which is no setting.", hint="`comptoir doctor` lists all settings.", field=name
            )
    return found


def as_text(value: object) -> str:
    """Return a TOML value as the environment would write it."""
    return ",".join(str(item) for item in value) if isinstance(value, list) else str(value)


def convert(setting: Setting, text: str) -> object:
    """Read the text of a setting, or say which setting is wrong and how."""
    try:
        return setting.read(text)
    except ValueError as error:
        shown = "its value" if setting.secret else repr(text)
        raise BadSetting(
            f"{setting.environment_name()} cannot be {shown}: {error}.",
            hint=setting.description[:1].upper() + setting.description[1:] + ".",
            field=setting.name,
        ) from error
