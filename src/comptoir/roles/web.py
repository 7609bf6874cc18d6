"""The HTTP application of a process: every module's routers behind one edge."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.single_sign_on import facade as single_sign_on
from comptoir.manifest import Module
from comptoir.platform import figures
from comptoir.platform.context import Platform
from comptoir.platform.http.addresses import HostPolicy, networks
from comptoir.platform.http.application import create_application
from comptoir.platform.http.authentication import SessionCookie
from comptoir.platform.http.edge import Edge
from comptoir.platform.http.health import health_handlers
from comptoir.platform.http.loopback import Loopback
from comptoir.platform.http.panel import Panel
from comptoir.platform.http.rates import Rates
from comptoir.platform.modules import named
from comptoir.platform.settings import BadSetting, Settings
from comptoir.roles.assemble import MODULES
from comptoir.roles.ingest.reception import Reception

LIVE = "comptoir.composed.insights.live:live_door"


def web_application(
    platform: Platform,
    *,
    modules: Sequence[Module] = MODULES,
    only_hooks: bool = False,
    panel: Panel | None = None,
    recogniser: identity.Recogniser | None = None,
) -> Edge:
    """Return the ASGI application over an open platform; with ``only_hooks`` it takes deliveries and nothing else."""
    settings = platform.settings
    loopback = Loopback()
    known = recogniser or identity.Recogniser(platform)
    cookie = SessionCookie(suffix=cookie_suffix(settings))
    application = create_application(
        routers=[*_routers(modules, only_hooks=only_hooks), *_health(platform)],
        authenticator=known,
        cookie=cookie,
        values={
            "platform": platform,
            "recogniser": known,
            "address_rate": identity.AddressRate(),
            "account_of": identity.account_of,
            "provider_person": single_sign_on.arrive,
            "forget_person": lambda user_id: known.forget(user_id=user_id),
            "reception": Reception(platform),
            "loopback": loopback,
            "live_door": named(LIVE)(platform, authenticator=known, cookie=cookie),
            "session_parts": {key: named(name) for module in modules for key, name in module.session.items()},
        },
        hosts=HostPolicy.of(public_url=settings.public_url, extra=settings.allowed_hosts),
        trusted=_trusted(settings),
        rates=Rates.of(settings),
        panel=panel,
        note=platform.refusals.note,
        clock=lambda: platform.clock(),
    )
    loopback.application = application
    return application


def cookie_suffix(settings: Settings) -> str:
    """Return what tells the cookies of two homes on one host apart; processes of one database agree on it."""
    if settings.database_url:
        return ""
    return "_" + blake2b(f"{settings.home}/{settings.database_name}".encode(), digest_size=4).hexdigest()


def _routers(modules: Iterable[Module], *, only_hooks: bool) -> Sequence[Any]:
    found: list[Any] = []
    for module in modules:
        for name in module.routers:
            value = named(name)
            found.extend(value if isinstance(value, (tuple, list)) else [value])
    if not only_hooks:
        return found
    return [router for router in found if any(path.startswith("/hooks/") for path in _paths(router))]


def _paths(router: Any) -> Iterable[str]:
    return getattr(router, "paths", None) or (str(getattr(router, "path", "")),)


def _health(platform: Platform) -> Sequence[Any]:
    async def database() -> None:
        await platform.database.ping()

    async def warehouse() -> None:
        await platform.warehouse.query("SELECT 1")

    return health_handlers(
        checks={"database": database, "warehouse": warehouse},
        exposition=lambda: (figures.exposition(platform.settings.home), CONTENT_TYPE_LATEST),
        metrics_token=platform.settings.metrics_token,
    )


def _trusted(settings: Settings) -> Sequence[Any]:
    try:
        return networks(settings.trusted_proxies)
    except ValueError as error:
        raise BadSetting(f"COMPTOIR_TRUSTED_PROXIES: {error}.", hint="Name addresses or networks.") from error
