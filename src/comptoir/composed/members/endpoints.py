"""Members, roles and groups of stores over HTTP. Whatever changes holds for the next request, within two seconds elsewhere."""

from typing import Any
from uuid import UUID

from litestar import delete, get, patch, post

from comptoir.composed.members import facade, schemas
from comptoir.foundation.identity.contracts import RoleChange
from comptoir.foundation.identity.facade import Recogniser
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import PROVEN


@get("/members", tags=["members"])
async def list_members(actor: Actor, platform: Platform) -> dict[str, Any]:
    """List the people of the organisation with their role and what they see."""
    return {"items": [schemas.member_body(one) for one in await facade.members(actor, platform)]}


@post("/members", opt=PROVEN, status_code=201, tags=["members"])
async def invite(data: schemas.Invitee, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Make somebody a member; for a person nobody knew before with a single-use link to hand on."""
    listed, link = await facade.invite(
        actor,
        platform,
        email=data.email,
        role=data.role,
        name=data.name,
        access=schemas.access_change(data.access),
    )
    base = (platform.settings.public_url or "").rstrip("/")
    return schemas.member_body(listed) | {
        "link": base + link.path if link else None,
        "link_expires_at": link.expires_at if link else None,
    }


@patch("/members/{member_id:uuid}", opt=PROVEN, tags=["members"])
async def change_member(
    member_id: UUID, data: schemas.MemberChangeBody, actor: Actor, platform: Platform, recogniser: Recogniser
) -> dict[str, Any]:
    """Change a member's role and what they see."""
    changed = await facade.change_member(
        actor, platform, user_id=member_id, role=data.role, access=schemas.access_change(data.access)
    )
    recogniser.forget(user_id=member_id)
    return schemas.member_body(changed)


@delete("/members/{member_id:uuid}", opt=PROVEN, status_code=204, tags=["members"])
async def remove_member(member_id: UUID, actor: Actor, platform: Platform, recogniser: Recogniser) -> None:
    """Take somebody out of the organisation."""
    await facade.remove_member(actor, platform, user_id=member_id)
    recogniser.forget(user_id=member_id)


@get("/members/{member_id:uuid}/access", tags=["members"])
async def explain_access(member_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """What a member can see, and why; one's own is open to everybody."""
    return schemas.explained_body(await facade.explain(actor, platform, user_id=member_id))


@get("/roles", tags=["roles"])
async def list_roles(actor: Actor, platform: Platform) -> dict[str, Any]:
    """List roles with everything they and access are made of."""
    return schemas.vocabulary_body(await facade.vocabulary(actor, platform))


@post("/roles", opt=PROVEN, status_code=201, tags=["roles"])
async def create_role(data: schemas.RoleDraft, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Make a role of the organisation's own."""
    made = await facade.create_role(
        actor,
        platform,
        name=data.name,
        description=data.description,
        permissions=data.permissions,
        based_on=data.based_on,
    )
    return schemas.role_body(made)


@patch("/roles/{key:str}", opt=PROVEN, tags=["roles"])
async def change_role(
    key: str, data: schemas.RoleChangeBody, actor: Actor, platform: Platform, recogniser: Recogniser
) -> dict[str, Any]:
    """Change a role of the organisation's own."""
    wanted = None if data.permissions is None else tuple(data.permissions)
    change = RoleChange(name=data.name, description=data.description, permissions=wanted)
    changed = await facade.change_role(actor, platform, key=key, change=change)
    recogniser.forget()
    return schemas.role_body(changed)


@delete("/roles/{key:str}", opt=PROVEN, status_code=204, tags=["roles"])
async def delete_role(
    key: str, actor: Actor, platform: Platform, recogniser: Recogniser, replacement: str | None = None
) -> None:
    """Delete a role; whoever holds it gets the one named as its replacement."""
    await facade.delete_role(actor, platform, key=key, replacement=replacement)
    recogniser.forget()


@post("/store-groups", opt=PROVEN, status_code=201, tags=["roles"])
async def create_group(data: schemas.GroupBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Make a group of stores."""
    return schemas.group_body(await facade.save_group(actor, platform, key=None, name=data.name, stores=data.stores))


@patch("/store-groups/{key:str}", opt=PROVEN, tags=["roles"])
async def change_group(
    key: str, data: schemas.GroupBody, actor: Actor, platform: Platform, recogniser: Recogniser
) -> dict[str, Any]:
    """Change a group of stores: who sees stores by it sees the new ones."""
    changed = await facade.save_group(actor, platform, key=key, name=data.name, stores=data.stores)
    recogniser.forget()
    return schemas.group_body(changed)


@delete("/store-groups/{key:str}", opt=PROVEN, status_code=204, tags=["roles"])
async def delete_group(key: str, actor: Actor, platform: Platform, recogniser: Recogniser) -> None:
    """Delete a group of stores."""
    await facade.delete_group(actor, platform, key=key)
    recogniser.forget()


ROUTES = (
    list_members,
    invite,
    change_member,
    remove_member,
    explain_access,
    list_roles,
    create_role,
    change_role,
    delete_role,
    create_group,
    change_group,
    delete_group,
)
