"""init, user and token on the command line: ask, call the facade, say what happened."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from comptoir.foundation.identity import facade, model
from comptoir.foundation.identity.contracts import CalendarChange, Member, Organisation, SignInLink, TokenInfo
from comptoir.kernel.errors import Invalid, NotFound
from comptoir.platform.context import Platform, open_platform
from comptoir.platform.settings import Settings, load_settings
from comptoir.platform.terminal import say_json, say_table

_DEFAULT_EMAIL = "owner@localhost"


async def init(arguments: Namespace) -> int:
    """Create home, keys, organisation and owner; what exists already is left as it is and named."""
    settings = load_settings()
    password = read_password(arguments.admin_password_file)
    async with open_platform(settings) as platform:
        existing = [item for item in await facade.all_organisations(facade.HOST, platform) if not item.is_demo]
        organisation = existing[0] if existing else await _found(arguments, platform)
        owner = await _first_owner(arguments, platform, organisation=organisation, password=password)
        link = None
        if owner is not None and password is None:
            link = await facade.sign_in_link(facade.HOST, platform, email=owner.user.email)
    _say_init(arguments, settings, organisation=organisation, new=not existing, owner=owner, link=link)
    return 0


async def _found(arguments: Namespace, platform: Platform) -> Organisation:
    return await facade.create_organisation(
        facade.HOST,
        platform,
        name=ask(arguments.organisation, question="Name of the organisation", default="My organisation"),
        currency=ask(arguments.currency, question="Currency", default="EUR"),
        timezone=ask(arguments.timezone, question="Time zone", default=local_timezone()),
    )


async def _first_owner(
    arguments: Namespace, platform: Platform, *, organisation: Organisation, password: str | None
) -> Member | None:
    """Return the owner that was made; None when the organisation has people already."""
    actor = replace(facade.HOST, organisation_id=organisation.id)
    if await facade.members(actor, platform):
        return None
    email = ask(arguments.admin_email, question="Your e-mail", default=_DEFAULT_EMAIL)
    return await facade.add_member(actor, platform, email=email, role="owner", password=password)


def _say_init(
    arguments: Namespace,
    settings: Settings,
    *,
    organisation: Organisation,
    new: bool,
    owner: Member | None,
    link: SignInLink | None,
) -> None:
    address = link_address(settings, link) if link else None
    if arguments.json:
        say_json(
            {
                "home": str(settings.home),
                "organisation": organisation_json(organisation),
                "created": new,
                "owner": owner.user.email if owner else None,
                "link": address,
            }
        )
        return
    if new:
        print(
            f"Created {organisation.name} ({organisation.slug}): {organisation.currency}, {organisation.timezone}, "
            f"in {settings.home}."
        )
    else:
        print(f"{settings.home} already holds {organisation.name} ({organisation.slug}); nothing was changed.")
    if owner:
        print(f"{owner.user.email} is its owner.")
    if address:
        say_link(address)
    print("Start the panel with: comptoir serve")


async def create_user(arguments: Namespace) -> int:
    """Make somebody a member and print a link."""
    settings = load_settings()
    async with open_platform(settings) as platform:
        actor = await facade.command_actor(platform, organisation=arguments.organisation)
        member = await facade.add_member(
            actor, platform, email=arguments.email, role=arguments.role, name=arguments.name
        )
        link = await facade.sign_in_link(facade.HOST, platform, email=member.user.email)
    address = link_address(settings, link)
    if arguments.json:
        say_json({"id": str(member.user.id), "email": member.user.email, "role": member.role, "link": address})
    else:
        print(f"{member.user.email} is a member now, as {member.role}.")
        say_link(address)
    return 0


async def list_users(arguments: Namespace) -> int:
    """Show the people of an organisation."""
    async with open_platform(load_settings()) as platform:
        actor = await facade.command_actor(platform, organisation=arguments.organisation)
        members = await facade.members(actor, platform)
    rows = [
        {
            "email": member.user.email,
            "role": member.role,
            "name": member.user.name,
            "password": member.user.has_password,
            "created_at": member.user.created_at.isoformat(),
        }
        for member in members
    ]
    if arguments.json:
        say_json({"items": rows})
    else:
        say_table(rows, columns=("email", "role", "name", "created_at"))
    return 0


async def show_organisation(arguments: Namespace) -> int:
    """Show an organisation with its calendar."""
    async with open_platform(load_settings()) as platform:
        actor = await facade.command_actor(platform, organisation=arguments.organisation)
        found = await facade.organisation(actor, platform)
    _say_organisation(arguments, found)
    return 0


async def change_calendar(arguments: Namespace) -> int:
    """Change when an organisation's weeks and fiscal years begin, and whose holidays it keeps."""
    change = calendar_change(arguments)
    async with open_platform(load_settings()) as platform:
        actor = await facade.command_actor(platform, organisation=arguments.organisation)
        found = await facade.change_calendar(actor, platform, change=change)
    _say_organisation(arguments, found)
    return 0


