"""The one type every module fills in. Data only: roles wire the pieces together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comptoir.engine.schema import WarehouseTable


@dataclass(frozen=True, slots=True)
class Permission:
    """A right by name. ``roles`` are the built-in roles that hold it from the start."""

    key: str
    description: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns that a member's access may mask or deny together. Metrics, measures and dimensions name their group."""

    key: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command, as argparse takes it: ``flags`` and keyword options."""

    flags: tuple[str, ...]
    help: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """A command line verb. ``handler`` is ``"package.module:function"``, imported only when the command runs.

    The function gets (arguments: argparse.Namespace) and returns the exit code; it may be a coroutine function.
    ``path`` holds one or two words: ("import",) or ("store", "add").
    """

    path: tuple[str, ...]
    help: str
    handler: str
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """What a module brings. Dotted strings ``"package.module:attribute"`` are imported only by the role that needs them."""

    name: str
    description: str
    # Litestar route handlers or routers. Paths are relative to /api/v1 unless they begin with /api, /hooks or another
    # root of platform.http.routing. Handlers may ask for `actor: Actor` and `platform: Platform`; all need a signed-in
    # actor unless they carry opt={"public": True}.
    routers: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()  # modules whose import declares PostgreSQL tables
    projections: tuple[WarehouseTable, ...] = ()
    metrics: tuple[str, ...] = ()  # catalogues: tuples of facts, measures, metrics and dimensions
    permissions: tuple[Permission, ...] = ()
    columns: tuple[ColumnGroup, ...] = ()
    commands: tuple[Command, ...] = ()
    jobs: tuple[str, ...] = ()  # platform.jobs.Job declarations
    handlers: Mapping[str, str] = field(default_factory=dict)  # canonical record tag → function that applies it
    # role → coroutine functions (platform: Platform, *, stop: asyncio.Event) that run until ``stop`` is set; one that
    # fails is started again, later each time.
    loops: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # member of the answer of GET /api/v1/session → coroutine function (actor, platform) that gives its value
    session: Mapping[str, str] = field(default_factory=dict)
    furnishings: tuple[str, ...] = ()  # coroutine functions (platform) that bring reference data into a new home
    # coroutine function (actor, platform, *, refresh) that gives an organisation's own metrics and groupings
    definitions: str = ""
    searches: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()  # "table.column" that holds sealed personal content
    retention: Mapping[str, str] = field(default_factory=dict)