def calendar_change(arguments: Namespace) -> CalendarChange:
    """Return what the arguments say of a calendar. Raises ``Invalid``."""
    starts = arguments.starts.split(",") if arguments.starts else None
    pattern = arguments.fiscal or ("custom" if starts else None)
    given = {"first_month": arguments.first_month, "anchor": arguments.anchor, "starts": starts}
    parts = {name: value for name, value in given.items() if value is not None}
    if parts and pattern is None:
        raise Invalid("Say which pattern the fiscal year has.", hint="Such as --fiscal gregorian or --fiscal 4-4-5.")
    is_stores = arguments.holidays == "stores"
    places = None if arguments.holidays is None or is_stores else _places(arguments.holidays)
    fiscal = {"pattern": pattern, **parts} if pattern else None
    return CalendarChange(arguments.week_start, fiscal, places, holidays_of_stores=is_stores)


def _places(text: str) -> tuple[str, ...]:
    return () if text == "none" else tuple(one.strip() for one in text.split(",") if one.strip())


def _say_organisation(arguments: Namespace, found: Organisation) -> None:
    fiscal = model.fiscal_of(found.calendar)
    places = "those of its stores" if found.holiday_places is None else ", ".join(found.holiday_places) or "none"
    if arguments.json:
        own = None if found.holiday_places is None else list(found.holiday_places)
        say_json({**organisation_json(found), "week_start": found.week_start, "fiscal": fiscal, "holidays": own})
        return
    print(f"{found.name} ({found.slug}): {found.currency}, {found.timezone}")
    print(f"weeks begin on {found.week_start.value.title()}; holidays: {places}")
    starts = fiscal.pop("starts", None)
    listed = f", {len(starts) - 1} months from {starts[0]} to before {starts[-1]}" if starts else ""
    print(f"fiscal year: {', '.join(f'{name} {value}' for name, value in fiscal.items())}{listed}")


async def change_sign_in(arguments: Namespace) -> int:
    """Show what signing in takes, after changing it if anything is given."""
    roles = None if arguments.second_step is None else _places(arguments.second_step)
    async with open_platform(load_settings()) as platform:
        actor = await facade.command_actor(platform, organisation=arguments.organisation)
        if roles is None and not arguments.networks:
            policy = await facade.sign_in_policy(actor, platform)
        else:
            networks = networks_of(arguments.networks) if arguments.networks else None
            policy = await facade.change_sign_in_policy(actor, platform, roles=roles, networks=networks)
    if arguments.json:
        say_json({"second_step_roles": sorted(policy.roles), "networks": dict(policy.networks)})
        return 0
    print(f"second step demanded of: {', '.join(sorted(policy.roles)) or 'nobody'}")
    for role, ranges in sorted(policy.networks.items()) or [("*", ("anywhere",))]:
        print(f"{'everybody' if role == '*' else role} may come from: {', '.join(ranges)}")
    return 0


def networks_of(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return ranges by role. Raises ``Invalid``."""
    if list(given) == ["none"]:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for one in given:
        role, equals, ranges = one.partition("=")
        if not equals:
            raise Invalid(f"{one!r} names no role.", hint="Such as finance=203.0.113.0/24, or none.", field="from")
        found[role.strip()] = _places(ranges)
    return found


async def link_user(arguments: Namespace) -> int:
    """Print a sign-in link."""
    settings = load_settings()
    async with open_platform(settings) as platform:
        link = await facade.sign_in_link(facade.HOST, platform, email=arguments.email)
    return say_link_of(arguments, settings, link=link)


async def recover_user(arguments: Namespace) -> int:
    """End all sessions of somebody and print a link."""
    settings = load_settings()
    async with open_platform(settings) as platform:
        link = await facade.recover(facade.HOST, platform, email=arguments.email)
    if not arguments.json:
        print(
            f"All sessions and second steps of {link.email} are gone. "
            "After signing in a new password can be set without the old one."
        )
    return say_link_of(arguments, settings, link=link)


async def create_token(arguments: Namespace) -> int:
    """Make a token and print it."""
    expires_in = model.lifetime(arguments.expires) if arguments.expires else None
    async with open_platform(load_settings()) as platform:
        actor = await facade.command_actor(platform, organisation=arguments.organisation)
        made = await facade.make_token(
            actor, platform, name=arguments.name, scopes=arguments.scopes.split(","), expires_in=expires_in
        )
    if arguments.json:
        say_json({**token_json(made.info), "secret": made.secret})
    else:
        # The secret alone on stdout, so that a script can take it; it cannot be shown again.
        print(f"Token {made.info.name} for {', '.join(made.info.scopes)}; it is shown only now:", file=sys.stderr)
        print(made.secret)
    return 0


async def list_tokens(arguments: Namespace) -> int:
    """Show tokens."""
    async with open_platform(load_settings()) as platform:
        actor = await facade.command_actor(platform, organisation=arguments.organisation)
        rows = [token_json(item) for item in await facade.tokens(actor, platform)]
    if arguments.json:
        say_json({"items": rows})
    else:
        say_table(rows, columns=("prefix", "name", "scopes", "expires_at", "last_used_at", "revoked_at"))
    return 0


async def revoke_token(arguments: Namespace) -> int:
    """End a token."""
    async with open_platform(load_settings()) as platform:
        actor = await facade.command_actor(platform, organisation=arguments.organisation)
        alive = [item for item in await facade.tokens(actor, platform) if item.revoked_at is None]
        fitting = [item for item in alive if arguments.token in (item.prefix, str(item.id))]
        if not fitting:
            raise NotFound(f"There is no live token {arguments.token!r}.", hint="`comptoir token list` shows all.")
        for item in fitting:
            await facade.revoke_token(actor, platform, token_id=item.id)
    if arguments.json:
        say_json({"revoked": [item.prefix for item in fitting]})
    else:
        print(f"Revoked {', '.join(item.name for item in fitting)}. Running servers notice within two seconds.")
    return 0


def ask(given: str | None, *, question: str, default: str) -> str:
    """Return what was given, else what a person at a terminal says, else the default."""
    if given:
        return given
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return default
    return input(f"{question} [{default}]: ").strip() or default


def local_timezone() -> str:
    """Return this machine's IANA zone, UTC when it does not say."""
    name = os.environ.get("TZ", "").lstrip(":")
    target = Path("/etc/localtime")
    if not name and target.is_symlink():
        name = str(target.resolve()).partition("zoneinfo/")[2]
    try:
        return model.check_timezone(name.removeprefix("Etc/"))
    except Invalid:
        return "UTC"


def read_password(file: str | None) -> str | None:
    """Return the first line of a file; a password never travels on the command line, where others can see it."""
    if file is None:
        return None
    try:
        lines = Path(file).expanduser().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{file} cannot be read: {error}.", field="admin-password-file") from error
    if not lines:
        raise Invalid(f"{file} is empty.", field="admin-password-file")
    return lines[0]


def link_address(settings: Settings, link: SignInLink) -> str:
    """Return the whole address of a link."""
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    return base.rstrip("/") + link.path


def say_link(address: str) -> None:
    """Print a link with what to know about it."""
    print(f"Sign in once, within 15 minutes: {address}")


def say_link_of(arguments: Namespace, settings: Settings, *, link: SignInLink) -> int:
    """Print a link in the form that was asked for."""
    address = link_address(settings, link)
    if arguments.json:
        say_json({"email": link.email, "link": address, "expires_at": link.expires_at.isoformat()})
    else:
        say_link(address)
    return 0


def organisation_json(organisation: Organisation) -> dict[str, Any]:
    """Return the machine form of an organisation."""
    return {
        "id": str(organisation.id),
        "slug": organisation.slug,
        "name": organisation.name,
        "currency": organisation.currency,
        "timezone": organisation.timezone,
    }


def token_json(info: TokenInfo) -> dict[str, Any]:
    """Return the machine form of a token."""
    return {
        "id": str(info.id),
        "prefix": info.prefix,
        "name": info.name,
        "scopes": list(info.scopes),
        "expires_at": info.expires_at.isoformat() if info.expires_at else None,
        "last_used_at": info.last_used_at.isoformat() if info.last_used_at else None,
        "revoked_at": info.revoked_at.isoformat() if info.revoked_at else None,
    }
